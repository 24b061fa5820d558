//! The panel in a real page.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod world;

use std::{cell::Cell, rc::Rc};

use holdfast_query::{Action, ActionCx, devtools::Pretended};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use world::{Served, Words, World};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn it_opens_and_closes_by_its_button_and_by_escape() {
    let world = World::closed().await;
    assert_eq!(world.find(".toggle").get_attribute("aria-expanded").as_deref(), Some("false"));
    assert!(world.maybe(".panel").is_none());
    world.press(".toggle");
    world.until("the panel", || world.maybe(".panel").is_some()).await;
    assert_eq!(world.find(".toggle").get_attribute("aria-expanded").as_deref(), Some("true"));
    let focused = || world.shadow().unwrap().active_element().map(|element| element.class_name());
    world.until("focus on the list", || focused().as_deref() == Some("rows")).await;
    world.key(".rows", "Escape");
    world.until("its being closed", || world.maybe(".panel").is_none()).await;
    assert_eq!(focused().as_deref(), Some("toggle"), "whoever closed it goes on from there");
    world.press(".toggle");
    world.until("the panel", || world.maybe(".panel").is_some()).await;
    world.press(".close");
    world.until("its being closed", || world.maybe(".panel").is_none()).await;
}

#[wasm_bindgen_test]
async fn rows_follow_what_happens_and_looking_counts_for_nothing() {
    let world = World::open().await;
    world.shows(".list", "There is no such query.").await;
    let first = world.observe(1);
    let second = world.observe(2);
    world.shows_rows(&["fetching test/words/1 1 0 B", "fetching test/words/2 1 0 B"]).await;
    world.answer(Ok("hello")).await;
    world.answer(Err("no")).await;
    world.shows_rows(&["fresh test/words/1 1 5 B", "failing test/words/2 1 0 B"]).await;
    drop((first, second));
    world.shows_rows(&["inactive test/words/1 0 5 B", "failing test/words/2 0 0 B"]).await;
    world.shows(".beside", "Misses2").await;
    world.shows(".beside", "Hit rate0 % of 2").await;
    let figures = world.client.figures();
    assert_eq!((figures.hits, figures.stale_hits, figures.misses, figures.observed), (0, 0, 2, 0));
}

#[wasm_bindgen_test]
async fn ages_go_on_by_themselves() {
    let world = World::open().await;
    world.client.set(&world.words(1), "x".into());
    let age = || world.text("li.row .number:nth-of-type(4)");
    world.until("an age", || age() == "0 s").await;
    world.until("another age", || age() != "0 s").await;
}

#[wasm_bindgen_test]
async fn a_query_is_shown_closely_and_its_buttons_do_what_they_say() {
    let world = World::open().await;
    let observer = world.observe(1);
    world.answer(Ok("hello")).await;
    world.client.set(&world.words(2), "by hand".into());
    world.shows_rows(&["fresh test/words/1 1 5 B", "inactive test/words/2 0 7 B"]).await;
    world.press("li.row");
    for text in ["test/words/1", "Runsmount 1", "Fromfetched", "Observers1", "every task in ab", "record 1"] {
        world.shows(".beside", text).await;
    }
    world.shows("pre", "\"hello\"").await;
    assert!(world.button("Remove").has_attribute("disabled"), "it is observed");

    world.button("Refetch").click();
    world.answer(Ok("again")).await;
    world.shows("pre", "\"again\"").await;
    world.shows(".beside", "Runsmount 1, call 1").await;
    world.button("Invalidate").click();
    world.shows(".beside", "out of date").await;
    world.answer(Err("no more")).await;
    world.shows(".beside", "Runsmount 1, call 1, invalidation 1").await;
    world.shows(".error", "no more").await;
    world.button("Reset").click();
    world.shows(".beside", "There is no data.").await;
    world.answer(Ok("anew")).await;
    world.shows("pre", "\"anew\"").await;
    assert_eq!(observer.data().as_deref().map(String::as_str), Some("anew"));

    world.press("li.row:nth-child(2)");
    world.shows(".beside", "Fromset by hand").await;
    world.button("Remove").click();
    world.shows_rows(&["fresh test/words/1 1 4 B"]).await;
    world.shows(".beside", "The cache").await;
    world.button("Clear all").click();
    world.shows_rows(&["fetching test/words/1 1 0 B"]).await;
}

#[wasm_bindgen_test]
async fn the_network_is_worse_than_it_is() {
    let world = World::open().await;
    let _observer = world.observe(1);
    world.answer(Ok("hello")).await;
    world.press("fieldset input");
    world.shows(".toggle", "pretending").await;
    assert!(!world.client.is_online());
    world.client.invalidate(&world.words(1));
    world.shows_rows(&["paused test/words/1 1 5 B"]).await;
    world.press("fieldset label:last-of-type input");
    let select: HtmlSelectElement = world.find("fieldset select").unchecked_into();
    select.set_value("500");
    world.tell("fieldset select", "change");
    let pretended = Pretended { offline: true, delay: 500, failing: true };
    world.until("all of it", || world.client.pretended() == pretended).await;
    world.press("fieldset input");
    world.shows_rows(&["failing test/words/1 1 5 B"]).await;
    assert_eq!(world.server.asked.get(), 1, "the server was never asked");
    world.client.pretend(Pretended::default());
    world.button("Clear all").click();
    world.answer(Ok("back")).await;
    world.shows_rows(&["fresh test/words/1 1 4 B"]).await;
}

struct Revoke;

impl Action for Revoke {
    type Output = ();
    type Error = ();
    const NAME: &'static str = "device/revoke";

    async fn run(&self, _: ActionCx) -> Result<(), ()> {
        Ok(())
    }

    fn scope(&self) -> Option<String> {
        Some("devices".to_owned())
    }
}

#[wasm_bindgen_test]
async fn actions_are_shown_until_they_end() {
    let world = World::open().await;
    world.shows(".beside", "Running actionsNone.").await;
    world.client.pretend(Pretended { offline: true, ..Pretended::default() });
    drop((world.client.act(Revoke), world.client.act(Revoke)));
    world.shows(".beside", "device/revoke waits for the network, in devices").await;
    world.shows(".beside", "device/revoke waits for its turn, in devices").await;
    world.client.pretend(Pretended::default());
    world.shows(".beside", "Running actionsNone.").await;
}

#[wasm_bindgen_test]
async fn keys_choose_and_filters_narrow() {
    let world = World::open().await;
    for id in 1..=12 {
        world.client.set(&world.words(id), "x".repeat(id as usize));
    }
    world.until("the rows", || world.rows().len() == 12).await;
    let chosen = || world.text("li[aria-selected=true] .key");
    for (key, expected) in [
        ("ArrowDown", "test/words/1"),
        ("ArrowDown", "test/words/10"),
        ("End", "test/words/9"),
        ("ArrowDown", "test/words/9"),
        ("ArrowUp", "test/words/8"),
        ("Home", "test/words/1"),
        ("ArrowUp", "test/words/1"),
    ] {
        world.key(".rows", key);
        world.until(&format!("{expected} after {key}"), || chosen() == expected).await;
    }
    let active = world.find(".rows").get_attribute("aria-activedescendant").unwrap();
    assert_eq!(world.find("li[aria-selected=true]").id(), active);

    let search: HtmlInputElement = world.find(".search").unchecked_into();
    search.set_value("words 1");
    world.tell(".search", "input");
    world.until("four rows", || world.rows().len() == 4).await;
    search.set_value("");
    world.tell(".search", "input");
    let _observer = world.observe(3);
    world.until("a fresh one", || world.text(".chip[data-standing=fresh]") == "fresh 1").await;
    world.press(".chip[data-standing=fresh]");
    world.shows_rows(&["fresh test/words/3 1 3 B"]).await;
    world.press(".chip[data-standing=fresh]");
    world.until("all rows", || world.rows().len() == 12).await;
    let select: HtmlSelectElement = world.find(".order select").unchecked_into();
    select.set_value("observers");
    world.tell(".order select", "change");
    world.until("the most observed first", || world.rows()[0] == "fresh test/words/3 1 3 B").await;
}

#[wasm_bindgen_test]
async fn keys_pressed_in_it_are_none_of_the_page() {
    let world = World::open().await;
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let document = web_sys::window().unwrap().document().unwrap();
    let listener = gloo_events::EventListener::new(&document, "keydown", move |_| counter.set(counter.get() + 1));
    world.key(".search", "n");
    world.key(".toggle", "n");
    assert_eq!(heard.get(), 0);
    drop(listener);
}

#[wasm_bindgen_test]
async fn however_much_happens_it_is_drawn_once_a_frame() {
    let world = World::open().await;
    world.client.set(&world.words(1), "seen".into());
    world.until("the row", || world.rows().len() == 1).await;
    world.press("li.row");
    world.shows("pre", "seen").await;
    // What is shown closely says what it reads in each render, and only then.
    let before = world.server.reads.get();
    let others = Rc::new(Served::default());
    for number in 0..1_000 {
        let other = Words { id: 100 + number % 10, server: Rc::clone(&others) };
        world.client.set(&other, number.to_string());
    }
    world.until("the others", || world.rows().len() == 11).await;
    let drawn = world.server.reads.get() - before;
    assert!((1..=3).contains(&drawn), "drawn {drawn} times");
}

#[wasm_bindgen_test]
async fn a_long_answer_and_a_long_list_are_cut() {
    let world = World::open().await;
    world.client.set(&world.words(1), "y".repeat(1_000_000));
    world.until("the row", || world.rows().len() == 1).await;
    world.press("li.row");
    world.shows(".beside", "The rest of 1.0 MB is not shown.").await;
    assert!(world.text("pre").len() <= 20_010);
    for id in 2..=350 {
        world.client.set(&world.words(id), "z".into());
    }
    world.shows(".list", "And 50 more").await;
    assert_eq!(world.rows().len(), 300);
}

#[wasm_bindgen_test]
async fn its_colours_follow_the_page() {
    let window = web_sys::window().unwrap();
    let page = window.document().unwrap().document_element().unwrap();
    let sheets = || window.document().unwrap().adopted_style_sheets().length();
    let before = sheets();
    let world = World::open().await;
    let host = world.root.query_selector("[data-query-devtools]").unwrap().unwrap();
    let scheme = |element: &Element| {
        let style = window.get_computed_style(element).unwrap().unwrap();
        style.get_property_value("color-scheme").unwrap()
    };
    let panel = world.find(".panel");
    let colour = || {
        let style = window.get_computed_style(&panel).unwrap().unwrap();
        style.get_property_value("background-color").unwrap()
    };
    assert_eq!(scheme(&host), "light dark");
    page.set_attribute("data-theme", "dark").unwrap();
    assert_eq!((scheme(&host), colour()), ("dark".into(), "rgb(16, 25, 27)".into()));
    page.set_attribute("data-theme", "light").unwrap();
    assert_eq!((scheme(&host), colour()), ("light".into(), "rgb(246, 248, 248)".into()));
    page.remove_attribute("data-theme").unwrap();
    drop(world);
    assert_eq!(sheets(), before, "its part of the page's styles goes with it");
}
