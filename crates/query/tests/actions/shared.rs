//! One state for everyone who shows it, and a list of all that runs.

use std::{cell::Cell, rc::Rc};

use holdfast_query::{ActionObserver, ActionPhase, ActionState, Runtime};

use crate::world::{Do, Failure, World};

/// What counts how often it was told.
fn counter() -> (Rc<Cell<usize>>, impl Fn() + 'static) {
    let told = Rc::new(Cell::new(0));
    let count = Rc::clone(&told);
    (told, move || count.set(count.get() + 1))
}

fn observe(world: &World, key: &str) -> (ActionObserver<Do>, Rc<Cell<usize>>) {
    let (told, count) = counter();
    (world.client.observe_action(key, count), told)
}

#[test]
fn all_who_follow_a_key_see_its_latest_call() {
    let world = World::new();
    let (one, told_one) = observe(&world, "save");
    let (two, told_two) = observe(&world, "save");
    let (other, told_other) = observe(&world, "else");
    assert!(one.state().is_none());
    let first = world.act(world.plain("a").key("save"));
    assert_eq!((one.state(), two.state()), (Some(first.status()), Some(first.status())));
    let _second = world.act(world.plain("b").key("save"));
    assert_eq!((told_one.take(), told_two.take()), (2, 2), "once for each start");
    world.give("a", Ok(1));
    assert_eq!((told_one.take(), one.state()), (0, Some(ActionState::Running { attempt: 1 })), "it was not the latest");
    world.give("b", Ok(2));
    assert_eq!((told_one.take(), two.state()), (1, Some(ActionState::Done(Rc::new(2)))));
    assert_eq!((other.state(), told_other.take()), (None, 0));
}

#[test]
fn an_observer_that_is_dropped_is_not_told_even_if_the_call_is_on_its_way() {
    let world = World::new();
    let (one, told) = observe(&world, "save");
    world.client.batch(|| {
        drop(world.client.act(world.plain("a").key("save")));
        drop(one);
    });
    assert_eq!(told.take(), 0);
}

#[test]
fn several_changes_in_a_batch_are_told_once() {
    let world = World::new();
    let (one, told) = observe(&world, "save");
    let (listed, count) = counter();
    let _listening = world.client.listen_actions(count);
    world.client.batch(|| ["a", "b"].map(|name| drop(world.client.act(world.plain(name).key("save")))));
    assert_eq!((told.take(), listed.take()), (1, 1));
    assert!(one.state().is_some());
}

#[test]
fn a_call_can_be_followed_by_itself() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    let (told, count) = counter();
    let listening = running.listen(count);
    drop(world.act(world.plain("b")));
    assert_eq!(told.take(), 0);
    world.give("a", Err(Failure::Busy));
    assert_eq!(told.take(), 1);
    drop(listening);
    running.cancel();
    assert_eq!(told.take(), 0);
}

#[test]
fn how_it_ended_is_known_for_five_minutes() {
    let world = World::new();
    drop(world.act(world.plain("a").key("save")));
    world.give("a", Ok(1));
    world.runtime.advance(299_999);
    assert!(world.client.action_state::<Do>("save").is_some());
    world.runtime.advance(1);
    assert!(world.client.action_state::<Do>("save").is_none());
    assert_eq!(world.runtime.tasks(), 0);
}

#[test]
fn and_as_long_as_somebody_looks() {
    let world = World::new();
    let (one, _) = observe(&world, "save");
    drop(world.act(world.plain("a").key("save")));
    world.give("a", Ok(1));
    world.runtime.advance(600_000);
    assert!(one.state().is_some());
    drop(one);
    world.runtime.advance(299_999);
    let (one, _) = observe(&world, "save");
    world.runtime.advance(600_000);
    assert!(one.state().is_some());
    drop(one);
    world.runtime.advance(300_000);
    assert!(world.client.action_state::<Do>("save").is_none());
}

#[test]
fn a_new_call_is_kept_for_its_own_time() {
    let world = World::new();
    drop(world.act(world.plain("a").key("save")));
    world.give("a", Ok(1));
    world.runtime.advance(200_000);
    drop(world.act(world.plain("b").key("save")));
    world.runtime.advance(200_000);
    world.give("b", Ok(2));
    world.runtime.advance(200_000);
    assert_eq!(world.client.action_state::<Do>("save"), Some(ActionState::Done(Rc::new(2))));
}

#[test]
fn many_keys_do_not_pile_up() {
    let world = World::new();
    let keys: Vec<&'static str> = (0..300).map(|number: u32| &*number.to_string().leak()).collect();
    for &key in &keys {
        drop(world.act(world.plain("a").key(key)));
        world.give("a", Ok(1));
    }
    let known = keys.iter().filter(|key| world.client.action_state::<Do>(key).is_some()).count();
    assert_eq!((known, world.client.action_state::<Do>("43")), (256, None));
    assert!(world.client.action_state::<Do>("44").is_some());
    for _ in 0..1_000 {
        drop(world.act(world.plain("a").key("299")));
        world.give("a", Ok(1));
    }
    assert!(world.client.action_state::<Do>("44").is_some(), "one that is pressed often does not push out the others");
}

#[test]
fn an_error_that_was_read_can_be_forgotten() {
    let world = World::new();
    let (one, told) = observe(&world, "save");
    drop(world.act(world.plain("a").key("save")));
    world.give("a", Err(Failure::Refused));
    told.take();
    one.forget();
    assert_eq!((told.take(), one.state()), (1, None));
    one.forget();
    assert_eq!(told.take(), 0);
}

#[test]
fn the_latest_call_can_be_cancelled_by_whoever_follows_it() {
    let world = World::new();
    let (one, _) = observe(&world, "save");
    let running = world.act(world.plain("a").key("save"));
    one.cancel();
    assert_eq!((running.status(), one.state()), (ActionState::Cancelled, Some(ActionState::Cancelled)));
}

#[test]
fn an_observer_may_call_back() {
    let world = World::new();
    let (client, server) = (world.client.clone(), world.server.clone());
    let observer: ActionObserver<Do> = world.client.observe_action("save", move || {
        let states = client.running_actions().len();
        server.note(format!("{states} {:?}", client.action_state::<Do>("save").map(|state| state.is_pending())));
        client.set_online(true);
    });
    drop(world.act(world.plain("a").key("save")));
    world.give("a", Ok(1));
    assert_eq!(world.server.log(), ["1 Some(true)", "a 1", "a done", "a dropped", "0 Some(false)"]);
    drop(observer);
}

#[test]
fn everything_that_runs_or_waits_is_listed_oldest_first() {
    let world = World::new();
    let (told, count) = counter();
    let _listening = world.client.listen_actions(count);
    drop(world.act(world.plain("a1").scope("a").key("one")));
    world.runtime.advance(5_000);
    drop(world.act(world.plain("a2").scope("a")));
    drop(world.act(world.plain("b1")));
    assert_eq!(told.take(), 3);
    world.give("b1", Err(Failure::Busy));
    let infos = world.client.running_actions();
    let told_of: Vec<_> =
        infos.iter().map(|info| (info.name, info.key.as_str(), info.scope.as_deref(), info.failures)).collect();
    let name = "test/do";
    assert_eq!(told_of, [(name, "one", Some("a"), 0), (name, name, Some("a"), 0), (name, name, None, 1)]);
    assert_eq!(infos[1].started_at - infos[0].started_at, 5_000);
    assert_eq!(infos[1].phase, ActionPhase::Queued);
    let now = world.runtime.now();
    assert!(
        matches!(infos[2].phase, ActionPhase::Retrying { attempt: 2, at } if (now + 500..=now + 1_000).contains(&at))
    );
    world.give("a1", Ok(1));
    assert_eq!((told.take(), world.client.running_actions().len()), (2, 2));
}
