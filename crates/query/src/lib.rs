//! Server state for Yew, typed and offline: what TanStack Query and TanStack DB are to React.
//!
//! A [`Query`] is a value that is its own key and carries its own fetch. A [`Client`] keeps the answers; an [`Observer`]
//! follows one. What an answer [reads](Query::reads) and what a change [touches](Touch) give invalidation for free. Lists over
//! records are [live views](view), kept up to date change by change.
//!
//! The core is a state machine: events in, effects out ([`machine`]). Clock, network state, focus and spawning are given by a
//! [`Runtime`], so tests drive them by hand and several clients live in one process. With the feature `yew` come the hooks.

mod action;
mod client;
mod command;
mod cx;
#[cfg(feature = "devtools")]
pub mod devtools;
mod error;
#[cfg(feature = "yew")]
pub mod hooks;
mod infinite;
pub mod machine;
mod observer;
pub mod persist;
mod policy;
mod query;
mod reads;
mod runtime;
pub mod schedule;
mod select;
pub mod share;
mod source;
mod stream;
pub mod tabs;
#[cfg(feature = "testing")]
pub mod testing;
pub mod view;

pub use action::{
    Action, ActionCx, ActionId, ActionInfo, ActionListening, ActionObserver, ActionOutcome, ActionPhase, ActionPolicy,
    ActionState, Running,
};
pub use client::{
    CacheEvent, CauseCounts, Client, EntryId, EntryInfo, Figures, Happened, Limits, Packed, Slow, Stamp, Subscription,
    Unpacked, Wait,
};
pub use command::{CommandState, Commands, Done, Listening, RunningCommand};
pub use cx::Cx;
pub use error::Error;
pub use infinite::{Infinite, Paged, Pages};
pub use machine::{Cause, Fetch, Held, Intent, Origin};
pub use observer::{Observer, Options, Snapshot, State, Watch};
pub use policy::{Keep, Millis, Network, Persist, Policy, Retry, Stale, When, is_transient_status};
pub use query::{Outcome, Patch, Query};
pub use reads::{Change, Name, Read, Reads, Touch, What};
pub use runtime::Runtime;
pub use select::{Selected, Selector};
pub use source::{Committed, Source};
pub use stream::{OnRefetch, Stream, Streamed};

/// The examples of the guide, compiled and run as this crate's tests.
#[cfg(all(doctest, feature = "yew", feature = "testing"))]
#[doc = include_str!("../../../docs/query/guide.md")]
pub struct Guide;

/// The example of the readme.
#[cfg(all(doctest, feature = "yew"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
