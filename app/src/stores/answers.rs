//! The server's answers that outlive the page, for whoever is signed in.

use std::{future::Future, pin::Pin, rc::Rc};

use holdfast_core::id::{PersonId, RecordId};
use holdfast_query::{
    Client,
    persist::{PersistOptions, Persister},
    tabs::Tabs,
};
use holdfast_web::{BroadcastLine, IdbShelf};
use yewdux::prelude::*;

use crate::queries;

/// Keeps answers on the device and shares them with the other tabs, as their policies say; ends when it is emptied.
#[derive(Clone, Default)]
pub struct Answers {
    keeps: Option<Rc<dyn Keeps>>,
    /// What was brought back as it was opened, and how much of that was not.
    restored: Option<(usize, usize)>,
}

/// What is done with answers that are kept; behind a trait so that who is not signed in need not fetch how.
trait Keeps {
    fn flush(self: Rc<Self>) -> Pin<Box<dyn Future<Output = ()>>>;
    fn catch_up(&self);
    fn forget(&self, is_lost: &dyn Fn(RecordId) -> bool);
}

struct Kept {
    persister: Persister<IdbShelf>,
    tabs: Tabs,
}

impl Keeps for Kept {
    fn flush(self: Rc<Self>) -> Pin<Box<dyn Future<Output = ()>>> {
        // What cannot be written is asked for again.
        Box::pin(async move { drop(self.persister.flush().await) })
    }

    fn catch_up(&self) {
        self.tabs.catch_up();
    }

    fn forget(&self, is_lost: &dyn Fn(RecordId) -> bool) {
        queries::forget_kept(&self.persister, is_lost);
    }
}

impl Store for Answers {
    fn new(_: &yewdux::Context) -> Self {
        Self::default()
    }

    /// Nothing of it is shown.
    fn should_notify(&self, _: &Self) -> bool {
        false
    }
}

impl Answers {
    /// Brings back what is kept for a person, and keeps and shares from now on. Without storage there is nothing to bring
    /// back: every answer can be asked for again.
    pub(crate) async fn open(client: &Client, person: PersonId) -> Self {
        let options = PersistOptions::new(person.to_string());
        let persister = Persister::new(client, IdbShelf::new(person), options, |_| {});
        let restored = persister.restore().await.ok();
        let restored = restored.map(|restored| (restored.taken + restored.known, restored.dropped));
        let tabs = Tabs::new(client, BroadcastLine::new(person), person.to_string());
        Self { keeps: Some(Rc::new(Kept { persister, tabs })), restored }
    }

    /// How many answers were brought back, and how many there were that were let go; nothing where they could not be read.
    pub(crate) fn restored(&self) -> Option<(usize, usize)> {
        self.restored
    }

    /// Writes what is not written yet.
    pub(crate) async fn flush(&self) {
        if let Some(kept) = &self.keeps {
            Rc::clone(kept).flush().await;
        }
    }

    /// Forgets what is kept about engagements that are lost.
    pub(crate) fn forget(&self, is_lost: &dyn Fn(RecordId) -> bool) {
        if let Some(kept) = &self.keeps {
            kept.forget(is_lost);
        }
    }

    /// Asks the other tabs for what they have: this one may have been frozen.
    pub(crate) fn catch_up(&self) {
        if let Some(kept) = &self.keeps {
            kept.catch_up();
        }
    }
}
