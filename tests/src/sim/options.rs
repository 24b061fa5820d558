//! The options of `simulate`.

use std::collections::BTreeSet;

use super::{
    faults::Fault,
    plan::{Plan, Store},
    planted::Planted,
    report::Order,
};

/// How to call it.
pub const USAGE: &str = "\
usage: simulate [--seed NUMBER] [--runs NUMBER] [--threads NUMBER] [--sql] [--plant BUG]
                [--without 'FAULT,…' | --only 'FAULT,…'] [--profiles NUMBER] [--tabs NUMBER]
       simulate --planted [--runs MOST]      plants every bug in turn
       simulate --seed NUMBER --steps 3,7,…  repeats a shrunk run and prints all of it";

/// What is asked for.
#[derive(Debug)]
pub enum Ask {
    /// Many runs.
    Runs(Order),
    /// One run, told in full.
    Plan(Box<Plan>),
    /// Every planted bug.
    Planted(Order),
}

/// Reads the options.
pub fn read(args: &[String]) -> Result<Ask, String> {
    let mut order = Order::new(1, 50);
    let (mut all_planted, mut runs, mut steps) = (false, None, None);
    let mut args = args.iter();
    while let Some(name) = args.next() {
        if name == "--planted" {
            all_planted = true;
            continue;
        }
        if name == "--sql" {
            order.store = Store::Sql;
            continue;
        }
        let value = args.next().ok_or_else(|| format!("{name}: unknown, or its value is missing"))?;
        match name.as_str() {
            "--seed" => order.seed = number(name, value)?,
            "--runs" => runs = Some(number(name, value)?),
            "--threads" => order.threads = number(name, value)?.clamp(1, 256) as usize,
            "--profiles" => order.most_profiles = number(name, value)? as usize,
            "--tabs" => order.most_tabs = number(name, value)? as usize,
            "--without" => order.off = faults(value)?,
            "--only" => {
                let only = faults(value)?;
                order.off = Fault::ALL.iter().copied().filter(|fault| !only.contains(fault)).collect();
            }
            "--plant" => {
                order.planted = Some(Planted::named(value).ok_or_else(|| format!("no bug is called {value}"))?);
            }
            "--steps" if value == "none" => steps = Some(BTreeSet::new()),
            "--steps" => steps = Some(value.split(',').map(|step| number(name, step)).collect::<Result<_, _>>()?),
            _ => return Err(format!("{name}: unknown")),
        }
    }
    order.runs = runs.unwrap_or(if all_planted { 10_000 } else { 50 });
    Ok(match steps {
        _ if all_planted => Ask::Planted(order),
        None => Ask::Runs(order),
        Some(steps) => Ask::Plan(Box::new(Plan { steps, ..order.plan(order.seed) })),
    })
}

fn number(name: &str, value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("{name}: {value} is not a number"))
}

fn faults(names: &str) -> Result<BTreeSet<Fault>, String> {
    let named = |name: &str| Fault::named(name).ok_or_else(|| format!("no fault is called {name}"));
    names.split(',').filter(|name| *name != "none").map(named).collect()
}
