//! The hooks in a real page.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod memory_source;

use std::{
    cell::{Cell, RefCell},
    hash::{Hash, Hasher},
    rc::Rc,
};

use holdfast_query::{
    Action, ActionCx, Client, Commands, Cx, Options, Policy, Query, Runtime, Stale, State,
    hooks::{
        BrowserRuntime, QueryBoundary, QueryFailure, QueryProvider, use_action, use_command, use_fetching, use_picked,
        use_queries, use_query_with, use_running_commands, use_selected, use_suspended_query, use_view, use_watched,
    },
    testing::Gate,
    view::{Interest, View},
};
use memory_source::{Edit, Shelf, song};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Clone, Default)]
struct Server(Rc<Answers>);

#[derive(Default)]
struct Answers {
    gate: Gate<Result<u32, String>>,
    asked: Cell<usize>,
}

#[derive(Clone)]
struct Number {
    id: u32,
    server: Server,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.id)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Query for Number {
    type Output = u32;
    type Error = String;
    const NAME: &'static str = "test/number";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(60_000));

    async fn run(&self, _: Cx<Self>) -> Result<u32, String> {
        self.server.0.asked.set(self.server.0.asked.get() + 1);
        self.server.0.gate.wait().await.unwrap_or_else(|| Err("gone".into()))
    }

    fn is_transient(_: &String) -> bool {
        false
    }
}

/// What a test page shows: some components by number, as the test says.
#[derive(Clone, PartialEq, Properties)]
struct PageProps {
    client: Client,
    page: Callback<UseForceUpdateHandle, Html>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let update = use_force_update();
    html! { <QueryProvider client={props.client.clone()}>{ props.page.emit(update) }</QueryProvider> }
}

struct World {
    client: Client,
    server: Server,
    root: web_sys::Element,
    update: Rc<RefCell<Option<UseForceUpdateHandle>>>,
    app: Option<yew::AppHandle<Page>>,
}

impl World {
    /// Mounts what `page` gives; it is asked again by [`World::draw`].
    fn mount(page: impl Fn(&Server) -> Html + 'static) -> Self {
        let client = Client::new(Rc::new(BrowserRuntime) as Rc<dyn Runtime>);
        let (server, update) = (Server::default(), Rc::new(RefCell::new(None)));
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let (asked, place) = (server.clone(), Rc::clone(&update));
        let page = Callback::from(move |handle: UseForceUpdateHandle| {
            *place.borrow_mut() = Some(handle);
            page(&asked)
        });
        let props = PageProps { client: client.clone(), page };
        let app = yew::Renderer::<Page>::with_root_and_props(root.clone(), props).render();
        Self { client, server, root, update, app: Some(app) }
    }

    fn draw(&self) {
        self.update.borrow().as_ref().unwrap().force_update();
    }

    /// Waits until the page's text is that.
    async fn shows(&self, text: &str) {
        let mut shown = String::new();
        for _ in 0..200 {
            shown = self.root.text_content().unwrap_or_default();
            if shown == text {
                return;
            }
            BrowserRuntime.sleep(5).await;
        }
        panic!("the page shows {shown:?}, not {text:?}");
    }

    async fn asked(&self, times: usize) {
        for _ in 0..200 {
            if self.server.0.asked.get() == times {
                return;
            }
            BrowserRuntime.sleep(5).await;
        }
        panic!("asked {} times, not {times}", self.server.0.asked.get());
    }

    async fn answer(&self, answer: Result<u32, String>) {
        for _ in 0..200 {
            if self.server.0.gate.waiting() > 0 {
                assert!(self.server.0.gate.open(answer));
                return;
            }
            BrowserRuntime.sleep(5).await;
        }
        panic!("nobody waits for an answer");
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

#[derive(Clone, PartialEq, Properties)]
struct ShowProps {
    query: Number,
    #[prop_or_default]
    keep: bool,
}

/// Draws a query, and counts how often.
#[component]
fn Show(props: &ShowProps) -> Html {
    let options = Options { keep_previous: props.keep, ..Options::default() };
    let shown = use_query_with(props.query.clone(), options);
    let fetching = use_fetching();
    let text = match &shown.state {
        State::Idle => "idle".to_owned(),
        State::Loading => "loading".to_owned(),
        State::Failed(error) => format!("failed: {error:?}"),
        State::Ready(number) => number.to_string(),
        State::Outdated(number, _) => format!("{number}, outdated"),
    };
    html! { <>{ text }{ if fetching > 0 { " …" } else { "" } }</> }
}

#[wasm_bindgen_test]
async fn a_query_is_drawn_when_it_is_answered_and_again_when_it_is_set() {
    let world = World::mount(|server| html! { <Show query={Number { id: 1, server: server.clone() }} /> });
    world.shows("loading …").await;
    world.answer(Ok(7)).await;
    world.shows("7").await;
    world.client.set(&Number { id: 1, server: world.server.clone() }, 8);
    world.shows("8").await;
}

#[wasm_bindgen_test]
async fn two_components_share_one_request() {
    let world = World::mount(|server| {
        let query = Number { id: 1, server: server.clone() };
        html! { <><Show query={query.clone()} /><Show {query} /></> }
    });
    world.answer(Ok(3)).await;
    world.shows("33").await;
    world.asked(1).await;
}

#[wasm_bindgen_test]
async fn another_key_is_another_query_and_the_last_may_stay_on_show() {
    let id = Rc::new(Cell::new(1));
    let page_id = Rc::clone(&id);
    let world = World::mount(move |server| {
        html! { <Show query={Number { id: page_id.get(), server: server.clone() }} keep={true} /> }
    });
    world.answer(Ok(10)).await;
    world.shows("10").await;
    id.set(2);
    world.draw();
    world.shows("10 …").await;
    world.answer(Ok(20)).await;
    world.shows("20").await;
    id.set(1);
    world.draw();
    world.shows("10").await;
    world.asked(2).await;
}

#[wasm_bindgen_test]
async fn what_is_unmounted_asks_for_nothing_more() {
    let is_there = Rc::new(Cell::new(true));
    let seen = Rc::clone(&is_there);
    let world = World::mount(move |server| match seen.get() {
        true => html! { <Show query={Number { id: 1, server: server.clone() }} /> },
        false => html! { "gone" },
    });
    world.shows("loading …").await;
    is_there.set(false);
    world.draw();
    world.shows("gone").await;
    assert_eq!((world.server.0.gate.waiting(), world.client.figures().observed), (0, 0), "the request is aborted");
}

#[derive(Clone, PartialEq, Properties)]
struct ManyProps {
    queries: Vec<Number>,
}

#[component]
fn Many(props: &ManyProps) -> Html {
    let all = use_queries(props.queries.clone());
    html! { { for all.iter().map(|one| one.data().map_or_else(|| "-".to_owned(), |number| number.to_string())) } }
}

#[wasm_bindgen_test]
async fn any_number_of_queries_is_followed_in_order() {
    let count = Rc::new(Cell::new(2));
    let shown = Rc::clone(&count);
    let world = World::mount(move |server| {
        let queries = (0..shown.get()).map(|id| Number { id, server: server.clone() }).collect::<Vec<_>>();
        html! { <Many {queries} /> }
    });
    world.shows("--").await;
    world.answer(Ok(0)).await;
    world.answer(Ok(1)).await;
    world.shows("01").await;
    count.set(3);
    world.draw();
    world.shows("01-").await;
    world.answer(Ok(2)).await;
    world.shows("012").await;
    world.asked(3).await;
}

#[component]
fn Suspended(props: &ShowProps) -> HtmlResult {
    let number = use_suspended_query(props.query.clone())?;
    Ok(html! { { number.data().map(ToString::to_string).unwrap_or_default() } })
}

#[wasm_bindgen_test]
async fn suspense_waits_and_a_boundary_tries_again() {
    let world = World::mount(|server| {
        let query = Number { id: 1, server: server.clone() };
        let fallback = Callback::from(|failure: QueryFailure| {
            let retry = failure.retry.reform(|_: MouseEvent| ());
            html! { <button onclick={retry}>{ format!("{} failed", failure.key) }</button> }
        });
        html! {
            <QueryBoundary {fallback}>
                <Suspense fallback={html! { "waiting" }}><Suspended {query} /></Suspense>
            </QueryBoundary>
        }
    });
    world.shows("waiting").await;
    world.answer(Err("no".into())).await;
    world.shows("test/number/1 failed").await;
    let button = world.root.query_selector("button").unwrap().unwrap();
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(button).click();
    world.shows("waiting").await;
    world.answer(Ok(5)).await;
    world.shows("5").await;
}

#[component]
fn IsEven(props: &ShowProps) -> Html {
    let drawn = use_mut_ref(|| 0);
    *drawn.borrow_mut() += 1;
    let options = Options { watch: holdfast_query::Watch::Data, ..Options::default() };
    let even = use_selected(props.query.clone(), options, |number| number % 2 == 0);
    html! { { format!("{:?} drawn {}", even.data().map(|even| **even), drawn.borrow()) } }
}

#[wasm_bindgen_test]
async fn a_part_of_an_answer_is_drawn_again_when_that_part_is_another() {
    let world = World::mount(|server| html! { <IsEven query={Number { id: 1, server: server.clone() }} /> });
    world.answer(Ok(2)).await;
    world.shows("Some(true) drawn 2").await;
    let query = Number { id: 1, server: world.server.clone() };
    world.client.set(&query, 4);
    world.client.set(&query, 5);
    world.shows("Some(false) drawn 3").await;
}

#[derive(Clone, PartialEq, Properties)]
struct SongsProps {
    shelf: Shelf,
}

#[component]
fn Songs(props: &SongsProps) -> Html {
    let view = use_view(props.shelf.clone(), (), |()| {
        View::of(|row: &Rc<memory_source::Row>| row.id).sort_by_key(|row| row.name.clone())
    });
    let first = vec![Interest::Ids { group: (), indices: 0..2 }, Interest::Count { group: () }];
    let (ids, all) = use_watched(&view, first, |list| (list.window(&(), 0..2).collect::<Vec<_>>(), list.len()));
    let commands = use_command::<Shelf>();
    let running = use_running_commands::<Shelf>();
    let add = Callback::from(move |_: MouseEvent| drop(commands.run("add song", Edit::Put(song(9, 1, "Aa")))));
    html! { <button onclick={add}>{ format!("{ids:?} of {all}, {} being kept", running.len()) }</button> }
}

#[wasm_bindgen_test]
async fn a_view_and_its_commands_are_drawn_in_the_same_frame() {
    let shelf = Shelf::of([song(1, 1, "Cc"), song(2, 1, "Bb"), song(3, 1, "Dd")]);
    let page = shelf.clone();
    let world = World::mount(move |_| {
        let commands = Commands::new(page.clone(), Rc::new(BrowserRuntime) as Rc<dyn Runtime>);
        html! {
            <ContextProvider<Commands<Shelf>> context={commands}><Songs shelf={page.clone()} /></ContextProvider<Commands<Shelf>>>
        }
    });
    world.shows("[2, 1] of 3, 0 being kept").await;
    let button = world.root.query_selector("button").unwrap().unwrap();
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(button).click();
    world.shows("[9, 2] of 4, 0 being kept").await;
    shelf.put(song(3, 1, "Zz"));
    world.shows("[9, 2] of 4, 0 being kept").await;
    shelf.remove(2);
    world.shows("[9, 1] of 3, 0 being kept").await;
}

#[component]
fn IsLong(props: &SongsProps) -> Html {
    let drawn = use_mut_ref(|| 0);
    *drawn.borrow_mut() += 1;
    let view = use_view(props.shelf.clone(), (), |()| View::of(|row: &Rc<memory_source::Row>| row.id));
    let is_long = use_picked(&view, vec![Interest::Groups], |list| list.len() > 2);
    html! { { format!("{is_long} drawn {}", drawn.borrow()) } }
}

#[wasm_bindgen_test]
async fn what_is_picked_from_a_view_is_drawn_again_when_it_is_another() {
    let shelf = Shelf::of([song(1, 1, "Cc")]);
    let page = shelf.clone();
    let world = World::mount(move |_| html! { <IsLong shelf={page.clone()} /> });
    world.shows("false drawn 1").await;
    shelf.put(song(2, 1, "Bb"));
    shelf.put(song(3, 1, "Dd"));
    world.shows("true drawn 2").await;
    shelf.put(song(4, 1, "Ee"));
    shelf.remove(4);
    shelf.remove(3);
    world.shows("false drawn 3").await;
}

struct Add(u32);

impl Action for Add {
    type Output = u32;
    type Error = String;
    const NAME: &'static str = "test/add";

    async fn run(&self, _: ActionCx) -> Result<u32, String> {
        if self.0 == 0 { Err("nothing to add".into()) } else { Ok(self.0 + 1) }
    }
}

#[component]
fn Adding() -> Html {
    let add = use_action::<Add>();
    let runs = |number: u32| {
        let add = add.clone();
        Callback::from(move |_: MouseEvent| drop(add.run(Add(number))))
    };
    let text = match (add.output(), add.error()) {
        (Some(sum), _) => sum.to_string(),
        (None, Some(error)) => error.to_string(),
        (None, None) => "-".into(),
    };
    html! { <><button class="good" onclick={runs(1)} /><button class="bad" onclick={runs(0)} />{ text }</> }
}

#[wasm_bindgen_test]
async fn an_action_shows_how_it_ended() {
    let world = World::mount(|_| html! { <Adding /> });
    world.shows("-").await;
    let press = |class: &str| {
        let button = world.root.query_selector(class).unwrap().unwrap();
        wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(button).click();
    };
    press(".bad");
    world.shows("nothing to add").await;
    press(".good");
    world.shows("2").await;
}
