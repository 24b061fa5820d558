//! A server that went back to a backup, and scopes that come and go meanwhile.

use super::{revoked::act, *};
use holdfast_core::{
    authority::Rejection,
    client::repair::{discard, undiscard},
    entity::Engagement,
    operation::ClientSeq,
    undo::reversal,
};

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
fn nothing_is_sent_while_another_history_is_read() {
    let (_, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let restored = backup();
    now(meet(&ann.db, OTHER, &ann.readable(&restored), &BTreeSet::new(), 0)).unwrap();
    assert_eq!(ann.peek(), []);
    read_history(&ann, &restored, OTHER);
    assert_eq!(ann.peek(), []);
    ann.settle(&restored);
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
    ann.settle(&restored);
    assert_eq!(ann.rows()[0].operation.base, shown, "both histories have it");
}

/// Words that came anew under other numbers while an edit over them waited: whether the undo of a later edit, made in the midst
/// of reading that history, lies over them or beside them, its versions could not tell.
#[test]
fn an_undo_made_while_another_history_is_read_has_seen_no_more_than_what_it_lies_over() {
    let (_, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    let mut restored = backup();
    restored.admit(person(1), Role::Editor);
    restored.act_as(person(1), set(2).put(Task::TITLE, "C"));
    read_history(&ann, &restored, OTHER);
    let tab = open_tab(&ann);
    let undo = [Draft { yields: true, ..draft(4, ann.who, set(2).put(Task::TITLE, "A")) }];
    tab.stage(&undo);
    now(tab.save(&undo, None)).unwrap();
    ann.settle(&restored);
    let bases = bases(&ann);
    assert!(bases[1] <= bases[0], "{bases:?}");
}

/// The undo of an edit over words that were forgotten: worked out while what came instead of them is read, and stored when that
/// history was settled, whatever its tab has heard of it by then.
#[test]
fn an_undo_worked_out_before_another_history_was_settled_leaves_what_came_with_it() {
    for (is_sent, is_told) in [(false, false), (false, true), (true, false), (true, true)] {
        let (mut server, ann) = synced();
        for number in 3..8 {
            ann.edit(number, set(2).increment(Task::TIME_SPENT, 1));
        }
        ann.sync(&mut server);
        let tab = open_tab(&ann);
        act(&tab, 8, vec![set(2).put(Task::DESCRIPTION, "Ann's")]);
        let mut restored = backup();
        restored.admit(person(1), Role::Editor);
        let bobs = set(2).put(Task::DESCRIPTION, "Bob's");
        restored.push(person(1), &[operation(70, person(1), 8, restored.head(), bobs)]);
        read_history(&ann, &restored, OTHER);
        now(tab.on_hint(&Hint::Reload)).unwrap();
        let step = tab.steps().to_undo().cloned().unwrap();
        let mut edits = reversal(&step, &tab.replica(), tab.client()).edits;
        let back = [Draft { yields: true, ..draft(9, ann.who, edits.remove(0)) }];
        tab.stage(&back);
        ann.settle(&restored);
        if is_sent {
            send(&ann, &mut restored);
        }
        if is_told {
            now(tab.on_hint(&Hint::Reload)).unwrap();
        }
        now(tab.save_undo(&back, step.id, true)).unwrap();
        send(&ann, &mut restored);
        assert!(ann.rows().is_empty());
        let stands = Task::read(&restored.record::<Task>(id(2))).description;
        assert_eq!(stands, "Bob's", "sent: {is_sent}, told: {is_told}");
    }
}

/// Sends all that waits to a server of another history, and takes in what came of it.
fn send(ann: &Client, restored: &mut Server) {
    restored.push(ann.who, &ann.peek());
    read_history(ann, restored, OTHER);
}

/// Two edits were forgotten, somebody else's stands in the place of the first, and the second is where it was.
#[test]
fn histories_that_differ_before_an_equal_number_are_alike_before_they_differ() {
    let (ann, restored, shared_up_to) = forgotten();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    let bases = bases(&ann);
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
    ann.settle(&third);
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
    ann.settle(&server);
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
    let history = now(doubt::history(&bob.db)).unwrap();
    now(doubt::settle(&bob.db, history, &scopes)).unwrap();
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
                found: Vec::new(),
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

/// A letter tried again, or brought back, must not write over what its author has not seen in the new history.
#[test]
fn letters_are_cut_to_what_both_histories_share() {
    let (mut server, ann) = synced();
    let shared_up_to = Seq(server.head());
    server.act_as(person(1), set(2).put(Task::TITLE, "Forgotten"));
    ann.pull(&server);
    ann.edit(3, set(2).put(Task::TITLE, "Dead"));
    ann.edit(4, set(2).put(Task::TITLE, "Discarded"));
    let no = |op| OpResult { op_id: op_id(op), outcome: Outcome::Rejected(Rejection::Forbidden) };
    ann.mark(Some(EPOCH), &[no(3), no(4)], 0);
    now(discard(&ann.db, &[ClientSeq(4)], 0)).unwrap();
    let mut restored = backup();
    restored.push(person(0), &[operation(70, person(0), 8, 0, set(2).put(Task::TITLE, "Bob's"))]);
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    now(undiscard(&ann.db, &[ClientSeq(4)])).unwrap();
    let bases: Vec<Seq> = ann.rows().iter().map(|row| row.operation.base).collect();
    assert_eq!(bases, [shared_up_to; 2]);
}

#[test]
fn an_edit_over_a_base_that_was_reset_keeps_what_its_author_saw() {
    let (server, ann) = synced();
    let tab = open_tab(&ann);
    let shown = tab.replica().seen(id::<Task>(2).record()).unwrap().version;
    let drafts = [draft(3, person(0), set(2).put(Task::TITLE, "B"))];
    tab.stage(&drafts);
    // Another engagement goes, and the base is read anew as a snapshot: the numbers still mean what they did.
    let without = [person(0).scope()];
    now(meet(&ann.db, EPOCH, &without, &[shared().scope()].into(), 0)).unwrap();
    ann.pull(&server);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    now(tab.save(&drafts, None)).unwrap();
    assert_eq!(ann.rows()[0].operation.base, shown);
}

#[test]
fn an_edit_over_another_history_says_that_its_author_saw_nothing() {
    for is_read in [false, true] {
        let (_, ann) = synced();
        let tab = open_tab(&ann);
        let drafts = [draft(3, person(0), set(2).put(Task::TITLE, "B"))];
        tab.stage(&drafts);
        let restored = backup();
        read_history(&ann, &restored, OTHER);
        ann.settle(&restored);
        // A further one has begun: what was seen before the first is compared with neither.
        let scopes = ann.readable(&restored);
        now(meet(&ann.db, Epoch(Uuid::from_u128(0xE3)), &scopes, &BTreeSet::new(), 0)).unwrap();
        if is_read {
            now(tab.on_hint(&Hint::Reload)).unwrap();
        }
        now(tab.save(&drafts, None)).unwrap();
        assert_eq!(ann.rows()[0].operation.base, Seq(0));
    }
}

/// What a text was begun over is the number of nothing once the history is another.
#[test]
fn a_tab_tells_of_which_history_its_numbers_are() {
    let (_, ann) = synced();
    let tab = open_tab(&ann);
    let begun = tab.history();
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!(tab.history(), begun);
    read_history(&ann, &backup(), OTHER);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_ne!(tab.history(), begun);
}

/// Accepted before the first pull of all, by a server that then forgets it.
#[test]
fn a_server_restored_before_the_first_pull_is_another_history() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    let mine: Id<Engagement> = id(50);
    ann.edit(1, Engagement { name: "Mine".into() }.create(mine.scope(), mine));
    ann.send(&mut server);
    let restored = Server::new();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    assert_eq!(ann.peek().len(), 1, "it is offered again");
}

/// The server may have been restored since: a push that names no history would be taken by it.
#[test]
fn nothing_is_sent_while_nobody_knows_of_which_history_it_is() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).put(Task::TITLE, "B"));
    damage(&ann, Table::Meta, Key::name("cursor"));
    assert_eq!(ann.peek(), []);
    ann.pull(&server);
    ann.sync(&mut server);
    assert!(ann.rows().is_empty());
}
