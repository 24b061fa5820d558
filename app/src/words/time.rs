//! Days, moments and durations in words.

use holdfast_core::{
    Millis,
    date::{Date, LocalTime},
};
use web_sys::HtmlInputElement;

use crate::t;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day, 1 to 31.
    pub day: u32,
}

const DAY: i64 = 86_400_000;

impl Day {
    /// Reads "2026-11-20", as date inputs give it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        ((1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// "2026-11-20", as date inputs take it.
    pub fn input(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The same day as core counts it.
    pub fn of(date: Date) -> Self {
        let small = |number: i64| u32::try_from(number).unwrap_or(1);
        Self { year: i32::try_from(date.year()).unwrap_or(1970), month: small(date.month()), day: small(date.day()) }
    }

    /// Noon of that day in UTC, in milliseconds: the moment that falls on this day in nearly every time zone.
    pub fn noon(self) -> i64 {
        self.number() * DAY + DAY / 2
    }

    /// Days since 1970-01-01, by the Gregorian calendar; years are counted from March, so that the leap day comes last.
    fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// "Today", "12 Mar", or with the year where it is another.
    pub fn words(self, today: Self) -> String {
        match self.number() - today.number() {
            0 => t::today().into(),
            1 => t::tomorrow().into(),
            -1 => t::yesterday().into(),
            _ => {
                let (day, month) = (self.day.to_string(), t::month(self.month));
                match self.year == today.year {
                    true => t::date(&day, &month),
                    false => t::date_year(&day, &month, &self.year.to_string()),
                }
            }
        }
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

/// The day that a date field holds, or none where it was cleared; nothing while a date is only half typed, which its value
/// alone does not tell from a cleared field.
pub fn typed_day(field: &HtmlInputElement) -> Option<Option<Day>> {
    let (text, is_half) = (field.value(), field.validity().bad_input());
    match Day::parse(&text) {
        Some(day) => Some(Some(day)),
        None => (text.is_empty() && !is_half).then_some(None),
    }
}

/// The day a moment falls on here. A whole day is that day wherever one is.
pub fn local_day(at: i64) -> Day {
    if let Some(date) = Date::of_millis(at).filter(|_| !is_timed(at)) {
        return Day::of(date);
    }
    let date = js_sys::Date::new(&(at as f64).into());
    Day { year: date.get_full_year() as i32, month: date.get_month() + 1, day: date.get_date() }
}

/// When something is due, in words: "Tomorrow 17:00", or without a time where the whole day is meant, which is stored as its
/// noon in UTC.
pub fn due_words(at: i64, day: Day) -> String {
    let words = day.words(today());
    if is_timed(at) { format!("{words} {}", of_day(at)) } else { words }
}

/// Whether a moment is one of the day, and not the day as a whole.
pub fn is_timed(at: i64) -> bool {
    at.rem_euclid(DAY) != DAY / 2
}

/// The time of day of a moment here: "17:00".
pub fn of_day(at: i64) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The moment of a local time here, by the offset that holds on that day.
pub fn moment(time: LocalTime) -> i64 {
    let Some(minute) = time.minute else { return time.date.noon() };
    let (year, month, day) = (time.date.year() as u32, time.date.month() as i32 - 1, time.date.day() as i32);
    let date =
        js_sys::Date::new_with_year_month_day_hr_min(year, month, day, i32::from(minute / 60), i32::from(minute % 60));
    date.get_time() as i64
}

/// The moment of another day at the time it had; the whole day if it had none.
pub fn on_day(before: Option<i64>, day: Day) -> i64 {
    let Some(at) = before.filter(|at| is_timed(*at)) else { return day.noon() };
    let was = js_sys::Date::new(&(at as f64).into());
    let minute = u16::try_from(was.get_hours() * 60 + was.get_minutes()).ok();
    match Date::new(i64::from(day.year), i64::from(day.month), i64::from(day.day)) {
        Some(date) => moment(LocalTime { date, minute }),
        None => day.noon(),
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
    let date = js_sys::Date::new_0();
    let (month, day) = (i64::from(date.get_month()) + 1, i64::from(date.get_date()));
    let today = Date::new(i64::from(date.get_full_year()), month, day).expect("the clock shows a day of the calendar");
    (today, u16::try_from(date.get_hours() * 60 + date.get_minutes()).unwrap_or_default())
}

/// Today, here.
pub fn today() -> Day {
    local_day(js_sys::Date::now() as i64)
}

/// Tomorrow, here.
pub fn tomorrow() -> Day {
    let now = js_sys::Date::new_0();
    let next =
        js_sys::Date::new_with_year_month_day(now.get_full_year(), now.get_month() as i32, now.get_date() as i32 + 1);
    local_day(next.get_time() as i64)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn noon_is_on_the_day() {
        assert_eq!(day("1970-01-01").noon(), DAY / 2);
        assert_eq!(day("2026-11-20").noon(), 1_795_176_000_000);
        assert_eq!(day("2024-03-01").noon() - day("2024-02-28").noon(), 2 * DAY, "2024 is a leap year");
        assert_eq!(day("2100-03-01").noon() - day("2100-02-28").noon(), DAY, "2100 is not");
        assert_eq!(day("2026-03-05").input(), "2026-03-05");
        assert!(["", "2026-13-01", "26-1-1", "x-1-1", "20266-01-01"].iter().all(|text| Day::parse(text).is_none()));
    }

    #[test]
    fn near_days_have_names() {
        let today = day("2026-12-31");
        for (other, words) in [
            ("2026-12-31", "Today"),
            ("2027-01-01", "Tomorrow"),
            ("2026-12-30", "Yesterday"),
            ("2026-03-12", "12 Mar"),
            ("2027-03-12", "12 Mar 2027"),
        ] {
            assert_eq!(day(other).words(today), words);
        }
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_time_of_day_is_told_and_stays_when_the_day_changes() {
        let (date, _) = this_minute();
        let timed = moment(LocalTime { date, minute: Some(17 * 60 + 5) });
        assert_eq!(due_words(timed, local_day(timed)), "Today 17:05");
        let next = Day::of(date.plus_days(1).unwrap());
        let moved = on_day(Some(timed), next);
        assert_eq!(due_words(moved, local_day(moved)), "Tomorrow 17:05");
        let whole = moment(LocalTime { date, minute: None });
        assert_eq!(due_words(whole, local_day(whole)), "Today");
        assert_eq!(on_day(Some(whole), next), next.noon());
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
    fn a_date_that_is_half_typed_is_no_cleared_one() {
        let field = crate::browser::document().create_element("input").unwrap();
        let field: HtmlInputElement = wasm_bindgen::JsCast::unchecked_into(field);
        field.set_type("date");
        assert_eq!(typed_day(&field), Some(None));
        field.set_value("2026-11-20");
        assert_eq!(typed_day(&field), Some(Some(day("2026-11-20"))));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_day_typed_is_the_day_shown() {
        for text in ["2026-01-01", "2026-07-15", "2026-12-31"] {
            assert_eq!(local_day(day(text).noon()).input(), text);
        }
    }
}
