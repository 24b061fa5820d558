//! Storing, applying, marking, resetting and repairing, over a database in memory.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    client::{
        Hint, Key, StoreError, Table,
        apply::{Applied, apply, cursor, journal},
        enqueue::{Edits, enqueue},
        lease::{Asked, ask},
        memory::Point,
        outbox_store::{Marked, Peeked, mark, peek},
        repair::{discard, retry},
        reset::{Met, meet},
    },
    effect::Delta,
    entity::{Engagement, Entity, Task},
    id::{Epoch, HolderId, Id, OpId},
    operation::ClientSeq,
    outbox::{Row, RowState},
    record::Seq,
    role::Role,
    wire::{OpResult, Outcome},
};
use uuid::Uuid;

fn delta(server: &Server, from: u64) -> Delta {
    server.ledger.delta(shared().scope(), Seq(from), usize::MAX)
}

fn states(client: &Client) -> Vec<(u64, RowState)> {
    client.rows().into_iter().map(|row| (row.operation.client_seq.0, row.state)).collect()
}

fn dead(why: Rejection) -> RowState {
    RowState::Dead { why, at: 3_000, maybe_done: false }
}

/// It had been sent, and the server has not said no.
fn unanswered() -> RowState {
    RowState::Dead { why: Rejection::NotFound, at: 3_000, maybe_done: true }
}

#[test]
fn numbers_have_no_gaps_whoever_stores_and_whatever_fails() {
    let ann = Client::new(1, person(0));
    let other_tab = Client { db: ann.db.clone(), who: ann.who };
    ann.edit(1, project(1));
    let full = ann.db.with_gate(std::rc::Rc::new(|point| {
        Box::pin(async move { if point == Point::BeforeCommit { Err(StoreError::Quota) } else { Ok(()) } })
    }));
    assert_eq!(now(enqueue(&full, Edits::apart(&[draft(9, person(0), project(9))]))), Err(StoreError::Quota));
    other_tab.save(&[draft(2, person(0), project(2)), draft(3, person(0), project(3))]);
    ann.edit(4, project(4));
    let seqs: Vec<_> = ann.rows().iter().map(|row| row.operation.client_seq.0).collect();
    assert_eq!(seqs, [1, 2, 3, 4]);
}

#[test]
fn an_edit_takes_its_base_and_what_it_waits_for_from_what_is_stored() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    let mine: Id<Engagement> = id(50);
    ann.edit(1, Engagement { name: "Mine".into() }.create(mine.scope(), mine));
    let project = ann.edit(2, holdfast_core::operation::Edit { scope: mine.scope(), ..project(51) });
    assert_eq!(project.depends_on, [op_id(1)], "its scope is not made yet");
    let in_mine = holdfast_core::operation::Edit { scope: mine.scope(), ..task(52, 51) };
    let task = ann.edit(3, in_mine);
    assert_eq!(task.depends_on, [op_id(1), op_id(2)], "nor is its project");
    let change = ann.edit(4, holdfast_core::operation::Edit { scope: mine.scope(), ..set(52).put(Task::TITLE, "B") });
    assert_eq!((change.depends_on, change.base), (vec![op_id(1), op_id(3)], Seq(0)));
    ann.sync(&mut server);
    let later = ann.edit(5, holdfast_core::operation::Edit { scope: mine.scope(), ..set(52).put(Task::TITLE, "C") });
    assert_eq!((later.depends_on, later.base), (vec![], Seq(4)), "all is confirmed: the base is what was seen");
}

#[test]
fn drafts_stored_together_wait_for_each_other() {
    let ann = Client::new(1, person(0));
    let rows = ann.save(&[draft(1, person(0), project(1)), draft(2, person(0), task(2, 1))]);
    assert_eq!(rows[1].operation.depends_on, [op_id(1)]);
}

#[test]
fn a_delta_is_applied_once_and_whole() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    let scopes = ann.readable(&server);
    now(meet(&ann.db, EPOCH, &scopes, &[].into(), 0)).unwrap();
    for number in 1..4 {
        server.push(person(0), &[operation(number, person(0), 2, 0, project(number))]);
    }
    let take = |delta: &Delta| now(apply(&ann.db, EPOCH, delta)).unwrap();
    let whole = delta(&server, 0);
    assert_eq!(take(&delta(&server, 1)), Applied::Gap);
    let mut torn = whole.clone();
    torn.effects.remove(1);
    assert_eq!(take(&torn), Applied::Gap, "it does not hold what it names");
    let short = Delta { to: Seq(whole.to.0 + 1), ..whole.clone() };
    assert_eq!(take(&short), Applied::Gap);
    let mut mixed = whole.clone();
    mixed.effects[0].scope = person(0).scope();
    assert_eq!(take(&mixed), Applied::Gap);
    assert_eq!(now(apply(&ann.db, Epoch(Uuid::from_u128(1)), &whole)).unwrap(), Applied::Gap, "another history");
    assert!(ann.base().is_empty());
    let (first, rest) = (server.ledger.delta(shared().scope(), Seq(0), 2), delta(&server, 2));
    let mut joined = first.clone();
    for apart in [&torn, &short, &mixed, &first] {
        assert_eq!(joined.join(apart.clone(), 9).as_ref(), Some(apart), "it does not follow, or is not whole");
    }
    assert_eq!(joined.join(rest.clone(), rest.effects.len() + 1), Some(rest.clone()), "too many at once");
    assert_eq!((joined.join(rest, 9), &joined), (None, &whole));
    let first = server.ledger.delta(shared().scope(), Seq(0), 2);
    assert!(matches!(take(&first), Applied::Done { .. }));
    assert_eq!(take(&first), Applied::Known);
    let Applied::Done { records, .. } = take(&whole) else { panic!("the rest is new") };
    assert_eq!(records.len(), 2, "what was there is passed over");
    assert_eq!(take(&whole), Applied::Known);
    assert_eq!(take(&Delta { from: whole.to, to: whole.to, scope: whole.scope, effects: vec![] }), Applied::Known);
    let journal = now(journal(&ann.db)).unwrap();
    let log: Vec<OpId> = server.ledger.log(shared().scope()).iter().map(|effect| effect.op).collect();
    assert_eq!(journal.len(), log.len());
    assert!(log.iter().all(|op| journal.contains_key(op)));
    assert_eq!(now(cursor(&ann.db)).unwrap().seq(shared().scope()), whole.to);
}

#[test]
fn an_effect_confirms_its_row_though_the_answer_was_lost() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    server.push(person(0), &ann.peek());
    ann.pull(&server);
    assert!(ann.rows().is_empty() && ann.base().contains_key(&id::<Task>(1).record()));
    assert!(ann.edit(2, task(2, 1)).depends_on.is_empty(), "the create is forgotten with its row");
}

#[test]
fn another_clients_effect_of_the_same_number_confirms_nothing() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    server.push(person(0), &[operation(1, person(0), 2, 0, project(2))]);
    ann.pull(&server);
    assert_eq!(states(&ann), [(1, RowState::Waiting)]);
}

#[test]
fn marks_follow_the_answer_and_nothing_else() {
    let ann = Client::new(1, person(0));
    for number in 1..5 {
        ann.edit(number, project(number));
    }
    let grant = ann.lease();
    let sent = ann.peek_with(grant);
    let result = |op: u128, outcome| OpResult { op_id: op_id(op), outcome };
    let results = [
        result(1, Outcome::Accepted { seq: Seq(9) }),
        result(2, Outcome::Rejected(Rejection::Forbidden)),
        result(3, Outcome::Held { by: op_id(4) }),
        result(77, Outcome::Rejected(Rejection::Forbidden)),
    ];
    let marked = now(mark(&ann.db, grant, Some(EPOCH), &sent, &results, 3_000)).unwrap();
    assert_eq!(marked, Marked::Rows(vec![ClientSeq(1), ClientSeq(2)]));
    let after = [
        (1, RowState::Accepted { seq: Seq(9) }),
        (2, dead(Rejection::Forbidden)),
        (3, RowState::Waiting),
        (4, RowState::Waiting),
    ];
    assert_eq!(states(&ann), after);
    // A late answer of another sort changes nothing any more.
    let late = [result(1, Outcome::Rejected(Rejection::Deleted)), result(2, Outcome::Accepted { seq: Seq(1) })];
    now(mark(&ann.db, grant, Some(EPOCH), &sent, &late, 4_000)).unwrap();
    assert_eq!(states(&ann), after);
}

#[test]
fn what_waits_for_something_that_is_nowhere_is_a_dead_letter() {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    let results = [OpResult { op_id: op_id(1), outcome: Outcome::Held { by: op_id(66) } }];
    ann.mark(Some(EPOCH), &results, 3_000);
    assert_eq!(states(&ann), [(1, RowState::Waiting)], "it does not wait for that");
    let mut row = ann.rows().remove(0);
    row.operation.depends_on = vec![op_id(66)];
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(1)), serde_json::to_string(&row).unwrap());
    ann.mark(Some(EPOCH), &results, 3_000);
    assert_eq!(states(&ann), [(1, unanswered())]);
}

#[test]
fn an_old_answer_is_not_to_what_was_retried_since() {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    let grant = ann.lease();
    let sent = ann.peek_with(grant);
    let refused = [OpResult { op_id: op_id(1), outcome: Outcome::Rejected(Rejection::Forbidden) }];
    now(mark(&ann.db, grant, Some(EPOCH), &sent, &refused, 3_000)).unwrap();
    now(retry(&ann.db, &[(ClientSeq(1), op_id(100))])).unwrap();
    now(mark(&ann.db, grant, Some(EPOCH), &sent, &refused, 3_000)).unwrap();
    assert_eq!(states(&ann), [(1, RowState::Waiting)]);
}

#[test]
fn a_lease_is_one_holders_until_its_beat_stands_still() {
    let ann = Client::new(1, person(0));
    let holder = |number| HolderId(Uuid::from_u128(number));
    let asked = |number, stale| now(ask(&ann.db, holder(number), stale)).unwrap();
    let Asked::Granted(first) = asked(1, None) else { panic!("it is free") };
    let Asked::Held(beat) = asked(2, None) else { panic!("it is held") };
    let op = ann.edit(1, project(1));
    now(mark(&ann.db, first, Some(EPOCH), &ann.peek_with(first), &[], 0)).unwrap();
    let Asked::Held(next) = asked(2, Some(beat)) else { panic!("its holder has moved") };
    assert_ne!(beat, next);
    let Asked::Granted(_) = asked(2, Some(next)) else { panic!("it stood still") };
    let answer = [OpResult { op_id: op_id(1), outcome: Outcome::Rejected(Rejection::Forbidden) }];
    assert_eq!(now(peek(&ann.db, first, 9, 999)), Ok(Peeked::Fenced));
    let fenced = now(mark(&ann.db, first, Some(EPOCH), &[op], &answer, 0)).unwrap();
    assert_eq!((fenced, states(&ann)), (Marked::Fenced, vec![(1, RowState::Waiting)]));
    now(holdfast_core::client::lease::release(&ann.db, first)).unwrap();
    assert!(matches!(asked(3, None), Asked::Held(_)), "a former holder gives nothing back");
}

#[test]
fn another_history_clears_the_base_and_offers_accepted_edits_again() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.sync(&mut server);
    ann.edit(2, project(2));
    ann.send(&mut server);
    ann.edit(3, project(3));
    let other = Epoch(Uuid::from_u128(0xE2));
    let known = now(cursor(&ann.db)).unwrap().scopes.into_keys().collect();
    assert_eq!(now(meet(&ann.db, EPOCH, &ann.readable(&server), &known, 0)).unwrap(), Met::Same);
    assert_eq!(now(meet(&ann.db, other, &ann.readable(&server), &known, 0)).unwrap(), Met::Changed);
    assert!(ann.base().is_empty());
    let cursor = now(cursor(&ann.db)).unwrap();
    assert_eq!((cursor.epoch, cursor.scopes.len()), (Some(other), 0));
    assert_eq!(states(&ann), [(2, RowState::Waiting), (3, RowState::Waiting)]);
}

#[test]
fn a_lost_scope_is_purged_and_ones_own_edits_become_dead_letters() {
    let (mut server, bob) = (Server::new(), Client::new(1, person(1)));
    server.admit(person(1), Role::Editor);
    bob.edit(1, project(1));
    bob.sync(&mut server);
    bob.edit(2, project(2));
    bob.edit(3, set(99).put(Task::TITLE, "There is no such task"));
    bob.send(&mut server);
    bob.edit(4, project(4));
    let known = now(cursor(&bob.db)).unwrap().scopes.into_keys().collect();
    let without = [person(1).scope()];
    // Whoever asked before the scope was met has nothing to say of it.
    assert_eq!(now(meet(&bob.db, EPOCH, &without, &[].into(), 5_000)).unwrap(), Met::Same);
    assert_eq!(now(meet(&bob.db, EPOCH, &without, &known, 5_000)).unwrap(), Met::Changed);
    assert!(bob.base().values().all(|record| record.scope == person(1).scope()));
    let lost = RowState::Dead { why: Rejection::NoAccess, at: 5_000, maybe_done: false };
    assert_eq!(states(&bob), [(3, dead(Rejection::NotFound)), (4, lost)], "2 was accepted: it is done");
}

/// A refused create of a project, a task that waits for it, and a change of that task.
fn refused() -> Client {
    let ann = Client::new(1, person(0));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let results = [OpResult { op_id: op_id(1), outcome: Outcome::Rejected(Rejection::Forbidden) }];
    ann.mark(Some(EPOCH), &results, 3_000);
    ann
}

#[test]
fn a_retry_is_a_new_operation_that_its_dependents_follow() {
    let (mut server, ann) = (Server::new(), refused());
    assert!(ann.peek().is_empty(), "all wait for the dead create");
    let hint = now(retry(&ann.db, &[(ClientSeq(1), op_id(100))])).unwrap();
    assert_eq!(hint, Hint::Rows { seqs: vec![ClientSeq(1), ClientSeq(2)] });
    assert_eq!(ann.rows()[1].operation.depends_on, [op_id(100)]);
    ann.sync(&mut server);
    assert!(ann.rows().is_empty());
    assert_eq!(Task::read(&server.record::<Task>(id(2))).title, "B");
}

#[test]
fn what_waited_for_a_discarded_create_is_a_dead_letter_too() {
    let ann = refused();
    let hint = now(discard(&ann.db, &[ClientSeq(1)], 3_000)).unwrap();
    assert_eq!(hint, Hint::Rows { seqs: vec![ClientSeq(1), ClientSeq(2), ClientSeq(3)] });
    assert_eq!(states(&ann), [(2, unanswered()), (3, unanswered())]);
    assert!(ann.edit(4, task(4, 1)).depends_on.is_empty(), "the discarded create is forgotten");
}

#[test]
fn a_retry_does_not_wait_for_what_was_discarded() {
    let ann = refused();
    now(discard(&ann.db, &[ClientSeq(1)], 3_000)).unwrap();
    now(retry(&ann.db, &[(ClientSeq(2), op_id(100))])).unwrap();
    assert!(ann.rows()[0].operation.depends_on.is_empty());
}

#[test]
fn an_answer_of_another_history_settles_nothing() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.sync(&mut server);
    ann.edit(2, project(2));
    let results = [OpResult { op_id: op_id(2), outcome: Outcome::Accepted { seq: Seq(9) } }];
    let other = Some(Epoch(Uuid::from_u128(0xE2)));
    let marked = ann.mark(other, &results, 3_000);
    assert_eq!((marked, states(&ann)), (Marked::Rows(Vec::new()), vec![(2, RowState::Waiting)]));
}

#[test]
fn only_dead_letters_can_be_repaired() {
    let ann = Client::new(1, person(0));
    let before: Vec<Row> = ann.save(&[draft(1, person(0), project(1))]);
    now(retry(&ann.db, &[(ClientSeq(1), op_id(100))])).unwrap();
    now(discard(&ann.db, &[ClientSeq(1)], 0)).unwrap();
    now(discard(&ann.db, &[ClientSeq(9)], 0)).unwrap();
    assert_eq!(ann.rows(), before);
}
