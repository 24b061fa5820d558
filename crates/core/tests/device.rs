//! What a device keeps and mends: compaction, confirmed and discarded edits, another history, snapshots, and stored text that
//! cannot be read.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::collections::BTreeMap;

use common::*;
use holdfast_core::{
    Millis,
    client::{
        Key, StoreError, Tab, Table, apply,
        carry::{NOTES, carried},
        done::{self, KEPT},
        doubt, health,
        open::open,
        repair::{discard, edit, undiscard},
        reset::meet,
        snapshot::{self, Taken},
        steps,
    },
    entity::{Entity as _, Task},
    id::{ClientId, Epoch, RecordId},
    operation::{Action, ClientSeq, Draft, Edit},
    outbox::RowState,
    record::{Record, Seq},
    undo::{Step, inverse},
    value::{Change, Value},
    wire::SnapshotPage,
};
use uuid::Uuid;

const OTHER: Epoch = Epoch(Uuid::from_u128(0xE2));

fn open_tab(client: &Client) -> Tab<holdfast_core::client::memory::MemoryDatabase> {
    let tab = now(Tab::open(client.db.clone(), client.who, common::client(1), |_| {})).unwrap();
    now(tab.load()).unwrap();
    tab
}

/// Makes an edit as a tab does.
fn make(tab: &Tab<holdfast_core::client::memory::MemoryDatabase>, op: u128, edit: Edit) {
    let drafts = [draft(op, tab.account(), edit)];
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
}

fn ops(client: &Client) -> Vec<u128> {
    client.rows().iter().map(|row| row.operation.op_id.0.as_u128() - op_id(0).0.as_u128()).collect()
}

fn synced_task() -> (Server, Client) {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.sync(&mut server);
    (server, ann)
}

#[test]
fn an_unsent_edit_takes_in_what_says_the_same_anew() {
    let (mut server, ann) = synced_task();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).put(Task::TITLE, "B"));
    make(&tab, 4, set(2).put(Task::TITLE, "C"));
    make(&tab, 5, set(2).increment(Task::TIME_SPENT, 60));
    make(&tab, 6, set(2).increment(Task::TIME_SPENT, 30));
    make(&tab, 7, set(2).increment(Task::TIME_SPENT, 5));
    assert_eq!(ops(&ann), [3, 5], "4 says anew what 3 says; 6 and 7 add to 5");
    let seen = tab.replica().entity::<Task>(id(2)).unwrap();
    assert_eq!((seen.title.as_str(), seen.time_spent), ("C", 95), "the view counts each once");
    assert_eq!(tab.replica().counts().saving, 0);
    ann.sync(&mut server);
    let task = Task::read(&server.record::<Task>(id(2)));
    assert_eq!((task.title.as_str(), task.time_spent), ("C", 95));
}

#[test]
fn what_may_have_been_sent_and_what_has_another_base_stays_apart() {
    let (mut server, ann) = synced_task();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).increment(Task::TIME_SPENT, 60));
    let sent = ann.peek();
    make(&tab, 4, set(2).increment(Task::TIME_SPENT, 30));
    assert_eq!(ops(&ann), [3, 4], "3 may be on its way");
    server.push(person(0), &sent);
    ann.pull(&server);
    now(tab.on_hint(&holdfast_core::client::Hint::Reload)).unwrap();
    make(&tab, 5, set(2).increment(Task::TIME_SPENT, 5));
    assert_eq!(ops(&ann), [4, 5], "5 was made over a newer base");
    ann.sync(&mut server);
    assert_eq!(Task::read(&server.record::<Task>(id(2))).time_spent, 95);
}

#[test]
fn a_wrong_value_takes_no_other_edit_down_with_it() {
    let ann = Client::new(1, person(0));
    let tab = open_tab(&ann);
    // An id that nobody else can have made.
    let own = holdfast_core::id::Id::<Task>::new(1_000, [7; 10]);
    let set = || Edit::set(shared().scope(), own);
    make(&tab, 1, project(1));
    make(&tab, 2, Edit { id: own.record(), ..task(2, 1) });
    make(&tab, 3, set().put(Task::TITLE, "Better"));
    make(&tab, 4, set().put(Task::TITLE, "  "));
    assert_eq!(ops(&ann), [1, 2, 4]);
    let Action::Create(fields) = &ann.rows()[1].operation.action else { panic!("it makes the task") };
    assert_eq!(fields[Task::TITLE], Value::Text("Better".into()));
}

#[test]
fn another_tabs_unheard_edit_is_not_passed_over() {
    let (_, ann) = synced_task();
    let (one, other) = (open_tab(&ann), open_tab(&ann));
    make(&one, 3, set(2).put(Task::TITLE, "B"));
    make(&other, 4, set(2).put(Task::TITLE, "C"));
    make(&one, 5, set(2).put(Task::TITLE, "D"));
    assert_eq!(ops(&ann), [3, 4, 5], "5 within 3 would come before 4");
}

#[test]
fn an_edit_begun_before_somebody_elses_came_says_so() {
    let (mut server, ann) = synced_task();
    let tab = open_tab(&ann);
    let begun = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
    server.act_as(person(0), set(2).put(Task::TITLE, "Bob's"));
    ann.pull(&server);
    now(tab.on_hint(&holdfast_core::client::Hint::Reload)).unwrap();
    let drafts = [Draft { seen: Some(begun), ..draft(3, person(0), set(2).put(Task::TITLE, "Ann's")) }];
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, begun);
    ann.sync(&mut server);
    let last = server.ledger.log(shared().scope()).last().unwrap().clone();
    assert_eq!(last.writes[0].overwrote, [Task::TITLE]);
}

#[test]
fn discarded_letters_come_back_and_are_kept_for_a_while() {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    let refused = holdfast_core::wire::OpResult {
        op_id: op_id(1),
        outcome: holdfast_core::wire::Outcome::Rejected(holdfast_core::authority::Rejection::Forbidden),
    };
    ann.mark(Some(EPOCH), &[refused], 3_000);
    let before = ann.rows();
    now(discard(&ann.db, &[ClientSeq(1)], 4_000)).unwrap();
    assert!(ann.rows().is_empty());
    now(undiscard(&ann.db, &[ClientSeq(1)])).unwrap();
    assert_eq!(ann.rows(), before);
    assert_eq!(ann.edit(2, task(2, 1)).depends_on, [op_id(1)], "its record is made by it again");
    now(discard(&ann.db, &[ClientSeq(1)], 4_000)).unwrap();
    now(done::prune(&ann.db, 4_000 + KEPT)).unwrap();
    assert_eq!(ann.db.committed().keys().filter(|(table, _)| *table == Table::Done).count(), 1);
    now(done::prune(&ann.db, 4_001 + KEPT)).unwrap();
    assert_eq!(ann.db.committed().keys().filter(|(table, _)| *table == Table::Done).count(), 0);
}

#[test]
fn a_refused_edit_is_offered_with_other_words() {
    let (mut server, ann) = synced_task();
    ann.edit(3, set(2).put(Task::TITLE, "  "));
    ann.sync(&mut server);
    assert!(matches!(ann.rows()[0].state, RowState::Dead { .. }));
    let words = BTreeMap::from([(Task::TITLE.into(), Change::Put(Value::Text("Not blank".into())))]);
    now(edit(&ann.db, ClientSeq(3), &words, op_id(100))).unwrap();
    ann.sync(&mut server);
    assert_eq!((ann.rows().len(), Task::read(&server.record::<Task>(id(2))).title.as_str()), (0, "Not blank"));
}

fn read_history(ann: &Client, server: &Server, epoch: Epoch) {
    let scopes = server.ledger.readable(ann.who);
    let known = now(apply::cursor(&ann.db)).unwrap().scopes.keys().copied().collect();
    now(meet(&ann.db, epoch, &scopes, &known, 0)).unwrap();
    for scope in scopes {
        let have = now(apply::cursor(&ann.db)).unwrap().seq(scope);
        let delta = server.ledger.delta(scope, have, usize::MAX);
        now(apply::apply(&ann.db, epoch, &delta)).unwrap();
    }
}

/// A server as it was at its backup, and a client that has had an edit confirmed since and another one waiting.
fn ahead_of_its_backup() -> (Server, Client) {
    let (mut server, ann) = synced_task();
    let mut backup = Server::new();
    backup.push(person(0), &now_ops(&server));
    ann.edit(3, set(2).put(Task::TITLE, "After the backup"));
    ann.sync(&mut server);
    ann.edit(4, set(2).increment(Task::TIME_SPENT, 90));
    (backup, ann)
}

#[test]
fn a_server_restored_from_a_backup_is_offered_what_it_forgot() {
    let (mut backup, ann) = ahead_of_its_backup();
    assert!(ann.rows()[0].operation.base > Seq(2));
    // Somebody was quicker on the restored server.
    backup.act_as(person(1), set(2).put(Task::TITLE, "Bob's"));
    read_history(&ann, &backup, OTHER);
    assert!(now(doubt::is_open(&ann.db)).unwrap(), "until the new history has been read, nobody knows what it lacks");
    assert_eq!(ann.settle(&backup), [ClientSeq(3), ClientSeq(4)], "3 is offered again, 4 is cut");
    assert!(!now(doubt::is_open(&ann.db)).unwrap());
    let rows = ann.rows();
    assert!(rows[0].sent && rows.iter().all(|row| row.operation.base <= backup_head_shared()), "{rows:?}");
    let sent = ann.peek();
    let outcomes = backup.push(person(0), &sent);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, holdfast_core::wire::Outcome::Accepted { .. })));
    let written = backup.ledger.log(shared().scope()).iter().find(|effect| effect.op == op_id(3)).unwrap();
    assert_eq!(written.writes[0].overwrote, [Task::TITLE], "what came in between is not overwritten in silence");
    assert!(ann.settle(&backup).is_empty());
}

/// Leaves of a database what goes along into another one; with it notes of these names that cannot be read.
fn move_own(client: &Client, damaged: &[&str]) {
    let mut all = client.db.committed_mut();
    let notes = NOTES.map(|name| match damaged.contains(&name) {
        true => Err(StoreError::Failed("DataError".into())),
        false => Ok(all.get(&(Table::Meta, Key::name(name))).cloned()),
    });
    all.retain(|(table, _), _| ![Table::Records, Table::Journal, Table::Meta].contains(table));
    all.extend(carried(notes).into_iter().map(|(key, text)| ((Table::Meta, key), text)));
}

#[test]
fn what_was_moved_into_another_database_is_offered_to_a_restored_server() {
    for damaged in [&[][..], &["cursor"], &["doubt", "histories"], &NOTES] {
        let (backup, ann) = ahead_of_its_backup();
        move_own(&ann, damaged);
        now(open(&ann.db, common::client(7))).unwrap();
        read_history(&ann, &backup, OTHER);
        assert!(now(doubt::is_open(&ann.db)).unwrap(), "{damaged:?}");
        assert_eq!(ann.settle(&backup), [ClientSeq(3), ClientSeq(4)], "{damaged:?}: 3 is offered again");
        assert!(ann.rows().iter().all(|row| row.operation.base == Seq(0)), "{damaged:?}: nobody knows what is shared");
    }
}

/// The operations of a server's log that a client made, to be done again elsewhere.
fn now_ops(_: &Server) -> Vec<holdfast_core::operation::Operation> {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.peek()
}

/// What both histories have: the engagement with its first people, the project and the task.
fn backup_head_shared() -> Seq {
    let mut server = Server::new();
    server.push(person(0), &now_ops(&server));
    Seq(server.head())
}

#[test]
fn a_snapshot_takes_the_place_of_a_log() {
    let (mut server, ann) = synced_task();
    ann.edit(3, task(3, 1));
    ann.send(&mut server);
    ann.edit(4, set(2).increment(Task::TIME_SPENT, 90));
    let scope = shared().scope();
    // A record that the server has no more, and one that cannot be read.
    let stray = Record { id: RecordId(Uuid::from_u128(1)), ..server.record::<Task>(id(2)) };
    put(&ann, &Key::record(scope, stray.id), &serde_json::to_string(&stray).unwrap());
    put(&ann, &Key::record(scope, id::<Task>(2).record()), "~00000000broken");

    let mut records: Vec<Record> = server.ledger.records().filter(|record| record.scope == scope).cloned().collect();
    records.sort_by_key(|record| record.id);
    let (at, cut) = (Seq(server.head()), records.len() / 2);
    let first = SnapshotPage { scope, at, after: None, last: false, records: records[..cut].to_vec() };
    let second = SnapshotPage {
        after: Some(records[cut - 1].id),
        last: true,
        records: records[cut..].to_vec(),
        ..first.clone()
    };
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &second, 0)).unwrap(), Taken::Gap, "its first page is missing");
    ann.read_again(scope);
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &first, 0)).unwrap(), Taken::Part);
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &first, 0)).unwrap(), Taken::Part, "begun again");
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &second, 0)).unwrap(), Taken::Whole);
    let here: Vec<Record> = ann.base().into_values().filter(|record| record.scope == scope).collect();
    assert_eq!(here, records);
    assert_eq!(ops(&ann), [4], "what was accepted is in it; what waits stays");
    assert_eq!(now(apply::cursor(&ann.db)).unwrap().seq(scope), at);
}

fn put(client: &Client, key: &Key, text: &str) {
    client.db.committed_mut().insert((Table::Records, key.clone()), text.to_owned());
}

#[test]
fn a_record_that_cannot_be_read_is_put_aside_and_fetched_again() {
    let (mut server, ann) = synced_task();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 90));
    let key = Key::record(shared().scope(), id::<Task>(2).record());
    put(&ann, &key, "~12345678{}");
    let tab = open_tab(&ann);
    assert_eq!(tab.put_aside(), 1);
    let aside = now(health::quarantined(&ann.db)).unwrap();
    assert_eq!(aside.len(), 1);
    assert_eq!(aside[0].1, "~12345678{}", "as it was");
    ann.sync(&mut server);
    // Its own edit was in the first answer, over what nobody can read: the scope is read again before its row goes.
    ann.pull(&server);
    now(tab.on_hint(&holdfast_core::client::Hint::Reload)).unwrap();
    assert_eq!(tab.replica().entity::<Task>(id(2)).unwrap().time_spent, 90);
    assert!(ann.rows().is_empty(), "the outbox was not touched");
}

#[test]
fn a_delta_goes_past_a_record_that_cannot_be_read_which_comes_by_itself() {
    let (mut server, ann) = synced_task();
    put(&ann, &Key::record(shared().scope(), id::<Task>(2).record()), "garbage");
    server.act_as(person(0), set(2).put(Task::TITLE, "B"));
    let before = now(apply::cursor(&ann.db)).unwrap();
    assert!(!ann.pull(&server).contains(&apply::Applied::Gap));
    assert!(now(apply::cursor(&ann.db)).unwrap().seq(shared().scope()) > before.seq(shared().scope()));
    ann.pull(&server);
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
}

#[test]
fn a_client_whose_identity_cannot_be_read_is_another_one_and_loses_nothing() {
    let (mut server, ann) = synced_task();
    let waiting = ann.edit(3, set(2).increment(Task::TIME_SPENT, 90));
    ann.db.committed_mut().insert((Table::Meta, Key::name("identity")), "~".into());
    let fresh = ClientId(Uuid::from_u128(0xF));
    let opened = now(open(&ann.db, fresh)).unwrap();
    assert_eq!((opened.client, opened.is_new), (fresh, false));
    let later = ann.edit(4, set(2).increment(Task::TIME_SPENT, 5));
    assert!(later.client_seq > waiting.client_seq && later.client_id == fresh);
    // One push is one client's.
    assert_eq!(ann.peek(), [waiting]);
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert!(ann.rows().is_empty());
    assert_eq!(Task::read(&server.record::<Task>(id(2))).time_spent, 95);
}

#[test]
fn other_unreadable_state_begins_anew() {
    let (mut server, ann) = synced_task();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 90));
    for name in ["cursor", "lease", "resets", "histories", "doubt"] {
        ann.db.committed_mut().insert((Table::Meta, Key::name(name)), "~garbage".into());
    }
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert!(ann.rows().is_empty());
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
}

#[test]
fn what_can_be_undone_is_stored_with_its_edits() {
    let (_, ann) = synced_task();
    let tab = open_tab(&ann);
    let edits = vec![set(2).put(Task::TITLE, "B")];
    let step = Step {
        id: op_id(3),
        at: 5 as Millis,
        label: "Renamed".into(),
        inverse: inverse(&tab.replica(), &edits),
        edits: edits.clone(),
        undone: false,
    };
    let drafts = [draft(3, person(0), edits[0].clone())];
    tab.stage(&drafts);
    now(tab.save(&drafts, Some(step.clone()))).unwrap();
    assert_eq!(now(steps::load(&ann.db)).unwrap(), std::slice::from_ref(&step));
    assert_eq!(open_tab(&ann).steps().to_undo(), Some(&step), "another tab, or this one after a reload");
    let back = [Draft { yields: true, ..draft(4, person(0), step.inverse[0].clone()) }];
    tab.stage(&back);
    now(tab.save_undo(&back, step.id, true)).unwrap();
    assert_eq!(open_tab(&ann).steps().to_redo().map(|step| step.id), Some(step.id));
    assert_eq!(ops(&ann), [3, 4], "an undo is an operation of its own");
}
