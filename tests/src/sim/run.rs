//! One run: people at their tabs, a server, and all that can go wrong between them; then healing, and the checks.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    client::{Hint, memory::MemoryDatabase},
    entity::{Engagement, Entity as _},
    id::{Id, PersonId, ScopeId},
    role::Role,
};

use super::{
    checks,
    executor::{Executor, LifeId},
    life::Life,
    own,
    planted::Planted,
    profile::Profile,
    server,
    tab::{self, SimTab},
    trace::Trace,
    worker,
    world::World,
};

/// The most polls within one step: more means that something spins.
const MOST_POLLS: u64 = 500_000;

/// Everything in one run.
pub struct Run {
    /// The world.
    pub world: Rc<World>,
    /// Every profile.
    pub profiles: Vec<Rc<Profile>>,
    /// Every open tab.
    pub tabs: BTreeMap<LifeId, Rc<SimTab>>,
    pub(super) workers: BTreeMap<usize, Rc<Life>>,
    executor: Executor,
    pub(super) shared: ScopeId,
    pub(super) guests: Vec<PersonId>,
}

/// How a run ended.
pub struct Done {
    /// What happened.
    pub trace: Trace,
    /// What did not hold, and after which step.
    pub violation: Option<(u64, String)>,
}

/// Runs one seed.
pub fn run(seed: u64, planted: Option<Planted>) -> Done {
    let mut run = Run::begin(seed, planted);
    let steps = 200 + run.world.below(60);
    for step in 0..steps {
        if run.world.violation().is_some() {
            break;
        }
        run.world.trace.borrow_mut().steps += 1;
        run.step(step, steps);
        own::own_edits_show(&run);
    }
    if run.world.violation().is_none() {
        run.heal();
        checks::at_rest(&run);
    }
    let step = run.world.trace.borrow().steps;
    let violation = run.world.violation().map(|what| (step, what));
    Done { trace: run.world.trace.take(), violation }
}

impl Run {
    fn begin(seed: u64, planted: Option<Planted>) -> Self {
        let executor = Executor::default();
        let world = World::new(seed, executor.spawner(), planted);
        let ann = server::sign_up(&world, "ann");
        let bob = server::sign_up(&world, "bob");
        let cy = server::sign_up(&world, "cy");
        let shared = engagement(&world, ann, "Shared");
        engagement(&world, ann, "Private");
        server::set_role(&world, shared, bob, Some(Role::Editor));
        server::set_role(&world, shared, cy, Some(Role::Viewer));
        let mut people = vec![ann, bob];
        // The first person's second device, and a third person, in some runs.
        people.extend(world.chance(5_000).then_some(ann));
        people.extend(world.chance(5_000).then_some(cy));
        let profiles: Vec<_> = people.iter().enumerate().map(|(index, who)| Profile::new(index, *who)).collect();
        let (tabs, workers) = Default::default();
        let mut run = Self { world, profiles, tabs, workers, executor, shared, guests: vec![bob, cy] };
        for profile in run.profiles.clone() {
            run.start_worker(&profile);
            run.open(&profile);
            run.open(&profile);
        }
        run.advance(3_000);
        run.world.storm.set(true);
        run
    }

    /// Lets time pass.
    pub(super) fn advance(&mut self, time: u64) {
        let end = self.world.now() + time;
        for _ in 0..MOST_POLLS {
            for life in self.world.take_doomed() {
                self.crash(life);
            }
            if self.world.violation().is_some() {
                return;
            }
            if !self.executor.step(&self.world.rng) && !self.world.clock.jump(end) {
                return self.world.clock.set(end);
            }
        }
        self.world.violate(format!("liveness: something spins within {time} ms"));
    }

    pub(super) fn open(&mut self, profile: &Rc<Profile>) {
        if self.tabs.values().filter(|tab| tab.profile.index == profile.index).count() < 3 {
            self.world.action("tab opened");
            let tab = tab::open(&self.world, profile);
            self.tabs.insert(tab.life.id, tab);
        }
    }

    pub(super) fn start_worker(&mut self, profile: &Rc<Profile>) {
        if !self.workers.contains_key(&profile.index) {
            self.world.action("worker started");
            self.workers.insert(profile.index, worker::start(&self.world, profile));
        }
    }

    pub(super) fn crash(&mut self, life: LifeId) {
        self.world.fault("crash");
        // It may have changed the database and died before it told anyone.
        if let Some(profile) = self.profile_of(life) {
            profile.missed.set(true);
            if self.world.has(Planted::LosesRowInCrash) {
                lose_last_row(&profile.db);
            }
        }
        self.end(life, "crashed");
    }

    fn profile_of(&self, life: LifeId) -> Option<Rc<Profile>> {
        let worker = self.workers.iter().find(|(_, worker)| worker.id == life);
        let by_worker = worker.map(|(index, _)| Rc::clone(&self.profiles[*index]));
        self.tabs.get(&life).map(|tab| Rc::clone(&tab.profile)).or(by_worker)
    }

    pub(super) fn end(&mut self, life: LifeId, how: &str) {
        self.world.note(format_args!("life {} {how}", life.0));
        self.executor.end(life);
        for profile in &self.profiles {
            profile.leave(life);
        }
        self.tabs.remove(&life);
        self.workers.retain(|_, worker| worker.id != life);
    }

    /// All faults end; everyone is alive, and time passes.
    fn heal(&mut self) {
        self.world.note(format_args!("healing"));
        self.world.storm.set(false);
        self.world.server.borrow_mut().up = true;
        self.world.server.borrow_mut().cut_lines();
        for profile in self.profiles.clone() {
            profile.online.set(true);
            self.start_worker(&profile);
            if !self.tabs.values().any(|tab| tab.profile.index == profile.index) {
                self.open(&profile);
            }
            if profile.missed.get() {
                profile.tell(&self.world, None, &Hint::Reload);
            }
        }
        self.workers.values().for_each(|life| life.frozen.set(false));
        self.tabs.values().for_each(|tab| tab.life.frozen.set(false));
        self.advance(150_000);
    }
}

fn engagement(world: &World, owner: PersonId, name: &str) -> ScopeId {
    let id = Id::<Engagement>::new(world.now(), world.bytes());
    server::act(world, owner, Engagement { name: name.into() }.create(id.scope(), id));
    id.scope()
}

/// The planted bug of a device that says "stored" too soon.
fn lose_last_row(db: &MemoryDatabase) {
    use futures::FutureExt as _;
    use holdfast_core::client::{Database as _, Key, Mode, Range, Table, Transaction as _};
    let lose = async {
        let tx = db.begin(&[Table::Outbox], Mode::Write).await.ok()?;
        let rows = tx.scan(Table::Outbox, Range::All, usize::MAX).await.ok()?;
        let (Key::Num(last), _) = rows.last()? else { return None };
        tx.delete(Table::Outbox, &Key::Num(*last)).ok()?;
        tx.commit().await.ok()
    };
    // Where a transaction is open, nothing is lost this time.
    let _ = lose.now_or_never();
}
