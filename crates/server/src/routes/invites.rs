//! Invitations into engagements: a link that whoever holds it may use until it ends.

use axum::{
    Json as Answer,
    extract::{Path, State, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use holdfast_core::{
    Millis,
    id::{PersonId, ScopeId},
    ledger::Ledger as _,
    role::Role,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Routes, body::Json};
use crate::{
    Shared,
    db::{Invite, OpenInvite, Tx},
    door,
    error::Error,
    random,
    session::Session,
    to_its_end,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/v1/engagements/{id}/invites", list)
        .post("/v1/engagements/{id}/invites", create)
        .delete("/v1/engagements/{id}/invites/{invite}", revoke)
        .get("/v1/invites/{token}", show)
        .post("/v1/invites/{token}/accept", accept)
}

/// How long an invitation lasts.
const LIFETIME: Millis = 14 * 24 * 60 * 60 * 1000;

#[derive(Deserialize)]
struct NewInvite {
    role: Role,
}

#[derive(Serialize)]
struct Created {
    id: Uuid,
    token: String,
    /// The page that accepts it, on this server.
    url: String,
    role: Role,
    expires: Millis,
}

/// `POST /api/v1/engagements/{id}/invites` `{role}` → 201 `{id, token, url, role, expires}`.
///
/// 403 `forbidden` below admin, or for a role above one's own; nobody is invited as an owner. The token is told this once.
async fn create(
    State(app): State<Shared>,
    session: Session,
    id: Result<Path<ScopeId>, PathRejection>,
    Json(body): Json<NewInvite>,
) -> Result<Response, Error> {
    let Path(scope) = id.map_err(|_| not_an_engagement())?;
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        may_invite(&mut tx, session.person, scope, body.role).await?;
        let token = random::token();
        let id = uuid::Builder::from_random_bytes(random::bytes()).into_uuid();
        let invite = Invite { id, scope, role: body.role, created_by: session.person, expires: now + LIFETIME };
        tx.add_invite(&random::token_hash(&token), invite).await?;
        tx.commit().await?;
        let origin = app.config.public.public_url.as_ref().map(|url| url.origin()).unwrap_or_default();
        let url = format!("{origin}/invite/{token}");
        let created = Created { id, token, url, role: invite.role, expires: invite.expires };
        Ok((StatusCode::CREATED, Answer(created)).into_response())
    })
    .await
}

#[derive(Serialize)]
struct Listed {
    id: Uuid,
    role: Role,
    created_by: PersonId,
    /// The name of who made it.
    invited_by: String,
    expires: Millis,
    /// How many it let in.
    uses: u64,
}

impl From<OpenInvite> for Listed {
    fn from(OpenInvite { invite, invited_by, uses }: OpenInvite) -> Self {
        let Invite { id, role, created_by, expires, .. } = invite;
        Self { id, role, created_by, invited_by, expires, uses }
    }
}

/// `GET /api/v1/engagements/{id}/invites` → a list of `{id, role, created_by, invited_by, expires, uses}`: the engagement's
/// open invitations, to its admins and owners. 403 `forbidden` below, 404 `not_found` to everyone else.
async fn list(
    State(app): State<Shared>,
    session: Session,
    id: Result<Path<ScopeId>, PathRejection>,
) -> Result<Answer<Vec<Listed>>, Error> {
    let Path(scope) = id.map_err(|_| not_an_engagement())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    may_invite(&mut tx, session.person, scope, Role::Viewer).await?;
    Ok(Answer(tx.invites_into(scope).await?.into_iter().map(Listed::from).collect()))
}

/// `DELETE /api/v1/engagements/{id}/invites/{invite}` → 204. Ends one invitation; who came by it stays. 404 `not_found` for
/// one that has ended, or of another engagement.
async fn revoke(
    State(app): State<Shared>,
    session: Session,
    path: Result<Path<(ScopeId, Uuid)>, PathRejection>,
) -> Result<StatusCode, Error> {
    let Path((scope, invite)) = path.map_err(|_| no_invite())?;
    to_its_end(async move {
        let mut tx = app.db.write(app.clock.now()).await?;
        may_invite(&mut tx, session.person, scope, Role::Viewer).await?;
        if !tx.end_invite(scope, invite).await? {
            return Err(no_invite());
        }
        tx.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Whether a person may invite others with that role.
async fn may_invite(tx: &mut Tx, person: PersonId, scope: ScopeId, role: Role) -> Result<(), Error> {
    let own = tx.role(person, scope).await?.ok_or_else(not_an_engagement)?;
    if door::engagement_name(tx, scope).await?.is_none() {
        return Err(not_an_engagement());
    }
    match role {
        Role::Owner => Err(Error::Forbidden("Nobody is invited as an owner: invite as an admin.".into())),
        _ if own < Role::Admin => Err(Error::Forbidden("Only admins and owners invite people.".into())),
        _ if role > own => Err(Error::Forbidden("Nobody gives a role above their own.".into())),
        _ => Ok(()),
    }
}

pub(crate) fn not_an_engagement() -> Error {
    Error::NotFound("There is no such engagement, or you have no access to it.".into())
}

fn no_invite() -> Error {
    Error::NotFound("This invitation has ended or never was. Ask for a new one.".into())
}

#[derive(Serialize)]
struct Shown {
    engagement: String,
    scope: ScopeId,
    role: Role,
    invited_by: String,
    expires: Millis,
}

/// `GET /api/v1/invites/{token}` → `{engagement, scope, role, invited_by, expires}`, to whoever holds the token, signed in
/// or not: they may have to sign up first.
async fn show(State(app): State<Shared>, token: Result<Path<String>, PathRejection>) -> Result<Answer<Shown>, Error> {
    let Path(token) = token.map_err(|_| no_invite())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    let (invite, engagement) = valid(&mut tx, &token).await?;
    let invited_by = tx.name_of(invite.created_by).await?;
    let Invite { scope, role, expires, .. } = invite;
    Ok(Answer(Shown { engagement, scope, role, invited_by, expires }))
}

#[derive(Serialize)]
struct Accepted {
    scope: ScopeId,
    engagement: String,
    /// The role the person has now.
    role: Role,
    /// Whether they were in it before; then nothing has changed.
    already_member: bool,
}

/// `POST /api/v1/invites/{token}/accept` `{}` → `{scope, engagement, role, already_member}`. Someone who is in the
/// engagement keeps the role they have, whatever the invitation says.
async fn accept(
    State(app): State<Shared>,
    session: Session,
    token: Result<Path<String>, PathRejection>,
) -> Result<Answer<Accepted>, Error> {
    let Path(token) = token.map_err(|_| no_invite())?;
    to_its_end(async move {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        let (invite, engagement) = valid(&mut tx, &token).await?;
        let admitted = door::admit(&mut tx, session.person, invite.scope, invite.role, now).await?;
        if admitted {
            tx.count_invite(&random::token_hash(&token)).await?;
        }
        let role = tx.role(session.person, invite.scope).await?.ok_or_else(no_invite)?;
        tx.commit().await?;
        Ok(Answer(Accepted { scope: invite.scope, engagement, role, already_member: !admitted }))
    })
    .await
}

/// An invitation that counts, and its engagement's name: whoever made it must still have the right to.
async fn valid(tx: &mut Tx, token: &str) -> Result<(Invite, String), Error> {
    let invite = tx.invite(&random::token_hash(token)).await?.ok_or_else(no_invite)?;
    may_invite(tx, invite.created_by, invite.scope, invite.role).await.map_err(|error| match error {
        Error::Internal(_) => error,
        _ => no_invite(),
    })?;
    let name = door::engagement_name(tx, invite.scope).await?.ok_or_else(no_invite)?;
    Ok((invite, name))
}
