//! What the app says, in each of its languages.
//!
//! Every language has a folder of [Fluent](https://projectfluent.org) files, `app/locales/en` and so on. As the app is built,
//! `compile` turns each message into a function of the app, so that a message that is missing or is given the wrong arguments
//! does not compile, and the texts of each language into one small file. As it runs, [`fill`] puts the arguments in.

#[cfg(feature = "compile")]
pub mod compile;
mod template;

pub use template::{Argument, Language, fill};
