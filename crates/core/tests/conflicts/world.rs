//! A server on which two people work.

use holdfast_core::{
    conflict::{Choice, settle},
    effect::Effect,
    entity::{Conflict, Entity as _, FieldValue as _, Task},
    id::PersonId,
    operation::{Begun, ClientSeq, Draft, Edit, Operation},
    record::{Record, Seq},
    role::Role,
    wire::Outcome,
};

use crate::common::*;

/// A server with a task that persons 0 (at clients 1 and 3) and 1 (at client 2) may edit.
pub(super) struct World {
    pub(super) server: Server,
    pub(super) seen: u64,
}

impl World {
    pub(super) fn new() -> Self {
        let mut server = Server::new();
        server.admit(person(1), Role::Editor);
        server.push(person(0), &[operation(1, person(0), 1, 0, project(1))]);
        server.push(person(0), &[operation(2, person(0), 1, 0, task(2, 1))]);
        let seen = server.head();
        Self { server, seen }
    }

    /// What a client asks for that has seen nothing since the task was made; it must be done.
    pub(super) fn unseen(&mut self, op: u128, of: u128, edit: Edit) -> Effect {
        let seen = self.seen;
        self.knowing(op, of, seen, edit)
    }

    /// What a client asks for that has seen everything.
    pub(super) fn now(&mut self, op: u128, of: u128, edit: Edit) -> Effect {
        let head = self.server.head();
        self.knowing(op, of, head, edit)
    }

    pub(super) fn knowing(&mut self, op: u128, of: u128, base: u64, edit: Edit) -> Effect {
        let mut op = operation(op, who(of), of, base, edit);
        op.seen = [(Task::DESCRIPTION.into(), "".write())].into();
        self.push(&op)
    }

    pub(super) fn push(&mut self, op: &Operation) -> Effect {
        let outcome = self.server.push(op.author, std::slice::from_ref(op)).remove(0);
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        self.server.ledger.log(shared().scope()).last().unwrap().clone()
    }

    pub(super) fn task(&self) -> Task {
        Task::read(&self.server.record::<Task>(id(2)))
    }

    pub(super) fn conflicts(&self) -> Vec<Record> {
        self.server.ledger.records().filter(|record| record.kind.name() == Conflict::KIND).cloned().collect()
    }

    pub(super) fn conflict(&self, op: u128, field: &str) -> Record {
        self.server.record(Conflict::id_of(op_id(op), field))
    }

    /// Settles a conflict at a client that has seen everything, for a person who had that version of the record before them.
    pub(super) fn settle(&mut self, op: u128, of: u128, conflict: &Record, choice: Choice, seen: Option<Seq>) {
        let target = self.server.ledger.record(id::<Task>(2).record()).cloned();
        self.do_all(op, of, settle(conflict, target.as_ref(), choice, seen));
    }

    /// Does edits made as one, in order.
    pub(super) fn do_all(&mut self, op: u128, of: u128, edits: Vec<Begun>) {
        let head = Seq(self.server.head());
        for (number, draft) in Draft::all(edits, (op..).map(op_id), who(of), 1_000).into_iter().enumerate() {
            let number = ClientSeq(op as u64 + number as u64);
            self.push(&Operation::stored(&draft, client(of), number, head, Vec::new()));
        }
    }
}

pub(super) fn who(client: u128) -> PersonId {
    if client == 2 { person(1) } else { person(0) }
}

pub(super) fn describe(text: &str) -> Edit {
    set(2).put(Task::DESCRIPTION, text)
}

pub(super) fn delete() -> Edit {
    Edit::delete::<Task>(shared().scope(), id(2))
}
