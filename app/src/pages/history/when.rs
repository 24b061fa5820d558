//! When something was done, as people here read it.

use holdfast_core::{Millis, date::Date};

use crate::words::time::{ago, day_words, local_day, of_day};

/// The time up to which "5 min ago" says more than a time of day, in milliseconds.
const RECENT: Millis = 6 * 60 * 60 * 1000;

/// The day that a moment falls on.
pub(super) fn day(at: Millis) -> Date {
    local_day(i64::try_from(at).unwrap_or(i64::MAX))
}

/// "2:05 PM".
pub(super) fn clock(at: Millis) -> String {
    of_day(i64::try_from(at).unwrap_or(i64::MAX))
}

/// "2:05 PM", and how long ago that is where it is not long.
pub(super) fn told(at: Millis, now: Millis) -> String {
    match now.saturating_sub(at) < RECENT {
        true => format!("{} · {}", clock(at), ago(at, now)),
        false => clock(at),
    }
}

/// "Nov 21, 2026, 2:05 PM".
pub(super) fn exact(at: Millis) -> String {
    let day = day(at);
    // Seen from a day of another year, each is told with its own.
    let far = day.plus_months(-12).unwrap_or(day);
    format!("{}, {}", day_words(day, far), clock(at))
}

/// For machines.
pub(super) fn iso(at: Millis) -> String {
    js_sys::Date::new(&(at as f64).into()).to_iso_string().into()
}
