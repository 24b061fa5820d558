//! Bringing back what a record once was: always as a new edit, never by rewriting what was done.

use std::collections::BTreeMap;

use holdfast_core::{
    entity::{FieldType, Rights, schema_of},
    id::PersonId,
    operation::{Action, Edit},
    record::Record,
    replica::Replica,
    role::Role,
    value::{Change, FieldName, Value},
};

use super::told::Told;
use crate::{board::may_stand_under, hooks::may_host};

/// Values by field.
pub(super) type Values = BTreeMap<FieldName, Value>;

/// Whether a person may write a record, as the server has it.
pub(super) fn may_write(record: &Record, role: Option<Role>, me: PersonId) -> bool {
    match schema_of(&record.kind).map(|schema| schema.rights) {
        Some(Rights::Roles { set, .. }) => role >= Some(set),
        Some(Rights::Author { least }) => role >= Some(least) && record.created_by == me,
        Some(Rights::Host) => may_host(record.created_by, role, me),
        Some(Rights::Raised | Rights::Server) | None => false,
    }
}

/// The edits that give a record these values, and bring it back if it was deleted; none where it has them already. What is
/// written once, the record's place among others and who has a place in it stay as they are, and so does what it stands under where the other is gone or
/// stands under it by now.
pub(super) fn edits(replica: &Replica, record: &Record, values: &Values) -> Vec<Edit> {
    let edit = |action| Edit { scope: record.scope, kind: record.kind.clone(), id: record.id, action };
    let changes: BTreeMap<FieldName, Change> =
        values.iter().filter_map(|(name, value)| Some((name.clone(), change(replica, record, name, value)?))).collect();
    let back = record.deleted.then(|| edit(Action::Restore));
    let set = (!changes.is_empty()).then(|| edit(Action::Set(changes)));
    back.into_iter().chain(set).collect()
}

fn change(replica: &Replica, record: &Record, name: &FieldName, value: &Value) -> Option<Change> {
    let field_type = schema_of(&record.kind)?.field(name)?.field_type;
    let now = record.value(name).cloned().unwrap_or_default();
    match (field_type, value, &now) {
        (FieldType::Ref { .. } | FieldType::Link | FieldType::Person | FieldType::Fixed | FieldType::Order, ..) => None,
        // Who takes part is up to them, and there may be no room any more.
        (FieldType::Places { .. }, ..) => None,
        (FieldType::Under { .. }, Value::Text(other), _)
            if !other.parse().is_ok_and(|other| may_stand_under(replica, record.id.into(), other)) =>
        {
            None
        }
        (FieldType::Set { .. }, value, now) => {
            let members =
                |value: &Value| if let Value::Set(members) = value { members.clone() } else { Default::default() };
            let (then, now) = (members(value), members(now));
            let (add, remove) = (&then - &now, &now - &then);
            (!add.is_empty() || !remove.is_empty()).then_some(Change::Members { add, remove })
        }
        (FieldType::Counter, value, now) => {
            let number = |value: &Value| if let Value::Int(number) = value { *number } else { 0 };
            let by = number(value).saturating_sub(number(now));
            (by != 0).then_some(Change::Increment(by))
        }
        (field_type, value, now) => {
            (value != now && field_type.check(value).is_ok()).then(|| Change::Put(value.clone()))
        }
    }
}

/// What the fields that were written since an entry held right after it. `all` is newest first, from the newest there is;
/// nothing where some of it is not known.
pub(super) fn version(all: &[Told], place: usize) -> Option<Values> {
    let mut values = Values::new();
    // What stood before the first later write of a field is what the entry left there.
    for later in all[..place].iter().rev() {
        for name in later.entry().fields.keys() {
            if !values.contains_key(name) {
                values.insert(name.clone(), later.before.get(name)?.value.clone());
            }
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        entity::{Entity as _, Status, Task},
        id::{ClientId, OpId},
        operation::Draft,
    };

    use super::*;
    use crate::commands::{
        Command,
        task::{At, Begin},
        testing::{applied, id, scope},
    };

    fn values(of: &[(&'static str, Value)]) -> Values {
        of.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
    }

    fn empty() -> Replica {
        Replica::new(ClientId::new(0, [0; 10]))
    }

    #[test]
    fn a_task_comes_back_under_none_that_is_gone_or_under_it() {
        let (mut replica, mut made) = (empty(), 0);
        let mut stage = |replica: &mut Replica, command: Command| {
            for begun in command.edits {
                made += 1;
                replica.stage(&[Draft::new(OpId::new(made, [0; 10]), id(2), 0, begun.edit)]);
            }
        };
        let at = |number: u8| At { scope: scope(), id: id(number) };
        for (number, parent) in [(10, None), (11, Some(id(10))), (12, Some(id(11))), (13, None), (14, None)] {
            let begin = Begin { parent, ..Begin::titled("x") };
            stage(&mut replica, at(number).add(id(1), begin, Status::Todo, None).unwrap());
        }
        stage(&mut replica, at(13).delete());
        let back = |task: u8, parent: Value| {
            let record = replica.live(id::<Task>(task).record()).unwrap();
            !edits(&replica, record, &values(&[(Task::PARENT, parent)])).is_empty()
        };
        let under = |other: u8| Value::Text(id::<Task>(other).to_string());
        assert_eq!(
            [10, 11, 12, 13, 14, 99].map(|other| back(10, under(other))),
            [false, false, false, false, true, false]
        );
        assert!(back(12, under(10)) && back(12, Value::Null), "to elsewhere, or to be a task of its own");
    }

    #[test]
    fn only_what_differs_is_written_and_its_place_stays() {
        let at = At { scope: scope(), id: id(7) };
        let made = applied(None, &at.add(id(2), Begin::titled("Call"), Status::Todo, None).unwrap().edits);
        let record = applied(made, &at.spend(0, 900).unwrap().edits).unwrap();
        assert!(edits(&empty(), &record, &values(&[(Task::TITLE, Value::Text("Call".into()))])).is_empty());
        let then = values(&[
            (Task::TITLE, Value::Text("Ring".into())),
            (Task::TAGS, Value::Set(["port".to_owned()].into())),
            (Task::TIME_SPENT, Value::Int(300)),
            (Task::ORDER, Value::Text("zz".into())),
        ]);
        let back = applied(Some(record.clone()), &Command::of(edits(&empty(), &record, &then)).edits).unwrap();
        let (before, after) = (Task::read(&record), Task::read(&back));
        assert_eq!((after.title.as_str(), after.time_spent, after.tags.len()), ("Ring", 300, 1));
        assert_eq!(after.order, before.order);
        let gone = applied(Some(record), &at.delete().edits).unwrap();
        let back = applied(Some(gone.clone()), &Command::of(edits(&empty(), &gone, &Values::new())).edits).unwrap();
        assert!(gone.deleted && !back.deleted);
    }
}
