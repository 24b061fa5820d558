//! Undo and redo: the steps of the person on this profile, shared by its tabs through the database.

use std::rc::Rc;

use futures::{FutureExt as _, future::LocalBoxFuture};
use holdfast_core::{
    Millis,
    client::{StoreError, Timer as _},
    id::OpId,
    operation::{Draft, Edit},
    undo::{self, Kept, Reversal, Step, Steps},
};

use super::{
    Event,
    inner::Inner,
    saves::{self, Work},
};
use crate::{BrowserTimer, random};

/// The most edits of a step that is stored: a larger one, as of an import, can be undone in the tab that made it, until that
/// is closed.
const LARGE: usize = 1_000;

/// What an undo or a redo came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What the step is called.
    pub label: String,
    /// What was left as it is, because somebody has changed it since.
    pub kept: Vec<Kept>,
}

/// What came of it; `None` if there was nothing to do, an error if it could not be stored, which has been told.
pub(super) type Turned = Result<Option<Undone>, StoreError>;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Undo,
    Redo,
}

impl Inner {
    /// The step that some edits are; worked out from the view before they are staged. `None` if nothing takes them back.
    pub(super) fn step_of(&self, edits: &[Edit], label: String, at: Millis) -> Option<Step> {
        let inverse = undo::inverse(&self.tab.replica(), edits);
        let step = Step { id: random::op(), at, label, edits: edits.to_vec(), inverse, undone: false };
        (!step.inverse.is_empty()).then_some(step)
    }

    /// Takes a step that was just made into the list.
    pub(super) fn remember_step(&self, step: Step) {
        self.last_step.set(Some(step.id));
        self.steps.borrow_mut().push(step);
        self.tell(Event::Status);
    }

    /// Takes over the steps as they are stored, once nothing of this tab's is on its way there. Those that only this tab has
    /// stay.
    pub(super) fn follow_steps(&self) {
        let is_saving = self.steps_saving.get() > 0;
        self.steps_stale.set(is_saving);
        if is_saving {
            return;
        }
        let steps = {
            let (stored, own) = (self.tab.steps(), self.steps.borrow());
            // Asked after every hint, and mostly so.
            if stored.iter().eq(own.iter().filter(|step| !is_large(step))) {
                return;
            }
            let mut steps: Vec<Step> = stored.iter().cloned().collect();
            for large in own.iter().filter(|step| is_large(step)) {
                let place = steps.iter().position(|step| step.at > large.at).unwrap_or(steps.len());
                steps.insert(place, large.clone());
            }
            Steps::new(steps)
        };
        self.steps.replace(steps);
        self.tell(Event::Status);
    }

    /// Takes back what was noted of work that could not be stored: the step was not made, or not undone.
    pub(super) fn forget_work(&self, drafts: &[Draft], work: &Work) {
        match work {
            Work::Edits(_) => {
                let Some(step) = drafts.first().map(|draft| draft.op_id) else { return };
                let left = Steps::new(self.steps.borrow().iter().filter(|one| one.id != step).cloned());
                self.steps.replace(left);
                if self.last_step.get() == Some(step) {
                    self.last_step.set(None);
                }
            }
            Work::Undo { step, undone } => self.steps.borrow_mut().set_undone(*step, !undone),
            Work::Turn => return,
        }
        self.tell(Event::Status);
    }

    /// What the next undo or redo is called.
    pub(super) fn next_label(&self, way: Way) -> Option<String> {
        next_of(&self.steps.borrow(), way).map(|step| step.label.clone())
    }
}

fn next_of(steps: &Steps, way: Way) -> Option<&Step> {
    match way {
        Way::Undo => steps.to_undo(),
        Way::Redo => steps.to_redo(),
    }
}

/// Whether a step is too large to be stored.
pub(super) fn is_large(step: &Step) -> bool {
    step.edits.len() > LARGE
}

/// Takes back the last step, or does the one undone last again.
pub(super) fn next(inner: &Rc<Inner>, way: Way) -> LocalBoxFuture<'static, Turned> {
    let step = next_of(&inner.steps.borrow(), way).cloned();
    turn(inner, step, way)
}

/// Takes back a step, whatever was done since; nothing if it has been taken back.
pub(super) fn one(inner: &Rc<Inner>, id: OpId) -> LocalBoxFuture<'static, Turned> {
    let step = inner.steps.borrow().get(id).filter(|step| !step.undone).cloned();
    turn(inner, step, Way::Undo)
}

/// Shows the reversal in this frame; done when it is stored.
fn turn(inner: &Rc<Inner>, step: Option<Step>, way: Way) -> LocalBoxFuture<'static, Turned> {
    let Some(step) = step else { return futures::future::ready(Ok(None)).boxed_local() };
    // Which has been told.
    if inner.is_superseded() {
        return futures::future::ready(Err(StoreError::Superseded)).boxed_local();
    }
    let Reversal { edits, kept } = {
        let (replica, me) = (inner.tab.replica(), inner.tab.client());
        match way {
            Way::Undo => undo::reversal(&step, &replica, me),
            Way::Redo => undo::redoing(&step, &replica, me),
        }
    };
    let undone = way == Way::Undo;
    inner.steps.borrow_mut().set_undone(step.id, undone);
    inner.tell(Event::Status);
    let (author, at) = (inner.account.id, BrowserTimer.now());
    // Where the server meets what its author cannot have seen, it stays.
    let draft = |edit| Draft { yields: true, ..Draft::new(random::op(), author, at, edit) };
    let drafts: Vec<Draft> = edits.into_iter().map(draft).collect();
    let saved = saves::store(inner, drafts, Work::Undo { step: step.id, undone });
    async move { saved.await.map(|()| Some(Undone { label: step.label, kept })) }.boxed_local()
}
