//! A lock that is given in the order in which it was asked for. A lock without that promise lets a later edit be stored
//! before an earlier one that still waits, and an edit of a record before its create is refused by the server.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::poll_fn,
    task::{Poll, Waker},
};

/// The queue of those who have asked; the first has the turn.
#[derive(Default)]
pub(super) struct Turns {
    asked: Cell<u64>,
    queue: RefCell<VecDeque<(u64, Option<Waker>)>>,
}

/// A place in the queue, and the turn once it is the first; dropped, the next one's turn comes.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Turns {
    /// Waits for a turn, from the first poll on.
    pub(super) async fn take(&self) -> Turn<'_> {
        let number = self.asked.get();
        self.asked.set(number + 1);
        self.queue.borrow_mut().push_back((number, None));
        let turn = Turn { turns: self, number };
        poll_fn(|cx| {
            let mut queue = self.queue.borrow_mut();
            if queue.front().is_some_and(|(first, _)| *first == number) {
                return Poll::Ready(());
            }
            if let Some((_, waker)) = queue.iter_mut().find(|(waiting, _)| *waiting == number) {
                *waker = Some(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
        turn
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.turns.queue.borrow_mut();
        queue.retain(|(number, _)| *number != self.number);
        let next = queue.front_mut().and_then(|(_, waker)| waker.take());
        // Waking may run someone else's code: not while the queue is borrowed.
        drop(queue);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
