//! What a person's intent means as edits, and how it is undone. Pure: ids, places and what was there before come in.

pub mod engagement;
pub mod project;
pub mod step;
pub mod talk;
pub mod task;

use holdfast_core::operation::{Action, Edit};

/// Edits that belong together, and those that undo them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// What to do.
    pub edits: Vec<Edit>,
    /// What undoes it, in order.
    pub undo: Vec<Edit>,
}

impl Command {
    /// One edit and the one that undoes it.
    pub(crate) fn one(edit: Edit, undo: Edit) -> Self {
        Self { edits: vec![edit], undo: vec![undo] }
    }

    /// What it does, for whoever looks at what is being stored: "set task".
    pub(crate) fn label(&self) -> String {
        match &self.edits[..] {
            [] => "nothing".into(),
            [edit] => format!("{} {}", verb(&edit.action), edit.kind.name()),
            [first, ..] => format!("{} {}, and {} more", verb(&first.action), first.kind.name(), self.edits.len() - 1),
        }
    }
}

fn verb(action: &Action) -> &'static str {
    match action {
        Action::Create(_) => "create",
        Action::Set(_) => "set",
        Action::Delete => "delete",
        Action::Restore => "restore",
    }
}

/// A single line as typed, without the space around it; nothing if there is nothing.
pub(crate) fn line(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

/// Ids and a check for the commands' tests.
#[cfg(test)]
pub(crate) mod testing {
    use holdfast_core::{
        authority::overlay,
        id::{ClientId, Id, OpId, ScopeId},
        operation::{ClientSeq, Draft, Edit, Operation},
        record::{Record, Seq},
        value::Value,
    };

    pub(crate) fn id<E>(number: u8) -> Id<E> {
        Id::new(0, [number; 10])
    }

    pub(crate) fn scope() -> ScopeId {
        id::<()>(200).scope()
    }

    /// The record after the edits, as a replica shows it: overlaid in order on what was there.
    pub(crate) fn applied(record: Option<Record>, edits: &[Edit]) -> Option<Record> {
        edits.iter().fold(record, |record, edit| {
            let draft = Draft { op_id: OpId::new(0, [0; 10]), author: id(1), at: 0, edit: edit.clone() };
            let client = ClientId::new(0, [0; 10]);
            overlay(record, &Operation::stored(&draft, client, ClientSeq(1), Seq(0), Vec::new()))
        })
    }

    /// Every field of a record by name, to compare two states of it.
    pub(crate) fn values(record: &Record) -> Vec<(String, Value)> {
        record.fields.iter().map(|(name, stored)| (name.to_string(), stored.value.clone())).collect()
    }
}
