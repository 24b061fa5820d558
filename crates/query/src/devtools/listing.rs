//! The queries of a cache as a list: what each is up to, counted, filtered and sorted.

use std::{
    cell::RefCell,
    cmp::{Ordering, Reverse},
    rc::Rc,
};

use rustc_hash::FxHashMap;

use crate::{
    Client, EntryId, Fetch, Millis,
    client::{AnyEntry, age},
};

/// What a query is up to: the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// An attempt is under way, or the next one is waited for.
    Fetching,
    /// It waits for the network.
    Paused,
    /// The last run failed.
    Failing,
    /// No observer that is enabled watches it.
    Inactive,
    /// Its data is stale by its type's policy, or there is none.
    Stale,
    /// Its data is fresh.
    Fresh,
}

impl Standing {
    /// All, in the order in which they are looked at.
    pub const ALL: [Self; 6] = [Self::Fetching, Self::Paused, Self::Failing, Self::Inactive, Self::Stale, Self::Fresh];

    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fetching => "fetching",
            Self::Paused => "paused",
            Self::Failing => "failing",
            Self::Inactive => "inactive",
            Self::Stale => "stale",
            Self::Fresh => "fresh",
        }
    }
}

/// One query of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: EntryId,
    /// Its key.
    pub key: Rc<str>,
    /// What it is up to.
    pub standing: Standing,
    /// How many observe it, enabled or not.
    pub observers: usize,
    /// How old its data is, in milliseconds; `None` if there is none.
    pub age: Option<Millis>,
    /// The data's weight in bytes.
    pub bytes: usize,
}

/// The keys that were written out so far: a query's never changes, and writing it is the dearest part of a row.
#[derive(Debug, Default)]
pub struct Keys(RefCell<FxHashMap<EntryId, Rc<str>>>);

impl Keys {
    fn of(&self, entry: &dyn AnyEntry) -> Rc<str> {
        let known = self.0.borrow().get(&entry.id()).cloned();
        known.unwrap_or_else(|| {
            let key: Rc<str> = entry.key().into();
            self.0.borrow_mut().insert(entry.id(), Rc::clone(&key));
            key
        })
    }

    /// Forgets those of entries that are gone, once they are the greater part.
    fn tidy(&self, rows: &[Row]) {
        let mut known = self.0.borrow_mut();
        if known.len() > rows.len() * 2 + 16 {
            *known = rows.iter().map(|row| (row.id, Rc::clone(&row.key))).collect();
        }
    }
}

/// Which queries are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that are up to that.
    pub standing: Option<Standing>,
    /// Only those whose key has each of these words, large or small.
    pub text: String,
}

/// In which order. What is equal is sorted by key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By key.
    #[default]
    Key,
    /// The data that came last first; what has none last.
    Updated,
    /// The most observed first.
    Observers,
}

impl Order {
    /// All.
    pub const ALL: [Self; 3] = [Self::Key, Self::Updated, Self::Observers];

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Updated => "last update",
            Self::Observers => "observers",
        }
    }

    fn compare(self, a: &Row, b: &Row) -> Ordering {
        let first = match self {
            Self::Key => Ordering::Equal,
            Self::Updated => a.age.unwrap_or(Millis::MAX).cmp(&b.age.unwrap_or(Millis::MAX)),
            Self::Observers => Reverse(a.observers).cmp(&Reverse(b.observers)),
        };
        first.then_with(|| a.key.cmp(&b.key)).then_with(|| a.id.cmp(&b.id))
    }
}

/// How many queries are up to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; Standing::ALL.len()]);

impl Counts {
    /// Those that are up to that.
    pub fn of(self, standing: Standing) -> usize {
        self.0[standing as usize]
    }

    /// All.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }
}

/// The queries of a cache at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Those that the filter lets through, in order.
    pub rows: Vec<Row>,
    /// All, before the filter.
    pub counts: Counts,
}

impl Listing {
    /// Looks at a cache. `keys` spares writing out again what was written for the last listing.
    pub fn new(client: &Client, keys: &Keys, filter: &Filter, order: Order) -> Self {
        let now = client.now();
        let mut rows: Vec<Row> = client.0.all().iter().map(|entry| row(&**entry, keys, now)).collect();
        keys.tidy(&rows);
        let mut counts = Counts::default();
        rows.iter().for_each(|row| counts.0[row.standing as usize] += 1);
        filter.apply(&mut rows);
        rows.sort_unstable_by(|a, b| order.compare(a, b));
        Self { rows, counts }
    }
}

impl Filter {
    fn apply(&self, rows: &mut Vec<Row>) {
        let text = self.text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        rows.retain(|row| {
            let is_meant = self.standing.is_none_or(|standing| standing == row.standing);
            is_meant
                && (words.is_empty() || {
                    let key = row.key.to_lowercase();
                    words.iter().all(|word| key.contains(word))
                })
        });
    }
}

fn row(entry: &dyn AnyEntry, keys: &Keys, now: Millis) -> Row {
    let key = keys.of(entry);
    let stale = entry.policy().stale;
    let core = entry.core().borrow();
    let standing = match core.machine.fetch() {
        Fetch::Running(_) | Fetch::Backoff(_) => Standing::Fetching,
        Fetch::Paused(_) => Standing::Paused,
        Fetch::Idle if core.machine.has_failed() => Standing::Failing,
        Fetch::Idle if !core.is_watched() => Standing::Inactive,
        Fetch::Idle if core.is_stale(stale, now) => Standing::Stale,
        Fetch::Idle => Standing::Fresh,
    };
    Row {
        id: entry.id(),
        key,
        standing,
        observers: core.subscribers.len(),
        age: core.machine.held().map(|held| age(held.at, now)),
        bytes: core.bytes,
    }
}
