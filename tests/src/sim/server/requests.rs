//! The requests: push and pull.

use holdfast_core::{
    authority::Rejection,
    id::{OpId, PersonId},
    ledger::Sender,
    planted::{self, Bug},
    record::Seq,
    wire::{Cursor, Outcome, PROTOCOL, PullAnswer, PushAnswer, PushRequest},
};

use super::{
    super::{faults::Fault, planted::Planted, registry::needed, world::World},
    PAGE, Server, head,
    lines::publish,
    readable, snapshots,
    sql::End,
    text, torn,
};

/// An answer: a status and a body.
pub type Answer = (u16, String);

/// `POST /api/v1/sync/push`, with the session of a person. `None`: the server crashed and nobody answers.
pub fn push(world: &World, session: PersonId, body: &str) -> Option<Answer> {
    let Ok(request) = serde_json::from_str::<PushRequest>(body) else { return Some((400, "{}".into())) };
    if request.protocol != PROTOCOL {
        return Some((426, "{}".into()));
    }
    if request.account != session {
        return Some((409, "{}".into()));
    }
    if request.operations.iter().any(|op| op.client_id != request.client) {
        return Some((400, "{}".into()));
    }
    let mut server = world.server.borrow_mut();
    if request.epoch.is_some_and(|epoch| epoch != server.epoch) {
        // Its numbers mean nothing here: first it is to read this history.
        let answer = PushAnswer { protocol: PROTOCOL, epoch: server.epoch, results: Vec::new() };
        return Some((200, text(&answer)));
    }
    if request.operations.len() > 2 && world.strikes(Fault::TOO_LARGE) {
        return Some((413, "{}".into()));
    }
    if world.strikes(Fault::SERVER_CRASH_BEFORE_COMMIT) {
        server.push(&request.operations, Sender::Person(session), world.now(), End::Crash);
        server.crash();
        return None;
    }
    if request.epoch.is_some_and(|known| known != server.epoch) {
        return Some((200, text(&PushAnswer { protocol: PROTOCOL, epoch: server.epoch, results: Vec::new() })));
    }
    let ops: Vec<OpId> = request.operations.iter().map(|op| op.op_id).collect();
    // A repeat comes sooner than a server forgets.
    server.ledger.recall(&ops);
    let pushed = server.commit(&request.operations, Sender::Person(session), world.now());
    if world.has(Planted::ForgetsResults) {
        server.ledger.forget(&ops);
    }
    for (op, result) in request.operations.iter().zip(&pushed.results) {
        world.note(format_args!("server: {} of {} → {:?}", op.op_id, op.client_seq.0, result.outcome));
        let mut registry = world.registry.borrow_mut();
        world.action(match &result.outcome {
            Outcome::Accepted { .. } => {
                // As it was sent when it was done, not as it is repeated.
                if pushed.effects.iter().any(|effect| effect.op == op.op_id) {
                    registry.pushed.insert(op.op_id, op.clone());
                }
                "answered accepted"
            }
            Outcome::Rejected(why) => {
                if *why == Rejection::NotFound {
                    let lacked = needed(op).filter(|id| server.ledger.record(*id).is_none());
                    registry.lacked.entry(op.op_id).or_default().extend(lacked);
                }
                registry.refused.entry(op.op_id).or_default().push(why.clone());
                "answered rejected"
            }
            Outcome::Held { .. } => "answered held",
        });
        if op.author != session {
            world.violate(format!("accounts: {} of {} was sent in the session of {session}", op.op_id, op.author));
        }
    }
    if world.strikes(Fault::SERVER_CRASH_AFTER_COMMIT) {
        // The planted bug: the results were to be committed by a transaction of their own.
        if planted::has(Bug::DedupeElsewhere) {
            server.ledger.forget(&ops);
        }
        server.crash();
        return None;
    }
    publish(world, &mut server, &pushed.effects);
    let answer = PushAnswer { protocol: PROTOCOL, epoch: server.epoch, results: pushed.results };
    Some((200, text(&answer)))
}

/// `GET /api/v1/sync/pull`.
pub fn pull(world: &World, session: PersonId, body: &str) -> Option<Answer> {
    let Ok(cursor) = serde_json::from_str::<Cursor>(body) else { return Some((400, "{}".into())) };
    let mut server = world.server.borrow_mut();
    let scopes = readable(world, &server, session);
    let same = cursor.epoch == Some(server.epoch);
    let cursor = if same { cursor } else { Cursor { epoch: Some(server.epoch), ..Cursor::default() } };
    let mut answer = PullAnswer {
        protocol: PROTOCOL,
        account: session,
        epoch: server.epoch,
        scopes,
        deltas: Vec::new(),
        snapshot: None,
        found: Vec::new(),
        more: false,
    };
    answer.snapshot = snapshots::page(world, &mut server, session, &cursor, &answer.scopes);
    if answer.snapshot.is_some() {
        answer.more = true;
    } else {
        deltas(world, &server, &cursor, &mut answer);
    }
    answer.found = snapshots::found(world, &mut server, &cursor, &answer.scopes);
    Some((200, text(&answer)))
}

fn deltas(world: &World, server: &Server, cursor: &Cursor, answer: &mut PullAnswer) {
    let mut room = PAGE;
    for scope in answer.scopes.clone() {
        let from: Seq = cursor.seq(scope);
        let delta = server.delta(scope, from, room);
        room -= delta.effects.len();
        answer.more |= delta.to < head(&server.ledger, scope);
        if !delta.effects.is_empty() {
            answer.deltas.push(torn(world, delta));
        }
    }
}
