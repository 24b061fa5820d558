//! Waking a task: any number of wishes before it looks count as one.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::pin,
    rc::Rc,
    task::{Poll, Waker},
};

use futures::future::{Either, select};
use holdfast_core::{Millis, client::Timer as _};

use crate::timer::BrowserTimer;

/// A bell for one task; clones ring the same.
#[derive(Clone, Default)]
pub(crate) struct Bell(Rc<State>);

#[derive(Default)]
struct State {
    rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Bell {
    /// Wakes the task, now or when it next waits.
    pub(crate) fn ring(&self) {
        self.0.rung.set(true);
        let waker = self.0.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Takes back what was rung and not heard yet.
    pub(crate) fn hush(&self) {
        self.0.rung.set(false);
    }

    /// Waits until it is rung.
    pub(crate) async fn wait(&self) {
        poll_fn(|context| {
            if self.0.rung.replace(false) {
                return Poll::Ready(());
            }
            self.0.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    /// Waits until it is rung, at most so many milliseconds; for ever without a number. Whether it was rung.
    pub(crate) async fn wait_at_most(&self, time: Option<Millis>) -> bool {
        match time {
            None => {
                self.wait().await;
                true
            }
            Some(time) => matches!(select(pin!(self.wait()), pin!(BrowserTimer.sleep(time))).await, Either::Left(_)),
        }
    }
}
