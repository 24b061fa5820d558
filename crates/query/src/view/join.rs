//! A view in which a row's place depends on another record, found by id: rows sorted by their owner's name.

use std::hash::Hash;

use super::{
    links::Links,
    live::{Change, LiveView},
    outcome::Outcome,
    spec::{Place, ViewSpec},
};

/// The description of a joined view: pure functions, as in [`ViewSpec`].
pub trait JoinSpec: 'static {
    /// What is shown. Cloned when it is placed, so it should be cheap to clone (an `Rc`).
    type Row: Clone + 'static;
    /// What names a row for ever.
    type Id: Copy + Eq + Ord + Hash + 'static;
    /// What rows refer to. Cloned for every row placed.
    type Foreign: Clone + 'static;
    /// What names a foreign record for ever.
    type ForeignId: Copy + Eq + Ord + Hash + 'static;
    /// What rows are sorted by.
    type Key: Ord + Clone + 'static;
    /// What rows are grouped by.
    type Group: Ord + Clone + 'static;

    /// The row's id.
    fn id(&self, row: &Self::Row) -> Self::Id;

    /// The record that the row's place depends on.
    fn foreign(&self, row: &Self::Row) -> Option<Self::ForeignId>;

    /// Where the row stands; `None` if it is filtered out. `foreign` is `None` where the row refers to nothing, or to a record
    /// that is not there (yet).
    fn place(&self, row: &Self::Row, foreign: Option<&Self::Foreign>) -> Option<Place<Self::Group, Self::Key>>;
}

/// Where rows and foreign records are looked up: the truth, which the view keeps no copy of. Asked during a change, it
/// answers with everything as it is after the change.
///
/// A pair of functions, the rows' and the foreign records', is one.
pub trait Lookup<S: JoinSpec> {
    /// A row.
    fn row(&self, id: S::Id) -> Option<S::Row>;

    /// A foreign record.
    fn foreign(&self, id: S::ForeignId) -> Option<S::Foreign>;
}

impl<S, R, F> Lookup<S> for (R, F)
where
    S: JoinSpec,
    R: Fn(S::Id) -> Option<S::Row>,
    F: Fn(S::ForeignId) -> Option<S::Foreign>,
{
    fn row(&self, id: S::Id) -> Option<S::Row> {
        self.0(id)
    }

    fn foreign(&self, id: S::ForeignId) -> Option<S::Foreign> {
        self.1(id)
    }
}

/// A row and the record it refers to.
#[derive(Clone, Debug)]
pub struct Pair<R, F> {
    /// The row.
    pub row: R,
    /// The record, if the row refers to one that is there.
    pub foreign: Option<F>,
}

/// A join as a view of pairs.
#[derive(Clone, Debug)]
pub struct Joined<S>(S);

impl<S: JoinSpec> ViewSpec for Joined<S> {
    type Row = Pair<S::Row, S::Foreign>;
    type Id = S::Id;
    type Key = S::Key;
    type Group = S::Group;

    fn id(&self, pair: &Self::Row) -> S::Id {
        self.0.id(&pair.row)
    }

    fn place(&self, pair: &Self::Row) -> Option<Place<S::Group, S::Key>> {
        self.0.place(&pair.row, pair.foreign.as_ref())
    }
}

/// A [`LiveView`] over rows and the records they refer to. A changed row costs O(log n), a changed foreign record
/// O(dependents · log n). It holds ids and keys only.
pub struct JoinView<S: JoinSpec> {
    view: LiveView<Joined<S>>,
    /// Of every row there is, filtered out or not: a foreign record may bring a row in.
    links: Links<S::Id, S::ForeignId>,
}

impl<S: JoinSpec> JoinView<S> {
    /// A view of no rows yet.
    pub fn new(spec: S) -> Self {
        Self { view: LiveView::new(Joined(spec)), links: Links::new() }
    }

    /// The rows in order, to be read.
    pub fn view(&self) -> &LiveView<Joined<S>> {
        &self.view
    }

    /// Forgets everything and shows these rows: O(n log n).
    pub fn rebuild(&mut self, rows: impl IntoIterator<Item = S::Row>, source: &impl Lookup<S>) -> Outcome<S::Group> {
        self.links = Links::new();
        let pairs: Vec<_> = rows.into_iter().map(|row| self.link(row, source)).collect();
        self.view.rebuild(&pairs)
    }

    /// Follows a change of rows, of foreign records or of both: which they are says `source`. One that it does not have is
    /// gone. Outcomes as from [`LiveView::apply_all`].
    pub fn apply(
        &mut self,
        rows: impl IntoIterator<Item = S::Id>,
        foreign: impl IntoIterator<Item = S::ForeignId>,
        source: &impl Lookup<S>,
    ) -> Vec<Outcome<S::Group>> {
        let mut ids: Vec<S::Id> = rows.into_iter().collect();
        for id in foreign {
            ids.extend(self.links.dependents(id));
        }
        // Each row once, and the same outcomes for the same set of changes.
        ids.sort_unstable();
        ids.dedup();
        let pairs: Vec<_> = ids.into_iter().map(|id| (id, self.look_up(id, source))).collect();
        self.view.apply_all(pairs.iter().map(|(id, pair)| Change { id: *id, now: pair.as_ref() }))
    }

    fn look_up(&mut self, id: S::Id, source: &impl Lookup<S>) -> Option<Pair<S::Row, S::Foreign>> {
        let row = source.row(id);
        if row.is_none() {
            self.links.set(id, None);
        }
        row.map(|row| self.link(row, source))
    }

    fn link(&mut self, row: S::Row, source: &impl Lookup<S>) -> Pair<S::Row, S::Foreign> {
        let spec = &self.view.spec().0;
        let foreign = spec.foreign(&row);
        self.links.set(spec.id(&row), foreign);
        Pair { row, foreign: foreign.and_then(|id| source.foreign(id)) }
    }
}
