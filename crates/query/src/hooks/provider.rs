//! The client, for everything below, and the page's events that it lives by.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::Client;

/// What a provider needs.
#[derive(Clone, PartialEq, Properties)]
pub struct QueryProviderProps {
    /// The client.
    pub client: Client,
    /// Whether the network is there, for who knows better than the browser, which only knows of cables.
    #[prop_or_default]
    pub online: Option<bool>,
    /// Who may use it.
    #[prop_or_default]
    pub children: Html,
}

/// Gives a client to everything below, and tells it when the page is hidden or seen and when the network goes or comes.
#[component]
pub fn QueryProvider(props: &QueryProviderProps) -> Html {
    use_effect_with(props.client.clone(), |client| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            let (client, seen) = (client.clone(), document.clone());
            let tell = move || client.set_visible(seen.visibility_state() != web_sys::VisibilityState::Hidden);
            tell();
            EventListener::new(&document, "visibilitychange", move |_| tell())
        });
        move || drop(listener)
    });
    use_effect_with((props.client.clone(), props.online), |(client, online)| {
        let listeners = match (online, web_sys::window()) {
            (Some(online), _) => {
                client.set_online(*online);
                Vec::new()
            }
            (None, Some(window)) => {
                client.set_online(window.navigator().on_line());
                let listen = |name: &'static str, online: bool| {
                    let client = client.clone();
                    EventListener::new(&window, name, move |_| client.set_online(online))
                };
                vec![listen("online", true), listen("offline", false)]
            }
            (None, None) => Vec::new(),
        };
        move || drop(listeners)
    });
    html! {
        <ContextProvider<Client> context={props.client.clone()}>{ props.children.clone() }</ContextProvider<Client>>
    }
}

/// The client. Only below a [`QueryProvider`].
#[hook]
pub fn use_client() -> Client {
    use_context::<Client>().expect("a QueryProvider stands above whoever uses queries")
}
