//! Any edits at any replicas, any order of sending and delivering, with repeats and losses: once everything has been
//! delivered, all agree, and nothing is lost or done twice.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use holdfast_core::{
    client::apply::{Applied, apply, cursor, journal},
    effect::Life,
    entity::{Conflict, Entity as _, FieldValue as _, Task},
    id::{Id, OpId, RecordId},
    ledger::Sender,
    operation::{Action, Edit},
    outbox::RowState,
    record::{Record, Seq},
    replica::Replica,
    role::Role,
    value::{Change, Value},
};
use proptest::prelude::*;

const CLIENTS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    /// An edit of one of a few tasks.
    Edit { at: usize, of: u128, what: What },
    /// A push that arrives so many times; whether its answer comes back.
    Send { at: usize, times: usize, answered: bool },
    /// So many effects from so far before (or after) the reader's place.
    Deliver { at: usize, from: i64, count: usize },
}

#[derive(Clone, Debug)]
enum What {
    Create,
    Title,
    Describe,
    Tag,
    Untag(u8),
    Spend(i64),
    Delete,
    Restore,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        2 => Just(What::Create),
        3 => Just(What::Title),
        3 => Just(What::Describe),
        2 => Just(What::Tag),
        1 => any::<u8>().prop_map(What::Untag),
        3 => (-100_i64..100).prop_map(What::Spend),
        1 => Just(What::Delete),
        1 => Just(What::Restore),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..CLIENTS, 10_u128..14, what()).prop_map(|(at, of, what)| Step::Edit { at, of, what }),
        2 => (0..CLIENTS, 0_usize..3, any::<bool>()).prop_map(|(at, times, answered)| Step::Send { at, times, answered }),
        3 => (0..CLIENTS, -4_i64..2, 0_usize..6).prop_map(|(at, from, count)| Step::Deliver { at, from, count }),
    ]
}

struct World {
    server: Server,
    clients: Vec<Client>,
    edits: BTreeMap<OpId, Edit>,
}

impl World {
    fn new() -> Self {
        let mut server = Server::new();
        server.admit(person(1), Role::Editor);
        server.push(person(0), &[operation(1, person(0), 99, 0, project(1))]);
        for (op, number) in [(2, 10), (3, 11)] {
            server.push(person(0), &[operation(op, person(0), 99, 0, task(number, 1))]);
        }
        // One person on two devices, and another person.
        let whose = [person(0), person(0), person(1)];
        let clients: Vec<Client> = whose.into_iter().zip(1..).map(|(who, number)| Client::new(number, who)).collect();
        clients.iter().for_each(|client| drop(client.pull(&server)));
        Self { server, clients, edits: BTreeMap::new() }
    }

    fn run(&mut self, step: &Step) {
        match step {
            Step::Edit { at, of, what } => self.edit(*at, *of, what),
            Step::Send { at, times, answered } => {
                let client = &self.clients[*at];
                let grant = client.lease();
                let sent = client.peek_with(grant);
                let mut results = Vec::new();
                for _ in 0..*times {
                    results = self.server.take(Sender::Person(client.who), &sent);
                }
                if *answered {
                    now(holdfast_core::client::outbox_store::mark(&client.db, grant, Some(EPOCH), &sent, &results, 0))
                        .unwrap();
                }
            }
            Step::Deliver { at, from, count } => {
                let client = &self.clients[*at];
                let have = now(cursor(&client.db)).unwrap().seq(shared().scope()).0;
                let from = have.saturating_add_signed(*from);
                let delta = self.server.ledger.delta(shared().scope(), Seq(from), *count);
                let applied = now(apply(&client.db, EPOCH, &delta)).unwrap();
                assert_eq!(applied == Applied::Gap, from > have || from > self.server.head());
            }
        }
    }

    fn edit(&mut self, at: usize, of: u128, what: &What) {
        let number = 100 + self.edits.len() as u128;
        let word = format!("word {number}");
        let edit = match what {
            What::Create => {
                let Edit { action: Action::Create(mut fields), .. } = task(of, 1) else { unreachable!() };
                fields.insert(Task::TITLE.into(), Value::Text(word));
                Edit { action: Action::Create(fields), ..task(of, 1) }
            }
            What::Title => set(of).put(Task::TITLE, word),
            What::Describe => set(of).put(Task::DESCRIPTION, word).put(Task::DUE, Some(5)),
            What::Tag => set(of).add(Task::TAGS, word),
            What::Untag(which) => set(of).remove(Task::TAGS, format!("word {}", 100 + u128::from(*which) % 40)),
            What::Spend(by) => set(of).increment(Task::TIME_SPENT, *by),
            What::Delete => Edit::delete::<Task>(shared().scope(), id(of)),
            What::Restore => Edit::restore::<Task>(shared().scope(), id(of)),
        };
        self.clients[at].edit(number, edit.clone());
        self.edits.insert(op_id(number), edit);
    }

    /// Everything is delivered, in two rounds: the first brings all to the server, the second brings all back.
    fn heal(&mut self) {
        for _ in 0..2 {
            for client in &self.clients {
                client.sync(&mut self.server);
            }
        }
    }

    fn rejected(&self) -> BTreeSet<OpId> {
        let rows = self.clients.iter().flat_map(Client::rows);
        rows.filter(|row| matches!(row.state, RowState::Dead { .. })).map(|row| row.operation.op_id).collect()
    }

    fn check(&self) {
        let log = self.server.ledger.log(shared().scope());
        let rejected = self.rejected();
        for (op, edit) in &self.edits {
            let effects: Vec<_> = log.iter().filter(|effect| effect.op == *op).collect();
            let held = self
                .clients
                .iter()
                .flat_map(Client::rows)
                .any(|row| row.operation.op_id == *op && row.state == RowState::Waiting);
            assert_eq!(
                effects.len(),
                usize::from(!rejected.contains(op) && !held),
                "{op}: once in the log, or refused"
            );
            if let Some(effect) = effects.first() {
                let said = serde_json::to_string(&effect.writes).unwrap();
                words(edit).into_iter().for_each(|word| assert!(said.contains(&word), "{word} is kept"));
            }
        }
        let truth: BTreeMap<RecordId, Record> = self
            .server
            .ledger
            .records()
            .filter(|record| record.scope == shared().scope())
            .map(|record| (record.id, record.clone()))
            .collect();
        for client in &self.clients {
            let mut base = client.base();
            base.retain(|_, record| record.scope == shared().scope());
            assert_eq!(base, truth, "every base is the server's records");
            let journal = now(journal(&client.db)).unwrap();
            assert!(log.iter().all(|effect| journal.contains_key(&effect.op)), "every journal is the log");
            let mut replica = Replica::new(holdfast_core::id::ClientId(uuid::Uuid::nil()));
            replica.base(base.into_values().collect(), &[]);
            truth.iter().for_each(|(id, record)| assert_eq!(replica.seen(*id).map(|seen| &**seen), Some(record)));
        }
        self.conflicts(&truth);
        self.counters(&truth);
        self.lanes();
    }

    /// Every edit whose words did not stay has one conflict with both sides' words, or yielded them to the log.
    fn conflicts(&self, truth: &BTreeMap<RecordId, Record>) {
        let mut found: BTreeMap<RecordId, Conflict> = truth
            .values()
            .filter(|record| record.kind.name() == Conflict::KIND)
            .map(|record| (record.id, Conflict::read(record)))
            .collect();
        let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
        for effect in self.server.ledger.log(shared().scope()) {
            let own = &effect.writes[0];
            let before = records.get(&own.id).cloned();
            if let (Life::Deleted, Some(before)) = (own.life, &before) {
                let raised = found.remove(&Conflict::id_of(effect.op, "").record());
                let words = before.value(Task::DESCRIPTION).filter(|value| **value != String::new().write());
                let met = own.overwrote.iter().any(|name| name == Task::DESCRIPTION) && words.is_some();
                assert_eq!(raised.is_some(), met, "{}: words that go unseen are a conflict", effect.op);
                if let (Some(raised), Some(words)) = (raised, words) {
                    let kept = [(Task::DESCRIPTION.into(), Change::Put(words.clone()))].into();
                    assert_eq!(holdfast_core::conflict::asked(&raised), kept);
                }
            }
            if let (Some(Edit { action: Action::Set(asked), .. }), Some(before)) = (self.edits.get(&effect.op), before)
            {
                let whole = found.remove(&Conflict::id_of(effect.op, "").record());
                assert_eq!(whole.is_some(), before.deleted, "{}: an edit of a tombstone is a conflict", effect.op);
                assert!(whole.is_none_or(|whole| holdfast_core::conflict::asked(&whole) == *asked));
                let field = found.remove(&Conflict::id_of(effect.op, Task::DESCRIPTION).record());
                let lost = own.lost.get(Task::DESCRIPTION).filter(|_| !before.deleted);
                assert_eq!(field.as_ref().map(|field| &field.mine), lost, "{}: what was lost is there", effect.op);
                if let Some(field) = field {
                    assert_eq!(
                        Some(&field.theirs),
                        before.value(Task::DESCRIPTION),
                        "{}: beside what stayed",
                        effect.op
                    );
                    assert!(own.fields.contains_key(Task::DUE), "{}: the rest was done", effect.op);
                    let writer = (field.theirs_by, field.mine_by);
                    assert_eq!(writer.1, effect.author);
                    assert!(writer.0.is_some());
                }
            }
            for write in &effect.writes {
                let result = effect.result(write, records.remove(&write.id));
                records.extend(result.map(|record| (write.id, record)));
            }
        }
        assert!(found.is_empty(), "there is no other conflict: {found:?}");
    }

    fn counters(&self, truth: &BTreeMap<RecordId, Record>) {
        let mut sums: BTreeMap<RecordId, i64> = BTreeMap::new();
        for effect in self.server.ledger.log(shared().scope()) {
            if let Some(Edit { action: Action::Set(changes), id, .. }) = self.edits.get(&effect.op)
                // What met a tombstone is in a conflict instead.
                && effect.writes[0].fields.contains_key(Task::TIME_SPENT)
                && let Some(Change::Increment(by)) = changes.get(Task::TIME_SPENT)
            {
                *sums.entry(*id).or_default() += by;
            }
        }
        for (id, sum) in sums {
            assert_eq!(truth[&id].value(Task::TIME_SPENT), Some(&Value::Int(sum)), "what was accepted adds up");
        }
    }

    fn lanes(&self) {
        let mut last: BTreeMap<(holdfast_core::id::ClientId, RecordId), u64> = BTreeMap::new();
        for effect in
            self.server.ledger.log(shared().scope()).iter().filter(|effect| self.edits.contains_key(&effect.op))
        {
            let before = last.insert((effect.client, effect.writes[0].id), effect.client_seq.0);
            assert!(before.is_none_or(|before| before < effect.client_seq.0), "in order within a lane");
        }
    }
}

/// The words that an edit says.
fn words(edit: &Edit) -> Vec<String> {
    match &edit.action {
        Action::Create(fields) => {
            fields.get(Task::TITLE).and_then(Value::as_text).map(str::to_owned).into_iter().collect()
        }
        Action::Set(changes) => changes
            .values()
            .flat_map(|change| match change {
                Change::Put(Value::Text(text)) => vec![text.clone()],
                Change::Members { add, .. } => add.iter().cloned().collect(),
                _ => Vec::new(),
            })
            .collect(),
        Action::Delete | Action::Restore => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replicas_agree_and_lose_nothing(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.run(step));
        world.heal();
        world.check();
        // Rest is rest: nothing more happens.
        let head = world.server.head();
        world.heal();
        prop_assert_eq!(world.server.head(), head);
        world.check();
    }

    #[test]
    fn merging_members_is_the_same_in_any_grouping(
        changes in prop::collection::vec((any::<bool>(), 0_u8..5), 0..20),
        at in any::<prop::sample::Index>(),
    ) {
        let id: Id<Task> = id(10);
        let apply = |changes: &[(bool, u8)], before: Value| {
            let edit = changes.iter().fold(Edit::set(shared().scope(), id), |edit, (add, member)| {
                if *add { edit.add(Task::TAGS, member.to_string()) } else { edit.remove(Task::TAGS, member.to_string()) }
            });
            let Action::Set(changes) = edit.action else { unreachable!() };
            changes.get(Task::TAGS).map_or(before.clone(), |change| change.applied_to(Some(&before)))
        };
        let start = Value::Set(["0".to_owned(), "4".to_owned()].into());
        let split = at.index(changes.len() + 1);
        let (first, second) = changes.split_at(split);
        prop_assert_eq!(apply(&changes, start.clone()), apply(second, apply(first, start)));
    }
}
