//! One text that somebody has open.

use std::sync::{Mutex, PoisonError};

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
    /// The frame.
    pub(crate) frame: Bytes,
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
    pub(crate) async fn lacking(&self, app: &App, known: &[u8]) -> Result<Result<Vec<u8>, Refused>, DbError> {
        let mut text = self.text.lock().await;
        let text = self.read(app, &mut text).await?;
        Ok(text.document.lacking(known).map_err(Refused::from))
    }

    /// What is had here.
    pub(crate) async fn known(&self, app: &App) -> Result<Vec<u8>, DbError> {
        let mut text = self.text.lock().await;
        Ok(self.read(app, &mut text).await?.document.known())
    }

    /// Takes an update: stores it, and tells it to the others, in this order.
    pub(crate) async fn take(&self, app: &App, session: &Session, line: u64, update: &[u8]) -> Result<Taken, DbError> {
        let mut guard = self.text.lock().await;
        self.read(app, &mut guard).await?;
        // Out of its place until it is again what is stored, so that whatever ends this in the middle has it read anew.
        let Some(mut text) = guard.take() else { return Ok(Taken::Refused(Refused::Spoiled)) };
        match self.way(app, session).await? {
            Some(Way::Write) => {}
            Some(Way::Read) => {
                // Clients repeat what they were told, and that is no writing.
                let taken = match text.document.would_change(update) {
                    Ok(false) => Taken::Stored,
                    Ok(true) | Err(_) => Taken::ReadOnly,
                };
                *guard = Some(text);
                return Ok(taken);
            }
            None => {
                *guard = Some(text);
                return Ok(Taken::PutOut);
            }
        }
        let change = match text.document.take(update) {
            Ok(Took::Change(change)) => change,
            Ok(Took::Nothing) => {
                *guard = Some(text);
                return Ok(Taken::Stored);
            }
            Err(Refused::Spoiled) => return Ok(Taken::Refused(Refused::Spoiled)),
            Err(refused) => {
                *guard = Some(text);
                return Ok(Taken::Refused(refused));
            }
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
        *guard = Some(text);
        // Its author too is told of what was made of it here.
        let from = (change.as_slice() == update).then_some(line);
        self.send(from, Message::Update(&change).frame());
        Ok(Taken::Stored)
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
            self.send(Some(line), Message::Awareness(&told).frame());
        }
    }

    fn send(&self, from: Option<u64>, frame: Vec<u8>) {
        // That nobody listens is no error.
        let _ = self.news.send(Sent { from, frame: frame.into() });
    }

    fn with_people<T>(&self, work: impl FnOnce(&mut People) -> T) -> T {
        work(&mut self.people.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The text, read from what is stored where it is not here.
    async fn read<'a>(&self, app: &App, text: &'a mut Option<Text>) -> Result<&'a mut Text, DbError> {
        if text.is_none() {
            let CodeUpdates { last, bodies } = app.db.read(app.clock.now()).await?.code(self.place).await?;
            let mut document = Document::new(Writer::of(u32::from_be_bytes(random::bytes())));
            for body in &bodies {
                if let Err(refused) = document.take(body) {
                    return Err(DbError::Value(format!("the text of {:?}: {refused}", self.place)));
                }
            }
            *text = Some(Text { document, last, stored: bodies.len() });
        }
        text.as_mut().ok_or_else(|| DbError::Value("a text that was read is not there".into()))
    }
}
