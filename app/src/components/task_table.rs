//! A project's tasks as a table.

use yew::prelude::*;

use crate::{
    board::{Board, Visit},
    t::{self, Words},
    views::{Asked, Sort},
};

/// The columns, and what each is sorted by, if it is.
const COLUMNS: &[(Words, Option<Sort>)] = &[
    (t::title, Some(Sort::Title)),
    (t::status, Some(Sort::Status)),
    (t::priority, Some(Sort::Priority)),
    (t::people, None),
    (t::labels, None),
    (t::due, Some(Sort::Due)),
    (t::time, Some(Sort::Time)),
];

/// The table's head, and the groups below it: so many rows in all, most of which are not drawn. A column's head sorts by it, and by the same the other way round.
pub(crate) fn table(board: &Board, rows: usize, groups: Html) -> Html {
    let asked = &board.asked;
    let head = |(name, sort): &(Words, Option<Sort>)| {
        let name = name();
        let Some(sort) = *sort else { return html! { <th scope="col">{ name }</th> } };
        let is_sorted = asked.sort == sort;
        let order = match (is_sorted, asked.is_ascending()) {
            (false, _) => None,
            (true, true) => Some("ascending"),
            (true, false) => Some("descending"),
        };
        let onclick = {
            let board = board.clone();
            let next = Asked { sort, turned: is_sorted && !asked.turned, ..(**asked).clone() };
            Callback::from(move |_: MouseEvent| board.look(&next, Visit::Next))
        };
        let sign = match order {
            None => "",
            Some("ascending") => "M8 12.5V4M4.5 7.5L8 4l3.5 3.5",
            Some(_) => "M8 3.5V12M4.5 8.5L8 12l3.5-3.5",
        };
        html! {
            <th scope="col" aria-sort={order}>
                <button type="button" class="sort" data-sort={sort.name()} {onclick}>
                    { name }
                    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={sign} /></svg>
                </button>
            </th>
        }
    };
    html! {
        <div class="table-box" data-scrolls="table" role="region" aria-label={t::tasks_table()} tabindex="0">
            <table class="task-table" aria-rowcount={rows.to_string()}>
                <thead><tr aria-rowindex="1">{ for COLUMNS.iter().map(head) }</tr></thead>
                { groups }
            </table>
        </div>
    }
}
