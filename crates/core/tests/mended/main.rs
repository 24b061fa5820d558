//! What a device does about a server that went back, a snapshot in the middle of things, and damage at a bad moment.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod damage;
mod forms;
mod history;
mod late;
mod missing;
mod numbers;
mod revoked;
mod snapshots;
mod undo;

use std::collections::BTreeSet;

use common::*;
use holdfast_core::{
    client::{
        Hint, Key, Tab, Table,
        apply::{self, apply},
        doubt, health,
        lease::{Asked, ask},
        memory::MemoryDatabase,
        outbox_store::Marked,
        reset::meet,
        scrub,
        snapshot::{self, Taken},
    },
    entity::{Entity as _, Task},
    id::{Epoch, HolderId, Id, ScopeId},
    operation::{Draft, Edit, Operation},
    outbox::RowState,
    record::{Record, Seq},
    role::Role,
    wire::{OpResult, Outcome, SnapshotPage},
};
use uuid::Uuid;

const OTHER: Epoch = Epoch(Uuid::from_u128(0xE2));

fn open_tab(client: &Client) -> Tab<MemoryDatabase> {
    let tab = now(Tab::open(client.db.clone(), client.who, common::client(9), |_| {})).unwrap();
    now(tab.load()).unwrap();
    tab
}

fn make(tab: &Tab<MemoryDatabase>, op: u128, edit: Edit) {
    let drafts = [draft(op, tab.account(), edit)];
    tab.stage(&drafts);
    now(tab.save(&drafts, None)).unwrap();
}

fn spent(tab: &Tab<MemoryDatabase>) -> Option<i64> {
    tab.replica().entity::<Task>(id(2)).map(|task| task.time_spent)
}

/// A project and a task of person 0, on the server and on their client.
fn synced() -> (Server, Client) {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.edit(1, project(1));
    ann.edit(2, task(2, 1));
    ann.sync(&mut server);
    (server, ann)
}

/// The same server before it had anything of a client but the project and the task: a backup.
fn backup() -> Server {
    synced().0
}

fn damage(client: &Client, table: Table, key: Key) {
    client.db.committed_mut().insert((table, key), "~00000000?".into());
}

fn task_key(number: u128) -> Key {
    Key::record(shared().scope(), id::<Task>(number).record())
}

fn scopes_of(client: &Client) -> BTreeSet<ScopeId> {
    client.base().values().map(|record| record.scope).collect()
}

/// Everything of the engagement as the pages of a snapshot of so many records each.
fn pages(server: &Server, size: usize) -> Vec<SnapshotPage> {
    let scope = shared().scope();
    let mut records: Vec<Record> = server.ledger.records().filter(|record| record.scope == scope).cloned().collect();
    records.sort_by_key(|record| record.id);
    let (at, count) = (Seq(server.head()), records.len().div_ceil(size));
    let page = |(number, records): (usize, &[Record])| (number + 1 == count, records.to_vec());
    let parts: Vec<_> = records.chunks(size).enumerate().map(page).collect();
    let mut after = None;
    let next = |(last, records): (bool, Vec<Record>)| {
        let page = SnapshotPage { scope, at, after, last, records };
        after = page.records.last().map(|record| record.id);
        page
    };
    parts.into_iter().map(next).collect()
}

/// Reads a history as far as it goes.
fn read_history(client: &Client, server: &Server, epoch: Epoch) {
    let scopes = server.ledger.readable(client.who);
    now(meet(&client.db, epoch, &scopes, &now(apply::cursor(&client.db)).unwrap().known(), 0)).unwrap();
    for scope in scopes {
        let have = now(apply::cursor(&client.db)).unwrap().seq(scope);
        now(apply(&client.db, epoch, &server.ledger.delta(scope, have, usize::MAX))).unwrap();
    }
}

fn purged(bob: &Client, server: &Server) {
    let known = now(apply::cursor(&bob.db)).unwrap().known();
    let left: Vec<ScopeId> = server.ledger.readable(bob.who).into_iter().filter(|of| *of != shared().scope()).collect();
    now(meet(&bob.db, EPOCH, &left, &known, 0)).unwrap();
    assert_eq!(scopes_of(bob), left.into_iter().collect());
}

fn bob() -> (Server, Client) {
    let (mut server, _) = synced();
    server.admit(person(1), Role::Editor);
    let bob = Client::new(3, person(1));
    bob.pull(&server);
    (server, bob)
}

fn bases(client: &Client) -> Vec<Seq> {
    client.rows().iter().map(|row| row.operation.base).collect()
}

/// Ann's two edits, the first of which another's took the place of in the restored server, and one that waits.
fn forgotten() -> (Client, Server, Seq) {
    let (mut server, ann) = synced();
    let mut restored = backup();
    let shared_up_to = Seq(restored.head());
    ann.edit(3, set(2).put(Task::TITLE, "Forgotten"));
    let again = ann.edit(4, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    ann.edit(5, set(2).put(Task::TITLE, "Waiting"));
    restored.act_as(person(1), set(2).put(Task::TITLE, "Bob's"));
    restored.push(person(0), &[Operation { base: Seq(0), ..again }]);
    (ann, restored, shared_up_to)
}
