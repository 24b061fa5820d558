//! Whatever is sent, the answer is a refusal with a code, never a failure.

use holdfast_core::wire::PROTOCOL;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, new_project, send};

#[tokio::test]
async fn malformed_bodies_are_refused() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let push = |operations: Value| {
        json!({ "protocol": PROTOCOL, "account": ada.person, "client": ada.client, "operations": operations })
            .to_string()
    };
    let deep = "[".repeat(100_000);
    let deep_operation = push(json!([])).replace("[]", &format!("[{{\"x\":{}", "[".repeat(5_000)));
    for (body, code) in [
        (String::new(), "invalid"),
        ("{".to_owned(), "invalid"),
        ("null".to_owned(), "invalid"),
        (json!({ "protocol": PROTOCOL }).to_string(), "invalid"),
        ("{\"protocol\": -1}".to_owned(), "invalid"),
        ("\0\0\0".to_owned(), "invalid"),
        (deep, "invalid"),
        (deep_operation, "invalid"),
        (push(json!([1, "two", null])), "invalid"),
        (push(json!([{ "op_id": "not one" }])), "invalid"),
        (push(json!({ "a": 1 })), "invalid"),
    ] {
        let answer = ada.http.post_bytes("/api/v1/sync/push", body.clone()).await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{}", &body[..body.len().min(80)]);
    }
    for path in ["auth/register", "auth/login", "sync/pull", &format!("engagements/{scope}/invites")] {
        for body in ["", "{", "[]", "{\"role\":7,\"email\":{},\"scopes\":3}"] {
            let answer = ada.http.post_bytes(&format!("/api/v1/{path}"), body).await;
            assert_eq!(answer.refusal(), (400, "invalid".into()), "{path} {body}");
        }
    }
    let answer = ada.http.post_bytes("/api/v1/auth/login", "{\"email\": \"a\",\n \"password\": 7}").await;
    assert!(answer.text.contains("line 2"), "what is wrong names its place: {}", answer.text);
}

#[tokio::test]
async fn too_much_at_once_is_refused_so_that_it_can_be_split() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let too_large = (413, "too_large".to_owned());
    for bytes in [(1 << 20) + 1, 2 << 20, 20 << 20] {
        // Past the sixteenfold, the server hangs up; before, it reads on so that its answer arrives.
        let sent = ada.http.request(Method::POST, "/api/v1/sync/push").body(vec![b' '; bytes]).send().await;
        match sent {
            Ok(answer) => assert_eq!(answer.status(), 413),
            Err(error) => assert!(bytes > 16 << 20, "{bytes}: {error}"),
        }
    }
    let operations: Vec<_> = (0..201).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
    assert_eq!(ada.push_raw(&operations).await.refusal(), too_large);
    assert_eq!(ada.push(&operations[..200]).await.len(), 200);
    assert_eq!(ada.push_raw(&[]).await.status, 200);
}

#[tokio::test]
async fn strange_values_are_stored_whole_or_refused() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let names =
        ["a\0b", "'; DROP TABLE log; --", "\u{202e}txt.exe", "😀".repeat(500).as_str(), "\u{feff}"].map(str::to_owned);
    for name in names {
        let (edit, id) = new_project(scope, &name);
        let outcome = ada.edit(edit).await;
        let accepted = matches!(outcome, holdfast_core::wire::Outcome::Accepted { .. });
        let rejected =
            matches!(outcome, holdfast_core::wire::Outcome::Rejected(holdfast_core::authority::Rejection::Invalid(_)));
        assert!(accepted || rejected, "{name:?} {outcome:?}");
        let all = ada.pull(&Default::default()).await;
        let written = all.deltas.iter().flat_map(|delta| &delta.effects).flat_map(|effect| &effect.writes);
        let stored = written.filter(|write| write.id == id.record()).find_map(|write| write.fields.get("name"));
        assert_eq!(stored.and_then(|value| value.as_text()), accepted.then_some(name.as_str()));
    }
}

#[tokio::test]
async fn other_sites_cannot_write() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let client = reqwest::Client::new();
    let post = |headers: &[(&str, &str)]| {
        let mut request = client.post(format!("{}/api/v1/auth/logout", world.base)).body("{}");
        request = request.header("cookie", ada.http.cookie.clone().unwrap());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(request)
    };
    let json = ("content-type", "application/json");
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(post(&[json]).await.refusal(), forbidden, "no word of where it comes from");
    assert_eq!(post(&[json, ("sec-fetch-site", "cross-site")]).await.refusal(), forbidden);
    assert_eq!(post(&[json, ("origin", "http://evil.example")]).await.refusal(), forbidden);
    assert_eq!(post(&[("sec-fetch-site", "same-origin")]).await.refusal(), (400, "invalid".into()), "not as JSON");
    assert_eq!(ada.http.get("/api/v1/users/me").await.status, 200, "still signed in");
    assert_eq!(post(&[json, ("origin", &world.base)]).await.status, 204);
}

#[tokio::test]
async fn unknown_addresses_and_methods_of_the_api_are_answered_in_json() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    assert_eq!(ada.http.get("/api/v1/nothing").await.refusal(), (404, "not_found".into()));
    assert_eq!(ada.http.get("/api/v2/sync/pull").await.refusal(), (404, "not_found".into()));
    assert_eq!(ada.http.get("/api/v1/sync/push").await.refusal(), (405, "invalid".into()));
    assert_eq!(send(ada.http.request(Method::DELETE, "/api/v1/users/me")).await.refusal(), (405, "invalid".into()));
    assert_eq!(ada.http.post("/api/v1/engagements/x/invites", &json!({ "role": "viewer" })).await.refusal().0, 404);
    assert_eq!(ada.http.get("/api/v1/sync/pull?cursor=%7B").await.refusal(), (400, "invalid".into()));
    assert_eq!(ada.http.get("/api/v1/sync/pull?cursor=%FF").await.refusal(), (400, "invalid".into()));
}
