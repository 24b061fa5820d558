//! Edits that wait and that their author does not want any more.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::collections::BTreeMap;

use common::*;
use holdfast_core::{
    client::{
        Hint, Tab,
        memory::MemoryDatabase,
        repair::{Withdrawn, edit, has_left, undiscard, withdraw},
        steps::steps_of,
    },
    entity::{Entity as _, Task},
    operation::{ClientSeq, Draft, Edit},
    undo::{Step, inverse, reversal},
    value::{Change, FieldName, Value},
};

const FIRST: ClientSeq = ClientSeq(1);

fn out(client: &Client, seq: ClientSeq) -> Withdrawn {
    now(withdraw(&client.db, seq, 5_000)).unwrap()
}

fn seqs(client: &Client) -> Vec<u64> {
    client.rows().iter().map(|row| row.operation.client_seq.0).collect()
}

/// A client with a project, a task in it, and a project that has nothing to do with them, none of which was sent.
fn waiting() -> (Server, Client) {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.edit(3, project(3));
    (Server::new(), ann)
}

#[test]
fn what_was_never_sent_goes_with_what_builds_on_it() {
    let (mut server, ann) = waiting();
    assert_eq!(out(&ann, FIRST), Withdrawn::Out(vec![ClientSeq(1), ClientSeq(2)]));
    assert_eq!(seqs(&ann), [3]);
    ann.sync(&mut server);
    assert!(server.ledger.record(id::<Task>(2).record()).is_none());
    assert!(ann.edit(4, task(4, 1)).depends_on.is_empty(), "nobody waits for what is not to be made");
}

#[test]
fn it_comes_back_as_it_was_and_is_sent() {
    let (mut server, ann) = waiting();
    let before = ann.rows();
    let Withdrawn::Out(gone) = out(&ann, FIRST) else { panic!("nothing was sent") };
    now(undiscard(&ann.db, &gone)).unwrap();
    assert_eq!(ann.rows(), before);
    assert!(ann.edit(4, task(4, 1)).depends_on.contains(&op_id(1)), "what refers to it waits for it again");
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert!(ann.rows().is_empty());
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
}

#[test]
fn what_may_have_left_stays() {
    let (mut server, ann) = waiting();
    assert!(!now(has_left(&ann.db, FIRST)).unwrap());
    ann.peek();
    assert!(now(has_left(&ann.db, FIRST)).unwrap());
    assert_eq!((out(&ann, FIRST), seqs(&ann)), (Withdrawn::Sent, vec![1, 2, 3]));
    ann.send(&mut server);
    assert_eq!(out(&ann, FIRST), Withdrawn::Sent);
    ann.pull(&server);
    assert_eq!(out(&ann, FIRST), Withdrawn::Gone);
    assert!(now(has_left(&ann.db, FIRST)).unwrap());
}

/// Retried under a new id, a create was never sent; what waited for it was, in vain.
#[test]
fn what_something_sent_builds_on_stays_too() {
    let (_, ann) = waiting();
    ann.peek();
    let mut row = ann.rows().remove(0);
    row.sent = false;
    let text = serde_json::to_string(&row).unwrap();
    ann.db.committed_mut().insert((holdfast_core::client::Table::Outbox, holdfast_core::client::Key::Num(1)), text);
    assert_eq!((out(&ann, FIRST), seqs(&ann)), (Withdrawn::Sent, vec![1, 2, 3]));
}

#[test]
fn a_change_goes_alone() {
    let (mut server, ann) = waiting();
    ann.sync(&mut server);
    ann.edit(4, set(2).put(Task::TITLE, "One"));
    ann.edit(5, set(2).increment(Task::TIME_SPENT, 5));
    assert_eq!(out(&ann, ClientSeq(4)), Withdrawn::Out(vec![ClientSeq(4)]));
    ann.sync(&mut server);
    let there = Task::read(&server.record::<Task>(id(2)));
    assert_eq!((there.title.as_str(), there.time_spent), ("Call the port", 5));
}

#[test]
fn its_words_can_be_changed_while_it_is_here() {
    let (mut server, ann) = waiting();
    let title = |words: &str| -> BTreeMap<FieldName, Change> {
        [("title".into(), Change::Put(Value::Text(words.into())))].into()
    };
    let change = |words| now(edit(&ann.db, ClientSeq(2), &title(words), op_id(9))).unwrap();
    assert!(change("Ring the port").is_some());
    ann.peek();
    assert_eq!(change("Too late"), None);
    ann.sync(&mut server);
    assert_eq!(Task::read(&server.record::<Task>(id(2))).title, "Ring the port");
}

fn open_tab(client: &Client) -> Tab<MemoryDatabase> {
    let tab = now(Tab::open(client.db.clone(), client.who, common::client(9), |_| {})).unwrap();
    now(tab.load()).unwrap();
    tab
}

fn make(tab: &Tab<MemoryDatabase>, op: u128, edits: Vec<Edit>) {
    let inverse = inverse(&tab.replica(), &edits);
    let drafts: Vec<_> = (op..).zip(&edits).map(|(op, edit)| draft(op, tab.account(), edit.clone())).collect();
    let step = Step { id: op_id(op), at: 1_000, label: "it".into(), edits, inverse, undone: false };
    tab.stage(&drafts);
    now(tab.save(&drafts, Some(step))).unwrap();
}

/// The tab says how much goes, shows it gone, and has nothing of it to undo until it is back; another one follows.
#[test]
fn a_tab_shows_it_and_forgets_its_step() {
    let ann = Client::new(1, person(0));
    let (tab, other) = (open_tab(&ann), open_tab(&ann));
    make(&tab, 1, vec![project(1)]);
    make(&tab, 2, vec![task(2, 1)]);
    now(other.on_hint(&Hint::Reload)).unwrap();
    assert_eq!((tab.replica().built_on(FIRST), tab.replica().built_on(ClientSeq(2))), (2, 1));
    assert_eq!(now(steps_of(&ann.db, op_id(2))).unwrap(), [op_id(2)]);
    let (withdrawn, hint) = now(tab.withdraw(FIRST, 5_000)).unwrap();
    let Withdrawn::Out(gone) = withdrawn else { panic!("nothing was sent") };
    now(other.on_hint(&hint)).unwrap();
    for tab in [&tab, &other] {
        assert!(tab.replica().live(id::<Task>(2).record()).is_none());
        assert_eq!((tab.steps().iter().count(), tab.replica().pending().count()), (0, 0));
    }
    now(tab.undiscard(&gone)).unwrap();
    assert!(tab.replica().live(id::<Task>(2).record()).is_some());
    assert_eq!(tab.steps().iter().count(), 2);
}

/// What takes something back is taken back by redo: discarded, it would leave a step that is neither done nor undone.
#[test]
fn an_undo_that_waits_is_not_discarded() {
    let ann = Client::new(1, person(0));
    let restore = Edit::restore(shared().scope(), id::<Task>(2));
    let back = Draft { yields: true, ..draft(2, ann.who, set(2).put(Task::TITLE, "Before")) };
    ann.save(&[draft(1, ann.who, restore), back]);
    assert_eq!((out(&ann, FIRST), out(&ann, ClientSeq(2)), seqs(&ann)), (Withdrawn::Gone, Withdrawn::Gone, vec![1, 2]));
}

/// Two titles written one after the other became one edit; taking it back takes both back, the newer first.
#[test]
fn every_step_of_an_edit_is_known_and_what_it_says_now() {
    let (mut server, ann) = waiting();
    ann.sync(&mut server);
    let tab = open_tab(&ann);
    make(&tab, 11, vec![set(2).put(Task::TITLE, "One")]);
    make(&tab, 12, vec![set(2).put(Task::TITLE, "Two")]);
    assert_eq!(now(steps_of(&ann.db, op_id(11))).unwrap(), [op_id(12), op_id(11)]);
    let seq = ann.rows()[0].operation.client_seq;
    let words: BTreeMap<FieldName, Change> = [("title".into(), Change::Put(Value::Text("Three".into())))].into();
    now(edit(&ann.db, seq, &words, op_id(99))).unwrap();
    now(tab.on_hint(&Hint::Reload)).unwrap();
    let last = tab.steps().to_undo().cloned().unwrap();
    let undone = reversal(&last, &tab.replica(), tab.client());
    assert_eq!((undone.edits.len(), undone.kept.len()), (1, 0), "what it says now is what there is to take back");
}
