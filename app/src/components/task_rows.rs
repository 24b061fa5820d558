//! The tasks of one group, of which only those in view are drawn.

use holdfast_core::id::Id;
use holdfast_query::view::Interest;
use yew::prelude::*;

use super::task_row::TaskRow;
use crate::{
    board::{use_board, use_tasks},
    browser,
    hooks::{Offsets, use_media, use_window},
    task_list::within,
    views::Group,
};

/// Where a row has two lines: `tasks.css` has the same width.
const NARROW: &str = "(max-width: 40rem)";

/// How high a row is, in rem: `--row` of the styles.
const HEIGHT: f64 = 2.5;

/// How high a row of two lines is, in rem.
const HEIGHT_NARROW: f64 = 3.25;

/// Properties of [`TaskRows`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Which group.
    pub(crate) group: Group,
    /// How many tasks it has.
    pub(crate) all: usize,
}

/// The rows of a group. All have one height, so that where each stands is known without drawing it.
#[component]
pub(crate) fn TaskRows(props: &Props) -> Html {
    let Props { group, all } = props;
    let all = *all;
    let board = use_board();
    let narrow = use_media(NARROW);
    let height = browser::rem() * if narrow { HEIGHT_NARROW } else { HEIGHT };
    let offsets = Offsets::Even { rows: all, height };
    let node = use_node_ref();
    let drawn = use_window(&node, &offsets);
    let interests = vec![Interest::Ids { group: group.clone(), indices: drawn.clone() }];
    let ids = use_tasks(&board, interests, |list| within(list, group, drawn.clone()));
    let space = format!("padding-block: {}px {}px", offsets.above(drawn.start), offsets.below(drawn.end));
    let row = |(index, id): (usize, Id<_>)| {
        html! { <TaskRow key={id.uuid().as_u128()} {id} place={(drawn.start + index + 1, all)} /> }
    };
    html! { <ol ref={node} class="tasks" role="list" style={space}>{ for ids.into_iter().enumerate().map(row) }</ol> }
}
