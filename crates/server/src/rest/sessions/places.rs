//! Taking a place in a session, and giving it up.

use axum::{Json as Answer, extract::State};
use holdfast_core::{entity::Session, id::PersonId, operation::Edit};

use super::{
    super::{
        caller::{Caller, Named},
        description::{Conflicting, NotFound, NotWritten, Refused},
        shape::Told,
        write::Work,
    },
    OfSession,
};
use crate::{Shared, error::Error, to_its_end};

/// Take a place.
///
/// Everybody in the engagement does, for themselves, as long as there is one. Who has one keeps it.
#[utoipa::path(post, path = "/api/v1/engagements/{engagement}/sessions/{session}/join", tag = "sessions",
    operation_id = "joinSession",
    params(OfSession, Named),
    responses((status = 200, body = Told, description = "The session, with you in it."),
        Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn join(
    State(app): State<Shared>,
    Caller(person): Caller,
    of: OfSession,
    named: Named,
) -> Result<Answer<Told>, Error> {
    edit(app, person, of, named, move |edit| edit.add(Session::PARTICIPANTS, person.to_string())).await
}

/// Give a place up.
///
/// Everybody does, for themselves; without one, nothing changes.
#[utoipa::path(post, path = "/api/v1/engagements/{engagement}/sessions/{session}/leave", tag = "sessions",
    operation_id = "leaveSession",
    params(OfSession, Named),
    responses((status = 200, body = Told, description = "The session, without you."),
        Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn leave(
    State(app): State<Shared>,
    Caller(person): Caller,
    of: OfSession,
    named: Named,
) -> Result<Answer<Told>, Error> {
    edit(app, person, of, named, move |edit| edit.remove(Session::PARTICIPANTS, person.to_string())).await
}

async fn edit(
    app: Shared,
    person: PersonId,
    OfSession(scope, id): OfSession,
    named: Named,
    change: impl FnOnce(Edit) -> Edit + Send + 'static,
) -> Result<Answer<Told>, Error> {
    to_its_end(async move {
        let mut work = Work::begin(&app, person, scope).await?;
        if !work.was_done(named.op()).await? {
            let seen = work.find(id).await?.version;
            work.push(named.op(), change(Edit::set(scope, id)), seen).await?;
        }
        let told = Told::from(&work.find(id).await?);
        work.commit().await?;
        Ok(Answer(told))
    })
    .await
}
