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
            let kept = match kept {
                0 => "No unsent edit was in it.".to_owned(),
                kept => format!("{} kept.", count(*kept, "unsent edit was", "unsent edits were")),
            };
            let lost = match lost {
                0 => String::new(),
                lost => format!(" {} could not be read.", count(*lost, "edit", "edits")),
            };
            format!("What was stored on this device was damaged and has been made anew from the server. {kept}{lost}")
        }
        Trouble::Quarantined { count: things } => format!(
            "{} stored on this device could not be read. What the server has is fetched again; the rest is put aside: see the \
             sync centre.",
            count(*things, "thing", "things")
        ),
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
        error => format!("{edits_words} could not be stored: {error}."),
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
        assert!(said.contains("3 unsent edits were kept. 1 edit could not be read."), "{said}");
        assert!(trouble(&Trouble::Reset { kept: 0, lost: 0 }).ends_with("No unsent edit was in it."));
    }
}
