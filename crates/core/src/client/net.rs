//! What a client needs of the network and of time.

use std::future::Future;

use crate::{
    Millis,
    wire::{Cursor, PullAnswer, PushAnswer, PushRequest},
};

/// Why a request gave no answer of ours. None of these says anything about any operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No answer, half an answer, or an answer that is not Holdfast's (a proxy's page): try again, for ever.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// The server is too busy or broken for now: try again, not before so many milliseconds.
    #[error("the server is busy")]
    Busy(Millis),
    /// No session: wait for a sign-in.
    #[error("signed out")]
    SignedOut,
    /// The session is another account's: this outbox waits for its own.
    #[error("another account is signed in")]
    WrongAccount,
    /// The request was too large: send less at once.
    #[error("too large")]
    TooLarge,
    /// The server speaks another version of the protocol: reload.
    #[error("this version of the app is too old or too new for the server")]
    Protocol,
}

/// The requests a client makes.
pub trait Net {
    /// `POST /api/v1/sync/push`.
    fn push(&self, request: &PushRequest) -> impl Future<Output = Result<PushAnswer, Failure>>;

    /// `POST /api/v1/sync/pull`.
    fn pull(&self, cursor: &Cursor) -> impl Future<Output = Result<PullAnswer, Failure>>;

    /// `POST /api/v1/auth/renew`: asks for a session that has lapsed to go on. Doing it twice is as doing it once.
    fn renew(&self) -> impl Future<Output = Result<(), Failure>>;

    /// Waits, not for long, until nobody else of the profile pulls: what one brings need not be brought twice. What this gives
    /// is held while pages are pulled. A courtesy: nothing relies on it.
    fn turn(&self) -> impl Future<Output = impl Sized> {
        std::future::ready(())
    }
}

/// Time.
pub trait Timer {
    /// Now.
    fn now(&self) -> Millis;

    /// Waits so many milliseconds.
    fn sleep(&self, time: Millis) -> impl Future<Output = ()>;
}
