//! Sessions and preferences on the server: who may do what, and that nobody takes a place that is not there.

mod common;

use common::*;
use holdfast_core::{
    authority::Rejection,
    entity::{Entity as _, Invalid, Message, Preferences, Session, SessionState},
    id::ScopeId,
    operation::{Action, Edit, Operation},
    role::Role,
    value::{Change, Value},
    wire::Outcome,
};

/// An engagement with session 1 of person 0, which has two places and one taken.
fn server() -> Server {
    let mut server = Server::new();
    for who in 1..4 {
        server.admit(person(who), Role::Viewer);
    }
    let outcome = one(&mut server, &operation(1, person(0), 1, 0, session(1, 2)));
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    server
}

fn session(number: u128, seats: i64) -> Edit {
    let session = Session {
        name: "Tide tables".into(),
        description: String::new(),
        state: SessionState::Active,
        seats,
        participants: [person(0).to_string()].into(),
        tags: [].into(),
    };
    session.create(shared().scope(), id(number))
}

fn change() -> Edit {
    Edit::set::<Session>(shared().scope(), id(1))
}

fn join(who: u128) -> Edit {
    change().add(Session::PARTICIPANTS, person(who).to_string())
}

/// A change of who takes part that names nobody.
fn empty() -> Edit {
    let change = Change::Members { add: [].into(), remove: [].into() };
    Edit::set::<Session>(shared().scope(), id(1)).change(Session::PARTICIPANTS, change)
}

fn one(server: &mut Server, op: &Operation) -> Outcome {
    server.push(op.author, std::slice::from_ref(op)).remove(0)
}

fn taken(server: &Server) -> usize {
    Session::read(&server.record::<Session>(id(1))).participants.len()
}

fn full(most: usize) -> Outcome {
    let message = format!("find no place left: all {most} places are taken");
    Outcome::Rejected(Rejection::Invalid(Invalid { field: Session::PARTICIPANTS.into(), message }))
}

#[test]
fn of_two_who_take_the_last_place_the_first_to_arrive_has_it() {
    let mut server = server();
    // Neither has seen the other.
    let bob = one(&mut server, &operation(2, person(1), 2, 1, join(1)));
    let cleo = one(&mut server, &operation(3, person(2), 3, 1, join(2)));
    assert!(matches!(bob, Outcome::Accepted { .. }), "{bob:?}");
    assert_eq!((cleo, taken(&server)), (full(2), 2));
    let leave = change().remove(Session::PARTICIPANTS, person(1).to_string());
    one(&mut server, &operation(4, person(1), 2, 9, leave));
    let again = one(&mut server, &operation(5, person(2), 3, 9, join(2)));
    assert!(matches!(again, Outcome::Accepted { .. }), "{again:?}");
}

#[test]
fn who_has_a_place_keeps_it_where_there_are_fewer_than_before() {
    let mut server = server();
    one(&mut server, &operation(2, person(1), 2, 9, join(1)));
    let fewer = one(&mut server, &operation(3, person(0), 1, 9, change().put(Session::SEATS, 1_i64)));
    assert!(matches!(fewer, Outcome::Accepted { .. }), "{fewer:?}");
    assert_eq!(one(&mut server, &operation(4, person(2), 3, 9, join(2))), full(1));
    let rename = one(&mut server, &operation(5, person(0), 1, 9, change().put(Session::NAME, "Tides")));
    assert!(matches!(rename, Outcome::Accepted { .. }), "what takes no place is not refused for that");
    let both = change().put(Session::SEATS, 3_i64).add(Session::PARTICIPANTS, person(2).to_string());
    let both = one(&mut server, &operation(6, person(0), 1, 9, both));
    assert!(matches!(both, Outcome::Accepted { .. }), "{both:?}");
    assert_eq!(one(&mut server, &operation(7, person(0), 1, 9, session(2, 0))), {
        let message = "must be from 1 to 200".into();
        Outcome::Rejected(Rejection::Invalid(Invalid { field: Session::SEATS.into(), message }))
    });
}

/// As an import does.
#[test]
fn what_the_server_makes_again_has_whoever_had_a_place() {
    let mut server = Server::new();
    let Edit { action: Action::Create(mut fields), scope, kind, id } = session(1, 1) else { panic!("a create") };
    let people = Value::Set([person(0).to_string(), person(1).to_string()].into());
    fields.insert(Session::PARTICIPANTS.into(), people);
    let over_full = Edit { action: Action::Create(fields), scope, kind, id };
    let theirs = one(&mut server, &operation(1, person(0), 1, 0, over_full.clone()));
    assert_eq!(theirs, full(1), "nobody else does");
    assert!(matches!(server.act_as(person(0), over_full), Outcome::Accepted { .. }));
    assert_eq!(taken(&server), 2);
}

#[test]
fn a_viewer_joins_and_leaves_and_changes_nothing_else() {
    let forbidden = Outcome::Rejected(Rejection::Forbidden);
    let table = [
        ("joins", join(1), true),
        ("leaves", change().remove(Session::PARTICIPANTS, person(1).to_string()), true),
        ("puts another in", join(2), false),
        ("puts another out", change().remove(Session::PARTICIPANTS, person(0).to_string()), false),
        ("joins and renames", join(1).put(Session::NAME, "Mine"), false),
        ("makes room", change().put(Session::SEATS, 9_i64), false),
        ("changes nothing at all", change(), false),
        ("takes nobody's place", empty(), false),
        ("tags", change().add(Session::TAGS, person(1).to_string()), false),
        ("deletes", Edit::delete::<Session>(shared().scope(), id(1)), false),
        ("makes another", session(2, 2), false),
    ];
    for (name, edit, allowed) in table {
        let outcome = one(&mut server(), &operation(9, person(1), 2, 9, edit));
        assert_eq!(outcome != forbidden, allowed, "{name}: {outcome:?}");
    }
}

fn message(number: u128, text: &str) -> Edit {
    let message = Message { session: id(1), text: text.into(), said_by: String::new(), said_at: None };
    message.create(shared().scope(), id(number))
}

#[test]
fn whoever_is_in_the_engagement_talks_and_changes_only_what_they_have_said() {
    let forbidden = Outcome::Rejected(Rejection::Forbidden);
    let change = |number: u128| Edit::set::<Message>(shared().scope(), id(number)).put(Message::TEXT, "Forged");
    let delete = |number: u128| Edit::delete::<Message>(shared().scope(), id(number));
    // Message 5 is one's own, message 6 the host's, who is the engagement's owner.
    let table = [
        ("says something", message(7, "High water at six"), Some(Role::Viewer)),
        ("changes their own", change(5), Some(Role::Viewer)),
        ("deletes their own", delete(5), Some(Role::Viewer)),
        ("changes another's", change(6), None),
        ("deletes another's", delete(6), Some(Role::Admin)),
    ];
    for (name, edit, least) in table {
        for role in Role::ALL {
            let mut server = server();
            server.admit(person(4), role);
            one(&mut server, &operation(2, person(4), 2, 9, message(5, "Mine")));
            one(&mut server, &operation(3, person(0), 1, 9, message(6, "Theirs")));
            let outcome = one(&mut server, &operation(9, person(4), 2, 9, edit.clone()));
            let allowed = least.is_some_and(|least| role >= least);
            assert_eq!(matches!(outcome, Outcome::Accepted { .. }), allowed, "{name} as {role:?}: {outcome:?}");
            assert_eq!(outcome == forbidden, !allowed, "{name} as {role:?}: {outcome:?}");
        }
    }
    let mut server = server();
    let blank = one(&mut server, &operation(9, person(1), 2, 9, message(7, " ")));
    assert!(matches!(blank, Outcome::Rejected(Rejection::Invalid(_))), "{blank:?}");
    let nowhere = Message { session: id(8), text: "Hello".into(), said_by: String::new(), said_at: None };
    let nowhere = one(&mut server, &operation(10, person(1), 2, 9, nowhere.create(shared().scope(), id(7))));
    assert!(matches!(nowhere, Outcome::Rejected(_)), "{nowhere:?}");
    let foreign = one(&mut server, &operation(11, person(9), 3, 9, message(7, "Hello")));
    assert_eq!(foreign, Outcome::Rejected(Rejection::NoAccess));
}

#[test]
fn a_session_is_its_hosts_and_the_admins() {
    let rename = || change().put(Session::NAME, "Mine");
    let delete = || Edit::delete::<Session>(shared().scope(), id(1));
    for (role, allowed) in [(Role::Viewer, false), (Role::Editor, false), (Role::Admin, true)] {
        for edit in [rename(), delete(), join(3)] {
            let mut server = Server::new();
            server.admit(person(1), role);
            one(&mut server, &operation(1, person(0), 1, 0, session(1, 2)));
            let outcome = one(&mut server, &operation(9, person(1), 2, 9, edit));
            assert_eq!(matches!(outcome, Outcome::Accepted { .. }), allowed, "{role:?}: {outcome:?}");
        }
    }
    let mut server = Server::new();
    server.admit(person(1), Role::Editor);
    one(&mut server, &operation(1, person(1), 2, 0, session(1, 2)));
    for (op, edit) in [(2, rename()), (3, join(3)), (4, delete())] {
        let outcome = one(&mut server, &operation(op, person(1), 2, 9, edit));
        assert!(matches!(outcome, Outcome::Accepted { .. }), "a host: {outcome:?}");
    }
}

#[test]
fn joining_what_was_deleted_meanwhile_is_no_matter_for_people() {
    let mut server = server();
    one(&mut server, &operation(2, person(0), 1, 9, Edit::delete::<Session>(shared().scope(), id(1))));
    let records = server.ledger.records().count();
    let outcome = one(&mut server, &operation(3, person(1), 2, 1, join(1)));
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(server.ledger.records().count(), records, "no conflict is raised");
    assert!(server.record::<Session>(id(1)).deleted);
}

#[test]
fn preferences_are_their_persons_own_and_two_devices_make_one() {
    let mut server = Server::new();
    let mine = |scope: ScopeId| {
        Preferences { favourites: [].into(), session_order: String::new() }.create(scope, Preferences::id_of(person(0)))
    };
    let favour = |of: u128| {
        let edit = Edit::set::<Preferences>(person(0).scope(), Preferences::id_of(person(0)));
        edit.add(Preferences::FAVOURITES, id::<Session>(of).to_string())
    };
    for client in 1..3 {
        for (op, edit) in [(10, mine(person(0).scope())), (20, favour(client))] {
            let outcome = one(&mut server, &operation(op + client, person(0), client, 0, edit));
            assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        }
    }
    let kept = server.record::<Preferences>(Preferences::id_of(person(0)));
    assert_eq!(Preferences::read(&kept).favourites.len(), 2, "what each has marked");
    let elsewhere = one(&mut server, &operation(30, person(0), 1, 9, mine(shared().scope())));
    assert_eq!(elsewhere, Outcome::Rejected(Rejection::NotFound), "not in an engagement");
    let theirs = one(&mut server, &operation(31, person(1), 3, 9, favour(7)));
    assert_eq!(theirs, Outcome::Rejected(Rejection::NoAccess), "not somebody else's");
}
