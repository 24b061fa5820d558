//! What is most worth knowing of what is on its way, and the way to the rest.

use holdfast_core::replica::Replica;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Connection, Entry, Line, Row, lines, plan, use_question};
use crate::{
    browser,
    components::Dialog,
    hooks::{use_kept_focus, use_now, use_records},
    route::Route,
    stores::Records,
    t,
    words::sync,
};

/// The most edits listed here; the page has all.
const LISTED: usize = 6;

/// The first edits, refused ones before others, and how many there are.
fn first(records: &Records) -> (Vec<Line>, usize) {
    let link = records.link();
    records.read(|replica: &Replica| {
        let rows = plan(replica);
        let edits = || rows.iter().filter(|row| matches!(row, Row::Edit { .. }));
        let few: Vec<Row> = edits().take(LISTED).cloned().collect();
        (lines(replica, &few, link), edits().count() + replica.unreadable().len())
    })
}

/// Properties of [`SyncList`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_close: Callback<()>,
}

/// The dialog behind the sign in the bar.
#[component]
pub(crate) fn SyncList(props: &Props) -> Html {
    let shown = use_records(|records| sync::shown(records.sync(), records.is_opening()));
    let (few, all) = use_records(first);
    let now = use_now();
    let (on_ask, question) = use_question();
    let node = use_node_ref();
    let onclick = use_kept_focus(&node, few.clone(), ".sync-list .sync-open");
    let entries = few.iter().filter_map(|line| match line {
        Line::Edit(edit) => Some(html! {
            <li key={edit.op.to_string()} class="sync-line" data-op={edit.op.to_string()} data-stuck={edit.is_refused.then_some("true")}>
                <Entry edit={edit.clone()} {now} on_ask={on_ask.clone()} />
            </li>
        }),
        _ => None,
    });
    let more = all.saturating_sub(few.len());
    html! {
        <Dialog class="sync-list" title={shown.label} on_close={props.on_close.clone()}>
            <p>{ shown.meaning }</p>
            <Connection />
            if all > 0 {
                <ul ref={node} class="sync-lines" {onclick} tabindex="0" aria-label={t::sync_lines()}>{ for entries }</ul>
            }
            if more > 0 {
                <p>{ t::more_edits(more) }</p>
            }
            // Outside its entry, which may go while the words are being changed.
            { for question }
            // Closed at once, so that the page that comes can take the focus.
            <div class="dialog-actions" onclick={|_: MouseEvent| browser::close_dialog("dialog.sync-list")}>
                <Link<Route> to={Route::Sync} classes="button primary sync-open">{ t::open_sync() }</Link<Route>>
            </div>
        </Dialog>
    }
}
