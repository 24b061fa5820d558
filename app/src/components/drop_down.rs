//! A button and what it opens: the browser's own popover, which closes by Escape and by a press beside it.

use yew::prelude::*;

/// What opens, and by what.
pub(crate) struct DropDown {
    /// The popover's id: one for the whole page.
    pub(crate) id: &'static str,
    /// What is in it, for those who do not see where they are.
    pub(crate) label: AttrValue,
    /// What the button shows.
    pub(crate) words: Html,
    /// Told when the button is pressed, before anything opens.
    pub(crate) on_open: Callback<MouseEvent>,
}

impl DropDown {
    /// The button, and the popover with this in it. The styles put it beside its button.
    pub(crate) fn of(self, body: Html) -> Html {
        let Self { id, label, words, on_open } = self;
        html! {
            <>
                <button type="button" class="drop-open" data-opens={id} popovertarget={id} onclick={on_open}>
                    { words }
                    <svg class="icon drop-sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4.5 6.5L8 10l3.5-3.5" /></svg>
                </button>
                <div {id} class="drop" popover="auto" role="group" aria-label={label}>{ body }</div>
            </>
        }
    }
}
