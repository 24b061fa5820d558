//! What the whole page is to know of a part of it.

use yew::prelude::*;

use crate::browser;

/// Properties of [`RootClass`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The class. No two parts that are drawn at once have the same.
    pub(crate) name: &'static str,
    /// Whether the page has it.
    #[prop_or(true)]
    pub(crate) on: bool,
}

/// Gives the page's root element a class for as long as this is drawn. `:has()` would say the same without a word here, but a
/// browser asks anew, and styles all rows anew, for every row that a scrolled list draws.
#[component]
pub(crate) fn RootClass(props: &Props) -> Html {
    use_effect_with((props.name, props.on), |&(name, on)| {
        let classes = browser::document().document_element().filter(|_| on).map(|root| root.class_list());
        if let Some(classes) = &classes {
            let _ = classes.add_1(name);
        }
        move || {
            if let Some(classes) = classes {
                let _ = classes.remove_1(name);
            }
        }
    });
    Html::default()
}
