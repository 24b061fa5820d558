//! Taking back what was written here, and nothing that somebody else has written.

use std::{collections::HashSet, sync::Arc};

use yrs::undo::{Options, UndoManager};

use crate::Document;

/// What was written within so many milliseconds of what was written before is taken back together.
const TOGETHER: u64 = 500;

/// What can be taken back.
pub(crate) struct Undo(UndoManager<()>);

impl Document {
    /// From now on what is written here can be taken back. `now` tells the time in milliseconds.
    pub fn with_undo(mut self, now: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        let mut manager = UndoManager::with_options(Options {
            capture_timeout_millis: TOGETHER,
            tracked_origins: HashSet::new(),
            capture_transaction: None,
            timestamp: Arc::new(now),
            init_undo_stack: Vec::new(),
            init_redo_stack: Vec::new(),
        });
        manager.expand_scope(&self.doc, self.scope());
        self.undo = Some(Undo(manager));
        self
    }

    /// Takes back what was written here last; the update that tells others, if there was anything.
    pub fn undo(&mut self) -> Option<Vec<u8>> {
        self.undo.as_mut()?.0.undo_blocking();
        self.changed().update()
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) -> Option<Vec<u8>> {
        self.undo.as_mut()?.0.redo_blocking();
        self.changed().update()
    }

    /// What is written next is a step of its own: the caret was moved, say.
    pub fn end_step(&mut self) {
        if let Some(Undo(manager)) = &mut self.undo {
            manager.reset();
        }
    }
}
