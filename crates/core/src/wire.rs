//! What clients and servers say to each other. Every message carries [`PROTOCOL`]; a reader that meets another number says
//! so and changes nothing.

pub mod presence;
pub mod remote;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    authority::Rejection,
    effect::Delta,
    id::{ClientId, Epoch, OpId, PersonId, RecordId, ScopeId},
    operation::Operation,
    record::{Record, Seq},
};

/// The version of these messages.
pub const PROTOCOL: u16 = 2;

/// The header by which a request says whose session it means: with another's it is refused ([`codes::WRONG_ACCOUNT`]).
pub const ACCOUNT_HEADER: &str = "x-holdfast-account";

/// The most operations in one push.
pub const MAX_BATCH: usize = 200;

/// The most bytes of one push's body.
pub const MAX_BODY: usize = 1 << 20;

/// The most records that one pull asks for by their ids.
pub const MAX_MISSING: usize = 100;

/// The most bytes of one blob: 100 MB.
pub const MAX_BLOB: i64 = 100_000_000;

/// The most bytes of a blob that one request brings.
pub const MAX_PIECE: usize = 4 << 20;

/// How far a reader is: per scope, the last effect it has applied. Void when the server's epoch is another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The server history it belongs to; `None` before the first answer.
    pub epoch: Option<Epoch>,
    /// The last number applied, by scope.
    pub scopes: BTreeMap<ScopeId, Seq>,
    /// How far a snapshot is that is being read; the scope moves in `scopes` only when it is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotPlace>,
    /// Records that the reader cannot read any more, at most [`MAX_MISSING`]: only in a pull, never stored. A server that does
    /// not know of it yet leaves [`PullAnswer::found`] empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: BTreeMap<ScopeId, BTreeSet<RecordId>>,
}

/// A place within a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPlace {
    /// The scope.
    pub scope: ScopeId,
    /// The number after which the log goes on.
    pub at: Seq,
    /// The last record read.
    pub after: RecordId,
}

/// A part of a snapshot: the records of a scope as they are, in the order of their ids. A reader whose place the log no longer
/// reaches back to gets these, then deltas from `at`. Records may be newer than `at`: the deltas write the same over them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPage {
    /// The scope.
    pub scope: ScopeId,
    /// The number after which the log goes on; the same on every page.
    pub at: Seq,
    /// The records, tombstones included.
    pub records: Vec<Record>,
    /// The record before the first of them; `None`: the snapshot begins here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RecordId>,
    /// Whether this is the last page.
    pub last: bool,
}

/// Some records of a scope as they are, for a reader who has lost them. One that is named nowhere in it there was no room for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRecords {
    /// The scope.
    pub scope: ScopeId,
    /// The last number given out when they were read: they hold what every effect up to it wrote, and nothing newer.
    pub at: Seq,
    /// The records, tombstones included.
    pub records: Vec<Record>,
    /// Those that there are none of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<RecordId>,
}

impl Cursor {
    /// The last number applied of a scope.
    pub fn seq(&self, scope: ScopeId) -> Seq {
        self.scopes.get(&scope).copied().unwrap_or_default()
    }

    /// The scopes of which there may be something here.
    pub fn known(&self) -> BTreeSet<ScopeId> {
        self.scopes.keys().copied().chain(self.snapshot.map(|place| place.scope)).collect()
    }

    /// The same for whoever hears of a history from the server: of another one than the reader knew, it knew nothing.
    pub fn known_of(&self, epoch: Epoch) -> BTreeSet<ScopeId> {
        if self.epoch == Some(epoch) { self.known() } else { BTreeSet::new() }
    }

    /// Goes back to the beginning of a scope. It stays known: if it is lost meanwhile, what is here of it must go.
    pub fn read_again(&mut self, scope: ScopeId) {
        self.scopes.insert(scope, Seq::default());
        self.snapshot = self.snapshot.filter(|place| place.scope != scope);
    }

    /// Goes back to the beginning of every scope.
    pub fn read_all_again(&mut self) {
        self.known().into_iter().for_each(|scope| self.read_again(scope));
    }
}

/// The body of `POST /api/v1/sync/push`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// Whose outbox this is: a session of another account must not send it.
    pub account: PersonId,
    /// The history that the client takes the server's to be. A server of another one does nothing and answers with no results:
    /// what a restored server has forgotten must be offered to it before what builds on that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The client database.
    pub client: ClientId,
    /// The operations, in order.
    pub operations: Vec<Operation>,
}

/// The answer to a push. What it does not name was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushAnswer {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The server's history.
    pub epoch: Epoch,
    /// One result for each operation.
    pub results: Vec<OpResult>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpResult {
    /// Which.
    pub op_id: OpId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done, as that effect of its scope.
    Accepted {
        /// The effect's number.
        seq: Seq,
    },
    /// Never to be done as it stands.
    Rejected(Rejection),
    /// Not done, because an operation it depends on has not been: send it again after that one.
    Held {
        /// The operation it waits for.
        by: OpId,
    },
}

/// The query of `GET /api/v1/sync/pull`, as the JSON text of `cursor`.
pub type PullRequest = Cursor;

/// The answer to a pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullAnswer {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// Whose session it was asked in. A replica of another account takes nothing of it: to that one, every scope it has
    /// would look lost.
    pub account: PersonId,
    /// The server's history. Another than the cursor's means: start again from nothing, and keep your operations.
    pub epoch: Epoch,
    /// Every scope the account may read. One in the reader's cursor but not here is lost to it.
    pub scopes: Vec<ScopeId>,
    /// What the reader has not seen, or a part of it.
    pub deltas: Vec<Delta>,
    /// A part of a scope that the log does not reach back for; `more` is set with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotPage>,
    /// What [`Cursor::missing`] asked for, for each scope that the account may read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<FoundRecords>,
    /// Whether there is more: pull again from where these end.
    pub more: bool,
}

/// What a client says on the WebSocket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// First, and again after a gap: where the reader is.
    Hello {
        /// [`PROTOCOL`].
        protocol: u16,
        /// Whose replica this is.
        account: PersonId,
        /// How far it is.
        cursor: Cursor,
    },
}

/// What a server says on the WebSocket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// After each hello, and when access changes: the scopes the account may read. One in the reader's cursor but not here
    /// is lost to it.
    Scopes {
        /// [`PROTOCOL`].
        protocol: u16,
        /// The server's history.
        epoch: Epoch,
        /// The scopes.
        scopes: Vec<ScopeId>,
    },
    /// Effects the reader has not seen.
    Delta(Delta),
    /// The reader's place in a scope is older than what the log keeps: pull.
    Resync {
        /// The scope.
        scope: ScopeId,
    },
    /// All that was there at the hello has been sent.
    Live,
    /// Every 30 s: the line is alive. A reader that hears nothing for 75 s may take it for dead.
    Beat,
    /// The last word before the server closes the line.
    Bye {
        /// Why.
        reason: Bye,
    },
}

/// Why a server closes a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bye {
    /// The session has ended: sign in again.
    SignedOut,
    /// The session is another account's than the replica's.
    WrongAccount,
    /// The client speaks another version: reload.
    Protocol,
    /// The server is going down: come back.
    Restart,
    /// The account has opened too many others since.
    Crowded,
}

/// The body of every error answer of the API, so that an answer of ours can be told from a proxy's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The error.
    pub error: ApiError,
}

/// One error of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// A stable name to act on: `unauthenticated`, `wrong_account`, `invalid`, `too_large`, `throttled`, …
    pub code: String,
    /// What is wrong and what to do, for people.
    pub message: String,
    /// The field at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// The error codes a client acts on.
pub mod codes {
    /// No session, or an ended one.
    pub const UNAUTHENTICATED: &str = "unauthenticated";
    /// The request names another account than the session's.
    pub const WRONG_ACCOUNT: &str = "wrong_account";
    /// The client speaks another version of the protocol.
    pub const PROTOCOL: &str = "protocol";
    /// The body is too large: send less at once.
    pub const TOO_LARGE: &str = "too_large";
    /// Too many attempts: wait.
    pub const THROTTLED: &str = "throttled";
    /// Something in the request is wrong; `field` may say what.
    pub const INVALID: &str = "invalid";
    /// Turned off on this server, or for you ([`crate::flags`]).
    pub const OFF: &str = "off";
    /// Not there, or not for you.
    pub const NOT_FOUND: &str = "not_found";
    /// Not with this role.
    pub const FORBIDDEN: &str = "forbidden";
    /// Not as things stand by now: look at them again.
    pub const CONFLICT: &str = "conflict";
    /// All places are taken.
    pub const FULL: &str = "full";
    /// The server's disk has no room for it.
    pub const NO_ROOM: &str = "no_room";
    /// The server is at fault; it has written down why.
    pub const INTERNAL: &str = "internal";
}
