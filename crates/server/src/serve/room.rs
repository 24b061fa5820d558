//! How many connections there are, in all and from each place.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use crate::throttle::place;

/// The room there is for connections.
#[derive(Debug)]
pub(super) struct Room {
    all: usize,
    each: Option<usize>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<IpAddr, usize>,
}

/// Room for one connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    room: Arc<Room>,
    place: IpAddr,
}

impl Room {
    /// Room for so many, and for so many from one place if that says anything of who they are.
    pub(super) fn new(all: usize, each: Option<usize>) -> Arc<Self> {
        Arc::new(Self { all, each, taken: Mutex::default() })
    }

    /// Takes room for a connection from there. The machine's own address is everyone's who comes through a program on it.
    pub(super) fn take(self: &Arc<Self>, from: IpAddr) -> Option<Held> {
        let place = place(from);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.by.get(&place).copied().unwrap_or_default();
        let is_crowded = self.each.is_some_and(|each| here >= each) && !from.to_canonical().is_loopback();
        if taken.all >= self.all || is_crowded {
            return None;
        }
        taken.all += 1;
        taken.by.insert(place, here + 1);
        Some(Held { room: Arc::clone(self), place })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut taken = self.room.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        if let Some(here) = taken.by.get_mut(&self.place) {
            *here = here.saturating_sub(1);
            if *here == 0 {
                taken.by.remove(&self.place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Room;

    #[test]
    fn one_place_cannot_take_all_the_room() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let room = Room::new(5, Some(2));
        let held: Vec<_> = (0..3).map(|_| room.take(at("192.0.2.1"))).collect();
        assert_eq!(held.iter().flatten().count(), 2);
        let household: Vec<_> = ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map(|text| room.take(at(text))).into();
        assert_eq!(household.iter().flatten().count(), 2);
        let last = room.take(at("192.0.2.9"));
        assert!(last.is_some() && room.take(at("192.0.2.8")).is_none(), "there is an end");
        drop(held);
        assert!(room.take(at("192.0.2.1")).is_some());
        drop((household, last));
        assert!(room.taken.lock().unwrap().by.is_empty(), "nothing is kept of who has left");
    }

    #[test]
    fn whoever_comes_through_this_machine_is_not_one_place() {
        for (each, from) in [(Some(1), "127.0.0.1"), (Some(1), "::ffff:127.0.0.1"), (None, "192.0.2.1")] {
            let room = Room::new(9, each);
            let held: Vec<_> = (0..3).filter_map(|_| room.take(from.parse().unwrap())).collect();
            assert_eq!(held.len(), 3, "{from}");
        }
    }
}
