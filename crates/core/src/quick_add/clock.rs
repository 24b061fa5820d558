//! Times of day in words: "14:30", "5pm", "at 9", "14 Uhr", "noon".

use super::{day::digits, words::Word};

/// The time that words from the first on name, in minutes since midnight, and how many words that takes. `bare`: whether
/// a number alone is an hour after "at", which it may only be where nothing else can be counted.
pub(super) fn read(words: &[Word<'_>], bare: impl Fn(usize) -> bool) -> Option<(usize, u16)> {
    let first = words.first()?;
    let introduced = matches!(first.lower.as_str(), "at" | "um" | "gegen" | "ab") && first.is_open();
    let from = usize::from(introduced);
    let word = words.get(from)?;
    let next = words.get(from + 1).filter(|_| word.is_open()).map(|next| next.lower.as_str());
    let lower = word.lower.as_str();
    let (used, minute) = match (split_half(lower), next) {
        ((clock, Some(half)), _) => (1, twelve_hours(clock, half)?),
        ((clock, None), Some(half @ ("am" | "pm"))) if !clock.is_empty() => (2, twelve_hours(clock, half)?),
        ((clock, None), Some("uhr")) => (2, hours(&clock.replace('.', ":"), true)?),
        _ if matches!(lower, "noon" | "midday" | "mittags" | "mittag") => (1, 12 * 60),
        ((clock, None), _) => (1, hours(clock, introduced && bare(from + 1))?),
    };
    Some((from + used, minute))
}

/// The time that a part of the day stands for, right after the day: "tomorrow morning".
pub(super) fn part_of_day(word: &str) -> Option<u16> {
    let hour = match word {
        "morning" | "früh" | "frueh" | "vormittag" => 9,
        "noon" | "midday" | "mittag" => 12,
        "afternoon" | "nachmittag" => 15,
        "evening" | "night" | "abend" => 18,
        _ => return None,
    };
    Some(hour * 60)
}

fn split_half(word: &str) -> (&str, Option<&str>) {
    let half =
        ["am", "pm"].into_iter().find(|half| word.ends_with(half) && word.starts_with(|c: char| c.is_ascii_digit()));
    half.map_or((word, None), |half| (&word[..word.len() - 2], Some(half)))
}

fn twelve_hours(clock: &str, half: &str) -> Option<u16> {
    let minute = hours(clock, true).filter(|minute| (60..13 * 60).contains(minute))?;
    Some(minute % (12 * 60) + if half == "pm" { 12 * 60 } else { 0 })
}

/// "14:30", or, where that is enough, "14".
fn hours(clock: &str, alone: bool) -> Option<u16> {
    let (hour, minute) = match clock.split_once(':') {
        Some((hour, minute)) => (digits(hour, 2)?, digits(minute, 2).filter(|_| minute.len() == 2)?),
        None if alone => (digits(clock, 2)?, 0),
        None => return None,
    };
    let valid = hour < 24 && minute < 60;
    valid.then(|| u16::try_from(hour * 60 + minute).ok())?
}
