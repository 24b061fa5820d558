//! What is sent next: lanes, dead letters, and the limits of a batch.

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    entity::Task,
    operation::{Edit, OPERATION_FORMAT, Operation},
    outbox::{Appetite, Picker, Row, RowState},
    record::Seq,
};

fn op(number: u128, edit: Edit) -> Operation {
    operation(number, person(0), 1, 0, edit)
}

fn change(number: u128, of: u128) -> Row {
    Row::waiting(op(number, set(of).put(Task::TITLE, "New")))
}

fn dead(operation: Operation) -> Row {
    Row {
        state: RowState::Dead { why: Rejection::Forbidden, at: 0, maybe_done: false },
        sent: true,
        unsure: false,
        history: None,
        blob: None,
        operation,
    }
}

fn picked(rows: &[Row]) -> Vec<u128> {
    let mut picker = Picker::new(100, 100_000);
    for row in rows {
        assert_eq!(picker.offer(row, 100), Appetite::More);
    }
    picker.batch().iter().map(|op| op.op_id.0.as_u128() - 0xF000).collect()
}

#[test]
fn lanes_are_in_order_and_side_by_side() {
    assert_eq!(picked(&[change(1, 1), change(2, 2), change(3, 1)]), [1, 2, 3]);
    assert_eq!(picked(&[]), [0; 0]);
}

#[test]
fn a_dead_create_holds_its_lane_and_what_depends_on_it() {
    let child = Row::waiting(Operation { depends_on: vec![op_id(1)], ..op(3, task(2, 1)) });
    let grandchild = Row::waiting(Operation { depends_on: vec![op_id(3)], ..op(4, task(3, 2)) });
    let rows = [dead(op(1, task(1, 9))), change(2, 1), child, change(5, 2), grandchild, change(6, 7)];
    assert_eq!(picked(&rows), [6]);
}

#[test]
fn any_other_dead_letter_frees_its_lane() {
    assert_eq!(picked(&[dead(op(1, set(1).put(Task::TITLE, " "))), change(2, 1)]), [2]);
}

#[test]
fn what_was_accepted_is_never_sent_again_and_holds_nothing() {
    let accepted = Row {
        state: RowState::Accepted { seq: Seq(4) },
        sent: true,
        unsure: false,
        history: None,
        blob: None,
        operation: op(1, task(1, 9)),
    };
    assert_eq!(picked(&[accepted, change(2, 1)]), [2]);
}

#[test]
fn a_batch_is_full_by_count_or_by_bytes() {
    // The most operations, the most bytes, the sizes offered, how many are taken.
    let table: [(usize, usize, &[usize], usize); 9] = [
        (2, 1_000, &[], 0),
        (2, 1_000, &[10, 10], 2),
        (2, 1_000, &[10, 10, 10], 2),
        (9, 1_000, &[500, 500], 2),
        (9, 1_000, &[500, 501], 1),
        (9, 1_000, &[1_000], 1),
        (9, 1_000, &[5_000, 1], 1),
        (9, 1_000, &[1, 5_000], 1),
        (9, 1_000, &[5_000], 1),
    ];
    for (count, bytes, sizes, taken) in table {
        let mut picker = Picker::new(count, bytes);
        let offers = sizes.iter().zip(1..).map(|(size, number)| picker.offer(&change(number, number), *size));
        let full = offers.collect::<Vec<_>>().contains(&Appetite::Full);
        assert_eq!((picker.batch().len(), full), (taken, taken < sizes.len()), "{count} {bytes} {sizes:?}");
    }
}

#[test]
fn a_row_of_a_newer_form_is_kept_aside() {
    let row = Row::waiting(Operation { format: OPERATION_FORMAT + 1, ..op(1, task(1, 9)) });
    let raw = serde_json::to_string(&row).unwrap();
    let unreadable = Row::read(row.operation.client_seq, &raw).unwrap_err();
    assert_eq!(unreadable.raw, raw);
    let torn = Row::read(row.operation.client_seq, &raw[..40]).unwrap_err();
    assert_eq!(torn.client_seq, row.operation.client_seq);
}
