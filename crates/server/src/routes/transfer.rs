//! Engagements as files.

use axum::{
    Json, Router,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use holdfast_core::{id::ScopeId, ledger::Ledger as _};
use serde::Serialize;

use super::{body, invites::not_an_engagement};
use crate::{
    Shared,
    error::Error,
    session::Session,
    to_its_end,
    transfer::{self, File, ImportError},
};

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/v1/engagements/{id}/export", get(export)).route("/v1/engagements/import", post(import))
}

/// The most bytes of a file that is read in; `holdfast import` takes larger ones.
const MAX_FILE: usize = 64 << 20;

/// `GET /api/v1/engagements/{id}/export` → a file with the engagement as it is, to whoever is in it; 404 `not_found` to
/// everyone else.
async fn export(
    State(app): State<Shared>,
    session: Session,
    id: Result<Path<ScopeId>, PathRejection>,
) -> Result<Response, Error> {
    let Path(scope) = id.map_err(|_| not_an_engagement())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    tx.role(session.person, scope).await?.ok_or_else(not_an_engagement)?;
    let file = transfer::export(&mut tx, scope).await?.ok_or_else(not_an_engagement)?;
    let name = HeaderValue::from_static("attachment; filename=\"engagement.holdfast.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(file)).into_response())
}

#[derive(Serialize)]
struct Imported {
    scope: ScopeId,
    name: String,
    /// How many records there are in it.
    records: usize,
    /// Whether it was made now; else the person had read it in before, and nothing was done.
    imported: bool,
}

/// `POST /api/v1/engagements/import`, the file as body → 201 `{scope, name, records, imported}`: a new engagement that the
/// person owns. 200 with `imported: false` where they have read in the same engagement before.
///
/// Who made what, and when, is as the file says. 400 `invalid` says what in the file cannot be; then nothing was done.
async fn import(State(app): State<Shared>, session: Session, request: Request) -> Result<Response, Error> {
    let bytes = body::read(request, MAX_FILE).await?;
    let file: File = serde_json::from_slice(&bytes)
        .map_err(|error| Error::invalid(format!("This is not an engagement written out by Holdfast: {error}.")))?;
    drop(bytes);
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        let done = transfer::import(&mut tx, file, session.person, now).await.map_err(|error| match error {
            ImportError::Wrong(message) => Error::invalid(format!("The file cannot be read in: {message}.")),
            ImportError::Database(error) => error.into(),
        })?;
        tx.commit().await?;
        let status = if done.records.is_some() { StatusCode::CREATED } else { StatusCode::OK };
        let imported = Imported {
            scope: done.scope,
            name: done.name,
            records: done.records.unwrap_or_default(),
            imported: done.records.is_some(),
        };
        Ok((status, Json(imported)).into_response())
    })
    .await
}
