//! The browser profile's own small database, `holdfast`: who is signed in here, and small notes. It outlives
//! any person's database.

use holdfast_core::{
    client::{Key, Range, StoreError},
    id::PersonId,
};
use serde::{Deserialize, Serialize};

use crate::{
    idb::{self, Access, Connection, IdbDatabase, Raw},
    memory,
    messages::{code_name, files_name, queries_name},
    preferences, shared,
};

/// The database's name.
pub(crate) const NAME: &str = "holdfast";
/// Its version.
pub(crate) const VERSION: u32 = 1;
const STORE: &str = "device";
const ACCOUNT: &str = "account";
/// Before the id of a person who is leaving; the second sorts right behind all of them.
const LEAVING: (&str, &str) = ("leaving:", "leaving;");

/// Whose data this browser profile holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whose.
    pub id: PersonId,
    /// The name to show.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
}

/// A person who signed out here, as long as something of that is left to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// Who.
    pub person: PersonId,
    /// Whether their database is still to be deleted.
    pub data: bool,
    /// Whether the server is still to be told.
    pub logout: bool,
}

/// Who is signed in on this device. What cannot be read counts as nobody: signing in writes it anew.
pub async fn current() -> Result<Option<Account>, StoreError> {
    let raw = read(ACCOUNT).await?;
    Ok(raw.and_then(|raw| serde_json::from_str(&raw).ok()))
}

/// Whether it can be read who is signed in; nothing where nobody is.
pub(crate) async fn is_current_readable() -> Result<Option<bool>, StoreError> {
    let raw = read(ACCOUNT).await?;
    Ok(raw.map(|raw| serde_json::from_str::<Account>(&raw).is_ok()))
}

/// The name of the database that holds a person's data now.
pub(crate) async fn database_of(person: PersonId) -> Result<String, StoreError> {
    Ok(idb::name_of(person, place(person).await?))
}

/// Remembers who has just signed in. Their cookie has taken the place of any other, so no logout is owed any more.
pub async fn remember(account: &Account) -> Result<(), StoreError> {
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Write).await?;
    put_account(&tx, account)?;
    for leaving in leavings_in(&tx).await? {
        put_leaving(&tx, &Leaving { logout: false, ..leaving })?;
    }
    tx.commit().await
}

/// Takes a new name or address of whoever is signed in; nothing if that is somebody else by now.
pub async fn update(account: &Account) -> Result<(), StoreError> {
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Write).await?;
    if is_account(&tx, account.id).await? {
        put_account(&tx, account)?;
    }
    tx.commit().await
}

/// Notes, in one write, that a person is no longer signed in here, and that their data and the server's session are to go.
/// Whoever else has signed in meanwhile stays.
pub async fn leave(person: PersonId) -> Result<(), StoreError> {
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Write).await?;
    if is_account(&tx, person).await? {
        tx.delete(STORE, &Key::name(ACCOUNT))?;
    }
    put_leaving(&tx, &Leaving { person, data: true, logout: true })?;
    tx.commit().await
}

/// Who has left with something still to be done for it.
pub async fn leavings() -> Result<Vec<Leaving>, StoreError> {
    let db = connect().await?;
    leavings_in(&db.begin(&[STORE], Access::Read).await?).await
}

/// Deletes the data of a person who has left, if that is still to be done.
///
/// # Errors
///
/// If another tab does not let go of it in time; it remains to be done.
pub async fn wipe(person: PersonId) -> Result<(), StoreError> {
    if !leavings().await?.iter().any(|leaving| leaving.person == person && leaving.data) {
        return Ok(());
    }
    // What of the server's answers, of files and of texts was kept goes first: the mark stands until all are gone.
    Connection::delete(&queries_name(person)).await?;
    Connection::delete(&files_name(person)).await?;
    Connection::delete(&code_name(person)).await?;
    IdbDatabase::delete(person).await?;
    memory::forget(person);
    preferences::forget(person);
    shared::forget().await;
    change_leaving(person, |leaving| leaving.data = false).await
}

/// Notes that the server has been told that a person has left.
pub async fn logged_out(person: PersonId) -> Result<(), StoreError> {
    change_leaving(person, |leaving| leaving.logout = false).await
}

async fn change_leaving(person: PersonId, change: impl FnOnce(&mut Leaving)) -> Result<(), StoreError> {
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Write).await?;
    if let Some(mut leaving) = leavings_in(&tx).await?.into_iter().find(|leaving| leaving.person == person) {
        change(&mut leaving);
        put_leaving(&tx, &leaving)?;
    }
    tx.commit().await
}

/// What cannot be read is passed over: it names nobody whose data could be deleted.
async fn leavings_in(tx: &Raw) -> Result<Vec<Leaving>, StoreError> {
    let range = Range::Between(Key::name(LEAVING.0), Key::name(LEAVING.1));
    let entries = tx.scan(STORE, &range, usize::MAX).await?;
    Ok(entries.iter().filter_map(|(_, raw)| serde_json::from_str(raw).ok()).collect())
}

/// Stores what is left to be done, or removes it once that is nothing.
fn put_leaving(tx: &Raw, leaving: &Leaving) -> Result<(), StoreError> {
    let key = Key::Text(format!("{}{}", LEAVING.0, leaving.person));
    match leaving {
        Leaving { data: false, logout: false, .. } => tx.delete(STORE, &key),
        leaving => tx.put(STORE, &key, &serde_json::to_string(leaving).expect("a leaving has no failing serialiser")),
    }
}

fn put_account(tx: &Raw, account: &Account) -> Result<(), StoreError> {
    let raw = serde_json::to_string(account).expect("an account has no failing serialiser");
    tx.put(STORE, &Key::name(ACCOUNT), &raw)
}

async fn is_account(tx: &Raw, person: PersonId) -> Result<bool, StoreError> {
    let raw = tx.get_many(STORE, &[Key::name(ACCOUNT)]).await?.pop().flatten();
    let account = raw.and_then(|raw| serde_json::from_str::<Account>(&raw).ok());
    Ok(account.is_some_and(|account| account.id == person))
}

async fn read(key: &str) -> Result<Option<String>, StoreError> {
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Read).await?;
    Ok(tx.get_many(STORE, &[Key::name(key)]).await?.pop().flatten())
}

/// Reads a small note under a name. What cannot be read counts as not there.
pub(crate) async fn note<T: serde::de::DeserializeOwned>(name: &str) -> Result<Option<T>, StoreError> {
    let raw = read(&format!("note:{name}")).await?;
    Ok(raw.and_then(|raw| serde_json::from_str(&raw).ok()))
}

/// Writes a small note under a name.
pub(crate) async fn put_note(name: &str, note: &impl Serialize) -> Result<(), StoreError> {
    let raw = serde_json::to_string(note).expect("a note has no failing serialiser");
    let db = connect().await?;
    let tx = db.begin(&[STORE], Access::Write).await?;
    tx.put(STORE, &Key::Text(format!("note:{name}")), &raw)?;
    tx.commit().await
}

/// The number of a person's database: how many had to be moved aside before it.
pub(crate) async fn place(person: PersonId) -> Result<u32, StoreError> {
    Ok(note(&format!("place:{person}")).await?.unwrap_or_default())
}

/// Makes another database the person's.
pub(crate) async fn set_place(person: PersonId, place: u32) -> Result<(), StoreError> {
    put_note(&format!("place:{person}"), &place).await
}

/// Opened for each use: it is used seldom, and an open connection could be in the way of an upgrade.
async fn connect() -> Result<Connection, StoreError> {
    Connection::open(NAME.to_owned(), VERSION, vec![STORE], || {}).await
}
