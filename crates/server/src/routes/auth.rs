//! Accounts and sessions.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use holdfast_core::{Millis, id::PersonId, password};
use serde::{Deserialize, Serialize};

use super::{
    Routes,
    body::{Json, Raw, parse},
    client_address::ClientAddress,
    demo,
};
use crate::{
    App, Shared,
    db::{Account, NewAccount, Tx},
    door,
    error::Error,
    random,
    session::{self, Session},
    throttle::{self, Key},
    to_its_end,
    user_agent::UserAgent,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/v1/auth/register", register)
        .post("/v1/auth/login", login)
        .post("/v1/auth/logout", logout)
        .post("/v1/auth/renew", renew)
        .get("/v1/users/me", me)
}

/// The most characters of a name, so that what is made from it fits its field too.
pub(super) const NAME: usize = 200;
/// The most bytes of an e-mail address (RFC 5321).
const EMAIL: usize = 254;

/// Who is signed in, or would be: `{"person": {"id", "name", "email"}}`.
#[derive(Serialize)]
pub(super) struct SignedIn {
    person: Me,
}

#[derive(Serialize)]
struct Me {
    id: PersonId,
    name: String,
    email: String,
}

impl From<Account> for SignedIn {
    fn from(account: Account) -> Self {
        Self { person: Me { id: account.id, name: account.name, email: account.email } }
    }
}

#[derive(Deserialize)]
struct Register {
    name: String,
    email: String,
    password: String,
}

/// `POST /api/v1/auth/register` `{name, email, password}` → 201, signed in.
///
/// Makes the account, its person and a first engagement, together. 400 `invalid` names the field; 409 if the address has an
/// account.
async fn register(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    user_agent: UserAgent,
    Json(body): Json<Register>,
) -> Result<Response, Error> {
    let name = checked_name(&body.name)?;
    let email = checked_email(&body.email)?;
    check_password(&body.password)?;
    let now = app.clock.now();
    app.throttle.attempt(&Key::SignUp(throttle::place(address)), now)?;
    let password_hash = Some(app.passwords.hash(body.password).await?);
    to_its_end(async move {
        let account = Account { id: PersonId::new(now, random::bytes()), email, name, password_hash };
        let mut tx = app.db.write(now).await?;
        found_account(&app, &mut tx, &account).await?;
        door::found_engagement(&mut tx, account.id, format!("{}'s workspace", account.name), now).await?;
        let cookie = session::start(&app, &mut tx, account.id, true, user_agent).await?;
        tx.commit().await?;
        Ok((StatusCode::CREATED, signed_in(account, cookie)).into_response())
    })
    .await
}

/// Refuses what cannot be a new password.
pub(super) fn check_password(text: &str) -> Result<(), Error> {
    let (least, most) = password::LENGTH.into_inner();
    let words = |_| Error::field("password", format!("Choose a password of {least} to {most} characters."));
    password::check(text).map_err(words)
}

/// Whether it could be an account's password, whatever was asked of one when it was chosen: what could not needs no work.
pub(super) fn is_possible(text: &str) -> bool {
    text.chars().count() <= *password::LENGTH.end()
}

/// Makes an account and its person.
pub(super) async fn found_account(app: &App, tx: &mut Tx, account: &Account) -> Result<(), Error> {
    let created = app.clock.now();
    if !tx.add_account(&NewAccount { account: account.clone(), created }).await? {
        return Err(Error::Taken);
    }
    door::found_person(tx, account, created).await
}

#[derive(Deserialize)]
struct Login {
    email: String,
    password: String,
    #[serde(default = "yes")]
    remember: bool,
}

pub(super) fn yes() -> bool {
    true
}

/// `POST /api/v1/auth/login` `{email, password, remember?}` → 200, signed in.
///
/// 401 `unauthenticated` says the same, and takes as long, whether the address or the password is wrong. 429 `throttled`
/// with `Retry-After` after five failures for an address from one place. Without `remember` the cookie ends with the browser,
/// and the session 12 hours after its last request; a line that stays open is none, a poll is.
async fn login(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    user_agent: UserAgent,
    Json(body): Json<Login>,
) -> Result<Response, Error> {
    let now = app.clock.now();
    let place = throttle::place(address);
    // What no account can have needs no memory for its attempts.
    if body.email.trim().len() > EMAIL || !is_possible(&body.password) {
        return Err(Error::WrongPassword);
    }
    demo::check(&app, &body.email)?;
    app.throttle.sign_in(&body.email, place, now)?;
    let account = app.db.read(now).await?.account_by_email(body.email.trim()).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = app.passwords.verify(body.password, hash).await?;
    let Some(account) = account.filter(|_| fits) else { return Err(Error::WrongPassword) };
    app.throttle.signed_in(&body.email, place, now);
    to_its_end(async move {
        let mut tx = app.db.write(now).await?;
        // Another password by now has ended all sessions, and this one must not begin after it.
        let known = tx.account(account.id).await?.is_some_and(|known| known.password_hash == account.password_hash);
        if !known {
            return Err(Error::WrongPassword);
        }
        let cookie = session::start(&app, &mut tx, account.id, body.remember, user_agent).await?;
        tx.commit().await?;
        Ok(signed_in(account, cookie))
    })
    .await
}

#[derive(Default, Deserialize)]
struct Logout {
    account: Option<PersonId>,
}

/// `POST /api/v1/auth/logout` `{account?}` → 204. Ends the session and its open streams at once, also one that has lapsed and
/// could be renewed; without a session, does nothing. Nor does it where the session is not that account's: whoever signed in
/// since stays signed in.
async fn logout(State(app): State<Shared>, headers: HeaderMap, Raw(body): Raw) -> Result<Response, Error> {
    let Logout { account } = if body.is_empty() { Logout::default() } else { parse(&body)? };
    let no_cookie = session::no_cookie(&app)?;
    if let Some(token) = session::token_hash_in(&headers) {
        let ended = to_its_end(async move {
            let now = app.clock.now();
            let Some(session) = app.db.read(now).await?.session_until(&token, 0).await? else { return Ok(true) };
            if account.is_some_and(|account| account != session.account) {
                return Ok(false);
            }
            let mut tx = app.db.write(now).await?;
            tx.end_session(&token).await?;
            tx.commit().await?;
            Ok(true)
        })
        .await?;
        if !ended {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie)]).into_response())
}

#[derive(Serialize)]
struct Renewed {
    #[serde(flatten)]
    signed_in: SignedIn,
    /// Until when the session lasts if it is not used.
    expires: Millis,
}

/// `POST /api/v1/auth/renew` `{}` → 200 `{person, expires}`, with the same token's cookie for its full time again.
///
/// Idempotent. Also for a session that has lapsed because it was not used, for a while. 401 `unauthenticated` for one that
/// was ended (by signing out, or from another device) or lapsed too long ago: then a password is needed.
async fn renew(State(app): State<Shared>, headers: HeaderMap, Raw(_): Raw) -> Result<Response, Error> {
    to_its_end(async move {
        let renewed = session::renew(&app, &headers).await?;
        let account = app.db.read(app.clock.now()).await?.account(renewed.person).await?;
        let signed_in = SignedIn::from(account.ok_or(Error::Unauthenticated)?);
        let answer = axum::Json(Renewed { signed_in, expires: renewed.expires });
        Ok(([(header::SET_COOKIE, renewed.cookie)], answer).into_response())
    })
    .await
}

/// `GET /api/v1/users/me` → 200, or 401 without a session.
async fn me(State(app): State<Shared>, session: Session) -> Result<axum::Json<SignedIn>, Error> {
    let account = app.db.read(app.clock.now()).await?.account(session.person).await?;
    Ok(axum::Json(account.ok_or(Error::Unauthenticated)?.into()))
}

/// Who is signed in now, with the cookie.
pub(super) fn signed_in(account: Account, cookie: HeaderValue) -> Response {
    ([(header::SET_COOKIE, cookie)], axum::Json(SignedIn::from(account))).into_response()
}

fn checked_name(text: &str) -> Result<String, Error> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(Error::field("name", "Write the name others are to see.")),
        long if long > NAME => Err(Error::field("name", format!("Use at most {NAME} characters."))),
        _ if name.chars().any(char::is_control) => Err(Error::field("name", "Use letters, digits and signs only.")),
        _ => Ok(name.to_owned()),
    }
}

/// Only what is surely no address is refused: the one real check would be a letter to it.
pub(super) fn checked_email(text: &str) -> Result<String, Error> {
    let email = text.trim();
    let parts = email.rsplit_once('@').filter(|(user, host)| !user.is_empty() && !host.is_empty());
    let strange = |c: char| c.is_control() || c.is_whitespace();
    match parts {
        Some((user, _)) if email.len() <= EMAIL && !user.contains('@') && !email.contains(strange) => {
            Ok(email.to_owned())
        }
        _ => Err(Error::field("email", "Write an e-mail address, such as you@example.com.")),
    }
}

#[cfg(test)]
mod tests {
    use super::{checked_email, checked_name};

    #[test]
    fn addresses_are_trimmed_and_surely_wrong_ones_refused() {
        assert_eq!(checked_email(" Ada@Example.com ").unwrap(), "Ada@Example.com");
        for wrong in ["", "ada", "@", "ada@", "@example.com", "a b@example.com", "a@b@c", "a\0@b", &"a".repeat(300)] {
            assert!(checked_email(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn names_are_one_line_of_text() {
        assert_eq!(checked_name(" Ada Lovelace ").unwrap(), "Ada Lovelace");
        for wrong in ["", "  ", "a\nb", "a\0", &"é".repeat(201)] {
            assert!(checked_name(wrong).is_err(), "{wrong:?}");
        }
        assert!(checked_name(&"é".repeat(200)).is_ok());
    }
}
