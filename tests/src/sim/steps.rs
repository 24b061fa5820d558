//! The steps of a run: what people and bad luck do.

use std::rc::Rc;

use holdfast_core::{id::OpId, outbox::RowState, role::Role};

use super::{executor::NETWORK, faults::Fault, profile::Profile, run::Run, server, story, tab::SimTab, troubles};

impl Run {
    /// Takes one step, and lets some time pass.
    pub fn step(&mut self, number: u64) {
        let Some(profile) = self.world.pick(&self.profiles) else { return };
        self.world.note(format_args!("step {number}"));
        match self.world.below(100) {
            0..=51 => self.edit(&profile),
            52..=54 => self.open(&profile),
            55..=57 => self.with_tab(&profile, |run, tab| run.end(tab.life.id, "tab closed")),
            58..=60 => self.if_may(Fault::CRASH, |run| run.with_tab(&profile, |run, tab| run.crash(tab.life.id))),
            61..=63 => self.start_worker(&profile),
            64 => self.if_may(Fault::CRASH, |run| run.crash_worker(&profile)),
            65 | 66 => self.if_may(Fault::SERVER_CRASH, Self::crash_server),
            67 | 68 => self.if_may(Fault::NETWORK_DOWN, |run| run.network_down(&profile)),
            69..=71 => profile.online.set(true),
            72..=74 => self.if_may(Fault::FREEZE, |run| run.freeze(&profile)),
            75 | 76 => self.with_tab(&profile, |run, tab| {
                run.world.action("tab replays");
                tab.replay();
            }),
            77..=79 => self.with_tab(&profile, |run, tab| run.repair(&tab)),
            80 => self.with_tab(&profile, |run, tab| run.withdraw(&tab)),
            81..=84 => self.with_tab(&profile, |run, tab| run.turn_back(&tab)),
            85 | 86 => self.with_tab(&profile, |run, tab| run.resolve(&tab)),
            87..=89 => self.change_role(),
            _ => troubles::strike(self, &profile),
        }
        let time = match self.world.below(40) {
            0 => 7_000,
            1..=5 => self.world.below(2_000),
            _ => self.world.below(150),
        };
        self.advance(time);
    }

    pub(super) fn if_may(&mut self, fault: Fault, act: impl FnOnce(&mut Self)) {
        if self.world.may(fault) {
            act(self);
        }
    }

    pub(super) fn with_tab(&mut self, profile: &Rc<Profile>, act: impl FnOnce(&mut Self, Rc<SimTab>)) {
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

    fn crash_worker(&mut self, profile: &Rc<Profile>) {
        if let Some(life) = self.workers.get(&profile.index).map(|life| life.id) {
            self.crash(life);
        }
    }

    fn crash_server(&mut self) {
        self.world.fault(Fault::SERVER_CRASH);
        self.world.server.borrow_mut().crash();
        self.restart_later();
    }

    pub(super) fn restart_later(&self) {
        let (world, time) = (Rc::clone(&self.world), 200 + self.world.below(4_000));
        self.world.spawn(NETWORK, async move {
            world.clock.sleep(time).await;
            world.server.borrow_mut().up = true;
        });
    }

    fn network_down(&mut self, profile: &Rc<Profile>) {
        self.world.fault(Fault::NETWORK_DOWN);
        profile.online.set(false);
        // Everyone's lines: reconnecting is where the others' trouble begins.
        self.world.server.borrow_mut().cut_lines();
    }

    fn freeze(&mut self, profile: &Rc<Profile>) {
        let tabs = self.tabs.values().filter(|tab| tab.profile.index == profile.index).map(|tab| Rc::clone(&tab.life));
        let members: Vec<_> = tabs.chain(self.workers.get(&profile.index).cloned()).collect();
        let Some(life) = self.world.pick(&members) else { return };
        self.world.fault(Fault::FREEZE);
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
        let letters: Vec<_> = {
            let registry = self.world.registry.borrow();
            let replica = tab.replica();
            let dead = replica.pending().filter_map(|(_, pending)| match pending.state {
                Some(RowState::Dead { maybe_done, .. }) => Some((&pending.operation, maybe_done)),
                _ => None,
            });
            dead.filter(|(operation, maybe_done)| *maybe_done || registry.refused.contains_key(&operation.op_id))
                .map(|(operation, maybe_done)| (operation.client_seq, operation.op_id, maybe_done))
                .collect()
        };
        let Some((seq, op, maybe_done)) = self.world.pick(&letters) else { return };
        let retry = self.world.chance(6_000).then(|| OpId::new(self.world.now(), self.world.bytes()));
        match retry.filter(|_| maybe_done) {
            Some(fresh) => self.world.registry.borrow_mut().repeated(op, fresh),
            None => self.world.registry.borrow_mut().repaired(op, retry),
        }
        self.world.action(if retry.is_some() { "retry" } else { "discard" });
        sim.repair(tab, seq, retry);
    }

    fn change_role(&mut self) {
        let Some(person) = self.world.pick(&self.guests) else { return };
        let role =
            self.world.pick(&[Some(Role::Viewer), Some(Role::Editor), Some(Role::Editor), Some(Role::Admin), None]);
        let Some(role) = role else { return };
        match role {
            None if !self.world.may(Fault::ACCESS_REVOKED) => return,
            None => {
                self.world.registry.borrow_mut().revoked.insert((person, self.shared));
                self.world.fault(Fault::ACCESS_REVOKED);
            }
            Some(_) => self.world.action("role changed"),
        }
        server::set_role(&self.world, self.shared, person, role);
    }
}
