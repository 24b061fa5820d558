//! How precise invalidation by what is read and touched is: over a trace of what people do, how many refetches brought
//! nothing new, and whether anything on show was ever left out of date.

mod table;
mod views;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    hash::{Hash, Hasher},
    rc::Rc,
};

use holdfast_query::{
    Cause, Client, Cx, Keep, Observer, Options, Policy, Query, Reads, Runtime as _, Stale, testing::TestRuntime,
};
use table::{Random, SCOPES, Table};
use views::{Activity, Assigned, Board, Detail, Members, Projects, Said, Shown, Spent, Version, View};

const SEEDS: std::ops::Range<u64> = 0..5;
const COMMANDS: usize = 2_000;

/// The server: answers from the table, some time after it has looked.
struct Server {
    table: RefCell<Table>,
    random: RefCell<Random>,
    runtime: TestRuntime,
    /// Refetches for invalidation by type, and of these, how many brought nothing new.
    refetches: RefCell<BTreeMap<&'static str, (u64, u64)>>,
    equal: Cell<u64>,
}

/// A screen's question to it.
#[derive(Clone)]
struct Look<V> {
    view: V,
    server: Rc<Server>,
}

impl<V: View> std::fmt::Debug for Look<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.view)
    }
}

impl<V: View> PartialEq for Look<V> {
    fn eq(&self, other: &Self) -> bool {
        self.view == other.view
    }
}

impl<V: View> Eq for Look<V> {}

impl<V: View> Hash for Look<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.view.hash(state);
    }
}

impl<V: View> Query for Look<V> {
    type Output = Shown;
    type Error = String;
    const NAME: &'static str = V::NAME;
    /// Nothing is refetched but for invalidation.
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::Never).keep(Keep::Forever);

    async fn run(&self, cx: Cx<Self>) -> Result<Shown, String> {
        let Server { table, random, runtime, refetches, equal } = &*self.server;
        let [there, back] = [(); 2].map(|()| random.borrow_mut().within(5..60));
        runtime.sleep(there).await;
        let shown = self.view.show(&table.borrow());
        runtime.sleep(back).await;
        if cx.cause() == Cause::Invalidation {
            let is_equal = cx.last().is_some_and(|last| *last == shown);
            let mut refetches = refetches.borrow_mut();
            let (all, of_these_equal) = refetches.entry(V::NAME).or_default();
            *all += 1;
            *of_these_equal += u64::from(is_equal);
            equal.set(equal.get() + u64::from(is_equal));
        }
        Ok(shown)
    }

    fn is_transient(_: &String) -> bool {
        false
    }

    fn reads(&self, last: Option<&Shown>) -> Reads {
        self.view.reads(last)
    }
}

/// Something on show, whatever its type.
trait Screen {
    /// Whether it shows what is true.
    fn is_true(&self) -> bool;
}

struct On<V: View> {
    observer: Observer<Look<V>>,
    server: Rc<Server>,
}

impl<V: View> Screen for On<V> {
    fn is_true(&self) -> bool {
        let truth = self.observer.query().view.show(&self.server.table.borrow());
        self.observer.data().is_some_and(|shown| *shown == truth)
    }
}

fn show<V: View>(client: &Client, server: &Rc<Server>, view: V) -> Box<dyn Screen> {
    let look = Look { view, server: Rc::clone(server) };
    Box::new(On { observer: client.observe(&look, Options::default(), || ()), server: Rc::clone(server) })
}

/// Another screen: one of about sixty.
fn open(random: &mut Random, client: &Client, server: &Rc<Server>) -> Box<dyn Screen> {
    let (project, person) = (random.of(&[20, 21, 22, 23, 24, 25]), random.of(&[10, 11, 12, 13, 14, 15]));
    let task = server.table.borrow().any_task(random);
    match random.within(0..17) {
        0..4 => show(client, server, Board(project)),
        4..7 => show(client, server, Assigned(person)),
        7..9 => show(client, server, Spent(project)),
        9..12 => show(client, server, Detail(task)),
        12..14 => show(client, server, Said(task)),
        14 => show(client, server, Projects),
        15 => show(client, server, Members),
        _ => show(client, server, Activity(random.of(&SCOPES))),
    }
}

/// How quickly things follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// As people work: mostly one does something every few seconds, sometimes somebody drags ten cards in one.
    Usual,
    /// So that most answers are overtaken by changes and screens are turned meanwhile: nothing may be missed even so.
    Storm,
}

impl Pace {
    fn pause(self, random: &mut Random) -> u64 {
        match (self, random.within(0..4)) {
            (Self::Storm, _) => random.within(0..30),
            (Self::Usual, 0) => random.within(20..150),
            (Self::Usual, _) => random.within(500..5_000),
        }
    }

    /// One in so many steps, a screen is turned to something else.
    fn turns(self) -> u64 {
        match self {
            Self::Usual => 10,
            Self::Storm => 2,
        }
    }
}

/// Runs a trace: refetches by type, and how often something on show was left out of date.
fn run(seed: u64, pace: Pace) -> (BTreeMap<&'static str, (u64, u64)>, usize) {
    let runtime = TestRuntime::new(seed);
    let client = Client::new(Rc::new(runtime.clone()));
    let mut random = Random(seed);
    let table = RefCell::new(Table::new(&mut random));
    let server = Rc::new(Server {
        table,
        random: RefCell::new(Random(!seed)),
        runtime: runtime.clone(),
        refetches: RefCell::default(),
        equal: Cell::default(),
    });
    let mut screens: Vec<Box<dyn Screen>> = (0..19).map(|_| open(&mut random, &client, &server)).collect();
    screens.push(show(&client, &server, Version));
    let mut missed = 0;
    for number in 0..COMMANDS {
        server.table.borrow_mut().command(&mut random, &client);
        runtime.advance(pace.pause(&mut random));
        if random.within(0..pace.turns()) == 0 {
            let at = usize::try_from(random.within(0..19)).expect("it is small");
            screens[at] = open(&mut random, &client, &server);
        }
        if number % 10 == 0 {
            runtime.advance(1_000);
            missed += screens.iter().filter(|screen| !screen.is_true()).count();
        }
    }
    let figures = client.figures();
    assert_eq!(figures.unchanged.of(Cause::Invalidation), server.equal.get(), "the figures are true");
    (server.refetches.take(), missed)
}

#[test]
fn refetches_bring_something_and_nothing_is_left_out_of_date() {
    let (mut by_type, mut missed) = (BTreeMap::<&str, (u64, u64)>::new(), 0);
    for seed in SEEDS {
        let (refetches, missed_here) = run(seed, Pace::Usual);
        assert_eq!(missed_here, 0, "answers out of date with seed {seed}");
        missed += missed_here;
        for (name, (all, equal)) in refetches {
            let sum = by_type.entry(name).or_default();
            *sum = (sum.0 + all, sum.1 + equal);
        }
    }
    let share = |(all, equal): (u64, u64)| equal as f64 * 100.0 / all.max(1) as f64;
    let sum = |is_meant: &dyn Fn(&str) -> bool| {
        by_type.iter().filter(|(name, _)| is_meant(name)).fold((0, 0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1))
    };
    for (name, counts) in &by_type {
        println!("{name:>10}: {:>6} refetches, {:>4} of them equal ({:.2} %)", counts.0, counts.1, share(*counts));
    }
    let (all, narrow) = (sum(&|_| true), sum(&|name| !["activity", "version"].contains(&name)));
    println!("refetches whose output was equal: {:.2} % of {}", share(all), all.0);
    println!("the same without what reads whole scopes: {:.2} % of {}", share(narrow), narrow.0);
    println!("missed invalidations: {missed}");
    assert!(narrow.0 > 1_000 && share(narrow) < 5.0 && share(all) < 5.0);
}

#[test]
fn nothing_is_left_out_of_date_however_quickly_things_change() {
    for seed in SEEDS {
        let (_, missed) = run(seed, Pace::Storm);
        assert_eq!(missed, 0, "answers out of date with seed {seed}");
    }
}
