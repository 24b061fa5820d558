//! A line to the server, and what goes wrong on it.

use std::rc::Rc;

use futures::{
    StreamExt as _,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::{Either, select},
};
use holdfast_core::{Millis, wire::ServerFrame};

use super::{executor::NETWORK, faults::Fault, network::cut_short, profile::Profile, server, world::World};

/// How long a line may be silent before the server says that it is there, in milliseconds.
const BEAT: Millis = 30_000;

/// How long a line may be silent before its reader takes it for dead, in milliseconds.
pub const SILENCE: Millis = 75_000;

/// How a frame of effects begins.
const DELTA: &str = r#"{"delta":"#;

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
        let number = profile.online.get().then(|| server::connect(world, profile.session.get(), out)).flatten()?;
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

    /// The next frame; `None` when the line is cut, or silent for so long that it must be dead.
    pub async fn next(&mut self) -> Option<String> {
        let silence = Box::pin(self.world.clock.sleep(SILENCE));
        match select(self.frames.next(), silence).await {
            Either::Left((frame, _)) => frame,
            Either::Right(_) => None,
        }
    }
}

/// Carries what the server says, and its sign of life; `Bye`, scopes and beats stay in order, as on any WebSocket. Effects name
/// their place, so they may be treated worse than any WebSocket does.
async fn forward(
    world: Rc<World>,
    profile: Rc<Profile>,
    mut from: UnboundedReceiver<String>,
    to: UnboundedSender<String>,
) {
    let beat = text(&ServerFrame::Beat);
    let mut kept: Option<String> = None;
    loop {
        let quiet = Box::pin(world.clock.sleep(BEAT));
        let mut frame = match select(from.next(), quiet).await {
            Either::Left((Some(frame), _)) => frame,
            Either::Left((None, _)) => return,
            Either::Right(_) => beat.clone(),
        };
        world.delay().await;
        if !profile.online.get() || world.strikes(Fault::LINE_CUT) {
            return;
        }
        if world.strikes(Fault::HALF_OPEN) {
            // Neither end is told: the reader finds out by the silence.
            while from.next().await.is_some() {}
            return world.clock.sleep(SILENCE).await;
        }
        let frames = if frame.starts_with(DELTA) {
            if world.strikes(Fault::FRAME_DROPPED) {
                continue;
            }
            cut_short(&world, &mut frame);
            shuffled(&world, frame, &mut kept)
        } else {
            vec![frame]
        };
        if frames.into_iter().any(|frame| to.unbounded_send(frame).is_err()) {
            return;
        }
    }
}

fn shuffled(world: &World, frame: String, kept: &mut Option<String>) -> Vec<String> {
    let mut frames = vec![frame];
    if world.strikes(Fault::FRAME_REPEATED) {
        frames.push(frames[0].clone());
    }
    if kept.is_none() && world.strikes(Fault::FRAME_OVERTAKEN) {
        *kept = frames.pop();
    } else {
        frames.extend(kept.take());
    }
    frames
}

fn text(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).expect("messages have text keys")
}
