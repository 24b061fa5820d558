//! Server-Sent Events: what the WebSocket says, for readers whom it does not reach.

use holdfast_core::{
    id::ScopeId,
    wire::{Bye, Cursor, PROTOCOL, ServerFrame},
};
use serde_json::{Value, json};

use crate::world::{World, in_address, new_project};

fn is_live(frame: &ServerFrame) -> bool {
    *frame == ServerFrame::Live
}

/// The run of numbers a delta of this scope brings.
fn run(frame: &ServerFrame, of: ScopeId) -> Option<(u64, u64)> {
    match frame {
        ServerFrame::Delta(delta) if delta.scope == of => Some((delta.from.0, delta.to.0)),
        _ => None,
    }
}

#[tokio::test]
async fn the_same_frames_come_as_over_a_web_socket() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for _ in 0..3 {
        let batch: Vec<_> = (0..200).map(|_| ada.operation(new_project(scope, "Harbour\n\nwall").0)).collect();
        ada.push(&batch).await;
    }
    let mut events = ada.follow(&Cursor::default(), None).await;
    let headers = events.answer.headers().clone();
    for (name, value) in
        [("content-type", "text/event-stream"), ("cache-control", "no-store"), ("x-accel-buffering", "no")]
    {
        assert_eq!(headers.get(name).unwrap(), value);
    }
    let mut socket = ada.listen(Cursor::default()).await;
    assert_eq!(events.until(is_live).await, socket.until(is_live).await);
    for _ in 0..3 {
        ada.edit(new_project(scope, "Harbour").0).await;
        assert_eq!(events.next().await, socket.next().await);
    }
}

#[tokio::test]
async fn a_browser_that_comes_back_misses_nothing_and_is_told_nothing_twice() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let (scope, own) = (ada.workspace().await, ada.person.scope());
    let began = Cursor::default();
    let (mut last, mut place, mut head) = (None, 0, 1);
    for round in 0..12 {
        for _ in 0..round {
            ada.edit(new_project(scope, "Harbour").0).await;
            head += 1;
        }
        // Always the address it began with; and cut off after some frames, wherever that is.
        let mut events = ada.follow(&began, last.as_deref()).await;
        for _ in 0..round % 4 {
            let frame = events.next().await.unwrap();
            assert!(round < 4 || run(&frame, own).is_none(), "the person's own scope came once");
            if let Some((from, to)) = run(&frame, scope) {
                assert_eq!(from, place, "without gap or overlap in round {round}");
                place = to;
            }
            if place == head {
                break;
            }
        }
        last = events.last.clone();
    }
    assert!(place > 20 && place <= head, "{place} {head}");
    let id: Value = serde_json::from_str(&last.unwrap()).unwrap();
    assert_eq!(id["scopes"][scope.to_string()], json!(place));
}

#[tokio::test]
async fn what_a_reader_shows_is_laid_over_its_cursor() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for _ in 0..5 {
        ada.edit(new_project(scope, "Harbour").0).await;
    }
    let epoch = ada.pull(&Cursor::default()).await.epoch;
    let own = ada.person.scope();
    let cursor: Cursor =
        serde_json::from_value(json!({ "epoch": epoch, "scopes": { own.to_string(): 1, scope.to_string(): 2 } }))
            .unwrap();
    let other = "019f0000-0000-7000-8000-000000000000";
    for (last, runs) in [
        (None, vec![(2, 6)]),
        (Some(json!({ "epoch": epoch, "scopes": { scope.to_string(): 4 } }).to_string()), vec![(4, 6)]),
        (Some(json!({ "epoch": epoch, "scopes": { scope.to_string(): 6 } }).to_string()), vec![]),
        (Some(json!({ "epoch": epoch, "scopes": { scope.to_string(): 0 } }).to_string()), vec![(0, 6)]),
        (Some(json!({ "epoch": other, "scopes": { scope.to_string(): 4 } }).to_string()), vec![(2, 6)]),
        (Some("{".to_owned()), vec![(2, 6)]),
        (Some("7".to_owned()), vec![(2, 6)]),
    ] {
        let frames = ada.follow(&cursor, last.as_deref()).await.until(is_live).await;
        assert_eq!(frames.iter().filter_map(|frame| run(frame, scope)).collect::<Vec<_>>(), runs, "{last:?}");
        assert!(frames.iter().all(|frame| run(frame, own).is_none()));
    }
}

#[tokio::test]
async fn access_gained_and_lost_shows_at_once_and_after_coming_back() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "viewer").await;
    let mut events = ben.follow(&Cursor::default(), None).await;
    events.until(is_live).await;

    assert_eq!(ada.change_role(scope, ben.person, None).await.status, 200);
    ada.edit(new_project(scope, "Secret").0).await;
    let own = ben.workspace().await;
    ben.edit(new_project(own, "Mine").0).await;
    let after = events.until(|frame| run(frame, own).is_some()).await;
    assert!(after.iter().any(|frame| matches!(frame, ServerFrame::Scopes { scopes, .. } if !scopes.contains(&scope))));
    assert!(after.iter().all(|frame| run(frame, scope).is_none()), "nothing of what was lost: {after:?}");

    let last = events.last.clone();
    drop(events);
    ada.let_in(&ben, scope, "editor").await;
    let frames = ben.follow(&Cursor::default(), last.as_deref()).await.until(is_live).await;
    let runs: Vec<_> = frames.iter().filter_map(|frame| run(frame, scope)).collect();
    assert_eq!(runs.first().map(|run| run.0), Some(0), "from its start, for it was purged");
    assert!(frames.iter().all(|frame| run(frame, own).is_none()), "and only that");
}

#[tokio::test]
async fn what_was_lost_while_away_comes_from_its_start_when_it_is_back() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "viewer").await;
    let mut events = ben.follow(&Cursor::default(), None).await;
    events.until(is_live).await;
    let before = events.last.clone();
    drop(events);
    ada.change_role(scope, ben.person, None).await;
    let mut events = ben.follow(&Cursor::default(), before.as_deref()).await;
    events.until(is_live).await;
    ada.let_in(&ben, scope, "viewer").await;
    let delta = events.until(|frame| run(frame, scope).is_some()).await;
    assert_eq!(run(delta.last().unwrap(), scope).unwrap().0, 0);
}

#[tokio::test]
async fn the_last_event_says_why_it_is_the_last() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let bye = |reason| Some(ServerFrame::Bye { reason });
    let mut phone = ada.follow(&Cursor::default(), None).await;
    phone.until(is_live).await;
    let other = ada.sign_in("Tablet/1.0").await;
    ada.http.post("/api/v1/auth/logout", &json!({})).await;
    assert_eq!((phone.next().await, phone.next().await), (bye(Bye::SignedOut), None));

    let query = format!("protocol={PROTOCOL}&account={}", ada.person);
    let Ok(mut tablet) = other.events(&query, None).await else { panic!("it is signed in") };
    tablet.until(is_live).await;
    let (frames, ()) = tokio::join!(async { (tablet.next().await, tablet.next().await) }, world.server.shutdown());
    assert_eq!(frames, (bye(Bye::Restart), None));
}

#[tokio::test]
async fn a_stream_is_for_our_pages_with_the_right_session() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let query = |protocol: u16, account| format!("protocol={protocol}&account={account}");
    let own = query(PROTOCOL, ada.person);
    for (http, query, refusal) in [
        (&world.anyone(), own.clone(), (401, "unauthenticated")),
        (&ada.http, query(PROTOCOL, ben.person), (403, "wrong_account")),
        (&ada.http, query(PROTOCOL + 1, ada.person), (400, "protocol")),
        (&ada.http, format!("{own}&cursor=7"), (400, "invalid")),
        (&ada.http, "protocol=x".to_owned(), (400, "invalid")),
        (&ada.http, String::new(), (400, "invalid")),
    ] {
        let Err(answer) = http.events(&query, None).await else { panic!("{query} is answered") };
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{query}");
    }
    let foreign = ada.http.request(reqwest::Method::GET, &format!("/api/v1/events?{own}"));
    let answer = crate::world::send(foreign.header("origin", "http://evil.example")).await;
    assert_eq!(answer.refusal(), (403, "forbidden".into()));
    assert!(in_address(&Cursor::default()).starts_with("%7B"));
}

#[tokio::test]
async fn a_reader_who_left_is_not_counted() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let open = async || ada.http.get("/api/v1/health").await.json::<Value>()["server"]["open_sockets"].clone();
    let mut events = ada.follow(&Cursor::default(), None).await;
    events.until(is_live).await;
    assert_eq!(open().await, json!(1));
    drop(events);
    for _ in 0..1000 {
        if open().await == json!(0) {
            return;
        }
    }
    panic!("still counted");
}
