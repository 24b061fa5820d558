//! What waits to be written, as rows.

use std::collections::BTreeMap;

use super::{
    Shelf, Write,
    persister::{Pending, Shared},
    room::Kept,
    row::Row,
};
use crate::Millis;

/// An entry weighs more than its type may store.
struct TooLarge;

impl<S: Shelf> Shared<S> {
    /// What is to be written, and what is on the shelf after it.
    pub(super) fn prepare(&self, pending: &BTreeMap<String, Pending>) -> (Vec<Write>, BTreeMap<String, Kept>) {
        let mut rows = self.rows.borrow().clone();
        let mut writes = BTreeMap::new();
        let remove = |key: &String| Write::Remove { key: key.clone() };
        for (key, pending) in pending {
            match self.row(*pending) {
                Some(Ok((text, at))) => {
                    rows.insert(key.clone(), Kept { at, bytes: text.len() });
                    writes.insert(key.clone(), Write::Save { key: key.clone(), text });
                }
                Some(Err(TooLarge)) if !rows.contains_key(key) => {}
                Some(Err(TooLarge)) => {
                    rows.remove(key);
                    writes.insert(key.clone(), remove(key));
                }
                None if *pending == Pending::Remove => {
                    rows.remove(key);
                    writes.insert(key.clone(), remove(key));
                }
                // Gone from memory before it was written: the older row is better than none.
                None => {}
            }
        }
        for key in self.options.room.excess(&rows) {
            rows.remove(&key);
            writes.insert(key.clone(), remove(&key));
        }
        (writes.into_values().collect(), rows)
    }

    /// The text of an entry's row and the time of its data; `None` if there is nothing to write.
    fn row(&self, pending: Pending) -> Option<Result<(String, Millis), TooLarge>> {
        let Pending::Save(id) = pending else { return None };
        let persist = self.client.policy_of(id)?.1.persist?;
        let (entry, held) = (self.client.pack(id)?, self.client.stamp(id)?.held?);
        if entry.data.len() > persist.max_bytes {
            return Some(Err(TooLarge));
        }
        let owner = self.options.owner.clone();
        let row = Row { owner, version: persist.version, invalid: held.invalid, entry };
        Some(Ok((row.seal(), held.at)))
    }
}
