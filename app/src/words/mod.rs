//! What the app says, in plain words. Pure but for what is asked of the browser: the clock and the zone it is in, of which [`time`]
//! alone asks, how numbers and days are written there, and when weeks begin.

pub(crate) mod choice;
pub mod diff;
pub mod flaw;
pub(crate) mod import;
pub mod operation;
pub mod sync;
pub mod time;
pub mod trouble;
pub mod undo;
pub(crate) mod unread;
mod week;

pub(crate) use holdfast_core::fold;
pub(crate) use week::week_start;

use crate::t;

/// Words that begin a sentence.
pub fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Words that begin a sentence, within one: "today".
pub(crate) fn small(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

/// A title in quotation marks, shortened where it is long.
pub fn quoted(title: &str) -> String {
    const MOST: usize = 60;
    if title.chars().count() <= MOST {
        return t::quoted(title);
    }
    let short: String = title.chars().take(MOST - 1).collect();
    t::quoted(&format!("{}…", short.trim_end()))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn long_titles_are_shortened_by_characters() {
        assert_eq!(quoted("Call"), "“Call”");
        let long = quoted(&"é".repeat(100));
        assert_eq!(long.chars().count(), 62);
        assert!(long.ends_with("é…”"));
    }
}
