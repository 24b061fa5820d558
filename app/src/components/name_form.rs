//! A one-line form that adds something by its name.

use holdfast_core::entity::FieldType;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    Glyph,
    field::{Refusal, anchor, refused},
    icon,
};
use crate::{hooks::use_draft, t};

/// Properties of [`NameForm`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its class.
    pub class: AttrValue,
    /// The input's name.
    pub name: AttrValue,
    /// What is added: "New task in To do".
    pub label: AttrValue,
    /// What an empty input shows.
    pub placeholder: AttrValue,
    /// What is begun in it is kept under, one key for each place where such a form stands.
    pub draft: AttrValue,
    /// Told what was typed; the input is empty again for the next.
    pub on_add: Callback<String>,
}

/// A one-line form. What core would refuse is not taken. It keeps the focus, so that several can be added in a row.
#[component]
pub fn NameForm(props: &Props) -> Html {
    let node = use_node_ref();
    let wrong = use_state_eq(|| None);
    let begun = use_draft(&props.draft, {
        let node = node.clone();
        move |text| node.cast::<HtmlInputElement>().into_iter().for_each(|input| input.set_value(text))
    });
    let oninput = {
        let (begun, wrong) = (begun.clone(), wrong.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            wrong.set(None);
            begun.keep(&input.value());
        })
    };
    let onsubmit = {
        let (node, on_add, wrong) = (node.clone(), props.on_add.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = node.cast::<HtmlInputElement>() else { return };
            let text = input.value();
            if text.trim().is_empty() {
                return;
            }
            let found = refused(FieldType::LINE, text.trim());
            if found.is_none() {
                input.set_value("");
                on_add.emit(text);
                begun.forget();
            }
            wrong.set(found);
        })
    };
    let why = format!("{}-{}-wrong", props.class, props.name);
    html! {
        <form class={classes!("name-form", props.class.to_string())} {onsubmit}>
            <input
                ref={node}
                name={&props.name}
                aria-label={&props.label}
                placeholder={&props.placeholder}
                autocomplete="off"
                enterkeyhint="done"
                style={anchor(&why)}
                aria-invalid={wrong.is_some().then_some("true")}
                aria-describedby={why.clone()}
                {oninput}
            />
            <button type="submit" class="icon-button" aria-label={t::add_named(&props.label)} data-tip={t::add()}>{ icon(Glyph::Add) }</button>
            <Refusal id={why} why={(*wrong).clone()} />
        </form>
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlElement;

    use super::*;
    use crate::browser;

    #[test]
    async fn what_is_refused_stays_as_it_was_typed_and_is_told_until_it_is_mended() {
        #[component]
        fn Known() -> Html {
            html! { <NameForm class="known" name="name" label="New thing" placeholder="Add" draft="thing" on_add={Callback::noop()} /> }
        }
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        let app = yew::Renderer::<Known>::with_root(place.clone()).render();
        TimeoutFuture::new(0).await;
        let input = browser::all::<HtmlInputElement>(Some(&place), "input").remove(0);
        let told = browser::all::<HtmlElement>(Some(&place), ".refusal").remove(0);
        assert_eq!(input.get_attribute("aria-describedby").unwrap(), told.id());
        for (typed, left) in [("x".repeat(501), 501), ("Quay".to_owned(), 0)] {
            input.set_value(&typed);
            browser::all::<HtmlElement>(Some(&place), "button").remove(0).click();
            TimeoutFuture::new(0).await;
            let is_wrong = left > 0;
            assert_eq!(input.value().len(), left);
            assert_eq!(input.get_attribute("aria-invalid").is_some(), is_wrong);
            assert_eq!(told.text_content().unwrap().contains("501 characters"), is_wrong);
        }
        app.destroy();
        place.remove();
    }
}
