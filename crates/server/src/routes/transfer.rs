//! Engagements as files.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::{id::ScopeId, ledger::Ledger as _};
use serde::Serialize;
use tokio::time::timeout;

use super::{Routes, body, invites::not_an_engagement};
use crate::{
    Shared,
    error::Error,
    session::Session,
    to_its_end,
    transfer::{self, Authors, File, ImportError},
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/engagements/{id}/export", export).post("/v1/engagements/import", import)
}

/// The most bytes of a file that is read in; `holdfast import` takes larger ones.
const MAX_FILE: usize = 64 << 20;
/// The most records and people of one, likewise: about as many seconds as thousands are kept from everyone who writes.
const MAX_RECORDS: usize = 50_000;
/// How long a file may take to arrive.
const LONGEST: Duration = Duration::from_secs(120);

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
/// What others made is the person's own to answer for; when it was made is as the file says. 400 `invalid` says what in the
/// file cannot be, 413 `too_large` that it is too much; then nothing was done. One file at a time: 503 with `Retry-After` while
/// another is read in.
async fn import(State(app): State<Shared>, session: Session, request: Request) -> Result<Response, Error> {
    // Before the file is taken in: all of it is in memory, and while it is written nobody else writes.
    let turn = Arc::clone(&app.imports).try_acquire_owned().map_err(|_| Error::Busy)?;
    let slow = |_| Error::invalid("The file takes too long to arrive: ask whoever runs the server to read it in.");
    let bytes = timeout(LONGEST, body::read(request, MAX_FILE)).await.map_err(slow)??;
    let file = read(&bytes)?;
    drop(bytes);
    to_its_end(async move {
        let _turn = turn;
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        let done = transfer::import(&mut tx, file, session.person, Authors::Owner, now).await;
        let done = done.map_err(|error| match error {
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

fn read(bytes: &[u8]) -> Result<File, Error> {
    let file: File = serde_json::from_slice(bytes)
        .map_err(|error| Error::invalid(format!("This is not an engagement written out by Holdfast: {error}.")))?;
    let holds = file.records.len() + file.people.len();
    match holds <= MAX_RECORDS {
        true => Ok(file),
        false => Err(Error::TooLarge(format!(
            "The file holds {holds} records and people; at most {MAX_RECORDS} are read in here. Ask whoever runs the server to \
             read it in with `holdfast import`."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{MAX_RECORDS, read};

    #[test]
    fn what_would_keep_everyone_waiting_is_refused() {
        let id = "00000000-0000-7000-8000-000000000000";
        let person = json!({ "id": id, "name": "Ada" });
        let file = |people: usize| {
            let people = vec![&person; people];
            let file = json!({ "holdfast_export": 1, "origin": id, "engagement": {}, "people": people, "records": [] });
            read(file.to_string().as_bytes())
        };
        assert!(file(MAX_RECORDS).is_ok() && file(MAX_RECORDS + 1).is_err());
    }
}
