//! Today and this week, as moments.

use holdfast_core::{date::Date, entity::Status};

use super::DueIn;
use crate::words::{time, week_start};

/// Where days begin here, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Today.
    pub today: i64,
    /// Tomorrow.
    pub tomorrow: i64,
    /// The day after it.
    pub after: i64,
    /// The first day of this week.
    pub week: i64,
    /// The first day of the next.
    pub next_week: i64,
    /// How far clocks here are ahead of UTC: a whole day is stored as its noon in UTC, and is that day wherever one is.
    pub ahead: i64,
}

impl Days {
    /// By the browser's clock and time zone.
    pub fn here() -> Self {
        let now = js_sys::Date::new_0();
        // How many days of this week are over, where weeks begin as they do here.
        let over = (now.get_day() as i32 + 6 - week_start() as i32).rem_euclid(7);
        let begin = |days: i32| {
            let (year, month) = (now.get_full_year(), now.get_month() as i32);
            let date = js_sys::Date::new_with_year_month_day(year, month, now.get_date() as i32 + days);
            date.get_time() as i64
        };
        let ahead = -(now.get_timezone_offset() as i64) * 60_000;
        Self {
            today: begin(0),
            tomorrow: begin(1),
            after: begin(2),
            week: begin(-over),
            next_week: begin(7 - over),
            ahead,
        }
    }

    /// When something is due by the clocks here: for a whole day, about its noon.
    fn here_at(&self, due: i64) -> i64 {
        if time::is_timed(due) { due } else { due - self.ahead }
    }

    /// When something of that status is due.
    pub fn due_in(&self, due: Option<i64>, status: Status) -> DueIn {
        match due.map(|at| self.here_at(at)) {
            None => DueIn::Never,
            Some(at) if at < self.today && status == Status::Done => DueIn::Past,
            Some(at) if at < self.today => DueIn::Overdue,
            Some(at) if at < self.tomorrow => DueIn::Today,
            Some(at) if at < self.after => DueIn::Tomorrow,
            Some(at) if at < self.next_week => DueIn::Week,
            Some(_) => DueIn::Later,
        }
    }

    /// Whether something due at that moment is due in this sense; this week is all of it, with what is past and today.
    pub(super) fn is_in(&self, wanted: DueIn, due: Option<i64>, status: Status) -> bool {
        match wanted {
            DueIn::Week => due.is_some_and(|at| (self.week..self.next_week).contains(&self.here_at(at))),
            wanted => self.due_in(due, status) == wanted,
        }
    }
}

/// The week that it is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Today.
    pub today: Date,
    /// The weekday that weeks begin on: 0 is Monday.
    pub first: i64,
}

impl Week {
    /// The first day of the next week.
    fn next(self) -> Option<Date> {
        self.today.plus_days(7 - (self.today.weekday() - self.first).rem_euclid(7))
    }
}

impl DueIn {
    /// What something can be made due from today on, in order: the columns of a board. In the last two days of a week, this week
    /// has no other day.
    pub(super) fn to_come(week: Week) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |due| due.day(week).is_some())
    }

    /// The day of something that is made due then, in that week; none where its date is taken away. Nothing is made due in the
    /// past, or on another day of a week that has none. After this week is its next Monday, whatever weeks begin on: people begin
    /// to work then.
    pub(crate) fn day(self, week: Week) -> Option<Option<Date>> {
        let (tomorrow, next) = (week.today.plus_days(1)?, week.next()?);
        let day = match self {
            Self::Overdue | Self::Past => return None,
            Self::Never => return Some(None),
            Self::Today => week.today,
            Self::Tomorrow => tomorrow,
            Self::Week => next.plus_days(-1).filter(|last| *last > tomorrow)?,
            Self::Later => {
                let monday = next.plus_days((7 - next.weekday()) % 7)?;
                if monday > tomorrow { monday } else { monday.plus_days(1)? }
            }
        };
        Some(Some(day))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// A Wednesday.
    const WEDNESDAY: Days = Days { today: 200, tomorrow: 300, after: 400, week: 0, next_week: 700, ahead: 0 };

    #[test]
    fn days_are_told_apart_at_their_beginning() {
        for (due, open, done) in [
            (None, DueIn::Never, DueIn::Never),
            (Some(199), DueIn::Overdue, DueIn::Past),
            (Some(200), DueIn::Today, DueIn::Today),
            (Some(299), DueIn::Today, DueIn::Today),
            (Some(300), DueIn::Tomorrow, DueIn::Tomorrow),
            (Some(399), DueIn::Tomorrow, DueIn::Tomorrow),
            (Some(400), DueIn::Week, DueIn::Week),
            (Some(699), DueIn::Week, DueIn::Week),
            (Some(700), DueIn::Later, DueIn::Later),
        ] {
            assert_eq!(WEDNESDAY.due_in(due, Status::Todo), open, "{due:?}");
            assert_eq!(WEDNESDAY.due_in(due, Status::Done), done, "{due:?}");
        }
    }

    /// Thirteen hours ahead of UTC, the noon of a day in UTC is the next day here.
    #[test]
    fn a_whole_day_is_that_day_wherever_one_is() {
        const HOUR: i64 = 3_600_000;
        let today = 24 * HOUR - 13 * HOUR;
        let days = Days {
            today,
            tomorrow: today + 24 * HOUR,
            after: today + 48 * HOUR,
            week: today,
            next_week: today + 168 * HOUR,
            ahead: 13 * HOUR,
        };
        let noon = 24 * HOUR + 12 * HOUR;
        assert_eq!(days.due_in(Some(noon), Status::Todo), DueIn::Today);
        assert_eq!(days.due_in(Some(noon + 1), Status::Todo), DueIn::Tomorrow, "a moment of the day is when it is");
        assert_eq!(days.due_in(Some(noon - 24 * HOUR), Status::Todo), DueIn::Overdue);
    }

    #[test]
    fn what_is_made_due_then_is_due_then() {
        let day = |text: &str| time::parse_day(text).unwrap();
        let (monday, sunday, saturday) = (0, 6, 5);
        for (first, today, week, later) in [
            (monday, "2026-11-18", Some("2026-11-22"), "2026-11-23"),
            (monday, "2026-11-20", Some("2026-11-22"), "2026-11-23"),
            (monday, "2026-11-21", None, "2026-11-23"),
            (monday, "2026-11-22", None, "2026-11-24"),
            (monday, "2026-11-23", Some("2026-11-29"), "2026-11-30"),
            (sunday, "2026-11-18", Some("2026-11-21"), "2026-11-23"),
            (sunday, "2026-11-20", None, "2026-11-23"),
            (sunday, "2026-11-21", None, "2026-11-23"),
            (sunday, "2026-11-22", Some("2026-11-28"), "2026-11-30"),
            (saturday, "2026-11-20", None, "2026-11-23"),
            (saturday, "2026-11-21", Some("2026-11-27"), "2026-11-30"),
        ] {
            let (here, has_week) = (Week { today: day(today), first }, week.is_some());
            assert_eq!(DueIn::Week.day(here), week.map(|week| Some(day(week))), "{here:?}");
            assert_eq!(DueIn::Later.day(here), Some(Some(day(later))), "{here:?}");
            let noon = |days: i64| here.today.plus_days(days).unwrap().noon() - 12 * 3_600_000;
            let over = (here.today.weekday() - first).rem_euclid(7);
            let days = Days {
                today: noon(0),
                tomorrow: noon(1),
                after: noon(2),
                week: noon(-over),
                next_week: noon(7 - over),
                ahead: 0,
            };
            let columns: Vec<DueIn> = DueIn::to_come(here).collect();
            assert_eq!(
                (columns.len(), columns.contains(&DueIn::Week)),
                (4 + usize::from(has_week), has_week),
                "{here:?}"
            );
            for due in columns {
                let made = due.day(here).unwrap();
                assert_eq!(days.due_in(made.map(Date::noon), Status::Todo), due, "{here:?}");
            }
        }
        assert_eq!(
            [DueIn::Overdue, DueIn::Past].map(|due| due.day(Week { today: day("2026-11-18"), first: 0 })),
            [None; 2]
        );
    }

    #[test]
    fn this_week_is_all_of_it() {
        let within = |due| WEDNESDAY.is_in(DueIn::Week, Some(due), Status::Todo);
        assert_eq!([-1, 0, 199, 200, 699, 700].map(within), [false, true, true, true, true, false]);
        assert!(!WEDNESDAY.is_in(DueIn::Week, None, Status::Todo));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn now_is_today_and_this_week() {
        let (days, now) = (Days::here(), js_sys::Date::now() as i64);
        assert!((days.today..days.tomorrow).contains(&now) && (days.week..days.next_week).contains(&now));
        let first = js_sys::Date::new(&(days.week as f64).into()).get_day() as i64;
        assert_eq!((first + 6) % 7, week_start(), "as weeks do in the calendar");
    }
}
