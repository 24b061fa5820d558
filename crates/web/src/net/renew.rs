//! Renewing a session that has lapsed: once for all tabs and the worker of a profile, however many met the same refusal.

use holdfast_core::{
    Millis,
    client::{Failure, Timer as _},
    id::PersonId,
};
use serde::{Deserialize, Serialize};

use super::post;
use crate::{BrowserTimer, device, locks, messages::renew_lock};

/// How long to wait for another member's renewal, in milliseconds. One that is frozen must not hold up everyone.
const PATIENCE: Millis = 10_000;

#[derive(Serialize)]
struct Nothing {}

/// The server's answer; until when the session lasts is the server's business.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read to know the answer for ours")]
struct Renewed {
    expires: Millis,
}

/// What the last renewal on this profile came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    at: Millis,
    renewed: bool,
}

/// Renews that person's session.
///
/// # Errors
///
/// [`Failure::SignedOut`] if the server asks for the password, [`Failure::WrongAccount`] if the session is another person's;
/// any other says nothing about the session.
pub(super) async fn renew(account: PersonId) -> Result<(), Failure> {
    let asked = BrowserTimer.now();
    let _turn = locks::hold_within(&renew_lock(account), PATIENCE).await;
    let note = format!("renewal:{account}");
    let last: Option<Last> = device::note(&note).await.unwrap_or_default();
    if let Some(outcome) = outcome_since(last, asked) {
        return outcome;
    }
    let answer: Result<Renewed, Failure> = post(account, "/api/v1/auth/renew", &Nothing {}).await;
    let renewed = match &answer {
        Ok(_) => Some(true),
        Err(Failure::SignedOut) => Some(false),
        Err(_) => None,
    };
    if let Some(renewed) = renewed {
        // Not noted, another member asks too: the answer is the same.
        let _ = device::put_note(&note, &Last { at: BrowserTimer.now(), renewed }).await;
    }
    answer.map(drop)
}

/// What somebody else's renewal says to one who has been waiting since `asked`.
fn outcome_since(last: Option<Last>, asked: Millis) -> Option<Result<(), Failure>> {
    let last = last.filter(|last| last.at >= asked)?;
    Some(if last.renewed { Ok(()) } else { Err(Failure::SignedOut) })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn whoever_waited_takes_the_answer_that_came_meanwhile() {
        let last = |renewed| Some(Last { at: 100, renewed });
        assert_eq!(outcome_since(last(true), 90), Some(Ok(())));
        assert_eq!(outcome_since(last(false), 100), Some(Err(Failure::SignedOut)));
        assert_eq!(outcome_since(last(true), 101), None, "an older one is none of this refusal's");
        assert_eq!(outcome_since(None, 0), None);
    }
}
