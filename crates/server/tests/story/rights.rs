//! Who may do what: every address the server answers at, asked by everybody there is.

use std::collections::BTreeSet;

use holdfast_core::{
    id::ScopeId,
    wire::{Cursor, Outcome, PROTOCOL, ServerFrame},
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error as SocketError;

use crate::code::{Heard, Line};
use crate::world::{Answer, Http, PASSWORD, User, World, in_address, new_project, send, unique};

/// What becomes of a request: `ok`, `hidden` where all is well but the engagement is not in the answer, or a code of error.
/// By who asks: nobody, someone who is signed in and not in the engagement, and viewer, editor, admin and owner in it.
type Rule = [&'static str; 6];

const ANYONE: Rule = ["ok"; 6];
const SIGNED_IN: Rule = ["unauthenticated", "ok", "ok", "ok", "ok", "ok"];
/// Where it is told what the person is in.
const OWN: Rule = ["unauthenticated", "hidden", "ok", "ok", "ok", "ok"];
const MEMBERS: Rule = ["unauthenticated", "not_found", "ok", "ok", "ok", "ok"];
const EDITORS: Rule = ["unauthenticated", "not_found", "forbidden", "ok", "ok", "ok"];
const ADMINS: Rule = ["unauthenticated", "not_found", "forbidden", "forbidden", "ok", "ok"];
/// A request that nobody may make so; what matters is that it is refused for that and nothing else.
const INVALID: Rule = ["unauthenticated", "invalid", "invalid", "invalid", "invalid", "invalid"];
const NOT_THERE: Rule = ["unauthenticated", "not_found", "not_found", "not_found", "not_found", "not_found"];
const NOT_THERE_FOR_ANYONE: Rule = ["not_found"; 6];

/// Every address.
const RULES: &[(&str, &str, Rule)] = &[
    ("GET", "/healthz", ANYONE),
    ("GET", "/api/docs", ANYONE),
    ("GET", "/api/docs/page.css", ANYONE),
    ("GET", "/api/docs/page.js", ANYONE),
    ("GET", "/api/v1/openapi.json", ANYONE),
    ("GET", "/api/v1/health", ANYONE),
    ("GET", "/api/v1/server", ANYONE),
    ("POST", "/api/v1/demo", NOT_THERE_FOR_ANYONE),
    ("POST", "/api/v1/auth/login", ANYONE),
    ("POST", "/api/v1/auth/logout", ANYONE),
    // No provider is configured.
    ("GET", "/api/v1/auth/oidc/callback", NOT_THERE_FOR_ANYONE),
    ("GET", "/api/v1/auth/oidc/start", NOT_THERE_FOR_ANYONE),
    ("GET", "/api/v1/auth/password", SIGNED_IN),
    ("POST", "/api/v1/auth/password", INVALID),
    ("POST", "/api/v1/auth/register", ANYONE),
    ("POST", "/api/v1/auth/renew", SIGNED_IN),
    ("POST", "/api/v1/auth/reset", NOT_THERE_FOR_ANYONE),
    ("POST", "/api/v1/auth/reset/look", NOT_THERE_FOR_ANYONE),
    ("GET", "/api/v1/users/me", SIGNED_IN),
    ("GET", "/api/v1/flags", SIGNED_IN),
    ("GET", "/api/v1/sessions", SIGNED_IN),
    ("DELETE", "/api/v1/sessions/{id}", NOT_THERE),
    ("POST", "/api/v1/sessions/end-others", SIGNED_IN),
    ("GET", "/api/v1/blobs/{blob}", SIGNED_IN),
    ("PATCH", "/api/v1/blobs/{blob}", SIGNED_IN),
    ("DELETE", "/api/v1/blobs/{blob}", SIGNED_IN),
    ("GET", "/api/v1/engagements/{engagement}/blobs/{record}", MEMBERS),
    ("GET", "/api/v1/search", MEMBERS),
    ("GET", "/api/v1/scopes/{scope}/records/{id}/history", MEMBERS),
    ("POST", "/api/v1/scopes/{scope}/records/{record}/presence", MEMBERS),
    ("DELETE", "/api/v1/scopes/{scope}/records/{record}/presence/{tab}", MEMBERS),
    // To read it; who may write it is `code.rs`'s.
    ("GET", "/api/v1/scopes/{scope}/records/{record}/code", MEMBERS),
    ("POST", "/api/v1/sync/push", ["unauthenticated", "no_access", "forbidden", "ok", "ok", "ok"]),
    ("GET", "/api/v1/sync/pull", OWN),
    ("POST", "/api/v1/sync/pull", OWN),
    ("GET", "/api/v1/events", OWN),
    ("GET", "/api/v1/ws", OWN),
    ("GET", "/api/v1/engagements", OWN),
    ("POST", "/api/v1/engagements/import", INVALID),
    ("GET", "/api/v1/engagements/{id}/export", MEMBERS),
    ("GET", "/api/v1/engagements/{id}/members", MEMBERS),
    ("POST", "/api/v1/engagements/{id}/members/{person}", ADMINS),
    ("GET", "/api/v1/engagements/{id}/invites", ADMINS),
    ("POST", "/api/v1/engagements/{id}/invites", ADMINS),
    ("DELETE", "/api/v1/engagements/{id}/invites/{invite}", ADMINS),
    ("GET", "/api/v1/invites/{token}", ANYONE),
    ("POST", "/api/v1/invites/{token}/accept", SIGNED_IN),
    ("GET", "/api/v1/engagements/{engagement}/sessions", MEMBERS),
    ("POST", "/api/v1/engagements/{engagement}/sessions", EDITORS),
    ("POST", "/api/v1/engagements/{engagement}/sessions/bulk-delete", ADMINS),
    ("GET", "/api/v1/engagements/{engagement}/sessions/{session}", MEMBERS),
    // The session is the owner's.
    ("PATCH", "/api/v1/engagements/{engagement}/sessions/{session}", ADMINS),
    ("DELETE", "/api/v1/engagements/{engagement}/sessions/{session}", ADMINS),
    ("POST", "/api/v1/engagements/{engagement}/sessions/{session}/join", MEMBERS),
    ("POST", "/api/v1/engagements/{engagement}/sessions/{session}/leave", MEMBERS),
];

#[tokio::test]
async fn every_address_is_answered_as_its_rule_says_and_none_is_without_one() {
    let answered: BTreeSet<_> = holdfast_server::routes().into_iter().map(|route| (route.path, route.method)).collect();
    let ruled: BTreeSet<_> = RULES.iter().map(|(method, path, _)| ((*path).to_owned(), *method)).collect();
    assert_eq!((answered.len(), ruled.len()), (holdfast_server::routes().len(), RULES.len()), "each once");
    assert_eq!(answered.difference(&ruled).collect::<Vec<_>>(), Vec::<&(String, &str)>::new(), "give these a rule");
    assert_eq!(ruled.difference(&answered).collect::<Vec<_>>(), Vec::<&(String, &str)>::new(), "there are none");

    let case = Case::start().await;
    let mut wrong = Vec::new();
    for (method, path, rule) in RULES {
        for (who, expected) in rule.iter().enumerate() {
            // Whoever has a role in one engagement is a stranger in another.
            let foreign = (who > 1).then_some((case.theirs(), rule[1]));
            for (place, expected) in [Some((case.ours(), *expected)), foreign].into_iter().flatten() {
                let outcome = case.ask(method, path, who, place).await;
                if outcome != expected {
                    let place = if place.scope == case.ours().scope { "own" } else { "foreign" };
                    wrong.push(format!("{method} {path} by {} in their {place}: {outcome}, not {expected}", WHO[who]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A tab, as it calls itself.
const TAB: &str = "01890000-0000-7000-8000-000000000001";

const WHO: [&str; 6] = ["nobody", "a stranger", "a viewer", "an editor", "an admin", "an owner"];

/// A server with two engagements and everybody.
struct Case {
    world: World,
    /// A stranger, and those in the first engagement, as in [`WHO`] after nobody.
    people: Vec<User>,
    /// Who owns the other engagement.
    other: User,
    scopes: [ScopeId; 2],
}

/// One of the engagements, and who owns it.
#[derive(Clone, Copy)]
struct Place<'a> {
    scope: ScopeId,
    owner: &'a User,
}

impl Case {
    async fn start() -> Self {
        let world = World::start().await;
        let mut people = Vec::new();
        for name in ["Sten", "Vera", "Edo", "Ada", "Olga"] {
            people.push(world.sign_up(name).await);
        }
        let other = world.sign_up("Zoe").await;
        let scopes = [people[4].workspace().await, other.workspace().await];
        for (who, role) in [(1, "viewer"), (2, "editor"), (3, "admin")] {
            people[4].let_in(&people[who], scopes[0], role).await;
        }
        Self { world, people, other, scopes }
    }

    fn ours(&self) -> Place<'_> {
        Place { scope: self.scopes[0], owner: &self.people[4] }
    }

    fn theirs(&self) -> Place<'_> {
        Place { scope: self.scopes[1], owner: &self.other }
    }

    async fn ask(&self, method: &str, path: &str, who: usize, place: Place<'_>) -> String {
        let user = who.checked_sub(1).map(|index| &self.people[index]);
        // What ends a session or sets a cookie is asked by another device.
        let http = match user {
            Some(user) if path == "/api/v1/auth/logout" => user.sign_in("").await,
            Some(user) => user.http.clone(),
            None => self.world.anyone(),
        };
        let scope = place.scope;
        match (path, user) {
            ("/api/v1/ws" | "/api/v1/events" | "/api/v1/sync/push", None) => {}
            (path, Some(user)) if path.ends_with("/code") => {
                let address = format!("{}?account={}&told=true", self.address(path, place).await, user.person);
                return match Line::open(&user.http, &address, 1).await {
                    Ok(mut line) => match line.next().await {
                        Heard::May(_) => "ok".into(),
                        other => panic!("{other:?}"),
                    },
                    Err(SocketError::Http(answer)) if answer.status() == 404 => "not_found".into(),
                    Err(other) => panic!("{other}"),
                };
            }
            ("/api/v1/ws", Some(user)) => return told(user.listen(Cursor::default()).await.next().await, scope),
            ("/api/v1/events", Some(user)) => {
                return told(user.follow(&Cursor::default(), None).await.next().await, scope);
            }
            ("/api/v1/sync/push", Some(user)) => {
                return match user.edit(new_project(scope, "Tides").0).await {
                    Outcome::Accepted { .. } => "ok".into(),
                    Outcome::Rejected(why) => serde_json::to_value(why).unwrap().as_str().unwrap().to_owned(),
                    held @ Outcome::Held { .. } => panic!("{held:?}"),
                };
            }
            _ => {}
        }
        let body = self.body(path, place).await;
        let path = self.address(path, place).await;
        outcome(&send(request(&http, method, &path, &body)).await, &path, scope)
    }

    /// The address with what it is to be about.
    async fn address(&self, path: &str, place: Place<'_>) -> String {
        let Place { scope, owner } = place;
        let mut path = path.to_owned();
        if path.contains("{session}") {
            path = path.replace("{session}", &session(owner, scope).await);
        }
        if ["/presence", "/presence/{tab}", "/code"].iter().any(|end| path.ends_with(end)) {
            path = path.replace("{record}", &session(owner, scope).await).replace("{tab}", TAB);
        }
        if path.contains("{record}") {
            let file = crate::blobs::attach(owner, scope, "tide.txt", "text/plain", b"tide").await;
            path = path.replace("{record}", file.rsplit('/').next().unwrap());
        }
        // The first piece of another one each time.
        if path.contains("{blob}") {
            let name: String = unique().iter().map(|byte| format!("{byte:02x}")).collect();
            path = path.replace("{blob}", &format!("{name:0>64}?offset=0&size=100"));
        }
        if path.contains("{invite}") {
            let invite = owner.invite(scope, "viewer").await.json::<Value>();
            path = path.replace("{invite}", invite["id"].as_str().unwrap());
        }
        if path.contains("{token}") {
            // Into an engagement that this is not about.
            let invite = self.other.invite(self.third().await, "viewer").await.json::<Value>();
            path = path.replace("{token}", invite["token"].as_str().unwrap());
        }
        if path.contains("{person}") {
            let viewer = if owner.person == self.other.person { self.other.person } else { self.people[1].person };
            path = path.replace("{person}", &viewer.to_string());
        }
        for part in ["/engagements/{id}", "/engagements/{engagement}", "/scopes/{scope}"] {
            let start = part.split('{').next().unwrap();
            path = path.replace(part, &format!("{start}{scope}"));
        }
        path = path.replace("{id}", &ScopeId::new(7, [7; 10]).to_string());
        match path.as_str() {
            "/api/v1/search" => format!("{path}?q=tides&scope={scope}"),
            "/api/v1/sync/pull" => format!("{path}?cursor={}", in_address(&Cursor::default())),
            "/api/v1/events" => format!("{path}?protocol={PROTOCOL}&account={}", self.other.person),
            _ => path,
        }
    }

    /// An engagement of the other owner's that anyone may come to be in.
    async fn third(&self) -> ScopeId {
        let (edit, scope) = crate::world::new_engagement("Third");
        assert!(matches!(self.other.edit(edit).await, Outcome::Accepted { .. }));
        scope
    }

    async fn body(&self, path: &str, Place { scope, owner }: Place<'_>) -> Value {
        match path.trim_start_matches("/api/v1/") {
            "auth/register" => {
                let email = format!("{}@holdfast.example", ScopeId::new(1, unique()));
                json!({ "name": "New", "email": email, "password": PASSWORD })
            }
            "auth/login" => json!({ "email": self.other.email, "password": PASSWORD }),
            "auth/password" => json!({ "current": "not this one", "password": "a new password" }),
            "auth/reset" => json!({ "token": "none", "password": "a new password" }),
            "auth/reset/look" => json!({ "token": "none" }),
            "sync/push" => json!({ "protocol": PROTOCOL }),
            "sync/pull" => json!({ "epoch": null, "scopes": {} }),
            "scopes/{scope}/records/{record}/presence" => json!({ "tab": TAB }),
            "engagements/{id}/members/{person}" => json!({ "role": "viewer" }),
            "engagements/{id}/invites" => json!({ "role": "viewer" }),
            "engagements/{engagement}/sessions" => json!({ "name": "Tides" }),
            "engagements/{engagement}/sessions/{session}" => json!({ "name": "Tide tables" }),
            "engagements/{engagement}/sessions/bulk-delete" => json!({ "ids": [session(owner, scope).await] }),
            _ => json!({}),
        }
    }
}

fn request(http: &Http, method: &str, path: &str, body: &Value) -> reqwest::RequestBuilder {
    http.request(method.parse::<Method>().unwrap(), path).body(body.to_string())
}

/// A new session of the owner's.
async fn session(owner: &User, scope: ScopeId) -> String {
    let path = format!("/api/v1/engagements/{scope}/sessions");
    let answer = owner.http.post(&path, &json!({ "name": "Tides" })).await;
    answer.json::<Value>()["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

fn outcome(answer: &Answer, path: &str, scope: ScopeId) -> String {
    if !answer.status.is_success() {
        return answer.refusal().1;
    }
    if path.ends_with("/bulk-delete") {
        let error = &answer.json::<Value>()["results"][0]["error"]["code"];
        return error.as_str().unwrap_or("ok").to_owned();
    }
    let tells = path == "/api/v1/engagements" || path.starts_with("/api/v1/sync/pull");
    if tells && !answer.text.contains(&scope.to_string()) { "hidden".into() } else { "ok".into() }
}

/// Whether a line begins with the engagement among those that it is about.
fn told(frame: Option<ServerFrame>, scope: ScopeId) -> String {
    match frame {
        Some(ServerFrame::Scopes { scopes, .. }) if scopes.contains(&scope) => "ok".into(),
        Some(ServerFrame::Scopes { .. }) => "hidden".into(),
        other => panic!("{other:?}"),
    }
}
