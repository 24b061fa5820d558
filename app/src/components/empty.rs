//! Where there is nothing, or nothing yet.

use yew::prelude::*;

use crate::t;

/// Properties of [`Empty`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is not there.
    pub(crate) title: AttrValue,
    /// The next step.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// An empty place and the next step.
#[component]
pub(crate) fn Empty(props: &Props) -> Html {
    html! {
        <div class="empty">
            <p class="empty-title">{ &props.title }</p>
            { props.children.clone() }
        </div>
    }
}

/// Bars in place of what is still being read.
pub(crate) fn skeleton() -> Html {
    html! {
        // By its key it is not made into what takes its place, which would move it there.
        <div key="skeleton" class="skeleton" aria-busy="true">
            <p class="hidden">{ t::reading() }</p>
            { for (0..5).map(|_| html! { <div class="skeleton-row" /> }) }
        </div>
    }
}
