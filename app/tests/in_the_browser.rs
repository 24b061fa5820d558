//! The app's parts in a real browser: what a person does shows at once, and what they type is theirs.
#![cfg(target_arch = "wasm32")]
// A panic is a test's way to fail, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::{cell::RefCell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use holdfast_app::{
    commands::project,
    components::{Data, EditText, Field, Rename, Toasts, Written, mark_dot},
    hooks::{use_commit, use_records},
    stores::{Records, Toast, Ui},
};
use holdfast_core::{
    entity::{Engagement, Entity as _, Project},
    id::Id,
    record::Kind,
    replica::Mark,
};
use holdfast_web::{Account, Event, Session};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;
use yewdux::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// A fresh place in the page to draw into.
fn place() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let place = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&place).unwrap();
    place
}

/// Lets what was asked for be drawn: no frame passes and nothing is waited for.
async fn drawn() {
    TimeoutFuture::new(0).await;
}

fn find<T: JsCast>(place: &Element, selector: &str) -> T {
    let found = place.query_selector(selector).unwrap();
    found.unwrap_or_else(|| panic!("no {selector} in {}", place.inner_html())).unchecked_into()
}

fn send(target: &Element, kind: &str) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    target.dispatch_event(&web_sys::Event::new_with_event_init_dict(kind, &init).unwrap()).unwrap();
}

fn press(target: &Element, key: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_key(key);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn a_mark_says_what_is_pending_and_nothing_says_synced() {
    #[component]
    fn Marks() -> Html {
        html! { <>{ mark_dot(Mark::Synced) }{ mark_dot(Mark::Waiting) }</> }
    }
    let place = place();
    yew::Renderer::<Marks>::with_root(place.clone()).render();
    drawn().await;
    assert_eq!(place.child_element_count(), 1);
    let mark: Element = find(&place, ".mark");
    assert_eq!(mark.get_attribute("aria-label").as_deref(), Some("waiting to be sent"));
}

#[derive(Properties, PartialEq)]
struct Told {
    told: Callback<Option<String>>,
    #[prop_or_default]
    value: AttrValue,
}

type Notes = Rc<RefCell<Vec<Option<String>>>>;

/// A callback that writes down what it is told.
fn notes() -> (Callback<Option<String>>, Notes) {
    let notes = Rc::new(RefCell::new(Vec::new()));
    let into = notes.clone();
    (Callback::from(move |told| into.borrow_mut().push(told)), notes)
}

#[wasm_bindgen_test]
async fn renaming_takes_the_new_name_once() {
    #[component]
    fn Renaming(props: &Told) -> Html {
        html! { <Rename label="Title" value="Old" on_done={props.told.reform(|name: Option<Written>| name.map(|name| name.text))} /> }
    }
    let (place, (told, notes)) = (place(), notes());
    yew::Renderer::<Renaming>::with_root_and_props(place.clone(), Told { told, value: "".into() }).render();
    drawn().await;
    let input: HtmlInputElement = find(&place, "input");
    input.set_value("New");
    press(&input, "Enter");
    send(&input, "blur");
    assert_eq!(*notes.borrow(), [Some("New".to_owned())]);
}

#[wasm_bindgen_test]
async fn what_the_browser_finds_wrong_is_said_at_its_field() {
    #[component]
    fn Form() -> Html {
        html! {
            <form>
                <Field name="email" label="E-mail address" kind="email" />
                <Field name="password" label="Password" kind="password" hint="At least 8 characters" least="8" />
            </form>
        }
    }
    let place = place();
    yew::Renderer::<Form>::with_root(place.clone()).render();
    drawn().await;
    let note = |name: &str| {
        let input: Element = find(&place, &format!("[name={name}]"));
        let note: Element = find(&place, &format!("#{}", input.get_attribute("aria-describedby").unwrap()));
        (input.has_attribute("aria-invalid"), note.text_content().unwrap())
    };
    assert_eq!(note("password"), (false, "At least 8 characters".to_owned()));
    let email: HtmlInputElement = find(&place, "[name=email]");
    email.set_value("ada");
    assert!(!find::<web_sys::HtmlFormElement>(&place, "form").report_validity());
    drawn().await;
    assert_eq!(note("email"), (true, "An e-mail address is like ada@example.org.".to_owned()));
    assert_eq!(note("password"), (true, "Password must not be empty.".to_owned()));
    let active = web_sys::window().unwrap().document().unwrap().active_element().unwrap();
    assert_eq!(active.id(), "field-email");
    email.set_value("ada@example.org");
    send(&email, "input");
    drawn().await;
    assert_eq!(note("email"), (false, String::new()));
}

#[wasm_bindgen_test]
async fn what_someone_else_wrote_does_not_overwrite_what_is_being_typed() {
    #[component]
    fn Editing(props: &Told) -> Html {
        html! { <EditText name="title" label="Title" value={&props.value} on_commit={props.told.reform(|written: Written| Some(written.text))} /> }
    }
    let (place, (told, notes)) = (place(), notes());
    let props = |value: &'static str| Told { told: told.clone(), value: value.into() };
    let mut app = yew::Renderer::<Editing>::with_root_and_props(place.clone(), props("mine")).render();
    drawn().await;
    let input: HtmlInputElement = find(&place, "input");
    let whole: HtmlElement = input.clone().unchecked_into();
    whole.focus().unwrap();
    send(&input, "focus");
    input.set_value("mine, longer");
    send(&input, "input");
    app.update(props("theirs"));
    drawn().await;
    assert_eq!(input.value(), "mine, longer");
    find::<Element>(&place, ".edit-overtaken");

    send(&input, "blur");
    drawn().await;
    assert_eq!(*notes.borrow(), [Some("mine, longer".to_owned())]);
    assert_eq!(input.value(), "theirs", "after leaving, it shows what the data says");
    assert!(place.query_selector(".edit-overtaken").unwrap().is_none());
    app.destroy();
    assert_eq!(notes.borrow().len(), 1, "stored once");
}

#[wasm_bindgen_test]
async fn typing_is_stored_when_the_input_goes_away() {
    #[component]
    fn Editing(props: &Told) -> Html {
        html! { <EditText name="description" label="Description" multiline={true} value="" on_commit={props.told.reform(|written: Written| Some(written.text))} /> }
    }
    let (place, (told, notes)) = (place(), notes());
    let app = yew::Renderer::<Editing>::with_root_and_props(place.clone(), Told { told, value: "".into() }).render();
    drawn().await;
    let area: web_sys::HtmlTextAreaElement = find(&place, "textarea");
    area.set_value("half a thou");
    send(&area, "input");
    app.destroy();
    // Yew runs what an unmounted component leaves to do when it comes to it.
    for _ in 0..100 {
        if !notes.borrow().is_empty() {
            break;
        }
        drawn().await;
    }
    assert_eq!(*notes.borrow(), [Some("half a thou".to_owned())]);
}

#[wasm_bindgen_test]
async fn a_toast_does_what_it_offers_once() {
    let place = place();
    yew::Renderer::<Toasts>::with_root(place.clone()).render();
    let (told, notes) = notes();
    Dispatch::<Ui>::global()
        .reduce_mut(|ui| ui.say(Toast::info("Deleted").with_action("Undo", move || told.emit(None))));
    drawn().await;
    find::<HtmlElement>(&place, ".toast-action").click();
    drawn().await;
    assert_eq!(notes.borrow().len(), 1);
    assert_eq!(place.query_selector(".toast").unwrap(), None);
}

/// The way every edit takes: an event handler commits, and before anything is stored or sent the page shows it.
#[wasm_bindgen_test]
async fn an_edit_shows_before_anything_is_waited_for() {
    #[component]
    fn Names() -> Html {
        let commit = use_commit();
        let names = use_records(|records| {
            let kind = Kind::new(Project::KIND);
            records.read(|replica| replica.of_kind(&kind).map(|record| Project::read(record).name).collect::<Vec<_>>())
        });
        let onclick = Callback::from(move |_: MouseEvent| {
            let engagement: Id<Engagement> = commit.session().fresh();
            let id = commit.session().fresh();
            commit.maybe(project::add(engagement.scope(), id, "Harbour", None));
        });
        html! { <button {onclick}>{ for names }</button> }
    }
    #[derive(Properties, PartialEq)]
    struct Props {
        session: Session,
    }
    #[component]
    fn Whole(props: &Props) -> Html {
        html! { <ContextProvider<Session> context={props.session.clone()}><Data><Names /></Data></ContextProvider<Session>> }
    }

    let records = Dispatch::<Records>::global();
    let on_event = {
        let records = records.clone();
        move |event| {
            if let Event::Changed(touched) = event {
                records.reduce_mut(|records| records.changed(touched));
            }
        }
    };
    let random: Vec<u8> = (0..10).map(|_| (js_sys::Math::random() * 256.0) as u8).collect();
    let id = Id::new(js_sys::Date::now() as u64, random.try_into().unwrap());
    let account = Account { id, name: "Ada".into(), email: "ada@example.com".into() };
    let session = Session::open(account, on_event).await.unwrap();
    records.reduce_mut(|records| records.connect(Some(session.clone())));
    let place = place();
    yew::Renderer::<Whole>::with_root_and_props(place.clone(), Props { session }).render();
    drawn().await;
    let button: HtmlElement = find(&place, "button");
    button.click();
    drawn().await;
    assert_eq!(button.text_content().as_deref(), Some("Harbour"));
}
