//! A view that follows a source: kept once, watched by any number of observers.

use std::{
    any::Any,
    cell::{Cell, Ref, RefCell},
    ops::ControlFlow,
    rc::Rc,
};

use super::{Change, Interest, LiveView, Outcome, ViewSpec, Watching, watchers::Watchers};
use crate::Source;

/// A view that is kept up to date by itself: what components read and watch.
pub trait Followed: Clone + PartialEq + 'static {
    /// What it shows.
    type Spec: ViewSpec;

    /// The view as of this very moment. Not to be held while the source changes.
    fn read(&self) -> Ref<'_, LiveView<Self::Spec>>;

    /// Has `on_change` called when what is shown of the view may be different.
    fn watch(
        &self,
        interests: Vec<Interest<<Self::Spec as ViewSpec>::Group>>,
        on_change: impl Fn() + 'static,
    ) -> Watching<<Self::Spec as ViewSpec>::Group>;
}

/// A live view over a part of a source. Clones are the same view; it follows the source as long as there is one.
pub struct SourceView<S, V>(Rc<Inner<S, V>>)
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>;

struct Inner<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    source: S,
    part: S::Part,
    view: RefCell<LiveView<V>>,
    /// The source's version that the view has followed it to.
    version: Cell<Option<u64>>,
    watchers: Rc<Watchers<V::Group>>,
    subscription: RefCell<Option<Box<dyn Any>>>,
}

impl<S, V> Clone for SourceView<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S, V> PartialEq for SourceView<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<S, V> SourceView<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    /// A view of a part of a source. What does not belong there is left out by the spec's own filter.
    pub fn new(source: S, part: S::Part, spec: V) -> Self {
        Self::from(source, part, LiveView::new(spec), None)
    }

    /// A view of those rows of this one that another specification shows too, made in O(rows), without sorting and without
    /// reading the rest of the source: typing on in a filter narrows what was found. Both must place alike every row that
    /// both show, and `spec` must show none that this view does not.
    pub fn narrowed(&self, spec: V) -> Self {
        let Inner { source, part, version, .. } = &*self.0;
        let wide = self.read();
        let mut shown = Vec::with_capacity(wide.len());
        source.with_rows(&mut wide.ids(), &mut |row| shown.push(row.is_some_and(|row| spec.keeps(row))));
        Self::from(source.clone(), part.clone(), wide.narrowed(spec, shown), version.get())
    }

    fn from(source: S, part: S::Part, view: LiveView<V>, version: Option<u64>) -> Self {
        let inner = Rc::new(Inner {
            source,
            part,
            view: RefCell::new(view),
            version: Cell::new(version),
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

impl<S, V> Followed for SourceView<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    type Spec = V;

    fn read(&self) -> Ref<'_, LiveView<V>> {
        self.0.follow();
        self.0.view.borrow()
    }

    fn watch(&self, interests: Vec<Interest<V::Group>>, on_change: impl Fn() + 'static) -> Watching<V::Group> {
        self.0.watchers.watch(interests, on_change)
    }
}

impl<S, V> Inner<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    /// Follows the source to its present state, and tells whoever shows something that may be different now.
    fn follow(&self) {
        let outcomes = match missed(&self.source, &self.version) {
            Missed::Nothing => return,
            Missed::These(changed) => self.apply(&changed),
            Missed::TooMuch => vec![self.rebuild()],
        };
        self.watchers.tell(&outcomes);
    }

    fn apply(&self, changed: &[S::Id]) -> Vec<Outcome<V::Group>> {
        let mut view = self.view.borrow_mut();
        let mut outcomes = Vec::with_capacity(changed.len());
        let mut ids = changed.iter();
        self.source.with_rows(&mut changed.iter().copied(), &mut |now| {
            outcomes.extend(ids.next().map(|id| view.apply(Change { id: *id, now })));
        });
        outcomes
    }

    fn rebuild(&self) -> Outcome<V::Group> {
        let mut view = self.view.borrow_mut();
        let mut outcome = Outcome::Nothing;
        self.source.with_part(&self.part, &mut |rows| outcome = view.rebuild(rows));
        outcome
    }
}

/// What happened to a source since a view followed it.
pub(super) enum Missed<I> {
    /// Nothing.
    Nothing,
    /// These records changed, in this order.
    These(Vec<I>),
    /// More than the source remembers: everything has to be read.
    TooMuch,
}

/// What happened since `version`, which becomes the present one.
pub(super) fn missed<S: Source>(source: &S, version: &Cell<Option<u64>>) -> Missed<S::Id> {
    let now = source.version();
    let known = version.replace(Some(now));
    if known == Some(now) {
        return Missed::Nothing;
    }
    let mut changed = Vec::new();
    match known.map(|known| source.changed_since(known, &mut |id| changed.push(id))) {
        Some(ControlFlow::Continue(())) => Missed::These(changed),
        Some(ControlFlow::Break(())) | None => Missed::TooMuch,
    }
}
