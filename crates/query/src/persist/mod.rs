//! Answers that outlive the page: the queries whose [policy](crate::Policy::persist) says so are kept on a [`Shelf`], each in a
//! row of its own, and are back before the first paint.
//!
//! A row has a version, an owner, a time and a checksum. One that is damaged, too old or somebody else's is dropped alone. What
//! is restored keeps its time, so stale answers are shown and asked for again. A shelf that fails costs what was not stored,
//! and nothing else.

mod figures;
mod listen;
mod persister;
mod prepare;
mod restore;
mod room;
mod row;
mod shelf;

pub use figures::PersistFigures;
pub use persister::{PersistOptions, Persister};
pub use restore::Restored;
pub use room::Room;
pub use row::Dropped;
pub use shelf::{Shelf, ShelfError, Write};
