//! Words that begin with a sign: `#tag`, `!priority`, `@person`, `+project`, `/status`. The signs of full width that
//! Japanese keyboards type mean the same.

use super::{Known, Parsed, SpanKind, words::Word};
use crate::entity::{MEMBERS, Priority, Status};

/// The most words of a name that are read without quotation marks.
const LONGEST: usize = 5;
/// The most characters of a tag, as the field has it.
const TAG: usize = 100;

/// What the first of these words means by its sign, and where that ends; it is put into `parsed`.
pub(super) fn read(
    text: &str,
    words: &[Word<'_>],
    known: &Known<'_>,
    parsed: &mut Parsed,
) -> Option<(usize, SpanKind)> {
    let first = words.first()?;
    let sign = first.whole.chars().next()?;
    let named = Named { text, words, sign: sign.len_utf8() };
    match sign {
        '#' | '＃' => {
            let (tag, end) = tag(&named, known)?;
            let fits = tag.chars().count() <= TAG && (parsed.tags.contains(&tag) || parsed.tags.len() < MEMBERS);
            add(&mut parsed.tags, fits.then_some(tag)?);
            Some((end, SpanKind::Tag))
        }
        '!' | '！' if parsed.priority.is_none() => {
            parsed.priority = Some(priority(&named.word()?.to_lowercase())?);
            Some((first.core_end(), SpanKind::Priority))
        }
        '@' | '＠' => {
            let (person, end) = match named.word()?.to_lowercase().as_str() {
                "me" | "myself" | "ich" | "mich" | "mir" => (known.me?, first.core_end()),
                _ => named.among(known.people)?,
            };
            let fits = parsed.assignees.contains(&person) || parsed.assignees.len() < MEMBERS;
            add(&mut parsed.assignees, fits.then_some(person)?);
            Some((end, SpanKind::Assignee))
        }
        '+' | '＋' if parsed.project.is_none() => {
            let (project, end) = named.among(known.projects)?;
            parsed.project = Some(project);
            Some((end, SpanKind::Project))
        }
        '/' | '／' if parsed.status.is_none() => {
            parsed.status = Some(status(&named.word()?.to_lowercase())?);
            Some((first.core_end(), SpanKind::Status))
        }
        _ => None,
    }
}

fn add<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// What follows a sign.
struct Named<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
    /// The sign's bytes.
    sign: usize,
}

impl<'a> Named<'a> {
    /// The first word without its sign and the punctuation after it; `None` if there is nothing.
    fn word(&self) -> Option<&'a str> {
        self.words[0].core.get(self.sign..).filter(|word| !word.is_empty())
    }

    /// What stands in quotation marks right after the sign, and where that ends.
    fn quoted(&self) -> Option<(&'a str, usize)> {
        let start = self.words[0].start + self.sign;
        let rest = self.text[start..].strip_prefix(['"', '“', '„'])?;
        let opened = self.text.len() - rest.len();
        let (at, mark) = rest.char_indices().find(|(_, c)| matches!(c, '"' | '”' | '“'))?;
        let name = rest[..at].trim();
        (!name.is_empty()).then_some((name, opened + at + mark.len_utf8()))
    }

    /// The first so many words as one name, and where that ends; only the last may have punctuation after it.
    fn joined(&self, count: usize) -> Option<(String, usize)> {
        let words = self.words.get(..count)?;
        let (last, before) = words.split_last()?;
        if !before.iter().all(Word::is_open) {
            return None;
        }
        let whole: Vec<&str> = words.iter().map(|word| word.core).collect();
        Some((whole.join(" ").get(self.sign..)?.to_lowercase(), last.core_end()))
    }

    /// The one of `all` whose name this is: the whole name, of as many words as there are, or a part of it that no other
    /// has: a word, the beginning of a word, or the name without its spaces.
    fn among<T: Copy + PartialEq>(&self, all: &[(T, &str)]) -> Option<(T, usize)> {
        let only = |says: &dyn Fn(&str) -> bool| {
            let mut found = all.iter().filter(|(_, name)| says(&name.to_lowercase())).map(|(one, _)| *one);
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        };
        if let Some((name, end)) = self.quoted() {
            let name = name.to_lowercase();
            return only(&|known| known == name).map(|one| (one, end));
        }
        let whole = (1..=LONGEST).rev().filter_map(|count| self.joined(count));
        if let Some(found) = whole.into_iter().find_map(|(name, end)| Some((only(&|known| known == name)?, end))) {
            return Some(found);
        }
        let word = self.word()?.to_lowercase();
        let close = |known: &str| known.replace(' ', "") == word;
        let part = |known: &str| known.split(' ').any(|part| part == word);
        let start = |known: &str| {
            word.chars().count() > 1
                && (known.starts_with(&word) || known.split(' ').any(|part| part.starts_with(&word)))
        };
        // A surer way that finds several is not made up for by a weaker one.
        let ways: [&dyn Fn(&str) -> bool; 3] = [&close, &part, &start];
        let way = ways.into_iter().find(|says| all.iter().any(|(_, name)| says(&name.to_lowercase())))?;
        only(way).map(|one| (one, self.words[0].core_end()))
    }
}

/// A tag, as it is known or else as it is typed.
fn tag(named: &Named<'_>, known: &Known<'_>) -> Option<(String, usize)> {
    let spelled = |lower: &str| known.tags.iter().find(|tag| tag.to_lowercase() == lower).map(|tag| (*tag).to_owned());
    if let Some((name, end)) = named.quoted() {
        return Some((spelled(&name.to_lowercase()).unwrap_or_else(|| name.to_owned()), end));
    }
    let known = (1..=LONGEST).rev().filter_map(|count| named.joined(count));
    if let Some(found) = known.into_iter().find_map(|(name, end)| Some((spelled(&name)?, end))) {
        return Some(found);
    }
    let word = named.word()?;
    let is_name = word.chars().any(char::is_alphabetic) && !word.contains(['#', '＃', '"', '“', '„']);
    is_name.then(|| (word.to_owned(), named.words[0].core_end()))
}

fn priority(word: &str) -> Option<Priority> {
    Some(match word {
        "urgent" | "critical" | "asap" | "1" | "１" | "dringend" | "sofort" | "緊急" => Priority::Urgent,
        "high" | "important" | "2" | "２" | "hoch" | "wichtig" | "高" => Priority::High,
        "medium" | "normal" | "3" | "３" | "mittel" | "中" => Priority::Medium,
        "low" | "4" | "４" | "niedrig" | "gering" | "低" => Priority::Low,
        _ => return None,
    })
}

fn status(word: &str) -> Option<Status> {
    Some(match word {
        "backlog" | "later" | "someday" | "idea" | "später" | "irgendwann" | "idee" => Status::Backlog,
        "todo" | "to-do" | "open" | "offen" => Status::Todo,
        "doing" | "wip" | "started" | "in_progress" | "in-progress" | "inprogress" | "angefangen" | "begonnen" => {
            Status::InProgress
        }
        "review" | "in_review" | "in-review" | "inreview" | "prüfen" | "prüfung" => Status::InReview,
        "done" | "finished" | "erledigt" | "fertig" => Status::Done,
        _ => return None,
    })
}
