//! A query that can be written down, and a shelf that can fail.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

pub mod device;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use holdfast_query::{
    Client, Cx, Persist, Policy, Query, Reads, Runtime,
    persist::{Shelf, ShelfError, Write},
    testing::{Gate, TestRuntime},
};
use serde::{Deserialize, Serialize};

pub const DAY: u64 = 86_400_000;
pub const PERSIST: Persist = Persist { version: 1, max_age: DAY, max_bytes: 100 };

/// A stored and shared question with a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note(pub u32);

thread_local! {
    // A test is a thread of its own, and a written query cannot bring its server along.
    static SERVER: Gate<Result<String, ()>> = Gate::default();
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

impl Query for Note {
    type Output = String;
    type Error = ();
    const NAME: &'static str = "test/note";
    const POLICY: Policy = Policy::DEFAULT.persist(PERSIST).share();

    async fn run(&self, _: Cx<Self>) -> Result<String, ()> {
        ASKED.with(|asked| asked.set(asked.get() + 1));
        SERVER.with(Gate::wait).await.unwrap_or(Err(()))
    }

    fn is_transient(_: &()) -> bool {
        false
    }

    fn reads(&self, _: Option<&String>) -> Reads {
        // Only the even ones depend on anything.
        if self.0.is_multiple_of(2) { Reads::none().record(self.0.into()) } else { Reads::none() }
    }

    fn weigh(text: &String) -> usize {
        text.len()
    }
}

/// Answers the attempt that has waited longest.
pub fn answer(runtime: &TestRuntime, text: &str) {
    assert!(SERVER.with(|server| server.open(Ok(text.to_owned()))), "nobody waits for an answer");
    runtime.settle();
}

/// How many attempts were made.
pub fn asked() -> usize {
    ASKED.with(Cell::get)
}

/// A question that is neither stored nor shared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Private(pub u32);

impl Query for Private {
    type Output = String;
    type Error = ();
    const NAME: &'static str = "test/private";

    async fn run(&self, _: Cx<Self>) -> Result<String, ()> {
        Err(())
    }

    fn is_transient(_: &()) -> bool {
        false
    }
}

/// A client that knows how both are written.
pub fn client(runtime: &TestRuntime) -> Client {
    let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
    client.register::<Note>();
    client.register::<Private>();
    client
}

/// A shelf in memory. Clones are the same one: it outlives the page.
#[derive(Clone, Default)]
pub struct MemoryShelf(Rc<ShelfState>);

#[derive(Default)]
struct ShelfState {
    rows: RefCell<BTreeMap<String, String>>,
    writes: Cell<usize>,
    error: RefCell<Option<ShelfError>>,
    meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl MemoryShelf {
    /// What happens while it is written to the next time.
    pub fn meanwhile(&self, happens: impl FnOnce() + 'static) {
        self.0.meanwhile.replace(Some(Box::new(happens)));
    }

    /// What it says from now on to whatever is asked of it; with `None` it works.
    pub fn fail(&self, error: Option<ShelfError>) {
        self.0.error.replace(error);
    }

    /// How often it was written to.
    pub fn writes(&self) -> usize {
        self.0.writes.get()
    }

    pub fn rows(&self) -> BTreeMap<String, String> {
        self.0.rows.borrow().clone()
    }

    /// The numbers of the notes stored.
    pub fn notes(&self) -> Vec<u32> {
        let rows = self.0.rows.borrow();
        rows.keys().filter_map(|key| key.strip_prefix("test/note\n")?.parse().ok()).collect()
    }

    /// Changes the text of a note's row behind everybody's back.
    pub fn damage(&self, note: u32, change: impl FnOnce(&str) -> String) {
        let key = format!("test/note\n{note}");
        let mut rows = self.0.rows.borrow_mut();
        let damaged = change(&rows[&key]);
        rows.insert(key, damaged);
    }

    fn outcome(&self) -> Result<(), ShelfError> {
        self.0.error.borrow().clone().map_or(Ok(()), Err)
    }
}

impl Shelf for MemoryShelf {
    async fn load(&self) -> Result<Vec<(String, String)>, ShelfError> {
        self.outcome()?;
        Ok(self.rows().into_iter().collect())
    }

    async fn write(&self, writes: &[Write]) -> Result<(), ShelfError> {
        self.outcome()?;
        self.0.writes.set(self.0.writes.get() + 1);
        if let Some(happens) = self.0.meanwhile.take() {
            happens();
        }
        let mut rows = self.0.rows.borrow_mut();
        for write in writes {
            match write {
                Write::Save { key, text } => drop(rows.insert(key.clone(), text.clone())),
                Write::Remove { key } => drop(rows.remove(key)),
            }
        }
        Ok(())
    }

    async fn clear(&self) -> Result<(), ShelfError> {
        self.outcome()?;
        self.0.rows.borrow_mut().clear();
        Ok(())
    }
}
