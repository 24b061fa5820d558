//! Actions whose results the test gives, and a client that stands still.

#![allow(unreachable_pub, reason = "as in the other test binaries' common parts")]

use std::{cell::RefCell, collections::HashMap, marker::PhantomData, rc::Rc};

use holdfast_query::{
    Action, ActionCx, ActionPhase, ActionPolicy, Client, Error, Network, Running, Runtime,
    testing::{Gate, TestRuntime},
};

/// How actions of a type are tried.
pub trait Kind: 'static {
    const POLICY: ActionPolicy = ActionPolicy::DEFAULT;
}

/// By the defaults.
pub struct Plain;
impl Kind for Plain {}

/// A second for each attempt.
pub struct Quick;
impl Kind for Quick {
    const POLICY: ActionPolicy = ActionPolicy::DEFAULT.timeout(1_000);
}

/// The first attempt needs no network.
pub struct Early;
impl Kind for Early {
    const POLICY: ActionPolicy = ActionPolicy::DEFAULT.network(Network::OfflineFirst);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Busy,
    Refused,
}

type Answers = Gate<Result<u32, Failure>>;

type OnDone = Box<dyn Fn(&Client, u32)>;

/// What the server would say, by the names of the actions, and what was done in which order.
#[derive(Clone, Default)]
pub struct Server(Rc<ServerState>);

#[derive(Default)]
struct ServerState {
    gates: RefCell<HashMap<&'static str, Rc<Answers>>>,
    log: RefCell<Vec<String>>,
}

impl Server {
    fn gate(&self, name: &'static str) -> Rc<Answers> {
        Rc::clone(self.0.gates.borrow_mut().entry(name).or_default())
    }

    /// What happened since this was asked last.
    pub fn log(&self) -> Vec<String> {
        self.0.log.take()
    }

    /// Whether an attempt of that name is under way.
    pub fn is_running(&self, name: &'static str) -> bool {
        self.gate(name).waiting() > 0
    }

    pub fn note(&self, what: String) {
        self.0.log.borrow_mut().push(what);
    }
}

/// An action with a name, by which its result is given.
pub struct Do<K = Plain> {
    name: &'static str,
    scope: Option<&'static str>,
    key: &'static str,
    server: Server,
    done: OnDone,
    kind: PhantomData<K>,
}

impl<K> Do<K> {
    pub fn scope(mut self, scope: &'static str) -> Self {
        self.scope = Some(scope);
        self
    }

    pub fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    pub fn done(mut self, done: impl Fn(&Client, u32) + 'static) -> Self {
        self.done = Box::new(done);
        self
    }
}

impl<K: Kind> Action for Do<K> {
    type Output = u32;
    type Error = Failure;
    const NAME: &'static str = "test/do";
    const POLICY: ActionPolicy = K::POLICY;

    async fn run(&self, cx: ActionCx) -> Result<u32, Failure> {
        self.server.note(format!("{} {}", self.name, cx.attempt()));
        self.server.gate(self.name).wait().await.unwrap_or(Err(Failure::Refused))
    }

    fn scope(&self) -> Option<String> {
        self.scope.map(str::to_owned)
    }

    fn key(&self) -> String {
        self.key.to_owned()
    }

    fn is_transient(error: &Error<Failure>) -> bool {
        matches!(error, Error::Failed(Failure::Busy))
    }

    fn done(&self, client: &Client, output: &u32) {
        self.server.note(format!("{} done", self.name));
        (self.done)(client, *output);
    }
}

impl<K> Drop for Do<K> {
    fn drop(&mut self) {
        self.server.note(format!("{} dropped", self.name));
    }
}

/// A client and its surroundings.
pub struct World {
    pub runtime: TestRuntime,
    pub client: Client,
    pub server: Server,
}

impl World {
    pub fn new() -> Self {
        Self::in_runtime(TestRuntime::new(1))
    }

    pub fn in_runtime(runtime: TestRuntime) -> Self {
        let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
        Self { runtime, client, server: Server::default() }
    }

    /// An action of a kind.
    pub fn action<K: Kind>(&self, name: &'static str) -> Do<K> {
        let done = Box::new(|_: &Client, _: u32| {});
        Do { name, scope: None, key: "test/do", server: self.server.clone(), done, kind: PhantomData }
    }

    /// A plain one.
    pub fn plain(&self, name: &'static str) -> Do {
        self.action(name)
    }

    pub fn act<K: Kind>(&self, action: Do<K>) -> Running<Do<K>> {
        let running = self.client.act(action);
        self.runtime.settle();
        running
    }

    /// Gives the attempt of that name its result.
    pub fn give(&self, name: &'static str, result: Result<u32, Failure>) {
        assert!(self.server.gate(name).open(result), "{name} does not run");
        self.runtime.settle();
    }

    pub fn set_online(&self, online: bool) {
        self.client.set_online(online);
        self.runtime.settle();
    }

    /// How far each is that has not ended, oldest first.
    pub fn phases(&self) -> Vec<ActionPhase> {
        self.client.running_actions().into_iter().map(|info| info.phase).collect()
    }
}
