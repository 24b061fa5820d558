//! Setting a password anew by a link that whoever runs the server has made (`holdfast reset-password`): `/reset#TOKEN`. What is
//! after the # stays with the browser, and the page sends it in the body of both requests, never in their address: addresses are
//! written down on the way.

use axum::{Json as Answer, extract::State, response::Response};
use holdfast_core::Millis;
use serde::Deserialize;

use super::{
    Routes,
    auth::{SignedIn, check_password, signed_in, yes},
    body::Json,
    client_address::ClientAddress,
    demo,
};
use crate::{
    App, Shared,
    db::{Account, TokenHash, Tx},
    error::Error,
    random, session,
    throttle::{self, Key},
    to_its_end,
    user_agent::UserAgent,
};

pub(super) fn routes() -> Routes {
    Routes::default().post("/v1/auth/reset", set).post("/v1/auth/reset/look", look)
}

#[derive(Deserialize)]
struct Look {
    token: String,
}

/// `POST /api/v1/auth/reset/look` `{token}` → `{person: {id, name, email}}`: whose password the link sets.
///
/// 404 `not_found` for a link that was used, has lapsed, or is not known; its words say which. 429 `throttled` with
/// `Retry-After` after many such from one place.
async fn look(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    Json(body): Json<Look>,
) -> Result<Answer<SignedIn>, Error> {
    let (now, key) = (app.clock.now(), Key::Reset(throttle::place(address)));
    app.throttle.attempt(&key, now)?;
    let account = followed(&app, &mut app.db.read(now).await?, &random::token_hash(&body.token), now).await?;
    app.throttle.take_back(&key);
    Ok(Answer(account.into()))
}

#[derive(Deserialize)]
struct Set {
    token: String,
    password: String,
    #[serde(default = "yes")]
    remember: bool,
}

/// `POST /api/v1/auth/reset` `{token, password, remember?}` → 200, signed in.
///
/// Works once. Ends every session of the account and their open streams at once, and begins one here; failures to sign in from
/// here are forgiven. 400 `invalid` for what cannot be a password; else refused as a look is.
async fn set(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    user_agent: UserAgent,
    Json(body): Json<Set>,
) -> Result<Response, Error> {
    check_password(&body.password)?;
    let (now, place) = (app.clock.now(), throttle::place(address));
    let key = Key::Reset(place);
    let token = random::token_hash(&body.token);
    app.throttle.attempt(&key, now)?;
    // First: for a link that is not good, no hash is made.
    followed(&app, &mut app.db.read(now).await?, &token, now).await?;
    let hash = app.passwords.hash(body.password).await;
    // It is good, whatever becomes of the rest.
    app.throttle.take_back(&key);
    let hash = hash?;
    to_its_end(async move {
        let mut tx = app.db.write(now).await?;
        let account = followed(&app, &mut tx, &token, now).await?;
        if !tx.change_password(&account, Some(hash)).await? {
            return Err(Error::Internal("a password changed within one transaction".into()));
        }
        tx.use_reset(account.id).await?;
        tx.end_sessions(account.id, None, session::renewable(now)).await?;
        let cookie = session::start(&app, &mut tx, account.id, body.remember, user_agent).await?;
        tx.commit().await?;
        app.throttle.forgive(&account.email, place, now);
        Ok(signed_in(account, cookie))
    })
    .await
}

/// Whose password a link sets, if it still does.
async fn followed(app: &App, tx: &mut Tx, token: &TokenHash, now: Millis) -> Result<Account, Error> {
    let unknown = || {
        Error::NotFound(
            "This link is not known here: it was not copied whole, or a newer link or password has taken its place. Ask \
             whoever runs this server for a new one."
                .into(),
        )
    };
    let reset = tx.reset(token).await?.ok_or_else(unknown)?;
    if reset.used {
        return Err(Error::NotFound(
            "This link has been used. Sign in with the password that it set, or ask whoever runs this server for a new link."
                .into(),
        ));
    }
    if reset.expires <= now {
        return Err(Error::NotFound("This link has lapsed. Ask whoever runs this server for a new one.".into()));
    }
    let account = tx.account(reset.account).await?.ok_or_else(unknown)?;
    demo::check(app, &account.email)?;
    Ok(account)
}
