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
    random,
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

/// By which an update is kept: when it was made, in milliseconds, and what no other has. Who makes a new one gives the time of those
/// that it may build on, so that they come in the order in which they were made, whatever the clock was set to meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowKey(String);

impl RowKey {
    /// A new one after those of a time: two tabs never make the same.
    pub(crate) fn after(last: u64) -> Self {
        let random = u64::from_be_bytes(random::bytes());
        Self(format!("{:014}-{random:016x}", BrowserTimer.now().max(last + 1)))
    }

    /// When it was made.
    pub(crate) fn time(&self) -> u64 {
        time_of(&self.0)
    }
}

fn time_of(row: &str) -> u64 {
    row.split('-').next().and_then(|time| time.parse().ok()).unwrap_or_default()
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

    /// Keeps updates that the server has, one that was made here, or both: what was made may build on what was heard, and is not kept
    /// without it. With one that was made here it returns when all are on the disk.
    pub(crate) async fn add(
        &self,
        place: Place,
        far: &[Vec<u8>],
        own: Option<(&RowKey, &[u8])>,
    ) -> Result<(), StoreError> {
        let access = if own.is_some() { Access::Write } else { Access::Relaxed };
        let tx = self.0.begin(&[STORE], access).await?;
        for update in far {
            tx.put(STORE, &key_of(FAR, place, &RowKey::after(0)), &text(update))?;
        }
        if let Some((key, update)) = own {
            tx.put(STORE, &key_of(OWN, place, key), &text(update))?;
        }
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
                unsent.entry(place).or_insert_with(|| time_of(row));
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
        let first = RowKey::after(0);
        let second = RowKey::after(first.time() + 3_600_000);
        assert!(second > first && second.time() == first.time() + 3_600_001, "also where the clock was set back");
        codes.add(one, &[], Some((&second, &[2]))).await.unwrap();
        codes.add(one, &[], Some((&first, &all))).await.unwrap();
        assert_eq!(bodies(&codes.read(one).await.unwrap().own), [&all[..], &[2]], "in their order");
        codes.add(other, &[], Some((&RowKey::after(0), &[3]))).await.unwrap();
        codes.add(one, &[vec![4]], None).await.unwrap();
        assert_eq!(codes.unsent().await.unwrap().len(), 2);
        for _ in 0..2 {
            codes.sent(one, std::slice::from_ref(&first)).await.unwrap();
        }
        let kept = codes.read(one).await.unwrap();
        assert_eq!((bodies(&kept.own), bodies(&kept.far)), (vec![&[2][..]], vec![&all[..], &[4]]));
        codes.merge(one, &kept, &[9, 200]).await.unwrap();
        // Another tab, which read it before that.
        codes.add(one, &[vec![5]], None).await.unwrap();
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
