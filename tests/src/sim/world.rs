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
    planted::Planted,
    registry::Registry,
    rng::Rng,
    server::Server,
    trace::Trace,
};

/// How often each fault strikes, in ten thousand; drawn anew for each run, so that some runs are calm in one way and wild in
/// another.
pub struct Rates {
    /// A request, answer or frame is lost.
    pub drop: u64,
    /// A request or frame arrives twice.
    pub repeat: u64,
    /// An answer or frame is cut short.
    pub truncate: u64,
    /// Something in between answers in the server's place.
    pub proxy: u64,
    /// The server crashes within a push.
    pub server_crash: u64,
    /// A tab or worker crashes at a storage await.
    pub client_crash: u64,
    /// The device has no room at a commit.
    pub quota: u64,
    /// A hint is lost. In runs where it is 0, hints arrive in order and tabs must keep up by them alone.
    pub hint_drop: u64,
    /// The longest usual delay, in milliseconds.
    pub delay: Millis,
}

impl Rates {
    fn draw(rng: &mut Rng) -> Self {
        let gentle_hints = rng.chance(5_000);
        Self {
            drop: rng.below(2_500),
            repeat: rng.below(2_500),
            truncate: rng.below(800),
            proxy: rng.below(500),
            server_crash: rng.below(600),
            client_crash: rng.below(40),
            quota: rng.below(150),
            hint_drop: if gentle_hints { 0 } else { 1 + rng.below(2_000) },
            delay: 5 + rng.below(400),
        }
    }
}

/// The world of one run.
pub struct World {
    /// The one source of chance.
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
    /// Whether faults strike at all; not before the first step, nor while healing.
    pub storm: Cell<bool>,
    /// A bug put in on purpose, to prove that a check finds it.
    pub planted: Option<Planted>,
    doomed: RefCell<Vec<LifeId>>,
    lives: Cell<u64>,
    violation: RefCell<Option<String>>,
}

impl World {
    /// A calm world with an empty server.
    pub fn new(seed: u64, spawner: Spawner, planted: Option<Planted>) -> Rc<Self> {
        let mut rng = Rng::new(seed);
        let rates = Rates::draw(&mut rng);
        let clock = Clock::new(1_760_000_000_000);
        let server = Server::new(clock.now(), &mut rng);
        Rc::new(Self {
            rng: RefCell::new(rng),
            clock,
            spawner,
            trace: RefCell::default(),
            server: RefCell::new(server),
            registry: RefCell::default(),
            rates,
            storm: Cell::new(false),
            planted,
            doomed: RefCell::default(),
            lives: Cell::new(0),
            violation: RefCell::default(),
        })
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
    pub fn strikes(&self, name: &'static str, in_ten_thousand: u64) -> bool {
        let strikes = self.storm.get() && self.chance(in_ten_thousand);
        if strikes {
            self.fault(name);
        }
        strikes
    }

    /// Counts a fault that was made to strike.
    pub fn fault(&self, name: &'static str) {
        self.trace.borrow_mut().fault(name);
        self.note(format_args!("fault: {name}"));
    }

    /// Counts an action.
    pub fn action(&self, name: &'static str) {
        self.trace.borrow_mut().action(name);
    }

    /// Writes a line into the trace.
    pub fn note(&self, what: std::fmt::Arguments<'_>) {
        let line = format!("{} {what}", self.now() - 1_760_000_000_000);
        self.trace.borrow_mut().line(line);
    }

    /// Whether the planted bug is this one.
    pub fn has(&self, planted: Planted) -> bool {
        self.planted == Some(planted)
    }

    /// Waits as long as a message takes.
    pub async fn delay(&self) {
        let most = if self.storm.get() { self.rates.delay } else { 10 };
        let slow = self.strikes("slow message", 200);
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
            self.trace.borrow_mut().line(format!("violated: {what}"));
            *violation = Some(what);
        }
    }

    /// What was violated, if anything.
    pub fn violation(&self) -> Option<String> {
        self.violation.borrow().clone()
    }
}
