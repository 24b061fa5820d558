//! Taking a place in a session, and giving it up.

use axum::{Json as Answer, extract::State};
use holdfast_core::{
    entity::{Entity as _, Session},
    id::PersonId,
    operation::Edit,
};

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
    responses((status = 200, body = Told, description = "The session."),
        Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn join(
    State(app): State<Shared>,
    Caller(person): Caller,
    of: OfSession,
    named: Named,
) -> Result<Answer<Told>, Error> {
    edit(app, person, of, named, true).await
}

/// Give a place up.
///
/// Everybody does, for themselves; without one, nothing changes.
#[utoipa::path(post, path = "/api/v1/engagements/{engagement}/sessions/{session}/leave", tag = "sessions",
    operation_id = "leaveSession",
    params(OfSession, Named),
    responses((status = 200, body = Told, description = "The session."),
        Refused, NotFound, NotWritten, Conflicting))]
pub(in super::super) async fn leave(
    State(app): State<Shared>,
    Caller(person): Caller,
    of: OfSession,
    named: Named,
) -> Result<Answer<Told>, Error> {
    edit(app, person, of, named, false).await
}

async fn edit(
    app: Shared,
    person: PersonId,
    OfSession(scope, id): OfSession,
    named: Named,
    takes_part: bool,
) -> Result<Answer<Told>, Error> {
    to_its_end(async move {
        let mut work = Work::begin(&app, person, scope).await?;
        if !work.was_done(named.op()).await? {
            let record = work.find(id).await?;
            let (me, edit) = (person.to_string(), Edit::set::<Session>(scope, id));
            // What is so already is no edit: it would make a new version for nothing.
            if Session::read(&record).participants.contains(&me) != takes_part {
                let edit = match takes_part {
                    true => edit.add(Session::PARTICIPANTS, me),
                    false => edit.remove(Session::PARTICIPANTS, me),
                };
                work.push(named.op(), edit, record.version).await?;
            }
        }
        let told = Told::from(&work.find(id).await?);
        work.commit().await?;
        Ok(Answer(told))
    })
    .await
}
