//! One browser profile of one person: a database, and the channel over which its tabs and its worker tell each other what
//! changed.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use holdfast_core::{
    Millis,
    client::{Hint, memory::MemoryDatabase},
    id::{Epoch, PersonId},
};

use super::{
    executor::{LifeId, NETWORK},
    faults::Fault,
    troubles,
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
    /// How far its device's clock is from the world's, in milliseconds.
    pub skew: Cell<i64>,
    /// Who is signed in on it: its owner, but for a while perhaps another account.
    pub session: Cell<PersonId>,
    /// Whether the session has lapsed, until it is renewed.
    pub lapsed: Cell<bool>,
    /// Whether its storage was wiped or damaged: what shows may be less than was edited, until it is read again.
    pub troubled: Cell<bool>,
    /// Whether its storage was wiped, and nobody was told so since.
    pub empty: Cell<bool>,
    /// The lease as it was damaged last: it tells of nobody any more.
    pub spoilt_lease: RefCell<Option<String>>,
    /// Which history was which, by how many its database had begun; none any more once that count was damaged.
    pub histories: RefCell<Option<BTreeMap<u64, Epoch>>>,
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
            skew: Cell::new(0),
            session: Cell::new(person),
            lapsed: Cell::new(false),
            troubled: Cell::new(false),
            empty: Cell::new(false),
            spoilt_lease: RefCell::default(),
            histories: RefCell::new(Some(BTreeMap::new())),
            inboxes: RefCell::default(),
        })
    }

    /// What its device's clock says.
    pub fn now(&self, world: &World) -> Millis {
        world.now().saturating_add_signed(self.skew.get())
    }

    /// Notes which history its database is of now.
    pub fn note_history(&self) {
        if let Some(known) = &mut *self.histories.borrow_mut()
            && let Some(epoch) = troubles::cursor(&self.db).and_then(|cursor| cursor.epoch)
        {
            known.insert(troubles::histories(&self.db), epoch);
        }
    }

    /// Which history was begun as that one, as far as it is known.
    pub fn history(&self, number: u64) -> Option<Epoch> {
        self.histories.borrow().as_ref()?.get(&number).copied()
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
            if world.strikes(Fault::HINT_DROPPED) {
                self.missed.set(true);
                continue;
            }
            // In runs that lose none they arrive in order, and tabs must keep up by them alone.
            if !world.may(Fault::HINT_DROPPED) {
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
