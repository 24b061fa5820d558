//! What an operation writes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Actor, Facts, Rejection,
    above::{buried, buried_under, deletion},
    ownership, places, references,
    rights::takes_places_only,
};
use crate::{
    conflict::{self, Raised},
    effect::{Life, Write},
    entity::{FieldType, Home, Invalid, KindSchema, Policy, Rights, schema_of},
    id::RecordId,
    operation::{Action, Operation},
    planted::{self, Bug},
    record::{Record, Seq, Stored, Turned},
    value::{Change, FieldName, Value},
};

/// What the operation writes; its own record's write comes first.
///
/// ```text
///              │ never was        │ is there               │ tombstone
///  ────────────┼──────────────────┼────────────────────────┼───────────────────────
///   create     │ made (1)         │ stands; mine is kept   │ stays; mine is kept
///   set        │ NotFound         │ field by field         │ stays; a conflict
///   delete     │ NotFound         │ tombstone (2)          │ nothing to do
///   restore    │ NotFound         │ nothing to do          │ back
/// ```
///
/// (1) and, where what it belongs to was deleted unseen, a conflict about that. (2) and, where words go with it that its author
/// had not seen, a conflict.
///
/// An operation that yields writes over nothing that its author cannot have seen, and raises no conflict.
pub(super) fn merge(op: &Operation, schema: &KindSchema, facts: &Facts) -> Result<Vec<Write>, Rejection> {
    let Some(record) = &facts.target else {
        let Action::Create(fields) = &op.action else { return Err(Rejection::NotFound) };
        return create(op, schema, fields, facts);
    };
    let unseen = || record.fields.iter().filter(|(_, stored)| is_unseen(stored, op)).map(|(name, _)| name.clone());
    let turned_unseen = record.turned.is_some_and(|turned| is_turned_unseen(turned, op));
    match &op.action {
        Action::Create(fields) => {
            let differs = |(field, value): &(&FieldName, &Value)| record.value(field) != Some(value);
            let lost = fields.iter().filter(differs).map(|(field, value)| (field.clone(), value.clone())).collect();
            Ok(vec![Write { lost, ..write(op, Life::Kept) }])
        }
        Action::Set(changes) if record.deleted => set_on_tombstone(op, schema, changes, record, facts),
        Action::Set(changes) => set(op, schema, changes, record, facts),
        Action::Delete if record.deleted => Ok(vec![write(op, Life::Kept)]),
        Action::Delete if op.yields && (turned_unseen || unseen().next().is_some()) => Ok(vec![write(op, Life::Kept)]),
        Action::Delete => Ok(delete(op, schema, record, unseen().collect(), facts)),
        Action::Restore if !record.deleted || op.yields && turned_unseen => Ok(vec![write(op, Life::Kept)]),
        Action::Restore => Ok(vec![write(op, Life::Restored)]),
    }
}

/// The effects whose authors the decision on an operation may have to name: what it meets unseen and people will settle.
/// `above` is what its record is to belong to, as [`super::leads_to`] says.
pub fn questioned(op: &Operation, target: Option<&Record>, above: &BTreeMap<RecordId, Record>) -> BTreeSet<Seq> {
    let Some(schema) = schema_of(&op.kind) else { return BTreeSet::new() };
    match (&op.action, target) {
        (Action::Create(_), None) => buried(op, |id| above.get(&id)).map(deletion).into_iter().collect(),
        (Action::Set(_), Some(record)) if record.deleted => BTreeSet::from([deletion(record)]),
        (Action::Set(changes), Some(record)) => {
            let met = unseen_words(op, schema, record).filter(|(name, _)| changes.contains_key(*name));
            met.map(|(_, stored)| stored.version).collect()
        }
        (Action::Delete, Some(record)) => unseen_words(op, schema, record).map(|(_, stored)| stored.version).collect(),
        _ => BTreeSet::new(),
    }
}

/// The fields whose conflicts people settle, where they hold what the operation's author cannot have known.
fn unseen_words<'a>(
    op: &'a Operation,
    schema: &'a KindSchema,
    record: &'a Record,
) -> impl Iterator<Item = (&'a FieldName, &'a Stored)> {
    let manual = record.fields.iter().filter(|(name, _)| policy(schema, name) == Policy::Manual);
    manual.filter(|(_, stored)| is_unseen(stored, op))
}

fn create(
    op: &Operation,
    schema: &KindSchema,
    fields: &BTreeMap<FieldName, Value>,
    facts: &Facts,
) -> Result<Vec<Write>, Rejection> {
    schema.check_new(fields).map_err(|flaw| Rejection::Invalid(flaw.into()))?;
    // What the server makes anew, it makes as it was: with more people in it than it has places for by now.
    if facts.actor != Actor::Server {
        places::check(schema, |name| fields.get(name), |_| None)?;
    }
    if facts.elsewhere {
        let message = "belongs to a record of another engagement".to_owned();
        return Err(Rejection::Invalid(Invalid { field: "id".into(), message }));
    }
    check_references(op, schema, facts)?;
    let made = Write { fields: fields.clone(), ..write(op, Life::Created) };
    let owner = (schema.home == Home::EngagementRoot).then(|| ownership(op, facts));
    let buried = if op.yields { None } else { buried_under(op, facts) };
    let raised = buried.and_then(|above| {
        let by = facts.writers.get(&deletion(above)).copied();
        let told = facts.referred.get(&conflict::told_of(above.id, deletion(above)));
        conflict::added(op, above, deletion(above), by, told)
    });
    Ok(std::iter::once(made).chain(owner).chain(raised).collect())
}

/// A deletion, and the words that go with it unseen: whoever wrote them is to have a say.
fn delete(
    op: &Operation,
    schema: &KindSchema,
    record: &Record,
    overwrote: Vec<FieldName>,
    facts: &Facts,
) -> Vec<Write> {
    let is_empty = |name: &str, value: &Value| {
        schema.field(name).and_then(|field| field.field_type.empty()).as_ref() == Some(value)
    };
    let words: Vec<_> =
        unseen_words(op, schema, record).filter(|(name, stored)| !is_empty(name, &stored.value)).collect();
    let last = words.iter().map(|(_, stored)| stored.version).max();
    let raised = last.filter(|_| !op.yields).map(|last| {
        let by = facts.writers.get(&last).copied().unwrap_or((record.created_by, record.created_at));
        let changes = words.iter().map(|(name, stored)| ((*name).clone(), Change::Put(stored.value.clone()))).collect();
        conflict::raise(op, Raised::Deleted { changes: &changes, by })
    });
    std::iter::once(Write { overwrote, ..write(op, Life::Deleted) }).chain(raised).collect()
}

fn set(
    op: &Operation,
    schema: &KindSchema,
    changes: &BTreeMap<FieldName, Change>,
    record: &Record,
    facts: &Facts,
) -> Result<Vec<Write>, Rejection> {
    let mut own = write(op, Life::Kept);
    let mut raised = Vec::new();
    for (name, change) in changes {
        let value = resulting(schema, name, change, record)?;
        let unseen = record.fields.get(name).filter(|stored| is_unseen(stored, op));
        let unseen = unseen.filter(|stored| !planted::has(Bug::AbaUnseen) || op.seen.get(name) != Some(&stored.value));
        let policy = policy(schema, name);
        // What is settled is settled: whoever did not know of it has chosen too late.
        if schema.rights == Rights::Raised && unseen.is_some_and(conflict::is_settled) {
            own.lost.insert(name.clone(), value);
            continue;
        }
        if op.yields && policy != Policy::Merge {
            let theirs = record.fields.get(name).filter(|stored| stored.by != op.client_id);
            let is_so = theirs.is_some_and(|stored| stored.value == value);
            if unseen.is_some() && !is_so {
                own.lost.insert(name.clone(), value.clone());
            }
            // What another wrote stays theirs, even where the undo comes to the same.
            if unseen.is_some() || is_so {
                continue;
            }
        }
        match (unseen.filter(|stored| stored.value != value), policy) {
            (None, _) | (Some(_), Policy::Merge) => {
                own.fields.insert(name.clone(), value);
            }
            (Some(_), Policy::Lww) => {
                own.overwrote.push(name.clone());
                own.fields.insert(name.clone(), value);
            }
            (Some(stored), Policy::Manual) => {
                let theirs = (stored.value.clone(), facts.writers.get(&stored.version).copied());
                raised.push(conflict::raise(op, Raised::Field { name, mine: value.clone(), theirs }));
                own.lost.insert(name.clone(), value);
            }
        }
    }
    check_references(op, schema, facts)?;
    places::check(schema, |name| own.fields.get(name).or(record.value(name)), |name| record.value(name))?;
    Ok(std::iter::once(own).chain(raised).collect())
}

fn set_on_tombstone(
    op: &Operation,
    schema: &KindSchema,
    changes: &BTreeMap<FieldName, Change>,
    record: &Record,
    facts: &Facts,
) -> Result<Vec<Write>, Rejection> {
    let mut own = write(op, Life::Kept);
    for (name, change) in changes {
        own.lost.insert(name.clone(), resulting(schema, name, change, record)?);
    }
    check_references(op, schema, facts)?;
    let by = facts.writers.get(&deletion(record)).copied();
    // A conflict that was settled and is forgotten is no matter for people again, nor is who has a place in what is gone.
    let is_ours = op.yields || schema.rights == Rights::Raised || takes_places_only(op, schema, |_| true);
    let raised = (!is_ours).then(|| conflict::raise(op, Raised::Whole { changes, by }));
    Ok(std::iter::once(own).chain(raised).collect())
}

fn resulting(schema: &KindSchema, name: &FieldName, change: &Change, record: &Record) -> Result<Value, Rejection> {
    schema.check_change(name, change).map_err(|flaw| Rejection::Invalid(flaw.into()))?;
    let value = change.applied_to(record.value(name));
    schema.check_value(name, &value).map_err(|flaw| Rejection::Invalid(flaw.into()))?;
    Ok(value)
}

fn policy(schema: &KindSchema, name: &str) -> Policy {
    schema.field(name).map_or(Policy::Lww, |field| field.field_type.policy())
}

/// Whether a stored value is one the operation's author cannot have known: newer than what they saw, and not their own.
/// Versions decide, never values, so that A→B→A is seen.
fn is_unseen(stored: &Stored, op: &Operation) -> bool {
    stored.version > op.base && stored.by != op.client_id
}

fn is_turned_unseen(turned: Turned, op: &Operation) -> bool {
    turned.version > op.base && turned.by != op.client_id
}

fn write(op: &Operation, life: Life) -> Write {
    Write {
        kind: op.kind.clone(),
        id: op.id,
        life,
        fields: BTreeMap::new(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    }
}

fn check_references(op: &Operation, schema: &KindSchema, facts: &Facts) -> Result<(), Rejection> {
    for (field, id) in references(op) {
        let wanted = schema.field(&field).map(|field| field.field_type);
        let found = facts.referred.get(&id).filter(|record| record.scope == op.scope);
        match (wanted, found) {
            (Some(FieldType::Ref { kind } | FieldType::Under { kind }), Some(record))
                if record.kind.name() == kind && id != op.id => {}
            _ => return Err(Rejection::NotFound),
        }
    }
    Ok(())
}
