//! Room on the device: how much there is, and what can go when there is none. Edits never go.

use holdfast_core::client::done;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, StorageEstimate};

use super::{inner::Inner, persist::manager, uploads};
use crate::{answers, files::Room, shared};

/// What the names of the builds' own caches begin with: the app starts from them.
const SHELLS: &str = "holdfast-";

/// What the data of this app takes on this device, all people and builds together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// About how many bytes are in use.
    pub used: u64,
    /// About how many the browser would give.
    pub quota: u64,
    /// Whether the browser has promised not to clear them by itself.
    pub persisted: bool,
}

/// How much room there is; `None` where the browser does not tell.
pub(super) async fn storage() -> Option<Storage> {
    let manager = manager()?;
    let estimate: StorageEstimate = JsFuture::from(manager.estimate().ok()?).await.ok()?.unchecked_into();
    let persisted = match manager.persisted() {
        Ok(persisted) => JsFuture::from(persisted).await.is_ok_and(|persisted| persisted.is_truthy()),
        Err(_) => false,
    };
    let bytes = |number: Option<f64>| number.map(|number| number as u64);
    Some(Storage { used: bytes(estimate.get_usage())?, quota: bytes(estimate.get_quota())?, persisted })
}

/// Removes what can be fetched again, and no more: for a file nobody gives up steps of undo, or what a server may forget.
pub(super) async fn make_for_files(inner: &Inner) {
    let _ = answers::clear(inner.account.id).await;
    let _ = clear_caches().await;
    let _ = uploads::let_go(inner, Room::Wanted).await;
}

/// Removes what can be fetched again or is only kept for comfort. What of it fails is passed over: the edit that needs the
/// room is tried once more either way.
pub(super) async fn make(inner: &Inner) {
    let _ = done::evict(inner.tab.db()).await;
    make_for_files(inner).await;
}

/// Caches that no build of ours starts from: of earlier versions of the app, or of whoever was here before it. What somebody has
/// shared and not taken yet is nowhere else.
async fn clear_caches() -> Result<(), JsValue> {
    let Ok(caches) = Reflect::get(&js_sys::global(), &"caches".into())?.dyn_into::<CacheStorage>() else {
        return Ok(());
    };
    let names: Array = JsFuture::from(caches.keys()).await?.unchecked_into();
    for name in names.iter().filter_map(|name| name.as_string()).filter(|name| !is_kept(name)) {
        JsFuture::from(caches.delete(&name)).await?;
    }
    Ok(())
}

fn is_kept(cache: &str) -> bool {
    cache.starts_with(SHELLS) || cache == shared::CACHE
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::FormData;

    use super::*;

    #[test]
    async fn what_was_shared_and_not_taken_stays_where_room_is_made() {
        let caches = web_sys::window().unwrap().caches().unwrap();
        let form = FormData::new().unwrap();
        form.append_with_str("text", "Call the port").unwrap();
        let id = shared::keep(&caches, &form).await.unwrap();
        for name in ["holdfast-0123", "somebody-elses"] {
            JsFuture::from(caches.open(name)).await.unwrap();
        }
        clear_caches().await.unwrap();
        assert!(shared::is_kept(&id).await);
        let is_there = async |name| JsFuture::from(caches.has(name)).await.unwrap().is_truthy();
        assert!(is_there("holdfast-0123").await && !is_there("somebody-elses").await);
        JsFuture::from(caches.delete("holdfast-0123")).await.unwrap();
        shared::take(&id).await.unwrap();
    }
}
