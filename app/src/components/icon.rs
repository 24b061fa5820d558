//! Icons, drawn as paths so that they cost no request and take the text's colour.

use yew::prelude::*;

/// The pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A cross: close, remove.
    Close,
    /// A bin: delete.
    Delete,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
    /// An angle to the left: before.
    Left,
    /// An angle to the right: after.
    Right,
    /// An angle downwards: what is below it is unfolded.
    Unfolded,
    /// A plus: add.
    Add,
    /// A pen: rename.
    Rename,
    /// A tick: done.
    Done,
    /// A speech bubble: comments.
    Talk,
    /// A list with ticks: a checklist.
    Steps,
    /// A branch that leads to a box: a part of something.
    Part,
    /// A calendar leaf: due.
    Due,
    /// A minus: take off.
    Less,
    /// Dots in two columns: take hold of it.
    Grip,
    /// Dots one below the other: what else can be done.
    More,
    /// A star: a favourite.
    Star,
    /// An arrow round in a circle: look again.
    Refresh,
    /// An arrow down to a line: download.
    Download,
    /// An eye: look at it.
    Look,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Delete => "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4",
            Self::Up => "M8 13V3.5M4 7l4-4 4 4",
            Self::Down => "M8 3v9.5M4 9l4 4 4-4",
            Self::Left => "M9.5 4L5.5 8l4 4",
            Self::Right => "M6.5 4l4 4-4 4",
            Self::Unfolded => "M4 6.5l4 4 4-4",
            Self::Add => "M8 3v10M3 8h10",
            Self::Rename => "M3 13l.7-2.9L10.9 3l2.1 2.1-7.1 7.2zM9.5 4.4l2.1 2.1",
            Self::Done => "M3 8.5l3.2 3.2L13 4.8",
            Self::Talk => "M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z",
            Self::Steps => "M2 4.5l1.2 1.2L5.3 3.5M2 10.5l1.2 1.2 2.1-2.2M8 4.5h6M8 10.5h6",
            Self::Part => "M3.5 2.5v7.5h4M7.5 7.5h6v5h-6z",
            Self::Due => "M3 4h10v9H3zM3 7h10M5.5 2.5V5M10.5 2.5V5",
            Self::Less => "M3 8h10",
            Self::More => "M8 3.5v.01M8 8v.01M8 12.5v.01",
            Self::Star => "M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6z",
            Self::Refresh => "M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3",
            Self::Download => "M8 2.5v7M5 7l3 3 3-3M3 13h10",
            Self::Look => "M1.5 8s2.4-4 6.5-4 6.5 4 6.5 4-2.4 4-6.5 4-6.5-4-6.5-4zM8 6.5v3M6.5 8h3",
            Self::Grip => "M6 3.5v.01M6 8v.01M6 12.5v.01M10 3.5v.01M10 8v.01M10 12.5v.01",
        }
    }
}

/// A picture beside words, or within a button that has a label: nothing to be read.
pub fn icon(glyph: Glyph) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={glyph.path()} /></svg>
    }
}

/// Properties of [`IconButton`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// Which picture.
    pub glyph: Glyph,
    /// What it does, in words.
    pub label: AttrValue,
    /// Its classes.
    #[prop_or_default]
    pub class: Classes,
    /// What it does.
    pub onclick: Callback<MouseEvent>,
}

/// A button that is only a picture; its words are its name, and what the tooltip says of it.
#[component]
pub fn IconButton(props: &ButtonProps) -> Html {
    html! {
        <button
            type="button"
            class={classes!("icon-button", props.class.clone())}
            aria-label={&props.label}
            onclick={props.onclick.clone()}
        >
            { icon(props.glyph) }
        </button>
    }
}
