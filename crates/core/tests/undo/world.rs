//! People at clients, and what they can undo.

use std::collections::BTreeMap;

use holdfast_core::{
    entity::{Comment, Entity as _, Project, Task},
    id::{ClientId, OpId, PersonId, RecordId},
    operation::{Draft, Edit},
    record::{Record, Seq},
    replica::Replica,
    role::Role,
    undo::{Kept, Reversal, Step, Steps, Why, inverse, redoing, reversal},
    value::{FieldName, Value},
};

use super::{common, common::*};

/// One client and what it can undo.
pub(crate) struct Person {
    pub(crate) client: Client,
    pub(crate) id: ClientId,
    pub(crate) steps: Steps,
    /// What the author of each step had seen of each record when they made it.
    pub(crate) seen: BTreeMap<(OpId, RecordId), Seq>,
    /// The operations of undos and redos, with what the author of their step had seen of the record.
    pub(crate) undos: BTreeMap<OpId, Seq>,
}

impl Person {
    pub(crate) fn new(number: u128, who: PersonId, server: &Server) -> Self {
        let client = Client::new(number, who);
        client.pull(server);
        let (steps, seen, undos) = (Steps::default(), BTreeMap::new(), BTreeMap::new());
        Self { client, id: common::client(number), steps, seen, undos }
    }

    pub(crate) fn replica(&self) -> Replica {
        let mut replica = Replica::new(self.id);
        replica.base(self.client.base().into_values().collect(), &[]);
        replica.rows(self.client.rows().into_iter().map(Ok).collect(), &[]);
        replica
    }

    /// Does something, as one step; operations get numbers from `first`.
    pub(crate) fn act(&mut self, first: u128, edits: Vec<Edit>) {
        let inverse = inverse(&self.replica(), &edits);
        let drafts: Vec<Draft> =
            edits.iter().zip(first..).map(|(edit, op)| draft(op, self.client.who, edit.clone())).collect();
        for row in self.client.save(&drafts) {
            self.seen.entry((op_id(first), row.operation.id)).or_insert(row.operation.base);
        }
        self.steps.push(Step { id: op_id(first), at: 1_000, label: String::new(), edits, inverse, undone: false });
    }

    pub(crate) fn undo(&mut self, first: u128) -> Vec<Kept> {
        let Some(step) = self.steps.to_undo().cloned() else { return Vec::new() };
        let reversal = reversal(&step, &self.replica(), self.id);
        self.steps.set_undone(step.id, true);
        self.make(first, step.id, reversal)
    }

    pub(crate) fn redo(&mut self, first: u128) -> Vec<Kept> {
        let Some(step) = self.steps.to_redo().cloned() else { return Vec::new() };
        let reversal = redoing(&step, &self.replica(), self.id);
        self.steps.set_undone(step.id, false);
        self.make(first, step.id, reversal)
    }

    pub(crate) fn make(&mut self, first: u128, step: OpId, Reversal { edits, kept }: Reversal) -> Vec<Kept> {
        let drafts = edits.into_iter().zip(first..);
        let drafts: Vec<Draft> =
            drafts.map(|(edit, op)| Draft { yields: true, ..draft(op, self.client.who, edit) }).collect();
        self.undos.extend(drafts.iter().map(|draft| (draft.op_id, self.seen[&(step, draft.edit.id)])));
        self.client.save(&drafts);
        kept
    }

    /// Every live task and project, field by field.
    pub(crate) fn shown(&self) -> BTreeMap<RecordId, BTreeMap<FieldName, Value>> {
        let replica = self.replica();
        let live = replica
            .records()
            .filter(|record| !record.deleted && [Task::KIND, Project::KIND].contains(&record.kind.name()));
        live.map(|record| (record.id, values(record))).collect()
    }
}

pub(crate) fn values(record: &Record) -> BTreeMap<FieldName, Value> {
    record.fields.iter().map(|(name, stored)| (name.clone(), stored.value.clone())).collect()
}

/// A server with a project and a task, and two people at clients 1 and 2.
pub(crate) fn world() -> (Server, Person, Person) {
    let mut server = Server::new();
    server.admit(person(1), Role::Editor);
    for (op, edit) in [(1, project(1)), (2, task(2, 1))] {
        server.push(person(0), &[operation(op, person(0), 9, 0, edit)]);
    }
    let (me, other) = (Person::new(1, person(0), &server), Person::new(2, person(1), &server));
    (server, me, other)
}

pub(crate) fn delete(number: u128) -> Edit {
    Edit::delete::<Task>(shared().scope(), id(number))
}

pub(crate) fn comment(number: u128, task: u128) -> Edit {
    let comment = Comment { task: id(task), text: "Done?".into(), said_by: String::new(), said_at: None };
    comment.create(shared().scope(), id(number))
}

pub(crate) fn title(text: &str) -> Edit {
    set(2).put(Task::TITLE, text)
}

pub(crate) fn named(kept: &[Kept]) -> Vec<(&str, Why)> {
    kept.iter().map(|kept| (kept.field.as_str(), kept.why)).collect()
}
