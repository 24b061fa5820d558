//! Invitations and memberships.

use std::time::Duration;

use holdfast_core::{
    authority::Rejection,
    entity::Membership,
    wire::{Cursor, Outcome},
};
use serde_json::{Value, json};

use crate::world::{User, World, new_project};

async fn accept(user: &User, token: &str) -> Value {
    let answer = user.http.post(&format!("/api/v1/invites/{token}/accept"), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn token(user: &User, scope: holdfast_core::id::ScopeId, role: &str) -> String {
    user.invite(scope, role).await.json::<Value>()["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_invitation_shows_what_it_is_and_lets_in() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let made = ada.invite(scope, "editor").await.json::<Value>();
    let token = made["token"].as_str().unwrap();
    assert_eq!(made["url"], json!(format!("/invite/{token}")));
    assert!(token.len() >= 43, "256 bits");

    let shown = world.anyone().get(&format!("/api/v1/invites/{token}")).await.json::<Value>();
    assert_eq!(
        (&shown["engagement"], &shown["role"], &shown["invited_by"]),
        (&json!("Ada's workspace"), &json!("editor"), &json!("Ada"))
    );
    let stranger = world.anyone().post(&format!("/api/v1/invites/{token}/accept"), &json!({})).await;
    assert_eq!(stranger.refusal(), (401, "unauthenticated".into()));

    let accepted = accept(&ben, token).await;
    assert_eq!((&accepted["role"], &accepted["already_member"]), (&json!("editor"), &json!(false)));
    assert!(ben.pull(&Cursor::default()).await.scopes.contains(&scope));
    assert!(matches!(ben.edit(new_project(scope, "Harbour").0).await, Outcome::Accepted { .. }));
    assert_eq!(accept(&ben, token).await["already_member"], json!(true));
}

#[tokio::test]
async fn an_invitation_changes_no_role() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let (viewer, admin) = (token(&ada, scope, "viewer").await, token(&ada, scope, "admin").await);
    accept(&ben, &viewer).await;
    assert_eq!(accept(&ben, &admin).await["role"], json!("viewer"), "not raised");
    assert_eq!(accept(&ada, &viewer).await["role"], json!("owner"), "not lowered");
}

#[tokio::test]
async fn a_link_undoes_neither_a_removal_nor_a_lower_role() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let admin = token(&ada, scope, "admin").await;
    accept(&ben, &admin).await;
    ada.change_role(scope, ben.person, Some("viewer")).await;
    ben.change_role(scope, ben.person, None).await;
    let again = ben.http.post(&format!("/api/v1/invites/{admin}/accept"), &json!({})).await;
    assert_eq!(again.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn nobody_can_take_the_id_of_anothers_membership() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let (mut squat, _) = new_project(scope, "Mine");
    squat.id = Membership::id_of(scope, cleo.person).record();
    assert_eq!(ben.edit(squat).await, Outcome::Rejected(Rejection::Forbidden));
    ada.let_in(&cleo, scope, "editor").await;
    assert!(cleo.pull(&Cursor::default()).await.scopes.contains(&scope));
}

#[tokio::test]
async fn only_admins_invite_and_not_above_themselves() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    assert_eq!(ada.invite(scope, "owner").await.refusal(), (403, "forbidden".into()));
    assert_eq!(ada.invite(scope, "king").await.refusal(), (400, "invalid".into()));
    ada.let_in(&ben, scope, "editor").await;
    assert_eq!(ben.invite(scope, "viewer").await.refusal(), (403, "forbidden".into()));
    assert_eq!(cleo.invite(scope, "viewer").await.refusal(), (404, "not_found".into()), "a stranger learns nothing");
    assert_eq!(ada.invite(ada.person.scope(), "viewer").await.refusal(), (404, "not_found".into()));
    ada.change_role(scope, ben.person, Some("admin")).await;
    let by_ben = token(&ben, scope, "admin").await;
    ada.change_role(scope, ben.person, Some("editor")).await;
    let answer = cleo.http.post(&format!("/api/v1/invites/{by_ben}/accept"), &json!({})).await;
    assert_eq!(answer.refusal(), (404, "not_found".into()), "it ends with the right of who made it");
}

#[tokio::test]
async fn an_invitation_ends() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let token = token(&ada, scope, "viewer").await;
    world.clock.advance(Duration::from_secs(14 * 24 * 60 * 60));
    assert_eq!(world.anyone().get(&format!("/api/v1/invites/{token}")).await.refusal(), (404, "not_found".into()));
    let answer = ben.http.post(&format!("/api/v1/invites/{token}/accept"), &json!({})).await;
    assert_eq!(answer.refusal(), (404, "not_found".into()));
    assert_eq!(ben.http.get("/api/v1/invites/%FF").await.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn members_are_changed_from_above_and_an_owner_stays() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "admin").await;
    ada.let_in(&cleo, scope, "editor").await;
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(ada.change_role(scope, ada.person, None).await.refusal(), forbidden, "the only owner stays");
    assert_eq!(ada.change_role(scope, ada.person, Some("admin")).await.refusal(), forbidden);
    assert_eq!(ben.change_role(scope, ada.person, Some("viewer")).await.refusal(), forbidden);
    assert_eq!(ben.change_role(scope, cleo.person, Some("owner")).await.refusal(), forbidden);
    assert_eq!(cleo.change_role(scope, ben.person, None).await.refusal(), forbidden);
    assert_eq!(ben.change_role(scope, cleo.person, Some("viewer")).await.status, 200);
    let refused = Outcome::Rejected(Rejection::Forbidden);
    assert_eq!(cleo.edit(new_project(scope, "Harbour").0).await, refused, "at once");
    assert_eq!(cleo.change_role(scope, cleo.person, None).await.status, 200, "anyone may leave");
    let gone = Outcome::Rejected(Rejection::NoAccess);
    assert_eq!(cleo.edit(new_project(scope, "Harbour").0).await, gone);
    ada.let_in(&cleo, scope, "admin").await;
    assert!(matches!(cleo.edit(new_project(scope, "Harbour").0).await, Outcome::Accepted { .. }), "and come back");
}

#[tokio::test]
async fn each_invitation_is_listed_and_can_be_ended() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    let path = format!("/api/v1/engagements/{scope}/invites");
    let (viewer, admin) = (ada.invite(scope, "viewer").await, ada.invite(scope, "admin").await);
    let (viewer, admin): (Value, Value) = (viewer.json(), admin.json());
    accept(&ben, admin["token"].as_str().unwrap()).await;
    let listed = ben.http.get(&path).await;
    let secrets = [&viewer["token"], &admin["token"]];
    assert!(secrets.iter().all(|token| !listed.text.contains(token.as_str().unwrap())), "{}", listed.text);
    let mut told: Vec<_> = listed.json::<Vec<Value>>();
    told.sort_by_key(|invite| invite["role"].to_string());
    let short = |invite: &Value| {
        (invite["id"].clone(), invite["role"].clone(), invite["invited_by"].clone(), invite["uses"].clone())
    };
    assert_eq!(
        told.iter().map(short).collect::<Vec<_>>(),
        [
            (admin["id"].clone(), json!("admin"), json!("Ada"), json!(1)),
            (viewer["id"].clone(), json!("viewer"), json!("Ada"), json!(0)),
        ]
    );

    let one = format!("{path}/{}", viewer["id"].as_str().unwrap());
    let not_found = (404, "not_found".to_owned());
    assert_eq!(cleo.http.get(&path).await.refusal(), not_found, "a stranger learns nothing");
    assert_eq!(cleo.http.delete(&one).await.refusal(), not_found);
    let elsewhere =
        format!("/api/v1/engagements/{}/invites/{}", cleo.workspace().await, viewer["id"].as_str().unwrap());
    assert_eq!(cleo.http.delete(&elsewhere).await.refusal(), not_found);
    ada.let_in(&cleo, scope, "editor").await;
    assert_eq!(cleo.http.get(&path).await.refusal(), (403, "forbidden".into()));
    assert_eq!(cleo.http.delete(&one).await.refusal(), (403, "forbidden".into()));

    assert_eq!(ben.http.delete(&one).await.status, 204);
    assert_eq!(ben.http.delete(&one).await.refusal(), not_found, "once");
    assert_eq!(ben.http.delete(&format!("{path}/x")).await.refusal(), not_found);
    let token = viewer["token"].as_str().unwrap();
    assert_eq!(world.anyone().get(&format!("/api/v1/invites/{token}")).await.refusal(), not_found);
    assert_eq!(ada.http.get(&path).await.json::<Vec<Value>>().len(), 2, "the others stand");
}
