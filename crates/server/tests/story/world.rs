//! A server to test against, and people who use it.

use std::sync::atomic::{AtomicU64, Ordering};

use holdfast_core::{
    entity::{Engagement, Entity as _, Project},
    id::{ClientId, Id, OpId, PersonId, RecordId, ScopeId},
    operation::{ClientSeq, Draft, Edit, Operation},
    order::OrderKey,
    record::Seq,
    wire::{Cursor, ErrorBody, Outcome, PROTOCOL, PullAnswer, PushAnswer, PushRequest},
};
use holdfast_server::{Clock, Config, Running, Server};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error as SocketError, client::IntoClientRequest as _},
};

use crate::ends::{Events, Socket};

/// When the tests take place, in milliseconds.
pub(crate) const NOW: u64 = 1_790_000_000_000;
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Ten bytes no other caller gets: ids differ from each other and are the same in every run.
pub(crate) fn unique() -> [u8; 10] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

/// A server in this process.
pub(crate) struct World {
    pub(crate) server: Running,
    pub(crate) clock: Clock,
    pub(crate) base: String,
    data: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(TempDir::new().unwrap(), change).await
    }

    /// A server over a folder of data that is there already.
    pub(crate) async fn start_in(data: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::local(data.path());
        change(&mut config);
        let clock = Clock::manual(NOW);
        let server = Server::start_with(config, clock.clone()).await.unwrap();
        let base = format!("http://{}", server.addr());
        Self { server, clock, base, data }
    }

    /// Its folder of data.
    pub(crate) fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Stops the server; its folder of data.
    pub(crate) async fn stop(self) -> TempDir {
        self.server.shutdown().await;
        self.data
    }

    pub(crate) fn anyone(&self) -> Http {
        Http::new(&self.base)
    }

    pub(crate) async fn sign_up(&self, name: &str) -> User {
        User::sign_up(&self.base, name).await
    }
}

/// An answer, read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text))
    }

    /// Status and error code of a refusal, which must be a body of ours.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.json::<ErrorBody>().error.code)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// A browser, as far as the server can tell.
#[derive(Clone)]
pub(crate) struct Http {
    pub(crate) base: String,
    pub(crate) cookie: Option<String>,
    client: reqwest::Client,
}

impl Http {
    pub(crate) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), cookie: None, client: reqwest::Client::new() }
    }

    /// A request that passes for one of the app's own.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.header("sec-fetch-site", "same-origin").header("content-type", "application/json");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        request
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_bytes(path, body.to_string()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post_bytes(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        send(self.request(Method::POST, path).body(body)).await
    }

    /// Keeps the cookie of an answer, as a browser does.
    pub(crate) fn take_cookie(&mut self, answer: &Answer) {
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
        assert!(cookie.starts_with("holdfast_session="), "{cookie:?} in {} {}", answer.status, answer.text);
        self.cookie = Some(cookie.to_owned());
    }

    /// Opens a stream of events, as a browser does that comes back with the id of the last one.
    pub(crate) async fn events(&self, query: &str, last: Option<&str>) -> Result<Events, Answer> {
        let mut request = self.request(Method::GET, &format!("/api/v1/events?{query}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = request.send().await.unwrap();
        if answer.status() == 200 {
            return Ok(Events { answer, read: String::new(), last: last.map(ToOwned::to_owned) });
        }
        let (status, headers) = (answer.status(), answer.headers().clone());
        Err(Answer { status, headers, text: answer.text().await.unwrap() })
    }

    /// Opens a WebSocket.
    pub(crate) async fn open(&self, origin: Option<&str>) -> Result<Socket, SocketError> {
        let url = self.base.replacen("http", "ws", 1) + "/api/v1/ws";
        let mut request = url.into_client_request()?;
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        Ok(Socket(connect_async(request).await?.0))
    }
}

pub(crate) async fn send(request: reqwest::RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    Answer { status, headers, text: answer.text().await.unwrap() }
}

/// Someone with an account, on one device.
pub(crate) struct User {
    pub(crate) http: Http,
    pub(crate) person: PersonId,
    pub(crate) email: String,
    pub(crate) client: ClientId,
    next: AtomicU64,
}

impl User {
    pub(crate) async fn sign_up(base: &str, name: &str) -> Self {
        let mut http = Http::new(base);
        let email = format!("{}@holdfast.example", name.to_lowercase());
        let body = json!({ "name": name, "email": email, "password": PASSWORD });
        let answer = http.post("/api/v1/auth/register", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        http.take_cookie(&answer);
        let person = answer.json::<Value>()["person"]["id"].as_str().unwrap().parse().unwrap();
        Self { http, person, email, client: ClientId::new(NOW, unique()), next: AtomicU64::new(1) }
    }

    /// Signs in to an account that is there already.
    pub(crate) async fn known(base: &str, email: &str) -> Self {
        let mut http = Http::new(base);
        let answer = http.post("/api/v1/auth/login", &json!({ "email": email, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        http.take_cookie(&answer);
        let person = answer.json::<Value>()["person"]["id"].as_str().unwrap().parse().unwrap();
        let client = ClientId::new(NOW, unique());
        Self { http, person, email: email.to_owned(), client, next: AtomicU64::new(1) }
    }

    /// Signs in on another device, which calls itself so.
    pub(crate) async fn sign_in(&self, user_agent: &str) -> Http {
        let mut http = Http::new(&self.http.base);
        let body = json!({ "email": self.email, "password": PASSWORD }).to_string();
        let request = http.request(Method::POST, "/api/v1/auth/login").header("user-agent", user_agent).body(body);
        let answer = send(request).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        http.take_cookie(&answer);
        http
    }

    /// An operation of this person's next edit.
    pub(crate) fn operation(&self, edit: Edit) -> Operation {
        let draft = Draft::new(OpId::new(NOW, unique()), self.person, NOW, edit);
        let number = ClientSeq(self.next.fetch_add(1, Ordering::Relaxed));
        Operation::stored(&draft, self.client, number, Seq::default(), Vec::new())
    }

    pub(crate) fn request(&self, operations: Vec<Operation>) -> PushRequest {
        PushRequest { protocol: PROTOCOL, account: self.person, epoch: None, client: self.client, operations }
    }

    pub(crate) async fn push_raw(&self, operations: &[Operation]) -> Answer {
        let body = serde_json::to_value(self.request(operations.to_vec())).unwrap();
        self.http.post("/api/v1/sync/push", &body).await
    }

    pub(crate) async fn push(&self, operations: &[Operation]) -> Vec<Outcome> {
        let answer: PushAnswer = self.push_raw(operations).await.json();
        let ids: Vec<OpId> = answer.results.iter().map(|result| result.op_id).collect();
        assert_eq!(ids, operations.iter().map(|op| op.op_id).collect::<Vec<_>>(), "one result each, in order");
        answer.results.into_iter().map(|result| result.outcome).collect()
    }

    /// Makes one edit.
    pub(crate) async fn edit(&self, edit: Edit) -> Outcome {
        self.push(&[self.operation(edit)]).await.remove(0)
    }

    pub(crate) async fn pull(&self, cursor: &Cursor) -> PullAnswer {
        let body = serde_json::to_value(cursor).unwrap();
        self.http.post("/api/v1/sync/pull", &body).await.json()
    }

    /// The engagement that came with the account.
    pub(crate) async fn workspace(&self) -> ScopeId {
        let scopes = self.pull(&Cursor::default()).await.scopes;
        *scopes.iter().find(|scope| **scope != self.person.scope()).unwrap()
    }

    /// Invites with a role; the token.
    pub(crate) async fn invite(&self, scope: ScopeId, role: &str) -> Answer {
        self.http.post(&format!("/api/v1/engagements/{scope}/invites"), &json!({ "role": role })).await
    }

    /// Gets someone into an engagement of this person's.
    pub(crate) async fn let_in(&self, other: &Self, scope: ScopeId, role: &str) {
        let invite = self.invite(scope, role).await;
        assert_eq!(invite.status, 201, "{}", invite.text);
        let token = invite.json::<Value>()["token"].as_str().unwrap().to_owned();
        let answer = other.http.post(&format!("/api/v1/invites/{token}/accept"), &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    pub(crate) async fn change_role(&self, scope: ScopeId, person: PersonId, role: Option<&str>) -> Answer {
        let path = format!("/api/v1/engagements/{scope}/members/{person}");
        self.http.post(&path, &json!({ "role": role })).await
    }

    /// A stream of events from there on.
    pub(crate) async fn follow(&self, cursor: &Cursor, last: Option<&str>) -> Events {
        let query = format!("protocol={PROTOCOL}&account={}&cursor={}", self.person, in_address(cursor));
        self.http.events(&query, last).await.unwrap_or_else(|answer| panic!("{}", answer.text))
    }

    /// A WebSocket after its hello.
    pub(crate) async fn listen(&self, cursor: Cursor) -> Socket {
        let mut socket = self.http.open(Some(&self.http.base)).await.unwrap();
        socket.hello(self.person, cursor).await;
        socket
    }
}

/// The edit that makes a project.
pub(crate) fn new_project(scope: ScopeId, name: &str) -> (Edit, Id<Project>) {
    let id = Id::new(NOW, unique());
    let order = OrderKey::between(None, None);
    (Project { name: name.into(), description: String::new(), order }.create(scope, id), id)
}

/// A record of somebody's own engagement, and where that is.
pub(crate) async fn some_record(user: &User) -> (ScopeId, Id<Project>) {
    let scope = user.workspace().await;
    let (edit, record) = new_project(scope, "Tide tables");
    user.edit(edit).await;
    (scope, record)
}

/// The edit that makes an engagement.
pub(crate) fn new_engagement(name: &str) -> (Edit, ScopeId) {
    let id = Id::new(NOW, unique());
    (Engagement { name: name.into() }.create(id.scope(), id), id.scope())
}

/// A cursor as a part of an address.
pub(crate) fn in_address(cursor: &Cursor) -> String {
    let text = serde_json::to_string(cursor).unwrap();
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Where a reader is who has applied all of these deltas, which must fit to each other.
pub(crate) fn advance(cursor: &mut Cursor, answer: &PullAnswer) {
    cursor.epoch = Some(answer.epoch);
    for delta in &answer.deltas {
        assert_eq!(delta.from, cursor.seq(delta.scope), "without gap or overlap");
        let numbers: Vec<u64> = delta.effects.iter().map(|effect| effect.seq.0).collect();
        assert_eq!(numbers, (delta.from.0 + 1..=delta.to.0).collect::<Vec<_>>());
        cursor.scopes.insert(delta.scope, delta.to);
    }
}

/// Pulls until there is no more; the records that were written, in order.
pub(crate) async fn pull_all(user: &User, cursor: &mut Cursor) -> Vec<RecordId> {
    let mut written = Vec::new();
    loop {
        let answer = user.pull(cursor).await;
        advance(cursor, &answer);
        let effects = answer.deltas.iter().flat_map(|delta| &delta.effects);
        written.extend(effects.flat_map(|effect| &effect.writes).map(|write| write.id));
        if !answer.more {
            return written;
        }
    }
}
