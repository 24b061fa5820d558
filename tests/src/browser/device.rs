use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Tab;

/// All that a browser keeps for the app's pages, but for the app itself and cookies: what a build has written, for the builds that
/// come after it to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The databases.
    pub databases: Vec<Database>,
    /// Local storage.
    pub local: BTreeMap<String, String>,
    /// The tab's own storage.
    pub session: BTreeMap<String, String>,
}

/// One database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Its stores, whose keys stand beside what is stored: text by a number or a text.
    pub stores: BTreeMap<String, Vec<(Value, String)>>,
}

const READ: &str = "
    const done = request => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const databases = [];
    for (const { name, version } of await indexedDB.databases()) {
        const db = await done(indexedDB.open(name));
        const stores = {};
        for (const store of db.objectStoreNames) {
            const it = db.transaction([store], 'readonly').objectStore(store);
            if (it.keyPath !== null || it.indexNames.length) throw new Error(`${name}/${store} has keys or indexes of its own`);
            const [keys, values] = await Promise.all([done(it.getAllKeys()), done(it.getAll())]);
            if (values.some(value => typeof value !== 'string')) throw new Error(`${name}/${store} holds more than texts`);
            stores[store] = keys.map((key, at) => [key, values[at]]);
        }
        db.close();
        databases.push({ name, version, stores });
    }
    databases.sort((one, other) => one.name < other.name ? -1 : 1);
    return { databases, local: { ...localStorage }, session: { ...sessionStorage } };";

const WRITE: &str = "
    const { databases, local, session } = args[0];
    for (const { name, version, stores } of databases) {
        await new Promise((resolve, reject) => {
            const request = indexedDB.open(name, version);
            request.onupgradeneeded = () => Object.keys(stores).forEach(store => request.result.createObjectStore(store));
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
                const db = request.result;
                const names = Object.keys(stores);
                if (!names.length) { db.close(); resolve(); return; }
                const tx = db.transaction(names, 'readwrite', { durability: 'strict' });
                for (const store of names) {
                    for (const [key, value] of stores[store]) tx.objectStore(store).put(value, key);
                }
                tx.oncomplete = () => { db.close(); resolve(); };
                tx.onabort = () => reject(tx.error);
            };
        });
    }
    Object.entries(local).forEach(([name, text]) => localStorage.setItem(name, text));
    Object.entries(session).forEach(([name, text]) => sessionStorage.setItem(name, text));
    return true;";

/// An address of the server's that is no page of the app: nothing of it runs there.
const NO_APP: &str = "/healthz";

impl Device {
    /// Reads all that is kept, while the app may go on.
    pub async fn of(tab: &Tab) -> Result<Self> {
        tab.js_async(READ, &[]).await
    }

    /// Puts it in a browser that has kept nothing yet, before any page of the app is opened there.
    pub async fn put(&self, tab: &Tab) -> Result<()> {
        tab.goto(NO_APP).await?;
        tab.js_async::<bool>(WRITE, &[json!(self)]).await.map(drop)
    }

    /// What a store of a database holds, by key.
    pub fn store(&self, database: &str, store: &str) -> BTreeMap<String, &str> {
        let found = self.databases.iter().find(|one| one.name == database).and_then(|one| one.stores.get(store));
        found.into_iter().flatten().map(|(key, text)| (key.to_string(), text.as_str())).collect()
    }
}
