//! The steps of a run: what people and bad luck do.

use std::rc::Rc;

use holdfast_core::{id::OpId, replica::Mark, role::Role, wire::Outcome};

use super::{executor::NETWORK, profile::Profile, run::Run, server, story, tab::SimTab};

impl Run {
    /// Takes one step, and lets some time pass.
    pub fn step(&mut self, step: u64, steps: u64) {
        let Some(profile) = self.world.pick(&self.profiles) else { return };
        // Each run has at least these two crashes.
        let roll = match step {
            step if step == steps / 3 => 73,
            step if step == steps / 2 => 70,
            _ => self.world.below(100),
        };
        match roll {
            0..=59 => self.edit(&profile),
            60..=63 => self.open(&profile),
            64..=66 => self.with_tab(&profile, |run, tab| run.end(tab.life.id, "tab closed")),
            67..=70 => self.with_tab(&profile, |run, tab| run.crash(tab.life.id)),
            71 | 72 => {
                if let Some(life) = self.workers.get(&profile.index).map(|life| life.id) {
                    self.crash(life);
                }
            }
            73 | 74 => self.crash_server(),
            75..=78 => self.start_worker(&profile),
            79 | 80 => self.network_down(&profile),
            81..=83 => profile.online.set(true),
            84..=86 => self.freeze(&profile),
            87..=89 => self.with_tab(&profile, |run, tab| {
                run.world.action("tab replays");
                tab.replay();
            }),
            90..=94 => self.with_tab(&profile, |run, tab| run.repair(&tab)),
            95..=97 => self.change_role(),
            _ => {}
        }
        let time = match self.world.below(50) {
            0 => 7_000,
            1..=5 => self.world.below(2_000),
            _ => self.world.below(150),
        };
        self.advance(time);
    }

    fn with_tab(&mut self, profile: &Rc<Profile>, act: impl FnOnce(&mut Self, Rc<SimTab>)) {
        let tabs: Vec<_> = self.tabs.values().filter(|tab| tab.profile.index == profile.index).cloned().collect();
        if let Some(tab) = self.world.pick(&tabs) {
            act(self, tab);
        }
    }

    fn edit(&mut self, profile: &Rc<Profile>) {
        self.with_tab(profile, |run, sim| {
            let Some(tab) = sim.ready() else { return };
            // Bursts, so that saves wait for each other.
            for _ in 0..1 + run.world.below(3) {
                let chosen = story::choose(&run.world, &tab);
                if let Some((name, edits)) = chosen {
                    run.world.action(name);
                    sim.edit(&tab, edits);
                }
            }
        });
    }

    fn crash_server(&mut self) {
        self.world.fault("server crash");
        self.world.server.borrow_mut().crash();
        self.restart_later();
    }

    fn restart_later(&self) {
        let (world, time) = (Rc::clone(&self.world), 200 + self.world.below(4_000));
        self.world.spawn(NETWORK, async move {
            world.clock.sleep(time).await;
            world.server.borrow_mut().up = true;
        });
    }

    fn network_down(&mut self, profile: &Rc<Profile>) {
        self.world.fault("network down");
        profile.online.set(false);
        // Everyone's lines: reconnecting is where the others' trouble begins.
        self.world.server.borrow_mut().cut_lines();
    }

    fn freeze(&mut self, profile: &Rc<Profile>) {
        let tabs = self.tabs.values().filter(|tab| tab.profile.index == profile.index).map(|tab| Rc::clone(&tab.life));
        let members: Vec<_> = tabs.chain(self.workers.get(&profile.index).cloned()).collect();
        let Some(life) = self.world.pick(&members) else { return };
        self.world.fault("freeze");
        life.frozen.set(true);
        let (world, time) = (Rc::clone(&self.world), 1_000 + self.world.below(12_000));
        self.world.spawn(NETWORK, async move {
            world.clock.sleep(time).await;
            life.frozen.set(false);
        });
    }

    /// Retries or discards a dead letter that the server refused.
    fn repair(&mut self, sim: &Rc<SimTab>) {
        let Some(tab) = sim.ready() else { return };
        let refused: Vec<_> = {
            let server = self.world.server.borrow();
            let replica = tab.replica();
            let dead = replica.pending().filter(|(_, pending)| pending.mark() == Mark::Dead);
            let refused = |op| matches!(server.ledger.result(op), Some(Outcome::Rejected(_)));
            dead.filter(|(_, pending)| refused(pending.operation.op_id))
                .map(|(_, pending)| (pending.operation.client_seq, pending.operation.op_id))
                .collect()
        };
        let Some((seq, op)) = self.world.pick(&refused) else { return };
        let root = self.world.registry.borrow().root(op);
        if self.world.chance(6_000) {
            let fresh = OpId::new(self.world.now(), self.world.bytes());
            let mut registry = self.world.registry.borrow_mut();
            if let Some(known) = registry.ops.get(&op).cloned() {
                registry.ops.insert(fresh, known);
            }
            registry.retried.insert(root);
            drop(registry);
            self.world.action("retry");
            sim.repair(tab, seq, Some(fresh));
        } else {
            let mut registry = self.world.registry.borrow_mut();
            let of = registry.ops.get(&op).map(|known| known.edit.id);
            registry.discarded.insert(root);
            registry.unmade.extend(of);
            drop(registry);
            self.world.action("discard");
            sim.repair(tab, seq, None);
        }
    }

    fn change_role(&mut self) {
        let Some(person) = self.world.pick(&self.guests) else { return };
        let role =
            self.world.pick(&[Some(Role::Viewer), Some(Role::Editor), Some(Role::Editor), Some(Role::Admin), None]);
        let Some(role) = role else { return };
        if role.is_none() {
            self.world.registry.borrow_mut().revoked.insert((person, self.shared));
        }
        self.world.action(if role.is_some() { "role changed" } else { "access revoked" });
        server::set_role(&self.world, self.shared, person, role);
    }
}
