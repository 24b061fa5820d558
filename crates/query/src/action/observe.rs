//! Looking at actions from elsewhere: by key, and all of them.

use std::{marker::PhantomData, rc::Rc};

use super::{
    Action, ActionInfo, ActionListening, ActionState,
    call::{Call, SlotKey},
    machine::Event,
};
use crate::{Client, client::Inner};

/// Follows the latest call of a key: two components with one each show the same progress.
#[must_use = "watching ends when this is dropped"]
pub struct ActionObserver<A: Action> {
    client: Client,
    key: SlotKey,
    /// Taken when it is dropped, before the key is looked at.
    listening: Option<ActionListening>,
    of: PhantomData<fn(&A)>,
}

impl<A: Action> ActionObserver<A> {
    /// How far the latest call is, or how it ended; `None` if there was none, or it was [forgotten](Self::forget).
    pub fn state(&self) -> Option<ActionState<A::Output, A::Error>> {
        self.client.0.latest::<A>(&self.key).map(|call| call.state())
    }

    /// The key.
    pub fn key(&self) -> &str {
        self.key.text()
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Cancels the latest call if it has not ended.
    pub fn cancel(&self) {
        if let Some(call) = self.client.0.latest::<A>(&self.key) {
            self.client.0.step_action(&(call as _), Event::Cancel);
        }
    }

    /// Has nothing shown until there is another call: an error was read, say. A call that goes on goes on unseen.
    pub fn forget(&self) {
        self.client.0.forget_action(&self.key);
    }
}

impl<A: Action> Drop for ActionObserver<A> {
    fn drop(&mut self) {
        drop(self.listening.take());
        self.client.0.settle_slot(&self.key);
    }
}

impl Client {
    /// How far the latest call of a key is. After its end it is known for five minutes, and for as long as it is observed.
    pub fn action_state<A: Action>(&self, key: &str) -> Option<ActionState<A::Output, A::Error>> {
        self.0.latest::<A>(&SlotKey::new::<A>(key)).map(|call| call.state())
    }

    /// Has `on_change` called when [`Self::action_state`] of that key is different, until what this gives is dropped.
    pub fn observe_action<A: Action>(&self, key: &str, on_change: impl Fn() + 'static) -> ActionObserver<A> {
        let key = SlotKey::new::<A>(key);
        let listening = ActionListening::new(on_change);
        self.0.actions.slots.borrow_mut().watch(&key, &listening);
        ActionObserver { client: self.clone(), key, listening: Some(listening), of: PhantomData }
    }

    /// Every call that has not ended, whether it runs or waits, oldest first.
    pub fn running_actions(&self) -> Vec<ActionInfo> {
        self.0.actions.live.borrow().values().filter_map(|call| call.core().info()).collect()
    }

    /// Has `on_change` called when [`Self::running_actions`] is different, once for each batch of changes, until what this
    /// gives is dropped.
    pub fn listen_actions(&self, on_change: impl Fn() + 'static) -> ActionListening {
        let listening = ActionListening::new(on_change);
        self.0.actions.listeners.add(&listening);
        listening
    }
}

impl Inner {
    fn latest<A: Action>(&self, key: &SlotKey) -> Option<Rc<Call<A>>> {
        let call = self.actions.slots.borrow().latest(key)?;
        Some(call.as_any().downcast().expect("a slot's key has the type of its calls"))
    }

    /// Has a key show nothing until there is another call.
    pub(super) fn forget_action(self: &Rc<Self>, key: &SlotKey) {
        self.batch(|| {
            let forgotten = self.actions.slots.borrow_mut().forget(key).map(|(call, watchers)| {
                self.actions.notices.note(watchers);
                call
            });
            drop(forgotten);
        });
    }

    /// Looks whether what a key shows is to be forgotten, and when.
    pub(super) fn settle_slot(self: &Rc<Self>, key: &SlotKey) {
        let now = self.runtime.ticks();
        let dropped = self.actions.slots.borrow_mut().settle(key, now);
        drop(dropped);
        self.plan_sweep();
    }

    /// One sleep at a time for all that is to be forgotten.
    fn plan_sweep(self: &Rc<Self>) {
        let Some(at) = self.actions.slots.borrow().next_sweep() else { return };
        if self.actions.is_sweep_planned.replace(true) {
            return;
        }
        let sleep = self.runtime.sleep(at.saturating_sub(self.runtime.ticks()));
        let inner = Rc::downgrade(self);
        self.runtime.spawn(Box::pin(async move {
            sleep.await;
            let Some(inner) = inner.upgrade() else { return };
            inner.actions.is_sweep_planned.set(false);
            // A timer of the runtime's may end a little early.
            let now = inner.runtime.ticks().max(at);
            let dropped = inner.actions.slots.borrow_mut().sweep(now);
            drop(dropped);
            inner.plan_sweep();
        }));
    }
}
