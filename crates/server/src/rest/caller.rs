//! Who asks, and under which key.

use std::fmt::Write as _;

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, request::Parts},
};
use holdfast_core::{
    flags::Flag,
    id::{OpId, PersonId},
};
use utoipa::{
    IntoParams,
    openapi::{
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
    },
};
use uuid::Uuid;

use crate::{Shared, error::Error, flags, random, session::Session};

/// By which a program says that a request is the same as an earlier one.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The most characters of a key.
const LONGEST: usize = 255;

/// A signed-in person, as far as their account has requests left this minute.
pub(super) struct Caller(pub(super) PersonId);

impl FromRequestParts<Shared> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Error> {
        let session = <Session as FromRequestParts<Shared>>::from_request_parts(parts, app).await?;
        app.rate.take(session.person, app.clock.now())?;
        flags::check(&mut app.db.read(app.clock.now()).await?, Flag::Rest, session.person).await?;
        Ok(Self(session.person))
    }
}

/// What names a request for ever: the key it brings together with its method, address and account, so that one key for two
/// things is two names. Without a key it is a new one.
pub(super) struct Named(OpId);

impl Named {
    /// The operation that the request is.
    pub(super) fn op(&self) -> OpId {
        self.0
    }

    /// The operation that the request is for one of the things it names.
    pub(super) fn op_of(&self, thing: Uuid) -> OpId {
        OpId(Uuid::new_v5(&self.0.0, thing.as_bytes()))
    }

    /// The id of what the request makes.
    pub(super) fn made(&self) -> Uuid {
        Uuid::new_v5(&self.0.0, b"made")
    }
}

impl FromRequestParts<Shared> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Error> {
        let Some(key) = parts.headers.get(&KEY).cloned() else {
            return Ok(Self(OpId::new(app.clock.now(), random::bytes())));
        };
        let wrong = || Error::invalid(format!("The header Idempotency-Key takes 1 to {LONGEST} visible characters."));
        let key = key.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len())).ok_or_else(wrong)?;
        let session = <Session as FromRequestParts<Shared>>::from_request_parts(parts, app).await?;
        Ok(Self(OpId(name(session.person, key, parts))))
    }
}

impl IntoParams for Named {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        const WHAT: &str = "What names the request: a repeat with the same name does nothing, and is answered alike.";
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST));
        let header = ParameterBuilder::new().name("Idempotency-Key").parameter_in(ParameterIn::Header);
        vec![header.description(Some(WHAT)).schema(Some(text)).build()]
    }
}

fn name(person: PersonId, key: &str, parts: &Parts) -> Uuid {
    let mut text = String::new();
    // Neither a method nor a path has a line break in it.
    let _ = write!(text, "{}\n{}\n{key}", parts.method, parts.uri.path());
    Uuid::new_v5(&person.uuid(), text.as_bytes())
}
