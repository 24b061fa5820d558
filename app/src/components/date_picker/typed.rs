//! A date as it is typed: what quick add understands, and nothing besides.

use holdfast_core::{
    date::{Date, LocalTime},
    quick_add::{Known, parse},
};

/// The day, and the time where there is one, that a text names. All of it must be understood.
pub(super) fn read(text: &str, (today, now): (Date, u16), month_first: bool) -> Option<LocalTime> {
    let known = Known { today, now, month_first, me: None, people: &[], tags: &[], projects: &[] };
    let understood = |text: &str| {
        let parsed = parse(text, &known);
        parsed.due.filter(|_| parsed.title.is_empty() && parsed.tags.is_empty() && parsed.priority.is_none())
    };
    // In a line "sat" and "so" may be words; here they are days, as they are after "due" and "bis".
    ["", "due ", "bis "].iter().find_map(|lead| understood(&format!("{lead}{text}")))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// On Saturday, 21 November 2026, at noon.
    fn check(text: &str, wanted: Option<(&str, Option<u16>)>) {
        let now = (Date::new(2026, 11, 21).unwrap(), 720);
        let found = read(text, now, false).map(|found| (found.date.to_string(), found.minute));
        assert_eq!(found, wanted.map(|(day, minute)| (day.to_owned(), minute)), "{text}");
    }

    #[test]
    fn days_are_understood_as_in_quick_add() {
        for (text, day) in [
            ("tomorrow", "2026-11-22"),
            ("morgen", "2026-11-22"),
            ("fri", "2026-11-27"),
            ("sat", "2026-11-28"),
            ("so", "2026-11-22"),
            ("24.12.", "2026-12-24"),
            (" 24 dec 2027 ", "2027-12-24"),
            ("2026-12-24", "2026-12-24"),
            ("next week", "2026-11-23"),
            ("in 3 days", "2026-11-24"),
        ] {
            check(text, Some((day, None)));
        }
        for (text, day) in [
            ("heute", "2026-11-21"),
            ("übermorgen", "2026-11-23"),
            ("Freitag", "2026-11-27"),
            ("am Mittwoch", "2026-11-25"),
            ("nächsten Montag", "2026-11-23"),
            ("nächste Woche", "2026-11-23"),
            ("in 3 Tagen", "2026-11-24"),
            ("in einer Woche", "2026-11-28"),
            ("24. Dezember", "2026-12-24"),
            ("Mi", "2026-11-25"),
            ("Monatsende", "2026-11-30"),
        ] {
            check(text, Some((day, None)));
        }
        check("Montag um 17 Uhr", Some(("2026-11-23", Some(17 * 60))));
        check("fri 17:00", Some(("2026-11-27", Some(17 * 60))));
        check("at 5pm", Some(("2026-11-21", Some(17 * 60))));
    }

    #[test]
    fn what_is_not_all_a_date_is_none() {
        for text in ["", " ", "x", "31.2.2026", "tomorrow or so", "fri #tag", "fri !high", "2026-13-01"] {
            check(text, None);
        }
    }
}
