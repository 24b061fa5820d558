//! A join that follows a source in which both sides are: tasks by the name of their project.

use std::{
    any::Any,
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};

use super::{
    Interest, JoinSpec, JoinView, Joined, LiveView, Lookup, Outcome, Watching,
    source::{Followed, Missed, missed},
    watchers::Watchers,
};
use crate::Source;

/// A joined view over a part of a source; the records that its rows refer to are in the source as well. A change of one of
/// these places its dependents anew, and no others.
pub struct SourceJoin<S, J>(Rc<Inner<S, J>>)
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>;

struct Inner<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    source: S,
    part: S::Part,
    view: RefCell<JoinView<J>>,
    version: Cell<Option<u64>>,
    watchers: Rc<Watchers<J::Group>>,
    subscription: RefCell<Option<Box<dyn Any>>>,
}

/// The source, asked for single records.
struct Records<'a, S>(&'a S);

impl<S: Source<Row: Clone>> Records<'_, S> {
    fn get(&self, id: S::Id) -> Option<S::Row> {
        let mut found = None;
        self.0.with_row(id, &mut |row| found = row.cloned());
        found
    }
}

impl<S, J> Lookup<J> for Records<'_, S>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    fn row(&self, id: S::Id) -> Option<S::Row> {
        self.get(id)
    }

    fn foreign(&self, id: S::Id) -> Option<S::Row> {
        self.get(id)
    }
}

impl<S, J> Clone for SourceJoin<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S, J> PartialEq for SourceJoin<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<S, J> SourceJoin<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    /// A join of the rows of a part. `spec` must leave out what is no row of it: any changed record is offered.
    pub fn new(source: S, part: S::Part, spec: J) -> Self {
        let inner = Rc::new(Inner {
            source,
            part,
            view: RefCell::new(JoinView::new(spec)),
            version: Cell::new(None),
            watchers: Watchers::new(),
            subscription: RefCell::default(),
        });
        let weak = Rc::downgrade(&inner);
        let subscription = inner.source.subscribe(Rc::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.follow();
            }
        }));
        inner.subscription.replace(Some(subscription));
        inner.follow();
        Self(inner)
    }

    /// The source.
    pub fn source(&self) -> &S {
        &self.0.source
    }
}

impl<S, J> Followed for SourceJoin<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    type Spec = Joined<J>;

    fn read(&self) -> Ref<'_, LiveView<Joined<J>>> {
        self.0.follow();
        Ref::map(self.0.view.borrow(), JoinView::view)
    }

    fn watch(&self, interests: Vec<Interest<J::Group>>, on_change: impl Fn() + 'static) -> Watching<J::Group> {
        self.0.watchers.watch(interests, on_change)
    }
}

impl<S, J> Inner<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    fn follow(&self) {
        let records = Records(&self.source);
        let outcomes = match missed(&self.source, &self.version) {
            Missed::Nothing => return,
            // Whether a record is a row or what rows refer to is the spec's to say: it is offered as both.
            Missed::These(changed) => {
                self.view.borrow_mut().apply(changed.iter().copied(), changed.iter().copied(), &records)
            }
            Missed::TooMuch => vec![self.rebuild(&records)],
        };
        self.watchers.tell(&outcomes);
    }

    fn rebuild(&self, records: &Records<'_, S>) -> Outcome<J::Group> {
        let mut rows = Vec::new();
        self.source.with_part(&self.part, &mut |part| rows.extend(part.cloned()));
        self.view.borrow_mut().rebuild(rows, records)
    }
}
