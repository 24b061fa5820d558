//! Text that is stored while it is written.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use crate::browser;

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
    /// Whether it may have several lines.
    #[prop_or_default]
    pub multiline: bool,
    /// Whether it is only shown.
    #[prop_or_default]
    pub readonly: bool,
    /// Told the text to store.
    pub on_commit: Callback<String>,
}

/// What is typed and not stored yet, and what to do about it.
#[derive(Default)]
struct Typed {
    text: Option<String>,
    pause: Option<Timeout>,
    on_commit: Callback<String>,
}

impl Typed {
    /// Takes what is to be stored, so that it is stored once.
    fn take(&mut self) -> Option<(Callback<String>, String)> {
        self.pause = None;
        Some((self.on_commit.clone(), self.text.take()?))
    }
}

/// A text input. It is stored after a pause, on Enter (in a single line), on leaving it, and when the page is hidden or
/// the input goes away, because there may be no later. While it has the focus, changes from elsewhere do not touch it.
#[component]
pub fn EditText(props: &Props) -> Html {
    let typed = use_mut_ref(Typed::default);
    typed.borrow_mut().on_commit = props.on_commit.clone();
    let shown = use_state(|| None::<String>);
    let flush: Rc<dyn Fn()> = {
        let typed = typed.clone();
        Rc::new(move || {
            let ready = typed.borrow_mut().take();
            if let Some((on_commit, text)) = ready {
                on_commit.emit(text);
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
            typed.pause = Some(Timeout::new(PAUSE, move || flush()));
            shown.set(Some(text));
        })
    };
    let onfocus = {
        let (shown, value) = (shown.clone(), props.value.to_string());
        Callback::from(move |_: FocusEvent| shown.set(Some(value.clone())))
    };
    let onblur = {
        let (shown, flush) = (shown.clone(), flush.clone());
        Callback::from(move |_: FocusEvent| {
            flush();
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
    html! {
        <div class={classes!("edit", props.multiline.then_some("edit-long"))}>
            <label for={id.clone()}>{ &props.label }</label>
            if props.multiline {
                <textarea {id} {name} {readonly} {value} rows="6" maxlength="50000" {oninput} {onfocus} {onblur} />
            } else {
                <input {id} {name} {readonly} {value} maxlength="500" autocomplete="off" {oninput} {onfocus} {onblur} {onkeydown} />
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
