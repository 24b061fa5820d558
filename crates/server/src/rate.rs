//! How much one account may ask in a minute. In memory, as the waiting times of attempts are (`throttle.rs`): a restart gives
//! everybody their minute anew.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
};

use holdfast_core::{Millis, id::PersonId};

use crate::error::Error;

/// Over this time requests are counted, in microseconds: who was silent for as long may make all of them at once.
const MINUTE: u64 = 60_000_000;
/// How many accounts are remembered before those that have their whole minute again are forgotten.
const CAPACITY: usize = 10_000;

/// What each account has left.
#[derive(Debug)]
pub(crate) struct Rate {
    /// What a request takes of the minute, in microseconds.
    each: u64,
    /// When an account will have its whole minute again, in microseconds.
    whole_at: Mutex<HashMap<PersonId, u64>>,
}

impl Rate {
    /// So many requests a minute.
    pub(crate) fn new(requests: NonZeroU32) -> Self {
        Self { each: MINUTE / u64::from(requests.get()).min(MINUTE), whole_at: Mutex::default() }
    }

    /// Counts a request; refused, and not counted, where the account has none left.
    pub(crate) fn take(&self, person: PersonId, now: Millis) -> Result<(), Error> {
        let now = now.saturating_mul(1000);
        let mut all = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= CAPACITY {
            all.retain(|_, whole_at| *whole_at > now);
        }
        let whole_at = all.entry(person).or_insert(now);
        // A clock that was set back takes no more than the minute away, and from now on is the clock.
        *whole_at = (*whole_at).clamp(now, now + MINUTE);
        let taken = *whole_at + self.each - now;
        if let Some(beyond) = taken.checked_sub(MINUTE).filter(|beyond| *beyond > 0) {
            return Err(Error::Throttled { seconds: beyond.div_ceil(1_000_000) });
        }
        *whole_at = now + taken;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use holdfast_core::id::PersonId;

    use super::{CAPACITY, Error, Rate};

    fn person(number: u32) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(number.into()))
    }

    #[test]
    fn a_minutes_requests_may_come_at_once_and_then_one_by_one() {
        let rate = Rate::new(NonZeroU32::new(20).unwrap());
        let taken = |who, now| (0..50).filter(|_| rate.take(person(who), now).is_ok()).count();
        assert_eq!((taken(1, 1_000_000), taken(2, 1_000_000)), (20, 20), "each account has its own");
        assert!(matches!(rate.take(person(1), 1_000_000), Err(Error::Throttled { seconds: 3 })));
        assert_eq!((taken(1, 1_003_000), taken(1, 1_003_000)), (1, 0), "every three seconds there is one more");
        assert_eq!(taken(1, 1_200_000), 20, "and after a minute all");
        assert_eq!((taken(1, 63_000), taken(1, 66_000)), (0, 1), "a clock set back by nineteen minutes takes one");
    }

    #[test]
    fn who_has_their_whole_minute_is_forgotten_when_there_are_many() {
        let rate = Rate::new(NonZeroU32::new(60).unwrap());
        (0..2 * CAPACITY as u32).for_each(|number| rate.take(person(number), u64::from(number) * 10).unwrap());
        assert!(rate.whole_at.lock().unwrap().len() <= CAPACITY);
    }
}
