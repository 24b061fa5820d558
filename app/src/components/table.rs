//! A table: a line of headings, and rows under it.

use yew::prelude::*;

/// Properties of [`Table`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is above each column.
    pub(crate) heads: Vec<Html>,
    /// The rows.
    pub(crate) children: Html,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// What it is called, where it may be wider than what it stands in: then it scrolls by itself, by keys too.
    #[prop_or_default]
    pub(crate) scrolls: Option<AttrValue>,
}

/// The table.
#[component]
pub(crate) fn Table(props: &Props) -> Html {
    let Props { heads, children, class, scrolls } = props;
    let inner = scrolls.is_none().then(|| class.clone());
    let table = html! {
        <table class={inner}>
            <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ head.clone() }</th> }) }</tr></thead>
            <tbody>{ children.clone() }</tbody>
        </table>
    };
    match scrolls {
        None => table,
        Some(label) => {
            html! { <div class={classes!(class.clone(), "table-scroll")} role="region" aria-label={label.clone()} tabindex="0">{ table }</div> }
        }
    }
}
