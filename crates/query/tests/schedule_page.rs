//! Scheduling in a real page: frames and idle times are the browser's, quiet times a clock driven by hand.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use holdfast_query::{
    Client, Runtime,
    hooks::{BrowserRuntime, QueryProvider},
    schedule::{
        Debounced, Frame, Idle, Throttled, use_debounced, use_debounced_callback, use_frame_callback,
        use_idle_callback, use_throttled_callback,
    },
    testing::TestRuntime,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// Waits until that is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        BrowserRuntime.sleep(5).await;
    }
    panic!("never: {what}");
}

/// Lets the page draw, and do what it does when there is nothing else to do.
async fn after_idle() {
    let seen = Rc::new(Cell::new(false));
    let idle = {
        let seen = Rc::clone(&seen);
        let last = Idle::new(50, move || seen.set(true));
        Frame::new(move |_| last.request())
    };
    idle.request();
    until("an idle time after a frame", || seen.get()).await;
}

#[wasm_bindgen_test]
async fn many_requests_cost_one_frame_and_one_idle_time() {
    let (frames, idles) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (framed, idled) = (Rc::clone(&frames), Rc::clone(&idles));
    let frame = Frame::new(move |time| framed.set(framed.get() + if time > 0.0 { 1 } else { 100 }));
    let idle = Idle::new(50, move || idled.set(idled.get() + 1));
    for _ in 0..3 {
        frame.request();
        idle.request();
    }
    assert!(frame.is_pending() && idle.is_pending());
    until("a frame and an idle time", || !frame.is_pending() && !idle.is_pending()).await;
    after_idle().await;
    assert_eq!((frames.get(), idles.get()), (1, 1));
    frame.request();
    idle.request();
    until("another of each", || (frames.get(), idles.get()) == (2, 2)).await;
}

#[wasm_bindgen_test]
async fn what_is_cancelled_or_dropped_does_not_run() {
    let runs = Rc::new(Cell::new(0));
    let count = || {
        let runs = Rc::clone(&runs);
        move || runs.set(runs.get() + 1)
    };
    let (one, two) = (count(), count());
    let (kept, dropped) = (Frame::new(move |_| one()), Frame::new(move |_| two()));
    let (kept_idle, dropped_idle) = (Idle::new(50, count()), Idle::new(50, count()));
    kept.request();
    dropped.request();
    kept_idle.request();
    dropped_idle.request();
    kept.cancel();
    kept_idle.cancel();
    assert!(!kept.is_pending() && !kept_idle.is_pending());
    drop((dropped, dropped_idle));
    after_idle().await;
    assert_eq!(runs.get(), 0);
}

#[wasm_bindgen_test]
async fn a_frame_may_drop_itself() {
    let place: Rc<RefCell<Option<Frame>>> = Rc::default();
    let ran = Rc::new(Cell::new(false));
    let (inside, seen) = (Rc::clone(&place), Rc::clone(&ran));
    *place.borrow_mut() = Some(Frame::new(move |_| {
        let frame = inside.take();
        drop(frame);
        seen.set(true);
    }));
    place.borrow().as_ref().unwrap().request();
    until("the frame", || ran.get()).await;
}

/// What the component of a test does and may be asked.
#[derive(Default)]
struct Shared {
    value: Cell<u32>,
    ran: RefCell<Vec<&'static str>>,
    handles: RefCell<Option<Handles>>,
    update: RefCell<Option<UseForceUpdateHandle>>,
}

impl Shared {
    fn ran(self: &Rc<Self>, what: &'static str) -> impl Fn() + 'static {
        let shared = Rc::clone(self);
        move || shared.ran.borrow_mut().push(what)
    }

    fn draw(&self) {
        self.update.borrow().as_ref().unwrap().force_update();
    }
}

#[derive(Clone)]
struct Handles {
    debounced: Rc<Debounced<()>>,
    throttled: Rc<Throttled<()>>,
    frame: Rc<Frame>,
    idle: Rc<Idle>,
}

#[derive(Clone, Properties)]
struct PageProps {
    client: Client,
    shared: Rc<Shared>,
}

impl PartialEq for PageProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

#[component]
fn Page(props: &PageProps) -> Html {
    html! { <QueryProvider client={props.client.clone()}><Below ..props.clone() /></QueryProvider> }
}

#[component]
fn Below(props: &PageProps) -> Html {
    let shared = &props.shared;
    shared.update.replace(Some(use_force_update()));
    let value = shared.value.get();
    let shown = use_debounced(value, 100);
    let (debounced, throttled) = (shared.ran("debounced"), shared.ran("throttled"));
    let frame = shared.ran("frame");
    let handles = Handles {
        debounced: use_debounced_callback(100, move |()| debounced()),
        throttled: use_throttled_callback(100, move |()| throttled()),
        frame: use_frame_callback(move |_| frame()),
        idle: use_idle_callback(50, shared.ran("idle")),
    };
    shared.handles.replace(Some(handles));
    html! { { format!("{value} {shown}") } }
}

struct World {
    runtime: TestRuntime,
    shared: Rc<Shared>,
    root: web_sys::Element,
    app: Option<yew::AppHandle<Page>>,
}

impl World {
    async fn mount() -> Self {
        let runtime = TestRuntime::new(1);
        let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
        let shared = Rc::new(Shared::default());
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let props = PageProps { client, shared: Rc::clone(&shared) };
        let app = yew::Renderer::<Page>::with_root_and_props(root.clone(), props).render();
        let world = Self { runtime, shared, root, app: Some(app) };
        world.shows("0 0").await;
        world
    }

    async fn shows(&self, text: &str) {
        until(text, || self.root.text_content().as_deref() == Some(text)).await;
    }

    fn handles(&self) -> Handles {
        self.shared.handles.borrow().clone().unwrap()
    }

    fn unmount(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.unmount();
        self.root.remove();
    }
}

#[wasm_bindgen_test]
async fn a_debounced_value_follows_once_it_stays() {
    let world = World::mount().await;
    world.runtime.advance(1_000);
    for value in [1, 2] {
        world.shared.value.set(value);
        world.shared.draw();
        world.shows(&format!("{value} 0")).await;
        after_idle().await;
        world.runtime.advance(99);
    }
    world.runtime.advance(1);
    world.shows("2 2").await;
}

#[wasm_bindgen_test]
async fn the_hooks_are_the_same_for_the_component_s_life() {
    let world = World::mount().await;
    let first = world.handles();
    world.shared.value.set(1);
    world.shared.draw();
    world.shows("1 0").await;
    let second = world.handles();
    assert!(Rc::ptr_eq(&first.debounced, &second.debounced) && Rc::ptr_eq(&first.throttled, &second.throttled));
    assert!(Rc::ptr_eq(&first.frame, &second.frame) && Rc::ptr_eq(&first.idle, &second.idle));
    first.debounced.call(());
    first.throttled.call(());
    first.frame.request();
    first.idle.request();
    world.runtime.advance(100);
    until("all four", || world.shared.ran.borrow().len() == 4).await;
}

#[wasm_bindgen_test]
async fn nothing_runs_for_a_component_that_is_gone() {
    let mut world = World::mount().await;
    let handles = world.handles();
    handles.throttled.call(());
    let ask = |handles: &Handles| {
        handles.debounced.call(());
        handles.throttled.call(());
        handles.frame.request();
        handles.idle.request();
    };
    ask(&handles);
    world.unmount();
    // No time passes: only the component's end forgets what is held.
    until("the component is gone", || !handles.debounced.is_pending()).await;
    assert!(!handles.throttled.is_pending() && !handles.frame.is_pending() && !handles.idle.is_pending());
    // Whoever kept them may ask: nothing comes of it.
    ask(&handles);
    world.runtime.advance(1_000);
    after_idle().await;
    assert_eq!(*world.shared.ran.borrow(), ["throttled"], "what ran before it went");
}
