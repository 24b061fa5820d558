//! When a task is due, from a day and a time that may stand together or apart.

use super::{
    Known, clock,
    day::{self, Lead, number},
    words::{Word, together},
};
use crate::date::{Date, LocalTime};

/// What has been understood of it so far: each part once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    date: Option<Date>,
    minute: Option<u16>,
}

impl When {
    /// Reads a day, a time or both from the first of these words on; gives where that ends in the line.
    /// `before` is the word before them.
    pub(super) fn read(&mut self, before: &str, words: &[Word<'_>], known: &Known<'_>) -> Option<usize> {
        // "Guten Morgen", "am Morgen": the time of day, which says nothing here.
        if matches!(before, "am" | "guten") && words.first().is_some_and(|word| word.lower == "morgen") {
            return None;
        }
        if let Some((used, due)) = self.soon(words, known) {
            *self = Self { date: Some(due.date), minute: due.minute };
            return end(words, used, false);
        }
        let (used, date, whole) = self.day(words, known).map_or((0, None, false), |found| found);
        // A day whose word is closed by a comma may still have a time after it: "friday, 14:00".
        let after = &words[used..];
        let minute = self.time(after, used > 0);
        match (date, minute) {
            (None, None) => None,
            (_, Some((more, minute))) => {
                self.date = self.date.or(date);
                self.minute = Some(minute);
                let end_of_time = used + more;
                // A day may follow its time: "at 5pm tomorrow".
                if date.is_none()
                    && let Some((more, Some(date), whole)) = self.day(&words[end_of_time..], known)
                    && words[end_of_time - 1].is_open()
                {
                    self.date = Some(date);
                    return end(words, end_of_time + more, whole);
                }
                end(words, end_of_time, false)
            }
            (Some(date), None) => {
                self.date = Some(date);
                end(words, used, whole)
            }
        }
    }

    /// When it is due. A time without a day is the next such time.
    pub(super) fn due(self, known: &Known<'_>) -> Option<LocalTime> {
        match (self.date, self.minute) {
            (Some(date), minute) => Some(LocalTime { date, minute }),
            (None, Some(minute)) if minute > known.now => Some(LocalTime { date: known.today, minute: Some(minute) }),
            (None, Some(minute)) => Some(LocalTime { date: known.today.plus_days(1)?, minute: Some(minute) }),
            (None, None) => None,
        }
    }

    /// "In 2 hours", "tonight": a day and a time at once.
    fn soon(&self, words: &[Word<'_>], known: &Known<'_>) -> Option<(usize, LocalTime)> {
        if self.date.is_some() || self.minute.is_some() {
            return None;
        }
        let (used, minutes) = match *together(words, 3).as_slice() {
            ["tonight", ..] => {
                return Some((1, LocalTime { date: known.today, minute: clock::part_of_day("evening") }));
            }
            ["in", count, unit] => {
                let unit = match unit {
                    "minute" | "minutes" | "min" | "mins" | "minuten" => 1,
                    "hour" | "hours" | "stunde" | "stunden" => 60,
                    _ => return None,
                };
                (3, number(count)? * unit)
            }
            _ => return None,
        };
        let at = i64::from(known.now) + minutes;
        let date = known.today.plus_days(at.div_euclid(1440))?;
        Some((used, LocalTime { date, minute: u16::try_from(at.rem_euclid(1440)).ok() }))
    }

    /// A day, with the words that lead to it: "by friday", "bis zum 24.12.".
    fn day(&self, words: &[Word<'_>], known: &Known<'_>) -> Option<(usize, Option<Date>, bool)> {
        if self.date.is_some() {
            return None;
        }
        let lower = together(words, 2);
        let (most, lead) = match *lower.as_slice() {
            ["due", "by" | "on"] => (2, Lead::English),
            ["by" | "until" | "till" | "on" | "for", "the"] => (2, Lead::None),
            ["bis" | "fällig", "zum"] => (2, Lead::German),
            ["bis" | "fällig", "am"] => (2, Lead::Am),
            ["am", _] => (1, Lead::Am),
            ["bis" | "fällig", _] => (1, Lead::German),
            ["due" | "by" | "on" | "until" | "till", _] => (1, Lead::English),
            ["for" | "für" | "the", _] => (1, Lead::None),
            _ => (0, Lead::None),
        };
        let read = |from: usize| {
            let lead = if from == 0 { Lead::None } else { lead };
            let found = day::read(words.get(from..)?, known.today, known.month_first, lead)?;
            Some((from + found.words, Some(found.date), found.whole))
        };
        read(most).or_else(|| read(0))
    }

    /// A time.
    fn time(&self, words: &[Word<'_>], after_day: bool) -> Option<(usize, u16)> {
        if self.minute.is_some() {
            return None;
        }
        let first = words.first()?;
        if let Some(minute) = clock::part_of_day(&first.lower).filter(|_| after_day) {
            return Some((1, minute));
        }
        clock::read(words, |used| after_day || words.len() == used)
    }
}

/// Where the first so many words end.
fn end(words: &[Word<'_>], used: usize, whole: bool) -> Option<usize> {
    let last = words.get(used.checked_sub(1)?)?;
    // Of "24.12." the point is part of the date; of "24.12.," the comma is not.
    Some(if whole { (last.core_end() + 1).min(last.whole_end()) } else { last.core_end() })
}
