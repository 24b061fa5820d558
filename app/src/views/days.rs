//! Today and this week, as moments.

use holdfast_core::entity::Status;

use super::DueIn;

/// Where days begin here, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Today.
    pub today: i64,
    /// Tomorrow.
    pub tomorrow: i64,
    /// The Monday of this week.
    pub monday: i64,
    /// The Monday after it.
    pub next_monday: i64,
}

impl Days {
    /// By the browser's clock and time zone.
    pub fn here() -> Self {
        let now = js_sys::Date::new_0();
        let weekday = (now.get_day() as i32 + 6) % 7;
        let begin = |days: i32| {
            let (year, month) = (now.get_full_year(), now.get_month() as i32);
            let date = js_sys::Date::new_with_year_month_day(year, month, now.get_date() as i32 + days);
            date.get_time() as i64
        };
        Self { today: begin(0), tomorrow: begin(1), monday: begin(-weekday), next_monday: begin(7 - weekday) }
    }

    /// When something of that status is due.
    pub fn due_in(&self, due: Option<i64>, status: Status) -> DueIn {
        match due {
            None => DueIn::Never,
            Some(at) if at < self.today && status == Status::Done => DueIn::Past,
            Some(at) if at < self.today => DueIn::Overdue,
            Some(at) if at < self.tomorrow => DueIn::Today,
            Some(at) if at < self.next_monday => DueIn::Week,
            Some(_) => DueIn::Later,
        }
    }

    /// Whether something due at that moment is due in this sense; this week is all of it, with what is past and today.
    pub(super) fn is_in(&self, wanted: DueIn, due: Option<i64>, status: Status) -> bool {
        match wanted {
            DueIn::Week => due.is_some_and(|at| (self.monday..self.next_monday).contains(&at)),
            wanted => self.due_in(due, status) == wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// A Wednesday.
    const WEDNESDAY: Days = Days { today: 200, tomorrow: 300, monday: 0, next_monday: 700 };

    #[test]
    fn days_are_told_apart_at_their_beginning() {
        for (due, open, done) in [
            (None, DueIn::Never, DueIn::Never),
            (Some(199), DueIn::Overdue, DueIn::Past),
            (Some(200), DueIn::Today, DueIn::Today),
            (Some(299), DueIn::Today, DueIn::Today),
            (Some(300), DueIn::Week, DueIn::Week),
            (Some(699), DueIn::Week, DueIn::Week),
            (Some(700), DueIn::Later, DueIn::Later),
        ] {
            assert_eq!(WEDNESDAY.due_in(due, Status::Todo), open, "{due:?}");
            assert_eq!(WEDNESDAY.due_in(due, Status::Done), done, "{due:?}");
        }
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
        assert!((days.today..days.tomorrow).contains(&now) && (days.monday..days.next_monday).contains(&now));
    }
}
