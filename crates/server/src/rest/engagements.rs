//! The engagements of whoever asks: what the addresses of the others begin with.

use axum::{Json, extract::State};
use holdfast_core::{ledger::Ledger as _, role::Role};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};
use uuid::Uuid;

use super::{caller::Caller, description::Refused};
use crate::{Shared, door, error::Error, routes::Routes};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/engagements", list)
}

/// The engagements that the caller is in.
#[derive(Serialize, ToSchema)]
pub(super) struct Engagements {
    items: Vec<Engagement>,
}

#[derive(Serialize, ToSchema)]
struct Engagement {
    id: Uuid,
    name: String,
    /// What the caller may do there.
    #[schema(value_type = RoleName)]
    role: Role,
}

/// The names of roles, the least first.
struct RoleName;

impl PartialSchema for RoleName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Role::ALL.map(Role::name))).into()
    }
}

impl ToSchema for RoleName {
    fn name() -> std::borrow::Cow<'static, str> {
        "Role".into()
    }
}

/// The engagements you are in.
///
/// All of them, in the order of their names.
#[utoipa::path(get, path = "/api/v1/engagements", tag = "engagements", operation_id = "listEngagements",
    responses((status = 200, body = Engagements, description = "The engagements."), Refused))]
pub(super) async fn list(State(app): State<Shared>, Caller(person): Caller) -> Result<Json<Engagements>, Error> {
    let mut tx = app.db.read(app.clock.now()).await?;
    let mut items = Vec::new();
    for scope in tx.readable(person).await?.into_keys().filter(|scope| *scope != person.scope()) {
        // One that was deleted has no name any more.
        if let (Some(name), Some(role)) = (door::engagement_name(&mut tx, scope).await?, tx.role(person, scope).await?)
        {
            items.push(Engagement { id: scope.0, name, role });
        }
    }
    items.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(Json(Engagements { items }))
}
