use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement};
use yew::prelude::*;

use crate::browser;

/// Keeps the focus in a list whose entries go once they are dealt with: when the entry whose button was pressed goes, and the
/// focus with it, the one that stands in its place has it, or else what fits `otherwise`. Whoever takes the focus elsewhere, or
/// presses anything else, means that: from then on nothing moves. `node` is the list, `entries` what is in it. What is given is
/// to be told of every click in the list.
#[hook]
pub(crate) fn use_kept_focus<T: PartialEq + 'static>(
    node: &NodeRef,
    entries: T,
    otherwise: &'static str,
) -> Callback<MouseEvent> {
    // The place of the entry.
    let pressed = use_mut_ref(|| None::<usize>);
    use_effect_with((), {
        let (node, pressed) = (node.clone(), pressed.clone());
        move |()| {
            let on = |kind: &'static str, follow: fn(&NodeRef, &Event, &RefCell<Option<usize>>)| {
                let (node, pressed) = (node.clone(), Rc::clone(&pressed));
                // Captured: the press comes first, and then what it does.
                let options = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&browser::document(), kind, options, move |event| {
                    follow(&node, event, &pressed);
                })
            };
            let listening = [on("mousedown", on_press), on("focusin", on_focus)];
            move || drop(listening)
        }
    });
    use_effect_with(entries, {
        let (node, pressed) = (node.clone(), pressed.clone());
        move |_| {
            let place = *pressed.borrow();
            if let Some(place) = place.filter(|_| browser::is_focus_lost()) {
                match button_near(node.cast::<Element>().as_ref(), place) {
                    Some(button) => drop(button.focus()),
                    None => browser::focus(otherwise),
                }
            }
        }
    });
    let node = node.clone();
    Callback::from(move |event: MouseEvent| {
        let button = target(&event).filter(|target| target.closest("button").is_ok_and(|button| button.is_some()));
        pressed.replace(button.and_then(|button| place_of(&node.cast()?, &button)));
    })
}

/// What was pressed before is over.
fn on_press(node: &NodeRef, event: &Event, pressed: &RefCell<Option<usize>>) {
    if is_of_page(node, event) {
        pressed.take();
    }
}

/// The focus has moved: what was pressed is where it is.
fn on_focus(node: &NodeRef, event: &Event, pressed: &RefCell<Option<usize>>) {
    if is_of_page(node, event) && pressed.borrow().is_some() {
        pressed.replace(target(event).and_then(|target| place_of(&node.cast()?, &target)));
    }
}

/// Whether an event is not of a dialog that an entry's button has opened: that gives the focus back.
fn is_of_page(node: &NodeRef, event: &Event) -> bool {
    let dialog = |element: Element| element.closest("dialog").ok().flatten();
    target(event).and_then(dialog) == node.cast::<Element>().and_then(dialog)
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn place_of(list: &Element, target: &Element) -> Option<usize> {
    entries_of(list).iter().position(|entry| entry.contains(Some(target)))
}

fn entries_of(list: &Element) -> Vec<Element> {
    browser::all(Some(list), ":scope > li")
}

/// The first button of the entry at that place or behind it, or else of the last one before it that has one.
fn button_near(list: Option<&Element>, place: usize) -> Option<HtmlElement> {
    let button = |entry: Element| entry.query_selector("button").ok().flatten()?.dyn_into::<HtmlElement>().ok();
    let all: Vec<Option<HtmlElement>> = entries_of(list?).into_iter().map(button).collect();
    let (before, behind) = all.split_at(place.min(all.len()));
    behind.iter().chain(before.iter().rev()).find_map(Clone::clone)
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[derive(Clone, Properties, PartialEq)]
    struct Props {
        entries: Vec<u32>,
    }

    #[component]
    fn List(props: &Props) -> Html {
        let node = use_node_ref();
        let onclick = use_kept_focus(&node, props.entries.clone(), ".otherwise");
        html! {
            <ul ref={node} {onclick}>
                { for props.entries.iter().map(|entry| html! {
                    <li key={*entry}><p>{ "Words" }</p><button type="button">{ *entry }</button></li>
                }) }
            </ul>
        }
    }

    /// What has the focus once an entry of three is pressed, something is done, and the entry is gone.
    async fn after(done: impl FnOnce(&Element, &HtmlElement)) -> String {
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        let props = Props { entries: vec![1, 2, 3] };
        let mut list = yew::Renderer::<List>::with_root_and_props(place.clone(), props).render();
        TimeoutFuture::new(0).await;
        let button: HtmlElement = browser::all(Some(&place), "li:nth-child(2) button").remove(0);
        button.focus().unwrap();
        button.click();
        done(&place, &button);
        list.update(Props { entries: vec![1, 3] });
        TimeoutFuture::new(0).await;
        let active = browser::document().active_element().filter(|active| place.contains(Some(active)));
        list.destroy();
        place.remove();
        active.and_then(|active| active.text_content()).unwrap_or_default()
    }

    fn press(target: &Element) {
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        target.dispatch_event(&Event::new_with_event_init_dict("mousedown", &init).unwrap()).unwrap();
    }

    #[test]
    async fn the_focus_goes_on_to_the_entry_in_the_place_of_the_one_that_was_pressed() {
        assert_eq!(after(|_, _| {}).await, "3");
    }

    #[test]
    async fn whoever_has_pressed_something_else_meanwhile_keeps_the_focus_out_of_the_list() {
        let elsewhere = |place: &Element, button: &HtmlElement| {
            press(place);
            button.blur().unwrap();
        };
        assert_eq!(after(elsewhere).await, "");
        let words = |place: &Element, button: &HtmlElement| {
            let words: HtmlElement = browser::all(Some(place), "li:nth-child(2) p").remove(0);
            press(&words);
            button.blur().unwrap();
            words.click();
        };
        assert_eq!(after(words).await, "", "words in an entry are no button");
    }
}
