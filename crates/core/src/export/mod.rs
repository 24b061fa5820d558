//! Export of a project or a whole engagement: [`document()`] collects it from a replica, and the [`document::Document`] is
//! written as JSON (everything, documented and versioned: [`document`]) or as CSV (tasks as a table: [`csv`]). Both are
//! read again by [`crate::import`]; into the engagement they came from, they find the records that are there.

mod collect;
pub mod csv;
pub mod document;
mod guard;

pub use collect::{Names, What, document};
pub(crate) use csv::ID_HEADING;
pub(crate) use guard::unguarded;
