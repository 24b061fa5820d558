//! What the cache as a whole is doing.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::use_client;
use crate::{ActionInfo, Client, Subscription};

/// How many queries are being fetched, anywhere: for one sign of activity.
#[hook]
pub fn use_fetching() -> usize {
    use_count(Client::fetching)
}

/// How many queries failed and have not been answered since.
#[hook]
pub fn use_failing() -> usize {
    use_count(Client::failing)
}

/// Every action that runs, waits for its turn or for the network, oldest first.
#[hook]
pub fn use_running_actions() -> Vec<ActionInfo> {
    let client = use_client();
    let update = use_force_update();
    let _listening =
        use_memo(client.clone(), move |client: &Client| client.listen_actions(move || update.force_update()));
    client.running_actions()
}

#[hook]
fn use_count(count: fn(&Client) -> usize) -> usize {
    let client = use_client();
    let update = use_force_update();
    let shown = use_memo((), |()| RefCell::new(0));
    *shown.borrow_mut() = count(&client);
    let now = *shown.borrow();
    let listening = use_mut_ref(|| None::<(Client, Subscription)>);
    if listening.borrow().as_ref().is_none_or(|(known, _)| *known != client) {
        let (counted, shown) = (client.clone(), Rc::clone(&shown));
        let subscription = client.listen(move |_| {
            if count(&counted) != *shown.borrow() {
                update.force_update();
            }
        });
        *listening.borrow_mut() = Some((client, subscription));
    }
    now
}
