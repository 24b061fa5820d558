//! A word about edits that only this device has for long.

use holdfast_core::{Millis, client::StoreError};
use holdfast_web::Session;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use crate::{
    hooks::{use_records, use_session},
    route::Route,
    stores::{Toast, Ui},
    t,
    words::sync,
};

/// From this age on, in milliseconds, unsent edits are warned about.
const OLD: Millis = 24 * 60 * 60 * 1000;

/// When the oldest unsent edit was made, if that is long ago.
pub(crate) async fn old_edit(session: &Session) -> Result<Option<Millis>, StoreError> {
    let oldest = session.oldest_unsent().await?;
    Ok(oldest.filter(|at| session.now().saturating_sub(*at) >= OLD))
}

/// Tells whoever begins to work here, once, that edits have been unsent for long.
#[component]
pub(crate) fn OldEdits() -> Html {
    let session = use_session();
    let navigator = use_navigator();
    let ui = use_dispatch::<Ui>();
    let loaded = use_records(|records| records.is_loaded());
    use_effect_with(loaded, move |loaded| {
        // Not once more where the page is drawn anew.
        if !loaded || !ui.reduce_mut(|ui| ui.is_first("old edits")) {
            return;
        }
        spawn_local(async move {
            if let Ok(Some(at)) = old_edit(&session).await {
                let toast = Toast::problem(sync::old(at, session.now()));
                let open = move || {
                    if let Some(navigator) = &navigator {
                        navigator.push(&Route::Sync);
                    }
                };
                ui.reduce_mut(|ui| ui.say(toast.with_action(t::open_sync(), open)));
            }
        });
    });
    Html::default()
}
