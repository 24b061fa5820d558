//! A model of the merge: the rules once more, from the words of the architecture and not from the code under test. It goes
//! through a log and keeps what each record is.

use std::collections::BTreeMap;

use holdfast_core::{
    effect::{Effect, Life, Write},
    entity::{Conflict, Entity as _, FieldType, FieldValue as _, Policy, Resolution, schema_of},
    id::{ClientId, RecordId},
    operation::{Action, Operation},
    record::{Kind, Seq},
    value::{Change, FieldName, Value},
};

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// What it holds.
    pub value: Value,
    /// Which effect wrote it.
    pub seq: Seq,
    /// From which client.
    pub client: ClientId,
}

/// One record.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Its fields.
    pub fields: BTreeMap<FieldName, Field>,
    /// Whether it is a tombstone.
    pub deleted: bool,
    /// What deleted it or brought it back last.
    pub turned: Option<(Seq, ClientId)>,
    /// Which client made it.
    pub maker: Option<ClientId>,
}

/// What an operation must come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Expected {
    /// What it writes.
    pub fields: BTreeMap<FieldName, Value>,
    /// What it writes over, that its author did not know of.
    pub overwrote: Vec<FieldName>,
    /// What it asked for in vain.
    pub lost: BTreeMap<FieldName, Value>,
    /// The fields about which it raises a conflict; an empty name for the whole record.
    pub raised: Vec<FieldName>,
    /// The words that a deletion met unseen, about which it raises a conflict.
    pub words: BTreeMap<FieldName, Value>,
    /// What it adds to was deleted, by that effect, without its author knowing.
    pub buried: Option<(RecordId, Seq)>,
    /// What becomes of the record.
    pub life: Life,
}

/// Every record of a scope.
pub(super) type Records = BTreeMap<RecordId, State>;

/// What an accepted operation must come to.
pub(super) fn expected(records: &Records, op: &Operation) -> Expected {
    let none = Expected::default();
    let Some(state) = records.get(&op.id) else {
        return match &op.action {
            Action::Create(fields) => {
                let buried = if op.yields { None } else { buried(records, op, &op.kind, &|name| fields.get(name)) };
                Expected { fields: fields.clone(), life: Life::Created, buried, ..none }
            }
            _ => none,
        };
    };
    let unseen = |seq: Seq, client: ClientId| seq > op.base && client != op.client_id;
    let turned_unseen = state.turned.is_some_and(|(seq, client)| unseen(seq, client));
    let unseen_fields = || state.fields.iter().filter(|(_, field)| unseen(field.seq, field.client));
    match &op.action {
        Action::Create(fields) => {
            let differs = |(name, value): &(&FieldName, &Value)| {
                state.fields.get(*name).map(|field| &field.value) != Some(*value)
            };
            Expected {
                lost: fields.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect(),
                ..none
            }
        }
        Action::Set(changes) => set(state, op, changes, unseen),
        Action::Delete if state.deleted => none,
        Action::Delete if op.yields && (turned_unseen || unseen_fields().next().is_some()) => none,
        Action::Delete => {
            let prose = |(name, field): &(&FieldName, &Field)| {
                policy(&op.kind, name) == Policy::Manual && field.value != Value::Text(String::new())
            };
            let words = unseen_fields().filter(prose).map(|(name, field)| (name.clone(), field.value.clone()));
            let words: BTreeMap<FieldName, Value> = if op.yields { BTreeMap::new() } else { words.collect() };
            let raised = if words.is_empty() { Vec::new() } else { vec![FieldName::default()] };
            let overwrote = unseen_fields().map(|(name, _)| name.clone()).collect();
            Expected { overwrote, raised, words, life: Life::Deleted, ..none }
        }
        Action::Restore if !state.deleted || (op.yields && turned_unseen) => none,
        Action::Restore => Expected { life: Life::Restored, ..none },
    }
}

/// The nearest of what a record is to belong to that was deleted without its author knowing.
fn buried<'a>(
    records: &'a Records,
    op: &Operation,
    kind: &Kind,
    value: &dyn Fn(&str) -> Option<&'a Value>,
) -> Option<(RecordId, Seq)> {
    schema_of(kind)?.fields.iter().find_map(|field| {
        let FieldType::Ref { kind: above } = field.field_type else { return None };
        let id = value(field.name)?.as_text()?.parse().ok()?;
        let state = records.get(&id)?;
        match state.turned {
            Some((seq, client)) if state.deleted && seq > op.base && client != op.client_id => Some((id, seq)),
            _ => buried(records, op, &Kind::new(above), &|name| state.fields.get(name).map(|field| &field.value)),
        }
    })
}

fn set(
    state: &State,
    op: &Operation,
    changes: &BTreeMap<FieldName, Change>,
    unseen: impl Fn(Seq, ClientId) -> bool,
) -> Expected {
    let mut expected = Expected::default();
    if state.deleted && !op.yields && op.kind.name() != Conflict::KIND {
        expected.raised.push(FieldName::default());
    }
    for (name, change) in changes {
        let stored = state.fields.get(name);
        let value = change.applied_to(stored.map(|field| &field.value));
        let met = stored.is_some_and(|field| unseen(field.seq, field.client) && field.value != value);
        if state.deleted {
            expected.lost.insert(name.clone(), value);
            continue;
        }
        // A conflict is settled once: a choice that did not know of an earlier one is too late.
        let is_open = |field: &&Field| field.value == Resolution::Open.write();
        let late = stored.filter(|field| unseen(field.seq, field.client)).is_some_and(|field| !is_open(&field));
        if op.kind.name() == Conflict::KIND && late {
            expected.lost.insert(name.clone(), value);
            continue;
        }
        let policy = policy(&op.kind, name);
        // What another wrote stays theirs, even where an undo comes to the same.
        let theirs = stored.is_some_and(|field| field.client != op.client_id && field.value == value);
        if op.yields && policy != Policy::Merge && (met || theirs) {
            if met {
                expected.lost.insert(name.clone(), value);
            }
            continue;
        }
        match policy {
            Policy::Manual if met => {
                expected.raised.push(name.clone());
                expected.lost.insert(name.clone(), value);
            }
            policy => {
                if met && policy == Policy::Lww {
                    expected.overwrote.push(name.clone());
                }
                expected.fields.insert(name.clone(), value);
            }
        }
    }
    expected
}

/// How a field merges.
pub(super) fn policy(kind: &Kind, field: &str) -> Policy {
    schema_of(kind).and_then(|schema| schema.field(field)).map_or(Policy::Lww, |field| field.field_type.policy())
}

/// Takes a write over.
pub(super) fn take(records: &mut Records, effect: &Effect, write: &Write) {
    let state = records.entry(write.id).or_default();
    match write.life {
        Life::Created => state.maker = Some(effect.client),
        Life::Deleted | Life::Restored => {
            state.deleted = write.life == Life::Deleted;
            state.turned = Some((effect.seq, effect.client));
        }
        Life::Kept => {}
    }
    for (name, value) in &write.fields {
        let field = Field { value: value.clone(), seq: effect.seq, client: effect.client };
        state.fields.insert(name.clone(), field);
    }
}
