//! The lines that the server publishes to.

use futures::channel::mpsc::UnboundedSender;
use holdfast_core::{
    effect::Effect,
    id::{PersonId, ScopeId},
    record::Seq,
    wire::{Bye, ClientFrame, PROTOCOL, ServerFrame},
};

use super::{super::world::World, PAGE, Server, readable, text, torn};

/// One connected reader.
pub(super) struct Line {
    person: PersonId,
    /// What it was last told that it may read; nothing is said to a line before its hello.
    told: Option<Vec<ScopeId>>,
    out: UnboundedSender<String>,
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
        if server.is_behind(*scope, at) {
            frames.push(ServerFrame::Resync { scope: *scope });
            continue;
        }
        loop {
            let delta = server.delta(*scope, at, PAGE);
            if delta.effects.is_empty() {
                break;
            }
            at = delta.to;
            frames.push(ServerFrame::Delta(torn(world, delta)));
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

/// Tells every line what these effects did, and what its person may read now.
pub(super) fn publish(world: &World, server: &mut Server, effects: &[Effect]) {
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
            if server.is_behind(*scope, from) {
                frames.push((*number, ServerFrame::Resync { scope: *scope }));
                continue;
            }
            let delta = server.delta(*scope, from, usize::MAX);
            frames.push((*number, ServerFrame::Delta(torn(world, delta))));
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
