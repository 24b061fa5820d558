//! A record's history, in pages both ways.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use holdfast_core::{
    effect::{Effect, Write},
    id::{RecordId, ScopeId},
    ledger::Ledger as _,
    record::Seq,
    value::{FieldName, Value},
    wire::remote::{FieldWrite, HISTORY_LIMIT, HistoryEntry, HistoryPage, MAX_HISTORY_LIMIT},
};
use serde::Deserialize;

use super::{
    Routes,
    invites::not_an_engagement,
    query::{Params, limit},
};
use crate::{
    Shared,
    db::{Page, Part, Tx},
    error::Error,
    session::Session,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/scopes/{scope}/records/{id}/history", history)
}

/// The bytes of the log that one page is made of at most; one effect is told whatever its size.
const MAX_BYTES: usize = 1 << 20;

#[derive(Deserialize)]
struct Asked {
    before: Option<Seq>,
    after: Option<Seq>,
    limit: Option<usize>,
}

/// `GET /api/v1/scopes/{scope}/records/{id}/history?before=SEQ|after=SEQ&limit=N` → `wire::remote::HistoryPage`.
///
/// 404 `not_found` without access to the scope; 400 `invalid` for a number that is none, both `before` and `after`, or a
/// limit beyond 1 to [`MAX_HISTORY_LIMIT`]. A page may hold fewer entries than asked for although there are more: what it
/// says of older and newer ones decides.
async fn history(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<(ScopeId, RecordId)>, PathRejection>,
    Params(asked): Params<Asked>,
) -> Result<Json<HistoryPage>, Error> {
    let Path((scope, record)) = path.map_err(|_| not_an_engagement())?;
    let part = match (asked.before, asked.after) {
        (None, None) => Part::Newest,
        (Some(before), None) => Part::Before(before),
        (None, Some(after)) => Part::After(after),
        (Some(_), Some(_)) => return Err(Error::invalid("Ask for what is before or after a number, not both.")),
    };
    let effects = limit(asked.limit, HISTORY_LIMIT, MAX_HISTORY_LIMIT)?;
    let mut tx = app.db.read(app.clock.now()).await?;
    tx.role(session.person, scope).await?.ok_or_else(not_an_engagement)?;
    read(&mut tx, scope, record, part, Page { effects, bytes: MAX_BYTES }).await.map(Json)
}

async fn read(tx: &mut Tx, scope: ScopeId, record: RecordId, part: Part, page: Page) -> Result<HistoryPage, Error> {
    let mut run = tx.history(scope, record, part, page).await?;
    let forwards = matches!(part, Part::After(_));
    if forwards {
        run.effects.reverse();
    }
    let seq = |effect: Option<&Effect>| effect.map(|effect| effect.seq);
    // An empty run lies where it was asked for.
    let (oldest, newest) = match part {
        Part::Newest => (Seq(0), Seq(0)),
        Part::Before(before) => (before, Seq(before.0.saturating_sub(1))),
        Part::After(after) => (Seq(after.0.saturating_add(1)), after),
    };
    let (oldest, newer) = (seq(run.effects.last()).unwrap_or(oldest), seq(run.effects.first()).unwrap_or(newest));
    let has_older = if forwards { tx.has_history(scope, record, Part::Before(oldest)).await? } else { run.more };
    let has_newer = match part {
        Part::Newest => false,
        Part::Before(_) => tx.has_history(scope, record, Part::After(newer)).await?,
        Part::After(_) => run.more,
    };
    let older = has_older.then_some(oldest);
    let floor = tx.extent(scope).await?.floor;
    Ok(HistoryPage { entries: entries(&run.effects, record), older, newer, has_newer, floor })
}

/// What effects, the newest first, did to a record. The value that a field had before is the one an older of them wrote.
fn entries(effects: &[Effect], record: RecordId) -> Vec<HistoryEntry> {
    let mut known: BTreeMap<&FieldName, &Value> = BTreeMap::new();
    let mut entries = Vec::with_capacity(effects.len());
    for effect in effects.iter().rev() {
        for write in effect.writes.iter().filter(|write| write.id == record) {
            entries.push(entry(effect, write, &known));
            known.extend(&write.fields);
        }
    }
    entries.reverse();
    entries
}

fn entry(effect: &Effect, write: &Write, known: &BTreeMap<&FieldName, &Value>) -> HistoryEntry {
    let before = |field: &FieldName| known.get(field).map(|value| (*value).clone());
    let fields = write.fields.iter();
    HistoryEntry {
        seq: effect.seq,
        op_id: effect.op,
        author: effect.author,
        at: effect.at,
        made: effect.made,
        life: write.life,
        fields: fields
            .map(|(field, value)| (field.clone(), FieldWrite { value: value.clone(), before: before(field) }))
            .collect(),
        overwrote: write.overwrote.clone(),
        lost: write.lost.clone(),
    }
}
