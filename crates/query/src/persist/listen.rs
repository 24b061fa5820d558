//! What happens in the cache, and what that means to the shelf.

use std::rc::Rc;

use super::{
    Shelf,
    persister::{Pending, Shared},
    row::key,
};
use crate::{CacheEvent, EntryId, Happened, Origin};

impl<S: Shelf> Shared<S> {
    pub(super) fn heard(self: &Rc<Self>, event: &CacheEvent) {
        let id = event.id;
        match event.happened {
            Happened::State => return,
            Happened::Removed => {
                self.keys.borrow_mut().remove(&id);
                return;
            }
            _ => {}
        }
        let Some(key) = self.key_of(id) else { return };
        match event.happened {
            Happened::Answered { origin: Origin::Fetched | Origin::Set, .. } => self.plan(key, Pending::Save(id)),
            Happened::Invalidated | Happened::Touched if self.is_ours(id, &key) => self.plan(key, Pending::Save(id)),
            Happened::Forgotten => self.plan(key, Pending::Remove),
            _ => {}
        }
    }

    /// The row of an entry, if it is one that is stored.
    pub(super) fn key_of(&self, id: EntryId) -> Option<String> {
        if let Some(key) = self.keys.borrow().get(&id) {
            return Some(key.clone());
        }
        self.client.policy_of(id)?.1.persist?;
        let (name, query) = self.client.written_query(id)?;
        let key = key(name, &query);
        self.keys.borrow_mut().insert(id, key.clone());
        Some(key)
    }

    /// Whether it is on us to say on the shelf that an entry is out of date: what another tab fetched is that tab's.
    fn is_ours(&self, id: EntryId, key: &str) -> bool {
        let origin = self.client.stamp(id).and_then(|stamp| stamp.held).map(|held| held.origin);
        origin.is_some_and(|origin| origin != Origin::Tab) && self.rows.borrow().contains_key(key)
    }
}
