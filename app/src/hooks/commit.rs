use holdfast_query::{Commands, hooks::use_command};
use holdfast_web::Session;
use yew::prelude::*;
use yewdux::prelude::*;

use super::use_session;
use crate::{
    commands::Command,
    stores::{RecordsSource, Toast, Ui},
};

/// Does commands. Each shows in the frame after the input that asked for it; if it cannot be stored, the session says so
/// to everyone through its events.
#[derive(Clone, PartialEq)]
pub struct Commit {
    session: Session,
    commands: Commands<RecordsSource>,
    ui: Dispatch<Ui>,
}

/// The way to do commands.
#[hook]
pub fn use_commit() -> Commit {
    Commit { session: use_session(), commands: use_command(), ui: use_dispatch() }
}

impl Commit {
    /// Does a command. That it could not be stored is told by an event, to everyone.
    pub fn run(&self, command: Command) {
        drop(self.commands.run(command.label(), command));
    }

    /// Does a command, if there is one.
    pub fn maybe(&self, command: Option<Command>) {
        if let Some(command) = command {
            self.run(command);
        }
    }

    /// Does a command and offers to undo it.
    pub fn with_undo(&self, command: Command, words: String) {
        if let Some(undo) = self.commands.run(command.label(), command).into_undo() {
            self.offer_undo(undo, words);
        }
    }

    /// Says that something was done and offers to undo it.
    pub fn offer_undo(&self, undo: Command, words: String) {
        self.say(self.undoable(undo, words));
    }

    /// The same, until it is dismissed: for what is too much to be undone by hand.
    pub fn offer_undo_at_leisure(&self, undo: Command, words: String) {
        self.say(self.undoable(undo, words).staying());
    }

    fn undoable(&self, undo: Command, words: String) -> Toast {
        let commands = self.commands.clone();
        Toast::info(words).with_action("Undo", move || drop(commands.run("undo", undo.clone())))
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
