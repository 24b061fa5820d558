//! Days in words: "tomorrow", "next friday", "in 3 days", "24.12.", "Dec 24 2026".

use super::words::{Word, together};
use crate::date::{Date, month_named, weekday_named};

/// A day that some words name.
pub(super) struct Found {
    /// How many words name it.
    pub(super) words: usize,
    pub(super) date: Date,
    /// Whether the last word's punctuation belongs to it, as the point of "24.12." does.
    pub(super) whole: bool,
}

/// What stands before a day and says that it is one, so that words that mean other things as well are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing of the kind.
    None,
    /// "on" and the like: "sat" is a day.
    English,
    /// "bis" and the like: "so" is a day.
    German,
    /// "am": likewise, but "morgen" is the morning.
    Am,
}

/// The day that words from the first on name.
pub(super) fn read(words: &[Word<'_>], today: Date, month_first: bool, lead: Lead) -> Option<Found> {
    let lower = together(words, 4);
    let found = |words: usize, date: Date| Found { words, date, whole: false };
    if let Some((words, date)) = relative(&lower, today, lead) {
        return Some(found(words, date?));
    }
    if let Some((words, days, months)) = ahead(&lower) {
        return Some(found(words, today.plus_months(months)?.plus_days(days)?));
    }
    if let Some((date, whole)) = numeric(words.first()?, today, month_first) {
        return Some(Found { words: 1, date, whole });
    }
    with_month(words, today)
}

/// Days by what they are from today.
fn relative(words: &[&str], today: Date, lead: Lead) -> Option<(usize, Option<Date>)> {
    let monday = today.plus_days(7 - today.weekday());
    let upcoming = |day: i64, least: i64| today.plus_days((day - today.weekday() - least).rem_euclid(7) + least);
    Some(match *words {
        ["day", "after", "tomorrow", ..] => (3, today.plus_days(2)),
        ["end", "of", "month", ..] | ["ende", "des", "monats", ..] => (3, Some(today.end_of_month())),
        ["end", "of", "the", "month"] => (4, Some(today.end_of_month())),
        ["monatsende", ..] => (1, Some(today.end_of_month())),
        ["next", "week", ..] | ["nächste" | "nächster" | "kommende" | "kommender" | "naechste", "woche", ..] => {
            (2, monday)
        }
        ["next", "month", ..]
        | ["nächsten" | "nächster" | "nächstes" | "kommenden" | "naechsten", "monat" | "monats", ..] => {
            (2, today.end_of_month().plus_days(1))
        }
        ["next", "year", ..] | ["nächstes" | "kommendes" | "naechstes", "jahr", ..] => {
            (2, Date::new(today.year() + 1, 1, 1))
        }
        ["this", "weekend", ..] | ["dieses", "wochenende", ..] => (2, upcoming(5, 0)),
        ["next", "weekend", ..] | ["nächstes" | "naechstes" | "kommendes", "wochenende", ..] => {
            (2, monday.and_then(|monday| monday.plus_days(5)))
        }
        ["weekend" | "wochenende", ..] if lead != Lead::None => (1, upcoming(5, 0)),
        ["next" | "nächsten" | "nächster" | "naechsten", day, ..] => {
            let day = weekday_named(day)?;
            (2, monday.and_then(|monday| monday.plus_days(day)))
        }
        ["this" | "diesen" | "dieser", day, ..] => (2, upcoming(weekday_named(day)?, 0)),
        ["coming" | "kommenden" | "kommender", day, ..] => (2, upcoming(weekday_named(day)?, 1)),
        ["today" | "heute", ..] => (1, Some(today)),
        ["tomorrow" | "tmr" | "tmrw", ..] => (1, today.plus_days(1)),
        ["morgen", ..] if lead != Lead::Am => (1, today.plus_days(1)),
        ["übermorgen" | "uebermorgen", ..] => (1, today.plus_days(2)),
        [day, ..] if is_plain(day, lead) => (1, upcoming(weekday_named(day)?, 1)),
        _ => return None,
    })
}

/// Whether a weekday's name means nothing else there: "so many" and "sat down" are no days.
fn is_plain(day: &str, lead: Lead) -> bool {
    match day.chars().count() {
        0..=2 => matches!(lead, Lead::German | Lead::Am),
        3 => lead != Lead::None || matches!(day, "mon" | "tue" | "wed" | "thu" | "fri"),
        _ => true,
    }
}

/// "In 3 days" and the like: how many words, days and months.
fn ahead(words: &[&str]) -> Option<(usize, i64, i64)> {
    let ["in", count, unit, ..] = *words else { return None };
    let count = number(count)?;
    let (days, months) = match unit {
        "day" | "days" | "tag" | "tage" | "tagen" => (count, 0),
        "week" | "weeks" | "woche" | "wochen" => (count * 7, 0),
        "month" | "months" | "monat" | "monate" | "monaten" => (0, count),
        "year" | "years" | "jahr" | "jahre" | "jahren" => (0, count * 12),
        _ => return None,
    };
    Some((3, days, months))
}

/// A small number, in digits or as a word.
pub(super) fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "one a an ein eine einem einen einer",
        "two zwei",
        "three drei",
        "four vier",
        "five fünf",
        "six sechs",
        "seven sieben",
        "eight acht",
        "nine neun",
        "ten zehn",
        "eleven elf",
        "twelve zwölf",
    ];
    if let Some(at) = WORDS.iter().position(|words| words.split(' ').any(|known| known == word)) {
        return i64::try_from(at + 1).ok();
    }
    digits(word, 3)
}

/// A number of at most so many digits.
pub(super) fn digits(text: &str, most: usize) -> Option<i64> {
    let valid = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok())?
}

/// A day in digits, and whether the word's last point is its own.
fn numeric(word: &Word<'_>, today: Date, month_first: bool) -> Option<(Date, bool)> {
    let core = word.core;
    let parts = |separator: char| -> Option<Vec<i64>> { core.split(separator).map(|part| digits(part, 4)).collect() };
    if let Some([year, month, day]) = parts('-').as_deref() {
        let is_iso = core.len() == 10 && core.as_bytes()[4] == b'-';
        return is_iso.then(|| Date::new(*year, *month, *day))?.map(|date| (date, false));
    }
    if let Some(parts) = parts('.') {
        return match parts.as_slice() {
            // Without the second point it is a version or an amount.
            [day, month] if word.whole[core.len()..].starts_with('.') => Some((upcoming(*day, *month, today)?, true)),
            [day, month, year] => Some((Date::new(whole_year(*year)?, *month, *day)?, false)),
            _ => None,
        };
    }
    let parts = parts('/')?;
    let in_order = |month_first: bool| match parts.as_slice() {
        [month, day] if month_first => upcoming(*day, *month, today),
        [day, month] => upcoming(*day, *month, today),
        [month, day, year] if month_first => Date::new(whole_year(*year)?, *month, *day),
        [day, month, year] => Date::new(whole_year(*year)?, *month, *day),
        _ => None,
    };
    in_order(month_first).or_else(|| in_order(!month_first)).map(|date| (date, false))
}

fn whole_year(year: i64) -> Option<i64> {
    match year {
        0..100 => Some(2000 + year),
        1900.. => Some(year),
        _ => None,
    }
}

/// The next such day from today on; 29 February waits for a leap year.
fn upcoming(day: i64, month: i64, today: Date) -> Option<Date> {
    (0..=8).filter_map(|years| Date::new(today.year() + years, month, day)).find(|date| *date >= today)
}

/// "24 Dec", "24. Dezember 2026", "Dec 24th", "the 24th of December".
fn with_month(words: &[Word<'_>], today: Date) -> Option<Found> {
    let day = |word: &Word<'_>| {
        let lower = word.lower.as_str();
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(lower);
        digits(bare, 2).filter(|day| (1..=31).contains(day))
    };
    let month = |word: &Word<'_>| month_named(&word.lower);
    // The point of "24." and "Dez." may stand between; other punctuation parts the words.
    let joins = |word: &Word<'_>| matches!(&word.whole[word.core.len()..], "" | ".");
    let at = |index: usize| words.get(index);
    let (count, day, month) = match (at(0)?, at(1)?, at(2)) {
        (first, of, Some(third)) if of.lower == "of" && joins(first) && of.is_open() => (3, day(first)?, month(third)?),
        (first, second, _) if joins(first) => match (day(first), month(second), month(first), day(second)) {
            (Some(day), Some(month), ..) | (_, _, Some(month), Some(day)) => (2, day, month),
            _ => return None,
        },
        _ => return None,
    };
    let last = at(count - 1)?;
    let comma = last.whole.len() == last.core.len() + 1 && last.whole.ends_with(',');
    let year = at(count).filter(|_| joins(last) || comma).and_then(|word| digits(&word.lower, 4));
    let near = |year: &i64| (today.year() - 1..=today.year() + 20).contains(year);
    match year.filter(near) {
        Some(year) => Some(Found { words: count + 1, date: Date::new(year, month, day)?, whole: false }),
        None => {
            // A short month's point is its own: "24. Dez."
            let whole = last.core.chars().count() == 3
                && last.whole[last.core.len()..].starts_with('.')
                && month_named(&last.lower).is_some();
            Some(Found { words: count, date: upcoming(day, month, today)?, whole })
        }
    }
}
