//! Setting a password anew by a link, which the program itself makes.

use std::{
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
};

use futures::future::join_all;
use holdfast_core::wire::{Cursor, ServerFrame};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::{
    crash::Program,
    operate::{done, holdfast, refused, text},
    passwords::{NEW, sign_in},
    sessions::{is_signed_in, says_goodbye},
    world::{Answer, Http, PASSWORD, User, World},
};

/// Makes a link beside the server; its token.
pub(crate) fn link(data: &Path, email: &str) -> String {
    let url = "https://tasks.example";
    let made = done(&["reset-password", "--email", email, "--data", text(data), "--public-url", url]);
    made.trim().strip_prefix("https://tasks.example/reset#").unwrap_or_else(|| panic!("{made:?}")).to_owned()
}

async fn look(http: &Http, token: &str) -> Answer {
    http.post("/api/v1/auth/reset/look", &json!({ "token": token })).await
}

async fn set(http: &Http, token: &str, password: &str) -> Answer {
    http.post("/api/v1/auth/reset", &json!({ "token": token, "password": password })).await
}

/// What a link that is not good is told by, looked at and followed.
async fn is_refused(http: &Http, token: &str, words: &str) {
    for answer in [look(http, token).await, set(http, token, NEW).await] {
        assert_eq!(answer.refusal(), (404, "not_found".into()));
        assert!(answer.text.contains(words) && answer.header("set-cookie").is_empty(), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_ends_every_session() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path());
    let (ada, ben) = (User::sign_up(&program.base, "Ada").await, User::sign_up(&program.base, "Ben").await);
    let mut socket = ada.http.open(None).await.unwrap();
    socket.hello(ada.person, Cursor::default()).await;
    socket.until(|frame| *frame == ServerFrame::Live).await;
    let token = link(data.path(), " ADA@holdfast.example");
    assert!(token.len() >= 43, "256 bits");
    let mut http = Http::new(&program.base);
    let shown = look(&http, &token).await;
    let whose = json!({ "person": { "id": ada.person, "name": "Ada", "email": ada.email } });
    assert_eq!((shown.status.as_u16(), shown.json::<Value>()), (200, whose.clone()));
    assert!(is_signed_in(&ada.http).await, "looking changes nothing");
    let short = set(&http, &token, "seven77").await;
    assert_eq!((short.status.as_u16(), &short.json::<Value>()["error"]["field"]), (400, &json!("password")));

    let answer = set(&http, &token, NEW).await;
    assert_eq!((answer.status.as_u16(), answer.json::<Value>()), (200, whose));
    assert!(answer.header("set-cookie").contains("Max-Age"));
    http.take_cookie(&answer);
    assert!(says_goodbye(&mut socket).await);
    assert!(is_signed_in(&http).await && !is_signed_in(&ada.http).await && is_signed_in(&ben.http).await);
    assert_eq!((sign_in(&ada, PASSWORD).await, sign_in(&ada, NEW).await), (401, 200));
    is_refused(&http, &token, "has been used").await;

    let passing = json!({ "token": link(data.path(), &ada.email), "password": PASSWORD, "remember": false });
    let answer = http.post("/api/v1/auth/reset", &passing).await;
    assert_eq!(answer.status, 200, "and another one after it");
    assert!(!answer.header("set-cookie").contains("Max-Age"), "ends with the browser");
}

#[tokio::test]
async fn a_link_gives_way_to_a_newer_one_and_to_a_changed_password_and_lapses() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path());
    let ada = User::sign_up(&program.base, "Ada").await;
    let http = Http::new(&program.base);
    let (first, second) = (link(data.path(), &ada.email), link(data.path(), &ada.email));
    is_refused(&http, &first, "is not known here").await;
    assert_eq!(look(&http, &second).await.status, 200);
    let change = json!({ "current": PASSWORD, "password": NEW });
    assert_eq!(ada.http.post("/api/v1/auth/password", &change).await.status, 200);
    is_refused(&http, &second, "is not known here").await;

    let third = link(data.path(), &ada.email);
    let file = SqliteConnectOptions::new().filename(data.path().join("holdfast.sqlite3"));
    let mut conn = file.connect().await.unwrap();
    sqlx::query("UPDATE password_resets SET expires = 1").execute(&mut conn).await.unwrap();
    let stored: Vec<u8> =
        sqlx::query_scalar("SELECT token_hash FROM password_resets").fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    assert_eq!(stored, Sha256::digest(&third).as_slice(), "its hash alone");
    is_refused(&http, &third, "has lapsed").await;
    assert_eq!(sign_in(&ada, NEW).await, 200, "it stands");
}

/// Makes a link for a world, whose clock is its own.
async fn link_in(world: &World, email: &str) -> String {
    let token = link(world.data(), email);
    let file = SqliteConnectOptions::new().filename(world.data().join("holdfast.sqlite3"));
    let mut conn = file.connect().await.unwrap();
    sqlx::query("UPDATE password_resets SET expires = 9000000000000").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    token
}

#[tokio::test]
async fn two_who_follow_a_link_at_once_are_one_who_does() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let token = link_in(&world, &ada.email).await;
    let follow = |password: &'static str| {
        let (http, token) = (world.anyone(), token.clone());
        tokio::spawn(async move { (set(&http, &token, password).await, password) })
    };
    let both = [follow("the first of two"), follow("the second of two")];
    let mut refusals = Vec::new();
    for answer in both {
        let (answer, password) = answer.await.unwrap();
        if answer.status == 200 {
            assert_eq!(sign_in(&ada, password).await, 200);
        } else {
            assert_eq!(sign_in(&ada, password).await, 401);
            refusals.push(answer.refusal());
        }
    }
    assert_eq!(refusals, [(404, "not_found".into())], "exactly one");
}

#[tokio::test]
async fn whoever_has_failed_to_sign_in_is_not_kept_out_with_the_password_of_a_link() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    // The world's clock stands still: whoever has to wait goes on waiting.
    let guesses = join_all((0..40).map(|_| sign_in(&ada, "wrong horse"))).await;
    assert!(guesses.contains(&429) && sign_in(&ada, PASSWORD).await == 429);
    let token = link_in(&world, &ada.email).await;
    assert_eq!(set(&world.anyone(), &token, NEW).await.status, 200);
    assert_eq!(sign_in(&ada, NEW).await, 200);
}

#[tokio::test]
async fn a_restored_backup_brings_no_link_back() {
    let data = TempDir::new().unwrap();
    let mut program = Program::start(data.path());
    let ada = User::sign_up(&program.base, "Ada").await;
    let token = link(data.path(), &ada.email);
    let backup = done(&["backup", "--data", text(data.path())]);
    assert_eq!(set(&Http::new(&program.base), &token, NEW).await.status, 200);
    program.kill();
    done(&["restore", backup.trim(), "--data", text(data.path())]);
    let program = Program::start(data.path());
    is_refused(&Http::new(&program.base), &token, "is not known here").await;
}

#[tokio::test]
async fn guessing_links_gets_slow_and_those_that_are_good_do_not_count() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path());
    let ada = User::sign_up(&program.base, "Ada").await;
    let (http, token) = (Http::new(&program.base), link(data.path(), &ada.email));
    for _ in 0..30 {
        assert_eq!(look(&http, &token).await.status, 200);
    }
    let mut answers = Vec::new();
    for number in 0..30 {
        answers.push(look(&http, &number.to_string()).await);
    }
    assert_eq!(answers[0].refusal(), (404, "not_found".into()));
    assert_eq!(answers[29].refusal(), (429, "throttled".into()));
    assert_eq!(set(&http, &token, NEW).await.refusal(), (429, "throttled".into()), "the right one has to wait too");
}

#[test]
fn a_link_is_for_an_account_that_is_there() {
    let data = TempDir::new().unwrap();
    let folder = text(data.path());
    let nobody = |email: &str| refused(&["reset-password", "--email", email, "--data", folder]);
    assert!(nobody("ada@holdfast.example").1.contains("no database at"));
    drop(Program::start(data.path()));
    for email in ["ada@holdfast.example", ""] {
        let (code, words) = nobody(email);
        assert!(code == Some(2) && words.contains("nobody here signs in as"), "{words}");
    }
    for (args, words) in
        [(["--hours", "0"], "1..=168"), (["--hours", "169"], "1..=168"), (["--public-url", "tasks"], "https://")]
    {
        let (code, said) =
            refused(&[&["reset-password", "--email", "a@b.example", "--data", folder], &args[..]].concat());
        assert!(code == Some(2) && said.contains(words), "{args:?}: {said}");
    }
}

#[tokio::test]
async fn a_link_whose_beginning_nobody_chose_says_so() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let args = ["reset-password", "--email", &ada.email, "--data", text(world.data())];
    let made = holdfast(&args);
    let (link, words) = (String::from_utf8(made.stdout).unwrap(), String::from_utf8(made.stderr).unwrap());
    assert!(link.starts_with("http://127.0.0.1:8080/reset#"), "{link}");
    assert!(words.contains("--public-url") && words.contains("HOLDFAST_PUBLIC_URL"), "{words}");
    let made = holdfast(&[&args[..], &["--public-url", "https://tasks.example"]].concat());
    assert!(!String::from_utf8(made.stderr).unwrap().contains("--public-url"), "chosen");
}

#[tokio::test]
async fn a_link_is_written_into_no_log() {
    let data = TempDir::new().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["--listen", "127.0.0.1:0", "--log", "debug", "--data", text(data.path())])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    let base = line.trim().strip_prefix("listening on ").unwrap().to_owned();
    let ada = User::sign_up(&base, "Ada").await;
    let (http, token) = (Http::new(&base), link(data.path(), &ada.email));
    // As a browser follows it: what is after the # stays with it.
    http.get(&format!("/reset#{token}")).await;
    assert_eq!(look(&http, &token).await.status, 200);
    assert_eq!(set(&http, &token, NEW).await.status, 200);
    child.kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    child.wait().unwrap();
    assert!(log.contains("/v1/auth/reset/look"), "{log}");
    assert!(!log.contains(&token) && !log.contains(NEW), "{log}");
}
