//! The entries of each type by their query, which is their key.

use std::{
    any::{Any, TypeId},
    cell::{Cell, RefCell},
    rc::Rc,
};

use rustc_hash::FxHashMap;

use super::{AnyEntry, Entry, EntryId, Happened, Inner};
use crate::{Policy, Query};

/// The entries of one type.
pub(super) struct Typed<Q: Query> {
    pub(super) map: RefCell<FxHashMap<Q, Rc<Entry<Q>>>>,
    /// Its entries have the same cell: a copy in each would be a quarter of an entry.
    policy: Rc<Cell<Policy>>,
}

impl<Q: Query> Typed<Q> {
    pub(super) fn set_policy(&self, policy: Policy) {
        self.policy.set(policy);
    }

    pub(super) fn policy(&self) -> Policy {
        self.policy.get()
    }

    pub(super) fn get(&self, query: &Q) -> Option<Rc<Entry<Q>>> {
        self.map.borrow().get(query).cloned()
    }

    /// Its entries.
    pub(super) fn all(&self) -> Vec<Rc<Entry<Q>>> {
        self.map.borrow().values().map(Rc::clone).collect()
    }

    /// Its entries of which that is true.
    pub(super) fn filter(&self, is_meant: impl Fn(&Q) -> bool) -> Vec<Rc<Entry<Q>>> {
        // Whoever decides may use the client: nothing is borrowed meanwhile.
        let mut entries = self.all();
        entries.retain(|entry| is_meant(&entry.query));
        entries
    }
}

/// The entries of one type, whichever it is.
pub(super) trait AnyTyped {
    fn name(&self) -> &'static str;
    fn entries(&self) -> Vec<Rc<dyn AnyEntry>>;
    fn as_any(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<Q: Query> AnyTyped for Typed<Q> {
    fn name(&self) -> &'static str {
        Q::NAME
    }

    fn entries(&self) -> Vec<Rc<dyn AnyEntry>> {
        self.map.borrow().values().map(|entry| Rc::clone(entry) as _).collect()
    }

    fn as_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

/// All types met so far.
#[derive(Default)]
pub(super) struct Types(RefCell<FxHashMap<TypeId, Rc<dyn AnyTyped>>>);

impl Types {
    pub(super) fn of<Q: Query>(&self) -> Rc<Typed<Q>> {
        let known = self.0.borrow().get(&TypeId::of::<Q>()).cloned();
        let typed = known.unwrap_or_else(|| {
            let typed: Rc<dyn AnyTyped> =
                Rc::new(Typed::<Q> { map: RefCell::default(), policy: Rc::new(Cell::new(Q::POLICY)) });
            self.0.borrow_mut().insert(TypeId::of::<Q>(), Rc::clone(&typed));
            typed
        });
        typed.as_any().downcast().expect("the map has each type under its own id")
    }

    /// Every type met so far.
    pub(super) fn all(&self) -> Vec<Rc<dyn AnyTyped>> {
        self.0.borrow().values().cloned().collect()
    }
}

impl Inner {
    /// The entry of a query, made if it is not there. To be called in a batch with what makes use of it: whoever listens is
    /// told of it at once otherwise, and may have it removed.
    pub(crate) fn entry_of<Q: Query>(self: &Rc<Self>, query: &Q) -> Rc<Entry<Q>> {
        let typed = self.types.of::<Q>();
        if let Some(entry) = typed.get(query) {
            return entry;
        }
        let id = EntryId(self.next_number());
        let entry = Rc::new(Entry::new(id, query.clone(), Rc::clone(&typed.policy)));
        typed.map.borrow_mut().insert(query.clone(), Rc::clone(&entry));
        self.entries.borrow_mut().insert(id, Rc::clone(&entry) as _);
        // What it reads is known before it has run: a change meanwhile is not missed.
        self.reindex(&(Rc::clone(&entry) as _));
        self.idled(&*entry);
        self.tell_watchers(id, Happened::Added);
        self.make_room();
        entry
    }

    pub(crate) fn known<Q: Query>(&self, query: &Q) -> Option<Rc<Entry<Q>>> {
        self.types.of::<Q>().get(query)
    }

    pub(super) fn forget_typed<Q: Query>(&self, entry: &Entry<Q>) {
        let typed = self.types.of::<Q>();
        let is_it = typed.get(&entry.query).is_some_and(|known| known.id == entry.id);
        let removed = if is_it { typed.map.borrow_mut().remove(&entry.query) } else { None };
        // Its data may own anything; it is dropped outside the borrow.
        drop(removed);
    }
}
