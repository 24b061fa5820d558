//! "Is my work safe?": the sign in the bar, and the parts of the page behind it.

mod edit_letter;
mod entry;
mod indicator;
mod lines;
mod old;
mod overview;
mod plan;
mod popover;

pub(crate) use edit_letter::EditLetter;
pub(crate) use entry::Entry;
pub(crate) use indicator::SyncIndicator;
pub(crate) use lines::{Line, lines};
pub(crate) use old::{OldEdits, old_edit};
pub(crate) use overview::Connection;
pub(crate) use plan::{Row, Section, plan};
