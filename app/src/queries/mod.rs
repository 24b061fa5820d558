//! What only the server knows, as queries: each is its own key and carries its own request. Records are no part of this:
//! they are in the replica, and show every edit at once.

mod about;
mod devices;
mod flags;
mod has_password;
mod health;
mod history;
mod invitation;
mod lost;
mod members;
mod reset_link;
mod search;
mod touched;

use std::rc::Rc;

use holdfast_query::{Client, Infinite, Persist, hooks::BrowserRuntime};

pub(crate) use about::About;
pub(crate) use devices::{Devices, POLL as DEVICES_POLL};
pub(crate) use flags::{Flags, ask_flags};
pub(crate) use has_password::HasPassword;
pub(crate) use health::{Health, POLL as HEALTH_POLL};
pub(crate) use history::{From, History};
pub(crate) use invitation::Invitation;
pub(crate) use lost::{forget_kept, forget_lost, has_lost};
pub(crate) use members::Members;
pub(crate) use reset_link::ResetLink;
pub(crate) use search::Search;
pub(crate) use touched::touched;

/// How answers are kept on the device, where they are: for a week, to be shown as of then without a network.
const ON_DEVICE: Persist = Persist { version: 1, max_age: 7 * 24 * 60 * 60 * 1000, max_bytes: 64 << 10 };

/// The app's client. One a page: it outlives whoever signs in, and is cleared between them.
pub(crate) fn client() -> Client {
    let client = Client::new(Rc::new(BrowserRuntime));
    client.register::<About>();
    client
}

/// Lets the answers that only who is signed in can ask for be kept and shared. They are read by a part of the app that nobody
/// else fetches.
pub(crate) fn know_all(client: &Client) {
    client.register::<Devices>();
    client.register::<Flags>();
    client.register::<Health>();
    client.register::<Infinite<History>>();
    client.register::<Members>();
    client.register::<Search>();
}
