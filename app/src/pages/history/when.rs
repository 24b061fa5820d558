//! When something was done, as people here read it.

use holdfast_core::Millis;

use crate::words::time::{Day, ago, local_day};

/// A day far from every other: seen from it, each is told with its year.
const FAR: Day = Day { year: 1900, month: 1, day: 1 };

/// The time up to which "5 min ago" says more than a time of day, in milliseconds.
const RECENT: Millis = 6 * 60 * 60 * 1000;

/// The day that a moment falls on.
pub(super) fn day(at: Millis) -> Day {
    local_day(i64::try_from(at).unwrap_or(i64::MAX))
}

/// "14:05".
pub(super) fn clock(at: Millis) -> String {
    let date = date(at);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// "14:05", and how long ago that is where it is not long.
pub(super) fn told(at: Millis, now: Millis) -> String {
    match now.saturating_sub(at) < RECENT {
        true => format!("{} · {}", clock(at), ago(at, now)),
        false => clock(at),
    }
}

/// "21 Nov 2026, 14:05".
pub(super) fn exact(at: Millis) -> String {
    format!("{}, {}", day(at).words(FAR), clock(at))
}

/// For machines.
pub(super) fn iso(at: Millis) -> String {
    date(at).to_iso_string().into()
}

fn date(at: Millis) -> js_sys::Date {
    js_sys::Date::new(&(at as f64).into())
}
