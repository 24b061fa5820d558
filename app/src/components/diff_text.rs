//! A text with what came into it and what went, word by word.

use yew::prelude::*;

use crate::{
    t,
    words::diff::{Piece, diff},
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
}

/// What became of a text. Said in words too, for those who do not see colours and lines.
#[component]
pub(crate) fn DiffText(props: &Props) -> Html {
    let pieces = diff(&props.before, &props.after);
    html! { <div class="diff-text">{ for pieces.into_iter().map(piece) }</div> }
}

fn piece(piece: Piece<'_>) -> Html {
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

fn same(text: &str) -> Html {
    let all = text.chars().count();
    if all <= SHOWN {
        return html! { { text } };
    }
    let cut = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (&text[..cut(END)], &text[cut(all - END)..]);

    html! { <>{ head }<span class="diff-same">{ t::diff_same(all - 2 * END) }</span>{ tail }</> }
}
