//! One call of an action.

use std::{
    any::{Any, TypeId},
    cell::{Cell, RefCell},
    rc::Rc,
    task::Waker,
};

use futures::future::AbortHandle;

use super::{
    Action, ActionId, ActionInfo, ActionOutcome, ActionPolicy, ActionState,
    machine::{Effects, Ending, Event, Machine},
    watchers::Watchers,
};
use crate::{Client, Millis, client::Inner};

/// Under what the state of a type's latest call is shared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SlotKey {
    of: TypeId,
    key: Rc<str>,
}

impl SlotKey {
    pub(super) fn new<A: Action>(key: &str) -> Self {
        Self { of: TypeId::of::<A>(), key: key.into() }
    }

    pub(super) fn text(&self) -> &str {
        &self.key
    }
}

/// What every call has, whatever its type.
pub(super) struct Core {
    pub(super) id: ActionId,
    pub(super) name: &'static str,
    pub(super) key: SlotKey,
    pub(super) scope: Option<String>,
    pub(super) policy: ActionPolicy,
    pub(super) started_at: Millis,
    pub(super) machine: Cell<Machine>,
    /// Stops the attempt under way, or the wait for the next.
    pub(super) abort: RefCell<Option<AbortHandle>>,
    /// Whether another attempt would be made in somebody else's name.
    pub(super) is_last: Cell<bool>,
    /// Who listens to this very call.
    pub(super) watchers: Watchers,
    /// Who waits for its end.
    wakers: RefCell<Vec<Waker>>,
}

impl Core {
    pub(super) fn step(&self, event: Event, online: bool) -> Effects {
        let mut machine = self.machine.get();
        let effects = machine.step(event, &self.policy, online);
        self.machine.set(machine);
        effects
    }

    pub(super) fn stop(&self) {
        let abort = self.abort.take();
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    pub(super) fn wait(&self, waker: &Waker) {
        let mut wakers = self.wakers.borrow_mut();
        if !wakers.iter().any(|known| known.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }

    pub(super) fn wake(&self) {
        self.wakers.take().into_iter().for_each(Waker::wake);
    }

    /// What is told of it; `None` once it has ended.
    pub(super) fn info(&self) -> Option<ActionInfo> {
        let machine = self.machine.get();
        let phase = machine.stage().ok()?;
        Some(ActionInfo {
            id: self.id,
            name: self.name,
            key: self.key.text().to_owned(),
            scope: self.scope.clone(),
            phase,
            started_at: self.started_at,
            failures: machine.failures(),
        })
    }
}

/// One call and all about it.
pub(super) struct Call<A: Action> {
    pub(super) core: Core,
    /// Gone once the call has ended: what it carries, a password say, is not kept for as long as its state is shown.
    action: RefCell<Option<Rc<A>>>,
    /// How the last attempt ended.
    outcome: RefCell<Option<ActionOutcome<A>>>,
}

impl<A: Action> Call<A> {
    pub(super) fn new(id: ActionId, action: A, started_at: Millis) -> Self {
        let core = Core {
            id,
            name: A::NAME,
            key: SlotKey::new::<A>(&action.key()),
            scope: action.scope(),
            policy: A::POLICY,
            started_at,
            machine: Cell::default(),
            abort: RefCell::default(),
            is_last: Cell::new(false),
            watchers: Watchers::default(),
            wakers: RefCell::default(),
        };
        Self { core, action: RefCell::new(Some(Rc::new(action))), outcome: RefCell::default() }
    }

    pub(super) fn action(&self) -> Option<Rc<A>> {
        self.action.borrow().clone()
    }

    pub(super) fn take_outcome(&self, outcome: ActionOutcome<A>) {
        let last = self.outcome.replace(Some(outcome));
        // The borrow is over: it may own anything.
        drop(last);
    }

    pub(super) fn state(&self) -> ActionState<A::Output, A::Error> {
        match (self.core.machine.get().stage(), &*self.outcome.borrow()) {
            (Ok(phase), _) => phase.into(),
            (Err(Ending::Done), Some(Ok(output))) => ActionState::Done(Rc::clone(output)),
            (Err(Ending::Failed), Some(Err(error))) => ActionState::Failed(Rc::clone(error)),
            (Err(_), _) => ActionState::Cancelled,
        }
    }
}

/// A call of whatever type.
pub(super) trait AnyCall {
    fn core(&self) -> &Core;

    fn start(self: Rc<Self>, inner: &Rc<Inner>, attempt: u32);

    /// It has ended: says so to its action if it was done, and to whoever waits; forgets the action.
    fn settle(&self, inner: Option<&Rc<Inner>>);

    fn as_any(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<A: Action> AnyCall for Call<A> {
    fn core(&self) -> &Core {
        &self.core
    }

    fn start(self: Rc<Self>, inner: &Rc<Inner>, attempt: u32) {
        super::drive::start(inner, &self, attempt);
    }

    fn settle(&self, inner: Option<&Rc<Inner>>) {
        let action = self.action.take();
        if let (Some(action), Some(inner), ActionState::Done(output)) = (action, inner, self.state()) {
            action.done(&Client::from_inner(Rc::clone(inner)), &output);
        }
        self.core.wake();
    }

    fn as_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}
