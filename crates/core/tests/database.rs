//! The in-memory database keeps the promises that IndexedDB keeps: the same suite runs over that one in a browser.

use std::{
    future::poll_fn,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use holdfast_core::client::{
    Database as _, Key, Mode, Table, Transaction as _,
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

#[test]
fn a_power_cut_takes_back_no_more_than_was_not_waited_for() {
    let db = MemoryDatabase::default();
    let put = |mode: Mode, value: Option<&str>| {
        let tx = finish(db.begin(&[Table::Meta], mode)).expect("nothing fails here");
        if let Some(value) = value {
            tx.put(Table::Meta, &Key::name("a"), value).expect("nothing fails here");
        }
        finish(tx.commit()).expect("nothing fails here");
    };
    let there = || db.committed().get(&(Table::Meta, Key::name("a"))).cloned();
    put(Mode::Relaxed, Some("1"));
    put(Mode::Relaxed, Some("2"));
    put(Mode::Write, None);
    assert_eq!(db.unsure(), 2, "one that changes nothing asks nothing of the disk");
    db.take_back(1);
    assert_eq!(there().as_deref(), Some("1"));
    put(Mode::Write, Some("3"));
    put(Mode::Relaxed, Some("4"));
    assert_eq!(db.unsure(), 1);
    db.take_back(9);
    assert_eq!(there().as_deref(), Some("3"));
}
