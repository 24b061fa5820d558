//! The simulation holds, says the same for the same seed, and finds what is planted. Longer runs are the suite
//! `cargo xtask test simulate`.

use holdfast_core::planted::Bug;
use holdfast_tests::sim::{
    faults::Fault,
    plan::{Plan, Store},
    planted::Planted,
    report::{Order, repeat, simulate},
    run::run,
    shrink::{check_of, shrink},
    trace::Lines,
};

#[test]
fn everything_holds() {
    let report = simulate(&Order::new(1, 60));
    assert_eq!(report.violated, None, "{}", report.text);
}

/// The server's side over its real database, which must say what the one in memory says.
#[test]
fn everything_holds_over_sqlite() {
    let report = simulate(&Order { store: Store::Sql, ..Order::new(1, 8) });
    assert_eq!(report.violated, None, "{}", report.text);
}

/// Whatever the number of threads: nothing of the machine may get into a run.
#[test]
fn a_seed_is_a_run_to_the_byte() {
    let (one, many) = (Order { threads: 1, ..Order::new(7, 8) }, Order { threads: 4, ..Order::new(7, 8) });
    let (first, again, other) = (simulate(&one), simulate(&many), simulate(&Order::new(8, 8)));
    assert_eq!(first.text, again.text);
    assert_eq!(first.hash, again.hash);
    assert_ne!(first.hash, other.hash);
}

#[test]
fn a_trace_is_the_same_whether_or_not_its_lines_are_kept() {
    let plan = Plan::whole(3, Store::Memory, None);
    let (hashed, kept) = (run(&plan, Lines::Hashed), run(&plan, Lines::Kept));
    assert_eq!(hashed.trace.hash(), kept.trace.hash());
    assert!(hashed.trace.lines().is_empty());
    assert_eq!(repeat(&plan), repeat(&plan));
}

/// A check that cannot fail checks nothing. Those that need more runs are caught by the suite.
#[test]
fn the_first_planted_bugs_are_caught() {
    let quick = [
        Planted::Core(Bug::DeleteBeforeAnswer),
        Planted::Core(Bug::StaleBase),
        Planted::Core(Bug::DependentFirst),
        Planted::Core(Bug::ForbiddenPageKills),
        Planted::ForgetsResults,
        Planted::LosesRowInCrash,
    ];
    for planted in quick {
        let report = simulate(&Order { planted: Some(planted), shrinks: false, ..Order::new(1, 40) });
        assert!(report.violated.is_some(), "{planted:?} was not caught");
    }
}

#[test]
fn a_failing_run_is_made_small_and_still_fails() {
    let order = Order { planted: Some(Planted::LosesRowInCrash), shrinks: false, ..Order::new(1, 40) };
    let (number, what) = simulate(&order).violated.expect("the planted bug is caught");
    let whole = order.plan(order.seed + number - 1);
    let small = shrink(whole.clone(), check_of(&what));
    assert!(small.steps.len() < whole.steps.len(), "{} of {} steps", small.steps.len(), whole.steps.len());
    assert!(small.off.len() > Fault::ALL.len() / 2, "{:?}", small.off);
    let again = run(&small, Lines::Hashed).violation.expect("it still fails");
    assert_eq!(check_of(&again), check_of(&what));
}
