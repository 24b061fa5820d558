//! The words of an edit that was refused, or was never sent, in a form, to be offered to the server as they should be.

use std::collections::BTreeMap;

use holdfast_core::{
    entity::{FieldType, schema_of},
    operation::{Action, ClientSeq},
    record::Kind,
    replica::{Mark, Place, Replica},
    value::{Change, FieldName, Value},
};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::super::Dialog;
use crate::{
    browser,
    hooks::{use_repair, use_session},
    t,
    words::{capital, choice, operation, time},
};

/// What an edit asks for, as a form shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) is_refused: bool,
    pub(super) what: String,
    pub(super) fields: Vec<Field>,
    /// How many of its changes no form can show: they stay as they are.
    pub(super) others: usize,
}

/// A field that can be changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: FieldName,
    pub(super) label: String,
    pub(super) field_type: FieldType,
    pub(super) value: Value,
}

/// An edit that was refused or waits, if it is still there.
pub(super) fn letter(replica: &Replica, seq: ClientSeq) -> Option<Letter> {
    let (_, pending) = replica.pending().find(|(place, _)| *place == Place::Stored(seq))?;
    let operation = &pending.operation;
    let puts: Vec<(&FieldName, &Value)> = match &operation.action {
        Action::Create(fields) => fields.iter().collect(),
        Action::Set(changes) => changes.iter().filter_map(|(name, change)| Some((name, put(change)?))).collect(),
        Action::Delete | Action::Restore => Vec::new(),
    };
    let all = match &operation.action {
        Action::Create(fields) => fields.len(),
        Action::Set(changes) => changes.len(),
        Action::Delete | Action::Restore => 0,
    };
    let fields: Vec<Field> = puts.into_iter().filter_map(|(name, value)| field(&operation.kind, name, value)).collect();
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

fn field(kind: &Kind, name: &FieldName, value: &Value) -> Option<Field> {
    let field_type = schema_of(kind)?.field(name)?.field_type;
    let is_shown = is_text(field_type) || matches!(field_type, FieldType::Choice(_) | FieldType::Time);
    let words = operation::field_label(name);
    is_shown.then(|| Field { name: name.clone(), label: capital(&words), field_type, value: value.clone() })
}

fn is_text(field_type: FieldType) -> bool {
    matches!(field_type, FieldType::Text { .. } | FieldType::Prose { .. })
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
    let written = use_mut_ref(BTreeMap::<FieldName, Value>::new);
    let wrong = use_state(BTreeMap::<FieldName, String>::new);
    let Some(letter) = letter.as_ref() else {
        return html! {
            <Dialog class="edit-letter-form" title={t::letter_none()} on_close={on_close.clone()}>
                <p>{ t::letter_dealt() }</p>
            </Dialog>
        };
    };
    let onsubmit = {
        let (letter, written, wrong, on_close) = (letter.clone(), written.clone(), wrong.clone(), on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let written = written.borrow().clone();
            let problems: BTreeMap<FieldName, String> = letter
                .fields
                .iter()
                .filter_map(|field| {
                    let value = written.get(&field.name).unwrap_or(&field.value);
                    Some((field.name.clone(), field.field_type.check(value).err()?))
                })
                .collect();
            match problems.keys().next() {
                Some(first) => browser::focus_soon(format!("#letter-{first}")),
                None => {
                    repair.edit(seq, written);
                    on_close.emit(());
                }
            }
            wrong.set(problems);
        })
    };
    let inputs = letter.fields.iter().map(|field| {
        let on_value = {
            let (written, name) = (written.clone(), field.name.clone());
            Callback::from(move |value: Value| {
                written.borrow_mut().insert(name.clone(), value);
            })
        };
        let now = written.borrow().get(&field.name).unwrap_or(&field.value).clone();
        input(field, &now, wrong.get(&field.name), on_value)
    });
    let (title, save) = match letter.is_refused {
        true => (t::letter_refused(), t::letter_retry()),
        false => (t::letter_unsent(), t::save()),
    };
    html! {
        <Dialog class="edit-letter-form" {title} on_close={on_close.clone()}>
            <form {onsubmit} novalidate={true}>
                <p>{ &letter.what }</p>
                { for inputs }
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

/// A field as it is written so far: drawing it again must not put back what it was.
fn input(field: &Field, now: &Value, wrong: Option<&String>, on_value: Callback<Value>) -> Html {
    let id = format!("letter-{}", field.name);
    let error = format!("{id}-error");
    let described = wrong.map(|_| error.clone());
    let invalid = wrong.map(|_| "true");
    let text = now.as_text().unwrap_or_default().to_owned();
    let control = match field.field_type {
        FieldType::Choice(names) => {
            let onchange = Callback::from(move |event: Event| {
                let select = event.target_unchecked_into::<HtmlSelectElement>();
                on_value.emit(Value::Text(select.value()));
            });
            html! {
                <select id={id.clone()} {onchange} aria-describedby={described} aria-invalid={invalid}>
                    { for names.iter().map(|name| html! {
                        <option value={*name} selected={*name == text}>{ choice::named(name) }</option>
                    }) }
                </select>
            }
        }
        FieldType::Time => {
            let day = match now {
                Value::Int(at) => time::local_day(*at).to_string(),
                _ => String::new(),
            };
            let onchange = Callback::from(move |event: Event| {
                let day = event.target_unchecked_into::<HtmlInputElement>().value();
                on_value.emit(time::parse_day(&day).map_or(Value::Null, |day| Value::Int(day.noon())));
            });
            html! { <input id={id.clone()} type="date" value={day} {onchange} aria-describedby={described} aria-invalid={invalid} /> }
        }
        field_type => {
            let oninput = Callback::from(move |event: InputEvent| {
                let target = event.target_unchecked_into::<web_sys::HtmlElement>();
                on_value.emit(Value::Text(match target.dyn_ref::<HtmlTextAreaElement>() {
                    Some(area) => area.value(),
                    None => target.unchecked_into::<HtmlInputElement>().value(),
                }));
            });
            let is_line = matches!(field_type, FieldType::Text { max, .. } if max <= 500);
            if is_line {
                html! { <input id={id.clone()} value={text} autocomplete="off" {oninput} aria-describedby={described} aria-invalid={invalid} /> }
            } else {
                html! { <textarea id={id.clone()} rows="5" value={text} {oninput} aria-describedby={described} aria-invalid={invalid} /> }
            }
        }
    };
    html! {
        <div class="field" key={field.name.to_string()}>
            <label for={id}>{ &field.label }</label>
            { control }
            if let Some(wrong) = wrong {
                <p class="field-error" id={error}>{ t::letter_wrong(&field.label, wrong) }</p>
            }
        </div>
    }
}
