//! The records as the query layer works over them.

use std::{any::Any, ops::ControlFlow, rc::Rc};

use holdfast_core::{
    client::StoreError,
    id::RecordId,
    operation::Begun,
    record::{Kind, Record},
};
use holdfast_query::{Committed, Source};
use holdfast_web::{Commit, Session};
use yewdux::prelude::*;

use super::{Handle, Records};
use crate::{commands::Command, t, words::operation::describe_all};

/// The records of whoever is signed in, as a source of views and commands.
#[derive(Clone, PartialEq)]
pub struct RecordsSource(Handle<Records>);

/// A part of the records that is found without reading the rest.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// The live records of a kind.
    Kind(Kind),
    /// The live records of a kind that refer to a record.
    Children(RecordId, Kind),
}

impl RecordsSource {
    /// The source behind a dispatch.
    pub fn new(records: Dispatch<Records>) -> Self {
        Self(records.into())
    }
}

impl Source for RecordsSource {
    type Id = RecordId;
    type Row = Rc<Record>;
    type Part = Part;
    type Command = Command;
    type Error = StoreError;

    fn version(&self) -> u64 {
        self.0.get().version()
    }

    fn changed_since(&self, version: u64, each: &mut dyn FnMut(RecordId)) -> ControlFlow<()> {
        match self.0.get().since(version) {
            Some(changes) => {
                changes.flatten().for_each(|id| each(*id));
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }

    fn with_row(&self, id: RecordId, read: &mut dyn FnMut(Option<&Rc<Record>>)) {
        let records = self.0.get();
        match records.session() {
            Some(session) => read(session.replica().live(id)),
            None => read(None),
        }
    }

    fn with_rows(&self, ids: &mut dyn Iterator<Item = RecordId>, each: &mut dyn FnMut(Option<&Rc<Record>>)) {
        let records = self.0.get();
        let replica = records.session().map(Session::replica);
        for id in ids {
            each(replica.as_ref().and_then(|replica| replica.live(id)));
        }
    }

    fn with_part(&self, part: &Part, read: &mut dyn FnMut(&mut dyn Iterator<Item = &Rc<Record>>)) {
        let records = self.0.get();
        let Some(session) = records.session() else { return read(&mut std::iter::empty()) };
        let replica = session.replica();
        match part {
            Part::Kind(kind) => read(&mut replica.of_kind(kind)),
            Part::Children(parent, kind) => read(&mut replica.children(*parent, kind)),
        }
    }

    fn subscribe(&self, on_change: Rc<dyn Fn()>) -> Box<dyn Any> {
        // A subscription ends with its dispatch.
        Box::new(Dispatch::clone(&self.0).subscribe_silent(move |_: Rc<Records>| on_change()))
    }

    fn commit(&self, command: Command) -> Committed<Self> {
        // What takes it back is kept with the session's steps, across tabs and reloads.
        match self.0.get().session() {
            Some(session) => {
                let (edits, commit) = named(session, command);
                Committed { undo: None, kept: session.commit_with(edits, commit) }
            }
            None => {
                let error = StoreError::Failed(t::signed_out_maker().into());
                Committed { undo: None, kept: Box::pin(std::future::ready(Err(error))) }
            }
        }
    }
}

/// What to store of a command, and how: by default it is called by what its edits do.
fn named(session: &Session, command: Command) -> (Vec<Begun>, Commit) {
    let Command { edits, words } = command;
    let label = words.unwrap_or_else(|| {
        let replica = session.replica();
        describe_all(&edits, |id| replica.seen(id).map(Rc::as_ref))
    });
    (edits, Commit { label, undoable: true })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn sources_of_the_same_records_are_equal() {
        let (here, elsewhere) = (yewdux::Context::new(), yewdux::Context::new());
        let of = |cx| RecordsSource::new(Dispatch::new(cx));
        assert!(of(&here) == of(&here));
        assert!(of(&here) != of(&elsewhere));
    }
}
