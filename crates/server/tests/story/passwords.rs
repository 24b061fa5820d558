//! Changing a password.

use std::time::Duration;

use futures::future::join_all;
use holdfast_core::wire::{
    Cursor, ServerFrame,
    remote::{SessionInfo, SessionsEnded},
};
use serde_json::{Value, json};

use crate::{
    sessions::{WAITS, hold, is_signed_in, says_goodbye},
    world::{Answer, Http, PASSWORD, User, World},
};

pub(crate) const NEW: &str = "incorrect mule charger";

async fn change(http: &Http, current: &str, new: &str) -> Answer {
    http.post("/api/v1/auth/password", &json!({ "current": current, "password": new })).await
}

/// The status of a sign-in at another browser.
pub(crate) async fn sign_in(user: &User, password: &str) -> u16 {
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

#[tokio::test]
async fn a_change_whose_answer_was_lost_can_be_asked_for_again() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let phone = ada.sign_in("Phone/1.0").await;
    let answers = join_all((0..3).map(|_| change(&phone, PASSWORD, NEW))).await;
    let mut ended = Vec::new();
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        ended.push(answer.json::<SessionsEnded>().ended);
    }
    ended.sort_unstable();
    assert_eq!(ended, [0, 0, 1], "changed once, at once or later");
    for _ in 0..10 {
        let again = change(&phone, PASSWORD, NEW).await;
        assert_eq!((again.status.as_u16(), again.json()), (200, SessionsEnded { ended: 0 }), "no failure");
    }
    assert_eq!(refused(&change(&phone, PASSWORD, "another one yet").await).2, json!("current"));
    assert_eq!(sign_in(&ada, NEW).await, 200);
}

#[tokio::test]
async fn a_sign_in_that_was_checked_before_a_change_begins_no_session_after_it() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    assert_eq!(change(&ben.http, PASSWORD, NEW).await.status, 200);
    let mut change = hold(world.data()).await;
    let late = tokio::spawn(async move { sign_in(&ada, PASSWORD).await });
    // By now the password has been checked, and the session waits for its turn; a slower one is refused for its password.
    tokio::time::sleep(WAITS).await;
    let to_bens = "UPDATE accounts SET password_hash = (SELECT password_hash FROM accounts WHERE name = 'Ben')";
    for sql in ["DELETE FROM sessions", to_bens, "COMMIT"] {
        sqlx::query(sql).execute(&mut change).await.unwrap();
    }
    assert_eq!(late.await.unwrap(), 401);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions").fetch_one(&mut change).await.unwrap();
    assert_eq!(left, 0);
}
