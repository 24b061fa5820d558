//! The view: base and pending operations, from the moment an edit is made to the moment it is confirmed.

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    entity::Task,
    operation::ClientSeq,
    outbox::{Row, RowState, Unreadable},
    record::{Kind, Record, Seq},
    replica::{Mark, Replica},
    status::{Counts, Link, SyncState, sync_state},
};

/// A replica with a project and a task in its base, and the server they are on.
fn scene() -> (Server, Client, Replica) {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.save(&[draft(1, person(0), project(1)), draft(2, person(0), task(2, 1))]);
    ann.sync(&mut server);
    let mut replica = Replica::new(client(1));
    replica.base(ann.base().into_values().collect(), &[]);
    (server, ann, replica)
}

fn spent(replica: &Replica) -> Option<i64> {
    replica.entity::<Task>(id(2)).map(|task| task.time_spent)
}

#[test]
fn an_edit_shows_once_from_staged_to_confirmed() {
    let (mut server, ann, mut replica) = scene();
    let change = [draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))];
    let shows = |replica: &Replica, mark: Mark| {
        assert_eq!((spent(replica), replica.mark(id::<Task>(2).record())), (Some(90), mark));
    };
    replica.stage(&change);
    shows(&replica, Mark::Saving);
    let rows = ann.save(&change);
    replica.rows(rows.into_iter().map(Ok).collect(), &[]);
    shows(&replica, Mark::Waiting);
    ann.send(&mut server);
    replica.rows(ann.rows().into_iter().map(Ok).collect(), &[]);
    shows(&replica, Mark::Accepted);
    ann.pull(&server);
    let records: Vec<Record> = ann.base().into_values().collect();
    replica.base(records.clone(), &[ClientSeq(3)]);
    shows(&replica, Mark::Synced);
    replica.base(records, &[ClientSeq(3)]);
    shows(&replica, Mark::Synced);
    assert_eq!(replica.pending().count(), 0);
}

#[test]
fn an_edit_that_could_not_be_stored_leaves_the_view() {
    let (_, _, mut replica) = scene();
    replica.stage(&[draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))]);
    replica.refused([op_id(3)]);
    assert_eq!((spent(&replica), replica.counts()), (Some(0), Counts::default()));
}

#[test]
fn a_dead_change_leaves_the_view_and_a_dead_create_stays_marked() {
    let (_, ann, mut replica) = scene();
    let mut rows = ann.save(&[
        draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90)),
        draft(4, person(0), task(4, 1)),
        draft(5, person(0), set(4).put(Task::TITLE, "Later")),
    ]);
    for row in &mut rows[..2] {
        row.state = RowState::Dead { why: Rejection::Forbidden, at: 0, maybe_done: false };
    }
    replica.rows(rows.into_iter().map(Ok).collect(), &[]);
    assert_eq!(spent(&replica), Some(0));
    assert_eq!(replica.entity::<Task>(id(4)).map(|task| task.title), Some("Later".into()));
    assert_eq!(replica.mark(id::<Task>(4).record()), Mark::Dead);
    assert_eq!(replica.counts(), Counts { dead: 2, waiting: 1, ..Counts::default() });
}

#[test]
fn a_retried_dead_letter_takes_the_place_of_the_old_one() {
    let (_, ann, mut replica) = scene();
    let mut row = ann.save(&[draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))]).remove(0);
    row.state = RowState::Dead { why: Rejection::Forbidden, at: 0, maybe_done: false };
    replica.rows(vec![Ok(row.clone())], &[]);
    row.operation.op_id = op_id(100);
    row.state = RowState::Waiting;
    replica.rows(vec![Ok(row)], &[]);
    assert_eq!(replica.counts(), Counts { waiting: 1, ..Counts::default() });
    assert_eq!((spent(&replica), replica.pending().count()), (Some(90), 1));
}

/// A database that forgot who it is may count its rows anew.
#[test]
fn a_record_whose_row_is_another_records_now_leaves_the_view() {
    let (_, ann, mut replica) = scene();
    let made = ann.save(&[draft(3, person(0), task(3, 1))]).remove(0);
    replica.rows(vec![Ok(made.clone())], &[]);
    let number = made.operation.client_seq;
    let mut other = ann.save(&[draft(4, person(0), set(2).increment(Task::TIME_SPENT, 90))]).remove(0);
    other.operation.client_seq = number;
    let touched = replica.rows(vec![Ok(other)], &[]);
    let gone = id::<Task>(3).record();
    assert!(touched.records.contains(&gone));
    assert_eq!((replica.seen(gone), spent(&replica), replica.pending().count()), (None, Some(90), 1));
}

#[test]
fn lists_follow_creates_deletes_and_restores() {
    let (_, _, mut replica) = scene();
    let tasks = |replica: &Replica| {
        let kind = Kind::new("task");
        let of_project = replica.children(id::<Task>(1).record(), &kind).count();
        assert_eq!(of_project, replica.of_kind(&kind).count());
        of_project
    };
    use holdfast_core::operation::Edit;
    assert_eq!(tasks(&replica), 1);
    replica.stage(&[draft(3, person(0), task(3, 1))]);
    assert_eq!(tasks(&replica), 2);
    replica.stage(&[draft(4, person(0), Edit::delete::<Task>(shared().scope(), id(2)))]);
    assert_eq!(tasks(&replica), 1);
    assert!(replica.seen(id::<Task>(2).record()).is_some_and(|record| record.deleted), "a tombstone can be seen");
    replica.stage(&[draft(5, person(0), Edit::restore::<Task>(shared().scope(), id(2)))]);
    assert_eq!(tasks(&replica), 2);
    replica.refused([op_id(3), op_id(4), op_id(5)]);
    assert_eq!(tasks(&replica), 1);
}

#[test]
fn subtasks_are_found_under_what_they_stand_under_now() {
    let (_, _, mut replica) = scene();
    let under = |replica: &Replica, parent: u128| {
        let kind = Kind::new("task");
        let mut all: Vec<_> = replica.children(id::<Task>(parent).record(), &kind).map(|record| record.id).collect();
        all.sort();
        all
    };
    let [two, three] = [2, 3].map(|number| id::<Task>(number).record());
    let put = |of: u128, parent: Option<u128>| set(of).put(Task::PARENT, parent.map(id::<Task>));
    replica.stage(&[draft(3, person(0), task(3, 1)), draft(4, person(0), put(3, Some(2)))]);
    assert_eq!((under(&replica, 2), under(&replica, 1)), (vec![three], vec![two, three]), "it stays in its project");
    let record = replica.seen(two).unwrap().clone();
    use holdfast_core::operation::Edit;
    replica.stage(&[draft(5, person(0), Edit::delete::<Task>(shared().scope(), id(2)))]);
    assert!(!replica.is_within_deleted(replica.live(three).unwrap()), "it is a task of its own now");
    replica.refused([op_id(5)]);
    replica.stage(&[draft(6, person(0), put(2, Some(3)))]);
    assert_eq!((under(&replica, 2), under(&replica, 3)), (vec![three], vec![two]), "a ring is no more than that");
    assert!(!replica.is_within_deleted(&record));
    replica.stage(&[draft(7, person(0), put(3, None))]);
    assert_eq!((under(&replica, 2), under(&replica, 3)), (vec![], vec![two]));
}

#[test]
fn an_older_answer_does_not_undo_a_newer_one() {
    let (mut server, ann, mut replica) = scene();
    let old: Vec<Record> = ann.base().into_values().collect();
    server.push(person(0), &[operation(9, person(0), 2, 9, set(2).increment(Task::TIME_SPENT, 5))]);
    ann.pull(&server);
    replica.base(ann.base().into_values().collect(), &[]);
    replica.base(old, &[]);
    assert_eq!(spent(&replica), Some(5));
}

#[test]
fn a_forgotten_base_leaves_what_is_pending() {
    let (_, ann, mut replica) = scene();
    let rows: Vec<Row> = ann.save(&[draft(4, person(0), task(4, 1))]);
    replica.rows(rows.into_iter().map(Ok).collect(), &[]);
    replica.forget(replica.based());
    assert_eq!(replica.of_kind(&Kind::new("task")).count(), 1);
    assert_eq!(spent(&replica), None);
}

#[test]
fn unreadable_rows_are_counted_until_they_are_gone() {
    let (_, _, mut replica) = scene();
    let unreadable = || Err(Unreadable { client_seq: ClientSeq(7), raw: "{".into() });
    assert!(replica.rows(vec![unreadable()], &[]).outbox);
    replica.rows(vec![unreadable()], &[]);
    assert_eq!((replica.counts().dead, replica.unreadable().len()), (1, 1));
    replica.rows(Vec::new(), &[ClientSeq(7)]);
    assert_eq!(replica.counts().dead, 0);
}

#[test]
fn being_behind_is_seen_by_version_and_by_row() {
    let (mut server, ann, mut replica) = scene();
    let before = server.head();
    let op = ann.edit(3, set(2).increment(Task::TIME_SPENT, 90));
    replica.rows(ann.rows().into_iter().map(Ok).collect(), &[]);
    ann.sync(&mut server);
    let delta = server.ledger.delta(shared().scope(), Seq(before), usize::MAX);
    assert!(replica.is_behind(&delta));
    replica.base(ann.base().into_values().collect(), &[]);
    assert!(replica.is_behind(&delta), "its row is still there");
    replica.base(Vec::new(), &[op.client_seq]);
    assert!(!replica.is_behind(&delta));
}

#[test]
fn one_answer_to_whether_work_is_safe() {
    let counts = |saving, waiting, accepted, dead| Counts { saving, waiting, accepted, dead };
    let table = [
        (counts(0, 0, 0, 0), Link::Up, SyncState::Synced),
        (counts(0, 0, 2, 0), Link::Up, SyncState::Synced),
        (counts(0, 3, 0, 0), Link::Up, SyncState::Waiting(3)),
        (counts(0, 3, 0, 0), Link::Connecting, SyncState::Waiting(3)),
        (counts(0, 3, 0, 0), Link::Down, SyncState::Offline(3)),
        (counts(0, 0, 0, 0), Link::Down, SyncState::Offline(0)),
        (counts(0, 3, 0, 0), Link::SignedOut, SyncState::SignedOut(3)),
        (counts(1, 3, 0, 0), Link::Down, SyncState::Saving),
        (counts(1, 3, 1, 2), Link::Down, SyncState::Problem(2)),
    ];
    for (counts, link, state) in table {
        assert_eq!(sync_state(counts, link), state, "{counts:?} {link:?}");
    }
}

#[test]
fn the_servers_word_says_what_it_changed() {
    let (mut server, ann, mut replica) = scene();
    let before = ann.base();
    ann.save(&[draft(3, person(0), set(2).increment(Task::TIME_SPENT, 90))]);
    ann.sync(&mut server);
    let news: Vec<Record> = ann.base().into_values().filter(|record| before.get(&record.id) != Some(record)).collect();
    let touched = replica.base(news.clone(), &[]);
    let changed: Vec<&str> = touched.confirmed[0].changes().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!((touched.confirmed.len(), changed), (1, vec![Task::TIME_SPENT]));
    assert!(!touched.confirmed[0].came() && !touched.confirmed[0].went());
    let again = replica.base(news, &[]);
    assert!(again.is_empty(), "the same once more changes nothing");
    let staged = replica.stage(&[draft(4, person(0), set(2).increment(Task::TIME_SPENT, 1))]);
    assert!(staged.confirmed.is_empty(), "an edit of one's own is not the server's word");
}
