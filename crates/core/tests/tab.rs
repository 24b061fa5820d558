//! A tab in step with its database, stopped at the awaits that matter.

mod common;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    future::ready,
    rc::Rc,
};

use common::*;
use futures::future::LocalBoxFuture;
use holdfast_core::{
    client::{Hint, Key, StoreError, Tab, Table, memory::Point, tab::Reaction},
    entity::{Engagement, Entity as _, Project, Task},
    replica::Touched,
    wire::{PROTOCOL, ServerFrame},
};

/// A server with a task of person 0, and their synced client.
fn scene() -> (Server, Client) {
    let mut server = Server::new();
    let ann = Client::new(1, person(0));
    ann.save(&[draft(1, person(0), project(1)), draft(2, person(0), task(2, 1))]);
    ann.sync(&mut server);
    (server, ann)
}

fn spent<D: holdfast_core::client::Database>(tab: &Tab<D>) -> Option<i64> {
    tab.replica().entity::<Task>(id(2)).map(|task| task.time_spent)
}

#[test]
fn saves_are_stored_in_the_order_in_which_they_were_made() {
    let (_, ann) = scene();
    let stop = Stop::new(u32::MAX);
    let tab = now(Tab::open(ann.db.with_gate(stop.gate()), person(0), client(1), |_| {})).unwrap();
    stop.after(0);
    let hint = Hint::Rows { seqs: Vec::new() };
    let mut busy: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(tab.on_hint(&hint));
    assert!(poll(&mut busy).is_pending());
    let create = [draft(3, person(0), task(3, 1))];
    let change = [draft(4, person(0), set(3).put(Task::TITLE, "Later"))];
    let mut first: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(tab.save(&create, None));
    assert!(poll(&mut first).is_pending());
    stop.open();
    assert!(poll(&mut busy).is_ready());
    // The turn is free, and the second save comes by before the first has noticed.
    let mut second: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(tab.save(&change, None));
    let early = poll(&mut second).is_ready();
    assert!(poll(&mut first).is_ready());
    assert!(early || poll(&mut second).is_ready());
    let order: Vec<_> = ann.rows().into_iter().map(|row| row.operation.op_id).collect();
    assert_eq!(order, [op_id(3), op_id(4)]);
    assert_eq!(ann.rows()[1].operation.depends_on, [op_id(3)]);
}

#[test]
fn an_edit_confirmed_while_a_tab_loads_is_counted_once() {
    let (mut server, ann) = scene();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 90));
    let stop = Stop::new(u32::MAX);
    let tab = now(Tab::open(ann.db.with_gate(stop.gate()), person(0), client(1), |_| {})).unwrap();
    // Rows are read first; then the base is about to be.
    stop.after(1);
    let mut load: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(tab.load());
    assert!(poll(&mut load).is_pending());
    ann.sync(&mut server);
    stop.open();
    assert!(poll(&mut load).is_ready());
    assert_eq!(spent(&tab), Some(90));
}

#[test]
fn a_delta_that_another_member_applied_unheard_still_reaches_the_tab() {
    let (mut server, ann) = scene();
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let change = [draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))];
    tab.stage(&change);
    now(tab.save(&change, None)).unwrap();
    let from = holdfast_core::record::Seq(server.head());
    // A worker sends, applies and dies before it tells anyone.
    ann.sync(&mut server);
    let scopes = ann.readable(&server);
    now(tab.on_frame(ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes }, 0)).unwrap();
    let delta = server.ledger.delta(shared().scope(), from, usize::MAX);
    let reaction = now(tab.on_frame(ServerFrame::Delta(delta), 0)).unwrap();
    assert_eq!((spent(&tab), tab.replica().pending().count()), (Some(90), 0));
    assert!(matches!(reaction, Reaction::Tell(hints) if hints.len() == 1), "the other tabs have not heard either");
}

#[test]
fn an_edit_confirmed_before_the_hint_of_its_acceptance_is_heard_stays_in_view() {
    let (mut server, ann) = scene();
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let change = [draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))];
    tab.stage(&change);
    let hint = now(tab.save(&change, None)).unwrap().remove(0);
    // A worker sends and applies; what it told first is heard first.
    ann.sync(&mut server);
    now(tab.on_hint(&hint)).unwrap();
    assert_eq!((spent(&tab), tab.replica().pending().count()), (Some(90), 0));
}

#[test]
fn a_delta_over_effects_that_another_member_applied_counts_nothing_twice() {
    let (mut server, ann) = scene();
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let change = [draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))];
    tab.stage(&change);
    now(tab.save(&change, None)).unwrap();
    // A worker sends and applies; before its hint is heard, someone else's edit of the same task comes by the line.
    ann.sync(&mut server);
    let from = holdfast_core::record::Seq(server.head());
    server.push(person(0), &[operation(4, person(0), 2, 0, set(2).increment(Task::TIME_SPENT, 1))]);
    let scopes = ann.readable(&server);
    now(tab.on_frame(ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes }, 0)).unwrap();
    let delta = server.ledger.delta(shared().scope(), from, usize::MAX);
    now(tab.on_frame(ServerFrame::Delta(delta), 0)).unwrap();
    assert_eq!(spent(&tab), Some(91));
}

#[test]
fn scopes_said_before_a_second_hello_do_not_purge_what_was_met_since() {
    let mut server = Server::new();
    let ann = Client::new(1, person(0));
    ann.sync(&mut server);
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    now(tab.hello()).unwrap();
    let old = ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes: ann.readable(&server) };
    now(tab.on_frame(old.clone(), 0)).unwrap();
    // A worker makes an engagement known; the tab says hello again after a gap, with the old answer still on its way.
    let mine: holdfast_core::id::Id<Engagement> = id(50);
    ann.edit(3, Engagement { name: "Mine".into() }.create(mine.scope(), mine));
    ann.sync(&mut server);
    let far = server.ledger.delta(mine.scope(), holdfast_core::record::Seq(0), 1);
    let far = holdfast_core::effect::Delta { from: holdfast_core::record::Seq(7), ..far };
    assert_eq!(now(tab.on_frame(ServerFrame::Delta(far), 0)).unwrap(), Reaction::SayHello);
    now(tab.hello()).unwrap();
    now(tab.on_frame(old, 0)).unwrap();
    assert!(ann.base().contains_key(&mine.record()));
    // A new line's answer to its hello counts.
    now(tab.hello()).unwrap();
    let without = vec![person(0).scope(), shared().scope()];
    now(tab.on_frame(ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes: without }, 0)).unwrap();
    assert!(!ann.base().contains_key(&mine.record()));
}

#[test]
fn an_edit_that_is_stored_at_the_second_try_has_seen_no_more_than_at_the_first() {
    let (mut server, ann) = scene();
    let full = Rc::new(Cell::new(true));
    let gate = {
        let full = Rc::clone(&full);
        Rc::new(move |point| -> LocalBoxFuture<'static, Result<(), StoreError>> {
            let refused = point == Point::BeforeCommit && full.get();
            Box::pin(ready(if refused { Err(StoreError::Quota) } else { Ok(()) }))
        })
    };
    full.set(false);
    let tab = now(Tab::open(ann.db.with_gate(gate), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let before = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
    full.set(true);
    let drafts = [draft(3, person(0), set(2).put(Task::TITLE, "Mine"))];
    tab.stage(&drafts);
    assert_eq!(now(tab.save(&drafts, None)), Err(StoreError::Quota));
    assert_eq!(tab.replica().lane(id::<Task>(2).record()).count(), 0, "it has left the view");
    server.act_as(person(0), set(2).put(Task::TITLE, "Theirs"));
    ann.sync(&mut server);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    full.set(false);
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, before);
}

/// A page that stands on a record would be another page without it, if only for a moment: what is being written in it would go.
#[test]
fn everything_is_read_again_without_a_moment_without_it() {
    let (mut server, ann) = scene();
    let touched = Rc::new(RefCell::new(BTreeSet::new()));
    let heard = Rc::clone(&touched);
    let changed = move |change: &Touched| heard.borrow_mut().extend(change.records.iter().copied());
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), changed)).unwrap();
    now(tab.load()).unwrap();
    let reload = || {
        touched.borrow_mut().clear();
        now(tab.on_hint(&Hint::Reload)).unwrap();
        touched.take()
    };
    assert_eq!(reload(), BTreeSet::new());
    server.act_as(person(0), set(2).put(Task::TITLE, "Theirs"));
    ann.pull(&server);
    ann.db.committed_mut().remove(&(Table::Records, Key::record(shared().scope(), id::<Project>(1).record())));
    assert_eq!(reload(), BTreeSet::from([id::<Project>(1).record(), id::<Task>(2).record()]));
    assert!(tab.replica().entity::<Project>(id(1)).is_none(), "what is stored no more goes");
}

#[test]
fn a_beginning_shows_before_the_rest_is_read_and_counts_nothing_twice() {
    let (mut server, ann) = scene();
    ann.save(&[draft(3, person(0), task(3, 1))]);
    ann.sync(&mut server);
    ann.edit(4, set(2).increment(Task::TIME_SPENT, 90));
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load_head(&[(shared().scope(), id::<Task>(2).record())])).unwrap();
    assert_eq!(spent(&tab), Some(90), "with what is pending");
    assert!(tab.replica().entity::<Task>(id(3)).is_none());
    // What happens in between is met by the rest.
    ann.sync(&mut server);
    now(tab.load_rest()).unwrap();
    assert_eq!((spent(&tab), tab.replica().pending().count()), (Some(90), 0));
    assert!(tab.replica().entity::<Task>(id(3)).is_some());
}

#[test]
fn what_another_tab_shows_ahead_goes_once_that_has_stored_it_or_not() {
    let (_, ann) = scene();
    let tab = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let change = [draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))];
    tab.stage(&change);
    assert_eq!(spent(&tab), Some(90));
    // It could not be stored.
    now(tab.settle(&[op_id(3)]));
    assert_eq!((spent(&tab), tab.replica().pending().count()), (Some(0), 0));
    // It was stored by the other tab, which tells so first.
    tab.stage(&change);
    let other = now(Tab::open(ann.db.clone(), person(0), client(1), |_| {})).unwrap();
    now(other.load()).unwrap();
    other.stage(&change);
    let hints = now(other.save(&change, None)).unwrap();
    now(tab.on_hint(&hints[0])).unwrap();
    now(tab.settle(&[op_id(3)]));
    assert_eq!((spent(&tab), tab.replica().pending().count()), (Some(90), 1));
}
