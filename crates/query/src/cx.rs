//! What a run knows and can do.

use std::rc::{Rc, Weak};

use crate::{
    Cause, Client, Intent, Query,
    client::{Entry, Inner},
    machine::Run,
};

/// The context of a run.
pub struct Cx<Q: Query> {
    client: Weak<Inner>,
    entry: Rc<Entry<Q>>,
    run: Run,
}

impl<Q: Query> Cx<Q> {
    pub(crate) fn new(client: Weak<Inner>, entry: Rc<Entry<Q>>, run: Run) -> Self {
        Self { client, entry, run }
    }

    /// The answer so far, if there is one.
    pub fn last(&self) -> Option<Rc<Q::Output>> {
        self.entry.data()
    }

    /// What the run is to bring.
    pub fn intent(&self) -> Intent {
        self.run.intent
    }

    /// Why it runs.
    pub fn cause(&self) -> Cause {
        self.run.cause
    }

    /// How many attempts of this run have failed.
    pub fn failures(&self) -> u32 {
        self.run.failures
    }

    /// Shows a part of the answer while the run goes on. What an aborted run says is not heard.
    pub fn emit(&self, part: Q::Output) {
        if let Some(inner) = self.client.upgrade() {
            inner.progressed(&self.entry, self.run.number, part);
        }
    }

    /// The client, to ask for what this answer depends on; `None` once it is gone.
    pub fn client(&self) -> Option<Client> {
        self.client.upgrade().map(Client::from_inner)
    }
}
