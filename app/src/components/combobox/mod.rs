//! A field that offers what there is while one types: a combobox as WAI-ARIA 1.2 has it, with what is chosen as chips before
//! it.

mod offers;

use std::sync::atomic::{AtomicU32, Ordering};

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

pub(crate) use self::offers::Choice;
use self::offers::{Offer, first, offers, step};
use super::{Glyph, IconButton, icon};
use crate::{browser, t};

/// What taking a chip off is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Of a label.
    #[default]
    TakeOff,
    /// Of a person.
    Unassign,
    /// Of the task that another is a part of.
    Apart,
}

impl Verb {
    fn of(self, words: &str) -> String {
        match self {
            Self::TakeOff => t::take_off(words),
            Self::Unassign => t::unassign_named(words),
            Self::Apart => t::make_own(words),
        }
    }
}

/// Properties of [`Combobox`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Its class.
    pub(crate) class: AttrValue,
    /// The input's name.
    pub(crate) name: AttrValue,
    /// What it is for: "New label".
    pub(crate) label: AttrValue,
    /// What it shows while it is empty.
    pub(crate) placeholder: AttrValue,
    /// What is chosen, in order.
    #[prop_or_default]
    pub(crate) chosen: Vec<Choice>,
    /// Asked for what there is to choose from when it opens.
    pub(crate) options: Callback<(), Vec<Choice>>,
    /// Told the value of what is chosen.
    pub(crate) on_pick: Callback<String>,
    /// Told what is typed, if it is none of those there are; without it only those can be chosen.
    #[prop_or_default]
    pub(crate) on_new: Option<Callback<String>>,
    /// Told the value of a chip that is taken off.
    #[prop_or_default]
    pub(crate) on_remove: Option<Callback<String>>,
    /// What taking a chip off is called.
    #[prop_or_default]
    pub(crate) verb: Verb,
    /// What is wrong with what was chosen or typed last.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
}

/// What is typed, what there is, and which line the arrows have come to, while the list is open.
#[derive(Clone, Default, PartialEq)]
struct Open {
    typed: String,
    stock: Vec<Choice>,
    active: Option<usize>,
}

/// The chips, the field and its list. The focus stays in the field; the list lies over the page.
#[component]
pub(crate) fn Combobox(props: &Props) -> Html {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let id = *use_memo((), |()| MADE.fetch_add(1, Ordering::Relaxed));
    let (input, list) = (use_node_ref(), use_node_ref());
    let open = use_state_eq(|| None::<Open>);
    let makes_new = props.on_new.is_some();
    let offered = open.as_ref().map(|open| offers(&open.stock, &props.chosen, &open.typed, makes_new));
    let offered = offered.unwrap_or_default();
    let active = open.as_ref().and_then(|open| open.active).filter(|at| *at < offered.len());
    let line = |at: usize| format!("combobox-{id}-{at}");
    use_effect_with((!offered.is_empty(), active.map(line)), {
        let list = list.clone();
        move |(is_open, active): &(bool, Option<String>)| {
            if let Some(list) = list.cast::<HtmlElement>() {
                // Refused where it is so already.
                let _ = if *is_open { list.show_popover() } else { list.hide_popover() };
            }
            if let Some(active) = active {
                browser::reveal(active);
            }
        }
    });
    let show = {
        let (open, options) = (open.clone(), props.options.clone());
        move |typed: String, active: Option<usize>| {
            let stock = open.as_ref().map_or_else(|| options.emit(()), |open| open.stock.clone());
            open.set(Some(Open { typed, stock, active }));
        }
    };
    let close = {
        let open = open.clone();
        move || open.set(None)
    };
    let take = {
        let (input, open, on_pick, on_new) = (input.clone(), open.clone(), props.on_pick.clone(), props.on_new.clone());
        move |offer: Option<Offer>| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value("");
            }
            open.set(None);
            match offer {
                Some(Offer::There((value, _))) => on_pick.emit(value.to_string()),
                Some(Offer::New(words)) => on_new.iter().for_each(|on_new| on_new.emit(words.to_string())),
                None => {}
            }
        }
    };
    // With the first line that fits.
    let show_first = {
        let (show, chosen) = (show.clone(), props.chosen.clone());
        move |typed: String| {
            let active = first(&chosen, &typed);
            show(typed, active);
        }
    };
    let oninput = {
        let show_first = show_first.clone();
        Callback::from(move |event: InputEvent| show_first(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let text = {
        let input = input.clone();
        move || input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    };
    let onclick = {
        let (show_first, text, open) = (show_first.clone(), text.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            if open.is_none() {
                show_first(text());
            }
        })
    };
    let onkeydown = {
        let (show, close, text) = (show.clone(), close.clone(), text.clone());
        let (all, is_open) = (offered.len(), !offered.is_empty());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            _ if event.is_composing() => {}
            key @ ("ArrowDown" | "ArrowUp") => {
                event.prevent_default();
                show(text(), if is_open { step(active, all, key == "ArrowDown") } else { Some(0) });
            }
            "Escape" if is_open => {
                // The list alone, and not what this stands in.
                event.prevent_default();
                close();
            }
            _ => {}
        })
    };
    let onsubmit = {
        let (take, offered) = (take.clone(), offered.clone());
        let is_closed = open.is_none();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(offer) = active.and_then(|at| offered.get(at).cloned()) {
                take(Some(offer));
                return;
            }
            let typed = text();
            if is_closed && !typed.trim().is_empty() {
                // What was typed before the focus was elsewhere: the list comes back, and the next Enter takes it.
                show_first(typed);
            }
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| close());
    // The focus stays in the field.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let on_line = {
        let offered = offered.clone();
        Callback::from(move |event: MouseEvent| {
            let line = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let line = line.and_then(|line| line.closest("[data-at]").ok().flatten());
            let at = line.and_then(|line| line.get_attribute("data-at")?.parse::<usize>().ok());
            if let Some(offer) = at.and_then(|at| offered.get(at).cloned()) {
                take(Some(offer));
            }
        })
    };
    let on_remove = props.on_remove.clone().map(|on_remove| {
        let input = input.clone();
        Callback::from(move |value: String| {
            on_remove.emit(value);
            // The chip goes, and the focus with it.
            if let Some(input) = input.cast::<HtmlElement>().filter(|_| browser::is_by_keys()) {
                browser::focus_still(&input);
            }
        })
    });
    let (list_id, error_id, anchor) =
        (format!("combobox-{id}"), format!("combobox-{id}-error"), format!("--combobox-{id}"));
    html! {
        <div class={classes!("combobox", props.class.to_string())}>
            { chips(&props.chosen, props.verb, on_remove.as_ref()) }
            <form class="name-form" {onsubmit}>
                <input
                    ref={input.clone()} name={&props.name} role="combobox" aria-label={&props.label} placeholder={&props.placeholder}
                    maxlength="500" autocomplete="off" enterkeyhint="done" aria-autocomplete="list" aria-controls={list_id.clone()}
                    aria-expanded={if offered.is_empty() { "false" } else { "true" }} aria-activedescendant={active.map(line)}
                    aria-invalid={props.error.is_some().then_some("true")} aria-describedby={props.error.is_some().then(|| error_id.clone())}
                    style={format!("anchor-name: {anchor}")} {oninput} {onclick} {onkeydown} {onblur}
                />
            </form>
            if let Some(error) = &props.error {
                <p id={error_id} class="field-error" role="alert">{ error }</p>
            }
            <ul id={list_id} ref={list} class="combobox-list" role="listbox" popover="manual" aria-label={&props.label}
                style={format!("position-anchor: {anchor}")} {onmousedown} onclick={on_line}>
                { for offered.iter().enumerate().map(|(at, offer)| html! {
                    <li id={line(at)} role="option" data-at={at.to_string()} aria-selected={if active == Some(at) { "true" } else { "false" }}>
                        { match offer {
                            Offer::There((_, words)) => html! { { words } },
                            Offer::New(words) => html! { <>{ icon(Glyph::Add) }{ t::add_quoted(words) }</> },
                        } }
                    </li>
                }) }
            </ul>
        </div>
    }
}

/// What is chosen, each with a way off where there is one.
pub(crate) fn chips(chosen: &[Choice], verb: Verb, on_remove: Option<&Callback<String>>) -> Html {
    let chip = |(value, words): &Choice| {
        let onclick = on_remove.map(|on_remove| {
            let value = value.to_string();
            on_remove.reform(move |_: MouseEvent| value.clone())
        });
        html! {
            <li key={value.to_string()} class="chip">
                <span>{ words }</span>
                if let Some(onclick) = onclick {
                    <IconButton class="chip-remove" glyph={Glyph::Close} label={verb.of(words)} {onclick} />
                }
            </li>
        }
    };
    match chosen.is_empty() {
        true => Html::default(),
        false => html! { <ul class="chips">{ for chosen.iter().map(chip) }</ul> },
    }
}
