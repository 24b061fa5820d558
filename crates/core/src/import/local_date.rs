//! Dates as people and their spreadsheets write them: ISO, 24.12.2026, 12/24/2026, "24 Dec 2026", with a time or without.

use super::time;
use crate::date::{Date, LocalTime, month_named, weekday_named};

/// A date as read: which day `3/4/2026` is depends on which number is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A moment, in milliseconds since the Unix epoch: the text named its offset from UTC.
    Moment(i64),
    /// A day on a wall calendar and perhaps a time. Where both readings are there and differ, the text does not tell.
    Local {
        /// With the day first, or in whatever order the text makes plain.
        day_first: Option<Date>,
        /// With the month first.
        month_first: Option<Date>,
        /// Minutes since midnight.
        minute: Option<u16>,
    },
}

impl Reading {
    /// Whether two days could be meant.
    pub(super) fn is_ambiguous(self) -> bool {
        matches!(self, Self::Local { day_first: Some(one), month_first: Some(other), .. } if one != other)
    }

    /// Whether only one order of day and month makes it a date: `Some(true)` if that is the month first.
    pub(super) fn order(self) -> Option<bool> {
        match self {
            Self::Local { day_first: None, month_first: Some(_), .. } => Some(true),
            Self::Local { day_first: Some(_), month_first: None, .. } => Some(false),
            _ => None,
        }
    }

    /// The moment meant, in milliseconds since the Unix epoch.
    pub(super) fn at(self, prefer_month: bool, zone: &dyn Fn(LocalTime) -> i64) -> Option<i64> {
        match self {
            Self::Moment(at) => Some(at),
            Self::Local { day_first, month_first, minute } => {
                let date = if prefer_month { month_first.or(day_first) } else { day_first.or(month_first) };
                date.map(|date| match minute {
                    None => date.noon(),
                    Some(_) => zone(LocalTime { date, minute }),
                })
            }
        }
    }
}

/// Reads a date.
pub(super) fn read(text: &str) -> Option<Reading> {
    // No form of a date is longer; a cell of a whole text need not be looked at.
    if text.len() > 60 {
        return None;
    }
    let text = text.trim().replace(['年', '月'], "-").replace('日', " ");
    let (iso_date, clock) = text.split_at_checked(10).unwrap_or((&text, ""));
    let zoned = clock.contains(['Z', 'z', '+']) || clock.contains('-');
    if zoned && iso_date.matches('-').count() == 2 {
        return time::parse(&text).map(Reading::Moment);
    }
    let (date, minute) = split_time(&text)?;
    let (day_first, month_first) = days(date.trim().trim_end_matches(','))?;
    Some(Reading::Local { day_first, month_first, minute })
}

/// Takes a time off the end: "… 14:30", "…T14:30:05.123", "… 2:30 PM", "… um 14:30 Uhr".
fn split_time(text: &str) -> Option<(&str, Option<u16>)> {
    let Some(colon) = text.find(':') else { return Some((text, None)) };
    let start = text[..colon]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let (date, clock) = text.split_at(start);
    let lower = clock.to_ascii_lowercase();
    let (digits, half) = match lower.trim_end_matches("uhr").trim_end() {
        digits if digits.ends_with("am") || digits.ends_with("pm") => digits.split_at(digits.len() - 2),
        digits => (digits, ""),
    };
    let minute = clock_minute(digits.trim_end(), half)?;
    let date = date.trim_end();
    let said = ["um", "at", "gegen"].iter().find_map(|word| date.strip_suffix(word));
    // The T of ISO stands right after a digit; that of "August" does not.
    let joined = date.strip_suffix(['T', 't']).filter(|date| date.ends_with(|c: char| c.is_ascii_digit()));
    let date = said.or(joined).unwrap_or(date).trim_end();
    Some((date, Some(minute)))
}

/// Minutes since midnight of "14:30" or, with "am" or "pm", "2:30"; seconds are dropped.
fn clock_minute(digits: &str, half: &str) -> Option<u16> {
    let mut parts = digits.split(':');
    let number = |part: &str| -> Option<u16> {
        (matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = parts.next().map(|part| part.split(['.', ',']).next().unwrap_or_default());
    if parts.next().is_some() || minute > 59 || seconds.is_some_and(|part| number(part).is_none_or(|part| part > 60)) {
        return None;
    }
    let hour = match (half, hour) {
        ("", 0..=23) => hour,
        ("am", 1..=12) => hour % 12,
        ("pm", 1..=12) => hour % 12 + 12,
        _ => return None,
    };
    Some(hour * 60 + minute)
}

type Days = (Option<Date>, Option<Date>);

/// The day or days that a text without a time may name.
fn days(text: &str) -> Option<Days> {
    let (numbers, separators, month) = pieces(text)?;
    let number = |at: usize| numbers.get(at).map_or(0, |(number, _)| *number);
    let width = |at: usize| numbers.get(at).map_or(0, |(_, width)| *width);
    let plain = |date: Option<Date>| date.map(|date| (Some(date), Some(date)));
    match (numbers.len(), month) {
        // 20261224
        (1, None) if width(0) == 8 => plain(Date::new(number(0) / 10_000, number(0) / 100 % 100, number(0) % 100)),
        // 2026-12-24, 2026/12/24
        (3, None) if width(0) == 4 => plain(Date::new(number(0), number(1), number(2))),
        (3, None) => {
            let year = year(number(2), width(2))?;
            let day_first = Date::new(year, number(1), number(0));
            // Nobody puts a point after the month first.
            let month_first = match separators {
                '.' => day_first,
                _ => Date::new(year, number(0), number(1)),
            };
            day_first.or(month_first)?;
            Some((day_first, month_first))
        }
        // 24 Dec 2026, Dec 24, 2026
        (2, Some(month)) if width(0) == 4 => plain(Date::new(number(0), month, number(1))),
        (2, Some(month)) => plain(Date::new(year(number(1), width(1))?, month, number(0))),
        _ => None,
    }
}

/// The numbers of a date with how many digits each has, its first separator, and the month if a word names one. `None` if
/// there is anything else in it.
type Pieces = (Vec<(i64, usize)>, char, Option<i64>);

fn pieces(text: &str) -> Option<Pieces> {
    let mut numbers = Vec::new();
    let (mut separator, mut month) = (' ', None);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let same = |c: char| if is_digit { c.is_ascii_digit() } else { c.is_alphabetic() };
        let end = rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let (piece, after) = if end == 0 { rest.split_at(first.len_utf8()) } else { rest.split_at(end) };
        if is_digit {
            numbers.push((piece.parse().ok().filter(|_| piece.len() <= 8)?, piece.len()));
        } else if end > 0 {
            match (month_named(piece), weekday_named(piece).is_some()) {
                (Some(number), _) if month.is_none() => month = Some(number),
                (None, true) => {}
                // "24th of December", "24 de diciembre"
                _ if ["st", "nd", "rd", "th", "of", "der", "den"].contains(&piece.to_lowercase().as_str()) => {}
                _ => return None,
            }
        } else if "-./, ".contains(first) {
            if separator == ' ' && !numbers.is_empty() {
                separator = first;
            }
        } else {
            return None;
        }
        rest = after;
    }
    Some((numbers, separator, month))
}

/// The year of a number of two or four digits.
fn year(number: i64, width: usize) -> Option<i64> {
    match width {
        4 => Some(number),
        // What spreadsheets take: 1970 to 2069.
        2 => Some(if number < 70 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Reading, read};
    use crate::date::LocalTime;

    /// As if clocks here were an hour ahead, day first.
    fn check(text: &str, expected: &str) {
        let reading = read(text).unwrap_or_else(|| panic!("{text} is a date"));
        let at = reading.at(false, &|local: LocalTime| local.at(60)).unwrap();
        assert_eq!(crate::date::iso(at).unwrap(), expected, "{text}");
    }

    #[test]
    fn the_usual_forms() {
        for text in [
            "2026-12-24",
            " 2026/12/24 ",
            "20261224",
            "24.12.2026",
            "24.12.26",
            "24. 12. 2026",
            "24/12/2026",
            "12/24/2026",
            "24-12-2026",
            "24 Dec 2026",
            "Dec 24, 2026",
            "December 24th, 2026",
            "24th of December 2026",
            "24. Dezember 2026",
            "Do, 24. Dez. 2026",
            "Thu 24-Dec-26",
            "Donnerstag, der 24. Dezember 2026",
            "2026年12月24日",
        ] {
            check(text, "2026-12-24");
        }
        for text in [
            "2026-12-24T17:05",
            "2026-12-24 17:05:59",
            "24.12.2026 17:05",
            "24.12.2026, 17:05 Uhr",
            "24.12.2026 um 17:05",
            "12/24/2026 5:05 PM",
            "Dec 24, 2026 at 5:05pm",
            "2026-12-24T16:05:00Z",
            "2026-12-24T18:05:00+02:00",
            "2026-12-24T11:05:00-0500",
        ] {
            check(text, "2026-12-24T16:05:00Z");
        }
        check("1.3.2026", "2026-03-01");
        check("29.02.2028 12:00 AM", "2028-02-28T23:00:00Z");
    }

    #[test]
    fn either_day_is_said_to_be_so() {
        let ambiguous = read("3/4/2026").unwrap();
        assert!(ambiguous.is_ambiguous() && !read("4/4/2026").unwrap().is_ambiguous());
        let day = |prefer_month| crate::date::iso(ambiguous.at(prefer_month, &|_| 0).unwrap()).unwrap();
        assert_eq!((day(false), day(true)), ("2026-04-03".into(), "2026-03-04".into()));
        assert_eq!(read("24/12/2026").unwrap().order(), Some(false));
        assert_eq!(read("12/24/2026").unwrap().order(), Some(true));
        assert_eq!(read("3.4.2026").unwrap().order(), None, "points are plain");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "12",
            "12/24",
            "tomorrow",
            "2026-13-01",
            "31.02.2026",
            "99/99/2026",
            "1.2.3.4",
            "24.12.2026 25:00",
            "24.12.2026 12:60",
            "version 1.2.3",
            "5:30",
            "2026-12-24T16:05:00X",
            "24.12.1899",
            "0.0.0000",
            "1234567890",
            "24 Foo 2026",
            "24 dec dec",
            "−1-2-2026",
            "13:00 PM",
            "24.12.2026 13:00 pm",
            "年月日",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}|[0-9 ./:,TZ+-]{0,30}|[0-9年月日 apm:]{0,20}") {
            if let Some(reading) = read(&text) {
                prop_assert!(reading.at(true, &|local| local.at(0)).is_some());
            }
        }

        #[test]
        fn every_day_in_every_form(days in 0_i64..40_000) {
            let date = crate::date::Date::from_days(days).unwrap();
            let (year, month, day) = (date.year(), date.month(), date.day());
            for text in [format!("{year}-{month:02}-{day:02}"), format!("{day}.{month}.{year}"), format!("{day}/{month}/{year}")] {
                let reading = read(&text).unwrap();
                prop_assert!(matches!(reading, Reading::Local { day_first: Some(read), .. } if read == date), "{text}");
            }
        }
    }
}
