//! Where a task can be moved to, by one press after the other: nothing has to be dragged or held.

use holdfast_core::{entity::Task, id::Id};
use holdfast_query::view::Interest;
use yew::prelude::*;

use crate::{
    board::{Board, Steady, use_board, use_of_tasks, use_tasks},
    browser, t,
    task_list::{self, Direction},
    views::{Asked, Group, Layout, groups},
};

/// The id of what opens. It is there once for all rows and the panel.
const MENU: &str = "move-menu";

/// What a press on a button does that opens it for a task.
fn opener(board: &Steady, id: Id<Task>) -> Callback<MouseEvent> {
    let board = board.clone();
    Callback::from(move |event: MouseEvent| {
        if !browser::reopens(&event, MENU) {
            board.board().open_mover.set(Some(id));
        }
    })
}

/// The button of a row that opens where its task can be moved.
pub(super) fn mover(board: &Steady, id: Id<Task>, title: &str) -> Html {
    html! {
        <button type="button" class="icon-button task-move" popovertarget={MENU} aria-label={t::move_to_named(title)} data-tip={t::move_to()} onclick={opener(board, id)}>
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M2.5 8h11M10 4.5L13.5 8 10 11.5M6 4.5L2.5 8 6 11.5" /></svg>
        </button>
    }
}

/// The same in words, for the task's panel.
pub(crate) fn panel_mover(board: &Steady, id: Id<Task>) -> Html {
    html! { <button type="button" class="panel-move" popovertarget={MENU} onclick={opener(board, id)}>{ t::move_to() }</button> }
}

/// A way within a group: its name, what people read, and what it does in which direction.
type Way = (&'static str, &'static str, Direction, fn(&Board, Id<Task>, Direction));

/// Properties of [`MoveMenu`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The task whose button was pressed last.
    pub(crate) of: Option<Id<Task>>,
}

/// The groups that a task can be put into, as a board has them, and where tasks stand by hand, the ways within its own.
#[component]
pub(crate) fn MoveMenu(props: &Props) -> Html {
    let of = props.of;
    let board = use_board();
    // What happened last, for those who do not see it.
    let said = use_state_eq(String::new);
    // A list leaves out what it has no tasks of, and some have no groups to go to: the columns of a board are there for all.
    let asked = Asked { layout: Layout::Board, ..(*board.asked).clone() };
    let (names, week) = (board.names.clone(), board.week);
    let groups = use_of_tasks(&board, move |list| groups(list, &asked, &names, week));
    let own = of.and_then(|id| board.place_of(id)).map(|(group, _, all)| (group, all));
    // Who stands first and who last is all that tells which ways there are.
    let edges = own.iter().flat_map(|(group, all)| {
        [0, all.saturating_sub(1)].map(|at| Interest::Ids { group: group.clone(), indices: at..at + 1 })
    });
    let ways = use_tasks(&board, edges.chain([Interest::Groups]).collect(), |list| {
        let leads = |direction| of.is_some_and(|id| task_list::beside(list, id, direction).is_some());
        [leads(Direction::Up), leads(Direction::Down)]
    });
    let into = |(group, label): (Group, AttrValue)| {
        let (board, key) = (board.clone(), group.slug());
        let onclick = Callback::from(move |event: MouseEvent| {
            browser::close_popover(event.target());
            if let Some(id) = of {
                board.move_to(id, &group);
                follow(&board, id);
            }
        });
        html! { <button key={key.clone()} type="button" data-group={key} {onclick}>{ label }</button> }
    };
    let within = |(name, words, direction, go): Way| {
        let (board, said) = (board.clone(), said.setter());
        let onclick = Callback::from(move |event: MouseEvent| {
            browser::close_popover(event.target());
            if let Some(id) = of {
                go(&board, id, direction);
                said.set(board.place_of(id).map_or_else(String::new, |(_, at, all)| t::reordered(at + 1, all)));
                follow(&board, id);
            }
        });
        let leads = ways[usize::from(direction == Direction::Down)];
        html! { <button type="button" data-way={name} disabled={!leads} {onclick}>{ words }</button> }
    };
    let all_within: [Way; 4] = [
        ("first", t::reorder_first(), Direction::Up, Board::to_edge),
        ("up", t::reorder_up(), Direction::Up, Board::step),
        ("down", t::reorder_down(), Direction::Down, Board::step),
        ("last", t::reorder_last(), Direction::Down, Board::to_edge),
    ];
    html! {
        <>
            <div id={MENU} class="drop" popover="auto" role="group" aria-label={t::move_task_to()}>
                <div class="drop-list">{ for groups.into_iter().filter(|(group, _)| board.takes(group)).map(into) }</div>
                if board.asked.is_by_hand() {
                    <div class="drop-list" role="group" aria-label={t::reorder_menu()}>{ for all_within.into_iter().map(within) }</div>
                }
            </div>
            <p class="hidden" role="status">{ &*said }</p>
        </>
    }
}

/// After a move: the focus goes on in the panel, if it was begun there, and else with the row.
fn follow(board: &Board, id: Id<Task>) {
    let active = browser::document().active_element();
    if !active.is_some_and(|active| active.closest(".panel").is_ok_and(|panel| panel.is_some())) {
        board.reveal(id);
    }
}
