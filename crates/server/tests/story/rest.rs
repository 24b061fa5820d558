//! The sessions of an engagement, as programs read and write them.

use std::num::NonZeroU32;

use holdfast_core::{
    id::ScopeId,
    wire::{Cursor, ServerFrame},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, User, World, send};

fn path(scope: ScopeId) -> String {
    format!("/api/v1/engagements/{scope}/sessions")
}

/// A request under a key.
async fn keyed(user: &User, method: Method, path: &str, key: &str, body: &Value) -> Answer {
    send(user.http.request(method, path).header("idempotency-key", key).body(body.to_string())).await
}

async fn patch(user: &User, path: &str, body: &Value) -> Answer {
    send(user.http.request(Method::PATCH, path).body(body.to_string())).await
}

/// Makes a session; its address.
async fn make(user: &User, scope: ScopeId, body: Value) -> String {
    let answer = user.http.post(&path(scope), &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made: Value = answer.json();
    let address = format!("{}/{}", path(scope), made["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), address);
    address
}

fn conflict(code: &str) -> (u16, String) {
    (409, code.to_owned())
}

#[tokio::test]
async fn a_session_is_made_read_changed_and_deleted_and_every_device_hears_of_it() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let mut line = ada.listen(Cursor::default()).await;
    line.until(|frame| matches!(frame, ServerFrame::Live)).await;

    let address = make(&ada, scope, json!({ "name": "Tide tables", "tags": ["north"] })).await;
    line.until(|frame| matches!(frame, ServerFrame::Delta(delta) if delta.scope == scope)).await;
    let made: Value = ada.http.get(&address).await.json();
    let expected = json!({
        "id": address.rsplit('/').next(), "engagement": scope, "name": "Tide tables", "description": "",
        "state": "active", "seats": 10, "participants": [ada.person], "tags": ["north"], "host": ada.person,
        "created_at": crate::world::NOW, "version": made["version"],
    });
    assert_eq!(made, expected);

    let change = json!({ "version": made["version"], "name": "Tides", "state": "archived", "tags": ["south"], "participants": [] });
    let changed = patch(&ada, &address, &change).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed: Value = changed.json();
    assert_eq!(changed, ada.http.get(&address).await.json::<Value>());
    let told = |field: &str| changed[field].clone();
    assert_eq!((told("name"), told("state"), told("tags")), (json!("Tides"), json!("archived"), json!(["south"])));
    assert_eq!((told("participants"), told("seats")), (json!([]), json!(10)));
    line.until(|frame| matches!(frame, ServerFrame::Delta(delta) if delta.scope == scope)).await;

    assert_eq!(patch(&ada, &address, &change).await.refusal(), conflict("conflict"), "of a version that is no more");
    let deleted = ada.http.delete(&address).await;
    assert_eq!((deleted.status.as_u16(), deleted.text.as_str()), (204, ""));
    for answer in [ada.http.get(&address).await, ada.http.delete(&address).await, patch(&ada, &address, &change).await]
    {
        assert_eq!(answer.refusal(), (404, "not_found".into()));
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_named() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let address = make(&ada, scope, json!({ "name": "Tides" })).await;
    for (body, field) in [
        (json!({ "name": " " }), Some("name")),
        (json!({ "name": "Tides", "seats": 0 }), Some("seats")),
        (json!({ "name": "Tides", "state": "gone" }), Some("state")),
        (json!({ "name": "Tides", "tags": [""] }), Some("tags")),
        (json!({ "seats": 3 }), None),
        (json!({ "name": "Tides", "colour": "red" }), None),
        (json!({ "name": "Tides", "participants": ["Ada"] }), None),
        (json!([]), None),
    ] {
        let answer = ada.http.post(&path(scope), &body).await;
        assert_eq!(answer.refusal(), (400, "invalid".into()), "{body}");
        let told: Value = answer.json();
        assert_eq!(told["error"]["field"].as_str(), field, "{body}: {}", answer.text);
    }
    for body in [json!({}), json!({ "version": 1 }), json!({ "name": null })] {
        let refused = patch(&ada, &address, &body).await.refusal();
        assert!(matches!(refused.0, 400 | 409), "{body}: {refused:?}");
    }
    for query in ["limit=0", "limit=101", "state=gone", "sort=colour", "cursor=x", "limit=many"] {
        assert_eq!(
            ada.http.get(&format!("{}?{query}", path(scope))).await.refusal(),
            (400, "invalid".into()),
            "{query}"
        );
    }
    for bad in ["no-id", "%FF"] {
        assert_eq!(ada.http.get(&format!("{}/{bad}", path(scope))).await.refusal(), (404, "not_found".into()));
    }
    let full = json!({ "name": "Tides", "seats": 1, "participants": [scope, ada.person] });
    assert_eq!(ada.http.post(&path(scope), &full).await.refusal(), conflict("full"));
}

#[tokio::test]
async fn a_repeat_under_one_key_is_done_once() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let body = json!({ "name": "Tides" });
    let first = keyed(&ada, Method::POST, &path(scope), "one", &body).await;
    let again = keyed(&ada, Method::POST, &path(scope), "one", &body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16(), &first.text), (201, 201, &again.text));
    let other = keyed(&ben, Method::POST, &path(scope), "one", &body).await;
    assert_eq!(other.status, 201, "another account's key is another key");
    assert_ne!(other.text, first.text);
    let items = |answer: Answer| answer.json::<Value>()["items"].as_array().unwrap().len();
    assert_eq!(items(ada.http.get(&path(scope)).await), 2);

    let address = first.header("location").to_owned();
    for _ in 0..2 {
        assert_eq!(keyed(&ada, Method::DELETE, &address, "one", &json!({})).await.status, 204);
    }
    let again = keyed(&ada, Method::POST, &path(scope), "one", &body).await;
    assert_eq!(again.refusal(), (404, "not_found".into()), "it was made, and is deleted by now");
    let refused = (400, "invalid".into());
    let long = "x".repeat(256);
    for key in ["", long.as_str()] {
        assert_eq!(keyed(&ada, Method::POST, &path(scope), key, &body).await.refusal(), refused);
    }
    let bulk = format!("{}/bulk-delete", path(scope));
    let ids = json!({ "ids": [other.json::<Value>()["id"], scope] });
    let first = keyed(&ada, Method::POST, &bulk, "two", &ids).await;
    assert_eq!(keyed(&ada, Method::POST, &bulk, "two", &ids).await.text, first.text);
    let results: Value = first.json();
    assert_eq!(
        (&results["results"][0]["deleted"], &results["results"][1]["error"]["code"]),
        (&json!(true), &json!("not_found"))
    );
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "viewer").await;
    ada.let_in(&cleo, scope, "viewer").await;
    let address = make(&ada, scope, json!({ "name": "Tides", "seats": 2 })).await;
    let (join, leave) = (format!("{address}/join"), format!("{address}/leave"));
    let nothing = json!({});
    let (bens, cleos) = tokio::join!(ben.http.post(&join, &nothing), cleo.http.post(&join, &nothing));
    let (winner, loser, refused) = if bens.status == 200 { (&ben, &cleo, cleos) } else { (&cleo, &ben, bens) };
    assert_eq!(refused.refusal(), conflict("full"));
    let participants = |answer: Answer| answer.json::<Value>()["participants"].as_array().unwrap().len();
    assert_eq!(participants(winner.http.post(&join, &json!({})).await), 2, "they have a place already");
    assert_eq!(participants(winner.http.post(&leave, &json!({})).await), 1);
    assert_eq!(participants(loser.http.post(&join, &json!({})).await), 2);
}

#[tokio::test]
async fn the_list_is_told_page_by_page_in_every_order() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for (name, state, description) in [
        ("Élan", "active", "of the north"),
        ("dune", "inactive", ""),
        ("Cape", "active", ""),
        ("Bay", "archived", "north"),
        ("arch", "active", "NORTH wind"),
    ] {
        make(&ada, scope, json!({ "name": name, "state": state, "description": description })).await;
        world.clock.advance(std::time::Duration::from_millis(5));
    }
    for (query, expected) in [
        ("", "arch Bay Cape dune Élan"),
        ("sort=created_at", "Élan dune Cape Bay arch"),
        ("sort=name", "arch Bay Cape dune Élan"),
        ("sort=-name", "Élan dune Cape Bay arch"),
        ("state=active&sort=name", "arch Cape Élan"),
        ("q=north&sort=name", "arch Bay Élan"),
        ("q=elan%20NOR", "Élan"),
        ("q=gone", ""),
    ] {
        // Pages of one, of two, of all there are, and of one more.
        for limit in [1, 2, 5, 6] {
            let (mut names, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
            loop {
                let answer = ada.http.get(&format!("{}?limit={limit}&{query}{cursor}", path(scope))).await;
                assert_eq!(answer.status, 200, "{query}: {}", answer.text);
                let page: Value = answer.json();
                let items = page["items"].as_array().unwrap();
                names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
                pages += 1;
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
                assert_eq!(items.len(), limit, "only the last page is short");
            }
            assert_eq!(names.join(" "), expected, "{query} by {limit}");
            assert_eq!(pages, names.len().div_ceil(limit).max(1), "{query} by {limit}");
        }
    }
}

#[tokio::test]
async fn who_asks_too_much_is_told_to_wait() {
    let world = World::start_with(|config| config.api.api_rate = NonZeroU32::new(3).unwrap()).await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let list = path(ada.workspace().await);
    for _ in 0..3 {
        assert_eq!(ada.http.get(&list).await.status, 200);
    }
    let refused = ada.http.get(&list).await;
    assert_eq!((refused.refusal(), refused.header("retry-after")), ((429, "throttled".into()), "20"));
    assert_eq!(ben.http.get("/api/v1/engagements").await.status, 200, "others do not wait");
    assert_eq!(ada.http.get("/api/v1/sync/pull").await.status, 200, "nor does sync");
    world.clock.advance(std::time::Duration::from_secs(20));
    assert_eq!(ada.http.get(&list).await.status, 200);
}

#[tokio::test]
async fn the_description_and_its_page_come_from_here_alone() {
    let world = World::start().await;
    let anyone = world.anyone();
    let description = anyone.get("/api/v1/openapi.json").await;
    assert_eq!((description.status.as_u16(), description.header("content-type")), (200, "application/json"));
    assert_eq!(description.json::<Value>()["openapi"], "3.1.0");
    for (path, kind) in [
        ("/api/docs", "text/html; charset=utf-8"),
        ("/api/docs/page.js", "text/javascript; charset=utf-8"),
        ("/api/docs/page.css", "text/css; charset=utf-8"),
    ] {
        let answer = anyone.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind));
        for foreign in ["http:", "https:", "//cdn", "<style", "style=", "onclick"] {
            assert!(!answer.text.contains(foreign), "{foreign} in {path}, which the policy does not let run");
        }
    }
}
