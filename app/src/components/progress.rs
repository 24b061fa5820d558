//! How far something is that takes a while.

use yew::prelude::*;

/// What is going on, and how much of it is done where that is known: so many of so many.
pub(crate) fn progress(words: &str, done: Option<(usize, usize)>) -> Html {
    let (value, max) = done.map(|(done, all)| (done.to_string(), all.to_string())).unzip();
    html! { <label class="progress"><span>{ words.to_owned() }</span><progress {value} {max} /></label> }
}
