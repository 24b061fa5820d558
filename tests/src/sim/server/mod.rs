//! The server: the real door over a database that survives its crashes, and the lines it publishes to.

mod acts;
mod lines;
mod requests;
mod snapshots;
mod sql;

use std::{cell::RefCell, collections::BTreeMap};

pub use acts::{act, set_role, sign_up};
use futures::FutureExt as _;
use holdfast_core::{
    Millis,
    effect::Delta,
    id::{ClientId, Epoch, OpId, PersonId, ScopeId},
    ledger::{self, Pushed, Sender, memory::MemoryLedger},
    operation::Operation,
    record::Seq,
};
pub use lines::{connect, hear};
pub use requests::{Answer, pull, push};

use super::{faults::Fault, plan::Store, planted::Planted, rng::Rng, world::World};
use lines::Line;
use sql::{End, Sql};

/// The most effects in one answer or frame.
const PAGE: usize = 20;

/// The server.
pub struct Server {
    /// What is committed.
    pub ledger: MemoryLedger,
    /// Whether its process runs.
    pub up: bool,
    /// The client id of its own operations.
    pub client: ClientId,
    /// Its history; another one after a restore.
    pub epoch: Epoch,
    /// Up to where the log of a scope was compacted: a reader behind it gets a snapshot. The ledger keeps the log, for the
    /// checks, and forgets the answers.
    pub floors: BTreeMap<ScopeId, Seq>,
    /// Whether it was ever restored from a backup.
    pub restored: bool,
    /// The histories that ended by a restore, as they were then.
    ended: Vec<(Epoch, MemoryLedger)>,
    /// The highest place of a snapshot that anyone may have read, by person and scope.
    pub snapshots: BTreeMap<(PersonId, ScopeId), Seq>,
    backup: Option<(MemoryLedger, BTreeMap<ScopeId, Seq>)>,
    sql: Option<Sql>,
    /// What went wrong with the real database, or in what it differs from the one in memory.
    trouble: RefCell<Option<String>>,
    lines: BTreeMap<u64, Line>,
    made: u64,
    own: u64,
}

impl Server {
    /// An empty one.
    pub fn new(store: Store, now: Millis, rng: &mut Rng) -> Self {
        let sql = (store == Store::Sql).then(|| Sql::new(now).expect("a database can be made in a fresh folder"));
        Self {
            sql,
            trouble: RefCell::default(),
            ledger: MemoryLedger::default(),
            up: true,
            client: ClientId::new(now, rng.bytes()),
            epoch: Epoch::new(now, rng.bytes()),
            floors: BTreeMap::new(),
            restored: false,
            ended: Vec::new(),
            snapshots: BTreeMap::new(),
            backup: None,
            lines: BTreeMap::new(),
            made: 0,
            own: 0,
        }
    }

    /// Ends its process: what was not committed is gone, and so is every line.
    pub fn crash(&mut self) {
        self.up = false;
        self.lines.clear();
    }

    /// Closes every line.
    pub fn cut_lines(&mut self) {
        self.lines.clear();
    }

    /// Takes a backup, which a restore may go back to.
    pub fn back_up(&mut self, now: Millis) {
        let done = self.sql.as_mut().map_or(Ok(()), |sql| sql.back_up(now));
        self.note(done);
        self.backup = Some((self.ledger.clone(), self.floors.clone()));
    }

    /// Goes back to the last backup, as another history; `false` if there is none.
    pub fn restore(&mut self, epoch: Epoch, now: Millis) -> bool {
        let Some((ledger, floors)) = self.backup.clone() else { return false };
        let done = self.sql.as_mut().map_or(Ok(()), |sql| sql.restore(now));
        self.note(done);
        self.crash();
        let forgotten = std::mem::replace(&mut self.ledger, ledger);
        self.ended.push((std::mem::replace(&mut self.epoch, epoch), forgotten));
        self.floors = floors;
        self.restored = true;
        true
    }

    /// Forgets the log of a scope up to a part of it, in ten thousandths.
    pub fn compact(&mut self, scope: ScopeId, part: u64) {
        let floor = Seq(head(&self.ledger, scope).0 * part / 10_000);
        let known = self.floors.entry(scope).or_default();
        *known = floor.max(*known);
        // SQLite forgets answers only together with the log, which the checks compare.
        if self.sql.is_none() {
            let log = self.ledger.log(scope).iter();
            let old: Vec<OpId> = log.take_while(|effect| effect.seq <= *known).map(|effect| effect.op).collect();
            self.ledger.age(&old);
        }
    }

    /// What an author had seen of a scope, in numbers of today's history: as far as both histories are the same.
    pub fn seen_now(&self, scope: ScopeId, (epoch, seen): (Option<Epoch>, Seq)) -> Seq {
        let Some((_, ledger)) = self.ended.iter().find(|(ended, _)| Some(*ended) == epoch) else { return seen };
        let both = ledger.log(scope).iter().zip(self.ledger.log(scope));
        let shared = both.take_while(|(then, now)| then.op == now.op).count();
        seen.min(Seq(shared as u64))
    }

    /// Whether a reader's place is behind what the log still has.
    fn is_behind(&self, scope: ScopeId, place: Seq) -> bool {
        self.floors.get(&scope).is_some_and(|floor| place < *floor)
    }

    fn commit(&mut self, operations: &[Operation], sender: Sender, now: Millis) -> Pushed {
        self.push(operations, sender, now, End::Commit)
    }

    /// Does operations, up to the commit or through it.
    fn push(&mut self, operations: &[Operation], sender: Sender, now: Millis, end: End) -> Pushed {
        let mut tx = self.ledger.begin();
        let pushed = done(ledger::push(&mut tx, sender, operations, now));
        if let Some(sql) = &self.sql {
            self.note(sql.push(sender, operations, now, end, &pushed));
        }
        if end == End::Commit {
            self.ledger.commit(tx);
        }
        pushed
    }

    /// The effects of a scope after a place, from the database that readers are served from.
    fn delta(&self, scope: ScopeId, from: Seq, limit: usize) -> Delta {
        let memory = self.ledger.delta(scope, from, limit);
        match self.sql.as_ref().map(|sql| sql.delta(&memory, limit)) {
            None => memory,
            Some(Ok(delta)) => delta,
            Some(Err(trouble)) => {
                self.troubled(trouble);
                memory
            }
        }
    }

    fn note(&self, done: Result<(), String>) {
        if let Err(trouble) = done {
            self.troubled(trouble);
        }
    }

    fn troubled(&self, trouble: String) {
        self.trouble.borrow_mut().get_or_insert(trouble);
    }

    /// What went wrong with the real database so far, if anything.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.borrow().clone()
    }

    /// Whether the real database, where there is one, is sound, and each engagement is the same where it is carried to.
    pub fn check(&self, now: Millis) {
        self.note(self.sql.as_ref().map_or(Ok(()), |sql| sql.check(self.ledger.scopes(), now)));
    }
}

/// The last number of a scope.
pub fn head(ledger: &MemoryLedger, scope: ScopeId) -> Seq {
    Seq(ledger.log(scope).len() as u64)
}

fn done<T>(work: impl Future<Output = Result<T, std::convert::Infallible>>) -> T {
    match work.now_or_never() {
        Some(Ok(value)) => value,
        None => unreachable!("a ledger in memory never waits"),
    }
}

fn readable(world: &World, server: &Server, person: PersonId) -> Vec<ScopeId> {
    let mut scopes = match server.sql.as_ref().map(|sql| sql.readable(&server.ledger, person)) {
        None => server.ledger.readable(person),
        Some(Ok(scopes)) => scopes,
        Some(Err(trouble)) => {
            server.troubled(trouble);
            Vec::new()
        }
    };
    if world.has(Planted::KeepsRevoked) {
        let registry = world.registry.borrow();
        scopes.extend(registry.revoked.iter().filter(|(who, _)| *who == person).map(|(_, scope)| *scope));
        scopes.sort();
        scopes.dedup();
    }
    scopes
}

/// What is sent of a delta: all of it, but for what tears it on the way.
fn torn(world: &World, mut delta: Delta) -> Delta {
    if world.has(Planted::OmitsWrites) && world.chance(500) {
        for write in delta.effects.iter_mut().flat_map(|effect| &mut effect.writes) {
            write.fields.clear();
        }
    }
    if !delta.effects.is_empty() && world.strikes(Fault::EFFECTS_TORN) {
        let at = world.below(delta.effects.len() as u64) as usize;
        if world.chance(5_000) {
            delta.effects.truncate(at);
        } else {
            delta.effects.remove(at);
        }
    }
    delta
}

fn text(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).expect("messages have text keys")
}
