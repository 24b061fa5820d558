//! What a browser calls itself.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use holdfast_core::wire::remote::MAX_USER_AGENT;

/// What the sender of a request calls itself, cut to [`MAX_USER_AGENT`] characters; `None` if it says nothing. It is the
/// sender's to choose: good for showing only.
#[derive(Clone, Debug)]
pub(crate) struct UserAgent(pub(crate) Option<String>);

impl<S: Sync> FromRequestParts<S> for UserAgent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.headers))
    }
}

impl UserAgent {
    /// Reads it from a request's headers. Bytes that are no text become the replacement character.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let sent = headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let cut = sent.map(|sent| sent.trim().chars().take(MAX_USER_AGENT).collect::<String>());
        Self(cut.filter(|name| !name.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::UserAgent;

    #[test]
    fn it_is_cut_and_always_text() {
        let long = "é".repeat(300);
        for (sent, read) in [
            (&b"Mozilla/5.0 (X11)"[..], Some("Mozilla/5.0 (X11)".to_owned())),
            (b"  ", None),
            (b"a\xff\tb", Some("a\u{fffd}\tb".to_owned())),
            (long.as_bytes(), Some("é".repeat(200))),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_bytes(sent).unwrap());
            assert_eq!(UserAgent::read(&headers).0, read);
        }
        assert_eq!(UserAgent::read(&HeaderMap::new()).0, None);
    }
}
