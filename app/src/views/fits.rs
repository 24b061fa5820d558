//! Which tasks a view lets through.

use std::{borrow::Cow, collections::BTreeSet};

use holdfast_core::{
    entity::{FieldValue as _, Priority, Status, Task},
    record::Record,
    value::Value,
};

use super::{Asked, Days, DueIn, Facet};
use crate::words::fold::folded;

/// A filter made ready to be asked of many tasks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fits {
    /// Words as [`folded`] gives them, none of them empty.
    words: Vec<String>,
    /// One bit for each status let through; none for all. The same of the others.
    statuses: u8,
    priorities: u8,
    dues: u8,
    people: BTreeSet<String>,
    labels: BTreeSet<String>,
    days: Days,
}

impl Fits {
    /// The filter of a view, for the person who looks at it, on this day.
    pub fn of(asked: &Asked, me: &str, days: Days) -> Self {
        let people = asked.of(Facet::Person).iter().map(|person| if person == "me" { me } else { person.as_str() });
        let bits = |facet: Facet, bit: fn(&str) -> Option<u8>| {
            asked.of(facet).iter().filter_map(|name| bit(name)).fold(0, |bits, bit| bits | 1 << bit)
        };
        Self {
            words: asked.words.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect(),
            statuses: bits(Facet::Status, |name| Status::named(name).map(|status| status as u8)),
            priorities: bits(Facet::Priority, |name| Priority::named(name).map(|priority| priority as u8)),
            dues: bits(Facet::Due, |name| DueIn::named(name).map(|due| due as u8)),
            people: people.map(ToOwned::to_owned).collect(),
            labels: asked.of(Facet::Label).clone(),
            days,
        }
    }

    /// Whether a task is let through.
    pub fn lets(&self, task: &Record) -> bool {
        let status = || Status::read(task.value(Task::STATUS));
        (self.statuses == 0 || self.statuses >> status() as u8 & 1 == 1)
            && (self.priorities == 0 || self.priorities >> Priority::read(task.value(Task::PRIORITY)) as u8 & 1 == 1)
            && is_among(&self.people, || set(task, Task::ASSIGNEES))
            && is_among(&self.labels, || set(task, Task::TAGS))
            && (self.dues == 0 || self.is_due(Option::read(task.value(Task::DUE)), status()))
            && self.has_words(task)
    }

    /// Whether it lets through nothing that another one does not.
    pub fn narrows(&self, wider: &Self) -> bool {
        let others = |fits: &Self| Self { words: Vec::new(), ..fits.clone() };
        let covers = |wide: &String| self.words.iter().any(|word| word.contains(wide.as_str()));
        wider.words.iter().all(covers) && (*wider == Self::default() || others(self) == others(wider))
    }

    fn is_due(&self, due: Option<i64>, status: Status) -> bool {
        DueIn::ALL.iter().any(|wanted| self.dues >> *wanted as u8 & 1 == 1 && self.days.is_in(*wanted, due, status))
    }

    fn has_words(&self, task: &Record) -> bool {
        if self.words.is_empty() {
            return true;
        }
        // The labels are looked for only where the title does not have all.
        let title = searched(task.value(Task::TITLE).and_then(Value::as_text).unwrap_or_default());
        let mut left = self.words.iter().filter(|word| !has(&title, word)).peekable();
        if left.peek().is_none() {
            return true;
        }
        let labels: Vec<Cow<'_, str>> =
            set(task, Task::TAGS).into_iter().flatten().map(|text| searched(text)).collect();
        left.all(|word| labels.iter().any(|text| has(text, word)))
    }
}

/// A set of a record, if it was ever set.
pub(super) fn set<'a>(task: &'a Record, field: &str) -> Option<&'a BTreeSet<String>> {
    match task.value(field) {
        Some(Value::Set(set)) => Some(set),
        _ => None,
    }
}

/// Whether any of these is wanted; the empty text wants that there is none.
fn is_among<'a>(wanted: &BTreeSet<String>, there: impl FnOnce() -> Option<&'a BTreeSet<String>>) -> bool {
    wanted.is_empty()
        || match there().filter(|there| !there.is_empty()) {
            Some(there) => there.iter().any(|one| wanted.contains(one)),
            None => wanted.contains(""),
        }
}

/// A text as [`has`] searches it: without a copy where it is ASCII, as most are.
fn searched(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { text.into() } else { folded(text).into() }
}

/// Whether a text has a folded word in it, which is not empty.
fn has(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else { return true };
    let Some(starts) = text.len().checked_sub(rest.len()) else { return false };
    // A folded word is in small letters.
    let begins = |place: &usize| text[*place].to_ascii_lowercase() == *first;
    (0..starts).filter(begins).any(|place| text[place + 1..place + word.len()].eq_ignore_ascii_case(rest))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::entity::Entity as _;

    use super::*;
    use crate::commands::{task::Begin, testing::task};

    const ME: &str = "0190a1b2-0000-7000-8000-000000000001";

    fn check(query: &str, task: &Record, wanted: bool) {
        let days = Days { today: 200, tomorrow: 300, after: 400, week: 0, next_week: 700, ahead: 0 };
        let fits = Fits::of(&Asked::parse(query), ME, days);
        assert_eq!(fits.lets(task), wanted, "{query} of {:?}", Task::read(task));
    }

    #[test]
    fn every_facet_lets_any_of_its_values_through_and_all_facets_must() {
        let begin = Begin {
            title: "Call the Port".into(),
            due: Some(250),
            tags: BTreeSet::from(["Harbour".into(), "auth".into()]),
            priority: Some(Priority::High),
            assignees: BTreeSet::from([ME.into(), "Ben".into()]),
            parent: None,
        };
        let full = task(begin, Status::InReview);
        for query in [
            "",
            "?status=todo&status=in_review",
            "?person=me",
            "?person=Ben&person=Cid",
            "?label=auth",
            "?priority=high",
            "?due=today",
            "?due=week",
            "?due=none&due=today",
            "?q=PORT+call",
            "?q=harb+port",
            "?status=in_review&person=Ben&label=auth&priority=high&due=today&q=call",
        ] {
            check(query, &full, true);
        }
        for query in [
            "?status=todo",
            "?person=Cid",
            "?person=",
            "?label=",
            "?label=Auth",
            "?priority=low",
            "?due=overdue",
            "?due=none",
            "?q=call+ship",
            "?status=in_review&label=x",
        ] {
            check(query, &full, false);
        }
    }

    #[test]
    fn nothing_can_be_asked_for_too() {
        let bare = task(Begin::titled("港の STRASSE"), Status::Todo);
        for query in
            ["?person=", "?label=", "?label=&label=x", "?due=none", "?q=港", "?q=strasse", "?q=straße", "?q=\u{301}"]
        {
            check(query, &bare, true);
        }
        for query in ["?person=me", "?label=x", "?due=overdue", "?q=船", "?q=ﾞ"] {
            check(query, &bare, false);
        }
    }

    #[test]
    fn typing_on_narrows_and_anything_else_does_not() {
        let of = |query| Fits::of(&Asked::parse(query), ME, Days::default());
        for (query, wider) in [
            ("?q=po", ""),
            ("?q=port", "?q=po"),
            ("?q=the+port", "?q=po"),
            ("?q=port", "?q=ort"),
            ("?q=port&status=todo", "?q=po&status=todo"),
            ("?q=port&status=todo", ""),
            ("?q=port", "?q=port"),
        ] {
            assert!(of(query).narrows(&of(wider)), "{query} of {wider}");
        }
        for (query, wider) in [
            ("?q=po", "?q=port"),
            ("", "?q=p"),
            ("?q=port", "?q=po&status=todo"),
            ("?q=port&status=todo", "?q=po"),
            ("?q=port", "?q=po+the"),
        ] {
            assert!(!of(query).narrows(&of(wider)), "{query} of {wider}");
        }
    }

    #[test]
    fn what_is_done_is_never_overdue() {
        let late = |status| task(Begin { due: Some(100), ..Begin::titled("x") }, status);
        check("?due=overdue", &late(Status::Todo), true);
        check("?due=overdue", &late(Status::Done), false);
        check("?due=past", &late(Status::Done), true);
    }
}
