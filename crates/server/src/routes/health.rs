//! Whether the server works: for whatever watches over it, and for the people who use it.

use axum::{Json, extract::State};
use holdfast_core::wire::remote::{DatabaseHealth, Health, ServerHealth};
use serde::Serialize;

use super::Routes;
use crate::{App, Shared, db::DbError, error::Error, session::Session};

pub(super) fn routes() -> Routes {
    Routes::default().get("/healthz", healthz)
}

pub(super) fn api() -> Routes {
    Routes::default().get("/v1/health", health)
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Serialize)]
struct Healthz {
    status: &'static str,
    version: &'static str,
    database: &'static str,
}

/// `GET /healthz` → 200 if the database answers.
async fn healthz(State(app): State<Shared>) -> Result<Json<Healthz>, Error> {
    app.db.read(app.clock.now()).await?.ping().await?;
    Ok(Json(Healthz { status: "ok", version: VERSION, database: "ok" }))
}

/// `GET /api/v1/health` → `wire::remote::Health`. How the server stands is told to whoever is signed in; others learn only
/// whether it works.
async fn health(State(app): State<Shared>, session: Option<Session>) -> Json<Health> {
    let database = match database(&app).await {
        Ok(bytes) => DatabaseHealth { ok: true, bytes },
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            DatabaseHealth { ok: false, bytes: 0 }
        }
    };
    let server = || ServerHealth {
        version: VERSION.to_owned(),
        epoch: app.db.epoch(),
        started_at: app.started,
        uptime_s: app.clock.now().saturating_sub(app.started) / 1000,
        database,
        open_sockets: app.sockets.count(),
    };
    Json(Health { ok: database.ok, server: session.map(|_| server()) })
}

async fn database(app: &App) -> Result<u64, DbError> {
    let mut tx = app.db.read(app.clock.now()).await?;
    tx.ping().await?;
    tx.bytes().await
}
