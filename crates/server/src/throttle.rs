//! Waiting times for attempts to sign in and to sign up, per e-mail address and per client address. In memory: a restart
//! forgives, which costs a guesser nothing worth having.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use holdfast_core::Millis;

use crate::error::Error;

/// How many keys are remembered at most.
const CAPACITY: usize = 10_000;
/// The longest wait.
const LONGEST: Millis = 15 * 60 * 1000;
/// After this long without an attempt, a key is forgotten.
const FORGOTTEN: Millis = 60 * 60 * 1000;

/// Whose attempts are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// Signing in to one account.
    Email(String),
    /// Signing in from one place.
    SignIn(IpAddr),
    /// Signing up from one place.
    SignUp(IpAddr),
}

impl Key {
    /// An e-mail address, in any case.
    pub(crate) fn email(email: &str) -> Self {
        Self::Email(email.trim().to_lowercase())
    }

    /// How many attempts are free of waiting. Many people can be behind one address.
    const fn free(&self) -> u32 {
        match self {
            Self::Email(_) => 5,
            Self::SignIn(_) => 25,
            Self::SignUp(_) => 50,
        }
    }
}

/// A client's address as far as it tells clients apart: of IPv6, a household's part.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

#[derive(Clone, Copy, Debug)]
struct Attempts {
    count: u32,
    last: Millis,
    /// Until when further attempts are refused.
    closed_until: Millis,
}

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    attempts: Mutex<HashMap<Key, Attempts>>,
}

impl Throttle {
    /// Counts an attempt before it is made, so that a hundred at once are a hundred; refused while a wait lasts. One that
    /// succeeds is given back by [`Self::succeeded`].
    pub(crate) fn attempt(&self, key: &Key, now: Millis) -> Result<(), Error> {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= CAPACITY && !all.contains_key(key) {
            make_room(&mut all, now);
        }
        let fresh = Attempts { count: 0, last: now, closed_until: 0 };
        let attempts = all.entry(key.clone()).or_insert(fresh);
        if now.saturating_sub(attempts.last) >= FORGOTTEN {
            *attempts = fresh;
        }
        if now < attempts.closed_until {
            return Err(Error::Throttled { seconds: (attempts.closed_until - now).div_ceil(1000) });
        }
        attempts.count = attempts.count.saturating_add(1);
        attempts.last = now;
        if let Some(beyond) = attempts.count.checked_sub(key.free()) {
            // 1 s after the last free attempt, then 2, 4, 8 …
            let wait = 1000_u64.checked_shl(beyond.min(30)).unwrap_or(LONGEST).min(LONGEST);
            attempts.closed_until = now + wait;
        }
        Ok(())
    }

    /// Takes back an attempt that turned out right. An account's count starts again; a place's only loses this one, or
    /// whoever has one account could go on guessing others'.
    pub(crate) fn succeeded(&self, key: &Key) {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(attempts) = all.get_mut(key) else { return };
        attempts.count = attempts.count.saturating_sub(1);
        if attempts.count < key.free() {
            attempts.closed_until = 0;
        }
        if matches!(key, Key::Email(_)) || attempts.count == 0 {
            all.remove(key);
        }
    }
}

/// Forgets what is old; if that is not enough, the older half.
fn make_room(all: &mut HashMap<Key, Attempts>, now: Millis) {
    all.retain(|_, attempts| now.saturating_sub(attempts.last) < FORGOTTEN);
    if all.len() >= CAPACITY {
        let mut times: Vec<Millis> = all.values().map(|attempts| attempts.last).collect();
        let (_, middle, _) = times.select_nth_unstable(CAPACITY / 2);
        let middle = *middle;
        all.retain(|_, attempts| attempts.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Error, FORGOTTEN, Key, LONGEST, Throttle, place};

    fn wait(throttle: &Throttle, key: &Key, now: u64) -> u64 {
        match throttle.attempt(key, now) {
            Ok(()) => 0,
            Err(Error::Throttled { seconds }) => seconds,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn waits_grow_after_five_and_end_at_a_quarter_of_an_hour() {
        let (throttle, key) = (Throttle::default(), Key::email("A@b.example"));
        let mut now = 1_000_000;
        for _ in 0..5 {
            assert_eq!(wait(&throttle, &key, now), 0);
        }
        let mut waits = Vec::new();
        for _ in 0..12 {
            let seconds = wait(&throttle, &Key::email("a@B.example "), now);
            waits.push(seconds);
            now += seconds * 1000;
            assert_eq!(wait(&throttle, &key, now), 0, "after waiting, one more");
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, LONGEST / 1000, LONGEST / 1000]);
        assert_eq!(wait(&throttle, &key, now + FORGOTTEN), 0);
        assert_eq!(wait(&throttle, &key, now + FORGOTTEN), 0, "an hour later all is forgotten");
    }

    #[test]
    fn a_success_forgives_the_account_but_not_the_place() {
        let throttle = Throttle::default();
        let (email, address) = (Key::email("a@b.example"), Key::SignIn("192.0.2.1".parse().unwrap()));
        for _ in 0..4 {
            throttle.attempt(&email, 0).unwrap();
        }
        throttle.succeeded(&email);
        for _ in 0..5 {
            throttle.attempt(&email, 0).unwrap();
        }
        for round in 0..25 {
            throttle.attempt(&address, 0).unwrap_or_else(|error| panic!("{round}: {error:?}"));
            if round % 2 == 0 {
                throttle.succeeded(&address);
            }
        }
        let mut refused = 0;
        for _ in 0..20 {
            refused += u32::from(throttle.attempt(&address, 0).is_err());
        }
        assert!(refused > 0, "the failures in between still count");
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..3 * CAPACITY {
            throttle.attempt(&Key::email(&format!("{number}@b.example")), number as u64).unwrap();
        }
        assert!(throttle.attempts.lock().unwrap().len() <= CAPACITY);
    }

    #[test]
    fn a_household_is_one_place() {
        let at = |text: &str| place(text.parse().unwrap());
        assert_eq!(at("2001:db8::1"), at("2001:db8::ffff"));
        assert_ne!(at("2001:db8::1"), at("2001:db8:0:1::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }
}
