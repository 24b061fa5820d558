//! The replayer: what ends a replay, and that it neither spins nor gives up what it holds.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod common;

use std::cell::{Cell, RefCell};

use common::*;
use holdfast_core::{
    Millis,
    client::{
        Failure, Hint, Net, Timer,
        apply::apply,
        lease::PATIENCE,
        replay::{Ended, Replayer},
    },
    entity::Task,
    id::{HolderId, PersonId},
    ledger::Sender,
    outbox::RowState,
    wire::{Cursor, PROTOCOL, PullAnswer, PushAnswer, PushRequest},
};
use uuid::Uuid;

/// What happens to a push that has reached the server, before its answer is back.
type Meanwhile<'a> = Box<dyn Fn(&Server) + 'a>;

/// A network that does what the test says; time that passes by sleeping.
struct Scene<'a> {
    server: RefCell<Server>,
    meanwhile: Meanwhile<'a>,
    /// The most operations the server takes at once.
    most: usize,
    /// Whose session the network's requests are made in.
    session: PersonId,
    failure: Option<Failure>,
    batches: RefCell<Vec<usize>>,
    clock: Cell<Millis>,
    renewals: Cell<u32>,
    /// What happens while a session that has lapsed is renewed; without it, it cannot be.
    renewing: Option<Box<dyn Fn() + 'a>>,
}

impl Scene<'_> {
    fn new(server: Server) -> Self {
        let (batches, clock) = (RefCell::default(), Cell::new(0));
        Self {
            server: server.into(),
            meanwhile: Box::new(|_| {}),
            most: 200,
            session: person(0),
            failure: None,
            batches,
            clock,
            renewals: Cell::new(0),
            renewing: None,
        }
    }

    fn replay(&self, client: &Client, holder: u128) -> (Ended, Vec<Hint>) {
        let told = RefCell::new(Vec::new());
        let tell = |hint| told.borrow_mut().push(hint);
        let holder = HolderId(Uuid::from_u128(holder));
        let replayer = Replayer { db: &client.db, net: self, timer: self, holder, account: client.who, tell: &tell };
        (now(replayer.run()), told.take())
    }
}

impl Net for Scene<'_> {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        self.batches.borrow_mut().push(request.operations.len());
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if self.renewing.is_some() && self.renewals.get() == 0 {
            return Err(Failure::SignedOut);
        }
        if request.operations.len() > self.most {
            return Err(Failure::TooLarge);
        }
        let results = self.server.borrow_mut().take(Sender::Person(request.account), &request.operations);
        (self.meanwhile)(&self.server.borrow());
        Ok(PushAnswer { protocol: PROTOCOL, epoch: EPOCH, results })
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        let server = self.server.borrow();
        let scopes = server.ledger.readable(self.session);
        let deltas = scopes.iter().map(|scope| server.ledger.delta(*scope, cursor.seq(*scope), usize::MAX)).collect();
        Ok(PullAnswer {
            protocol: PROTOCOL,
            account: self.session,
            epoch: EPOCH,
            scopes,
            deltas,
            snapshot: None,
            found: server.found(&cursor.missing),
            more: false,
        })
    }

    async fn renew(&self) -> Result<(), Failure> {
        self.renewals.set(self.renewals.get() + 1);
        self.renewing.as_ref().map(|renewing| renewing()).ok_or(Failure::SignedOut)
    }
}

impl Timer for Scene<'_> {
    fn now(&self) -> Millis {
        self.clock.get()
    }

    async fn sleep(&self, time: Millis) {
        self.clock.set(self.clock.get() + time);
    }
}

fn ann_with(edits: u128) -> Client {
    let ann = Client::new(1, person(0));
    for number in 0..edits {
        ann.edit(10 + number, project(10 + number));
    }
    ann
}

#[test]
fn everything_is_sent_confirmed_and_told() {
    let (ann, scene) = (ann_with(3), Scene::new(Server::new()));
    let (ended, told) = scene.replay(&ann, 1);
    assert_eq!((ended, ann.rows().len(), scene.batches.take()), (Ended::Drained, 0, vec![3]));
    assert!(matches!(&told[0], Hint::Rows { seqs } if seqs.len() == 3));
    assert!(told[1..].iter().any(|hint| matches!(hint, Hint::Records { confirmed, .. } if confirmed.len() == 3)));
}

#[test]
fn an_answer_that_comes_after_the_delta_is_no_failure() {
    let ann = ann_with(1);
    ann.pull(&Server::new());
    let from_line = |server: &Server| {
        let cursor = now(holdfast_core::client::apply::cursor(&ann.db)).unwrap();
        let delta = server.ledger.delta(shared().scope(), cursor.seq(shared().scope()), usize::MAX);
        now(apply(&ann.db, EPOCH, &delta)).unwrap();
    };
    let scene = Scene { meanwhile: Box::new(from_line), ..Scene::new(Server::new()) };
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
}

#[test]
fn a_batch_found_too_large_is_halved_until_it_fits() {
    let (ann, scene) = (ann_with(7), Scene { most: 2, ..Scene::new(Server::new()) });
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
    assert_eq!(scene.batches.take()[..3], [7, 3, 1]);
    assert!(ann.rows().is_empty());
}

#[test]
fn one_operation_too_large_for_any_push_is_a_dead_letter() {
    let (ann, scene) = (ann_with(1), Scene { most: 0, ..Scene::new(Server::new()) });
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
    assert!(matches!(ann.rows()[0].state, RowState::Dead { .. }));
}

#[test]
fn no_failure_makes_a_dead_letter_and_the_lease_is_given_back() {
    let failures = [
        Failure::Unreachable("a proxy's page".into()),
        Failure::Busy(1_000),
        Failure::SignedOut,
        Failure::WrongAccount,
        Failure::Protocol,
    ];
    for failure in failures {
        let (ann, scene) = (ann_with(1), Scene { failure: Some(failure.clone()), ..Scene::new(Server::new()) });
        assert_eq!(scene.replay(&ann, 1).0, Ended::Failed(failure));
        assert_eq!(ann.rows()[0].state, RowState::Waiting);
        let next = Scene::new(Server::new());
        assert_eq!(next.replay(&ann, 2).0, Ended::Drained);
        assert_eq!(next.clock.get(), 0, "nobody had to wait for the lease");
    }
}

/// Someone else signed in, in another tab: to their session all of Ann's scopes look lost.
#[test]
fn what_another_persons_session_may_read_is_not_taken() {
    let ann = ann_with(1);
    let scene = Scene::new(Server::new());
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
    let (before, scene) = (ann.base(), Scene { session: person(7), ..scene });
    assert!(!before.is_empty());
    let (ended, told) = scene.replay(&ann, 1);
    assert_eq!((ended, told), (Ended::Failed(Failure::WrongAccount), vec![]));
    assert_eq!(ann.base(), before);
}

#[test]
fn a_challenger_takes_over_when_the_beat_has_stood_still() {
    let (ann, scene) = (ann_with(1), Scene::new(Server::new()));
    // Taken by a holder that froze.
    ann.lease();
    assert_eq!(scene.replay(&ann, 8).0, Ended::Drained);
    assert!((PATIENCE..PATIENCE + 1_000).contains(&scene.clock.get()), "{}", scene.clock.get());
}

#[test]
fn a_holder_that_was_replaced_changes_nothing() {
    let ann = ann_with(1);
    let takes_over = |_: &Server| {
        ann.lease();
    };
    let scene = Scene { meanwhile: Box::new(takes_over), ..Scene::new(Server::new()) };
    // The same holder asks again: a new generation, and the old one is fenced.
    let (ended, _) = scene.replay(&ann, 7);
    assert_eq!((ended, ann.rows()[0].state.clone()), (Ended::Fenced, RowState::Waiting));
}

#[test]
fn a_session_that_has_lapsed_is_renewed_once() {
    let (ann, scene) = (ann_with(1), Scene { renewing: Some(Box::new(|| {})), ..Scene::new(Server::new()) });
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
    assert_eq!((scene.renewals.get(), scene.batches.take(), ann.rows().len()), (1, vec![1, 1], 0));
}

#[test]
fn a_holder_that_was_replaced_during_a_renewal_sends_nothing_again() {
    let ann = ann_with(1);
    let takes_over = || {
        ann.lease();
    };
    let scene = Scene { renewing: Some(Box::new(takes_over)), ..Scene::new(Server::new()) };
    assert_eq!(scene.replay(&ann, 7).0, Ended::Fenced);
    assert_eq!(scene.batches.take(), [1], "what is sent after the renewal is the other's to send");
}

#[test]
fn an_edit_repeated_after_a_lost_answer_is_done_once() {
    let (ann, mut server) = (ann_with(1), Server::new());
    ann.sync(&mut server);
    ann.edit(20, project(20));
    let task = ann.edit(21, task(21, 20));
    ann.edit(22, set(21).increment(Task::TIME_SPENT, 5));
    server.take(Sender::Person(person(0)), &ann.peek());
    let scene = Scene::new(server);
    assert_eq!(scene.replay(&ann, 1).0, Ended::Drained);
    let server = scene.server.borrow();
    assert_eq!(server.record::<Task>(id(21)).value(Task::TIME_SPENT), Some(&holdfast_core::value::Value::Int(5)));
    assert_eq!(server.ledger.log(shared().scope()).iter().filter(|effect| effect.op == task.op_id).count(), 1);
}
