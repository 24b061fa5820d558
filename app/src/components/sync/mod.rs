//! "Is my work safe?": the sign in the bar, and the parts of the page behind it.

mod edit_letter;
mod entry;
mod indicator;
mod lines;
mod old;
mod overview;
mod plan;
mod popover;
mod withdraw;

use holdfast_core::operation::ClientSeq;
use yew::prelude::*;

pub(crate) use entry::Entry;
pub(crate) use indicator::SyncIndicator;
pub(crate) use lines::{Line, lines};
pub(crate) use old::{OldEdits, old_edit};
pub(crate) use overview::Connection;
pub(crate) use plan::{Row, Section, plan};
pub(crate) use popover::SyncList;

/// What is asked about one edit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ask {
    /// Which words it should have instead.
    Edit(ClientSeq),
    /// Whether it is not to be sent at all.
    Withdraw(ClientSeq),
}

/// What is told what is to be asked, and the dialog that asks it. That stands outside the edit's line, which may go meanwhile.
#[hook]
pub(crate) fn use_question() -> (Callback<Ask>, Option<Html>) {
    let asked = use_state(|| None::<Ask>);
    let on_ask = {
        let asked = asked.clone();
        Callback::from(move |ask: Ask| asked.set(Some(ask)))
    };
    let on_close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let question = asked.map(|ask| match ask {
        Ask::Edit(seq) => html! { <edit_letter::EditLetter {seq} {on_close} /> },
        Ask::Withdraw(seq) => html! { <withdraw::Withdraw {seq} {on_close} /> },
    });
    (on_ask, question)
}
