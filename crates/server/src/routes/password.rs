//! Changing a password, by who knows it.

use axum::{Json as Answer, extract::State};
use holdfast_core::Millis;
use holdfast_core::wire::remote::SessionsEnded;
use serde::Deserialize;

use super::{
    Routes,
    auth::{check_password, is_possible},
    body::Json,
    client_address::ClientAddress,
};
use crate::{
    App, Shared,
    db::Tx,
    error::Error,
    session::{self, Session},
    throttle, to_its_end,
};

pub(super) fn routes() -> Routes {
    Routes::default().post("/v1/auth/password", change)
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
    app.throttle.sign_in(&account.email, place, now)?;
    let fits = app.passwords.verify(body.current, Some(account.password_hash.clone())).await?;
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
        if !tx.change_password(&account, hash).await? {
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
    app.passwords.verify(password, Some(account.password_hash)).await
}
