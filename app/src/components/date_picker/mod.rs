//! Choosing a day: in a month, by a name it has, or by typing it. It stands in a popover, and is drawn only while that is open.

mod locale;
mod month;
mod typed;

use gloo_events::EventListener;
use holdfast_core::date::{Date, LocalTime};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use self::{locale::Teller, month::Step};
use super::{Glyph, IconButton};
use crate::{
    browser, t,
    words::{
        time::{self, Chosen},
        week_start,
    },
};

/// Properties of [`DatePicker`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The moment that is chosen now.
    pub(crate) value: Option<i64>,
    /// Told what is chosen.
    pub(crate) on_choice: Callback<Chosen>,
}

/// What is typed, and whether it was sent though it is no date.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    text: String,
    refused: bool,
}

/// A month of days, those most often meant, and a line to type one into. Choosing closes the popover it is in, which gives the
/// focus back to what opened it.
#[component]
pub(crate) fn DatePicker(props: &Props) -> Html {
    let node = use_node_ref();
    // The day that the keys have come to; none while it is closed.
    let cursor = use_state_eq(|| None::<Date>);
    let typed = use_state_eq(Typed::default);
    // Whether the focus goes to that day once it is drawn.
    let follow = use_mut_ref(|| false);
    let value = use_mut_ref(|| None::<Date>);
    let day = props.value.map(time::local_day);
    *value.borrow_mut() = day;
    use_effect_with((), {
        let (node, cursor, typed, follow) = (node.clone(), cursor.setter(), typed.setter(), follow.clone());
        move |()| {
            let close = cursor.clone();
            let open = move || {
                typed.set(Typed::default());
                cursor.set(Some((*value.borrow()).unwrap_or_else(time::today)));
            };
            let host = node.cast::<Element>().and_then(|element| element.closest("[popover]").ok().flatten());
            if host.as_ref().is_some_and(|host| host.matches(":popover-open").unwrap_or(false)) {
                *follow.borrow_mut() = true;
                open();
            }
            // Drawn before it is seen; emptied when it has closed, by when the focus is back where it was.
            let listeners = host.map(|host| {
                let before = EventListener::new(&host, "beforetoggle", move |event| {
                    if new_state(event) == "open" {
                        open();
                    }
                });
                let after = EventListener::new(&host, "toggle", move |event| match new_state(event).as_str() {
                    "open" => focus_day(&node),
                    _ => close.set(None),
                });
                (before, after)
            });
            move || drop(listeners)
        }
    });
    use_effect({
        let (node, follow) = (node.clone(), follow.clone());
        move || {
            if follow.take() {
                focus_day(&node);
            }
        }
    });
    let first = *use_memo((), |()| week_start());
    let Some(at) = *cursor else { return html! { <div class="calendar" ref={node} /> } };

    let choose = {
        let (node, on_choice) = (node.clone(), props.on_choice.clone());
        move |choice: Chosen| {
            browser::close_popover(node.cast::<Element>().map(Into::into));
            on_choice.emit(choice);
        }
    };
    let whole = |date: Date| Chosen::On(LocalTime { date, minute: None });
    let oninput = {
        let (cursor, typed) = (cursor.clone(), typed.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(found) = read(&text) {
                cursor.set(Some(found.date));
            }
            typed.set(Typed { text, refused: false });
        })
    };
    let onsubmit = {
        let (typed, choose) = (typed.clone(), choose.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // Where it stands in another form, that is not sent.
            event.stop_propagation();
            match read(&typed.text) {
                Some(found) => choose(Chosen::On(found)),
                None => typed.set(Typed { refused: !typed.text.trim().is_empty(), ..(*typed).clone() }),
            }
        })
    };
    let pick = |choice: Chosen| {
        let choose = choose.clone();
        Callback::from(move |_: MouseEvent| choose(choice))
    };
    let turn = |months: i64| {
        let cursor = cursor.clone();
        Callback::from(move |_: MouseEvent| cursor.set(Some(Step::Months(months).from(at, first))))
    };
    let on_day = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(day) = pressed(&event) {
                choose(whole(day));
            }
        })
    };
    let on_grid = {
        let (node, cursor, follow, choose) = (node.clone(), cursor.clone(), follow.clone(), choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let key = event.key();
            if let Some(step) = Step::of_key(&key, event.shift_key()) {
                event.prevent_default();
                *follow.borrow_mut() = true;
                cursor.set(Some(step.from(at, first)));
            } else if matches!(key.as_str(), "Enter" | " ") {
                event.prevent_default();
                choose(whole(at));
            } else if key.chars().count() == 1 {
                // Who begins to type means the line: the letter goes there, and is no shortcut of the page.
                event.stop_propagation();
                if let Some(line) = within(&node, "input") {
                    browser::focus_still(&line);
                }
            }
        })
    };
    let onkeydown = {
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                // It closes this alone, and not what this stands in.
                event.prevent_default();
                browser::close_popover(node.cast::<Element>().map(Into::into));
            }
        })
    };
    let told = match read(&typed.text) {
        // A day alone keeps the time there is: what is told is what will be.
        Some(found) => match time::chosen(props.value, Chosen::On(found)) {
            Some(at) => html! { { time::due_words(at, found.date) } },
            None => Html::default(),
        },
        None if typed.refused => html! { <span class="field-error">{ t::no_such_date() }</span> },
        None => Html::default(),
    };
    let today = time::today();
    let title = Teller::of(&[("month", "long"), ("year", "numeric")]).tell(at);
    html! {
        <div class="calendar" ref={node} {onkeydown}>
            <form class="calendar-line" {onsubmit}>
                <input name="day" aria-label={t::date_typed()} placeholder={t::date_example()} maxlength="60" autocomplete="off"
                    enterkeyhint="done" aria-invalid={typed.refused.then_some("true")} {oninput} />
                <p class="calendar-told" role="status">{ told }</p>
            </form>
            <div class="calendar-near">
                { for month::near(today).into_iter().map(|(name, words, day)| html! {
                    <button type="button" data-choice={name} disabled={day.is_none()} onclick={pick(day.map_or(Chosen::Nothing, whole))}>{ words }</button>
                }) }
                <button type="button" data-choice="none" onclick={pick(Chosen::Nothing)}>{ t::no_date() }</button>
                if props.value.is_some_and(time::is_timed) {
                    <button type="button" data-choice="whole-day" onclick={pick(Chosen::WholeDay)}>{ t::no_time() }</button>
                }
            </div>
            <div class="calendar-head">
                <p aria-live="polite">{ title.clone() }</p>
                <IconButton class="calendar-back" glyph={Glyph::Left} label={t::month_before()} onclick={turn(-1)} />
                <IconButton class="calendar-on" glyph={Glyph::Right} label={t::month_next()} onclick={turn(1)} />
            </div>
            <table role="grid" aria-label={title} onclick={on_day} onkeydown={on_grid}>
                { grid(at, day, today, first) }
            </table>
        </div>
    }
}

/// The weeks around a day, which alone takes the focus.
fn grid(at: Date, value: Option<Date>, today: Date, first: i64) -> Html {
    let (short, long) = (Teller::of(&[("weekday", "short")]), Teller::of(&[("weekday", "long")]));
    let exact = Teller::of(&[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")]);
    let heads = month::weeks(at, first).nth(1).into_iter().flatten().flatten();
    let cell = |day: Option<Date>| {
        let Some(day) = day else { return html! { <td role="gridcell" /> } };
        let class = classes!(
            (!month::is_same(day, at)).then_some("is-other"),
            (day == today).then_some("is-today"),
            (Some(day) == value).then_some("is-chosen"),
        );
        html! {
            <td role="gridcell" {class} data-day={day.to_string()} tabindex={if day == at { "0" } else { "-1" }}
                aria-label={exact.tell(day)} aria-selected={if Some(day) == value { "true" } else { "false" }}
                aria-current={(day == today).then_some("date")}>{ day.day() }</td>
        }
    };
    html! {
        <>
            <thead><tr>{ for heads.map(|day| html! { <th scope="col" abbr={long.tell(day)}>{ short.tell(day) }</th> }) }</tr></thead>
            <tbody>{ for month::weeks(at, first).map(|week| html! { <tr>{ for week.into_iter().map(cell) }</tr> }) }</tbody>
        </>
    }
}

/// What a button says that opens a date picker.
pub(crate) fn due_label(due: Option<i64>) -> Html {
    match due {
        Some(at) => html! { <span class="due-set">{ time::due_words(at, time::local_day(at)) }</span> },
        None => html! { <span class="due-none">{ t::add_date() }</span> },
    }
}

fn read(text: &str) -> Option<LocalTime> {
    typed::read(text, time::this_minute(), time::is_month_first())
}

/// The day whose cell was pressed.
fn pressed(event: &MouseEvent) -> Option<Date> {
    let cell = event.target()?.dyn_into::<Element>().ok()?.closest("[data-day]").ok().flatten()?;
    time::parse_day(&cell.get_attribute("data-day")?)
}

fn within(node: &NodeRef, selector: &str) -> Option<HtmlElement> {
    node.cast::<Element>()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn focus_day(node: &NodeRef) {
    if let Some(day) = within(node, "td[tabindex='0']") {
        browser::focus_still(&day);
    }
}

/// What a popover is about to be, or has become.
fn new_state(event: &web_sys::Event) -> String {
    let state = js_sys::Reflect::get(event, &"newState".into());
    state.ok().and_then(|state| state.as_string()).unwrap_or_default()
}
