//! What is around the API: the app's files, headers, health.

use holdfast_server::{Config, Server};
use serde_json::{Value, json};

use crate::world::{User, World};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::start().await;
    for path in ["/", "/nothing.js", "/tasks/1", "/healthz", "/api/v1/users/me", "/api/v1/server"] {
        let answer = world.anyone().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("'unsafe-eval'") && !policy.contains("script-src 'self' 'unsafe-inline'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(!answer.header("x-request-id").is_empty());
        assert!(answer.header("server").is_empty());
        let cache = answer.header("cache-control");
        assert!(!path.starts_with("/api/") || cache == "no-store", "{path}: {cache}");
    }
}

#[tokio::test]
async fn a_missing_file_is_not_the_app() {
    let world = World::start().await;
    let answer = world.anyone().get("/nothing-0123456789abcdef.js").await;
    assert_eq!(answer.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn health_is_told() {
    let world = World::start().await;
    let health: Value = world.anyone().get("/healthz").await.json();
    assert_eq!(health, json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "database": "ok" }));
}

#[tokio::test]
async fn a_restart_goes_on_and_a_new_epoch_begins_again() {
    let data = tempfile::TempDir::new().unwrap();
    let mut epochs = Vec::new();
    for new_epoch in [false, false, true, false] {
        let mut config = Config::local(data.path());
        config.data.new_epoch = new_epoch;
        let server = Server::start(config).await.unwrap();
        let base = format!("http://{}", server.addr());
        let ada = User::sign_up(&base, &format!("Ada{}", epochs.len())).await;
        epochs.push(ada.pull(&Default::default()).await.epoch);
        server.shutdown().await;
    }
    assert_eq!(epochs[0], epochs[1]);
    assert_ne!(epochs[1], epochs[2], "every replica loads again");
    assert_eq!(epochs[2], epochs[3], "once");
}
