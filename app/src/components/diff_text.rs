//! A text with what came into it and what went, word by word.

use yew::prelude::*;

use crate::{
    t,
    words::diff::{Piece, brief, diff},
};

/// What both texts share is shortened to its ends where it has more characters than this.
const SHOWN: usize = 500;
/// How much is left at each end.
const END: usize = 160;

/// Properties of [`DiffText`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What it was.
    pub(crate) before: AttrValue,
    /// What it became.
    pub(crate) after: AttrValue,
    /// Whether a long one shows only its changes at first, and all of both texts when that is asked for.
    #[prop_or_default]
    pub(crate) folded: bool,
}

/// What became of a text. Said in words too, for those who do not see colours and lines.
#[component]
pub(crate) fn DiffText(props: &Props) -> Html {
    let pieces = diff(&props.before, &props.after);
    match props.folded.then(|| brief(&pieces)).flatten() {
        Some(brief) => html! {
            <details class="diff-fold">
                <summary>
                    <span class="diff-brief">{ for brief.into_iter().map(|one| piece(one, whole)) }</span>
                    <span class="diff-all">{ t::show_all() }</span>
                    <span class="diff-less">{ t::show_less() }</span>
                </summary>
                <div class="diff-text">{ for pieces.into_iter().map(|one| piece(one, whole)) }</div>
            </details>
        },
        None => html! { <div class="diff-text">{ for pieces.into_iter().map(|one| piece(one, same)) }</div> },
    }
}

fn piece(piece: Piece<'_>, same: fn(&str) -> Html) -> Html {
    match piece {
        Piece::Same(text) => same(text),
        Piece::Changed { gone, came } => html! {
            <>
                if !gone.is_empty() { <del><span class="hidden">{ t::diff_out() }</span>{ gone }<span class="hidden">{ "] " }</span></del> }
                if !came.is_empty() { <ins><span class="hidden">{ t::diff_in() }</span>{ came }<span class="hidden">{ "] " }</span></ins> }
            </>
        },
    }
}

fn whole(text: &str) -> Html {
    html! { { text } }
}

fn same(text: &str) -> Html {
    let all = text.chars().count();
    if all <= SHOWN {
        return html! { { text } };
    }
    let cut = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (&text[..cut(END)], &text[cut(all - END)..]);

    html! { <>{ head }<span class="diff-same">{ t::diff_same(all - 2 * END) }</span>{ tail }</> }
}
