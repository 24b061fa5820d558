//! Search over everything the account may read. The address holds the words: it follows the field, and the results follow it.

mod here;
mod hit;
mod keys;
mod marks;
mod place;
mod results;

use holdfast_core::wire::remote::MAX_SEARCH_QUERY;
use holdfast_query::{Millis, schedule::use_debounced_callback};
use serde::{Deserialize, Serialize};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;
use yew_router::prelude::*;

use self::results::Results;
use crate::{browser, components::Heading, route::Route, t};

/// How long nothing is typed before it is searched for, in milliseconds.
const QUIET: Millis = 200;

/// Where the words are typed.
const FIELD: &str = "input.search-words";

/// The query of the page's address.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What is searched for, as typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) q: String,
}

/// The words as they are asked for: the same words with other space between them are the same question.
fn tidied(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field and what is found.
#[component]
pub(crate) fn SearchPage() -> Html {
    let asked = use_location().and_then(|location| location.query::<Asked>().ok()).unwrap_or_default();
    let typed = use_state(|| asked.q.clone());
    let navigator = use_navigator();
    let follow = use_debounced_callback(QUIET, move |q: String| {
        if let Some(navigator) = &navigator {
            // What cannot be an address is searched for no less: nothing else reads it.
            let _ = navigator.replace_with_query(&Route::Search, Asked { q });
        }
    });
    // Somebody went back, or followed a link to other words.
    use_effect_with(asked.q.clone(), {
        let (typed, follow) = (typed.clone(), follow.clone());
        move |q| {
            if !follow.is_pending() {
                typed.set(q.clone());
            }
        }
    });
    // After the heading, which takes the focus when a page is gone to.
    use_effect_with((), |()| browser::focus(FIELD));
    let node = use_node_ref();
    let write = {
        let (typed, follow) = (typed.clone(), follow.clone());
        Callback::from(move |q: String| {
            typed.set(q.clone());
            follow.call(q);
        })
    };
    let oninput = write.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onkeydown = {
        let (node, write, follow) = (node.clone(), write.clone(), follow.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(area) = node.cast::<HtmlElement>()
                && keys::pressed(&event, &area)
            {
                write.emit(String::new());
                follow.flush();
            }
        })
    };
    let onsubmit = {
        let node = node.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // What shows belongs to the words before these.
            let is_behind = follow.is_pending();
            follow.flush();
            if let Some(area) = node.cast::<HtmlElement>().filter(|_| !is_behind) {
                keys::open_first(&area);
            }
        })
    };
    html! {
        <>
            <Heading title={t::search()} />
            <div ref={node} class="search" {onkeydown}>
                <form role="search" class="search-form" {onsubmit}>
                    <label for="search-words" class="hidden">{ t::search_label() }</label>
                    <input
                        id="search-words"
                        class="search-words"
                        type="search"
                        name="q"
                        value={(*typed).clone()}
                        placeholder={t::search_placeholder()}
                        maxlength={MAX_SEARCH_QUERY.to_string()}
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="search-hint"
                        {oninput}
                    />
                    <p id="search-hint" class="field-hint">
                        <kbd>{ "↓" }</kbd>{ t::search_to_results() }<kbd>{ t::cap_enter() }</kbd>{ t::search_to_open() }<kbd>{ "Esc" }</kbd>{ t::search_to_clear() }
                    </p>
                </form>
                <Results words={tidied(&asked.q)} />
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::tidied;

    #[test]
    fn space_makes_no_other_question() {
        for (typed, words) in [("", ""), ("  ", ""), (" call  the port ", "call the port"), ("Call", "Call")] {
            assert_eq!(tidied(typed), words);
        }
    }
}
