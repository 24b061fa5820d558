//! Push and pull. What they carry is defined in `holdfast_core::wire`; what an operation does, in `holdfast_core::authority`.

use axum::{
    Json, Router,
    extract::{Query, State, rejection::QueryRejection},
    routing::{get, post},
};
use holdfast_core::{
    authority::Rejection,
    id::{ClientId, Epoch, OpId, PersonId, ScopeId},
    ledger::{Sender, push as push_to_ledger},
    operation::Operation,
    record::Seq,
    wire::{Cursor, MAX_BATCH, OpResult, Outcome, PROTOCOL, PushAnswer},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::body::{self, Raw};
use crate::{
    Shared,
    db::{Page, RawDelta},
    error::Error,
    session::Session,
    to_its_end,
};

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/v1/sync/push", post(push)).route("/v1/sync/pull", get(pull).post(pull_by_body))
}

/// The most operations one operation may wait for: its record's and its references' creates are a handful.
const MAX_DEPENDS_ON: usize = 64;

/// Read before the rest: another version's rest may look otherwise.
#[derive(Deserialize)]
struct Protocol {
    protocol: u16,
}

/// `wire::PushRequest`, with operations still as text, so that one this build cannot read spoils no other.
#[derive(Deserialize)]
struct Push<'a> {
    account: PersonId,
    client: ClientId,
    #[serde(borrow)]
    operations: Vec<&'a RawValue>,
}

/// What can be said of an operation that cannot be read.
#[derive(Deserialize)]
struct Unread {
    op_id: OpId,
}

/// `POST /api/v1/sync/push` `wire::PushRequest` → `wire::PushAnswer`.
///
/// All operations are decided in one transaction and answered one by one, in their order; a repeat gets its first answer.
/// 400 `protocol`, 403 `wrong_account`, 413 `too_large` (more than [`MAX_BATCH`] operations or `MAX_BODY` bytes).
async fn push(State(app): State<Shared>, session: Session, Raw(bytes): Raw) -> Result<Json<PushAnswer>, Error> {
    if body::parse::<Protocol>(&bytes)?.protocol != PROTOCOL {
        return Err(Error::Protocol);
    }
    let request: Push<'_> = serde_json::from_slice(&bytes)
        .map_err(|error| Error::invalid(format!("The body is not as it should be: {error}.")))?;
    if request.account != session.person {
        return Err(Error::WrongAccount);
    }
    if request.operations.len() > MAX_BATCH {
        return Err(Error::TooLarge(format!("One push takes at most {MAX_BATCH} operations: send fewer at once.")));
    }
    let mut operations = Vec::with_capacity(request.operations.len());
    // Places in the answer of what never reaches the ledger.
    let mut unread = Vec::new();
    for (place, text) in request.operations.iter().enumerate() {
        match read(text, place)? {
            Ok(op) if op.client_id != request.client => {
                return Err(Error::field("client", format!("Operation {place} is of another client than the push.")));
            }
            Ok(op) => operations.push(op),
            Err(result) => unread.push((place, result)),
        }
    }
    let (person, client) = (session.person, request.client);
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        if !tx.claim_client(client, person).await? {
            return Err(Error::Forbidden("This client's number belongs to another account.".into()));
        }
        let mut results = push_to_ledger(&mut tx, Sender::Person(person), &operations, now).await?.results;
        tx.commit().await?;
        for (place, result) in unread {
            results.insert(place, result);
        }
        Ok(Json(PushAnswer { protocol: PROTOCOL, epoch: app.db.epoch(), results }))
    })
    .await
}

/// An operation, or the answer to one that the ledger is not to see. Neither answer is remembered: another build of the
/// server may take it.
fn read(text: &RawValue, place: usize) -> Result<Result<Operation, OpResult>, Error> {
    let refused = |op_id, rejection| Err(OpResult { op_id, outcome: Outcome::Rejected(rejection) });
    match serde_json::from_str::<Operation>(text.get()) {
        Ok(op) if op.depends_on.len() > MAX_DEPENDS_ON => Ok(refused(op.op_id, Rejection::TooLarge)),
        Ok(op) => Ok(Ok(op)),
        Err(error) => match serde_json::from_str::<Unread>(text.get()) {
            Ok(unread) => Ok(refused(unread.op_id, Rejection::UnknownFormat)),
            Err(_) => Err(Error::field("operations", format!("Operation {place} cannot be read: {error}."))),
        },
    }
}

#[derive(Deserialize)]
struct PullQuery {
    #[serde(default)]
    cursor: Option<String>,
}

/// `wire::PullAnswer`, with effects as the text they are stored as.
#[derive(Serialize)]
struct PullAnswer {
    protocol: u16,
    account: PersonId,
    epoch: Epoch,
    scopes: Vec<ScopeId>,
    deltas: Vec<RawDelta>,
    more: bool,
}

/// `GET /api/v1/sync/pull?cursor=<wire::Cursor as JSON>` → `wire::PullAnswer`: what the reader has not seen, up to a page.
/// A cursor of another epoch, or none, is one at the start.
async fn pull(
    State(app): State<Shared>,
    session: Session,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Json<PullAnswer>, Error> {
    let unreadable = |error: &dyn std::fmt::Display| Error::field("cursor", format!("The cursor is not one: {error}."));
    let query = query.map_err(|error| unreadable(&error))?;
    let cursor = match &query.cursor {
        Some(text) => serde_json::from_str(text).map_err(|error| unreadable(&error))?,
        None => Cursor::default(),
    };
    read_page(&app, session.person, &cursor).await
}

/// `POST /api/v1/sync/pull` `wire::Cursor` → the same: a cursor of many scopes is too long for an address.
async fn pull_by_body(
    State(app): State<Shared>,
    session: Session,
    body::Json(cursor): body::Json<Cursor>,
) -> Result<Json<PullAnswer>, Error> {
    read_page(&app, session.person, &cursor).await
}

async fn read_page(app: &Shared, person: PersonId, cursor: &Cursor) -> Result<Json<PullAnswer>, Error> {
    let epoch = app.db.epoch();
    let mut tx = app.db.read(app.clock.now()).await?;
    let readable = tx.readable(person).await?;
    let (mut page, mut deltas, mut more) = (Page::FULL, Vec::new(), false);
    for (scope, head) in &readable {
        let from = if cursor.epoch == Some(epoch) { cursor.seq(*scope) } else { Seq::default() };
        if from >= *head {
            continue;
        }
        let delta = tx.delta(*scope, from, &mut page).await?;
        more = delta.more;
        if !delta.effects.is_empty() {
            deltas.push(delta);
        }
        if more {
            break;
        }
    }
    let scopes = readable.into_keys().collect();
    Ok(Json(PullAnswer { protocol: PROTOCOL, account: person, epoch, scopes, deltas, more }))
}
