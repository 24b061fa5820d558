//! Sizes, spans, shares and moments in words.

use holdfast_core::{Millis, date::Date};

use crate::{
    t,
    words::time::{day_words, local_day, of_day},
};

/// A size: "512 bytes", "14 kB", "3.2 MB".
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return t::bytes_counted(bytes as usize);
    }
    let mut size = bytes as f64 / 1_000.0;
    let mut unit = 0;
    // What would be rounded to a thousand is one of the next.
    while size >= 999.5 && unit + 1 < UNITS.len() {
        size /= 1_000.0;
        unit += 1;
    }
    match size < 9.95 && unit > 0 {
        true => format!("{} {}", t::tenths((size * 10.0).round() as usize), UNITS[unit]),
        false => format!("{size:.0} {}", UNITS[unit]),
    }
}

/// A size of another: "2.0 MB of 10 MB".
pub(super) fn part_of_size(part: u64, whole: u64) -> String {
    t::bytes_of(&size(part), &size(whole))
}

/// A span of seconds by its two largest units: "3 days 4 h", "2 h 5 min".
pub(super) fn lasting(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3_600 % 24, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => t::minute_less().into(),
        (0, 0, minutes) => t::minutes(minutes as usize),
        (0, hours, minutes) => t::hours_minutes(hours as usize, minutes as usize),
        (days, hours, _) => t::days_hours(days as usize, hours as usize),
    }
}

/// A part of a whole: "2 of 5 (40 %)".
pub(super) fn part(part: u64, whole: u64) -> String {
    match (part * 100).checked_div(whole) {
        Some(percent) => t::part_of(part as usize, whole as usize, percent as usize),
        None => t::none_yet().into(),
    }
}

/// A moment of this very day: "2:05 PM"; of another, with the day: "Mar 12, 2:05 PM".
pub(super) fn moment(at: Millis, today: Date) -> String {
    let clock = of_day(at as i64);
    match local_day(at as i64) {
        day if day == today => clock,
        day => format!("{}, {clock}", day_words(day, today)),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::words::time::parse_day;

    #[test]
    fn sizes_have_two_digits_that_matter() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (14_400, "14 kB"),
            (999_600, "1.0 MB"),
            (3_210_000, "3.2 MB"),
            (32_100_000, "32 MB"),
            (5_000_000_000_000_000, "5000 TB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn spans_are_told_by_their_largest_units() {
        for (seconds, words) in [
            (0, "less than a minute"),
            (61, "1 min"),
            (3_600, "1 h 0 min"),
            (7_500, "2 h 5 min"),
            (86_400, "1 day 0 h"),
            (273_600, "3 days 4 h"),
        ] {
            assert_eq!(lasting(seconds), words);
        }
    }

    #[test]
    fn a_part_of_nothing_is_no_share() {
        assert_eq!((part(0, 0).as_str(), part(2, 5).as_str()), ("none yet", "2 of 5 (40 %)"));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_moment_of_another_day_names_it() {
        let noon = parse_day("2026-03-12").unwrap();
        let at = noon.noon() as u64;
        let (clock, other) = (moment(at, noon), parse_day("2026-11-20").unwrap());
        assert_eq!(clock, of_day(noon.noon()));
        assert_eq!(moment(at, other), format!("{}, {clock}", day_words(noon, other)));
    }
}
