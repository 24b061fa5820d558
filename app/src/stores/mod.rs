//! The stores: who is signed in, what the interface shows and what stands around it, and the records.

mod answers;
mod auth;
mod frame;
mod handle;
mod records;
mod source;
mod ui;

pub use answers::Answers;
pub use auth::{Auth, Phase};
pub(crate) use frame::{Frame, Over, WIDE};
pub use handle::Handle;
pub use records::Records;
pub use source::{Part, RecordsSource};
pub use ui::{Action, Toast, Tone, Ui};
