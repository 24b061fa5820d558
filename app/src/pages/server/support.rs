//! What the page shows as plain text, for whoever is asked for help. It has nothing in it that people wrote.

use web_sys::Element;
use yew::prelude::*;

use crate::{browser, hooks::use_commit, stores::Toast, t};

/// Puts what the page shows on the clipboard.
#[component]
pub(super) fn CopyForSupport() -> Html {
    let commit = use_commit();
    let onclick = Callback::from(move |_: MouseEvent| {
        let commit = commit.clone();
        wasm_bindgen_futures::spawn_local(async move {
            commit.say(match browser::copied(&shown()).await {
                true => Toast::info(t::support_copied()),
                false => Toast::problem(t::support_not_copied()),
            });
        });
    });
    html! { <button type="button" class="copy-support" {onclick}>{ t::support_copy() }</button> }
}

/// A line of the page.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Heading(String),
    Words(String),
    Fact(String, String),
}

fn shown() -> String {
    let words = |element: &Element| element.text_content().unwrap_or_default().trim().to_owned();
    let within = |element: &Element, css: &str| {
        element.query_selector(css).ok().flatten().as_ref().map(words).unwrap_or_default()
    };
    let line = |element: Element| match element.tag_name().as_str() {
        "H2" => Line::Heading(words(&element)),
        "DIV" => Line::Fact(within(&element, "dt"), within(&element, "dd")),
        _ => Line::Words(words(&element)),
    };
    let lines: Vec<Line> =
        browser::all(None, ".server :is(h2, .server-state p, .noted, .figures > div)").into_iter().map(line).collect();
    let agent = browser::window().navigator().user_agent().unwrap_or_default();
    let now = js_sys::Date::new_0().to_iso_string().as_string().unwrap_or_default();
    text(&lines, &now, &agent)
}

fn text(lines: &[Line], now: &str, agent: &str) -> String {
    let mut text = format!("Holdfast {}\n{now}\n{agent}\n", env!("CARGO_PKG_VERSION"));
    for line in lines {
        match line {
            Line::Heading(words) => text.extend(["\n", words, "\n"]),
            Line::Words(words) => text.extend([words, "\n"]),
            Line::Fact(name, value) => text.extend(["- ", name, ": ", value, "\n"]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_copied_says_what_is_shown() {
        let lines = [
            Line::Heading("The server".into()),
            Line::Words("The server answers.".into()),
            Line::Fact("Database".into(), "3 MB".into()),
        ];
        let told = text(&lines, "2026-01-02T03:04:05.000Z", "Browser 1");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            told,
            format!(
                "Holdfast {version}\n2026-01-02T03:04:05.000Z\nBrowser 1\n\nThe server\nThe server answers.\n- Database: 3 MB\n"
            )
        );
    }
}
