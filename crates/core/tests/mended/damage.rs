//! Stored values that cannot be read, at a bad moment.

use super::*;
use holdfast_core::client::done;

#[test]
fn a_scope_lost_while_it_is_to_be_read_again_is_purged() {
    let (server, bob) = bob();
    bob.read_again(shared().scope());
    purged(&bob, &server);
}

#[test]
fn an_effect_confirms_its_row_though_nobody_knows_who_this_client_is() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.send(&mut server);
    damage(&ann, Table::Meta, Key::name("identity"));
    ann.pull(&server);
    assert!(ann.rows().is_empty());
}

#[test]
fn a_tab_goes_on_where_its_database_forgot_who_it_is() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).increment(Task::TIME_SPENT, 1));
    ann.peek();
    damage(&ann, Table::Meta, Key::name("identity"));
    make(&tab, 4, set(2).increment(Task::TIME_SPENT, 4));
    assert_eq!((tab.client(), tab.is_new()), (client(9), false));
    assert_eq!(spent(&tab), Some(5));
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert_eq!((ann.rows().len(), Task::read(&server.record::<Task>(id(2))).time_spent), (0, 5));
}

#[test]
fn a_database_that_forgot_who_it_is_never_takes_the_same_id_again() {
    let db = MemoryDatabase::default();
    let tab = now(Tab::open(db.clone(), person(0), client(9), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let mut ids = vec![tab.client()];
    for op in 1..3 {
        // Nothing is left by which its numbers could go on where they were.
        db.committed_mut().retain(|(table, _), _| *table == Table::Meta);
        db.committed_mut().insert((Table::Meta, Key::name("identity")), "~00000000?".into());
        make(&tab, op, project(op));
        ids.push(tab.client());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

/// Room was made, so nothing is left by which its numbers could go on where they were; what the other tab tells is not heard.
#[test]
fn a_tab_whose_numbers_began_anew_sees_what_another_tab_has_stored() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    (3..6).for_each(|op| make(&tab, op, task(op, 1)));
    now(tab.on_hint(&Hint::Reload)).unwrap();
    ann.sync(&mut server);
    now(done::evict(&ann.db)).unwrap();
    damage(&ann, Table::Meta, Key::name("identity"));
    make(&tab, 6, task(6, 1));
    make(&open_tab(&ann), 7, task(7, 1));
    now(tab.on_hint(&Hint::Rows { seqs: Vec::new() })).unwrap();
    assert!(tab.replica().seen(id::<Task>(7).record()).is_some());
}

#[test]
fn what_a_tab_still_knows_is_put_back_into_a_wiped_database() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).increment(Task::TIME_SPENT, 1));
    ann.db.committed_mut().clear();
    make(&tab, 4, set(2).increment(Task::TIME_SPENT, 4));
    assert!(tab.is_new(), "it is told");
    assert_eq!(ann.rows().len(), 2);
    ann.pull(&server);
    ann.sync(&mut server);
    ann.sync(&mut server);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!((ann.rows().len(), spent(&tab)), (0, Some(5)));
}

#[test]
fn reading_a_scope_again_takes_nothing_back() {
    let (mut server, ann) = synced();
    server.act_as(person(0), set(2).put(Task::TITLE, "New"));
    ann.pull(&server);
    let before = ann.base();
    ann.read_again(shared().scope());
    let half = server.ledger.delta(shared().scope(), Seq(0), 3);
    now(apply(&ann.db, EPOCH, &half)).unwrap();
    assert_eq!(ann.base(), before);
}

#[test]
fn damage_nobody_looks_at_is_found_and_mended() {
    let (mut server, ann) = synced();
    ann.edit(3, task(3, 1));
    damage(&ann, Table::Records, task_key(2));
    damage(&ann, Table::Creates, task_key(3));
    damage(&ann, Table::Journal, Key::op(op_id(1)));
    assert!(now(scrub::look_through(&ann.db, 1_000_000)).unwrap());
    ann.sync(&mut server);
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
    assert!(now(apply::journal(&ann.db)).unwrap().contains_key(&op_id(1)));
    // What the journal tells is the server's, and nothing to keep.
    assert_eq!(now(health::quarantined(&ann.db)).unwrap().len(), 2);
    assert!(!now(scrub::look_through(&ann.db, 1_000_001)).unwrap(), "not so soon again");
}

#[test]
fn an_unreadable_create_is_still_waited_for() {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    damage(&ann, Table::Creates, Key::record(shared().scope(), id::<Task>(1).record()));
    assert_eq!(ann.edit(2, task(2, 1)).depends_on, [op_id(1)]);
}

#[test]
fn a_lease_that_cannot_be_read_fences_everyone_before() {
    let ann = Client::new(1, person(0));
    // Ids of one millisecond, as two tabs that open together have.
    let holder = |random| HolderId::new(1_700_000_000_000, [random; 10]);
    let mut grants = Vec::new();
    for random in 1..4 {
        damage(&ann, Table::Meta, Key::name("lease"));
        let Asked::Granted(grant) = now(ask(&ann.db, holder(random), None)).unwrap() else { panic!("it is free") };
        grants.push(grant);
    }
    grants.dedup();
    assert_eq!(grants.len(), 3);
}

/// Somebody else's edit comes between the two tries; the author has not seen it.
#[test]
fn an_edit_tried_again_when_there_is_room_was_made_over_nothing_newer() {
    use holdfast_core::client::{StoreError, memory::Point};
    use std::{cell::Cell, rc::Rc};

    let (mut server, ann) = synced();
    let is_full = Rc::new(Cell::new(false));
    let full = Rc::clone(&is_full);
    let gate: holdfast_core::client::memory::Gate = Rc::new(move |point| {
        let fails = point == Point::BeforeCommit && full.get();
        Box::pin(async move { if fails { Err(StoreError::Quota) } else { Ok(()) } })
    });
    let tab = now(Tab::open(ann.db.with_gate(gate), person(0), common::client(9), |_| {})).unwrap();
    now(tab.load()).unwrap();
    let shown = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
    let drafts = [draft(3, person(0), set(2).put(Task::TITLE, "Ann's"))];
    tab.stage(&drafts);
    is_full.set(true);
    assert_eq!(now(tab.save(&drafts, None)), Err(StoreError::Quota));
    is_full.set(false);
    server.act_as(person(1), set(2).put(Task::TITLE, "Bob's"));
    ann.pull(&server);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, shown);
}

/// Nobody could tell whether the new history has what the entry was of: it is read again.
#[test]
fn an_edit_whose_journal_entry_is_lost_in_a_doubt_shows_once() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    read_history(&ann, &server, OTHER);
    damage(&ann, Table::Journal, Key::op(op_id(3)));
    assert_eq!(ann.settle(&server), []);
    assert!(now(doubt::is_open(&ann.db)).unwrap());
    read_history(&ann, &server, OTHER);
    assert_eq!(ann.settle(&server), []);
    assert!(!now(doubt::is_open(&ann.db)).unwrap());
    assert_eq!((ann.rows(), spent(&open_tab(&ann))), (Vec::new(), Some(5)));
}

/// Its first row made a task that is in the base by now; another record's row comes under that number.
#[test]
fn a_tab_whose_numbers_began_anew_goes_on_showing_what_became_of_its_rows() {
    let (mut server, ann) = synced();
    ann.sync(&mut server);
    now(done::evict(&ann.db)).unwrap();
    let tab = open_tab(&ann);
    make(&tab, 3, task(3, 1));
    let first = ann.rows()[0].operation.client_seq;
    ann.sync(&mut server);
    now(done::evict(&ann.db)).unwrap();
    damage(&ann, Table::Meta, Key::name("identity"));
    for op in 4..=3 + u128::from(first.0) {
        make(&tab, op, task(op, 1));
    }
    assert_eq!(ann.rows().last().unwrap().operation.client_seq, first);
    assert!(tab.replica().seen(id::<Task>(3).record()).is_some());
}
