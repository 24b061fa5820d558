//! Renaming in place.

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use holdfast_core::{entity::FieldType, id::RecordId, value::Value};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{
    Written,
    field::{Refusal, anchor, refused},
};
use crate::{browser, hooks::Before, stores::Records};

/// Properties of [`Rename`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its classes.
    #[prop_or_default]
    pub class: Classes,
    /// What is renamed, for those who do not see where they are.
    pub label: AttrValue,
    /// The present name.
    pub value: AttrValue,
    /// The record that is renamed.
    #[prop_or_default]
    pub of: Option<RecordId>,
    /// Told the new name, or nothing if it is to stay.
    pub on_done: Callback<Option<Written>>,
}

/// By which the input is described. Only one thing is renamed at a time.
const WHY: &str = "rename-wrong";

/// What core would refuse of the name. An empty one is no name: then the old one stays.
fn wrong(text: &str) -> Option<AttrValue> {
    refused(FieldType::LINE, text.trim()).filter(|_| !text.trim().is_empty())
}

/// What is told of a text that the person leaves, who began with another: nothing if it is the same, whatever it has been called
/// since, or if it would be refused.
fn kept(text: String, began: &str) -> Option<String> {
    let is_refused = FieldType::LINE.check(&Value::Text(text.trim().to_owned())).is_err();
    (text != began && (text.trim().is_empty() || !is_refused)).then_some(text)
}

/// An input in place of a name: Enter or leaving it takes the new one, unless core would refuse it, and Escape the old. Hiding the
/// page counts as leaving, because the page may not come back, and so does that it is not drawn any more: its row may be scrolled
/// out of view.
#[component]
pub fn Rename(props: &Props) -> Html {
    let node = use_node_ref();
    // As it was when the person began.
    let records = use_dispatch::<Records>();
    let of = props.of;
    let began = {
        let records = records.clone();
        use_memo((), move |()| Before::of(&records.get(), of))
    };
    // Drawing it again must not put the old name over what is typed.
    let first = use_memo((), |()| props.value.clone());
    let typed = use_mut_ref(|| props.value.to_string());
    // Told once: removing a focused input makes browsers send a last blur.
    let told = use_mut_ref(|| false);
    let done: Rc<dyn Fn(bool)> = {
        let (node, typed, told) = (node.clone(), typed.clone(), told.clone());
        let (on_done, began, first) = (props.on_done.clone(), *began, first.clone());
        // The input itself may be gone.
        let text =
            move || node.cast::<HtmlInputElement>().map_or_else(|| typed.borrow().clone(), |input| input.value());
        Rc::new(move |take| {
            if !told.replace(true) {
                let text = take.then(&text).and_then(|text| kept(text, &first));
                on_done.emit(text.map(|text| Written { text, seen: began.seen(&records.get()) }));
            }
        })
    };
    use_effect_with((), {
        let (node, done) = (node.clone(), done.clone());
        move |()| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                let _ = input.focus();
                input.select();
            }
            let on_hidden = done.clone();
            let hidden = EventListener::new(&browser::document(), "visibilitychange", move |_| {
                if browser::is_hidden() {
                    on_hidden(true);
                }
            });
            move || {
                drop(hidden);
                done(true);
            }
        }
    });
    let told_wrong = use_state_eq(|| None);
    // Done, unless there is something to mend first.
    let leave = {
        let (done, told_wrong) = (done.clone(), told_wrong.clone());
        move |input: Option<HtmlInputElement>| {
            let found = input.and_then(|input| wrong(&input.value()));
            let is_wrong = found.is_some();
            if !is_wrong {
                done(true);
            }
            told_wrong.set(found);
            is_wrong
        }
    };
    let onkeydown = {
        let (done, leave) = (done.clone(), leave.clone());
        Callback::from(move |event: KeyboardEvent| {
            // An input method's own Enter and Escape are about its suggestions.
            if event.is_composing() {
                return;
            }
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" => {
                    event.prevent_default();
                    let _ = leave(event.target_dyn_into());
                }
                "Escape" => done(false),
                _ => {}
            }
        })
    };
    let oninput = {
        let (typed, told_wrong) = (typed.clone(), told_wrong.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            told_wrong.set(None);
            *typed.borrow_mut() = input.value();
        })
    };
    let onblur = {
        let node = node.clone();
        Callback::from(move |event: FocusEvent| {
            if leave(event.target_dyn_into()) {
                let node = node.clone();
                // Not in the midst of going elsewhere.
                spawn_local(async move {
                    TimeoutFuture::new(0).await;
                    if let Some(input) = node.cast::<HtmlInputElement>() {
                        let _ = input.focus();
                    }
                });
            }
        })
    };
    let value = typed.borrow().clone();
    html! {
        <>
            <input
                ref={node}
                class={props.class.clone()}
                aria-label={&props.label}
                style={anchor(WHY)}
                aria-invalid={told_wrong.is_some().then_some("true")}
                aria-describedby={WHY}
                {value}
                autocomplete="off"
                {oninput}
                {onkeydown}
                {onblur}
            />
            <Refusal id={WHY} why={(*told_wrong).clone()} />
        </>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::kept;

    #[test]
    fn who_leaves_a_name_as_it_was_renames_nothing() {
        assert_eq!(kept("Call".into(), "Call"), None);
        assert_eq!(kept("Call today".into(), "Call").as_deref(), Some("Call today"));
        assert_eq!(kept("x".repeat(501), "Call"), None, "core would refuse it");
    }
}
