//! Requests another site made a browser send are refused: all that change something, and WebSockets.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{Shared, config::PublicConfig, error::Error};

/// Lets through what reads, and what changes something from our own pages.
pub(crate) async fn layer(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let checked = if reads { Ok(()) } else { check_write(request.headers(), &app.config.public) };
    match checked {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Browsers say where a request comes from: by `Sec-Fetch-Site`, or where they do not send that (older ones, and plain HTTP
/// to another machine), by `Origin`. Other programs must say it too. A JSON content type, or that of plain bytes, is what no
/// form of another site can send.
fn check_write(headers: &HeaderMap, public: &PublicConfig) -> Result<(), Error> {
    let ours = match text(headers, "sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => text(headers, "origin").is_some_and(|origin| is_ours(origin, headers, public)),
    };
    if !ours {
        return Err(Error::Forbidden(
            "This request does not come from this server's own pages. (Programs other than browsers: send an Origin header \
             with this server's address; behind a proxy, start the server with --public-url.)"
                .into(),
        ));
    }
    let known = text(headers, "content-type").is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        ["application/json", "application/octet-stream"].iter().any(|known| kind.eq_ignore_ascii_case(known))
    });
    match known {
        true => Ok(()),
        false => Err(Error::invalid("Send JSON, with the header Content-Type: application/json.")),
    }
}

/// A WebSocket is opened with the person's cookie from any page, so a foreign origin is refused; programs that send none
/// carry no one's cookie unawares.
pub(crate) fn check_upgrade(headers: &HeaderMap, public: &PublicConfig) -> Result<(), Error> {
    match text(headers, "origin") {
        Some(origin) if !is_ours(origin, headers, public) => {
            Err(Error::Forbidden("This WebSocket does not come from this server's own pages.".into()))
        }
        _ => Ok(()),
    }
}

fn is_ours(origin: &str, headers: &HeaderMap, public: &PublicConfig) -> bool {
    if public.public_url.as_ref().is_some_and(|url| url.origin().eq_ignore_ascii_case(origin)) {
        return true;
    }
    let host = text(headers, header::HOST.as_str());
    match (origin.split_once("://"), host) {
        (Some(("http" | "https", authority)), Some(host)) => authority.eq_ignore_ascii_case(host),
        _ => false,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{check_upgrade, check_write};
    use crate::config::PublicConfig;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let host = [("host", "127.0.0.1:8080"), ("content-type", "application/json; charset=utf-8")];
        let named = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        host.iter().chain(pairs).map(named).collect()
    }

    #[test]
    fn only_our_own_pages_write() {
        let open = PublicConfig::default();
        let proxied = PublicConfig { public_url: Some("https://tasks.example".parse().unwrap()), behind_proxy: true };
        for (pairs, public, passes) in [
            (&[("sec-fetch-site", "same-origin")][..], &open, true),
            (&[("sec-fetch-site", "none")], &open, true),
            (&[("sec-fetch-site", "same-site")], &open, false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8080")], &open, false),
            (&[("origin", "http://127.0.0.1:8080")], &open, true),
            (&[("origin", "http://127.0.0.1:8081")], &open, false),
            (&[("origin", "null")], &open, false),
            (&[], &open, false),
            (&[("origin", "https://tasks.example")], &open, false),
            (&[("origin", "https://tasks.example")], &proxied, true),
        ] {
            assert_eq!(check_write(&headers(pairs), public).is_ok(), passes, "{pairs:?}");
        }
        let mut form = headers(&[("sec-fetch-site", "same-origin")]);
        form.insert("content-type", HeaderValue::from_static("text/plain"));
        assert!(check_write(&form, &open).is_err(), "what a form can send is refused");
    }

    #[test]
    fn a_foreign_page_opens_no_socket() {
        let open = PublicConfig::default();
        assert!(check_upgrade(&headers(&[]), &open).is_ok());
        assert!(check_upgrade(&headers(&[("origin", "http://127.0.0.1:8080")]), &open).is_ok());
        assert!(check_upgrade(&headers(&[("origin", "http://evil.example")]), &open).is_err());
    }
}
