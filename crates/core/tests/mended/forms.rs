//! What builds of earlier versions kept, word for word: it is read for ever. No fixture is ever changed or removed.

use super::*;
use holdfast_core::{
    client::{
        done,
        repair::undiscard,
        steps::{self, STEP_FORM},
        survey::{Item, Tally, survey},
    },
    operation::{ClientSeq, OPERATION_FORMAT},
    outbox::Row,
    undo::Step,
};

/// One for each older form of the step.
const STEPS: [&str; STEP_FORM as usize - 1] = [include_str!("../fixtures/step-1.json")];
/// One for each older form of the operation.
const DONE: [&str; OPERATION_FORMAT as usize - 1] = [include_str!("../fixtures/done-1.json")];
/// The same.
const ROWS: [&str; OPERATION_FORMAT as usize - 1] = [include_str!("../fixtures/row-1.json")];

fn stored(table: Table, key: Key, text: &str) -> Client {
    let ann = Client::new(1, person(0));
    ann.db.committed_mut().insert((table, key), text.trim().to_owned());
    ann
}

#[test]
fn steps_of_every_older_form_can_be_undone() {
    let wanted = Step {
        id: op_id(3),
        at: 5,
        label: "Renamed “A” to “B”".into(),
        edits: vec![set(2).put(Task::TITLE, "B")],
        inverse: vec![set(2).put(Task::TITLE, "A")],
        undone: false,
    };
    for text in STEPS {
        let ann = stored(Table::Undo, Key::op(op_id(3)), text);
        assert_eq!(now(steps::load(&ann.db)).unwrap(), std::slice::from_ref(&wanted));
    }
    // A newer one is another build's: it stays as it is.
    let newer = STEPS[0].replacen('{', &format!("{{\"form\":{},", STEP_FORM + 1), 1);
    let ann = stored(Table::Undo, Key::op(op_id(3)), &newer);
    assert_eq!(now(steps::load(&ann.db)).unwrap(), []);
}

#[test]
fn letters_discarded_in_an_older_form_come_back() {
    for text in DONE {
        let ann = stored(Table::Done, Key::Num(3), text);
        now(undiscard(&ann.db, &[ClientSeq(3)])).unwrap();
        assert_eq!((ann.rows().len(), ann.rows()[0].operation.format), (1, OPERATION_FORMAT));
    }
}

#[test]
fn a_letter_discarded_in_a_newer_form_is_kept_its_time() {
    let newer = DONE[0].replace("\"format\":1,", "\"format\":999,");
    let ann = stored(Table::Done, Key::Num(3), &newer);
    let kept = || ann.db.committed().contains_key(&(Table::Done, Key::Num(3)));
    now(done::prune(&ann.db, 6_000 + done::KEPT)).unwrap();
    now(done::evict(&ann.db)).unwrap();
    assert!(kept());
    now(done::prune(&ann.db, 6_001 + done::KEPT)).unwrap();
    assert!(!kept());
}

/// Whether an effect is in the base already is not in its operation.
#[test]
fn a_row_of_an_older_form_is_as_unsure_as_it_was() {
    for text in ROWS {
        let row = Row::read(ClientSeq(3), text.trim()).unwrap();
        assert!(row.unsure && row.sent && row.operation.format == OPERATION_FORMAT);
    }
}

/// What is there is counted by its form, and stays as it is.
#[test]
fn what_is_stored_is_gone_through_by_its_form() {
    let ann = Client::new(1, person(0));
    let newer_row = ROWS[0].replace("\"format\":1,", "\"format\":999,");
    for (table, key, text) in [
        (Table::Outbox, Key::Num(3), ROWS[0]),
        (Table::Outbox, Key::Num(4), newer_row.as_str()),
        (Table::Outbox, Key::Num(5), "~00000000{}"),
        (Table::Done, Key::Num(3), DONE[0]),
        (Table::Undo, Key::op(op_id(3)), STEPS[0]),
        (Table::Meta, Key::name("of a later build"), "{}"),
        (Table::Quarantine, Key::name("outbox:1"), "what was there"),
    ] {
        ann.db.committed_mut().insert((table, key), text.trim().to_owned());
    }
    ann.edit(7, set(2).put(Task::TITLE, "Own"));
    let before = ann.db.committed().clone();
    let found: Vec<_> = now(survey(&ann.db)).unwrap();
    let of = |item| found.iter().find(|(one, _)| *one == item).unwrap().1;
    assert_eq!(of(Item::Outbox), Tally { own: 1, older: 1, oldest: Some(1), newer: 1, unreadable: 1 });
    assert_eq!(of(Item::Done), Tally { older: 1, oldest: Some(1), ..Tally::default() });
    assert_eq!(of(Item::Steps), Tally { older: 1, oldest: Some(1), ..Tally::default() });
    assert_eq!((of(Item::Notes).newer, of(Item::Notes).unreadable), (1, 0));
    assert_eq!(of(Item::Aside), Tally { unreadable: 1, ..Tally::default() });
    assert_eq!(*ann.db.committed(), before, "nothing was changed by it");
}
