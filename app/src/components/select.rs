//! A select that always shows what the data says.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Select`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its classes.
    #[prop_or_default]
    pub class: Classes,
    /// Its name in a form.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// What it is about; for where no label element names it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Its id, for a label element.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// What an import's list it maps, for tests and styles.
    #[prop_or_default]
    pub list: Option<AttrValue>,
    /// The choices: values and what people read.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// Values among them that cannot be chosen.
    #[prop_or_default]
    pub off: Vec<AttrValue>,
    /// The value chosen.
    pub value: AttrValue,
    /// Told of another choice.
    pub on_choice: Callback<String>,
}

/// A select. Once a person has chosen, browsers ignore the `selected` attribute, so the property is set with every change.
#[component]
pub fn Select(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect({
        let (node, value) = (node.clone(), props.value.clone());
        move || {
            if let Some(select) = node.cast::<HtmlSelectElement>()
                && select.value() != *value
            {
                select.set_value(&value);
            }
        }
    });
    let onchange = props.on_choice.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select
            ref={node}
            class={props.class.clone()}
            name={props.name.clone()}
            id={props.id.clone()}
            aria-label={props.label.clone()}
            data-list={props.list.clone()}
            {onchange}
        >
            { for props.options.iter().map(|(value, words)| html! {
                <option key={value.to_string()} value={value} selected={*value == props.value} disabled={props.off.contains(value)}>{ words }</option>
            }) }
        </select>
    }
}
