//! The routes. Each file holds its part's `router()`, and each handler with its documentation and answer.

mod assets;
mod auth;
mod body;
mod client_address;
mod demo;
mod health;
mod history;
mod invites;
mod members;
mod password;
mod pull;
mod push;
mod query;
mod reset;
mod search;
mod server;
mod sessions;
mod stream;
mod transfer;

pub(crate) use assets::has_app;
pub(crate) use demo::close_unless_allowed as close_demo_unless_allowed;
pub(crate) use stream::Tail;

use axum::{
    Router, middleware,
    response::{IntoResponse as _, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{Shared, error::Error, headers, origin, request_log, session};

/// Everything the server answers.
pub(crate) fn router(app: Shared) -> Router {
    let api = Router::new()
        .merge(auth::router())
        .merge(demo::router())
        .merge(health::api())
        .merge(history::router())
        .merge(invites::router())
        .merge(members::router())
        .merge(password::router())
        .merge(pull::router())
        .merge(push::router())
        .merge(reset::router())
        .merge(search::router())
        .merge(server::router())
        .merge(sessions::router())
        .merge(stream::router())
        .merge(transfer::router())
        .fallback(|| async { Error::NotFound("The server has nothing at this address.".into()) })
        .method_not_allowed_fallback(|| async { Error::Method })
        .layer(middleware::from_fn_with_state(app.clone(), session::layer))
        .layer(middleware::from_fn_with_state(app.clone(), origin::layer));
    Router::new()
        .nest("/api", api)
        .merge(health::router())
        .merge(assets::router())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(request_log::layer))
        .layer(middleware::from_fn(headers::layer))
        .with_state(app)
}

/// A handler that panics has failed alone.
fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no words");
    Error::Internal(format!("panic: {words}")).into_response()
}
