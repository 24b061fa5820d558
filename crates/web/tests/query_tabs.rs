//! The query layer's tabs over a real BroadcastChannel. Two ends in one page are as good as two pages: only the object that
//! sent a message does not get it.
#![cfg(all(target_arch = "wasm32", feature = "query"))]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod query_common;

use holdfast_core::{client::Timer as _, id::PersonId};
use holdfast_query::{Client, tabs::Tabs};
use holdfast_web::{BroadcastLine, BrowserTimer, random};
use query_common::{Note, client, shows, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn open(person: PersonId) -> (Client, Tabs) {
    let client = client();
    let tabs = Tabs::new(&client, BroadcastLine::new(person), person.to_string());
    (client, tabs)
}

#[wasm_bindgen_test]
async fn answers_and_what_is_out_of_date_go_to_the_other_tabs() {
    let person = random::id();
    let (first, _first_tabs) = open(person);
    first.set(&Note(1), "there before".into());
    let (second, tabs) = open(person);
    until(|| shows(&second, 1).is_some()).await;
    second.set(&Note(2), "new".into());
    until(|| shows(&first, 2).is_some()).await;
    assert_eq!(first.updated_at(&Note(2)), second.updated_at(&Note(2)));
    first.invalidate(&Note(1));
    until(|| second.entries().iter().any(|entry| entry.is_invalid && entry.key.ends_with("Note(1)"))).await;
    assert_eq!((tabs.figures().taken, tabs.figures().outdated, tabs.others()), (1, 1, 1));
}

#[wasm_bindgen_test]
async fn another_persons_tabs_are_not_on_the_line() {
    let (ada, eve) = (random::id(), random::id());
    let ((first, _first), (second, _second), (other, _other)) = (open(ada), open(ada), open(eve));
    first.set(&Note(1), "ada's".into());
    until(|| shows(&second, 1).is_some()).await;
    BrowserTimer.sleep(50).await;
    assert_eq!(shows(&other, 1), None);
}
