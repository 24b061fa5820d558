//! Feeding machines, and doing what they say.

use std::rc::{Rc, Weak};

use futures::{
    FutureExt as _,
    future::{Either, abortable, select},
};

use super::{
    Action, ActionCx, ActionId, ActionPhase, Actions, Running,
    call::{AnyCall, Call},
    machine::Event,
};
use crate::{Client, Error, Millis, client::Inner};

impl Client {
    /// Starts an action: it goes on whatever becomes of what this gives, which tells how far it is and can be awaited. It
    /// waits for those before it in its [scope](Action::scope) and, as its policy says, for the network.
    pub fn act<A: Action>(&self, action: A) -> Running<A> {
        let inner = &self.0;
        let call = Rc::new(Call::new(inner.actions.next_id(), action, self.now()));
        inner.batch(|| inner.joins(Rc::clone(&call) as _));
        Running::new(call, self.downgrade())
    }
}

impl Actions {
    fn next_id(&self) -> ActionId {
        self.made.set(self.made.get() + 1);
        ActionId(self.made.get())
    }

    /// Tells whoever is to be told, once a batch is over.
    pub(crate) fn tell(&self) {
        self.notices.tell();
    }

    /// Notes that whoever follows a call is to be told.
    fn note(&self, call: &dyn AnyCall) {
        self.notices.note(&call.core().watchers);
        if let Some(watchers) = self.slots.borrow().watchers_of(call) {
            self.notices.note(watchers);
        }
        self.notices.note(&self.listeners);
    }
}

impl Inner {
    fn joins(self: &Rc<Self>, call: Rc<dyn AnyCall>) {
        let core = call.core();
        self.actions.live.borrow_mut().insert(core.id, Rc::clone(&call));
        let replaced = self.actions.slots.borrow_mut().show(Rc::clone(&call));
        drop(replaced);
        let has_turn = match &core.scope {
            Some(scope) => self.actions.lanes.borrow_mut().join(scope, core.id),
            None => true,
        };
        self.actions.note(&*call);
        if has_turn {
            self.step_action(&call, Event::Turn);
        }
    }

    /// The one way in which a call's state changes.
    pub(super) fn step_action(self: &Rc<Self>, call: &Rc<dyn AnyCall>, event: Event) {
        self.batch(|| {
            let effects = call.core().step(event, self.is_online());
            if effects.abort {
                call.core().stop();
            }
            if effects.changed {
                self.actions.note(&**call);
            }
            if let Some(attempt) = effects.start {
                Rc::clone(call).start(self, attempt);
            }
            if let Some(wait) = effects.wake {
                self.wake_action(call, wait);
            }
            if effects.ended {
                self.action_ended(call);
            }
        });
    }

    fn action_ended(self: &Rc<Self>, call: &Rc<dyn AnyCall>) {
        let core = call.core();
        let removed = self.actions.live.borrow_mut().remove(&core.id);
        drop(removed);
        call.settle(Some(self));
        self.settle_slot(&core.key);
        let next = core.scope.as_ref().and_then(|scope| self.actions.lanes.borrow_mut().leave(scope, core.id));
        let next = next.and_then(|id| self.actions.live.borrow().get(&id).cloned());
        if let Some(next) = next {
            self.step_action(&next, Event::Turn);
        }
    }

    fn wake_action(self: &Rc<Self>, call: &Rc<dyn AnyCall>, wait: Millis) {
        let sleep = self.runtime.sleep(wait);
        let (inner, waiting) = (Rc::downgrade(self), Rc::clone(call));
        let (task, abort) = abortable(async move {
            sleep.await;
            if let Some(inner) = inner.upgrade() {
                inner.step_action(&waiting, Event::Due);
            }
        });
        call.core().abort.replace(Some(abort));
        self.runtime.spawn(task.map(drop).boxed_local());
    }

    /// The network is there again: what waits for it goes on, oldest first.
    pub(crate) fn actions_came_online(self: &Rc<Self>) {
        let paused: Vec<_> = self.actions.live.borrow().values().cloned().collect();
        for call in paused {
            self.step_action(&call, Event::Online);
        }
    }

    /// Somebody else sits here now: nothing that waits is done in their name, and nothing of what was done is shown to them.
    pub(crate) fn clear_actions(self: &Rc<Self>) {
        // Newest first: what waits must not get its turn by this.
        let live: Vec<_> = self.actions.live.borrow().values().rev().cloned().collect();
        for call in live {
            match call.core().machine.get().stage() {
                // What is under way is theirs, and ends with this attempt.
                Ok(ActionPhase::Running { .. }) => call.core().is_last.set(true),
                _ => self.step_action(&call, Event::Cancel),
            }
        }
        let ended = self.actions.slots.borrow().ended();
        for key in ended {
            self.forget_action(&key);
            self.settle_slot(&key);
        }
    }

    fn action_finished<A: Action>(
        self: &Rc<Self>,
        call: &Rc<Call<A>>,
        attempt: u32,
        result: Result<A::Output, Error<A::Error>>,
    ) {
        let event = match &result {
            Ok(_) => Event::Answered { attempt },
            Err(error) => {
                let (random, now) = (self.runtime.random(), self.runtime.now());
                let transient = A::is_transient(error) && !call.core().is_last.get();
                Event::Failed { attempt, transient, random, now }
            }
        };
        call.take_outcome(result.map(Rc::new).map_err(Rc::new));
        self.step_action(&(Rc::clone(call) as _), event);
    }
}

/// Starts an attempt.
pub(super) fn start<A: Action>(inner: &Rc<Inner>, call: &Rc<Call<A>>, attempt: u32) {
    let Some(action) = call.action() else { return };
    let client = Rc::downgrade(inner);
    let limit = A::POLICY.timeout.map(|time| inner.runtime.sleep(time));
    #[cfg(feature = "devtools")]
    let pretended = crate::devtools::attempt(inner);
    let running = Rc::clone(call);
    let (task, abort) = abortable(async move {
        let cx = ActionCx { client: Weak::clone(&client), attempt };
        let result = {
            let result = std::pin::pin!(async {
                // Within the time that an attempt may take, as a bad network would be.
                #[cfg(feature = "devtools")]
                pretended.await?;
                action.run(cx).await.map_err(Error::Failed)
            });
            match limit {
                None => result.await,
                Some(limit) => match select(result, limit).await {
                    Either::Left((result, _)) => result,
                    Either::Right(((), _)) => Err(Error::TimedOut),
                },
            }
        };
        drop(action);
        if let Some(inner) = client.upgrade() {
            inner.action_finished(&running, attempt, result);
        }
    });
    call.core.abort.replace(Some(abort));
    inner.runtime.spawn(task.map(drop).boxed_local());
}
