//! Any edits, sends and reads by a client that may be cut off at every await of its storage, with answers lost, the server
//! restored from backups, its log compacted and stored values damaged: in the end the server has every edit that was saved
//! exactly once, and the client has what the server has.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use common::*;
use futures::FutureExt as _;
use holdfast_core::{
    Millis,
    client::{
        Failure, Key, Net, Tab, Table, Timer, apply,
        memory::{Gate, MemoryDatabase},
        replay::{Ended, Replayer},
    },
    entity::{Entity as _, Task},
    id::{Epoch, HolderId, RecordId, ScopeId},
    ledger::{Sender, memory::MemoryLedger},
    operation::Edit,
    record::{Record, Seq},
    wire::{Cursor, PROTOCOL, PullAnswer, PushAnswer, PushRequest, SnapshotPage},
};
use proptest::prelude::*;
use uuid::Uuid;

/// The most increments of one task that a total can tell apart, three bits each.
const MOST: u32 = 20;

#[derive(Clone, Debug)]
enum Step {
    /// An edit, cut off at that await of storage.
    Edit { of: u128, what: What, crash: Option<u8> },
    /// A replay, cut off at that await; whether the answers to its pushes are lost.
    Replay { crash: Option<u8>, lost: bool },
    /// Somebody else's edit.
    Theirs { of: u128 },
    /// The server's database is copied.
    BackUp,
    /// The copy takes its place, as another history.
    Restore,
    /// The log is cut off up to now.
    Compact,
    /// A value that stands alone in the database cannot be read any more.
    Damage { name: &'static str },
    /// So can a record not.
    DamageRecord { of: u128 },
}

#[derive(Clone, Debug)]
enum What {
    Title,
    Spend,
    Tag,
}

fn step() -> impl Strategy<Value = Step> {
    let crash = || proptest::option::weighted(0.4, 0_u8..60);
    let what = prop_oneof![1 => Just(What::Title), 3 => Just(What::Spend), 1 => Just(What::Tag)];
    let names = ["cursor", "identity", "lease", "doubt", "resets", "histories", "snapshots"];
    let name = proptest::sample::select(names.to_vec());
    prop_oneof![
        6 => (2_u128..4, what, crash()).prop_map(|(of, what, crash)| Step::Edit { of, what, crash }),
        6 => (crash(), any::<bool>()).prop_map(|(crash, lost)| Step::Replay { crash, lost }),
        2 => (2_u128..4).prop_map(|of| Step::Theirs { of }),
        1 => Just(Step::BackUp),
        1 => Just(Step::Restore),
        1 => Just(Step::Compact),
        1 => name.prop_map(|name| Step::Damage { name }),
        1 => (2_u128..4).prop_map(|of| Step::DamageRecord { of }),
    ]
}

#[derive(Clone)]
struct State {
    ledger: MemoryLedger,
    floors: BTreeMap<ScopeId, Seq>,
}

struct World {
    server: RefCell<Server>,
    epoch: Cell<Epoch>,
    floors: RefCell<BTreeMap<ScopeId, Seq>>,
    backup: RefCell<Option<State>>,
    lost: Cell<bool>,
    clock: Cell<Millis>,
    lives: Cell<u128>,
    db: MemoryDatabase,
    made: Cell<u128>,
    /// By task: how many increments were made, and which of them were said to be saved.
    spent: RefCell<BTreeMap<u128, (u32, BTreeSet<u32>)>>,
}

impl World {
    fn new() -> Self {
        let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
        ann.edit(1, project(1));
        ann.edit(2, task(2, 1));
        ann.edit(3, task(3, 1));
        ann.sync(&mut server);
        Self {
            server: server.into(),
            epoch: Cell::new(EPOCH),
            floors: RefCell::default(),
            backup: RefCell::default(),
            lost: Cell::new(false),
            clock: Cell::new(10_000),
            lives: Cell::new(100),
            db: ann.db,
            made: Cell::new(100),
            spent: RefCell::default(),
        }
    }

    /// A handle on the database for a life that ends at that await.
    fn life(&self, crash: Option<u8>) -> (MemoryDatabase, u128) {
        self.lives.set(self.lives.get() + 1);
        let left = Rc::new(Cell::new(crash));
        let gate: Gate = Rc::new(move |_| {
            let dies = left.get() == Some(0);
            left.set(left.get().map(|left| left.saturating_sub(1)));
            if dies { Box::pin(std::future::pending()) } else { Box::pin(std::future::ready(Ok(()))) }
        });
        (self.db.with_gate(gate), self.lives.get())
    }

    fn make(&self, step: &Step) {
        match step {
            Step::Edit { of, what, crash } => self.edit(*of, what, *crash),
            Step::Replay { crash, lost } => {
                self.lost.set(*lost);
                self.replay(*crash);
            }
            Step::Theirs { of } => {
                let title = format!("theirs {}", self.made.get());
                self.server.borrow_mut().act_as(person(1), set(*of).put(Task::TITLE, title));
            }
            Step::BackUp => {
                let ledger = self.server.borrow().ledger.clone();
                self.backup.replace(Some(State { ledger, floors: self.floors.borrow().clone() }));
            }
            Step::Restore => self.restore(),
            Step::Compact => {
                let server = self.server.borrow();
                let head = |scope: ScopeId| (scope, Seq(server.ledger.log(scope).len() as u64));
                self.floors.replace(server.ledger.scopes().map(head).collect());
            }
            Step::Damage { name } => self.damage(Table::Meta, Key::name(name)),
            Step::DamageRecord { of } => {
                self.damage(Table::Records, Key::record(shared().scope(), id::<Task>(*of).record()))
            }
        }
    }

    fn damage(&self, table: Table, key: Key) {
        if let Some(raw) = self.db.committed_mut().get_mut(&(table, key)) {
            raw.push('?');
        }
    }

    fn restore(&self) {
        let Some(State { ledger, floors }) = self.backup.borrow().clone() else { return };
        self.server.borrow_mut().ledger = ledger;
        self.floors.replace(floors);
        self.epoch.set(Epoch(Uuid::from_u128(self.epoch.get().0.as_u128() + 1)));
    }

    fn edit(&self, of: u128, what: &What, crash: Option<u8>) {
        let (db, life) = self.life(crash);
        self.made.set(self.made.get() + 1);
        let made = self.made.get();
        let mut spent = self.spent.borrow_mut();
        let (count, saved) = spent.entry(of).or_default();
        let digit = *count;
        let edit: Edit = match what {
            What::Spend if digit < MOST => {
                *count += 1;
                set(of).increment(Task::TIME_SPENT, 1 << (3 * digit))
            }
            What::Spend | What::Title => set(of).put(Task::TITLE, format!("mine {made}")),
            What::Tag => set(of).add(Task::TAGS, format!("tag {}", made % 7)),
        };
        let drafts = [draft(made, person(0), edit.clone())];
        let work = async {
            let tab = Tab::open(db, person(0), client(life), |_| {}).await?;
            tab.load().await?;
            tab.stage(&drafts);
            tab.save(&drafts, None).await
        };
        let done = work.now_or_never();
        assert!(!matches!(done, Some(Err(_))), "nothing is refused: {done:?}");
        if done.is_some() && matches!(what, What::Spend) && digit < MOST {
            saved.insert(digit);
        }
    }

    fn replay(&self, crash: Option<u8>) -> Option<Ended> {
        let (db, life) = self.life(crash);
        let holder = HolderId(Uuid::from_u128(life << 64 | life));
        let replayer = Replayer { db: &db, net: self, timer: self, holder, account: person(0), tell: &|_| {} };
        self.clock.set(self.clock.get() + 20_000);
        replayer.run().now_or_never()
    }

    fn heal_and_check(&self) {
        self.lost.set(false);
        let mut ended = Vec::new();
        for _ in 0..12 {
            // Damage that nobody would look at for a while is found by the looking through, a part of a table a time.
            ended.push(self.replay(None));
        }
        assert_eq!(ended.last(), Some(&Some(Ended::Drained)), "{ended:?}");
        let here = Client { db: self.db.clone(), who: person(0) };
        assert_eq!(here.rows(), [], "every edit is through");
        let server = self.server.borrow();
        let readable = server.ledger.readable(person(0));
        let truth: BTreeMap<RecordId, Record> = server
            .ledger
            .records()
            .filter(|record| readable.contains(&record.scope))
            .map(|record| (record.id, record.clone()))
            .collect();
        assert_eq!(here.base(), truth);
        let tab = now(Tab::open(self.db.clone(), person(0), client(1), |_| {})).unwrap();
        now(tab.load()).unwrap();
        for (of, (count, saved)) in &*self.spent.borrow() {
            let total = Task::read(&truth[&id::<Task>(*of).record()]).time_spent;
            assert_eq!(tab.replica().entity::<Task>(id(*of)).unwrap().time_spent, total);
            for digit in 0..*count {
                let times = total >> (3 * digit) & 7;
                let wanted = if saved.contains(&digit) { 1..=1 } else { 0..=1 };
                assert!(wanted.contains(&times), "increment {digit} of {of} was counted {times} times");
            }
        }
        assert_eq!(now(apply::cursor(&self.db)).unwrap().epoch, Some(self.epoch.get()));
    }
}

impl Net for World {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        let epoch = self.epoch.get();
        if request.epoch.is_some_and(|known| known != epoch) {
            return Ok(PushAnswer { protocol: PROTOCOL, epoch, results: Vec::new() });
        }
        let results = self.server.borrow_mut().take(Sender::Person(request.account), &request.operations);
        match self.lost.get() {
            true => Err(Failure::Unreachable("the answer was lost".into())),
            false => Ok(PushAnswer { protocol: PROTOCOL, epoch, results }),
        }
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        const PAGE: usize = 3;
        let (server, epoch) = (self.server.borrow(), self.epoch.get());
        let cursor = if cursor.epoch == Some(epoch) { cursor.clone() } else { Cursor::default() };
        let scopes = server.ledger.readable(person(0));
        let floor = |scope: ScopeId| self.floors.borrow().get(&scope).copied().unwrap_or_default();
        let behind = scopes.iter().copied().find(|scope| cursor.seq(*scope) < floor(*scope));
        let snapshot = behind.map(|scope| {
            let begun = cursor.snapshot.filter(|place| place.scope == scope && place.at >= floor(scope));
            let (at, after) = match begun {
                Some(place) => (place.at, Some(place.after)),
                None => (Seq(server.ledger.log(scope).len() as u64), None),
            };
            let of_scope = server.ledger.records().filter(|record| record.scope == scope);
            let mut rest: Vec<Record> =
                of_scope.filter(|record| after.is_none_or(|id| record.id > id)).cloned().collect();
            rest.sort_by_key(|record| record.id);
            let last = rest.len() <= PAGE;
            rest.truncate(PAGE);
            SnapshotPage { scope, at, after, last, records: rest }
        });
        let mut more = snapshot.is_some();
        let mut deltas = Vec::new();
        for scope in scopes.iter().filter(|scope| snapshot.as_ref().is_none_or(|page| page.scope != **scope)) {
            if cursor.seq(*scope) < floor(*scope) {
                continue;
            }
            let delta = server.ledger.delta(*scope, cursor.seq(*scope), PAGE);
            more |= delta.to.0 < server.ledger.log(*scope).len() as u64;
            deltas.push(delta);
        }
        let (protocol, account, found) = (PROTOCOL, person(0), server.found(&cursor.missing));
        Ok(PullAnswer { protocol, account, epoch, scopes, deltas, snapshot, found, more })
    }

    async fn renew(&self) -> Result<(), Failure> {
        Err(Failure::SignedOut)
    }
}

impl Timer for World {
    fn now(&self) -> Millis {
        self.clock.get()
    }

    async fn sleep(&self, time: Millis) {
        self.clock.set(self.clock.get() + time);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_doubled_wherever_it_is_cut_off(steps in proptest::collection::vec(step(), 1..40)) {
        let world = World::new();
        steps.iter().for_each(|step| world.make(step));
        world.heal_and_check();
    }
}

/// The check can fail: it finds bugs that are put in on purpose.
#[cfg(feature = "planted")]
#[test]
fn planted_bugs_are_found() {
    use holdfast_core::planted::{Bug, plant};
    use proptest::test_runner::{Config, TestRunner};

    let bugs = [
        Bug::DeleteBeforeAnswer,
        Bug::ConfirmOnAnswer,
        Bug::CursorBeforeRecords,
        Bug::EpochIgnored,
        Bug::ResyncClearsPending,
        Bug::CompactsSent,
        Bug::ForbiddenPageKills,
    ];
    let missed: Vec<Bug> = bugs
        .into_iter()
        .filter(|bug| {
            let config = Config { cases: 2_000, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
            let planted = |steps: Vec<Step>| {
                let _planted = plant(*bug);
                let world = World::new();
                steps.iter().for_each(|step| world.make(step));
                world.heal_and_check();
                Ok(())
            };
            TestRunner::new_with_rng(config, proptest::test_runner::TestRng::deterministic_rng(Default::default()))
                .run(&proptest::collection::vec(step(), 1..40), planted)
                .is_ok()
        })
        .collect();
    assert_eq!(missed, []);
}
