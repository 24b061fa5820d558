//! IndexedDB in a real browser: the suite of every backend, and what only a browser does.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

use std::{cell::Cell, rc::Rc};

use holdfast_core::{
    client::{Database as _, Key, Mode, StoreError, Table, Timer as _, Transaction as _, suite},
    id::PersonId,
};
use holdfast_web::{BrowserTimer, IdbDatabase, device, export_stored, random};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn open(person: PersonId) -> Result<IdbDatabase, StoreError> {
    IdbDatabase::open(person, || {}).await
}

#[wasm_bindgen_test]
async fn indexed_db_passes_the_suite() {
    suite::run(|_| async {
        let person = random::id();
        Ok((open(person).await?, open(person).await?))
    })
    .await
    .unwrap();
}

#[wasm_bindgen_test]
async fn what_is_committed_is_there_after_reopening() {
    let person = random::id();
    let db = open(person).await.unwrap();
    let tx = db.begin(&[Table::Meta], Mode::Write).await.unwrap();
    tx.put(Table::Meta, &Key::name("key"), "value").unwrap();
    tx.commit().await.unwrap();
    db.close();
    assert!(matches!(db.begin(&[Table::Meta], Mode::Read).await, Err(StoreError::Failed(_))), "closed for good");
    let tx = open(person).await.unwrap().begin(&[Table::Meta], Mode::Read).await.unwrap();
    assert_eq!(tx.get(Table::Meta, &Key::name("key")).await.unwrap().as_deref(), Some("value"));
}

#[wasm_bindgen_test]
async fn a_transaction_that_waited_for_something_else_says_that_it_is_over() {
    let db = open(random::id()).await.unwrap();
    let tx = db.begin(&[Table::Meta], Mode::Write).await.unwrap();
    BrowserTimer.sleep(20).await;
    // Nothing is half stored in silence: the put fails.
    assert!(matches!(tx.put(Table::Meta, &Key::name("key"), "value"), Err(StoreError::Failed(_))));
}

/// Opens a database by hand, as another build would.
async fn open_raw(name: &str, version: u32) {
    let factory = web_sys_factory();
    let request = js_sys::Reflect::get(&factory, &"open".into()).unwrap().unchecked_into::<Function>();
    let request = request.call2(&factory, &name.into(), &version.into()).unwrap();
    let opened = Promise::new(&mut |resolve, reject| {
        let db = request.clone();
        let close = Closure::once_into_js(move || {
            let result = js_sys::Reflect::get(&db, &"result".into()).unwrap();
            let close: Function = js_sys::Reflect::get(&result, &"close".into()).unwrap().unchecked_into();
            close.call0(&result).unwrap();
            resolve.call0(&JsValue::UNDEFINED).unwrap();
        });
        js_sys::Reflect::set(&request, &"onsuccess".into(), &close).unwrap();
        js_sys::Reflect::set(&request, &"onerror".into(), &reject).unwrap();
    });
    JsFuture::from(opened).await.unwrap();
}

fn web_sys_factory() -> JsValue {
    js_sys::Reflect::get(&js_sys::global(), &"indexedDB".into()).unwrap()
}

#[wasm_bindgen_test]
async fn a_newer_build_takes_the_database_over() {
    let person = random::id();
    let told = Rc::new(Cell::new(0));
    let on_superseded = Rc::clone(&told);
    let db = IdbDatabase::open(person, move || on_superseded.set(on_superseded.get() + 1)).await.unwrap();
    // Not held up by the older build's open database.
    open_raw(&format!("holdfast-{person}"), 99).await;
    assert_eq!(told.get(), 1);
    assert_eq!(db.begin(&[Table::Meta], Mode::Read).await.err(), Some(StoreError::Superseded));
    // One that comes later goes on with what it knows, as where the newer one had to be taken back.
    let again = open(person).await.unwrap();
    let tx = again.begin(&[Table::Meta], Mode::Write).await.unwrap();
    tx.put(Table::Meta, &Key::name("key"), "value").unwrap();
    tx.commit().await.unwrap();
}

#[wasm_bindgen_test]
async fn what_a_newer_build_has_made_otherwise_is_left_alone_and_only_read() {
    let person = random::id();
    // Without the stores that this build knows.
    open_raw(&format!("holdfast-{person}"), 99).await;
    assert_eq!(open(person).await.err(), Some(StoreError::Superseded));
    let other = random::id();
    drop(open(other).await.unwrap());
    open_raw(&format!("holdfast-{other}"), 99).await;
    let account = device::Account { id: other, name: "Ada".into(), email: "ada@holdfast.example".into() };
    assert!(export_stored(&account).await.unwrap().contains("\"operations\": []"), "it can be taken away");
}

#[wasm_bindgen_test]
async fn a_person_is_deleted_whoever_has_the_database_open() {
    let person = random::id();
    let db = open(person).await.unwrap();
    let tx = db.begin(&[Table::Meta], Mode::Write).await.unwrap();
    tx.put(Table::Meta, &Key::name("key"), "value").unwrap();
    tx.commit().await.unwrap();
    IdbDatabase::delete(person).await.unwrap();
    assert!(db.begin(&[Table::Meta], Mode::Read).await.is_err());
    let tx = open(person).await.unwrap().begin(&[Table::Meta], Mode::Read).await.unwrap();
    assert_eq!(tx.get(Table::Meta, &Key::name("key")).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn the_device_remembers_and_forgets() {
    let account = device::Account { id: random::id(), name: "Ada".into(), email: "ada@holdfast.example".into() };
    device::remember(&account).await.unwrap();
    assert_eq!(device::current().await.unwrap(), Some(account.clone()));
    let other = random::id();
    device::leave(other).await.unwrap();
    assert_eq!(device::current().await.unwrap(), Some(account.clone()), "only their own leaving forgets a person");
    device::leave(account.id).await.unwrap();
    assert_eq!(device::current().await.unwrap(), None);
    let left = async |person| device::leavings().await.unwrap().into_iter().find(|leaving| leaving.person == person);
    device::wipe(account.id).await.unwrap();
    let owed = device::Leaving { person: account.id, data: false, logout: true };
    assert_eq!(left(account.id).await, Some(owed), "the server is still to be told");
    device::logged_out(account.id).await.unwrap();
    assert_eq!(left(account.id).await, None);

    device::remember(&account).await.unwrap();
    let wiped_later = device::Leaving { person: other, data: true, logout: false };
    assert_eq!(left(other).await, Some(wiped_later), "a new sign-in has taken the old cookie's place");
    device::wipe(other).await.unwrap();
    assert_eq!(left(other).await, None);
    device::leave(account.id).await.unwrap();
}
