//! The tasks of one group, and those put away.

use yew::prelude::*;

use super::{Glyph, icon, task_add::TaskAdd, task_rows::TaskRows};
use holdfast_query::view::Interest;

use crate::{
    board::{use_board, use_tasks},
    hooks::{DropTarget, use_drop_target},
    t,
    views::{Asked, Group, Layout},
};

/// Properties of [`TaskGroup`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) group: Group,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// The row of the table, from 1, that it begins at.
    #[prop_or_default]
    pub(crate) first_row: usize,
}

/// A group with its tasks, or folded: its heading, which says how many there are, takes tasks all the same.
#[component]
pub(crate) fn TaskGroup(props: &Props) -> Html {
    let Props { group, label, first_row } = props;
    let board = use_board();
    let all = use_tasks(&board, vec![Interest::Count { group: group.clone() }], |list| list.count(group));
    let takes = board.takes(group);
    let DropTarget { over, ondragover, ondragleave, ondrop } = {
        let (board, group) = (board.clone(), group.clone());
        use_drop_target(takes, move |task| board.move_to(task, &group))
    };
    let status = group.status();
    let heading = format!("group-{}", group.slug());
    let layout = board.asked.layout;
    let folded = board.asked.is_folded(group);
    // The heading is the button: all of it can be pressed.
    let head = |count: Html| {
        let body = html! {
            <>
                if status.is_some() && layout != Layout::Table {
                    <span class="status-dot" aria-hidden="true" />
                }
                <span class="status-name">{ label }</span>
                <span class="status-count">{ count }</span>
            </>
        };
        if !Asked::can_fold(group) {
            return body;
        }
        let (board, group) = (board.clone(), group.clone());
        let onclick = Callback::from(move |_: MouseEvent| board.fold(&group));
        html! {
            <button type="button" class="fold" aria-expanded={if folded { "false" } else { "true" }} {onclick}>
                { icon(if folded { Glyph::Right } else { Glyph::Unfolded }) }{ body }
            </button>
        }
    };
    if layout == Layout::Table {
        let head = head(html! { { t::tasks_counted(all) } });
        return html! {
            <>
                if *group != Group::All {
                <tbody class="table-group" data-group={group.slug()}>
                    <tr aria-rowindex={first_row.to_string()}><th colspan="7" scope="rowgroup" id={heading}><div>{ head }</div></th></tr>
                </tbody>
                }
                if !folded {
                    <TaskRows group={group.clone()} {all} first_row={first_row + usize::from(*group != Group::All)} {layout} />
                }
            </>
        };
    }
    html! {
        <section
            class={classes!("status-group", over.then_some("drop-here"), folded.then_some("is-folded"))}
            data-group={group.slug()}
            data-status={status.map(|status| status.name())}
            aria-labelledby={heading.clone()}
            {ondragover} {ondragleave} {ondrop}
        >
            <h2 class="status-head" id={heading.clone()}>
                { head(html! { <>{ t::number(all) }<span class="hidden">{ t::tasks_hidden(all) }</span></> }) }
            </h2>
            if !folded {
                <div class="tasks-box" data-scrolls={heading}><TaskRows group={group.clone()} {all} {layout} /></div>
            }
            if let Some(status) = status.filter(|_| board.editable && !folded) {
                <TaskAdd {status} />
            }
        </section>
    }
}

/// Tasks that were put away, behind a button that counts them. A board has a column of them, and a table a group.
#[component]
pub(crate) fn Archive() -> Html {
    let board = use_board();
    let is_open = board.asked.archive;
    let group = Group::Archive;
    let all = use_tasks(&board, vec![Interest::Count { group: Group::Archive }], |list| list.count(&group));
    if all == 0 {
        // What fills the rest of the window keeps its height when there is something put away.
        return html! { if board.asked.layout != Layout::List { <div class="archive" /> } };
    }
    let onclick = {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| board.swap_archive())
    };
    html! {
        <section class="archive" aria-label={t::archive()}>
            <button type="button" class="archive-toggle" aria-expanded={if is_open { "true" } else { "false" }} {onclick}>
                { if is_open { t::archive_hide(all) } else { t::archive_show(all) } }
            </button>
            if is_open && board.asked.layout == Layout::List {
                <TaskRows {group} {all} layout={Layout::List} />
            }
        </section>
    }
}
