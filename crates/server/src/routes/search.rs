//! Search over everything a person may read.

use axum::{Json, extract::State};
use holdfast_core::{
    id::ScopeId,
    wire::remote::{MAX_SEARCH_LIMIT, MAX_SEARCH_QUERY, SEARCH_LIMIT, SearchHit, SearchPage},
};
use serde::Deserialize;

use super::{
    Routes,
    invites::not_an_engagement,
    query::{Params, limit},
};
use crate::{
    Shared,
    db::Match,
    error::Error,
    search::{expression, has_words, shown},
    session::Session,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/search", search)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    scope: Option<ScopeId>,
    limit: Option<usize>,
}

/// `GET /api/v1/search?q=TEXT&scope=SCOPE&limit=N` → `wire::remote::SearchPage`: the records that have every word of the
/// text in any of their text fields, in any case and with or without accents; the last word may go on.
///
/// Without `scope`, in every scope the account may read. 404 `not_found` for a scope it may not; 400 `invalid` with the
/// field at fault for a text without a letter or digit or longer than [`MAX_SEARCH_QUERY`] characters, or a limit beyond 1
/// to [`MAX_SEARCH_LIMIT`].
async fn search(
    State(app): State<Shared>,
    session: Session,
    Params(asked): Params<Asked>,
) -> Result<Json<SearchPage>, Error> {
    if asked.q.chars().count() > MAX_SEARCH_QUERY {
        return Err(Error::field("q", format!("Search for at most {MAX_SEARCH_QUERY} characters.")));
    }
    if !has_words(&asked.q) {
        return Err(Error::field("q", "Write at least one letter or digit to search for."));
    }
    let limit = limit(asked.limit, SEARCH_LIMIT, MAX_SEARCH_LIMIT)?;
    // One moment for what may be read and what is read.
    let mut tx = app.db.read(app.clock.now()).await?;
    let readable = tx.readable(session.person).await?;
    let scopes: Vec<ScopeId> = match asked.scope {
        None => readable.into_keys().collect(),
        Some(scope) if readable.contains_key(&scope) => vec![scope],
        Some(_) => return Err(not_an_engagement()),
    };
    let mut found = match expression(&asked.q, &scopes) {
        Some(expression) => tx.find(session.person, &expression, limit + 1).await?,
        None => Vec::new(),
    };
    let more = found.len() > limit;
    found.truncate(limit);
    Ok(Json(SearchPage { hits: found.into_iter().map(hit).collect(), more }))
}

fn hit(found: Match) -> SearchHit {
    let shown = shown(&found.marked);
    let Match { scope, id, kind, .. } = found;
    SearchHit { scope, id, kind, title: shown.title, field: shown.field, snippet: shown.snippet }
}
