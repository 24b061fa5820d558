//! The mark of what is still on its way.

use holdfast_core::replica::Mark;
use yew::prelude::*;

use crate::t;

/// The mark's name, for styles and tests.
pub(crate) fn name(mark: Mark) -> &'static str {
    match mark {
        Mark::Synced => "synced",
        Mark::Accepted => "accepted",
        Mark::Waiting => "waiting",
        Mark::Saving => "saving",
        Mark::Dead => "dead",
    }
}

/// A dot beside what has edits on their way; nothing where all is on the server.
pub fn mark_dot(mark: Mark) -> Html {
    let words = match mark {
        Mark::Synced => return Html::default(),
        Mark::Accepted => t::mark_accepted(),
        Mark::Waiting => t::mark_waiting(),
        Mark::Saving => t::mark_saving(),
        Mark::Dead => t::mark_dead(),
    };
    html! { <span class="mark" data-mark={name(mark)} role="img" aria-label={words} title={words} /> }
}
