//! Following what the other tabs and the worker tell.

use std::rc::Rc;

use holdfast_core::client::{Hint, StoreError};
use wasm_bindgen_futures::spawn_local;

use super::{Event, Trouble, inner::Inner, link::Heard};
use crate::{FetchNet, replay};

impl Inner {
    /// Follows something that changed in the database, and tells the others.
    pub(super) fn tell_rows(&self, done: Result<Hint, StoreError>) {
        match done {
            Ok(hint) => {
                self.channel.tell(&hint);
                self.want_replay();
            }
            Err(error) => self.failed(error),
        }
    }

    /// A hint of another tab, of the worker, or of a replay in this tab.
    pub(super) fn on_hint(self: &Rc<Self>, hint: Hint) {
        self.unanswered.set(0);
        match hint {
            Hint::Left if self.closed.get() => {}
            Hint::Left => {
                self.close();
                self.tell(Event::Left);
            }
            Hint::Link { link } => self.on_link(link, Heard::Elsewhere),
            hint => self.follow(hint),
        }
    }

    /// Reads what a hint is about.
    pub(super) fn follow(self: &Rc<Self>, hint: Hint) {
        let inner = Rc::clone(self);
        spawn_local(async move {
            if let Err(error) = inner.tab.on_hint(&hint).await {
                inner.failed(error);
            }
            // Reading everything again reads the steps too, and a letter that is discarded or comes back may change them.
            if matches!(hint, Hint::Steps | Hint::Reload | Hint::Rows { .. }) {
                inner.follow_steps();
            }
            if matches!(hint, Hint::Reload) {
                inner.uploads.look_again();
            }
            inner.look_after();
        });
    }

    /// After something was read from the database.
    pub(super) fn look_after(self: &Rc<Self>) {
        self.note_memory();
        self.uploads.ring();
        let aside = self.tab.put_aside();
        let told = self.aside_told.replace(aside);
        if aside > told {
            self.tell(Event::Trouble(Trouble::Quarantined { count: aside - told }));
            // What was put aside is fetched again: by this tab at once, whatever the worker is at, else by the next replay.
            self.want_replay();
            let inner = Rc::clone(self);
            spawn_local(async move { inner.fetch_missing().await });
        }
    }

    /// Pulls once, to no end but what it brings: what a failure says of the link is for the replay to find out.
    async fn fetch_missing(self: Rc<Self>) {
        let tell = |hint: Hint| {
            self.channel.tell(&hint);
            self.follow(hint);
        };
        let net = FetchNet::new(self.account.id);
        let _ = replay::pull(self.tab.db(), &net, self.account.id, self.holder, &tell).await;
    }
}
