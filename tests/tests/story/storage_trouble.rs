//! What a browser does to stored data: clears it, damages it.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{Board, LONG, Person, Tab, api::Api, journal, story, until};
use serde_json::json;

/// A file of the app: a page of its origin that runs none of its code.
const ELSEWHERE: &str = "/icons/icon.svg";

#[test]
fn cleared_and_damaged_storage_is_noticed_and_mended() {
    story("storage_trouble", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Troubles").await?;
        board.add("todo", "On the server").await?;
        ada.sync_is("synced").await?;

        world.proxy.cut();
        board.add("todo", "Only here, and kept").await?;
        is_stored(&board).await?;
        ada.tab.goto(ELSEWHERE).await?;
        lose_a_store(&ada).await?;
        ada.tab.goto(&board.path).await?;
        ada.tab.wait("word of it", LONG, "/damaged/.test(document.body.innerText)", &[]).await?;
        world.proxy.mend();
        board.shows("Only here, and kept").await.context("what was unsent")?;
        board.shows("On the server").await.context("what the server had")?;
        ada.sync_is("synced").await?;
        agrees(&ada.tab, &ada, &world.proxy.origin()).await?;
        parts.done("a table gone: moved aside, unsent edits kept, the rest fetched again");

        world.proxy.cut();
        board.add("todo", "Only here, and lost").await?;
        is_stored(&board).await?;
        ada.tab.goto(ELSEWHERE).await?;
        let clear = "for (const { name } of await indexedDB.databases()) {
            if (!name.startsWith(args[0])) continue;
            await new Promise((resolve, reject) => {
                const request = indexedDB.deleteDatabase(name);
                request.onsuccess = resolve;
                request.onerror = () => reject(request.error);
            });
        }";
        ada.tab.js_async::<()>(clear, &[json!(format!("holdfast-{}", ada.account.id))]).await?;
        world.proxy.mend();
        ada.tab.goto(&board.path).await?;
        let told = "/cleared what was stored on this device, with 1 edit/.test(document.body.innerText)";
        ada.tab.wait("word of it", LONG, told, &[]).await?;
        board.shows("Only here, and kept").await.context("what the server had")?;
        ada.sync_is("synced").await?;
        ensure!(board.row("Only here, and lost").await.is_err(), "nobody can have that one");
        agrees(&ada.tab, &ada, &world.proxy.origin()).await?;
        parts.done("all of a person's cleared: told, with what it cost, and fetched again");

        world.proxy.cut();
        board.add("todo", "Only here, and lost too").await?;
        is_stored(&board).await?;
        ada.tab.goto(ELSEWHERE).await?;
        ada.tab.js_async::<()>(clear, &[json!("holdfast")]).await?;
        world.proxy.mend();
        ada.tab.goto(&board.path).await?;
        world.sign_in(&ada.tab, &ada.account).await?;
        ada.tab.wait("word of it after the sign-in", LONG, told, &[]).await?;
        ada.sync_is("synced").await?;
        agrees(&ada.tab, &ada, &world.proxy.origin()).await?;
        parts.done("who was signed in cleared as well: told once they have signed in again");
        Ok(())
    });
}

/// Waits until nothing is being saved.
async fn is_stored(board: &Board) -> Result<()> {
    board
        .rows_are("everything to be stored", |rows| {
            let saving = rows.iter().filter(|row| row.mark == "saving").count();
            (saving > 0).then(|| format!("{saving} rows are being saved"))
        })
        .await
        .map(drop)
}

/// Makes the person's database one without its table of records, as no build of the app ever does.
async fn lose_a_store(person: &Person) -> Result<()> {
    let body = "
        const done = request => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const db = await done(indexedDB.open(args[0]));
        const version = db.version, stores = [...db.objectStoreNames], kept = {};
        for (const store of stores) {
            const all = db.transaction([store]).objectStore(store);
            const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
            kept[store] = keys.map((key, at) => [key, values[at]]);
        }
        db.close();
        await done(indexedDB.deleteDatabase(args[0]));
        const again = indexedDB.open(args[0], version);
        again.onupgradeneeded = () => {
            for (const store of stores.filter(store => store !== 'records')) {
                const made = again.result.createObjectStore(store);
                for (const [key, value] of kept[store]) made.put(value, key);
            }
        };
        (await done(again)).close();";
    person.tab.js_async::<()>(body, &[json!(format!("holdfast-{}", person.account.id))]).await
}

/// Waits until the client's journal is the server's log, wherever the database is now.
async fn agrees(tab: &Tab, person: &Person, origin: &str) -> Result<()> {
    let operations = Api::sign_in(origin, &person.account).await?.log().await?.operations()?;
    until("the journal to be the log", LONG, async || {
        let place = "const all = (await indexedDB.databases()).map(({ name }) => name);
            return all.filter(name => name.startsWith(`holdfast-${args[0]}`)).sort().pop().slice('holdfast-'.length)";
        let current: String = tab.js_async(place, &[json!(person.account.id)]).await?;
        let applied = journal(tab, &current).await?;
        Ok(if applied == operations { Ok(()) } else { Err(format!("{} of {}", applied.len(), operations.len())) })
    })
    .await
}
