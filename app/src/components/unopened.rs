//! The page where what is stored on this device cannot be opened.

use holdfast_core::client::StoreError;
use holdfast_web::Account;
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
    let ui = use_dispatch::<Ui>();
    let (why, said) = reason(&props.error);
    let save = props.account.clone().map(|account| {
        let onclick = Callback::from(move |_: MouseEvent| {
            let (ui, account) = (ui.clone(), account.clone());
            spawn_local(async move {
                match parts::export(account).await {
                    Ok(edits) => save_unsent(&edits),
                    Err(error) => {
                        let (why, said) = reason(&error);
                        let toast = Toast::problem(t::unsent_unread(&why));
                        ui.reduce_mut(|ui| ui.say(toast.with_said(said)));
                    }
                }
            });
        });
        html! { <button type="button" class="save-unsent" {onclick}>{ t::save_unsent() }</button> }
    });
    html! {
        <Notice
            title={t::unopened()}
            text={t::unopened_why(&capital(&why))}
            on_reload={|()| browser::reload()}
        >
            { for save }
            if let Some(said) = said {
                <details>
                    <summary>{ t::details() }</summary>
                    <pre tabindex="0">{ said }</pre>
                </details>
            }
        </Notice>
    }
}
