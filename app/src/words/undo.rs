//! What undoing and redoing came to, in plain words.

use holdfast_core::{
    replica::Replica,
    undo::{Kept, Why},
};

use super::{
    operation::{self, Form},
    small,
};
use crate::{
    record::called,
    t::{self, Tongue},
};

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
            Self::Undo => t::undo(),
            Self::Redo => t::redo(),
        }
    }

    /// What is said where there is nothing.
    pub fn nothing(self) -> &'static str {
        match self {
            Self::Undo => t::undo_nothing(),
            Self::Redo => t::redo_nothing(),
        }
    }
}

/// What was done, and what was left as it is and why. `kept` are in words already.
pub fn said(way: Way, label: &str, kept: &[String]) -> String {
    const TOLD: usize = 3;
    let done = match way {
        Way::Undo => t::undone(label),
        Way::Redo => t::redone(label),
    };
    if kept.is_empty() {
        return done;
    }
    let left = kept[..kept.len().min(TOLD)].join("; ");
    match kept.len().checked_sub(TOLD) {
        None | Some(0) => t::undo_left(&done, &left),
        Some(more) => t::undo_left_more(&done, &left, more),
    }
}

/// What was left as it is, and why: "the title of the task “X” (somebody else has changed it since)".
pub fn left(replica: &Replica, kept: &Kept) -> String {
    let record = replica
        .seen(kept.record)
        .map_or_else(|| operation::noun(&kept.kind, Form::The).to_owned(), |record| called(record));
    let what = match kept.field.as_str() {
        "" => record,
        field => t::undo_field(&operation::field_label(field), &record),
    };
    t::undo_why(&what, why(kept.why))
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Changed { .. } => t::undo_changed(),
        Why::Later => t::undo_later(),
        Why::InUse { .. } => t::undo_in_use(),
        Why::Gone => t::undo_gone(),
    }
}

/// What a menu says: "Undo: renamed “X”". German begins with a noun as often as not, and leaves a capital after a colon.
pub fn entry(way: Way, label: &str) -> String {
    let label = match t::tongue() {
        Tongue::English => small(label),
        Tongue::German => label.to_owned(),
    };
    format!("{}: {label}", way.label())
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
