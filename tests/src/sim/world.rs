//! What everything in a run shares: chance, time, tasks, the server, the trace and what is known of each operation.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};

use holdfast_core::Millis;

use super::{
    clock::Clock,
    executor::{LifeId, Spawner},
    faults::{Fault, Rates},
    plan::{CAST, Plan},
    planted::Planted,
    registry::Registry,
    rng::Rng,
    server::Server,
    trace::{Lines, Trace},
};

/// When every run begins, in milliseconds.
const BEGINNING: Millis = 1_760_000_000_000;

/// The world of one run.
pub struct World {
    /// The source of chance: another generator in each step.
    pub rng: RefCell<Rng>,
    /// The one clock.
    pub clock: Clock,
    /// Where tasks are handed in.
    pub spawner: Spawner,
    /// What happened.
    pub trace: RefCell<Trace>,
    /// The server.
    pub server: RefCell<Server>,
    /// What is known of each operation.
    pub registry: RefCell<Registry>,
    /// How often faults strike.
    pub rates: Rates,
    /// The longest usual delay of a message, in milliseconds.
    pub slowness: Millis,
    /// Whether faults strike at all; not before the first step, nor while healing.
    pub storm: Cell<bool>,
    /// What is to be run.
    pub plan: Plan,
    doomed: RefCell<Vec<LifeId>>,
    lives: Cell<u64>,
    violation: RefCell<Option<String>>,
}

impl World {
    /// A calm world with an empty server.
    pub fn new(plan: &Plan, lines: Lines, spawner: Spawner) -> Rc<Self> {
        let mut rng = Rng::of(plan.seed, CAST);
        let rates = Rates::draw(&mut rng);
        let slowness = 5 + rng.below(400);
        let clock = Clock::new(BEGINNING);
        let server = Server::new(plan.store, clock.now(), &mut rng);
        Rc::new(Self {
            rng: RefCell::new(rng),
            clock,
            spawner,
            trace: RefCell::new(Trace::new(lines)),
            server: RefCell::new(server),
            registry: RefCell::default(),
            rates,
            slowness,
            storm: Cell::new(false),
            plan: plan.clone(),
            doomed: RefCell::default(),
            lives: Cell::new(0),
            violation: RefCell::default(),
        })
    }

    /// Draws from the generator of that part of the run from now on.
    pub fn turn_to(&self, part: u64) {
        *self.rng.borrow_mut() = Rng::of(self.plan.seed, part);
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A number below `end`.
    pub fn below(&self, end: u64) -> u64 {
        self.rng.borrow_mut().below(end)
    }

    /// Whether something happens that happens so many times in ten thousand.
    pub fn chance(&self, in_ten_thousand: u64) -> bool {
        self.rng.borrow_mut().chance(in_ten_thousand)
    }

    /// One of some things.
    pub fn pick<T: Clone>(&self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.rng.borrow_mut().index(of.len())].clone()) }
    }

    /// Ten bytes for an id.
    pub fn bytes(&self) -> [u8; 10] {
        self.rng.borrow_mut().bytes()
    }

    /// Whether a fault strikes here; if so it is counted.
    pub fn strikes(&self, fault: Fault) -> bool {
        let rate = self.rates.of(fault);
        // Drawn in any case, so that a run without this fault is the same run in all else.
        let strikes = self.storm.get() && self.chance(rate) && !self.plan.off.contains(&fault);
        if strikes {
            self.fault(fault);
        }
        strikes
    }

    /// Counts a fault that was made to strike.
    pub fn fault(&self, fault: Fault) {
        self.trace.borrow_mut().fault(fault);
        self.note(format_args!("fault: {}", fault.name()));
    }

    /// Whether a fault that strikes as a step may strike in this run.
    pub fn may(&self, fault: Fault) -> bool {
        self.rates.has(fault) && !self.plan.off.contains(&fault)
    }

    /// Counts an action.
    pub fn action(&self, name: &'static str) {
        self.trace.borrow_mut().action(name);
    }

    /// Writes a line into the trace.
    pub fn note(&self, what: std::fmt::Arguments<'_>) {
        self.trace.borrow_mut().line(format_args!("{} {what}", self.now() - BEGINNING));
    }

    /// Whether the planted bug is this one.
    pub fn has(&self, planted: Planted) -> bool {
        self.plan.planted == Some(planted)
    }

    /// Waits as long as a message takes.
    pub async fn delay(&self) {
        let most = if self.storm.get() { self.slowness } else { 10 };
        let slow = self.strikes(Fault::SLOW_MESSAGE);
        let time = self.below(most) + if slow { 1_000 + self.below(12_000) } else { 0 };
        self.clock.sleep(time).await;
    }

    /// A word nobody has used.
    pub fn word(&self) -> String {
        self.registry.borrow_mut().word()
    }

    /// Hands a task in.
    pub fn spawn(&self, life: LifeId, task: impl Future<Output = ()> + 'static) {
        self.spawner.spawn(life, task);
    }

    /// The id of a new life.
    pub fn new_life(&self) -> LifeId {
        self.lives.set(self.lives.get() + 1);
        LifeId(self.lives.get())
    }

    /// Ends a life at the await it stands at.
    pub fn doom(&self, life: LifeId) {
        self.doomed.borrow_mut().push(life);
    }

    /// The lives to be ended now.
    pub fn take_doomed(&self) -> Vec<LifeId> {
        self.doomed.take()
    }

    /// Says that something that must hold does not. The first one counts.
    pub fn violate(&self, what: String) {
        let mut violation = self.violation.borrow_mut();
        if violation.is_none() {
            self.trace.borrow_mut().line(format_args!("violated: {what}"));
            *violation = Some(what);
        }
    }

    /// What was violated, if anything.
    pub fn violation(&self) -> Option<String> {
        self.violation.borrow().clone()
    }
}
