//! The devices an account is signed in on.

use std::{path::Path, time::Duration};

use holdfast_core::wire::{
    ACCOUNT_HEADER, Bye, Cursor, ServerFrame,
    remote::{SessionInfo, SessionsEnded},
};
use reqwest::Method;
use serde_json::json;
use sqlx::{ConnectOptions as _, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    ends::Socket,
    world::{Http, NOW, PASSWORD, User, World, send},
};

async fn list(http: &Http) -> Vec<SessionInfo> {
    let answer = http.get("/api/v1/sessions").await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{}", answer.text);
    answer.json()
}

pub(crate) async fn is_signed_in(http: &Http) -> bool {
    http.get("/api/v1/users/me").await.status == 200
}

pub(crate) async fn says_goodbye(socket: &mut Socket) -> bool {
    let bye = |frame: &ServerFrame| matches!(frame, ServerFrame::Bye { .. });
    socket.until(bye).await.last() == Some(&ServerFrame::Bye { reason: Bye::SignedOut })
        && socket.next().await.is_none()
}

/// How long a request waits at least for what [`hold`] keeps from it: longer than it takes to get there.
pub(crate) const WAITS: Duration = Duration::from_secs(1);

/// Keeps every other from writing to a database, as one that writes does, until it commits.
pub(crate) async fn hold(data: &Path) -> SqliteConnection {
    let mut conn = open(data).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut conn).await.unwrap();
    conn
}

async fn open(data: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(data.join("holdfast.sqlite3")).connect().await.unwrap()
}

async fn stored(world: &World) -> i64 {
    let mut conn = open(world.data()).await;
    sqlx::query_scalar("SELECT count(*) FROM sessions").fetch_one(&mut conn).await.unwrap()
}

/// Signs in so that it ends with the browser.
async fn passing(world: &World, user: &User) -> Http {
    let mut http = world.anyone();
    let login = json!({ "email": user.email, "password": PASSWORD, "remember": false });
    let answer = http.post("/api/v1/auth/login", &login).await;
    http.take_cookie(&answer);
    http
}

#[tokio::test]
async fn every_device_is_listed_to_its_own_account() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    world.clock.advance(Duration::from_secs(10));
    let phone = ada.sign_in("Phone/1.0 (größer)").await;
    world.clock.advance(Duration::from_secs(10));
    let long = ada.sign_in(&"x".repeat(300)).await;
    let told = |sessions: Vec<SessionInfo>| {
        let each = sessions.into_iter().map(|session| (session.user_agent, session.created_at - NOW, session.current));
        each.collect::<Vec<_>>()
    };
    let (x, name) = ("x".repeat(200), "Phone/1.0 (größer)".to_owned());
    let mine = [(x.clone(), 20_000, false), (name.clone(), 10_000, true), (String::new(), 0, false)];
    assert_eq!(told(list(&phone).await), mine);
    let there = [(x, 20_000, true), (name, 10_000, false), (String::new(), 0, false)];
    assert_eq!(told(list(&long).await), there);
    assert_eq!(told(list(&ben.http).await), [(String::new(), 0, true)]);
    assert_eq!(world.anyone().get("/api/v1/sessions").await.refusal(), (401, "unauthenticated".into()));

    let (listed, cookie) = (phone.get("/api/v1/sessions").await.text, phone.cookie.clone().unwrap());
    let token = cookie.split_once('=').unwrap().1;
    let mut thief = world.anyone();
    for session in list(&phone).await {
        let id = serde_json::to_value(session.id).unwrap();
        thief.cookie = Some(format!("holdfast_session={}", id.as_str().unwrap()));
        assert!(!is_signed_in(&thief).await && !listed.contains(token), "an id opens nothing");
    }
}

#[tokio::test]
async fn a_device_is_seen_at_most_once_a_minute() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let phone = ada.sign_in("Phone/1.0").await;
    let seen = async || {
        let sessions = list(&ada.http).await;
        let phone = sessions.into_iter().find(|session| !session.current).unwrap();
        (phone.last_seen_at - NOW, phone.user_agent)
    };
    for (advance, asks_as, expected) in [
        (59_999, "Phone/1.1", (0, "Phone/1.0")),
        (1, "Phone/1.1", (60_000, "Phone/1.1")),
        (59_999, "Phone/1.2", (60_000, "Phone/1.1")),
        (1, "", (120_000, "Phone/1.1")),
    ] {
        world.clock.advance(Duration::from_millis(advance));
        let request = phone.request(Method::GET, "/api/v1/users/me").header("user-agent", asks_as);
        let answer = send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, ""), "no new cookie for that");
        let (at, name) = seen().await;
        assert_eq!((at, name.as_str()), expected, "{advance} {asks_as}");
    }
}

#[tokio::test]
async fn a_device_can_be_signed_out_from_another() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let phone = ada.sign_in("Phone/1.0").await;
    let mut socket = phone.open(None).await.unwrap();
    socket.hello(ada.person, Cursor::default()).await;
    socket.until(|frame| *frame == ServerFrame::Live).await;

    let other = list(&ada.http).await.into_iter().find(|session| !session.current).unwrap();
    let path = format!("/api/v1/sessions/{}", other.id.0);
    let ended = ada.http.delete(&path).await;
    assert_eq!((ended.status.as_u16(), ended.header("set-cookie")), (204, ""));
    assert!(says_goodbye(&mut socket).await);
    assert!(!is_signed_in(&phone).await && is_signed_in(&ada.http).await);
    assert_eq!(ada.http.delete(&path).await.refusal(), (404, "not_found".into()), "once");

    let own = list(&ada.http).await.remove(0);
    let ended = ada.http.delete(&format!("/api/v1/sessions/{}", own.id.0)).await;
    assert_eq!(ended.status, 204);
    assert!(ended.header("set-cookie").starts_with("holdfast_session=; Max-Age=0"), "as signing out does");
    assert!(!is_signed_in(&ada.http).await);
}

#[tokio::test]
async fn all_other_devices_can_be_signed_out() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let (phone, tablet) = (ada.sign_in("Phone/1.0").await, ada.sign_in("Tablet/1.0").await);
    let mut socket = tablet.open(None).await.unwrap();
    socket.hello(ada.person, Cursor::default()).await;
    socket.until(|frame| *frame == ServerFrame::Live).await;
    for expected in [2, 0] {
        let answer = phone.post("/api/v1/sessions/end-others", &json!({})).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, SessionsEnded { ended: expected }));
    }
    assert!(says_goodbye(&mut socket).await);
    assert!(is_signed_in(&phone).await && !is_signed_in(&tablet).await && !is_signed_in(&ada.http).await);
    assert!(is_signed_in(&ben.http).await, "nobody else's");
}

#[tokio::test]
async fn nobody_ends_anothers_session() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let id = list(&ada.http).await.remove(0).id.0;
    let not_found = (404, "not_found".to_owned());
    for id in [id.to_string(), "x".into(), "end-other".into(), "%00".into(), ben.person.to_string()] {
        assert_eq!(ben.http.delete(&format!("/api/v1/sessions/{id}")).await.refusal(), not_found, "{id}");
    }
    let path = format!("/api/v1/sessions/{id}");
    assert_eq!(world.anyone().delete(&path).await.refusal(), (401, "unauthenticated".into()));
    let others = world.anyone().post("/api/v1/sessions/end-others", &json!({})).await;
    assert_eq!(others.refusal(), (401, "unauthenticated".into()));

    let client = reqwest::Client::new();
    for (method, path) in [(Method::DELETE, path.as_str()), (Method::POST, "/api/v1/sessions/end-others")] {
        let request = client.request(method.clone(), format!("{}{path}", world.base));
        let request = request.header("cookie", ada.http.cookie.clone().unwrap()).header("sec-fetch-site", "cross-site");
        let answer = send(request.header("content-type", "application/json").body("{}")).await;
        assert_eq!(answer.refusal(), (403, "forbidden".into()), "{method} from another site");
    }
    assert!(is_signed_in(&ada.http).await);
}

/// A page that another person has replaced the cookie of, in another tab.
#[tokio::test]
async fn a_page_of_one_account_gets_and_does_nothing_with_anothers_cookie() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let as_ada = |method: Method, path: &str| {
        let request = ben.http.request(method, path).header("content-type", "application/json");
        request.header(ACCOUNT_HEADER, ada.person.to_string())
    };
    for path in ["/api/v1/sessions", "/api/v1/search?q=x", "/api/v1/users/me"] {
        assert_eq!(send(as_ada(Method::GET, path)).await.refusal(), (403, "wrong_account".into()), "{path}");
    }
    let ended = send(as_ada(Method::POST, "/api/v1/sessions/end-others").body("{}")).await;
    assert_eq!(ended.refusal(), (403, "wrong_account".into()));
    let nonsense = ben.http.request(Method::GET, "/api/v1/sessions").header(ACCOUNT_HEADER, "nobody");
    assert_eq!(send(nonsense).await.refusal(), (403, "wrong_account".into()));
    let own = ben.http.request(Method::GET, "/api/v1/sessions").header(ACCOUNT_HEADER, ben.person.to_string());
    assert_eq!(send(own).await.status, 200);
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn renew(http: &Http) -> (u16, String) {
    let answer = http.post("/api/v1/auth/renew", &json!({})).await;
    match answer.status.as_u16() {
        200 => (200, answer.header("set-cookie").to_owned()),
        _ => answer.refusal(),
    }
}

#[tokio::test]
async fn a_session_that_was_not_used_for_long_can_be_renewed_by_its_own_browser() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let cookie = ada.http.cookie.clone().unwrap();
    let ended = (401, "unauthenticated".to_owned());
    for days in [0, 1, 31, 89] {
        world.clock.advance(days * DAY);
        assert_eq!(is_signed_in(&ada.http).await, days < 30, "{days}");
        let renewals = futures::future::join_all((0..5).map(|_| renew(&ada.http))).await;
        for (status, renewed) in renewals {
            assert_eq!(status, 200, "{renewed}");
            assert!(renewed.starts_with(&cookie) && renewed.contains("Max-Age="), "the same token: {renewed}");
        }
        assert!(is_signed_in(&ada.http).await);
        assert_eq!(renew(&ben.http).await.0, 200);
    }
    let answer = ada.http.post("/api/v1/auth/renew", &json!({})).await.json::<serde_json::Value>();
    let ends = world.clock.now() + 30 * 24 * 60 * 60 * 1000;
    assert_eq!((&answer["person"]["name"], &answer["expires"]), (&json!("Ada"), &json!(ends)));

    world.clock.advance(90 * DAY);
    assert_eq!(renew(&ada.http).await, ended, "for a while");
    assert_eq!(renew(&world.anyone()).await, ended);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_is_over_half_a_day_after_its_last_use() {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let shared = passing(&world, &ada).await;
    let cookie = shared.cookie.clone().unwrap();
    for _ in 0..3 {
        world.clock.advance(11 * HOUR);
        let answer = shared.get("/api/v1/users/me").await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (200, ""), "used, it goes on");
    }
    let renewed = renew(&shared).await.1;
    assert!(renewed.starts_with(&cookie) && !renewed.contains("Max-Age"), "as it began: {renewed}");
    let minute = Duration::from_secs(60);
    world.clock.advance(minute);
    assert!(is_signed_in(&shared).await);
    world.clock.advance(12 * HOUR - Duration::from_millis(1));
    assert!(is_signed_in(&shared).await, "to the minute");
    assert_eq!(list(&ada.http).await.len(), 2);
    world.clock.advance(12 * HOUR);
    assert!(!is_signed_in(&shared).await);
    assert_eq!(renew(&shared).await, (401, "unauthenticated".into()), "a password is needed");
    assert_eq!(list(&ada.http).await.len(), 1);
}

#[tokio::test]
async fn what_is_over_is_neither_counted_nor_kept() {
    const HOURS: Duration = Duration::from_secs(12 * 60 * 60);
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    passing(&world, &ada).await;
    ada.sign_in("Phone/1.0").await;
    world.clock.advance(HOURS);
    assert_eq!((list(&ada.http).await.len(), stored(&world).await), (2, 3));
    let answer = ada.http.post("/api/v1/sessions/end-others", &json!({})).await;
    assert_eq!(answer.json::<SessionsEnded>().ended, 1, "as many as were listed");
    passing(&world, &ada).await;
    ada.sign_in("Phone/1.0").await;
    world.clock.advance(40 * DAY);
    assert_eq!(stored(&world).await, 3);
    let desk = ada.sign_in("Desk/1.0").await;
    assert_eq!((stored(&world).await, list(&desk).await.len()), (3, 3), "what can be renewed is kept");
    let answer = desk.post("/api/v1/sessions/end-others", &json!({})).await;
    assert_eq!(answer.json::<SessionsEnded>().ended, 2, "and ended with the others");
}

#[tokio::test]
async fn a_device_that_is_signed_out_signs_no_other_out() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let phone = ada.sign_in("Phone/1.0").await;
    let own = list(&phone).await.into_iter().find(|session| !session.current).unwrap().id.0;
    for (method, path) in
        [(Method::POST, "/api/v1/sessions/end-others".into()), (Method::DELETE, format!("/api/v1/sessions/{own}"))]
    {
        let thief = ada.sign_in("Thief/1.0").await;
        let mut ending = hold(world.data()).await;
        let late = tokio::spawn(async move { send(thief.request(method, &path).body("{}")).await });
        // By now it has been let in, and waits for its turn; a slower one is not let in at all.
        tokio::time::sleep(WAITS).await;
        for sql in ["DELETE FROM sessions WHERE user_agent = 'Thief/1.0'", "COMMIT"] {
            sqlx::query(sql).execute(&mut ending).await.unwrap();
        }
        assert_eq!(late.await.unwrap().refusal(), (401, "unauthenticated".into()));
        assert!(is_signed_in(&ada.http).await && is_signed_in(&phone).await);
    }
}

#[tokio::test]
async fn what_was_ended_is_not_renewed() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let ended = (401, "unauthenticated".to_owned());
    let (phone, tablet) = (ada.sign_in("Phone/1.0").await, ada.sign_in("Tablet/1.0").await);
    phone.post("/api/v1/auth/logout", &json!({})).await;
    assert_eq!(renew(&phone).await, ended);
    world.clock.advance(40 * DAY);
    // A sign-in clears what is too old, and nothing else; ending the others ends the lapsed too.
    let desk = ada.sign_in("Desk/1.0").await;
    assert_eq!(renew(&tablet).await.0, 200);
    world.clock.advance(40 * DAY);
    assert_eq!(renew(&desk).await.0, 200);
    desk.post("/api/v1/sessions/end-others", &json!({})).await;
    assert_eq!((renew(&tablet).await, renew(&ada.http).await), (ended.clone(), ended));

    let request = desk.request(Method::POST, "/api/v1/auth/renew").body("{}");
    let other = send(request.header(ACCOUNT_HEADER, ben.person.to_string())).await;
    assert_eq!(other.refusal(), (403, "wrong_account".into()));
    let foreign = reqwest::Client::new().post(format!("{}/api/v1/auth/renew", world.base));
    let foreign = foreign.header("cookie", desk.cookie.clone().unwrap()).header("sec-fetch-site", "cross-site");
    let foreign = send(foreign.header("content-type", "application/json").body("{}")).await;
    assert_eq!(foreign.refusal(), (403, "forbidden".into()));
}

#[tokio::test]
async fn a_session_that_has_lapsed_is_shown_and_can_be_ended() {
    let world = World::start().await;
    let mut ada = world.sign_up("Ada").await;
    let (phone, tablet) = (ada.sign_in("Phone/1.0").await, ada.sign_in("Tablet/1.0").await);
    let ended = (401, "unauthenticated".to_owned());
    world.clock.advance(40 * DAY);
    ada.http = ada.sign_in("Desk/1.0").await;
    assert_eq!(list(&ada.http).await.len(), 4, "whoever can be signed in without a password");
    // Another person's page does not end it, its own does.
    let other = json!({ "account": world.sign_up("Ben").await.person });
    assert_eq!(phone.post("/api/v1/auth/logout", &other).await.status, 204);
    assert_eq!(renew(&phone).await.0, 200);
    world.clock.advance(40 * DAY);
    let answer = phone.post("/api/v1/auth/logout", &json!({})).await;
    assert!(answer.status == 204 && answer.header("set-cookie").starts_with("holdfast_session=; Max-Age=0"));
    assert_eq!(renew(&phone).await, ended);
    let desk = ada.sign_in("Desk/1.0").await;
    let lapsed = list(&desk).await.into_iter().find(|session| session.user_agent == "Tablet/1.0").unwrap();
    assert_eq!(desk.delete(&format!("/api/v1/sessions/{}", lapsed.id.0)).await.status, 204);
    assert_eq!(renew(&tablet).await, ended);
    world.clock.advance(91 * DAY);
    let desk = ada.sign_in("Desk/1.0").await;
    assert_eq!(list(&desk).await.len(), 1, "what cannot be renewed any more is gone");
}
