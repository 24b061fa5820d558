//! Forms from the descriptions of fields: what is typed is checked by the very code that the server checks it with.

mod control;
#[cfg(test)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use holdfast_core::{
    entity::{FieldType, KindSchema, Wrong},
    value::{FieldName, Value},
};
use holdfast_web::{Session, drafts::Draft};
use serde::{Deserialize, Serialize};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

pub(crate) use self::control::Control;
use super::{DatePicker, DropDown, due_label};
use crate::{
    browser,
    hooks::{Before, Names},
    t,
    words::{capital, choice, flaw, operation, time},
};

/// A field of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    name: FieldName,
    field: FieldType,
    value: Value,
}

impl Asked {
    /// A field of a kind with what it holds at first, if there is such a field.
    pub(crate) fn of(schema: &KindSchema, name: &str, value: Value) -> Option<Self> {
        let field = schema.field(name)?.field_type;
        Some(Self { name: name.into(), field, value })
    }

    /// Whether another is of the same sort.
    #[cfg(feature = "devtools")]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.field == other.field || (self.control() == Control::Kept && other.control() == Control::Kept)
    }

    /// How it is written.
    pub(crate) fn control(&self) -> Control {
        Control::of(self.field)
    }
}

/// The fields that are refused, and why: those alone.
fn check(asked: &[Asked], written: &BTreeMap<FieldName, Value>) -> BTreeMap<FieldName, Wrong> {
    let refused = |one: &Asked| {
        let value = written.get(&one.name).unwrap_or(&one.value);
        Some((one.name.clone(), one.field.check(value).err()?))
    };
    asked.iter().filter_map(refused).collect()
}

/// What a form is written over: the fields as they were as its author began, and what they had before them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Over {
    pub(crate) fields: BTreeMap<FieldName, Value>,
    pub(crate) before: Before,
}

/// What is kept of a form that is being filled in.
#[derive(Serialize, Deserialize)]
struct Kept {
    written: BTreeMap<FieldName, Value>,
    #[serde(default)]
    over: Over,
}

/// A form while it is filled in. What is typed is not thrown away by what arrives: a field that was written stays as it is.
#[derive(Clone)]
pub(crate) struct Form {
    id: &'static str,
    /// Where what is written is kept until the form is sent; nowhere in a form that goes with its page.
    draft: Option<Draft>,
    over: Rc<RefCell<Over>>,
    /// Whether some were found there as it was first drawn.
    found: Rc<Cell<bool>>,
    written: Rc<RefCell<BTreeMap<FieldName, Value>>>,
    refused: UseStateHandle<BTreeMap<FieldName, Wrong>>,
    redraw: UseForceUpdateHandle,
}

/// A form. By its id its fields have theirs.
#[hook]
pub(crate) fn use_form(id: &'static str) -> Form {
    let (written, refused) = (use_mut_ref(BTreeMap::new), use_state_eq(BTreeMap::new));
    let over = use_mut_ref(Over::default);
    Form { id, draft: None, over, found: Rc::default(), written, refused, redraw: use_force_update() }
}

/// A form that is kept as a draft under a key, with what it is written over, until it is sent: it outlives a closed dialog, another
/// page and one that is loaded anew. See [`Form::lies_over`].
#[hook]
pub(crate) fn use_kept_form(id: &'static str, key: &str) -> Form {
    let person = use_context::<Session>().map(|session| session.account().id);
    let mut form = use_form(id);
    form.draft = Some(Draft::of(person, key));
    form.found = use_memo((), |()| Cell::new(form.restore()));
    form
}

impl Form {
    /// Whether anything was typed or chosen.
    pub(crate) fn is_written(&self) -> bool {
        !self.written.borrow().is_empty()
    }

    /// Whether words were found that somebody had typed before and not sent.
    pub(crate) fn has_found(&self) -> bool {
        self.found.get()
    }

    /// Until somebody writes in it, the form is about what there is now.
    pub(crate) fn lies_over(&self, now: Over) {
        if !self.is_written() {
            *self.over.borrow_mut() = now;
        }
    }

    /// What it is written over.
    pub(crate) fn over(&self) -> Over {
        self.over.borrow().clone()
    }

    /// Forgets what was typed, here and in its draft: it was sent, or is not wanted.
    pub(crate) fn forget(&self) {
        self.written.borrow_mut().clear();
        self.found.set(false);
        self.refused.set(BTreeMap::new());
        if let Some(draft) = &self.draft {
            draft.forget();
        }
        self.redraw.force_update();
    }

    /// Takes what was written before as written now. Whether there was anything.
    fn restore(&self) -> bool {
        let text = self.draft.as_ref().map(Draft::text).unwrap_or_default();
        let Ok(Kept { written, over }) = serde_json::from_str(&text) else { return false };
        *self.written.borrow_mut() = written;
        *self.over.borrow_mut() = over;
        self.is_written()
    }

    /// Keeps what is written, unless that is what was there.
    fn keep(&self) {
        let Some(draft) = &self.draft else { return };
        let (written, over) = (self.written.borrow().clone(), self.over());
        if written.iter().all(|(name, value)| over.fields.get(name) == Some(value)) {
            return draft.forget();
        }
        // Cannot fail: their names are texts.
        draft.keep(&serde_json::to_string(&Kept { written, over }).unwrap_or_default());
    }

    /// What was written, if nothing of it is refused; or else that is said at each field, and the first of them has the focus.
    pub(crate) fn sent(&self, asked: &[Asked]) -> Option<BTreeMap<FieldName, Value>> {
        let refused = check(asked, &self.written.borrow());
        let first = asked.iter().find(|one| refused.contains_key(&one.name));
        if let Some(first) = first {
            let id = self.id_of(first);
            browser::focus_soon(format!("#{id}:not([popover]), [popovertarget='{id}']"));
        }
        let sent = first.is_none().then(|| self.written.borrow().clone());
        self.refused.set(refused);
        sent
    }

    fn id_of(&self, asked: &Asked) -> String {
        format!("{}-{}", self.id, asked.name)
    }

    /// The fields, each with its name and what is wrong with it.
    pub(crate) fn fields(&self, asked: &[Asked], names: &Names) -> Html {
        html! { <>{ for asked.iter().map(|one| self.field(one, names)) }</> }
    }

    fn field(&self, asked: &Asked, names: &Names) -> Html {
        let id = self.id_of(asked);
        let label = capital(&operation::field_label(&asked.name));
        // As it is written so far: drawing it again must not put back what it was.
        let now = self.written.borrow().get(&asked.name).unwrap_or(&asked.value).clone();
        let refused = self.refused.get(&asked.name);
        let (note, invalid) = (format!("{id}-note"), refused.map(|_| "true"));
        let name = match asked.control() {
            Control::Day => html! { <span class="edit-name" aria-hidden="true">{ &label }</span> },
            _ => html! { <label for={id.clone()}>{ &label }</label> },
        };
        let control = match asked.control() {
            Control::Day => self.day(asked, id, &label, &now, refused),
            _ => self.control(asked, names, (id, note.clone()), &now, invalid),
        };
        html! {
            <div class="field form-field" key={asked.name.to_string()}>
                { name }
                { control }
                // There before it says something: nothing moves when it does, and it is heard.
                <p class={if refused.is_some() { "field-error" } else { "field-hint" }} id={note} aria-live="polite">
                    { match refused {
                        Some(refused) => t::letter_wrong(&label, &flaw::wrong(*refused)),
                        None => hint(asked.field),
                    } }
                </p>
            </div>
        }
    }

    /// Takes what is typed. What was refused is looked at again as it is mended.
    fn on_typed(&self, asked: &Asked) -> impl Fn(&str) + 'static {
        let (form, asked) = (self.clone(), asked.clone());
        move |typed: &str| form.take(&asked, asked.control().value(&asked.value, typed))
    }

    fn take(&self, asked: &Asked, value: Value) {
        if self.refused.contains_key(&asked.name) {
            let mut refused = BTreeMap::clone(&self.refused);
            match asked.field.check(&value) {
                Ok(()) => drop(refused.remove(&asked.name)),
                Err(why) => drop(refused.insert(asked.name.clone(), why)),
            }
            self.refused.set(refused);
        }
        self.written.borrow_mut().insert(asked.name.clone(), value);
        self.keep();
    }

    /// A button that says the day, and opens the calendar.
    fn day(&self, asked: &Asked, id: String, label: &str, now: &Value, refused: Option<&Wrong>) -> Html {
        let now = if let Value::Int(at) = now { Some(*at) } else { None };
        let on_choice = {
            let (form, asked) = (self.clone(), asked.clone());
            Callback::from(move |choice| {
                form.take(&asked, time::chosen(now, choice).map_or(Value::Null, Value::Int));
                form.redraw.force_update();
            })
        };
        let wrong = refused.map_or_else(String::new, |refused| flaw::wrong(*refused));
        let words = html! { <><span class="hidden">{ format!("{label} {wrong}: ") }</span>{ due_label(now) }</> };
        let day = DropDown { id, label: label.to_owned().into(), words, on_open: Callback::noop() };
        day.of(html! { <DatePicker value={now} {on_choice} /> })
    }

    fn control(
        &self,
        asked: &Asked,
        names: &Names,
        (id, note): (String, String),
        now: &Value,
        invalid: Option<&'static str>,
    ) -> Html {
        let (control, typed) = (asked.control(), self.on_typed(asked));
        let text = control.text(now);
        let choices: Vec<(String, String)> = match control {
            Control::Choice(all) => all.iter().map(|name| ((*name).to_owned(), choice::named(name))).collect(),
            Control::Person => names.0.iter().map(|(person, name)| (person.clone(), name.clone())).collect(),
            _ => Vec::new(),
        };
        match control {
            Control::Choice(_) | Control::Person => {
                let onchange = Callback::from(move |event: Event| {
                    typed(&event.target_unchecked_into::<HtmlSelectElement>().value());
                });
                html! {
                    <select {id} {onchange} aria-describedby={note} aria-invalid={invalid}>
                        if choices.iter().all(|(value, _)| *value != text) { <option value={text.clone()} selected={true}></option> }
                        { for choices.iter().map(|(value, words)| html! {
                            <option value={value.clone()} selected={*value == text}>{ words }</option>
                        }) }
                    </select>
                }
            }
            Control::Area | Control::Entries => {
                let oninput = Callback::from(move |event: InputEvent| {
                    typed(&event.target_unchecked_into::<HtmlTextAreaElement>().value());
                });
                html! { <textarea {id} rows="5" value={text} {oninput} aria-describedby={note} aria-invalid={invalid} /> }
            }
            Control::Kept => {
                html! { <input {id} value={text} readonly={true} aria-describedby={note} aria-invalid={invalid} /> }
            }
            Control::Tick | Control::Day | Control::Number | Control::Line => {
                let (kind, mode) = match control {
                    Control::Tick => ("checkbox", None),
                    Control::Number => ("text", Some("numeric")),
                    _ => ("text", None),
                };
                let oninput = Callback::from(move |event: InputEvent| {
                    let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
                    let is_tick = input.type_() == "checkbox";
                    typed(&if is_tick {
                        if input.checked() { "on".to_owned() } else { String::new() }
                    } else {
                        input.value()
                    });
                });
                let checked = *now == Value::Flag(true);
                html! {
                    <input {id} type={kind} inputmode={mode} {checked} value={(control != Control::Tick).then_some(text)} autocomplete="off"
                        {oninput} aria-describedby={note} aria-invalid={invalid} />
                }
            }
        }
    }
}

/// What helps to fill a field in.
fn hint(field: FieldType) -> String {
    match field {
        FieldType::Text { max, .. } | FieldType::Prose { max, .. } => t::hint_text(max),
        FieldType::Set { max } => t::hint_entries(max),
        FieldType::Counter => t::hint_number().into(),
        FieldType::Number { least, most } => t::hint_range(&least.to_string(), &most.to_string()),
        FieldType::Choice(_) | FieldType::Flag | FieldType::Time | FieldType::Person => String::new(),
        FieldType::Ref { .. }
        | FieldType::Under { .. }
        | FieldType::Link
        | FieldType::Order
        | FieldType::Places { .. }
        | FieldType::Fixed
        | FieldType::Blob => t::hint_kept().into(),
    }
}
