//! Signing up, in and out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{PASSWORD, World};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn an_account_is_a_person_who_can_sign_in_and_out() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let me: Value = ada.http.get("/api/v1/users/me").await.json();
    assert_eq!(me, json!({ "person": { "id": ada.person, "name": "Ada", "email": "ada@holdfast.example" } }));

    let mut phone = world.anyone();
    let login = json!({ "email": " ADA@holdfast.example", "password": PASSWORD });
    let answer = phone.post("/api/v1/auth/login", &login).await;
    assert_eq!((answer.status.as_u16(), answer.json::<Value>()), (200, me), "the address in any case");
    phone.take_cookie(&answer);

    let out = phone.post("/api/v1/auth/logout", &json!({})).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").starts_with("holdfast_session=; Max-Age=0"));
    assert_eq!(phone.get("/api/v1/users/me").await.refusal(), (401, "unauthenticated".into()), "the token is dead");
    assert_eq!(ada.http.get("/api/v1/users/me").await.status, 200, "the other device's is not");
}

#[tokio::test]
async fn a_late_logout_ends_only_the_session_of_its_own_account() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let late = ben.http.post("/api/v1/auth/logout", &json!({ "account": ada.person })).await;
    assert_eq!((late.status.as_u16(), late.header("set-cookie")), (204, ""), "the cookie is Ben's");
    assert_eq!(ben.http.get("/api/v1/users/me").await.status, 200);
    let own = ben.http.post("/api/v1/auth/logout", &json!({ "account": ben.person })).await;
    assert_eq!(own.status, 204);
    assert_eq!(ben.http.get("/api/v1/users/me").await.status, 401);
}

#[tokio::test]
async fn what_cannot_be_an_account_names_the_field() {
    let world = World::start().await;
    world.sign_up("Ada").await;
    let http = world.anyone();
    for (name, email, password, status, field) in [
        (" ", "b@holdfast.example", PASSWORD, 400, "name"),
        ("Ben\0", "b@holdfast.example", PASSWORD, 400, "name"),
        ("Ben", "b.holdfast.example", PASSWORD, 400, "email"),
        ("Ben", "b@holdfast.example", "seven77", 400, "password"),
        ("Ben", "b@holdfast.example", &"x".repeat(201), 400, "password"),
        ("Ben", "ADA@holdfast.example", PASSWORD, 409, "email"),
    ] {
        let body = json!({ "name": name, "email": email, "password": password });
        let answer = http.post("/api/v1/auth/register", &body).await;
        let error = &answer.json::<Value>()["error"];
        assert_eq!(
            (answer.status.as_u16(), &error["code"], &error["field"]),
            (status, &json!("invalid"), &json!(field))
        );
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_told_the_same() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let http = world.anyone();
    let mut answers = Vec::new();
    for email in [ada.email.as_str(), "nobody@holdfast.example"] {
        let answer = http.post("/api/v1/auth/login", &json!({ "email": email, "password": "wrong horse" })).await;
        assert!(answer.header("set-cookie").is_empty());
        answers.push((answer.refusal(), answer.text));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, (401, "unauthenticated".into()));
}

#[tokio::test]
async fn guessing_gets_slow_and_waiting_helps() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let http = world.anyone();
    let login = async |password: &str| {
        http.post("/api/v1/auth/login", &json!({ "email": ada.email, "password": password })).await
    };
    for _ in 0..5 {
        assert_eq!(login("wrong horse").await.status, 401);
    }
    let refused = login(PASSWORD).await;
    assert_eq!(refused.refusal(), (429, "throttled".into()), "even the right one has to wait");
    assert_eq!(refused.header("retry-after"), "1");
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(login("wrong horse").await.status, 401);
    assert_eq!(login(PASSWORD).await.header("retry-after"), "2", "the wait has grown");
    world.clock.advance(Duration::from_secs(2));
    assert_eq!(login(PASSWORD).await.status, 200);
    for _ in 0..5 {
        assert_eq!(login("wrong horse").await.status, 401, "and all is forgiven");
    }
}

#[tokio::test]
async fn a_session_lasts_while_it_is_used() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let me = async || ada.http.get("/api/v1/users/me").await;
    assert!(me().await.header("set-cookie").is_empty(), "renewed once a day, not with each request");
    for _ in 0..4 {
        world.clock.advance(20 * DAY);
        let answer = me().await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("set-cookie").contains("Max-Age=7776000"), "{}", answer.header("set-cookie"));
        assert!(me().await.header("set-cookie").is_empty());
    }
    world.clock.advance(30 * DAY);
    assert_eq!(me().await.status, 401);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let login = json!({ "email": ada.email, "password": PASSWORD, "remember": false });
    let cookie = world.anyone().post("/api/v1/auth/login", &login).await.header("set-cookie").to_owned();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("Max-Age"), "ends with the browser: {cookie}");

    let public =
        World::start_with(|config| config.public.public_url = Some("https://tasks.example".parse().unwrap())).await;
    let body = json!({ "name": "Ada", "email": "ada@holdfast.example", "password": PASSWORD });
    let answer = public.anyone().post("/api/v1/auth/register", &body).await;
    assert!(answer.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn a_demo_is_for_an_empty_server_of_ones_own() {
    let world = World::start().await;
    let mut http = world.anyone();
    let about = http.get("/api/v1/server").await.json::<Value>();
    assert_eq!((&about["empty"], &about["demo"]), (&json!(true), &json!(true)));
    let made = http.post("/api/v1/demo", &json!({})).await;
    assert_eq!(made.status, 201, "{}", made.text);
    http.take_cookie(&made);
    let made: Value = made.json();
    assert_eq!(http.get("/api/v1/users/me").await.json::<Value>()["person"], made["person"]);
    for account in made["accounts"].as_array().unwrap() {
        let login = json!({ "email": account["email"], "password": account["password"] });
        let mut other = world.anyone();
        let answer = other.post("/api/v1/auth/login", &login).await;
        assert_eq!(answer.status, 200);
        other.take_cookie(&answer);
        let all = other.get("/api/v1/sync/pull").await.text;
        assert!(all.contains("\"kind\":\"task\"") && all.contains("Harbour"), "both see the board");
    }
    assert_eq!(http.post("/api/v1/demo", &json!({})).await.refusal(), (404, "not_found".into()));
    assert_eq!(http.get("/api/v1/server").await.json::<Value>()["demo"], json!(false));

    let public =
        World::start_with(|config| config.public.public_url = Some("https://tasks.example".parse().unwrap())).await;
    assert_eq!(public.anyone().post("/api/v1/demo", &json!({})).await.refusal(), (403, "forbidden".into()));
    let login = json!({ "email": "Ada@demo.holdfast.example", "password": "holdfast-demo" });
    let refused = public.anyone().post("/api/v1/auth/login", &login).await.refusal();
    assert_eq!(refused, (403, "forbidden".into()), "nor may those made before be used");
}
