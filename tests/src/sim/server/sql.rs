//! The second mode: the real SQLite database beside the one in memory. Everything goes to both, readers get what SQLite
//! says, and each must say what the other does.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use holdfast_core::{
    Millis,
    effect::Delta,
    id::{PersonId, RecordId, ScopeId},
    ledger::{Pushed, Sender, memory::MemoryLedger},
    operation::Operation,
    wire::{FoundRecords, SnapshotPage},
};
pub(super) use holdfast_server::simulated::End;
use holdfast_server::simulated::Store;

/// Where the files of runs are made: in memory where the system has such a place, for they live for seconds.
fn place() -> PathBuf {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() }
}

/// The database of one run, and its backup; both go with it.
pub(super) struct Sql {
    store: Store,
    folder: tempfile::TempDir,
    backups: u32,
}

/// What the two databases disagree about, or what went wrong with this one.
pub(super) type Trouble = String;

impl Sql {
    pub(super) fn new(now: Millis) -> Result<Self, Trouble> {
        let folder = tempfile::tempdir_in(place()).map_err(|error| error.to_string())?;
        Ok(Self { store: Store::open(&folder.path().join("data"), now)?, folder, backups: 0 })
    }

    pub(super) fn sign_up(&self, person: PersonId, name: &str, now: Millis) -> Result<(), Trouble> {
        self.store.sign_up(person, name, now)
    }

    /// Pushes the same, and compares what it did with what memory says it did.
    pub(super) fn push(
        &self,
        sender: Sender,
        operations: &[Operation],
        now: Millis,
        end: End,
        memory: &Pushed,
    ) -> Result<(), Trouble> {
        let pushed = self.store.push(sender, operations, now, end)?;
        same("push", memory, &pushed)
    }

    pub(super) fn readable(&self, memory: &MemoryLedger, person: PersonId) -> Result<Vec<ScopeId>, Trouble> {
        let readable = self.store.readable(person)?;
        same("readable", &memory.readable(person), &readable)?;
        Ok(readable)
    }

    pub(super) fn delta(&self, memory: &Delta, limit: usize) -> Result<Delta, Trouble> {
        let delta = self.store.delta(memory.scope, memory.from, limit)?;
        same("delta", memory, &delta)?;
        Ok(delta)
    }

    pub(super) fn snapshot(
        &self,
        memory: &SnapshotPage,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<SnapshotPage, Trouble> {
        let page = self.store.snapshot(memory.scope, memory.at, after, limit)?;
        same("snapshot", memory, &page)?;
        Ok(page)
    }

    pub(super) fn found(&self, memory: &FoundRecords, ids: &BTreeSet<RecordId>) -> Result<FoundRecords, Trouble> {
        let found = self.store.found(memory.scope, memory.at, ids)?;
        same("found", memory, &found)?;
        Ok(found)
    }

    pub(super) fn back_up(&mut self, now: Millis) -> Result<(), Trouble> {
        self.backups += 1;
        self.store.back_up(&self.backup(), now)
    }

    pub(super) fn restore(&mut self, now: Millis) -> Result<(), Trouble> {
        let backup = self.backup();
        self.store.restore(&backup, now)
    }

    /// What the database finds unsound in itself, and what is another where an engagement is carried to an empty server.
    pub(super) fn check(&self, scopes: impl Iterator<Item = ScopeId>, now: Millis) -> Result<(), Trouble> {
        let found = self.store.check()?;
        if !found.is_empty() {
            return Err(format!("unsound: {}", found.join("; ")));
        }
        for (number, scope) in scopes.enumerate() {
            let elsewhere = self.folder.path().join(format!("elsewhere-{number}"));
            if let Some([here, there]) = self.store.carried(scope, &elsewhere, now)?
                && here != there
            {
                return Err(format!("carried: {scope} is {here} here and {there} elsewhere"));
            }
        }
        Ok(())
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join(format!("backup-{}", self.backups))
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, memory: &T, sql: &T) -> Result<(), Trouble> {
    if memory == sql { Ok(()) } else { Err(format!("{what}: SQLite says {sql:?}, memory {memory:?}")) }
}
