//! What a device does about a server that went back, a snapshot in the middle of things, and damage at a bad moment.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::collections::BTreeSet;

use common::*;
use holdfast_core::{
    client::{
        Hint, Key, Tab, Table,
        apply::{self, apply},
        doubt, health,
        lease::{Asked, ask},
        memory::MemoryDatabase,
        outbox_store::Marked,
        reset::meet,
        scrub,
        snapshot::{self, Taken},
    },
    entity::{Entity as _, Task},
    id::{Epoch, HolderId, Id, ScopeId},
    operation::{Draft, Edit, Operation},
    outbox::RowState,
    record::{Record, Seq},
    role::Role,
    wire::{OpResult, Outcome, SnapshotPage},
};
use uuid::Uuid;

const OTHER: Epoch = Epoch(Uuid::from_u128(0xE2));

fn open_tab(client: &Client) -> Tab<MemoryDatabase> {
    let tab = now(Tab::open(client.db.clone(), client.who, common::client(9), |_| {})).unwrap();
    now(tab.load()).unwrap();
    tab
}

fn make(tab: &Tab<MemoryDatabase>, op: u128, edit: Edit) {
    let drafts = [draft(op, tab.account(), edit)];
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
}

fn spent(tab: &Tab<MemoryDatabase>) -> Option<i64> {
    tab.replica().entity::<Task>(id(2)).map(|task| task.time_spent)
}

/// A project and a task of person 0, on the server and on their client.
fn synced() -> (Server, Client) {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.sync(&mut server);
    (server, ann)
}

/// The same server before it had anything of a client but the project and the task: a backup.
fn backup() -> Server {
    synced().0
}

fn damage(client: &Client, table: Table, key: Key) {
    client.db.committed_mut().insert((table, key), "~00000000?".into());
}

fn task_key(number: u128) -> Key {
    Key::record(shared().scope(), id::<Task>(number).record())
}

fn scopes_of(client: &Client) -> BTreeSet<ScopeId> {
    client.base().values().map(|record| record.scope).collect()
}

/// Everything of the engagement as the pages of a snapshot of so many records each.
fn pages(server: &Server, size: usize) -> Vec<SnapshotPage> {
    let scope = shared().scope();
    let mut records: Vec<Record> = server.ledger.records().filter(|record| record.scope == scope).cloned().collect();
    records.sort_by_key(|record| record.id);
    let (at, count) = (Seq(server.head()), records.len().div_ceil(size));
    let page = |(number, records): (usize, &[Record])| (number + 1 == count, records.to_vec());
    let parts: Vec<_> = records.chunks(size).enumerate().map(page).collect();
    let mut after = None;
    let next = |(last, records): (bool, Vec<Record>)| {
        let page = SnapshotPage { scope, at, after, last, records };
        after = page.records.last().map(|record| record.id);
        page
    };
    parts.into_iter().map(next).collect()
}

/// Reads a history as far as it goes.
fn read_history(client: &Client, server: &Server, epoch: Epoch) {
    let scopes = server.ledger.readable(client.who);
    now(meet(&client.db, epoch, &scopes, &now(apply::cursor(&client.db)).unwrap().known(), 0)).unwrap();
    for scope in scopes {
        let have = now(apply::cursor(&client.db)).unwrap().seq(scope);
        now(apply(&client.db, epoch, &server.ledger.delta(scope, have, usize::MAX))).unwrap();
    }
}

fn purged(bob: &Client, server: &Server) {
    let known = now(apply::cursor(&bob.db)).unwrap().known();
    let left: Vec<ScopeId> = server.ledger.readable(bob.who).into_iter().filter(|of| *of != shared().scope()).collect();
    now(meet(&bob.db, EPOCH, &left, &known, 0)).unwrap();
    assert_eq!(scopes_of(bob), left.into_iter().collect());
}

fn bob() -> (Server, Client) {
    let (mut server, _) = synced();
    server.admit(person(1), Role::Editor);
    let bob = Client::new(3, person(1));
    bob.pull(&server);
    (server, bob)
}

#[test]
fn a_scope_lost_while_it_is_to_be_read_again_is_purged() {
    let (server, bob) = bob();
    now(health::put_aside(&bob.db, &[(task_key(2), String::new())])).unwrap();
    purged(&bob, &server);
}

#[test]
fn a_scope_lost_in_the_middle_of_its_snapshot_is_purged() {
    let (server, bob) = (bob().0, Client::new(3, person(1)));
    let scopes = server.ledger.readable(person(1));
    now(meet(&bob.db, EPOCH, &scopes, &BTreeSet::new(), 0)).unwrap();
    assert_eq!(now(snapshot::take(&bob.db, EPOCH, &pages(&server, 2)[0], 0)).unwrap(), Taken::Part);
    assert!(scopes_of(&bob).contains(&shared().scope()));
    let known = now(apply::cursor(&bob.db)).unwrap().known();
    now(meet(&bob.db, EPOCH, &[person(1).scope()], &known, 0)).unwrap();
    assert!(bob.base().is_empty());
}

#[test]
fn a_base_of_nobody_knows_which_history_is_read_again() {
    let (mut server, ann) = synced();
    let stray = Record { id: Id::<Task>::from_uuid(Uuid::from_u128(5)).record(), ..server.record::<Task>(id(2)) };
    let raw = serde_json::to_string(&stray).unwrap();
    ann.db.committed_mut().insert((Table::Records, Key::record(stray.scope, stray.id)), raw);
    damage(&ann, Table::Meta, Key::name("cursor"));
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
    assert!(!ann.base().contains_key(&stray.id) && ann.rows().is_empty());
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
fn nothing_is_sent_while_another_history_is_read() {
    let (_, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let restored = backup();
    now(meet(&ann.db, OTHER, &ann.readable(&restored), &BTreeSet::new(), 0)).unwrap();
    assert_eq!(ann.peek(), []);
    read_history(&ann, &restored, OTHER);
    assert_eq!(ann.peek(), []);
    now(doubt::settle(&ann.db)).unwrap();
    assert_eq!(ann.peek().len(), 1);
}

#[test]
fn an_edit_made_while_another_history_is_read_keeps_what_its_author_saw() {
    let (_, ann) = synced();
    let tab = open_tab(&ann);
    let shown = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
    let restored = backup();
    now(meet(&ann.db, OTHER, &ann.readable(&restored), &BTreeSet::new(), 0)).unwrap();
    make(&tab, 3, set(2).put(Task::TITLE, "B"));
    read_history(&ann, &restored, OTHER);
    now(doubt::settle(&ann.db)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, shown, "both histories have it");
}

/// Two edits were forgotten, somebody else's stands in the place of the first, and the second is where it was.
#[test]
fn histories_that_differ_before_an_equal_number_are_alike_before_they_differ() {
    let (mut server, ann) = synced();
    let mut restored = backup();
    let shared_up_to = Seq(restored.head());
    ann.edit(3, set(2).put(Task::TITLE, "Forgotten"));
    let again = ann.edit(4, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    ann.edit(5, set(2).put(Task::TITLE, "Waiting"));
    restored.act_as(person(1), set(2).put(Task::TITLE, "Bob's"));
    restored.push(person(0), &[Operation { base: Seq(0), ..again }]);
    read_history(&ann, &restored, OTHER);
    now(doubt::settle(&ann.db)).unwrap();
    let bases: Vec<Seq> = ann.rows().iter().map(|row| row.operation.base).collect();
    assert!(bases.iter().all(|base| *base <= shared_up_to), "{bases:?}");
}

#[test]
fn a_second_other_history_is_compared_with_the_first_of_all() {
    let (mut server, ann) = synced();
    let like_both = Seq(server.head());
    server.act_as(person(1), set(2).put(Task::TITLE, "First"));
    ann.pull(&server);
    ann.edit(3, set(2).put(Task::TITLE, "Waiting"));
    let (mut second, mut third) = (backup(), backup());
    let theirs = operation(70, person(0), 8, 0, set(2).put(Task::TITLE, "Second and third"));
    second.push(person(0), std::slice::from_ref(&theirs));
    third.push(person(0), &[theirs]);
    read_history(&ann, &second, OTHER);
    read_history(&ann, &third, Epoch(Uuid::from_u128(0xE3)));
    now(doubt::settle(&ann.db)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, like_both);
}

#[test]
fn a_server_that_went_back_under_the_same_epoch_is_another_history() {
    let (mut server, ann) = synced();
    for number in 3..6 {
        ann.edit(number, set(2).increment(Task::TIME_SPENT, 1));
    }
    ann.sync(&mut server);
    let mut restored = backup();
    ann.edit(6, set(2).increment(Task::TIME_SPENT, 10));
    let results = [OpResult { op_id: op_id(6), outcome: Outcome::Accepted { seq: Seq(restored.head() + 1) } }];
    assert_eq!(ann.mark(Some(EPOCH), &results, 0), Marked::OtherHistory);
    assert_eq!(ann.rows()[0].state, RowState::Waiting, "it is not in the base");
    now(holdfast_core::client::reset::distrust(&ann.db)).unwrap();
    ann.pull(&restored);
    ann.sync(&mut restored);
    assert_eq!(Task::read(&restored.record::<Task>(id(2))).time_spent, 13, "all of it is offered again");
    assert!(ann.rows().is_empty());
}

#[test]
fn a_page_confirms_what_its_records_hold() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).increment(Task::TIME_SPENT, 5));
    let hint = Hint::Rows { seqs: ann.rows().iter().map(|row| row.operation.client_seq).collect() };
    ann.send(&mut server);
    let first = SnapshotPage { last: false, ..pages(&server, usize::MAX >> 1).remove(0) };
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &first, 0)).unwrap(), Taken::Part);
    now(tab.on_hint(&hint)).unwrap();
    assert_eq!((spent(&tab), ann.rows().len()), (Some(5), 0));
}

#[test]
fn a_page_waits_for_what_was_sent_and_not_answered() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    server.push(person(0), &ann.peek());
    let page = &pages(&server, usize::MAX >> 1)[0];
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, page, 0)).unwrap(), Taken::Unsettled);
    ann.send(&mut server);
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, page, 0)).unwrap(), Taken::Whole);
    assert!(ann.rows().is_empty());
}

/// The log of a restored server does not reach back: what was sent may be in its snapshot or may not.
#[test]
fn what_a_new_historys_snapshot_may_hold_shows_once() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    ann.edit(4, set(2).increment(Task::TIME_SPENT, 10));
    server.push(person(0), &ann.peek());
    let scopes = ann.readable(&server);
    now(meet(&ann.db, OTHER, &scopes, &BTreeSet::new(), 0)).unwrap();
    for page in pages(&server, 2) {
        assert_ne!(now(snapshot::take(&ann.db, OTHER, &page, 0)).unwrap(), Taken::Gap);
    }
    now(doubt::settle(&ann.db)).unwrap();
    let tab = open_tab(&ann);
    assert_eq!((ann.rows().len(), spent(&tab)), (4, Some(15)), "all wait to be told of, and count once");
    let sent = ann.peek();
    let results: Vec<OpResult> = sent
        .iter()
        .zip(server.push(person(0), &sent))
        .map(|(op, outcome)| OpResult { op_id: op.op_id, outcome })
        .collect();
    ann.mark(Some(OTHER), &results, 0);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!((ann.rows().len(), spent(&tab)), (0, Some(15)));
}

#[test]
fn reading_a_scope_again_takes_nothing_back() {
    let (mut server, ann) = synced();
    server.act_as(person(0), set(2).put(Task::TITLE, "New"));
    ann.pull(&server);
    let before = ann.base();
    now(health::put_aside(&ann.db, &[(task_key(77), String::new())])).unwrap();
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
    assert_eq!(now(health::quarantined(&ann.db)).unwrap().len(), 3);
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

#[test]
fn undo_keeps_the_order_in_which_things_were_done_whatever_the_clock_says() {
    let (_, ann) = synced();
    let tab = open_tab(&ann);
    for (op, at) in [(3, 9_000), (4, 1_000)] {
        let edits = vec![set(2).add(Task::TAGS, format!("{op}"))];
        let drafts = [Draft { at, ..draft(op, person(0), edits[0].clone()) }];
        let step = holdfast_core::undo::Step {
            id: op_id(op),
            at,
            label: String::new(),
            inverse: holdfast_core::undo::inverse(&tab.replica(), &edits),
            edits,
            undone: false,
        };
        tab.stage(&drafts);
        now(tab.save(&drafts, Some(step))).unwrap();
    }
    assert_eq!(open_tab(&ann).steps().to_undo().map(|step| step.id), Some(op_id(4)));
}

#[test]
fn what_was_refused_has_nothing_to_take_back() {
    let (mut server, _) = synced();
    server.admit(person(1), Role::Viewer);
    let bob = Client::new(3, person(1));
    bob.pull(&server);
    let tab = open_tab(&bob);
    let edits = vec![set(2).increment(Task::TIME_SPENT, 5)];
    let step = holdfast_core::undo::Step {
        id: op_id(3),
        at: 0,
        label: String::new(),
        inverse: holdfast_core::undo::inverse(&tab.replica(), &edits),
        edits: edits.clone(),
        undone: false,
    };
    let drafts = [draft(3, person(1), edits[0].clone())];
    tab.stage(&drafts);
    now(tab.save(&drafts, Some(step.clone()))).unwrap();
    let back = [Draft { yields: true, ..draft(4, person(1), step.inverse[0].clone()) }];
    tab.stage(&back);
    now(tab.save_undo(&back, step.id, true)).unwrap();
    let first = bob.peek()[..1].to_vec();
    let refused = server.push(person(1), &first).remove(0);
    bob.mark(Some(EPOCH), &[OpResult { op_id: first[0].op_id, outcome: refused }], 0);
    server.act_as(
        person(0),
        Edit::set::<holdfast_core::entity::Membership>(
            shared().scope(),
            holdfast_core::entity::Membership::id_of(shared().scope(), person(1)),
        )
        .put("role", Role::Editor),
    );
    bob.sync(&mut server);
    assert_eq!(Task::read(&server.record::<Task>(id(2))).time_spent, 0);
    assert!(bob.rows().iter().all(|row| matches!(row.state, RowState::Dead { .. })));
}

/// A frame that was long on its way was the answer to a hello of a tab that knew another history.
#[test]
fn what_was_known_of_another_history_is_not_lost_in_this_one() {
    use holdfast_core::wire::{PROTOCOL, ServerFrame};

    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    now(tab.hello()).unwrap();
    let before = vec![person(0).scope()];
    let late = ServerFrame::Scopes { protocol: PROTOCOL, epoch: OTHER, scopes: before };
    let scopes = ann.readable(&server);
    now(meet(&ann.db, OTHER, &scopes, &BTreeSet::new(), 0)).unwrap();
    read_history(&ann, &server, OTHER);
    now(doubt::settle(&ann.db)).unwrap();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    server.push(person(0), &ann.peek());
    now(tab.on_frame(late, 0)).unwrap();
    assert!(scopes_of(&ann).contains(&shared().scope()));
}

/// Accepted by a repeat, after a restore, in an engagement that its author may not read any more.
#[test]
fn what_was_accepted_where_one_may_not_read_any_more_is_done() {
    let (mut server, bob) = bob();
    bob.edit(3, set(2).put(Task::TITLE, "Bob's"));
    bob.sync(&mut server);
    bob.edit(4, set(2).put(Task::TITLE, "Again"));
    let scopes = [person(1).scope()];
    now(meet(&bob.db, OTHER, &scopes, &BTreeSet::new(), 0)).unwrap();
    now(apply(&bob.db, OTHER, &server.ledger.delta(scopes[0], Seq(0), 9))).unwrap();
    now(doubt::settle(&bob.db)).unwrap();
    let results: Vec<OpResult> =
        bob.peek().iter().map(|op| OpResult { op_id: op.op_id, outcome: Outcome::Accepted { seq: Seq(7) } }).collect();
    bob.mark(Some(OTHER), &results, 0);
    struct Deaf(Vec<ScopeId>);
    impl holdfast_core::client::Net for Deaf {
        async fn push(
            &self,
            _: &holdfast_core::wire::PushRequest,
        ) -> Result<holdfast_core::wire::PushAnswer, holdfast_core::client::Failure> {
            panic!("there is nothing to send")
        }
        async fn pull(
            &self,
            _: &holdfast_core::wire::Cursor,
        ) -> Result<holdfast_core::wire::PullAnswer, holdfast_core::client::Failure> {
            Ok(holdfast_core::wire::PullAnswer {
                protocol: holdfast_core::wire::PROTOCOL,
                account: person(1),
                epoch: OTHER,
                scopes: self.0.clone(),
                deltas: Vec::new(),
                snapshot: None,
                more: false,
            })
        }
        async fn renew(&self) -> Result<(), holdfast_core::client::Failure> {
            Ok(())
        }
    }
    impl holdfast_core::client::Timer for Deaf {
        fn now(&self) -> u64 {
            0
        }
        async fn sleep(&self, _: u64) {}
    }
    let net = Deaf(scopes.to_vec());
    let replayer = holdfast_core::client::replay::Replayer {
        db: &bob.db,
        net: &net,
        timer: &net,
        holder: HolderId(Uuid::from_u128(8)),
        account: person(1),
        tell: &|_| {},
    };
    now(replayer.pull()).unwrap();
    assert_eq!(bob.rows(), []);
}
