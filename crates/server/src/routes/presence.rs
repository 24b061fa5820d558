//! Who is at a record just now. A tab that shows it asks again and again, and its asking is what says that it is there. The answer
//! waits for news, so they come at once whatever else carries effects to the tab, and only to those who are there.

use std::{collections::BTreeSet, time::Duration};

use axum::{
    Json as Answer,
    extract::{Path, State, rejection::PathRejection},
};
use holdfast_core::{
    id::{Id, PersonId, RecordId, ScopeId},
    ledger::Ledger as _,
    wire::presence::{Here, LONGEST_WAIT, PersonHere, Present, Shown},
};
use serde_json::{Value, json};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::Instant,
};

use super::{Routes, body::Json, invites::not_an_engagement};
use crate::{
    Shared,
    bus::Hint,
    error::Error,
    presence::{Look, Place},
    session::{self, Session},
    sockets::OpenSocket,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .post("/v1/scopes/{scope}/records/{record}/presence", be)
        .delete("/v1/scopes/{scope}/records/{record}/presence/{tab}", leave)
}

/// `POST /api/v1/scopes/{scope}/records/{record}/presence` `wire::presence::Here` → `wire::presence::Present`: a tab shows the
/// record, and who else is there. The answer waits until that is other than the tab knows.
///
/// 404 `not_found` without access to the scope, and where it has no such record; 429 `throttled` for an account that asks too much.
async fn be(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<Place>, PathRejection>,
    Json(here): Json<Here>,
) -> Result<Answer<Present>, Error> {
    let Path(place) = path.map_err(|_| not_an_engagement())?;
    if here.wait > LONGEST_WAIT {
        return Err(Error::field("wait", format!("Wait for 0 to {LONGEST_WAIT} seconds.")));
    }
    app.presence_rate.take(session.person, app.clock.now())?;
    let until = Instant::now() + Duration::from_secs(here.wait);
    // From before the look, so that nothing falls between.
    let mut bus = app.bus.subscribe();
    let access = app.bus.access_changes();
    let members = members(&app, &session, place).await?;
    app.presence.come(place, session.person, &here, app.clock.now());
    app.presence.only(place, &members, app.clock.now());
    if app.bus.access_changes() != access {
        // Who may be here was perhaps read before somebody was put out, and they came after everybody had looked.
        only_members(&app, &session, place, &here).await?;
    }
    let open = (here.wait > 0).then(|| app.presence_waits.open(session.person));
    loop {
        let look = app.presence.look(place, app.clock.now());
        if here.wait == 0 || here.seen != Some(look.present.version) {
            return Ok(Answer(look.present));
        }
        match news(&app, &session, look, &mut bus, &open, until).await {
            News::Crowded => return Err(Error::Busy),
            News::Over(present) => return Ok(Answer(present)),
            News::Some => {}
            // Somebody may not be here any more.
            News::Access => only_members(&app, &session, place, &here).await?,
        }
    }
}

/// Puts everybody out who may not be there any more; an error if the tab that asks is one of theirs.
async fn only_members(app: &Shared, session: &Session, place: Place, here: &Here) -> Result<(), Error> {
    let members = members(app, session, place).await;
    match &members {
        Ok(members) => app.presence.only(place, members, app.clock.now()),
        Err(_) => app.presence.go(place, session.person, here.tab, app.clock.now()),
    }
    members.map(drop)
}

/// `DELETE /api/v1/scopes/{scope}/records/{record}/presence/{tab}` → `{}`: the tab shows it no more.
async fn leave(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<(ScopeId, RecordId, Id<Shown>)>, PathRejection>,
) -> Result<Answer<Value>, Error> {
    let Path((scope, record, tab)) = path.map_err(|_| not_an_engagement())?;
    members(&app, &session, (scope, record)).await?;
    app.presence.go((scope, record), session.person, tab, app.clock.now());
    Ok(Answer(json!({})))
}

/// Who may be told of at a record, if this session's person is one of them.
async fn members(app: &Shared, session: &Session, (scope, record): Place) -> Result<BTreeSet<PersonId>, Error> {
    if !session::lasts(app, session).await? {
        return Err(Error::Unauthenticated);
    }
    let mut tx = app.db.read(app.clock.now()).await?;
    let people = tx.people_in(scope).await?;
    if !people.contains(&session.person) {
        return Err(not_an_engagement());
    }
    match tx.record(scope, record).await?.filter(|record| !record.deleted) {
        Some(_) => Ok(people),
        None => Err(Error::NotFound("There is no such record in this engagement.".into())),
    }
}

/// Why a wait ended.
enum News {
    /// Somebody came, went, or does something else.
    Some,
    /// Somebody's access to something has changed, or a session has ended.
    Access,
    /// The time is over, or the server goes down: this is who was there.
    Over(Present),
    /// The account lets too many others wait.
    Crowded,
}

async fn news(
    app: &Shared,
    session: &Session,
    look: Look,
    bus: &mut Receiver<Hint>,
    open: &Option<OpenSocket>,
    until: Instant,
) -> News {
    let Look { present, news, until: changes_at } = look;
    let crowded = async {
        match open {
            Some(open) => open.crowded().await,
            None => std::future::pending().await,
        }
    };
    let silence = async {
        match changes_at {
            Some(at) => tokio::time::sleep(Duration::from_millis(at.saturating_sub(app.clock.now()))).await,
            None => std::future::pending().await,
        }
    };
    let mut stopping = app.stopping.clone();
    tokio::select! {
        () = crate::stopped(&mut stopping) => News::Over(present),
        () = crowded => News::Crowded,
        () = changed(news, present.version) => News::Some,
        () = access(bus, session, &present.people) => News::Access,
        () = silence => News::Some,
        () = tokio::time::sleep_until(until) => News::Over(present),
    }
}

/// Done when another version is told of, or nobody is there to tell of.
async fn changed(news: Option<watch::Receiver<u64>>, version: u64) {
    if let Some(mut news) = news {
        let _ = news.wait_for(|now| *now != version).await;
    }
}

/// Done when the access of one of these people may have changed, or the session may have ended.
async fn access(bus: &mut Receiver<Hint>, session: &Session, people: &[PersonHere]) {
    loop {
        match bus.recv().await {
            Ok(Hint::Access { person }) if people.iter().any(|here| here.person == person) => return,
            Ok(Hint::Access { person }) if person == session.person => return,
            Ok(Hint::SignedOut { token }) if token == session.token => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            // The server goes down.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
