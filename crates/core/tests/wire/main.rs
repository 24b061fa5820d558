//! Every form that is stored or sent, to the letter: what another build wrote must still be read.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

#[path = "../common/mod.rs"]
mod common;
mod sent;
mod stored;

use common::*;
use holdfast_core::{
    effect::Effect,
    entity::Task,
    operation::{Edit, Operation},
    record::Record,
};
use serde::{Serialize, de::DeserializeOwned};

/// What is written is read back as it was.
fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) -> T {
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    value
}

fn change() -> Operation {
    let edit =
        set(2).put(Task::TITLE, "Call").put(Task::DUE, None::<i64>).add(Task::TAGS, "urgent").remove(Task::TAGS, "old");
    Operation { depends_on: vec![op_id(2)], ..operation(3, person(0), 1, 7, edit.increment(Task::TIME_SPENT, 90)) }
}

/// What a server wrote: a create, an edit that overwrote another unseen, and a second create that lost.
fn log() -> (Vec<Effect>, Record) {
    let mut server = Server::new();
    let from = server.head() as usize;
    let edit = |op, of, base, edit| operation(op, person(0), of, base, edit);
    let ops = [
        edit(1, 1, 0, project(1)),
        edit(2, 2, 0, Edit::set::<holdfast_core::entity::Project>(shared().scope(), id(1)).put("name", "Quay")),
        edit(3, 1, 0, project(1)),
        edit(4, 1, 9, Edit::delete::<holdfast_core::entity::Project>(shared().scope(), id(1))),
    ];
    server.push(person(0), &ops);
    (server.ledger.log(shared().scope())[from..].to_vec(), server.record::<Task>(id(1)))
}
