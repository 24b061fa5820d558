//! The lines to readers that are open, and the requests of readers that wait. Each account has so many: one that opens more
//! loses its oldest, so that nobody takes the room that others need.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use holdfast_core::id::PersonId;
use tokio::sync::Notify;

/// How many an account has at most: one for each browser it is signed in with.
pub(crate) const EACH: usize = 20;

/// Those that are open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sockets(Arc<Mutex<HashMap<PersonId, VecDeque<Arc<Notify>>>>>);

/// One that is open, until it is dropped: however it ends, it is not counted any more.
#[derive(Debug)]
pub(crate) struct OpenSocket {
    all: Sockets,
    account: PersonId,
    crowded: Arc<Notify>,
}

impl Sockets {
    /// Counts one more of an account; its oldest is told to end if they are too many.
    pub(crate) fn open(&self, account: PersonId) -> OpenSocket {
        let crowded = Arc::new(Notify::new());
        self.with(|all| {
            let own = all.entry(account).or_default();
            own.push_back(Arc::clone(&crowded));
            if own.len() > EACH
                && let Some(oldest) = own.pop_front()
            {
                oldest.notify_one();
            }
        });
        OpenSocket { all: self.clone(), account, crowded }
    }

    /// How many are open.
    pub(crate) fn count(&self) -> u64 {
        self.with(|all| all.values().map(|own| own.len() as u64).sum())
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<PersonId, VecDeque<Arc<Notify>>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl OpenSocket {
    /// Done when the account has opened too many after this one. Dropped before it is done, nothing is lost.
    pub(crate) async fn crowded(&self) {
        self.crowded.notified().await;
        self.crowded.notify_one();
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        let Self { all, account, crowded } = self;
        all.with(|all| {
            if let Some(own) = all.get_mut(account) {
                own.retain(|one| !Arc::ptr_eq(one, crowded));
                if own.is_empty() {
                    all.remove(account);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use holdfast_core::id::PersonId;

    use super::{EACH, Sockets};

    #[test]
    fn an_account_that_opens_too_many_loses_its_oldest() {
        let (sockets, account) = (Sockets::default(), |number| PersonId::new(0, [number; 10]));
        let other = sockets.open(account(2));
        let mut open: Vec<_> = (0..EACH).map(|_| sockets.open(account(1))).collect();
        assert!(open.iter().all(|one| one.crowded().now_or_never().is_none()));
        open.push(sockets.open(account(1)));
        let crowded: Vec<bool> = open.iter().map(|one| one.crowded().now_or_never().is_some()).collect();
        assert_eq!(crowded.iter().position(|crowded| *crowded), Some(0), "the oldest, and it alone");
        assert_eq!(crowded.iter().filter(|crowded| **crowded).count(), 1);
        assert!(open[0].crowded().now_or_never().is_some() && other.crowded().now_or_never().is_none());
        assert_eq!(sockets.count(), EACH as u64 + 1);
        drop(open);
        assert_eq!(sockets.count(), 1);
    }
}
