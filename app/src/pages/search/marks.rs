//! A snippet in pieces: what was searched for, and what is around it.

use holdfast_core::wire::remote::{MatchRange, Snippet};
use yew::prelude::*;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Marked(String),
}

/// The pieces in order; together they are the text, whatever the ranges are.
fn pieces(snippet: &Snippet) -> Vec<Piece> {
    let chars: Vec<char> = snippet.text.chars().collect();
    let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let mut pieces = Vec::new();
    let mut at = 0;
    for MatchRange { start, end } in &snippet.matches {
        let (start, end) = (*start.min(&chars.len()), *end.min(&chars.len()));
        if start < at || end <= start {
            continue;
        }
        if start > at {
            pieces.push(Piece::Plain(part(at, start)));
        }
        pieces.push(Piece::Marked(part(start, end)));
        at = end;
    }
    if at < chars.len() {
        pieces.push(Piece::Plain(part(at, chars.len())));
    }
    pieces
}

/// The text with what was searched for marked.
pub(super) fn marked(snippet: &Snippet) -> Html {
    let piece = |piece: Piece| match piece {
        Piece::Plain(text) => html! { { text } },
        Piece::Marked(text) => html! { <mark>{ text }</mark> },
    };
    pieces(snippet).into_iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn check(text: &str, matches: &[(usize, usize)], wanted: &[&str]) {
        let matches = matches.iter().map(|&(start, end)| MatchRange { start, end }).collect();
        let told: Vec<String> = pieces(&Snippet { text: text.into(), matches })
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text,
                Piece::Marked(text) => format!("[{text}]"),
            })
            .collect();
        assert_eq!(told, wanted);
    }

    #[test]
    fn matches_are_counted_in_characters() {
        check("Größe prüfen", &[(6, 9)], &["Größe ", "[prü]", "fen"]);
        check("Call the port", &[(0, 4), (9, 13)], &["[Call]", " the ", "[port]"]);
        check("🦀 crab", &[(0, 1)], &["[🦀]", " crab"]);
        check("Plain", &[], &["Plain"]);
    }

    #[test]
    fn ranges_that_cannot_be_leave_the_text_whole() {
        check("Call", &[(2, 99)], &["Ca", "[ll]"]);
        check("Call", &[(9, 12), (3, 1)], &["Call"]);
        check("Call", &[(0, 3), (1, 4)], &["[Cal]", "l"]);
        check("", &[(0, 1)], &[]);
    }
}
