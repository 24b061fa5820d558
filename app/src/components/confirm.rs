//! Asking before unsent edits would be lost, and the wait that follows.

use holdfast_web::Session;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::Dialog;
use crate::{browser, t};

/// Saves everything that only this device has as a file.
pub(crate) fn download_unsent(session: &Session) {
    let session = session.clone();
    spawn_local(async move {
        save_unsent(&session.export_all().await);
    });
}

/// Saves unsent edits, as JSON text, as a file.
pub(super) fn save_unsent(edits: &str) {
    let _ = browser::download("holdfast-unsent-edits.json", browser::JSON, edits);
}

/// Stands before everything while a sign-out is under way: no more edits are taken, and it cannot be closed.
#[component]
pub(crate) fn SigningOut() -> Html {
    let node = use_node_ref();
    let open = {
        let node = node.clone();
        move || {
            if let Some(dialog) = node.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
                let _ = dialog.show_modal();
            }
        }
    };
    use_effect_with((), {
        let open = open.clone();
        move |()| open()
    });
    // Browsers let a second Escape close any dialog.
    html! {
        <dialog
            ref={node}
            class="signing-out"
            aria-labelledby="signing-out-heading"
            oncancel={|event: Event| event.prevent_default()}
            onclose={move |_: Event| open()}
        >
            <div class="dialog-box"><h2 id="signing-out-heading" tabindex="-1">{ t::signing_out() }</h2></div>
        </dialog>
    }
}

/// Properties of [`SignOutConfirm`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) session: Session,
    /// How many edits would be lost; `None` if they could not be counted.
    pub(crate) unsent: Option<usize>,
    pub(crate) on_confirm: Callback<()>,
    pub(crate) on_close: Callback<()>,
}

/// Names how many edits would be lost by signing out.
#[component]
pub(crate) fn SignOutConfirm(props: &Props) -> Html {
    let unsent = match props.unsent {
        Some(unsent) => t::unsent_counted(unsent),
        None => t::unsent_uncounted().into(),
    };
    let download = {
        let session = props.session.clone();
        Callback::from(move |_: MouseEvent| download_unsent(&session))
    };
    html! {
        <Dialog class="sign-out-confirm" title={t::lose_title()} on_close={props.on_close.clone()}>
            <p>{ t::lose_words(&unsent) }</p>
            <div class="dialog-actions">
                <button type="button" onclick={download}>{ t::lose_download() }</button>
                <button type="button" class="danger confirm" onclick={props.on_confirm.reform(|_| ())}>
                    { t::lose_confirm() }
                </button>
            </div>
        </Dialog>
    }
}
