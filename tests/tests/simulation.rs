//! The simulation holds, says the same for the same seed, and finds what is planted.

use holdfast_tests::sim::{
    planted::Planted,
    report::{Order, simulate},
};

#[test]
fn everything_holds() {
    let report = simulate(&Order::new(1, 60));
    assert_eq!(report.violated, None, "{}", report.text);
}

#[test]
fn a_seed_is_a_run_to_the_byte() {
    let (one, many) = (Order { threads: 1, ..Order::new(7, 8) }, Order { threads: 4, ..Order::new(7, 8) });
    let (first, again, other) = (simulate(&one), simulate(&many), simulate(&Order::new(8, 8)));
    assert_eq!(first.text, again.text);
    assert_eq!(first.hash, again.hash);
    assert_ne!(first.hash, other.hash);
}

/// A check that cannot fail checks nothing.
#[test]
fn every_planted_bug_is_found() {
    for (planted, name) in Planted::all() {
        let report = simulate(&Order { planted: Some(planted), shrinks: false, ..Order::new(1, 400) });
        println!("{name}: {:?}", report.violated);
        assert!(report.violated.is_some(), "{name} was not found");
    }
}
