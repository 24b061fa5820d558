use holdfast_core::wire::remote::SearchHit;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{marks::marked, place::Place};
use crate::route::Route;

/// Properties of [`Hit`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) hit: SearchHit,
    pub(super) place: Place,
}

/// One result: a link to it, where the words are, and what it is in.
#[component]
pub(super) fn Hit(props: &Props) -> Html {
    let Props { hit, place } = props;
    let is_one = is_one_text(&hit.title, &hit.snippet.text);
    html! {
        <li class="card search-hit" data-record={hit.id.0.to_string()} data-kind={hit.kind.name().to_owned()}>
            <Link<Route> to={place.to.clone()} classes="card-link search-link">
                { if is_one { marked(&hit.snippet) } else { html! { { &hit.title } } } }
            </Link<Route>>
            if !is_one {
                <p class="search-snippet">{ marked(&hit.snippet) }</p>
            }
            <p class="search-path">{ place.path.join(" · ") }</p>
        </li>
    }
}

/// Whether title and snippet are the same text, cut or not: it is shown once then.
fn is_one_text(title: &str, snippet: &str) -> bool {
    let (title, snippet) = (title.trim_end_matches('…'), snippet.trim_end_matches('…'));
    title.starts_with(snippet) || snippet.starts_with(title)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::is_one_text;

    #[test]
    fn a_title_is_not_told_twice() {
        for (title, snippet, is_one) in [
            ("Call the port", "Call the port", true),
            ("A long comment that goes…", "A long comment that goes on for a while…", true),
            ("Call the port", "…ask for the port's hours…", false),
        ] {
            assert_eq!(is_one_text(title, snippet), is_one, "{title} / {snippet}");
        }
    }
}
