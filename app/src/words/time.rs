//! Days, moments and durations in words.

use holdfast_core::{
    Millis,
    date::{DAY, Date, LocalTime},
};

use crate::t::{self, Moment};

/// Reads "2026-11-20", as date inputs give it.
pub fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse().ok());
    Date::new(parts.next()??, parts.next()??, parts.next()??)
}

/// "Today", "Mar 12", or with the year where it is another.
pub fn day_words(day: Date, today: Date) -> String {
    match day.days() - today.days() {
        0 => t::today().into(),
        1 => t::tomorrow().into(),
        -1 => t::yesterday().into(),
        _ if day.year() == today.year() => t::moment(Moment::Day, day.noon()),
        _ => t::moment(Moment::DayOfYear, day.noon()),
    }
}

/// How long ago something was.
pub fn ago(then: Millis, now: Millis) -> String {
    let seconds = usize::try_from(now.saturating_sub(then) / 1000).unwrap_or_default();
    match seconds {
        0..60 => t::just_now().into(),
        60..3_600 => t::minutes_ago(seconds / 60),
        3_600..86_400 => t::hours_ago(seconds / 3_600),
        86_400..172_800 => t::yesterday_then().into(),
        _ => t::days_ago(seconds / 86_400),
    }
}

/// A duration: "1 h 30 min".
pub fn spent(seconds: i64) -> String {
    let minutes = usize::try_from(seconds / 60).unwrap_or_default();
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t::minutes(minutes),
        (hours, 0) => t::hours(hours),
        (hours, minutes) => t::hours_minutes(hours, minutes),
    }
}

/// The day a moment falls on here. A whole day is that day wherever one is.
pub fn local_day(at: i64) -> Date {
    match Date::of_millis(at).filter(|_| !is_timed(at)) {
        Some(day) => day,
        None => day_of(&js_sys::Date::new(&(at as f64).into())),
    }
}

/// The day that a clock here shows; the first there is for one that shows none.
fn day_of(clock: &js_sys::Date) -> Date {
    let (month, day) = (i64::from(clock.get_month()) + 1, i64::from(clock.get_date()));
    let first = || Date::new(1900, 1, 1).expect("the first day is a day");
    Date::new(i64::from(clock.get_full_year()), month, day).unwrap_or_else(first)
}

/// When something is due, in words: "Tomorrow 5:00 PM", or without a time where the whole day is meant, which is stored as its
/// noon in UTC.
pub fn due_words(at: i64, day: Date) -> String {
    let words = day_words(day, today());
    if is_timed(at) { format!("{words} {}", of_day(at)) } else { words }
}

/// Whether a moment is one of the day, and not the day as a whole.
pub fn is_timed(at: i64) -> bool {
    at.rem_euclid(DAY) != DAY / 2
}

/// The time of day of a moment here: "5:00 PM".
pub fn of_day(at: i64) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    let minute = i64::from(date.get_hours() * 60 + date.get_minutes());
    t::moment(Moment::Clock, minute * 60_000)
}

/// The moment of a local time here, by the offset that holds on that day.
pub fn moment(time: LocalTime) -> i64 {
    let Some(minute) = time.minute else { return time.date.noon() };
    let (year, month, day) = (time.date.year() as u32, time.date.month() as i32 - 1, time.date.day() as i32);
    let date =
        js_sys::Date::new_with_year_month_day_hr_min(year, month, day, i32::from(minute / 60), i32::from(minute % 60));
    let at = date.get_time() as i64;
    // Noon in UTC says the whole day: a time that falls on it is kept a millisecond later.
    if is_timed(at) { at } else { at + 1 }
}

/// The moment of another day at the time it had; the whole day if it had none.
pub fn on_day(before: Option<i64>, date: Date) -> i64 {
    let Some(at) = before.filter(|at| is_timed(*at)) else { return date.noon() };
    let was = js_sys::Date::new(&(at as f64).into());
    moment(LocalTime { date, minute: u16::try_from(was.get_hours() * 60 + was.get_minutes()).ok() })
}

/// What is chosen as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// None.
    Nothing,
    /// A day, with the time there was before if it has none of its own.
    On(LocalTime),
    /// The day there was before, without a time.
    WholeDay,
}

/// The moment of what was chosen.
pub fn chosen(before: Option<i64>, choice: Chosen) -> Option<i64> {
    match choice {
        Chosen::Nothing => None,
        Chosen::On(time) if time.minute.is_some() => Some(moment(time)),
        Chosen::On(LocalTime { date, .. }) => Some(on_day(before, date)),
        Chosen::WholeDay => before.map(|at| local_day(at).noon()),
    }
}

/// Now, in milliseconds since 1970.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// Whether 3/4/2026 is a day in March here: it is where the browser speaks American English.
pub fn is_month_first() -> bool {
    web_sys::window().and_then(|window| window.navigator().language()).is_some_and(|language| language == "en-US")
}

/// The day and the minute of it that it is here.
pub fn this_minute() -> (Date, u16) {
    let clock = js_sys::Date::new_0();
    (day_of(&clock), u16::try_from(clock.get_hours() * 60 + clock.get_minutes()).unwrap_or_default())
}

/// Today, here.
pub fn today() -> Date {
    this_minute().0
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn day(text: &str) -> Date {
        parse_day(text).unwrap()
    }

    #[test]
    fn days_are_read_as_date_fields_give_them() {
        assert_eq!(day("2026-03-05").to_string(), "2026-03-05");
        let wrong = ["", "2026-13-01", "26-1-1", "x-1-1", "20266-01-01", "2026-02-29"];
        assert!(wrong.iter().all(|text| parse_day(text).is_none()));
    }

    #[test]
    fn near_days_have_names() {
        let today = day("2026-12-31");
        for (other, words) in [("2026-12-31", "Today"), ("2027-01-01", "Tomorrow"), ("2026-12-30", "Yesterday")] {
            assert_eq!(day_words(day(other), today), words);
        }
        // In whichever order they are written here.
        let [same, next] = ["2026-03-12", "2027-03-12"].map(|other| day_words(day(other), today));
        assert!([&same, &next].iter().all(|words| words.contains("Mar") && words.contains("12")), "{same}; {next}");
        assert!(!same.contains("2026") && next.contains("2027"), "{same}; {next}");
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_time_of_day_is_told_and_stays_when_the_day_changes() {
        let (date, _) = this_minute();
        let timed = moment(LocalTime { date, minute: Some(17 * 60 + 5) });
        assert!(of_day(timed).contains(":05"), "{}", of_day(timed));
        assert_eq!(due_words(timed, local_day(timed)), format!("Today {}", of_day(timed)));
        let next = date.plus_days(1).unwrap();
        let moved = on_day(Some(timed), next);
        assert_eq!(due_words(moved, local_day(moved)), format!("Tomorrow {}", of_day(timed)));
        let whole = moment(LocalTime { date, minute: None });
        assert_eq!(due_words(whole, local_day(whole)), "Today");
        assert_eq!(on_day(Some(whole), next), next.noon());
        let choice = |minute| Chosen::On(LocalTime { date: next, minute });
        assert_eq!(chosen(Some(timed), choice(None)), Some(moved), "a day alone keeps the time");
        assert_eq!(chosen(Some(timed), choice(Some(0))), Some(moment(LocalTime { date: next, minute: Some(0) })));
        assert_eq!(chosen(Some(timed), Chosen::Nothing), None);
        assert_eq!(chosen(Some(timed), Chosen::WholeDay), Some(whole), "a time is taken away, and the day stays");
        assert_eq!([Some(whole), None].map(|before| chosen(before, Chosen::WholeDay)), [Some(whole), None]);
    }

    #[test]
    fn durations_are_short() {
        assert_eq!(
            [spent(0), spent(900), spent(3_600), spent(5_400), spent(-5)],
            ["0 min", "15 min", "1 h", "1 h 30 min", "0 min"]
        );
        assert_eq!([ago(0, 59_999), ago(0, 60_000), ago(0, 7_200_000)], ["just now", "1 min ago", "2 h ago"]);
        assert_eq!([ago(0, 90_000_000), ago(0, 200_000_000), ago(5, 0)], ["yesterday", "2 days ago", "just now"]);
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_day_typed_is_the_day_shown() {
        for text in ["2026-01-01", "2026-07-15", "2026-12-31"] {
            assert_eq!(local_day(day(text).noon()).to_string(), text);
        }
    }
}
