//! Asking before someone is taken out of an engagement, or leaves it.

use yew::prelude::*;

use crate::{components::Dialog, t, words::quoted};

/// Properties of [`RemoveDialog`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// Their name.
    pub(super) person: AttrValue,
    /// The engagement's name.
    pub(super) engagement: AttrValue,
    /// Whether they are oneself.
    pub(super) is_me: bool,
    pub(super) on_confirm: Callback<()>,
    pub(super) on_close: Callback<()>,
}

/// Says what it means before it is done.
#[component]
pub(super) fn RemoveDialog(props: &Props) -> Html {
    let Props { person, engagement, is_me, on_confirm, on_close } = props;
    let engagement = quoted(engagement);
    let (title, words, verb) = match is_me {
        true => (t::leave_ask(&engagement), t::leave_words().to_owned(), t::leave()),
        false => (t::remove_ask(person, &engagement), t::remove_words(person), t::remove()),
    };
    html! {
        <Dialog class="remove-member" {title} on_close={on_close.clone()}>
            <p>{ words }</p>
            <div class="dialog-actions">
                <button type="button" class="danger confirm" onclick={on_confirm.reform(|_| ())}>{ verb }</button>
            </div>
        </Dialog>
    }
}
