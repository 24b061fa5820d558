//! The bytes of files on this device: of those that are still to be sent, and of some that can be had again. One database for each
//! person, beside their own: SHA-256 → the bytes, and since when.

use holdfast_core::{
    Millis,
    client::{Key, StoreError, Timer as _, blobs::Named},
    id::PersonId,
};
use js_sys::{Object, Reflect, Uint8Array};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::{
    BrowserTimer,
    idb::{Access, Connection},
    messages::files_name,
};

/// The version of the object store.
pub(crate) const VERSION: u32 = 1;
const STORE: &str = "bytes";
const BYTES: &str = "bytes";
const AT: &str = "at";

/// How much of a file is read at once, to hash it, in bytes.
const STRETCH: f64 = 1_048_576.0;

/// The largest that stays when it has been sent, to be looked at without the network, in bytes.
const SMALL: f64 = 2_000_000.0;
const HOUR: Millis = 60 * 60 * 1000;
/// How long such a one stays.
const MONTH: Millis = 30 * 24 * HOUR;

/// How many there are of a person.
pub(crate) async fn count(person: PersonId) -> Result<usize, StoreError> {
    let files = Files::open(person).await?;
    let keys = files.0.begin(&[STORE], Access::Read).await?.keys(STORE).await;
    files.close();
    Ok(keys?.len())
}

/// One person's files on this browser profile.
#[derive(Clone)]
pub(crate) struct Files(Connection);

impl Files {
    /// Opens them, and makes the database if it is not there.
    pub(crate) async fn open(person: PersonId) -> Result<Self, StoreError> {
        Connection::open(files_name(person), VERSION, vec![STORE], || {}).await.map(Self)
    }

    /// Keeps some bytes under their hash; returns when they are on the disk.
    pub(crate) async fn keep(&self, hash: &str, bytes: &Blob) -> Result<(), StoreError> {
        self.keep_since(hash, bytes, BrowserTimer.now()).await
    }

    async fn keep_since(&self, hash: &str, bytes: &Blob, at: Millis) -> Result<(), StoreError> {
        let entry = Object::new();
        // Cannot fail: it is an object of ours.
        let _ = Reflect::set(&entry, &BYTES.into(), bytes);
        let _ = Reflect::set(&entry, &AT.into(), &(at as f64).into());
        let tx = self.0.begin(&[STORE], Access::Write).await?;
        tx.put_object(STORE, &Key::name(hash), &entry)?;
        tx.commit().await
    }

    /// The bytes of that hash, if they are here.
    pub(crate) async fn get(&self, hash: &str) -> Result<Option<Blob>, StoreError> {
        let tx = self.0.begin(&[STORE], Access::Read).await?;
        let entry = tx.get_object(STORE, &Key::name(hash)).await?;
        Ok(entry.and_then(|entry| Reflect::get(&entry, &BYTES.into()).ok()?.dyn_into().ok()))
    }

    /// Lets go of what is not needed: of all that no edit names, what is large or old, or all of it where room is `wanted`.
    pub(crate) async fn tidy(&self, named: &Named, wanted: Room) -> Result<(), StoreError> {
        let keys = self.0.begin(&[STORE], Access::Read).await?.keys(STORE).await?;
        let now = BrowserTimer.now();
        for key in keys {
            let tx = self.0.begin(&[STORE], Access::Relaxed).await?;
            let Some(entry) = tx.get_object(STORE, &key).await? else { continue };
            let at = Reflect::get(&entry, &AT.into()).ok().and_then(|at| at.as_f64()).unwrap_or_default() as Millis;
            let bytes: Option<Blob> = Reflect::get(&entry, &BYTES.into()).ok().and_then(|bytes| bytes.dyn_into().ok());
            let is_named = matches!(&key, Key::Text(hash) if named.has(hash));
            let kept = Kept { age: now.saturating_sub(at), size: bytes.map_or(0.0, |bytes| bytes.size()) };
            if !is_named && kept.can_go(wanted) {
                tx.delete(STORE, &key)?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Closes the database, so that it can be deleted.
    pub(crate) fn close(&self) {
        self.0.close();
    }
}

/// Whether there is room on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Enough,
    Wanted,
}

/// What is known of bytes that no row names.
#[derive(Clone, Copy, Debug)]
struct Kept {
    age: Millis,
    size: f64,
}

impl Kept {
    /// Not what is so new that the row which will name it may be on its way.
    fn can_go(self, room: Room) -> bool {
        self.age > HOUR && (room == Room::Wanted || self.size > SMALL || self.age > MONTH)
    }
}

/// The SHA-256 of some bytes in hexadecimal digits, read a stretch at a time.
pub(crate) async fn hash_of(bytes: &Blob) -> Result<String, JsValue> {
    let (mut hasher, mut at, size) = (Sha256::new(), 0.0, bytes.size());
    // At least once: what cannot be read, as a folder, is not taken for an empty file.
    while at < size || at == 0.0 {
        let stretch = bytes.slice_with_f64_and_f64(at, (at + STRETCH).min(size))?;
        let buffer = JsFuture::from(stretch.array_buffer()).await?;
        hasher.update(Uint8Array::new(&buffer).to_vec());
        at += STRETCH;
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_new_stays_and_what_is_large_goes_first() {
        let of = |age, size, room| Kept { age, size }.can_go(room);
        assert!(!of(HOUR / 2, 9e7, Room::Wanted), "its row may be on its way");
        assert!(of(2 * HOUR, 9e7, Room::Enough) && !of(2 * HOUR, 1e5, Room::Enough));
        assert!(of(2 * HOUR, 1e5, Room::Wanted) && of(MONTH + 1, 1e5, Room::Enough));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    async fn bytes_are_kept_as_they_are_and_hashed_in_stretches() {
        let person = crate::random::id();
        let files = Files::open(person).await.unwrap();
        let content: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
        let blob = Blob::new_with_u8_array_sequence(&js_sys::Array::of1(&Uint8Array::from(&content[..]))).unwrap();
        let hash = hash_of(&blob).await.unwrap();
        let expected: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, expected);
        files.keep(&hash, &blob).await.unwrap();
        files.tidy(&Named::default(), Room::Wanted).await.unwrap();
        let kept = files.get(&hash).await.unwrap().unwrap();
        assert_eq!(hash_of(&kept).await.unwrap(), expected);
        assert!(files.get("none").await.unwrap().is_none());
        // Of those that are old, what an edit names stays.
        let named = Named::of(&["named".to_owned()]);
        for name in ["named", "other"] {
            files.keep_since(name, &blob, 1).await.unwrap();
        }
        files.tidy(&named, Room::Enough).await.unwrap();
        assert!(files.get("named").await.unwrap().is_some() && files.get("other").await.unwrap().is_none());
        files.close();
        Connection::delete(&files_name(person)).await.unwrap();
    }
}
