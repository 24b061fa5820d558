//! Undo, as it is stored.

use super::{revoked::act, *};

#[test]
fn undo_keeps_the_order_in_which_things_were_done_whatever_the_clock_says() {
    let (_, ann) = synced();
    let tab = open_tab(&ann);
    for (op, at) in [(3, 9_000), (4, 1_000)] {
        let edits = vec![set(2).add(Task::TAGS, format!("{op}"))];
        let drafts = [Draft { at, ..draft(op, person(0), edits[0].clone()) }];
        let step = holdfast_core::undo::Step {
            id: op_id(op),
            at,
            label: String::new(),
            inverse: holdfast_core::undo::inverse(&tab.replica(), &edits),
            edits,
            undone: false,
        };
        tab.stage(&drafts);
        now(tab.save(&drafts, Some(step))).unwrap();
    }
    assert_eq!(open_tab(&ann).steps().to_undo().map(|step| step.id), Some(op_id(4)));
}

#[test]
fn what_was_refused_has_nothing_to_take_back() {
    let (mut server, _) = synced();
    server.admit(person(1), Role::Viewer);
    let bob = Client::new(3, person(1));
    bob.pull(&server);
    let tab = open_tab(&bob);
    let edits = vec![set(2).increment(Task::TIME_SPENT, 5)];
    let step = holdfast_core::undo::Step {
        id: op_id(3),
        at: 0,
        label: String::new(),
        inverse: holdfast_core::undo::inverse(&tab.replica(), &edits),
        edits: edits.clone(),
        undone: false,
    };
    let drafts = [draft(3, person(1), edits[0].clone())];
    tab.stage(&drafts);
    now(tab.save(&drafts, Some(step.clone()))).unwrap();
    let back = [Draft { yields: true, ..draft(4, person(1), step.inverse[0].clone()) }];
    tab.stage(&back);
    now(tab.save_undo(&back, step.id, true)).unwrap();
    let first = bob.peek()[..1].to_vec();
    let refused = server.push(person(1), &first).remove(0);
    bob.mark(Some(EPOCH), &[OpResult { op_id: first[0].op_id, outcome: refused }], 0);
    server.act_as(
        person(0),
        Edit::set::<holdfast_core::entity::Membership>(
            shared().scope(),
            holdfast_core::entity::Membership::id_of(shared().scope(), person(1)),
        )
        .put("role", Role::Editor),
    );
    bob.sync(&mut server);
    assert_eq!(Task::read(&server.record::<Task>(id(2))).time_spent, 0);
    assert!(bob.rows().iter().all(|row| matches!(row.state, RowState::Dead { .. })));
}

/// A tab with a refused edit that added 90 minutes to the task, and another that shows the same.
fn refused(ann: &Client) -> (Tab<MemoryDatabase>, Tab<MemoryDatabase>) {
    let tabs = (open_tab(ann), open_tab(ann));
    act(&tabs.0, 3, vec![set(2).increment(Task::TIME_SPENT, 90)]);
    refuse(ann, 3);
    for tab in [&tabs.0, &tabs.1] {
        now(tab.on_hint(&Hint::Reload)).unwrap();
    }
    tabs
}

fn refuse(ann: &Client, op: u128) {
    let no = Outcome::Rejected(holdfast_core::authority::Rejection::Forbidden);
    ann.mark(Some(EPOCH), &[OpResult { op_id: op_id(op), outcome: no }], 0);
}

#[test]
fn a_discarded_letter_has_nothing_to_undo() {
    let (_, ann) = synced();
    let (tab, other) = refused(&ann);
    let seq = [ann.rows()[0].operation.client_seq];
    let can_undo = || [&tab, &other].map(|tab| tab.steps().to_undo().is_some());
    assert_eq!(can_undo(), [true; 2]);
    let hint = now(tab.discard(&seq, 0)).unwrap();
    now(other.on_hint(&hint)).unwrap();
    assert_eq!(can_undo(), [false; 2]);
    let hint = now(tab.undiscard(&seq)).unwrap();
    now(other.on_hint(&hint)).unwrap();
    assert_eq!(can_undo(), [true; 2]);
    // Offered again, it is another operation, and discarded again it has nothing to undo either.
    now(tab.retry(&[(seq[0], op_id(9))])).unwrap();
    refuse(&ann, 9);
    now(tab.discard(&seq, 0)).unwrap();
    assert_eq!(tab.steps().to_undo(), None);
}

#[test]
fn of_a_step_only_what_was_not_discarded_is_undone() {
    let (_, ann) = synced();
    ann.edit(20, task(5, 1));
    let tab = open_tab(&ann);
    act(&tab, 3, [2, 5].map(|task| set(task).increment(Task::TIME_SPENT, 90)).to_vec());
    refuse(&ann, 3);
    now(tab.on_hint(&Hint::Reload)).unwrap();
    now(tab.discard(&[holdfast_core::operation::ClientSeq(4)], 0)).unwrap();
    let step = tab.steps().to_undo().cloned().unwrap();
    assert_eq!(step.inverse, [set(5).increment(Task::TIME_SPENT, -90)]);
}
