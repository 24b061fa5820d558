//! The one door: repeats, dependencies and senders.

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    entity::Task,
    ledger::{self, Ledger as _, Sender},
    operation::Operation,
    record::Seq,
    role::Role,
    value::Value,
    wire::Outcome,
};

fn after(op: Operation, needed: u128) -> Operation {
    Operation { depends_on: vec![op_id(needed)], ..op }
}

#[test]
fn a_repeat_is_answered_from_the_first_answer() {
    let mut server = Server::new();
    let make = [operation(1, person(0), 1, 0, project(1)), operation(2, person(0), 1, 0, task(2, 1))];
    let spend = [operation(3, person(0), 1, 0, set(2).increment(Task::TIME_SPENT, 5))];
    let first = server.push(person(0), &make);
    let spent = server.push(person(0), &spend);
    let head = server.head();
    assert_eq!(server.push(person(0), &make), first);
    assert_eq!(server.push(person(0), &spend), spent);
    assert_eq!((server.head(), server.record::<Task>(id(2)).value(Task::TIME_SPENT)), (head, Some(&Value::Int(5))));
}

#[test]
fn a_refusal_is_final_whatever_changes() {
    let mut server = Server::new();
    let op = [operation(1, person(1), 1, 0, project(1))];
    assert_eq!(server.push(person(1), &op), [Outcome::Rejected(Rejection::NoAccess)]);
    server.admit(person(1), Role::Editor);
    assert_eq!(server.push(person(1), &op), [Outcome::Rejected(Rejection::NoAccess)]);
}

#[test]
fn what_waits_for_something_not_done_is_held_and_not_remembered() {
    let mut server = Server::new();
    let wait = after(operation(2, person(0), 1, 0, task(2, 1)), 1);
    assert_eq!(server.push(person(0), std::slice::from_ref(&wait)), [Outcome::Held { by: op_id(1) }]);
    let head = server.head();
    let both = [operation(1, person(0), 1, 0, project(1)), wait];
    let outcomes = server.push(person(0), &both);
    assert_eq!(outcomes, [Outcome::Accepted { seq: Seq(head + 1) }, Outcome::Accepted { seq: Seq(head + 2) }]);
}

#[test]
fn what_waits_for_something_refused_is_held() {
    let mut server = Server::new();
    let refused = operation(1, person(0), 1, 0, task(1, 99));
    let waits = after(operation(2, person(0), 1, 0, set(1).put(Task::TITLE, "Later")), 1);
    let outcomes = server.push(person(0), &[refused, waits]);
    assert_eq!(outcomes, [Outcome::Rejected(Rejection::NotFound), Outcome::Held { by: op_id(1) }]);
}

#[test]
fn another_persons_operation_id_tells_nothing() {
    let mut server = Server::new();
    server.admit(person(1), Role::Editor);
    server.push(person(0), &[operation(1, person(0), 1, 0, project(1))]);
    let theirs = operation(1, person(1), 2, 0, project(2));
    assert_eq!(server.push(person(1), &[theirs]), [Outcome::Rejected(Rejection::Forbidden)]);
}

#[test]
fn a_membership_counts_within_the_push_that_makes_it() {
    let mut server = Server::new();
    let mine: holdfast_core::id::Id<holdfast_core::entity::Engagement> = id(50);
    let engagement = holdfast_core::entity::Entity::create(
        &holdfast_core::entity::Engagement { name: "Mine".into() },
        mine.scope(),
        mine,
    );
    let project = holdfast_core::operation::Edit { scope: mine.scope(), ..project(51) };
    let ops = [operation(1, person(1), 1, 0, engagement), operation(2, person(1), 1, 0, project)];
    assert_eq!(server.push(person(1), &ops), [Outcome::Accepted { seq: Seq(1) }, Outcome::Accepted { seq: Seq(2) }]);
}

#[test]
fn a_transaction_that_is_not_committed_leaves_nothing() {
    let mut server = Server::new();
    let op = [operation(1, person(0), 1, 0, project(1))];
    let head = server.head();
    let mut tx = server.ledger.begin();
    let pushed = now(ledger::push(&mut tx, Sender::Person(person(0)), &op, 0)).unwrap();
    assert_eq!(pushed.effects.len(), 1);
    drop(tx);
    assert_eq!((server.head(), server.ledger.result(op_id(1))), (head, None));
    assert_eq!(server.push(person(0), &op), [Outcome::Accepted { seq: Seq(head + 1) }]);
}

#[test]
fn a_ledger_tells_who_made_an_effect() {
    let mut server = Server::new();
    server.push(person(0), &[operation(1, person(0), 1, 0, project(1))]);
    let committed = Seq(server.head());
    let mut tx = server.ledger.begin();
    let within = now(ledger::push(&mut tx, Sender::Person(person(0)), &[operation(2, person(0), 1, 0, task(2, 1))], 9));
    assert!(within.is_ok());
    for (seq, expected) in
        [(committed, Some((person(0), 1_000))), (committed.next(), Some((person(0), 1_000))), (Seq(99), None)]
    {
        assert_eq!(now(tx.writer(shared().scope(), seq)), Ok(expected), "{seq:?}");
    }
    assert_eq!(now(tx.writer(person(3).scope(), Seq(2))), Ok(None), "of another scope");
}
