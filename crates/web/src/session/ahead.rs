//! Edits that the other tabs of a profile show before they are stored: what shows at once in one tab shows at once in all.
//!
//! ```text
//! staged ─▶ Staged: shown ─▶ stored ─▶ Rows: read ─▶ Settled: what was only shown goes
//! ```
//!
//! These are the only edits that are told with what is in them, since nothing of them can be read yet. A tab that shows
//! them stores nothing of them and sends nothing of them: they are no more than a view of what another tab is at.

use std::rc::Rc;

use holdfast_core::{
    Millis,
    client::Timer as _,
    id::OpId,
    operation::{Action, Draft, Edit},
};
use wasm_bindgen_futures::spawn_local;

use super::inner::Inner;
use crate::{BrowserTimer, messages::Word};

/// The most edits that are told at once: more take longer to tell than to store.
const MOST: usize = 64;

/// How long edits are shown that nothing is heard of any more, in milliseconds: the tab that was to store them has died.
const PATIENCE: Millis = 10_000;

/// Those edits that may be shown elsewhere before they are stored: all or none. What is made or deleted may not: the other
/// tab could build on a record that is never stored.
pub(super) fn shown_ahead(drafts: &[Draft]) -> &[Draft] {
    let is_change = |draft: &Draft| matches!(draft.edit.action, Action::Set(_));
    if drafts.len() <= MOST && drafts.iter().all(is_change) { drafts } else { &[] }
}

impl Inner {
    /// Tells the other tabs what is about to be stored here.
    pub(super) fn tell_ahead(&self, drafts: &[Draft]) {
        let edits: Vec<_> = shown_ahead(drafts).iter().map(|draft| (draft.op_id, draft.edit.clone())).collect();
        if !edits.is_empty() {
            self.channel.say_word(Word::Staged(edits));
        }
    }

    /// Tells them that it has come to an end, well or not.
    pub(super) fn tell_settled(&self, ops: Vec<OpId>) {
        if !ops.is_empty() {
            self.channel.say_word(Word::Settled(ops));
        }
    }

    /// Shows what another tab is storing.
    pub(super) fn show_ahead(self: &Rc<Self>, edits: Vec<(OpId, Edit)>) {
        // What this tab may not write it may not understand either.
        if self.closed.get() || self.is_superseded() {
            return;
        }
        let now = BrowserTimer.now();
        let drafts: Vec<Draft> =
            edits.into_iter().map(|(op, edit)| Draft::new(op, self.account.id, now, edit)).collect();
        self.tab.stage(&drafts);
        let inner = Rc::downgrade(self);
        spawn_local(async move {
            BrowserTimer.sleep(PATIENCE).await;
            if let Some(inner) = inner.upgrade() {
                inner.settle(drafts.iter().map(|draft| draft.op_id).collect());
            }
        });
    }

    /// What another tab was storing is stored, or never will be. The turn comes after that of whatever it told before.
    pub(super) fn settle(self: &Rc<Self>, ops: Vec<OpId>) {
        let inner = Rc::clone(self);
        spawn_local(async move { inner.tab.settle(&ops).await });
    }
}
