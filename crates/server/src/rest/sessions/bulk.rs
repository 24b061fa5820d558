//! Deleting many sessions at once.

use axum::{Json as Answer, extract::State};
use holdfast_core::{
    entity::Session,
    id::{Id, ScopeId},
    operation::Edit,
    wire::ApiError,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::{
        caller::{Caller, Named},
        description::{NotFound, NotWritten, Refused},
        write::Work,
    },
    InEngagement,
};
use crate::{Shared, error::Error, routes::body::Json, to_its_end};

/// The most at once.
const MOST: usize = 100;

/// Which sessions are to be deleted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct BulkDelete {
    #[schema(min_items = 1, max_items = 100)]
    ids: Vec<Uuid>,
}

/// What became of each, in their order.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct BulkDeleted {
    results: Vec<Deleted>,
}

#[derive(Serialize, ToSchema)]
struct Deleted {
    id: Uuid,
    deleted: bool,
    /// Why it was not: `not_found` or `forbidden`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Why>)]
    error: Option<ApiError>,
}

/// As in the body of an error.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes `wire::ApiError`, which core keeps free of descriptions")]
struct Why {
    code: String,
    message: String,
    field: Option<String>,
}

/// Delete many sessions.
///
/// Each is deleted or not by itself, and all that can be are deleted together.
#[utoipa::path(post, path = "/api/v1/engagements/{engagement}/sessions/bulk-delete", tag = "sessions",
    operation_id = "deleteSessions",
    params(InEngagement, Named),
    request_body = BulkDelete,
    responses((status = 200, body = BulkDeleted, description = "What became of each."), Refused, NotFound, NotWritten))]
pub(in super::super) async fn delete(
    State(app): State<Shared>,
    Caller(person): Caller,
    InEngagement(scope): InEngagement,
    named: Named,
    Json(BulkDelete { ids }): Json<BulkDelete>,
) -> Result<Answer<BulkDeleted>, Error> {
    if !(1..=MOST).contains(&ids.len()) {
        return Err(Error::field("ids", format!("Name 1 to {MOST} sessions.")));
    }
    to_its_end(async move {
        let mut work = Work::begin(&app, person, scope).await?;
        let mut results = Vec::with_capacity(ids.len());
        for id in ids {
            results.push(match delete_one(&mut work, &named, scope, Id::from_uuid(id)).await {
                Ok(()) => Deleted { id, deleted: true, error: None },
                Err(error @ Error::Internal(_)) => return Err(error),
                Err(error) => Deleted { id, deleted: false, error: Some(error.told()) },
            });
        }
        work.commit().await?;
        Ok(Answer(BulkDeleted { results }))
    })
    .await
}

async fn delete_one(work: &mut Work, named: &Named, scope: ScopeId, id: Id<Session>) -> Result<(), Error> {
    let op = named.op_of(id.uuid());
    if work.was_done(op).await? {
        return Ok(());
    }
    let seen = work.find(id).await?.version;
    work.push(op, Edit::delete(scope, id), seen).await
}
