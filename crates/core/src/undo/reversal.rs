use std::collections::{BTreeMap, BTreeSet};

use super::{
    Kept, Reversal, Step, Why,
    in_use::in_use,
    view::{VIEW, View},
};
use crate::{
    id::{ClientId, RecordId},
    operation::{Action, Edit, Operation},
    planted::{self, Bug},
    record::{Record, Seq, Stored, Turned},
    replica::Replica,
    value::{Change, FieldName, Value},
};

type Members = BTreeSet<String>;

/// What taking a step back comes to now, for the client `me`. The step is then to be marked as undone, even where
/// something is kept.
pub fn reversal(step: &Step, replica: &Replica, me: ClientId) -> Reversal {
    toward(&step.inverse, &step.edits, Way::Back, replica, me)
}

/// What doing an undone step again comes to now, for the client `me`.
pub fn redoing(step: &Step, replica: &Replica, me: ClientId) -> Reversal {
    toward(&step.edits, &step.inverse, Way::Again, replica, me)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

/// The edits that lead from what `from` left to what `to` asks for.
fn toward(to: &[Edit], from: &[Edit], way: Way, replica: &Replica, me: ClientId) -> Reversal {
    let mut walk = Walk { view: View::new(replica), from, way, me, reversal: Reversal::default() };
    for edit in to {
        walk.take(edit);
    }
    walk.reversal
}

struct Walk<'a> {
    view: View<'a>,
    from: &'a [Edit],
    way: Way,
    me: ClientId,
    reversal: Reversal,
}

impl Walk<'_> {
    fn take(&mut self, edit: &Edit) {
        // What changed nothing when it was made has nothing to take it back, and is not to be made again.
        if !self.from.iter().any(|from| from.id == edit.id) {
            return;
        }
        let Some(record) = self.view.seen(edit.id).cloned() else {
            return match edit.action {
                Action::Create(_) => self.make(edit.clone()),
                _ => self.keep(edit, "", Why::Gone),
            };
        };
        match &edit.action {
            // What was made once is brought back: its tombstone has its fields.
            Action::Create(_) | Action::Restore => self.bring_back(edit, &record),
            Action::Delete => self.delete(edit, &record),
            Action::Set(_) if record.deleted => self.keep(edit, "", Why::Gone),
            Action::Set(changes) => self.set(edit, changes, &record),
        }
    }

    fn bring_back(&mut self, edit: &Edit, record: &Record) {
        if !record.deleted {
            return;
        }
        match self.turned_by_another(record) {
            Some(by) => self.keep(edit, "", Why::Changed { by }),
            None => self.make(Edit { action: Action::Restore, ..edit.clone() }),
        }
    }

    fn delete(&mut self, edit: &Edit, record: &Record) {
        if record.deleted {
            return;
        }
        let is_create = |edit: &Edit| edit.id == record.id && matches!(edit.action, Action::Create(_));
        let made = self.way == Way::Back && self.from.iter().any(is_create);
        // Since when it is here by this step: what is older was there when its author deleted it before.
        let since = if made { Seq::default() } else { self.turned_at(record) };
        if let Some(by) = self.turned_by_another(record) {
            return self.keep(edit, "", Why::Changed { by });
        }
        let theirs = |stored: &&Stored| self.is_theirs(stored.by) && stored.version > since;
        // Another's words count where one's own pending ones cover them, too.
        let confirmed = self.view.replica().confirmed(record.id).into_iter().flat_map(|record| record.fields.values());
        if let Some(stored) = record.fields.values().chain(confirmed).find(theirs) {
            return self.keep(edit, "", Why::Changed { by: stored.by });
        }
        match in_use(&self.view, record, since, |by| self.is_theirs(by)) {
            Some(why) => self.keep(edit, "", why),
            None => self.make(edit.clone()),
        }
    }

    fn set(&mut self, edit: &Edit, changes: &BTreeMap<FieldName, Change>, record: &Record) {
        let mut set = BTreeMap::new();
        for (field, change) in changes {
            let settled = match change {
                Change::Put(value) => self.put(record, field, value),
                Change::Members { add, remove } => self.members(record, field, add, remove),
                Change::Increment(_) => Ok(Some(change.clone())),
            };
            match settled {
                Ok(Some(change)) => drop(set.insert(field.clone(), change)),
                Ok(None) => {}
                Err(why) => self.keep(edit, field, why),
            }
        }
        if !set.is_empty() {
            self.make(Edit { action: Action::Set(set), ..edit.clone() });
        }
    }

    fn put(&self, record: &Record, field: &FieldName, value: &Value) -> Result<Option<Change>, Why> {
        let stored = record.fields.get(field);
        match stored {
            Some(stored) if stored.value == *value => return Ok(None),
            Some(stored) if stored.by == VIEW => return Ok(Some(Change::Put(value.clone()))),
            Some(stored) if self.is_theirs(stored.by) => return Err(Why::Changed { by: stored.by }),
            _ => {}
        }
        // What somebody else wrote has come in under edits of one's own that are still pending: it is what there is to
        // go back to.
        let beneath = self.beneath(record.id, field);
        match (beneath, self.left(record.id, field)) {
            // It changed nothing when it was made.
            (_, None) => Ok(None),
            (Some(theirs), _) if self.way == Way::Again => Err(Why::Changed { by: theirs.by }),
            (_, Some(left)) if stored.map(|stored| &stored.value) != Some(left) => {
                Err(beneath.map_or(Why::Later, |theirs| Why::Changed { by: theirs.by }))
            }
            (Some(theirs), _) => Ok(Some(Change::Put(theirs.value.clone()))),
            (None, _) => Ok(Some(Change::Put(value.clone()))),
        }
    }

    /// Where another has written the field since, nobody can tell whose a member is now: it may have been taken out, and put
    /// in again by them.
    fn members(
        &self,
        record: &Record,
        field: &FieldName,
        add: &Members,
        remove: &Members,
    ) -> Result<Option<Change>, Why> {
        let stored = record.fields.get(field);
        let members = |stored: Option<&Stored>| match stored.map(|stored| &stored.value) {
            Some(Value::Set(members)) => members.clone(),
            _ => Members::new(),
        };
        let now = members(stored);
        let (add, remove): (Members, Members) = (add - &now, remove & &now);
        if add.is_empty() && remove.is_empty() {
            return Ok(None);
        }
        if let Some(stored) = stored.filter(|stored| self.is_theirs(stored.by)) {
            return Err(Why::Changed { by: stored.by });
        }
        // Under one's own pending edit, another's shows whose a member is.
        if let Some(theirs) = self.beneath(record.id, field) {
            let there = members(Some(theirs));
            if !add.is_subset(&there) || !remove.is_disjoint(&there) {
                return Err(Why::Changed { by: theirs.by });
            }
        }
        Ok(Some(Change::Members { add, remove }))
    }

    /// What the step, or its undo, left in a field that it put a value into.
    fn left(&self, id: RecordId, field: &FieldName) -> Option<&Value> {
        self.from.iter().rev().filter(|edit| edit.id == id).find_map(|edit| match &edit.action {
            Action::Set(changes) => match changes.get(field) {
                Some(Change::Put(value)) => Some(value),
                _ => None,
            },
            _ => None,
        })
    }

    /// Another's value that a pending operation covers whose author had not seen it.
    fn beneath(&self, id: RecordId, field: &FieldName) -> Option<&Stored> {
        let stored = self.view.replica().confirmed(id)?.fields.get(field).filter(|stored| self.is_theirs(stored.by))?;
        let covers = |op: &Operation| {
            matches!(&op.action, Action::Set(changes) if changes.contains_key(field)) && op.base < stored.version
        };
        self.view.replica().lane(id).any(covers).then_some(stored)
    }

    /// Up to where a record's author had seen it when they deleted it or brought it back.
    fn turned_at(&self, record: &Record) -> Seq {
        let pending = self.view.replica().lane(record.id).filter(|op| !matches!(op.action, Action::Set(_)));
        let confirmed = record.turned.map(|turned| turned.version);
        pending.map(|op| op.base).chain(confirmed).min().unwrap_or_default()
    }

    /// Who else deleted a record or brought it back last, whether that shows or is covered by pending operations whose
    /// author had not seen it.
    fn turned_by_another(&self, record: &Record) -> Option<ClientId> {
        let theirs = |turned: &Turned| self.is_theirs(turned.by);
        if let Some(turned) = record.turned.filter(theirs) {
            return Some(turned.by);
        }
        let turned = self.view.replica().confirmed(record.id)?.turned.filter(theirs)?;
        let covers = |op: &Operation| !matches!(op.action, Action::Set(_)) && op.base < turned.version;
        self.view.replica().lane(record.id).any(covers).then_some(turned.by)
    }

    fn is_theirs(&self, by: ClientId) -> bool {
        by != self.me && by != VIEW && !planted::has(Bug::UndoOverOthers)
    }

    fn make(&mut self, edit: Edit) {
        self.view.make(&edit);
        self.reversal.edits.push(edit);
    }

    fn keep(&mut self, edit: &Edit, field: &str, why: Why) {
        let is_named = |kept: &Kept| kept.record == edit.id && (kept.field.is_empty() || kept.field == field);
        if !self.reversal.kept.iter().any(is_named) {
            let (record, kind): (RecordId, _) = (edit.id, edit.kind.clone());
            self.reversal.kept.push(Kept { record, kind, field: field.into(), why });
        }
    }
}
