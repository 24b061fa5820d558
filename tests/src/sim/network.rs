//! The way between a profile and the server. All that travels is JSON text; it may be lost, repeated, delayed (and so
//! reordered), cut short, or answered by something else on the way.

use std::rc::Rc;

use futures::{
    StreamExt as _,
    channel::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
        oneshot,
    },
    future::{Either, select},
};
use holdfast_core::{
    Millis,
    authority::Rejection,
    client::{Database, Failure, Key, Mode, Net, Table, Timer, Transaction},
    id::Epoch,
    wire::{Cursor, Outcome, PullAnswer, PushAnswer, PushRequest},
};

use super::{
    executor::NETWORK,
    life::Life,
    planted::Planted,
    profile::Profile,
    server::{self, Answer},
    world::World,
};

/// How long a client waits for an answer, in milliseconds.
const PATIENCE: Millis = 10_000;

/// How a frame of effects begins.
const DELTA: &str = r#"{"delta":"#;

/// One life's requests and its time.
pub struct SimNet {
    /// The world.
    pub world: Rc<World>,
    /// Whose requests these are.
    pub life: Rc<Life>,
    /// From where.
    pub profile: Rc<Profile>,
}

#[derive(Clone, Copy)]
enum Path {
    Push,
    Pull,
}

impl SimNet {
    async fn ask<T: serde::de::DeserializeOwned>(&self, path: Path, body: String) -> Result<T, Failure> {
        let (reply, answer) = oneshot::channel();
        let (world, profile) = (Rc::clone(&self.world), Rc::clone(&self.profile));
        // What is on its way arrives whether or not its sender lives to see it.
        self.world.spawn(NETWORK, carry(world, profile, path, body, reply));
        let timeout = Box::pin(self.world.clock.sleep(PATIENCE));
        let answer = match select(answer, timeout).await {
            Either::Left((Ok(answer), _)) => Ok(answer),
            Either::Left((Err(_), _)) => Err(Failure::Unreachable("the connection broke".into())),
            Either::Right(_) => Err(Failure::Unreachable("no answer".into())),
        };
        self.life.thawed(&self.world).await;
        let (status, text) = answer?;
        match status {
            200 => serde_json::from_str(&text).map_err(|error| Failure::Unreachable(error.to_string())),
            401 => Err(Failure::SignedOut),
            409 => Err(Failure::WrongAccount),
            413 => Err(Failure::TooLarge),
            503 => Err(Failure::Busy(1_000)),
            other => Err(Failure::Unreachable(format!("status {other}"))),
        }
    }

    /// The planted bug: rows go when the answer comes, before their effects are here.
    async fn drop_rows(&self, request: &PushRequest, answer: &PushAnswer) {
        let Ok(tx) = self.profile.db.begin(&[Table::Outbox], Mode::Write).await else { return };
        for (op, result) in request.operations.iter().zip(&answer.results) {
            if matches!(result.outcome, Outcome::Accepted { .. }) {
                let _ = tx.delete(Table::Outbox, &Key::Num(op.client_seq.0));
            }
        }
        let _ = tx.commit().await;
        let seqs = request.operations.iter().map(|op| op.client_seq).collect();
        self.profile.tell(&self.world, None, &holdfast_core::client::Hint::Rows { seqs });
    }
}

impl Net for SimNet {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        let mut sent = request.clone();
        if self.world.has(Planted::ReversesBatches) {
            sent.operations.reverse();
            sent.operations.iter_mut().for_each(|op| op.depends_on.clear());
        }
        let mut answer: PushAnswer = self.ask(Path::Push, text(&sent)).await?;
        if self.world.has(Planted::ConfirmsOnAnswer) {
            self.drop_rows(request, &answer).await;
        }
        if self.world.has(Planted::ForgesRefusals) && self.world.chance(500) {
            answer.results.iter_mut().for_each(|result| result.outcome = Outcome::Rejected(Rejection::Forbidden));
        }
        Ok(answer)
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        self.ask(Path::Pull, text(cursor)).await
    }
}

impl Timer for SimNet {
    fn now(&self) -> Millis {
        self.world.now()
    }

    async fn sleep(&self, time: Millis) {
        self.world.clock.sleep(time).await;
        self.life.thawed(&self.world).await;
    }
}

async fn carry(world: Rc<World>, profile: Rc<Profile>, path: Path, body: String, reply: oneshot::Sender<Answer>) {
    if !profile.online.get() || world.strikes("request dropped", world.rates.drop) {
        return world.clock.sleep(if world.chance(5_000) { 10 } else { 2 * PATIENCE }).await;
    }
    if world.strikes("request repeated", world.rates.repeat) {
        let (again, profile, body) = (Rc::clone(&world), Rc::clone(&profile), body.clone());
        world.spawn(NETWORK, async move {
            again.delay().await;
            serve(&again, &profile, path, &body);
        });
    }
    world.delay().await;
    let forged = matches!(path, Path::Push) && world.has(Planted::AnswersWithoutDoing) && world.chance(300);
    let answer = match () {
        () if forged => forge(world.server.borrow().epoch, &body),
        () if world.strikes("proxy answered", world.rates.proxy) => {
            let status = world.pick(&[502, 403, 200, 503, 401]).unwrap_or(502);
            Some((status, "<html>There is something in the way</html>".into()))
        }
        () => serve(&world, &profile, path, &body),
    };
    let Some((status, mut text)) = answer else { return };
    world.delay().await;
    if !profile.online.get() || world.strikes("answer dropped", world.rates.drop) {
        return;
    }
    cut_short(&world, &mut text);
    // Whoever asked may have gone away.
    let _ = reply.send((status, text));
}

fn serve(world: &World, profile: &Profile, path: Path, body: &str) -> Option<Answer> {
    let up = world.server.borrow().up;
    match path {
        _ if !up => None,
        Path::Push => server::push(world, profile.person, body),
        Path::Pull => server::pull(world, profile.person, body),
    }
}

/// An acceptance that only the server could unmask: its shape, its epoch, its numbers.
fn forge(epoch: Epoch, body: &str) -> Option<Answer> {
    let request: PushRequest = serde_json::from_str(body).ok()?;
    let accepted = |op: &holdfast_core::operation::Operation| holdfast_core::wire::OpResult {
        op_id: op.op_id,
        outcome: Outcome::Accepted { seq: op.base.next() },
    };
    let answer =
        PushAnswer { protocol: request.protocol, epoch, results: request.operations.iter().map(accepted).collect() };
    Some((200, text(&answer)))
}

fn cut_short(world: &World, text: &mut String) {
    if !text.is_empty() && world.strikes("text truncated", world.rates.truncate) {
        let mut at = world.below(text.len() as u64) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.truncate(at);
    }
}

/// A line to the server: what goes in comes out later, in order but for the faults; `None` while there is no way.
pub struct SimLine {
    world: Rc<World>,
    number: u64,
    frames: UnboundedReceiver<String>,
}

impl SimLine {
    /// Connects.
    pub fn connect(world: &Rc<World>, profile: &Rc<Profile>) -> Option<Self> {
        let (out, from_server) = unbounded();
        let (to_client, frames) = unbounded();
        let number = profile.online.get().then(|| server::connect(world, profile.person, out)).flatten()?;
        world.spawn(NETWORK, forward(Rc::clone(world), Rc::clone(profile), from_server, to_client));
        Some(Self { world: Rc::clone(world), number, frames })
    }

    /// Says something to the server.
    pub fn say(&self, frame: &impl serde::Serialize) {
        let (world, number, frame) = (Rc::clone(&self.world), self.number, text(frame));
        self.world.spawn(NETWORK, async move {
            world.delay().await;
            server::hear(&world, number, &frame);
        });
    }

    /// The next frame; `None` when the line is cut.
    pub async fn next(&mut self) -> Option<String> {
        self.frames.next().await
    }
}

async fn forward(
    world: Rc<World>,
    profile: Rc<Profile>,
    mut from: UnboundedReceiver<String>,
    to: UnboundedSender<String>,
) {
    let mut kept: Option<String> = None;
    while let Some(mut frame) = from.next().await {
        world.delay().await;
        if !profile.online.get() || world.strikes("line cut", world.rates.drop / 20) {
            return;
        }
        // What the server says about access stays in order, as on any WebSocket; effects name their place, so they may be
        // treated worse than any WebSocket does.
        if !frame.starts_with(DELTA) {
            if to.unbounded_send(frame).is_err() {
                return;
            }
            continue;
        }
        if world.strikes("frame dropped", world.rates.drop / 4) {
            continue;
        }
        cut_short(&world, &mut frame);
        let mut frames = vec![frame];
        if world.strikes("frame repeated", world.rates.repeat / 2) {
            frames.push(frames[0].clone());
        }
        if kept.is_none() && world.strikes("frame overtaken", world.rates.repeat / 2) {
            kept = frames.pop();
        } else {
            frames.extend(kept.take());
        }
        if frames.into_iter().any(|frame| to.unbounded_send(frame).is_err()) {
            return;
        }
    }
}

fn text(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).expect("messages have text keys")
}
