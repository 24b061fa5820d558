//! Over random traces.

use std::collections::BTreeMap;

use holdfast_core::{
    effect::Life,
    entity::Task,
    id::{OpId, RecordId},
    operation::Edit,
    record::{Record, Seq},
    value::Value,
};
use proptest::prelude::*;

use super::{common::*, world::*};

#[derive(Clone, Debug)]
enum Move {
    Act { at: usize, of: u128, what: u8 },
    Undo { at: usize },
    Redo { at: usize },
    Send { at: usize },
    Pull { at: usize },
}

fn a_move(people: usize) -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0..people, 2_u128..5, 0_u8..8).prop_map(|(at, of, what)| Move::Act { at, of, what }),
        3 => (0..people).prop_map(|at| Move::Undo { at }),
        2 => (0..people).prop_map(|at| Move::Redo { at }),
        1 => (0..people).prop_map(|at| Move::Send { at }),
        2 => (0..people).prop_map(|at| Move::Pull { at }),
    ]
}

fn edits(of: u128, what: u8, number: u128) -> Vec<Edit> {
    let word = format!("word {number}");
    match what {
        0 => vec![task(of, 1)],
        1 => vec![delete(of)],
        2 => vec![Edit::restore::<Task>(shared().scope(), id(of))],
        3 => vec![set(of).put(Task::DESCRIPTION, word)],
        4 => vec![set(of).add(Task::TAGS, word).increment(Task::TIME_SPENT, 7)],
        5 => vec![set(of).put(Task::TITLE, word.clone()), set(of).put(Task::DUE, Some(i64::try_from(number).unwrap()))],
        6 => vec![task(of, 1), set(of).put(Task::TITLE, word)],
        _ => vec![set(of).put(Task::TITLE, word)],
    }
}

/// Runs the moves and returns the people, with everything delivered.
fn run(moves: &[Move], mut server: Server, people: &mut [Person]) -> Server {
    for (number, step) in (1_u128..).zip(moves) {
        let first = number * 100;
        match *step {
            Move::Act { at, of, what } => people[at].act(first, edits(of, what, number)),
            Move::Undo { at } => drop(people[at].undo(first)),
            Move::Redo { at } => drop(people[at].redo(first)),
            Move::Send { at } => drop(people[at].client.send(&mut server)),
            Move::Pull { at } => drop(people[at].client.pull(&server)),
        }
    }
    for _ in 0..2 {
        people.iter().for_each(|person| person.client.sync(&mut server));
    }
    server
}

/// Walks the log: nothing that an undo or a redo wrote over, or brought back, is what another client had written after what
/// the step's author had seen.
fn undid_nothing_of_others(server: &Server, undos: &BTreeMap<OpId, Seq>) {
    let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
    for effect in server.ledger.log(shared().scope()) {
        for write in &effect.writes {
            let before = records.remove(&write.id);
            if let (Some(seen), Some(before)) = (undos.get(&effect.op), &before) {
                for (field, value) in &write.fields {
                    let stored = &before.fields[field];
                    let is_shared = matches!(value, Value::Set(_)) || field == Task::TIME_SPENT;
                    let mine = stored.by == effect.client || stored.version <= *seen;
                    assert!(is_shared || mine, "{} wrote over another's {field}", effect.op);
                }
                if write.life == Life::Deleted {
                    let since = before.turned.map_or(*seen, |turned| turned.version.max(*seen));
                    let theirs = before.fields.iter().find(|(_, it)| it.by != effect.client && it.version > since);
                    assert_eq!(theirs, None, "{} deleted another's words", effect.op);
                }
                if let (true, Some(turned)) = (before.deleted, before.turned) {
                    let stays = write.life == Life::Kept;
                    let mine = turned.by == effect.client || turned.version <= *seen;
                    assert!(stays || mine, "{} undid another's deletion", effect.op);
                }
            }
            records.extend(effect.result(write, before).map(|record| (write.id, record)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_undo_takes_anything_of_another_with_it(moves in prop::collection::vec(a_move(2), 1..60)) {
        let (server, me, other) = world();
        let mut people = [me, other];
        let server = run(&moves, server, &mut people);
        let undos = people.iter().flat_map(|person| person.undos.clone()).collect();
        undid_nothing_of_others(&server, &undos);
        let shown: Vec<_> = people.iter().map(Person::shown).collect();
        prop_assert_eq!(&shown[0], &shown[1], "and all agree");
        for person in &people {
            let refused = person.client.rows();
            prop_assert!(refused.iter().all(|row| !person.undos.contains_key(&row.operation.op_id)), "no undo is refused");
        }
    }

    #[test]
    fn alone_all_is_undone_and_done_again(moves in prop::collection::vec(a_move(1), 1..40)) {
        let (server, me, _) = world();
        let before = me.shown();
        let mut people = [me];
        let mut server = run(&moves, server, &mut people);
        let [mut me] = people;
        let done = me.steps.iter().filter(|step| !step.undone).count() as u128;
        let after = me.shown();
        for number in 0..done {
            prop_assert_eq!(me.undo(100_000 + number * 10), vec![]);
        }
        prop_assert_eq!(me.shown(), before.clone(), "all undone");
        me.client.sync(&mut server);
        prop_assert_eq!(me.shown(), before, "at the server, too");
        for number in 0..done {
            prop_assert_eq!(me.redo(200_000 + number * 10), vec![]);
        }
        prop_assert_eq!(me.shown(), after, "all done again");
    }
}
