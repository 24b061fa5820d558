//! All shortcuts that work on the page that is shown, and changing them.

use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{Dialog, shortcut_keys::key_caps};
use crate::{
    browser,
    hooks::use_session,
    route::Route,
    shortcuts::{ALL, Keymap, Refused, Shortcut, fixed, shown, stroke_of},
    stores::{Frame, Over},
    t,
};

/// How long a key waits for a second one that belongs to it, in milliseconds.
const WAITS: u32 = 1_200;

/// The shortcut whose keys are being pressed anew, and those pressed so far.
type Changing = Option<(Shortcut, Option<String>)>;

/// What came of the last change, and whose keys it was about, if not all.
type Said = (Option<Shortcut>, String);

/// The sheet.
#[component]
pub(crate) fn ShortcutSheet() -> Html {
    let person = use_session().account().id;
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let (frame, dispatch) = use_store::<Frame>();
    let changing = use_state(|| None as Changing);
    let said = use_state_eq(Said::default);

    let change = {
        let (changing, said, dispatch) = (changing.clone(), said.clone(), dispatch.clone());
        move |of: Option<Shortcut>, words: &str, change: &dyn Fn(&mut Keymap) -> Result<(), Refused>| {
            let done = dispatch.reduce_mut(|frame| frame.change_keys(person, change));
            changing.set(None);
            said.set((of, done.map_or_else(told, |()| words.to_owned())));
        }
    };
    let set = {
        let change = change.clone();
        move |shortcut: Shortcut, keys: &str| {
            let words = t::key_is_now((shortcut.entry().words)(), &shown(keys).join(" "));
            change(Some(shortcut), &words, &|keymap: &mut Keymap| keymap.set(shortcut, keys));
        }
    };
    // One key alone is taken once no second follows.
    use_effect_with((*changing).clone(), {
        let set = set.clone();
        move |changing| {
            let pressed = changing.clone().and_then(|(shortcut, keys)| Some((shortcut, keys?)));
            let timer = pressed.map(|(shortcut, keys)| Timeout::new(WAITS, move || set(shortcut, &keys)));
            move || drop(timer)
        }
    });
    let onkeydown = {
        let (changing, said, set) = (changing.clone(), said.clone(), set.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some((shortcut, before)) = (*changing).clone() else {
                // It lies over the line below, which is read next.
                said.set(Said::default());
                return;
            };
            let Some(stroke) = stroke_of(&event) else { return };
            if matches!(stroke.as_str(), "escape" | "tab" | "shift+tab") {
                changing.set(None);
                // It closes the sheet only when nothing is being changed.
                if stroke == "escape" {
                    event.prevent_default();
                }
                return;
            }
            event.prevent_default();
            match before {
                Some(before) => set(shortcut, &format!("{before} {stroke}")),
                None if stroke.contains('+') || shortcut.is_of_page() => set(shortcut, &stroke),
                None => changing.set(Some((shortcut, Some(stroke)))),
            }
        })
    };
    let rows = ALL.iter().filter(|entry| entry.shortcut.works_on(&route)).map(|entry| {
        let shortcut = entry.shortcut;
        let now = changing.as_ref().filter(|(one, _)| *one == shortcut).map(|(_, keys)| keys.as_deref());
        let on_change = {
            let (changing, said) = (changing.clone(), said.clone());
            Callback::from(move |_: MouseEvent| {
                said.set(Said::default());
                changing.set(Some((shortcut, None)));
            })
        };
        let on_reset = {
            let change = change.clone();
            Callback::from(move |_: MouseEvent| {
                let words = t::key_is_reset((shortcut.entry().words)());
                change(Some(shortcut), &words, &|keymap: &mut Keymap| keymap.reset(shortcut));
                // The button goes with what it took back.
                browser::focus_soon(format!("[data-shortcut={}] .shortcut-change", shortcut.entry().name));
            })
        };
        html! {
            <li class="shortcut" data-shortcut={entry.name} key={entry.name}>
                <span class="shortcut-words">{ (entry.words)() }</span>
                <span class="shortcut-keys">
                    { match now {
                        Some(None) => html! { <span class="shortcut-press">{ t::press_keys() }</span> },
                        Some(Some(keys)) => html! { <>{ key_caps(keys) }<span class="shortcut-press">{ t::and_then() }</span></> },
                        None => html! { <>{ for frame.keymap.keys(shortcut).map(key_caps) }</> },
                    } }
                </span>
                <span class="shortcut-tools">
                    if frame.keymap.is_changed(Some(shortcut)) {
                        <button type="button" class="shortcut-reset" aria-label={t::reset_named((entry.words)())} onclick={on_reset}>{ t::reset() }</button>
                    }
                    <button type="button" class="shortcut-change" aria-label={t::change_named((entry.words)())} aria-pressed={now.is_some().to_string()} onclick={on_change}>{ t::change() }</button>
                </span>
                // Read aloud by the line at the end, which is there before it says something.
                if said.0 == Some(shortcut) {
                    <span class="shortcut-told" aria-hidden="true">{ &said.1 }</span>
                }
            </li>
        }
    });
    let reset_all = {
        let change = change.clone();
        Callback::from(move |_: MouseEvent| {
            change(None, t::keys_all_reset(), &|keymap: &mut Keymap| {
                *keymap = Keymap::default();
                Ok(())
            });
            // What has nothing more to do takes no focus.
            browser::focus_soon(".shortcut-change".into());
        })
    };
    let on_close = dispatch.reduce_mut_callback(|frame| {
        if frame.over == Some(Over::Sheet) {
            frame.over = None;
        }
    });
    let own = fixed(&route);
    html! {
        <Dialog class="shortcuts" title={t::shortcuts()} {on_close}>
            <div class="shortcut-parts" {onkeydown}>
                <ul class="shortcut-list" aria-label={t::shortcuts()}>{ for rows }</ul>
                if !own.is_empty() {
                    <h3>{ t::on_this_page() }</h3>
                    <p class="menu-note">{ t::keys_fixed() }</p>
                    <ul class="shortcut-list">
                        { for own.iter().map(|(words, keys)| html! {
                            <li class="shortcut">
                                <span class="shortcut-words">{ words }</span>
                                <span class="shortcut-keys">{ for keys.iter().map(|keys| key_caps(keys)) }</span>
                            </li>
                        }) }
                    </ul>
                }
                <p class="shortcut-said" role="status">{ &said.1 }</p>
                <div class="dialog-actions">
                    <button type="button" class="shortcut-reset-all" disabled={!frame.keymap.is_changed(None)} onclick={reset_all}>{ t::reset_all() }</button>
                </div>
            </div>
        </Dialog>
    }
}

fn told(refused: Refused) -> String {
    match refused {
        Refused::Taken(other) => t::keys_taken((other.entry().words)()),
        Refused::Page(does) => t::keys_page(does),
        Refused::Kept => t::keys_kept().to_owned(),
        Refused::Several => t::keys_several().to_owned(),
    }
}
