//! Days of the calendar and times on a wall clock, as people write and read them. What moment they are depends on a time
//! zone, which only the device knows: it comes in as an offset or a function.

mod names;

pub use names::{month_named, weekday_named};

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// A day of the Gregorian calendar, from the year 1900 to 9999 (what a due date may be).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day of that year, month (from 1) and day of the month (from 1), if there is one.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let valid = (1900..=9999).contains(&year) && is_day(year, month, day);
        let (year, month, day) = (u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        valid.then_some(Self { year, month, day })
    }

    /// The day so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Option<Self> {
        // Years count from March here, so that a leap day is a year's last; an era is the 400 years after which the
        // calendar repeats.
        let days = days.checked_add(719_468)?;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = (year + era.checked_mul(400)?, if month < 10 { month + 3 } else { month - 9 });
        Self::new(if month <= 2 { year + 1 } else { year }, month, of_month)
    }

    /// The day a moment falls on in UTC, in milliseconds since the Unix epoch.
    pub fn of_millis(at: i64) -> Option<Self> {
        Self::from_days(at.div_euclid(DAY))
    }

    /// The year.
    pub fn year(self) -> i64 {
        i64::from(self.year)
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i64 {
        i64::from(self.month)
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i64 {
        i64::from(self.day)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        number(self.year(), self.month(), self.day())
    }

    /// The day of the week: 0 is Monday.
    pub fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (self.days() + 3).rem_euclid(7)
    }

    /// The day so many days later; negative is earlier.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days(self.days().checked_add(days)?)
    }

    /// The same day so many months later, or that month's last where it is shorter.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let month = (self.year() * 12 + self.month() - 1).checked_add(months)?;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        Self::new(year, month, self.day().min(length(year, month)))
    }

    /// The last day of its month.
    pub fn end_of_month(self) -> Self {
        Self { day: u8::try_from(length(self.year(), self.month())).unwrap_or(28), ..self }
    }

    /// Noon of that day in UTC, in milliseconds since the Unix epoch: how a due date without a time is stored, because it
    /// falls on that day in nearly every time zone.
    pub fn noon(self) -> i64 {
        self.days() * DAY + DAY / 2
    }
}

impl std::fmt::Display for Date {
    /// As ISO 8601 has it: `2026-12-24`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day and, where one was given, a time on a wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The day.
    pub date: Date,
    /// Minutes since midnight, below 1440; `None` for the whole day.
    pub minute: Option<u16>,
}

impl LocalTime {
    /// The moment in milliseconds since the Unix epoch, where clocks are so many minutes ahead of UTC at that time. A
    /// whole day is [`Date::noon`], whatever the offset.
    pub fn at(self, offset_minutes: i64) -> i64 {
        match self.minute {
            None => self.date.noon(),
            Some(minute) => self.date.days() * DAY + (i64::from(minute) - offset_minutes) * 60_000,
        }
    }
}

/// A moment as ISO 8601 text: the day alone for a [`Date::noon`], else the time in UTC, to the second or, where that would
/// lose some, the millisecond. `None` outside the years 1900 to 9999.
pub fn iso(at: i64) -> Option<String> {
    let date = Date::of_millis(at)?;
    if at == date.noon() {
        return Some(date.to_string());
    }
    stamp(at)
}

/// A moment as ISO 8601 text, with the time in UTC whatever it is.
pub fn stamp(at: i64) -> Option<String> {
    let date = Date::of_millis(at)?;
    let of_day = at.rem_euclid(DAY);
    let (seconds, millis) = (of_day / 1000, of_day % 1000);
    let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Days from 1970-01-01 to that day, of any year; `None` if there is no such day.
pub(crate) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    is_day(year, month, day).then(|| number(year, month, day))
}

fn is_day(year: i64, month: i64, day: i64) -> bool {
    (1..=12).contains(&month) && (1..=length(year, month)).contains(&day)
}

/// Days since 1970-01-01, counting years from March so that a leap day is a year's last.
fn number(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    365 * year + leap_days + of_year - 719_468
}

/// Days of a month of a year.
fn length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, Date, LocalTime, iso, stamp};

    #[test]
    fn every_day_there_is_and_its_number_agree() {
        let (first, last) = (Date::new(1900, 1, 1).unwrap(), Date::new(9999, 12, 31).unwrap());
        assert_eq!((first.weekday(), Date::new(1970, 1, 1).unwrap().days()), (0, 0));
        let mut expected = first;
        for days in first.days()..=last.days() {
            let date = Date::from_days(days).unwrap();
            assert_eq!((date.days(), date), (days, expected));
            let (year, month, day) = (date.year(), date.month(), date.day());
            expected = Date::new(year, month, day + 1)
                .or_else(|| Date::new(year, month + 1, 1))
                .or_else(|| Date::new(year + 1, 1, 1))
                .unwrap_or(last);
        }
        for days in [first.days() - 1, last.days() + 1, i64::MIN, i64::MAX] {
            assert_eq!(Date::from_days(days), None);
        }
        assert!(
            Date::new(2026, 2, 29).is_none() && Date::new(2100, 2, 29).is_none() && Date::new(2024, 2, 29).is_some()
        );
    }

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (20_512, (2026, 2, 28)),
            (20_513, (2026, 3, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            let found = Date::from_days(days).unwrap();
            assert_eq!((found.year(), found.month(), found.day()), date, "{days}");
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let last = Date::new(2026, 1, 31).unwrap();
        for (months, text) in
            [(1, "2026-02-28"), (2, "2026-03-31"), (25, "2028-02-29"), (-2, "2025-11-30"), (0, "2026-01-31")]
        {
            assert_eq!(last.plus_months(months).unwrap().to_string(), text);
        }
        assert_eq!((last.plus_months(i64::MAX), last.plus_days(i64::MAX)), (None, None));
        assert_eq!(Date::new(2028, 2, 3).unwrap().end_of_month().to_string(), "2028-02-29");
    }

    #[test]
    fn moments_as_text() {
        let date = Date::new(2026, 12, 24).unwrap();
        let at = |minute| LocalTime { date, minute }.at(60);
        assert_eq!(iso(at(None)).unwrap(), "2026-12-24");
        assert_eq!(iso(at(Some(17 * 60 + 5))).unwrap(), "2026-12-24T16:05:00Z");
        assert_eq!(iso(at(Some(0))).unwrap(), "2026-12-23T23:00:00Z");
        assert_eq!(stamp(date.noon() + 1).unwrap(), "2026-12-24T12:00:00.001Z");
        assert_eq!(iso(-1).unwrap(), "1969-12-31T23:59:59.999Z");
        assert_eq!((iso(i64::MAX), iso(-DAY * 40_000)), (None, None));
    }
}
