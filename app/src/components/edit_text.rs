//! Text that is stored while it is written.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use holdfast_core::{entity::FieldType, id::RecordId, record::Seq, value::Value};
use wasm_bindgen::JsCast as _;
use yew::prelude::*;
use yewdux::prelude::*;

use crate::{
    browser,
    hooks::{Before, use_before},
    stores::Records,
    t,
    words::{capital, flaw},
};

/// How long a pause in typing is taken for a place to store at, in milliseconds.
const PAUSE: u32 = 500;

/// Properties of [`EditText`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its name.
    pub name: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// The text as the data has it.
    pub value: AttrValue,
    /// The record it belongs to.
    #[prop_or_default]
    pub of: Option<RecordId>,
    /// Whether it may have several lines.
    #[prop_or_default]
    pub multiline: bool,
    /// Whether it is only shown.
    #[prop_or_default]
    pub readonly: bool,
    /// Told the text to store.
    pub on_commit: Callback<Written>,
}

/// A text as a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// The version of its record when they began to write.
    pub seen: Option<Seq>,
}

/// What is typed and not stored yet, and what to do about it.
#[derive(Default)]
struct Typed {
    text: Option<String>,
    pause: Option<Timeout>,
    on_commit: Callback<Written>,
    /// What the data has now, and what its record is.
    data: (AttrValue, Before),
    /// What it had when the person began to write, until they leave.
    began: Option<(AttrValue, Before)>,
    /// What was stored last of what they wrote.
    stored: Option<String>,
}

/// What core would refuse of a text, in words. One without words is no text: whoever is told it decides.
fn wrong(text: &str, multiline: bool) -> Option<String> {
    let field = if multiline { FieldType::PROSE } else { FieldType::LINE };
    let checked = field.check(&Value::Text(text.trim().to_owned()));
    let wrong = checked.err().filter(|_| !text.trim().is_empty())?;
    Some(format!("{}.", capital(&flaw::wrong(wrong))))
}

impl Typed {
    /// Takes what is to be stored, so that it is stored once; what core would refuse stays until it is mended.
    fn take(&mut self, records: &Records, multiline: bool) -> Option<(Callback<Written>, Written)> {
        self.pause = None;
        let text = self.text.take_if(|text| wrong(text, multiline).is_none())?;
        self.stored = Some(text.clone());
        let seen = self.began.as_ref().and_then(|(_, before)| before.seen(records));
        Some((self.on_commit.clone(), Written { text, seen }))
    }

    /// Whether the data has other words now than the person began with, and not theirs.
    fn is_overtaken(&self) -> bool {
        let Some((began, _)) = &self.began else { return false };
        let now = self.data.0.trim();
        now != began.trim() && self.stored.as_ref().is_none_or(|stored| now != stored.trim())
    }
}

/// A text input. What core would refuse is told of and not stored. It is stored after a pause, on Enter (in a single line), on leaving it, and when the page is hidden or
/// the input goes away, because there may be no later. While it is written in, changes from elsewhere do not touch it; once
/// there was one, nothing is stored before the person leaves it, so that there are two versions to compare and not many.
#[component]
pub fn EditText(props: &Props) -> Html {
    let typed = use_mut_ref(Typed::default);
    let before = use_before(props.of);
    let records = use_dispatch::<Records>();
    {
        let mut typed = typed.borrow_mut();
        typed.on_commit = props.on_commit.clone();
        typed.data = (props.value.clone(), before);
        if typed.is_overtaken() {
            typed.pause = None;
        }
    }
    let shown = use_state(|| None::<String>);
    let flush: Rc<dyn Fn()> = {
        let (typed, multiline) = (typed.clone(), props.multiline);
        Rc::new(move || {
            let ready = typed.borrow_mut().take(&records.get(), multiline);
            if let Some((on_commit, written)) = ready {
                on_commit.emit(written);
            }
        })
    };
    use_effect_with((), {
        let flush = flush.clone();
        move |()| {
            let at_hiding = flush.clone();
            let hidden = EventListener::new(&browser::document(), "visibilitychange", move |_| {
                if browser::is_hidden() {
                    at_hiding();
                }
            });
            move || {
                drop(hidden);
                flush();
            }
        }
    });

    let oninput = {
        let (typed, shown, flush) = (typed.clone(), shown.clone(), flush.clone());
        Callback::from(move |event: InputEvent| {
            let text = text_of(&event);
            let flush = flush.clone();
            let mut typed = typed.borrow_mut();
            typed.text = Some(text.clone());
            if typed.began.is_none() {
                typed.began = Some(typed.data.clone());
            }
            typed.pause = (!typed.is_overtaken()).then(|| Timeout::new(PAUSE, move || flush()));
            shown.set(Some(text));
        })
    };
    let onblur = {
        let (typed, shown, flush) = (typed.clone(), shown.clone(), flush.clone());
        Callback::from(move |_: FocusEvent| {
            flush();
            // What is wrong stays in the field.
            if typed.borrow().text.is_some() {
                return;
            }
            (typed.borrow_mut().began, typed.borrow_mut().stored) = (None, None);
            shown.set(None);
        })
    };
    let onkeydown = {
        let multiline = props.multiline;
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !multiline && !event.is_composing() {
                event.prevent_default();
                flush();
            }
        })
    };
    let value = shown.as_ref().map_or(props.value.clone(), |text| text.clone().into());
    let id = format!("edit-{}", props.name);
    let (name, readonly) = (&props.name, props.readonly);
    let overtaken = typed.borrow().is_overtaken();
    let wrong = shown.as_ref().and_then(|text| wrong(text, props.multiline));
    let (invalid, why) = (wrong.is_some().then_some("true"), format!("{id}-wrong"));
    let described = wrong.is_some().then(|| why.clone());
    html! {
        <div class={classes!("edit", props.multiline.then_some("edit-long"))}>
            <label for={id.clone()}>{ &props.label }</label>
            if props.multiline {
                <textarea {id} {name} {readonly} {value} rows="6" aria-invalid={invalid} aria-describedby={described} {oninput} {onblur} />
            } else {
                <input {id} {name} {readonly} {value} autocomplete="off" aria-invalid={invalid} aria-describedby={described} {oninput} {onblur} {onkeydown} />
            }
            if let Some(wrong) = wrong {
                <p class="field-error" id={why} role="alert">{ wrong }</p>
            }
            if overtaken {
                <p class="edit-overtaken" role="status">
                    { t::changed_meanwhile() }
                </p>
            }
        </div>
    }
}

fn text_of(event: &InputEvent) -> String {
    let target = event.target_unchecked_into::<web_sys::HtmlElement>();
    match target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => target.unchecked_into::<web_sys::HtmlInputElement>().value(),
    }
}
