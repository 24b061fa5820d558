//! Storing edits: one after the other, in the order they were made, so that no edit is stored before the one that made its
//! record.

use std::rc::Rc;

use futures::{
    FutureExt as _, StreamExt as _,
    channel::{mpsc, oneshot},
    future::LocalBoxFuture,
};
use holdfast_core::{
    client::{Hint, StoreError, Timer as _},
    id::OpId,
    operation::{Begun, Draft, Edit},
    undo::Step,
};
use wasm_bindgen_futures::spawn_local;

use super::{Event, ahead::shown_ahead, inner::Inner, persist, room, steps::is_large};
use crate::{BrowserTimer, random, reasons::CLOSING, worker_link};

/// How edits are to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// What to call it where it can be undone: "Renamed “Call the port”".
    pub label: String,
    /// Whether it becomes a step that can be undone.
    pub undoable: bool,
}

/// What drafts are stored as.
pub(super) enum Work {
    /// Edits, and the step that they are, if they can be undone.
    Edits(Option<Step>),
    /// An undo, or with `false` a redo.
    Undo {
        /// Of which step.
        step: OpId,
        /// Which of them.
        undone: bool,
    },
    /// Nothing is stored: only whoever waits for their turn is told.
    Turn,
}

/// Edits that are in the view and are to be stored.
pub(super) struct Save {
    // Keeps the session until they are stored.
    inner: Rc<Inner>,
    drafts: Vec<Draft>,
    work: Work,
    done: oneshot::Sender<Stored>,
}

/// Whether edits were stored.
type Stored = Result<(), StoreError>;

pub(super) fn commit(inner: &Rc<Inner>, begun: Vec<Begun>, commit: Commit) -> LocalBoxFuture<'static, Stored> {
    inner.last_step.set(None);
    if begun.is_empty() {
        return futures::future::ready(Ok(())).boxed_local();
    }
    let edits: Vec<Edit> = begun.iter().map(|begun| begun.edit.clone()).collect();
    if inner.is_superseded() {
        // What an older build writes a newer one may not understand.
        inner.tell(Event::Refused { edits, error: StoreError::Superseded });
        return futures::future::ready(Err(StoreError::Superseded)).boxed_local();
    }
    let (author, at) = (inner.account.id, BrowserTimer.now());
    let step = commit.undoable.then(|| inner.step_of(&edits, commit.label, at)).flatten();
    let first = step.as_ref().map(|step| step.id);
    let ids = first.into_iter().chain(std::iter::repeat_with(random::op));
    let drafts = Draft::all(begun, ids, author, at);
    if let Some(step) = &step {
        inner.remember_step(step.clone());
    }
    store(inner, drafts, Work::Edits(step.filter(|step| !is_large(step))))
}

/// Shows drafts at once and sees to it that they are stored.
pub(super) fn store(inner: &Rc<Inner>, drafts: Vec<Draft>, work: Work) -> LocalBoxFuture<'static, Stored> {
    inner.tell_ahead(&drafts);
    inner.tab.stage(&drafts);
    inner.steps_saving.set(inner.steps_saving.get() + 1);
    let result = queue(inner, drafts, work);
    async move { result.await.unwrap_or_else(|_| Err(StoreError::Failed(CLOSING.into()))) }.boxed_local()
}

/// Done when everything before it in the queue is.
pub(super) fn flush(inner: &Rc<Inner>) -> LocalBoxFuture<'static, ()> {
    queue(inner, Vec::new(), Work::Turn).map(drop).boxed_local()
}

fn queue(inner: &Rc<Inner>, drafts: Vec<Draft>, work: Work) -> oneshot::Receiver<Stored> {
    let (done, result) = oneshot::channel();
    // Cannot fail: the storing task ends with the last sender.
    let _ = inner.saves.unbounded_send(Save { inner: Rc::clone(inner), drafts, work, done });
    result
}

/// Stores what is sent; ends with the session.
pub(super) async fn run(mut saves: mpsc::UnboundedReceiver<Save>) {
    while let Some(Save { inner, drafts, work, done }) = saves.next().await {
        if matches!(work, Work::Turn) {
            let _ = done.send(Ok(()));
            continue;
        }
        let shown = shown_ahead(&drafts).iter().map(|draft| draft.op_id).collect();
        let result = match save(&inner, &drafts, &work).await {
            Ok(hints) => {
                for hint in hints {
                    inner.tell_rows(Ok(hint));
                }
                // Also while the link is up: the tab may be closed and the network gone before these are sent.
                spawn_local(worker_link::register_sync());
                if !inner.has_stored.replace(true) {
                    spawn_local(persist::ask());
                }
                Ok(())
            }
            Err(error) => {
                inner.forget_work(&drafts, &work);
                let edits = drafts.into_iter().map(|draft| draft.edit).collect();
                inner.tell(Event::Refused { edits, error: error.clone() });
                if error == StoreError::Superseded {
                    inner.tell(Event::Superseded);
                }
                Err(error)
            }
        };
        inner.tell_settled(shown);
        inner.steps_saving.set(inner.steps_saving.get() - 1);
        if result.is_err() || inner.steps_stale.get() {
            inner.follow_steps();
        }
        inner.note_memory();
        // Whoever made the edits may not be waiting.
        let _ = done.send(result);
    }
}

/// Stores drafts. Where there is no room, makes some and tries once more.
async fn save(inner: &Inner, drafts: &[Draft], work: &Work) -> Result<Vec<Hint>, StoreError> {
    let saved = try_save(inner, drafts, work).await;
    if saved != Err(StoreError::Quota) {
        return saved;
    }
    // They left the view with the refusal and are back before anything is drawn.
    inner.tab.stage(drafts);
    room::make(inner).await;
    try_save(inner, drafts, work).await
}

async fn try_save(inner: &Inner, drafts: &[Draft], work: &Work) -> Result<Vec<Hint>, StoreError> {
    match work {
        Work::Edits(step) => inner.tab.save(drafts, step.clone()).await,
        Work::Undo { step, undone } => inner.tab.save_undo(drafts, *step, *undone).await,
        Work::Turn => Ok(Vec::new()),
    }
}
