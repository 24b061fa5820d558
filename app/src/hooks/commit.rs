use holdfast_web::Session;
use yew::prelude::*;
use yewdux::prelude::*;

use super::use_session;
use crate::{
    commands::Command,
    stores::{Toast, Ui},
};

/// Does commands. Each shows in the frame after the input that asked for it; if it cannot be stored, the session says so
/// to everyone through its events.
#[derive(Clone, PartialEq)]
pub struct Commit {
    session: Session,
    ui: Dispatch<Ui>,
}

/// The way to do commands.
#[hook]
pub fn use_commit() -> Commit {
    Commit { session: use_session(), ui: use_dispatch() }
}

impl Commit {
    /// Does a command.
    pub fn run(&self, command: Command) {
        // The work of storing is under way when this returns; what comes of it is told by an event.
        drop(self.session.commit(command.edits));
    }

    /// Does a command, if there is one.
    pub fn maybe(&self, command: Option<Command>) {
        if let Some(command) = command {
            self.run(command);
        }
    }

    /// Does a command and offers to undo it.
    pub fn with_undo(&self, command: Command, words: String) {
        self.run(Command { edits: command.edits, undo: Vec::new() });
        self.offer_undo(command.undo, words);
    }

    /// Says that something was done and offers to undo it.
    pub fn offer_undo(&self, undo: Vec<holdfast_core::operation::Edit>, words: String) {
        self.say(self.undoable(undo, words));
    }

    /// The same, until it is dismissed: for what is too much to be undone by hand.
    pub fn offer_undo_at_leisure(&self, undo: Vec<holdfast_core::operation::Edit>, words: String) {
        self.say(self.undoable(undo, words).staying());
    }

    fn undoable(&self, undo: Vec<holdfast_core::operation::Edit>, words: String) -> Toast {
        let session = self.session.clone();
        Toast::info(words).with_action("Undo", move || drop(session.commit(undo.clone())))
    }

    /// Says something.
    pub fn say(&self, toast: Toast) {
        self.ui.reduce_mut(|ui| ui.say(toast));
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }
}
