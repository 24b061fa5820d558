//! What stays, for how long, and what goes first.

mod common;

use common::World;
use holdfast_query::{Keep, Limits, Policy, Stale};

const NEVER: Policy = Policy::DEFAULT.stale(Stale::Never);

fn held(world: &World) -> Vec<u32> {
    let keys: Vec<String> = world.client.entries().into_iter().map(|entry| entry.key).collect();
    let mut numbers: Vec<u32> = keys
        .iter()
        .map(|key| key.rsplit('/').next().and_then(|number| number.parse().ok()).expect("keys end with numbers"))
        .collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn what_nobody_wanted_for_its_time_is_dropped_then() {
    let world = World::of(NEVER.keep(Keep::For(5_000)));
    world.set(1, 7);
    world.runtime.advance(4_999);
    assert_eq!(held(&world), [1]);
    world.runtime.advance(1);
    assert_eq!((held(&world), world.client.figures().collected), (vec![], 1));
}

#[test]
fn the_time_counts_from_the_last_use() {
    let world = World::of(NEVER.keep(Keep::For(5_000)));
    world.set(1, 7);
    drop(world.observe(1));
    world.runtime.advance(4_000);
    drop(world.observe(1));
    world.runtime.advance(4_999);
    assert_eq!(held(&world), [1]);
    world.runtime.advance(1);
    assert_eq!(held(&world), [0_u32; 0]);
    world.set(1, 7);
    for _ in 0..10 {
        world.runtime.advance(4_000);
        assert_eq!(world.get(1), Some(7), "reading is using");
    }
}

#[test]
fn what_is_observed_again_stays() {
    let world = World::of(NEVER.keep(Keep::For(5_000)));
    drop(world.observe(1));
    world.set(1, 7);
    world.runtime.advance(4_999);
    let watched = world.observe(1);
    world.runtime.advance(1_000_000);
    assert_eq!((held(&world), watched.shows()), (vec![1], Some(7)));
    drop(watched);
    world.runtime.advance(5_000);
    assert_eq!(held(&world), [0_u32; 0]);
}

#[test]
fn kept_for_ever_or_not_at_all() {
    let world = World::of(NEVER.keep(Keep::Forever));
    world.set(1, 7);
    world.runtime.advance(1_000_000_000);
    assert_eq!(held(&world), [1]);
    let world = World::of(NEVER.keep(Keep::For(0)));
    let watched = world.observe(1);
    world.server.answer(&world, 7);
    assert_eq!(watched.shows(), Some(7));
    drop(watched);
    world.runtime.advance(0);
    assert_eq!(held(&world), [0_u32; 0]);
}

#[test]
fn a_shorter_time_holds_for_what_is_there() {
    let world = World::of(NEVER.keep(Keep::Forever));
    world.set(1, 7);
    world.runtime.advance(60_000);
    world.client.set_policy::<common::Ask>(NEVER.keep(Keep::For(5_000)));
    world.runtime.advance(5_000);
    assert_eq!(held(&world), [0_u32; 0]);
}

#[test]
fn what_is_awaited_or_fetched_is_not_collected() {
    let world = World::of(NEVER.keep(Keep::For(1_000)));
    let wait = world.client.fetch(&world.ask(1));
    world.client.prefetch(&world.ask(2));
    world.runtime.advance(100_000);
    world.server.answer(&world, 7);
    world.server.answer(&world, 8);
    assert_eq!((world.end(wait), held(&world)), (Some(Ok(7)), vec![1, 2]));
    world.runtime.advance(2_000);
    assert_eq!(held(&world), [0_u32; 0]);
}

#[test]
fn the_least_recently_used_goes_first() {
    let world = World::with(NEVER, Limits { entries: 3, ..Limits::default() });
    (1..=3).for_each(|number| world.set(number, 7));
    world.set(1, 7);
    world.set(4, 7);
    assert_eq!(held(&world), [1, 3, 4], "setting is using");
    assert_eq!(world.get(3), Some(7));
    world.set(5, 7);
    assert_eq!(held(&world), [3, 4, 5], "reading is using");
    drop(world.client.ensure(&world.ask(3)));
    drop(world.client.fetch(&world.ask(4)));
    world.set(6, 7);
    assert_eq!((held(&world), world.client.figures().evicted), (vec![3, 4, 6], 3), "waiting is using");
}

#[test]
fn what_is_observed_stays_whatever_the_bounds() {
    let world = World::with(NEVER, Limits { entries: 2, ..Limits::default() });
    let watched: Vec<_> = (1..=5).map(|number| (world.set(number, 7), world.observe(number))).collect();
    assert_eq!(held(&world), [1, 2, 3, 4, 5]);
    drop(watched);
    assert_eq!(held(&world).len(), 2, "and goes when it is not any more");
}

#[test]
fn bytes_are_bounded_and_counted_by_key() {
    let world = World::with(NEVER, Limits { bytes: 1_000, ..Limits::default() });
    (1..=4).for_each(|number| world.set(number, 300));
    assert_eq!((held(&world), world.client.figures().bytes), (vec![2, 3, 4], 900));
    world.set(2, 500);
    assert_eq!((held(&world), world.client.figures().bytes), (vec![2, 4], 800));
    let bytes: Vec<(String, usize)> =
        world.client.entries().into_iter().map(|entry| (entry.key, entry.bytes)).collect();
    assert_eq!(bytes, [("test/ask/2".to_owned(), 500), ("test/ask/4".to_owned(), 300)]);
    world.set(5, 5_000);
    assert_eq!(held(&world), [5], "what has just come stays, though it alone is too much");
    world.client.remove(&world.ask(5));
    assert_eq!(world.client.figures().bytes, 0);
}
