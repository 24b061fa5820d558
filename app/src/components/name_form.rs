//! A one-line form that adds something by its name.

use holdfast_core::entity::FieldType;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    Glyph,
    field::{is_refused, on_mended},
    icon,
};

use crate::t;

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
    /// Told what was typed; the input is empty again for the next.
    pub on_add: Callback<String>,
}

/// A one-line form. What core would refuse is not taken. It keeps the focus, so that several can be added in a row.
#[component]
pub fn NameForm(props: &Props) -> Html {
    let node = use_node_ref();
    let onsubmit = {
        let (node, on_add) = (node.clone(), props.on_add.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = node.cast::<HtmlInputElement>() else { return };
            let text = input.value();
            if !text.trim().is_empty() && !is_refused(&input, FieldType::LINE, text.trim()) {
                input.set_value("");
                on_add.emit(text);
            }
        })
    };
    html! {
        <form class={classes!("name-form", props.class.to_string())} {onsubmit}>
            <input
                ref={node}
                name={&props.name}
                aria-label={&props.label}
                placeholder={&props.placeholder}
                autocomplete="off"
                enterkeyhint="done"
                oninput={on_mended()}
            />
            <button type="submit" class="icon-button" aria-label={t::add_named(&props.label)} title={t::add()}>{ icon(Glyph::Add) }</button>
        </form>
    }
}
