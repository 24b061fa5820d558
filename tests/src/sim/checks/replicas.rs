//! Convergence: every replica is what the server has, with what is pending over it.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use holdfast_core::{
    authority::overlay,
    id::RecordId,
    outbox::{Row, RowState},
    record::Record,
};

use super::stored::Stored;
use crate::sim::{profile::Profile, run::Run};

/// The base of a profile, and the view of each of its tabs.
pub(super) fn converged(run: &Run, profile: &Rc<Profile>, stored: &Stored) {
    let world = &run.world;
    let server = world.server.borrow();
    let index = profile.index;
    let readable = server.ledger.readable(profile.person);
    let truth: BTreeMap<RecordId, Record> = server
        .ledger
        .records()
        .filter(|record| readable.contains(&record.scope))
        .map(|record| (record.id, record.clone()))
        .collect();
    for id in truth.keys().chain(stored.base.keys()) {
        let (there, here) = (truth.get(id), stored.base.get(id));
        if there != here {
            world.violate(format!("converged: profile {index} has {here:?} where the server has {there:?}"));
        }
    }
    let known: BTreeSet<RecordId> = world.registry.borrow().created.keys().chain(truth.keys()).copied().collect();
    for sim in run.tabs.values().filter(|sim| sim.profile.index == index) {
        let life = sim.life.id.0;
        let Some(tab) = sim.ready().filter(|_| sim.is_idle()) else {
            world.violate(format!("liveness: tab {life} is still busy after healing"));
            continue;
        };
        let replica = tab.replica();
        let (pending, unreadable) = (replica.pending().count(), replica.unreadable().len());
        if replica.counts().saving > 0 || pending != stored.rows.len() || unreadable != stored.unreadable {
            let (counts, rows) = (replica.counts(), (stored.rows.len(), stored.unreadable));
            world.violate(format!("converged: tab {life} shows {counts:?}, stored are {rows:?}"));
        }
        for id in &known {
            let shows =
                |row: &&Row| !row.unsure && (!matches!(row.state, RowState::Dead { .. }) || row.operation.is_create());
            let lane = stored.rows.iter().filter(|row| row.operation.id == *id).filter(shows);
            let wanted = lane.fold(truth.get(id).cloned(), |view, row| overlay(view, &row.operation));
            if replica.seen(*id).map(|record| &**record) != wanted.as_ref() {
                let seen = replica.seen(*id);
                world.violate(format!("converged: tab {life} shows {seen:?} where {wanted:?} is right"));
            }
        }
    }
}
