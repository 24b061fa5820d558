//! Whether the server works, for whatever watches over it.

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;

use crate::{Shared, error::Error};

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/healthz", get(health))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    database: &'static str,
}

/// `GET /healthz` → 200 if the database answers.
async fn health(State(app): State<Shared>) -> Result<Json<Health>, Error> {
    app.db.read(app.clock.now()).await?.ping().await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), database: "ok" }))
}
