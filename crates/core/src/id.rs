//! Ids. All are UUIDs: clients make them (version 7, from a clock and randomness handed in), so that nothing waits for a
//! server to be named; imports derive them (version 5) so that a second import finds the first.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Millis;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id of version 7 from the time and ten bytes of randomness.
            pub fn new(now: Millis, random: [u8; 10]) -> Self {
                Self(uuid_v7(now, random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// Any record, whatever its kind.
    RecordId,
    /// A scope: the unit of reading rights, of sequence and of sync. A person's scope has the person's id, an
    /// engagement's the engagement's.
    ScopeId,
    /// One operation, for ever: the server answers a repeat from its first answer.
    OpId,
    /// One client database: one person on one browser profile. Every tab of it shares the id.
    ClientId,
    /// A server's history. It changes when the server's database is replaced, and every cursor of the old one is void.
    Epoch,
    /// Who holds the replay lease: one tab or one life of the service worker.
    HolderId,
}

impl From<ScopeId> for RecordId {
    /// The record a scope is named after: its person or its engagement.
    fn from(scope: ScopeId) -> Self {
        Self(scope.0)
    }
}

/// The id of a record of one kind, so that a task's id cannot be passed for a project's.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id<E> {
    uuid: Uuid,
    #[serde(skip)]
    kind: PhantomData<fn() -> E>,
}

/// A person's id, which is also their account's.
pub type PersonId = Id<crate::entity::Person>;

impl<E> Id<E> {
    /// A new id of version 7 from the time and ten bytes of randomness.
    pub fn new(now: Millis, random: [u8; 10]) -> Self {
        Self::from_uuid(uuid_v7(now, random))
    }

    /// The id of this kind with that UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// An id derived from a name within a namespace (version 5): the same names give the same id on every device.
    pub fn derived(namespace: Uuid, name: &str) -> Self {
        Self::from_uuid(Uuid::new_v5(&namespace, name.as_bytes()))
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The same id without its kind.
    pub const fn record(self) -> RecordId {
        RecordId(self.uuid)
    }

    /// The scope named after this record (a person's or an engagement's own scope).
    pub const fn scope(self) -> ScopeId {
        ScopeId(self.uuid)
    }
}

impl<E> From<RecordId> for Id<E> {
    fn from(id: RecordId) -> Self {
        Self::from_uuid(id.0)
    }
}

// Written by hand because a derive would ask `E` for the same traits.
impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for Id<E> {}
impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<E> Eq for Id<E> {}
impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<E> Hash for Id<E> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<E> fmt::Display for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<E> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.uuid)
    }
}
impl<E> FromStr for Id<E> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::from_uuid)
    }
}

fn uuid_v7(now: Millis, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid()
}
