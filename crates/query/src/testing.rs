//! A runtime that tests drive by hand: time stands still until it is told to go on, and a task runs only when there is
//! something for it to do.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures::{channel::oneshot, future::LocalBoxFuture};

use crate::{Millis, Runtime};

/// The wall clock when a test begins.
pub const START: Millis = 1_700_000_000_000;

/// A clock, a spawner and a source of chance, all driven by hand.
#[derive(Clone, Default)]
pub struct TestRuntime(Rc<State>);

#[derive(Default)]
struct State {
    ticks: Cell<Millis>,
    /// What the wall clock has jumped.
    jumped: Cell<i64>,
    random: Cell<u64>,
    made: Cell<u64>,
    sleepers: RefCell<BTreeMap<(Millis, u64), oneshot::Sender<()>>>,
    tasks: RefCell<BTreeMap<u64, Spawned>>,
    woken: Arc<Mutex<Vec<u64>>>,
}

struct Spawned {
    future: LocalBoxFuture<'static, ()>,
    waker: Arc<TaskWaker>,
}

struct TaskWaker {
    number: u64,
    is_woken: AtomicBool,
    queue: Arc<Mutex<Vec<u64>>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        if !self.is_woken.swap(true, Ordering::Relaxed)
            && let Ok(mut queue) = self.queue.lock()
        {
            queue.push(self.number);
        }
    }
}

impl TestRuntime {
    /// One with a seed for what is random.
    pub fn new(seed: u64) -> Self {
        let runtime = Self::default();
        runtime.0.random.set(seed);
        runtime
    }

    /// Runs every task that has something to do, until none has.
    pub fn settle(&self) {
        loop {
            let woken = match self.0.woken.lock() {
                Ok(mut queue) => std::mem::take(&mut *queue),
                Err(_) => return,
            };
            if woken.is_empty() {
                return;
            }
            woken.into_iter().for_each(|number| self.poll(number));
        }
    }

    fn poll(&self, number: u64) {
        // Taken out while it runs: it may spawn others.
        let Some(mut task) = self.0.tasks.borrow_mut().remove(&number) else { return };
        task.waker.is_woken.store(false, Ordering::Relaxed);
        let waker = Waker::from(Arc::clone(&task.waker));
        if task.future.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Pending {
            self.0.tasks.borrow_mut().insert(number, task);
        }
    }

    /// Lets time pass, waking whoever sleeps at their time, in order.
    pub fn advance(&self, time: Millis) {
        self.settle();
        let end = self.0.ticks.get() + time;
        loop {
            let next = self.0.sleepers.borrow().keys().next().copied().filter(|(at, _)| *at <= end);
            let Some(key) = next else { break };
            self.0.ticks.set(key.0.max(self.0.ticks.get()));
            let sleeper = self.0.sleepers.borrow_mut().remove(&key);
            if let Some(sleeper) = sleeper {
                // Whoever slept may be gone.
                let _ = sleeper.send(());
            }
            self.settle();
        }
        self.0.ticks.set(end);
    }

    /// Makes the wall clock jump, forwards or back; time as such goes on.
    pub fn jump(&self, by: i64) {
        self.0.jumped.set(self.0.jumped.get() + by);
    }

    /// How many tasks have not ended.
    pub fn tasks(&self) -> usize {
        self.0.tasks.borrow().len()
    }

    /// Runs a future to its end, letting no time pass; `None` if it needs time.
    pub fn run<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> Option<T> {
        let result = Rc::new(RefCell::new(None));
        let place = Rc::clone(&result);
        self.spawn(Box::pin(async move {
            let value = future.await;
            *place.borrow_mut() = Some(value);
        }));
        self.settle();
        result.take()
    }

    fn next_number(&self) -> u64 {
        self.0.made.set(self.0.made.get() + 1);
        self.0.made.get()
    }
}

impl Runtime for TestRuntime {
    fn now(&self) -> Millis {
        (START + self.0.ticks.get()).saturating_add_signed(self.0.jumped.get())
    }

    fn ticks(&self) -> Millis {
        self.0.ticks.get()
    }

    fn sleep(&self, time: Millis) -> LocalBoxFuture<'static, ()> {
        let (wake, woken) = oneshot::channel();
        self.0.sleepers.borrow_mut().insert((self.0.ticks.get().saturating_add(time), self.next_number()), wake);
        Box::pin(async move {
            // Never cancelled: the runtime outlives what runs in it.
            let _ = woken.await;
        })
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        let number = self.next_number();
        let queue = Arc::clone(&self.0.woken);
        let waker = Arc::new(TaskWaker { number, is_woken: AtomicBool::new(false), queue });
        self.0.tasks.borrow_mut().insert(number, Spawned { future, waker: Arc::clone(&waker) });
        waker.wake();
    }

    fn random(&self) -> u64 {
        // SplitMix64.
        let state = self.0.random.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.random.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// An answer that a test gives when it likes.
pub struct Gate<T>(RefCell<Vec<oneshot::Sender<T>>>);

impl<T> Default for Gate<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T> Gate<T> {
    /// Waits for an answer. Never answered, it waits for ever.
    pub fn wait(&self) -> Pin<Box<dyn Future<Output = Option<T>>>>
    where
        T: 'static,
    {
        let (tell, told) = oneshot::channel();
        self.0.borrow_mut().push(tell);
        Box::pin(async move { told.await.ok() })
    }

    /// How many wait who have not been given up.
    pub fn waiting(&self) -> usize {
        self.0.borrow_mut().retain(|waiting| !waiting.is_canceled());
        self.0.borrow().len()
    }

    /// Answers the one who has waited longest. Whether there was one.
    pub fn open(&self, answer: T) -> bool {
        self.waiting();
        let first = {
            let mut waiting = self.0.borrow_mut();
            if waiting.is_empty() { None } else { Some(waiting.remove(0)) }
        };
        first.is_some_and(|first| first.send(answer).is_ok())
    }
}
