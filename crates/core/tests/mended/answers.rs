//! Answers that a server has forgotten by the time somebody comes back who still waits for what they were about.

use super::*;
use holdfast_core::client::{repair::retry, snapshot::Taken};

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
    let outcomes = ann.send(&mut server);
    assert_eq!(outcomes[0], Outcome::Held { by: op_id(1) });
    assert_eq!(names(&ann), [(vec![], RowState::Waiting), (vec![3], RowState::Waiting)]);
    ann.sync(&mut server);
    assert_eq!((ann.rows().len(), Task::read(&server.record::<Task>(id(3))).title.as_str()), (0, "Later"));
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
    assert_eq!(ann.send(&mut server), [Outcome::Held { by: op_id(1) }]);
    assert!(matches!(ann.send(&mut server)[..], [Outcome::Accepted { .. }]), "it is offered without what is done");
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &page, 0)).unwrap(), Taken::Whole);
    ann.pull(&server);
    assert_eq!(ann.rows(), []);
}

/// A snapshot names no operations, so what it confirmed is in no journal.
#[test]
fn what_a_snapshot_confirmed_holds_nobody() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.pull(&server);
    ann.edit(1, project(1));
    ann.send(&mut server);
    ann.edit(3, task(3, 1));
    for page in pages(&server, usize::MAX >> 1) {
        now(snapshot::take(&ann.db, EPOCH, &page, 0)).unwrap();
    }
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
