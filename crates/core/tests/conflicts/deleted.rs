//! What a deletion meets unseen: edits, additions, words.

use holdfast_core::{
    authority::Rejection,
    conflict::{Choice, asked, is_open},
    effect::Life,
    entity::{Comment, Conflict, Entity as _, FieldValue as _, Task},
    operation::{Action, ClientSeq, Draft, Edit, Operation},
    record::Seq,
    wire::Outcome,
};

use crate::{common::*, world::*};

#[test]
fn an_edit_of_a_tombstone_is_a_conflict_that_names_who_deleted_it() {
    let mut world = World::new();
    world.unseen(3, 2, delete());
    for op in [4, 5] {
        let effect = world.unseen(op, 3, describe("Bring a hook").increment(Task::TIME_SPENT, 60));
        assert_eq!(effect.writes[0].lost[Task::DESCRIPTION], "Bring a hook".write());
        assert!(world.server.record::<Task>(id(2)).deleted, "nothing came back by itself");
        let conflict = Conflict::read(&world.conflict(op, ""));
        assert_eq!((conflict.field.as_str(), conflict.mine_by, conflict.theirs_by), ("", person(0), Some(person(1))));
        let Action::Set(wanted) = describe("Bring a hook").increment(Task::TIME_SPENT, 60).action else { panic!() };
        assert_eq!(asked(&conflict), wanted);
    }
}

#[test]
fn a_create_of_a_tombstone_keeps_its_words_and_its_lane_goes_on() {
    let mut world = World::new();
    world.unseen(3, 2, delete());
    let effect = world.unseen(4, 3, task(2, 1));
    assert_eq!((effect.writes.len(), effect.writes[0].life), (1, Life::Kept));
    let Edit { action: Action::Create(mut fields), .. } = task(2, 1) else { panic!("a create") };
    fields.insert(Task::TITLE.into(), "Other words".write());
    let effect = world.unseen(5, 3, Edit { action: Action::Create(fields), ..task(2, 1) });
    assert_eq!(effect.writes[0].lost, [(Task::TITLE.into(), "Other words".write())].into());
    assert!(world.server.record::<Task>(id(2)).deleted && world.conflicts().is_empty());
}

#[test]
fn a_delete_names_what_its_author_had_not_seen() {
    let mut world = World::new();
    world.unseen(3, 2, set(2).put(Task::DUE, Some(5)).add(Task::TAGS, "now"));
    world.unseen(4, 3, set(2).put(Task::TITLE, "Own words"));
    let effect = world.unseen(5, 3, delete());
    assert_eq!(
        (effect.writes[0].life, &effect.writes[0].overwrote[..]),
        (Life::Deleted, &["due".into(), "tags".into()][..])
    );
}

fn remark(number: u128) -> Edit {
    let comment = Comment { task: id(2), text: "Bring a rope".into(), said_by: String::new(), said_at: None };
    comment.create(shared().scope(), id(number))
}

#[test]
fn what_is_added_to_something_deleted_meanwhile_is_one_conflict_about_it() {
    let mut world = World::new();
    world.now(3, 2, delete());
    let deleted = Seq(world.server.head());
    for op in [4, 5] {
        assert_eq!(world.unseen(op, 3, remark(op)).writes[0].life, Life::Created);
    }
    let about = Conflict::id_of_deletion(id::<Task>(2).record(), deleted);
    let [raised] = &world.conflicts()[..] else { panic!("{:?}", world.conflicts()) };
    assert_eq!(raised.id, about.record());
    let told = Conflict::read(raised);
    assert_eq!((told.of, told.field.as_str(), asked(&told).len()), (id::<Task>(2).record(), "", 0));
    assert_eq!((told.mine_by, told.theirs_by, told.of_kind.as_str()), (person(0), Some(person(1)), Task::KIND));
    let raised = raised.clone();
    world.settle(10, 2, &raised, Choice::Theirs, None);
    assert!(world.server.record::<Task>(id(2)).deleted && !is_open(&world.server.record(about)));
    world.unseen(6, 3, remark(6));
    assert!(is_open(&world.server.record(about)), "who settled it did not know of that one");
    let again = world.server.record(about);
    world.settle(20, 2, &again, Choice::Mine, None);
    assert!(!world.server.record::<Task>(id(2)).deleted && world.conflicts().len() == 1);
}

#[test]
fn only_what_its_author_cannot_have_known_is_a_conflict_about_an_addition() {
    type Before = fn(&mut World);
    let remove_project = || Edit::delete::<holdfast_core::entity::Project>(shared().scope(), id(1));
    // What is done before, and about which record a comment of client 3 then raises a conflict.
    let table: [(&str, Before, Option<u128>); 5] = [
        ("nothing", |_| {}, None),
        ("deleted by another", |world| drop(world.now(3, 2, delete())), Some(2)),
        ("deleted by its author", |world| drop(world.now(3, 3, delete())), None),
        (
            "its project deleted",
            |world| drop(world.now(3, 2, Edit::delete::<holdfast_core::entity::Project>(shared().scope(), id(1)))),
            Some(1),
        ),
        (
            "deleted and brought back",
            |world| {
                world.now(3, 2, delete());
                world.now(5, 2, Edit::restore::<Task>(shared().scope(), id(2)));
            },
            None,
        ),
    ];
    for (name, before, about) in table {
        let mut world = World::new();
        before(&mut world);
        world.unseen(9, 3, remark(9));
        let of: Vec<_> = world.conflicts().iter().map(|one| Conflict::read(one).of).collect();
        assert_eq!(of, about.map(|number| id::<Task>(number).record()).into_iter().collect::<Vec<_>>(), "{name}");
    }
    let mut world = World::new();
    world.now(3, 2, remove_project());
    world.unseen(4, 3, task(7, 1));
    assert_eq!(world.conflicts().len(), 1, "a task of a deleted project");
}

#[test]
fn taking_an_import_back_raises_nothing_in_whatever_order_it_arrives() {
    let gone = |op: u128, edit: Edit| {
        let draft = Draft { yields: true, ..draft(op, person(0), edit) };
        Operation::stored(&draft, client(3), ClientSeq(op as u64), Seq(0), Vec::new())
    };
    let scope = shared().scope();
    let remove_project = || Edit::delete::<holdfast_core::entity::Project>(scope, id(20));
    for late in [false, true] {
        let mut world = World::new();
        world.unseen(3, 3, project(20));
        world.unseen(4, 3, task(21, 20));
        if !late {
            world.unseen(5, 3, task(22, 20));
        }
        world.push(&gone(6, Edit::delete::<Task>(scope, id(21))));
        world.push(&gone(7, remove_project()));
        if late {
            world.unseen(5, 3, task(22, 20));
        }
        world.push(&gone(8, Edit::delete::<Task>(scope, id(22))));
        assert!(world.conflicts().is_empty(), "{late}");
    }
}

#[test]
fn a_delete_of_unseen_words_is_a_conflict_of_its_author_and_theirs() {
    for (choice, deleted) in [(Choice::Mine, false), (Choice::Theirs, true)] {
        let mut world = World::new();
        world.unseen(3, 2, describe("Bring a rope").put(Task::TITLE, "Short"));
        let effect = world.unseen(4, 3, delete());
        assert_eq!((effect.writes[0].life, effect.writes.len()), (Life::Deleted, 2));
        let conflict = world.conflict(4, "");
        let told = Conflict::read(&conflict);
        assert_eq!((told.mine_by, told.theirs_by), (person(1), Some(person(0))));
        let Action::Set(words) = describe("Bring a rope").action else { panic!("a set") };
        assert_eq!(asked(&told), words, "the title is named as overwritten, as ever");
        world.settle(10, 2, &conflict, choice, None);
        let task = world.server.record::<Task>(id(2));
        assert_eq!((task.deleted, Task::read(&task).description.as_str()), (deleted, "Bring a rope"));
        assert_eq!(world.conflicts().len(), 1, "settling raises nothing");
    }
    let mut world = World::new();
    world.unseen(3, 2, set(2).put(Task::TITLE, "Short"));
    world.unseen(4, 3, delete());
    assert!(world.conflicts().is_empty(), "no prose, no conflict");
}

#[test]
fn what_cannot_be_is_still_refused_on_a_tombstone() {
    let mut world = World::new();
    world.unseen(3, 2, delete());
    let bad = operation(4, person(0), 3, 0, set(2).put(Task::TITLE, " "));
    assert!(matches!(world.server.push(person(0), &[bad])[0], Outcome::Rejected(Rejection::Invalid(_))));
    assert!(world.conflicts().is_empty());
}
