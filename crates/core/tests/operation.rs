//! Operations: what their authors saw, and reading every form ever written.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use common::*;
use holdfast_core::{
    entity::{FieldValue as _, Task},
    operation::{DecodeError, Draft, OPERATION_FORMAT, Operation},
    record::{Record, Seq},
};

/// What builds of earlier versions stored, word for word. One for each older form; none is ever changed or removed.
const OLDER: [&str; OPERATION_FORMAT as usize - 1] = [include_str!("fixtures/operation-1.json")];

#[test]
fn every_older_form_is_read() {
    let edit = set(2).put(Task::TITLE, "Call").put(Task::DUE, None::<i64>).add(Task::TAGS, "urgent");
    let edit = edit.remove(Task::TAGS, "old").increment(Task::TIME_SPENT, 90);
    let wanted = Operation { depends_on: vec![op_id(2)], ..operation(3, person(0), 1, 7, edit) };
    for (text, form) in OLDER.into_iter().zip(1..) {
        assert!(text.contains(&format!("\"format\":{form},")), "the fixture is of form {form}");
        assert_eq!(Operation::decode(text), Ok(wanted.clone()), "form {form}");
    }
    let current = serde_json::to_string(&wanted).unwrap();
    assert_eq!(Operation::decode(&current), Ok(wanted));
}

#[test]
fn what_is_no_operation_of_a_known_form_says_why() {
    let text = serde_json::to_string(&operation(1, person(0), 1, 0, task(2, 1))).unwrap();
    let of = |form: &str| text.replace(&format!("\"format\":{OPERATION_FORMAT}"), &format!("\"format\":{form}"));
    assert_eq!(Operation::decode(&of("999")), Err(DecodeError::Newer(999)));
    // A newer form may have other members, or none that this build knows.
    assert_eq!(Operation::decode("{\"format\":999}"), Err(DecodeError::Newer(999)));
    for broken in [of("0"), of("-1"), of("\"2\""), of("70000"), text[..40].to_owned(), "[]".into(), "{}".into()] {
        assert!(matches!(Operation::decode(&broken), Err(DecodeError::Broken(_))), "{broken}");
    }
}

/// A task whose description client 2 wrote as the effect 9.
fn described() -> Record {
    let mut server = Server::new();
    for (op, of, edit) in [(1, 1, project(1)), (2, 1, task(2, 1)), (3, 2, set(2).put(Task::DESCRIPTION, "Rope"))] {
        server.push(person(0), &[operation(op, person(0), of, 99, edit)]);
    }
    server.record::<Task>(id(2))
}

#[test]
fn an_operation_knows_what_its_author_had_before_them() {
    let record = described();
    let now = record.version;
    let words = |text: &str| [(Task::DESCRIPTION.into(), text.write())].into();
    let edit = || set(2).put(Task::DESCRIPTION, "Rope and hook").put(Task::TITLE, "Call again");
    // Who edits, from which version they began, and what the operation then says they saw.
    for (of, began, base, seen) in [
        (1, None, now, words("Rope")),
        (1, Some(now), now, words("Rope")),
        (1, Some(Seq(99)), now, words("Rope")),
        (1, Some(Seq(now.0 - 1)), Seq(now.0 - 1), [].into()),
        (2, Some(Seq(now.0 - 1)), Seq(now.0 - 1), words("Rope")),
    ] {
        let draft = Draft { seen: began, ..draft(9, person(0), edit()) };
        let stored =
            Operation::stored(&draft, client(of), operation(9, person(0), of, 0, edit()).client_seq, now, vec![]);
        let stored = stored.over(Some(&record));
        assert_eq!((stored.base, stored.seen), (base, seen), "client {of} from {began:?}");
    }
}
