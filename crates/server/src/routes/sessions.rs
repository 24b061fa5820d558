//! Where an account is signed in, and signing out there.

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::wire::remote::{SessionId, SessionInfo, SessionsEnded};

use super::Routes;
use crate::{
    Shared,
    error::Error,
    session::{self, Session},
    to_its_end,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/v1/sessions", list)
        .delete("/v1/sessions/{id}", end)
        .post("/v1/sessions/end-others", end_others)
}

/// `GET /api/v1/sessions` → a list of `wire::remote::SessionInfo`, the newest first: the account's own, with those that have
/// lapsed and can still be renewed.
async fn list(State(app): State<Shared>, session: Session) -> Result<Json<Vec<SessionInfo>>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.read(now).await?;
    Ok(Json(tx.sessions_of(session.person, &session.token, session::renewable(now)).await?))
}

/// `DELETE /api/v1/sessions/{id}` → 204. Ends one of the account's own sessions and its open streams at once; the one that
/// asks too, whose cookie goes with it. 404 `not_found` for any other.
async fn end(
    State(app): State<Shared>,
    session: Session,
    id: Result<Path<SessionId>, PathRejection>,
) -> Result<Response, Error> {
    let no_session = || Error::NotFound("This device is not signed in any more.".into());
    let Path(id) = id.map_err(|_| no_session())?;
    let no_cookie = session::no_cookie(&app)?;
    let ended = to_its_end(async move {
        let mut tx = app.db.write(app.clock.now()).await?;
        session.still(&mut tx).await?;
        let ended = tx.end_session_of(session.person, id).await?.ok_or_else(no_session)?;
        tx.commit().await?;
        Ok(ended)
    })
    .await?;
    Ok(match ended == session.token {
        true => (StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie)]).into_response(),
        false => StatusCode::NO_CONTENT.into_response(),
    })
}

/// `POST /api/v1/sessions/end-others` → `wire::remote::SessionsEnded`. Ends every session of the account but the one that
/// asks, and their open streams at once.
async fn end_others(State(app): State<Shared>, session: Session) -> Result<Json<SessionsEnded>, Error> {
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        session.still(&mut tx).await?;
        let ended = tx.end_sessions(session.person, Some(&session.token), session::renewable(now)).await?;
        tx.commit().await?;
        Ok(Json(SessionsEnded { ended }))
    })
    .await
}
