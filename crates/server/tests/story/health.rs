//! What the server says of itself.

use std::time::Duration;

use holdfast_core::wire::{Cursor, ServerFrame, remote::Health};
use serde_json::json;

use crate::world::{NOW, World};

#[tokio::test]
async fn anyone_learns_whether_it_works_and_who_is_signed_in_how_it_stands() {
    let world = World::start().await;
    let answer = world.anyone().get("/api/v1/health").await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "{\"ok\":true}"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let watcher = world.anyone().get("/healthz").await.json::<serde_json::Value>();
    assert_eq!(watcher, json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "database": "ok" }));

    let ada = world.sign_up("Ada").await;
    world.clock.advance(Duration::from_millis(61_900));
    let health = ada.http.get("/api/v1/health").await.json::<Health>().server.unwrap();
    let about = world.anyone().get("/api/v1/server").await.json::<serde_json::Value>();
    assert_eq!((json!(health.epoch), json!(health.version)), (about["epoch"].clone(), about["version"].clone()));
    assert_eq!((health.started_at, health.uptime_s), (NOW, 61));
    assert!(health.database.ok && health.database.bytes > 4096, "{health:?}");
}

#[tokio::test]
async fn open_sockets_are_counted_while_they_are_open() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let open = async || ada.http.get("/api/v1/health").await.json::<Health>().server.unwrap().open_sockets;
    assert_eq!(open().await, 0);
    let mut sockets = Vec::new();
    for count in 1..=2 {
        let mut socket = ada.listen(Cursor::default()).await;
        socket.until(|frame| *frame == ServerFrame::Live).await;
        sockets.push(socket);
        assert_eq!(open().await, count);
    }
    drop(sockets);
    // The server notices in its own time.
    let closed = async { while open().await > 0 {} };
    tokio::time::timeout(Duration::from_secs(20), closed).await.expect("a closed socket is not counted");
}
