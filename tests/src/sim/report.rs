//! Many runs, and the report of them: the same bytes for the same seed and number of runs, however many threads ran them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use super::{
    faults::Fault,
    plan::{Plan, Store},
    planted::Planted,
    run::run,
    shrink::{check_of, options, shrink},
    tally::Tally,
    trace::Lines,
};

/// What to run.
#[derive(Clone, Debug)]
pub struct Order {
    /// The first seed; the others follow it.
    pub seed: u64,
    /// How many runs.
    pub runs: u64,
    /// How many at once.
    pub threads: usize,
    /// What the server stores in.
    pub store: Store,
    /// A bug put in on purpose.
    pub planted: Option<Planted>,
    /// Faults that never strike.
    pub off: BTreeSet<Fault>,
    /// The most profiles.
    pub most_profiles: usize,
    /// The most tabs of a profile.
    pub most_tabs: usize,
    /// Whether a failing run is made small.
    pub shrinks: bool,
}

impl Order {
    /// So many runs from a seed, on every core.
    pub fn new(seed: u64, runs: u64) -> Self {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let Plan { store, planted, off, most_profiles, most_tabs, .. } = Plan::whole(seed, Store::Memory, None);
        Self { seed, runs, threads, store, planted, off, most_profiles, most_tabs, shrinks: true }
    }

    /// The plan of one of its runs.
    pub fn plan(&self, seed: u64) -> Plan {
        let Self { most_profiles, most_tabs, .. } = *self;
        Plan { off: self.off.clone(), most_profiles, most_tabs, ..Plan::whole(seed, self.store, self.planted) }
    }
}

/// The report of some runs.
pub struct Report {
    /// What to print.
    pub text: String,
    /// What did not hold, and in which run, from 1.
    pub violated: Option<(u64, String)>,
    /// The hash of every line of every trace.
    pub hash: u64,
}

/// What one run came to.
type Outcome = (u64, Box<Tally>, Option<String>);

/// Runs the seeds `seed`, `seed + 1`, … and stops at the first violation.
pub fn simulate(order: &Order) -> Report {
    let (next, stop) = (AtomicU64::new(0), AtomicU64::new(order.runs));
    let mut sum = Tally::default();
    let mut violated = None;
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel::<Outcome>();
        for _ in 0..order.threads {
            let tell = tell.clone();
            scope.spawn(|| work(order, &next, &stop, tell));
        }
        drop(tell);
        // In the order of their seeds, whichever ended first.
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (number, tally, violation) in told {
            early.insert(number, (tally, violation));
            while violated.is_none()
                && let Some((tally, violation)) = early.remove(&due)
            {
                sum.add(&tally);
                violated = violation.map(|what| (due, what));
                due += 1;
                if due.is_multiple_of(10_000) {
                    eprintln!("{due} runs");
                }
            }
        }
    });
    let text = match &violated {
        None => held(order, &sum),
        Some((number, what)) => failed(order, order.seed.wrapping_add(*number), what),
    };
    Report { text, hash: sum.hash(), violated: violated.map(|(number, what)| (number + 1, what)) }
}

fn work(order: &Order, next: &AtomicU64, stop: &AtomicU64, tell: mpsc::Sender<Outcome>) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= stop.load(Ordering::Relaxed) {
            return;
        }
        let plan = order.plan(order.seed.wrapping_add(number));
        let done = run(&plan, Lines::Hashed);
        if done.violation.is_some() {
            // Those before it are still to be run: one of them may fail too, and then it is the first.
            stop.fetch_min(number, Ordering::Relaxed);
        }
        let tally = Box::new(Tally::of(&done.trace, plan.steps.len() as u64));
        if tell.send((number, tally, done.violation)).is_err() {
            return;
        }
    }
}

fn held(order: &Order, sum: &Tally) -> String {
    let mut text = sum.text();
    let struck = sum.struck();
    let _ = writeln!(
        text,
        "simulate: seed {}, {} runs, {} steps, {} operations, {struck} faults: all held",
        order.seed, sum.runs, sum.steps, sum.operations
    );
    text
}

fn failed(order: &Order, seed: u64, what: &str) -> String {
    let whole = order.plan(seed);
    let plan = if order.shrinks { shrink(whole, check_of(what)) } else { whole };
    repeat(&plan).0
}

/// Runs one plan and tells all of it; and whether everything held.
pub fn repeat(plan: &Plan) -> (String, bool) {
    let done = run(plan, Lines::Kept);
    let mut text = String::new();
    let mut names = Names::default();
    for line in done.trace.lines() {
        let _ = writeln!(text, "  {}", names.short(line));
    }
    let of = Plan::whole(plan.seed, plan.store, plan.planted).steps.len();
    let struck = Fault::ALL.iter().filter(|fault| done.trace.faults[fault.index()] > 0).map(|fault| fault.name());
    let struck: Vec<&str> = struck.collect();
    let _ = writeln!(text, "{} of {of} steps; faults that struck: {}", plan.steps.len(), struck.join(", "));
    let _ = writeln!(text, "trace {:016x}", done.trace.hash());
    let _ = match &done.violation {
        Some(what) => writeln!(text, "seed {}: violated: {}", plan.seed, names.short(what)),
        None => writeln!(text, "seed {}: all held", plan.seed),
    };
    let _ = writeln!(text, "again: cargo xtask simulate {}", options(plan));
    (text, done.violation.is_none())
}

/// Short names for ids, in the order in which they are met: nobody can follow a story of 36-digit names.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    const LENGTH: usize = 36;

    fn short(&mut self, line: &str) -> String {
        let (mut text, mut rest) = (String::new(), line);
        while let Some(first) = rest.chars().next() {
            match rest.get(..Self::LENGTH).filter(|word| is_id(word)) {
                Some(id) => {
                    let next = self.0.len() + 1;
                    let number = *self.0.entry(id.to_owned()).or_insert(next);
                    let _ = write!(text, "#{number}");
                    rest = &rest[Self::LENGTH..];
                }
                None => {
                    text.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        text
    }
}

fn is_id(word: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    word.bytes().enumerate().all(|(at, byte)| match byte {
        b'-' => dashes.contains(&at),
        byte => byte.is_ascii_hexdigit() && !dashes.contains(&at),
    })
}
