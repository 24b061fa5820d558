//! Texts that several people write at once. Each that somebody has open is a *desk*, in memory for as long as anyone is at it: the
//! document, those who are there, and the way by which what one has written reaches the others. What is stored is in the database,
//! and nothing is told to anyone, its author included, before it is.

mod desk;
mod people;
mod work;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

pub(crate) use desk::{Desk, Sent, Taken, What};
use holdfast_core::id::{RecordId, ScopeId};
pub(crate) use people::Speaker;
use work::Workers;

/// A record of a scope.
pub(crate) type Place = (ScopeId, RecordId);

/// The texts that somebody has open.
#[derive(Debug, Default)]
pub(crate) struct Desks {
    open: Mutex<HashMap<Place, Open>>,
    lines: AtomicU64,
    /// Who works on a text.
    pub(crate) workers: Workers,
}

#[derive(Debug)]
struct Open {
    desk: Arc<Desk>,
    /// How many lines are at it.
    lines: usize,
}

/// A line's place at a desk, until it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    all: Arc<Desks>,
    place: Place,
    /// The desk.
    pub(crate) desk: Arc<Desk>,
    /// Which line, among all there are.
    pub(crate) line: u64,
}

impl Desks {
    /// Comes to a text.
    pub(crate) fn sit_down(self: &Arc<Self>, place: Place) -> Seat {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let at = open.entry(place).or_insert_with(|| Open { desk: Arc::new(Desk::new(place)), lines: 0 });
        at.lines += 1;
        let line = self.lines.fetch_add(1, Ordering::Relaxed) + 1;
        Seat { all: Arc::clone(self), place, desk: Arc::clone(&at.desk), line }
    }

    /// How many texts are in memory.
    #[cfg(test)]
    fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.desk.leave(self.line);
        let mut open = self.all.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = open.get_mut(&self.place) {
            at.lines -= 1;
            if at.lines == 0 {
                open.remove(&self.place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_memory_for_as_long_as_anyone_is_at_it() {
        let desks = Arc::new(Desks::default());
        let place = |number: u8| (ScopeId::new(0, [number; 10]), RecordId(uuid::Uuid::from_u128(number.into())));
        let (one, two, other) = (desks.sit_down(place(1)), desks.sit_down(place(1)), desks.sit_down(place(2)));
        assert!(Arc::ptr_eq(&one.desk, &two.desk) && !Arc::ptr_eq(&one.desk, &other.desk) && one.line != two.line);
        assert_eq!(desks.count(), 2);
        drop(one);
        drop(other);
        assert_eq!(desks.count(), 1);
        drop(two);
        assert_eq!(desks.count(), 0);
    }
}
