//! Replays in the worker: for the account that is signed in on this device, one at a time.

use std::{
    cell::{Cell, OnceCell},
    pin::pin,
};

use futures::{future::select, lock::Mutex};
use holdfast_core::{
    Millis,
    client::{Failure, Hint, StoreError, Timer as _, health},
    id::HolderId,
};
use holdfast_web::{
    BrowserTimer, Channel, IdbDatabase, badge, device, random,
    replay::{Ended, link_after, replay},
};
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClientQueryOptions, ClientType, ServiceWorkerGlobalScope, VisibilityState, WindowClient};

/// How long the number on the icon may take, in milliseconds.
const BADGE: u64 = 1_000;

/// The replays of one life of the worker.
#[derive(Default)]
pub(crate) struct Replays {
    /// Held while one runs.
    running: Mutex<()>,
    /// Whether one waits for its turn: it will see everything that is stored by then, so further ones are superfluous.
    queued: Cell<bool>,
    /// Until when the server asked to be left alone.
    busy_until: Cell<Millis>,
    /// This life of the worker as a holder of the replay lease.
    holder: OnceCell<HolderId>,
}

impl Replays {
    /// A tab asked for one.
    pub(crate) async fn asked(&self) {
        if self.queued.replace(true) {
            return;
        }
        let _turn = self.running.lock().await;
        self.queued.set(false);
        // What went wrong is told by hints; the tabs ask again.
        let _ = self.run().await;
    }

    /// The browser found a network. An error makes it try again later.
    pub(crate) async fn synced(&self) -> Result<(), String> {
        let _turn = self.running.lock().await;
        match self.run().await {
            Ok(None | Some(Ended::Drained | Ended::Fenced)) => Ok(()),
            Ok(Some(Ended::Failed(failure))) => Err(failure.to_string()),
            Ok(Some(Ended::Broken(error))) | Err(error) => Err(error.to_string()),
        }
    }

    /// Runs one; `None` if nobody is signed in here.
    async fn run(&self) -> Result<Option<Ended>, StoreError> {
        let Some(account) = device::current().await? else { return Ok(None) };
        let channel = Channel::new(account.id);
        let ended = self.ended(&channel, &account).await?;
        if let Ended::Failed(Failure::Busy(wait)) = ended {
            self.busy_until.set(self.busy_until.get().max(BrowserTimer.now() + wait));
        }
        if let Some(link) = link_after(&ended) {
            channel.tell(&Hint::Link { link });
        }
        Ok(Some(ended))
    }

    async fn ended(&self, channel: &Channel, account: &device::Account) -> Result<Ended, StoreError> {
        let now = BrowserTimer.now();
        if now < self.busy_until.get() {
            return Ok(Ended::Failed(Failure::Busy(self.busy_until.get() - now)));
        }
        // Closed afterwards: an open database would hold up its upgrade and its deletion.
        let db = IdbDatabase::open(account.id, || {}).await?;
        let holder = *self.holder.get_or_init(random::holder);
        let ended = replay(&db, account.id, holder, &|hint| channel.tell(&hint)).await;
        let waiting = health::count_unsent(&db).await;
        db.close();
        if let Ok(waiting) = waiting
            && !is_app_seen().await
        {
            // Nothing waits for a system that does not draw it.
            let _ = select(pin!(badge::tell(waiting)), pin!(BrowserTimer.sleep(BADGE))).await;
        }
        Ok(ended)
    }
}

/// Whether a page of the app is in view: it tells the icon itself, and what it has just begun to store too.
async fn is_app_seen() -> bool {
    let scope: ServiceWorkerGlobalScope = js_sys::global().unchecked_into();
    let options = ClientQueryOptions::new();
    options.set_type(ClientType::Window);
    options.set_include_uncontrolled(true);
    let windows = JsFuture::from(scope.clients().match_all_with_options(&options)).await;
    let windows: Array = windows.map(JsValue::unchecked_into).unwrap_or_default();
    let mut windows = windows.iter().filter_map(|window| window.dyn_into::<WindowClient>().ok());
    windows.any(|window| window.visibility_state() == VisibilityState::Visible)
}
