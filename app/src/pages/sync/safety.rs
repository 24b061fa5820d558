//! How safe what is on this device is, and what was found damaged.

use holdfast_core::Millis;
use holdfast_web::Storage;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    components::sync::old_edit,
    hooks::{use_now, use_records, use_session},
    words::{count, sync},
};

/// What only the database and the browser can tell.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    storage: Option<Storage>,
    quarantined: usize,
    /// When the oldest unsent edit was made, if that is long ago.
    old: Option<Millis>,
}

/// The facts. They are asked for again whenever what is pending changes.
#[component]
pub(super) fn Safety() -> Html {
    let session = use_session();
    let pending = use_records(|records| {
        records.read(|replica| {
            let counts = replica.counts();
            counts.waiting + counts.dead
        })
    });
    let known = use_state_eq(Known::default);
    use_effect_with(pending, {
        let known = known.clone();
        move |_| {
            spawn_local(async move {
                let storage = session.storage().await;
                let quarantined = session.quarantined().await.unwrap_or_default();
                let old = old_edit(&session).await.unwrap_or_default();
                known.set(Known { storage, quarantined, old });
            });
        }
    });
    let now = use_now();
    html! {
        <section class="sync-safety" aria-labelledby="sync-safety-heading">
            <h2 id="sync-safety-heading">{ "On this device" }</h2>
            if let Some(at) = known.old {
                <p class="sync-old noted" role="status">
                    { sync::old(at, now) }
                </p>
            }
            if known.quarantined > 0 {
                <p class="sync-quarantined noted" role="status">
                    { format!("{} stored here could not be read and was put aside. What the server has was fetched again; what was put aside is in the export.", count(known.quarantined, "thing", "things")) }
                </p>
            }
            <dl class="facts">
                if let Some(storage) = &known.storage {
                    <dt>{ "Room used" }</dt>
                    <dd class="sync-used">{ used(storage) }</dd>
                    <dt>{ "Kept" }</dt>
                    <dd class="sync-persisted">{ kept(storage) }</dd>
                }
                <dt>{ "Not on the server" }</dt>
                <dd class="sync-unsent">{ if pending == 0 { "Nothing".into() } else { count(pending, "edit", "edits") } }</dd>
            </dl>
        </section>
    }
}

fn used(storage: &Storage) -> String {
    match storage.quota {
        0 => sync::bytes(storage.used),
        quota => format!("{} of {}", sync::bytes(storage.used), sync::bytes(quota)),
    }
}

fn kept(storage: &Storage) -> &'static str {
    match storage.persisted {
        true => "Until you sign out",
        false => "The browser may clear it if this device runs out of room; the server's copy stays",
    }
}
