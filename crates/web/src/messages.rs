//! What is said between the app and its service worker, and the names both know.

use holdfast_core::{
    Millis,
    client::{Hint, transport::Carrier},
    id::{OpId, PersonId},
    operation::Edit,
};
use serde::{Deserialize, Serialize};

use crate::session::Upload;

/// What a tab asks of the service worker: a JSON text by `postMessage`. What it answers are hints over the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// Send what waits in the outbox.
    Replay,
    /// Become the active worker without waiting for the older tabs to close: the person has agreed to the update.
    TakeOver,
}

/// What the service worker tells one tab: a JSON text by `postMessage`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// The person has opened something that the system told: go to this path.
    Open(String),
}

/// What the tabs and the worker of a profile say over their channel. Hints stand as they are, so that builds that know only
/// those still understand them; what such a build cannot read it passes over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Said {
    /// What changed in the database or of the link.
    Hint(Hint),
    /// What is only between tabs.
    Word(Word),
}

/// What is said between tabs and changes nothing in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    /// Whoever keeps the line: how is it, and do you live?
    AskLine,
    /// How it is, by whoever keeps it.
    LineIs(LineNews),
    /// These edits show here, and are being stored.
    Staged(Vec<(OpId, Edit)>),
    /// They are stored, or could not be: whoever shows them shows what is stored.
    Settled(Vec<OpId>),
    /// How far a file is, by whoever sends it; none where it is not being sent any more.
    File(String, Option<Upload>),
}

/// How the line to the server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LineNews {
    /// What carries it, while it is live.
    pub(crate) carrier: Option<Carrier>,
    /// When the next attempt is made, while it is not.
    pub(crate) next_try: Option<Millis>,
}

/// The tag of the Background Sync that replays the outbox.
pub const SYNC_TAG: &str = "holdfast-outbox";

/// The name of a person's database, and of the channel between the tabs and the worker that share it.
pub fn person_name(person: PersonId) -> String {
    format!("holdfast-{person}")
}

/// The name of the database and of the channel of the query layer's answers for a person.
pub fn queries_name(person: PersonId) -> String {
    format!("holdfast-queries-{person}")
}

/// The Web Lock of the tab that keeps a person's line to the server.
pub fn line_lock(person: PersonId) -> String {
    format!("holdfast-line-{person}")
}

/// The name of the database of a person's files.
pub fn files_name(person: PersonId) -> String {
    format!("holdfast-files-{person}")
}

/// The Web Lock of whoever sends a person's files.
pub(crate) fn files_lock(person: PersonId) -> String {
    format!("holdfast-sends-files-{person}")
}

/// The Web Lock of whoever reads what is new to its end.
pub(crate) fn pull_lock(person: PersonId) -> String {
    format!("holdfast-pull-{person}")
}

/// The Web Lock of a tab that lets the server's answers about who is there wait, one of several.
pub(crate) fn presence_lock(person: PersonId, seat: usize) -> String {
    format!("holdfast-presence-{seat}-{person}")
}

/// The Web Lock of whoever renews a person's session.
pub(crate) fn renew_lock(person: PersonId) -> String {
    format!("holdfast-renew-{person}")
}

/// The Web Lock of whoever moves a person's database aside.
pub(crate) fn place_lock(person: PersonId) -> String {
    format!("holdfast-place-{person}")
}

/// The name of the database of the texts that a person writes with others, and of the channel between the tabs that show them.
pub fn code_name(person: PersonId) -> String {
    format!("holdfast-code-{person}")
}

/// The Web Lock of whoever sends what a person has written in texts that are not open.
pub(crate) fn code_lock(person: PersonId) -> String {
    format!("holdfast-sends-code-{person}")
}
