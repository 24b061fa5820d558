//! The blob that a record names, to whoever may read the record.

use std::{fs::File, ops::Range};

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::{
    id::{RecordId, ScopeId},
    ledger::Ledger as _,
    record::Record,
    value::Value,
};
use serde::Deserialize;

use super::{Routes, invites::not_an_engagement, query::Params};
use crate::{Shared, blobs, error::Error, session::Session};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/engagements/{engagement}/blobs/{record}", content)
}

/// The types that a browser may show in a page of ours: none of them can do anything.
const SHOWN: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "text/plain"];

/// What is answered to somebody who opens one by itself may do nothing, whatever it is.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");

#[derive(Deserialize)]
struct Asked {
    /// To be shown, and not to be kept as a file; only what can do nothing is.
    #[serde(default)]
    show: bool,
}

/// `GET /api/v1/engagements/{engagement}/blobs/{record}?show=true` → the bytes of the blob that a record of the engagement names,
/// under its `name`, with `ETag` and for one `Range` at a time. 404 `not_found` for whoever is not in the engagement, for a record
/// that is not there, was deleted or names none; 416 for a range beyond the end.
async fn content(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<(ScopeId, RecordId)>, PathRejection>,
    Params(Asked { show }): Params<Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Path((scope, id)) = path.map_err(|_| not_an_engagement())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    tx.role(session.person, scope).await?.ok_or_else(not_an_engagement)?;
    let record = tx.record(scope, id).await?.filter(|record| !record.deleted);
    let found = record.as_ref().and_then(|record| Some((record, record.blob()?)));
    let (record, hash) = found.ok_or_else(|| Error::NotFound("There is no such file here.".into()))?;
    drop(tx);
    let file = File::open(app.blobs.place(hash));
    let file = file.map_err(|_| Error::NotFound("The server does not have this file's content any more.".into()))?;
    let size = file.metadata().map_err(|error| Error::Internal(error.to_string()))?.len();
    let tag = format!("\"{hash}\"");
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_known = text(header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    // A range of what it was is not one of what it is.
    let is_same = text(header::IF_RANGE).is_none_or(|of| of == tag);
    let asked = text(header::RANGE).filter(|_| is_same).map_or(Part::Whole, |range| part(range, size));
    let (status, range) = match asked {
        _ if is_known => (StatusCode::NOT_MODIFIED, 0..0),
        Part::Whole => (StatusCode::OK, 0..size),
        Part::Some(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let has_body = matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT);
    let mut answer = match has_body {
        true => (status, blobs::read(file, range.clone())).into_response(),
        false => status.into_response(),
    };
    let answered = answer.headers_mut();
    describe(answered, record, show);
    let mut say = |name, text: String| HeaderValue::from_str(&text).map(|value| answered.insert(name, value));
    let said = [
        say(header::ETAG, tag),
        say(header::ACCEPT_RANGES, "bytes".into()),
        match status {
            StatusCode::PARTIAL_CONTENT => {
                say(header::CONTENT_RANGE, format!("bytes {}-{}/{size}", range.start, range.end - 1))
            }
            StatusCode::RANGE_NOT_SATISFIABLE => say(header::CONTENT_RANGE, format!("bytes */{size}")),
            _ => Ok(None),
        },
        if has_body { say(header::CONTENT_LENGTH, (range.end - range.start).to_string()) } else { Ok(None) },
    ];
    said.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| Error::Internal(error.to_string()))?;
    Ok(answer)
}

/// Says what it is, and that it is not to be taken for anything else.
fn describe(headers: &mut HeaderMap, record: &Record, show: bool) {
    let text = |name: &str| record.value(name).and_then(Value::as_text).unwrap_or_default();
    let said = text("media_type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let shown = SHOWN.into_iter().find(|shown| *shown == said).filter(|_| show);
    let media_type = match shown {
        Some("text/plain") => "text/plain; charset=utf-8",
        Some(image) => image,
        None => "application/octet-stream",
    };
    let disposition = disposition(if shown.is_some() { "inline" } else { "attachment" }, text("name"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let attachment = HeaderValue::from_static("attachment");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(attachment));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

/// `Content-Disposition` with a name (RFC 6266): for old programs in ASCII, for others as it is.
fn disposition(how: &str, name: &str) -> String {
    let plain = |letter: char| match letter {
        '"' | '\\' | '/' | '%' => '_',
        ' '..='~' => letter,
        _ => '_',
    };
    let ascii: String = name.chars().map(plain).collect();
    let whole = name.bytes().map(|byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{}", whole.collect::<String>())
}

/// What of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Some(Range<u64>),
    Beyond,
}

/// Reads the header `Range` (RFC 9110); what is not one range of bytes is passed over, as it may be.
fn part(range: &str, size: u64) -> Part {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), _) if first >= size => Part::Beyond,
        (Ok(first), Ok(last)) if last >= first => Part::Some(first..last.saturating_add(1).min(size)),
        (Ok(first), Err(_)) if last.trim().is_empty() => Part::Some(first..size),
        (Err(_), Ok(0)) if first.trim().is_empty() => Part::Beyond,
        (Err(_), Ok(last)) if first.trim().is_empty() && size > 0 => Part::Some(size.saturating_sub(last)..size),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, disposition, part};

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-0", Part::Some(0..1)),
            ("bytes=2-", Part::Some(2..10)),
            ("bytes=2-99", Part::Some(2..10)),
            ("bytes=-3", Part::Some(7..10)),
            ("bytes=-99", Part::Some(0..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
    }

    #[test]
    fn a_name_stays_within_its_quotes() {
        let name = "a\"; filename=\"b.exe\r\nX: y/ü.txt";
        let said = disposition("attachment", name);
        assert!(said.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{said}");
        assert!(said.starts_with("attachment; filename=\"a_; filename=_b.exe__X: y__.txt\"; filename*=UTF-8''a%22%3B"));
    }
}
