//! A view that is kept up to date change by change.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    groups::Groups,
    outcome::{At, Outcome},
    spec::{Place, ViewSpec},
};

/// A batch that moves more than one row in so many is done by building the view again from what stays and what moves.
/// Measured natively with batches that move random rows: both ways cost the same at one row in 8 (of 1,000 rows in view), in
/// 14 (of 10,000) and in 20 to 40 (of 100,000).
const REBUILD_SHARE: usize = 16;

/// A batch this small is never done by building again: one outcome a row says more than that anything may have changed.
const REBUILD_LEAST: usize = 16;

/// An id and where its row is to stand.
type Placed<S> = (<S as ViewSpec>::Id, Option<Place<<S as ViewSpec>::Group, <S as ViewSpec>::Key>>);

/// One row's change. The view remembers where the row stood, so no former row is needed.
#[derive(Debug)]
pub struct Change<'a, I, R> {
    /// The row's id.
    pub id: I,
    /// The row as it is now; `None` if it is gone.
    pub now: Option<&'a R>,
}

/// A view's rows in order: their ids, groups and keys, never the rows themselves. A change costs O(log n), reading a window
/// O(log n + its length); nothing is as long as the view but building it.
pub struct LiveView<S: ViewSpec> {
    spec: S,
    /// Where every row shown stands; the truth that `groups` is an order of.
    pub(super) places: FxHashMap<S::Id, Place<S::Group, S::Key>>,
    pub(super) groups: Groups<S::Group, S::Key, S::Id>,
}

impl<S: ViewSpec> LiveView<S> {
    /// A view of no rows yet.
    pub fn new(spec: S) -> Self {
        Self { spec, places: FxHashMap::default(), groups: Groups::new() }
    }

    /// What it shows.
    pub fn spec(&self) -> &S {
        &self.spec
    }

    /// Forgets everything and shows these rows: O(n log n). Of rows with one id, the last counts.
    pub fn rebuild<'a>(&mut self, rows: impl IntoIterator<Item = &'a S::Row>) -> Outcome<S::Group> {
        self.places.clear();
        for row in rows {
            self.note((self.spec.id(row), self.spec.place(row)));
        }
        let all = self.places.iter().map(|(id, place)| (place.clone(), *id));
        Outcome::Rebuilt { recounted: self.groups.rebuild(|_| false, all) }
    }

    /// A view of some rows of this one, each where it stands here: `shown` says of every row, in the order of [`Self::ids`],
    /// whether it is one of them. O(rows).
    pub fn narrowed(&self, spec: S, shown: impl IntoIterator<Item = bool>) -> Self {
        let groups = self.groups.narrowed(shown.into_iter());
        let mut places = FxHashMap::default();
        places.reserve(groups.iter().map(|(_, rows)| rows.len()).sum());
        for (group, rows) in groups.iter() {
            places.extend(rows.iter().map(|row| (row.id, Place { group: group.clone(), key: row.key.clone() })));
        }
        Self { spec, places, groups }
    }

    /// Follows one change.
    pub fn apply(&mut self, change: Change<'_, S::Id, S::Row>) -> Outcome<S::Group> {
        let (id, place) = self.placed(&change);
        self.put(id, place)
    }

    /// Follows many changes, in their order; of a row that changed twice, the last counts. Gives what changed, without the
    /// changes that came to [`Outcome::Nothing`]: each after the other, or the one [`Outcome::Rebuilt`] if much of the view
    /// moves.
    pub fn apply_all<'a>(
        &mut self,
        changes: impl IntoIterator<Item = Change<'a, S::Id, S::Row>>,
    ) -> Vec<Outcome<S::Group>> {
        let placed: Vec<_> = changes.into_iter().map(|change| self.placed(&change)).collect();
        let moving = placed.iter().filter(|(id, place)| self.places.get(id) != place.as_ref()).count();
        if moving > REBUILD_LEAST.max(self.len() / REBUILD_SHARE) {
            return vec![self.put_all(placed)];
        }
        let outcomes = placed.into_iter().map(|(id, place)| self.put(id, place));
        outcomes.filter(|outcome| *outcome != Outcome::Nothing).collect()
    }

    fn placed(&self, change: &Change<'_, S::Id, S::Row>) -> Placed<S> {
        debug_assert!(change.now.is_none_or(|row| self.spec.id(row) == change.id), "a row came under another's id");
        (change.id, change.now.and_then(|row| self.spec.place(row)))
    }

    /// Notes where a row stands and gives where it stood.
    fn note(&mut self, (id, place): Placed<S>) -> Option<Place<S::Group, S::Key>> {
        match place {
            Some(place) => self.places.insert(id, place),
            None => self.places.remove(&id),
        }
    }

    fn put(&mut self, id: S::Id, place: Option<Place<S::Group, S::Key>>) -> Outcome<S::Group> {
        match (self.note((id, place.clone())), place) {
            (None, None) => Outcome::Nothing,
            (None, Some(place)) => Outcome::Entered(self.groups.insert(place, id)),
            (Some(before), None) => Outcome::Left(self.groups.remove(before, id)),
            (Some(before), Some(place)) if before == place => {
                let index = self.groups.rank(&place, id).expect("a row stands where it was put");
                Outcome::Updated(At { group: place.group, index })
            }
            (Some(before), Some(place)) => {
                let from = self.groups.remove(before, id);
                let to = self.groups.insert(place, id);
                if from == to { Outcome::Updated(to) } else { Outcome::Moved { from, to } }
            }
        }
    }

    fn put_all(&mut self, placed: Vec<Placed<S>>) -> Outcome<S::Group> {
        let mut changed = FxHashSet::default();
        for (id, place) in placed {
            changed.insert(id);
            self.note((id, place));
        }
        let put = changed.iter().filter_map(|id| Some((self.places.get(id)?.clone(), *id)));
        Outcome::Rebuilt { recounted: self.groups.rebuild(|id| !changed.contains(&id), put) }
    }
}
