//! Live views: lists over records that are filtered, sorted, grouped and joined once and then kept up to date change by
//! change. A view of 100,000 rows costs a change what a view of 1,000 costs, give or take a level of its tree: no list is
//! built, copied or searched through.
//!
//! - A [`ViewSpec`] (by closures: [`View`]) says where a row stands: its group and its key, or that it is filtered out.
//! - A [`LiveView`] follows changes and is read by window, by rank and by group. It holds ids and keys; the rows stay where
//!   they are. Each change gives an [`Outcome`]: what moved from where to where.
//! - A [`Windowed`] turns outcomes into whether what one observer shows may have changed.
//! - A [`JoinView`] is a view in which a row's place depends on another record as well.
//! - [`Ordered`] is the tree below: a set in order that knows every item's index.
//!
//! ```
//! use holdfast_query::view::{At, Change, LiveView, Outcome, View};
//!
//! #[derive(Clone)]
//! struct Row { id: u32, list: &'static str, title: &'static str, done: bool }
//! let row = |id, list, title| Row { id, list, title, done: false };
//!
//! let open = View::of(|row: &Row| row.id).filter(|row| !row.done).group_by(|row| row.list).sort_by_key(|row| row.title);
//! let mut view = LiveView::new(open);
//! let rows = [row(1, "home", "sweep"), row(2, "home", "cook"), row(3, "work", "write")];
//! view.rebuild(&rows);
//! assert_eq!(view.window(&"home", 0..10).collect::<Vec<_>>(), [2, 1]);
//! assert_eq!(view.groups().collect::<Vec<_>>(), [(&"home", 2), (&"work", 1)]);
//!
//! // One row changes: the view is told, and tells what that meant.
//! let renamed = row(1, "home", "bake");
//! let outcome = view.apply(Change { id: 1, now: Some(&renamed) });
//! let at = |index| At { group: "home", index };
//! assert_eq!(outcome, Outcome::Moved { from: at(1), to: at(0) });
//! assert!(outcome.touches(&"home", &(0..50)) && !outcome.touches(&"work", &(0..50)));
//!
//! // Filtered out, and gone, are the same to a view.
//! let done = Row { done: true, ..renamed };
//! assert_eq!(view.apply(Change { id: 1, now: Some(&done) }), Outcome::Left(at(0)));
//! assert_eq!(view.apply(Change { id: 1, now: None }), Outcome::Nothing);
//! ```

mod groups;
mod join;
mod links;
mod live;
mod ordered;
mod outcome;
mod reads;
mod source;
mod source_join;
mod spec;
mod watchers;
mod windowed;

pub use join::{JoinSpec, JoinView, Joined, Lookup, Pair};
pub use live::{Change, LiveView};
pub use ordered::{Iter, Ordered};
pub use outcome::{At, Outcome};
pub use reads::{Neighbours, Shown};
pub use source::{Followed, SourceView};
pub use source_join::SourceJoin;
pub use spec::{Place, View, ViewSpec};
pub use watchers::Watching;
pub use windowed::{Interest, Windowed};
