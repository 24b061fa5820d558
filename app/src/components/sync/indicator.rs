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
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let on_close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    html! {
        <>
            <button type="button" class="sync" data-sync={shown.name} aria-haspopup="dialog" title={shown.meaning} {onclick}>
                <span class="sync-dot" aria-hidden="true" />
                <span class="sync-label">{ shown.label }</span>
            </button>
            if *open {
                <Later drawn={Drawn::SyncList(on_close)} />
            }
        </>
    }
}
