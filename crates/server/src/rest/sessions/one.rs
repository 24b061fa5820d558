//! One session: making, reading, changing and deleting it.

use axum::{
    Json as Answer,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::{entity::Session, id::Id, operation::Edit, record::Seq};

use super::{
    super::{
        caller::{Caller, Named},
        description::{Conflicting, NotFound, NotWritten, Refused},
        shape::{Changed, New, Told},
        write::{self, Work},
    },
    InEngagement, OfSession,
};
use crate::{Shared, error::Error, routes::body::Json, to_its_end};

/// Make a session.
///
/// Editors do. With an `Idempotency-Key` it is made once, however often the request is sent.
#[utoipa::path(post, path = "/api/v1/engagements/{engagement}/sessions", tag = "sessions", operation_id = "createSession",
    params(InEngagement, Named),
    request_body = New,
    responses((status = 201, body = Told, description = "It was made; `Location` is its address.",
        headers(("Location" = String))), Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn create(
    State(app): State<Shared>,
    Caller(person): Caller,
    InEngagement(scope): InEngagement,
    named: Named,
    Json(new): Json<New>,
) -> Result<Response, Error> {
    to_its_end(async move {
        let id = Id::<Session>::from_uuid(named.made());
        let edit = new.edit(scope, id, person.uuid())?;
        let mut work = Work::begin(&app, person, scope).await?;
        if !work.was_done(named.op()).await? {
            work.push(named.op(), edit, Seq::default()).await?;
        }
        let told = Told::from(&work.find(id).await?);
        work.commit().await?;
        let address = format!("/api/v1/engagements/{scope}/sessions/{id}");
        Ok((StatusCode::CREATED, [(header::LOCATION, address)], Answer(told)).into_response())
    })
    .await
}

/// Read a session.
#[utoipa::path(get, path = "/api/v1/engagements/{engagement}/sessions/{session}", tag = "sessions",
    operation_id = "getSession",
    params(OfSession),
    responses((status = 200, body = Told, description = "The session."), Refused, NotFound))]
pub(in super::super) async fn get(
    State(app): State<Shared>,
    Caller(person): Caller,
    OfSession(scope, id): OfSession,
) -> Result<Answer<Told>, Error> {
    let mut tx = app.db.read(app.clock.now()).await?;
    write::check_access(&mut tx, person, scope).await?;
    Ok(Answer(Told::from(&write::find(&mut tx, scope, id).await?)))
}

/// Change a session.
///
/// Its host and admins do. Only the fields that are named change.
#[utoipa::path(patch, path = "/api/v1/engagements/{engagement}/sessions/{session}", tag = "sessions",
    operation_id = "changeSession",
    params(OfSession, Named),
    request_body = Changed,
    responses((status = 200, body = Told, description = "The session as it is now."),
        Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn change(
    State(app): State<Shared>,
    Caller(person): Caller,
    OfSession(scope, id): OfSession,
    named: Named,
    Json(changed): Json<Changed>,
) -> Result<Answer<Told>, Error> {
    to_its_end(async move {
        let mut work = Work::begin(&app, person, scope).await?;
        if !work.was_done(named.op()).await? {
            let record = work.find(id).await?;
            if changed.version.is_some_and(|version| version != record.version.0) {
                return Err(Error::Conflict(
                    "The session was changed meanwhile. Read it again, then change it.".into(),
                ));
            }
            work.push(named.op(), changed.edit(&record)?, record.version).await?;
        }
        let told = Told::from(&work.find(id).await?);
        work.commit().await?;
        Ok(Answer(told))
    })
    .await
}

/// Delete a session.
///
/// Its host and admins do.
#[utoipa::path(delete, path = "/api/v1/engagements/{engagement}/sessions/{session}", tag = "sessions",
    operation_id = "deleteSession",
    params(OfSession, Named),
    responses((status = 204, description = "It was deleted."), Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn delete(
    State(app): State<Shared>,
    Caller(person): Caller,
    OfSession(scope, id): OfSession,
    named: Named,
) -> Result<StatusCode, Error> {
    to_its_end(async move {
        let mut work = Work::begin(&app, person, scope).await?;
        if !work.was_done(named.op()).await? {
            let seen = work.find(id).await?.version;
            work.push(named.op(), Edit::delete(scope, id), seen).await?;
        }
        work.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
