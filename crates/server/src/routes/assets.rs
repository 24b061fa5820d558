//! The app itself, from inside the binary.

use std::borrow::Cow;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use rust_embed::RustEmbed;

use crate::{Shared, error::Error};

pub(super) fn router() -> Router<Shared> {
    Router::new().fallback(get(file))
}

/// What `cargo xtask build` made; nothing if it has not run.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// Compressed copies stand beside the file; best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// One embedded file.
struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

fn embedded(name: &str) -> Option<File> {
    let file = Dist::get(name)?;
    Some(File { hash: file.metadata.sha256_hash(), bytes: file.data })
}

/// Whether the app is inside.
pub(crate) fn has_app() -> bool {
    embedded("index.html").is_some()
}

/// `GET /…`: the file of that name; for a name without extension, the app, whose own router knows the page.
async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    respond(&method, uri.path(), &headers, embedded)
}

fn respond(method: &Method, path: &str, headers: &HeaderMap, files: impl Fn(&str) -> Option<File>) -> Response {
    let path = path.trim_start_matches('/');
    let is_page = !path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_page { "index.html" } else { path };
    let copy = |(encoding, suffix): (&'static str, &str)| {
        let copy = accepts(headers, encoding).then(|| files(&format!("{name}{suffix}"))).flatten()?;
        Some((Some(encoding), copy))
    };
    match files(name) {
        Some(plain) => {
            let (encoding, file) = ENCODINGS.into_iter().find_map(copy).unwrap_or((None, plain));
            answer(method, headers, name, encoding, file)
        }
        None if is_page => without_app(),
        None => Error::NotFound("There is no such file.".into()).into_response(),
    }
}

fn answer(method: &Method, headers: &HeaderMap, name: &str, encoding: Option<&'static str>, file: File) -> Response {
    // Of the bytes sent: each encoding has its own.
    let hash: String = file.hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{hash}\"");
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_same = |tag: &str| tag == "*" || tag.trim_start_matches("W/") == etag;
    let unchanged = seen.is_some_and(|seen| seen.split(',').map(str::trim).any(is_same));

    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let length = file.bytes.len();
    let body = match file.bytes {
        _ if unchanged || method == Method::HEAD => Body::empty(),
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let status = if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = (status, body).into_response();
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        out.insert(header::ETAG, etag);
    }
    if !unchanged {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
        out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        if let Some(encoding) = encoding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
    }
    response
}

/// Whether a client takes an encoding: it names it, and not with a weight of nothing.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut items = values.flat_map(|value| value.split(','));
    items.any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// Whether a name carries its content's hash, as Trunk writes it: `name-0123456789abcdef.ext`, or `…_bg.wasm` after it. What
/// has such a name never changes.
fn is_hashed(name: &str) -> bool {
    const DIGITS: usize = 16;
    let hash_at = |(dash, _): (usize, &str)| {
        let rest = &name.as_bytes()[dash + 1..];
        let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        rest.iter().take_while(|byte| is_digit(byte)).count() == DIGITS && matches!(rest.get(DIGITS), Some(b'.' | b'_'))
    };
    name.match_indices('-').any(hash_at)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn without_app() -> Response {
    let words = "This server was built without the app: run `cargo xtask run`.\n";
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::NOT_FOUND, kind, words).into_response()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use axum::{
        http::{HeaderMap, HeaderName, HeaderValue, Method},
        response::Response,
    };

    use super::{File, is_hashed, respond};

    const SCRIPT: &str = "holdfast-0123456789abcdef.js";

    fn files(name: &str) -> Option<File> {
        let bytes: &'static [u8] = match name {
            "index.html" => b"<html>",
            "holdfast-0123456789abcdef.js" => b"let plain;",
            "holdfast-0123456789abcdef.js.br" => b"brotli",
            "holdfast-0123456789abcdef.js.gz" => b"gzip",
            "sw.js" => b"worker",
            _ => return None,
        };
        let mut hash = [0; 32];
        hash[..bytes.len()].copy_from_slice(bytes);
        Some(File { bytes: Cow::Borrowed(bytes), hash })
    }

    fn get(path: &str, headers: &[(&'static str, &str)]) -> Response {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::try_from(*value).unwrap())
        };
        respond(&Method::GET, path, &headers.iter().map(pair).collect::<HeaderMap>(), files)
    }

    fn header(response: &Response, name: &str) -> String {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[test]
    fn the_best_copy_the_client_takes_is_sent() {
        let encoding =
            |accept: &str| header(&get(&format!("/{SCRIPT}"), &[("accept-encoding", accept)]), "content-encoding");
        assert_eq!(encoding("gzip, deflate, br"), "br");
        assert_eq!(encoding("gzip, br;q=0"), "gzip");
        assert_eq!(encoding("identity"), "");
        assert_eq!(header(&get("/sw.js", &[("accept-encoding", "br")]), "content-encoding"), "", "there is no copy");
    }

    #[test]
    fn what_has_its_hash_in_its_name_is_kept_for_ever_and_the_rest_is_asked_for() {
        assert!(header(&get(&format!("/{SCRIPT}"), &[]), "cache-control").contains("immutable"));
        assert_eq!(header(&get("/sw.js", &[]), "cache-control"), "no-cache");
        assert_eq!(header(&get("/", &[]), "cache-control"), "no-cache");
        assert!(is_hashed("assets/holdfast-0123456789abcdef_bg.wasm"));
        for plain in
            ["index.html", "icon-192.png", "a-0123456789abcde.js", "a-0123456789abcdef0.js", "apple-touch-180.png"]
        {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let first = get("/sw.js", &[]);
        let etag = header(&first, "etag");
        let again = get("/sw.js", &[("if-none-match", &etag)]);
        assert_eq!((first.status().as_u16(), again.status().as_u16()), (200, 304));
        assert_eq!(get("/sw.js", &[("if-none-match", "\"other\"")]).status(), 200);
        let plain = get(&format!("/{SCRIPT}"), &[]);
        let small = get(&format!("/{SCRIPT}"), &[("accept-encoding", "br")]);
        assert_ne!(header(&plain, "etag"), header(&small, "etag"), "each encoding is a thing of its own");
    }

    #[test]
    fn pages_are_the_app_and_files_are_files() {
        for page in ["/", "/tasks", "/invite/abc-DEF_1", "/v1.2/tasks"] {
            assert_eq!(header(&get(page, &[]), "content-type"), "text/html; charset=utf-8", "{page}");
        }
        assert_eq!(get("/nothing.js", &[]).status(), 404);
        assert_eq!(get("/../Cargo.toml", &[]).status(), 404);
        let bare = respond(&Method::GET, "/", &HeaderMap::new(), |_| None);
        assert_eq!(bare.status(), 404, "a build without the app says so");
    }
}
