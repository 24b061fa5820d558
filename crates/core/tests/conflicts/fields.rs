//! Two edits of one field that did not know of each other.

use holdfast_core::{
    conflict::{Choice, open_of, settle},
    effect::Life,
    entity::{Conflict, Entity as _, FieldValue as _, Resolution, Task},
    id::{Id, OpId},
    operation::{Draft, Edit, Operation},
    replica::Replica,
    value::Value,
};

use crate::{common::*, world::*};

#[test]
fn words_that_meet_unseen_words_become_a_conflict_and_the_rest_is_done() {
    let mut world = World::new();
    world.unseen(3, 2, describe("Bring a rope"));
    let effect = world.unseen(4, 3, describe("Bring a hook").put(Task::TITLE, "Call again").add(Task::TAGS, "now"));
    let [own, raised] = &effect.writes[..] else { panic!("{effect:?}") };
    assert_eq!(own.lost, [(Task::DESCRIPTION.into(), "Bring a hook".write())].into());
    assert_eq!((own.overwrote.len(), own.fields.contains_key(Task::DESCRIPTION)), (0, false));
    assert_eq!((raised.life, raised.id), (Life::Created, Conflict::id_of(op_id(4), Task::DESCRIPTION).record()));
    let task = world.task();
    assert_eq!((task.description.as_str(), task.title.as_str(), task.tags.len()), ("Bring a rope", "Call again", 1));
    let expected = Conflict {
        of: id::<Task>(2).record(),
        of_kind: Task::KIND.into(),
        field: Task::DESCRIPTION.into(),
        base: "".write(),
        mine: "Bring a hook".write(),
        theirs: "Bring a rope".write(),
        mine_by: person(0),
        theirs_by: Some(person(1)),
        mine_at: 1_000,
        theirs_at: Some(1_000),
        resolution: Resolution::Open,
    };
    assert_eq!(Conflict::read(&world.conflict(4, Task::DESCRIPTION)), expected);
}

#[test]
fn there_is_a_conflict_only_where_words_would_be_lost() {
    // What is done before, at which client, and whether the edit of client 3 then raises a conflict.
    type Before = fn(&mut World);
    let table: [(&str, Before, bool); 6] = [
        ("nothing", |_| {}, false),
        ("another's words", |world| drop(world.unseen(3, 2, describe("Theirs"))), true),
        ("the same words", |world| drop(world.unseen(3, 2, describe("Mine"))), false),
        ("one's own words", |world| drop(world.unseen(3, 3, describe("Earlier"))), false),
        ("another field", |world| drop(world.unseen(3, 2, set(2).put(Task::TITLE, "Theirs"))), false),
        (
            "words that went and came back",
            |world| {
                world.unseen(3, 2, describe("Theirs"));
                world.now(5, 2, describe(""));
            },
            true,
        ),
    ];
    for (name, before, expected) in table {
        let mut world = World::new();
        before(&mut world);
        let effect = world.unseen(9, 3, describe("Mine"));
        assert_eq!(effect.writes.len() == 2, expected, "{name}");
        assert_eq!(world.conflicts().len() == 1, expected, "{name}");
        assert_eq!(world.task().description == "Mine", !expected, "{name}");
    }
}

#[test]
fn each_edit_that_meets_unseen_words_has_a_conflict_of_its_own() {
    let mut world = World::new();
    world.unseen(3, 2, describe("First"));
    world.unseen(4, 3, describe("Second"));
    world.unseen(5, 1, describe("Third"));
    let mine: Vec<Value> = world.conflicts().iter().map(|conflict| Conflict::read(conflict).mine).collect();
    assert_eq!(mine.len(), 2);
    assert!(mine.contains(&"Second".write()) && mine.contains(&"Third".write()));
    let repeated = operation(5, person(0), 1, world.seen, describe("Third"));
    world.server.push(person(0), &[repeated]);
    assert_eq!(world.conflicts().len(), 2, "a repeat raises nothing");
}

#[test]
fn an_operation_that_yields_writes_over_nothing_unseen_and_raises_nothing() {
    let yielding = |op: u128, seen: u64, edit| {
        let draft = Draft { yields: true, ..draft(op, person(0), edit) };
        let made = operation(op, person(0), 3, seen, describe(""));
        Operation::stored(&draft, made.client_id, made.client_seq, made.base, vec![])
    };
    let mut world = World::new();
    world.unseen(3, 2, describe("Theirs").put(Task::TITLE, "Theirs").add(Task::TAGS, "theirs"));
    let edit = describe("Mine").put(Task::TITLE, "Mine").put(Task::DUE, Some(5)).add(Task::TAGS, "mine");
    let effect = world.push(&yielding(4, world.seen, edit));
    let lost = [(Task::DESCRIPTION.into(), "Mine".write()), (Task::TITLE.into(), "Mine".write())].into();
    assert_eq!((effect.writes.len(), &effect.writes[0].lost), (1, &lost));
    let task = world.task();
    assert_eq!(
        (task.title.as_str(), task.due, task.tags.len()),
        ("Theirs", Some(5), 2),
        "what was seen or is shared is done"
    );

    let effect = world.push(&yielding(5, world.seen, delete()));
    assert_eq!(effect.writes[0].life, Life::Kept, "not deleted with unseen words in it");
    world.now(6, 2, delete());
    let effect = world.push(&yielding(7, world.seen, describe("Mine")));
    assert_eq!((effect.writes.len(), effect.writes[0].lost.len()), (1, 1));
    let restore = || Edit::restore::<Task>(shared().scope(), id(2));
    assert_eq!(
        world.push(&yielding(8, world.seen, restore())).writes[0].life,
        Life::Kept,
        "deleted unseen: it stays so"
    );
    let head = world.server.head();
    assert_eq!(world.push(&yielding(9, head, restore())).writes[0].life, Life::Restored);
}

#[test]
fn a_replica_finds_the_open_conflicts_of_a_record() {
    let mut world = World::new();
    let pending = Client::new(3, person(0));
    pending.sync(&mut world.server);
    pending.edit(4, describe("Mine"));
    world.unseen(3, 2, describe("Theirs"));
    let description = |client: &Client| {
        let mut replica = Replica::new(holdfast_core::id::ClientId(uuid::Uuid::nil()));
        replica.base(client.base().into_values().collect(), &[]);
        replica.rows(client.rows().into_iter().map(Ok).collect(), &[]);
        let open = open_of(&replica, id::<Task>(2).record());
        (replica.entity::<Task>(id(2)).unwrap().description, open)
    };
    pending.pull(&world.server);
    assert_eq!(
        description(&pending),
        ("Mine".into(), vec![]),
        "a pending edit shows until the server has said otherwise"
    );
    pending.sync(&mut world.server);
    let raised: Id<Conflict> = Conflict::id_of(op_id(4), Task::DESCRIPTION);
    assert_eq!(description(&pending), ("Theirs".into(), vec![raised]));
    let base = pending.base();
    let (conflict, target) = (&base[&raised.record()], base.get(&id::<Task>(2).record()));
    let edits = settle(conflict, target, Choice::Mine, None);
    pending.save(&Draft::all(edits, (30..).map(op_id), person(0), 1_000));
    assert_eq!(description(&pending), ("Mine".into(), vec![]), "settled here, at once");
    pending.sync(&mut world.server);
    let other = Client::new(9, person(1));
    other.pull(&world.server);
    assert_eq!(description(&other), ("Mine".into(), vec![]), "and everywhere");
}

#[test]
fn a_conflict_is_named_after_its_operation_and_field() {
    let of = |op: u128, field| Conflict::id_of(OpId(uuid::Uuid::from_u128(op)), field);
    assert_eq!(of(1, "text"), of(1, "text"));
    assert!(of(1, "text") != of(2, "text") && of(1, "text") != of(1, ""));
    assert_eq!(of(1, "").uuid().get_version(), Some(uuid::Version::Custom), "no client may make a record of it");
}
