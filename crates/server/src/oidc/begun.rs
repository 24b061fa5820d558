//! The sign-ins that are under way: each is good once, for ten minutes, in the browser that began it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use holdfast_core::Millis;

use crate::{db::TokenHash, random};

/// How long a person may take at the provider.
pub(crate) const PATIENCE: Millis = 10 * 60 * 1000;
/// How many are under way at most; one more ends the oldest.
const CAPACITY: usize = 10_000;

/// What a person wants of a sign-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// Where to go afterwards: a path of the app.
    pub(crate) next: Option<String>,
    /// Whether the session is to outlive the browser.
    pub(crate) remember: bool,
}

/// A sign-in that was begun.
#[derive(Clone, Debug)]
pub(crate) struct Begin {
    /// What for.
    pub(crate) wish: Wish,
    /// What the ID token must bring.
    pub(super) nonce: String,
    /// What proves to the provider that the code was asked for from here.
    pub(super) verifier: String,
}

/// What is given away of it.
#[derive(Debug)]
pub(crate) struct Started {
    /// For the address of the provider, which sends it back.
    pub(super) state: String,
    /// For the address of the provider, which puts it in the token.
    pub(super) nonce: String,
    /// Kept from everybody until the code is there.
    pub(super) verifier: String,
    /// For the cookie of this browser.
    pub(crate) browser: String,
}

#[derive(Debug)]
struct Entry {
    begin: Begin,
    browser: TokenHash,
    until: Millis,
}

/// All of them, by the hash of their state.
#[derive(Debug, Default)]
pub(super) struct Begun(Mutex<HashMap<TokenHash, Entry>>);

impl Begun {
    /// Begins one.
    pub(super) fn begin(&self, wish: Wish, now: Millis) -> Started {
        let started = Started {
            state: random::token(),
            nonce: random::token(),
            verifier: random::token(),
            browser: random::token(),
        };
        let begin = Begin { wish, nonce: started.nonce.clone(), verifier: started.verifier.clone() };
        let entry = Entry { begin, browser: random::token_hash(&started.browser), until: now + PATIENCE };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= CAPACITY {
            all.retain(|_, entry| entry.until > now);
        }
        if all.len() >= CAPACITY {
            let oldest = all.iter().min_by_key(|(_, entry)| entry.until).map(|(state, _)| *state);
            oldest.and_then(|oldest| all.remove(&oldest));
        }
        all.insert(random::token_hash(&started.state), entry);
        started
    }

    /// Ends one, by what its browser brings; nothing where it was not begun there, took too long or has been ended.
    pub(super) fn take(&self, state: &str, browser: &str, now: Millis) -> Option<Begin> {
        let entry = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&random::token_hash(state))?;
        (entry.browser == random::token_hash(browser) && now < entry.until).then_some(entry.begin)
    }
}

#[cfg(test)]
mod tests {
    use super::{Begun, CAPACITY, PATIENCE, Wish};

    #[test]
    fn one_is_good_once_in_its_browser_for_a_while() {
        let begun = Begun::default();
        let begin = || begun.begin(Wish { next: Some("/sync".into()), remember: true }, 5);
        let one = begin();
        let taken = begun.take(&one.state, &one.browser, 6).unwrap();
        assert_eq!((taken.wish.next.as_deref(), taken.nonce, taken.verifier), (Some("/sync"), one.nonce, one.verifier));
        assert!(begun.take(&one.state, &one.browser, 6).is_none(), "once");
        let (one, other) = (begin(), begin());
        assert!(begun.take(&one.state, &other.browser, 6).is_none(), "in its browser");
        assert!(begun.take(&one.state, &one.browser, 6).is_none(), "and not after another tried");
        assert!(begun.take(&other.state, &other.browser, 5 + PATIENCE).is_none(), "for a while");
        assert!(begun.take("", "", 6).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let begun = Begun::default();
        let first = begun.begin(Wish::default(), 1);
        let second = begun.begin(Wish::default(), 2);
        for _ in 0..CAPACITY - 1 {
            begun.begin(Wish::default(), 3);
        }
        assert_eq!(begun.0.lock().unwrap().len(), CAPACITY);
        assert!(begun.take(&first.state, &first.browser, 4).is_none());
        assert!(begun.take(&second.state, &second.browser, 4).is_some());
    }
}
