//! What views and commands work over: a store of records that shows every edit at once. The crate knows no entity; whoever
//! has records implements this.

use std::{hash::Hash, ops::ControlFlow, rc::Rc};

use futures::future::LocalBoxFuture;

/// A store of records. Clones are handles of the same store.
pub trait Source: Clone + PartialEq + 'static {
    /// What names a record.
    type Id: Copy + Eq + Ord + Hash + 'static;

    /// A record.
    type Row: 'static;

    /// A part of the store that can be read without reading the rest: a project's tasks.
    type Part: Clone + PartialEq + 'static;

    /// An edit.
    type Command: 'static;

    /// Why an edit could not be kept.
    type Error: 'static;

    /// Grows with every change of any record.
    fn version(&self) -> u64;

    /// Says which records changed after a version, oldest first. Breaks, having said nothing, if that is too long ago to
    /// tell.
    fn changed_since(&self, version: u64, each: &mut dyn FnMut(Self::Id)) -> ControlFlow<()>;

    /// Reads one record as it is now; `None` if it is not there.
    fn with_row(&self, id: Self::Id, read: &mut dyn FnMut(Option<&Self::Row>));

    /// Reads many records as they are now, one after the other, in the order asked.
    fn with_rows(&self, ids: &mut dyn Iterator<Item = Self::Id>, each: &mut dyn FnMut(Option<&Self::Row>)) {
        for id in ids {
            self.with_row(id, each);
        }
    }

    /// Reads the records of a part as they are now. It may give more than belongs there: the view's own filter decides.
    fn with_part(&self, part: &Self::Part, read: &mut dyn FnMut(&mut dyn Iterator<Item = &Self::Row>));

    /// Has `on_change` called after every change, until what it gives is dropped.
    fn subscribe(&self, on_change: Rc<dyn Fn()>) -> Box<dyn std::any::Any>;

    /// Does an edit. It shows when this returns.
    fn commit(&self, command: Self::Command) -> Committed<Self>;
}

/// An edit that shows.
pub struct Committed<S: Source> {
    /// What takes it back, if anything does.
    pub undo: Option<S::Command>,
    /// Done when it is kept, or has left the view because it could not be. It goes on if this is dropped.
    pub kept: LocalBoxFuture<'static, Result<(), S::Error>>,
}
