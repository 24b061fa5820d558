//! What whoever started an action holds.

use std::{
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use super::{
    Action, ActionId, ActionListening, ActionOutcome, ActionState,
    call::{AnyCall as _, Call},
    machine::Event,
};
use crate::client::Inner;

/// A call of an action. Awaited, it gives its result; dropped, it goes on all the same. Clones are the same call.
///
/// # Errors
///
/// What the last attempt failed with, or [`crate::Error::Cancelled`] if it was cancelled or its client is gone.
pub struct Running<A: Action> {
    call: Rc<Call<A>>,
    client: Weak<Inner>,
}

impl<A: Action> Clone for Running<A> {
    fn clone(&self) -> Self {
        Self { call: Rc::clone(&self.call), client: Weak::clone(&self.client) }
    }
}

impl<A: Action> Running<A> {
    pub(super) fn new(call: Rc<Call<A>>, client: Weak<Inner>) -> Self {
        Self { call, client }
    }

    /// Which call it is.
    pub fn id(&self) -> ActionId {
        self.call.core.id
    }

    /// How far it is, or how it ended.
    pub fn status(&self) -> ActionState<A::Output, A::Error> {
        self.call.state()
    }

    /// Ends it if it has not ended: what is under way is dropped, what waits leaves its queue. What the server has done
    /// already is not undone.
    pub fn cancel(&self) {
        if let Some(inner) = self.client.upgrade() {
            inner.step_action(&(Rc::clone(&self.call) as _), Event::Cancel);
        }
    }

    /// Has `on_change` called when [`Self::status`] is different, until what this gives is dropped.
    pub fn listen(&self, on_change: impl Fn() + 'static) -> ActionListening {
        let listening = ActionListening::new(on_change);
        self.call.core().watchers.add(&listening);
        listening
    }
}

impl<A: Action> Future for Running<A> {
    type Output = ActionOutcome<A>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.call.state().outcome() {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                self.call.core.wait(cx.waker());
                Poll::Pending
            }
        }
    }
}
