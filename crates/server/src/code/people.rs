//! Who is where in a text. A line speaks for one writer, whom no other speaks for, and who that is the server says: a line's own
//! words about its name count for nothing, and neither do its words about others, which clients of y-websocket repeat.

use std::collections::HashMap;

use holdfast_core::id::PersonId;
use holdfast_text::{Cursor, Entry, MOST_STATE, NAME, Place, State, User, write_entries};

/// Those who are there.
#[derive(Debug, Default)]
pub(super) struct People {
    /// By the number of the line.
    lines: HashMap<u64, Entry>,
    /// The last number given out.
    clock: u64,
}

/// Who speaks.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    /// Their line.
    pub(crate) line: u64,
    /// Who they are.
    pub(crate) person: PersonId,
    /// What they are called.
    pub(crate) name: String,
}

impl People {
    /// What the others are told where a line says this; nothing where it says nothing of its own writer. `now` in milliseconds: what
    /// is told after a restart is newer than what was told before.
    pub(super) fn say(&mut self, speaker: &Speaker, entries: &[Entry], now: u64) -> Option<Vec<u8>> {
        let own = self.lines.get(&speaker.line).map(|entry| entry.writer);
        let is_free = |writer| !self.lines.values().any(|entry| entry.writer == writer);
        let said = entries.iter().find(|entry| own.map_or_else(|| is_free(entry.writer), |own| own == entry.writer))?;
        match &said.state {
            // Who has not come does not leave.
            None if own.is_none() => None,
            None => self.leave(speaker.line, now),
            Some(state) => {
                let entry = Entry { writer: said.writer, clock: self.next(now), state: Some(stamped(speaker, state)) };
                let told = write_entries([&entry]);
                self.lines.insert(speaker.line, entry);
                Some(told)
            }
        }
    }

    /// What the others are told where a line is gone, or says that its writer is.
    pub(super) fn leave(&mut self, line: u64, now: u64) -> Option<Vec<u8>> {
        let entry = self.lines.remove(&line)?;
        let gone = Entry { clock: self.next(now), state: None, ..entry };
        Some(write_entries([&gone]))
    }

    /// All who are there, for one who comes.
    pub(super) fn all(&self) -> Option<Vec<u8>> {
        (!self.lines.is_empty()).then(|| write_entries(self.lines.values()))
    }

    fn next(&mut self, now: u64) -> u64 {
        self.clock = now.max(self.clock + 1);
        self.clock
    }
}

/// What a line says of itself, with who it is.
fn stamped(speaker: &Speaker, said: &str) -> String {
    let said: State = serde_json::from_str(said).unwrap_or_default();
    let color = said.user.and_then(|user| user.color).filter(|color| is_color(color));
    let name = speaker.name.chars().take(MOST_NAME).collect();
    let user = User { name, person: Some(speaker.person.to_string()), color };
    let is_here = |place: &Place| place.tname.as_deref().is_none_or(|name| name == NAME);
    let cursor = said.cursor.filter(|Cursor { anchor, head }| is_here(anchor) && is_here(head));
    let stamped = serde_json::to_string(&State { user: Some(user), cursor }).unwrap_or_default();
    // Nobody reads longer ones, and with it none of what is told together.
    if stamped.is_empty() || stamped.len() > MOST_STATE { "{}".into() } else { stamped }
}

/// How much of a name is told, in letters.
const MOST_NAME: usize = 60;

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use holdfast_text::read_entries;

    use super::*;

    fn speaker(line: u64) -> Speaker {
        Speaker { line, person: PersonId::new(0, [line as u8; 10]), name: format!("Person {line}") }
    }

    fn said(writer: u64, state: &str) -> Entry {
        Entry { writer, clock: 1, state: Some(state.into()) }
    }

    fn told(bytes: Option<Vec<u8>>) -> Vec<(u64, Option<State>)> {
        let entries = bytes.map(|bytes| read_entries(&bytes).unwrap()).unwrap_or_default();
        let state = |entry: Entry| entry.state.map(|state| serde_json::from_str(&state).unwrap());
        entries.into_iter().map(|entry| (entry.writer, state(entry))).collect()
    }

    #[test]
    fn a_line_speaks_for_itself_alone_and_under_its_own_name() {
        let mut people = People::default();
        let first = r##"{"user":{"name":"Somebody else","color":"#a0b1c2"},"cursor":null,"more":1}"##;
        let one = told(people.say(&speaker(1), &[said(10, first)], 5));
        let user = one[0].1.clone().unwrap().user.unwrap();
        assert_eq!((user.name.as_str(), user.color.as_deref()), ("Person 1", Some("#a0b1c2")));
        assert_eq!(user.person, Some(speaker(1).person.to_string()));
        assert_eq!(told(people.say(&speaker(2), &[said(10, "{}")], 5)), [], "another's number");
        let far = format!(r#"{{"cursor":{{"anchor":{{"tname":"{}"}},"head":{{}}}}}}"#, "x".repeat(1_900));
        let long = Speaker { name: "\u{1}".repeat(10_000), ..speaker(1) };
        let told_long = told(people.say(&long, &[said(10, &far)], 5))[0].1.clone().unwrap();
        assert_eq!((told_long.user.unwrap().name.len(), told_long.cursor), (60, None), "as much as others read");
        let both = [said(10, "{}"), said(20, r#"{"user":{"name":"x","color":"red"}}"#)];
        let two = told(people.say(&speaker(2), &both, 5));
        assert_eq!(two.iter().map(|(writer, _)| *writer).collect::<Vec<_>>(), [20], "its own among what it repeats");
        assert_eq!(two[0].1.clone().unwrap().user.unwrap().color, None);
        assert_eq!(told(people.say(&speaker(2), &[said(21, "{}")], 5)), [], "one number a line");
        assert_eq!(told(people.all()).len(), 2);
        let gone = Entry { writer: 10, clock: 9, state: None };
        assert_eq!(told(people.say(&speaker(2), std::slice::from_ref(&gone), 5)), [], "nobody sends another away");
        assert_eq!(told(people.say(&speaker(1), &[gone], 5)), [(10, None)]);
        assert_eq!((told(people.leave(2, 5)), told(people.all())), (vec![(20, None)], vec![]));
    }

    #[test]
    fn what_is_told_later_has_a_higher_number() {
        let mut people = People::default();
        let mut clock = |now| {
            let told = people.say(&speaker(1), &[said(10, "nothing that JSON knows")], now).unwrap();
            read_entries(&told).unwrap()[0].clock
        };
        assert_eq!((clock(1_000), clock(1_000), clock(10)), (1_000, 1_001, 1_002));
    }
}
