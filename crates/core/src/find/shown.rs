//! A hit as it is shown: from texts in which it is known what was found.

use crate::{
    value::FieldName,
    wire::remote::{MatchRange, Snippet},
};

/// The most characters of a title.
const TITLE: usize = 200;
/// About how many characters a snippet has.
const WIDTH: usize = 160;
/// About how many of them come before the first match.
const LEAD: usize = 40;

/// One text, on one line, and where its matches are.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its characters.
    pub chars: Vec<char>,
    /// In order and apart from each other.
    pub matches: Vec<MatchRange>,
}

/// How a hit is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The beginning of the text it goes by.
    pub title: String,
    /// The field the snippet is from: the first with a match.
    pub field: FieldName,
    /// The part of it around its first match.
    pub snippet: Snippet,
}

/// Shows a hit by its texts and the fields they are from, the one it goes by first. Where none has a match, that one is shown.
pub fn shown(texts: Vec<(FieldName, Text)>) -> Shown {
    let title = texts.first().map(|(_, title)| beginning(&title.chars)).unwrap_or_default();
    let found = texts.iter().position(|(_, text)| !text.matches.is_empty()).unwrap_or_default();
    let (field, text) = texts.into_iter().nth(found).unwrap_or_default();
    Shown { title, field, snippet: cut(&text) }
}

fn beginning(chars: &[char]) -> String {
    let cut: String = chars.iter().take(TITLE).collect();
    if chars.len() > TITLE { format!("{}…", cut.trim_end()) } else { cut }
}

/// The part of a text around its first match, between words where that is near.
fn cut(text: &Text) -> Snippet {
    let chars = &text.chars;
    let first = text.matches.first().map_or(0, |found| found.start);
    let space = |at: &usize| chars[*at].is_whitespace();
    let mut start = first.saturating_sub(LEAD).min(chars.len().saturating_sub(WIDTH));
    if start > 0 {
        start = (start..first).find(space).map_or(start, |space| space + 1);
    }
    let mut end = chars.len().min(start + WIDTH);
    if end < chars.len() {
        let least = start + WIDTH / 2;
        end = (least..end).rev().find(space).unwrap_or(end);
    }
    let lead = if start > 0 { "…" } else { "" };
    let shift = lead.chars().count();
    let within = |found: &MatchRange| {
        let (from, to) = (found.start.max(start), found.end.min(end));
        (from < to).then(|| MatchRange { start: from - start + shift, end: to - start + shift })
    };
    let body: String = chars[start..end].iter().collect();
    let tail = if end < chars.len() { "…" } else { "" };
    Snippet { text: format!("{lead}{body}{tail}"), matches: text.matches.iter().filter_map(within).collect() }
}
