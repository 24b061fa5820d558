//! Waiting times for attempts to sign in, to sign up and to set a password anew. In memory: a restart forgives, which costs a
//! guesser nothing worth having.
//!
//! Failures to sign in to an account are counted for the place they come from, so that a stranger who fails on purpose keeps
//! nobody out but themselves. All places together have a count of their own that bears far more and waits far less, against
//! guessing from many places; where the account was signed in to lately, that one does not count at all.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use holdfast_core::Millis;

use crate::error::Error;

/// How many keys are remembered at most.
const CAPACITY: usize = 10_000;
/// The longest wait of one place.
const LONGEST: Millis = 15 * 60 * 1000;
/// The longest wait of all places together.
const LONGEST_TOGETHER: Millis = 60 * 1000;
/// How long a place is known after an account was signed in to from there.
const KNOWN: Millis = 30 * 24 * 60 * 60 * 1000;
/// After this long without an attempt, a key is forgotten.
const FORGOTTEN: Millis = 60 * 60 * 1000;

/// Whose attempts are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// Signing in to one account, from anywhere.
    Email(String),
    /// Signing in to one account from one place.
    EmailFrom(String, IpAddr),
    /// Signing in from one place.
    SignIn(IpAddr),
    /// Signing up from one place.
    SignUp(IpAddr),
    /// Following links that set a password anew, from one place.
    Reset(IpAddr),
    /// Being sent to the provider, from one place. Whoever comes back signed in is no attempt: this is who does not.
    Provider(IpAddr),
}

impl Key {
    /// An e-mail address, in any case.
    fn email(email: &str) -> Self {
        Self::Email(email.trim().to_lowercase())
    }

    /// The same, from one place.
    fn email_from(email: &str, place: IpAddr) -> Self {
        Self::EmailFrom(email.trim().to_lowercase(), place)
    }

    /// How many attempts are free of waiting. Many people can be behind one address.
    const fn free(&self) -> u32 {
        match self {
            Self::EmailFrom(..) => 5,
            Self::SignIn(_) | Self::Reset(_) => 25,
            Self::SignUp(_) | Self::Email(_) | Self::Provider(_) => 50,
        }
    }

    const fn longest(&self) -> Millis {
        match self {
            Self::Email(_) | Self::Provider(_) => LONGEST_TOGETHER,
            Self::EmailFrom(..) | Self::SignIn(_) | Self::SignUp(_) | Self::Reset(_) => LONGEST,
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
    /// Until when this place is known for this account.
    known_until: Millis,
}

impl Attempts {
    fn is_old(&self, now: Millis) -> bool {
        now.saturating_sub(self.last) >= FORGOTTEN && now >= self.known_until
    }
}

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    attempts: Mutex<HashMap<Key, Attempts>>,
}

impl Throttle {
    /// Counts an attempt before it is made, so that a hundred at once are a hundred; refused while a wait lasts. One that
    /// succeeds is given back by [`Self::take_back`].
    pub(crate) fn attempt(&self, key: &Key, now: Millis) -> Result<(), Error> {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut all, key, now);
        let fresh = Attempts { count: 0, last: now, closed_until: 0, known_until: 0 };
        let attempts = all.entry(key.clone()).or_insert(fresh);
        if now.saturating_sub(attempts.last) >= FORGOTTEN {
            *attempts = Attempts { known_until: attempts.known_until, ..fresh };
        }
        if now < attempts.closed_until {
            return Err(Error::Throttled { seconds: (attempts.closed_until - now).div_ceil(1000) });
        }
        attempts.count = attempts.count.saturating_add(1);
        attempts.last = now;
        if let Some(beyond) = attempts.count.checked_sub(key.free()) {
            // 1 s after the last free attempt, then 2, 4, 8 …
            let wait = 1000_u64.checked_shl(beyond.min(30)).unwrap_or(LONGEST).min(key.longest());
            attempts.closed_until = now + wait;
        }
        Ok(())
    }

    /// Takes back an attempt that turned out not to be a failure.
    pub(crate) fn take_back(&self, key: &Key) {
        give_back(&mut self.attempts.lock().unwrap_or_else(PoisonError::into_inner), key, 1);
    }

    /// Counts an attempt to sign in, as [`Self::attempt`]; it is to be given back by [`Self::signed_in`].
    pub(crate) fn sign_in(&self, email: &str, place: IpAddr, now: Millis) -> Result<(), Error> {
        let (together, here) = (Key::email(email), Key::email_from(email, place));
        self.attempt(&Key::SignIn(place), now)?;
        self.attempt(&here, now)?;
        match self.is_known(&here, now) {
            true => Ok(()),
            // What others did is no failure of this place.
            false => self.attempt(&together, now).inspect_err(|_| self.take_back(&here)),
        }
    }

    /// Takes back the attempt that turned out right, and knows the place from now on. For the account, the place's count
    /// starts again; the place's own only loses this one, or whoever has one account could go on guessing others'.
    pub(crate) fn signed_in(&self, email: &str, place: IpAddr, now: Millis) {
        let here = Key::email_from(email, place);
        self.take_back(&Key::SignIn(place));
        if !self.is_known(&here, now) {
            self.take_back(&Key::email(email));
        }
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(here, Attempts { count: 0, last: now, closed_until: 0, known_until: now + KNOWN });
    }

    /// Forgives what was counted for an account from a place that proved itself by other means than an attempt to sign in, of
    /// which none is given back. The place is known from now on, and its own count loses no more than it had for this account.
    pub(crate) fn forgive(&self, email: &str, place: IpAddr, now: Millis) {
        let here = Key::email_from(email, place);
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut all, &here, now);
        let known = Attempts { count: 0, last: now, closed_until: 0, known_until: now + KNOWN };
        let failed = all.insert(here, known).filter(|failed| now.saturating_sub(failed.last) < FORGOTTEN);
        give_back(&mut all, &Key::SignIn(place), failed.map_or(0, |failed| failed.count));
    }

    fn is_known(&self, key: &Key, now: Millis) -> bool {
        let all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(key).is_some_and(|attempts| now < attempts.known_until)
    }
}

/// Gives back so many attempts.
fn give_back(all: &mut HashMap<Key, Attempts>, key: &Key, count: u32) {
    let Some(attempts) = all.get_mut(key) else { return };
    attempts.count = attempts.count.saturating_sub(count);
    if attempts.count < key.free() {
        attempts.closed_until = 0;
    }
    if attempts.count == 0 && attempts.known_until == 0 {
        all.remove(key);
    }
}

/// Makes room for a key that is not there, if need be: forgets what is old; if that is not enough, the older half.
fn make_room(all: &mut HashMap<Key, Attempts>, key: &Key, now: Millis) {
    if all.len() < CAPACITY || all.contains_key(key) {
        return;
    }
    all.retain(|_, attempts| !attempts.is_old(now));
    if all.len() >= CAPACITY {
        let mut times: Vec<Millis> = all.values().map(|attempts| attempts.last).collect();
        let (_, middle, _) = times.select_nth_unstable(CAPACITY / 2);
        let middle = *middle;
        all.retain(|_, attempts| attempts.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{CAPACITY, Error, FORGOTTEN, Key, LONGEST, LONGEST_TOGETHER, Throttle, place};

    fn wait(throttle: &Throttle, key: &Key, now: u64) -> u64 {
        match throttle.attempt(key, now) {
            Ok(()) => 0,
            Err(Error::Throttled { seconds }) => seconds,
            Err(other) => panic!("{other:?}"),
        }
    }

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn place_number(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number))
    }

    #[test]
    fn waits_grow_after_five_and_end_at_a_quarter_of_an_hour() {
        let (throttle, key) = (Throttle::default(), Key::email_from("A@b.example", HERE));
        let mut now = 1_000_000;
        for _ in 0..5 {
            assert_eq!(wait(&throttle, &key, now), 0);
        }
        let mut waits = Vec::new();
        for _ in 0..12 {
            let seconds = wait(&throttle, &Key::email_from("a@B.example ", HERE), now);
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
        for _ in 0..4 {
            throttle.sign_in("a@b.example", HERE, 0).unwrap();
        }
        throttle.signed_in("a@b.example", HERE, 0);
        for _ in 0..5 {
            throttle.sign_in("a@b.example", HERE, 0).unwrap();
        }
        let throttle = Throttle::default();
        let mut refused = 0;
        for round in 0..80 {
            let email = format!("{round}@b.example");
            match throttle.sign_in(&email, HERE, 0) {
                Ok(()) if round % 2 == 0 => throttle.signed_in(&email, HERE, 0),
                result => refused += u32::from(result.is_err()),
            }
        }
        assert!(refused > 0, "the failures in between still count");
    }

    #[test]
    fn a_place_is_forgiven_what_it_failed_at_one_account_and_no_more() {
        let throttle = Throttle::default();
        let email = |number: usize| format!("{number}@b.example");
        let fail = |number, times| (0..times).for_each(|_| drop(throttle.sign_in(&email(number), HERE, 0)));
        let counted = |key: &Key| throttle.attempts.lock().unwrap().get(key).map_or(0, |attempts| attempts.count);
        (0..4).for_each(|number| fail(number, 5));
        fail(0, 10);
        assert_eq!((counted(&Key::SignIn(HERE)), counted(&Key::email_from(&email(0), HERE))), (25, 5));
        throttle.sign_in(&email(9), HERE, 0).unwrap_err();
        throttle.forgive(&email(0), HERE, 0);
        assert_eq!(counted(&Key::SignIn(HERE)), 20, "with what the others failed");
        throttle.sign_in(&email(0), HERE, 0).unwrap();
        throttle.sign_in(&email(1), HERE, 0).unwrap_err();
        throttle.forgive(&email(8), HERE, 0);
        assert_eq!(counted(&Key::SignIn(HERE)), 22, "never counted, not given back");
        throttle.forgive(&email(2), HERE, FORGOTTEN);
        assert_eq!(counted(&Key::SignIn(HERE)), 22, "nor what is forgotten anyway");
        assert_eq!(counted(&Key::email(&email(0))), 5, "elsewhere it waits as before");
    }

    #[test]
    fn a_stranger_keeps_nobody_out() {
        let throttle = Throttle::default();
        let email = "a@b.example";
        throttle.sign_in(email, HERE, 0).unwrap();
        throttle.signed_in(email, HERE, 0);
        let refused = (0..200).filter(|_| throttle.sign_in(email, place_number(0), 0).is_err()).count();
        assert_eq!(refused, 195, "the stranger waits");
        throttle.sign_in(email, place_number(1), 0).unwrap();
        // Now from everywhere.
        let refused = (0..200).filter(|number| throttle.sign_in(email, place_number(2 + number), 0).is_err()).count();
        assert!(refused > 140, "{refused}");
        for _ in 0..5 {
            throttle.sign_in(email, HERE, 0).unwrap();
        }
        let new = Key::email(email);
        assert!((1..=LONGEST_TOGETHER / 1000).contains(&wait(&throttle, &new, 0)), "a new place waits, but not long");
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..3 * CAPACITY as u32 {
            let email = format!("{number}@b.example");
            throttle.sign_in(&email, place_number(number), number.into()).unwrap();
            throttle.signed_in(&email, place_number(number), number.into());
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
