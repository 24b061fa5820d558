//! One text that somebody has open.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::body::Bytes;
use holdfast_core::role::Role;
use holdfast_text::{
    Document, Entry, Refused, Took, Writer,
    message::{Message, Way},
};
use tokio::sync::broadcast;

use super::{
    Place,
    people::{People, Speaker},
    work::{Mine, QUICK},
};
use crate::{
    App,
    db::{CodeUpdates, DbError, Tx},
    random,
    session::Session,
};

/// After so many updates they are merged into one.
const MERGED_AFTER: usize = 100;
/// How many frames a line may be behind before it has to come anew.
const BEHIND: usize = 512;
/// A larger frame, in bytes, does not wait in memory for those who are slow: they read it from where it is stored.
const MOST_WAITING: usize = 64 * 1024;
/// How long it may take to read a text and to find the places of what updates bring. No honest one comes near. What makes it longer is
/// not stored: the text would take as long each time that it is read.
const SLOWEST: Duration = Duration::from_secs(20);

/// A text, and who is at it.
#[derive(Debug)]
pub(crate) struct Desk {
    place: Place,
    /// Empty before it is read, and where what is in memory may be other than what is stored.
    text: tokio::sync::Mutex<Option<Text>>,
    people: Mutex<People>,
    news: broadcast::Sender<Sent>,
}

/// Something for those who are there.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The line that it is from and need not go to.
    pub(crate) from: Option<u64>,
    /// What it is.
    pub(crate) what: What,
}

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// This frame.
    Frame(Bytes),
    /// The update that is stored by this number.
    Stored(u64),
}

/// What has become of an update.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is stored, or all of it was.
    Stored,
    /// It is not taken, and nothing of it is kept.
    Refused(Refused),
    /// Who sent it may read only.
    ReadOnly,
    /// Who sent it may not even read, or is not signed in any more.
    PutOut,
}

#[derive(Debug)]
struct Text {
    document: Document,
    /// The number of the last update that is stored.
    last: u64,
    /// How many are.
    stored: usize,
    /// How long it has taken to read it, and to take what was taken since.
    slow: Duration,
}

impl Desk {
    pub(super) fn new(place: Place) -> Self {
        let text = tokio::sync::Mutex::new(None);
        Self { place, text, people: Mutex::default(), news: broadcast::Sender::new(BEHIND) }
    }

    /// Hears from now on what is sent to all.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Sent> {
        self.news.subscribe()
    }

    /// What somebody may do here; nothing where they may not even read, or their session is over.
    pub(crate) async fn way(&self, app: &App, session: &Session) -> Result<Option<Way>, DbError> {
        let mut tx = app.db.read(app.clock.now()).await?;
        self.way_in(&mut tx, session).await
    }

    async fn way_in(&self, tx: &mut Tx, session: &Session) -> Result<Option<Way>, DbError> {
        if tx.session(&session.token).await?.is_none() {
            return Ok(None);
        }
        let role = tx.code_role(session.person, self.place).await?;
        Ok(role.map(|role| if role >= Role::Editor { Way::Write } else { Way::Read }))
    }

    /// What somebody lacks who has so much, and what is had here.
    pub(crate) async fn lacking(
        &self,
        app: &App,
        session: &Session,
        known: &[u8],
    ) -> Result<Result<Vec<u8>, Refused>, DbError> {
        let turn = app.code.workers.mine(session.person).await;
        let mut text = self.text.lock().await;
        let text = self.read(app, &turn, &mut text).await?;
        Ok(text.document.lacking(known).map_err(Refused::from))
    }

    /// What is had here.
    pub(crate) async fn known(&self, app: &App, session: &Session) -> Result<Vec<u8>, DbError> {
        let turn = app.code.workers.mine(session.person).await;
        let mut text = self.text.lock().await;
        Ok(self.read(app, &turn, &mut text).await?.document.known())
    }

    /// Takes an update: stores it, and tells it to the others, in this order.
    pub(crate) async fn take(&self, app: &App, session: &Session, line: u64, update: &[u8]) -> Result<Taken, DbError> {
        let turn = app.code.workers.mine(session.person).await;
        let mut guard = self.text.lock().await;
        self.read(app, &turn, &mut guard).await?;
        // Out of its place until it is again what is stored, so that whatever ends this in the middle has it read anew.
        let Some(text) = guard.take() else { return Ok(Taken::Refused(Refused::Spoiled)) };
        match self.way(app, session).await? {
            Some(Way::Write) => {}
            Some(Way::Read) => {
                // Clients repeat what they were told, and that is no writing.
                let said = update.to_vec();
                let looked = app.code.workers.work(&turn, move || (text.document.would_change(&said), text));
                let (would_change, text) = looked.await?;
                *guard = Some(text);
                return Ok(if would_change == Ok(false) { Taken::Stored } else { Taken::ReadOnly });
            }
            None => {
                *guard = Some(text);
                return Ok(Taken::PutOut);
            }
        }
        let sent = update.to_vec();
        let taken = app.code.workers.work(&turn, move || {
            let (begun, mut text) = (Instant::now(), text);
            let took = text.document.take_within_bounds(&sent);
            let spent = Some(begun.elapsed()).filter(|spent| *spent > QUICK).unwrap_or_default();
            text.slow += spent;
            (text, took, spent > Duration::ZERO)
        });
        let (mut text, took, is_slow) = taken.await?;
        let change = match took {
            Ok(Took::Change(_)) if is_slow && text.slow > SLOWEST => return Ok(Taken::Refused(Refused::Full)),
            Ok(Took::Change(change)) => change,
            Ok(Took::Nothing) => {
                *guard = Some(text);
                return Ok(Taken::Stored);
            }
            Err(Refused::Flaw(flaw)) => {
                *guard = Some(text);
                return Ok(Taken::Refused(flaw.into()));
            }
            Err(refused @ (Refused::Full | Refused::Spoiled)) => return Ok(Taken::Refused(refused)),
        };
        let mut tx = app.db.write(app.clock.now()).await?;
        // Nobody may have lost the right to it meanwhile: what takes it away is a transaction of the same row.
        match self.way_in(&mut tx, session).await? {
            Some(Way::Write) => {}
            Some(Way::Read) => return Ok(Taken::ReadOnly),
            None => return Ok(Taken::PutOut),
        }
        text.last += 1;
        text.stored += 1;
        if text.stored > MERGED_AFTER {
            tx.merge_code(self.place, text.last, &text.document.whole()).await?;
            text.stored = 1;
        } else {
            tx.add_code(self.place, text.last, &change).await?;
        }
        tx.commit().await?;
        let number = text.last;
        *guard = Some(text);
        self.send(
            Some(line),
            match change.len() {
                ..=MOST_WAITING => What::Frame(Message::Update(&change).frame().into()),
                _ => What::Stored(number),
            },
        );
        Ok(Taken::Stored)
    }

    /// The update that is stored by a number, as a frame; nothing where it was merged with others since.
    pub(crate) async fn stored(&self, app: &App, number: u64) -> Result<Option<Vec<u8>>, DbError> {
        let body = app.db.read(app.clock.now()).await?.code_update(self.place, number).await?;
        Ok(body.map(|body| Message::Update(&body).frame()))
    }

    /// What a line says of who is there.
    pub(crate) fn say(&self, speaker: &Speaker, entries: &[Entry], now: u64) {
        let told = self.with_people(|people| people.say(speaker, entries, now));
        self.tell(speaker.line, told);
    }

    /// All who are there, as a frame.
    pub(crate) fn people(&self) -> Option<Vec<u8>> {
        self.with_people(|people| people.all()).map(|all| Message::Awareness(&all).frame())
    }

    /// A line is gone.
    pub(super) fn leave(&self, line: u64) {
        // Higher than what was told before, whatever the clock says.
        let told = self.with_people(|people| people.leave(line, 0));
        self.tell(line, told);
    }

    fn tell(&self, line: u64, told: Option<Vec<u8>>) {
        if let Some(told) = told {
            self.send(Some(line), What::Frame(Message::Awareness(&told).frame().into()));
        }
    }

    fn send(&self, from: Option<u64>, what: What) {
        // That nobody listens is no error.
        let _ = self.news.send(Sent { from, what });
    }

    fn with_people<T>(&self, work: impl FnOnce(&mut People) -> T) -> T {
        work(&mut self.people.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The text, read from what is stored where it is not here.
    async fn read<'a>(&self, app: &App, turn: &Mine, text: &'a mut Option<Text>) -> Result<&'a mut Text, DbError> {
        if text.is_none() {
            let CodeUpdates { last, bodies } = app.db.read(app.clock.now()).await?.code(self.place).await?;
            let stored = bodies.len();
            let read = app.code.workers.work(turn, move || {
                let begun = Instant::now();
                let mut document = Document::new(Writer::of(u32::from_be_bytes(random::bytes())));
                let read = bodies.iter().try_for_each(|body| document.take(body).map(drop));
                read.map(|()| (document, begun.elapsed()))
            });
            let (document, slow) =
                read.await?.map_err(|refused| DbError::Value(format!("the text of {:?}: {refused}", self.place)))?;
            *text = Some(Text { document, last, stored, slow });
        }
        text.as_mut().ok_or_else(|| DbError::Value("a text that was read is not there".into()))
    }
}
