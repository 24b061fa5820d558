//! One line of a todo.txt list.

use crate::date::Date;

/// A line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Whether it begins with an "x".
    pub(super) done: bool,
    /// Its priority, A to Z.
    pub(super) priority: Option<char>,
    /// When it was completed, as it stands there.
    pub(super) completed: Option<&'a str>,
    /// When it was made, as it stands there.
    pub(super) created: Option<&'a str>,
    /// Its words, without key:value pairs, and without projects and contexts before and after all others. Those among
    /// the words stay, because a sentence needs them.
    pub(super) title: String,
    /// The names of its projects and contexts.
    pub(super) tags: Vec<&'a str>,
    /// The names of its contexts alone.
    pub(super) contexts: Vec<&'a str>,
    /// Its key:value pairs, without `pri`, which is the priority.
    pub(super) pairs: Vec<(&'a str, &'a str)>,
    /// What it is known by at a second import: all that does not change when it is completed or given a priority.
    pub(super) key: String,
}

impl<'a> Line<'a> {
    /// Takes a line apart. Every line is one: what is not a mark is a word.
    pub(super) fn parse(line: &'a str) -> Self {
        let mut out = Self::default();
        let mut rest = line.trim();
        if let Some(after) = rest.strip_prefix("x ") {
            out.done = true;
            rest = after.trim_start();
        }
        // Some programs keep the priority of what is done.
        if let Some((letter, after)) = priority(rest) {
            out.priority = Some(letter);
            rest = after;
        }
        let (first, after) = dated(rest);
        let (second, after) = if out.done && first.is_some() { dated(after) } else { (None, after) };
        rest = after;
        (out.completed, out.created) = if out.done { (first, second) } else { (None, first) };

        let words: Vec<&str> = rest.split_whitespace().collect();
        let mut kept: Vec<&str> = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        for word in words {
            if let Some((key, value)) = pair(word) {
                if let ("pri", Some(letter)) = (key, single_letter(value)) {
                    out.priority = out.priority.or(Some(letter));
                    continue;
                }
                out.pairs.push((key, value));
            } else {
                out.tags.extend(tag(word));
                out.contexts.extend(tag(word).filter(|_| word.starts_with('@')));
                kept.push(word);
            }
            known.push(word);
        }
        out.key = known.join(" ");
        let is_word = |word: &&str| tag(word).is_none();
        out.title = match (kept.iter().position(is_word), kept.iter().rposition(is_word)) {
            (Some(first), Some(last)) => kept[first..=last].join(" "),
            // Nothing but marks: better shown than "(untitled)".
            _ => out.key.clone(),
        };
        out
    }

    /// Whether it has a mark that plain lines of words do not have.
    pub(super) fn is_marked(&self) -> bool {
        let known = ["due", "t", "rec", "h", "p", "id", "parent"];
        let pair = self.pairs.iter().any(|(key, _)| known.contains(key));
        self.done || self.priority.is_some() || self.created.is_some() || !self.tags.is_empty() || pair
    }
}

/// "(A) " at the start.
fn priority(text: &str) -> Option<(char, &str)> {
    let (letter, rest) = text.strip_prefix('(')?.split_once(") ")?;
    Some((single_letter(letter)?, rest.trim_start()))
}

fn single_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|letter| letter.is_ascii_uppercase() && letters.next().is_none())
}

/// A date such as 2026-12-24 at the start, and what follows it.
fn dated(text: &str) -> (Option<&str>, &str) {
    let (date, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let parts: Vec<i64> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [year, month, day] if date.len() == 10 && Date::new(*year, *month, *day).is_some() => {
            (Some(date), rest.trim_start())
        }
        _ => (None, text),
    }
}

/// "+project" or "@context".
fn tag(word: &str) -> Option<&str> {
    let name = word.strip_prefix(['+', '@'])?;
    // "+1" and "@ 5 pm" are words.
    name.starts_with(|c: char| c.is_alphabetic() || c == '_').then_some(name)
}

/// "key:value": neither side blank, the key of letters, and no address of the web or time of day.
fn pair(word: &str) -> Option<(&str, &str)> {
    let (key, value) = word.split_once(':')?;
    let key_is = !key.is_empty()
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    (key_is && !value.is_empty() && !value.starts_with(['/', ':'])).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn whole_lines() {
        let line =
            Line::parse("x (B) 2026-03-02 2026-02-28 Call Mom about +Family dinner @phone due:2026-03-01 rec:1w");
        assert_eq!(
            line,
            Line {
                done: true,
                priority: Some('B'),
                completed: Some("2026-03-02"),
                created: Some("2026-02-28"),
                title: "Call Mom about +Family dinner".into(),
                tags: vec!["Family", "phone"],
                contexts: vec!["phone"],
                pairs: vec![("due", "2026-03-01"), ("rec", "1w")],
                key: "Call Mom about +Family dinner @phone due:2026-03-01 rec:1w".into(),
            }
        );
        let line = Line::parse("(A) 2026-02-28 @home +garden Water  the roses");
        assert_eq!(
            (line.priority, line.created, line.title.as_str()),
            (Some('A'), Some("2026-02-28"), "Water the roses")
        );
        assert_eq!(line.tags, ["home", "garden"]);
    }

    #[test]
    fn completing_keeps_what_a_line_is_known_by() {
        let open = Line::parse("(A) 2026-02-28 Water the roses @home");
        let done = Line::parse("x 2026-03-01 2026-02-28 Water the roses @home pri:A");
        assert_eq!((&open.key, open.priority), (&done.key, done.priority));
    }

    #[test]
    fn what_only_looks_like_a_mark() {
        for (text, title) in [
            ("xylophone lesson", "xylophone lesson"),
            ("X marks the spot", "X marks the spot"),
            ("(a) lower case", "(a) lower case"),
            ("(AB) two letters", "(AB) two letters"),
            ("2026-13-01 is no date", "2026-13-01 is no date"),
            ("see http://example.com/a:b at 10:30", "see http://example.com/a:b at 10:30"),
            ("a+b and +1 and me@example.com", "a+b and +1 and me@example.com"),
            ("5:3 wins, note: none", "5:3 wins, note: none"),
            ("+only @marks", "+only @marks"),
            ("x", "x"),
            ("", ""),
            ("花に水をやる @家", "花に水をやる"),
            ("لشراء الحليب +بيت", "لشراء الحليب"),
        ] {
            assert_eq!(Line::parse(text).title, title, "{text}");
        }
    }
}
