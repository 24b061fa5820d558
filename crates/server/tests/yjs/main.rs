//! A Yjs client in JavaScript at the same text as ours: the real server in a process of its own, killed once in between, and random
//! edits on both sides, with and without a line. `cargo xtask test yjs` gives it what it needs from npm.
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail, in its helpers too")]

mod client;
mod world;

use std::time::{Duration, Instant};

use client::Client;
use world::{Peer, Random, Server, Told};

/// How many edits each side makes.
const EDITS: u32 = 1_000;
/// How long both may take to come together after the last of them.
const PATIENCE: Duration = Duration::from_secs(120);
/// By which environment variable a run is made again.
const SEED: &str = "HOLDFAST_YJS_SEED";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yjs_client_and_ours_come_together_over_random_edits() {
    let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
    let seed = std::env::var(SEED).map_or_else(|_| now(), |seed| seed.parse().unwrap());
    println!("seed {seed} ({SEED}={seed} makes the same edits again)");
    let mut random = Random(u64::from(seed) + 1);
    let mut server = Server::start();
    let (ada, ben) = (server.sign_up("Ada").await, server.sign_up("Ben").await);
    let place = ada.place(&ben).await;
    let mut ours = Client::new(&ada, &place, seed.max(1));
    let mut theirs = Peer::start(&ben, &place, seed);
    ours.connect().await;
    theirs.order(r#"{"do":"edit","count":1000}"#);
    let crash = EDITS / 4 + random.below(EDITS / 2);
    for number in 0..EDITS {
        if number == crash {
            server.restart();
        }
        match random.below(40) {
            0 => ours.disconnect(),
            1 => ours.connect().await,
            _ => {}
        }
        ours.edit(&mut random).await;
        ours.hear_what_there_is().await;
    }
    assert_eq!(theirs.next(), Told { did: Some("edit".into()), ..Told::default() });
    ours.connect().await;
    let until = Instant::now() + PATIENCE;
    let told = loop {
        ours.hear_for(Duration::from_millis(50)).await;
        theirs.order(r#"{"do":"tell"}"#);
        let told = theirs.next();
        if told.text.as_deref() == Some(&ours.text()) && told.synced == Some(true) && ours.is_stored() {
            break told;
        }
        assert!(Instant::now() < until, "seed {seed}: {told:?} and {:?}", ours.text());
    };
    assert!(ours.text().len() > 100, "{:?}", ours.text());
    println!("{} edits on each side: {} characters", EDITS, ours.text().chars().count());

    // The server has no other, and a new one that comes gets it.
    let mut third = Client::new(&ada, &place, seed ^ 0x5555_5555);
    third.connect().await;
    while third.text() != ours.text() {
        assert!(Instant::now() < until, "seed {seed}: {:?}", third.text());
        third.hear_for(Duration::from_millis(50)).await;
    }
    third.say_where().await;
    let mut people = told.people;
    while people.as_deref() != Some(&["Ada".to_owned()]) {
        assert!(Instant::now() < until, "{people:?}");
        theirs.order(r#"{"do":"tell"}"#);
        people = theirs.next().people;
        third.hear_for(Duration::from_millis(50)).await;
    }
    assert_eq!(third.people(), ["Ben"], "the name of the account, whatever its client says");
}
