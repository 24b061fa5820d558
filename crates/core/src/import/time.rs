//! ISO 8601 moments, as exports write them: `2020-02-25T01:03:54.021Z`, or with an offset.

use crate::date::{DAY, days};

/// The moment a text names, in milliseconds since the Unix epoch, if it names one. Seconds, their fraction and the offset
/// may be left out; without an offset it is UTC. Digits beyond milliseconds are dropped.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let midnight = days(year, month, day)? * DAY;
    if rest.is_empty() {
        return Some(midnight);
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let clock_end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock_end);
    Some(midnight + time_of_day(clock)? - offset(zone)?)
}

fn time_of_day(clock: &str) -> Option<i64> {
    let (whole, fraction) = clock.split_once(['.', ',']).map_or((clock, None), |(whole, part)| (whole, Some(part)));
    let [hour, minute, second] = match whole.len() {
        5 => numbers(whole, ':', [2, 2]).map(|[hour, minute]| [hour, minute, 0])?,
        _ => numbers(whole, ':', [2, 2, 2])?,
    };
    let millis = match fraction {
        None => 0,
        Some(digits) if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        Some(digits) => digits.bytes().chain(*b"000").take(3).fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')),
    };
    // Second 60 is a leap second: the next minute's first.
    let valid = hour < 24 && minute < 60 && second <= 60;
    valid.then_some(((hour * 60 + minute) * 60 + second) * 1000 + millis)
}

/// An offset from UTC in milliseconds: `Z`, `+02:00`, `-0330`, `+01`, or nothing.
fn offset(zone: &str) -> Option<i64> {
    let Some(sign) = zone.chars().next() else { return Some(0) };
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let digits = zone.get(1..)?;
    let [hours, minutes] = match digits.len() {
        2 => numbers(digits, ':', [2]).map(|[hours]| [hours, 0])?,
        4 => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            numbers(&format!("{hours}:{minutes}"), ':', [2, 2])?
        }
        _ => numbers(digits, ':', [2, 2])?,
    };
    let millis = (hours * 60 + minutes) * 60_000;
    let valid = hours < 24 && minutes < 60;
    valid.then_some(if sign == '-' { -millis } else { millis })
}

/// Numbers of exactly these many digits each, between separators.
fn numbers<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let mut out = [0; N];
    for (number, length) in out.iter_mut().zip(lengths) {
        let part = parts.next()?;
        if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse;

    #[test]
    fn moments_in_every_form_exports_use() {
        for (text, at) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2020-02-25T01:03:54.021Z", 1_582_592_634_021),
            ("2020-02-25T03:03:54.021+02:00", 1_582_592_634_021),
            ("2020-02-24T21:33:54.021-0330", 1_582_592_634_021),
            ("2020-02-25T02:03:54,0219+01", 1_582_592_634_021),
            ("2020-02-29", 1_582_934_400_000),
            ("2000-02-29T12:30Z", 951_827_400_000),
            ("1969-12-31 23:59:59.9", -100),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] {
            assert_eq!(parse(text), Some(at), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment() {
        for text in [
            "",
            "not-a-date",
            "2021-02-29T00:00:00Z",
            "1900-02-29",
            "2020-13-01",
            "2020-00-01",
            "2020-04-31",
            "2020-1-1",
            "2020-01-01T24:00:00Z",
            "2020-01-01T00:60:00Z",
            "2020-01-01T00:00:00.Z",
            "2020-01-01T00:00:00+25:00",
            "2020-01-01T00:00:00+",
            "2020-01-01T00:00:00Zjunk",
            "2020-01-01junk",
            "+020-01-01",
            "２０２０-01",
            "1582592634021",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,30}|[0-9TZ:.+ -]{0,30}") {
            parse(&text);
        }

        #[test]
        fn days_follow_one_another(day in 1_i64..10_000) {
            // Against an independent count: walk the calendar by year and month lengths.
            let mut left = day;
            let mut year = 1970;
            let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            while left >= 365 + i64::from(leap(year)) {
                left -= 365 + i64::from(leap(year));
                year += 1;
            }
            let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            let mut month = 1;
            for length in lengths {
                if left < length {
                    break;
                }
                left -= length;
                month += 1;
            }
            prop_assert_eq!(parse(&format!("{year:04}-{month:02}-{:02}", left + 1)), Some(day * 86_400_000));
        }
    }
}
