//! The routes. Each file holds its part's `routes()`, and each handler with its documentation and answer.

mod assets;
mod auth;
mod blobs;
pub(crate) mod body;
mod client_address;
mod code;
mod contents;
mod demo;
mod flags;
mod health;
mod history;
pub(crate) mod invites;
mod members;
mod oidc;
mod password;
mod presence;
mod pull;
mod push;
pub(crate) mod query;
mod reset;
mod search;
mod server;
mod sessions;
mod stream;
mod table;
mod transfer;

pub(crate) use assets::has_app;
pub(crate) use demo::close_unless_allowed as close_demo_unless_allowed;
pub(crate) use oidc::CALLBACK as OIDC_CALLBACK;
pub(crate) use stream::Tail;
pub use table::Route;
pub(crate) use table::Routes;

use axum::{
    Router, middleware,
    response::{IntoResponse as _, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{Shared, error::Error, headers, origin, request_log, rest, session};

/// Where all but the app and `/healthz` is.
const API: &str = "/api";

/// What stands under `/api`.
fn api() -> Routes {
    Routes::default()
        .merge(auth::routes())
        .merge(blobs::routes())
        .merge(code::routes())
        .merge(contents::routes())
        .merge(demo::routes())
        .merge(flags::routes())
        .merge(health::api())
        .merge(history::routes())
        .merge(invites::routes())
        .merge(members::routes())
        .merge(oidc::routes())
        .merge(password::routes())
        .merge(presence::routes())
        .merge(pull::routes())
        .merge(push::routes())
        .merge(reset::routes())
        .merge(rest::routes())
        .merge(search::routes())
        .merge(server::routes())
        .merge(sessions::routes())
        .merge(stream::routes())
        .merge(transfer::routes())
}

/// Everything the server answers.
pub(crate) fn router(app: Shared) -> Router {
    let api = api()
        .router
        .fallback(|| async { Error::NotFound("The server has nothing at this address.".into()) })
        .method_not_allowed_fallback(|| async { Error::Method })
        .layer(middleware::from_fn_with_state(app.clone(), session::layer))
        .layer(middleware::from_fn_with_state(app.clone(), origin::layer));
    Router::new()
        .nest(API, api)
        .merge(health::routes().router)
        .merge(assets::router())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(request_log::layer))
        .layer(middleware::from_fn(headers::layer))
        .with_state(app)
}

/// Everything that has an address of its own here; the app's files, which anyone may read, are answered besides.
pub(crate) fn list() -> Vec<Route> {
    let api = api().list.into_iter().map(|route| Route { path: format!("{API}{}", route.path), ..route });
    api.chain(health::routes().list).collect()
}

/// A handler that panics has failed alone.
fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no words");
    Error::Internal(format!("panic: {words}")).into_response()
}
