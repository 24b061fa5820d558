//! What every page reads and does is given here.

use std::rc::Rc;

use holdfast_core::status::Link;
use holdfast_query::{Commands, hooks::QueryProvider};
use yew::prelude::*;

use crate::{
    hooks::{use_records, use_source},
    queries,
    stores::RecordsSource,
};

/// Properties of [`Data`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Who reads and edits.
    pub children: Html,
}

/// Gives everything below the server's answers and the way to edit records.
#[component]
pub fn Data(props: &Props) -> Html {
    let client = use_memo((), |()| queries::client());
    let source = use_source();
    let commands = use_memo((), |()| Commands::new(source, Rc::clone(client.runtime())));
    // Requests that fail know more of the network than the browser, which only knows of cables.
    let online = use_records(|records| records.session().map(|_| records.link() != Link::Down));
    html! {
        <QueryProvider client={(*client).clone()} {online}>
            <ContextProvider<Commands<RecordsSource>> context={(*commands).clone()}>
                { props.children.clone() }
            </ContextProvider<Commands<RecordsSource>>>
            { devtools(&client) }
        </QueryProvider>
    }
}

/// The panel of the query layer, in development builds.
#[cfg(feature = "devtools")]
fn devtools(client: &holdfast_query::Client) -> Html {
    html! { <holdfast_query::devtools::QueryDevtools client={client.clone()} /> }
}

#[cfg(not(feature = "devtools"))]
fn devtools(_: &holdfast_query::Client) -> Html {
    Html::default()
}
