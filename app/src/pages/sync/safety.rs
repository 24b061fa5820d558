//! How safe what is on this device is, and what was found damaged.

use holdfast_core::Millis;
use holdfast_web::Storage;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    components::sync::old_edit,
    hooks::{use_now, use_records, use_session},
    t,
    words::sync,
};

/// What only the database and the browser can tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    storage: Option<Storage>,
    quarantined: usize,
    /// When the oldest unsent edit was made, if that is long ago.
    old: Option<Millis>,
}

/// The facts, once they are known. They are asked for again whenever what is pending changes.
#[hook]
pub(super) fn use_known() -> Option<Known> {
    let (session, pending) = (use_session(), use_pending());
    let known = use_state_eq(|| None::<Known>);
    use_effect_with(pending, {
        let known = known.setter();
        move |_| {
            spawn_local(async move {
                let storage = session.storage().await;
                let quarantined = session.quarantined().await.unwrap_or_default();
                let old = old_edit(&session).await.unwrap_or_default();
                known.set(Some(Known { storage, quarantined, old }));
            });
        }
    });
    (*known).clone()
}

/// How many edits are not on the server.
#[hook]
fn use_pending() -> usize {
    use_records(|records| {
        records.read(|replica| {
            let counts = replica.counts();
            counts.waiting + counts.dead
        })
    })
}

/// Properties of [`Safety`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) known: Known,
}

/// The facts.
#[component]
pub(super) fn Safety(props: &Props) -> Html {
    let Known { storage, quarantined, old } = props.known.clone();
    let (now, pending) = (use_now(), use_pending());
    html! {
        <section class="sync-safety" aria-labelledby="sync-safety-heading">
            <h2 id="sync-safety-heading">{ t::on_this_device() }</h2>
            if let Some(at) = old {
                <p class="sync-old noted" role="status">
                    { sync::old(at, now) }
                </p>
            }
            if quarantined > 0 {
                <p class="sync-quarantined noted" role="status">
                    { t::put_aside(quarantined) }
                </p>
            }
            <dl class="facts">
                if let Some(storage) = &storage {
                    <dt>{ t::room_used() }</dt>
                    <dd class="sync-used">{ used(storage) }</dd>
                    <dt>{ t::kept_label() }</dt>
                    <dd class="sync-persisted">{ sync::kept(storage.persisted) }</dd>
                }
                <dt>{ t::not_on_server() }</dt>
                <dd class="sync-unsent">{ if pending == 0 { t::nothing().into() } else { t::edits_counted(pending) } }</dd>
            </dl>
        </section>
    }
}

fn used(storage: &Storage) -> String {
    match storage.quota {
        0 => sync::bytes(storage.used),
        quota => t::bytes_of(&sync::bytes(storage.used), &sync::bytes(quota)),
    }
}
