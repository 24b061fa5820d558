//! Signing in with a provider: a browser is sent there, and comes back with a code. Both are pages that a browser opens, so what
//! goes wrong is told by the sign-in page, in its address: `/sign-in?provider=…`.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use holdfast_core::{Millis, id::PersonId};
use serde::Deserialize;

use super::{
    Routes,
    auth::{NAME, checked_email, found_account, yes},
    client_address::ClientAddress,
    demo,
};
use crate::{
    App, Shared,
    config::{SignUp, is_this_machine},
    db::{Account, Identity, Tx},
    door,
    error::Error,
    oidc::{Oidc, Person, Refusal, Wish},
    random, session,
    throttle::{self, Key},
    to_its_end,
    user_agent::UserAgent,
};

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/auth/oidc/start", start).get("/v1/auth/oidc/callback", callback)
}

/// Where the provider sends browsers back to, on this server.
pub(crate) const CALLBACK: &str = "/api/v1/auth/oidc/callback";
/// Where people sign in.
const SIGN_IN: &str = "/sign-in";
/// The cookie that tells the browser which began a sign-in from others.
const COOKIE: &str = "holdfast_oidc";
/// The most characters of where to go afterwards.
const NEXT: usize = 1000;

/// What the sign-in page is told of a sign-in that worked: the app then asks who it is.
const DONE: &str = "done";
/// The same, and that a password which had been chosen before is none any more.
const PROVEN: &str = "proven";

/// Why nobody is signed in.
enum Stop {
    /// What the sign-in page says.
    Refused(Refusal),
    /// The server's fault, or a request that is none.
    Failed(Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

#[derive(Deserialize)]
struct Start {
    next: Option<String>,
    #[serde(default = "yes")]
    remember: bool,
}

/// `GET /api/v1/auth/oidc/start?next=…&remember=…` → 303 to the provider, with a cookie that the way back needs.
///
/// `next` is a path of this app; anything else is left out. 303 to `/sign-in?provider=…` where the provider does not answer
/// (`unreachable`) or there were too many attempts from one place (`busy`), and to `/sign-in` itself where another site's page has
/// sent the browser here. 404 `not_found` on a server without a provider.
async fn start(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    query: Result<Query<Start>, QueryRejection>,
) -> Result<Response, Error> {
    let oidc = provider(&app)?;
    // A page elsewhere must not begin it: where the provider asks nothing, it would end who is signed in here.
    let from = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if from.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return see_other(SIGN_IN, &[]);
    }
    let Query(Start { next, remember }) = query.map_err(|_| Error::invalid("Start at the sign-in page."))?;
    let next = next.filter(|next| is_ours(next));
    let now = app.clock.now();
    let to = async {
        throttled(app.throttle.attempt(&Key::Provider(throttle::place(address)), now))?;
        let wish = Wish { next: next.clone(), remember };
        oidc.begin(wish, &redirect(&app, &headers)?, now).await.map_err(Stop::from)
    };
    match to.await {
        Ok((url, started)) => {
            let cookie = cookie(&app, &started.browser, "; Max-Age=600")?;
            Ok(see_other(&url, &[cookie])?)
        }
        Err(stop) => sign_in_page(&app, stop, next.as_deref()),
    }
}

#[derive(Deserialize)]
struct Callback {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /api/v1/auth/oidc/callback?code=…&state=…` → 303 to `/sign-in?next=…&provider=done`, signed in.
///
/// Only in the browser that began it, once, within ten minutes. Who the provider has sent before is signed in whatever their
/// address is by now. Of anybody else the address must be verified: an account of that address becomes theirs, and where a
/// password had been chosen for it, by whoever that was, it ends with all sessions (`provider=proven`); without one, they get a
/// new account. Else `provider` says why not: `denied`, `expired`, `unverified`, `unreachable`, `closed`, `taken`, `failed`.
async fn callback(
    State(app): State<Shared>,
    ClientAddress(address): ClientAddress,
    user_agent: UserAgent,
    headers: HeaderMap,
    query: Result<Query<Callback>, QueryRejection>,
) -> Result<Response, Error> {
    let oidc = provider(&app)?;
    let Query(came) = query.map_err(|_| Error::invalid("Start at the sign-in page."))?;
    let now = app.clock.now();
    let browser = session::cookie_in(&headers, COOKIE);
    let begin = came.state.as_deref().zip(browser).and_then(|(state, browser)| oidc.back(state, browser, now));
    let Some(begin) = begin else { return sign_in_page(&app, Refusal::Expired.into(), None) };
    let next = begin.wish.next.clone();
    let done = async {
        let code = code(oidc, came)?;
        let (identity, person) = oidc.person(&code, &begin, &redirect(&app, &headers)?, now).await?;
        let sign_up = oidc.provider().sign_up;
        let entering = Entering { identity, person, sign_up, remember: begin.wish.remember, user_agent };
        let shared = app.clone();
        // An error that the page tells is no error of the task's.
        let entered = to_its_end(async move {
            match enter(&shared, entering, now).await {
                Ok(entered) => Ok(Ok(entered)),
                Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
                Err(Stop::Failed(error)) => Err(error),
            }
        });
        Ok::<_, Stop>(entered.await??)
    };
    match done.await {
        Ok((told, session)) => {
            app.throttle.take_back(&Key::Provider(throttle::place(address)));
            see_other(&page(told, next.as_deref()), &[session, cookie(&app, "", "; Max-Age=0")?])
        }
        Err(stop) => sign_in_page(&app, stop, next.as_deref()),
    }
}

fn provider(app: &App) -> Result<&Oidc, Error> {
    let none = || Error::NotFound("This server has no provider to sign in with.".into());
    app.oidc.as_ref().ok_or_else(none)
}

fn throttled(attempt: Result<(), Error>) -> Result<(), Stop> {
    attempt.map_err(|_| Refusal::Busy.into())
}

/// The code that a browser has brought, if the provider has not said no.
fn code(oidc: &Oidc, came: Callback) -> Result<String, Refusal> {
    // RFC 9207: a code of another provider is not to be shown to this one.
    if came.iss.is_some_and(|issuer| issuer.trim_end_matches('/') != oidc.provider().issuer.as_str()) {
        return Err(Refusal::Failed("a code of another provider's".into()));
    }
    match (came.error.as_deref(), came.code) {
        (None, Some(code)) => Ok(code),
        (Some("access_denied"), _) => Err(Refusal::Denied),
        (Some("temporarily_unavailable" | "server_error"), _) => {
            Err(Refusal::Unreachable("the provider says it has trouble".into()))
        }
        (error, _) => {
            let error = error.map(|error| error.chars().take(40).collect::<String>());
            Err(Refusal::Failed(format!("no code, but {error:?}")))
        }
    }
}

struct Entering {
    identity: Identity,
    person: Person,
    sign_up: SignUp,
    remember: bool,
    user_agent: UserAgent,
}

/// Signs a person in: what the page is told, and the session's cookie.
async fn enter(app: &App, entering: Entering, now: Millis) -> Result<(&'static str, HeaderValue), Stop> {
    let Entering { identity, person, sign_up, remember, user_agent } = entering;
    let mut tx = app.db.write(now).await?;
    let (told, account) = match tx.account_by_identity(&identity).await? {
        Some(account) => (DONE, account.id),
        None => link(app, &mut tx, &identity, person, sign_up).await?,
    };
    let cookie = session::start(app, &mut tx, account, remember, user_agent).await?;
    tx.commit().await?;
    Ok((told, cookie))
}

/// Gives a person whom the provider has not sent before the account of their address, or a new one.
async fn link(
    app: &App,
    tx: &mut Tx,
    identity: &Identity,
    person: Person,
    sign_up: SignUp,
) -> Result<(&'static str, PersonId), Stop> {
    let now = app.clock.now();
    let email = person.verified_email.as_deref().ok_or(Refusal::Unverified)?;
    let email = checked_email(email).map_err(|_| Refusal::Unverified)?;
    demo::check(app, &email)?;
    let known = tx.account_by_email(&email).await?;
    let (told, id) = match known {
        // Nobody had proven yet that the address is theirs: whoever chose the password may have been anyone.
        Some(account) if account.password_hash.is_some() => {
            tx.change_password(&account, None).await?;
            tx.end_reset(account.id).await?;
            tx.end_sessions(account.id, None, session::renewable(now)).await?;
            (PROVEN, account.id)
        }
        Some(account) => (DONE, account.id),
        None if sign_up == SignUp::Known => return Err(Refusal::Closed.into()),
        None => {
            let name = name(person.name.as_deref(), &email);
            let account = Account { id: PersonId::new(now, random::bytes()), email, name, password_hash: None };
            found_account(app, tx, &account).await?;
            door::found_engagement(tx, account.id, format!("{}'s workspace", account.name), now).await?;
            (DONE, account.id)
        }
    };
    match tx.add_identity(identity, id).await? {
        true => Ok((told, id)),
        false => Err(Refusal::Taken.into()),
    }
}

/// What others are to call somebody: as the provider does, or as their address begins.
fn name(told: Option<&str>, email: &str) -> String {
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).take(NAME).collect::<String>().trim().to_owned();
    let told = clean(told.unwrap_or_default());
    if told.is_empty() { clean(email.split('@').next().unwrap_or_default()) } else { told }
}

/// Where the provider is to send browsers back to. Without a public address only the machine itself is one.
fn redirect(app: &App, headers: &HeaderMap) -> Result<String, Stop> {
    if let Some(url) = &app.config.public.public_url {
        return Ok(format!("{}{CALLBACK}", url.origin()));
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let authority: Option<axum::http::uri::Authority> = host.parse().ok();
    match authority.filter(|authority| is_this_machine(authority.host())) {
        Some(authority) => Ok(format!("http://{authority}{CALLBACK}")),
        None => Err(Refusal::Failed("nobody has said what the address of this server is: --public-url".into()).into()),
    }
}

/// Whether it is a path of the app, with or without a query. The app looks whether it has such a page; what it takes for another
/// server's is not to come so far.
fn is_ours(next: &str) -> bool {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/api/");
    is_path && next.len() <= NEXT && !next.contains(|c: char| c == '\\' || c.is_control())
}

/// The sign-in page, which says what came of it and goes on from there.
fn page(told: &str, next: Option<&str>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(next.map(|next| ("next", next)));
    format!("/sign-in?{}", query.append_pair("provider", told).finish())
}

fn sign_in_page(app: &App, stop: Stop, next: Option<&str>) -> Result<Response, Error> {
    let refusal = match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Failed(error) => return Err(error),
    };
    if let Refusal::Unreachable(cause) | Refusal::Failed(cause) = &refusal {
        tracing::warn!(cause, "a sign-in with the provider did not work");
    }
    see_other(&page(refusal.code(), next), &[cookie(app, "", "; Max-Age=0")?])
}

/// Bound to this part of the API; it comes back from the provider's page, which is another site.
fn cookie(app: &App, value: &str, age: &str) -> Result<HeaderValue, Error> {
    session::set_cookie(app, format!("{COOKIE}={value}{age}"), "/api/v1/auth/oidc")
}

fn see_other(to: &str, cookies: &[HeaderValue]) -> Result<Response, Error> {
    let to = HeaderValue::try_from(to).map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{is_ours, name, page};

    #[test]
    fn only_a_path_of_this_app_is_gone_to() {
        for next in ["/", "/sync", "/e/1/p/2?label=a%26b&view=table", "/invite/token"] {
            assert!(is_ours(next), "{next}");
        }
        let long = format!("/{}", "a".repeat(1000));
        for next in
            ["", "sync", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/api/v1/x", &long]
        {
            assert!(!is_ours(next), "{next}");
        }
        assert_eq!(page("denied", Some("/e/1?a=b&c")), "/sign-in?next=%2Fe%2F1%3Fa%3Db%26c&provider=denied");
    }

    #[test]
    fn everybody_has_a_name() {
        assert_eq!(name(Some(" Ada\nLovelace "), "a@b.example"), "AdaLovelace");
        assert_eq!((name(None, "ada@b.example"), name(Some("\0 "), "ada@b.example")), ("ada".into(), "ada".into()));
        assert_eq!(name(Some(&"é".repeat(300)), "").chars().count(), 200);
    }
}
