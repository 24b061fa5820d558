//! What is kept of texts on this device: one database for each person, beside their own. Of each text what it was when it was opened
//! last (`kept`), and each update since: this device's own that the server is not known to have, and those that it has (`far`).

use std::collections::BTreeMap;

use holdfast_core::{
    client::{Key, Range, StoreError, Timer as _},
    id::{PersonId, ScopeId},
};

use super::Place;
use crate::{
    BrowserTimer,
    idb::{Access, Connection, Raw},
    messages::code_name,
};

/// The version of the database.
pub(crate) const VERSION: u32 = 1;
const STORE: &str = "texts";

const KEPT: &str = "kept";
const OWN: &str = "own";
const FAR: &str = "far";

/// One person's texts on this browser profile.
#[derive(Clone)]
pub(crate) struct Codes(Connection);

/// What is kept of one text.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// All that was merged, and how often something was.
    pub(crate) whole: Option<Vec<u8>>,
    pub(crate) version: u64,
    /// The server is not known to have these.
    pub(crate) own: Vec<(RowKey, Vec<u8>)>,
    /// The server has these.
    pub(crate) far: Vec<(RowKey, Vec<u8>)>,
}

/// By which an update is kept, in the order in which they were made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowKey(String);

impl RowKey {
    /// A new one: two tabs never make the same.
    fn new() -> Self {
        let random = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        // Of one millisecond, in the order of a count.
        thread_local!(static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
        let count = COUNT.get().wrapping_add(1);
        COUNT.set(count);
        Self(format!("{:014}-{count:010}-{random:08x}", BrowserTimer.now()))
    }
}

impl Codes {
    /// Opens them, and makes the database if it is not there.
    pub(crate) async fn open(person: PersonId) -> Result<Self, StoreError> {
        Connection::open(code_name(person), VERSION, vec![STORE], || {}).await.map(Self)
    }

    /// Closes the database, so that it can be deleted.
    pub(crate) fn close(&self) {
        self.0.close();
    }

    /// All that is kept of a text, of one moment.
    pub(crate) async fn read(&self, place: Place) -> Result<Kept, StoreError> {
        let tx = self.0.begin(&[STORE], Access::Read).await?;
        let (version, whole) = kept(&tx, place).await?;
        let rows = async |sort: &str| {
            let (range, cut) = of(sort, place);
            let rows = tx.scan(STORE, &range, usize::MAX).await?;
            let row = |(key, text): (Key, String)| Some((RowKey(name_of(&key)?.get(cut..)?.to_owned()), bytes(&text)));
            Ok::<_, StoreError>(rows.into_iter().filter_map(row).collect())
        };
        Ok(Kept { whole, version, own: rows(OWN).await?, far: rows(FAR).await? })
    }

    /// Keeps an update that was made here; returns when it is on the disk.
    pub(crate) async fn add_own(&self, place: Place, update: &[u8]) -> Result<RowKey, StoreError> {
        let key = RowKey::new();
        self.add(OWN, place, &key, update, Access::Write).await?;
        Ok(key)
    }

    /// Keeps an update that the server has.
    pub(crate) async fn add_far(&self, place: Place, update: &[u8]) -> Result<(), StoreError> {
        self.add(FAR, place, &RowKey::new(), update, Access::Relaxed).await
    }

    async fn add(
        &self,
        sort: &str,
        place: Place,
        key: &RowKey,
        update: &[u8],
        access: Access,
    ) -> Result<(), StoreError> {
        let tx = self.0.begin(&[STORE], access).await?;
        tx.put(STORE, &key_of(sort, place, key), &text(update))?;
        tx.commit().await
    }

    /// The server has these now.
    pub(crate) async fn sent(&self, place: Place, keys: &[RowKey]) -> Result<(), StoreError> {
        let tx = self.0.begin(&[STORE], Access::Relaxed).await?;
        let own: Vec<Key> = keys.iter().map(|key| key_of(OWN, place, key)).collect();
        let found = tx.get_many(STORE, &own).await?;
        for ((key, own), found) in keys.iter().zip(&own).zip(found) {
            // Another tab may have done it.
            if let Some(found) = found {
                tx.delete(STORE, own)?;
                tx.put(STORE, &key_of(FAR, place, key), &found)?;
            }
        }
        tx.commit().await
    }

    /// Puts the whole text in the place of what was read of it; not where another tab has done so since.
    pub(crate) async fn merge(&self, place: Place, read: &Kept, whole: &[u8]) -> Result<(), StoreError> {
        let tx = self.0.begin(&[STORE], Access::Relaxed).await?;
        if kept(&tx, place).await?.0 != read.version {
            return Ok(());
        }
        // Any other than it was, written as one letter.
        let version = char::from(b'A' + (read.version % 20) as u8 + 1);
        tx.put(STORE, &Key::Text(format!("{KEPT}:{}", place.name())), &format!("{version}{}", text(whole)))?;
        for (key, _) in &read.far {
            tx.delete(STORE, &key_of(FAR, place, key))?;
        }
        tx.commit().await
    }

    /// Throws away what was made here and the server is not to have.
    pub(crate) async fn discard(&self, place: Place) -> Result<(), StoreError> {
        let tx = self.0.begin(&[STORE], Access::Write).await?;
        tx.delete_range(STORE, &of(OWN, place).0)?;
        tx.commit().await
    }

    /// Throws away what can be had again of an engagement's texts.
    pub(crate) async fn forget(&self, scope: ScopeId) -> Result<(), StoreError> {
        let tx = self.0.begin(&[STORE], Access::Relaxed).await?;
        for sort in [KEPT, FAR] {
            let from = format!("{sort}:{scope}:");
            tx.delete_range(STORE, &Range::Between(Key::Text(from.clone()), Key::Text(format!("{from}~"))))?;
        }
        tx.commit().await
    }

    /// Of which texts something is kept that the server is not known to have, and when the first of it was made.
    pub(crate) async fn unsent(&self) -> Result<BTreeMap<Place, u64>, StoreError> {
        let tx = self.0.begin(&[STORE], Access::Read).await?;
        let mut unsent = BTreeMap::new();
        for key in tx.keys(STORE).await? {
            let Some(name) = name_of(&key).and_then(|name| name.strip_prefix(OWN)?.strip_prefix(':')) else { continue };
            let Some((place, row)) = name.rsplit_once(':') else { continue };
            if let Some(place) = Place::named(place) {
                let at = row.split('-').next().and_then(|at| at.parse().ok()).unwrap_or_default();
                unsent.entry(place).or_insert(at);
            }
        }
        Ok(unsent)
    }

    /// The engagements of which any text is kept.
    pub(crate) async fn scopes(&self) -> Result<Vec<ScopeId>, StoreError> {
        let keys = self.0.begin(&[STORE], Access::Read).await?.keys(STORE).await?;
        let scope = |key: &Key| Some(ScopeId(name_of(key)?.split(':').nth(1)?.parse().ok()?));
        let mut scopes: Vec<ScopeId> = keys.iter().filter_map(scope).collect();
        scopes.sort();
        scopes.dedup();
        Ok(scopes)
    }
}

async fn kept(tx: &Raw, place: Place) -> Result<(u64, Option<Vec<u8>>), StoreError> {
    let found = tx.get_many(STORE, &[Key::Text(format!("{KEPT}:{}", place.name()))]).await?.pop().flatten();
    let Some(found) = found else { return Ok((0, None)) };
    let mut letters = found.chars();
    let version = letters.next().map_or(0, |letter| u64::from(u32::from(letter)).saturating_sub(u64::from(b'A')));
    Ok((version, Some(bytes(letters.as_str()))))
}

fn key_of(sort: &str, place: Place, RowKey(key): &RowKey) -> Key {
    Key::Text(format!("{sort}:{}:{key}", place.name()))
}

/// The rows of a sort, and where in their keys what is their own begins.
fn of(sort: &str, place: Place) -> (Range, usize) {
    let from = format!("{sort}:{}:", place.name());
    let cut = from.len();
    (Range::Between(Key::Text(from.clone()), Key::Text(format!("{from}~"))), cut)
}

fn name_of(key: &Key) -> Option<&str> {
    match key {
        Key::Text(name) => Some(name),
        Key::Num(_) => None,
    }
}

/// Bytes as a text of as many characters, which browsers keep in as many bytes.
fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|letter| letter as u8).collect()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use holdfast_core::id::RecordId;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::random;

    fn place() -> Place {
        Place { scope: ScopeId(random::id::<()>().uuid()), record: RecordId(random::id::<()>().uuid()) }
    }

    fn bodies(rows: &[(RowKey, Vec<u8>)]) -> Vec<&[u8]> {
        rows.iter().map(|(_, body)| body.as_slice()).collect()
    }

    #[test]
    async fn an_update_is_unsent_until_the_server_has_it_and_stays_until_it_is_merged() {
        let person = random::id();
        let codes = Codes::open(person).await.unwrap();
        let (one, other) = (place(), place());
        let all: Vec<u8> = (0..=255).collect();
        let first = codes.add_own(one, &all).await.unwrap();
        codes.add_own(one, &[2]).await.unwrap();
        codes.add_own(other, &[3]).await.unwrap();
        codes.add_far(one, &[4]).await.unwrap();
        assert_eq!(codes.unsent().await.unwrap().len(), 2);
        for _ in 0..2 {
            codes.sent(one, std::slice::from_ref(&first)).await.unwrap();
        }
        let kept = codes.read(one).await.unwrap();
        assert_eq!((bodies(&kept.own), bodies(&kept.far)), (vec![&[2][..]], vec![&all[..], &[4]]));
        codes.merge(one, &kept, &[9, 200]).await.unwrap();
        // Another tab, which read it before that.
        codes.add_far(one, &[5]).await.unwrap();
        codes.merge(one, &kept, &[8]).await.unwrap();
        let kept = codes.read(one).await.unwrap();
        assert_eq!((kept.whole.as_deref(), kept.version), (Some(&[9, 200][..]), 1));
        assert_eq!((bodies(&kept.own), bodies(&kept.far)), (vec![&[2][..]], vec![&[5][..]]));
        assert_eq!(codes.scopes().await.unwrap().len(), 2);
        codes.forget(one.scope).await.unwrap();
        let kept = codes.read(one).await.unwrap();
        assert_eq!((kept.whole, bodies(&kept.own), kept.far.len()), (None, vec![&[2][..]], 0), "what is unsent stays");
        codes.discard(one).await.unwrap();
        assert_eq!(codes.unsent().await.unwrap().keys().copied().collect::<Vec<_>>(), [other]);
        codes.close();
        Connection::delete(&code_name(person)).await.unwrap();
    }
}
