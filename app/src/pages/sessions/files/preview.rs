//! Looking at a file: images and plain text, which can do nothing by themselves.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::future::abortable;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Url};
use yew::prelude::*;

use super::{
    super::deeds::Deeds,
    row::lacking,
    told::{Sort, Told},
};
use crate::{components::Dialog, t, words::quoted};

/// How much of a text is shown, in bytes.
const SHOWN: f64 = 200_000.0;

/// Properties of [`Preview`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) told: Told,
    pub(super) on_close: Callback<()>,
}

/// What there is to be seen.
#[derive(Clone, PartialEq)]
enum Seen {
    Reading,
    /// An image, under an address of this page alone.
    Image(AttrValue),
    /// A text, and whether it goes on.
    Text(AttrValue, bool),
    /// It cannot be had, or not be shown: why.
    Not(AttrValue),
}

/// A file in a dialog.
#[component]
pub(super) fn Preview(props: &Props) -> Html {
    let Props { deeds, told, on_close } = props;
    let seen = use_state_eq(|| Seen::Reading);
    use_effect_with((), {
        let (seen, told) = (seen.setter(), told.clone());
        let session = deeds.commit.session().clone();
        let address = Rc::new(Address::default());
        let made = Rc::clone(&address);
        move |()| {
            // It ends with the dialog, and the request with it.
            let (read, ends) = abortable(async move {
                let content = session.content(told.scope, told.id.record(), &told.file.content).await;
                let read = match (content, told.sort()) {
                    (Ok(bytes), Some(Sort::Image)) => made.image(&bytes, &told.file.media_type),
                    (Ok(bytes), Some(Sort::Text)) => text(&bytes).await,
                    (Ok(_), None) => None,
                    (Err(why), _) => Some(Seen::Not(lacking(why, &told.file.name).into())),
                };
                seen.set(read.unwrap_or_else(|| Seen::Not(t::file_unread_here(&quoted(&told.file.name)).into())));
            });
            spawn_local(async move {
                let _ = read.await;
            });
            move || {
                ends.abort();
                address.close();
            }
        }
    });
    let name = &told.file.name;
    html! {
        <Dialog class="file-preview" title={name.clone()} on_close={on_close.clone()}>
            {
                match &*seen {
                    Seen::Reading => html! { <p role="status">{ t::file_reading() }</p> },
                    Seen::Image(address) => html! { <img src={address.clone()} alt={name.clone()} /> },
                    Seen::Text(text, is_cut) => html! {
                        <>
                            <pre tabindex="0" aria-label={name.clone()} role="region">{ text }</pre>
                            if *is_cut {
                                <p class="none">{ t::file_cut() }</p>
                            }
                        </>
                    },
                    Seen::Not(why) => html! { <p role="alert">{ why }</p> },
                }
            }
        </Dialog>
    }
}

/// The address of what is shown, let go when the dialog closes, which may be before there is one.
#[derive(Default)]
struct Address {
    made: RefCell<Option<String>>,
    is_closed: Cell<bool>,
}

impl Address {
    /// As an image of the type that it is said to have, whatever the bytes are: another one shows nothing.
    fn image(&self, bytes: &Blob, media_type: &str) -> Option<Seen> {
        if self.is_closed.get() {
            return None;
        }
        let typed = bytes.slice_with_f64_and_f64_and_content_type(0.0, bytes.size(), media_type).ok()?;
        let address = Url::create_object_url_with_blob(&typed).ok()?;
        self.made.replace(Some(address.clone()));
        Some(Seen::Image(address.into()))
    }

    fn close(&self) {
        self.is_closed.set(true);
        if let Some(address) = self.made.take() {
            let _ = Url::revoke_object_url(&address);
        }
    }
}

async fn text(bytes: &Blob) -> Option<Seen> {
    let start = bytes.slice_with_f64_and_f64(0.0, SHOWN.min(bytes.size())).ok()?;
    let text = JsFuture::from(start.text()).await.ok()?.as_string()?;
    Some(Seen::Text(text.into(), bytes.size() > SHOWN))
}
