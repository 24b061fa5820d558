//! A pull that waits until there is something to say.

use std::time::{Duration, Instant};

use holdfast_core::wire::{Cursor, PullAnswer};
use serde_json::json;

use crate::world::{Answer, User, World, advance, in_address, new_project, pull_all};

async fn wait(user: &User, cursor: &Cursor, seconds: u64) -> Answer {
    let body = serde_json::to_value(cursor).unwrap();
    user.http.post(&format!("/api/v1/sync/pull?wait={seconds}"), &body).await
}

#[tokio::test]
async fn what_there_is_comes_at_once_and_what_comes_is_not_missed() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let mut cursor = Cursor::default();
    let first: PullAnswer = wait(&ben, &cursor, 25).await.json();
    advance(&mut cursor, &first);
    for number in 2..12 {
        // The edit may come before the wait, in the middle of its first look, or after it.
        let (answer, _) = tokio::join!(wait(&ben, &cursor, 25), ada.edit(new_project(scope, "Harbour").0));
        let answer: PullAnswer = answer.json();
        advance(&mut cursor, &answer);
        assert_eq!(cursor.seq(scope).0, number + 1);
    }
    let get = format!("/api/v1/sync/pull?wait=25&cursor={}", in_address(&cursor));
    let (answer, _) = tokio::join!(ben.http.get(&get), ada.edit(new_project(scope, "Harbour").0));
    assert_eq!(answer.json::<PullAnswer>().deltas.len(), 1);
}

#[tokio::test]
async fn where_nothing_happens_the_wait_ends() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let mut cursor = Cursor::default();
    pull_all(&ada, &mut cursor).await;
    let start = Instant::now();
    let busy = async {
        for _ in 0..20 {
            ben.edit(new_project(ben.workspace().await, "Elsewhere").0).await;
        }
    };
    let (answer, ()) = tokio::join!(wait(&ada, &cursor, 1), busy);
    let answer: PullAnswer = answer.json();
    assert!(answer.deltas.is_empty() && !answer.more, "{answer:?}");
    assert!(start.elapsed() >= Duration::from_secs(1), "others' edits are no reason to answer");
    assert_eq!(wait(&ada, &cursor, 26).await.refusal(), (400, "invalid".into()));
}

#[tokio::test]
async fn access_a_session_and_a_server_that_end_end_the_wait() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "viewer").await;
    let mut cursor = Cursor::default();
    pull_all(&ben, &mut cursor).await;
    let (lost, _) = tokio::join!(wait(&ben, &cursor, 25), ada.change_role(scope, ben.person, None));
    assert!(!lost.json::<PullAnswer>().scopes.contains(&scope));
    let still: PullAnswer = wait(&ben, &cursor, 25).await.json();
    assert!(!still.scopes.contains(&scope), "at once, as long as the reader has it");

    cursor.scopes.remove(&scope);
    let out = async { ben.http.post("/api/v1/auth/logout", &json!({})).await };
    let (ended, _) = tokio::join!(wait(&ben, &cursor, 25), out);
    assert_eq!(ended.refusal(), (401, "unauthenticated".into()));

    let mut cursor = Cursor::default();
    pull_all(&ada, &mut cursor).await;
    // The request is under way before the server is told to stop.
    let start = Instant::now();
    let waiting = tokio::spawn({
        let (http, body) = (ada.http.clone(), serde_json::to_value(&cursor).unwrap());
        async move { http.post("/api/v1/sync/pull?wait=25", &body).await }
    });
    for _ in 0..3 {
        ada.http.get("/healthz").await;
    }
    world.server.shutdown().await;
    assert!(waiting.await.unwrap().json::<PullAnswer>().deltas.is_empty());
    assert!(start.elapsed() < Duration::from_secs(20));
}
