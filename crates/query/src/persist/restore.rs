//! Bringing back what was stored.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{Dropped, Persister, Shelf, ShelfError, persister::Shared, room::Kept, row::Row};
use crate::{Fetch, Origin, Stale, Unpacked};

/// What was brought back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Entries that are in the cache now.
    pub taken: usize,
    /// Rows that were not needed: the cache had something as new, or it is being fetched.
    pub known: usize,
    /// Rows that were dropped.
    pub dropped: usize,
    /// Why, and how many each.
    pub reasons: BTreeMap<Dropped, usize>,
}

impl<S: Shelf> Persister<S> {
    /// Puts what is stored into the cache, with the time that it was true at: what is stale by now is shown and asked for
    /// again when somebody wants it. To be awaited before the first paint, so that nothing is fetched that is here. Rows
    /// that are no good are removed.
    ///
    /// # Errors
    ///
    /// If the shelf fails. The cache is as it was, and what changes is stored as ever.
    pub async fn restore(&self) -> Result<Restored, ShelfError> {
        let shared = &self.0;
        let _turn = shared.turn.lock().await;
        match shared.shelf.load().await {
            Ok(loaded) => Ok(shared.restore(loaded)),
            Err(error) => {
                shared.failed(&error);
                Err(error)
            }
        }
    }
}

impl<S: Shelf> Shared<S> {
    fn restore(self: &Rc<Self>, loaded: Vec<(String, String)>) -> Restored {
        let now = self.client.runtime().now();
        let mut report = Restored::default();
        let mut dropped = Vec::new();
        let mut kept = BTreeMap::new();
        let mut good = Vec::new();
        for (key, text) in loaded {
            let judged = Row::open(&key, &text).and_then(|row| {
                let policy = self.client.policy_named(&row.entry.name);
                row.judge(&self.options.owner, policy, now).map(|()| row)
            });
            match judged {
                Ok(row) => {
                    kept.insert(key.clone(), Kept { at: row.entry.at, bytes: text.len() });
                    good.push((key, row));
                }
                Err(reason) => dropped.push((key, reason)),
            }
        }
        let excess: BTreeSet<String> = self.options.room.excess(&kept).into_iter().collect();
        // The newest last: it is then the last to be dropped from memory for room.
        good.sort_by(|(a, x), (b, y)| x.entry.at.cmp(&y.entry.at).then(a.cmp(b)));
        self.client.batch(|| {
            for (key, row) in good {
                let put = if excess.contains(&key) { Err(Dropped::Excess) } else { self.put(&row) };
                match put {
                    Ok(true) => report.taken += 1,
                    Ok(false) => report.known += 1,
                    Err(reason) => dropped.push((key, reason)),
                }
            }
        });
        report.dropped = dropped.len();
        for (key, reason) in &dropped {
            kept.remove(key);
            *report.reasons.entry(*reason).or_default() += 1;
        }
        self.rows.replace(kept);
        self.plan_removal(dropped.into_iter().map(|(key, _)| key).collect());
        report
    }

    /// Puts one entry into the cache; whether it was taken.
    fn put(&self, row: &Row) -> Result<bool, Dropped> {
        let find = || self.client.find_packed(&row.entry.name, &row.entry.query);
        let fetch = find().and_then(|id| self.client.stamp(id)).map_or(Fetch::Idle, |stamp| stamp.fetch);
        // What is being fetched would be given up for something older.
        if matches!(fetch, Fetch::Running(_)) {
            return Ok(false);
        }
        match self.client.unpack(&row.entry, Origin::Stored) {
            Unpacked::Known => return Ok(false),
            Unpacked::Unregistered => return Err(Dropped::Unknown),
            Unpacked::Unreadable => return Err(Dropped::Unreadable),
            Unpacked::Taken => {}
        }
        if let Some(id) = find() {
            let is_never_stale = self.client.policy_of(id).is_some_and(|(_, policy)| policy.stale == Stale::Never);
            // Changes were not heard of while nobody was here.
            let may_have_missed = is_never_stale && self.client.reads_of(id).is_some_and(|reads| !reads.is_empty());
            if row.invalid || may_have_missed || fetch != Fetch::Idle {
                self.client.outdate_entry(id);
            }
        }
        Ok(true)
    }
}
