//! What only the server knows of records, people and itself.

use holdfast_core::{
    entity::Engagement,
    flags::Flags,
    id::{Id, RecordId, ScopeId},
    wire::{
        codes,
        remote::{Health, HistoryPage, MemberInfo, SearchPage, SessionId, SessionInfo, SessionsEnded},
    },
};

use super::{
    Failure,
    request::{delete, get, post},
};
use crate::queries::From;

/// A run of a record's history.
pub(crate) async fn history(scope: ScopeId, id: RecordId, from: From) -> Result<HistoryPage, Failure> {
    let query = match from {
        From::Newest => String::new(),
        From::Before(seq) => format!("?before={}", seq.0),
        From::After(seq) => format!("?after={}", seq.0),
    };
    get(&format!("/api/v1/scopes/{scope}/records/{id}/history{query}")).await
}

/// Who is in an engagement.
pub(crate) async fn members(engagement: Id<Engagement>) -> Result<Vec<MemberInfo>, Failure> {
    get(&format!("/api/v1/engagements/{engagement}/members")).await
}

/// Where the account is signed in.
pub(crate) async fn devices() -> Result<Vec<SessionInfo>, Failure> {
    get("/api/v1/sessions").await
}

/// Signs one of the account's devices out.
pub(crate) async fn end_device(id: SessionId) -> Result<(), Failure> {
    delete(&format!("/api/v1/sessions/{}", id.0)).await
}

/// Signs every device of the account out but this one; how many there were.
pub(crate) async fn end_other_devices() -> Result<u64, Failure> {
    let answer: SessionsEnded = post("/api/v1/sessions/end-others", &serde_json::json!({})).await?;
    Ok(answer.ended)
}

/// What has all these words.
pub(crate) async fn search(words: &str) -> Result<SearchPage, Failure> {
    let words = String::from(js_sys::encode_uri_component(words));
    get(&format!("/api/v1/search?q={words}")).await
}

/// What is turned on and off. A server that knows of no flags has everything as it is built in.
pub(crate) async fn flags() -> Result<Flags, Failure> {
    match get("/api/v1/flags").await {
        Err(Failure::Refused(error)) if error.code == codes::NOT_FOUND => Ok(Flags::default()),
        answer => answer,
    }
}

/// How the server stands.
pub(crate) async fn health() -> Result<Health, Failure> {
    get("/api/v1/health").await
}
