//! What the app says for a while, at the bottom of the page.

use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{Glyph, IconButton};
use crate::{
    browser,
    stores::{Toast, Tone, Ui},
    t,
};

/// How long a toast is shown, in milliseconds; longer where there is something to decide.
const SHOWN: u32 = 6_000;
const SHOWN_WITH_ACTION: u32 = 12_000;

/// All toasts. The region is always there, so that screen readers notice what is put into it.
#[component]
pub fn Toasts() -> Html {
    let (ui, dispatch) = use_store::<Ui>();
    html! {
        <div class="toasts" role="status">
            { for ui.toasts.iter().map(|toast| {
                let id = toast.id;
                let on_dismiss = dispatch.reduce_mut_callback(move |ui| ui.dismiss(id));
                html! { <One key={id} toast={toast.clone()} {on_dismiss} /> }
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    toast: Toast,
    on_dismiss: Callback<()>,
}

#[component]
fn One(props: &Props) -> Html {
    let Props { toast, on_dismiss } = props;
    // Someone who is reading or reaching for it has time.
    let held = use_state(|| false);
    use_effect_with(*held, {
        let (on_dismiss, stays, has_action) = (on_dismiss.clone(), toast.stays, !toast.actions.is_empty());
        move |held| {
            let time = if has_action { SHOWN_WITH_ACTION } else { SHOWN };
            let timer = (!held && !stays).then(|| Timeout::new(time, move || on_dismiss.emit(())));
            move || drop(timer)
        }
    });
    let hold = |hold: bool| {
        let held = held.clone();
        move || held.set(hold)
    };
    let (enter, leave, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    let tone = match toast.tone {
        Tone::Info => None,
        Tone::Problem => Some("toast-problem"),
    };
    let actions = toast.actions.iter().map(|action| {
        let (run, on_dismiss) = (action.run.clone(), on_dismiss.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            on_dismiss.emit(());
            run.emit(());
        });
        html! { <button type="button" class="toast-action" {onclick}>{ &action.label }</button> }
    });
    let details = toast.details.as_ref().map(|details| {
        let words = details.clone();
        let onclick = Callback::from(move |_: MouseEvent| browser::copy(&words));
        html! {
            <details class="toast-details">
                <summary>{ t::your_words() }</summary>
                <pre tabindex="0">{ details }</pre>
                <button type="button" class="toast-copy" {onclick}>{ t::copy() }</button>
            </details>
        }
    });
    let said = toast.said.as_ref().map(|said| {
        html! {
            <details class="toast-details toast-said">
                <summary>{ t::details() }</summary>
                <pre tabindex="0">{ said }</pre>
            </details>
        }
    });
    let on_close = {
        let (dismissed, on_dismiss) = (toast.dismissed.clone(), on_dismiss.clone());
        Callback::from(move |_: MouseEvent| {
            on_dismiss.emit(());
            if let Some(dismissed) = &dismissed {
                dismissed.emit(());
            }
        })
    };
    html! {
        <div
            class={classes!("toast", tone)}
            onmouseenter={move |_| enter()}
            onmouseleave={move |_| leave()}
            onfocusin={move |_| focus()}
            onfocusout={move |_| blur()}
        >
            <div class="toast-body">
                <p>{ &toast.text }</p>
                { for details }
                { for said }
            </div>
            { for actions }
            <IconButton glyph={Glyph::Close} label={t::dismiss()} class="toast-dismiss" onclick={on_close} />
        </div>
    }
}
