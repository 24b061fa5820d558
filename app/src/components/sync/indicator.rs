//! The sign in the bar, always in view.

use yew::prelude::*;

use crate::{
    hooks::use_records,
    parts::{Drawn, Later},
    words::sync,
};

/// The indicator; it opens what is most worth knowing of it.
#[component]
pub(crate) fn SyncIndicator() -> Html {
    let shown = use_records(|records| sync::shown(records.sync(), records.is_opening()));
    let open = use_state(|| false);
    let show = {
        let open = open.clone();
        Callback::from(move |shown: bool| open.set(shown))
    };
    let onclick = show.reform(|_: MouseEvent| true);
    html! {
        <>
            <button type="button" class="sync" data-sync={shown.name} aria-haspopup="dialog" title={shown.meaning} {onclick}>
                <span class="sync-dot" aria-hidden="true" />
                <span class="sync-label">{ shown.label }</span>
            </button>
            if *open {
                <Later drawn={Drawn::SyncList(show.reform(|()| false))} on_open={show} />
            }
        </>
    }
}
