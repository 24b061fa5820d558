//! Storing edits: one after the other, in the order they were made, so that no edit is stored before the one that made its
//! record.

use std::rc::Rc;

use futures::{
    FutureExt as _, StreamExt as _,
    channel::{mpsc, oneshot},
    future::LocalBoxFuture,
};
use holdfast_core::{
    client::{StoreError, Timer as _},
    operation::{Draft, Edit},
    outbox::RowState,
    replica::Replica,
};
use serde_json::json;
use wasm_bindgen_futures::spawn_local;

use super::{Event, inner::Inner};
use crate::{Account, BrowserTimer, random, worker_link};

/// Edits that are in the view and are to be stored.
pub(super) struct Save {
    // Keeps the session until they are stored.
    inner: Rc<Inner>,
    drafts: Vec<Draft>,
    done: oneshot::Sender<Result<(), StoreError>>,
}

pub(super) fn commit(inner: &Rc<Inner>, edits: Vec<Edit>) -> LocalBoxFuture<'static, Result<(), StoreError>> {
    if edits.is_empty() {
        return futures::future::ready(Ok(())).boxed_local();
    }
    let (author, at) = (inner.account.id, BrowserTimer.now());
    let drafts: Vec<Draft> = edits.into_iter().map(|edit| Draft { op_id: random::op(), author, at, edit }).collect();
    inner.tab.stage(&drafts);
    let result = queue(inner, drafts);
    async move { result.await.unwrap_or_else(|_| Err(StoreError::Failed("the page is closing".into()))) }.boxed_local()
}

/// Done when everything before it in the queue is.
pub(super) fn flush(inner: &Rc<Inner>) -> LocalBoxFuture<'static, ()> {
    queue(inner, Vec::new()).map(drop).boxed_local()
}

fn queue(inner: &Rc<Inner>, drafts: Vec<Draft>) -> oneshot::Receiver<Result<(), StoreError>> {
    let (done, result) = oneshot::channel();
    // Cannot fail: the storing task ends with the last sender.
    let _ = inner.saves.unbounded_send(Save { inner: Rc::clone(inner), drafts, done });
    result
}

/// Stores what is sent; ends with the session.
pub(super) async fn run(mut saves: mpsc::UnboundedReceiver<Save>) {
    while let Some(Save { inner, drafts, done }) = saves.next().await {
        if drafts.is_empty() {
            // Only waited for its turn.
            let _ = done.send(Ok(()));
            continue;
        }
        let result = match inner.tab.save(&drafts).await {
            Ok(hint) => {
                inner.tell_rows(Ok(hint));
                // Also while the link is up: the tab may be closed and the network gone before these are sent.
                spawn_local(worker_link::register_sync());
                Ok(())
            }
            Err(error) => {
                let edits = drafts.into_iter().map(|draft| draft.edit).collect();
                inner.tell(Event::Refused { edits, error: error.clone() });
                if error == StoreError::Superseded {
                    inner.tell(Event::Superseded);
                }
                Err(error)
            }
        };
        // Whoever made the edits may not be waiting.
        let _ = done.send(result);
    }
}

/// Every pending operation and unreadable row, as JSON text.
pub(super) fn export(account: &Account, replica: &Replica) -> String {
    let operations: Vec<_> = replica
        .pending()
        .map(|(_, pending)| json!({ "state": state(pending.state.as_ref()), "operation": pending.operation }))
        .collect();
    let unreadable: Vec<_> =
        replica.unreadable().iter().map(|row| json!({ "client_seq": row.client_seq, "raw": row.raw })).collect();
    let all = json!({ "account": account, "operations": operations, "unreadable": unreadable });
    serde_json::to_string_pretty(&all).expect("a JSON value has no failing serialiser")
}

fn state(state: Option<&RowState>) -> serde_json::Value {
    state.map_or_else(|| json!("saving"), |state| json!(state))
}
