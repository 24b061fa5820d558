//! What undoing and redoing came to, in plain words.

use holdfast_core::{
    replica::Replica,
    undo::{Kept, Why},
};

use super::{capital, operation};
use crate::record::called;

/// Back or forth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// What was done is taken back.
    Undo,
    /// What was taken back is done again.
    Redo,
}

impl Way {
    /// What a button or a menu says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Undo => "Undo",
            Self::Redo => "Redo",
        }
    }

    /// What is said once it is done, before what it was about.
    fn done(self) -> &'static str {
        match self {
            Self::Undo => "Undid",
            Self::Redo => "Did again",
        }
    }

    /// What is said where there is nothing.
    pub fn nothing(self) -> &'static str {
        match self {
            Self::Undo => "There is nothing to undo.",
            Self::Redo => "There is nothing to do again.",
        }
    }
}

/// What was done, and what was left as it is and why. `kept` are in words already.
pub fn said(way: Way, label: &str, kept: &[String]) -> String {
    const TOLD: usize = 3;
    let mut words = format!("{}: {label}", way.done());
    if kept.is_empty() {
        return words;
    }
    words.push_str(". Left as it is: ");
    words.push_str(&kept[..kept.len().min(TOLD)].join("; "));
    if kept.len() > TOLD {
        words.push_str(&format!("; and {} more", kept.len() - TOLD));
    }
    words.push('.');
    words
}

/// What was left as it is, and why: "the title of the task “X” (somebody else has changed it since)".
pub fn left(replica: &Replica, kept: &Kept) -> String {
    let record =
        replica.seen(kept.record).map_or_else(|| operation::noun(&kept.kind).to_owned(), |record| called(record));
    let what = match kept.field.as_str() {
        "" => record,
        field => {
            let words = operation::field_words(field).trim_start_matches("the ").replace('_', " ");
            format!("the {words} of {record}")
        }
    };
    format!("{what} ({})", why(kept.why))
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Changed { .. } => "somebody else has changed it since",
        Why::Later => "you have changed it since",
        Why::InUse { .. } => "somebody else has added to it since",
        Why::Gone => "it is not there any more",
    }
}

/// What a menu says: "Undo: renamed “X”".
pub fn entry(way: Way, label: &str) -> String {
    let mut rest = label.chars();
    let label: String = rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect());
    format!("{}: {label}", capital(way.label()))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_was_left_out_is_named() {
        let kept = |number: usize| {
            vec!["the title of the task “X” (somebody else has changed it since)".to_owned(); number]
        };
        assert_eq!(said(Way::Undo, "Renamed “X” to “Y”", &[]), "Undid: Renamed “X” to “Y”");
        assert_eq!(
            said(Way::Undo, "Moved “X”", &kept(1)),
            "Undid: Moved “X”. Left as it is: the title of the task “X” (somebody else has changed it since)."
        );
        assert!(said(Way::Redo, "x", &kept(5)).ends_with("; and 2 more."));
        assert_eq!(entry(Way::Undo, "Renamed “X”"), "Undo: renamed “X”");
    }
}
