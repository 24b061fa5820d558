//! A query that can be stored and shared, and a client that lives by the browser's clock.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "tests; each binary uses its part")]

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use holdfast_core::client::Timer as _;
use holdfast_query::{Client, Cx, Millis, Persist, Policy, Query, Runtime};
use holdfast_web::BrowserTimer;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note(pub u32);

impl Query for Note {
    type Output = String;
    type Error = ();
    const NAME: &'static str = "test/note";
    const POLICY: Policy =
        Policy::DEFAULT.persist(Persist { version: 1, max_age: 60_000, max_bytes: 1_000_000 }).share();

    async fn run(&self, _: Cx<Self>) -> Result<String, ()> {
        Err(())
    }

    fn is_transient(_: &()) -> bool {
        false
    }
}

struct Browser;

impl Runtime for Browser {
    fn now(&self) -> Millis {
        BrowserTimer.now()
    }

    fn ticks(&self) -> Millis {
        BrowserTimer.now()
    }

    fn sleep(&self, time: Millis) -> LocalBoxFuture<'static, ()> {
        Box::pin(async move { BrowserTimer.sleep(time).await })
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn random(&self) -> u64 {
        (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
    }
}

pub fn client() -> Client {
    let client = Client::new(Rc::new(Browser));
    client.register::<Note>();
    client
}

pub fn shows(client: &Client, note: u32) -> Option<String> {
    client.get(&Note(note)).map(|text| (*text).clone())
}

/// Waits until something is so; the test's own time-out ends what never is.
pub async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        BrowserTimer.sleep(5).await;
    }
}
