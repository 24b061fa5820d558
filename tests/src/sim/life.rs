//! One life of a tab or a worker: it ends in a crash or a close, and may be frozen in between, as browsers do.

use std::{cell::Cell, rc::Rc};

use holdfast_core::{
    client::{
        StoreError,
        memory::{Gate, Point},
    },
    id::HolderId,
};

use super::{executor::LifeId, faults::Fault, world::World};

/// A life.
pub struct Life {
    /// Its id.
    pub id: LifeId,
    /// Who it is to the replay lease.
    pub holder: HolderId,
    /// Whether it is frozen: it begins no transaction and hears nothing. A transaction it is in comes to its end, for a
    /// browser ends those of a frozen tab too.
    pub frozen: Cell<bool>,
}

impl Life {
    /// A new one.
    pub fn new(world: &World) -> Rc<Self> {
        let holder = HolderId::new(world.now(), world.bytes());
        Rc::new(Self { id: world.new_life(), holder, frozen: Cell::new(false) })
    }

    /// Waits while it is frozen.
    pub async fn thawed(&self, world: &World) {
        while self.frozen.get() {
            world.clock.sleep(100).await;
        }
    }

    /// What happens to this life at its storage awaits.
    pub fn gate(self: &Rc<Self>, world: &Rc<World>) -> Gate {
        let (life, world) = (Rc::clone(self), Rc::clone(world));
        Rc::new(move |point| {
            let (life, world) = (Rc::clone(&life), Rc::clone(&world));
            Box::pin(async move { life.pass(&world, point).await })
        })
    }

    async fn pass(&self, world: &World, point: Point) -> Result<(), StoreError> {
        if point == Point::Begin {
            self.thawed(world).await;
        }
        let crash = match point {
            Point::Begin => Fault::CRASH_BEFORE_TRANSACTION,
            Point::Read => Fault::CRASH_AT_READ,
            Point::BeforeCommit => Fault::CRASH_BEFORE_COMMIT,
            Point::AfterCommit => Fault::CRASH_AFTER_COMMIT,
        };
        if world.strikes(crash) {
            world.doom(self.id);
            return std::future::pending().await;
        }
        if point == Point::BeforeCommit && world.strikes(Fault::NO_ROOM) {
            return Err(StoreError::Quota);
        }
        let time = if world.strikes(Fault::SLOW_STORAGE) { 500 + world.below(7_000) } else { world.below(4) };
        world.clock.sleep(time).await;
        Ok(())
    }
}
