//! Pull: what a reader has not seen, at once or as soon as there is something.

use std::{collections::BTreeMap, time::Duration};

use axum::{Json, extract::State};
use holdfast_core::{
    id::{Epoch, PersonId, RecordId, ScopeId},
    record::Seq,
    wire::{Cursor, MAX_MISSING, PROTOCOL, SnapshotPlace},
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, timeout_at},
};

use super::{Routes, body, query::Params};
use crate::{
    Shared,
    bus::Hint,
    db::{Extent, Page, RawDelta, RawFound, RawSnapshot},
    error::Error,
    session::{self, Session},
    sockets::OpenSocket,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/sync/pull", pull).post("/v1/sync/pull", pull_by_body)
}

/// The longest a pull may wait, in seconds: less than proxies do.
const LONGEST_WAIT: u64 = 25;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    cursor: Option<String>,
    /// For how long to wait for something to say, in seconds.
    #[serde(default)]
    wait: u64,
}

/// `wire::PullAnswer`, with effects and records as the text they are stored as.
#[derive(Serialize)]
struct PullAnswer {
    protocol: u16,
    account: PersonId,
    epoch: Epoch,
    scopes: Vec<ScopeId>,
    deltas: Vec<RawDelta>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<RawSnapshot>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found: Vec<RawFound>,
    more: bool,
}

impl PullAnswer {
    /// Whether it tells the reader anything.
    fn says_something(&self, cursor: &Cursor) -> bool {
        let mut had = cursor.scopes.keys().chain(cursor.snapshot.as_ref().map(|place| &place.scope));
        let mut lost = || had.any(|scope| !self.scopes.contains(scope));
        self.more || !self.deltas.is_empty() || !self.found.is_empty() || cursor.epoch != Some(self.epoch) || lost()
    }
}

/// `GET /api/v1/sync/pull?cursor=<wire::Cursor as JSON>&wait=SECONDS` → `wire::PullAnswer`: what the reader has not seen, up
/// to a page. A cursor of another epoch, or none, is one at the start. Where there is nothing to say, the answer may wait
/// for it. A reader below a scope's floor gets the scope's records, page by page; one that has lost single records gets those.
async fn pull(
    State(app): State<Shared>,
    session: Session,
    Params(asked): Params<Asked>,
) -> Result<Json<PullAnswer>, Error> {
    let cursor = match &asked.cursor {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Error::field("cursor", format!("The cursor is not one: {error}.")))?,
        None => Cursor::default(),
    };
    answer(&app, &session, &cursor, asked.wait).await
}

/// `POST /api/v1/sync/pull?wait=SECONDS` `wire::Cursor` → the same: a cursor of many scopes is too long for an address.
async fn pull_by_body(
    State(app): State<Shared>,
    session: Session,
    Params(asked): Params<Asked>,
    body::Json(cursor): body::Json<Cursor>,
) -> Result<Json<PullAnswer>, Error> {
    answer(&app, &session, &cursor, asked.wait).await
}

async fn answer(app: &Shared, session: &Session, cursor: &Cursor, wait: u64) -> Result<Json<PullAnswer>, Error> {
    if wait > LONGEST_WAIT {
        return Err(Error::field("wait", format!("Wait for 0 to {LONGEST_WAIT} seconds.")));
    }
    let until = Instant::now() + Duration::from_secs(wait);
    // From before the look at the log, so that nothing falls between.
    let mut bus = app.bus.subscribe();
    let open = (wait > 0).then(|| app.waits.open(session.person));
    loop {
        let page = read_page(app, session.person, cursor).await?;
        if wait == 0 || page.says_something(cursor) {
            return Ok(Json(page));
        }
        match hinted(app, session, &page.scopes, &mut bus, &open, until).await {
            Waited::Crowded => return Err(Error::Busy),
            Waited::Hint if session::lasts(app, session).await? => {}
            Waited::Hint => return Err(Error::Unauthenticated),
            Waited::Over => return Ok(Json(page)),
        }
    }
}

/// Why a wait ended.
enum Waited {
    /// There may be something to say.
    Hint,
    /// The time is over, or the server goes down.
    Over,
    /// The account lets too many others wait.
    Crowded,
}

async fn hinted(
    app: &Shared,
    session: &Session,
    scopes: &[ScopeId],
    bus: &mut Receiver<Hint>,
    open: &Option<OpenSocket>,
    until: Instant,
) -> Waited {
    let crowded = async {
        match open {
            Some(open) => open.crowded().await,
            None => std::future::pending().await,
        }
    };
    let mut stopping = app.stopping.clone();
    let next = async {
        loop {
            match bus.recv().await {
                Ok(Hint::Scope { scope, .. }) if !scopes.contains(&scope) => {}
                Ok(Hint::Access { person }) if person != session.person => {}
                Ok(Hint::SignedOut { token }) if token != session.token => {}
                // There is nothing to say of it, but that the reader may look.
                Ok(Hint::Flags) => return Waited::Over,
                Ok(_) | Err(RecvError::Lagged(_)) => return Waited::Hint,
                Err(RecvError::Closed) => return Waited::Over,
            }
        }
    };
    tokio::select! {
        () = crate::stopped(&mut stopping) => Waited::Over,
        () = crowded => Waited::Crowded,
        waited = timeout_at(until, next) => waited.unwrap_or(Waited::Over),
    }
}

async fn read_page(app: &Shared, person: PersonId, cursor: &Cursor) -> Result<PullAnswer, Error> {
    let epoch = app.db.epoch();
    let mut tx = app.db.read(app.clock.now()).await?;
    let readable: BTreeMap<ScopeId, Extent> = tx.readable(person).await?;
    let nothing = Cursor::default();
    let cursor = if cursor.epoch == Some(epoch) { cursor } else { &nothing };
    let (mut page, mut deltas, mut snapshot, mut more) = (Page::FULL, Vec::new(), None, false);
    // First, and in an answer of its own: the pages of a scope are larger than what others leave room for, and others may
    // never stop being written.
    if let Some((scope, extent)) = below_floor(cursor, &readable) {
        more = true;
        let (at, after) = resume(cursor, scope, extent);
        snapshot = Some(tx.snapshot(scope, at, after, page).await?);
    }
    for (scope, extent) in &readable {
        let from = cursor.seq(*scope);
        if more || from >= extent.head {
            continue;
        }
        let delta = tx.delta(*scope, from, &mut page).await?;
        more = delta.more;
        if !delta.effects.is_empty() {
            deltas.push(delta);
        }
    }
    let (mut found, mut room) = (Vec::new(), Page { effects: MAX_MISSING, ..Page::FULL });
    for (scope, ids) in &cursor.missing {
        if let Some(extent) = readable.get(scope) {
            found.push(tx.found(*scope, extent.head, ids, &mut room).await?);
        }
    }
    let scopes = readable.into_keys().collect();
    Ok(PullAnswer { protocol: PROTOCOL, account: person, epoch, scopes, deltas, snapshot, found, more })
}

/// The scope whose records the reader is to read, because its log no longer reaches back to them: the one it is reading, or
/// the first.
fn below_floor(cursor: &Cursor, readable: &BTreeMap<ScopeId, Extent>) -> Option<(ScopeId, Extent)> {
    let is_below = |(scope, extent): &(&ScopeId, &Extent)| cursor.seq(**scope) < extent.floor;
    let begun = cursor.snapshot.and_then(|place| readable.get_key_value(&place.scope)).filter(is_below);
    begun.or_else(|| readable.iter().find(is_below)).map(|(scope, extent)| (*scope, *extent))
}

/// Where the records of a scope are to be read on: after those the reader has, if the log still holds what came after the
/// moment it began at; else from the first.
fn resume(cursor: &Cursor, scope: ScopeId, extent: Extent) -> (Seq, Option<RecordId>) {
    let place = cursor.snapshot.filter(|place| place.scope == scope);
    let whole = |place: &SnapshotPlace| (extent.floor..=extent.head).contains(&place.at);
    place.filter(whole).map_or((extent.head, None), |place| (place.at, Some(place.after)))
}
