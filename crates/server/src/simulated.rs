//! The database alone, for the simulation: the real transactions, queries and copies, without the network around them. One
//! call at a time, each to its end, so that a simulated run stays the same run.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use holdfast_core::{
    Millis,
    effect::Delta,
    entity::{Entity as _, Person},
    id::{ClientId, OpId, PersonId, RecordId, ScopeId},
    ledger::{Pushed, Sender, push},
    operation::{ClientSeq, Draft, Operation},
    record::Seq,
    wire::{FoundRecords, SnapshotPage},
};
use tokio::runtime::{Builder, Runtime};

use crate::{
    bus::Bus,
    config::DataConfig,
    db::{Account, Check, Db, FILE, NewAccount, Page, make_folder},
    transfer::{self, Authors},
};

/// A server's database in a folder.
#[derive(Debug)]
pub struct Store {
    runtime: Runtime,
    folder: PathBuf,
    db: Db,
}

/// Whether what was pushed is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is.
    Commit,
    /// The server died before.
    Crash,
}

/// What went wrong, for whoever reads the simulation's report.
pub type Failure = String;

fn failure(error: impl std::fmt::Display) -> Failure {
    error.to_string()
}

impl Store {
    /// Opens the database, making it if it is not there.
    pub fn open(folder: &Path, now: Millis) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failure)?;
        make_folder(folder).map_err(failure)?;
        let db = runtime.block_on(open(folder, now))?;
        Ok(Self { runtime, folder: folder.to_owned(), db })
    }

    /// Makes an account, which the database needs to know of before its person can be made.
    pub fn sign_up(&self, id: PersonId, name: &str, now: Millis) -> Result<(), Failure> {
        let (name, email) = (name.to_owned(), format!("{name}@example.test"));
        let account = Account { id, email, name, password_hash: None };
        self.runtime.block_on(async {
            let mut tx = self.db.write(now).await.map_err(failure)?;
            tx.add_account(&NewAccount { account, created: now }).await.map_err(failure)?;
            tx.commit().await.map_err(failure)
        })
    }

    /// Pushes operations in one transaction.
    pub fn push(&self, sender: Sender, operations: &[Operation], now: Millis, end: End) -> Result<Pushed, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.write(now).await.map_err(failure)?;
            let pushed = push(&mut tx, sender, operations, now).await.map_err(failure)?;
            if end == End::Commit {
                tx.commit().await.map_err(failure)?;
            }
            Ok(pushed)
        })
    }

    /// The scopes that a person may read.
    pub fn readable(&self, person: PersonId) -> Result<Vec<ScopeId>, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.read(0).await.map_err(failure)?;
            Ok(tx.readable(person).await.map_err(failure)?.into_keys().collect())
        })
    }

    /// Up to `limit` effects of a scope after a place.
    pub fn delta(&self, scope: ScopeId, from: Seq, limit: usize) -> Result<Delta, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.read(0).await.map_err(failure)?;
            let mut page = Page { effects: limit.min(1_000_000), ..Page::FULL };
            let raw = tx.delta(scope, from, &mut page).await.map_err(failure)?;
            let text = serde_json::to_string(&raw).map_err(failure)?;
            serde_json::from_str(&text).map_err(failure)
        })
    }

    /// Up to `limit` records of a scope after an id.
    pub fn snapshot(
        &self,
        scope: ScopeId,
        at: Seq,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<SnapshotPage, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.read(0).await.map_err(failure)?;
            let page = Page { effects: limit, ..Page::FULL };
            let raw = tx.snapshot(scope, at, after, page).await.map_err(failure)?;
            let text = serde_json::to_string(&raw).map_err(failure)?;
            serde_json::from_str(&text).map_err(failure)
        })
    }

    /// Some records of a scope by their ids; `at` is its head.
    pub fn found(&self, scope: ScopeId, at: Seq, ids: &BTreeSet<RecordId>) -> Result<FoundRecords, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.read(0).await.map_err(failure)?;
            let mut page = Page::FULL;
            let raw = tx.found(scope, at, ids, &mut page).await.map_err(failure)?;
            let text = serde_json::to_string(&raw).map_err(failure)?;
            serde_json::from_str(&text).map_err(failure)
        })
    }

    /// Copies the database into an empty file, as it is now, in the way of `holdfast backup`.
    pub fn back_up(&self, file: &Path, now: Millis) -> Result<(), Failure> {
        self.runtime.block_on(async {
            let db = self.attached().await?;
            let copied = db.copy_into(file, now).await.map_err(failure);
            db.close().await;
            copied
        })
    }

    /// Puts a copy in the database's place.
    pub fn restore(&mut self, file: &Path, now: Millis) -> Result<(), Failure> {
        let place = self.folder.join(FILE);
        self.runtime.block_on(self.db.close());
        for end in ["-wal", "-shm"] {
            let beside = self.folder.join(format!("{FILE}{end}"));
            if beside.exists() {
                std::fs::remove_file(beside).map_err(failure)?;
            }
        }
        std::fs::copy(file, place).map_err(failure)?;
        self.db = self.runtime.block_on(open(&self.folder, now))?;
        Ok(())
    }

    /// What is not sound, in words, in the way of `holdfast check`; nothing if all is.
    pub fn check(&self) -> Result<Vec<String>, Failure> {
        self.runtime.block_on(async {
            let db = self.attached().await?;
            let found = unsound(&db).await;
            db.close().await;
            found
        })
    }

    /// An engagement as it is written out here, and as it is written out where that was read in: on an empty server, by
    /// somebody who has no part in it. `None` if there is no such engagement.
    pub fn carried(&self, scope: ScopeId, elsewhere: &Path, now: Millis) -> Result<Option<[String; 2]>, Failure> {
        let Some(here) = self.exported(scope)? else { return Ok(None) };
        let (there, owner) = (Self::open(elsewhere, now)?, PersonId::new(now, [0xA5; 10]));
        there.sign_up(owner, "owner", now)?;
        let scope = there.runtime.block_on(async {
            let file = serde_json::from_str(&here).map_err(failure)?;
            let mut tx = there.db.write(now).await.map_err(failure)?;
            let profile = Person { name: "owner".into(), email: "owner@example.test".into() };
            let edit = profile.create(owner.scope(), owner);
            let draft = Draft::new(OpId::new(now, [0xA5; 10]), owner, now, edit);
            let made = Operation::stored(&draft, ClientId::new(now, [0xA5; 10]), ClientSeq(1), Seq(0), Vec::new());
            push(&mut tx, Sender::Server, &[made], now).await.map_err(failure)?;
            let done = transfer::import(&mut tx, file, owner, Authors::AsTold, now).await.map_err(failure)?;
            tx.commit().await.map_err(failure)?;
            Ok::<_, Failure>(done.scope)
        })?;
        let again = there.exported(scope)?.ok_or_else(|| format!("{scope} was read in, and is not there"))?;
        Ok(Some([here, again]))
    }

    fn exported(&self, scope: ScopeId) -> Result<Option<String>, Failure> {
        self.runtime.block_on(async {
            let mut tx = self.db.read(0).await.map_err(failure)?;
            let file = transfer::export(&mut tx, scope).await.map_err(failure)?;
            file.map(|file| serde_json::to_string_pretty(&file).map_err(failure)).transpose()
        })
    }

    /// The database once more, as an operator's command has it beside the server's.
    async fn attached(&self) -> Result<Db, Failure> {
        Db::attach(&self.folder.join(FILE)).await.map_err(failure)
    }
}

async fn unsound(db: &Db) -> Result<Vec<String>, Failure> {
    let mut tx = db.read(0).await.map_err(failure)?;
    let mut found = Vec::new();
    for check in Check::ALL {
        let findings = tx.check(check).await.map_err(failure)?;
        found.extend(findings.shown().map(|finding| format!("{}: {finding}", check.name())));
    }
    Ok(found)
}

impl Drop for Store {
    fn drop(&mut self) {
        self.runtime.block_on(self.db.close());
    }
}

async fn open(folder: &Path, now: Millis) -> Result<Db, Failure> {
    let config = DataConfig::of(folder);
    Db::open(&config, Bus::new(), now).await.map_err(failure)
}
