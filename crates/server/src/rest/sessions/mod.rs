//! The sessions of an engagement.

pub(super) mod bulk;
pub(super) mod list;
pub(super) mod one;
pub(super) mod places;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use holdfast_core::{
    entity::Session,
    id::{Id, ScopeId},
};
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type},
    },
};

use crate::{
    error::Error,
    routes::{Routes, invites::not_an_engagement},
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/v1/engagements/{engagement}/sessions", list::list)
        .post("/v1/engagements/{engagement}/sessions", one::create)
        .post("/v1/engagements/{engagement}/sessions/bulk-delete", bulk::delete)
        .get("/v1/engagements/{engagement}/sessions/{session}", one::get)
        .patch("/v1/engagements/{engagement}/sessions/{session}", one::change)
        .delete("/v1/engagements/{engagement}/sessions/{session}", one::delete)
        .post("/v1/engagements/{engagement}/sessions/{session}/join", places::join)
        .post("/v1/engagements/{engagement}/sessions/{session}/leave", places::leave)
}

pub(super) fn no_session() -> Error {
    Error::NotFound("There is no such session, or you have no access to it.".into())
}

/// The engagement an address names.
pub(super) struct InEngagement(ScopeId);

impl<S: Send + Sync> FromRequestParts<S> for InEngagement {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path(scope) = Path::from_request_parts(parts, state).await.map_err(|_| not_an_engagement())?;
        Ok(Self(scope))
    }
}

/// The engagement and the session an address names.
pub(super) struct OfSession(ScopeId, Id<Session>);

impl<S: Send + Sync> FromRequestParts<S> for OfSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path((scope, id)) = Path::from_request_parts(parts, state).await.map_err(|_| no_session())?;
        Ok(Self(scope, id))
    }
}

fn in_path(name: &str, what: &str) -> Parameter {
    let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    let id = ObjectBuilder::new().schema_type(Type::String).format(Some(uuid));
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).description(Some(what));
    parameter.required(Required::True).schema(Some(id)).build()
}

impl IntoParams for InEngagement {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![in_path("engagement", "The engagement.")]
    }
}

impl IntoParams for OfSession {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![in_path("engagement", "The engagement."), in_path("session", "The session.")]
    }
}
