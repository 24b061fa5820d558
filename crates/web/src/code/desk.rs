//! A text that is open in this tab.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
};

use holdfast_core::{
    client::{StoreError, Timer as _},
    id::PersonId,
};
use holdfast_text::{Change, Cursor, Document, Flaw, MOST_TEXT, Refused, State as Said, Took, Writer, message::Way};
use wasm_bindgen_futures::spawn_local;
use web_sys::EventTarget;

use super::{
    Other, Place, Status, Trouble,
    channel::{Tabs, Word},
    kept::{catch_up, load, recount, retry},
    pump,
    store::RowKey,
    writer,
};
use crate::{BrowserTimer, events::Listener, session::CodeHost, wake::Bell};

/// A text that is open, until this is dropped.
pub struct Desk {
    pub(super) state: Rc<State>,
    _listeners: Vec<Listener>,
}

/// What is told of an open text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The text is about to change from elsewhere: whoever has a caret in it says where, now.
    Soon,
    /// The text has changed from elsewhere.
    Text,
    /// What was written here was thrown away: the text is to be opened anew.
    Discarded,
    /// Something else has.
    Else,
}

pub(super) struct State {
    pub(super) account: PersonId,
    pub(super) place: Place,
    pub(super) writer: Writer,
    pub(super) document: RefCell<Document>,
    pub(super) status: RefCell<Status>,
    /// What the others say of themselves, and when that was said.
    pub(super) others: RefCell<BTreeMap<u64, (u64, Option<Said>)>>,
    pub(super) cursor: RefCell<Option<Cursor>>,
    /// What was written here and is not on the disk yet.
    pub(super) written: RefCell<Vec<Vec<u8>>>,
    /// The same of what the server has sent.
    pub(super) heard: RefCell<Vec<Vec<u8>>>,
    /// What was written here, and the disk does not take.
    pub(super) loose: RefCell<BTreeMap<RowKey, Vec<u8>>>,
    /// What was written here and builds on what is not here.
    pub(super) apart: RefCell<Vec<(RowKey, Vec<u8>)>>,
    /// The time of the last key of what is written in this text, by any tab.
    pub(super) last: Cell<u64>,
    /// What comes while a word is composed, which nothing may disturb.
    held: RefCell<Option<Vec<Held>>>,
    /// What the server is not known to have of what is on the disk, or should be.
    pub(super) own: RefCell<BTreeSet<RowKey>>,
    /// What of that is to be sent over the line that is up.
    pub(super) ready: RefCell<Vec<(Vec<u8>, RowKey)>>,
    pub(super) save_bell: Bell,
    pub(super) line_bell: Bell,
    pub(super) is_over: Cell<bool>,
    /// What was written here has been thrown away.
    pub(super) is_discarded: Cell<bool>,
    /// What is kept could not be read.
    is_unread: Cell<bool>,
    /// What was written builds on what is not here: the server is to be asked for it.
    pub(super) lacks: Cell<bool>,
    /// There is a reason to try the line at once.
    pub(super) is_hurried: Cell<bool>,
    pub(super) tabs: RefCell<Option<Tabs>>,
    pub(super) host: CodeHost,
    tell: Box<dyn Fn(News)>,
}

/// An update that is held back, and where it is from.
type Held = (Vec<u8>, From);

/// Where an update comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The server.
    Server,
    /// Another tab, which keeps it.
    Tab,
}

impl Desk {
    pub(crate) fn open(account: PersonId, place: Place, host: CodeHost, tell: impl Fn(News) + 'static) -> Self {
        let (writer, now) = (writer(), || BrowserTimer.now());
        let state = Rc::new(State {
            account,
            place,
            writer,
            document: RefCell::new(Document::new(writer).with_undo(now)),
            status: RefCell::default(),
            others: RefCell::default(),
            cursor: RefCell::default(),
            written: RefCell::default(),
            heard: RefCell::default(),
            loose: RefCell::default(),
            apart: RefCell::default(),
            last: Cell::new(0),
            held: RefCell::default(),
            own: RefCell::default(),
            ready: RefCell::default(),
            save_bell: Bell::default(),
            line_bell: Bell::default(),
            is_over: Cell::new(false),
            is_discarded: Cell::new(false),
            is_unread: Cell::new(false),
            lacks: Cell::new(false),
            is_hurried: Cell::new(false),
            tabs: RefCell::default(),
            host,
            tell: Box::new(tell),
        });
        let hears = Rc::downgrade(&state);
        let tabs = Tabs::listening(account, move |told| {
            let Some(state) = hears.upgrade().filter(|state| state.place == told.place) else { return };
            match told.word {
                Word::Wrote(update, time) => {
                    state.last.set(state.last.get().max(time));
                    state.take(update, From::Tab);
                    if state.lacks.get() {
                        // What it builds on may have been told before this tab listened: it is on the disk.
                        spawn_local(catch_up(state));
                    }
                }
                Word::Sent => spawn_local(recount(state)),
                Word::Discarded => {
                    state.forget_written();
                    state.tell(News::Discarded);
                }
            }
        });
        state.tabs.replace(Some(tabs));
        state.host.opened(place, true);
        spawn_local(begin(Rc::clone(&state)));
        Self { _listeners: listen(&state), state }
    }

    /// The text, as fields of a page hold it. They know one character for the end of a line and no other: what other clients write as two
    /// shows with a space before it, so that every place is the same in both.
    pub fn text(&self) -> String {
        self.state.document.borrow().text().replace('\r', " ")
    }

    /// How it stands.
    pub fn status(&self) -> Status {
        self.state.status.borrow().clone()
    }

    /// Who else is there, and where.
    pub fn others(&self) -> Vec<Other> {
        let others = self.state.others.borrow();
        let other = |(writer, (_, said)): (&u64, &(u64, Option<Said>))| {
            let said = said.clone()?;
            let user = said.user?;
            Some(Other { writer: *writer, person: user.person?, name: user.name, cursor: said.cursor })
        };
        others.iter().filter_map(other).collect()
    }

    /// Makes a change here. False where the text would be too long: then nothing has changed.
    pub fn edit(&self, change: &Change) -> bool {
        let mut document = self.state.document.borrow_mut();
        let inserted = u32::try_from(change.inserted.encode_utf16().count()).unwrap_or(u32::MAX);
        if inserted > change.removed
            && document.len().saturating_sub(change.removed).saturating_add(inserted) > MOST_TEXT
        {
            return false;
        }
        let update = document.edit(change);
        drop(document);
        self.state.wrote(update);
        true
    }

    /// Takes back what was written here last; whether there was anything.
    pub fn undo(&self) -> bool {
        let update = self.state.document.borrow_mut().undo();
        self.state.wrote(update)
    }

    /// Does again what was taken back last; whether there was anything.
    pub fn redo(&self) -> bool {
        let update = self.state.document.borrow_mut().redo();
        self.state.wrote(update)
    }

    /// Says what is selected here, in UTF-16 units: from where, and where the caret is. Nothing where the field is not in focus.
    pub fn select(&self, selected: Option<(u32, u32)>) {
        let document = self.state.document.borrow();
        let cursor =
            selected.map(|(anchor, head)| Cursor { anchor: document.place(anchor), head: document.place(head) });
        drop(document);
        if cursor.is_none() {
            // Whoever comes back to it begins something else: that is taken back by itself.
            self.state.document.borrow_mut().end_step();
        }
        if self.state.cursor.replace(cursor.clone()) != cursor {
            self.state.line_bell.ring();
        }
    }

    /// What is selected here, where it is now.
    pub fn selected(&self) -> Option<(u32, u32)> {
        self.state.cursor.borrow().as_ref().and_then(|cursor| self.where_is(cursor))
    }

    /// Where something that is selected is now, in UTF-16 units.
    pub fn where_is(&self, cursor: &Cursor) -> Option<(u32, u32)> {
        let document = self.state.document.borrow();
        Some((document.offset(&cursor.anchor)?, document.offset(&cursor.head)?))
    }

    /// Holds back what comes from elsewhere, for as long as a word is composed.
    pub fn hold(&self) {
        self.state.held.borrow_mut().get_or_insert_default();
    }

    /// Takes what was held back.
    pub fn let_go(&self) {
        let held = self.state.held.take();
        for (update, from) in held.into_iter().flatten() {
            self.state.take(update, from);
        }
    }

    /// Tries the line now: the server can be reached again, say.
    pub fn hurry(&self) {
        self.state.hurry();
    }

    /// Throws away what was written here and the server is not to have.
    ///
    /// # Errors
    ///
    /// If the database fails; then nothing is thrown away.
    pub async fn discard(&self) -> Result<(), StoreError> {
        let state = &self.state;
        let codes = state.host.codes().await?;
        // Nothing that is on its way is kept after it.
        state.is_discarded.set(true);
        if let Err(failed) = codes.discard(state.place).await {
            state.is_discarded.set(false);
            // What was on its way goes on.
            state.save_bell.ring();
            return Err(failed);
        }
        state.forget_written();
        if let Some(tabs) = &*state.tabs.borrow() {
            tabs.tell(state.place, &Word::Discarded);
        }
        state.host.recount().await;
        state.tell(News::Discarded);
        Ok(())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.state.is_over.set(true);
        self.state.cursor.take();
        self.state.host.opened(self.state.place, false);
        self.state.save_bell.ring();
        self.state.line_bell.ring();
    }
}

impl State {
    /// Whether there is nothing more to be done for it.
    pub(super) fn is_done(&self) -> bool {
        let is_safe = || self.written.borrow().is_empty() && self.loose.borrow().is_empty();
        self.is_over.get() && (self.is_discarded.get() || self.host.is_closed() || is_safe())
    }

    fn hurry(&self) {
        self.is_hurried.set(true);
        self.line_bell.ring();
    }

    /// Whether what comes is held back, for as long as a word is composed.
    pub(super) fn is_held(&self) -> bool {
        self.held.borrow().is_some()
    }

    /// The server has taken what it did not before, where nothing is left that it has not.
    pub(super) fn is_taken(&self) {
        let is_all = self.own.borrow().is_empty();
        self.stands(|status| {
            if is_all && matches!(status.trouble, Some(Trouble::Full | Trouble::Refused)) {
                status.trouble = None;
            }
        });
    }

    pub(super) fn tell(&self, news: News) {
        if !self.is_over.get() {
            (self.tell)(news);
        }
    }

    /// Changes how it stands, and tells it where that is other than before.
    pub(super) fn stands(&self, change: impl FnOnce(&mut Status)) {
        let mut status = self.status.borrow().clone();
        change(&mut status);
        let is_loose = !self.loose.borrow().is_empty();
        status.is_saving = is_loose || !self.written.borrow().is_empty();
        // What cannot be read may be unsent.
        status.is_unsent = status.is_saving || self.is_unread.get() || !self.own.borrow().is_empty();
        status.trouble = match status.trouble {
            Some(Trouble::Storage) | None if is_loose || self.is_unread.get() => Some(Trouble::Storage),
            Some(Trouble::Storage) => None,
            trouble => trouble,
        };
        if self.status.replace(status.clone()) != status {
            self.tell(News::Else);
        }
    }

    /// Something was written here; whether it was anything.
    fn wrote(&self, update: Option<Vec<u8>>) -> bool {
        let Some(update) = update else { return false };
        self.written.borrow_mut().push(update);
        self.host.saving(1);
        self.stands(|status| {
            // It may be shorter now, or otherwise what the server takes.
            if matches!(status.trouble, Some(Trouble::Full | Trouble::Refused)) {
                status.trouble = None;
            }
        });
        self.save_bell.ring();
        true
    }

    /// These are safe now.
    pub(super) fn is_kept(&self, keys: &[RowKey]) {
        let before = self.loose.borrow().len();
        self.loose.borrow_mut().retain(|key, _| !keys.contains(key));
        self.host.saving(self.loose.borrow().len() as isize - before as isize);
        self.stands(|_| {});
        if self.is_done() {
            self.save_bell.ring();
        }
    }

    /// What was written here is not to be kept or sent any more.
    fn forget_written(&self) {
        self.is_discarded.set(true);
        let (written, loose) = (self.written.take(), self.loose.take());
        self.host.saving(-((written.len() + loose.len()) as isize));
        self.ready.take();
        self.apart.take();
        self.own.take();
    }

    /// Takes what comes from elsewhere.
    pub(super) fn take(&self, update: Vec<u8>, from: From) {
        if let Some(held) = &mut *self.held.borrow_mut() {
            held.push((update, from));
            return;
        }
        self.tell(News::Soon);
        let took = self.document.borrow_mut().take(&update);
        match took {
            Ok(Took::Nothing) => {}
            Ok(Took::Change(change)) => {
                if from == From::Server {
                    self.heard.borrow_mut().push(change);
                    self.save_bell.ring();
                }
                self.put_together();
                self.tell(News::Text);
            }
            // What it builds on is on its way, or comes when it is asked for.
            Err(Refused::Flaw(Flaw::Gap)) => {
                self.lacks.set(true);
                self.line_bell.ring();
            }
            Err(_) => self.stands(|status| status.trouble = Some(Trouble::Refused)),
        }
    }

    /// Takes what was written here and lacked what has come now.
    fn put_together(&self) {
        if self.apart.borrow().is_empty() {
            return;
        }
        let mut document = self.document.borrow_mut();
        let found = retry(&mut document, &mut self.apart.borrow_mut(), |(_, update)| update);
        drop(document);
        if !found.is_empty() {
            self.ready.borrow_mut().extend(found.into_iter().map(|(key, update)| (update, key)));
            self.line_bell.ring();
        }
    }

    pub(super) fn may_write(&self) -> bool {
        self.status.borrow().way == Some(Way::Write)
    }
}

/// Reads what is kept, and then works until it is over.
async fn begin(state: Rc<State>) {
    match load(&state).await {
        Ok(()) => state.stands(|status| status.is_loaded = true),
        // What is written is sent all the same.
        Err(_) => {
            state.is_unread.set(true);
            state.stands(|status| status.is_loaded = true);
        }
    }
    state.tell(News::Text);
    spawn_local(pump::save(Rc::clone(&state)));
    pump::keep_line(Rc::downgrade(&state)).await;
}

/// What the browser tells that makes the line worth a try at once.
fn listen(state: &Rc<State>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let on = |target: &EventTarget, name| {
        let state: Weak<State> = Rc::downgrade(state);
        Listener::new(target, name, move |_| {
            if let Some(state) = state.upgrade() {
                state.hurry();
            }
        })
    };
    let mut listeners = vec![on(&window, "online"), on(&window, "offline"), on(&window, "focus")];
    listeners.extend(window.document().map(|document| on(&document, "visibilitychange")));
    listeners
}
