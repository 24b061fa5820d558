//! The WebSocket.

use holdfast_core::{
    id::ScopeId,
    operation::Action,
    record::Seq,
    value::Value,
    wire::{Bye, Cursor, PROTOCOL, ServerFrame},
};
use serde_json::json;
use tokio_tungstenite::tungstenite::Error as SocketError;

use crate::world::{PASSWORD, World, new_project};

fn is_live(frame: &ServerFrame) -> bool {
    *frame == ServerFrame::Live
}

fn is_scopes(frame: &ServerFrame) -> bool {
    matches!(frame, ServerFrame::Scopes { .. })
}

fn is_bye(frame: &ServerFrame) -> bool {
    matches!(frame, ServerFrame::Bye { .. })
}

fn scopes(frame: &ServerFrame) -> &[ScopeId] {
    match frame {
        ServerFrame::Scopes { scopes, .. } => scopes,
        other => panic!("{other:?}"),
    }
}

/// The run of numbers a delta of this scope brings.
fn run(frame: &ServerFrame, of: ScopeId) -> Option<(u64, u64)> {
    match frame {
        ServerFrame::Delta(delta) if delta.scope == of => {
            let numbers: Vec<Seq> = delta.effects.iter().map(|effect| effect.seq).collect();
            assert_eq!(numbers, (delta.from.0 + 1..=delta.to.0).map(Seq).collect::<Vec<_>>());
            Some((delta.from.0, delta.to.0))
        }
        _ => None,
    }
}

#[tokio::test]
async fn what_happened_comes_first_and_what_happens_follows() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let mut socket = ben.listen(Cursor::default()).await;
    let caught_up = socket.until(is_live).await;
    assert!(scopes(&caught_up[0]).contains(&scope), "scopes first");
    assert_eq!(caught_up.iter().filter_map(|frame| run(frame, scope)).collect::<Vec<_>>(), [(0, 2)]);

    for number in 2..6 {
        ada.edit(new_project(scope, "Harbour").0).await;
        let frames = socket.until(|frame| run(frame, scope).is_some()).await;
        assert_eq!(run(frames.last().unwrap(), scope), Some((number, number + 1)), "at once, and exactly the new");
    }

    let batch: Vec<_> = (0..150).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
    ada.push(&batch).await;
    let mut place = 6;
    while place < 156 {
        let frames = socket.until(|frame| run(frame, scope).is_some()).await;
        let (from, to) = run(frames.last().unwrap(), scope).unwrap();
        assert_eq!(from, place, "without gap or overlap");
        place = to;
    }

    let epoch = ben.pull(&Cursor::default()).await.epoch;
    let back = Cursor { epoch: Some(epoch), scopes: [(scope, Seq(150))].into(), ..Cursor::default() };
    socket.hello(ben.person, back).await;
    let again = socket.until(is_live).await;
    assert_eq!(again.iter().filter_map(|frame| run(frame, scope)).collect::<Vec<_>>(), [(150, 156)], "a new hello");
}

#[tokio::test]
async fn long_histories_come_in_pages() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for _ in 0..4 {
        let batch: Vec<_> = (0..200).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
        ada.push(&batch).await;
    }
    let frames = ada.listen(Cursor::default()).await.until(is_live).await;
    assert_eq!(frames.iter().filter_map(|frame| run(frame, scope)).collect::<Vec<_>>(), [(0, 500), (500, 801)]);
}

#[tokio::test]
async fn a_slow_reader_misses_nothing() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let mut socket = ada.listen(Cursor::default()).await;
    socket.until(is_live).await;
    // More than the line's buffers hold, and then more hints than the bus does, while nobody reads.
    let large = "x".repeat(49_000);
    for _ in 0..12 {
        let describe = |_| {
            let (mut edit, _) = new_project(scope, "Harbour");
            if let Action::Create(fields) = &mut edit.action {
                fields.insert("description".into(), Value::Text(large.clone()));
            }
            ada.operation(edit)
        };
        ada.push(&(0..20).map(describe).collect::<Vec<_>>()).await;
    }
    for _ in 0..1100 {
        ada.edit(new_project(scope, "Wall").0).await;
    }
    let (mut place, head) = (1, 1 + 12 * 20 + 1100);
    while place < head {
        let frames = socket.until(|frame| run(frame, scope).is_some()).await;
        let (from, to) = frames.last().and_then(|frame| run(frame, scope)).unwrap();
        assert_eq!(from, place, "without gap or overlap");
        place = to;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reader_gets_everything_in_order() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let head = 1 + 60 * 3;
    let read = async || {
        let mut socket = ada.listen(Cursor::default()).await;
        let mut place = 0;
        while place < head {
            let frames = socket.until(|frame| run(frame, scope).is_some()).await;
            let (from, to) = frames.last().and_then(|frame| run(frame, scope)).unwrap();
            assert_eq!(from, place, "without gap or overlap");
            place = to;
        }
    };
    let write = async || {
        for _ in 0..60 {
            let push = async || ada.edit(new_project(scope, "Harbour").0).await;
            tokio::join!(push(), push(), push());
        }
    };
    let readers = futures::future::join_all((0..20).map(|_| read()));
    tokio::join!(readers, write());
}

#[tokio::test]
async fn access_gained_and_lost_shows_at_once() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let peek = Cursor { scopes: [(scope, Seq(0))].into(), ..Cursor::default() };
    let mut socket = ben.listen(peek).await;
    let before = socket.until(is_live).await;
    assert!(before.iter().all(|frame| run(frame, scope).is_none()) && !scopes(&before[0]).contains(&scope));

    ada.let_in(&ben, scope, "viewer").await;
    assert!(scopes(socket.until(is_scopes).await.last().unwrap()).contains(&scope));
    let delta = socket.until(|frame| run(frame, scope).is_some()).await;
    assert_eq!(run(delta.last().unwrap(), scope), Some((0, 2)), "the new scope from its start");

    assert_eq!(ada.change_role(scope, ben.person, None).await.status, 200);
    assert!(!scopes(socket.until(is_scopes).await.last().unwrap()).contains(&scope));
    ada.edit(new_project(scope, "Secret").0).await;
    let own = ben.workspace().await;
    ben.edit(new_project(own, "Mine").0).await;
    let after = socket.until(|frame| run(frame, own).is_some()).await;
    assert!(after.iter().all(|frame| run(frame, scope).is_none()), "nothing of what was lost: {after:?}");

    ada.let_in(&ben, scope, "editor").await;
    assert!(scopes(socket.until(is_scopes).await.last().unwrap()).contains(&scope));
    let delta = socket.until(|frame| run(frame, scope).is_some()).await;
    assert_eq!(run(delta.last().unwrap(), scope).unwrap().0, 0, "back again: from its start, for it was purged");
}

#[tokio::test]
async fn signing_out_ends_the_sessions_lines_and_no_others() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let mut phone = world.anyone();
    let login = json!({ "email": ada.email, "password": PASSWORD });
    let answer = phone.post("/api/v1/auth/login", &login).await;
    phone.take_cookie(&answer);
    let mut here = ada.listen(Cursor::default()).await;
    here.until(is_live).await;
    let mut there = phone.open(None).await.unwrap();
    there.hello(ada.person, Cursor::default()).await;
    there.until(is_live).await;

    phone.post("/api/v1/auth/logout", &json!({})).await;
    assert_eq!(there.until(is_bye).await.last(), Some(&ServerFrame::Bye { reason: Bye::SignedOut }));
    assert_eq!(there.next().await, None, "and closed");
    let scope = ada.workspace().await;
    ada.edit(new_project(scope, "Harbour").0).await;
    here.until(|frame| run(frame, scope).is_some()).await;
}

#[tokio::test]
async fn a_line_is_for_our_pages_with_a_session() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let status = |result: Result<_, SocketError>| match result {
        Err(SocketError::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    };
    assert_eq!(status(world.anyone().open(None).await.map(drop)), 401);
    assert_eq!(status(ada.http.open(Some("http://evil.example")).await.map(drop)), 403);
    assert_eq!(status(ada.http.open(None).await.map(drop)), 101);
    assert_eq!(ada.http.get("/api/v1/ws").await.refusal(), (400, "invalid".into()), "a plain request");
}

#[tokio::test]
async fn a_line_that_cannot_be_says_why() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let hello = |protocol: u16, account| json!({ "hello": { "protocol": protocol, "account": account, "cursor": { "epoch": null, "scopes": {} } } });
    for (text, reason) in [
        (hello(PROTOCOL, ben.person).to_string(), Bye::WrongAccount),
        (hello(PROTOCOL + 1, ada.person).to_string(), Bye::Protocol),
        ("{\"say\":\"sing\"}".to_owned(), Bye::Protocol),
        ("[".repeat(10_000), Bye::Protocol),
    ] {
        let mut socket = ada.http.open(None).await.unwrap();
        socket.say(&text).await;
        assert_eq!(socket.next().await, Some(ServerFrame::Bye { reason }));
        assert_eq!(socket.next().await, None);
    }
}

#[tokio::test]
async fn a_server_that_goes_down_says_so() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let mut socket = ada.listen(Cursor::default()).await;
    socket.until(is_live).await;
    let (frames, ()) = tokio::join!(socket.until(is_bye), world.server.shutdown());
    assert_eq!(frames.last(), Some(&ServerFrame::Bye { reason: Bye::Restart }));
}

#[tokio::test]
async fn an_account_that_opens_too_many_lines_loses_its_oldest() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let mut others = ben.listen(Cursor::default()).await;
    others.until(is_live).await;
    let mut lines = Vec::new();
    for _ in 0..21 {
        let mut line = ada.listen(Cursor::default()).await;
        line.until(is_live).await;
        lines.push(line);
    }
    let bye = ServerFrame::Bye { reason: Bye::Crowded };
    lines[0].until(|frame| *frame == bye).await;
    assert!(lines[0].next().await.is_none());
    let (edit, _) = new_project(ada.workspace().await, "Harbour");
    ada.edit(edit).await;
    let delta = |frame: &ServerFrame| matches!(frame, ServerFrame::Delta(_));
    lines[1].until(delta).await;
}
