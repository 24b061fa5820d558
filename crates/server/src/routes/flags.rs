//! What is turned on for whoever asks.

use axum::{Json, extract::State};
use holdfast_core::flags::Flags;

use super::Routes;
use crate::{Shared, error::Error, session::Session};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/flags", flags)
}

/// `GET /api/v1/flags` → `flags::Flags`: how each flag is for this person, and who says so. A line says its scopes again when a
/// flag was set, for anybody: then there may be something new here.
async fn flags(State(app): State<Shared>, session: Session) -> Result<Json<Flags>, Error> {
    Ok(Json(app.db.read(app.clock.now()).await?.flags(session.person).await?))
}
