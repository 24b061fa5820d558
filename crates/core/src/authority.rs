//! The merge, pure: an operation and the facts it meets go in, its outcome and effect come out. The server runs it under
//! the scope's lock; a replica runs the same field rules to show an edit before it is confirmed ([`overlay`]).
//!
//! Server order decides. Edits of different fields both win. Edits of one field that did not know of each other are merged
//! by the field's policy: sets and counters take both; prose keeps what is there, and a conflict record is made of the two;
//! otherwise the later arrival wins, the write names the field in `overwrote`, and the former value stays in the log.

mod above;
mod merge;
mod overlay;
mod places;
mod rights;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use above::{leads_to, references};
pub use merge::questioned;
pub use overlay::overlay;

use crate::{
    Millis,
    effect::{Effect, Life, Write},
    entity::{Entity as _, Invalid, Membership},
    id::{PersonId, RecordId},
    operation::Operation,
    planted::{self, Bug},
    record::{Kind, Record, Seq},
    role::Role,
};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person, with their role in the operation's scope, if they have one.
    Person {
        /// The account the request was made with.
        id: PersonId,
        /// The role.
        role: Option<Role>,
    },
    /// The server itself, for what no operation by sync may write.
    Server,
}

/// What a decision needs to know; read under the scope's lock.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who asks.
    pub actor: Actor,
    /// The last number of the scope, or `None` while there is no such scope.
    pub head: Option<Seq>,
    /// The operation's record, if its scope has it.
    pub target: Option<Record>,
    /// Whether another scope has a record of the id that the operation makes one under.
    pub elsewhere: bool,
    /// The records that [`references`] named, and what each of them [leads to](leads_to), as far as the scope has them.
    pub referred: BTreeMap<RecordId, Record>,
    /// Who made the effects that [`questioned`] named, and when by their own clocks, as far as the log still tells.
    pub writers: BTreeMap<Seq, (PersonId, Millis)>,
    /// The author's name, for the membership that making an engagement brings.
    pub author_name: String,
    /// The server's clock.
    pub now: Millis,
}

/// What is to be stored, together, if an operation is accepted; nothing but its outcome if not.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Done: append the effect and store the records it results in.
    Accepted {
        /// What to append to the log.
        effect: Effect,
        /// What its writes result in.
        records: Vec<Record>,
    },
    /// Refused, for good.
    Rejected(Rejection),
}

/// Why an operation can never be done as it stands. The words are shown to its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// A value its field cannot take.
    #[error("{0}")]
    Invalid(Invalid),
    /// There is no such record (it was never made, or not here).
    #[error("what it changes is not here")]
    NotFound,
    /// It changed something that had been deleted. Servers of an earlier version said so; now it is a conflict.
    #[error("it was deleted by someone else meanwhile; restore it to keep this edit")]
    Deleted,
    /// The author's role does not allow it.
    #[error("your role in this engagement does not allow it")]
    Forbidden,
    /// The author has no access to the scope (any more).
    #[error("you have no access to this engagement any more")]
    NoAccess,
    /// A kind this server does not know.
    #[error("this server does not know this kind of record yet")]
    UnknownKind,
    /// A form of operation this server does not know.
    #[error("this server is older than the app that made the edit")]
    UnknownFormat,
    /// One operation larger than the server takes.
    #[error("it is too large")]
    TooLarge,
    /// The content of a file is not on the device any more, or not as it was, and so cannot be sent. No server says so.
    #[error("its content is not on this device any more, or not as it was; add the file again")]
    ContentLost,
}

/// Decides one operation.
pub fn decide(op: &Operation, facts: Facts) -> Decision {
    match rights::check(op, &facts).and_then(|schema| merge::merge(op, schema, &facts)) {
        Ok(writes) => accepted(op, writes, facts),
        Err(rejection) => Decision::Rejected(rejection),
    }
}

fn accepted(op: &Operation, mut writes: Vec<Write>, facts: Facts) -> Decision {
    if planted::has(Bug::LoserLost) {
        writes.iter_mut().for_each(|write| (write.overwrote, write.lost) = Default::default());
    }
    let effect = Effect {
        scope: op.scope,
        seq: facts.head.unwrap_or_default().next(),
        op: op.op_id,
        client: op.client_id,
        client_seq: op.client_seq,
        author: op.author,
        at: facts.now,
        made: op.at,
        writes,
    };
    let mut before = facts.referred;
    before.extend(facts.target.map(|record| (record.id, record)));
    let result = |write: &Write| effect.result(write, before.remove(&write.id));
    let records = effect.writes.iter().filter_map(result).collect();
    Decision::Accepted { effect, records }
}

/// The owner's membership that making an engagement brings: the one rule by which an operation writes a membership.
fn ownership(op: &Operation, facts: &Facts) -> Write {
    let membership = Membership { person: op.author, role: Role::Owner, name: facts.author_name.clone() };
    Write {
        kind: Kind::new(Membership::KIND),
        id: Membership::id_of(op.scope, op.author).record(),
        life: Life::Created,
        fields: membership.fields(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    }
}
