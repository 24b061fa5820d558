//! A database that cannot be used any more is moved aside: left where it is, under a version that no build opens, and
//! replaced by one under another name, with whatever of the person's own can be read. What the server has is fetched again.
//!
//! Which name is current stands in the device database. Whoever has the old one open loses it in the same moment, so that
//! nothing is stored where nobody looks any more.

use holdfast_core::{
    client::{
        Key, Range, StoreError, Table,
        carry::{NOTES, carried},
    },
    id::PersonId,
};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Access, Connection, person};
use crate::{
    device, locks,
    messages::place_lock,
    reasons::{CLOSED, IN_THE_WAY},
};

/// The version of what has been moved aside.
pub(super) const ASIDE: u32 = 1_000_000;
/// How long to wait for another tab that does the same, in milliseconds.
const PATIENCE: u64 = 20_000;

/// What holds the person's own: what is nowhere else, or keeps it in order.
const OWN: [Table; 5] = [Table::Outbox, Table::Creates, Table::Done, Table::Undo, Table::Quarantine];

/// What became of a person's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Salvaged {
    /// How many rows of the outbox were taken over.
    pub(crate) kept: usize,
    /// How many rows there were that could not be read.
    pub(crate) lost: usize,
}

/// Moves a person's database aside; `was` is the number of its name. `None` if another tab has done so meanwhile.
pub(crate) async fn salvage(person: PersonId, was: u32) -> Result<Option<Salvaged>, StoreError> {
    let _turn = locks::hold_within(&place_lock(person), PATIENCE).await;
    if device::place(person).await? != was {
        return Ok(None);
    }
    let mut salvaged = Salvaged::default();
    let mut entries = Vec::new();
    let stores: Vec<&'static str> = Table::ALL.map(Table::name).to_vec();
    let old = match Connection::open(person::name(person, was), ASIDE, stores, || {}).await {
        Ok(old) => Some(old),
        // Nothing is wrong with what is in it: it is for another time.
        Err(error) if !is_damage(&error) => return Err(error),
        // It may be so broken that nothing can be read of it, or not be there.
        Err(_) => None,
    };
    if let Some(old) = old {
        for table in OWN {
            let (found, lost) = read_all(&old, table).await;
            if table == Table::Outbox {
                salvaged = Salvaged { kept: found.len(), lost };
            }
            entries.extend(found.into_iter().map(|(key, value)| (table, key, value)));
        }
        let note = async |name| read_one(&old, Table::Meta, &Key::name(name)).await;
        let [identity, histories, doubt, cursor] = NOTES;
        let notes = carried([note(identity).await, note(histories).await, note(doubt).await, note(cursor).await]);
        entries.extend(notes.into_iter().map(|(key, value)| (Table::Meta, key, value)));
        old.close();
    }
    let new = person::connect(person, was + 1, || {}).await?;
    let names: Vec<&str> = Table::ALL.map(Table::name).to_vec();
    let tx = new.begin(&names, Access::Write).await?;
    // A former attempt may have been cut off.
    for table in Table::ALL {
        tx.delete_range(table.name(), &Range::All)?;
    }
    for (table, key, value) in &entries {
        tx.put(table.name(), key, value)?;
    }
    tx.commit().await?;
    new.close();
    // Only now: until then the next attempt begins anew.
    device::set_place(person, was + 1).await?;
    Ok(Some(salvaged))
}

/// Whether an error that comes again and again says that the database itself is broken, and not that somebody has it in use,
/// that there is no room, or that the browser was busy.
pub(super) fn is_damage(error: &StoreError) -> bool {
    const PASSING: [&str; 4] = [IN_THE_WAY, CLOSED, "AbortError", "TimeoutError"];
    match error {
        StoreError::Quota | StoreError::Superseded => false,
        StoreError::Failed(why) => !PASSING.iter().any(|passing| why.starts_with(passing)),
        StoreError::Corrupt(_) => true,
    }
}

/// Whether a database of that name has been moved aside by somebody who did not come to the end of it.
pub(crate) async fn is_aside(name: &str) -> bool {
    stored_version(name).await.is_some_and(|version| version >= f64::from(ASIDE))
}

/// Everything of a table that can be read, and how much cannot.
async fn read_all(db: &Connection, table: Table) -> (Vec<(Key, String)>, usize) {
    let whole =
        async { db.begin(&[table.name()], Access::Read).await?.scan(table.name(), &Range::All, usize::MAX).await };
    if let Ok(entries) = whole.await {
        return (entries, 0);
    }
    // One by one: a value that cannot be read must not take its neighbours with it.
    let keys = async { db.begin(&[table.name()], Access::Read).await?.keys(table.name()).await };
    let Ok(keys) = keys.await else { return (Vec::new(), 0) };
    let (mut entries, mut lost) = (Vec::new(), 0);
    for key in keys {
        match read_one(db, table, &key).await {
            Ok(Some(value)) => entries.push((key, value)),
            Ok(None) => {}
            Err(_) => lost += 1,
        }
    }
    (entries, lost)
}

async fn read_one(db: &Connection, table: Table, key: &Key) -> Result<Option<String>, StoreError> {
    let tx = db.begin(&[table.name()], Access::Read).await?;
    Ok(tx.get_many(table.name(), std::slice::from_ref(key)).await?.pop().flatten())
}

/// The version of a stored database; `None` if there is none, or the browser does not tell.
/// The version of a database of that name, where there is one and the browser tells.
pub(crate) async fn stored_version(name: &str) -> Option<f64> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
    let databases: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
    let listing: Promise = databases.call0(&factory).ok()?.dyn_into().ok()?;
    let listed: Array = JsFuture::from(listing).await.ok()?.dyn_into().ok()?;
    let get = |entry: &JsValue, key: &str| Reflect::get(entry, &key.into()).ok();
    let entry = listed.iter().find(|entry| get(entry, "name").is_some_and(|found| found == name))?;
    get(&entry, "version")?.as_f64()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn only_a_broken_database_is_left_behind() {
        let failed = |why: &str| StoreError::Failed(why.into());
        for passing in [IN_THE_WAY, CLOSED, "AbortError: the connection was closed", "TimeoutError: "] {
            assert!(!is_damage(&failed(passing)), "{passing}: its outbox would be given up");
        }
        assert!(!is_damage(&StoreError::Quota) && !is_damage(&StoreError::Superseded));
        assert!(is_damage(&failed("UnknownError: Internal error opening backing store")));
        assert!(is_damage(&failed("NotFoundError: One of the specified object stores was not found.")));
        assert!(is_damage(&StoreError::Corrupt("a record".into())));
    }
}
