//! What the server answers to questions that a replica cannot answer itself: a record's history, the devices an account is
//! signed in on, search over everything the account may read, and the server's own health. These are plain requests with
//! plain answers: nothing here takes part in sync.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::{
    Millis,
    effect::Life,
    id::{Epoch, OpId, PersonId, RecordId, ScopeId},
    record::{Kind, Seq},
    role::Role,
    value::{FieldName, Value},
};

/// The entries of a [`HistoryPage`] if the request names no limit.
pub const HISTORY_LIMIT: usize = 50;
/// The most entries of a [`HistoryPage`].
pub const MAX_HISTORY_LIMIT: usize = 200;
/// The hits of a [`SearchPage`] if the request names no limit.
pub const SEARCH_LIMIT: usize = 20;
/// The most hits of a [`SearchPage`].
pub const MAX_SEARCH_LIMIT: usize = 50;
/// The most characters of what is searched for.
pub const MAX_SEARCH_QUERY: usize = 256;
/// The most characters kept of a browser's name for itself.
pub const MAX_USER_AGENT: usize = 200;

/// The answer to `GET /api/v1/scopes/{scope}/records/{id}/history`: a run of a record's history, without gaps.
///
/// With neither `before` nor `after` it is the newest run; with `before` the run that ends just before that number; with
/// `after` the run that begins just after it. A record the server has never had has an empty history: it may be on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// What was done, newest first.
    pub entries: Vec<HistoryEntry>,
    /// Pass it as `before` for the run just before this one; absent where nothing is older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Seq>,
    /// Pass it as `after` for the run just after this one. Always here: what is newest now need not stay so.
    pub newer: Seq,
    /// Whether there is something after this run already.
    pub has_newer: bool,
    /// The last effect of the scope that is kept no more: the history begins after it. 0 where all are kept.
    #[serde(default)]
    pub floor: Seq,
}

/// What one effect did to one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The effect's number in its scope.
    pub seq: Seq,
    /// The operation it answered.
    pub op_id: OpId,
    /// Whose edit it was.
    pub author: PersonId,
    /// When the server took it, by the server's clock.
    pub at: Millis,
    /// When it was made, by its author's clock; 0 where that is not known.
    #[serde(default)]
    pub made: Millis,
    /// What became of the record itself.
    pub life: Life,
    /// The fields it wrote.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldName, FieldWrite>,
    /// Those of the fields in which it overwrote a value that its author had not seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overwrote: Vec<FieldName>,
    /// Values its author asked for that did not win.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<FieldName, Value>,
}

/// A field as one effect wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldWrite {
    /// The resulting value.
    pub value: Value,
    /// The value before, where the same page tells it; absent means that it is not known, not that there was none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub before: Option<Value>,
}

/// A `null` that is there is a value, and not the same as nothing there.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Names a session to its owner. Nothing can be done with it without being signed in to the same account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

/// One of the places an account is signed in at. `GET /api/v1/sessions` answers with a list of them, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Which.
    pub id: SessionId,
    /// When it signed in.
    pub created_at: Millis,
    /// When it last asked for something, to the minute.
    pub last_seen_at: Millis,
    /// What its browser calls itself, up to [`MAX_USER_AGENT`] characters; empty where that is not known. Whoever holds the
    /// session chose these words: show them as text, and trust them in nothing.
    pub user_agent: String,
    /// Whether this is the session that asks.
    pub current: bool,
}

/// The answer to `POST /api/v1/sessions/end-others`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsEnded {
    /// How many sessions were ended.
    pub ended: u64,
}

/// One of the people in an engagement, with what no replica has. `GET /api/v1/engagements/{id}/members` answers with a list
/// of them, by role and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberInfo {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do here.
    pub role: Role,
    /// When they first came, by the server's clock.
    pub joined_at: Millis,
    /// When one of their devices last asked for something, to the minute; absent if none is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Millis>,
}

/// The answer to `GET /api/v1/search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// What was found, the best first, and of the equally good the last written first.
    pub hits: Vec<SearchHit>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

/// A record that has all the words searched for.
///
/// How well it fits is told by its place alone: the figure behind it counts words over everyone's records, and would tell of
/// those the account may not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Its scope.
    pub scope: ScopeId,
    /// Which it is.
    pub id: RecordId,
    /// What it is.
    pub kind: Kind,
    /// The beginning of the text it goes by, on one line.
    pub title: String,
    /// The field the snippet is from.
    pub field: FieldName,
    /// Where the words are.
    pub snippet: Snippet,
}

/// A part of a text around what was searched for. Plain text, to be shown as such.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The text, on one line; where it was cut there is a `…`.
    pub text: String,
    /// What in it was searched for, in order and apart from each other.
    pub matches: Vec<MatchRange>,
}

/// A range of a text, counted in characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRange {
    /// The first character.
    pub start: usize,
    /// The first character after it.
    pub end: usize,
}

/// The answer to `GET /api/v1/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Whether the server can do its work.
    pub ok: bool,
    /// How it stands; told to whoever is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerHealth>,
}

/// How a server stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerHealth {
    /// The build.
    pub version: String,
    /// The history it serves.
    pub epoch: Epoch,
    /// When it started, by its own clock.
    pub started_at: Millis,
    /// For how long it has run, in seconds.
    pub uptime_s: u64,
    /// Its database.
    pub database: DatabaseHealth,
    /// How many WebSockets are open, of all accounts.
    pub open_sockets: u64,
}

/// How a server's database stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseHealth {
    /// Whether it answers.
    pub ok: bool,
    /// Its size in bytes, without its write-ahead log; 0 where it does not answer.
    pub bytes: u64,
}

/// How far a blob is on its way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// How many of its bytes the server has from this person.
    pub received: u64,
    /// Whether it has all of them and has found them right: from then on the person's records may name it.
    pub done: bool,
}

#[cfg(test)]
mod tests;
