//! Conflicts: what two people's edits came to where the merge may not choose between them, and how people settle them.
//!
//! A conflict is a record like any other ([`Conflict`]): it syncs, so anyone in the engagement settles it from any device.
//! Until then the field holds what stood there, which is always one of the two.

mod combine;

use std::collections::BTreeMap;

pub use combine::combine;

use crate::{
    Millis,
    effect::{Life, Write},
    entity::{Conflict, Entity as _, FieldValue as _, Policy, Resolution, schema_of},
    id::{Id, PersonId, RecordId},
    operation::{Action, Begun, Edit, Operation},
    record::{Kind, Record, Seq, Stored},
    replica::Replica,
    value::{Change, FieldName, Value},
};

/// What an operation meets that it may not decide.
pub(crate) enum Raised<'a> {
    /// A field that holds another value, which its author had not seen.
    Field {
        /// The field.
        name: &'a str,
        /// What the operation asks for.
        mine: Value,
        /// What stands there, and who wrote it when, while the log still tells.
        theirs: (Value, Option<(PersonId, Millis)>),
    },
    /// Its record is a tombstone.
    Whole {
        /// What the operation asks for.
        changes: &'a BTreeMap<FieldName, Change>,
        /// Who deleted it, and when, while the log still tells.
        by: Option<(PersonId, Millis)>,
    },
    /// It deletes words that its author had not seen.
    Deleted {
        /// The words.
        changes: &'a BTreeMap<FieldName, Change>,
        /// Who wrote them last, and when.
        by: (PersonId, Millis),
    },
}

/// The write that makes the conflict.
pub(crate) fn raise(op: &Operation, raised: Raised<'_>) -> Write {
    let own = (op.author, op.at);
    let about = |field: &str| (Conflict::id_of(op.op_id, field), op.id, op.kind.clone());
    match raised {
        Raised::Field { name, mine, theirs: (theirs, by) } => {
            let base = op.seen.get(name).cloned().unwrap_or_default();
            made(about(name), name, [base, mine, theirs], own, by)
        }
        Raised::Whole { changes, by } => made(about(""), "", whole(changes), own, by),
        Raised::Deleted { changes, by } => made(about(""), "", whole(changes), by, Some(own)),
    }
}

/// The write that tells of something added to a record, by that operation, after it had been deleted: one conflict for each
/// deletion, `told`, which is put before people again if they had settled it. `None` if it is open.
pub(crate) fn added(
    op: &Operation,
    to: &Record,
    deletion: Seq,
    by: Option<(PersonId, Millis)>,
    told: Option<&Record>,
) -> Option<Write> {
    let id = Id::from(told_of(to.id, deletion));
    let write = made((id, to.id, to.kind.clone()), "", whole(&BTreeMap::new()), (op.author, op.at), by);
    match told {
        None => Some(write),
        Some(told) if is_open(told) => None,
        Some(_) => {
            let again = [Conflict::MINE_BY, Conflict::MINE_AT, Conflict::RESOLUTION];
            let fields = write.fields.into_iter().filter(|(name, _)| again.contains(&name.as_str())).collect();
            Some(Write { life: Life::Kept, fields, ..write })
        }
    }
}

/// The one conflict about all that was added to a record after that effect had deleted it.
pub(crate) fn told_of(record: RecordId, deletion: Seq) -> RecordId {
    Conflict::id_of_deletion(record, deletion).record()
}

/// Whether the one field of a conflict that people change holds anybody's choice.
pub(crate) fn is_settled(resolution: &Stored) -> bool {
    Resolution::read(Some(&resolution.value)) != Resolution::Open
}

fn whole(changes: &BTreeMap<FieldName, Change>) -> [Value; 3] {
    let text = serde_json::to_string(changes).expect("changes have text keys and no failing serialisers");
    [Value::Null, Value::Text(text), Value::Null]
}

fn made(
    (id, of, of_kind): (Id<Conflict>, RecordId, Kind),
    field: &str,
    [base, mine, theirs]: [Value; 3],
    (mine_by, mine_at): (PersonId, Millis),
    by: Option<(PersonId, Millis)>,
) -> Write {
    let conflict = Conflict {
        of,
        of_kind: of_kind.name().to_owned(),
        field: field.to_owned(),
        base,
        mine,
        theirs,
        mine_by,
        theirs_by: by.map(|(person, _)| person),
        mine_at: signed(mine_at),
        theirs_at: by.map(|(_, at)| signed(at)),
        resolution: Resolution::Open,
    };
    Write {
        kind: Kind::new(Conflict::KIND),
        id: id.record(),
        life: Life::Created,
        fields: conflict.fields(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    }
}

fn signed(at: Millis) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// How to settle a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// For the edit that came second; a deleted record comes back with it.
    Mine,
    /// For what is there: the field's value, or the deletion.
    Theirs,
    /// For these words instead of either.
    Combined(String),
}

/// The edits that settle a conflict: of its record, which is `target` if it is here, and of the conflict itself, which is
/// settled only if they are done. None for a conflict that is settled already. Only who may edit the record may settle for
/// another value than stands there.
///
/// The record may have been edited since the conflict was made. `seen` is the version of the record that was put before the
/// person who chooses; with none they are taken to know what the conflict itself tells, and what was written later is then
/// met as any edit that they did not know of.
pub fn settle(conflict: &Record, target: Option<&Record>, choice: Choice, seen: Option<Seq>) -> Vec<Begun> {
    let told = Conflict::read(conflict);
    if told.resolution != Resolution::Open || conflict.deleted {
        return Vec::new();
    }
    let resolution = match choice {
        Choice::Mine => Resolution::Mine,
        Choice::Theirs => Resolution::Theirs,
        Choice::Combined(_) => Resolution::Combined,
    };
    let seen = seen.max(raised_at(conflict));
    let (mut edits, mut apart): (Vec<Begun>, _) = (Vec::new(), None);
    if let (Some(target), true) = (target, resolution != Resolution::Theirs) {
        let edit = |action| Edit { scope: target.scope, kind: target.kind.clone(), id: target.id, action };
        if target.deleted {
            edits.push(Begun { seen, ..edit(Action::Restore).into() });
        }
        // What it was to be a part of may be gone: that is refused by itself then.
        let schema = schema_of(&target.kind);
        let is_under = |name: &FieldName| schema.is_some_and(|schema| schema.is_under(name));
        let (under, changes): (BTreeMap<_, _>, BTreeMap<_, _>) =
            changes(&told, &target.kind, choice).into_iter().partition(|(name, _)| is_under(name));
        let set = |changes: BTreeMap<_, _>| {
            (!changes.is_empty()).then(|| Begun { seen, ..edit(Action::Set(changes)).into() })
        };
        edits.extend(set(changes));
        apart = set(under);
    }
    let edit = Edit::set(conflict.scope, Id::<Conflict>::from(conflict.id)).put(Conflict::RESOLUTION, resolution);
    let waits_for = edits.len();
    edits.push(Begun { edit, seen: Some(conflict.version), waits_for });
    edits.extend(apart);
    edits
}

/// The effect that made a conflict: it tells of everything up to there. Its words were written then and never since.
fn raised_at(conflict: &Record) -> Option<Seq> {
    conflict.fields.get(Conflict::MINE).map(|stored| stored.version)
}

/// What the record is to become. Words that combine both go where words may conflict.
fn changes(told: &Conflict, kind: &Kind, choice: Choice) -> BTreeMap<FieldName, Change> {
    if !told.field.is_empty() {
        let value = match choice {
            Choice::Combined(text) => Value::Text(text),
            Choice::Mine | Choice::Theirs => told.mine.clone(),
        };
        return BTreeMap::from([(told.field.as_str().into(), Change::Put(value))]);
    }
    let mut changes = asked(told);
    if let (Choice::Combined(text), Some(schema)) = (choice, schema_of(kind)) {
        let is_prose = |name: &str| schema.field(name).is_some_and(|field| field.field_type.policy() == Policy::Manual);
        for (_, change) in changes.iter_mut().filter(|(name, _)| is_prose(name)) {
            *change = Change::Put(text.write());
        }
    }
    changes
}

/// The changes that an edit of a deleted record asked for; none for a conflict about one field.
pub fn asked(conflict: &Conflict) -> BTreeMap<FieldName, Change> {
    let text = conflict.mine.as_text().filter(|_| conflict.field.is_empty());
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The open conflicts about a record, oldest first.
pub fn open_of(replica: &Replica, record: RecordId) -> Vec<Id<Conflict>> {
    let kind = Kind::new(Conflict::KIND);
    let all = replica.children(record, &kind);
    let mut open: Vec<_> = all.filter(|conflict| is_open(conflict)).collect();
    open.sort_by_key(|conflict| (conflict.version, conflict.id));
    open.into_iter().map(|conflict| Id::from(conflict.id)).collect()
}

/// Whether a record is a conflict that nobody has settled.
pub fn is_open(record: &Record) -> bool {
    let is_conflict = record.kind.name() == Conflict::KIND && !record.deleted;
    is_conflict && Resolution::read(record.value(Conflict::RESOLUTION)) == Resolution::Open
}
