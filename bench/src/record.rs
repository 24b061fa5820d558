//! What is asked for on every line, and the client that keeps it.

use std::{convert::Infallible, rc::Rc};

use holdfast_query::{Client, Cx, Limits, Policy, Query, Stale, hooks::BrowserRuntime};

/// An answer. `page/record.js` makes the same for the peers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) id: u32,
    pub(crate) version: u32,
    pub(crate) title: &'static str,
    pub(crate) done: bool,
}

impl Record {
    pub(crate) fn new(id: u32, version: u32) -> Self {
        Self { id, version, title: "Ask the bank for the statements", done: false }
    }
}

/// The record of a number. Fresh until it is invalidated, as the peers' are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Item(pub(crate) u32);

/// The policy of every query here.
pub(crate) const POLICY: Policy = Policy::DEFAULT.stale(Stale::Never);

impl Query for Item {
    type Output = Record;
    type Error = Infallible;
    const NAME: &'static str = "bench/item";
    const POLICY: Policy = POLICY;

    async fn run(&self, _: Cx<Self>) -> Result<Record, Infallible> {
        Ok(Record::new(self.0, self.0))
    }

    fn is_transient(error: &Infallible) -> bool {
        match *error {}
    }
}

/// A client with room for every line's entries: the peers have no bound.
pub(crate) fn client() -> Client {
    Client::with_limits(Rc::new(BrowserRuntime), Limits { entries: usize::MAX, bytes: usize::MAX })
}
