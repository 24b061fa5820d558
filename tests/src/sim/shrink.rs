//! Makes a failing run small: fewer steps, fewer faults, fewer people and tabs, as long as the same check fails.

use std::collections::BTreeSet;

use super::{
    faults::Fault,
    plan::{Plan, Store},
    run::run,
    trace::Lines,
};

/// The most runs that one shrinking takes.
const MOST_RUNS: u32 = 600;

/// A smaller run that violates the same check.
pub fn shrink(plan: Plan, check: &str) -> Plan {
    let mut search = Search { best: plan, check: check.to_owned(), left: MOST_RUNS };
    // Again from the start while it helps: without a fault, steps may go that it needed.
    loop {
        let before = search.best.clone();
        search.drop_steps();
        search.drop_faults();
        search.drop_cast();
        if search.best == before || search.left == 0 {
            return search.best;
        }
    }
}

/// What a violation is called: its words up to the colon.
pub fn check_of(violation: &str) -> &str {
    violation.split(':').next().unwrap_or(violation)
}

struct Search {
    best: Plan,
    check: String,
    left: u32,
}

impl Search {
    fn takes(&mut self, plan: Plan) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let fails = run(&plan, Lines::Hashed).violation.is_some_and(|what| check_of(&what) == self.check);
        if fails {
            self.best = plan;
        }
        fails
    }

    /// Delta debugging: leaves out runs of steps, halves first, single steps last.
    fn drop_steps(&mut self) {
        let mut size = self.best.steps.len().div_ceil(2);
        while size > 0 {
            let steps: Vec<u64> = self.best.steps.iter().copied().collect();
            for part in steps.chunks(size) {
                let mut plan = self.best.clone();
                plan.steps.retain(|step| !part.contains(step));
                self.takes(plan);
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    fn drop_faults(&mut self) {
        for fault in Fault::ALL {
            if !self.best.off.contains(fault) {
                let mut plan = self.best.clone();
                plan.off.insert(*fault);
                self.takes(plan);
            }
        }
    }

    fn drop_cast(&mut self) {
        for (profiles, tabs) in [(2, 1), (3, 1), (2, 2), (3, 2), (4, 1), (4, 2)] {
            if profiles < self.best.most_profiles || tabs < self.best.most_tabs {
                let (profiles, tabs) = (profiles.min(self.best.most_profiles), tabs.min(self.best.most_tabs));
                if self.takes(Plan { most_profiles: profiles, most_tabs: tabs, ..self.best.clone() }) {
                    return;
                }
            }
        }
    }
}

/// A plan's remains, as options of the command that repeats it.
pub fn options(plan: &Plan) -> String {
    let whole = Plan::whole(plan.seed, plan.store, plan.planted);
    let mut text = format!("--seed {} --runs 1", plan.seed);
    if plan.steps != whole.steps {
        let steps: Vec<String> = plan.steps.iter().map(u64::to_string).collect();
        text += &format!(" --steps {}", if steps.is_empty() { "none".to_owned() } else { steps.join(",") });
    }
    let on: BTreeSet<Fault> = Fault::ALL.iter().copied().filter(|fault| !plan.off.contains(fault)).collect();
    let names = |faults: &BTreeSet<Fault>| faults.iter().map(|fault| fault.name()).collect::<Vec<_>>().join(",");
    match () {
        () if plan.off.is_empty() => {}
        () if on.is_empty() => text += " --only none",
        () if on.len() < plan.off.len() => text += &format!(" --only '{}'", names(&on)),
        () => text += &format!(" --without '{}'", names(&plan.off)),
    }
    if (plan.most_profiles, plan.most_tabs) != (whole.most_profiles, whole.most_tabs) {
        text += &format!(" --profiles {} --tabs {}", plan.most_profiles, plan.most_tabs);
    }
    if plan.store == Store::Sql {
        text += " --sql";
    }
    if let Some(planted) = plan.planted {
        text += &format!(" --plant {}", planted.name());
    }
    text
}
