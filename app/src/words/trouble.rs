//! What went wrong with what is stored on this device, in plain words.

use holdfast_core::{client::StoreError, operation::Edit};
use holdfast_web::{Trouble, reasons};

use super::operation::words_of;
use crate::{parts::NO_HOME, t};

/// What happened to what was stored here, and what became of it.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Wiped { unsent: 0 } => t::wiped().into(),
        Trouble::Wiped { unsent } => t::wiped_unsent(*unsent),
        Trouble::Reset { kept, lost } => {
            let (kept_words, lost_words) = (t::reset_kept(*kept), t::reset_lost(*lost));
            let unsent = match (kept, lost) {
                (0, 0) => t::reset_none().into(),
                (_, 0) => kept_words,
                (0, _) => lost_words,
                _ => format!("{kept_words} {lost_words}"),
            };
            t::reset_damaged(&unsent)
        }
        Trouble::Quarantined { count: things } => t::quarantined(*things),
    }
}

/// Why what is stored on this device could not be used, to go on with in a sentence, and what the browser said, where that
/// was in words of its own.
pub fn reason(error: &StoreError) -> (String, Option<&str>) {
    match error {
        StoreError::Quota => (t::why_quota().into(), None),
        StoreError::Superseded => (t::why_superseded().into(), None),
        StoreError::Corrupt(said) => (t::why_corrupt().into(), Some(said)),
        StoreError::Failed(said) => match own(said) {
            Some(words) => (words.into(), None),
            // The browser's own begin with the name of an error; any other can be read within a sentence.
            None if said.starts_with(|first: char| first.is_lowercase()) => (said.clone(), None),
            None => (t::why_failed().into(), Some(said)),
        },
    }
}

/// A reason of our own, in the language that is spoken.
fn own(said: &str) -> Option<&'static str> {
    let words = match said {
        reasons::IN_THE_WAY => t::why_in_the_way(),
        reasons::STILL_USED => t::why_still_used(),
        reasons::CLOSED => t::why_closed(),
        reasons::ENDED => t::why_ended(),
        reasons::SIGNED_OUT => t::why_signed_out(),
        reasons::CLOSING => t::why_closing(),
        NO_HOME => t::why_part_missing(),
        _ => return None,
    };
    Some(words)
}

/// Why edits could not be stored, and the words that left the view with them.
pub fn refused(edits: &[Edit], error: &StoreError) -> (String, Option<String>) {
    let text = match error {
        StoreError::Quota => t::refused_quota(edits.len()),
        error if edits.is_empty() => t::refused_store(&reason(error).0),
        error => t::refused_edits(edits.len(), &reason(error).0),
    };
    let words: Vec<String> = edits.iter().flat_map(|edit| words_of(&edit.action)).collect();
    (text, (!words.is_empty()).then(|| words.join("\n\n")))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn nothing_is_lost_in_silence() {
        let said = trouble(&Trouble::Wiped { unsent: 2 });
        assert!(said.contains("2 edits that had not reached the server"), "{said}");
        let said = trouble(&Trouble::Reset { kept: 3, lost: 1 });
        assert!(said.contains("3 unsent edits were kept. 1 unsent edit could not be read"), "{said}");
        assert!(trouble(&Trouble::Reset { kept: 0, lost: 0 }).ends_with("No unsent edit was in it."));
        let said = trouble(&Trouble::Reset { kept: 0, lost: 5 });
        assert!(said.contains("5 unsent edits could not be read") && !said.contains("No unsent"), "{said}");
    }

    #[test]
    fn the_browsers_own_words_are_kept_apart_from_the_reason() {
        let failed = |said: &str| StoreError::Failed(said.into());
        let error = failed("UnknownError: Internal error");
        let (text, _) = refused(&[], &error);
        assert!(!text.contains("UnknownError") && !text.contains('0'), "{text}");
        assert_eq!(reason(&error).1, Some("UnknownError: Internal error"));
        for own in [reasons::IN_THE_WAY, reasons::CLOSED, reasons::SIGNED_OUT, reasons::CLOSING, "something else"] {
            assert_eq!(reason(&failed(own)), (own.into(), None));
        }
    }
}
