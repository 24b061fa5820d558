//! Changes meet what reads them: by reads, by type, by what a query is, and by the levels of its key.

mod common;

use common::{Ask, World};
use holdfast_query::{Cause, Change, Keep, Patch, Policy, Reads, Stale, Touch, What};

const NEVER: Policy = Policy::DEFAULT.stale(Stale::Never).keep(Keep::Forever);

/// Whether a query with those reads runs again after that touch.
fn meets(reads: &Reads, touch: &Touch<'_>) -> bool {
    let world = World::of(NEVER);
    world.server.reads(1, reads.clone());
    world.set(1, 7);
    let _watched = world.observe(1);
    world.after(|client| client.touched(std::slice::from_ref(touch)));
    world.client.figures().runs.of(Cause::Invalidation) == 1
}

#[test]
fn every_kind_of_read_meets_what_it_names_and_nothing_else() {
    let created = |kind, scope, id| Touch::new(kind, scope, id, Change::Created);
    let group = |value: &str| Reads::none().group("task", "project", value);
    // Reads, a touch that meets them, and touches that do not.
    let cases = [
        (Reads::everything(), created("task", 1, 1), vec![]),
        (Reads::none().scope(1), created("task", 1, 1), vec![created("task", 2, 1)]),
        (Reads::none().kind("task"), created("task", 1, 1), vec![created("note", 1, 1)]),
        (Reads::none().kind_in("task", 1), created("task", 1, 1), vec![created("task", 2, 1), created("note", 1, 1)]),
        (Reads::none().record(1), created("task", 1, 1), vec![created("task", 1, 2)]),
        (Reads::none().records([3, 1]), created("task", 1, 1), vec![created("task", 1, 2)]),
        (
            group("p"),
            created("task", 1, 1).member("project", "p"),
            vec![
                created("task", 1, 1),
                created("task", 1, 1).member("project", "q"),
                created("task", 1, 1).member("parent", "p"),
                created("note", 1, 1).member("project", "p"),
            ],
        ),
        (Reads::none().and(What::Record(1)).kind("note"), created("note", 1, 9), vec![created("task", 1, 9)]),
        (Reads::none().record(0), created("task", 1, 0), vec![created("task", 0, 1)]),
    ];
    for (number, (reads, met, missed)) in cases.into_iter().enumerate() {
        assert!(meets(&reads, &met), "case {number}: {met:?}");
        for touch in missed {
            assert!(!meets(&reads, &touch), "case {number}: {touch:?}");
        }
    }
    assert!(!meets(&Reads::none(), &created("task", 1, 1)));
}

#[test]
fn fields_narrow_changes_and_never_comings_and_goings() {
    let titles = Reads::none().kind("task").fields(["title", "order"]);
    let of = |change| Touch::new("task", 1, 1, change);
    let cases = [
        (of(Change::Changed(&["title"])), true),
        (of(Change::Changed(&["status", "order"])), true),
        (of(Change::Changed(&["status"])), false),
        (of(Change::Changed(&[])), false),
        (of(Change::Created), true),
        (of(Change::Deleted), true),
        (of(Change::Unknown), true),
    ];
    for (touch, is_met) in cases {
        assert_eq!(meets(&titles, &touch), is_met, "{touch:?}");
    }
    // Only what was named last is narrowed.
    let both = Reads::none().record(1).kind("note").fields(["title"]);
    assert!(meets(&both, &of(Change::Changed(&["status"]))));
}

#[test]
fn moving_from_group_to_group_concerns_both() {
    let titles_of = |project: &str| Reads::none().group("task", "project", project).fields(["title"]);
    let moved = Touch::new("task", 1, 1, Change::Changed(&["project"])).member("project", "p").member("project", "q");
    let done = Touch::new("task", 1, 1, Change::Changed(&["status"])).member("project", "p");
    let unknown = Touch::new("task", 1, 1, Change::Unknown);
    let cases =
        [("p", &moved, true), ("q", &moved, true), ("r", &moved, false), ("p", &done, false), ("p", &unknown, true)];
    for (project, touch, is_met) in cases {
        assert_eq!(meets(&titles_of(project), touch), is_met, "{project}: {touch:?}");
    }
    let elsewhere = Touch::new("note", 1, 1, Change::Unknown);
    assert!(!meets(&titles_of("p"), &elsewhere));
}

#[test]
fn many_changes_at_once_cost_one_request() {
    let world = World::of(NEVER);
    world.server.reads(1, Reads::none().kind("task").scope(9).record(4));
    world.set(1, 7);
    let watched = world.observe(1);
    let touches: Vec<Touch<'_>> = (0..50).map(|id| Touch::new("task", 9, id, Change::Created)).collect();
    world.after(|client| client.touched(&touches));
    assert_eq!((world.server.waiting(), world.server.asked()), (1, 1));
    world.after(|client| client.touched(&touches));
    world.after(|client| client.touched(&touches));
    world.server.answer(&world, 8);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(8), 1), "once more, for all changes since it began");
    assert!(watched.observer.read().is_stale);
    world.server.answer(&world, 9);
    assert_eq!((world.server.asked(), watched.observer.read().is_stale), (2, false));
}

#[test]
fn what_an_answer_names_is_read_from_then_on() {
    let world = World::of(NEVER);
    world.server.reads_answers();
    world.set(1, 5);
    let watched = world.observe(1);
    world.touch(6, Change::Unknown);
    assert_eq!(world.server.asked(), 0);
    world.touch(5, Change::Unknown);
    world.server.answer(&world, 6);
    world.touch(5, Change::Unknown);
    assert_eq!(world.server.asked(), 1, "no longer");
    world.touch(6, Change::Unknown);
    world.server.answer(&world, 7);
    assert_eq!((watched.shows(), world.server.asked()), (Some(7), 2));
}

#[test]
fn a_change_of_what_an_answer_under_way_will_name_is_not_missed() {
    let world = World::of(NEVER);
    world.server.reads_answers();
    let watched = world.observe(1);
    // The server read record 5 before this change, and its answer is still on its way.
    world.touch(5, Change::Changed(&["title"]));
    world.touch(6, Change::Changed(&["title"]));
    world.server.answer(&world, 5);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(5), 1));
    world.server.answer(&world, 5);
    assert_eq!((world.server.waiting(), watched.observer.read().is_stale), (0, false));
    let prefetched = world.after(|client| client.fetch(&world.ask(2)));
    world.touch(6, Change::Deleted);
    world.server.answer(&world, 6);
    assert_eq!(world.end(prefetched), Some(Ok(6)));
    let unobserved = world.observe(2);
    assert_eq!((unobserved.shows(), world.server.waiting()), (Some(6), 1), "known to be old when somebody wants it");
}

#[test]
fn unobserved_answers_wait_until_somebody_wants_them() {
    let world = World::of(NEVER);
    world.server.reads(1, Reads::none().kind("task"));
    world.set(1, 7);
    world.touch(1, Change::Created);
    assert_eq!(world.server.asked(), 0);
    let watched = world.observe(1);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(7), 1));
}

#[test]
fn a_change_may_leave_replace_or_refetch_an_answer() {
    let cases: [(Patch<u64>, u64, usize); 3] = [(Patch::Keep, 7, 0), (Patch::Replace(8), 8, 0), (Patch::Refetch, 7, 1)];
    for (patch, shows, asked) in cases {
        let world = World::of(NEVER);
        world.server.reads(1, Reads::none().kind("task"));
        let does = patch.clone();
        world.server.patches(move |_| does.clone());
        world.set(1, 7);
        let watched = world.observe(1);
        world.touch(1, Change::Created);
        assert_eq!((watched.shows(), world.server.waiting()), (Some(shows), asked), "{patch:?}");
    }
}

#[test]
fn an_answer_that_is_out_of_date_says_nothing_about_what_a_change_means() {
    let world = World::of(NEVER);
    world.server.reads(1, Reads::none().kind("task"));
    world.set(1, 7);
    world.client.invalidate(&world.ask(1));
    let watched = world.observe(1);
    world.server.patches(|_| Patch::Keep);
    world.touch(1, Change::Deleted);
    world.server.answer(&world, 8);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(8), 1), "it was judged by what it was not");
}

#[test]
fn a_patch_is_not_undone_by_an_answer_from_before_it() {
    let world = World::of(NEVER);
    world.server.reads(1, Reads::none().kind("task"));
    world.server.patches(|last| Patch::Replace(last + 1));
    world.set(1, 7);
    let watched = world.observe(1);
    world.after(|_| watched.observer.refetch());
    world.touch(1, Change::Created);
    assert_eq!((watched.shows(), world.server.waiting(), world.server.asked()), (Some(8), 1, 2));
    world.server.answer(&world, 20);
    assert_eq!(watched.shows(), Some(20));
}

#[test]
fn by_type_by_query_and_by_levels_of_the_key() {
    type Act = fn(&World);
    let cases: [(Act, &[u32]); 10] = [
        (|world| world.client.invalidate(&world.ask(1)), &[1]),
        (|world| world.client.invalidate_all::<Ask>(), &[1, 2, 12]),
        (|world| world.client.invalidate_where::<Ask>(|ask| ask.number > 1), &[2, 12]),
        (|world| world.client.invalidate_prefix("test"), &[1, 2, 12]),
        (|world| world.client.invalidate_prefix("test/ask"), &[1, 2, 12]),
        (|world| world.client.invalidate_prefix("test/ask/1"), &[1]),
        (|world| world.client.invalidate_prefix("test/as"), &[]),
        (|world| world.client.invalidate_prefix("tes"), &[]),
        (|world| world.client.invalidate_prefix("test/ask/"), &[1, 2, 12]),
        (|world| world.client.invalidate_everything(), &[1, 2, 12]),
    ];
    for (number, (act, expected)) in cases.into_iter().enumerate() {
        let world = World::of(NEVER);
        let watched: Vec<_> =
            [1, 2, 12].into_iter().map(|number| (world.set(number, 7), world.observe(number))).collect();
        act(&world);
        world.runtime.settle();
        let mut met: Vec<u32> = world.server.runs().into_iter().map(|run| run.0).collect();
        met.sort_unstable();
        assert_eq!(met, expected, "case {number}");
        drop(watched);
    }
}

#[test]
fn who_is_meant_may_be_decided_with_the_client() {
    let world = World::of(NEVER);
    world.set(1, 7);
    let client = world.client.clone();
    let ask = world.ask(2);
    world.client.invalidate_where::<Ask>(move |_| {
        client.set(&ask, 3);
        true
    });
    assert_eq!(world.get(2), Some(3));
}
