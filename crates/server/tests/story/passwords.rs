//! Changing a password.

use std::time::Duration;

use holdfast_core::wire::{
    Cursor, ServerFrame,
    remote::{SessionInfo, SessionsEnded},
};
use serde_json::{Value, json};

use crate::{
    sessions::{is_signed_in, says_goodbye},
    world::{Answer, Http, PASSWORD, User, World},
};

const NEW: &str = "incorrect mule charger";

async fn change(http: &Http, current: &str, new: &str) -> Answer {
    http.post("/api/v1/auth/password", &json!({ "current": current, "password": new })).await
}

/// The status of a sign-in from a place of its own, which no failure of another has slowed down.
async fn sign_in(user: &User, password: &str) -> u16 {
    let login = json!({ "email": user.email, "password": password });
    Http::new(&user.http.base).post("/api/v1/auth/login", &login).await.status.as_u16()
}

/// Status, code and field of a refusal.
fn refused(answer: &Answer) -> (u16, Value, Value) {
    let error = &answer.json::<Value>()["error"];
    (answer.status.as_u16(), error["code"].clone(), error["field"].clone())
}

#[tokio::test]
async fn a_changed_password_signs_every_other_device_out() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let (phone, tablet) = (ada.sign_in("Phone/1.0").await, ada.sign_in("Tablet/1.0").await);
    let mut socket = tablet.open(None).await.unwrap();
    socket.hello(ada.person, Cursor::default()).await;
    socket.until(|frame| *frame == ServerFrame::Live).await;

    let answer = change(&phone, PASSWORD, NEW).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, SessionsEnded { ended: 2 }));
    assert!(says_goodbye(&mut socket).await);
    assert!(is_signed_in(&phone).await && !is_signed_in(&tablet).await && !is_signed_in(&ada.http).await);
    let renewed = tablet.post("/api/v1/auth/renew", &json!({})).await;
    assert_eq!(renewed.refusal(), (401, "unauthenticated".into()), "for good");
    assert_eq!((sign_in(&ada, PASSWORD).await, sign_in(&ada, NEW).await), (401, 200));
    assert_eq!((is_signed_in(&ben.http).await, sign_in(&ben, PASSWORD).await), (true, 200), "nobody else's");
    let left: Vec<SessionInfo> = phone.get("/api/v1/sessions").await.json();
    assert_eq!(left.iter().filter(|session| session.current).count(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_changes_nothing() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let phone = ada.sign_in("Phone/1.0").await;
    for (current, new, field) in [
        ("wrong horse", NEW, "current"),
        (&*"x".repeat(201), NEW, "current"),
        (PASSWORD, "seven77", "password"),
        (PASSWORD, &*"x".repeat(201), "password"),
    ] {
        assert_eq!(refused(&change(&ada.http, current, new).await), (400, json!("invalid"), json!(field)));
    }
    let stranger = change(&world.anyone(), PASSWORD, NEW).await;
    assert_eq!(stranger.refusal(), (401, "unauthenticated".into()));
    assert!(is_signed_in(&phone).await);
    assert_eq!(sign_in(&ada, PASSWORD).await, 200);
}

#[tokio::test]
async fn guessing_at_an_open_page_is_as_slow_as_at_the_sign_in() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    for _ in 0..5 {
        assert_eq!(change(&ada.http, "wrong horse", NEW).await.status, 400);
    }
    let refused = change(&ada.http, PASSWORD, NEW).await;
    assert_eq!((refused.refusal(), refused.header("retry-after")), ((429, "throttled".into()), "1"));
    assert_eq!(sign_in(&ada, PASSWORD).await, 429, "they are counted together");
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(change(&ada.http, PASSWORD, NEW).await.status, 200);
}
