//! The command palette: one field, and what fits what is typed in it.

use std::{cell::RefCell, rc::Rc};

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{
    Glyph,
    dialog::{Beside, use_beside},
    icon, key_caps,
};
use crate::{
    browser,
    hooks::{use_records, use_session},
    palette::{self, Asker, Entry, Group, Stock, use_doer},
    route::Route,
    stores::{Frame, Over},
    t,
};

/// How far the keys for a page go.
const PAGE: usize = 8;

/// The palette, open for as long as it is shown. The focus stays in the field; which entry is meant is told beside it.
#[component]
pub(crate) fn Palette() -> Html {
    let session = use_session();
    let person = session.account().id;
    let doer = use_doer();
    let frame = use_dispatch::<Frame>();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let loaded = use_records(|records| records.is_loaded());
    let typed = use_state(String::new);
    let at = use_state(|| 0usize);
    let node = use_node_ref();

    // What had the focus is what is meant: from here on the field has it.
    let asker = use_memo((), |()| Asker { route, focus: browser::document().active_element() });
    let stock = use_memo(loaded, |_| RefCell::new(Stock::new(&session, &asker)));
    let entries: Rc<Vec<Entry>> =
        use_memo(((*typed).clone(), loaded), |(typed, _)| stock.borrow_mut().entries(typed, &session.replica()));
    let last = entries.len().saturating_sub(1);

    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    });
    use_effect_with((*at, (*typed).clone()), |(at, _)| browser::reveal(&option_id(*at)));

    let close = {
        let node = node.clone();
        Callback::from(move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    // What was chosen may have shown something else meanwhile.
    let onclose = Callback::from(move |_: Event| {
        frame.reduce_mut(|frame| {
            if frame.over == Some(Over::Palette) {
                frame.over = None;
            }
        });
    });
    let Beside { onmousedown, onclick } = use_beside(&node, close.clone());
    let choose = {
        let (entries, close, doer) = (Rc::clone(&entries), close.clone(), doer.clone());
        Callback::from(move |index: usize| {
            let Some(entry) = entries.get(index) else { return };
            if let Some(name) = &entry.name {
                palette::used(person, name);
            }
            // First: it gives the focus back to where it was.
            close.emit(());
            doer.run(&entry.deed, browser::document().active_element().as_ref());
        })
    };
    let oninput = {
        let (typed, at) = (typed.clone(), at.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        })
    };
    let onkeydown = {
        let (at, choose, close) = (at.clone(), choose.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let is_held = event.ctrl_key() || event.meta_key();
            let to = match (event.key().as_str(), is_held) {
                ("ArrowDown", false) => Some(if *at == last { 0 } else { *at + 1 }),
                ("ArrowUp", false) => Some(if *at == 0 { last } else { *at - 1 }),
                ("PageDown", false) => Some(last.min(*at + PAGE)),
                ("PageUp", false) => Some(at.saturating_sub(PAGE)),
                ("Home", false) => Some(0),
                ("End", false) => Some(last),
                _ => None,
            };
            if let Some(to) = to {
                event.prevent_default();
                at.set(to);
            } else if event.key() == "Enter" {
                event.prevent_default();
                choose.emit(*at);
            } else if is_held && event.key().eq_ignore_ascii_case("k") {
                // The keys that opened it; the browser's own field is not meant.
                event.prevent_default();
                close.emit(());
            }
        })
    };
    let is_none = entries.iter().all(|entry| entry.group == Group::More);
    let said = match (typed.trim().is_empty(), is_none) {
        (true, _) => String::new(),
        (false, true) => t::nothing_matches().to_owned(),
        (false, false) => t::matches(last),
    };
    html! {
        <dialog ref={node} class="palette" aria-label={t::palette()} {onmousedown} {onclick} {onclose}>
            <div class="palette-box">
                <div class="palette-head">
                    <input
                        class="palette-words"
                        role="combobox"
                        aria-label={t::palette()}
                        aria-expanded="true"
                        aria-controls="palette-list"
                        aria-autocomplete="list"
                        aria-activedescendant={option_id(*at)}
                        placeholder={t::palette_placeholder()}
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="go"
                        value={(*typed).clone()}
                        {oninput}
                        {onkeydown}
                    />
                    <button type="button" class="icon-button palette-close" aria-label={t::close()} onclick={close.reform(|_: MouseEvent| ())}>
                        { icon(Glyph::Close) }
                    </button>
                </div>
                <p class={classes!("palette-said", (!is_none || typed.is_empty()).then_some("hidden"))} role="status">{ said }</p>
                <div id="palette-list" class="palette-list" role="listbox" aria-label={t::what_fits()}>
                    { for groups(&entries).map(|(from, to)| group(&entries, from, to, *at, &choose)) }
                </div>
            </div>
        </dialog>
    }
}

/// Where each run of entries of one group begins and ends.
fn groups(entries: &[Entry]) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    entries.chunk_by(|a, b| a.group == b.group).map(move |chunk| {
        let start = from;
        from += chunk.len();
        (start, from)
    })
}

fn group(entries: &[Entry], from: usize, to: usize, at: usize, choose: &Callback<usize>) -> Html {
    let heading = format!("palette-group-{from}");
    let options = entries[from..to].iter().enumerate().map(|(index, entry)| {
        let index = from + index;
        let is_meant = index == at;
        // The field keeps the focus.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        let onclick = choose.reform(move |_: MouseEvent| index);
        html! {
            <li id={option_id(index)} class="palette-option" role="option" aria-selected={is_meant.to_string()} {onmousedown} {onclick}>
                <span class="palette-what">{ &entry.words }</span>
                if !entry.note.is_empty() {
                    <span class="palette-note">{ &entry.note }</span>
                }
                if let Some(keys) = &entry.keys {
                    { key_caps(keys) }
                }
            </li>
        }
    });
    html! {
        <ul role="group" aria-labelledby={heading.clone()}>
            <li id={heading} class="palette-heading" role="presentation">{ entries[from].group.words() }</li>
            { for options }
        </ul>
    }
}

fn option_id(index: usize) -> String {
    format!("palette-{index}")
}
