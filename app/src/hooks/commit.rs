use holdfast_core::{client::StoreError, id::OpId};
use holdfast_query::{Commands, Source as _, hooks::use_command};
use holdfast_web::Session;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{undo::Undo, use_session};
use crate::{
    commands::Command,
    stores::{Handle, RecordsSource, Toast, Ui},
    t,
};

/// Does commands. Each shows in the frame after the input that asked for it; if it cannot be stored, the session says so
/// to everyone through its events.
#[derive(Clone, PartialEq)]
pub struct Commit {
    session: Session,
    commands: Commands<RecordsSource>,
    ui: Handle<Ui>,
}

/// The way to do commands.
#[hook]
pub fn use_commit() -> Commit {
    Commit { session: use_session(), commands: use_command(), ui: use_dispatch().into() }
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

    /// Does a command that is nothing to take back: what is kept of how a person looks at things.
    pub(crate) fn quietly(&self, command: Command) {
        let label = command.label();
        drop(self.session.commit_with(command.edits, holdfast_web::Commit { label, undoable: false }));
    }

    /// Does a command and waits until it is stored. Gives the step that undoes it.
    ///
    /// # Errors
    ///
    /// If it could not be stored; everyone is told too.
    pub async fn store(&self, command: Command) -> Result<Option<OpId>, StoreError> {
        let kept = self.commands.source().commit(command).kept;
        let step = self.session.last_step();
        kept.await.map(|()| step)
    }

    /// Does a command, says so and offers to undo it.
    pub fn with_undo(&self, command: Command, words: String) {
        self.run(command.named(words.clone()));
        self.offer_undo(self.session.last_step(), words, false);
    }

    /// Says that something was done and offers to undo it; where it `stays` until it is dismissed, as for what is too much
    /// to be undone by hand.
    pub fn offer_undo(&self, step: Option<OpId>, words: String, stays: bool) {
        let toast = Toast { stays, ..Toast::info(words) };
        self.say(match step {
            Some(step) => self.with_way_back(toast, step),
            None => toast,
        });
    }

    /// Adds the button that undoes a step.
    pub fn with_way_back(&self, toast: Toast, step: OpId) -> Toast {
        let undo = Undo::new(self.session.clone(), self.ui.clone());
        toast.with_action(t::undo(), move || undo.step(step))
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
