//! The latest call of each key, for whoever shows it: while it goes on, while somebody watches it, and for a while after.

use std::{collections::BTreeMap, rc::Rc};

use rustc_hash::FxHashMap;

use super::{
    ActionId, ActionListening,
    call::{AnyCall, SlotKey},
    watchers::Watchers,
};
use crate::Millis;

/// How long an ended call that nobody watches can be looked up.
pub(super) const KEPT_FOR: Millis = 300_000;

/// How many of them can be.
const MOST: usize = 256;

/// Dropped by whoever called, after the borrow: it may own anything.
pub(super) type Dropped = Vec<Rc<dyn AnyCall>>;

#[derive(Default)]
struct Slot {
    latest: Option<Rc<dyn AnyCall>>,
    watchers: Watchers,
    /// When its call is forgotten.
    leaves: Option<(Millis, ActionId)>,
}

/// All keys of which there is something to show, or that are watched.
#[derive(Default)]
pub(super) struct Slots {
    slots: FxHashMap<SlotKey, Slot>,
    leaving: BTreeMap<(Millis, ActionId), SlotKey>,
}

impl Slots {
    /// A new call is what is shown.
    pub(super) fn show(&mut self, call: Rc<dyn AnyCall>) -> Option<Rc<dyn AnyCall>> {
        let key = call.core().key.clone();
        self.stay(&key);
        self.slots.entry(key).or_default().latest.replace(call)
    }

    pub(super) fn latest(&self, key: &SlotKey) -> Option<Rc<dyn AnyCall>> {
        self.slots.get(key)?.latest.clone()
    }

    /// Who is to be told of that call.
    pub(super) fn watchers_of(&self, call: &dyn AnyCall) -> Option<&Watchers> {
        let core = call.core();
        let slot = self.slots.get(&core.key)?;
        slot.latest.as_ref().is_some_and(|latest| latest.core().id == core.id).then_some(&slot.watchers)
    }

    pub(super) fn watch(&mut self, key: &SlotKey, listening: &ActionListening) {
        self.stay(key);
        self.slots.entry(key.clone()).or_default().watchers.add(listening);
    }

    /// Its call may have ended, or its last watcher may have left: looks whether it is to be forgotten, and when.
    pub(super) fn settle(&mut self, key: &SlotKey, now: Millis) -> Dropped {
        let Some(slot) = self.slots.get_mut(key) else { return Vec::new() };
        if !slot.watchers.is_empty() || slot.leaves.is_some() {
            return Vec::new();
        }
        match &slot.latest {
            None => {
                self.slots.remove(key);
            }
            Some(call) if call.core().info().is_none() => {
                let at = (now.saturating_add(KEPT_FOR), call.core().id);
                slot.leaves = Some(at);
                self.leaving.insert(at, key.clone());
            }
            // It goes on.
            Some(_) => {}
        }
        self.sweep(now)
    }

    /// Forgets what a key shows.
    pub(super) fn forget(&mut self, key: &SlotKey) -> Option<(Rc<dyn AnyCall>, &Watchers)> {
        self.stay(key);
        let slot = self.slots.get_mut(key)?;
        let call = slot.latest.take()?;
        Some((call, &slot.watchers))
    }

    /// The keys that show calls that have ended.
    pub(super) fn ended(&self) -> Vec<SlotKey> {
        let has_ended = |slot: &Slot| slot.latest.as_ref().is_some_and(|call| call.core().info().is_none());
        self.slots.iter().filter(|(_, slot)| has_ended(slot)).map(|(key, _)| key.clone()).collect()
    }

    /// Forgets the calls whose time has come, and the oldest beyond what is kept.
    pub(super) fn sweep(&mut self, now: Millis) -> Dropped {
        let mut dropped = Vec::new();
        while let Some(first) = self.leaving.first_entry() {
            if first.key().0 > now && self.leaving.len() <= MOST {
                break;
            }
            let slot = self.leaving.pop_first().and_then(|(_, key)| self.slots.remove(&key));
            dropped.extend(slot.and_then(|slot| slot.latest));
        }
        dropped
    }

    /// When something is to be forgotten, in ticks.
    pub(super) fn next_sweep(&self) -> Option<Millis> {
        self.leaving.keys().next().map(|(at, _)| *at)
    }

    fn stay(&mut self, key: &SlotKey) {
        if let Some(at) = self.slots.get_mut(key).and_then(|slot| slot.leaves.take()) {
            self.leaving.remove(&at);
        }
    }
}
