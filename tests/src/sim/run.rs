//! One run: people at their tabs, a server, and all that can go wrong between them; then healing, and the checks.

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    rc::Rc,
};

use holdfast_core::{
    client::Hint,
    entity::{Engagement, Entity as _},
    id::{Id, PersonId, ScopeId},
    role::Role,
};

use super::{
    checks,
    executor::{Executor, LifeId},
    faults::Fault,
    life::Life,
    own,
    plan::{HEALING, Plan},
    planted::Planted,
    profile::Profile,
    server,
    tab::{self, SimTab},
    trace::{Lines, Trace},
    troubles, worker,
    world::World,
};

/// The most polls within one step: more means that something spins.
const MOST_POLLS: u64 = 500_000;

/// How long everything gets to come to rest once all faults have ended, in milliseconds.
const REST: u64 = 150_000;

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
    /// What did not hold.
    pub violation: Option<String>,
}

/// Runs a plan. A panic of the code under test is a violation like any other.
pub fn run(plan: &Plan, lines: Lines) -> Done {
    let _planted = plan.planted.and_then(Planted::in_core).map(holdfast_core::planted::plant);
    let executor = Executor::default();
    let world = World::new(plan, lines, executor.spawner());
    let story = || tell(&world, executor);
    if let Err(panic) = panic::catch_unwind(AssertUnwindSafe(story)) {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        world.violate(format!("panic: {}", text.unwrap_or_default()));
    }
    let trace = world.trace.replace(Trace::new(Lines::Hashed));
    Done { trace, violation: world.violation() }
}

fn tell(world: &Rc<World>, executor: Executor) {
    let mut run = Run::begin(world, executor);
    for step in &world.plan.steps {
        if world.violation().is_some() {
            return;
        }
        world.turn_to(*step);
        run.step(*step);
        own::own_edits_show(&run);
    }
    if world.violation().is_none() {
        world.turn_to(HEALING);
        run.heal();
        checks::at_rest(&run);
    }
}

impl Run {
    fn begin(world: &Rc<World>, executor: Executor) -> Self {
        let [ann, bob, cy] = ["ann", "bob", "cy"].map(|name| server::sign_up(world, name));
        let shared = engagement(world, ann, "Shared");
        engagement(world, ann, "Private");
        server::set_role(world, shared, bob, Some(Role::Editor));
        server::set_role(world, shared, cy, Some(Role::Viewer));
        world.server.borrow_mut().back_up(world.now());
        let mut people = vec![ann, bob];
        // The first person's second device, and a third person, in some runs.
        people.extend(world.chance(5_000).then_some(ann));
        people.extend(world.chance(5_000).then_some(cy));
        people.truncate(world.plan.most_profiles);
        let profiles: Vec<_> = people.iter().enumerate().map(|(index, who)| Profile::new(index, *who)).collect();
        let (tabs, workers) = Default::default();
        let world = Rc::clone(world);
        let mut run = Self { world, profiles, tabs, workers, executor, shared, guests: vec![bob, cy] };
        for profile in run.profiles.clone() {
            run.start_worker(&profile);
            run.open(&profile);
            run.open(&profile);
        }
        run.advance(3_000);
        run.world.storm.set(true);
        troubles::set_clocks(&run);
        run
    }

    /// Lets time pass.
    pub(super) fn advance(&mut self, time: u64) {
        let end = self.world.now() + time;
        for _ in 0..MOST_POLLS {
            for life in self.world.take_doomed() {
                self.died(life);
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
        let open = self.tabs.values().filter(|tab| tab.profile.index == profile.index).count();
        if open < self.world.plan.most_tabs {
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

    /// Ends a life where it stands, between any two awaits.
    pub(super) fn crash(&mut self, life: LifeId) {
        self.world.fault(Fault::CRASH);
        self.died(life);
    }

    fn died(&mut self, life: LifeId) {
        if let Some(profile) = self.profile_of(life)
            && self.world.has(Planted::LosesRowInCrash)
        {
            troubles::lose_last_row(&profile.db);
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
        // It may have changed the database and gone before it told anyone.
        if let Some(profile) = self.profile_of(life) {
            profile.missed.set(true);
            profile.empty.set(false);
        }
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
            profile.session.set(profile.person);
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
        self.advance(REST);
    }
}

fn engagement(world: &World, owner: PersonId, name: &str) -> ScopeId {
    let id = Id::<Engagement>::new(world.now(), world.bytes());
    server::act(world, owner, Engagement { name: name.into() }.create(id.scope(), id));
    id.scope()
}
