//! What the merge may not decide: the conflict records it makes, who may settle them, and what settling does.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    conflict::{Choice, asked, is_open, open_of, settle},
    effect::{Effect, Life},
    entity::{Comment, Conflict, Entity as _, FieldValue as _, Resolution, Task},
    id::{Id, OpId, PersonId},
    operation::{Action, Begun, ClientSeq, Draft, Edit, Operation},
    record::{Record, Seq},
    replica::Replica,
    role::Role,
    value::Value,
    wire::Outcome,
};

/// A server with a task that persons 0 (at clients 1 and 3) and 1 (at client 2) may edit.
struct World {
    server: Server,
    seen: u64,
}

impl World {
    fn new() -> Self {
        let mut server = Server::new();
        server.admit(person(1), Role::Editor);
        server.push(person(0), &[operation(1, person(0), 1, 0, project(1))]);
        server.push(person(0), &[operation(2, person(0), 1, 0, task(2, 1))]);
        let seen = server.head();
        Self { server, seen }
    }

    /// What a client asks for that has seen nothing since the task was made; it must be done.
    fn unseen(&mut self, op: u128, of: u128, edit: Edit) -> Effect {
        let seen = self.seen;
        self.knowing(op, of, seen, edit)
    }

    /// What a client asks for that has seen everything.
    fn now(&mut self, op: u128, of: u128, edit: Edit) -> Effect {
        let head = self.server.head();
        self.knowing(op, of, head, edit)
    }

    fn knowing(&mut self, op: u128, of: u128, base: u64, edit: Edit) -> Effect {
        let mut op = operation(op, who(of), of, base, edit);
        op.seen = [(Task::DESCRIPTION.into(), "".write())].into();
        self.push(&op)
    }

    fn push(&mut self, op: &Operation) -> Effect {
        let outcome = self.server.push(op.author, std::slice::from_ref(op)).remove(0);
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        self.server.ledger.log(shared().scope()).last().unwrap().clone()
    }

    fn task(&self) -> Task {
        Task::read(&self.server.record::<Task>(id(2)))
    }

    fn conflicts(&self) -> Vec<Record> {
        self.server.ledger.records().filter(|record| record.kind.name() == Conflict::KIND).cloned().collect()
    }

    fn conflict(&self, op: u128, field: &str) -> Record {
        self.server.record(Conflict::id_of(op_id(op), field))
    }

    /// Settles a conflict at a client that has seen everything, for a person who had that version of the record before them.
    fn settle(&mut self, op: u128, of: u128, conflict: &Record, choice: Choice, seen: Option<Seq>) {
        let target = self.server.ledger.record(id::<Task>(2).record()).cloned();
        self.do_all(op, of, settle(conflict, target.as_ref(), choice, seen));
    }

    /// Does edits made as one, in order.
    fn do_all(&mut self, op: u128, of: u128, edits: Vec<Begun>) {
        let head = Seq(self.server.head());
        for (number, draft) in Draft::all(edits, (op..).map(op_id), who(of), 1_000).into_iter().enumerate() {
            let number = ClientSeq(op as u64 + number as u64);
            self.push(&Operation::stored(&draft, client(of), number, head, Vec::new()));
        }
    }
}

fn who(client: u128) -> PersonId {
    if client == 2 { person(1) } else { person(0) }
}

fn describe(text: &str) -> Edit {
    set(2).put(Task::DESCRIPTION, text)
}

fn delete() -> Edit {
    Edit::delete::<Task>(shared().scope(), id(2))
}

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
