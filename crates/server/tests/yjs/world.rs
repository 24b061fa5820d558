//! The server's program, people with accounts, and the client in JavaScript.

use std::{
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde::Deserialize;
use serde_json::{Value, json};

/// Where npm's packages are; `cargo xtask test yjs` says it.
const MODULES: &str = "HOLDFAST_YJS_MODULES";

/// Numbers that look random and are the same for the same seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }
}

/// The server in a process of its own.
pub(crate) struct Server {
    data: tempfile::TempDir,
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        let data = tempfile::TempDir::new().unwrap();
        let (child, address) = spawn(&data, "127.0.0.1:0");
        Self { data, child, address }
    }

    /// Ends it as a power cut would, and starts it again where it was.
    pub(crate) fn restart(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        (self.child, _) = spawn(&self.data, &self.address);
    }

    pub(crate) async fn sign_up(&self, name: &str) -> Person {
        let email = format!("{}@holdfast.example", name.to_lowercase());
        let body = json!({ "name": name, "email": email, "password": "correct horse battery" });
        let base = format!("http://{}", self.address);
        let person = Person { base, ..Person::default() };
        let (cookie, answer) = person.post("/api/v1/auth/register", &body).await;
        let id = answer["person"]["id"].as_str().unwrap().to_owned();
        Person { cookie: cookie.unwrap(), id, ..person }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(data: &tempfile::TempDir, listen: &str) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command.args(["--listen", listen, "--log", "warn", "--data"]).arg(data.path());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
    (child, address.to_owned())
}

/// Somebody with an account.
#[derive(Clone, Default)]
pub(crate) struct Person {
    base: String,
    pub(crate) cookie: String,
    pub(crate) id: String,
}

impl Person {
    async fn post(&self, path: &str, body: &Value) -> (Option<String>, Value) {
        let request =
            reqwest::Client::new().post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin");
        let answer = request.header("cookie", &self.cookie).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let cookie = answer.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap());
        let cookie = cookie.map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned());
        (cookie, answer.json().await.unwrap())
    }

    /// A session in this person's engagement, with the other as an editor: the address of what is at it, but for the last part.
    pub(crate) async fn place(&self, other: &Self) -> String {
        let request =
            reqwest::Client::new().get(format!("{}/api/v1/engagements", self.base)).header("cookie", &self.cookie);
        let all: Value = request.send().await.unwrap().json().await.unwrap();
        let all = all["items"].as_array().or_else(|| all.as_array()).unwrap_or_else(|| panic!("{all}"));
        let scope = all[0]["id"].as_str().unwrap();
        let (_, invite) =
            self.post(&format!("/api/v1/engagements/{scope}/invites"), &json!({ "role": "editor" })).await;
        let token = invite["token"].as_str().unwrap();
        other.post(&format!("/api/v1/invites/{token}/accept"), &json!({})).await;
        let path = format!("/api/v1/engagements/{scope}/sessions");
        let (_, session) = self.post(&path, &json!({ "name": "Tides" })).await;
        let session = session["id"].as_str().unwrap();
        format!("{}/api/v1/scopes/{scope}/records/{session}", self.base.replacen("http", "ws", 1))
    }
}

/// What the client in JavaScript says.
#[derive(Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Told {
    pub(crate) did: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) synced: Option<bool>,
    pub(crate) people: Option<Vec<String>>,
}

/// The client in JavaScript.
pub(crate) struct Peer {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    pub(crate) fn start(person: &Person, place: &str, seed: u32) -> Self {
        let modules = std::env::var(MODULES);
        let modules = modules.unwrap_or_else(|_| panic!("{MODULES} is not set: run this by `cargo xtask test yjs`"));
        let mut node = Command::new("node");
        node.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/yjs/client.mjs"));
        node.args([&modules, place, &person.id, &person.cookie, &seed.to_string()]);
        let mut child = node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    pub(crate) fn order(&mut self, order: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{order}").unwrap();
    }

    /// What it says next.
    pub(crate) fn next(&mut self) -> Told {
        let line = self.lines.next().expect("it goes on").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
