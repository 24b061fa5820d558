use std::collections::VecDeque;

use super::Step;
use crate::id::OpId;

/// The most steps that are kept.
pub const LIMIT: usize = 200;

/// The steps of one person on one client, oldest first: those that are done, then those that were undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    steps: VecDeque<Step>,
}

impl Steps {
    /// The steps as they were stored, oldest first.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut all = Self { steps: steps.into_iter().collect() };
        all.bound();
        all
    }

    /// Takes a new step. What could be redone is gone with it, and the oldest beyond the limit: returns those.
    pub fn push(&mut self, step: Step) -> Vec<OpId> {
        let mut gone: Vec<OpId> = self.steps.iter().filter(|step| step.undone).map(|step| step.id).collect();
        self.steps.retain(|step| !step.undone);
        self.steps.push_back(step);
        gone.extend(self.bound());
        gone
    }

    /// The steps that would go if a new one came: what [`Self::push`] would return.
    pub fn gone_with_next(&self) -> Vec<OpId> {
        let done: Vec<OpId> = self.steps.iter().filter(|step| !step.undone).map(|step| step.id).collect();
        let undone = self.steps.iter().filter(|step| step.undone).map(|step| step.id);
        undone.chain(done[..(done.len() + 1).saturating_sub(LIMIT)].iter().copied()).collect()
    }

    /// The step that an undo takes back.
    pub fn to_undo(&self) -> Option<&Step> {
        self.steps.iter().rev().find(|step| !step.undone)
    }

    /// The step that a redo does again: the one undone last.
    pub fn to_redo(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.undone)
    }

    /// A step, by its id.
    pub fn get(&self, id: OpId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Marks a step as undone, or as done again.
    pub fn set_undone(&mut self, id: OpId, undone: bool) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.id == id) {
            step.undone = undone;
        }
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter()
    }

    fn bound(&mut self) -> Vec<OpId> {
        let beyond = self.steps.len().saturating_sub(LIMIT);
        self.steps.drain(..beyond).map(|step| step.id).collect()
    }
}
