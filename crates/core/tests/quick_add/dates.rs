//! When it is due, in both languages.

use holdfast_core::{
    date::Date,
    quick_add::{Span, SpanKind},
};

use crate::support::{check, check_nothing_lost, parse_on, parsed, words};

/// Each line is understood as due then and nothing of it stays in the title.
fn due(lines: &[&str], expected: &str) {
    for line in lines {
        let text = format!("call {line}");
        check(&text, &format!("call | {expected}"));
    }
}

#[test]
fn days_near_today() {
    due(&["today", "heute", "Today,", "due today", "by today", "bis heute"], "2026-11-18");
    due(&["tomorrow", "tmrw", "morgen", "für morgen", "bis morgen", "due by tomorrow"], "2026-11-19");
    due(&["day after tomorrow", "the day after tomorrow", "übermorgen"], "2026-11-20");
    due(&["in 3 days", "in three days", "in 3 Tagen", "in drei Tagen"], "2026-11-21");
    due(&["in a week", "in einer Woche", "in 1 week"], "2026-11-25");
    due(&["in two months", "in 2 Monaten"], "2027-01-18");
    due(&["in a year", "in einem Jahr"], "2027-11-18");
    due(&["next week", "nächste Woche", "Next Week"], "2026-11-23");
    due(&["next month", "nächsten Monat"], "2026-12-01");
    due(&["next year", "nächstes Jahr"], "2027-01-01");
    due(&["end of month", "by the end of the month", "bis Monatsende", "Ende des Monats"], "2026-11-30");
    due(&["this weekend", "on weekend", "am Wochenende", "dieses Wochenende"], "2026-11-21");
    due(&["next weekend", "nächstes Wochenende"], "2026-11-28");
}

#[test]
fn weekdays() {
    due(&["friday", "Fri", "on fri", "by Friday", "Freitag", "am Fr", "bis Freitag", "diesen Freitag"], "2026-11-20");
    due(&["wednesday", "Mittwoch", "am Mi"], "2026-11-25");
    due(&["this wednesday", "diesen Mittwoch"], "2026-11-18");
    due(&["next friday", "nächsten Freitag"], "2026-11-27");
    due(&["monday", "next monday", "kommenden Montag", "on the mon"], "2026-11-23");
    due(&["on sun", "am So", "sunday", "Sonntag"], "2026-11-22");
    for text in ["the sun sat so mi do", "on so many levels", "sonnig am sondertag", "for sun and sat"] {
        check(text, text);
    }
    check("mondays and Friday's call", "mondays and Friday's call");
}

#[test]
fn dates() {
    due(&["2026-12-24", "24.12.", "24.12.2026", "24.12.26", "24/12", "24/12/2026", "12/24"], "2026-12-24");
    due(&["24 Dec", "dec 24", "24. Dezember", "24. Dez.", "24th of December", "on the 24th of december"], "2026-12-24");
    due(&["24 Dec 2026", "December 24, 2026", "Dec 24th 2026", "24. Dezember 2026", "am 24.12."], "2026-12-24");
    due(&["2.1.", "bis zum 2.1.", "2 jan", "2/1"], "2027-01-02");
    due(&["29.2.", "29 feb"], "2028-02-29");
    due(&["18.11."], "2026-11-18");
    for text in
        ["see section 2.1 of v3.4.5", "31.2. 32/1 2026-13-01 13/13", "in 2000 days in 0x3 days", "24 foo 24", "1/2/3/4"]
    {
        check(text, text);
    }
    check("count to dec 24 1999 sheep", "count to 1999 sheep | 2026-12-24");
    let us = parse_on("call 3/4 or 3/4/2027", Date::new(2026, 11, 18).unwrap(), true);
    assert_eq!(words(&us), "call or 3/4/2027 | 2027-03-04", "the first counts");
    check("call 3/4", "call | 2027-04-03");
}

#[test]
fn times() {
    due(
        &["14:30", "at 14:30", "um 14:30", "um 14:30 Uhr", "14.30 Uhr", "2:30pm", "at 2:30 pm", "at 2:30PM"],
        "2026-11-18 14:30",
    );
    due(&["at 9", "9am", "9:00", "um 9", "9 Uhr"], "2026-11-19 09:00");
    due(
        &[
            "tomorrow at 5pm",
            "at 5pm tomorrow",
            "morgen um 17 Uhr",
            "17:00 morgen",
            "tomorrow 17:00",
            "tomorrow, 17:00",
        ],
        "2026-11-19 17:00",
    );
    due(&["friday at 9", "9:00 on friday", "20.11. um 9"], "2026-11-20 09:00");
    due(&["tomorrow morning", "morgen früh"], "2026-11-19 09:00");
    due(&["tonight", "heute Abend", "today evening"], "2026-11-18 18:00");
    due(&["in 2 hours", "in zwei Stunden"], "2026-11-18 12:00");
    due(&["in 900 minutes"], "2026-11-19 01:00");
    due(&["noon", "mittags", "12pm"], "2026-11-18 12:00");
    due(&["tomorrow 12am"], "2026-11-19 00:00");
    check("at 5pm with Bob tomorrow", "with Bob | 2026-11-19 17:00");
    check("look at 5 shops, 25:00, 9:5, 13pm, 0am, 16:9", "look at 5 shops, 25:00, 9:5, 13pm, 0am, 16:9");
    check("I am at home am Morgen. Guten Morgen", "I am at home am Morgen. Guten Morgen");
}

#[test]
fn the_first_counts_and_the_rest_is_words() {
    check("move friday to monday", "move to monday | 2026-11-20");
    check("tomorrow: call", "call | 2026-11-19");
    check("call tomorrow!", "call! | 2026-11-19");
    check("call (tomorrow)", "call (tomorrow)");
}

#[test]
fn spans_say_where() {
    let text = "café by fri 17:00 #ui";
    let spans = parsed(text).spans;
    let expected = [("by fri 17:00", SpanKind::Due), ("#ui", SpanKind::Tag)];
    let span = |(part, kind): &(&str, SpanKind)| {
        let start = text.find(part).unwrap();
        Span { range: start..start + part.len(), kind: *kind }
    };
    assert_eq!(spans, expected.iter().map(span).collect::<Vec<_>>());
}

#[test]
fn every_weekday_from_every_day() {
    let start = Date::new(2026, 11, 16).unwrap();
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    for from in 0..7 {
        let today = start.plus_days(from).unwrap();
        for (day, name) in names.iter().enumerate() {
            let date = |text: &str| {
                let parsed = parse_on(text, today, false);
                check_nothing_lost(text, &parsed);
                parsed.due.unwrap().date
            };
            let (plain, next, this) = (date(name), date(&format!("next {name}")), date(&format!("this {name}")));
            assert!([plain, next, this].iter().all(|date| date.weekday() == day as i64));
            assert!((1..=7).contains(&(plain.days() - today.days())), "{name} on {today}");
            assert!((0..7).contains(&(this.days() - today.days())), "{name} on {today}");
            assert_eq!((next.days() - start.days()) / 7, 1, "{name} on {today}: of next week");
        }
    }
}
