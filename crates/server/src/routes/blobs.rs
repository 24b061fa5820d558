//! Blobs on their way to the server: how much is there, and the next piece.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Request, State, rejection::PathRejection},
    http::StatusCode,
};
use holdfast_core::{
    entity::is_blob_name,
    flags::Flag,
    wire::{MAX_BLOB, remote::Upload},
};
use serde::Deserialize;

use super::{Routes, query::Params};
use crate::{Shared, blobs::Piece, db::BlobRow, error::Error, flags, session::Session, to_its_end};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/blobs/{blob}", state).patch("/v1/blobs/{blob}", piece).delete("/v1/blobs/{blob}", forget)
}

/// How many blobs one account may have begun to send, and how large they may be together with those that it has sent and no record
/// names, in bytes.
const BEGUN: u64 = 20;
const UNNAMED: u64 = 1_000_000_000;

/// `GET /api/v1/blobs/{blob}` → `wire::remote::Upload`: how much of a blob has come from this person. It is done where all of it
/// has, or where a record that they may read names it; that others have sent it says nothing to them. 400 `invalid` for what is
/// no SHA-256 in 64 lower-case hexadecimal digits.
async fn state(
    State(app): State<Shared>,
    session: Session,
    blob: Result<Path<String>, PathRejection>,
) -> Result<Json<Upload>, Error> {
    let hash = named(blob)?;
    let mut tx = app.db.read(app.clock.now()).await?;
    let done = app.blobs.has(&hash) && tx.may_name(session.person, &hash).await?;
    let received = match done {
        true => tx.blob_size(&hash).await?.unwrap_or_default(),
        false => app.blobs.received(session.person, &hash),
    };
    Ok(Json(Upload { received, done }))
}

/// What is said of a piece beside its bytes.
#[derive(Deserialize)]
struct Said {
    /// Where in the blob it begins.
    offset: u64,
    /// How large the blob is.
    size: u64,
}

/// `PATCH /api/v1/blobs/{blob}?offset=N&size=S`, bytes of the blob from there on as `application/octet-stream` →
/// `wire::remote::Upload`. With the last one the whole is checked against its name and kept, and from then on this person may make
/// records that name it.
///
/// What came of a piece that broke off is kept: ask how much that is, and go on from there. 409 `conflict` for a piece from
/// anywhere else, or where too much was sent that no record names; what is begun gives way to it, the oldest first; 507 `no_room` where the server's disk is nearly full; 413 `too_large` for a blob of more than [`MAX_BLOB`] bytes or a piece of more than
/// `wire::MAX_PIECE`; 400 `invalid` with the field `blob` where the bytes are others than the name says: then it begins anew. 503
/// with `Retry-After` while another piece of the same is on its way; 403 `off` where files are turned off, but for what a record
/// names.
async fn piece(
    State(app): State<Shared>,
    session: Session,
    blob: Result<Path<String>, PathRejection>,
    Params(Said { offset, size }): Params<Said>,
    request: Request,
) -> Result<Json<Upload>, Error> {
    let hash = named(blob)?;
    if size > MAX_BLOB.unsigned_abs() {
        return Err(Error::TooLarge(format!("A file may have at most {} MB.", MAX_BLOB / 1_000_000)));
    }
    if offset > size {
        return Err(Error::field("offset", "It begins beyond the end."));
    }
    let (now, person, blob) = (app.clock.now(), session.person, BlobRow { hash, size });
    let turn = app.blobs.take_turn(person, &blob.hash).ok_or(Error::Busy)?;
    if !note(&app, &session, &blob).await? {
        return Ok(Json(Upload { received: size, done: true }));
    }
    let body = request.into_body();
    to_its_end(async move {
        let piece = Piece { person, blob, offset, turn };
        Arc::clone(&app.blobs).take(piece, body, &app.db, now).await.map(Json)
    })
    .await
}

/// `DELETE /api/v1/blobs/{blob}` → 204: what has come of a blob from this person is forgotten, as where they do not attach it after
/// all. What has come whole stays, for as long as a record may still name it. 503 with `Retry-After` while a piece is on its way.
async fn forget(
    State(app): State<Shared>,
    session: Session,
    blob: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Error> {
    let hash = named(blob)?;
    let _turn = app.blobs.take_turn(session.person, &hash).ok_or(Error::Busy)?;
    let mut tx = app.db.write(app.clock.now()).await?;
    session.still(&mut tx).await?;
    tx.forget_upload(session.person, &hash).await?;
    tx.commit().await?;
    app.blobs.drop_part(session.person, &hash).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that a piece of a blob comes; false where all of it has come before.
async fn note(app: &Shared, session: &Session, blob: &BlobRow) -> Result<bool, Error> {
    let mut tx = app.db.write(app.clock.now()).await?;
    session.still(&mut tx).await?;
    if app.blobs.has(&blob.hash) && tx.may_name(session.person, &blob.hash).await? {
        return Ok(false);
    }
    // What a record names already is there to stay, also where the server has lost it.
    if !tx.is_named(session.person, &blob.hash).await? {
        flags::check(&mut tx, Flag::Files, session.person).await?;
    }
    loop {
        let unnamed = tx.unnamed(session.person, &blob.hash).await?;
        if unnamed.begun < BEGUN && unnamed.bytes.saturating_add(blob.size) <= UNNAMED {
            break;
        }
        // What is going on elsewhere begins anew; what was given up, and nobody said so, is in nobody's way.
        let Some(oldest) = tx.oldest_upload(session.person, &blob.hash).await? else {
            return Err(Error::Conflict(
                "Too much was sent that no record names: it is forgotten after 30 days. Attach it, or wait.".into(),
            ));
        };
        let _turn = app.blobs.take_turn(session.person, &oldest).ok_or(Error::Busy)?;
        tx.forget_upload(session.person, &oldest).await?;
        app.blobs.drop_part(session.person, &oldest).map_err(|error| Error::Internal(error.to_string()))?;
    }
    if !app.blobs.has_room(blob.size.saturating_sub(app.blobs.received(session.person, &blob.hash))) {
        return Err(Error::NoRoom);
    }
    tx.note_upload(session.person, blob).await?;
    tx.commit().await?;
    Ok(true)
}

fn named(blob: Result<Path<String>, PathRejection>) -> Result<String, Error> {
    let name = blob.ok().map(|Path(name)| name).filter(|name| is_blob_name(name));
    name.ok_or_else(|| Error::field("blob", "A blob is named by its SHA-256 in 64 lower-case hexadecimal digits."))
}
