//! The core's replayer over the browser's parts, for the worker and for a tab without one.

use holdfast_core::{
    client::{Failure, Hint, Net, StoreError, replay},
    id::{HolderId, PersonId},
    status::Link,
};

use crate::{BrowserTimer, IdbDatabase, net::FetchNet};

/// How a replay ended.
pub use holdfast_core::client::replay::Ended;

/// Sends what waits in a person's outbox, then pulls what is new.
pub async fn replay(db: &IdbDatabase, account: PersonId, holder: HolderId, tell: &dyn Fn(Hint)) -> Ended {
    let net = &FetchNet::new(account);
    replay::Replayer { db, net, timer: &BrowserTimer, holder, account, tell }.run().await
}

/// Pulls what is new over a network, and applies it. Not to be dropped before it is done, or what was applied is not told.
pub(crate) async fn pull<N: Net>(
    db: &IdbDatabase,
    net: &N,
    account: PersonId,
    holder: HolderId,
    tell: &dyn Fn(Hint),
) -> Result<(), Ended> {
    replay::Replayer { db, net, timer: &BrowserTimer, holder, account, tell }.pull().await
}

/// What a replay's end says about the link to the server; `None` if nothing.
pub fn link_after(ended: &Ended) -> Option<Link> {
    match ended {
        Ended::Drained => Some(Link::Up),
        // Another account's session is of as little use as none: this outbox waits for its own person to sign in.
        Ended::Failed(Failure::SignedOut | Failure::WrongAccount) => Some(Link::SignedOut),
        Ended::Failed(_) => Some(Link::Down),
        Ended::Fenced | Ended::Broken(_) => None,
    }
}

/// Whether a replay's end says that a newer build is at work, and that this one should be reloaded.
pub fn is_outdated(ended: &Ended) -> bool {
    matches!(ended, Ended::Failed(Failure::Protocol) | Ended::Broken(StoreError::Superseded))
}
