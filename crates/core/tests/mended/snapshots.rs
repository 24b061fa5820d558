//! Snapshots in the middle of things.

use super::*;

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
fn whoever_catches_up_along_the_log_leaves_the_snapshot_there() {
    let (mut server, ann) = synced();
    server.act_as(person(0), set(2).put(Task::TITLE, "New"));
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &pages(&server, 1)[0], 0)).unwrap(), Taken::Part);
    ann.pull(&server);
    // Its next page would be no news, and asked for again and again.
    assert_eq!(now(apply::cursor(&ann.db)).unwrap().snapshot, None);
    assert_eq!(ann.base()[&id::<Task>(2).record()], server.record::<Task>(id(2)));
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

/// Two members of a profile read the same scope, and the answer to the first is late (seed 190032625).
#[test]
fn an_older_snapshot_does_not_take_back_what_a_newer_one_has_confirmed() {
    let (mut server, ann) = synced();
    let begins = |server: &Server| SnapshotPage { last: false, ..pages(server, usize::MAX >> 1).remove(0) };
    server.act_as(person(0), project(7));
    let late = begins(&server);
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.send(&mut server);
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &begins(&server), 0)).unwrap(), Taken::Part);
    assert!(ann.rows().is_empty(), "it is confirmed");
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &late, 0)).unwrap(), Taken::Gap);
    assert_eq!(spent(&open_tab(&ann)), Some(5));
    assert_eq!(now(snapshot::take(&ann.db, EPOCH, &late, 0)).unwrap(), Taken::Part, "of a server that was set back");
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

/// The log of a restored server does not reach back: what was sent may be in its snapshot or may not. So it is while what was
/// read has gone bad, and is read again.
#[test]
fn what_a_new_historys_snapshot_may_hold_shows_once() {
    for is_read_again in [false, true] {
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
        ann.settle(&server);
        if is_read_again {
            ann.read_again(shared().scope());
        }
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
        let left = if is_read_again { 4 } else { 0 };
        assert_eq!((ann.rows().len(), spent(&tab)), (left, Some(15)));
        read_history(&ann, &server, OTHER);
        now(tab.on_hint(&Hint::Reload)).unwrap();
        assert_eq!((ann.rows().len(), spent(&tab)), (0, Some(15)));
    }
}
