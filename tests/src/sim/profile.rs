//! One browser profile of one person: a database, and the channel over which its tabs and its worker tell each other what
//! changed.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use holdfast_core::{
    client::{Hint, memory::MemoryDatabase},
    id::PersonId,
};

use super::{
    executor::{LifeId, NETWORK},
    world::World,
};

/// A profile.
pub struct Profile {
    /// Its number in the run.
    pub index: usize,
    /// Whose it is.
    pub person: PersonId,
    /// Its database, by a handle that nothing stops.
    pub db: MemoryDatabase,
    /// Whether it has a network.
    pub online: Cell<bool>,
    /// Who holds the line to the server.
    pub line: Cell<Option<LifeId>>,
    /// Whether a member may have missed a hint, so that tabs must read everything again when they come to the foreground.
    pub missed: Cell<bool>,
    inboxes: RefCell<BTreeMap<LifeId, UnboundedSender<String>>>,
}

impl Profile {
    /// A new one.
    pub fn new(index: usize, person: PersonId) -> Rc<Self> {
        Rc::new(Self {
            index,
            person,
            db: MemoryDatabase::default(),
            online: Cell::new(true),
            line: Cell::new(None),
            missed: Cell::new(false),
            inboxes: RefCell::default(),
        })
    }

    /// Lets a life hear what the others tell.
    pub fn join(&self, life: LifeId) -> UnboundedReceiver<String> {
        let (inbox, out) = unbounded();
        self.inboxes.borrow_mut().insert(life, inbox);
        out
    }

    /// A life is over.
    pub fn leave(&self, life: LifeId) {
        self.inboxes.borrow_mut().remove(&life);
        if self.line.get() == Some(life) {
            self.line.set(None);
        }
    }

    /// Tells all members but the one that speaks (or all of them).
    pub fn tell(self: &Rc<Self>, world: &Rc<World>, from: Option<LifeId>, hint: &Hint) {
        let text = serde_json::to_string(hint).expect("hints have text keys");
        let speaker = from.map_or(0, |life| life.0);
        world.note(format_args!("profile {} life {speaker} tells {text}", self.index));
        let inboxes: Vec<_> = self.inboxes.borrow().iter().map(|(life, inbox)| (*life, inbox.clone())).collect();
        for (life, inbox) in inboxes.into_iter().filter(|(life, _)| Some(*life) != from) {
            if world.strikes("hint dropped", world.rates.hint_drop) {
                self.missed.set(true);
                continue;
            }
            if world.rates.hint_drop == 0 {
                let _ = inbox.unbounded_send(text.clone());
                continue;
            }
            let (world, text) = (Rc::clone(world), text.clone());
            let later = Rc::clone(&world);
            world.spawn(NETWORK, async move {
                later.clock.sleep(later.below(300)).await;
                later.note(format_args!("hint to life {}: {text}", life.0));
                let _ = inbox.unbounded_send(text);
            });
        }
    }
}
