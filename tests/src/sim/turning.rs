//! Undo and redo by a person at a tab, and settling conflicts.

use std::rc::Rc;

use holdfast_core::{operation::Draft, undo};

use super::{
    run::Run,
    story,
    tab::{SimTab, Sort, Turn},
};

impl Run {
    /// Takes back what was done last on this device, or does it again.
    pub(super) fn turn_back(&mut self, sim: &Rc<SimTab>) {
        let Some(tab) = sim.ready() else { return };
        let redo = self.world.chance(3_500);
        let step = if redo { tab.steps().to_redo().cloned() } else { tab.steps().to_undo().cloned() };
        let Some(step) = step else { return };
        self.world.action(if redo { "redo" } else { "undo" });
        let come_to = if redo { undo::redoing } else { undo::reversal };
        let reversal = come_to(&step, &tab.replica(), tab.client());
        self.world.note(format_args!("tab {} turns {} back, keeps {:?}", sim.life.id.0, step.id, reversal.kept));
        let ids = step.edits.iter().map(|edit| edit.id);
        self.world.registry.borrow_mut().recounted.extend(ids);
        let drafts: Vec<Draft> =
            reversal.edits.into_iter().map(|edit| sim.draft(&tab, edit.into(), Sort::Undo)).collect();
        sim.commit(&tab, drafts, Turn::Undone(step.id, !redo));
    }

    /// Settles a conflict that the tab shows.
    pub(super) fn resolve(&mut self, sim: &Rc<SimTab>) {
        let Some(tab) = sim.ready() else { return };
        if let Some((name, edits)) = story::settle(&self.world, &tab) {
            self.world.action(name);
            sim.edit(&tab, edits);
        }
    }
}
