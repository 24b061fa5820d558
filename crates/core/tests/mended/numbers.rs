//! What a number that an author had seen is worth after a restore: never more than they can have seen.

use super::*;
use holdfast_core::{
    client::enqueue::{Edits, enqueue},
    operation::ClientSeq,
};

const THIRD: Epoch = Epoch(Uuid::from_u128(0xE3));

fn meets(client: &Client, server: &Server, epoch: Epoch) {
    now(meet(&client.db, epoch, &client.readable(server), &BTreeSet::new(), 0)).unwrap();
}

#[test]
fn where_a_number_is_of_nobody_knows_what_the_histories_differ() {
    let (ann, restored, shared_up_to) = forgotten();
    damage(&ann, Table::Journal, Key::op(op_id(3)));
    // What the entry said may be of the new history: it is read a second time.
    for _ in 0..2 {
        read_history(&ann, &restored, OTHER);
        ann.settle(&restored);
    }
    let bases = bases(&ann);
    assert!(bases.iter().all(|base| *base <= shared_up_to), "{bases:?}");
}

/// The numbers meet again by chance behind what the snapshot holds.
#[test]
fn behind_a_snapshot_no_number_shows_that_histories_are_alike() {
    let (ann, restored, shared_up_to) = forgotten();
    meets(&ann, &restored, OTHER);
    let (scope, at) = (shared().scope(), Seq(restored.head() - 1));
    let records: Vec<Record> = restored.ledger.records().filter(|record| record.scope == scope).cloned().collect();
    let page = SnapshotPage { scope, at, after: None, last: true, records };
    now(snapshot::take(&ann.db, OTHER, &page, 0)).unwrap();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    let bases = bases(&ann);
    assert!(bases.iter().all(|base| *base <= shared_up_to), "{bases:?}");
}

#[test]
fn where_a_doubt_was_lost_nothing_counts_as_seen() {
    let (ann, restored, _) = forgotten();
    read_history(&ann, &restored, OTHER);
    damage(&ann, Table::Meta, Key::name("doubt"));
    let again = [person(0).scope(), shared().scope()];
    now(meet(&ann.db, OTHER, &again, &BTreeSet::new(), 0)).unwrap();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    assert!(bases(&ann).iter().all(|base| *base == Seq(0)), "{:?}", bases(&ann));
}

/// An edit over a history that is being read is over that one's numbers, for as long as it is not given up.
#[test]
fn an_edit_over_a_history_that_is_being_read_has_seen_that_one_only() {
    for is_given_up in [false, true] {
        let (_, ann) = synced();
        let (mut second, mut third) = (backup(), backup());
        second.act_as(person(1), set(2).put(Task::TITLE, "Second"));
        third.act_as(person(1), set(2).put(Task::TITLE, "Third"));
        read_history(&ann, &second, OTHER);
        let tab = open_tab(&ann);
        let shown = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
        assert_eq!(shown, Seq(second.head()));
        make(&tab, 3, set(2).put(Task::TITLE, "Waiting"));
        let (last, epoch) = if is_given_up { (&third, THIRD) } else { (&second, OTHER) };
        read_history(&ann, last, epoch);
        ann.settle(last);
        assert_eq!(bases(&ann), [if is_given_up { Seq(0) } else { shown }]);
        assert_eq!(ann.rows()[0].history, None, "no doubt is open");
    }
}

/// A tab still shows the first of all histories, and nobody can tell any more how many there were.
#[test]
fn where_the_histories_cannot_be_counted_an_older_ones_numbers_are_nothing() {
    let (_, ann) = synced();
    let tab = open_tab(&ann);
    let restored = backup();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    damage(&ann, Table::Meta, Key::name("histories"));
    make(&tab, 3, set(2).put(Task::TITLE, "B"));
    assert_eq!(bases(&ann), [Seq(0)]);
}

/// Somebody else's line brings a new engagement while a pull that was asked before is still under way.
#[test]
fn a_scope_met_since_the_asker_was_answered_stays_when_a_doubt_is_settled() {
    let (server, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "Waiting"));
    read_history(&ann, &server, OTHER);
    let history = now(doubt::history(&ann.db)).unwrap();
    now(doubt::settle(&ann.db, history, &[person(0).scope()])).unwrap();
    assert!(scopes_of(&ann).contains(&shared().scope()));
    assert_eq!(ann.rows()[0].operation.client_seq, ClientSeq(3));
}

/// A tab that takes its client for who it was knows of rows that were counted then: what stands under their numbers now is
/// something else, and what follows it is below the last row that the tab has seen.
#[test]
fn nothing_is_compacted_by_the_numbers_of_a_former_client() {
    let (_, ann) = synced();
    let rename = |op, title: &str| draft(op, person(0), set(2).put(Task::TITLE, title));
    let first = now(enqueue(&ann.db, Edits::apart(&[rename(3, "A")]))).unwrap().rows;
    now(enqueue(&ann.db, Edits::apart(&[rename(4, "B")]))).unwrap();
    let tails = |_| Some(first[0].operation.client_seq);
    let drafts = [rename(5, "C")];
    let former = Some(common::client(7));
    let edits = Edits { tails: &tails, seen: ClientSeq(99), client: former, ..Edits::apart(&drafts) };
    let stored = now(enqueue(&ann.db, edits)).unwrap();
    assert_eq!((stored.absorbed, ann.rows().len()), (vec![], 3), "it comes after both");
}
