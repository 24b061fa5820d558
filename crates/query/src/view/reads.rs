//! Reading a view: by window, by id, by group.

use std::ops::Range;

use super::{groups::Entry, live::LiveView, ordered::Ordered, outcome::At, spec::ViewSpec};

/// A row of a view: what the view knows of it.
pub type Shown<'a, S> = (<S as ViewSpec>::Id, &'a <S as ViewSpec>::Key);

/// The rows on either side of one, in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbours<T> {
    /// The one before it.
    pub before: Option<T>,
    /// The one after it.
    pub after: Option<T>,
}

impl<S: ViewSpec> LiveView<S> {
    /// How many rows there are in all groups.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many rows a group has.
    pub fn count(&self, group: &S::Group) -> usize {
        self.groups.get(group).map_or(0, Ordered::len)
    }

    /// The groups that have rows, in order, and how many.
    pub fn groups(&self) -> impl Iterator<Item = (&S::Group, usize)> {
        self.groups.iter().map(|(group, rows)| (group, rows.len()))
    }

    /// Every row, group by group, in order.
    pub fn ids(&self) -> impl Iterator<Item = S::Id> {
        self.groups.iter().flat_map(|(_, rows)| rows.iter().map(|row| row.id))
    }

    /// The ids at these indices of a group, as far as there are any.
    pub fn window(&self, group: &S::Group, indices: Range<usize>) -> impl Iterator<Item = S::Id> {
        self.rows(group, indices).map(|(id, _)| id)
    }

    /// The ids at these indices of a group, each with the key it is sorted by.
    pub fn rows(&self, group: &S::Group, indices: Range<usize>) -> impl Iterator<Item = Shown<'_, S>> {
        self.groups.get(group).into_iter().flat_map(move |rows| rows.range(indices.clone())).map(shown::<S>)
    }

    /// The row at an index of a group.
    pub fn get(&self, group: &S::Group, index: usize) -> Option<Shown<'_, S>> {
        self.groups.get(group)?.get(index).map(shown::<S>)
    }

    /// The first row of a group.
    pub fn first(&self, group: &S::Group) -> Option<Shown<'_, S>> {
        self.groups.get(group)?.first().map(shown::<S>)
    }

    /// The last row of a group.
    pub fn last(&self, group: &S::Group) -> Option<Shown<'_, S>> {
        self.groups.get(group)?.last().map(shown::<S>)
    }

    /// Whether a row is shown.
    pub fn contains(&self, id: S::Id) -> bool {
        self.places.contains_key(&id)
    }

    /// Where a row stands, if it is shown.
    pub fn rank(&self, id: S::Id) -> Option<At<&S::Group>> {
        let place = self.places.get(&id)?;
        Some(At { group: &place.group, index: self.groups.rank(place, id)? })
    }

    /// How many rows of a group have a lesser key: where a jump to this key leads.
    pub fn rank_of_key(&self, group: &S::Group, key: &S::Key) -> usize {
        // No row compares equal, so the search ends before the first of this key.
        let before = |entry: &Entry<S::Key, S::Id>| entry.key.cmp(key).then(std::cmp::Ordering::Greater);
        self.groups.get(group).map_or(0, |rows| rows.search_by(before).unwrap_or_else(|index| index))
    }

    /// The rows before and after a shown one in its group: between which keys it would move, and where the arrow keys lead.
    pub fn neighbours(&self, id: S::Id) -> Option<Neighbours<Shown<'_, S>>> {
        let At { group, index } = self.rank(id)?;
        let before = index.checked_sub(1).and_then(|index| self.get(group, index));
        Some(Neighbours { before, after: self.get(group, index + 1) })
    }
}

fn shown<S: ViewSpec>(entry: &Entry<S::Key, S::Id>) -> Shown<'_, S> {
    (entry.id, &entry.key)
}
