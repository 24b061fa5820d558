//! How long to wait before trying again. For ever: being offline uses up no attempts.

use crate::Millis;

/// The longest wait, in milliseconds.
pub const CAP: Millis = 30_000;
const FIRST: Millis = 500;

/// The wait before attempt `failures + 1`, in milliseconds: doubling from half a second to [`CAP`], of which the second
/// half is random so that clients that failed together do not come back together. `jitter` is between 0 and 1.
pub fn delay(failures: u32, jitter: f64) -> Millis {
    let whole = FIRST.saturating_mul(1 << failures.min(10)).min(CAP);
    let half = whole / 2;
    half + (half as f64 * jitter.clamp(0.0, 1.0)) as Millis
}

#[cfg(test)]
mod tests {
    use super::{CAP, delay};

    #[test]
    fn doubles_to_the_cap_and_never_beyond() {
        assert_eq!([0, 1, 2, 6, 20, u32::MAX].map(|failures| delay(failures, 1.0)), [500, 1000, 2000, CAP, CAP, CAP]);
        assert_eq!(delay(0, 0.0), 250);
    }
}
