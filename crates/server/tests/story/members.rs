//! What members of an engagement are told of each other.

use std::time::Duration;

use holdfast_core::{
    id::ScopeId,
    role::Role::{Editor, Owner, Viewer},
    wire::remote::MemberInfo,
};
use serde_json::json;

use crate::world::{NOW, User, World};

const MINUTE: u64 = 60_000;

fn path(scope: ScopeId) -> String {
    format!("/api/v1/engagements/{scope}/members")
}

async fn read(user: &User, scope: ScopeId) -> Vec<MemberInfo> {
    let answer = user.http.get(&path(scope)).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn they_are_told_who_is_there_since_when_and_when_last_seen() {
    let world = World::start().await;
    let (ada, cleo, ben) = (world.sign_up("Ada").await, world.sign_up("Cleo").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    world.clock.advance(Duration::from_millis(2 * MINUTE));
    ada.let_in(&cleo, scope, "viewer").await;
    world.clock.advance(Duration::from_millis(2 * MINUTE));
    ada.let_in(&ben, scope, "viewer").await;
    assert_eq!(ben.http.post("/api/v1/auth/logout", &json!({ "account": ben.person })).await.status, 204);
    world.clock.advance(Duration::from_millis(2 * MINUTE));

    let member = |user: &User, name: &str, role, came, seen: Option<u64>| MemberInfo {
        person: user.person,
        name: name.into(),
        email: user.email.clone(),
        role,
        joined_at: NOW + came * MINUTE,
        last_seen_at: seen.map(|seen| NOW + seen * MINUTE),
    };
    // Asking is being seen.
    let told = [
        member(&ada, "Ada", Owner, 0, Some(6)),
        member(&ben, "Ben", Viewer, 4, None),
        member(&cleo, "Cleo", Viewer, 2, Some(2)),
    ];
    assert_eq!(read(&ada, scope).await, told, "by role, then by name");

    ada.change_role(scope, cleo.person, Some("editor")).await;
    let [_, second, third] = &read(&cleo, scope).await[..] else { panic!("three") };
    assert_eq!((second, &third.name[..]), (&member(&cleo, "Cleo", Editor, 2, Some(6)), "Ben"));
    ada.change_role(scope, ben.person, None).await;
    assert_eq!(read(&ada, scope).await.len(), 2, "whoever was put out is not there");
}

#[tokio::test]
async fn nobody_else_is_told() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let not_found = (404, "not_found".to_owned());
    assert_eq!(world.anyone().get(&path(scope)).await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(ben.http.get(&path(scope)).await.refusal(), not_found);
    let nowhere = path(ScopeId::new(0, [7; 10]));
    assert_eq!(ben.http.get(&path(scope)).await.text, ben.http.get(&nowhere).await.text, "a stranger learns nothing");
    assert_eq!(ben.http.get(&path(ben.person.scope())).await.refusal(), not_found, "a person is no engagement");
    assert_eq!(ben.http.get("/api/v1/engagements/%FF/members").await.refusal(), not_found);
    ada.let_in(&ben, scope, "viewer").await;
    assert_eq!(read(&ben, scope).await.len(), 2);
    ada.change_role(scope, ben.person, None).await;
    assert_eq!(ben.http.get(&path(scope)).await.refusal(), not_found, "at once");
}
