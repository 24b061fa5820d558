//! Who may settle a conflict, over what, and what that does.

use holdfast_core::{
    authority::Rejection,
    conflict::{Choice, is_open, settle},
    entity::{Comment, Conflict, Entity as _, FieldValue as _, Resolution, Task},
    id::Id,
    operation::{Draft, Edit},
    role::Role,
    wire::Outcome,
};

use crate::{common::*, world::*};

#[test]
fn nobody_makes_or_deletes_a_conflict_and_editors_settle_it() {
    let with_conflict = || {
        let mut world = World::new();
        world.unseen(3, 2, describe("Theirs"));
        world.unseen(4, 3, describe("Mine"));
        world
    };
    let real = with_conflict().conflict(4, Task::DESCRIPTION);
    let of: Id<Conflict> = Id::from(real.id);
    let scope = shared().scope();
    let settled = || Edit::set(scope, of).put(Conflict::RESOLUTION, Resolution::Theirs);
    let forged = Conflict::read(&real).create(scope, id(77));
    let table: [(&str, Edit, Role, bool); 7] = [
        ("made by an owner", forged, Role::Owner, false),
        ("deleted by an owner", Edit::delete(scope, of), Role::Owner, false),
        ("restored by an owner", Edit::restore(scope, of), Role::Owner, false),
        ("settled by a viewer", settled(), Role::Viewer, false),
        ("settled by an editor", settled(), Role::Editor, true),
        ("other words in it", Edit::set(scope, of).put(Conflict::MINE, "Forged"), Role::Owner, false),
        ("another author in it", Edit::set(scope, of).put(Conflict::MINE_BY, person(3)), Role::Owner, false),
    ];
    for (name, edit, role, allowed) in table {
        let mut world = with_conflict();
        world.server.admit(person(2), role);
        let outcome = world.server.push(person(2), &[operation(10, person(2), 4, 99, edit)]).remove(0);
        assert_eq!(matches!(outcome, Outcome::Accepted { .. }), allowed, "{name}: {outcome:?}");
    }
}

#[test]
fn settling_a_field_leaves_the_words_that_were_chosen() {
    for (choice, words, resolution) in [
        (Choice::Mine, "Mine", Resolution::Mine),
        (Choice::Theirs, "Theirs", Resolution::Theirs),
        (Choice::Combined("Both".into()), "Both", Resolution::Combined),
    ] {
        let mut world = World::new();
        world.unseen(3, 2, describe("Theirs"));
        world.unseen(4, 3, describe("Mine"));
        world.settle(10, 2, &world.conflict(4, Task::DESCRIPTION), choice.clone(), None);
        let settled = world.conflict(4, Task::DESCRIPTION);
        assert_eq!((world.task().description.as_str(), Conflict::read(&settled).resolution), (words, resolution));
        assert_eq!(world.conflicts().len(), 1, "settling raises nothing");
        assert_eq!(settle(&settled, None, choice, None), [], "it is settled once");
    }
}

#[test]
fn settling_a_deletion_brings_the_record_back_with_the_edit_or_leaves_it() {
    for (choice, deleted, words, spent) in [
        (Choice::Mine, false, "Mine", 60),
        (Choice::Theirs, true, "", 0),
        (Choice::Combined("Both".into()), false, "Both", 60),
    ] {
        let mut world = World::new();
        world.unseen(3, 2, delete());
        world.unseen(4, 3, describe("Mine").increment(Task::TIME_SPENT, 60));
        world.settle(10, 2, &world.conflict(4, ""), choice.clone(), None);
        let task = world.task();
        let is_deleted = world.server.record::<Task>(id(2)).deleted;
        assert_eq!((is_deleted, task.description.as_str(), task.time_spent), (deleted, words, spent), "{choice:?}");
        assert_ne!(Conflict::read(&world.conflict(4, "")).resolution, Resolution::Open);
    }
}

#[test]
fn two_who_settle_at_once_lose_nothing() {
    let mut world = World::new();
    world.unseen(3, 2, describe("Theirs"));
    world.unseen(4, 3, describe("Mine"));
    let conflict = world.conflict(4, Task::DESCRIPTION);
    let target = world.server.record::<Task>(id(2));
    for (first, of, choice) in [(10, 2, Choice::Combined("One".into())), (20, 3, Choice::Combined("Two".into()))] {
        world.do_all(first, of, settle(&conflict, Some(&target), choice, None));
    }
    assert_eq!(world.task().description, "One");
    let second = Conflict::read(&world.conflict(20, Task::DESCRIPTION));
    assert_eq!((second.mine, second.resolution), ("Two".write(), Resolution::Open), "the second becomes a conflict");
    assert_ne!(Conflict::read(&world.conflict(4, Task::DESCRIPTION)).resolution, Resolution::Open);
}

#[test]
fn what_was_written_since_the_conflict_is_settled_over_only_by_who_saw_it() {
    type Later = fn() -> Edit;
    let words: Later = || describe("Later");
    let title: Later = || set(2).put(Task::TITLE, "Later");
    for (later, saw_it, stands, raised) in
        [(words, false, "Later", true), (words, true, "Both", false), (title, false, "Both", false)]
    {
        let mut world = World::new();
        world.unseen(3, 2, describe("Theirs"));
        world.unseen(4, 3, describe("Mine"));
        let conflict = world.conflict(4, Task::DESCRIPTION);
        world.now(5, 2, later());
        let seen = saw_it.then(|| world.server.record::<Task>(id(2)).version);
        world.settle(10, 3, &conflict, Choice::Combined("Both".into()), seen);
        let open: Vec<Conflict> = world.conflicts().iter().filter(|one| is_open(one)).map(Conflict::read).collect();
        assert_eq!((world.task().description.as_str(), open.len()), (stands, usize::from(raised)), "{saw_it}");
        for conflict in open {
            assert_eq!((conflict.mine, conflict.theirs), ("Both".write(), "Later".write()));
        }
    }
}

#[test]
fn what_came_back_meanwhile_is_overwritten_by_name_only() {
    let mut world = World::new();
    world.unseen(3, 2, delete());
    world.unseen(4, 3, set(2).put(Task::TITLE, "Mine"));
    let conflict = world.conflict(4, "");
    world.now(5, 2, Edit::restore::<Task>(shared().scope(), id(2)));
    world.now(6, 2, set(2).put(Task::TITLE, "Later"));
    let edits = settle(&conflict, Some(&world.server.record::<Task>(id(2))), Choice::Mine, None);
    world.do_all(10, 3, edits);
    let effect = world.server.ledger.log(shared().scope()).iter().rev().nth(1).unwrap().clone();
    assert_eq!((world.task().title.as_str(), &effect.writes[0].overwrote[..]), ("Mine", &[Task::TITLE.into()][..]));
}

#[test]
fn the_first_settlement_stands() {
    let mut world = World::new();
    world.unseen(3, 2, describe("Theirs"));
    world.unseen(4, 3, describe("Mine"));
    let conflict = world.conflict(4, Task::DESCRIPTION);
    let target = world.server.record::<Task>(id(2));
    world.do_all(10, 3, settle(&conflict, Some(&target), Choice::Mine, None));
    world.do_all(20, 2, settle(&conflict, Some(&target), Choice::Theirs, None));
    let settled = world.conflict(4, Task::DESCRIPTION);
    assert_eq!((world.task().description.as_str(), Conflict::read(&settled).resolution), ("Mine", Resolution::Mine));
    let last = world.server.ledger.log(shared().scope()).last().unwrap().clone();
    let late = [(Conflict::RESOLUTION.into(), Resolution::Theirs.write())].into();
    assert_eq!((last.writes[0].fields.len(), &last.writes[0].lost), (0, &late), "kept in the history");
    let open = |base| {
        operation(
            30,
            person(1),
            2,
            base,
            Edit::set(shared().scope(), Id::<Conflict>::from(settled.id)).put(Conflict::RESOLUTION, Resolution::Open),
        )
    };
    let again = open(world.server.head());
    world.push(&again);
    assert!(is_open(&world.conflict(4, Task::DESCRIPTION)), "whoever has seen the choice may undo it");
}

#[test]
fn a_conflict_stays_open_while_the_words_chosen_are_refused() {
    let mut world = World::new();
    let comment = Comment { task: id(2), text: "Said".into(), said_by: String::new(), said_at: None };
    world.now(3, 2, comment.create(shared().scope(), id(3)));
    let say = |text: &str| Edit::set(shared().scope(), id::<Comment>(3)).put(Comment::TEXT, text);
    let seen = world.server.head();
    world.knowing(4, 2, seen, say("Theirs"));
    let elsewhere = operation(5, person(1), 4, seen, say("Mine"));
    world.push(&elsewhere);
    let conflict = world.conflict(5, Comment::TEXT);
    // Only its author may change a comment.
    let settler = Client::new(1, person(0));
    settler.pull(&world.server);
    let target = world.server.record::<Comment>(id(3));
    let edits = settle(&conflict, Some(&target), Choice::Mine, None);
    settler.save(&Draft::all(edits, (10..).map(op_id), person(0), 1_000));
    let outcomes = settler.send(&mut world.server);
    assert_eq!(outcomes, [Outcome::Rejected(Rejection::Forbidden), Outcome::Held { by: op_id(10) }]);
    assert!(is_open(&world.conflict(5, Comment::TEXT)));
}
