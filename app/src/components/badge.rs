//! The small signs beside names.

use holdfast_core::entity::People;
use yew::prelude::*;

use crate::{hooks::Names, t};

/// How many people a stack shows by their letters.
const STACKED: usize = 3;

/// A person's letters beside their name, which says the same.
pub(crate) fn avatar(name: &str) -> Html {
    html! { <span class="avatar" aria-hidden="true" data-initials={Names::default().initials(name)} /> }
}

/// The people who are to do something.
pub(crate) fn avatars(people: &People, names: &Names) -> Html {
    avatars_as(people, names, t::assigned_to_named)
}

/// People one beside the other: the first few by their letters, the others by their number. `label` says what they are.
pub(crate) fn avatars_as(people: &People, names: &Names, label: fn(&str) -> String) -> Html {
    let small = |named: &str, letters: String| {
        let label = label(named);
        html! { <span class="avatar small" role="img" aria-label={label} title={named.to_owned()}>{ letters }</span> }
    };
    let others: Vec<&str> = people.iter().skip(STACKED).map(|person| names.of(person)).collect();
    html! {
        <>
            { for people.iter().take(STACKED).map(|person| small(names.of(person), names.initials(person))) }
            if !others.is_empty() { { small(&others.join(", "), format!("+{}", others.len())) } }
        </>
    }
}

/// A word about what stands before it: a role, a state.
pub(crate) fn badge(words: impl Into<AttrValue>) -> Html {
    html! { <span class="role">{ words.into() }</span> }
}
