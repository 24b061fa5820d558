//! The panel: a button in the corner, and what it opens.
//!
//! It stands in a shadow root of its own: the app's styles do not reach it, nor its styles the app. Its style sheet is
//! adopted by script, which a content security policy without inline styles allows.

mod details;
mod figures;
mod list;
mod pretending;
mod sheet;
mod toolbar;
mod tray;
mod view;

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::Client;

/// What the panel needs.
#[derive(Clone, PartialEq, Properties)]
pub struct QueryDevtoolsProps {
    /// The client that is looked at.
    pub client: Client,
}

/// A button in the bottom left corner that opens a panel over a client's queries: what they are up to, what they hold, why
/// they ran, and what to do with them; and a bad network to pretend. While it is closed it does nothing.
///
/// ```
/// use holdfast_query::{Client, devtools::QueryDevtools};
/// use yew::prelude::*;
///
/// #[derive(PartialEq, Properties)]
/// struct Props {
///     client: Client,
/// }
///
/// #[component]
/// fn App(props: &Props) -> Html {
///     html! { <QueryDevtools client={props.client.clone()} /> }
/// }
/// ```
#[component]
pub fn QueryDevtools(props: &QueryDevtoolsProps) -> Html {
    let host = use_node_ref();
    let inside = use_state(|| None::<Element>);
    {
        let (host, inside) = (host.clone(), inside.setter());
        use_effect_with((), move |()| {
            let adopted = host.cast::<Element>().and_then(|host| sheet::shadow(&host).ok());
            let theme = adopted.is_some().then(sheet::follow_theme).flatten();
            inside.set(adopted);
            move || drop(theme)
        });
    }
    let content = (*inside).clone().map(|inside| {
        let client = props.client.clone();
        create_portal(html! { <Corner {client} /> }, inside)
    });
    html! { <div ref={host} data-query-devtools="">{ content }</div> }
}

/// The button, and the panel while it is open.
#[component]
fn Corner(props: &QueryDevtoolsProps) -> Html {
    let is_open = use_state(|| false);
    let view = use_reducer(view::View::default);
    let update = use_force_update();
    let button = use_node_ref();
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let on_close = {
        let (is_open, button) = (is_open.setter(), button.clone());
        Callback::from(move |()| {
            is_open.set(false);
            if let Some(button) = button.cast::<HtmlElement>() {
                // It is there, so it takes the focus.
                let _ = button.focus();
            }
        })
    };
    let onkeydown = {
        let (is_open, on_close) = (*is_open, on_close.clone());
        Callback::from(move |event: KeyboardEvent| {
            // The app's own keys are not meant.
            event.stop_propagation();
            if is_open && event.key() == "Escape" {
                event.prevent_default();
                on_close.emit(());
            }
        })
    };
    let pretended = props.client.pretended();
    let on_pretend = Callback::from(move |()| update.force_update());
    html! {
        <div {onkeydown}>
            <button
                ref={button} type="button" class="toggle" onclick={toggle}
                aria-expanded={is_open.to_string()} aria-controls="panel"
            >
                { "Queries" }
                if pretended.is_anything() {
                    <span class="warned">{ "pretending" }</span>
                }
            </button>
            if *is_open {
                <tray::Tray client={props.client.clone()} {view} {on_close} {on_pretend} />
            }
        </div>
    }
}
