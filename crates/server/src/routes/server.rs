//! What the sign-in page wants to know before anyone has signed in.

use axum::{Json, extract::State};
use holdfast_core::{id::Epoch, wire::PROTOCOL};
use serde::Serialize;

use super::{Routes, demo};
use crate::{Shared, error::Error};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/server", server)
}

#[derive(Serialize)]
struct About {
    /// Whether nobody has an account yet.
    empty: bool,
    /// Whether `POST /api/v1/demo` would work.
    demo: bool,
    /// What the provider is called with which people may sign in (`GET /api/v1/auth/oidc/start`), if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    version: &'static str,
    protocol: u16,
    epoch: Epoch,
}

/// `GET /api/v1/server` → `{empty, demo, provider?, version, protocol, epoch}`.
async fn server(State(app): State<Shared>) -> Result<Json<About>, Error> {
    let empty = app.db.read(app.clock.now()).await?.is_empty().await?;
    Ok(Json(About {
        empty,
        demo: empty && demo::is_allowed(&app),
        provider: app.oidc.as_ref().map(|oidc| oidc.provider().name.clone()),
        version: env!("CARGO_PKG_VERSION"),
        protocol: PROTOCOL,
        epoch: app.db.epoch(),
    }))
}
