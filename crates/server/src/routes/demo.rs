//! A server to look around in: two accounts and a board, for whoever starts Holdfast on their own machine. Never on a server
//! others can reach: the accounts' password is known to all.

use std::collections::BTreeMap;

use axum::{
    Json as Answer,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::{
    id::{PersonId, ScopeId},
    import::{self, Existing, Target, Where, trello},
    ledger::Sender,
    operation::Edit,
    role::Role,
};
use serde::Serialize;

use super::{Routes, auth};
use crate::{
    App, Shared,
    db::{Account, DbError},
    door,
    error::Error,
    random, session, to_its_end,
    user_agent::UserAgent,
};

pub(super) fn routes() -> Routes {
    Routes::default().post("/v1/demo", demo)
}

/// The board the demo starts with, in the form another tool exports.
const BOARD: &[u8] = include_bytes!("../../assets/sample-board.json");
/// The password of both accounts.
const PASSWORD: &str = "holdfast-demo";
const PEOPLE: [(&str, &str); 2] =
    [("Ada Demo", "ada@demo.holdfast.example"), ("Ben Demo", "ben@demo.holdfast.example")];

/// Refuses a demo account where there may be none.
pub(super) fn check(app: &App, email: &str) -> Result<(), Error> {
    match is_demo(email) && !is_allowed(app) {
        true => Err(Error::Forbidden("The demo accounts are open only on the server's own machine.".into())),
        false => Ok(()),
    }
}

/// Whether this server may have demo accounts at all: only one that nobody else reaches.
pub(super) fn is_allowed(app: &App) -> bool {
    app.config.listen.listen.ip().is_loopback()
        && app.config.public.public_url.is_none()
        && !app.config.public.behind_proxy
}

/// Whether an address is a demo account's, whose password everybody knows: good only where [`is_allowed`].
fn is_demo(email: &str) -> bool {
    PEOPLE.iter().any(|(_, demo)| demo.eq_ignore_ascii_case(email.trim()))
}

/// Ends the demo accounts' sessions where they may not be: a server that was opened to others after the demo.
pub(crate) async fn close_unless_allowed(app: &App) -> Result<(), DbError> {
    if is_allowed(app) {
        return Ok(());
    }
    let mut tx = app.db.write(app.clock.now()).await?;
    for (_, email) in PEOPLE {
        tx.end_sessions_of(email).await?;
    }
    tx.commit().await.map(|_| ())
}

#[derive(Serialize)]
struct Made {
    /// Whom the caller is signed in as.
    person: Person,
    scope: ScopeId,
    accounts: Vec<Credentials>,
}

#[derive(Serialize)]
struct Person {
    id: PersonId,
    name: String,
    email: String,
}

#[derive(Serialize)]
struct Credentials {
    name: &'static str,
    email: &'static str,
    password: &'static str,
}

/// `POST /api/v1/demo` `{}` → 201 `{person, scope, accounts: [{name, email, password}]}`, signed in as the first account.
///
/// 403 `forbidden` on a server others can reach, 404 `not_found` on one with accounts.
async fn demo(State(app): State<Shared>, user_agent: UserAgent) -> Result<Response, Error> {
    if !is_allowed(&app) {
        return Err(Error::Forbidden("Only a server that listens on this machine alone has a demo.".into()));
    }
    let now = app.clock.now();
    let not_empty = || Error::NotFound("There are accounts here already: a demo is for an empty server.".into());
    if !app.db.read(now).await?.is_empty().await? {
        return Err(not_empty());
    }
    let password_hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    to_its_end(async move {
        let account = |(name, email): (&str, &str)| Account {
            id: PersonId::new(now, random::bytes()),
            email: email.to_owned(),
            name: name.to_owned(),
            password_hash: Some(password_hash.clone()),
        };
        let [ada, ben] = PEOPLE.map(account);
        let mut tx = app.db.write(now).await?;
        if !tx.is_empty().await? {
            return Err(not_empty());
        }
        auth::found_account(&app, &mut tx, &ada).await?;
        auth::found_account(&app, &mut tx, &ben).await?;
        let scope = door::found_engagement(&mut tx, ada.id, "Demo".to_owned(), now).await?;
        door::admit(&mut tx, ben.id, scope, Role::Editor, now).await?;
        door::write(&mut tx, Sender::Person(ada.id), ada.id, board(scope)?, now).await?;
        let cookie = session::start(&app, &mut tx, ada.id, true, user_agent).await?;
        tx.commit().await?;
        let credentials = |(name, email)| Credentials { name, email, password: PASSWORD };
        let made = Made {
            person: Person { id: ada.id, name: ada.name, email: ada.email },
            scope,
            accounts: PEOPLE.map(credentials).into(),
        };
        Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Answer(made)).into_response())
    })
    .await
}

/// The edits that make the board.
fn board(scope: ScopeId) -> Result<Vec<Edit>, Error> {
    let board = trello::parse(BOARD).map_err(|error| Error::Internal(format!("the sample board: {error}")))?;
    let target = Target { scope, project: Where::Own { after: None }, after: BTreeMap::new() };
    Ok(import::plan(&board, &BTreeMap::new(), &target, |_, _| Existing::Absent).edits)
}
