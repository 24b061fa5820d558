//! The query layer's answers in a real IndexedDB.
#![cfg(all(target_arch = "wasm32", feature = "query"))]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod query_common;

use holdfast_core::id::PersonId;
use holdfast_query::persist::{PersistOptions, Persister, Restored, Shelf as _, ShelfError, Write};
use holdfast_web::{IdbShelf, device, random};
use query_common::{Note, client, shows, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn save(key: &str, text: &str) -> Write {
    Write::Save { key: key.into(), text: text.into() }
}

fn remove(key: &str) -> Write {
    Write::Remove { key: key.into() }
}

fn row(key: &str, text: &str) -> (String, String) {
    (key.into(), text.into())
}

#[wasm_bindgen_test]
async fn rows_are_there_after_reopening() {
    let person = random::id();
    let shelf = IdbShelf::new(person);
    assert_eq!(shelf.load().await, Ok(vec![]));
    shelf.write(&[save("a\n1", "one"), save("a\n2", "two"), save("b\n\"ä\n\"", "three")]).await.unwrap();
    shelf.write(&[save("a\n2", "two again"), remove("a\n1"), remove("never there")]).await.unwrap();
    drop(shelf);
    let shelf = IdbShelf::new(person);
    assert_eq!(shelf.load().await, Ok(vec![row("a\n2", "two again"), row("b\n\"ä\n\"", "three")]));
    assert_eq!(IdbShelf::new(random::id()).load().await, Ok(vec![]), "another person's");
    shelf.clear().await.unwrap();
    assert_eq!(shelf.load().await, Ok(vec![]));
}

#[wasm_bindgen_test]
async fn whoever_leaves_takes_their_rows_with_them_also_where_they_are_open() {
    let person: PersonId = random::id();
    let shelf = IdbShelf::new(person);
    shelf.write(&[save("a\n1", "one")]).await.unwrap();
    device::leave(person).await.unwrap();
    device::wipe(person).await.unwrap();
    assert!(matches!(shelf.write(&[save("a\n1", "one")]).await, Err(ShelfError::Failed(_))));
    assert_eq!(IdbShelf::new(person).load().await, Ok(vec![]));
}

#[wasm_bindgen_test]
async fn answers_outlive_the_page() {
    let person = random::id();
    let options = || PersistOptions { wait: 20, ..PersistOptions::new(person.to_string()) };
    let page = client();
    let persister = Persister::new(&page, IdbShelf::new(person), options(), |error| panic!("{error}"));
    page.set(&Note(1), "written in time".into());
    until(|| persister.figures().written == 1).await;
    page.set(&Note(2), "written before the page goes".into());
    persister.flush().await.unwrap();
    let at = page.updated_at(&Note(1));
    drop((page, persister));

    let page = client();
    let persister = Persister::new(&page, IdbShelf::new(person), options(), |error| panic!("{error}"));
    assert_eq!(persister.restore().await, Ok(Restored { taken: 2, ..Restored::default() }));
    assert_eq!(shows(&page, 1).as_deref(), Some("written in time"));
    assert_eq!(shows(&page, 2).as_deref(), Some("written before the page goes"));
    assert_eq!(page.updated_at(&Note(1)), at);
    persister.clear().await.unwrap();
    assert_eq!(IdbShelf::new(person).load().await, Ok(vec![]));
}
