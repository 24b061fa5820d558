//! Generated lines: nothing panics and nothing is lost.

use holdfast_core::date::Date;
use proptest::prelude::*;

use crate::support::{check_nothing_lost, parse_on};

/// Words that mean something, alone or together.
const PARTS: [&str; 66] = [
    "fix",
    "login",
    "today",
    "tomorrow,",
    "morgen",
    "am",
    "bis",
    "zum",
    "by",
    "due",
    "on",
    "the",
    "next",
    "nächsten",
    "this",
    "week",
    "month",
    "friday",
    "fri",
    "so",
    "in",
    "3",
    "days",
    "hours",
    "stunden",
    "24.12.",
    "24.",
    "Dezember",
    "dec",
    "24",
    "2026",
    "of",
    "12/24",
    "2026-12-24",
    "31.2.",
    "14:30",
    "5pm",
    "5",
    "pm",
    "at",
    "um",
    "Uhr",
    "noon",
    "evening",
    "#auth",
    "#on",
    "hold",
    "#\"a",
    "b\"",
    "#42",
    "#7",
    "!high",
    "!1",
    "!!!",
    "@me",
    "@Grace",
    "Hopper",
    "@\"Ada",
    "Lovelace\"",
    "+Website",
    "+New",
    "site",
    "/done",
    "\\#auth",
    "\\",
    "港の、",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in "\\PC{0,60}|[#!@+/\\\\.,:0-9a-z\" ]{0,40}", days in 0_i64..20_000, month_first: bool) {
        let today = Date::from_days(days).unwrap();
        check_nothing_lost(&text, &parse_on(&text, today, month_first));
    }

    #[test]
    fn words_that_mean_something_in_any_order(
        parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..14),
        gap in "[ \t\u{3000}]{1,2}",
        days in 0_i64..20_000,
    ) {
        let text = parts.join(&gap);
        let today = Date::from_days(days).unwrap();
        let parsed = parse_on(&text, today, false);
        check_nothing_lost(&text, &parsed);
        // What stayed in the title stays there when it is read again, unless what stood between parted it.
        let escaped: Vec<String> = parsed.title.split(' ').filter(|word| !word.is_empty()).map(|word| format!("\\{word}")).collect();
        check_nothing_lost(&escaped.join(" "), &parse_on(&escaped.join(" "), today, false));
    }

    #[test]
    fn every_day_as_a_date(days in 10_000_i64..30_000, ahead in 0_i64..365) {
        let today = Date::from_days(days).unwrap();
        let date = today.plus_days(ahead).unwrap();
        let (year, month, day) = (date.year(), date.month(), date.day());
        for text in [format!("{date}"), format!("{day}.{month}."), format!("{day}.{month}.{year}"), format!("{day}/{month}/{year}")] {
            let due = parse_on(&text, today, false).due;
            prop_assert_eq!(due.map(|due| due.date), Some(date), "{}", text);
        }
    }
}
