//! The way between a profile and the server. All that travels is JSON text; it may be lost, repeated, delayed (and so
//! reordered), cut short, or answered by something else on the way.

use std::{cell::Cell, rc::Rc};

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use holdfast_core::{
    Millis,
    authority::Rejection,
    client::{Failure, Key, Net, Table, Timer},
    id::Epoch,
    planted::{self, Bug},
    wire::{Cursor, Outcome, PullAnswer, PushAnswer, PushRequest},
};

use super::{
    executor::NETWORK,
    faults::Fault,
    life::Life,
    planted::Planted,
    profile::Profile,
    server::{self, Answer},
    world::World,
};

/// How long a client waits for an answer, in milliseconds.
const PATIENCE: Millis = 10_000;

/// One life's requests and its time.
pub struct SimNet {
    /// The world.
    pub world: Rc<World>,
    /// Whose requests these are.
    pub life: Rc<Life>,
    /// From where.
    pub profile: Rc<Profile>,
    /// Whether another member was seen to hold the lease when an answer came.
    pub fenced: Cell<bool>,
}

#[derive(Clone, Copy)]
enum Path {
    Push,
    Pull,
    Renew,
}

impl SimNet {
    /// Whether another member holds the lease now.
    fn is_fenced(&self) -> bool {
        let stored = self.profile.db.committed();
        let lease = stored.get(&(Table::Meta, Key::name("lease")));
        let lease = lease.filter(|raw| self.profile.spoilt_lease.borrow().as_ref() != Some(*raw));
        let holder = lease.and_then(|raw| raw.split_once("\"holder\":\""));
        holder.is_some_and(|(_, rest)| !rest.starts_with(&self.life.holder.to_string()))
    }

    /// One that was replaced while it waited for an answer must not send again.
    fn looks_at_the_lease(&self) {
        if self.fenced.get() {
            self.world.violate(format!("lease: life {} sends again, though it was replaced", self.life.id.0));
        }
    }

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
            426 => Err(Failure::Protocol),
            503 => Err(Failure::Busy(1_000)),
            other => Err(Failure::Unreachable(format!("status {other}"))),
        }
    }
}

impl Net for SimNet {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        self.looks_at_the_lease();
        let mut sent = request.clone();
        if planted::has(Bug::WrongAccountSent) {
            sent.account = self.profile.session.get();
        }
        if self.world.has(Planted::ReversesBatches) {
            sent.operations.reverse();
            sent.operations.iter_mut().for_each(|op| op.depends_on.clear());
        }
        let answer = self.ask(Path::Push, text(&sent)).await;
        self.fenced.set(self.fenced.get() || self.is_fenced());
        let mut answer: PushAnswer = answer?;
        if self.world.has(Planted::ForgesRefusals) && self.world.chance(500) {
            answer.results.iter_mut().for_each(|result| result.outcome = Outcome::Rejected(Rejection::Forbidden));
        }
        Ok(answer)
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        self.ask(Path::Pull, text(cursor)).await
    }

    async fn renew(&self) -> Result<(), Failure> {
        self.ask(Path::Renew, String::new()).await
    }
}

impl Timer for SimNet {
    fn now(&self) -> Millis {
        self.profile.now(&self.world)
    }

    async fn sleep(&self, time: Millis) {
        self.world.clock.sleep(time).await;
        self.life.thawed(&self.world).await;
    }
}

async fn carry(world: Rc<World>, profile: Rc<Profile>, path: Path, body: String, reply: oneshot::Sender<Answer>) {
    if !profile.online.get() || world.strikes(Fault::REQUEST_DROPPED) {
        return world.clock.sleep(if world.chance(5_000) { 10 } else { 2 * PATIENCE }).await;
    }
    if world.strikes(Fault::REQUEST_REPEATED) {
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
        () if world.strikes(Fault::PROXY_ANSWERED) => {
            let status = world.pick(&[502, 403, 200, 503, 401]).unwrap_or(502);
            Some((status, "<html>There is something in the way</html>".into()))
        }
        () => serve(&world, &profile, path, &body),
    };
    let Some((status, mut text)) = answer else { return };
    world.delay().await;
    if !profile.online.get() || world.strikes(Fault::ANSWER_DROPPED) {
        return;
    }
    cut_short(&world, &mut text);
    // Whoever asked may have gone away.
    let _ = reply.send((status, text));
}

fn serve(world: &World, profile: &Profile, path: Path, body: &str) -> Option<Answer> {
    let up = world.server.borrow().up;
    if up && world.strikes(Fault::SESSION_LAPSED) {
        profile.lapsed.set(true);
    }
    match path {
        _ if !up => None,
        Path::Renew => {
            profile.lapsed.set(false);
            Some((200, "null".into()))
        }
        _ if profile.lapsed.get() => Some((401, "{}".into())),
        Path::Push => server::push(world, profile.session.get(), body),
        Path::Pull => server::pull(world, profile.session.get(), body),
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

/// Cuts a text short, if that fault strikes.
pub(super) fn cut_short(world: &World, text: &mut String) {
    if !text.is_empty() && world.strikes(Fault::TEXT_TRUNCATED) {
        let mut at = world.below(text.len() as u64) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.truncate(at);
    }
}

fn text(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).expect("messages have text keys")
}
