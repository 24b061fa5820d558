//! Answers that were asked for in another history than the one that is known when they come.

use std::cell::{Cell, RefCell};

use super::*;
use holdfast_core::{
    client::{Failure, Net, Timer, replay::Replayer, reset::distrust},
    entity::Engagement,
    wire::{Cursor, PROTOCOL, PullAnswer, PushAnswer, PushRequest, ServerFrame},
};

type Meanwhile<'a> = Box<dyn FnOnce() + 'a>;

/// Answers the first pull from the server as it was, when something else has come first, and the rest from the server as it is.
struct Late<'a> {
    was: (Epoch, &'a Server),
    is: (Epoch, &'a Server),
    meanwhile: RefCell<Option<Meanwhile<'a>>>,
}

impl Net for Late<'_> {
    async fn push(&self, _: &PushRequest) -> Result<PushAnswer, Failure> {
        panic!("only pulls are of interest")
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        let meanwhile = self.meanwhile.take();
        let (epoch, server) = if meanwhile.is_some() { self.was } else { self.is };
        meanwhile.into_iter().for_each(|meanwhile| meanwhile());
        let scopes = server.ledger.readable(person(0));
        let from = |scope| if cursor.epoch == Some(epoch) { cursor.seq(scope) } else { Seq(0) };
        let deltas = scopes.iter().map(|scope| server.ledger.delta(*scope, from(*scope), 99));
        let deltas = deltas.filter(|delta| !delta.effects.is_empty()).collect();
        let (protocol, account, found) = (PROTOCOL, person(0), server.found(&cursor.missing));
        Ok(PullAnswer { protocol, account, epoch, scopes, deltas, snapshot: None, found, more: false })
    }

    async fn renew(&self) -> Result<(), Failure> {
        Ok(())
    }
}

impl Timer for Late<'_> {
    fn now(&self) -> u64 {
        0
    }

    async fn sleep(&self, _: u64) {}
}

fn pull(ann: &Client, net: &Late<'_>) {
    pull_telling(ann, net, &|_| {});
}

fn pull_telling(ann: &Client, net: &Late<'_>, tell: &dyn Fn(Hint)) {
    let holder = HolderId(Uuid::from_u128(8));
    let replayer = Replayer { db: &ann.db, net, timer: net, holder, account: person(0), tell };
    now(replayer.pull()).unwrap();
}

/// Ann has synced an edit that the backup lacks; then her client meets the restored server while an answer of the former one
/// is on its way.
#[test]
fn a_late_answer_of_the_former_history_neither_resets_nor_settles() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    let restored = backup();
    let meets = || {
        now(meet(&ann.db, OTHER, &ann.readable(&restored), &BTreeSet::new(), 0)).unwrap();
    };
    let net = Late { was: (EPOCH, &server), is: (OTHER, &restored), meanwhile: RefCell::new(Some(Box::new(meets))) };
    pull(&ann, &net);
    let cursor = now(apply::cursor(&ann.db)).unwrap();
    assert_eq!((cursor.epoch, cursor.seq(shared().scope())), (Some(OTHER), Seq(restored.head())));
    let ops: Vec<_> = ann.rows().iter().map(|row| row.operation.op_id).collect();
    assert_eq!(ops, [op_id(3)], "only what the new history lacks is offered, after it was read");
}

/// The server went back without saying so, and that shows while an answer is on its way which brings nothing new.
#[test]
fn an_answer_from_before_a_doubt_under_the_same_epoch_settles_nothing() {
    let (mut server, ann) = synced();
    ann.edit(3, set(2).increment(Task::TIME_SPENT, 5));
    ann.sync(&mut server);
    let restored = backup();
    let shows = || now(distrust(&ann.db)).unwrap();
    let net = Late { was: (EPOCH, &server), is: (EPOCH, &restored), meanwhile: RefCell::new(Some(Box::new(shows))) };
    pull(&ann, &net);
    let ops: Vec<_> = ann.rows().iter().map(|row| row.operation.op_id).collect();
    assert_eq!((ops, now(doubt::is_open(&ann.db)).unwrap()), (vec![op_id(3)], false));
}

#[test]
fn a_line_to_the_former_history_does_not_bring_it_back() {
    let (server, ann) = synced();
    let tab = open_tab(&ann);
    now(tab.hello()).unwrap();
    let restored = backup();
    read_history(&ann, &restored, OTHER);
    ann.settle(&restored);
    let late = ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes: ann.readable(&server) };
    assert_eq!(now(tab.on_frame(late, 0)).unwrap(), holdfast_core::client::tab::Reaction::SayHello);
    assert_eq!(now(apply::cursor(&ann.db)).unwrap().epoch, Some(OTHER));
}

/// Ann's new engagement is forgotten by a restored server. Whoever meets it here is held up right then; another member reads it
/// to its end and offers the engagement again, and it is taken.
#[test]
fn an_answer_from_before_an_engagement_was_taken_again_does_not_forget_it() {
    let (mut server, ann) = synced();
    let engagement = Engagement { name: "New".into() };
    ann.edit(3, engagement.create(id::<Engagement>(50).scope(), id(50)));
    ann.send(&mut server);
    let restored = backup();
    let is_first = Cell::new(true);
    let another_offers_it = |hint: Hint| {
        if hint == Hint::Reload && is_first.replace(false) {
            read_history(&ann, &restored, OTHER);
            let history = now(doubt::history(&ann.db)).unwrap();
            now(doubt::settle(&ann.db, history, &ann.readable(&restored))).unwrap();
            let accepted = |op: &Operation| OpResult { op_id: op.op_id, outcome: Outcome::Accepted { seq: Seq(1) } };
            let results: Vec<OpResult> = ann.peek().iter().map(accepted).collect();
            assert_eq!(results.len(), 1, "it is offered again");
            ann.mark(Some(OTHER), &results, 0);
        }
    };
    let was = (OTHER, &restored);
    let net = Late { was, is: was, meanwhile: RefCell::new(Some(Box::new(|| {}))) };
    pull_telling(&ann, &net, &another_offers_it);
    let ops: Vec<_> = ann.rows().iter().map(|row| row.operation.op_id).collect();
    assert_eq!(ops, [op_id(3)], "it is not confirmed yet");
}

/// The server went back without saying so and lacked Ann's engagement; by the time its answer comes, another member has read all
/// anew and the engagement is there again.
#[test]
fn an_answer_from_before_a_doubt_under_the_same_epoch_takes_no_engagement_away() {
    let (mut server, ann) = synced();
    let engagement = Engagement { name: "New".into() };
    ann.edit(3, engagement.create(id::<Engagement>(50).scope(), id(50)));
    ann.sync(&mut server);
    let lacking = backup();
    let reads_anew = || {
        now(distrust(&ann.db)).unwrap();
        read_history(&ann, &server, EPOCH);
        ann.settle(&server);
        let scope = id::<Engagement>(50).scope();
        ann.edit(4, Edit::set(scope, id::<Engagement>(50)).put(Engagement::NAME, "Newer"));
    };
    let was = (EPOCH, &lacking);
    let net = Late { was, is: (EPOCH, &server), meanwhile: RefCell::new(Some(Box::new(reads_anew))) };
    pull(&ann, &net);
    assert_eq!(ann.rows()[0].state, RowState::Waiting);
}
