//! The in-memory database keeps the promises that IndexedDB keeps: the same suite runs over that one in a browser.

use std::{
    future::poll_fn,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use holdfast_core::client::{
    memory::{Gate, MemoryDatabase},
    suite,
};

/// Polls until it is done: nothing here waits for anything but another poll.
fn finish<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// At each point the others get their turn, as in a browser.
fn slow() -> Gate {
    Rc::new(|_| {
        let mut waited = false;
        Box::pin(poll_fn(move |context| {
            context.waker().wake_by_ref();
            if std::mem::replace(&mut waited, true) { Poll::Ready(Ok(())) } else { Poll::Pending }
        }))
    })
}

#[test]
fn the_memory_database_passes_the_suite() {
    let fresh = |_| async {
        let db = MemoryDatabase::default();
        Ok((db.clone(), db))
    };
    finish(suite::run(fresh)).unwrap();
}

#[test]
fn it_passes_when_others_come_between_its_steps() {
    let fresh = |_| async {
        let db = MemoryDatabase::new(slow());
        Ok((db.with_gate(slow()), db))
    };
    finish(suite::run(fresh)).unwrap();
}
