//! A session's texts that are written with others: opening them, and sending what is unsent of those that are not open.

use std::rc::{Rc, Weak};

use holdfast_core::{
    Millis,
    client::{StoreError, Timer as _},
    id::{RecordId, ScopeId},
    status::Link,
};

use super::{Event, Session, inner::Inner};
use crate::{
    BrowserTimer,
    code::{Codes, Desk, News, OVERDUE, Place, Tabs, Word, send},
    locks,
    messages::code_lock,
};

/// How long after it was not taken what is unsent is offered again, in milliseconds.
const AGAIN: Millis = 60_000;
/// How long after another tab has told of a change to look at what is kept, in milliseconds.
const SETTLED: Millis = 1_000;
/// How long to look whether another tab sends, in milliseconds.
const LOOK: Millis = 50;

/// What an open text asks of the session that it is of.
pub(crate) struct CodeHost(Weak<Inner>);

impl CodeHost {
    /// What is kept here.
    pub(crate) async fn codes(&self) -> Result<Codes, StoreError> {
        match self.0.upgrade() {
            Some(inner) => inner.codes().await,
            None => Err(StoreError::Failed(crate::reasons::CLOSING.into())),
        }
    }

    /// So many changes more, or fewer, are on their way to the disk.
    pub(crate) fn saving(&self, more: isize) {
        if let Some(inner) = self.0.upgrade()
            && inner.code.saving(more)
        {
            inner.tell(Event::Status);
        }
    }

    /// A text is opened, or closed.
    pub(crate) fn opened(&self, place: Place, is_open: bool) {
        if let Some(inner) = self.0.upgrade() {
            inner.code.opened(place, is_open);
        }
    }

    /// What was written in a text that is closed now is kept: it is sent from here.
    pub(crate) async fn left(&self) {
        self.recount().await;
        if let Some(inner) = self.0.upgrade() {
            inner.code.ring();
        }
    }

    /// Whether the session is over: nothing is kept or sent any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.0.upgrade().is_none_or(|inner| inner.closed.get())
    }

    /// Counts what is unsent.
    pub(crate) async fn recount(&self) {
        if let Some(inner) = self.0.upgrade() {
            inner.count_code().await;
        }
    }
}

impl Session {
    /// Opens the text that is written with others at a record. `tell` is told what happens to it.
    pub fn open_code(&self, scope: ScopeId, record: RecordId, tell: impl Fn(News) + 'static) -> Desk {
        let host = CodeHost(Rc::downgrade(&self.0));
        Desk::open(self.0.account.id, Place { scope, record }, host, tell)
    }
}

impl Inner {
    pub(super) async fn codes(&self) -> Result<Codes, StoreError> {
        if self.closed.get() {
            // It may be deleted by now, and would be made again.
            return Err(StoreError::Failed(crate::reasons::CLOSING.into()));
        }
        self.opened(&self.code.codes, Codes::open(self.account.id), Codes::close).await
    }

    /// Counts what is unsent, and tells where that is other than it was.
    async fn count_code(&self) {
        if let Ok(codes) = self.codes().await
            && let Ok(unsent) = codes.unsent().await
            && self.code.note(unsent)
        {
            self.tell(Event::Status);
            self.note_memory_now();
        }
    }
}

/// Sends, for as long as the session lives.
pub(super) async fn run(inner: Weak<Inner>) {
    let mut is_counted = false;
    let mut tabs = None;
    loop {
        let Some(open) = inner.upgrade().filter(|inner| !inner.closed.get()) else { return };
        let told = inner.clone();
        let tabs: &Tabs = tabs.get_or_insert_with(|| {
            Tabs::listening(open.account.id, move |word| {
                let Some(inner) = told.upgrade() else { return };
                inner.code.told(word.place);
                if !inner.code.is_told.replace(true) {
                    inner.code.ring();
                }
            })
        });
        if open.code.is_told.get() {
            // Whoever types tells it at every letter.
            drop(open);
            BrowserTimer.sleep(SETTLED).await;
            let Some(open) = inner.upgrade() else { return };
            open.code.is_told.set(false);
            is_counted = false;
            continue;
        }
        if open.loaded.get() {
            if !is_counted {
                is_counted = true;
                open.count_code().await;
            }
            if open.link() == Link::Up {
                open.look_at_texts(tabs).await;
            }
        }
        let soon = if open.code.left().is_empty() { OVERDUE } else { AGAIN };
        let wait = open.code.has_unsent().then_some(soon);
        let bell = open.code.bell.clone();
        drop(open);
        bell.wait_at_most(wait).await;
    }
}

impl Inner {
    async fn look_at_texts(&self, tabs: &Tabs) {
        let Ok(codes) = self.codes().await else { return };
        self.forget_lost(&codes).await;
        let left = self.code.left();
        if left.is_empty() {
            return;
        }
        // Two that send do no harm: what is known is not stored again.
        let Some(_turn) = locks::hold_within(&code_lock(self.account.id), LOOK).await else { return };
        for place in left {
            if send(self.account.id, &codes, place).await == Ok(true) {
                tabs.tell(place, &Word::Sent);
            }
        }
        self.count_code().await;
    }

    /// Throws away what is kept of engagements that their person is not in any more, but for what they have written themselves.
    async fn forget_lost(&self, codes: &Codes) {
        for scope in codes.scopes().await.unwrap_or_default() {
            let is_lost = self.tab.replica().live(RecordId::from(scope)).is_none();
            if is_lost {
                let _ = codes.forget(scope).await;
            }
        }
    }
}
