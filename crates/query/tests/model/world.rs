//! The cache under test, and comparing what it shows with what the reference says.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    hash::{Hash, Hasher},
    rc::Rc,
};

use futures::{FutureExt as _, future::LocalBoxFuture};
use holdfast_query::{
    Cause, Client, Cx, Error, Fetch, Keep, Millis, Observer, Options, Policy, Query, Reads, Retry, Runtime, Stale,
    State, Wait,
    testing::{Gate, START, TestRuntime},
};

use crate::reference::{Doing, End, FIRST, KEEP, LIMIT, Looker, Reference, STALE};

/// Time by hand, and no chance.
struct Certain(TestRuntime);

impl Runtime for Certain {
    fn now(&self) -> Millis {
        self.0.now()
    }

    fn ticks(&self) -> Millis {
        self.0.ticks()
    }

    fn sleep(&self, time: Millis) -> LocalBoxFuture<'static, ()> {
        self.0.sleep(time)
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.0.spawn(task);
    }

    fn random(&self) -> u64 {
        0
    }
}

type Answer = Result<u64, bool>;

/// A question: the record it reads has its number.
#[derive(Clone)]
pub(crate) struct Asks {
    pub(crate) number: usize,
    pub(crate) gate: Rc<Gate<Answer>>,
}

impl std::fmt::Debug for Asks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.number)
    }
}

impl PartialEq for Asks {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Asks {}

impl Hash for Asks {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl Query for Asks {
    type Output = u64;
    /// Whether another attempt may do better.
    type Error = bool;
    const NAME: &'static str = "model";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(STALE)).keep(Keep::For(KEEP)).retry(Retry {
        limit: LIMIT,
        first: FIRST,
        cap: 30_000,
    });

    async fn run(&self, _: Cx<Self>) -> Answer {
        self.gate.wait().await.unwrap_or(Err(false))
    }

    fn is_transient(error: &bool) -> bool {
        *error
    }

    fn reads(&self, _: Option<&u64>) -> Reads {
        Reads::none().record(self.number as u128)
    }
}

pub(crate) struct Watching {
    pub(crate) observer: Observer<Asks>,
    told: Rc<Cell<bool>>,
    last: RefCell<Option<Seen>>,
}

/// What an observer sees, but for how old it is.
type Seen = (Option<u64>, u8, u8, u32, Option<Millis>);

pub(crate) struct World {
    pub(crate) runtime: TestRuntime,
    pub(crate) client: Client,
    pub(crate) asks: Vec<Asks>,
    pub(crate) watching: BTreeMap<u32, Watching>,
    pub(crate) waits: BTreeMap<u32, Wait<Asks>>,
    ends: BTreeMap<u32, End>,
}

impl World {
    pub(crate) fn new(questions: usize) -> Self {
        let runtime = TestRuntime::new(1);
        let client = Client::new(Rc::new(Certain(runtime.clone())));
        let asks = (0..questions).map(|number| Asks { number, gate: Rc::default() }).collect();
        Self { runtime, client, asks, watching: BTreeMap::new(), waits: BTreeMap::new(), ends: BTreeMap::new() }
    }

    pub(crate) fn options(looker: Looker) -> Options<Asks> {
        let Looker { enabled, stale, poll, hidden } = looker;
        Options { enabled, stale: Some(Stale::After(stale)), poll, poll_hidden: hidden, ..Options::default() }
    }

    pub(crate) fn look(&mut self, number: u32, at: usize, looker: Looker) {
        let told = Rc::new(Cell::new(false));
        let tells = Rc::clone(&told);
        let observer = self.client.observe(&self.asks[at], Self::options(looker), move || tells.set(true));
        self.watching.insert(number, Watching { observer, told, last: RefCell::default() });
    }

    /// Compares everything that can be seen. Also adopts what the reference leaves open: when unused data goes.
    pub(crate) fn check(&mut self, reference: &mut Reference) {
        self.runtime.settle();
        self.adopt_collections(reference);
        for (at, ask) in self.asks.iter().enumerate() {
            let requests = usize::from(matches!(reference.questions[at].doing, Doing::Asking { .. }));
            assert_eq!(ask.gate.waiting(), requests, "requests of {at}");
        }
        for (number, watching) in &self.watching {
            self.check_watching(*number, watching, reference);
        }
        self.check_waits(reference);
        self.check_figures(reference);
        reference.note_use();
    }

    fn adopt_collections(&self, reference: &mut Reference) {
        let mut held = vec![false; self.asks.len()];
        for info in self.client.entries() {
            let at: usize =
                info.key.strip_prefix("model/").and_then(|number| number.parse().ok()).expect("keys are numbers");
            held[at] = true;
            let question = &reference.questions[at];
            assert!(question.exists, "{at} should not be there");
            assert!(!reference.is_overdue(at), "{at} should have been dropped");
            let expected = question.held.map(|held| (START.saturating_add_signed(held.at), held.invalid));
            assert_eq!(info.updated_at.map(|at| (at, info.is_invalid)), expected, "the data of {at}");
            assert_eq!(kind(&info.fetch), doing(question.doing), "what is done for {at}");
            assert_eq!(info.is_stale, reference.is_stale(at, STALE), "whether {at} is stale");
        }
        for (at, held) in held.into_iter().enumerate() {
            if !held && reference.questions[at].exists {
                reference.collected(at);
            }
        }
    }

    fn check_watching(&self, number: u32, watching: &Watching, reference: &Reference) {
        let (at, looker) = reference.lookers[&number];
        let question = &reference.questions[at];
        let read = watching.observer.read();
        let shown = (question.held.map(|held| held.value), question.failed, question.doing == Doing::Nothing);
        let expected = match shown {
            (Some(_), false, _) => 3,
            (Some(_), true, _) => 4,
            (None, true, true) => 2,
            (None, false, true) => 0,
            (None, _, false) => 1,
        };
        let state = match &read.state {
            State::Idle => 0,
            State::Loading => 1,
            State::Failed(_) => 2,
            State::Ready(_) => 3,
            State::Outdated(..) => 4,
        };
        let failures = read.fetch.run().map_or(0, |run| run.failures);
        let seen = (read.data().map(|data| **data), state, kind(&read.fetch), failures, read.updated_at);
        let at_wall = question.held.map(|held| START.saturating_add_signed(held.at));
        let failures = if question.doing == Doing::Nothing { 0 } else { question.failures };
        assert_eq!(seen, (shown.0, expected, doing(question.doing), failures, at_wall), "what {number} sees of {at}");
        assert_eq!(read.is_stale, reference.is_stale(at, looker.stale), "whether {at} is stale to {number}");
        let told = watching.told.replace(false);
        let last = watching.last.replace(Some(seen));
        assert!(
            told || last.is_none_or(|last| last == seen),
            "{number} was not told of a change of {at}: {last:?}, {seen:?}"
        );
    }

    /// What it shows next is another query's.
    pub(crate) fn turned(&self, number: u32) {
        self.watching[&number].last.replace(None);
    }

    fn check_waits(&mut self, reference: &mut Reference) {
        for (number, wait) in &mut self.waits {
            if let Some(outcome) = wait.now_or_never() {
                let end = match outcome {
                    Ok(answer) => End::Answer(*answer),
                    Err(error) if *error == Error::Cancelled => End::Cancelled,
                    Err(_) => End::Failed,
                };
                self.ends.insert(*number, end);
            }
        }
        self.waits.retain(|number, _| !self.ends.contains_key(number));
        for (number, waiter) in &reference.waiters {
            assert_eq!(
                self.ends.get(number),
                waiter.end.as_ref(),
                "what wait {number} for {} ended with",
                waiter.query
            );
        }
        let ended = |waiter: &crate::reference::Waiter| waiter.end.is_some();
        reference.waiters.retain(|number, waiter| {
            self.ends.remove(number);
            !ended(waiter)
        });
    }

    fn check_figures(&self, reference: &Reference) {
        let figures = self.client.figures();
        let counts = crate::reference::Counts {
            hits: figures.hits,
            misses: figures.misses,
            stale_hits: figures.stale_hits,
            dedupes: figures.dedupes,
            runs: Cause::ALL.map(|cause| figures.runs.of(cause)),
            failures: figures.failures,
        };
        assert_eq!(counts, reference.counts);
        let of = |is: &dyn Fn(usize) -> bool| (0..self.asks.len()).filter(|at| is(*at)).count();
        let fetching = of(&|at| reference.questions[at].doing != Doing::Nothing);
        let failing = of(&|at| reference.questions[at].failed);
        let observed = of(&|at| reference.is_looked_at(at));
        assert_eq!((figures.fetching, figures.failing, figures.observed), (fetching, failing, observed));
        assert_eq!((self.client.fetching(), self.client.failing()), (fetching, failing));
        assert_eq!(figures.entries, of(&|at| reference.questions[at].exists));
        assert_eq!(figures.bytes, 8 * of(&|at| reference.questions[at].held.is_some()));
    }
}

fn kind(fetch: &Fetch) -> u8 {
    match fetch {
        Fetch::Idle => 0,
        Fetch::Running(_) => 1,
        Fetch::Backoff(_) => 2,
        Fetch::Paused(_) => 3,
    }
}

fn doing(doing: Doing) -> u8 {
    match doing {
        Doing::Nothing => 0,
        Doing::Asking { .. } => 1,
        Doing::Waiting { .. } => 2,
        Doing::Offline => 3,
    }
}
