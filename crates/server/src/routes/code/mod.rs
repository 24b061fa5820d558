//! A text that several people write at once, over a WebSocket in the words of y-websocket: any Yjs client can join.
//!
//! ```text
//!  client  Have(its vector)                Lacking(what the server lacks)   Update …   Awareness …
//!  server  Have(its vector)   Lacking(what the client lacks)   Update …   Awareness …
//! ```
//!
//! Who asks for it (`told=true`) also hears whether they may write, and of what they have sent how much is stored.

mod line;

use axum::{
    extract::{
        Path, State,
        rejection::PathRejection,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
};
use holdfast_core::id::PersonId;
use holdfast_text::MOST_UPDATE;
use line::Line;
use serde::Deserialize;

use super::{Routes, invites::not_an_engagement, query::Params};
use crate::{Shared, code::Place, error::Error, origin, session::Session};

/// The most bytes of a frame: an update, and what stands around it.
const MOST_FRAME: usize = MOST_UPDATE + 64;

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/scopes/{scope}/records/{record}/code", open)
}

/// What is said in the address.
#[derive(Deserialize)]
struct Asked {
    /// Whose session it is meant to be: a browser sends whichever cookie it has.
    account: PersonId,
    /// Whether to tell what is stored, and what may be done.
    #[serde(default)]
    told: bool,
}

/// `GET /api/v1/scopes/{scope}/records/{record}/code?account=ID[&told=true]` → 101: the text that is written together at a record.
///
/// Whoever is in the engagement reads it, an editor writes it. 401 without a session, 403 `wrong_account` for another's, 403 from
/// another site's page, 404 `not_found` without access to the engagement, where it has no such record, and
/// where this is turned off; 400 `invalid` for
/// what is no WebSocket.
async fn open(
    State(app): State<Shared>,
    headers: HeaderMap,
    session: Session,
    place: Result<Path<Place>, PathRejection>,
    Params(asked): Params<Asked>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Error> {
    origin::check_upgrade(&headers, &app.config.public)?;
    if asked.account != session.person {
        return Err(Error::WrongAccount);
    }
    let Path(place) = place.map_err(|_| not_an_engagement())?;
    let mut tx = app.db.read(app.clock.now()).await?;
    if tx.code_role(session.person, place).await?.is_none() {
        return Err(not_an_engagement());
    }
    let account = tx.account(session.person).await?.ok_or(Error::Unauthenticated)?;
    let upgrade = upgrade.map_err(|error| Error::invalid(format!("This address takes WebSockets only: {error}.")))?;
    let upgrade = upgrade.max_message_size(MOST_FRAME).max_frame_size(MOST_FRAME);
    Ok(upgrade.on_upgrade(move |socket| Line::new(socket, app, session, account.name, place, asked.told).run()))
}
