//! Edits that wait and that their author does not want any more: out of the outbox they go, and some come back.

use std::rc::Rc;

use holdfast_core::{
    client::{
        Key, StoreError, Tab, Table,
        memory::MemoryDatabase,
        repair::{Withdrawn, can_be_withdrawn},
    },
    id::{OpId, ScopeId},
    operation::ClientSeq,
    replica::Mark,
};

use super::{own::op_of, run::Run, tab::SimTab};

impl Run {
    /// Takes an edit that waits out of the outbox, and what builds on it; sometimes brings them back.
    pub(super) fn withdraw(&mut self, sim: &Rc<SimTab>) {
        let Some(tab) = sim.ready() else { return };
        let waiting: Vec<_> = {
            let replica = tab.replica();
            let waiting = replica
                .pending()
                .map(|(_, pending)| pending)
                .filter(|pending| pending.mark() == Mark::Waiting && can_be_withdrawn(&pending.operation));
            waiting.map(|pending| (pending.operation.client_seq, pending.operation.scope)).collect()
        };
        let Some((row, scope)) = self.world.pick(&waiting) else { return };
        let comes_back = self.world.chance(4_000);
        self.world.action(if comes_back { "withdraw and bring back" } else { "withdraw" });
        sim.withdraw(tab, row, scope, comes_back);
    }
}

impl SimTab {
    fn withdraw(self: &Rc<Self>, tab: Rc<Tab<MemoryDatabase>>, row: ClientSeq, scope: ScopeId, comes_back: bool) {
        let (this, index) = (Rc::clone(self), self.profile.index);
        self.world.note(format_args!("tab {} withdraws row {}", self.life.id.0, row.0));
        self.world.registry.borrow_mut().doubt(index, scope);
        self.world.spawn(self.life.id, async move {
            // Where storage fails or its tab dies in the middle, nobody knows what is left.
            if this.take_out(&tab, row, comes_back).await.is_ok() {
                this.world.registry.borrow_mut().is_clear(index, scope);
            }
        });
    }

    async fn take_out(&self, tab: &Tab<MemoryDatabase>, row: ClientSeq, comes_back: bool) -> Result<(), StoreError> {
        let (withdrawn, hint) = self.while_busy(tab.withdraw(row, self.profile.now(&self.world))).await?;
        self.tell(&[hint]);
        let Withdrawn::Out(rows) = withdrawn else { return Ok(()) };
        let mut gone = self.discarded(&rows);
        gone.extend(self.world.registry.borrow().undone_of_the_put_out(self.profile.index, &rows));
        if comes_back {
            self.world.registry.borrow_mut().brought_back(&gone);
            let hint = self.while_busy(tab.undiscard(&rows)).await?;
            self.tell(&[hint]);
        } else {
            self.world.registry.borrow_mut().withdrawn(&gone);
        }
        Ok(())
    }

    /// The operations in the rows that were taken out.
    fn discarded(&self, rows: &[ClientSeq]) -> Vec<OpId> {
        let stored = self.profile.db.committed();
        rows.iter().filter_map(|seq| op_of(stored.get(&(Table::Done, Key::Num(seq.0)))?)).collect()
    }
}

/// Nothing that was taken out before it had been sent is ever done.
pub fn stays_here(run: &Run) {
    let registry = run.world.registry.borrow();
    for op in registry.withdrawn.iter().filter(|op| registry.pushed.contains_key(op)) {
        run.world.violate(format!("withdrawn: {op} was taken out of the outbox, and was done"));
    }
}
