//! Noticing what happened to the database while nobody looked.

use std::rc::Rc;

use holdfast_core::{
    Millis,
    client::{Tab, Timer as _},
    id::PersonId,
};
use wasm_bindgen_futures::spawn_local;

use super::inner::Inner;
use crate::{
    BrowserTimer, IdbDatabase,
    memory::{self, Memory},
};

/// How long changes are gathered before they are remembered, in milliseconds.
const GATHER: Millis = 500;

/// Something that happened to what was stored here, and not by the person's wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser has cleared the person's data; what the server has is fetched again.
    Wiped {
        /// How many edits only this device had, as far as is known.
        unsent: usize,
    },
    /// The database could not be used any more; another was made in its place.
    Reset {
        /// How many unsent edits could be read and were taken over.
        kept: usize,
        /// How many unsent edits could not.
        lost: usize,
    },
    /// Something stored could not be read and was put aside; what the server has of it is fetched again.
    Quarantined {
        /// How many things.
        count: usize,
    },
}

/// What is remembered of the database that was here before, if this one is new.
pub(super) fn recall_lost(person: PersonId, tab: &Tab<IdbDatabase>) -> Option<Memory> {
    memory::recall(person).filter(|_| tab.is_new())
}

impl Inner {
    /// Remembers how the database is, soon.
    pub(super) fn note_memory(self: &Rc<Self>) {
        if self.memory_due.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            BrowserTimer.sleep(GATHER).await;
            if let Some(inner) = weak.upgrade() {
                inner.note_memory_now();
            }
        });
    }

    /// Remembers how the database is.
    pub(super) fn note_memory_now(&self) {
        self.memory_due.set(false);
        // Before everything is loaded the count would be too low; after a sign-out there is nothing to remember.
        if !self.loaded.get() || self.closed.get() {
            return;
        }
        let counts = self.tab.replica().counts();
        let memory = Memory {
            unsent: counts.saving + counts.waiting + counts.dead + self.code.counts().waiting,
            synced: self.last_synced(),
            at: BrowserTimer.now(),
        };
        memory::remember(self.account.id, &memory);
    }
}
