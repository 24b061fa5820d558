//! The same for components: each runs what its component gave it last, and nothing once the component is gone.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{Debounced, Frame, Idle, Throttled};
use crate::{Client, Millis, Runtime, hooks::BrowserRuntime};

/// What a component wants run; `None` once it is gone.
type Latest<T> = Rc<RefCell<Option<Rc<dyn Fn(T)>>>>;

/// What runs the latest, with no borrow held.
fn runs<T: 'static>(latest: Latest<T>) -> impl Fn(T) + 'static {
    move |value| {
        let run = latest.borrow().clone();
        if let Some(run) = run {
            run(value);
        }
    }
}

/// Keeps what the component wants run up to date, and forgets it with the component, whoever else may still call.
#[hook]
fn use_latest<T: 'static>(run: impl Fn(T) + 'static) -> Latest<T> {
    let latest = use_memo((), |()| RefCell::new(None::<Rc<dyn Fn(T)>>));
    latest.replace(Some(Rc::new(run)));
    let kept = Rc::clone(&latest);
    use_effect_with((), move |()| move || drop(kept.take()));
    latest
}

/// The surroundings of the client above, or the page's.
#[hook]
fn use_runtime() -> Rc<dyn Runtime> {
    match use_context::<Client>() {
        Some(client) => Rc::clone(client.runtime()),
        None => Rc::new(BrowserRuntime),
    }
}

/// Calls that run `run` once there was none for `quiet` milliseconds: see [`Debounced`].
///
/// ```
/// use holdfast_query::schedule::use_debounced_callback;
/// use yew::prelude::*;
///
/// #[component]
/// fn Search() -> Html {
///     let words = use_state(String::new);
///     let search = use_debounced_callback(300, {
///         let words = words.clone();
///         move |typed| words.set(typed)
///     });
///     let oninput = move |event: InputEvent| search.call(event.data().unwrap_or_default());
///     html! { <input {oninput} /> }
/// }
/// ```
#[hook]
pub fn use_debounced_callback<T: 'static>(quiet: Millis, run: impl Fn(T) + 'static) -> Rc<Debounced<T>> {
    let latest = use_latest(run);
    let runtime = use_runtime();
    let debounced = use_memo(quiet, move |quiet| Debounced::new(runtime, *quiet, runs(latest)));
    let last = Rc::clone(&debounced);
    use_effect_with(quiet, move |_| move || last.cancel());
    debounced
}

/// Calls that run `run` at most once in `span` milliseconds: see [`Throttled`].
#[hook]
pub fn use_throttled_callback<T: 'static>(span: Millis, run: impl Fn(T) + 'static) -> Rc<Throttled<T>> {
    let latest = use_latest(run);
    let runtime = use_runtime();
    let throttled = use_memo(span, move |span| Throttled::new(runtime, *span, runs(latest)));
    let last = Rc::clone(&throttled);
    use_effect_with(span, move |_| move || last.cancel());
    throttled
}

/// The value, once it has been the same for `quiet` milliseconds; until then the last that was.
#[hook]
pub fn use_debounced<T: Clone + PartialEq + 'static>(value: T, quiet: Millis) -> T {
    let shown = use_state_eq(|| value.clone());
    let show = use_debounced_callback(quiet, {
        let shown = shown.setter();
        move |value| shown.set(value)
    });
    // A change of the quiet time alone begins it again: the former time's value was forgotten with it.
    use_effect_with((value, quiet), move |(value, _)| show.call(value.clone()));
    (*shown).clone()
}

/// Requests that run `run` before the next frame, with its time: see [`Frame`].
#[hook]
pub fn use_frame_callback(run: impl Fn(f64) + 'static) -> Rc<Frame> {
    let latest = use_latest(run);
    let frame = use_memo((), move |()| Frame::new(runs(latest)));
    let last = Rc::clone(&frame);
    use_effect_with((), move |()| move || last.cancel());
    frame
}

/// Requests that run `run` when the page has nothing else to do, or after `latest` milliseconds: see [`Idle`].
#[hook]
pub fn use_idle_callback(latest: Millis, run: impl Fn() + 'static) -> Rc<Idle> {
    let wanted = use_latest(move |()| run());
    let idle = use_memo(latest, move |latest| {
        let run = runs(wanted);
        Idle::new(*latest, move || run(()))
    });
    let last = Rc::clone(&idle);
    use_effect_with(latest, move |_| move || last.cancel());
    idle
}
