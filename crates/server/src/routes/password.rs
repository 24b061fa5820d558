//! Changing a password, by who knows it; choosing one, by who signs in with a provider and has none.

use axum::{Json as Answer, extract::State};
use holdfast_core::Millis;
use holdfast_core::wire::remote::SessionsEnded;
use serde::{Deserialize, Serialize};

use super::{
    Routes,
    auth::{check_password, is_possible},
    body::Json,
    client_address::ClientAddress,
};
use crate::{
    App, Shared,
    db::{Account, Tx},
    error::Error,
    session::{self, Session},
    throttle, to_its_end,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/auth/password", has).post("/v1/auth/password", change)
}

/// How long after a sign-in with the provider a first password can be chosen. A cookie alone is not to be enough for one.
const FRESH: Millis = 10 * 60 * 1000;

#[derive(Serialize)]
struct Has {
    set: bool,
}

/// `GET /api/v1/auth/password` → `{set}`: whether the account has a password.
async fn has(State(app): State<Shared>, session: Session) -> Result<Answer<Has>, Error> {
    let account = app.db.read(app.clock.now()).await?.account(session.person).await?.ok_or(Error::Unauthenticated)?;
    Ok(Answer(Has { set: account.password_hash.is_some() }))
}

#[derive(Deserialize)]
struct Change {
    current: String,
    password: String,
}

/// `POST /api/v1/auth/password` `{current, password}` → `wire::remote::SessionsEnded`.
///
/// Ends every session of the account but the one that asks, and their open streams, at once; and the link that would set a
/// password anew, if there is one. 400 `invalid` names the field: `current` where that is not the password, `password` where
/// the new one cannot be one. Wrong ones count as failures to sign in: 429 `throttled` with `Retry-After`.
///
/// Where the account has none, `current` is not looked at, and the session must have begun in the last ten minutes: without a
/// password it can only have begun with the provider. 403 `forbidden` for an older one.
///
/// Idempotent: where `password` is the account's already, `current` may be wrong by now, and the rest is done all the same.
async fn change(
    State(app): State<Shared>,
    session: Session,
    ClientAddress(address): ClientAddress,
    Json(body): Json<Change>,
) -> Result<Answer<SessionsEnded>, Error> {
    let wrong = || Error::field("current", "This is not your current password.");
    check_password(&body.password)?;
    if !is_possible(&body.current) {
        return Err(wrong());
    }
    let (now, place) = (app.clock.now(), throttle::place(address));
    let account = app.db.read(now).await?.account(session.person).await?.ok_or(Error::Unauthenticated)?;
    let Some(known) = account.password_hash.clone() else { return choose(app, session, account, body.password).await };
    app.throttle.sign_in(&account.email, place, now)?;
    let fits = app.passwords.verify(body.current, Some(known)).await?;
    if !fits {
        already(&app, &session, body.password).await?.then_some(()).ok_or_else(wrong)?;
        app.throttle.signed_in(&account.email, place, now);
        return to_its_end(async move { end_others(&app, &session).await }).await;
    }
    app.throttle.signed_in(&account.email, place, now);
    let hash = app.passwords.hash(body.password.clone()).await?;
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        // While the hashes were made, the session may have been ended, and the password changed: by this one alone, or it
        // would have been ended.
        session.still(&mut tx).await?;
        if !tx.change_password(&account, Some(hash)).await? {
            drop(tx);
            return match already(&app, &session, body.password).await? {
                true => end_others(&app, &session).await,
                false => Err(wrong()),
            };
        }
        end_rest(tx, &session, now).await
    })
    .await
}

/// Gives an account its first password.
async fn choose(
    app: Shared,
    session: Session,
    account: Account,
    password: String,
) -> Result<Answer<SessionsEnded>, Error> {
    fresh(&mut app.db.read(app.clock.now()).await?, &session, app.clock.now()).await?;
    let hash = app.passwords.hash(password).await?;
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        fresh(&mut tx, &session, now).await?;
        if !tx.change_password(&account, Some(hash)).await? {
            return Err(Error::field("current", "A password was set meanwhile: write it as the current one."));
        }
        end_rest(tx, &session, now).await
    })
    .await
}

/// Refuses a session that did not begin just now.
async fn fresh(tx: &mut Tx, session: &Session, now: Millis) -> Result<(), Error> {
    let row = tx.session(&session.token).await?.ok_or(Error::Unauthenticated)?;
    match now.saturating_sub(row.created) <= FRESH {
        true => Ok(()),
        false => Err(Error::Forbidden(
            "Your account has no password. To set one, sign out, sign in again the way you do, and come back here within ten \
             minutes."
                .into(),
        )),
    }
}

/// Ends the other sessions of an account whose password is the new one, and the link that would set another.
async fn end_others(app: &App, session: &Session) -> Result<Answer<SessionsEnded>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.write(now).await?;
    session.still(&mut tx).await?;
    end_rest(tx, session, now).await
}

/// What goes with the old password, as the last thing of a transaction.
async fn end_rest(mut tx: Tx, session: &Session, now: Millis) -> Result<Answer<SessionsEnded>, Error> {
    tx.end_reset(session.person).await?;
    let ended = tx.end_sessions(session.person, Some(&session.token), session::renewable(now)).await?;
    tx.commit().await?;
    Ok(Answer(SessionsEnded { ended }))
}

/// Whether a session's account has that password already: it was changed by a request whose answer was lost.
async fn already(app: &App, session: &Session, password: String) -> Result<bool, Error> {
    let mut tx = app.db.read(app.clock.now()).await?;
    session.still(&mut tx).await?;
    let account = tx.account(session.person).await?.ok_or(Error::Unauthenticated)?;
    drop(tx);
    app.passwords.verify(password, account.password_hash).await
}
