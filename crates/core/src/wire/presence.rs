//! Who is at a record just now: plain requests with plain answers, nothing of which is stored. A tab that shows the record says
//! so again and again; whoever falls silent is not there any more when their [`LEASE`] has run out.

use serde::{Deserialize, Serialize};

use crate::{
    Millis,
    id::{Id, PersonId},
};

/// How long a tab counts as being there after it has said so, in milliseconds.
pub const LEASE: Millis = 45_000;
/// How long somebody counts as writing after their tab has said so, in milliseconds.
pub const WRITING: Millis = 6_000;
/// The longest an answer may wait for news, in seconds. A tab asks again when it has one, so its lease is renewed as often.
pub const LONGEST_WAIT: u64 = 20;
/// The most people who are told of at one record. Whoever comes when so many are there sees them, and is not seen.
pub const MOST_PEOPLE: usize = 200;

/// A tab that shows a record: which it is, only its server knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown;

/// The body of `POST /api/v1/scopes/{scope}/records/{record}/presence`: this tab shows the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// The tab, by an id that it has made up.
    pub tab: Id<Shown>,
    /// What its person does there.
    #[serde(default)]
    pub doing: Doing,
    /// The [`Present::version`] that it knows. Where there is nothing else to say, the answer waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// For how long, in seconds: up to [`LONGEST_WAIT`].
    #[serde(default)]
    pub wait: u64,
}

/// What somebody does at a record; the first that any of their tabs says is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// They write something that others will read there.
    Writing,
    /// They look at it, or do what this build does not know.
    #[default]
    #[serde(other)]
    Looking,
}

/// The answer: who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Another one whenever anything of the rest is other than before, and after a restart of the server.
    pub version: u64,
    /// Each person once, however many tabs they have, in the order of their ids. Whoever asks is one of them.
    pub people: Vec<PersonHere>,
}

/// Somebody who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHere {
    /// Who.
    pub person: PersonId,
    /// What they do.
    #[serde(default)]
    pub doing: Doing,
}
