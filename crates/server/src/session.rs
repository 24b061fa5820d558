//! Sessions: a random token in a cookie, its hash in the database. A session lapses 30 days after it was last used; for
//! another 60 its own browser can renew it, so that whoever comes back from a long time offline need not find a password
//! before their edits are sent. One that is not to be remembered is in a cookie that ends with the browser, lapses after 12
//! hours without a request, and then is over. One that was ended by anyone is gone at once and for good.
//!
//! Every request is a use, also one that only asks whether there is anything new, as a page does again and again where no line
//! gets through. A line that stays open is one request, when it begins.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use holdfast_core::{
    Millis,
    id::PersonId,
    wire::{ACCOUNT_HEADER, remote::SessionId},
};

use crate::{
    App, Shared,
    db::{DbError, NewSession, SessionRow, TokenHash, Tx},
    error::Error,
    random,
    user_agent::UserAgent,
};

/// The name of the cookie.
pub(crate) const COOKIE: &str = "holdfast_session";
const HOUR: Millis = 60 * 60 * 1000;
const DAY: Millis = 24 * HOUR;
/// How long after it has lapsed a session can be renewed that is to be remembered.
const LAPSED: Millis = 60 * DAY;
/// How long after it was noted that a session is used this is noted again: a request that reads is not to write each time.
const SEEN: Millis = 60 * 1000;

/// The times of a session.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// How long it lasts without use.
    lifetime: Millis,
    /// How long after that it can be renewed.
    lapsed: Millis,
    /// How long after its end was set a use moves it.
    step: Millis,
}

/// Of one whose cookie outlives the browser.
const REMEMBERED: Span = Span { lifetime: 30 * DAY, lapsed: LAPSED, step: DAY };
/// Of one whose cookie does not. Its end moves whenever it is noted that it is used.
const PASSING: Span = Span { lifetime: 12 * HOUR, lapsed: 0, step: SEEN };

fn span(remember: bool) -> Span {
    if remember { REMEMBERED } else { PASSING }
}

/// A session that is to be remembered and has lapsed can still be renewed if it did so after this.
pub(crate) fn renewable(now: Millis) -> Millis {
    now.saturating_sub(LAPSED)
}

/// Who makes the request. As an argument of a handler, it refuses those without a session, and those that mean another
/// account's ([`ACCOUNT_HEADER`]): an open page whose cookie another person has replaced is neither told nor obeyed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    /// Whose.
    pub(crate) person: PersonId,
    /// Which.
    pub(crate) token: TokenHash,
}

/// Who makes the request, if anyone we know.
#[derive(Clone, Copy, Debug)]
struct Found(Option<Session>);

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let session = parts.extensions.get::<Found>().and_then(|found| found.0).ok_or(Error::Unauthenticated)?;
        session.check_meant(&parts.headers)?;
        Ok(session)
    }
}

impl Session {
    /// Refuses a request whose session was ended before its turn to write came.
    pub(crate) async fn still(&self, tx: &mut Tx) -> Result<(), Error> {
        tx.session(&self.token).await?.map(|_| ()).ok_or(Error::Unauthenticated)
    }

    /// Refuses a request that means another account's session.
    fn check_meant(&self, headers: &HeaderMap) -> Result<(), Error> {
        let meant = headers.get(ACCOUNT_HEADER).map(|meant| meant.to_str().ok().and_then(|id| id.parse().ok()));
        match meant {
            Some(meant) if meant != Some(self.person) => Err(Error::WrongAccount),
            _ => Ok(()),
        }
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Session {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Found>().and_then(|found| found.0))
    }
}

/// Finds the session of a request, notes once a minute that it is used, and moves its end once a day, or a minute.
pub(crate) async fn layer(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    let (found, cookie) = match find(&app, request.headers()).await {
        Ok(found) => found,
        Err(error) => return error.into_response(),
    };
    request.extensions_mut().insert(Found(found));
    let mut response = next.run(request).await;
    // A handler that set the cookie itself (signing in or out) has the last word.
    if let Some(cookie) = cookie.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn find(app: &App, headers: &HeaderMap) -> Result<(Option<Session>, Option<HeaderValue>), Error> {
    let Some(token) = token_in(headers) else { return Ok((None, None)) };
    let (hash, now) = (random::token_hash(token), app.clock.now());
    let Some(row) = app.db.read(now).await?.session(&hash).await? else { return Ok((None, None)) };
    let found = Some(Session { person: row.account, token: hash });
    let due = due(&row, now);
    if let Due { seen: false, renewal: false } = due {
        return Ok((found, None));
    }
    let expires = if due.renewal { now + span(row.remember).lifetime } else { row.expires };
    let mut tx = app.db.write(now).await?;
    tx.touch_session(&hash, row, expires, UserAgent::read(headers).0).await?;
    tx.commit().await?;
    // A cookie that ends with the browser has no time to be moved.
    let cookie = (due.renewal && row.remember).then(|| cookie(app, token, true)).transpose()?;
    Ok((found, cookie))
}

/// A session that was renewed.
#[derive(Debug)]
pub(crate) struct Renewed {
    /// Whose it is.
    pub(crate) person: PersonId,
    /// Until when it lasts now, if it is not used.
    pub(crate) expires: Millis,
    /// The cookie to send: the same token, for longer.
    pub(crate) cookie: HeaderValue,
}

/// Makes a request's session last its full time from now, also one that has lapsed; any number of times, with the same
/// result. [`Error::Unauthenticated`] for one that was ended, or lapsed too long ago.
pub(crate) async fn renew(app: &App, headers: &HeaderMap) -> Result<Renewed, Error> {
    let token = token_in(headers).ok_or(Error::Unauthenticated)?;
    let (hash, now) = (random::token_hash(token), app.clock.now());
    let mut tx = app.db.write(now).await?;
    let row = tx.session_until(&hash, renewable(now)).await?;
    let row = row.filter(|row| row.expires + span(row.remember).lapsed > now).ok_or(Error::Unauthenticated)?;
    let session = Session { person: row.account, token: hash };
    session.check_meant(headers)?;
    let expires = row.expires.max(now + span(row.remember).lifetime);
    tx.touch_session(&hash, row, expires, UserAgent::read(headers).0).await?;
    tx.commit().await?;
    Ok(Renewed { person: session.person, expires, cookie: cookie(app, token, row.remember)? })
}

/// What is to be written of a session that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
    /// That it is used.
    seen: bool,
    /// Another end, and that of its cookie if it has one.
    renewal: bool,
}

fn due(row: &SessionRow, now: Millis) -> Due {
    let Span { lifetime, step, .. } = span(row.remember);
    Due { seen: now >= row.last_seen + SEEN, renewal: now + lifetime >= row.expires + step }
}

/// Starts a session on the device that calls itself so; the cookie to send.
pub(crate) async fn start(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    remember: bool,
    user_agent: UserAgent,
) -> Result<HeaderValue, Error> {
    let (token, now) = (random::token(), app.clock.now());
    let session = NewSession {
        // Random, and of nothing that is secret: it is told to whoever is signed in to the account.
        id: SessionId(uuid::Builder::from_random_bytes(random::bytes()).into_uuid()),
        account: person,
        expires: now + span(remember).lifetime,
        remember,
        user_agent: user_agent.0.unwrap_or_default(),
    };
    tx.add_session(&random::token_hash(&token), session, renewable(now)).await?;
    cookie(app, &token, remember)
}

/// Whether a session still lasts.
pub(crate) async fn lasts(app: &App, session: &Session) -> Result<bool, DbError> {
    Ok(app.db.read(app.clock.now()).await?.session(&session.token).await?.is_some())
}

/// The cookie that takes the session's away.
pub(crate) fn no_cookie(app: &App) -> Result<HeaderValue, Error> {
    set_cookie(app, format!("{COOKIE}=; Max-Age=0"), "/")
}

fn cookie(app: &App, token: &str, remember: bool) -> Result<HeaderValue, Error> {
    let Span { lifetime, lapsed, .. } = span(remember);
    // As long as it can be renewed.
    let age = if remember { format!("; Max-Age={}", (lifetime + lapsed) / 1000) } else { String::new() };
    set_cookie(app, format!("{COOKIE}={token}{age}"), "/")
}

/// The header that sets a cookie for a part of the server. No script reads it, and no other site sends it but by going there.
pub(crate) fn set_cookie(app: &App, cookie: String, path: &str) -> Result<HeaderValue, Error> {
    let secure = match app.config.public.public_url.as_ref().is_some_and(|url| url.is_secure()) {
        true => "; Secure",
        false => "",
    };
    let text = format!("{cookie}; Path={path}; HttpOnly; SameSite=Lax{secure}");
    let mut value = HeaderValue::try_from(text).map_err(|error| Error::Internal(error.to_string()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The hash of the token that a request brings, whatever has become of its session.
pub(crate) fn token_hash_in(headers: &HeaderMap) -> Option<TokenHash> {
    token_in(headers).map(random::token_hash)
}

fn token_in(headers: &HeaderMap) -> Option<&str> {
    cookie_in(headers, COOKIE)
}

/// A cookie that a request brings.
pub(crate) fn cookie_in<'a>(headers: &'a HeaderMap, named: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == named).map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use holdfast_core::id::PersonId;

    use super::{DAY, Due, SEEN, SessionRow, due, span, token_in};

    #[test]
    fn a_use_is_noted_once_a_minute_and_renews_once_a_day_or_a_minute() {
        for (remember, last_seen, now, seen, renewal) in [
            (true, 0, 0, false, false),
            (true, 0, SEEN - 1, false, false),
            (true, 0, SEEN, true, false),
            (true, 0, DAY - 1, true, false),
            (true, 0, DAY, true, true),
            (true, DAY - 1, DAY, false, true),
            // A clock that was put back.
            (true, DAY, 0, false, false),
            (false, 0, SEEN - 1, false, false),
            (false, 0, SEEN, true, true),
        ] {
            let expires = span(remember).lifetime;
            let row = SessionRow { account: PersonId::new(0, [0; 10]), created: 0, last_seen, expires, remember };
            assert_eq!(due(&row, now), Due { seen, renewal }, "{remember} {last_seen} {now}");
        }
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        assert_eq!(token_in(&headers), None);
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark; xholdfast_session=no"));
        headers.append(header::COOKIE, HeaderValue::from_static("a=b;holdfast_session=abc-_1 ; c=d"));
        assert_eq!(token_in(&headers), Some("abc-_1"));
    }
}
