//! The stores: who is signed in, what the interface shows, and the records.

mod answers;
mod auth;
mod handle;
mod records;
mod source;
mod ui;

pub use answers::Answers;
pub use auth::{Auth, Phase};
pub use handle::Handle;
pub use records::Records;
pub use source::{Part, RecordsSource};
pub use ui::{Action, Theme, Toast, Tone, Ui};
