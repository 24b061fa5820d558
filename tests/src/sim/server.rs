//! The server: the real door over a database in memory that survives its crashes, and the lines it publishes to.

use std::collections::BTreeMap;

use futures::{FutureExt as _, channel::mpsc::UnboundedSender};
use holdfast_core::{
    Millis,
    effect::Effect,
    entity::{Entity as _, Membership, Person},
    id::{ClientId, Epoch, Id, OpId, PersonId, ScopeId},
    ledger::{self, Pushed, Sender, memory::MemoryLedger},
    operation::{ClientSeq, Draft, Edit, Operation},
    record::Seq,
    role::Role,
    wire::{Bye, ClientFrame, Cursor, Outcome, PROTOCOL, PullAnswer, PushAnswer, PushRequest, ServerFrame},
};

use super::{planted::Planted, rng::Rng, world::World};

const PAGE: usize = 20;

/// One connected reader.
struct Line {
    person: PersonId,
    /// What it was last told that it may read; nothing is said to a line before its hello.
    told: Option<Vec<ScopeId>>,
    out: UnboundedSender<String>,
}

/// An answer: a status and a body.
pub type Answer = (u16, String);

/// The server.
pub struct Server {
    /// What is committed.
    pub ledger: MemoryLedger,
    /// Whether its process runs.
    pub up: bool,
    /// The client id of its own operations.
    pub client: ClientId,
    /// Its history; another one after a restore.
    pub epoch: Epoch,
    lines: BTreeMap<u64, Line>,
    made: u64,
    own: u64,
}

impl Server {
    /// An empty one.
    pub fn new(now: Millis, rng: &mut Rng) -> Self {
        Self {
            ledger: MemoryLedger::default(),
            up: true,
            client: ClientId::new(now, rng.bytes()),
            epoch: Epoch::new(now, rng.bytes()),
            lines: BTreeMap::new(),
            made: 0,
            own: 0,
        }
    }

    /// Ends its process: what was not committed is gone, and so is every line.
    pub fn crash(&mut self) {
        self.up = false;
        self.lines.clear();
    }

    /// Closes every line.
    pub fn cut_lines(&mut self) {
        self.lines.clear();
    }

    fn commit(&mut self, operations: &[Operation], sender: Sender, now: Millis) -> Pushed {
        let mut tx = self.ledger.begin();
        let pushed = done(ledger::push(&mut tx, sender, operations, now));
        self.ledger.commit(tx);
        pushed
    }
}

fn done<T>(work: impl Future<Output = Result<T, std::convert::Infallible>>) -> T {
    match work.now_or_never() {
        Some(Ok(value)) => value,
        None => unreachable!("a ledger in memory never waits"),
    }
}

/// `POST /api/v1/sync/push`, with the session of a person. `None`: the server crashed and nobody answers.
pub fn push(world: &World, session: PersonId, body: &str) -> Option<Answer> {
    let Ok(request) = serde_json::from_str::<PushRequest>(body) else { return Some((400, "{}".into())) };
    if request.protocol != PROTOCOL || request.account != session {
        return Some((409, "{}".into()));
    }
    let mut server = world.server.borrow_mut();
    if request.operations.len() > 2 && world.strikes("too large", 300) {
        return Some((413, "{}".into()));
    }
    if world.strikes("server crash before commit", world.rates.server_crash) {
        server.crash();
        return None;
    }
    let pushed = server.commit(&request.operations, Sender::Person(session), world.now());
    if world.has(Planted::ForgetsResults) {
        let ops: Vec<OpId> = request.operations.iter().map(|op| op.op_id).collect();
        server.ledger.forget(&ops);
    }
    for (op, result) in request.operations.iter().zip(&pushed.results) {
        world.note(format_args!("server: {} of {} → {:?}", op.op_id, op.client_seq.0, result.outcome));
        world.action(match result.outcome {
            Outcome::Accepted { .. } => "answered accepted",
            Outcome::Rejected(_) => "answered rejected",
            Outcome::Held { .. } => "answered held",
        });
    }
    if world.strikes("server crash after commit", world.rates.server_crash) {
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
    let server = world.server.borrow();
    let scopes = readable(world, &server, session);
    let mut room = PAGE;
    let mut more = false;
    let mut deltas = Vec::new();
    for scope in &scopes {
        let from = if cursor.epoch == Some(server.epoch) { cursor.seq(*scope) } else { Seq(0) };
        let delta = server.ledger.delta(*scope, from, room);
        room -= delta.effects.len();
        more |= delta.to.0 < server.ledger.log(*scope).len() as u64;
        if !delta.effects.is_empty() {
            deltas.push(spoiled(world, delta));
        }
    }
    Some((200, text(&PullAnswer { protocol: PROTOCOL, account: session, epoch: server.epoch, scopes, deltas, more })))
}

/// Opens a line; what the server says on it goes to `out`. `None` while the server is down.
pub fn connect(world: &World, person: PersonId, out: UnboundedSender<String>) -> Option<u64> {
    let mut server = world.server.borrow_mut();
    server.made += 1;
    let number = server.made;
    server.up.then(|| {
        server.lines.insert(number, Line { person, told: None, out });
        number
    })
}

/// Takes what a client says on its line.
pub fn hear(world: &World, number: u64, frame: &str) {
    let mut server = world.server.borrow_mut();
    let Some(person) = server.lines.get(&number).map(|line| line.person) else { return };
    let Ok(ClientFrame::Hello { protocol, account, cursor }) = serde_json::from_str(frame) else {
        server.lines.remove(&number);
        return;
    };
    let scopes = readable(world, &server, person);
    let epoch = server.epoch;
    let mut frames = vec![ServerFrame::Scopes { protocol: PROTOCOL, epoch, scopes: scopes.clone() }];
    for scope in &scopes {
        let mut at = if cursor.epoch == Some(epoch) { cursor.seq(*scope) } else { Seq(0) };
        loop {
            let delta = server.ledger.delta(*scope, at, PAGE);
            if delta.effects.is_empty() {
                break;
            }
            at = delta.to;
            frames.push(ServerFrame::Delta(spoiled(world, delta)));
        }
    }
    frames.push(ServerFrame::Live);
    if protocol != PROTOCOL || account != person {
        frames = vec![ServerFrame::Bye { reason: Bye::WrongAccount }];
    }
    if let Some(line) = server.lines.get_mut(&number) {
        line.told = Some(scopes);
        for frame in frames {
            // A line whose reader is gone is found by its next cut.
            let _ = line.out.unbounded_send(text(&frame));
        }
    }
}

fn publish(world: &World, server: &mut Server, effects: &[Effect]) {
    let mut frames: Vec<(u64, ServerFrame)> = Vec::new();
    for (number, line) in &server.lines {
        let Some(told) = &line.told else { continue };
        let scopes = readable(world, server, line.person);
        if scopes != *told {
            let epoch = server.epoch;
            frames.push((*number, ServerFrame::Scopes { protocol: PROTOCOL, epoch, scopes: scopes.clone() }));
        }
        for scope in &scopes {
            let from = match effects.iter().find(|effect| effect.scope == *scope) {
                // A scope new to this line begins at its beginning.
                _ if !told.contains(scope) => Seq(0),
                Some(first) => Seq(first.seq.0 - 1),
                None => continue,
            };
            let delta = server.ledger.delta(*scope, from, usize::MAX);
            frames.push((*number, ServerFrame::Delta(spoiled(world, delta))));
        }
    }
    for (number, frame) in frames {
        if let Some(line) = server.lines.get_mut(&number) {
            if let ServerFrame::Scopes { scopes, .. } = &frame {
                line.told = Some(scopes.clone());
            }
            let _ = line.out.unbounded_send(text(&frame));
        }
    }
}

fn readable(world: &World, server: &Server, person: PersonId) -> Vec<ScopeId> {
    let mut scopes = server.ledger.readable(person);
    if world.has(Planted::KeepsRevoked) {
        let registry = world.registry.borrow();
        scopes.extend(registry.revoked.iter().filter(|(who, _)| *who == person).map(|(_, scope)| *scope));
        scopes.sort();
        scopes.dedup();
    }
    scopes
}

fn spoiled(world: &World, mut delta: holdfast_core::effect::Delta) -> holdfast_core::effect::Delta {
    if world.has(Planted::OmitsWrites) && world.chance(500) {
        for write in delta.effects.iter_mut().flat_map(|effect| &mut effect.writes) {
            write.fields.clear();
        }
    }
    delta
}

/// Does something as the server itself, and publishes it.
pub fn act(world: &World, author: PersonId, edit: Edit) {
    let mut server = world.server.borrow_mut();
    server.own += 1;
    let draft = Draft { op_id: OpId::new(world.now(), world.bytes()), author, at: world.now(), edit };
    let base = server.ledger.record(draft.edit.id).map_or(Seq(0), |record| record.version);
    let op = Operation::stored(&draft, server.client, ClientSeq(server.own), base, Vec::new());
    let pushed = server.commit(&[op], Sender::Server, world.now());
    publish(world, &mut server, &pushed.effects);
    if !matches!(pushed.results[0].outcome, Outcome::Accepted { .. }) {
        world.violate(format!("the server refused itself: {:?}", pushed.results[0].outcome));
    }
}

/// Makes an account.
pub fn sign_up(world: &World, name: &str) -> PersonId {
    let id = Id::<Person>::new(world.now(), world.bytes());
    let person = Person { name: name.to_owned(), email: format!("{name}@example.test") };
    act(world, id, person.create(id.scope(), id));
    id
}

/// Gives a person a role in a scope, or takes it away.
pub fn set_role(world: &World, scope: ScopeId, person: PersonId, role: Option<Role>) {
    let id = Membership::id_of(scope, person);
    let known = world.server.borrow().ledger.record(id.record()).map(|record| record.deleted);
    match (role, known) {
        (Some(role), None) => {
            let membership = Membership { person, role, name: "Someone".into() };
            act(world, person, membership.create(scope, id));
        }
        (Some(role), Some(deleted)) => {
            if deleted {
                act(world, person, Edit::restore(scope, id));
            }
            act(world, person, Edit::set(scope, id).put(Membership::ROLE, role));
        }
        (None, _) => act(world, person, Edit::delete(scope, id)),
    }
}

fn text(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).expect("messages have text keys")
}
