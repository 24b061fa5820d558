//! Whose turn it is to keep the line. The lock passes on by itself when its holder is closed or dies; a holder that is frozen
//! keeps it, so whoever is looked at asks after the holder and takes the lock away if there is no answer.

use std::{pin::pin, rc::Weak};

use futures::future::{Either, select};
use holdfast_core::{Millis, client::Timer as _};

use super::{Inner, open};
use crate::{
    BrowserTimer,
    events::is_seen,
    frozen,
    locks::{self, Held},
    messages::{Word, line_lock},
};

/// How long a holder may take to answer, in milliseconds.
const PATIENCE: Millis = 5_000;

/// Waits for this tab's turn; `None` when the session is over.
pub(super) async fn take(session: &Weak<Inner>) -> Option<Held> {
    loop {
        let inner = open(session)?;
        let (lock, bell) = (line_lock(inner.account.id), inner.line_bell.clone());
        if frozen::is() {
            drop(inner);
            bell.wait().await;
            continue;
        }
        drop(inner);
        let held = match select(pin!(locks::hold(&lock, &bell)), pin!(silence(session))).await {
            Either::Left((held, _)) => held,
            Either::Right((Silence::Over, _)) => return None,
            Either::Right((Silence::Holder, _)) => locks::steal(&lock, &bell).await,
        };
        return Some(held);
    }
}

/// Why nothing is heard.
enum Silence {
    /// This session is over.
    Over,
    /// The holder of the line does not answer.
    Holder,
}

/// Asks after the holder of the line as long as this page is looked at.
async fn silence(session: &Weak<Inner>) -> Silence {
    loop {
        let Some(inner) = open(session) else { return Silence::Over };
        let asked = (is_seen(), inner.line_heard.get(), BrowserTimer.now());
        if asked.0 {
            inner.channel.say_word(Word::AskLine);
        }
        drop(inner);
        BrowserTimer.sleep(PATIENCE).await;
        let Some(inner) = open(session) else { return Silence::Over };
        let (was_seen, heard, since) = asked;
        // A page whose own time stood still knows nothing about another's.
        let was_awake = BrowserTimer.now().saturating_sub(since) < 2 * PATIENCE;
        if was_seen && is_seen() && was_awake && inner.line_heard.get() == heard {
            return Silence::Holder;
        }
    }
}
