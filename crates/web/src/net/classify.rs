//! What an answer means: pure. Only a well-formed answer of Holdfast's says anything about a session or an operation; all
//! else (a proxy's page, a captive portal's) is "not reached".

use holdfast_core::{
    client::Failure,
    wire::{ErrorBody, PROTOCOL, codes},
};
use serde::{Deserialize, de::DeserializeOwned};

/// The longest wait a server may ask for, in milliseconds: longer ones are cut to it.
const LONGEST_WAIT: u64 = 300_000;

/// An answer as it came.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// The header of that name.
    pub(super) retry_after: Option<String>,
    pub(super) body: String,
}

#[derive(Deserialize)]
struct Versioned {
    protocol: u16,
}

pub(super) fn classify<A: DeserializeOwned>(reply: &Reply) -> Result<A, Failure> {
    if (200..300).contains(&reply.status) {
        // The version first: another one's answer need not have our form.
        return match serde_json::from_str::<Versioned>(&reply.body) {
            Ok(Versioned { protocol }) if protocol != PROTOCOL => Err(Failure::Protocol),
            _ => serde_json::from_str(&reply.body).map_err(|error| {
                Failure::Unreachable(format!("status {}, and not Holdfast's answer: {error}", reply.status))
            }),
        };
    }
    let ours = serde_json::from_str::<ErrorBody>(&reply.body).ok();
    let code = ours.as_ref().map(|body| body.error.code.as_str());
    Err(match (reply.status, code) {
        (_, Some(codes::UNAUTHENTICATED)) => Failure::SignedOut,
        (_, Some(codes::WRONG_ACCOUNT)) => Failure::WrongAccount,
        (_, Some(codes::PROTOCOL)) => Failure::Protocol,
        (_, Some(codes::TOO_LARGE)) => Failure::TooLarge,
        (408 | 429 | 500.., _) => match wait(reply) {
            Some(milliseconds) => Failure::Busy(milliseconds),
            None => Failure::Unreachable(format!("status {}", reply.status)),
        },
        (status, Some(code)) => Failure::Unreachable(format!("status {status}, {code}")),
        (status, None) => Failure::Unreachable(format!("status {status}, and not Holdfast's answer")),
    })
}

fn wait(reply: &Reply) -> Option<u64> {
    let seconds: u64 = reply.retry_after.as_deref()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1000).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        client::Failure,
        wire::{PROTOCOL, PushAnswer},
    };

    use super::{Reply, classify};

    fn of(status: u16, retry_after: Option<&str>, body: &str) -> Result<PushAnswer, Failure> {
        classify(&Reply { status, retry_after: retry_after.map(Into::into), body: body.into() })
    }

    fn error(code: &str) -> String {
        format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#)
    }

    fn is_unreachable(result: &Result<PushAnswer, Failure>) -> bool {
        matches!(result, Err(Failure::Unreachable(_)))
    }

    #[test]
    fn an_answer_of_ours_is_taken() {
        let body = format!(r#"{{"protocol":{PROTOCOL},"epoch":"018f0000-0000-7000-8000-000000000000","results":[]}}"#);
        assert_eq!(of(200, None, &body).map(|answer| answer.results.len()), Ok(0));
    }

    #[test]
    fn an_answer_of_another_version_asks_for_a_reload_whatever_its_form() {
        assert_eq!(of(200, None, r#"{"protocol":9999,"news":true}"#), Err(Failure::Protocol));
    }

    #[test]
    fn a_strangers_answer_never_speaks_for_the_server() {
        for status in [200, 204, 301, 401, 403, 404, 413, 500, 502] {
            assert!(is_unreachable(&of(status, None, "<html>Welcome to the hotel</html>")), "{status}");
            assert!(is_unreachable(&of(status, None, "")), "{status}");
            assert!(is_unreachable(&of(status, None, r#"{"error":"nope"}"#)), "{status}");
        }
    }

    #[test]
    fn our_errors_are_told_apart_by_their_code() {
        assert_eq!(of(401, None, &error("unauthenticated")), Err(Failure::SignedOut));
        assert_eq!(of(403, None, &error("wrong_account")), Err(Failure::WrongAccount));
        assert_eq!(of(413, None, &error("too_large")), Err(Failure::TooLarge));
        assert_eq!(of(400, None, &error("protocol")), Err(Failure::Protocol));
        assert!(is_unreachable(&of(400, None, &error("invalid"))));
    }

    #[test]
    fn a_busy_server_is_left_alone_as_long_as_it_asks() {
        assert_eq!(of(429, Some("7"), &error("throttled")), Err(Failure::Busy(7_000)));
        assert_eq!(of(503, Some("5"), ""), Err(Failure::Busy(5_000)), "a proxy may ask for it too");
        assert!(is_unreachable(&of(503, Some("99999999999999999999"), "")));
        assert_eq!(of(503, Some("999999"), ""), Err(Failure::Busy(300_000)));
        assert!(is_unreachable(&of(500, None, &error("internal"))));
    }
}
