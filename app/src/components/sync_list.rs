//! What is pending, edit by edit, and what can be done about what is stuck.

use holdfast_core::{
    Millis,
    id::OpId,
    operation::ClientSeq,
    outbox::RowState,
    replica::{Place, Replica},
};
use yew::prelude::*;

use super::{Dialog, confirm::download_unsent};
use crate::{
    hooks::{use_records, use_session},
    words::{count, operation, sync, time},
};

/// The most edits listed one by one.
const LISTED: usize = 200;

#[derive(Clone, PartialEq)]
struct Line {
    op: OpId,
    words: String,
    at: Millis,
    state: String,
    /// Where it is stored, if it was refused and can be repaired.
    stuck: Option<ClientSeq>,
}

/// Problems first, then the rest as they were made.
fn lines(replica: &Replica) -> Vec<Line> {
    let is_stuck = |state: &Option<RowState>| matches!(state, Some(RowState::Dead { .. }));
    let all = || replica.pending();
    let stuck = all().filter(|(_, pending)| is_stuck(&pending.state));
    let others = all().filter(|(_, pending)| !is_stuck(&pending.state));
    let line = |(place, pending): (Place, &holdfast_core::replica::Pending)| {
        let operation = &pending.operation;
        let record = replica.seen(operation.id).map(AsRef::as_ref);
        Line {
            op: operation.op_id,
            words: operation::describe(operation, record),
            at: operation.at,
            state: sync::state(pending.state.as_ref()),
            stuck: match place {
                Place::Stored(seq) if is_stuck(&pending.state) => Some(seq),
                Place::Stored(_) | Place::Saving(_) => None,
            },
        }
    };
    stuck.chain(others).take(LISTED).map(line).collect()
}

/// Properties of [`SyncList`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_close: Callback<()>,
}

/// The list.
#[component]
pub(crate) fn SyncList(props: &Props) -> Html {
    let session = use_session();
    let shown = use_records(|records| sync::shown(records.sync(), records.is_opening()));
    let lines = use_records(|records| records.read(lines));
    let (all, unreadable) =
        use_records(|records| records.read(|replica| (replica.pending().count(), replica.unreadable().len())));
    let act = |run: fn(&holdfast_web::Session)| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| run(&session))
    };
    let now = session.now();
    html! {
        <Dialog class="sync-list" title={shown.label} on_close={props.on_close.clone()}>
            <p>{ shown.meaning }</p>
            <ul class="sync-lines" tabindex="0" aria-label="Edits on their way">
                { for lines.iter().map(|line| html! { <Entry key={line.op.to_string()} line={line.clone()} {now} /> }) }
                if unreadable > 0 {
                    <li class="sync-line" data-stuck="true">
                        <p class="sync-words">{ count(unreadable, "edit", "edits") }{ " this version cannot read" }</p>
                        <p class="sync-state">{ "Kept as it is. A newer version of Holdfast may be able to; reload to get it." }</p>
                    </li>
                }
            </ul>
            if all > lines.len() {
                <p>{ format!("and {}.", count(all - lines.len(), "more edit", "more edits")) }</p>
            }
            <div class="dialog-actions">
                if all + unreadable > 0 {
                    <button type="button" onclick={act(download_unsent)}>{ "Download unsent edits" }</button>
                }
                <button type="button" class="primary" onclick={act(|session| session.sync_now())}>{ "Send now" }</button>
            </div>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct EntryProps {
    line: Line,
    now: Millis,
}

#[component]
fn Entry(props: &EntryProps) -> Html {
    let session = use_session();
    let Line { op, words, at, state, stuck } = &props.line;
    let act = |seq: ClientSeq, run: fn(&holdfast_web::Session, ClientSeq)| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| run(&session, seq))
    };
    html! {
        <li class="sync-line" data-op={op.to_string()} data-stuck={stuck.is_some().then_some("true")}>
            <p class="sync-words">{ words }</p>
            <p class="sync-state">{ state }{ " · " }{ time::ago(*at, props.now) }</p>
            if let Some(seq) = *stuck {
                <p class="sync-repair">
                    <button type="button" class="retry" onclick={act(seq, |session, seq| session.retry(seq))}>{ "Retry" }</button>
                    <button type="button" class="danger discard" onclick={act(seq, |session, seq| session.discard(seq))}>{ "Discard" }</button>
                </p>
            }
        </li>
    }
}
