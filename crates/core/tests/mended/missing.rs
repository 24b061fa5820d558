//! Single records that a disk has ruined, and what the server says of them.

use super::*;
use holdfast_core::{
    client::{
        health::quarantined,
        missing::mend,
        reset::{asked, distrust},
    },
    wire::{Cursor, FoundRecords},
};

/// A client one of whose records was found to be unreadable, and where it is then.
fn ruined() -> (Server, Client, Cursor) {
    let (server, ann) = synced();
    damage(&ann, Table::Records, task_key(2));
    open_tab(&ann);
    let cursor = at(&ann);
    assert_eq!(missing(&cursor), 1);
    (server, ann, cursor)
}

fn at(client: &Client) -> Cursor {
    now(asked(&client.db)).unwrap().cursor
}

fn missing(cursor: &Cursor) -> usize {
    cursor.missing.values().map(BTreeSet::len).sum()
}

fn take(client: &Client, cursor: &Cursor, found: &[FoundRecords]) -> usize {
    now(mend(&client.db, cursor, EPOCH, found)).unwrap().len()
}

fn is_back(client: &Client, server: &Server) -> bool {
    client.base().get(&id::<Task>(2).record()) == Some(&server.record::<Task>(id(2)))
}

fn write(server: &mut Server, title: &str) {
    server.act_as(person(1), set(2).put(Task::TITLE, title));
}

#[test]
fn one_record_comes_back_and_nothing_else_is_read_again() {
    let (server, ann, cursor) = ruined();
    assert!(!is_back(&ann, &server));
    assert_eq!(take(&ann, &cursor, &server.found(&cursor.missing)), 1);
    assert!(is_back(&ann, &server));
    let mended = at(&ann);
    assert_eq!((missing(&mended), mended.scopes), (0, cursor.scopes));
    assert_eq!(now(quarantined(&ann.db)).unwrap().len(), 1, "what stood there is kept");
}

#[test]
fn a_record_that_is_not_there_any_more_comes_back_once_somebody_edits_it() {
    let (mut server, ann) = synced();
    ann.db.committed_mut().remove(&(Table::Records, task_key(2)));
    write(&mut server, "New");
    ann.pull(&server);
    let cursor = at(&ann);
    assert_eq!((missing(&cursor), cursor.seq(shared().scope()).0), (1, server.head()), "nothing else is read again");
    assert_eq!(take(&ann, &cursor, &server.found(&cursor.missing)), 1);
    assert!(is_back(&ann, &server));
    assert_eq!(now(quarantined(&ann.db)).unwrap(), [], "there was nothing to keep");
}

#[test]
fn an_answer_that_effects_have_overtaken_is_not_taken() {
    let (mut server, ann, cursor) = ruined();
    let late = server.found(&cursor.missing);
    write(&mut server, "New");
    now(apply(&ann.db, EPOCH, &server.ledger.delta(shared().scope(), cursor.seq(shared().scope()), 9))).unwrap();
    assert_eq!((take(&ann, &cursor, &late), missing(&at(&ann))), (0, 1));
    ann.pull(&server);
    assert!(is_back(&ann, &server));
}

/// It could hold an edit that is pending here, which would count twice.
#[test]
fn a_record_that_is_ahead_waits_for_its_effects() {
    let (mut server, ann, cursor) = ruined();
    write(&mut server, "New");
    assert_eq!((take(&ann, &cursor, &server.found(&cursor.missing)), missing(&at(&ann))), (0, 1));
    ann.pull(&server);
    assert!(is_back(&ann, &server));
}

#[test]
fn what_others_wrote_elsewhere_meanwhile_is_in_nobodys_way() {
    let (mut server, ann, cursor) = ruined();
    server.act_as(person(1), project(7));
    assert_eq!(take(&ann, &cursor, &server.found(&cursor.missing)), 1);
    assert!(is_back(&ann, &server));
}

#[test]
fn a_server_that_does_not_know_of_it_is_asked_for_the_scope() {
    let (server, ann, cursor) = ruined();
    assert_eq!(take(&ann, &cursor, &[]), 0);
    assert_eq!((missing(&at(&ann)), at(&ann).seq(shared().scope())), (0, Seq(0)));
    ann.pull(&server);
    assert!(is_back(&ann, &server));
}

#[test]
fn one_that_has_gone_back_in_its_history_is_too() {
    let (_, ann, cursor) = ruined();
    let was = Server::new();
    assert_eq!(take(&ann, &cursor, &was.found(&cursor.missing)), 0);
    assert_eq!(at(&ann).seq(shared().scope()), Seq(0));
}

#[test]
fn where_much_is_ruined_the_scope_is_read_again() {
    let (mut server, ann) = synced();
    for number in 10..150 {
        server.act_as(person(0), task(number, 1));
    }
    ann.pull(&server);
    for number in 10..150 {
        damage(&ann, Table::Records, task_key(number));
    }
    open_tab(&ann);
    assert_eq!((missing(&at(&ann)), at(&ann).seq(shared().scope())), (0, Seq(0)));
    ann.pull(&server);
    assert_eq!(ann.base().len(), open_tab(&ann).replica().records().count());
    assert!(ann.base().contains_key(&id::<Task>(149).record()));
}

#[test]
fn what_the_server_has_not_is_not_asked_for_again() {
    let (server, ann) = synced();
    damage(&ann, Table::Records, task_key(77));
    open_tab(&ann);
    let cursor = at(&ann);
    assert_eq!(take(&ann, &cursor, &server.found(&cursor.missing)), 1);
    assert_eq!((missing(&at(&ann)), open_tab(&ann).put_aside()), (0, 0));
}

#[test]
fn a_list_that_is_lost_is_made_again() {
    let (server, ann, _) = ruined();
    damage(&ann, Table::Meta, Key::name("missing"));
    open_tab(&ann);
    ann.pull(&server);
    assert!(is_back(&ann, &server));
}

#[test]
fn another_history_or_a_lost_scope_asks_for_nothing() {
    let (_, ann, _) = ruined();
    now(distrust(&ann.db)).unwrap();
    assert_eq!(missing(&at(&ann)), 0);
    let (server, bob) = bob();
    damage(&bob, Table::Records, task_key(2));
    open_tab(&bob);
    assert_eq!(missing(&at(&bob)), 1);
    purged(&bob, &server);
    assert_eq!(missing(&at(&bob)), 0);
}

#[test]
fn a_list_that_cannot_be_read_goes_with_any_scope_that_is_lost() {
    let (server, bob) = bob();
    damage(&bob, Table::Records, task_key(2));
    open_tab(&bob);
    let list = (Table::Meta, Key::name("missing"));
    bob.db.committed_mut().entry(list.clone()).and_modify(|raw| raw.push(' '));
    purged(&bob, &server);
    assert!(!bob.db.committed().contains_key(&list));
}

/// Whoever made an edit sees it again with the record, and it is done once.
#[test]
fn an_edit_over_a_ruined_record_is_done_once() {
    let (mut server, ann, _) = ruined();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).increment(Task::TIME_SPENT, 5));
    write(&mut server, "New");
    ann.send(&mut server);
    ann.pull(&server);
    ann.pull(&server);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    assert_eq!((ann.rows().len(), spent(&tab), is_back(&ann, &server)), (0, Some(5), true));
}

/// Its tab still holds the record as it was: without its edit over it, the old words would show as if nothing had been written.
#[test]
fn an_edit_of_ones_own_over_a_ruined_record_stays_until_the_record_is_back() {
    let (mut server, ann) = synced();
    let tab = open_tab(&ann);
    make(&tab, 3, set(2).put(Task::TITLE, "Mine"));
    damage(&ann, Table::Records, task_key(2));
    ann.send(&mut server);
    let shared_scope = shared().scope();
    let delta = server.ledger.delta(shared_scope, at(&ann).seq(shared_scope), 9);
    assert_eq!(now(apply(&ann.db, EPOCH, &delta)).unwrap(), apply::Applied::Gap);
    assert_eq!(ann.rows().len(), 1, "it is not confirmed by what nobody can see");
    ann.pull(&server);
    ann.pull(&server);
    assert!(ann.rows().is_empty() && is_back(&ann, &server));
}
