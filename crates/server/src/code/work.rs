//! Working on texts: where that holds up nothing else, however long it takes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
    time::Duration,
};

use holdfast_core::id::PersonId;
use tokio::{
    sync::{Mutex as Turn, OwnedMutexGuard, Semaphore, oneshot},
    time::timeout,
};

use crate::db::DbError;

/// So many texts are worked on at a time where the machine does not say how much it can do at once.
const FEW: usize = 2;
/// What takes no longer is quick.
pub(super) const QUICK: Duration = Duration::from_millis(100);

/// Who works, and who waits for their turn: each person has one thing done at a time, so that what takes long holds up its author.
#[derive(Debug)]
pub(crate) struct Workers {
    turns: Mutex<HashMap<PersonId, Weak<Turn<()>>>>,
    all: Semaphore,
}

impl Default for Workers {
    fn default() -> Self {
        let most = thread::available_parallelism().map_or(FEW, |cores| cores.get().max(FEW));
        Self { turns: Mutex::default(), all: Semaphore::new(most) }
    }
}

/// Somebody's turn, for as long as any of it is there.
pub(super) type Mine = Arc<OwnedMutexGuard<()>>;

impl Workers {
    /// Waits for somebody's turn: before a text is locked, which nobody else could read meanwhile.
    pub(super) async fn mine(&self, person: PersonId) -> Mine {
        Arc::new(self.turn(person).lock_owned().await)
    }

    /// Does something in somebody's turn on a thread of its own: not one of the runtime's, which waits for those when it ends.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        turn: &Mine,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, DbError> {
        // Never closed.
        let place = self.all.acquire().await;
        let (done, mut result) = oneshot::channel();
        let turn = Arc::clone(turn);
        let worker = thread::Builder::new().name("text".into()).spawn(move || {
            // Whoever waited for it may be gone: it is done for as long as it takes all the same.
            let _ = done.send(work());
            drop(turn);
        });
        worker.map_err(|error| DbError::Value(format!("no thread to work on a text: {error}")))?;
        let result = match timeout(QUICK, &mut result).await {
            Ok(result) => result,
            Err(_) => {
                // What is slow leaves its place to what is quick.
                drop(place);
                result.await
            }
        };
        result.map_err(|_| DbError::Value("what was done to a text ended in the middle".into()))
    }

    fn turn(&self, person: PersonId) -> Arc<Turn<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        let known = turns.get(&person).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let turn = Arc::default();
            turns.insert(person, Arc::downgrade(&turn));
            turn
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn what_takes_long_holds_up_its_author_alone() {
        let workers = Arc::new(Workers::default());
        let person = |number: u8| PersonId::new(0, [number; 10]);
        let (let_go, waits) = mpsc::channel::<()>();
        let long = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.work(&workers.mine(person(1)).await, move || waits.recv().is_ok()).await }
        });
        while workers.turn(person(1)).try_lock().is_ok() {
            tokio::task::yield_now().await;
        }
        let mut own = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.work(&workers.mine(person(1)).await, || 2).await }
        });
        assert_eq!(workers.work(&workers.mine(person(2)).await, || 1).await.ok(), Some(1));
        assert!(futures::poll!(&mut own).is_pending());
        let_go.send(()).unwrap();
        assert_eq!((long.await.unwrap().ok(), own.await.unwrap().ok()), (Some(true), Some(2)));
        assert!(workers.work(&workers.mine(person(1)).await, || panic!("on purpose")).await.is_err(), "and it goes on");
        assert_eq!(workers.work(&workers.mine(person(1)).await, || 3).await.ok(), Some(3));
    }
}
