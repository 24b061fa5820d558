//! What went wrong with what is stored on this device, in plain words.

use holdfast_core::{client::StoreError, operation::Edit};
use holdfast_web::Trouble;

use super::{count, operation::words_of};

/// What happened to what was stored here, and what became of it.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Wiped { unsent: 0 } => {
            "The browser has cleared what was stored on this device. Everything was on the server, and is fetched again.".into()
        }
        Trouble::Wiped { unsent } => format!(
            "The browser has cleared what was stored on this device, with {} that had not reached the server. What the \
             server has is fetched again.",
            count(*unsent, "edit", "edits")
        ),
        Trouble::Reset { kept, lost } => {
            let kept_words = format!("{} kept.", count(*kept, "unsent edit was", "unsent edits were"));
            let lost_words = format!("{} could not be read and must be made again.", count(*lost, "unsent edit", "unsent edits"));
            let unsent = match (kept, lost) {
                (0, 0) => "No unsent edit was in it.".into(),
                (_, 0) => kept_words,
                (0, _) => lost_words,
                _ => format!("{kept_words} {lost_words}"),
            };
            format!("What was stored on this device was damaged and has been made anew from the server. {unsent}")
        }
        Trouble::Quarantined { count: things } => format!(
            "{} stored on this device could not be read. What the server has is fetched again; the rest is put aside: see the \
             sync centre.",
            count(*things, "thing", "things")
        ),
    }
}

/// Why what is stored on this device could not be used, to go on with in a sentence, and what the browser said, where that
/// was in words of its own.
pub fn reason(error: &StoreError) -> (String, Option<&str>) {
    match error {
        StoreError::Quota | StoreError::Superseded => (error.to_string(), None),
        StoreError::Corrupt(said) => ("something stored on this device could not be read".into(), Some(said)),
        // Our own reasons begin as words within a sentence do; the browser's with the name of an error.
        StoreError::Failed(said) if said.starts_with(|first: char| first.is_lowercase()) => (said.clone(), None),
        StoreError::Failed(said) => ("the browser could not use what it stores for Holdfast".into(), Some(said)),
    }
}

/// Why edits could not be stored, and the words that left the view with them.
pub fn refused(edits: &[Edit], error: &StoreError) -> (String, Option<String>) {
    let edits_words = count(edits.len(), "edit", "edits");
    let text = match error {
        StoreError::Quota => format!(
            "There is no room left on this device, so {edits_words} could not be stored. Free some room and try again; nothing \
             that was stored before is lost."
        ),
        error if edits.is_empty() => {
            format!("What is stored on this device could not be read or changed: {}.", reason(error).0)
        }
        error => format!("{edits_words} could not be stored: {}.", reason(error).0),
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
        assert_eq!(reason(&failed("the page is closing")), ("the page is closing".into(), None));
    }
}
