//! A modal dialog: the browser's own, which keeps the focus inside and gives it back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Glyph, IconButton};

use crate::t;

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What names it in styles; its heading's id is made of it.
    pub class: AttrValue,
    /// Its heading.
    pub title: AttrValue,
    /// Told once it has closed; whoever shows it then stops showing it.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// A modal dialog, open for as long as it is shown.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    });
    let close = {
        let node = node.clone();
        Callback::from(move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let Beside { onmousedown, onclick } = use_beside(&node, close.clone());
    let onclose = props.on_close.reform(|_: Event| ());
    let heading = format!("{}-heading", props.class);
    html! {
        <dialog ref={node} class={&props.class} aria-labelledby={heading.clone()} {onmousedown} {onclick} {onclose}>
            <div class="dialog-box">
                <div class="dialog-head">
                    <h2 id={heading}>{ &props.title }</h2>
                    <IconButton glyph={Glyph::Close} label={t::close()} class="dialog-close" onclick={close.reform(|_| ())} />
                </div>
                { props.children.clone() }
            </div>
        </dialog>
    }
}

/// What a dialog listens to, to be closed by a click beside its box.
pub(super) struct Beside {
    pub(super) onmousedown: Callback<MouseEvent>,
    pub(super) onclick: Callback<MouseEvent>,
}

/// A click beside the box lands on the dialog element itself. One that begins in the box, where a text is being selected, is not
/// meant to close it.
#[hook]
pub(super) fn use_beside(node: &NodeRef, close: Callback<()>) -> Beside {
    let began = use_mut_ref(|| false);
    let is_beside = {
        let node = node.clone();
        move |event: &MouseEvent| event.target().is_some_and(|target| node.get().is_some_and(|node| *target == **node))
    };
    let onmousedown = {
        let (began, is_beside) = (began.clone(), is_beside.clone());
        Callback::from(move |event: MouseEvent| *began.borrow_mut() = is_beside(&event))
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        if began.take() && is_beside(&event) {
            close.emit(());
        }
    });
    Beside { onmousedown, onclick }
}
