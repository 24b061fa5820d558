//! Case by case.

use holdfast_core::{
    entity::{Comment, FieldValue as _, Project, Task},
    operation::{Action, Edit},
    undo::{LIMIT, Reversal, Step, Steps, Why, inverse, reversal},
    wire::Outcome,
};

use super::{common, common::*, world::*};

#[test]
fn every_edit_is_taken_back_and_done_again() {
    let both = |edits: &[Edit]| edits.to_vec();
    let scope = shared().scope();
    let table: [(&str, Vec<Edit>); 12] = [
        ("a title", both(&[title("New")])),
        ("a title twice", both(&[title("New"), title("Newer")])),
        ("a description and a date", both(&[set(2).put(Task::DESCRIPTION, "Rope").put(Task::DUE, Some(5))])),
        ("tags", both(&[set(2).add(Task::TAGS, "a").add(Task::TAGS, "b"), set(2).remove(Task::TAGS, "a")])),
        ("time", both(&[set(2).increment(Task::TIME_SPENT, 90), set(2).increment(Task::TIME_SPENT, -30)])),
        ("a new task", both(&[task(3, 1)])),
        ("a new task, changed", both(&[task(3, 1), set(3).put(Task::TITLE, "New")])),
        ("a project with a task", both(&[project(5), task(6, 5)])),
        ("a subtask", both(&[task(3, 1), set(3).put(Task::PARENT, Some(id::<Task>(2)))])),
        ("a deletion", both(&[delete(2)])),
        ("a deletion after a change", both(&[title("New"), delete(2)])),
        ("a rename elsewhere", both(&[Edit::set::<Project>(scope, id(1)).put(Project::NAME, "Quay")])),
    ];
    for (name, edits) in table {
        // Before it is sent, and after; each way, twice.
        for synced in [false, true] {
            let (mut server, mut me, _) = world();
            let before = me.shown();
            me.act(100, edits.clone());
            let after = me.shown();
            assert_ne!(before, after, "{name}");
            for round in 0..2 {
                if synced {
                    me.client.sync(&mut server);
                }
                assert_eq!(me.undo(200 + round * 100), [], "{name}");
                assert_eq!(me.shown(), before, "{name}: undone, synced {synced}, round {round}");
                if synced {
                    me.client.sync(&mut server);
                    assert_eq!(me.shown(), before, "{name}: undone and synced");
                }
                assert_eq!(me.redo(250 + round * 100), [], "{name}");
                assert_eq!(me.shown(), after, "{name}: done again, synced {synced}, round {round}");
            }
            me.client.sync(&mut server);
            assert_eq!(me.shown(), after, "{name}: done again and synced");
        }
    }
}

#[test]
fn a_task_that_became_a_subtask_is_one_of_its_own_again() {
    let (mut server, mut me, _) = world();
    let parent = |me: &Person| me.replica().entity::<Task>(id(2)).unwrap().parent;
    me.act(100, vec![task(3, 1)]);
    me.act(101, vec![set(2).put(Task::PARENT, Some(id::<Task>(3)))]);
    me.client.sync(&mut server);
    assert_eq!((parent(&me), me.undo(200)), (Some(id(3)), vec![]));
    assert_eq!((parent(&me), me.redo(250)), (None, vec![]));
    assert_eq!(parent(&me), Some(id(3)));
    me.act(300, vec![delete(3)]);
    me.client.sync(&mut server);
    assert_eq!((parent(&me), me.undo(350)), (Some(id(3)), vec![]), "the relation outlives the deletion");
}

#[test]
fn what_changes_nothing_has_nothing_to_undo() {
    let (_, me, _) = world();
    let replica = me.replica();
    for edit in [
        title("Call the port"),
        set(2).remove(Task::TAGS, "never there"),
        set(2).increment(Task::TIME_SPENT, 0),
        Edit::restore::<Task>(shared().scope(), id(2)),
        delete(99),
        set(99).put(Task::TITLE, "Nothing"),
        task(2, 1),
    ] {
        assert_eq!(inverse(&replica, std::slice::from_ref(&edit)), [], "{edit:?}");
    }
    let edit = set(2).add(Task::TAGS, "new").remove(Task::TAGS, "never there").put(Task::TITLE, "Call the port");
    let expected = set(2).remove(Task::TAGS, "new");
    assert_eq!(inverse(&replica, &[edit]), [expected], "only what it changes");
}

#[test]
fn what_another_has_changed_since_stays_and_is_named() {
    let by = common::client(2);
    type Did = fn() -> Vec<Edit>;
    // What I did, what the other did then, what an undo names, and what an undo leaves of the task's title and tags.
    type Case = (&'static str, Did, Did, Vec<(&'static str, Why)>, Option<(&'static str, &'static [&'static str])>);
    let table: [Case; 10] = [
        (
            "the same field",
            || vec![title("Mine")],
            || vec![title("Theirs")],
            vec![("title", Why::Changed { by })],
            Some(("Theirs", &[])),
        ),
        (
            "another field",
            || vec![title("Mine")],
            || vec![set(2).put(Task::DESCRIPTION, "Rope")],
            vec![],
            Some(("Call the port", &[])),
        ),
        (
            "one of two fields",
            || vec![title("Mine").add(Task::TAGS, "mine")],
            || vec![title("Theirs").add(Task::TAGS, "theirs")],
            vec![("tags", Why::Changed { by }), ("title", Why::Changed { by })],
            Some(("Theirs", &["mine", "theirs"])),
        ),
        (
            "back to the same value",
            || vec![title("Mine")],
            || vec![title("Theirs"), title("Mine")],
            vec![("title", Why::Changed { by })],
            Some(("Mine", &[])),
        ),
        ("the record is gone", || vec![title("Mine")], || vec![delete(2)], vec![("", Why::Gone)], None),
        (
            "deleted already",
            || vec![delete(2)],
            || vec![Edit::restore::<Task>(shared().scope(), id(2)), delete(2)],
            vec![("", Why::Changed { by })],
            None,
        ),
        (
            "brought back already",
            || vec![delete(2)],
            || vec![Edit::restore::<Task>(shared().scope(), id(2))],
            vec![],
            Some(("Call the port", &[])),
        ),
        (
            "a tag taken out and put in again",
            || vec![set(2).add(Task::TAGS, "mine")],
            || vec![set(2).remove(Task::TAGS, "mine"), set(2).add(Task::TAGS, "mine")],
            vec![("tags", Why::Changed { by })],
            Some(("Call the port", &["mine"])),
        ),
        (
            "a tag put in without knowing",
            || vec![set(2).add(Task::TAGS, "mine")],
            || vec![set(2).add(Task::TAGS, "mine")],
            vec![("tags", Why::Changed { by })],
            Some(("Call the port", &["mine"])),
        ),
        (
            "a tag taken out already",
            || vec![set(2).add(Task::TAGS, "mine")],
            || vec![set(2).remove(Task::TAGS, "mine")],
            vec![],
            Some(("Call the port", &[])),
        ),
    ];
    for (name, mine, theirs, kept, left) in table {
        let (mut server, mut me, mut other) = world();
        me.act(100, mine());
        me.client.sync(&mut server);
        other.client.sync(&mut server);
        other.act(200, theirs());
        other.client.sync(&mut server);
        me.client.sync(&mut server);
        assert_eq!(named(&me.undo(300)), kept, "{name}");
        me.client.sync(&mut server);
        let task = me.replica().entity::<Task>(id(2));
        let task = task.as_ref().map(|task| (task.title.as_str(), task.tags.iter().map(String::as_str).collect()));
        assert_eq!(task, left.map(|(title, tags)| (title, tags.to_vec())), "{name}");
    }
}

#[test]
fn what_was_made_goes_only_while_nobody_else_uses_it() {
    let by = common::client(2);
    type Did = fn() -> Vec<Edit>;
    let table: [(&str, Did, Vec<Why>); 4] = [
        ("nobody", Vec::new, vec![]),
        ("a word in it", || vec![set(3).put(Task::DUE, Some(5))], vec![Why::Changed { by }]),
        ("a comment on it", || vec![comment(4, 3)], vec![Why::InUse { by }]),
        ("a comment, deleted again", || vec![comment(4, 3), Edit::delete::<Comment>(shared().scope(), id(4))], vec![]),
    ];
    for (name, theirs, kept) in table {
        let (mut server, mut me, mut other) = world();
        me.act(100, vec![task(3, 1)]);
        me.client.sync(&mut server);
        other.client.sync(&mut server);
        other.act(200, theirs());
        other.client.sync(&mut server);
        me.client.sync(&mut server);
        let named: Vec<Why> = me.undo(300).iter().map(|kept| kept.why).collect();
        assert_eq!((me.replica().live(id::<Task>(3).record()).is_none(), named), (kept.is_empty(), kept), "{name}");
    }
    // One's own: a step cannot be taken out from under a later one.
    let (_, mut me, _) = world();
    me.act(100, vec![task(3, 1)]);
    me.act(110, vec![comment(4, 3)]);
    let first = me.steps.get(op_id(100)).unwrap().clone();
    assert_eq!(reversal(&first, &me.replica(), me.id).kept[0].why, Why::Later);
    me.undo(200);
    assert_eq!(reversal(&first, &me.replica(), me.id).kept, []);
}

/// One's own edit is not sent yet; what the other has shows whose a tag is.
#[test]
fn a_tag_that_another_has_put_in_meanwhile_stays() {
    let by = common::client(2);
    for (theirs, kept) in [("mine", vec![("tags", Why::Changed { by })]), ("theirs", vec![])] {
        let (mut server, mut me, mut other) = world();
        me.act(100, vec![set(2).add(Task::TAGS, "mine")]);
        other.act(200, vec![set(2).add(Task::TAGS, theirs)]);
        other.client.sync(&mut server);
        me.client.pull(&server);
        assert_eq!(named(&me.undo(300)), kept);
        me.client.sync(&mut server);
        let tags: Vec<String> = me.replica().entity::<Task>(id(2)).unwrap().tags.into_iter().collect();
        assert_eq!(tags, [theirs]);
    }
}

#[test]
fn a_step_under_a_later_one_does_not_take_that_back() {
    let (_, mut me, _) = world();
    me.act(100, vec![title("First").put(Task::DUE, Some(5))]);
    me.act(110, vec![title("Second")]);
    let first = me.steps.get(op_id(100)).unwrap().clone();
    let Reversal { edits, kept } = reversal(&first, &me.replica(), me.id);
    assert_eq!(edits, [set(2).put(Task::DUE, None::<i64>)]);
    assert_eq!(named(&kept), [("title", Why::Later)]);
}

#[test]
fn an_undo_in_ignorance_gives_way_at_the_server() {
    let (mut server, mut me, mut other) = world();
    me.act(100, vec![title("Mine").put(Task::DUE, Some(5)).put(Task::DESCRIPTION, "Mine")]);
    me.client.sync(&mut server);
    other.client.sync(&mut server);
    other.act(200, vec![title("Theirs").put(Task::DESCRIPTION, "Theirs")]);
    other.client.sync(&mut server);
    // Offline: the other's words are not here yet.
    assert_eq!(me.undo(300), []);
    me.client.sync(&mut server);
    let task = me.replica().entity::<Task>(id(2)).unwrap();
    assert_eq!((task.title.as_str(), task.description.as_str(), task.due), ("Theirs", "Theirs", None));
    // And a redo neither.
    let kept = me.redo(400);
    assert_eq!(
        named(&kept),
        [(Task::DESCRIPTION, Why::Changed { by: other.id }), (Task::TITLE, Why::Changed { by: other.id })]
    );
}

#[test]
fn a_step_is_stored_word_for_word() {
    let step = Step {
        id: op_id(1),
        at: 5,
        label: "Renamed “A” to “B”".into(),
        edits: vec![title("B")],
        inverse: vec![title("A")],
        undone: false,
    };
    let text = serde_json::to_string(&step).unwrap();
    assert_eq!(serde_json::from_str::<Step>(&text).unwrap(), step);
    insta::assert_snapshot!(text, @r#"{"id":"00000000-0000-0000-0000-00000000f001","at":5,"label":"Renamed “A” to “B”","edits":[{"scope":"00000000-0000-0000-0000-000000001000","kind":"task","id":"00000000-0000-0000-0000-000000001002","action":{"set":{"title":{"put":"B"}}}}],"inverse":[{"scope":"00000000-0000-0000-0000-000000001000","kind":"task","id":"00000000-0000-0000-0000-000000001002","action":{"set":{"title":{"put":"A"}}}}],"undone":false}"#);
}

#[test]
fn steps_are_bounded_and_a_new_one_clears_what_could_be_redone() {
    let step = |number: u128| Step {
        id: op_id(number),
        at: 0,
        label: String::new(),
        edits: vec![],
        inverse: vec![],
        undone: false,
    };
    let ids = |step: Option<&Step>| step.map(|step| step.id);
    let mut steps = Steps::new((0..3).map(step));
    assert_eq!((ids(steps.to_undo()), ids(steps.to_redo())), (Some(op_id(2)), None));
    steps.set_undone(op_id(2), true);
    steps.set_undone(op_id(1), true);
    assert_eq!(
        (ids(steps.to_undo()), ids(steps.to_redo())),
        (Some(op_id(0)), Some(op_id(1))),
        "last undone, first redone"
    );
    assert_eq!(steps.push(step(3)), [op_id(1), op_id(2)]);
    assert_eq!((ids(steps.to_undo()), ids(steps.to_redo())), (Some(op_id(3)), None));
    let mut full = Steps::new((0..LIMIT as u128 + 5).map(step));
    assert_eq!((full.iter().count(), full.iter().next().map(|step| step.id)), (LIMIT, Some(op_id(5))));
    assert_eq!(full.push(step(1_000)), [op_id(5)]);
}

#[test]
fn an_outcome_of_an_undo_is_an_ordinary_one() {
    let (mut server, mut me, _) = world();
    me.act(100, vec![title("Mine")]);
    me.undo(200);
    let outcomes = me.client.send(&mut server);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
    let last = server.ledger.log(shared().scope()).last().unwrap();
    assert_eq!(last.writes[0].fields, [(Task::TITLE.into(), "Call the port".write())].into());
    assert!(matches!(me.client.rows()[0].operation.action, Action::Set(_)), "kept until it is confirmed");
}
