//! What the person chose to see. It outlives the panel's being closed.

use std::rc::Rc;

use yew::Reducible;

use crate::{
    EntryId,
    devtools::{Filter, Order, Row, Standing},
};

/// Which queries, in which order, and which of them closely.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct View {
    pub(super) filter: Filter,
    pub(super) order: Order,
    pub(super) selected: Option<EntryId>,
}

/// What the person does.
#[derive(Clone, Debug)]
pub(super) enum Choose {
    Standing(Option<Standing>),
    Text(String),
    Order(Order),
    Query(Option<EntryId>),
}

impl Reducible for View {
    type Action = Choose;

    fn reduce(self: Rc<Self>, choice: Choose) -> Rc<Self> {
        let mut view = (*self).clone();
        match choice {
            Choose::Standing(standing) => view.filter.standing = standing,
            Choose::Text(text) => view.filter.text = text,
            Choose::Order(order) => view.order = order,
            Choose::Query(selected) => view.selected = selected,
        }
        Rc::new(view)
    }
}

/// The row that a key leads to from the selected one; `None` if it is no such key, or there is no row.
pub(super) fn row_by_key(rows: &[Row], selected: Option<EntryId>, key: &str) -> Option<EntryId> {
    let last = rows.len().checked_sub(1)?;
    let at = rows.iter().position(|row| Some(row.id) == selected);
    let to = match (key, at) {
        ("ArrowDown", Some(at)) => (at + 1).min(last),
        ("ArrowUp", Some(at)) => at.saturating_sub(1),
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp" | "End", _) => last,
        _ => return None,
    };
    Some(rows[to].id)
}
