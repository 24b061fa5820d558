//! What a view shows: which rows, in which groups, in which order.

use std::hash::Hash;

/// Where a row stands in a view. Rows of one key stand in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place<G, K> {
    /// The group it belongs to; `()` where there are no groups.
    pub group: G,
    /// What it is sorted by within the group. For a descending order, [`std::cmp::Reverse`].
    pub key: K,
}

/// The description of a view: pure functions of a row. The same row always has the same place, until it changes.
///
/// Keys and groups are kept twice for every row shown, so they should clone cheaply (`Rc<str>` rather than `String`).
pub trait ViewSpec: 'static {
    /// What is shown.
    type Row: 'static;
    /// What names a row for ever.
    type Id: Copy + Eq + Ord + Hash + 'static;
    /// What rows are sorted by.
    type Key: Ord + Clone + 'static;
    /// What rows are grouped by.
    type Group: Ord + Clone + 'static;

    /// The row's id.
    fn id(&self, row: &Self::Row) -> Self::Id;

    /// Where the row stands; `None` if it is filtered out.
    fn place(&self, row: &Self::Row) -> Option<Place<Self::Group, Self::Key>>;

    /// Whether the row has a place, where nobody asks which: some can tell at less cost.
    fn shows(&self, row: &Self::Row) -> bool {
        self.place(row).is_some()
    }

    /// The same of a row that a wider view shows, as [`SourceView::narrowed`](super::SourceView::narrowed) asks it: what both
    /// want of a row need not be looked at again.
    fn keeps(&self, row: &Self::Row) -> bool {
        self.shows(row)
    }
}

/// A view described by closures.
///
/// ```
/// use std::cmp::Reverse;
///
/// use holdfast_query::view::{Place, View, ViewSpec as _};
///
/// struct Song { id: u32, album: &'static str, plays: u32 }
///
/// let popular = View::of(|song: &Song| song.id)
///     .filter(|song| song.plays > 0)
///     .group_by(|song| song.album)
///     .sort_by_key(|song| Reverse(song.plays));
/// let place = popular.place(&Song { id: 1, album: "Blue", plays: 7 });
/// assert_eq!(place, Some(Place { group: "Blue", key: Reverse(7) }));
/// assert_eq!(popular.place(&Song { id: 2, album: "Blue", plays: 0 }), None);
/// ```
pub struct View<R, I, G = (), K = ()> {
    id: Box<dyn Fn(&R) -> I>,
    shows: Box<dyn Fn(&R) -> bool>,
    group: Box<dyn Fn(&R) -> G>,
    key: Box<dyn Fn(&R) -> K>,
}

impl<R: 'static, I> View<R, I> {
    /// All rows, in one group, in the order of their ids.
    pub fn of(id: impl Fn(&R) -> I + 'static) -> Self {
        Self { id: Box::new(id), shows: Box::new(|_| true), group: Box::new(|_| ()), key: Box::new(|_| ()) }
    }
}

impl<R: 'static, I, G, K> View<R, I, G, K> {
    /// Only the rows that this holds for as well.
    pub fn filter(self, shows: impl Fn(&R) -> bool + 'static) -> Self {
        let also = self.shows;
        Self { shows: Box::new(move |row| also(row) && shows(row)), ..self }
    }

    /// Sorted by this key, and by nothing said before: a tuple sorts by several.
    pub fn sort_by_key<L>(self, key: impl Fn(&R) -> L + 'static) -> View<R, I, G, L> {
        View { id: self.id, shows: self.shows, group: self.group, key: Box::new(key) }
    }

    /// In groups, and in none said before: a tuple groups by several.
    pub fn group_by<H>(self, group: impl Fn(&R) -> H + 'static) -> View<R, I, H, K> {
        View { id: self.id, shows: self.shows, group: Box::new(group), key: self.key }
    }
}

impl<R, I, G, K> ViewSpec for View<R, I, G, K>
where
    R: 'static,
    I: Copy + Eq + Ord + Hash + 'static,
    G: Ord + Clone + 'static,
    K: Ord + Clone + 'static,
{
    type Row = R;
    type Id = I;
    type Key = K;
    type Group = G;

    fn id(&self, row: &R) -> I {
        (self.id)(row)
    }

    fn place(&self, row: &R) -> Option<Place<G, K>> {
        (self.shows)(row).then(|| Place { group: (self.group)(row), key: (self.key)(row) })
    }
}
