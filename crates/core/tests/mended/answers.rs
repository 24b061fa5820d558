//! Answers that a server has forgotten by the time somebody comes back who still waits for what they were about.

use super::*;
use holdfast_core::{
    authority::Rejection,
    client::{
        done,
        repair::{self, retry},
        snapshot::Taken,
    },
    operation::ClientSeq,
    value::{Change, Value},
};

/// The server gives up its answers to the project and the task, as it does with what is old.
fn forgets(server: &mut Server) {
    server.ledger.forget(&[op_id(1), op_id(2)]);
}

fn names(client: &Client) -> Vec<(Vec<u128>, RowState)> {
    let number = |op: &holdfast_core::id::OpId| op.0.as_u128() - op_id(0).0.as_u128();
    let row = |row: holdfast_core::outbox::Row| (row.operation.depends_on.iter().map(number).collect(), row.state);
    client.rows().into_iter().map(row).collect()
}

#[test]
fn what_was_confirmed_holds_nobody_though_its_answer_is_forgotten() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.edit(3, task(3, 1));
    ann.edit(4, set(3).put(Task::TITLE, "Later"));
    let grant = ann.lease();
    let sent = ann.peek_with(grant)[..2].to_vec();
    let results = server.take(holdfast_core::ledger::Sender::Person(ann.who), &sent);
    now(holdfast_core::client::outbox_store::mark(&ann.db, grant, Some(EPOCH), &sent, &results, 0)).unwrap();
    ann.pull(&server);
    forgets(&mut server);
    assert_eq!(names(&ann), [(vec![1], RowState::Waiting), (vec![3], RowState::Waiting)]);
    let outcomes = ann.send(&mut server);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
    ann.pull(&server);
    assert_eq!((ann.rows().len(), Task::read(&server.record::<Task>(id(3))).title.as_str()), (0, "Later"));
}

/// An undo waits for what it takes back, and a later edit of the same record does not.
#[test]
fn nothing_overtakes_what_waits_for_a_forgotten_answer() {
    let (mut server, ann) = synced();
    let first = ann.edit(3, set(2).put(Task::TITLE, "Undone"));
    let mut later = ann.rows();
    later[0].operation.depends_on = vec![op_id(2)];
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(3)), serde_json::to_string(&later[0]).unwrap());
    ann.edit(4, set(2).put(Task::TITLE, "Later"));
    forgets(&mut server);
    ann.send(&mut server);
    let log = server.ledger.log(shared().scope());
    assert_eq!(log[log.len() - 2].op, first.op_id);
    assert_eq!(Task::read(&server.record::<Task>(id(2))).title, "Later");
}

/// It was pushed by a build that did not look, or in the very moment.
#[test]
fn what_the_server_holds_for_something_done_is_offered_without_it() {
    let (_, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let grant = ann.lease();
    let sent = ann.peek_with(grant);
    let mut row = ann.rows().remove(0);
    row.operation.depends_on = vec![op_id(1), op_id(2)];
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(3)), serde_json::to_string(&row).unwrap());
    let held = [OpResult { op_id: op_id(3), outcome: Outcome::Held { by: op_id(1) } }];
    let marked = now(holdfast_core::client::outbox_store::mark(&ann.db, grant, Some(EPOCH), &sent, &held, 0)).unwrap();
    assert_eq!(marked, Marked::Rows(vec![holdfast_core::operation::ClientSeq(3)]));
    assert_eq!(names(&ann), [(vec![], RowState::Waiting)]);
}

/// Accepted, and not read yet: the snapshot that would confirm it waits for what was sent and is not answered.
#[test]
fn what_was_accepted_holds_nobody_though_its_answer_is_forgotten() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.pull(&server);
    ann.edit(1, project(1));
    ann.send(&mut server);
    ann.edit(3, task(3, 1));
    forgets(&mut server);
    let page = pages(&server, usize::MAX >> 1).remove(0);
    assert!(matches!(ann.send(&mut server)[..], [Outcome::Accepted { .. }]), "it is offered without what is done");
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &page, 0)).unwrap(), Taken::Whole);
    ann.pull(&server);
    assert_eq!(ann.rows(), []);
}

/// A client whose task waits for a project that a snapshot has confirmed: that names no operations, so the project's is in no
/// journal.
fn confirmed_by_a_snapshot() -> (Server, Client) {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.pull(&server);
    ann.edit(1, project(1));
    ann.send(&mut server);
    ann.edit(3, task(3, 1));
    for page in pages(&server, usize::MAX >> 1) {
        now(snapshot::take(&ann.db, EPOCH, &page, 0)).unwrap();
    }
    (server, ann)
}

#[test]
fn what_a_snapshot_confirmed_holds_nobody() {
    let (mut server, ann) = confirmed_by_a_snapshot();
    forgets(&mut server);
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert_eq!(ann.rows(), []);
}

#[test]
fn a_letter_retried_after_its_dependency_was_forgotten_is_done() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.edit(3, task(3, 1));
    server.push(person(0), &ann.peek()[..1]);
    let refused =
        OpResult { op_id: op_id(3), outcome: Outcome::Rejected(holdfast_core::authority::Rejection::Forbidden) };
    ann.mark(Some(EPOCH), &[refused], 0);
    ann.pull(&server);
    forgets(&mut server);
    now(retry(&ann.db, &[(ann.rows()[0].operation.client_seq, op_id(9))])).unwrap();
    ann.sync(&mut server);
    ann.sync(&mut server);
    assert_eq!(ann.rows(), []);
}

/// Refused, and nothing that others are built on: what takes it back has nothing to take back.
#[test]
fn what_was_refused_or_is_nowhere_holds_for_good() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    let mut rows = ann.rows();
    rows[0].operation.depends_on = vec![op_id(77)];
    let raw = serde_json::to_string(&rows[0]).unwrap();
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(3)), raw);
    ann.send(&mut server);
    assert!(matches!(ann.rows()[0].state, RowState::Dead { .. }));
}

/// A device without room gives up what it keeps of confirmed edits, and any device does after a month.
#[test]
fn what_was_confirmed_holds_nobody_though_this_device_has_forgotten_it_too() {
    for is_full in [true, false] {
        let (mut server, ann) = confirmed_by_a_snapshot();
        match is_full {
            true => drop(now(done::evict(&ann.db)).unwrap()),
            false => now(done::prune(&ann.db, done::KEPT + 1_000_000)).unwrap(),
        }
        forgets(&mut server);
        assert!(matches!(ann.send(&mut server)[..], [Outcome::Accepted { .. }]), "full: {is_full}");
    }
}

/// What it was built on went bad here, so the server holds it, and here it becomes a letter; a copy of an older request then brings
/// both, and what there is to read names no operations any more.
#[test]
fn a_letter_the_server_never_answered_is_offered_again_as_what_it_was() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    ann.edit(4, set(2).increment(Task::TIME_SPENT, 5));
    let mut row = ann.rows().remove(1);
    row.operation.depends_on = vec![op_id(3)];
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(4)), serde_json::to_string(&row).unwrap());
    let delayed = ann.peek();
    ann.db.committed_mut().remove(&(Table::Outbox, Key::Num(3)));
    ann.send(&mut server);
    assert!(matches!(ann.rows()[0].state, RowState::Dead { maybe_done: true, .. }));
    server.push(ann.who, &delayed);
    for page in pages(&server, usize::MAX >> 1) {
        now(snapshot::take(&ann.db, EPOCH, &page, 0)).unwrap();
    }
    assert_eq!(ann.rows().len(), 1, "a snapshot tells of no operation");
    now(retry(&ann.db, &[(ann.rows()[0].operation.client_seq, op_id(9))])).unwrap();
    ann.sync(&mut server);
    assert_eq!((ann.rows().len(), Task::read(&server.record::<Task>(id(2))).time_spent), (0, 5));
}

/// Its author was put out while its push was on the way.
#[test]
fn a_letter_takes_the_answer_that_comes_after_all() {
    for (outcome, left) in [
        (Outcome::Accepted { seq: Seq(4) }, None),
        (Outcome::Rejected(Rejection::Forbidden), Some(Rejection::Forbidden)),
    ] {
        let (_, ann) = synced();
        ann.edit(3, set(2).put(Task::TITLE, "B"));
        let (grant, mut row) = (ann.lease(), ann.rows().remove(0));
        let sent = ann.peek_with(grant);
        row.sent = true;
        row.state = RowState::Dead { why: Rejection::NoAccess, at: 0, maybe_done: true };
        ann.db.committed_mut().insert((Table::Outbox, Key::Num(3)), serde_json::to_string(&row).unwrap());
        let answer = [OpResult { op_id: op_id(3), outcome }];
        now(holdfast_core::client::outbox_store::mark(&ann.db, grant, Some(EPOCH), &sent, &answer, 0)).unwrap();
        let refused = ann.rows().into_iter().find_map(|row| match row.state {
            RowState::Dead { why, maybe_done: false, .. } => Some(why),
            _ => None,
        });
        assert_eq!(refused, left);
    }
}

/// Its words are offered as they were: others might be done beside them.
#[test]
fn a_letter_that_may_have_been_done_is_not_reworded() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let mut row = ann.rows().remove(0);
    row.operation.depends_on = vec![op_id(77)];
    ann.db.committed_mut().insert((Table::Outbox, Key::Num(3)), serde_json::to_string(&row).unwrap());
    ann.send(&mut server);
    let words = [(Task::TITLE.into(), Change::Put(Value::Text("C".into())))].into();
    assert_eq!(now(repair::edit(&ann.db, ClientSeq(3), &words, op_id(9))).unwrap(), None);
}

/// A batch of one lane: what is free would overtake what is held, and be overwritten by it later.
#[test]
fn nothing_overtakes_what_is_held_in_one_push() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "First"));
    ann.edit(4, set(2).put(Task::TITLE, "Second"));
    let mut batch = ann.peek();
    batch[0].depends_on = vec![op_id(77)];
    let outcomes = server.push(ann.who, &batch);
    assert_eq!(outcomes, [Outcome::Held { by: op_id(77) }, Outcome::Held { by: op_id(3) }]);
    batch[0].depends_on.clear();
    assert!(server.push(ann.who, &batch).iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })));
    assert_eq!(Task::read(&server.record::<Task>(id(2))).title, "Second");
}

/// What others share is not held up by something of one's own that was refused.
#[test]
fn a_task_put_under_a_refused_one_goes_on() {
    let (mut server, ann) = synced();
    ann.edit(3, task(3, 1));
    ann.edit(4, set(2).put(Task::PARENT, Some(Id::<Task>::from(id::<Task>(3).record()))));
    assert_eq!(ann.rows()[1].operation.depends_on, []);
    let refused = OpResult { op_id: op_id(3), outcome: Outcome::Rejected(Rejection::Forbidden) };
    ann.mark(Some(EPOCH), &[refused], 0);
    ann.edit(5, set(2).put(Task::TITLE, "B"));
    let outcomes = ann.send(&mut server);
    assert!(matches!(outcomes[..], [Outcome::Rejected(Rejection::NotFound), Outcome::Accepted { .. }]), "{outcomes:?}");
}

/// It is made after the row that the change could have become a part of.
#[test]
fn a_task_is_put_under_a_later_one_after_that_is_made() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).put(Task::PARENT, None::<Id<Task>>));
    make(&tab, 4, task(4, 1));
    make(&tab, 5, set(2).put(Task::PARENT, Some(Id::<Task>::from(id::<Task>(4).record()))));
    ann.sync(&mut server);
    assert_eq!(
        (ann.rows(), Task::read(&server.record::<Task>(id(2))).parent),
        (vec![], Some(Id::from(id::<Task>(4).record())))
    );
}
