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
    id::PersonId,
    value::{FieldName, Value},
};
use holdfast_web::{Session, drafts::Draft};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

pub(crate) use self::control::Control;
use super::{DatePicker, DropDown, due_label};
use crate::{
    browser,
    hooks::Names,
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

/// Where the words of a form's fields are kept: a person's, under a key that the fields' names are added to.
#[derive(Clone)]
struct Drafts {
    person: Option<PersonId>,
    key: Rc<str>,
}

/// A form while it is filled in. What is typed is not thrown away by what arrives: a field that was written stays as it is.
#[derive(Clone)]
pub(crate) struct Form {
    id: &'static str,
    /// Where the words of a field are kept until the form is sent; nowhere in a form that goes with its page.
    drafts: Option<Drafts>,
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
    Form { id, drafts: None, found: Rc::default(), written, refused, redraw: use_force_update() }
}

/// A form whose words are kept as drafts under a key, if it has one, until it is sent: they outlive a closed dialog and a page that
/// is loaded anew. Only for what is new: of what is changed, a draft does not tell what its author had before them. `asked` are its
/// fields as it is first drawn.
#[hook]
pub(crate) fn use_kept_form(id: &'static str, key: Option<String>, asked: &[Asked]) -> Form {
    let person = use_context::<Session>().map(|session| session.account().id);
    let mut form = use_form(id);
    form.drafts = key.map(|key| Drafts { person, key: key.into() });
    form.found = use_memo((), |()| Cell::new(form.restore(asked)));
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

    /// Forgets what was typed, here and in its drafts: it was sent, or is not wanted.
    pub(crate) fn forget(&self, asked: &[Asked]) {
        self.written.borrow_mut().clear();
        self.found.set(false);
        self.refused.set(BTreeMap::new());
        asked.iter().filter_map(|one| self.draft_of(one)).for_each(|draft| draft.forget());
        self.redraw.force_update();
    }

    /// Takes what was typed before as written. Whether there was anything.
    fn restore(&self, asked: &[Asked]) -> bool {
        for one in asked {
            let text = self.draft_of(one).map(|draft| draft.text()).unwrap_or_default();
            if !text.is_empty() {
                self.written.borrow_mut().insert(one.name.clone(), one.control().value(&one.value, &text));
            }
        }
        self.is_written()
    }

    fn draft_of(&self, asked: &Asked) -> Option<Draft> {
        self.drafts.as_ref().map(|drafts| Draft::of(drafts.person, &format!("{} {}", drafts.key, asked.name)))
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
        if let Some(draft) = self.draft_of(asked) {
            draft.keep(&asked.control().text(&value));
        }
        self.written.borrow_mut().insert(asked.name.clone(), value);
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
