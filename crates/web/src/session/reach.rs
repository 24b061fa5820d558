//! Whether and how the server can be reached, from what this tab sees and what the others tell.

use std::rc::Rc;

use holdfast_core::{
    Millis,
    client::{Hint, Timer as _},
    status::Link,
};
use wasm_bindgen_futures::spawn_local;

use super::{
    Event,
    inner::Inner,
    link::{Heard, LinkState},
    schedule::Next,
};
use crate::{
    BrowserTimer, memory,
    messages::{LineNews, Word},
    random,
};

/// How long a tab without the line waits for the one that has it to contradict bad news, in milliseconds.
const GRACE: Millis = 300;

impl Inner {
    pub(super) fn link(&self) -> Link {
        self.link.get().link()
    }

    pub(super) fn is_line_up(&self) -> bool {
        self.link.get().line_up
    }

    /// How the line is, as far as this tab knows.
    pub(super) fn line(&self) -> LineNews {
        self.line.get()
    }

    /// Tells how the line is that this tab keeps.
    pub(super) fn set_line(&self, news: LineNews) {
        if self.line.replace(news) != news {
            self.channel.say_word(Word::LineIs(news));
            self.tell(Event::Status);
        }
    }

    pub(super) fn on_word(self: &Rc<Self>, word: Word) {
        match word {
            Word::AskLine if self.leads.get() => self.channel.say_word(Word::LineIs(self.line.get())),
            Word::AskLine => {}
            Word::LineIs(news) => {
                self.line_heard.set(self.line_heard.get() + 1);
                if self.line.replace(news) != news {
                    self.tell(Event::Status);
                }
            }
            Word::Staged(edits) => self.show_ahead(edits),
            Word::Settled(ops) => self.settle(ops),
            Word::File(hash, upload) => self.uploads.heard(&hash, upload),
        }
    }

    /// When this profile last knew to have all that the server has, whichever of its tabs that was.
    pub(super) fn last_synced(&self) -> Option<Millis> {
        let others = memory::recall(self.account.id).and_then(|memory| memory.synced);
        self.last_synced.get().max(others)
    }

    /// This profile has all that the server has, now. Only whoever has read to the end of it says so: that somebody reached
    /// the server, or that a line is thought to be open, is not enough.
    pub(super) fn synced(self: &Rc<Self>, now: Millis) {
        self.last_synced.set(Some(now));
        self.note_memory();
    }

    /// When the server is tried next, by this tab or by whoever keeps the line; `None` while it can be reached.
    pub(super) fn next_try(&self) -> Option<Millis> {
        if self.link() == Link::Up {
            return None;
        }
        let now = BrowserTimer.now();
        let replay = match self.schedule.get().next(now) {
            Next::Now | Next::Again => Some(now),
            Next::In(wait) => Some(now + wait),
            Next::Never => None,
        };
        self.line.get().next_try.filter(|at| *at >= now).into_iter().chain(replay).min()
    }

    /// Changes what is known of the link.
    pub(super) fn set_link(&self, change: impl FnOnce(&mut LinkState)) {
        let before = self.link.get();
        let mut after = before;
        change(&mut after);
        self.link.set(after);
        if before.link() != after.link() {
            self.tell(Event::Status);
            self.code.ring();
        }
    }

    /// What a request to the server, of whoever made it, says of the link.
    pub(super) fn on_link(self: &Rc<Self>, link: Link, heard: Heard) {
        self.news.set(self.news.get() + 1);
        let before = self.link.get();
        match link {
            Link::Up => {
                self.reschedule(|schedule| schedule.worked(BrowserTimer.now()));
                self.set_link(|state| state.last = Link::Up);
                if before.last != Link::Up {
                    self.uploads.hurry();
                }
                if before.last == Link::SignedOut {
                    self.want_replay();
                }
            }
            Link::Connecting => {
                self.reschedule(|schedule| schedule.worked(BrowserTimer.now()));
                self.set_link(|state| state.last = Link::Connecting);
                self.nudge();
            }
            Link::SignedOut => self.set_link(|state| state.last = Link::SignedOut),
            Link::Down => {
                self.reschedule(|schedule| schedule.failed(BrowserTimer.now(), random::jitter()));
                // Where the line's own request failed, the line says what that means.
                if !(before.line_up && heard == Heard::ByLine) {
                    self.on_down(before);
                }
            }
        }
        if before.wakes_line(link, heard) {
            self.line_bell.ring();
        }
        // It may be time for another replay sooner or later than it was.
        self.replay_bell.ring();
    }

    fn on_down(self: &Rc<Self>, before: LinkState) {
        if before.line_up {
            // Either the request was unlucky or the line is dead without knowing it: it is asked. So far it holds.
            self.channel.tell(&Hint::Link { link: Link::Up });
            return;
        }
        if before.link() != Link::Up {
            self.set_link(|state| state.last = Link::Down);
            return;
        }
        let (inner, news) = (Rc::clone(self), self.news.get());
        spawn_local(async move {
            BrowserTimer.sleep(GRACE).await;
            if inner.news.get() == news {
                inner.set_link(|state| state.last = Link::Down);
            }
        });
    }
}
