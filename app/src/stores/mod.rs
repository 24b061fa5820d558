//! The stores: who is signed in, what the interface shows, and the records.

mod auth;
mod records;
mod ui;

pub use auth::{Auth, Phase};
pub use records::Records;
pub use ui::{Action, Theme, Toast, Tone, Ui};
