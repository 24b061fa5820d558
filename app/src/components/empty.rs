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
    skeleton_of("skeleton-rows", 5)
}

/// Bars of the shape that a class gives them, in place of so many things that are still being read.
pub(crate) fn skeleton_of(shape: &'static str, many: usize) -> Html {
    html! {
        // By its key it is not made into what takes its place, which would move it there.
        <div key="skeleton" class={classes!("skeleton", shape)} aria-busy="true">
            <p class="hidden">{ t::reading() }</p>
            { for (0..many).map(|_| html! { <div class="skeleton-row" /> }) }
        </div>
    }
}
