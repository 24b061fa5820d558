use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use holdfast_core::{id::RecordId, record::Record};
use serde_json::json;

use super::Tab;

/// Opens the person's database by a connection of the page's own, without naming a version.
const OPEN: &str = "
    const open = () => new Promise((resolve, reject) => {
        const request = indexedDB.open(args[0]);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        // Not ours to make: a database that is not there must not come into being by looking.
        request.onupgradeneeded = () => request.transaction.abort();
    });";

/// A write transaction over the whole of a person's database, which the page keeps alive: all other writes wait for it.
/// Nothing in the product is made for that.
pub struct Hold<'a>(&'a Tab);

impl<'a> Hold<'a> {
    /// Takes it for so many milliseconds; returns once it is held.
    pub async fn take(tab: &'a Tab, person: &str, millis: u32) -> Result<Self> {
        let body = format!(
            "{OPEN}
            const db = await open();
            const stores = [...db.objectStoreNames];
            const tx = db.transaction(stores, 'readwrite');
            const store = tx.objectStore(stores[0]);
            window.__held = new Promise(resolve => tx.oncomplete = () => {{ db.close(); resolve(performance.now()); }});
            await new Promise((resolve, reject) => {{
                let until = Infinity;
                const again = () => {{
                    // As long as it has requests, a transaction lives.
                    if (performance.now() < until) store.getKey(0).onsuccess = again;
                }};
                const first = store.getKey(0);
                first.onerror = () => reject(first.error);
                first.onsuccess = () => {{ until = performance.now() + args[1]; resolve(); again(); }};
            }});"
        );
        tab.js_async::<()>(&body, &[json!(format!("holdfast-{person}")), json!(millis)]).await?;
        Ok(Self(tab))
    }

    /// Waits for its end; returns when that was, by the page's clock.
    pub async fn ended(self) -> Result<f64> {
        self.0.js_async("return await window.__held", &[]).await
    }
}

/// The ids of the operations whose effects a client has applied.
pub async fn journal(tab: &Tab, person: &str) -> Result<BTreeSet<String>> {
    Ok(all(tab, &format!("holdfast-{person}"), "journal", "request.result").await?.into_iter().collect())
}

/// The records that a client holds as the server's, by id.
pub(super) async fn records(tab: &Tab, person: &str) -> Result<BTreeMap<RecordId, Record>> {
    let read = "request.result.map(row => row.replace(/^~[0-9a-f]{8}/, ''))";
    let texts = all(tab, &format!("holdfast-{person}"), "records", read).await?;
    let read = |text: &String| -> Result<Record> { Ok(serde_json::from_str(text)?) };
    texts.iter().map(|text| read(text).map(|record| (record.id, record))).collect()
}

/// The ids of the operations in a client's outbox.
pub async fn outbox_ops(tab: &Tab, person: &str) -> Result<BTreeSet<String>> {
    // Before the JSON stands its checksum.
    let read = "request.result.map(row => JSON.parse(row.replace(/^~[0-9a-f]{8}/, '')).operation.op_id)";
    Ok(all(tab, &format!("holdfast-{person}"), "outbox", read).await?.into_iter().collect())
}

/// The server's answers that a device has kept, as they are stored.
pub async fn answers(tab: &Tab, person: &str) -> Result<Vec<String>> {
    all(tab, &format!("holdfast-queries-{person}"), "rows", "request.result").await
}

async fn all(tab: &Tab, database: &str, store: &str, read: &str) -> Result<Vec<String>> {
    let get = if store == "journal" { "getAllKeys" } else { "getAll" };
    let body = format!(
        "{OPEN}
        const db = await open();
        const request = db.transaction([args[1]], 'readonly').objectStore(args[1]).{get}();
        await new Promise((resolve, reject) => {{ request.onsuccess = resolve; request.onerror = () => reject(request.error); }});
        db.close();
        return {read};"
    );
    tab.js_async(&body, &[json!(database), json!(store)]).await
}
