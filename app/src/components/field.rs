//! A labelled input of a form, with what is wrong with it.

use holdfast_core::{entity::FieldType, value::Value};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::words::{capital, flaw};

/// Says at an input by itself what its field refuses of a text, as the server would. Whether it does. The browser draws it over
/// the page, so that nothing moves.
pub(crate) fn is_refused(input: &impl Tells, field: FieldType, text: &str) -> bool {
    let wrong = field.check(&Value::Text(text.to_owned())).err();
    input.tell(&wrong.map_or_else(String::new, |wrong| format!("{}.", capital(&flaw::wrong(wrong)))));
    wrong.is_some() && !input.is_fine()
}

/// A field that can tell by itself what is wrong with it.
pub(crate) trait Tells {
    fn tell(&self, wrong: &str);
    /// Whether nothing is wrong; what is, is shown.
    fn is_fine(&self) -> bool;
}

impl Tells for HtmlInputElement {
    fn tell(&self, wrong: &str) {
        self.set_custom_validity(wrong);
    }

    fn is_fine(&self) -> bool {
        self.report_validity()
    }
}

impl Tells for HtmlTextAreaElement {
    fn tell(&self, wrong: &str) {
        self.set_custom_validity(wrong);
    }

    fn is_fine(&self) -> bool {
        self.report_validity()
    }
}

/// What was wrong is being mended.
pub(crate) fn on_mended() -> Callback<InputEvent> {
    Callback::from(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().set_custom_validity(""))
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
    /// What is wrong.
    #[prop_or_default]
    pub error: Option<AttrValue>,
}

/// A labelled input. The form reads it when it is submitted, so that what a password manager filled in counts.
#[component]
pub fn Field(props: &Props) -> Html {
    let id = format!("field-{}", props.name);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = match (&props.error, &props.hint) {
        (Some(_), _) => Some(error_id.clone()),
        (None, Some(_)) => Some(hint_id.clone()),
        (None, None) => None,
    };
    html! {
        <div class="field">
            <label for={id.clone()}>{ &props.label }</label>
            <input
                {id}
                name={&props.name}
                type={&props.kind}
                autocomplete={&props.autocomplete}
                value={props.value.clone()}
                required={true}
                aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={described}
            />
            if let Some(error) = &props.error {
                <p class="field-error" id={error_id}>{ error }</p>
            } else if let Some(hint) = &props.hint {
                <p class="field-hint" id={hint_id}>{ hint }</p>
            }
        </div>
    }
}
