//! The small signs beside names.

use yew::prelude::*;

use crate::hooks::Names;

/// A person's letters beside their name, which says the same.
pub(crate) fn avatar(name: &str) -> Html {
    html! { <span class="avatar" aria-hidden="true" data-initials={Names::default().initials(name)} /> }
}

/// A word about what stands before it: a role, a state.
pub(crate) fn badge(words: impl Into<AttrValue>) -> Html {
    html! { <span class="role">{ words.into() }</span> }
}
