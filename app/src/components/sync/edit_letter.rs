//! The words of an edit that was refused, or was never sent, in a form, to be offered to the server as they should be.

use holdfast_core::{
    entity::schema_of,
    operation::{Action, ClientSeq},
    replica::{Mark, Place, Replica},
    value::{Change, Value},
};
use yew::prelude::*;

use super::super::{
    Dialog,
    form::{Asked, Control, use_form},
};
use crate::{
    hooks::{Names, use_repair, use_session},
    t,
    words::operation,
};

/// What an edit asks for, as a form shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) is_refused: bool,
    pub(super) what: String,
    pub(super) fields: Vec<Asked>,
    /// How many of its changes no form can show: they stay as they are.
    pub(super) others: usize,
}

/// An edit that was refused or waits, if it is still there.
pub(super) fn letter(replica: &Replica, seq: ClientSeq) -> Option<Letter> {
    let (_, pending) = replica.pending().find(|(place, _)| *place == Place::Stored(seq))?;
    let operation = &pending.operation;
    let put = |name: &str| match &operation.action {
        Action::Create(fields) => fields.get(name),
        Action::Set(changes) => put(changes.get(name)?),
        Action::Delete | Action::Restore => None,
    };
    let all = match &operation.action {
        Action::Create(fields) => fields.len(),
        Action::Set(changes) => changes.len(),
        Action::Delete | Action::Restore => 0,
    };
    // In the order in which the kind has them.
    let schema = schema_of(&operation.kind);
    let names = schema.iter().flat_map(|schema| schema.fields).map(|field| field.name);
    let asked = names.filter_map(|name| Asked::of(schema?, name, put(name)?.clone()));
    let fields: Vec<Asked> = asked.filter(is_shown).collect();
    let seen = replica.seen(operation.id).map(AsRef::as_ref);
    let what = operation::describe(&operation.kind, &operation.action, seen);
    Some(Letter { is_refused: pending.mark() == Mark::Dead, what, others: all - fields.len(), fields })
}

fn put(change: &Change) -> Option<&Value> {
    match change {
        Change::Put(value) => Some(value),
        Change::Members { .. } | Change::Increment(_) => None,
    }
}

/// What people write. A place in a list, and the record it belongs to, are none of their words.
fn is_shown(asked: &Asked) -> bool {
    matches!(asked.control(), Control::Line | Control::Area | Control::Choice(_) | Control::Day)
}

/// Properties of [`EditLetter`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) seq: ClientSeq,
    pub(crate) on_close: Callback<()>,
}

/// The form. What is wrong with what is typed is said before it is sent.
#[component]
pub(crate) fn EditLetter(props: &Props) -> Html {
    let Props { seq, on_close } = props;
    let seq = *seq;
    let session = use_session();
    let repair = use_repair();
    // As it was when the form was opened: what is typed is not to be thrown away by what arrives.
    let letter = use_memo(seq, move |seq| letter(&session.replica(), *seq));
    let form = use_form("letter");
    let Some(letter) = letter.as_ref() else {
        return html! {
            <Dialog class="edit-letter-form" title={t::letter_none()} on_close={on_close.clone()}>
                <p>{ t::letter_dealt() }</p>
            </Dialog>
        };
    };
    let onsubmit = {
        let (letter, form, on_close) = (letter.clone(), form.clone(), on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(written) = form.sent(&letter.fields) {
                repair.edit(seq, written);
                on_close.emit(());
            }
        })
    };
    let (title, save) = match letter.is_refused {
        true => (t::letter_refused(), t::letter_retry()),
        false => (t::letter_unsent(), t::save()),
    };
    html! {
        <Dialog class="edit-letter-form" {title} on_close={on_close.clone()}>
            <form {onsubmit} novalidate={true}>
                <p>{ &letter.what }</p>
                { form.fields(&letter.fields, &Names::default()) }
                if letter.others > 0 {
                    <p class="field-hint">{ if letter.fields.is_empty() { t::letter_no_words() } else { t::letter_stays() } }</p>
                }
                <div class="dialog-actions">
                    <button type="submit" class="primary">{ save }</button>
                </div>
            </form>
        </Dialog>
    }
}
