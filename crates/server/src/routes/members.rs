//! Who is in an engagement: changing and ending memberships, which only these routes do, and what is known of the members
//! beyond what comes by sync.

use axum::{
    Json as Answer,
    extract::{Path, State, rejection::PathRejection},
};
use holdfast_core::{
    id::{PersonId, ScopeId},
    ledger::Ledger as _,
    role::Role,
    wire::remote::MemberInfo,
};
use serde::{Deserialize, Serialize};

use super::{Routes, body::Json, invites::not_an_engagement};
use crate::{Shared, db::Tx, door, error::Error, session::Session, to_its_end};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/engagements/{id}/members", list).post("/v1/engagements/{id}/members/{person}", change)
}

/// `GET /api/v1/engagements/{id}/members` → a list of `wire::remote::MemberInfo`, by role and name, to whoever is in the
/// engagement; 404 `not_found` to everyone else.
async fn list(
    State(app): State<Shared>,
    session: Session,
    id: Result<Path<ScopeId>, PathRejection>,
) -> Result<Answer<Vec<MemberInfo>>, Error> {
    let Path(scope) = id.map_err(|_| not_an_engagement())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    // A person's own scope is nobody's engagement, though they may read it.
    if scope == session.person.scope() || tx.role(session.person, scope).await?.is_none() {
        return Err(not_an_engagement());
    }
    Ok(Answer(tx.members_of(scope).await?))
}

#[derive(Deserialize)]
struct Change {
    /// The new role; nothing takes the person out.
    role: Option<Role>,
}

#[derive(Serialize)]
struct Changed {
    role: Option<Role>,
}

/// `POST /api/v1/engagements/{id}/members/{person}` `{role}` → `{role}`; with `{"role": null}` the person is out, at once
/// and on their open streams too.
///
/// Who leaves, is put out or lowered takes the engagement's open invitations with them: invite the others anew.
///
/// Admins change people below owner, up to admin; owners everyone. Anyone may leave. An engagement keeps an owner.
async fn change(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<(ScopeId, PersonId)>, PathRejection>,
    Json(body): Json<Change>,
) -> Result<Answer<Changed>, Error> {
    let Path((scope, person)) = path.map_err(|_| not_an_engagement())?;
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        let before = may_change(&mut tx, session.person, person, scope, body.role).await?;
        match body.role {
            Some(role) if role == before => {}
            Some(role) => door::change_role(&mut tx, session.person, person, scope, role, now).await?,
            None => door::remove(&mut tx, session.person, person, scope, now).await?,
        }
        // Whoever was lowered or put out knows the links that are about, and one would undo it.
        if body.role.is_none_or(|role| role < before) {
            tx.end_invites(scope).await?;
        }
        tx.commit().await?;
        Ok(Answer(Changed { role: body.role }))
    })
    .await
}

/// The role the person has, if it may be changed to that.
async fn may_change(
    tx: &mut Tx,
    by: PersonId,
    person: PersonId,
    scope: ScopeId,
    to: Option<Role>,
) -> Result<Role, Error> {
    let forbidden = |message: &str| Err(Error::Forbidden(message.into()));
    if scope == by.scope() {
        return Err(not_an_engagement());
    }
    let own = tx.role(by, scope).await?.ok_or_else(not_an_engagement)?;
    let before = tx.role(person, scope).await?;
    let before = before.ok_or_else(|| Error::NotFound("This person is not in the engagement.".into()))?;
    let leaves = by == person && to.is_none();
    if !leaves && own < Role::Admin {
        return forbidden("Only admins and owners change who is in an engagement.");
    }
    if own < Role::Owner && !leaves && (before > own || to > Some(own)) {
        return forbidden("Only owners change owners.");
    }
    if before == Role::Owner && to != Some(Role::Owner) && tx.owners(scope).await? == 1 {
        return forbidden("This is the only owner: make someone else an owner first.");
    }
    Ok(before)
}
