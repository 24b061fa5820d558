//! Who is told what, when, and how often.

mod common;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use common::{Ask, Watched, World};
use holdfast_query::{CacheEvent, Happened, Keep, Observer, Options, Origin, Policy, Stale, Watch};

const NEVER: Policy = Policy::DEFAULT.stale(Stale::Never).keep(Keep::Forever);

#[test]
fn a_batch_tells_once() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let watched = [world.observe(1), world.observe(1)];
    watched.iter().for_each(|watched| assert_eq!(watched.told(), 0));
    world.client.batch(|| {
        (1..=10).for_each(|value| world.client.set(&world.ask(1), value));
        world.client.invalidate(&world.ask(1));
        assert_eq!(watched.each_ref().map(Watched::told), [0, 0], "not before it is over");
    });
    assert_eq!(watched.each_ref().map(Watched::told), [1, 1]);
    assert_eq!(watched[0].shows(), Some(10));
    world.client.invalidate(&world.ask(1));
    assert!(watched[0].told() <= 1, "one event, told once");
}

#[test]
fn who_wants_data_only_is_told_of_data_only() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let data = world.observe_with(1, Options { watch: Watch::Data, ..Options::default() });
    let all = world.observe(1);
    world.after(|_| all.observer.refetch());
    assert_eq!((data.told(), all.told()), (0, 1));
    world.server.answer(&world, 0);
    assert_eq!((data.told(), all.told()), (0, 1), "an equal answer is no new data");
    world.set(1, 5);
    assert_eq!((data.told(), all.told()), (1, 1));
}

#[test]
fn an_equal_answer_keeps_its_rc() {
    let world = World::of(NEVER);
    world.set(1, 5);
    let before = world.client.get(&world.ask(1)).unwrap();
    let watched = world.observe(1);
    world.after(|_| watched.observer.refetch());
    world.server.answer(&world, 5);
    assert!(Rc::ptr_eq(&before, watched.observer.read().data().unwrap()));
}

#[test]
fn that_data_is_newer_is_told_even_if_it_is_equal() {
    let world = World::of(NEVER.stale(Stale::After(1_000)));
    world.set(1, 5);
    let watched = world.observe(1);
    world.runtime.advance(1_000);
    assert!(watched.observer.read().is_stale);
    watched.told();
    world.set(1, 5);
    assert_eq!((watched.told(), watched.observer.read().is_stale), (1, false));
}

fn listening(world: &World) -> (holdfast_query::Subscription, Rc<RefCell<Vec<Happened>>>) {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let place = Rc::clone(&heard);
    (world.client.listen(move |event: &CacheEvent| place.borrow_mut().push(event.happened)), heard)
}

#[test]
fn whoever_listens_to_the_whole_hears_of_everything_after_each_batch() {
    let world = World::of(NEVER);
    let (subscription, heard) = listening(&world);
    let answered = |changed| Happened::Answered { origin: Origin::Set, changed };
    world.client.batch(|| {
        world.client.set(&world.ask(1), 5);
        assert!(heard.borrow().is_empty());
    });
    let only = |heard: Vec<Happened>| heard.into_iter().filter(|event| *event != Happened::State).collect::<Vec<_>>();
    assert_eq!(only(heard.take()), [Happened::Added, answered(true)]);
    world.client.set(&world.ask(1), 5);
    assert_eq!(only(heard.take()), [answered(false)]);
    world.client.invalidate(&world.ask(1));
    assert_eq!(only(heard.take()), [Happened::Invalidated]);
    world.client.remove(&world.ask(1));
    assert_eq!(only(heard.take()).last(), Some(&Happened::Removed));
    drop(subscription);
    world.client.set(&world.ask(1), 5);
    assert!(heard.borrow().is_empty());
}

#[test]
fn listening_ends_at_once_even_from_within() {
    let world = World::of(NEVER);
    let slot: Rc<RefCell<Option<holdfast_query::Subscription>>> = Rc::default();
    let heard = Rc::new(Cell::new(0));
    let (place, counter) = (Rc::clone(&slot), Rc::clone(&heard));
    slot.replace(Some(world.client.listen(move |_| {
        counter.set(counter.get() + 1);
        place.take();
    })));
    world.client.batch(|| (1..5).for_each(|number| world.client.set(&world.ask(number), 1)));
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_listener_that_forgets_what_is_new_harms_nobody() {
    let world = World::of(NEVER);
    let client = world.client.clone();
    let _listens = world.client.listen(move |event| {
        if event.happened == Happened::Added {
            client.remove_entry(event.id);
        }
    });
    let watched = world.observe(1);
    assert_eq!((world.client.figures().entries, world.client.figures().observed), (1, 1));
    world.set(1, 7);
    assert_eq!(watched.shows(), Some(7));
}

/// An observer that does something each time it is told.
fn acting(world: &World, number: u32, act: impl Fn() + 'static) -> Observer<Ask> {
    world.client.observe(&world.ask(number), Options { watch: Watch::Data, ..Options::default() }, act)
}

#[test]
fn an_observer_may_drop_itself_and_others_when_told() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let slots: Rc<RefCell<Vec<Observer<Ask>>>> = Rc::default();
    let told = Rc::new(Cell::new(0));
    for _ in 0..3 {
        let (place, counter) = (Rc::clone(&slots), Rc::clone(&told));
        let observer = acting(&world, 1, move || {
            counter.set(counter.get() + 1);
            let all = place.take();
            drop(all);
        });
        slots.borrow_mut().push(observer);
    }
    world.set(1, 1);
    assert_eq!((told.get(), world.client.figures().observed), (1, 0), "who has left is not told");
}

#[test]
fn an_observer_may_do_anything_when_told() {
    let world = World::of(NEVER);
    (1..=3).for_each(|number| world.set(number, 0));
    let (client, asks) = (world.client.clone(), [1, 2, 3].map(|number| world.ask(number)));
    let made: Rc<RefCell<Vec<Observer<Ask>>>> = Rc::default();
    let place = Rc::clone(&made);
    let first = acting(&world, 1, move || {
        let value = client.get(&asks[0]).map(|value| *value).unwrap_or_default();
        client.set(&asks[1], value + 1);
        client.invalidate(&asks[2]);
        let observer = client.observe(&asks[2], Options::default(), || ());
        place.borrow_mut().push(observer);
        if value < 3 {
            client.set(&asks[0], value + 1);
        }
        client.touched(&[]);
        drop(client.fetch(&asks[2]));
        client.set_visible(false);
        client.set_visible(true);
    });
    let second = world.observe(2);
    world.set(1, 1);
    assert_eq!((world.get(1), world.get(2), second.shows()), (Some(3), Some(4), Some(4)));
    assert_eq!(made.borrow().len(), 3);
    world.server.answer(&world, 30);
    assert_eq!(world.get(3), Some(30));
    drop(first);
}

#[test]
fn the_client_may_go_while_it_tells() {
    let runtime = holdfast_query::testing::TestRuntime::new(1);
    let client = holdfast_query::Client::new(Rc::new(runtime.clone()));
    client.set_policy::<Ask>(NEVER);
    let server = common::Server::default();
    let ask = Ask { number: 1, server };
    let slot: Rc<RefCell<Option<Observer<Ask>>>> = Rc::default();
    let place = Rc::clone(&slot);
    slot.replace(Some(client.observe(&ask, Options::default(), move || drop(place.take()))));
    drop(client);
    runtime.settle();
    assert!(ask.server.waiting() == 1 && slot.borrow().is_some(), "its observer holds it");
    let world_answer = ask.server.open(7);
    runtime.settle();
    assert!(world_answer && slot.borrow().is_none(), "and was the last");
}
