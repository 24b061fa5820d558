//! A page with the panel, and a query whose answers the test gives.

use std::{
    cell::Cell,
    hash::{Hash, Hasher},
    rc::Rc,
};

use holdfast_query::{
    Client, Cx, Observer, Options, Policy, Query, Reads, Retry, Runtime, Stale,
    devtools::{QueryDevtools, QueryDevtoolsProps},
    hooks::BrowserRuntime,
    testing::Gate,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, EventInit, HtmlElement, KeyboardEvent, KeyboardEventInit, ShadowRoot};

#[derive(Default)]
pub(super) struct Served {
    pub(super) gate: Gate<Result<String, String>>,
    pub(super) asked: Cell<usize>,
    pub(super) reads: Cell<usize>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Words {
    pub(super) id: u32,
    #[serde(skip)]
    pub(super) server: Rc<Served>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.id)
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Words {}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Query for Words {
    type Output = String;
    type Error = String;
    const NAME: &'static str = "test/words";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(60_000)).retry(Retry::NEVER);

    async fn run(&self, _: Cx<Self>) -> Result<String, String> {
        self.server.asked.set(self.server.asked.get() + 1);
        self.server.gate.wait().await.unwrap_or_else(|| Err("gone".into()))
    }

    fn is_transient(_: &String) -> bool {
        false
    }

    fn reads(&self, _: Option<&String>) -> Reads {
        self.server.reads.set(self.server.reads.get() + 1);
        Reads::none().kind_in("task", 0xAB).record(u128::from(self.id))
    }

    fn weigh(answer: &String) -> usize {
        answer.len()
    }
}

pub(super) struct World {
    pub(super) client: Client,
    pub(super) server: Rc<Served>,
    pub(super) root: Element,
    app: Option<yew::AppHandle<QueryDevtools>>,
}

impl World {
    /// A page with the panel, closed.
    pub(super) async fn closed() -> Self {
        let client = Client::new(Rc::new(BrowserRuntime) as Rc<dyn Runtime>);
        client.register::<Words>();
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let props = QueryDevtoolsProps { client: client.clone() };
        let app = yew::Renderer::<QueryDevtools>::with_root_and_props(root.clone(), props).render();
        let world = Self { client, server: Rc::default(), root, app: Some(app) };
        world.until("the button", || world.maybe(".toggle").is_some()).await;
        world
    }

    pub(super) async fn open() -> Self {
        let world = Self::closed().await;
        world.press(".toggle");
        world.until("the panel", || world.maybe(".panel").is_some()).await;
        world
    }

    pub(super) fn words(&self, id: u32) -> Words {
        Words { id, server: Rc::clone(&self.server) }
    }

    pub(super) fn observe(&self, id: u32) -> Observer<Words> {
        self.client.observe(&self.words(id), Options::default(), || {})
    }

    pub(super) fn shadow(&self) -> Option<ShadowRoot> {
        self.root.query_selector("[data-query-devtools]").unwrap()?.shadow_root()
    }

    pub(super) fn maybe(&self, selector: &str) -> Option<Element> {
        self.shadow()?.query_selector(selector).unwrap()
    }

    pub(super) fn find(&self, selector: &str) -> Element {
        self.maybe(selector).unwrap_or_else(|| panic!("there is no {selector} in {}", self.text(".panel")))
    }

    pub(super) fn text(&self, selector: &str) -> String {
        self.maybe(selector).and_then(|element| element.text_content()).unwrap_or_default()
    }

    /// The button with that word on it.
    pub(super) fn button(&self, word: &str) -> HtmlElement {
        let all = self.shadow().unwrap().query_selector_all("button").unwrap();
        let mut buttons = (0..all.length()).map(|at| all.item(at).unwrap().unchecked_into::<HtmlElement>());
        buttons.find(|button| button.text_content().is_some_and(|text| text == word)).unwrap()
    }

    pub(super) fn press(&self, selector: &str) {
        self.find(selector).unchecked_into::<HtmlElement>().click();
    }

    pub(super) fn key(&self, selector: &str, key: &str) {
        let how = KeyboardEventInit::new();
        how.set_key(key);
        how.set_bubbles(true);
        how.set_composed(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &how).unwrap();
        self.find(selector).dispatch_event(&event).unwrap();
    }

    pub(super) fn tell(&self, selector: &str, event: &str) {
        let how = EventInit::new();
        how.set_bubbles(true);
        self.find(selector).dispatch_event(&Event::new_with_event_init_dict(event, &how).unwrap()).unwrap();
    }

    /// The rows as texts: state, key, observers and size. Ages go on by themselves.
    pub(super) fn rows(&self) -> Vec<String> {
        let all = self.shadow().unwrap().query_selector_all("li.row").unwrap();
        let row = |at| {
            let cells = all.item(at).unwrap().child_nodes();
            let cell = |at| cells.item(at).and_then(|cell| cell.text_content()).unwrap_or_default();
            [0, 1, 2, 4].map(cell).join(" ")
        };
        (0..all.length()).map(row).collect()
    }

    pub(super) async fn shows_rows(&self, rows: &[&str]) {
        self.until(&format!("the rows {rows:?}"), || self.rows() == rows).await;
    }

    pub(super) async fn shows(&self, selector: &str, text: &str) {
        self.until(&format!("{text:?} in {selector}"), || self.text(selector).contains(text)).await;
    }

    pub(super) async fn answer(&self, answer: Result<&str, &str>) {
        self.until("somebody who waits", || self.server.gate.waiting() > 0).await;
        assert!(self.server.gate.open(answer.map(str::to_owned).map_err(str::to_owned)));
    }

    pub(super) async fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        for _ in 0..400 {
            if is_so() {
                return;
            }
            BrowserRuntime.sleep(5).await;
        }
        panic!("never came: {what}; rows {:?}; panel: {}", self.rows(), self.text(".panel"));
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}
