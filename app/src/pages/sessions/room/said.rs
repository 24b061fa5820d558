//! What was said in a room, as it is shown. Pure.

use std::collections::BTreeSet;

use holdfast_core::{
    Millis,
    date::Date,
    entity::{Entity as _, FieldValue as _, Message, Session},
    id::{Id, PersonId, RecordId},
    record::{Kind, Record},
    replica::{Mark, Replica},
};

/// How many messages are drawn at first, and how many more whenever earlier ones are asked for.
pub(super) const PAGE: usize = 50;

/// After so many milliseconds of silence a person's messages stand under their name anew.
const PAUSE: Millis = 5 * 60 * 1000;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) id: Id<Message>,
    pub(super) text: String,
    /// Who is said to have said it, where it was read in; else empty.
    pub(super) said_by: String,
    pub(super) by: PersonId,
    pub(super) at: Millis,
    pub(super) mark: Mark,
}

/// The messages of a room, oldest first, but for some of the oldest.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Talk {
    /// Those that are drawn.
    pub(super) shown: Vec<Said>,
    /// All there are.
    pub(super) ids: BTreeSet<RecordId>,
}

impl Talk {
    /// Those of a session, but for so many of the oldest, of all that there are.
    pub(super) fn read(replica: &Replica, session: Id<Session>, hidden: impl Fn(usize) -> usize) -> Self {
        let kind = Kind::new(Message::KIND);
        let all = replica.children(session.record(), &kind);
        // What only this device knows comes last, whatever its clock says.
        let mut all: Vec<_> = all.map(|record| ((record.version.0 == 0, said_at(record), record.id), record)).collect();
        all.sort_by_key(|(key, _)| *key);
        let ids = all.iter().map(|(_, record)| record.id).collect();
        let read = |((_, at, _), record): &(_, &std::rc::Rc<Record>)| {
            let Message { text, said_by, .. } = Message::read(record);
            Said { id: record.id.into(), text, said_by, by: record.created_by, at: *at, mark: replica.mark(record.id) }
        };
        let shown = all.iter().skip(hidden(all.len())).map(read).collect();
        Self { shown, ids }
    }

    /// How many older ones are not drawn.
    pub(super) fn hidden(&self) -> usize {
        self.ids.len() - self.shown.len()
    }

    /// Those of others that were not there before.
    pub(super) fn new_to<'a>(&'a self, before: &'a BTreeSet<RecordId>, me: PersonId) -> impl Iterator<Item = &'a Said> {
        self.shown.iter().filter(move |said| said.by != me && !before.contains(&said.id.record()))
    }
}

fn said_at(record: &Record) -> Millis {
    let said_at = Option::<i64>::read(record.value(Message::SAID_AT));
    said_at.and_then(|at| Millis::try_from(at).ok()).unwrap_or(record.created_at)
}

/// How many of the oldest are not drawn: as many as before, unless there are far more than fit while the newest are looked at.
pub(super) fn hidden(before: Option<usize>, all: usize, at_end: bool) -> usize {
    match before {
        Some(before) if !at_end || all.saturating_sub(before) <= 2 * PAGE => before.min(all),
        _ => all.saturating_sub(PAGE),
    }
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row<'a> {
    /// What follows was said on that day.
    Day(Date),
    /// A message; the first of its person's, or one that follows others of theirs.
    First(&'a Said),
    /// See [`Row::First`].
    Next(&'a Said),
}

/// Messages with their days, those that one person says in a row together.
pub(super) fn rows(shown: &[Said], day_of: impl Fn(Millis) -> Date) -> Vec<Row<'_>> {
    let mut rows = Vec::with_capacity(shown.len() + 1);
    let mut before: Option<(&Said, Date)> = None;
    for said in shown {
        let day = day_of(said.at);
        let last = before.filter(|(_, of)| *of == day).map(|(last, _)| last);
        if last.is_none() {
            rows.push(Row::Day(day));
        }
        let goes_on = last.is_some_and(|last| {
            (last.by, &last.said_by) == (said.by, &said.said_by) && said.at.saturating_sub(last.at) < PAUSE
        });
        rows.push(if goes_on { Row::Next(said) } else { Row::First(said) });
        before = Some((said, day));
    }
    rows
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn said(number: u8, by: u8, at: Millis) -> Said {
        let by = PersonId::new(0, [by; 10]);
        Said { id: Id::new(0, [number; 10]), text: "Hello".into(), said_by: String::new(), by, at, mark: Mark::Synced }
    }

    #[test]
    fn messages_stand_under_their_days_and_people() {
        const MINUTE: Millis = 60_000;
        const DAY: Millis = 24 * 60 * MINUTE;
        let all = [
            said(1, 1, 0),
            said(2, 1, MINUTE),
            said(3, 2, 2 * MINUTE),
            said(4, 1, 3 * MINUTE),
            said(5, 1, 9 * MINUTE),
            Said { said_by: "Zoe".into(), ..said(6, 1, 9 * MINUTE) },
            said(7, 1, DAY),
        ];
        let rows = rows(&all, |at| Date::of_millis(i64::try_from(at).unwrap()).unwrap());
        let told: Vec<String> = rows
            .iter()
            .map(|row| match row {
                Row::Day(day) => format!("day {}", day.days()),
                Row::First(said) => format!("first {}", said.at / MINUTE),
                Row::Next(said) => format!("next {}", said.at / MINUTE),
            })
            .collect();
        let wanted = ["day 0", "first 0", "next 1", "first 2", "first 3", "first 9", "first 9", "day 1", "first 1440"];
        assert_eq!(told, wanted);
    }

    #[test]
    fn of_many_messages_the_last_are_drawn_and_earlier_ones_stay_while_they_are_read() {
        for (before, all, at_end, wanted) in [
            (None, 10, true, 0),
            (None, 1_000, true, 950),
            (Some(0), 100, true, 0),
            (Some(0), 101, true, 51),
            (Some(900), 1_000, true, 900),
            (Some(700), 1_000, false, 700),
            (Some(700), 1_000, true, 950),
            (Some(20), 10, false, 10),
        ] {
            assert_eq!(hidden(before, all, at_end), wanted, "{before:?} of {all}, at the end: {at_end}");
        }
    }

    #[test]
    fn only_what_others_have_just_said_is_new() {
        let talk = Talk { shown: vec![said(1, 1, 0), said(2, 2, 1), said(3, 2, 2)], ids: BTreeSet::new() };
        let before = [said(2, 2, 1).id.record()].into();
        let new: Vec<_> = talk.new_to(&before, said(1, 1, 0).by).map(|said| said.at).collect();
        assert_eq!(new, [2]);
    }
}
