//! Whether an edit that waits is not to be sent at all.

use holdfast_core::{operation::ClientSeq, replica::Place};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::Dialog;
use crate::{
    hooks::{use_repair, use_session, use_undo},
    t,
    words::operation,
};

/// Properties of [`Withdraw`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) seq: ClientSeq,
    pub(super) on_close: Callback<()>,
}

/// The question. What may have left this device cannot be unsent; it can be undone.
#[component]
pub(super) fn Withdraw(props: &Props) -> Html {
    let Props { seq, on_close } = props;
    let seq = *seq;
    let (session, repair, undo) = (use_session(), use_repair(), use_undo());
    // As it was when it was asked: what it does stays readable while it goes.
    let what = {
        let session = session.clone();
        use_memo(seq, move |seq| {
            let replica = session.replica();
            let (_, pending) = replica.pending().find(|(place, _)| *place == Place::Stored(*seq))?;
            let (op, seen) = (&pending.operation, replica.seen(pending.operation.id).map(AsRef::as_ref));
            let words = operation::describe(&op.kind, &op.action, seen);
            Some((op.op_id, words, replica.built_on(*seq).saturating_sub(1)))
        })
    };
    let has_left = use_state(|| None::<bool>);
    use_effect_with(seq, {
        let has_left = has_left.clone();
        move |seq| {
            let seq = *seq;
            // The discard itself finds out if the database would not say.
            spawn_local(async move { has_left.set(Some(session.has_left(seq).await.unwrap_or_default())) });
        }
    });
    let Some((op, words, others)) = what.as_ref() else {
        return html! {
            <Dialog class="withdraw" title={t::withdraw_none()} on_close={on_close.clone()}>
                <p>{ t::withdraw_done() }</p>
            </Dialog>
        };
    };
    let discard = {
        let (on_close, has_left) = (on_close.clone(), has_left.clone());
        Callback::from(move |_: MouseEvent| {
            let has_left = has_left.clone();
            repair.withdraw(seq, Callback::from(move |()| has_left.set(Some(true))), on_close.clone());
        })
    };
    let take_back = {
        let (on_close, op) = (on_close.clone(), *op);
        Callback::from(move |_: MouseEvent| {
            undo.edit(op);
            on_close.emit(());
        })
    };
    let (title, meaning) = match *has_left {
        Some(true) => (t::withdraw_sent(), t::withdraw_sent_words().to_owned()),
        _ => (t::withdraw_ask(), meaning(*others)),
    };
    html! {
        <Dialog class="withdraw" {title} on_close={on_close.clone()}>
            <p class="withdraw-words">{ words }</p>
            <p role="status">{ meaning }</p>
            <div class="dialog-actions">
                if *has_left == Some(true) {
                    <button type="button" class="primary take-back" onclick={take_back}>{ t::withdraw_undo() }</button>
                } else {
                    <button type="button" class="danger confirm" disabled={has_left.is_none()} onclick={discard}>
                        { if *others == 0 { t::discard().to_owned() } else { t::discard_all(others + 1) } }
                    </button>
                }
            </div>
        </Dialog>
    }
}

/// What goes, in words.
fn meaning(others: usize) -> String {
    match others {
        0 => t::withdraw_alone().into(),
        _ => t::withdraw_others(others),
    }
}
