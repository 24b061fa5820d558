//! A labelled input of a form, with what is wrong with it.

use holdfast_core::{entity::FieldType, value::Value};
use web_sys::{HtmlElement, HtmlInputElement, ValidityState};
use yew::prelude::*;

use crate::{
    t,
    words::{capital, flaw},
};

/// What core refuses of a text that a field would hold, in words, as the server would.
pub(crate) fn refused(field: FieldType, text: &str) -> Option<AttrValue> {
    let wrong = field.check(&Value::Text(text.to_owned())).err()?;
    Some(format!("{}.", capital(&flaw::wrong(wrong))).into())
}

/// Properties of [`Refusal`].
#[derive(Properties, PartialEq)]
pub(crate) struct RefusalProps {
    /// By which its field is described.
    pub(crate) id: AttrValue,
    /// What is refused, if anything is.
    pub(crate) why: Option<AttrValue>,
}

/// What is refused of a field that stands in a line with others. It lies over the page, so that nothing moves, beside the field
/// with its [`anchor`].
#[component]
pub(crate) fn Refusal(props: &RefusalProps) -> Html {
    let node = use_node_ref();
    use_effect_with(props.why.is_some(), {
        let node = node.clone();
        move |is_told| {
            if let Some(told) = node.cast::<HtmlElement>() {
                let _ = if *is_told { told.show_popover() } else { told.hide_popover() };
            }
        }
    });
    html! {
        <p
            ref={node}
            id={&props.id}
            class="refusal field-error"
            role="alert"
            popover="manual"
            style={format!("position-anchor: --{}", props.id)}
        >
            { for props.why.as_ref() }
        </p>
    }
}

/// The style of a field, by which the [`Refusal`] of that id finds its place.
pub(crate) fn anchor(id: &str) -> String {
    format!("anchor-name: --{id}")
}

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its name in the form; its id is made of it.
    pub name: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// The input's type.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What the browser may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// What it holds at first.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What helps to fill it in.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// The fewest characters of it; its hint says so.
    #[prop_or_default]
    pub least: Option<AttrValue>,
    /// What is wrong, as the server says.
    #[prop_or_default]
    pub error: Option<AttrValue>,
}

/// A labelled input. The form reads it when it is submitted, so that what a password manager filled in counts. What the browser
/// finds wrong then is said below it, where what the server says is, and the first of a form that is wrong has the focus.
#[component]
pub fn Field(props: &Props) -> Html {
    let id = format!("field-{}", props.name);
    let note = format!("{id}-note");
    let found = use_state_eq(|| None::<AttrValue>);
    let oninvalid = {
        let (found, label, hint) = (found.clone(), props.label.clone(), props.hint.clone());
        Callback::from(move |event: Event| {
            event.prevent_default();
            let input: HtmlInputElement = event.target_unchecked_into();
            found.set(Some(wrong(&input.validity(), &label, hint.as_ref())));
            let first = input.form().and_then(|form| form.query_selector("input:invalid").ok().flatten());
            if first.is_some_and(|first| first == **input) {
                let _ = input.focus();
            }
        })
    };
    let oninput = {
        let found = found.clone();
        Callback::from(move |event: InputEvent| {
            if event.target_unchecked_into::<HtmlInputElement>().validity().valid() {
                found.set(None);
            }
        })
    };
    let error = found.as_ref().or(props.error.as_ref());
    html! {
        <div class="field">
            <label for={id.clone()}>{ &props.label }</label>
            <input
                {id}
                name={&props.name}
                type={&props.kind}
                autocomplete={&props.autocomplete}
                // Not what it holds: drawing again leaves alone what was typed.
                ~defaultValue={props.value.as_deref().unwrap_or_default()}
                required={true}
                minlength={props.least.clone()}
                aria-invalid={error.is_some().then_some("true")}
                aria-describedby={note.clone()}
                {oninvalid}
                {oninput}
            />
            // There before it says something: nothing moves when it does, and it is heard.
            <p class={if error.is_some() { "field-error" } else { "field-hint" }} id={note} aria-live="polite">
                { for error.or(props.hint.as_ref()) }
            </p>
        </div>
    }
}

/// What the browser finds wrong with a field, in words.
fn wrong(found: &ValidityState, label: &str, hint: Option<&AttrValue>) -> AttrValue {
    match hint {
        _ if found.value_missing() => t::letter_wrong(label, t::wrong_blank()).into(),
        Some(hint) if found.too_short() => hint.clone(),
        _ => t::wrong_address().into(),
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::browser;

    #[test]
    async fn what_was_typed_stays_while_the_field_tells_what_is_wrong_and_that_nothing_is() {
        #[component]
        fn Known() -> Html {
            html! { <Field name="known" label="E-mail" kind="email" value="ada@x.org" /> }
        }
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        let app = yew::Renderer::<Known>::with_root(place.clone()).render();
        TimeoutFuture::new(0).await;
        let input = browser::all::<HtmlInputElement>(Some(&place), "input").remove(0);
        assert_eq!(input.value(), "ada@x.org");
        for (typed, wrong) in [("bea@", Some("true")), ("bea@y", None), ("", Some("true")), ("b@y.org", None)] {
            input.set_value(typed);
            let bubbles = web_sys::EventInit::new();
            bubbles.set_bubbles(true);
            let event = web_sys::Event::new_with_event_init_dict("input", &bubbles).unwrap();
            input.dispatch_event(&event).unwrap();
            input.check_validity();
            TimeoutFuture::new(0).await;
            assert_eq!(input.get_attribute("aria-invalid").as_deref(), wrong, "{typed:?}");
            assert_eq!(input.value(), typed);
        }
        app.destroy();
        place.remove();
    }
}
