//! The merge, as tables: what each action does to a record that never was, is there, or is a tombstone; who may do it; and
//! what two edits that did not know of each other come to.

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    effect::{Effect, Life},
    entity::{ChecklistItem, Comment, Engagement, Entity, FieldValue as _, Membership, Person, Project, Task},
    id::Id,
    operation::{Action, Edit, OPERATION_FORMAT, Operation},
    order::OrderKey,
    record::Kind,
    role::Role,
    value::{Change, Value},
    wire::Outcome,
};

/// A server with a project and a task of person 0, made by client 1.
fn server() -> Server {
    let mut server = Server::new();
    for (op, edit) in [(1, project(1)), (2, task(2, 1))] {
        assert!(matches!(server.push(person(0), &[operation(op, person(0), 1, 0, edit)])[0], Outcome::Accepted { .. }));
    }
    server
}

fn one(server: &mut Server, op: &Operation) -> Outcome {
    server.push(op.author, std::slice::from_ref(op)).remove(0)
}

fn last(server: &Server) -> &Effect {
    server.ledger.log(shared().scope()).last().expect("there is one")
}

fn rejected(why: Rejection) -> Outcome {
    Outcome::Rejected(why)
}

#[test]
fn every_action_on_every_life_of_a_record() {
    enum Was {
        Absent,
        Live,
        Tombstone,
    }
    use Was::{Absent, Live, Tombstone};
    let create = || task(2, 1);
    let change = || set(2).put(Task::TITLE, "Call again");
    let delete = || Edit::delete::<Task>(shared().scope(), id(2));
    let restore = || Edit::restore::<Task>(shared().scope(), id(2));
    let table: [(&str, Edit, Was, Result<Life, Rejection>); 12] = [
        ("create absent", create(), Absent, Ok(Life::Created)),
        ("create live", create(), Live, Ok(Life::Kept)),
        ("create tombstone", create(), Tombstone, Ok(Life::Kept)),
        ("set absent", change(), Absent, Err(Rejection::NotFound)),
        ("set live", change(), Live, Ok(Life::Kept)),
        ("set tombstone", change(), Tombstone, Ok(Life::Kept)),
        ("delete absent", delete(), Absent, Err(Rejection::NotFound)),
        ("delete live", delete(), Live, Ok(Life::Deleted)),
        ("delete tombstone", delete(), Tombstone, Ok(Life::Kept)),
        ("restore absent", restore(), Absent, Err(Rejection::NotFound)),
        ("restore live", restore(), Live, Ok(Life::Kept)),
        ("restore tombstone", restore(), Tombstone, Ok(Life::Restored)),
    ];
    for (name, edit, was, expected) in table {
        let mut server = Server::new();
        let before: Vec<Edit> = match was {
            Absent => vec![project(1)],
            Live => vec![project(1), create()],
            Tombstone => vec![project(1), create(), delete()],
        };
        for (number, edit) in before.into_iter().enumerate() {
            one(&mut server, &operation(number as u128 + 1, person(0), 1, 0, edit));
        }
        let outcome = one(&mut server, &operation(9, person(0), 2, 9, edit));
        match expected {
            Ok(life) => {
                assert!(matches!(outcome, Outcome::Accepted { .. }), "{name}: {outcome:?}");
                assert_eq!(last(&server).writes[0].life, life, "{name}");
            }
            Err(why) => assert_eq!(outcome, rejected(why), "{name}"),
        }
    }
}

#[test]
fn a_tombstone_keeps_its_fields_for_a_restore() {
    let mut server = server();
    one(&mut server, &operation(3, person(0), 1, 0, Edit::delete::<Task>(shared().scope(), id(2))));
    assert!(server.record::<Task>(id(2)).deleted);
    one(&mut server, &operation(4, person(0), 1, 0, Edit::restore::<Task>(shared().scope(), id(2))));
    let back = server.record::<Task>(id(2));
    assert_eq!((back.deleted, Task::read(&back).title.as_str()), (false, "Call the port"));
}

#[test]
fn a_second_create_loses_in_the_open() {
    let mut server = server();
    let Edit { action: Action::Create(mut fields), .. } = task(2, 1) else { panic!("a create") };
    fields.insert(Task::TITLE.into(), "Mine".write());
    let edit = Edit { action: Action::Create(fields), ..task(2, 1) };
    one(&mut server, &operation(3, person(0), 2, 0, edit));
    assert_eq!(last(&server).writes[0].lost, [(Task::TITLE.into(), "Mine".write())].into());
    assert_eq!(Task::read(&server.record::<Task>(id(2))).title, "Call the port");
}

#[test]
fn roles_limit_writes_by_kind() {
    let comment = |number: u128| {
        let comment = Comment { task: id(2), text: "Done?".into(), said_by: String::new(), said_at: None };
        comment.create(shared().scope(), id(number))
    };
    let rename = || Edit::set(shared().scope(), shared()).put(Engagement::NAME, "Renamed");
    let drop_it = || Edit::delete::<Engagement>(shared().scope(), shared());
    let edit_comment = || Edit::set::<Comment>(shared().scope(), id(3)).put(Comment::TEXT, "Forged");
    let remove_comment = || Edit::delete::<Comment>(shared().scope(), id(3));
    // The least role that may do it; comment 3 is person 0's.
    let table: [(&str, Edit, Option<Role>); 8] = [
        ("make a task", task(7, 1), Some(Role::Editor)),
        ("change a task", set(2).put(Task::TITLE, "New"), Some(Role::Editor)),
        ("delete a task", Edit::delete::<Task>(shared().scope(), id(2)), Some(Role::Editor)),
        ("comment", comment(8), Some(Role::Editor)),
        ("change another's comment", edit_comment(), None),
        ("delete another's comment", remove_comment(), Some(Role::Admin)),
        ("rename the engagement", rename(), Some(Role::Admin)),
        ("delete the engagement", drop_it(), Some(Role::Owner)),
    ];
    for (name, edit, least) in table {
        for role in Role::ALL {
            let mut server = server();
            one(&mut server, &operation(3, person(0), 1, 0, comment(3)));
            server.admit(person(1), role);
            let outcome = one(&mut server, &operation(9, person(1), 2, 9, edit.clone()));
            let allowed = least.is_some_and(|least| role >= least);
            let expected = matches!(outcome, Outcome::Accepted { .. });
            assert_eq!(expected, allowed, "{name} as {role:?}: {outcome:?}");
            if !allowed {
                assert_eq!(outcome, rejected(Rejection::Forbidden), "{name} as {role:?}");
            }
        }
    }
}

#[test]
fn no_operation_writes_a_membership_or_a_person() {
    let mut server = server();
    let membership = Membership { person: person(1), role: Role::Owner, name: "Me".into() };
    let id_of = Membership::id_of(shared().scope(), person(1));
    let own = Membership::id_of(shared().scope(), person(0));
    let attempts = [
        membership.create(shared().scope(), id_of),
        Edit::set(shared().scope(), own).put(Membership::ROLE, Role::Viewer),
        Edit::delete::<Membership>(shared().scope(), own),
        Edit::set(person(0).scope(), person(0)).put(Person::NAME, "Somebody else"),
    ];
    for (number, edit) in attempts.into_iter().enumerate() {
        let outcome = one(&mut server, &operation(10 + number as u128, person(0), 1, 0, edit));
        assert_eq!(outcome, rejected(Rejection::Forbidden));
    }
}

#[test]
fn whoever_makes_an_engagement_owns_it_and_nobody_makes_a_scope_otherwise() {
    let mut server = server();
    let mine: Id<Engagement> = id(50);
    let make = |id: Id<Engagement>, scope| Engagement { name: "Mine".into() }.create(scope, id);
    let lone_project = Edit { scope: mine.scope(), ..project(7) };
    assert_eq!(one(&mut server, &operation(3, person(1), 2, 0, lone_project)), rejected(Rejection::NoAccess));
    let elsewhere = make(id(51), mine.scope());
    assert_eq!(one(&mut server, &operation(4, person(1), 2, 0, elsewhere)), rejected(Rejection::NoAccess));
    let made = one(&mut server, &operation(5, person(1), 2, 0, make(mine, mine.scope())));
    assert!(matches!(made, Outcome::Accepted { .. }));
    assert_eq!(server.ledger.role(person(1), mine.scope()), Some(Role::Owner));
    assert_eq!(server.ledger.log(mine.scope())[0].writes.len(), 2, "the engagement and its owner's membership");
    let name = Membership::read(&server.record(Membership::id_of(mine.scope(), person(1)))).name;
    assert_eq!(name, "Person 1");
    // A second one of that id is somebody else's scope.
    assert_eq!(
        one(&mut server, &operation(6, person(2), 3, 0, make(mine, mine.scope()))),
        rejected(Rejection::NoAccess)
    );
}

#[test]
fn what_is_of_another_scope_is_not_here() {
    let mut server = server();
    let mine: Id<Engagement> = id(50);
    one(&mut server, &operation(3, person(1), 2, 0, Engagement { name: "Mine".into() }.create(mine.scope(), mine)));
    let own_project = Edit { scope: mine.scope(), ..project(51) };
    one(&mut server, &operation(4, person(1), 2, 0, own_project));
    let item = ChecklistItem {
        task: id(51),
        title: "Step".into(),
        list: String::new(),
        done: false,
        order: OrderKey::between(None, None),
    };
    let attempts: [(&str, Edit); 6] = [
        ("a reference across scopes", Edit { scope: mine.scope(), ..task(52, 1) }),
        ("a reference to another kind", item.create(mine.scope(), id(53))),
        ("a reference to nothing", Edit { scope: mine.scope(), ..task(54, 99) }),
        ("an id of another scope", Edit { scope: mine.scope(), ..set(2).put(Task::TITLE, "Stolen") }),
        ("an id of another kind", Edit { kind: Kind::new("project"), ..Edit::delete::<Task>(mine.scope(), id(52)) }),
        ("work in a person's own scope", Edit { scope: person(1).scope(), ..project(55) }),
    ];
    let under = |parent: Id<Task>| Edit { scope: mine.scope(), ..set(56).put(Task::PARENT, Some(parent)) };
    let own_task = Edit { scope: mine.scope(), ..task(56, 51) };
    one(&mut server, &operation(5, person(1), 2, 0, own_task));
    let attempts = attempts.into_iter().chain([
        ("a parent across scopes", under(id(2))),
        ("a parent of another kind", under(id(51))),
        ("a parent that is nowhere", under(id(99))),
        ("itself as its parent", under(id(56))),
    ]);
    for (number, (name, edit)) in attempts.enumerate() {
        let outcome = one(&mut server, &operation(20 + number as u128, person(1), 2, 0, edit));
        assert_eq!(outcome, rejected(Rejection::NotFound), "{name}");
    }
}

#[test]
fn form_and_identity_are_checked_first() {
    let mut server = server();
    let op = |number, edit| operation(number, person(0), 1, 0, edit);
    let newer = Operation { format: OPERATION_FORMAT + 1, ..op(10, project(5)) };
    assert_eq!(one(&mut server, &newer), rejected(Rejection::UnknownFormat));
    let unknown = op(11, Edit { kind: Kind::new("spaceship"), ..project(5) });
    assert_eq!(one(&mut server, &unknown), rejected(Rejection::UnknownKind));
    let forged = op(12, project(5));
    assert_eq!(server.push(person(1), &[forged]), [rejected(Rejection::Forbidden)], "in another's name");
    server.admit(person(1), Role::Viewer);
    assert_eq!(one(&mut server, &operation(13, person(1), 2, 0, project(6))), rejected(Rejection::Forbidden));
    assert_eq!(one(&mut server, &operation(14, person(2), 3, 0, project(6))), rejected(Rejection::NoAccess));
}

#[test]
fn values_are_held_to_their_limits() {
    let many = |count: usize| (0..count).map(|number| number.to_string()).collect();
    let members = |add| Change::Members { add, remove: [].into() };
    let table: [(&str, Edit, Option<&str>); 9] = [
        ("blank", set(2).put(Task::TITLE, "  "), Some("must not be empty")),
        ("long", set(2).put(Task::TITLE, "é".repeat(501)), Some("is 501 characters long; 500 is the most")),
        ("just right", set(2).put(Task::TITLE, "é".repeat(500)), None),
        ("no such choice", set(2).put(Task::STATUS, "lost"), Some("must be one of")),
        ("a put into a counter", set(2).put(Task::TIME_SPENT, 5_i64), Some("is changed by adding to it only")),
        ("a put into a set", set(2).put(Task::TAGS, holdfast_core::entity::Tags::new()), Some("is changed by adding")),
        ("200 tags", set(2).change(Task::TAGS, members(many(200))), None),
        ("201 tags", set(2).change(Task::TAGS, members(many(201))), Some("has 201 entries; 200 is the most")),
        (
            "a moved task",
            set(2).put(Task::PROJECT, Id::<Project>::from_uuid(id::<Project>(1).uuid())),
            Some("cannot be changed once made"),
        ),
    ];
    for (name, edit, message) in table {
        let mut server = server();
        match (one(&mut server, &operation(9, person(0), 1, 9, edit)), message) {
            (Outcome::Accepted { .. }, None) => {}
            (Outcome::Rejected(Rejection::Invalid(invalid)), Some(message)) => {
                assert!(invalid.message.contains(message), "{name}: {}", invalid.message);
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
    let Edit { action: Action::Create(mut fields), .. } = task(7, 1) else { panic!("a create") };
    fields.remove(Task::TITLE);
    let headless = Edit { action: Action::Create(fields), ..task(7, 1) };
    let outcome = one(&mut server(), &operation(9, person(0), 1, 0, headless));
    assert!(matches!(outcome, Outcome::Rejected(Rejection::Invalid(invalid)) if invalid.message == "is missing"));
}

/// Sets the title from a client whose base has that version of the task; returns what the write says it overwrote.
fn title(server: &mut Server, op: u128, of: u128, base: u64, title: &str) -> Vec<String> {
    one(server, &operation(op, person(0), of, base, set(2).put(Task::TITLE, title)));
    last(server).writes[0].overwrote.iter().map(ToString::to_string).collect()
}

#[test]
fn an_edit_of_what_its_author_had_not_seen_says_so() {
    let mut server = server();
    let seen = server.head();
    assert_eq!(title(&mut server, 3, 2, seen, "B"), [""; 0], "the author knew what was there");
    assert_eq!(title(&mut server, 4, 3, seen, "C"), ["title"], "B was not known");
    let now = server.head();
    assert_eq!(title(&mut server, 5, 2, now, "D"), [""; 0], "all is known again");
}

#[test]
fn a_value_that_went_and_came_back_is_still_a_conflict() {
    let mut server = server();
    let seen = server.head();
    title(&mut server, 3, 2, seen, "B");
    let now = server.head();
    title(&mut server, 4, 2, now, "Call the port");
    assert_eq!(title(&mut server, 5, 3, seen, "Mine"), ["title"], "by version, though the value is the one seen");
}

#[test]
fn ones_own_earlier_edits_are_no_conflict() {
    let mut server = server();
    let seen = server.head();
    assert_eq!(title(&mut server, 3, 2, seen, "B"), [""; 0]);
    assert_eq!(title(&mut server, 4, 2, seen, "C"), [""; 0], "sent offline, one after the other");
}

#[test]
fn different_fields_both_win() {
    let mut server = server();
    let seen = server.head();
    title(&mut server, 3, 2, seen, "B");
    one(&mut server, &operation(4, person(0), 3, seen, set(2).put(Task::DESCRIPTION, "Bring a rope")));
    assert_eq!(last(&server).writes[0].overwrote, Vec::<holdfast_core::value::FieldName>::new());
    let task = Task::read(&server.record::<Task>(id(2)));
    assert_eq!((task.title.as_str(), task.description.as_str()), ("B", "Bring a rope"));
}

#[test]
fn sets_and_counters_take_both() {
    let mut server = server();
    let seen = server.head();
    for (op, of, edit) in [
        (3, 2, set(2).add(Task::TAGS, "ours").increment(Task::TIME_SPENT, 60)),
        (4, 3, set(2).add(Task::TAGS, "theirs").increment(Task::TIME_SPENT, -20)),
        (5, 2, set(2).remove(Task::TAGS, "theirs").add(Task::TAGS, "more")),
    ] {
        one(&mut server, &operation(op, person(0), of, seen, edit));
        assert!(last(&server).writes[0].overwrote.is_empty());
    }
    let task = Task::read(&server.record::<Task>(id(2)));
    assert_eq!((task.time_spent, task.tags), (40, ["more".to_owned(), "ours".to_owned()].into()));
}

#[test]
fn a_counter_stops_at_its_ends() {
    let mut server = server();
    for op in 3..5 {
        one(&mut server, &operation(op, person(0), 1, 0, set(2).increment(Task::TIME_SPENT, i64::MAX)));
    }
    assert_eq!(server.record::<Task>(id(2)).value(Task::TIME_SPENT), Some(&Value::Int(i64::MAX)));
}

#[test]
fn a_task_stands_under_another_and_does_not_go_with_it() {
    let mut server = server();
    let parent = |server: &Server| Task::read(&server.record::<Task>(id(3))).parent;
    let accepted = |outcome: Outcome| assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let Edit { action: Action::Create(fields), .. } = task(3, 1) else { panic!("a create") };
    assert!(!fields.contains_key(Task::PARENT), "a server that does not know of it takes the task");
    let child = Task { parent: Some(id(2)), ..Task::read(&server.record::<Task>(id(2))) };
    let delete = Edit::delete::<Task>(shared().scope(), id(2));
    accepted(one(&mut server, &operation(3, person(0), 1, 0, delete)));
    // Made by somebody who did not know that it was deleted: no matter for people to settle.
    let seen = server.head() - 1;
    accepted(one(&mut server, &operation(4, person(0), 2, seen, child.create(shared().scope(), id(3)))));
    assert_eq!((last(&server).writes.len(), parent(&server)), (1, Some(id(2))), "should it be brought back");
    accepted(one(&mut server, &operation(5, person(0), 2, 9, set(3).put(Task::PARENT, None::<Id<Task>>))));
    assert_eq!(parent(&server), None);
    let seen = server.head();
    accepted(one(&mut server, &operation(6, person(0), 1, seen, set(3).put(Task::PARENT, Some(id::<Task>(2))))));
    accepted(one(&mut server, &operation(7, person(0), 2, seen, set(3).put(Task::PARENT, None::<Id<Task>>))));
    assert_eq!(last(&server).writes[0].overwrote, [Task::PARENT], "the later one stands, and says so");
}

#[test]
fn every_accepted_operation_has_one_effect_even_if_it_changed_nothing() {
    let mut server = server();
    let delete = || Edit::delete::<Task>(shared().scope(), id(2));
    for op in 3..6 {
        let head = server.head();
        let outcome = one(&mut server, &operation(op, person(0), 1, 0, delete()));
        assert_eq!(outcome, Outcome::Accepted { seq: holdfast_core::record::Seq(head + 1) });
    }
}

#[test]
fn no_scope_takes_an_id_that_another_has() {
    let mut server = server();
    server.admit(person(1), Role::Editor);
    let own = Engagement { name: "Own".into() }.create(id::<Engagement>(50).scope(), id(50));
    assert!(matches!(one(&mut server, &operation(20, person(1), 2, 0, own)), Outcome::Accepted { .. }));
    let elsewhere = |edit: Edit| Edit { scope: id::<Engagement>(50).scope(), ..edit };
    let taken = |outcome: Outcome| matches!(outcome, Outcome::Rejected(Rejection::Invalid(why)) if why.field == "id");
    assert!(taken(one(&mut server, &operation(21, person(1), 2, 0, elsewhere(project(1))))));
    one(&mut server, &operation(22, person(0), 1, 9, Edit::delete::<Project>(shared().scope(), id(1))));
    assert!(taken(one(&mut server, &operation(23, person(1), 2, 0, elsewhere(project(1))))), "a tombstone's too");
    let free = operation(24, person(1), 2, 0, elsewhere(project(9)));
    assert!(matches!(one(&mut server, &free), Outcome::Accepted { .. }));
    // Within one push, too.
    let both = [operation(25, person(1), 2, 0, project(10)), operation(26, person(1), 2, 0, elsewhere(project(10)))];
    let outcomes = server.push(person(1), &both);
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }) && taken(outcomes[1].clone()), "{outcomes:?}");
}
