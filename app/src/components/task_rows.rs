//! The tasks of one group, of which only those in view are drawn.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{entity::Task, id::Id, replica::Replica};
use holdfast_query::view::Interest;
use web_sys::Element;
use yew::prelude::*;

use super::task_row::{Plain, TaskRow};
use crate::{
    board::{Opened, use_board, use_tasks},
    browser,
    hooks::{Offsets, use_heights, use_media, use_records, use_rem, use_whole_rows, use_window},
    task_list::{TaskList, within},
    views::{Group, Layout, Picked},
};

/// Where a line has two, and no room for its tools: `tasks.css` has the same width.
const NARROW: &str = "(max-width: 40rem)";

/// How high a line or a table's row is, in rem: `--row` of the styles.
const HEIGHT: f64 = 2.5;

/// How high a line is that has two, in rem.
const HEIGHT_NARROW: f64 = 3.25;

/// How high a card is of which nothing more is known, with the space below it, in rem: `--card` of the styles, and [`SPACE_CARD`].
const HEIGHT_CARD: f64 = 5.75;

/// The space below a card, in rem.
const SPACE_CARD: f64 = 0.5;

/// Properties of [`TaskRows`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Which group.
    pub(crate) group: Group,
    /// How many tasks it has.
    pub(crate) all: usize,
    /// The row of the table, from 1, that its first task has.
    #[prop_or_default]
    pub(crate) first_row: usize,
    /// As lines, as cards, or as rows of a table.
    pub(crate) layout: Layout,
}

/// The rows of a group. Lines have one height, and cards that of their words, which is known once they have been drawn: so where
/// each stands is known, or nearly, without drawing it.
#[component]
pub(crate) fn TaskRows(props: &Props) -> Html {
    let Props { group, all, first_row, layout } = props;
    let (all, first_row, layout) = (*all, *first_row, *layout);
    let board = use_board();
    let picked = use_context::<Rc<Picked>>().unwrap_or_default();
    let Opened(opened) = use_context().unwrap_or_default();
    let (narrow, rem) = (use_media(NARROW) && layout == Layout::List, use_rem());
    let lines = match layout {
        Layout::Board => HEIGHT_CARD,
        Layout::List if narrow => HEIGHT_NARROW,
        Layout::List | Layout::Table => HEIGHT,
    };
    let (node, height) = (use_node_ref(), rem * lines);
    let heights = use_heights(&node, (layout == Layout::Board).then_some(rem * SPACE_CARD));
    let offsets = match layout {
        Layout::Board => {
            let place = |list: &TaskList, id| list.rank(id).filter(|at| at.group == group).map(|at| at.index);
            let odd = board.list(|list| heights.odd(height, |id| place(list, id)));
            Offsets::Near { rows: all, height, odd }
        }
        Layout::List | Layout::Table => Offsets::Even { rows: all, height },
    };
    let drawn = use_window(&node, &offsets);
    let interests = vec![Interest::Ids { group: group.clone(), indices: drawn.clone() }];
    let ids = use_tasks(&board, interests, |list| within(list, group, drawn.clone()));
    // Cards are as high as what they say, and a line that has two says it in both.
    let whole = use_whole_rows(layout == Layout::List && !narrow, &ids);
    let passing: Vec<Id<Task>> = ids.iter().zip(&whole).filter(|(_, whole)| !**whole).map(|(id, _)| *id).collect();
    let passing: BTreeMap<Id<Task>, Plain> = use_records(move |records| {
        let plain = |replica: &Replica| passing.iter().filter_map(|id| Some((*id, Plain::of(replica, *id)?))).collect();
        if passing.is_empty() { BTreeMap::new() } else { records.read(plain) }
    });
    let (above, below) = (offsets.above(drawn.start), offsets.below(drawn.end));
    let numbers = Numbers { first: drawn.start, all, first_row, layout };
    use_effect_with((ids.clone(), whole, numbers), {
        let node = node.clone();
        move |(.., numbers)| numbers.tell(&node)
    });
    // A row that is scrolled out of what is drawn takes the focus with it.
    use_effect_with(drawn.clone(), |_| browser::focus_later_if_lost(".project"));
    let rows = ids.into_iter().map(|id: Id<_>| {
        let (picked, opened) = (picked.has(id.record()), opened == Some(id));
        if let Some(plain) = passing.get(&id) {
            return plain.row(picked, opened, board.editable);
        }
        html! { <TaskRow key={id.uuid().as_u128()} {id} {picked} {opened} {layout} {narrow} /> }
    });
    if layout == Layout::Table {
        let space = |height: f64| html! { if height > 0.0 { <tr aria-hidden="true" style={format!("block-size: {height}px")}><td colspan="7" /></tr> } };
        return html! { <tbody ref={node} class="tasks">{ space(above) }{ for rows }{ space(below) }</tbody> };
    }
    if layout == Layout::Board {
        // Elements: where a card above turns out higher than thought, the browser holds what is in view, unless it is the list
        // itself that has changed.
        let space =
            |height: f64| html! { <li class="space" aria-hidden="true" style={format!("block-size: {height}px")} /> };
        return html! { <ol ref={node} class="tasks" role="list">{ space(above) }{ for rows }{ space(below) }</ol> };
    }
    let space = format!("padding-block: {above}px {below}px");
    html! { <ol ref={node} class="tasks" role="list" style={space}>{ for rows }</ol> }
}

/// Where the drawn rows stand among those that are not.
#[derive(Clone, Copy, PartialEq)]
struct Numbers {
    /// How many stand before the first one drawn.
    first: usize,
    all: usize,
    first_row: usize,
    layout: Layout,
}

impl Numbers {
    /// Tells it of every row: what a task that comes or goes changes of all the others is this and nothing else, which is
    /// no reason to draw them again.
    fn tell(self, list: &NodeRef) {
        let Some(list) = list.cast::<Element>() else { return };
        for (index, row) in browser::all::<Element>(Some(&list), ":scope > .task").into_iter().enumerate() {
            let place = self.first + index;
            let told = match self.layout {
                Layout::Table => vec![("aria-rowindex", self.first_row + place)],
                Layout::List | Layout::Board => vec![("aria-posinset", place + 1), ("aria-setsize", self.all)],
            };
            for (name, number) in told {
                let _ = row.set_attribute(name, &number.to_string());
            }
        }
    }
}
