//! What tabs and the service worker of one profile tell each other. Hints carry no data: whoever hears one reads the
//! database. A lost hint costs time, never an edit.

use serde::{Deserialize, Serialize};

use crate::{
    id::{RecordId, ScopeId},
    operation::ClientSeq,
    status::Link,
};

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// These outbox rows are new, changed or gone.
    Rows {
        /// Their numbers.
        seqs: Vec<ClientSeq>,
    },
    /// These base records changed, and these rows were confirmed with them.
    Records {
        /// The records.
        ids: Vec<(ScopeId, RecordId)>,
        /// The rows.
        confirmed: Vec<ClientSeq>,
    },
    /// Read everything again: the base was reset or a scope was lost.
    Reload,
    /// What can be undone changed.
    Steps,
    /// Whether the server can be reached, by whoever tried last.
    Link {
        /// The state.
        link: Link,
    },
    /// The person signed out here: this database is being removed; every tab goes to the sign-in page.
    Left,
}
