//! Doing edits: each shows at once, can be taken back, and says how far it is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::{Committed, Millis, Name, Runtime, Source};

/// How far an edit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandState {
    /// It shows, and is being kept.
    Saving,
    /// It is kept.
    Kept,
    /// It could not be kept and has left the view.
    Lost,
}

/// An edit that is being kept, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningCommand {
    /// Counts up.
    pub number: u64,
    /// What was done, for people and developers: "rename task".
    pub label: Name,
    /// Since when, by the wall clock.
    pub started_at: Millis,
}

/// The way to do edits of a source. Clones are the same.
pub struct Commands<S: Source>(Rc<Inner<S>>);

type Listener = Rc<dyn Fn()>;

struct Inner<S: Source> {
    source: S,
    runtime: Rc<dyn Runtime>,
    made: Cell<u64>,
    running: RefCell<Vec<RunningCommand>>,
    listeners: RefCell<Vec<(u64, Listener)>>,
}

impl<S: Source> Clone for Commands<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S: Source> PartialEq for Commands<S> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// An edit that was done.
pub struct Done<S: Source> {
    state: Rc<Cell<CommandState>>,
    undo: Option<S::Command>,
}

impl<S: Source> Done<S> {
    /// How far it is.
    pub fn state(&self) -> CommandState {
        self.state.get()
    }

    /// What takes it back.
    pub fn into_undo(self) -> Option<S::Command> {
        self.undo
    }
}

impl<S: Source> Commands<S> {
    /// The way to do edits of a source.
    pub fn new(source: S, runtime: Rc<dyn Runtime>) -> Self {
        Self(Rc::new(Inner {
            source,
            runtime,
            made: Cell::new(0),
            running: RefCell::default(),
            listeners: RefCell::default(),
        }))
    }

    /// The source.
    pub fn source(&self) -> &S {
        &self.0.source
    }

    /// Does an edit. It shows when this returns; that it could not be kept is told by the source, to everyone.
    pub fn run(&self, label: impl Into<Name>, command: S::Command) -> Done<S> {
        let inner = &self.0;
        let number = inner.next_number();
        let started_at = inner.runtime.now();
        inner.running.borrow_mut().push(RunningCommand { number, label: label.into(), started_at });
        inner.tell();
        let Committed { undo, kept } = inner.source.commit(command);
        let state = Rc::new(Cell::new(CommandState::Saving));
        let (becomes, commands) = (Rc::clone(&state), self.clone());
        inner.runtime.spawn(Box::pin(async move {
            let kept = kept.await;
            becomes.set(if kept.is_ok() { CommandState::Kept } else { CommandState::Lost });
            commands.0.running.borrow_mut().retain(|running| running.number != number);
            commands.0.tell();
        }));
        Done { state, undo }
    }

    /// Every edit that is being kept, oldest first.
    pub fn running(&self) -> Vec<RunningCommand> {
        self.0.running.borrow().clone()
    }

    /// Has `on_change` called when [`Self::running`] is different, until what this gives is dropped.
    pub fn listen(&self, on_change: impl Fn() + 'static) -> Listening {
        let number = self.0.next_number();
        self.0.listeners.borrow_mut().push((number, Rc::new(on_change)));
        let inner = Rc::clone(&self.0);
        Listening(Some(Box::new(move || inner.listeners.borrow_mut().retain(|(known, _)| *known != number))))
    }
}

impl<S: Source> Inner<S> {
    fn next_number(&self) -> u64 {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }

    fn tell(&self) {
        let listeners: Vec<Listener> =
            self.listeners.borrow().iter().map(|(_, listener)| Rc::clone(listener)).collect();
        listeners.iter().for_each(|listener| listener());
    }
}

/// Listening; ends when it is dropped.
#[must_use = "listening ends when this is dropped"]
pub struct Listening(Option<Box<dyn FnOnce()>>);

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}
