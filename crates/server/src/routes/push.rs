//! Push. What it carries is defined in `holdfast_core::wire`; what an operation does, in `holdfast_core::authority`.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use holdfast_core::{
    authority::Rejection,
    flags::Flag,
    id::{ClientId, Epoch, OpId, PersonId},
    ledger::{Ledger as _, Sender, push as push_to_ledger},
    operation::Operation,
    wire::{MAX_BATCH, OpResult, Outcome, PROTOCOL, PushAnswer},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Routes,
    body::{self, Raw},
};
use crate::{Shared, db::Tx, error::Error, session::Session, to_its_end};

pub(super) fn routes() -> Routes {
    Routes::default().post("/v1/sync/push", push)
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
    #[serde(default)]
    epoch: Option<Epoch>,
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
/// Nothing is done where the request names another epoch than the server's. 400 `protocol`, 403 `wrong_account`, 413
/// `too_large` (more than [`MAX_BATCH`] operations or `MAX_BODY` bytes).
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
    // The client knows another history: it has to learn what this one lacks of its own before anything builds on that.
    let epoch = app.db.epoch();
    if request.epoch.is_some_and(|known| known != epoch) {
        return Ok(Json(PushAnswer { protocol: PROTOCOL, epoch, results: Vec::new() }));
    }
    let mut operations = Vec::with_capacity(request.operations.len());
    // Places in the answer of what never reaches the ledger.
    let mut unread = Vec::new();
    for (place, text) in request.operations.iter().enumerate() {
        match read(text, place)? {
            Ok(op) if op.client_id != request.client => {
                return Err(Error::field("client", format!("Operation {place} is of another client than the push.")));
            }
            Ok(op) => operations.push((place, op)),
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
        let (operations, off) = turned_off(&mut tx, person, operations).await?;
        unread.extend(off);
        unread.sort_unstable_by_key(|(place, _)| *place);
        let mut results = push_to_ledger(&mut tx, Sender::Person(person), &operations, now).await?.results;
        tx.commit().await?;
        for (place, result) in unread {
            results.insert(place, result);
        }
        Ok(Json(PushAnswer { protocol: PROTOCOL, epoch: app.db.epoch(), results }))
    })
    .await
}

/// What is left of operations without those that make what is turned off for a person, and the answers to these, by their places
/// in the push. The first answer to an operation stands, and none of these is remembered: it may be turned on again.
async fn turned_off(
    tx: &mut Tx,
    person: PersonId,
    operations: Vec<(usize, Operation)>,
) -> Result<(Vec<Operation>, Vec<(usize, OpResult)>), Error> {
    let mut states = BTreeMap::new();
    let (mut left, mut off) = (Vec::with_capacity(operations.len()), Vec::new());
    for (place, op) in operations {
        if let Some(flag) = Flag::needed(&op) {
            let on = match states.get(&flag) {
                Some(on) => *on,
                None => *states.entry(flag).or_insert(tx.flag(flag, person).await?.on),
            };
            if !on && tx.result_of(op.op_id).await?.is_none() {
                off.push((place, OpResult { op_id: op.op_id, outcome: Outcome::Rejected(flag.refusal()) }));
                continue;
            }
        }
        left.push(op);
    }
    Ok((left, off))
}

/// An operation, or the answer to one that the ledger is not to see. Neither answer is remembered: another build of the
/// server may take it.
fn read(text: &RawValue, place: usize) -> Result<Result<Operation, OpResult>, Error> {
    let refused = |op_id, rejection| Err(OpResult { op_id, outcome: Outcome::Rejected(rejection) });
    match Operation::decode(text.get()) {
        Ok(op) if op.depends_on.len() > MAX_DEPENDS_ON => Ok(refused(op.op_id, Rejection::TooLarge)),
        Ok(op) => Ok(Ok(op)),
        Err(error) => match serde_json::from_str::<Unread>(text.get()) {
            Ok(unread) => Ok(refused(unread.op_id, Rejection::UnknownFormat)),
            Err(_) => Err(Error::field("operations", format!("Operation {place} cannot be read: {error}."))),
        },
    }
}
