//! What a person's intent means as edits. Pure: ids, places and what was there before come in. What takes edits back is
//! worked out where they are stored.

pub(crate) mod chat;
pub mod engagement;
pub(crate) mod file;
pub(crate) mod import;
pub(crate) mod preferences;
pub mod project;
pub mod saved_filter;
pub(crate) mod session;
pub mod step;
pub mod talk;
pub mod task;

use holdfast_core::{
    operation::{Action, Begun},
    record::Seq,
};

/// Edits that belong together: they show, are stored and are undone as one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// What to do, each with the version of its record that the person had before them when they began, if that was a while
    /// ago.
    pub edits: Vec<Begun>,
    /// What to call it where it can be undone: "Deleted “Call the port”". With none, it is called by what its edits do.
    pub words: Option<String>,
}

impl Command {
    /// Edits to be done as one.
    pub(crate) fn of<E: Into<Begun>>(edits: impl IntoIterator<Item = E>) -> Self {
        Self { edits: edits.into_iter().map(Into::into).collect(), words: None }
    }

    /// One edit.
    pub(crate) fn one(edit: impl Into<Begun>) -> Self {
        Self::of([edit])
    }

    /// The same, begun when the records had that version.
    #[must_use]
    pub(crate) fn begun_at(mut self, seen: Option<Seq>) -> Self {
        self.edits.iter_mut().for_each(|begun| begun.seen = seen);
        self
    }

    /// The same by another name.
    #[must_use]
    pub(crate) fn named(self, words: String) -> Self {
        Self { words: Some(words), ..self }
    }

    /// What it does, for whoever looks at what is being stored: "set task".
    pub(crate) fn label(&self) -> String {
        let Some((Begun { edit, .. }, rest)) = self.edits.split_first() else { return "nothing".into() };
        let first = format!("{} {}", verb(&edit.action), edit.kind.name());
        match rest.len() {
            0 => first,
            more => format!("{first}, and {more} more"),
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
        entity::Status,
        id::{ClientId, Id, OpId, ScopeId},
        operation::{Begun, ClientSeq, Draft, Operation},
        record::{Record, Seq},
    };

    use super::task::{At, Begin};

    pub(crate) fn id<E>(number: u8) -> Id<E> {
        Id::new(0, [number; 10])
    }

    pub(crate) fn scope() -> ScopeId {
        id::<()>(200).scope()
    }

    /// A task as it is right after it was begun.
    pub(crate) fn task(begin: Begin, status: Status) -> Record {
        let at = At { scope: scope(), id: id(7) };
        applied(None, &at.add(id(2), begin, status, None).unwrap().edits).unwrap()
    }

    /// The record after the edits, as a replica shows it: overlaid in order on what was there.
    pub(crate) fn applied(record: Option<Record>, edits: &[Begun]) -> Option<Record> {
        edits.iter().fold(record, |record, Begun { edit, .. }| {
            let draft = Draft::new(OpId::new(0, [0; 10]), id(1), 0, edit.clone());
            let client = ClientId::new(0, [0; 10]);
            overlay(record, &Operation::stored(&draft, client, ClientSeq(1), Seq(0), Vec::new()))
        })
    }
}
