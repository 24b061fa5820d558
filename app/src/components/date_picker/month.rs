//! The days of a month as a calendar shows them, and the ways through it. Days outside the years a due date may have are not
//! there.

use crate::t;
use holdfast_core::date::Date;

/// Weeks that are drawn, whatever the month: some reach into six.
pub(super) const WEEKS: i64 = 6;

/// A way from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many days.
    Days(i64),
    /// So many months: the same day there, or that month's last.
    Months(i64),
    /// To the first day of the week.
    WeekStart,
    /// To its last.
    WeekEnd,
}

impl Step {
    /// What a key means in a calendar, with or without Shift.
    pub(super) fn of_key(key: &str, shift: bool) -> Option<Self> {
        let months = if shift { 12 } else { 1 };
        Some(match key {
            "ArrowLeft" => Self::Days(-1),
            "ArrowRight" => Self::Days(1),
            "ArrowUp" => Self::Days(-7),
            "ArrowDown" => Self::Days(7),
            "PageUp" => Self::Months(-months),
            "PageDown" => Self::Months(months),
            "Home" => Self::WeekStart,
            "End" => Self::WeekEnd,
            _ => return None,
        })
    }

    /// The day it leads to from another, where weeks begin on that weekday (0 is Monday); the same day at the end of the
    /// calendar.
    pub(super) fn from(self, day: Date, first: i64) -> Date {
        let into_week = (day.weekday() - first).rem_euclid(7);
        let to = match self {
            Self::Days(days) => day.plus_days(days),
            Self::Months(months) => day.plus_months(months),
            Self::WeekStart => day.plus_days(-into_week),
            Self::WeekEnd => day.plus_days(6 - into_week),
        };
        to.unwrap_or(day)
    }
}

/// The weeks around a day's month, the first of which has its first day.
pub(super) fn weeks(of: Date, first: i64) -> impl Iterator<Item = [Option<Date>; 7]> {
    let start = of.days() - of.day() + 1;
    let into_week = (of.weekday() - of.day() + 1 - first).rem_euclid(7);
    let day = move |week: i64, day: i64| Date::from_days(start - into_week + week * 7 + day);
    (0..WEEKS).map(move |week| std::array::from_fn(|of_week| day(week, of_week as i64)))
}

/// Whether two days are of one month.
pub(super) fn is_same(one: Date, other: Date) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}

/// The days most often meant: today, tomorrow and the Monday of next week.
pub(super) fn near(today: Date) -> [(&'static str, &'static str, Option<Date>); 3] {
    [
        ("today", t::today(), Some(today)),
        ("tomorrow", t::tomorrow(), today.plus_days(1)),
        ("next-week", t::next_week(), today.plus_days(7 - today.weekday())),
    ]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::words::time::parse_day;

    fn day(text: &str) -> Date {
        parse_day(text).unwrap()
    }

    /// The first and the last day that are drawn.
    fn ends(of: &str, first: i64) -> (String, String) {
        let all: Vec<_> = weeks(day(of), first).flatten().collect();
        assert_eq!(all.len(), 42);
        assert!(all.iter().flatten().all(|one| all[0].is_none_or(|start| one.days() - start.days() < 42)));
        let words = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (words(all[0]), words(all[41]))
    }

    #[test]
    fn six_weeks_are_drawn_from_the_one_with_the_first() {
        for (of, first, start, end) in [
            ("2026-11-21", 0, "2026-10-26", "2026-12-06"),
            ("2026-11-01", 6, "2026-11-01", "2026-12-12"),
            // Five days of a leap year's February, and none of another's.
            ("2024-02-29", 0, "2024-01-29", "2024-03-10"),
            ("2027-02-28", 0, "2027-02-01", "2027-03-14"),
            ("2100-02-01", 0, "2100-02-01", "2100-03-14"),
            // Over the end of a year.
            ("2026-12-31", 0, "2026-11-30", "2027-01-10"),
            ("2027-01-01", 5, "2026-12-26", "2027-02-05"),
            // At the ends of the calendar.
            ("1900-01-15", 6, "", "1900-02-10"),
            ("9999-12-01", 0, "9999-11-29", ""),
        ] {
            assert_eq!(ends(of, first), (start.to_owned(), end.to_owned()), "{of} from {first}");
        }
    }

    #[test]
    fn keys_lead_over_the_ends_of_months_and_years() {
        for (from, key, shift, to) in [
            ("2026-12-31", "ArrowRight", false, "2027-01-01"),
            ("2027-01-01", "ArrowLeft", false, "2026-12-31"),
            ("2024-02-26", "ArrowDown", false, "2024-03-04"),
            ("2026-03-04", "ArrowUp", false, "2026-02-25"),
            ("2026-01-31", "PageDown", false, "2026-02-28"),
            ("2024-03-31", "PageUp", false, "2024-02-29"),
            ("2024-02-29", "PageDown", true, "2025-02-28"),
            ("2026-06-15", "PageUp", true, "2025-06-15"),
            ("2026-11-21", "Home", false, "2026-11-16"),
            ("2026-11-21", "End", false, "2026-11-22"),
            ("9999-12-31", "ArrowDown", false, "9999-12-31"),
            ("1900-01-01", "PageUp", false, "1900-01-01"),
        ] {
            assert_eq!(Step::of_key(key, shift).unwrap().from(day(from), 0), day(to), "{from} {key}");
        }
        assert_eq!(Step::of_key("a", false), None);
        let saturday = day("2026-11-21");
        assert_eq!(Step::WeekStart.from(saturday, 6), day("2026-11-15"), "where weeks begin on Sunday");
        assert_eq!(Step::WeekEnd.from(saturday, 6), saturday);
        assert_eq!(Step::WeekStart.from(saturday, 5), saturday);
    }

    #[test]
    fn next_week_begins_on_monday() {
        for (today, monday) in
            [("2026-11-21", "2026-11-23"), ("2026-11-23", "2026-11-30"), ("2026-12-31", "2027-01-04")]
        {
            assert_eq!(near(day(today))[2].2, Some(day(monday)));
        }
        assert_eq!(near(day("9999-12-31")).map(|(_, _, day)| day.is_some()), [true, false, false]);
    }
}
