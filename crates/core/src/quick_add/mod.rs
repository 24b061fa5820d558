//! Quick add: a task in one line, as people type it. "fix login tomorrow 17:00 #auth !high @me" is a title, a due date, a
//! tag, a priority and an assignee. English and German words are understood side by side.
//!
//! | typed | means |
//! |---|---|
//! | `#auth`, `#"two words"` | a tag; one of digits only, such as `#123`, is words unless it is a known tag |
//! | `!urgent` `!high` `!medium` `!low`, `!1` to `!4` | a priority |
//! | `@me`, `@Ada`, `@"Ada Lovelace"` | an assignee, by any part of a name that only one person has |
//! | `+Website`, `+"New site"` | a project that is there |
//! | `/doing`, `/done` and so on | a status |
//! | `today`, `next week`, `in 3 days`, `fri`, `24.12.`, `24 Dec`, `2026-12-24`, `at 5pm`, `14 Uhr` | when it is due |
//!
//! What is not understood stays in the title, so nothing typed is ever lost; a backslash before a word keeps it there too.
//! Of two priorities, statuses, projects or dates the first counts and the other is words.

mod clock;
mod day;
mod marks;
mod when;
mod words;

use std::ops::Range;

use when::When;
use words::Word;

use crate::{
    date::{Date, LocalTime},
    entity::{Priority, Project, Status},
    id::{Id, PersonId},
};

/// What there is to understand a line by.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The day it is here.
    pub today: Date,
    /// The time it is here, in minutes since midnight.
    pub now: u16,
    /// Whether 12/24 is written with the month first here.
    pub month_first: bool,
    /// Who is typing.
    pub me: Option<PersonId>,
    /// The people who can be assigned, and their names.
    pub people: &'a [(PersonId, &'a str)],
    /// The tags there are: typed in any case, they keep theirs.
    pub tags: &'a [&'a str],
    /// The projects there are, and their names.
    pub projects: &'a [(Id<Project>, &'a str)],
}

/// What a part of a line was understood as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpanKind {
    /// A due date or a part of it.
    Due,
    /// A tag.
    Tag,
    /// A priority.
    Priority,
    /// An assignee.
    Assignee,
    /// A status.
    Status,
    /// A project.
    Project,
    /// A backslash that keeps the word after it in the title.
    Escape,
}

/// A part of a line that is not in the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// What it was understood as.
    pub kind: SpanKind,
}

/// A line, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is to be done: all that was not understood as anything else, single spaces between. May be empty.
    pub title: String,
    /// When it is due; [`LocalTime::at`] gives the moment.
    pub due: Option<LocalTime>,
    /// Tags, each once, in the order typed.
    pub tags: Vec<String>,
    /// The priority.
    pub priority: Option<Priority>,
    /// Assignees, each once, in the order typed.
    pub assignees: Vec<PersonId>,
    /// The status.
    pub status: Option<Status>,
    /// The project.
    pub project: Option<Id<Project>>,
    /// What is not in the title, in order and without overlap: every character that is no white space is in the title or
    /// in one of these.
    pub spans: Vec<Span>,
}

/// Understands a line.
pub fn parse(text: &str, known: &Known<'_>) -> Parsed {
    let words = words::split(text);
    let mut parsed = Parsed::default();
    let mut when = When::default();
    let mut at = 0;
    while at < words.len() {
        let here = &words[at..];
        let before = at.checked_sub(1).map_or("", |before| words[before].lower.as_str());
        let understood = understand(text, before, here, known, &mut parsed, &mut when);
        let Some((end, kind)) = understood else {
            let escaped = words::escaped(&here[0]).is_some_and(|word| {
                // A backslash is only one where it keeps something from being understood.
                let mut rest = vec![word];
                rest.extend(here[1..].iter().cloned());
                understand(text, before, &rest, known, &mut Parsed::default(), &mut When::default()).is_some()
            });
            if escaped {
                let start = here[0].start;
                parsed.spans.push(Span { range: start..start + 1, kind: SpanKind::Escape });
            }
            at += 1;
            continue;
        };
        // A comma after it only kept it apart from the next.
        let end =
            end + text[end..].chars().next().filter(|c| matches!(c, ',' | ';' | ':' | '、')).map_or(0, char::len_utf8);
        parsed.spans.push(Span { range: here[0].start..end, kind });
        at += here.iter().take_while(|word| word.start < end).count();
    }
    parsed.due = when.due(known);
    parsed.title = title(text, &parsed.spans);
    parsed
}

/// What the first of these words, or several of them, mean after the word before: where that ends and what it is.
fn understand(
    text: &str,
    before: &str,
    words: &[Word<'_>],
    known: &Known<'_>,
    parsed: &mut Parsed,
    when: &mut When,
) -> Option<(usize, SpanKind)> {
    marks::read(text, words, known, parsed).or_else(|| when.read(before, words, known).map(|end| (end, SpanKind::Due)))
}

/// The text without the spans. What directly follows a span, such as an exclamation mark, closes up to the word before.
fn title(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        out.push_str(&text[from..span.range.start]);
        from = span.range.end;
        let closes_up = text[from..].starts_with(|c: char| !c.is_whitespace());
        if closes_up && span.kind != SpanKind::Escape {
            out.truncate(out.trim_end().len());
        }
    }
    out.push_str(&text[from..]);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
