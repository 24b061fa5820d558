use std::{cell::RefCell, collections::HashMap};

use futures::channel::oneshot;
use holdfast_core::client::{Key, Range, StoreError};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::{
    error::{exception_error, thrown},
    request::{ready, result},
};
use crate::reasons::ENDED;

#[wasm_bindgen]
extern "C" {
    /// `IDBDatabase` with the options of `transaction`, which web-sys has behind a compiler flag.
    #[wasm_bindgen(extends = IdbDatabase, js_name = IDBDatabase)]
    type WithOptions;

    #[wasm_bindgen(method, catch, structural, js_name = transaction)]
    fn begin(
        this: &WithOptions,
        names: &Array,
        mode: IdbTransactionMode,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    /// `IDBTransaction` with `commit`, which web-sys calls deprecated and browsers do not.
    #[wasm_bindgen(extends = IdbTransaction, js_name = IDBTransaction)]
    type WithCommit;

    #[wasm_bindgen(method, catch, structural)]
    fn commit(this: &WithCommit) -> Result<(), JsValue>;
}

/// From so many keys on it is worth a look whether they stand together.
const MANY: usize = 32;

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Read.
    Read,
    /// Read and write; complete only when the device says that it is written.
    Write,
    /// Read and write; complete when the device has been told. A power cut may take the last of it, later ones first.
    Relaxed,
}

/// A transaction over object stores by name. Aborted if it is dropped before [`Self::commit`].
pub(crate) struct Raw {
    tx: IdbTransaction,
    access: Access,
    /// `Some` until the end is waited for.
    end: RefCell<Option<oneshot::Receiver<End>>>,
    // Kept alive for the handlers; taken off by `Drop` before they go.
    _on_end: [Closure<dyn FnMut()>; 2],
}

enum End {
    Complete,
    Aborted,
}

impl Raw {
    pub(super) fn begin(db: &IdbDatabase, stores: &[&str], access: Access) -> Result<Self, JsValue> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        // Said in any case, for browsers differ in what they do where nothing is. "relaxed" calls an edit saved that a power cut
        // can still take.
        let (mode, durability) = match access {
            Access::Read => (IdbTransactionMode::Readonly, None),
            Access::Write => (IdbTransactionMode::Readwrite, Some("strict")),
            Access::Relaxed => (IdbTransactionMode::Readwrite, Some("relaxed")),
        };
        if let Some(durability) = durability {
            Reflect::set(&options, &"durability".into(), &durability.into())?;
        }
        let tx = db.unchecked_ref::<WithOptions>().begin(&names, mode, &options)?;
        let (sender, receiver) = oneshot::channel();
        let sender = std::rc::Rc::new(RefCell::new(Some(sender)));
        let on = |end: fn() -> End| {
            let sender = sender.clone();
            Closure::<dyn FnMut()>::new(move || {
                if let Some(sender) = sender.take() {
                    let _ = sender.send(end());
                }
            })
        };
        let on_end = [on(|| End::Complete), on(|| End::Aborted)];
        tx.set_oncomplete(Some(on_end[0].as_ref().unchecked_ref()));
        tx.set_onabort(Some(on_end[1].as_ref().unchecked_ref()));
        Ok(Self { tx, access, end: RefCell::new(Some(receiver)), _on_end: on_end })
    }

    /// The values of some keys: all requests are sent before the last one is waited for, and answers come in order.
    pub(crate) async fn get_many(&self, store: &str, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        if keys.len() >= MANY
            && let Some(found) = self.get_between(store, keys).await?
        {
            return Ok(found);
        }
        let store = self.store(store)?;
        let requests: Vec<_> =
            keys.iter().map(|key| store.get(&key_value(key))).collect::<Result<_, _>>().map_err(err)?;
        if let Some(last) = requests.last() {
            result(last).await?;
        }
        let text = |value: JsValue| match value.is_undefined() {
            true => Ok(None),
            false => text(&value).map(Some),
        };
        requests.iter().map(|request| text(ready(request)?)).collect()
    }

    /// As [`Self::get_many`], by reading all that stands between the keys; `None` where that is much more than they are. New
    /// records come in the order of their keys, with nothing between them: one request instead of hundreds.
    async fn get_between(&self, store: &str, keys: &[Key]) -> Result<Option<Vec<Option<String>>>, StoreError> {
        let (Some(first), Some(last)) = (keys.iter().min(), keys.iter().max()) else { return Ok(None) };
        let (first, last) = (key_value(first), key_value(last));
        let store = self.store(store)?;
        let range = IdbKeyRange::bound(&first, &last).map_err(err)?;
        let most = u32::try_from(keys.len() * 2).unwrap_or(u32::MAX - 1);
        let found_keys = store.get_all_keys_with_key_and_limit(&range, most + 1).map_err(err)?;
        let found_keys: Array = result(&found_keys).await?.unchecked_into();
        if found_keys.length() > most {
            return Ok(None);
        }
        if found_keys.length() == 0 {
            return Ok(Some(vec![None; keys.len()]));
        }
        let values: Array = result(&store.get_all_with_key(&range).map_err(err)?).await?.unchecked_into();
        let mut found = HashMap::new();
        for (key, value) in found_keys.iter().zip(values.iter()) {
            found.insert(key_of(&key)?, value);
        }
        let texts = keys.iter().map(|key| found.get(key).map(text).transpose());
        texts.collect::<Result<_, _>>().map(Some)
    }

    /// Up to `limit` entries of a range, in order.
    pub(crate) async fn scan(
        &self,
        store: &str,
        range: &Range,
        limit: usize,
    ) -> Result<Vec<(Key, String)>, StoreError> {
        let store = self.store(store)?;
        let Some(range) = key_range(range)?.filter(|_| limit > 0) else { return Ok(Vec::new()) };
        // A count of 0 means all to IndexedDB.
        let limit = u32::try_from(limit).unwrap_or(0);
        let keys = store.get_all_keys_with_key_and_limit(&range, limit).map_err(err)?;
        let values = store.get_all_with_key_and_limit(&range, limit).map_err(err)?;
        let values: Array = result(&values).await?.unchecked_into();
        let keys: Array = ready(&keys)?.unchecked_into();
        keys.iter().zip(values.iter()).map(|(key, value)| Ok((key_of(&key)?, text(&value)?))).collect()
    }

    /// Every key of a store, in order.
    pub(crate) async fn keys(&self, store: &str) -> Result<Vec<Key>, StoreError> {
        let request = self.store(store)?.get_all_keys().map_err(err)?;
        let keys: Array = result(&request).await?.unchecked_into();
        keys.iter().map(|key| key_of(&key)).collect()
    }

    pub(crate) fn put(&self, store: &str, key: &Key, value: &str) -> Result<(), StoreError> {
        let store = self.store(store)?;
        store.put_with_key(&JsValue::from_str(value), &key_value(key)).map(drop).map_err(err)
    }

    /// One value that is no text, as it was put.
    pub(crate) async fn get_object(&self, store: &str, key: &Key) -> Result<Option<JsValue>, StoreError> {
        let request = self.store(store)?.get(&key_value(key)).map_err(err)?;
        Ok(Some(result(&request).await?).filter(|value| !value.is_undefined()))
    }

    /// Stores a value that is no text.
    pub(crate) fn put_object(&self, store: &str, key: &Key, value: &JsValue) -> Result<(), StoreError> {
        self.store(store)?.put_with_key(value, &key_value(key)).map(drop).map_err(err)
    }

    pub(crate) fn delete(&self, store: &str, key: &Key) -> Result<(), StoreError> {
        self.store(store)?.delete(&key_value(key)).map(drop).map_err(err)
    }

    pub(crate) fn delete_range(&self, store: &str, range: &Range) -> Result<(), StoreError> {
        let store = self.store(store)?;
        match (range, key_range(range)?) {
            (Range::All, _) => store.clear().map(drop).map_err(err),
            (_, Some(range)) => store.delete(&range).map(drop).map_err(err),
            (_, None) => Ok(()),
        }
    }

    /// Ends it; returns when it is complete, which is as durable as its [`Access`] says.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        // Throws where the transaction has ended already: how it ended is told by its events.
        let _ = self.tx.unchecked_ref::<WithCommit>().commit();
        let end = self.end.take();
        match end {
            Some(end) => match end.await {
                Ok(End::Complete) => Ok(()),
                Ok(End::Aborted) | Err(_) => Err(self.why()),
            },
            None => Err(self.why()),
        }
    }

    fn why(&self) -> StoreError {
        match self.tx.error() {
            Some(exception) => exception_error(&exception),
            None => StoreError::Failed(ENDED.into()),
        }
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, StoreError> {
        self.tx.object_store(name).map_err(err)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.tx.set_oncomplete(None);
        self.tx.set_onabort(None);
        // What only read ends by itself, and at less cost.
        if self.access != Access::Read {
            // Throws where it has ended or is being committed, which is what is wanted then.
            let _ = self.tx.abort();
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn err(value: JsValue) -> StoreError {
    thrown(&value)
}

fn text(value: &JsValue) -> Result<String, StoreError> {
    value.as_string().ok_or_else(|| StoreError::Corrupt(format!("a stored value is no text: {value:?}")))
}

fn key_value(key: &Key) -> JsValue {
    match key {
        Key::Num(number) => JsValue::from_f64(*number as f64),
        Key::Text(text) => JsValue::from_str(text),
    }
}

fn key_of(value: &JsValue) -> Result<Key, StoreError> {
    if let Some(number) = value.as_f64() {
        return Ok(Key::Num(number as u64));
    }
    let text = value.as_string().ok_or_else(|| StoreError::Corrupt(format!("a stored key is no text: {value:?}")))?;
    Ok(Key::Text(text))
}

/// The range as IndexedDB wants it (`undefined` is everything); `None` where nothing can be in it, which IndexedDB throws
/// at.
fn key_range(range: &Range) -> Result<Option<JsValue>, StoreError> {
    let range = match range {
        Range::All => return Ok(Some(JsValue::UNDEFINED)),
        Range::After(key) => IdbKeyRange::lower_bound_with_open(&key_value(key), true),
        Range::Between(after, before) if after >= before => return Ok(None),
        Range::Between(after, before) => {
            IdbKeyRange::bound_with_lower_open_and_upper_open(&key_value(after), &key_value(before), true, true)
        }
    };
    range.map(|range| Some(range.into())).map_err(err)
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{super::Connection, *};

    #[test]
    async fn the_browser_is_asked_for_the_durability_that_was_wanted() {
        const NAME: &str = "durability";
        let db = Connection::open(NAME.into(), 1, vec!["store"], || {}).await.expect("a new database opens");
        for (access, durability) in [(Access::Write, "strict"), (Access::Relaxed, "relaxed")] {
            let tx = db.begin(&["store"], access).await.expect("it is open");
            let told = Reflect::get(&tx.tx, &"durability".into()).ok().and_then(|told| told.as_string());
            assert_eq!(told.as_deref(), Some(durability), "{access:?}");
            tx.put("store", &Key::name("key"), "value").expect("it may be written");
            tx.commit().await.expect("it is committed");
        }
        db.close();
        Connection::delete(NAME).await.expect("nobody has it open");
    }
}
