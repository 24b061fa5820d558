//! What a browser does to stored data, seen by a whole session.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod session_common;

use holdfast_core::{
    client::{Database as _, Key, Mode, Range, StoreError, Table, Timer as _, Transaction as _, reset::asked},
    id::{Epoch, PersonId},
    record::Seq,
    wire::Cursor,
};
use holdfast_web::{BrowserTimer, Event, IdbDatabase, Trouble, random};
use js_sys::{Function, Promise};
use session_common::{Tab, account, create, until};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn trouble(tab: &Tab) -> bool {
    tab.told(|event| matches!(event, Event::Trouble(_)))
}

fn is_told(tab: &Tab, trouble: &Trouble) -> bool {
    tab.told(|event| matches!(event, Event::Trouble(told) if told == trouble))
}

#[wasm_bindgen_test]
async fn cleared_data_is_noticed_and_what_the_person_removed_is_not() {
    let account = account();
    {
        let tab = Tab::open(&account).await;
        until("loaded", || tab.session.is_loaded()).await;
        assert!(!trouble(&tab), "there was nothing before");
        tab.session.commit(vec![create(account.id.scope(), random::id())]).await.unwrap();
        // What is remembered is written a little later.
        BrowserTimer.sleep(1_000).await;
    }
    IdbDatabase::delete(account.id).await.unwrap();
    let tab = Tab::open(&account).await;
    assert!(is_told(&tab, &Trouble::Wiped { unsent: 1 }));
    until("loaded", || tab.session.is_loaded()).await;
    tab.session.sign_out().await.unwrap();
    assert!(!trouble(&Tab::open(&account).await));
}

#[wasm_bindgen_test]
async fn an_unreadable_record_is_put_aside() {
    let account = account();
    let db = IdbDatabase::open(account.id, || {}).await.unwrap();
    let tx = db.begin(&[Table::Records], Mode::Write).await.unwrap();
    let key = Key::record(account.id.scope(), random::id::<()>().record());
    tx.put(Table::Records, &key, "~00000000{\"half").unwrap();
    tx.commit().await.unwrap();
    let tab = Tab::open(&account).await;
    until("told", || is_told(&tab, &Trouble::Quarantined { count: 1 })).await;
    assert_eq!(tab.session.quarantined().await.unwrap(), 1);
}

#[wasm_bindgen_test]
async fn a_database_without_a_table_is_replaced_and_unsent_edits_are_kept() {
    let account = account();
    let task = random::id();
    {
        let tab = Tab::open(&account).await;
        tab.session.commit(vec![create(account.id.scope(), task)]).await.unwrap();
    }
    let (epoch, scope) = (Epoch::new(1, [1; 10]), account.id.scope());
    let cursor = Cursor { epoch: Some(epoch), scopes: [(scope, Seq(7))].into(), ..Cursor::default() };
    note(account.id, "cursor", &serde_json::to_string(&cursor).unwrap()).await;
    lose_records(account.id).await;
    let tab = Tab::open(&account).await;
    assert!(is_told(&tab, &Trouble::Reset { kept: 1, lost: 0 }));
    until("loaded", || tab.session.is_loaded()).await;
    assert!(tab.session.replica().live(task.record()).is_some());
    // From now on the other one is the person's, for everyone.
    let again = Tab::open(&account).await;
    until("loaded", || again.session.is_loaded()).await;
    assert!(!trouble(&again));
    let db = IdbDatabase::open(account.id, || {}).await.unwrap();
    let tx = db.begin(&[Table::Outbox], Mode::Read).await.unwrap();
    assert_eq!(tx.scan(Table::Outbox, Range::All, 9).await.unwrap().len(), 1);
    let cursor = asked(&db).await.unwrap().cursor;
    assert_eq!((cursor.epoch, cursor.scopes.len()), (Some(epoch), 0), "all is read again, of a history that is known");
}

/// Writes something into the table of notes.
async fn note(person: PersonId, name: &str, text: &str) {
    let db = IdbDatabase::open(person, || {}).await.unwrap();
    let tx = db.begin(&[Table::Meta], Mode::Write).await.unwrap();
    tx.put(Table::Meta, &Key::name(name), text).unwrap();
    tx.commit().await.unwrap();
    db.close();
}

#[wasm_bindgen_test]
async fn without_room_something_else_goes_first_and_then_the_edit_is_refused_visibly() {
    let account = account();
    let (scope, first, second) = (account.id.scope(), random::id(), random::id());
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    refuse_rows(1);
    tab.session.commit(vec![create(scope, first)]).await.unwrap();
    assert!(tab.session.replica().live(first.record()).is_some(), "there was room once something had gone");

    refuse_rows(u32::MAX);
    let refused = tab.session.commit(vec![create(scope, second)]);
    assert!(tab.session.replica().live(second.record()).is_some(), "as every edit, at once");
    assert_eq!(refused.await, Err(StoreError::Quota));
    assert!(tab.session.replica().live(second.record()).is_none(), "what is not stored does not show");
    assert!(tab.told(|event| matches!(event, Event::Refused { error: StoreError::Quota, edits } if edits.len() == 1)));
    assert!(tab.session.replica().live(first.record()).is_some(), "what is stored stays");

    refuse_rows(0);
    tab.session.commit(vec![create(scope, second)]).await.unwrap();
    assert!(tab.session.storage().await.is_some_and(|storage| storage.quota > 0));
}

#[wasm_bindgen_test]
async fn what_was_refused_cannot_be_undone_however_large() {
    let account = account();
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    refuse_rows(u32::MAX);
    // More than a step may have that is stored: only this tab has it.
    let import: Vec<_> = (0..1_001).map(|_| create(account.id.scope(), random::id())).collect();
    let refused = tab.session.commit(import);
    assert!(tab.session.can_undo().is_some());
    assert!(refused.await.is_err());
    assert_eq!((tab.session.can_undo(), tab.session.last_step()), (None, None));

    refuse_rows(0);
    let import: Vec<_> = (0..1_001).map(|_| create(account.id.scope(), random::id())).collect();
    tab.session.commit(import).await.unwrap();
    refuse_rows(u32::MAX);
    assert_eq!(tab.session.undo().await, Err(StoreError::Quota));
    assert!(tab.session.can_undo().is_some(), "an undo that was refused is still to be done");
    refuse_rows(0);
}

/// Has the browser refuse the next rows of outboxes for want of room, so many times.
fn refuse_rows(times: u32) {
    let body = "
        const put = globalThis.__put ??= IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...args) {
            if (this.name === 'outbox' && times-- > 0) throw new DOMException('full', 'QuotaExceededError');
            return put.apply(this, args);
        };";
    Function::new_with_args("times", body).call1(&wasm_bindgen::JsValue::UNDEFINED, &times.into()).unwrap();
}

/// Makes a person's database one without its table of records.
async fn lose_records(person: PersonId) {
    let body = "
        const done = request => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return (async () => {
            const db = await done(indexedDB.open(name));
            const version = db.version, stores = [...db.objectStoreNames], kept = {};
            for (const store of stores) {
                const all = db.transaction([store]).objectStore(store);
                const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
                kept[store] = keys.map((key, at) => [key, values[at]]);
            }
            db.close();
            await done(indexedDB.deleteDatabase(name));
            const again = indexedDB.open(name, version);
            again.onupgradeneeded = () => {
                for (const store of stores.filter(store => store !== 'records')) {
                    const made = again.result.createObjectStore(store);
                    for (const [key, value] of kept[store]) made.put(value, key);
                }
            };
            (await done(again)).close();
        })();";
    let lose = Function::new_with_args("name", body);
    let losing = lose.call1(&wasm_bindgen::JsValue::UNDEFINED, &format!("holdfast-{person}").into()).unwrap();
    JsFuture::from(losing.unchecked_into::<Promise>()).await.unwrap();
}
