//! What a device has stored, gone through item by item: which form it is of, and whether this build can read it. Nothing is
//! changed by it. What is of an older form is brought up to date each time it is read, and stays as it is, so that the build that
//! wrote it can be put back.

use serde::Deserialize;

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done::Done,
    steps::{self, STEP_FORM},
    stored,
};
use crate::{
    operation::{ClientSeq, OPERATION_FORMAT},
    outbox::Row,
    record::Record,
    sealed,
};

/// What is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// What the server has said.
    Records,
    /// Edits that are on their way, or were refused.
    Outbox,
    /// Edits that are done or were discarded, kept for a while.
    Done,
    /// What can be undone.
    Steps,
    /// Who this database is to the server, how far it has read, and what else it knows of itself.
    Notes,
    /// What could not be read before.
    Aside,
}

impl Item {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Records, Self::Outbox, Self::Done, Self::Steps, Self::Notes, Self::Aside];

    const fn table(self) -> Table {
        match self {
            Self::Records => Table::Records,
            Self::Outbox => Table::Outbox,
            Self::Done => Table::Done,
            Self::Steps => Table::Undo,
            Self::Notes => Table::Meta,
            Self::Aside => Table::Quarantine,
        }
    }
}

/// How something is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As this build writes it.
    Own,
    /// In that older form, and read as if it were of this one.
    Older(u16),
    /// By a newer build: it stays as it is.
    Newer,
    /// In no form that can be read: it stays as it is, or was put aside so.
    Unreadable,
}

/// How many there are of each form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// [`Form::Own`].
    pub own: usize,
    /// [`Form::Older`].
    pub older: usize,
    /// The oldest form among them; 0 is that of builds which put no check before what they stored.
    pub oldest: Option<u16>,
    /// [`Form::Newer`].
    pub newer: usize,
    /// [`Form::Unreadable`].
    pub unreadable: usize,
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, form: Form) {
        match form {
            Form::Own => self.own += 1,
            Form::Older(form) => {
                self.older += 1;
                self.oldest = Some(self.oldest.map_or(form, |oldest| oldest.min(form)));
            }
            Form::Newer => self.newer += 1,
            Form::Unreadable => self.unreadable += 1,
        }
    }

    /// How many there are together.
    pub fn all(&self) -> usize {
        self.own + self.older + self.newer + self.unreadable
    }
}

/// How many are read at once.
const PAGE: usize = 1_000;

/// Goes through what is stored.
pub async fn survey<D: Database>(db: &D) -> Result<Vec<(Item, Tally)>, StoreError> {
    let mut found = Vec::new();
    for item in Item::ALL {
        found.push((item, tally(db, item).await?));
    }
    Ok(found)
}

async fn tally<D: Database>(db: &D, item: Item) -> Result<Tally, StoreError> {
    let (table, mut tally, mut range) = (item.table(), Tally::default(), Range::All);
    loop {
        // A transaction each: nobody is to wait for all of it.
        let tx = db.begin(&[table], Mode::Read).await?;
        let page = tx.scan(table, range, PAGE).await?;
        page.iter().for_each(|(key, raw)| tally.add(form(item, key, raw)));
        match page.into_iter().nth(PAGE - 1) {
            Some((last, _)) => range = Range::After(last),
            None => return Ok(tally),
        }
    }
}

fn form(item: Item, key: &Key, raw: &str) -> Form {
    match item {
        Item::Aside => Form::Unreadable,
        Item::Records => checked(raw, decodes::<Record>(item, raw)),
        Item::Notes => match key {
            Key::Text(name) if stored::NAMES.contains(&name.as_str()) => {
                checked(raw, decodes::<serde_json::Value>(item, raw))
            }
            _ => Form::Newer,
        },
        Item::Outbox => {
            let is_read = matches!(key, Key::Num(seq) if Row::read(ClientSeq(*seq), raw).is_ok());
            numbered(raw, is_read, OPERATION_FORMAT, |form| form.operation.map(|operation| operation.format))
        }
        Item::Done => numbered(raw, Done::read(raw).is_some(), OPERATION_FORMAT, |form| {
            form.operation.map(|operation| operation.format)
        }),
        // The first form of a step named none.
        Item::Steps => numbered(raw, steps::is_read(raw), STEP_FORM, |form| Some(form.form.unwrap_or(1))),
    }
}

fn decodes<T: serde::de::DeserializeOwned>(item: Item, raw: &str) -> bool {
    stored::decode::<T>(item.table(), raw).is_ok()
}

/// What has no number of its own but the check in front.
fn checked(raw: &str, is_read: bool) -> Form {
    match (is_read, sealed::sum(raw)) {
        (false, _) => Form::Unreadable,
        (true, Some(_)) => Form::Own,
        (true, None) => Form::Older(0),
    }
}

/// As much of what is stored as says which form it is of.
#[derive(Deserialize)]
struct Numbered {
    form: Option<u16>,
    operation: Option<Formatted>,
}

#[derive(Deserialize)]
struct Formatted {
    format: u16,
}

fn numbered(raw: &str, is_read: bool, own: u16, number: impl FnOnce(Numbered) -> Option<u16>) -> Form {
    let found = sealed::open(raw).and_then(|json| serde_json::from_str::<Numbered>(json).ok()).and_then(number);
    match (is_read, found) {
        (false, Some(found)) if found > own => Form::Newer,
        (false, _) | (true, None) => Form::Unreadable,
        (true, Some(found)) if found < own => Form::Older(found),
        (true, Some(_)) => checked(raw, true),
    }
}
