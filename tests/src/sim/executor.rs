//! Runs tasks one poll at a time, the next one picked by chance. Each task belongs to a life (a tab's, a worker's, the
//! network's); ending a life drops its tasks wherever they stand, which is what a crash is.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::Future,
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Context, Wake, Waker},
};

use futures::future::LocalBoxFuture;

use super::rng::Rng;

/// Whose task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LifeId(pub u64);

/// The network and the server, which outlive every tab.
pub const NETWORK: LifeId = LifeId(0);

/// Where new tasks are handed in; its clones are the same place.
#[derive(Clone, Default)]
pub struct Spawner(Rc<RefCell<Vec<Task>>>);

type Task = (LifeId, LocalBoxFuture<'static, ()>);

impl Spawner {
    /// Hands a task in.
    pub fn spawn(&self, life: LifeId, task: impl Future<Output = ()> + 'static) {
        self.0.borrow_mut().push((life, Box::pin(task)));
    }
}

struct Wakeup {
    task: u64,
    ready: Arc<Mutex<Vec<u64>>>,
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().expect("one thread: nobody panics with it");
        if !ready.contains(&self.task) {
            ready.push(self.task);
        }
    }
}

/// The executor.
#[derive(Default)]
pub struct Executor {
    spawner: Spawner,
    tasks: BTreeMap<u64, Task>,
    ready: Arc<Mutex<Vec<u64>>>,
    made: u64,
}

impl Executor {
    /// Where its tasks are handed in.
    pub fn spawner(&self) -> Spawner {
        self.spawner.clone()
    }

    /// Drops every task of a life.
    pub fn end(&mut self, life: LifeId) {
        self.spawner.0.borrow_mut().retain(|(of, _)| *of != life);
        // Taken out first: dropping a task may wake others.
        let ended: Vec<u64> = self.tasks.iter().filter(|(_, (of, _))| *of == life).map(|(task, _)| *task).collect();
        for task in ended {
            drop(self.tasks.remove(&task));
        }
    }

    /// Polls one task that can go on; `false` if none can.
    pub fn step(&mut self, rng: &RefCell<Rng>) -> bool {
        for (life, future) in self.spawner.0.take() {
            self.made += 1;
            self.tasks.insert(self.made, (life, future));
            self.ready.lock().expect("one thread: nobody panics with it").push(self.made);
        }
        let task = {
            let mut ready = self.ready.lock().expect("one thread: nobody panics with it");
            ready.retain(|task| self.tasks.contains_key(task));
            if ready.is_empty() {
                return false;
            }
            let picked = rng.borrow_mut().index(ready.len());
            ready.remove(picked)
        };
        let waker = Waker::from(Arc::new(Wakeup { task, ready: Arc::clone(&self.ready) }));
        if let Some((_, future)) = self.tasks.get_mut(&task) {
            let done = future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
            if done {
                self.tasks.remove(&task);
            }
        }
        true
    }
}
