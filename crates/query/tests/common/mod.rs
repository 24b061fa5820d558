//! A query whose answers the test gives, and a client that stands still.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    hash::{Hash, Hasher},
    rc::Rc,
};

use holdfast_query::{
    Cause, Change, Client, Cx, Intent, Limits, Observer, Options, Patch, Policy, Query, Reads, Runtime, Touch, Wait,
    testing::{Gate, TestRuntime},
};

/// What the server would say: answers are given one by one by the test.
#[derive(Clone, Default)]
pub struct Server(Rc<ServerState>);

type Patching = Rc<dyn Fn(u64) -> Patch<u64>>;

#[derive(Default)]
pub struct ServerState {
    gate: Gate<Result<u64, Failure>>,
    asked: Cell<usize>,
    reads: RefCell<HashMap<u32, Reads>>,
    reads_answers: Cell<bool>,
    patch: RefCell<Option<Patching>>,
    runs: RefCell<Vec<(u32, Intent, Cause, u32)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Busy,
    Refused,
}

impl Server {
    /// Answers the attempt that has waited longest.
    pub fn answer(&self, world: &World, answer: u64) {
        assert!(self.0.gate.open(Ok(answer)), "nobody waits for an answer");
        world.runtime.settle();
    }

    /// Gives an answer and leaves the rest to whoever called. Whether somebody waited for it.
    pub fn open(&self, answer: u64) -> bool {
        self.0.gate.open(Ok(answer))
    }

    /// Fails it.
    pub fn fail(&self, world: &World, failure: Failure) {
        assert!(self.0.gate.open(Err(failure)), "nobody waits for an answer");
        world.runtime.settle();
    }

    /// How many attempts wait and have not been aborted.
    pub fn waiting(&self) -> usize {
        self.0.gate.waiting()
    }

    /// How many attempts were made.
    pub fn asked(&self) -> usize {
        self.0.asked.get()
    }

    /// What was asked since the last time: number, what for, why, and after how many failures.
    pub fn runs(&self) -> Vec<(u32, Intent, Cause, u32)> {
        self.0.runs.take()
    }

    /// Has every answer depend on the record whose id it is.
    pub fn reads_answers(&self) {
        self.0.reads_answers.set(true);
    }

    /// What changes do to answers.
    pub fn patches(&self, patch: impl Fn(u64) -> Patch<u64> + 'static) {
        self.0.patch.replace(Some(Rc::new(patch)));
    }

    /// What the answer to that number depends on.
    pub fn reads(&self, number: u32, reads: Reads) {
        self.0.reads.borrow_mut().insert(number, reads);
    }
}

/// A question with a number.
#[derive(Clone)]
pub struct Ask {
    pub number: u32,
    pub server: Server,
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.number)
    }
}

impl PartialEq for Ask {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Ask {}

impl Hash for Ask {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl Query for Ask {
    type Output = u64;
    type Error = Failure;
    const NAME: &'static str = "test/ask";
    const POLICY: Policy = Policy::DEFAULT;

    async fn run(&self, cx: Cx<Self>) -> Result<u64, Failure> {
        self.server.0.runs.borrow_mut().push((self.number, cx.intent(), cx.cause(), cx.failures()));
        self.server.0.asked.set(self.server.0.asked.get() + 1);
        self.server.0.gate.wait().await.unwrap_or(Err(Failure::Refused))
    }

    fn is_transient(error: &Failure) -> bool {
        *error == Failure::Busy
    }

    fn reads(&self, last: Option<&u64>) -> Reads {
        let reads = self.server.0.reads.borrow().get(&self.number).cloned().unwrap_or_default();
        match last {
            Some(answer) if self.server.0.reads_answers.get() => reads.record(u128::from(*answer)),
            _ => reads,
        }
    }

    fn patch(&self, last: &u64, _: &[&Touch<'_>]) -> Patch<u64> {
        let patch = self.server.0.patch.borrow().clone();
        patch.map_or(Patch::Refetch, |patch| patch(*last))
    }

    fn weigh(answer: &u64) -> usize {
        // A large answer is a heavy one.
        usize::try_from(*answer).unwrap_or(usize::MAX)
    }
}

/// A client and its surroundings.
pub struct World {
    pub runtime: TestRuntime,
    pub client: Client,
    pub server: Server,
}

/// An observer that counts how often it was told.
pub struct Watched {
    pub observer: Observer<Ask>,
    told: Rc<Cell<usize>>,
}

impl From<Observer<Ask>> for Watched {
    fn from(observer: Observer<Ask>) -> Self {
        Self { observer, told: Rc::default() }
    }
}

impl Watched {
    /// How often it was told since the last time it was asked.
    pub fn told(&self) -> usize {
        self.told.replace(0)
    }

    /// What it was told so far does not count.
    pub fn forget(&self) {
        self.told.set(0);
    }

    /// The data it shows.
    pub fn shows(&self) -> Option<u64> {
        self.observer.read().data().map(|data| **data)
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(Policy::DEFAULT, Limits::default())
    }

    /// With another policy.
    pub fn of(policy: Policy) -> Self {
        Self::with(policy, Limits::default())
    }

    pub fn with(policy: Policy, limits: Limits) -> Self {
        let runtime = TestRuntime::new(1);
        let client = Client::with_limits(Rc::new(runtime.clone()) as Rc<dyn Runtime>, limits);
        client.set_policy::<Ask>(policy);
        Self { runtime, client, server: Server::default() }
    }

    pub fn ask(&self, number: u32) -> Ask {
        Ask { number, server: self.server.clone() }
    }

    /// Sets the answer to a number.
    pub fn set(&self, number: u32, answer: u64) {
        self.client.set(&self.ask(number), answer);
        self.runtime.settle();
    }

    /// The answer that is there.
    pub fn get(&self, number: u32) -> Option<u64> {
        self.client.get(&self.ask(number)).map(|answer| *answer)
    }

    /// Does something, and everything that follows from it without time's passing.
    pub fn after<T>(&self, act: impl FnOnce(&Client) -> T) -> T {
        let done = act(&self.client);
        self.runtime.settle();
        done
    }

    /// Says that a record changed.
    pub fn touch(&self, id: u128, change: Change<'_>) {
        self.after(|client| client.touched(&[Touch::new("task", 9, id, change)]));
    }

    /// What a wait ended with; `None` if it has not.
    pub fn end(&self, wait: Wait<Ask>) -> Option<Result<u64, String>> {
        let outcome = self.runtime.run(wait)?;
        Some(outcome.map(|answer| *answer).map_err(|error| format!("{error:?}")))
    }

    pub fn observe(&self, number: u32) -> Watched {
        self.observe_with(number, Options::default())
    }

    pub fn observe_with(&self, number: u32, options: Options<Ask>) -> Watched {
        let told = Rc::new(Cell::new(0));
        let counter = Rc::clone(&told);
        let observer = self.client.observe(&self.ask(number), options, move || counter.set(counter.get() + 1));
        self.runtime.settle();
        Watched { observer, told }
    }
}
