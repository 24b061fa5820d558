//! Actions in components, in a real page.
#![cfg(all(target_arch = "wasm32", feature = "yew"))]
#![allow(clippy::type_complexity, reason = "a pair, used in one place")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use holdfast_query::{
    Action, ActionCx, ActionState, Client, Runtime,
    hooks::{ActionHandle, ActionOptions, BrowserRuntime, QueryProvider, use_action_with},
    testing::Gate,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// What answers, and how often it was asked.
#[derive(Default)]
struct Line {
    gate: Gate<Result<u32, String>>,
    asked: Cell<usize>,
}

#[derive(Clone, Default)]
struct Server(Rc<Line>);

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Send(Server);

impl Action for Send {
    type Output = u32;
    type Error = String;
    const NAME: &'static str = "test/send";

    async fn run(&self, _: ActionCx) -> Result<u32, String> {
        let line = &self.0.0;
        line.asked.set(line.asked.get() + 1);
        line.gate.wait().await.unwrap_or_else(|| Err("gone".into()))
    }

    fn scope(&self) -> Option<String> {
        Some("one at a time".into())
    }
}

/// What one component of the page gave to the test, and got from it.
#[derive(Default)]
struct Held {
    handle: RefCell<Option<ActionHandle<Send>>>,
    done: RefCell<Vec<u32>>,
}

#[derive(Clone, Default)]
struct Hands(Rc<Held>);

impl PartialEq for Hands {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Hands {
    fn handle(&self) -> ActionHandle<Send> {
        self.0.handle.borrow().clone().unwrap()
    }

    fn done(&self) -> Vec<u32> {
        self.0.done.borrow().clone()
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ShowProps {
    hands: Hands,
    #[prop_or_default]
    begins_anew: bool,
}

/// Draws how far the action is.
#[component]
fn Show(props: &ShowProps) -> Html {
    let done = props.hands.clone();
    let on_done = Callback::from(move |number: Rc<u32>| done.0.done.borrow_mut().push(*number));
    let begins_anew = props.begins_anew;
    let send = use_action_with::<Send>(ActionOptions { on_done: Some(on_done), begins_anew, key: None });
    let text = match send.state() {
        None => "nothing ".to_owned(),
        Some(ActionState::Done(number)) => format!("done {number} "),
        Some(ActionState::Failed(error)) => format!("{error} "),
        Some(_) if send.is_paused() => "paused ".to_owned(),
        Some(_) if send.is_running() => "running ".to_owned(),
        Some(_) => "cancelled ".to_owned(),
    };
    *props.hands.0.handle.borrow_mut() = Some(send);
    html! { { text } }
}

#[derive(Clone, PartialEq, Properties)]
struct PageProps {
    client: Client,
    shown: Callback<UseForceUpdateHandle, Html>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let update = use_force_update();
    html! { <QueryProvider client={props.client.clone()} online={Some(true)}>{ props.shown.emit(update) }</QueryProvider> }
}

struct World {
    client: Client,
    server: Server,
    root: web_sys::Element,
    update: Rc<RefCell<Option<UseForceUpdateHandle>>>,
    shown: Rc<RefCell<Html>>,
    app: Option<yew::AppHandle<Page>>,
}

impl World {
    fn mount(page: Html) -> Self {
        let client = Client::new(Rc::new(BrowserRuntime));
        let update = Rc::new(RefCell::new(None));
        let shown = Rc::new(RefCell::new(page));
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let (place, page) = (Rc::clone(&update), Rc::clone(&shown));
        let callback = Callback::from(move |handle: UseForceUpdateHandle| {
            *place.borrow_mut() = Some(handle);
            page.borrow().clone()
        });
        let props = PageProps { client: client.clone(), shown: callback };
        let app = yew::Renderer::<Page>::with_root_and_props(root.clone(), props).render();
        Self { client, server: Server::default(), root, update, shown, app: Some(app) }
    }

    fn draw(&self, page: Html) {
        *self.shown.borrow_mut() = page;
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

    /// Waits until the client has no action under way.
    async fn rests(&self) {
        for _ in 0..200 {
            if self.client.running_actions().is_empty() {
                return;
            }
            BrowserRuntime.sleep(5).await;
        }
        panic!("still under way: {:?}", self.client.running_actions());
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

#[wasm_bindgen_test]
async fn an_action_is_drawn_by_everyone_and_told_to_whoever_started_it() {
    let (one, other) = (Hands::default(), Hands::default());
    let world = World::mount(html! { <><Show hands={one.clone()} /><Show hands={other.clone()} /></> });
    world.shows("nothing nothing ").await;
    one.handle().run(Send(world.server.clone()));
    world.shows("running running ").await;
    world.answer(Ok(7)).await;
    world.shows("done 7 done 7 ").await;
    assert_eq!((one.done(), other.done()), (vec![7], vec![]));
    other.handle().reset();
    world.shows("nothing nothing ").await;
}

#[wasm_bindgen_test]
async fn what_is_sent_twice_before_it_is_drawn_is_asked_once() {
    let hands = Hands::default();
    let world = World::mount(html! { <Show hands={hands.clone()} /> });
    world.shows("nothing ").await;
    assert!(hands.handle().run_once(Send(world.server.clone())).is_some());
    assert!(hands.handle().run_once(Send(world.server.clone())).is_none());
    world.answer(Err("no".into())).await;
    world.shows("no ").await;
    assert_eq!((world.server.0.asked.get(), hands.done()), (1, vec![]));
    assert!(hands.handle().run_once(Send(world.server.clone())).is_some(), "after its end it can be done anew");
    hands.handle().cancel();
    world.shows("cancelled ").await;
}

#[wasm_bindgen_test]
async fn an_action_outlives_its_component_which_hears_no_more_of_it() {
    let hands = Hands::default();
    let world = World::mount(html! { <Show hands={hands.clone()} /> });
    world.shows("nothing ").await;
    hands.handle().run(Send(world.server.clone()));
    world.shows("running ").await;
    world.draw(html! { "gone" });
    world.shows("gone").await;
    world.answer(Ok(1)).await;
    world.rests().await;
    assert_eq!(hands.done(), Vec::<u32>::new());
    world.draw(html! { <Show hands={Hands::default()} /> });
    world.shows("done 1 ").await;
    world.draw(html! { "gone" });
    world.shows("gone").await;
    world.draw(html! { <Show hands={Hands::default()} begins_anew={true} /> });
    world.shows("nothing ").await;
}
