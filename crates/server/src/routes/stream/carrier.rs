//! What a line asks of whatever carries its frames.

use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use holdfast_core::wire::{Bye, Cursor};

use crate::db::DbError;

/// How long a reader may take to take in one frame.
pub(super) const SLOWNESS: Duration = Duration::from_secs(20);

/// Why a line ends.
#[derive(Debug)]
pub(super) enum End {
    /// With a last word.
    Bye(Bye),
    /// The reader is gone, or too slow, or said what no reader says.
    Gone,
    /// The database failed.
    Failed(DbError),
}

impl From<DbError> for End {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

/// What a reader says.
#[derive(Debug)]
pub(super) enum Heard {
    /// Where it is.
    Hello(Cursor),
    /// That it is there.
    Alive,
}

/// One open way to a reader.
pub(super) trait Carrier: Send {
    /// How often the line says that it is alive.
    const BEAT: Duration;
    /// Whether the reader shows the `place` it was last sent when it comes back, and so is to be sent it.
    const SHOWS_PLACE: bool;

    /// Sends a frame. `place` is a [`super::place::Place`] where that has changed.
    fn send(&mut self, frame: Utf8Bytes, place: Option<String>) -> impl Future<Output = Result<(), End>> + Send;

    /// What the reader says next. Dropped before it is done, nothing is lost.
    fn hear(&mut self) -> impl Future<Output = Result<Heard, End>> + Send;

    /// Makes sure that a reader who has said nothing for long is still there.
    fn probe(&mut self) -> impl Future<Output = Result<(), End>> + Send;

    /// Ends it, after the last frame.
    fn close(self) -> impl Future<Output = ()> + Send;
}
