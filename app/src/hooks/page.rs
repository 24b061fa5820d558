use yew::prelude::*;

use crate::browser;

/// Names the page in the browser's title, for tabs, history and screen readers.
#[hook]
pub fn use_page_title(title: &str) {
    use_effect_with(title.to_owned(), |title| {
        let whole = match title.is_empty() {
            true => "Holdfast".to_owned(),
            false => format!("{title} · Holdfast"),
        };
        browser::document().set_title(&whole);
    });
}
