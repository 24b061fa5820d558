//! The page where what is stored on this device cannot be opened, and the way to take it away.

use holdfast_core::client::StoreError;
use holdfast_web::{Account, device};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{Notice, confirm::save_unsent};
use crate::{
    browser, parts,
    stores::{Toast, Ui},
    t,
    words::{capital, trouble::reason},
};

/// Properties of [`Unopened`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Why.
    pub(crate) error: StoreError,
    /// Whose data it is, if that could be read.
    pub(crate) account: Option<Account>,
}

/// Why it could not be opened; what is unsent can be saved all the same where the database lets itself be read.
#[component]
pub(crate) fn Unopened(props: &Props) -> Html {
    let (why, said) = reason(&props.error);
    html! {
        <Notice
            title={t::unopened()}
            text={t::unopened_why(&capital(&why))}
            on_reload={|()| browser::reload()}
        >
            if props.account.is_some() {
                <SaveUnsent />
            }
            if let Some(said) = said {
                <details>
                    <summary>{ t::details() }</summary>
                    <pre tabindex="0">{ said }</pre>
                </details>
            }
        </Notice>
    }
}

/// Saves what is unsent as a file, without a session: of whoever is signed in on this device.
#[component]
pub(crate) fn SaveUnsent() -> Html {
    let ui = use_dispatch::<Ui>();
    let onclick = Callback::from(move |_: MouseEvent| {
        let ui = ui.clone();
        spawn_local(async move {
            match export().await {
                Ok(Some(edits)) => save_unsent(&edits),
                Ok(None) => {}
                Err(error) => {
                    let (why, said) = reason(&error);
                    let toast = Toast::problem(t::unsent_unread(&why));
                    ui.reduce_mut(|ui| ui.say(toast.with_said(said)));
                }
            }
        });
    });
    html! { <button type="button" class="save-unsent" {onclick}>{ t::save_unsent() }</button> }
}

/// What is unsent, as text; `None` if nobody is signed in any more.
async fn export() -> Result<Option<String>, StoreError> {
    match device::current().await? {
        Some(account) => parts::export(account).await.map(Some),
        None => Ok(None),
    }
}
