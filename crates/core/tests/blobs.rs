//! What waits for a blob: a record never names one that is not on the server, and nothing else waits for that.
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    client::{Database as _, Key, Mode, Table, Transaction as _, blobs, repair},
    entity::{Entity as _, File, Session, SessionState},
    operation::{ClientSeq, Edit},
    outbox::{Row, RowState},
};

fn session(number: u128) -> Edit {
    let session = Session {
        name: "Tides".into(),
        description: String::new(),
        state: SessionState::Active,
        seats: 5,
        participants: [].into(),
        tags: [].into(),
    };
    session.create(shared().scope(), id(number))
}

fn content(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

fn file(number: u128, of: u128, with: u8) -> Edit {
    let (name, media_type) = ("tides.png".to_owned(), "image/png".to_owned());
    let file = File { session: id(of), name, size: 3, media_type, content: content(with) };
    file.create(shared().scope(), id(number))
}

fn renamed(number: u128) -> Edit {
    Edit::set(shared().scope(), id::<File>(number)).put(File::NAME, "tides of may.png")
}

/// What would be sent now, by the numbers of the operations.
fn offered(client: &Client) -> Vec<u64> {
    client.peek().iter().map(|op| op.client_seq.0).collect()
}

/// Somebody who has attached two files to a session, renamed the first, and made a project.
fn attached() -> (Server, Client) {
    let (server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, session(1));
    ann.edit(2, file(2, 1, 7));
    ann.edit(3, file(3, 1, 8));
    ann.edit(4, Edit::delete(shared().scope(), id::<File>(3)));
    ann.edit(5, project(5));
    (server, ann)
}

#[test]
fn a_file_waits_for_its_content_and_nothing_else_waits_for_the_file() {
    let (mut server, ann) = attached();
    assert_eq!(offered(&ann), [1, 5], "neither the files nor what is done to them");
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(7), content(8)]);
    server.ledger.take_blob(&content(8));
    assert_eq!(now(blobs::arrived(&ann.db, &content(8))).unwrap(), [ClientSeq(3)]);
    assert_eq!(offered(&ann), [1, 3, 4, 5], "the other one goes on");
    ann.sync(&mut server);
    assert!(server.ledger.record(id::<File>(2).record()).is_none());
    server.ledger.take_blob(&content(7));
    now(blobs::arrived(&ann.db, &content(7))).unwrap();
    ann.sync(&mut server);
    let made = server.ledger.record(id::<File>(2).record()).unwrap();
    assert_eq!(made.blob(), Some(content(7).as_str()));
    assert!(now(blobs::wanted(&ann.db)).unwrap().is_empty() && ann.rows().is_empty());
}

#[test]
fn a_server_that_lacks_the_content_holds_the_file_and_the_client_sends_the_content_first() {
    let (mut server, ann) = attached();
    // As after a restore from a backup: the client takes it to be there.
    for number in [7, 8] {
        now(blobs::arrived(&ann.db, &content(number))).unwrap();
    }
    ann.sync(&mut server);
    assert!(server.ledger.record(id::<File>(2).record()).is_none(), "no record names what is not there");
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(7), content(8)]);
    assert_eq!(offered(&ann), [0; 0]);
}

#[test]
fn a_refused_content_is_a_dead_letter_that_can_be_tried_again() {
    let (_, ann) = attached();
    ann.edit(6, renamed(2));
    let changed = now(blobs::refused(&ann.db, &content(7), &Rejection::TooLarge, 9)).unwrap();
    assert_eq!(changed, [ClientSeq(2)]);
    assert!(matches!(ann.rows()[1].state, RowState::Dead { why: Rejection::TooLarge, maybe_done: false, .. }));
    assert_eq!(offered(&ann), [1, 5]);
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(8)]);
    now(repair::retry(&ann.db, &[(ClientSeq(2), op_id(99))])).unwrap();
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(7), content(8)], "its content first, as before");
    assert_eq!(offered(&ann), [1, 5], "nobody has answered those yet, and the file waits");
}

#[test]
fn what_was_never_sent_can_be_withdrawn_with_what_is_done_to_it() {
    let (_, ann) = attached();
    let withdrawn = now(repair::withdraw(&ann.db, ClientSeq(3), 9)).unwrap();
    assert_eq!(withdrawn, repair::Withdrawn::Out(vec![ClientSeq(3), ClientSeq(4)]));
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(7)]);
    now(repair::undiscard(&ann.db, &[ClientSeq(3)])).unwrap();
    assert_eq!(now(blobs::wanted(&ann.db)).unwrap(), [content(7), content(8)]);
}

#[test]
fn a_row_of_an_older_build_waits_for_no_content() {
    let row = include_str!("fixtures/row-1.json");
    assert!(!row.contains("blob"));
    let read = Row::read(ClientSeq(3), row).map(|row| row.blob);
    assert!(matches!(read, Ok(None)), "{read:?}");
    let (_, ann) = attached();
    let json = |row: &Row| serde_json::to_string(row).unwrap();
    assert!(!json(&ann.rows()[0]).contains("blob"), "and what waits for none says nothing of it");
    let read: Row = serde_json::from_str(&json(&ann.rows()[1])).unwrap();
    assert_eq!(read.blob, Some(content(7)));
}

#[test]
fn no_bytes_are_thrown_away_that_an_edit_of_this_device_may_need_again() {
    let (mut server, ann) = attached();
    let named = || now(blobs::named(&ann.db)).unwrap();
    assert!(named().has(&content(7)) && named().has(&content(8)) && !named().has(&content(9)));
    now(repair::withdraw(&ann.db, ClientSeq(3), 9)).unwrap();
    assert!(named().has(&content(8)), "what was discarded can be brought back");
    server.ledger.take_blob(&content(7));
    now(blobs::arrived(&ann.db, &content(7))).unwrap();
    ann.sync(&mut server);
    assert!(ann.rows().is_empty() && named().has(&content(7)), "a server that forgets it is offered it again");
    let confirmed = || now(blobs::confirmed(&ann.db)).unwrap().unwrap().1;
    assert_eq!(confirmed(), [content(7)]);
    ann.edit(6, Edit::delete(shared().scope(), id::<File>(2)));
    ann.sync(&mut server);
    assert_eq!(confirmed(), [""; 0], "nobody asks for what was deleted");
    // A row of a newer build, or one that went bad.
    let raw = format!("{{\"of a newer build\":\"{}\"}}", content(9));
    let tx = now(ann.db.begin(&[Table::Outbox], Mode::Write)).unwrap();
    tx.put(Table::Outbox, &Key::Num(77), &raw).unwrap();
    now(tx.commit()).unwrap();
    assert!(named().has(&content(9)) && !named().has(&content(6)));
}
