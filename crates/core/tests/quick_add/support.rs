//! A world to understand lines in, and results as text.

use holdfast_core::{
    date::Date,
    id::{Id, PersonId},
    quick_add::{Known, Parsed, parse},
};
use uuid::Uuid;

pub(crate) const PEOPLE: [&str; 4] = ["Ada Lovelace", "Grace Hopper", "Grace Kelly", "玲奈 森"];
pub(crate) const PROJECTS: [&str; 2] = ["Website", "New site"];

pub(crate) fn id<E>(index: usize) -> Id<E> {
    Id::from_uuid(Uuid::from_u128(index as u128 + 1))
}

/// Understands a line on that day at 10:00, as Ada.
pub(crate) fn parse_on(text: &str, today: Date, month_first: bool) -> Parsed {
    let people: Vec<(PersonId, &str)> = PEOPLE.iter().enumerate().map(|(at, name)| (id(at), *name)).collect();
    let projects: Vec<_> = PROJECTS.iter().enumerate().map(|(at, name)| (id(at), *name)).collect();
    let tags = ["auth", "on hold", "42"];
    let known =
        Known { today, now: 600, month_first, me: Some(id(0)), people: &people, tags: &tags, projects: &projects };
    parse(text, &known)
}

/// On Wednesday, 18 November 2026.
pub(crate) fn parsed(text: &str) -> Parsed {
    parse_on(text, Date::new(2026, 11, 18).expect("a day there is"), false)
}

/// The title, then whatever else was understood.
pub(crate) fn words(parsed: &Parsed) -> String {
    let mut parts = vec![parsed.title.clone()];
    parts.extend(parsed.due.map(|due| match due.minute {
        Some(minute) => format!("{} {:02}:{:02}", due.date, minute / 60, minute % 60),
        None => due.date.to_string(),
    }));
    let tags: Vec<String> = parsed.tags.iter().map(|tag| format!("#{tag}")).collect();
    parts.extend((!tags.is_empty()).then(|| tags.join(" ")));
    parts.extend(parsed.priority.map(|priority| priority.name().to_owned()));
    let name = |person: &PersonId| format!("@{}", PEOPLE[person.uuid().as_u128() as usize - 1]);
    parts.extend(parsed.assignees.iter().map(name));
    parts.extend(parsed.status.map(|status| format!("/{}", status.name())));
    parts.extend(parsed.project.map(|project| format!("+{}", PROJECTS[project.uuid().as_u128() as usize - 1])));
    parts.join(" | ")
}

pub(crate) fn check(text: &str, expected: &str) {
    let parsed = parsed(text);
    assert_eq!(words(&parsed), expected, "{text:?} {:?}", parsed.spans);
    check_nothing_lost(text, &parsed);
}

/// Every character that is no white space is in the title or in a span, and the title has them in the order typed.
pub(crate) fn check_nothing_lost(text: &str, parsed: &Parsed) {
    let mut rest = String::new();
    let mut from = 0;
    for span in &parsed.spans {
        assert!(from <= span.range.start && span.range.start < span.range.end, "{text:?} {:?}", parsed.spans);
        rest.push_str(&text[from..span.range.start]);
        from = span.range.end;
    }
    rest.push_str(&text[from..]);
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(solid(&rest), solid(&parsed.title), "{text:?} {:?}", parsed.spans);
}
