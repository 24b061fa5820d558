//! The simulation holds, says the same for the same seed, and finds what is planted.

use holdfast_tests::sim::{planted::Planted, report::simulate};

#[test]
fn everything_holds() {
    let report = simulate(1, 60, None);
    assert!(report.held, "{}", report.text);
}

#[test]
fn a_seed_is_a_run_to_the_byte() {
    let (first, again, other) = (simulate(7, 5, None), simulate(7, 5, None), simulate(8, 5, None));
    assert_eq!(first.text, again.text);
    assert_eq!(first.hash, again.hash);
    assert_ne!(first.hash, other.hash);
}

/// A check that cannot fail checks nothing.
#[test]
fn every_planted_bug_is_found() {
    for planted in Planted::ALL {
        let report = simulate(1, 200, Some(planted));
        let found = report.text.lines().rev().find(|line| line.starts_with("simulate: ")).unwrap_or_default();
        println!("{planted:?}: {found}");
        assert!(!report.held, "{planted:?} was not found");
    }
}
