//! Accounts and sessions.

use holdfast_core::{id::PersonId, wire::remote::SessionsEnded};
use holdfast_web::Account;
use serde::{Deserialize, Serialize};

use super::{
    Failure,
    request::{get, get_as_anyone, post, with_body},
};

/// How long the server may take to end a session, in milliseconds: the person is waiting to see that they are out.
const LOGOUT: u32 = 4_000;

#[derive(Deserialize)]
struct SignedIn {
    person: Account,
}

/// What a new account needs.
#[derive(Clone, Default, PartialEq, Serialize)]
pub(crate) struct Register {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// What a sign-in needs.
#[derive(Clone, Default, PartialEq, Serialize)]
pub(crate) struct Login {
    pub(crate) email: String,
    pub(crate) password: String,
    /// Whether the sign-in outlives the browser's closing.
    pub(crate) remember: bool,
}

/// What a change of the password needs.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct NewPassword {
    pub(crate) current: String,
    pub(crate) password: String,
}

/// What it takes to set a password by a link.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Reset {
    pub(crate) token: String,
    pub(crate) password: String,
    /// Whether the sign-in that comes with it outlives the browser's closing.
    pub(crate) remember: bool,
}

/// What the sign-in page wants to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    /// Whether the demo can be tried.
    pub(crate) demo: bool,
    /// What the provider is called with which people may sign in, if there is one.
    #[serde(default)]
    pub(crate) provider: Option<String>,
}

/// The demo's two accounts, the first of them signed in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Demo {
    pub(crate) person: Account,
    pub(crate) accounts: Vec<DemoAccount>,
}

/// One of the demo's accounts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct DemoAccount {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Makes an account and signs in.
pub(crate) async fn register(form: &Register) -> Result<Account, Failure> {
    post::<SignedIn>("/api/v1/auth/register", form).await.map(|answer| answer.person)
}

/// Signs in.
pub(crate) async fn login(form: &Login) -> Result<Account, Failure> {
    post::<SignedIn>("/api/v1/auth/login", form).await.map(|answer| answer.person)
}

/// Changes the password and signs every other device of the account out; how many there were.
pub(crate) async fn change_password(form: &NewPassword) -> Result<u64, Failure> {
    post::<SessionsEnded>("/api/v1/auth/password", form).await.map(|answer| answer.ended)
}

/// Whose password a link sets. Its token is no part of the request's address, which is written down on the way.
pub(crate) async fn look_at_reset(token: &str) -> Result<Account, Failure> {
    let body = serde_json::json!({ "token": token });
    post::<SignedIn>("/api/v1/auth/reset/look", &body).await.map(|answer| answer.person)
}

/// Sets a password by a link, and signs in.
pub(crate) async fn reset(form: &Reset) -> Result<Account, Failure> {
    post::<SignedIn>("/api/v1/auth/reset", form).await.map(|answer| answer.person)
}

/// Ends the server's session if it is this person's. Given up after a few seconds, so that a late answer cannot take the
/// cookie of whoever signs in next.
pub(crate) async fn logout(person: PersonId) -> Result<(), Failure> {
    let body = serde_json::json!({ "account": person });
    let request = with_body("/api/v1/auth/logout", &body)?;
    let patience = web_sys::AbortSignal::timeout_with_u32(LOGOUT);
    match request.abort_signal(Some(&patience)).send().await {
        Ok(response) if response.ok() => Ok(()),
        _ => Err(Failure::Unreachable),
    }
}

/// Who the server says is signed in.
pub(crate) async fn me() -> Result<Account, Failure> {
    get::<SignedIn>("/api/v1/users/me").await.map(|answer| answer.person)
}

/// The same, whoever this page was opened as: another person may have signed in with the provider.
pub(crate) async fn whoever() -> Result<Account, Failure> {
    get_as_anyone::<SignedIn>("/api/v1/users/me").await.map(|answer| answer.person)
}

/// Whether the account has a password.
pub(crate) async fn has_password() -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Has {
        set: bool,
    }
    get::<Has>("/api/v1/auth/password").await.map(|answer| answer.set)
}

/// About the server.
pub(crate) async fn about() -> Result<About, Failure> {
    get("/api/v1/server").await
}

/// Makes the demo and signs in to it.
pub(crate) async fn demo() -> Result<Demo, Failure> {
    post("/api/v1/demo", &serde_json::json!({})).await
}
