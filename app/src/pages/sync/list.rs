//! All edits that are not known to be safe on the server, of which only those in view are drawn.

use std::rc::Rc;

use yew::prelude::*;
use yew_router::prelude::*;

use super::row::RowLine;
use crate::{
    components::{
        Empty,
        sync::{Line, Row, lines, plan, use_question},
    },
    hooks::{Offsets, use_kept_focus, use_media, use_now, use_records, use_rem, use_window},
    route::Route,
    t,
};

/// Where buttons stand under the words and not beside them.
const NARROW: &str = "(max-width: 40rem)";

/// How high a row is, in rem. Rows whose heights are known can be left out where they are not in view.
fn height(row: &Row, narrow: bool) -> f64 {
    match (row, narrow) {
        (Row::Section(_), _) => 3.5,
        (Row::Reason { .. }, false) => 3.0,
        (Row::Record(_), _) => 2.5,
        (Row::Reason { seqs, .. }, true) if seqs.len() == 1 => 3.5,
        (Row::Edit { .. } | Row::Reason { .. }, true) => 6.25,
        (Row::Edit { .. } | Row::Unreadable(_), false) => 3.5,
        (Row::Unreadable(_), true) => 4.0,
    }
}

/// The list.
#[component]
pub(super) fn List() -> Html {
    let (narrow, rem) = (use_media(NARROW), use_rem());
    let rows = use_records(|records| Rc::new(records.read(plan)));
    let node = use_node_ref();
    let offsets = use_memo((Rc::clone(&rows), narrow, rem), |(rows, narrow, rem)| {
        Offsets::of(rows.iter().map(|row| height(row, *narrow) * rem))
    });
    let range = use_window(&node, &offsets);
    let shown = {
        let (rows, range) = (Rc::clone(&rows), range.clone());
        use_records(move |records| {
            let link = records.link();
            records.read(|replica| lines(replica, &rows[range.clone()], link))
        })
    };
    let now = use_now();
    // Outside its row, which may go, or out of view, while the words are being changed.
    let (on_ask, question) = use_question();
    let onclick = use_kept_focus(&node, Rc::clone(&rows), ".sync-export");
    if rows.is_empty() {
        return html! {
            <>
                <Empty title={t::sync_nothing()}>
                    <p>{ t::sync_nothing_words() }</p>
                    <p class="next-steps">
                        <Link<Route> to={Route::Engagements} classes="button">{ t::your_engagements() }</Link<Route>>
                    </p>
                </Empty>
                { for question }
            </>
        };
    }
    let space = format!("padding-block: {:.0}px {:.0}px", offsets.above(range.start), offsets.below(range.end));
    let all = rows.len();
    let entries = shown.iter().zip(&rows[range.clone()]).enumerate().map(|(number, (line, row))| {
        let place = range.start + number;
        html! { <RowLine key={key(line, place)} line={line.clone()} {now} place={(place + 1, all)} height={height(row, narrow)} on_ask={on_ask.clone()} /> }
    });
    html! {
        <>
            <ul ref={node} class="sync-rows" role="list" aria-label={t::sync_list()} style={space} {onclick}>
                { for entries }
            </ul>
            { for question }
        </>
    }
}

fn key(line: &Line, place: usize) -> String {
    match line {
        Line::Edit(edit) => edit.op.to_string(),
        _ => place.to_string(),
    }
}
