//! The description of the interface that programs read (OpenAPI 3.1), made from the handlers themselves.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{http::header, response::IntoResponse};
use holdfast_core::wire::codes;
use utoipa::{
    IntoResponses, Modify, OpenApi, PartialSchema, ToSchema,
    openapi::{
        self, ContentBuilder, HeaderBuilder, Ref, RefOr, ResponseBuilder,
        response::Response,
        schema::{ObjectBuilder, Schema, Type},
        security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme},
    },
};

use super::{engagements, sessions};
use crate::{routes::Routes, session};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/openapi.json", told)
}

/// `GET /api/v1/openapi.json` → the description, to anyone.
async fn told() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| Description::openapi().to_json().unwrap_or_default());
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())
}

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(title = "Holdfast", description = include_str!("../../assets/docs/about.md")),
    paths(
        engagements::list,
        sessions::list::list,
        sessions::one::create,
        sessions::one::get,
        sessions::one::change,
        sessions::one::delete,
        sessions::bulk::delete,
        sessions::places::join,
        sessions::places::leave,
    ),
    tags(
        (name = "engagements", description = "What you are in."),
        (name = "sessions", description = "Who works on something together, in an engagement."),
    ),
    modifiers(&SignedIn),
)]
struct Description;

/// Every operation takes the cookie of whoever is signed in.
struct SignedIn;

impl Modify for SignedIn {
    fn modify(&self, description: &mut openapi::OpenApi) {
        let cookie = ApiKeyValue::with_description(session::COOKIE, "Set by `POST /api/v1/auth/login`.");
        let components = description.components.get_or_insert_default();
        components.add_security_scheme(session::COOKIE, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components.schemas.insert("Error".into(), ErrorBody::schema());
        description.security = Some(vec![SecurityRequirement::new(session::COOKIE, [""; 0])]);
    }
}

/// `wire::ErrorBody`.
pub(super) struct ErrorBody;

impl PartialSchema for ErrorBody {
    fn schema() -> RefOr<Schema> {
        const CODES: [&str; 10] = [
            codes::UNAUTHENTICATED,
            codes::WRONG_ACCOUNT,
            codes::FORBIDDEN,
            codes::NOT_FOUND,
            codes::INVALID,
            codes::CONFLICT,
            codes::FULL,
            codes::TOO_LARGE,
            codes::THROTTLED,
            codes::INTERNAL,
        ];
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let error = ObjectBuilder::new()
            .property("code", text().enum_values(Some(CODES)).description(Some("To act on.")))
            .property("message", text().description(Some("What is wrong and what to do, for people.")))
            .property("field", text().description(Some("The field at fault, where there is one.")))
            .required("code")
            .required("message");
        ObjectBuilder::new().property("error", error).required("error").into()
    }
}

impl ToSchema for ErrorBody {
    fn name() -> std::borrow::Cow<'static, str> {
        "Error".into()
    }
}

/// What every operation may answer instead.
pub(super) struct Refused;

/// What one that names things may.
pub(super) struct NotFound;

/// What one that writes may.
pub(super) struct NotWritten;

/// What one may that the state of things may be against.
pub(super) struct Conflicting;

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        all(&[
            (400, "`invalid`: something in the request is wrong; `field` may say what."),
            (401, "`unauthenticated`: sign in first."),
            (403, "`wrong_account`: the header `X-Holdfast-Account` names another account."),
            (429, "`throttled`: too many requests; `Retry-After` says for how many seconds to wait."),
            (500, "`internal`: the server failed, and has written down why."),
        ])
    }
}

impl IntoResponses for NotFound {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        all(&[(404, "`not_found`: it is not there, or not for you.")])
    }
}

impl IntoResponses for NotWritten {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        all(&[
            (403, "`forbidden`: your role does not allow it, or the request comes from another site; `wrong_account`."),
            (413, "`too_large`: send less at once."),
        ])
    }
}

impl IntoResponses for Conflicting {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        all(&[(409, "`conflict`: it is not as the request takes it to be by now; `full`: all places are taken.")])
    }
}

fn all(list: &[(u16, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let response = |(status, words): &(u16, &str)| {
        let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).build();
        let mut response = ResponseBuilder::new().description(*words).content("application/json", body);
        if *status == 429 {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer);
            response = response.header("Retry-After", HeaderBuilder::new().schema(Some(seconds)).build());
        }
        (status.to_string(), RefOr::T(response.build()))
    };
    list.iter().map(response).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;
    use utoipa::OpenApi as _;

    use super::Description;

    #[test]
    fn all_that_is_answered_is_described_and_nothing_else() {
        let description: Value = serde_json::from_str(&Description::openapi().to_json().unwrap()).unwrap();
        assert_eq!(description["openapi"], "3.1.0");
        let paths = description["paths"].as_object().unwrap().iter();
        let of_path = |(path, item): (&String, &Value)| {
            let path = path.clone();
            let methods: Vec<String> = item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
            methods.into_iter().map(move |method| (path.clone(), method)).collect::<Vec<_>>()
        };
        let described: BTreeSet<_> = paths.flat_map(of_path).collect();
        let resources = super::engagements::routes().merge(super::sessions::routes()).list;
        let answered = resources.into_iter().map(|route| (format!("/api{}", route.path), route.method.to_owned()));
        assert_eq!(described, answered.collect());
    }
}
