//! What is left of an engagement that its reader may no longer read.

use super::*;
use holdfast_core::{
    client::{
        repair::{Withdrawn, retry, undiscard, withdraw},
        steps,
    },
    entity::Engagement,
    operation::ClientSeq,
    undo::{Step, inverse},
};

/// Makes an edit with the step that undoes it, as the app does.
pub(super) fn act(tab: &Tab<MemoryDatabase>, op: u128, edits: Vec<Edit>) {
    let drafts: Vec<Draft> = edits.iter().zip(op..).map(|(edit, op)| draft(op, tab.account(), edit.clone())).collect();
    let inverse = inverse(&tab.replica(), &edits);
    let step =
        Step { id: op_id(op), at: 0, label: "Renamed “Call the port”".into(), inverse, edits, undone: false };
    tab.stage(&drafts);
    now(tab.save(&drafts, Some(step))).unwrap();
}

/// The tables that name the engagement, but for its reader's own operations.
fn left(client: &Client) -> Vec<(Table, Key)> {
    let name = shared().scope().to_string();
    let stored = client.db.committed();
    let names = stored.iter().filter(|((_, key), raw)| raw.contains(&name) || format!("{key:?}").contains(&name));
    let names = names.map(|((table, key), _)| (*table, key.clone()));
    names.filter(|(table, _)| !matches!(table, Table::Outbox | Table::Creates)).collect()
}

fn may_not_read(bob: &Client, epoch: Epoch) {
    let (own, known) = (person(1).scope(), now(apply::cursor(&bob.db)).unwrap().known_of(epoch));
    now(meet(&bob.db, epoch, &[own], &known, 0)).unwrap();
}

#[test]
fn an_engagement_lost_with_a_history_leaves_nothing_of_others() {
    let (mut server, bob) = bob();
    let tab = open_tab(&bob);
    act(&tab, 3, vec![set(2).put(Task::DESCRIPTION, "Bob's words")]);
    bob.sync(&mut server);
    let aside = |name: &str| (Table::Quarantine, Key::Text(name.into()));
    let raw = format!("~0{{\"scope\":\"{}\",\"label\":\"secret\"", shared().scope());
    bob.db.committed_mut().insert(aside("undo:1"), raw);
    bob.db.committed_mut().insert(aside("done:1"), "~0torn".into());
    bob.db.committed_mut().insert(aside("outbox:1"), "~0my own".into());
    may_not_read(&bob, OTHER);
    let own = person(1).scope();
    now(apply(&bob.db, OTHER, &server.ledger.delta(own, Seq(0), 9))).unwrap();
    let history = now(doubt::history(&bob.db)).unwrap();
    now(doubt::settle(&bob.db, history, &[own])).unwrap();
    assert_eq!(left(&bob), []);
    assert_eq!(now(health::quarantined(&bob.db)).unwrap().len(), 1, "what he wanted to say stays");
    let ops: Vec<_> = bob.rows().iter().map(|row| row.operation.op_id).collect();
    assert_eq!(ops, [op_id(3)], "and is offered");
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!(tab.steps().to_undo(), None);
}

/// Made after the backup: it is offered again, and what can be undone in it stays.
#[test]
fn an_engagement_that_is_made_again_is_not_lost() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    let mine: Id<Engagement> = id(50);
    act(&tab, 3, vec![Engagement { name: "Mine".into() }.create(mine.scope(), mine)]);
    ann.sync(&mut server);
    let restored = backup();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    assert_eq!((ann.rows().len(), now(steps::load(&ann.db)).unwrap().len()), (1, 1));
}

#[test]
fn what_was_discarded_in_a_lost_engagement_comes_back_for_its_author() {
    let (mut server, bob) = bob();
    server.act_as(person(0), set(2).put(Task::DESCRIPTION, "Ann's secret"));
    bob.pull(&server);
    bob.edit(3, set(2).put(Task::DESCRIPTION, "Bob's words"));
    let Withdrawn::Out(gone) = now(withdraw(&bob.db, bob.rows()[0].operation.client_seq, 0)).unwrap() else {
        panic!("it was never sent")
    };
    may_not_read(&bob, EPOCH);
    assert_eq!(left(&bob).iter().map(|(table, _)| *table).collect::<Vec<_>>(), [Table::Done]);
    assert!(!bob.db.committed().values().any(|raw| raw.contains("Ann's secret")));
    now(undiscard(&bob.db, &gone)).unwrap();
    assert_eq!(bob.rows().iter().map(|row| row.operation.op_id).collect::<Vec<_>>(), [op_id(3)]);
}

#[test]
fn letters_of_a_lost_engagement_keep_only_their_authors_words() {
    let (mut server, bob) = bob();
    server.act_as(person(0), set(2).put(Task::DESCRIPTION, "Ann's secret"));
    bob.pull(&server);
    let words = |text: &str| set(2).put(Task::DESCRIPTION, text.to_owned());
    bob.edit(3, words("Refused before"));
    bob.edit(4, words("Waiting"));
    assert!(bob.rows().iter().all(|row| !row.operation.seen.is_empty()));
    let no = Outcome::Rejected(holdfast_core::authority::Rejection::Forbidden);
    bob.mark(Some(EPOCH), &[OpResult { op_id: op_id(3), outcome: no }], 0);
    may_not_read(&bob, EPOCH);
    assert!(bob.rows().iter().all(|row| matches!(row.state, RowState::Dead { .. }) && row.operation.seen.is_empty()));
    let export = now(health::export(&bob.db)).unwrap().to_string();
    assert!(export.contains("Waiting") && !export.contains("secret"), "{export}");
}

/// The answer was lost, and then the engagement; let in again, they offer it once more.
#[test]
fn a_letter_of_a_lost_engagement_that_was_sent_is_not_done_twice() {
    let (mut server, bob) = bob();
    bob.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    bob.edit(4, set(2).put(Task::TITLE, "Never sent"));
    server.push(bob.who, &bob.peek()[..1]);
    may_not_read(&bob, EPOCH);
    let letters: Vec<_> = bob
        .rows()
        .iter()
        .map(|row| (row.operation.client_seq, op_id(9 + row.operation.client_seq.0 as u128)))
        .collect();
    now(retry(&bob.db, &letters)).unwrap();
    bob.sync(&mut server);
    assert_eq!((bob.rows().len(), Task::read(&server.record::<Task>(id(2))).time_spent), (0, 5));
}

/// The tab had not heard yet: what it stores keeps its author's words, and not what would put the others' back.
#[test]
fn a_step_of_an_engagement_that_is_lost_is_not_stored() {
    let (_, bob) = bob();
    let tab = open_tab(&bob);
    may_not_read(&bob, EPOCH);
    act(&tab, 3, vec![set(2).put(Task::TITLE, "Bob's")]);
    assert_eq!((left(&bob), bob.rows().len()), (vec![], 1));
    assert_eq!(bob.rows()[0].operation.client_seq, ClientSeq(1));
}

#[test]
fn what_can_be_undone_goes_from_an_open_tab_with_the_engagement() {
    let (mut server, bob) = bob();
    let (tab, other) = (open_tab(&bob), open_tab(&bob));
    act(&tab, 3, vec![set(2).put(Task::TITLE, "Bob's")]);
    now(other.on_hint(&Hint::Steps)).unwrap();
    bob.sync(&mut server);
    may_not_read(&bob, EPOCH);
    for tab in [tab, other] {
        assert!(tab.steps().to_undo().is_some());
        now(tab.on_hint(&Hint::Reload)).unwrap();
        assert_eq!(tab.steps().to_undo(), None);
    }
}

/// Nobody had looked at it yet, so it was not put aside.
#[test]
fn what_cannot_be_read_goes_with_the_engagement_that_it_names() {
    let (mut server, bob) = bob();
    bob.edit(3, set(2).put(Task::TITLE, "Bob's"));
    bob.sync(&mut server);
    let torn = format!("~0{{\"scope\":\"{}\",\"seq\":12", shared().scope());
    for at in [(Table::Journal, Key::op(op_id(3))), (Table::Done, Key::Num(1))] {
        bob.db.committed_mut().insert(at, torn.clone());
    }
    may_not_read(&bob, EPOCH);
    assert_eq!(left(&bob), []);
}

/// Nobody can tell what is in it, so it goes.
#[test]
fn where_snapshots_ended_goes_with_the_engagement_if_it_cannot_be_read() {
    let (_, bob) = bob();
    let raw = format!("~00000000{{\"{}\":2}}", shared().scope());
    bob.db.committed_mut().insert((Table::Meta, Key::name("snapshots")), raw);
    may_not_read(&bob, EPOCH);
    assert_eq!(left(&bob), []);
}

/// The numbers of rows begin anew, since nothing is left of those there were; a tab that has not heard still knows them.
#[test]
fn what_was_made_in_a_lost_engagement_leaves_a_tab_whose_database_forgot_who_it_is() {
    let (mut server, bob) = bob();
    let tab = open_tab(&bob);
    make(&tab, 3, task(3, 1));
    bob.sync(&mut server);
    damage(&bob, Table::Meta, Key::name("identity"));
    may_not_read(&bob, EPOCH);
    make(&tab, 4, set(2).put(Task::TITLE, "Bob's"));
    assert_eq!(bob.rows()[0].operation.client_seq, ClientSeq(1));
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!(tab.replica().seen(id::<Task>(3).record()), None);
}
