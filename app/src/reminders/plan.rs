//! What to remind of now. Pure: the clock, the tasks and what is kept come in.

use std::{collections::BTreeMap, fmt::Write as _};

use holdfast_core::id::RecordId;

use crate::t::{self, Words};

/// How long something is put off, in milliseconds.
const LATER: i64 = 600_000;

/// A clock that was put back by more than this, in milliseconds, was wrong before.
const WRONG: i64 = 86_400_000;

/// Of which tasks to remind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those that are the person's own work.
    #[default]
    Mine,
    /// All that are due at some time.
    All,
    /// None.
    Nothing,
}

impl Which {
    /// All, each with its name where it is kept, and what people read.
    pub(crate) const ALL: [(Self, &str, Words); 3] = [
        (Self::Mine, "mine", t::remind_mine),
        (Self::All, "all", t::remind_all),
        (Self::Nothing, "nothing", t::remind_nothing),
    ];

    /// The one of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(which, ..)| *which)
    }
}

/// What a device keeps of a person's reminders. What was due at some moment before the last look has been told, or was not
/// yet to be: so a task that comes to be due in the past is not told, and one that came due while nobody looked is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Kept {
    /// Of which tasks to remind.
    pub(crate) which: Which,
    /// When it was looked last, in milliseconds since the Unix epoch.
    looked: Option<i64>,
    /// What was put off, and until when.
    later: BTreeMap<RecordId, i64>,
}

impl Kept {
    /// What was kept of it; what is not known is passed over.
    pub(crate) fn read(text: &str) -> Self {
        let mut kept = Self::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["which", name] => kept.which = Which::named(name).unwrap_or_default(),
                ["looked", at] => kept.looked = at.parse().ok(),
                ["later", id, at] => kept.later.extend(id.parse().ok().zip(at.parse::<i64>().ok())),
                _ => {}
            }
        }
        kept
    }

    /// What to keep of it.
    pub(crate) fn text(&self) -> String {
        let name = Which::ALL.iter().find(|(which, ..)| *which == self.which).map_or("", |(_, name, _)| name);
        let mut text = format!("which {name}\n");
        if let Some(looked) = self.looked {
            let _ = writeln!(text, "looked {looked}");
        }
        for (id, until) in &self.later {
            let _ = writeln!(text, "later {id} {until}");
        }
        text
    }

    /// Which of these tasks, each with when to remind of it, are to be told now, the earliest first. They count as told.
    pub(crate) fn due(&mut self, now: i64, tasks: impl Iterator<Item = (RecordId, i64)>) -> Vec<RecordId> {
        let Some(looked) = self.looked.filter(|looked| *looked - now < WRONG) else {
            // The first look ever: nothing was missed.
            self.looked = Some(now);
            return Vec::new();
        };
        if now <= looked {
            return Vec::new();
        }
        let (before, mut due) = (std::mem::take(&mut self.later), Vec::new());
        for (id, at) in tasks {
            match before.get(&id) {
                // It was given another time since.
                _ if at > now => {}
                Some(until) if *until > now => drop(self.later.insert(id, *until)),
                Some(_) => due.push((at, id)),
                None if at > looked => due.push((at, id)),
                None => {}
            }
        }
        self.looked = Some(now);
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Puts tasks off.
    pub(crate) fn put_off(&mut self, now: i64, tasks: &[RecordId]) {
        self.later.extend(tasks.iter().map(|id| (*id, now + LATER)));
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn task(number: u8) -> RecordId {
        RecordId::new(0, [number; 10])
    }

    /// What is told at some moments, of tasks that are due at others, with what is kept stored and read in between.
    fn told(tasks: &[(u8, i64)], looks: &[i64]) -> Vec<Vec<RecordId>> {
        let mut kept = Kept::default();
        looks.iter().map(|now| look(&mut kept, *now, tasks)).collect()
    }

    fn look(kept: &mut Kept, now: i64, tasks: &[(u8, i64)]) -> Vec<RecordId> {
        *kept = Kept::read(&kept.text());
        kept.due(now, tasks.iter().map(|(number, at)| (task(*number), *at)))
    }

    #[test]
    fn each_is_told_once_at_its_time_and_what_was_missed_at_the_next_look() {
        let tasks = [(1, 150), (2, 90), (3, 210), (4, 140)];
        let looks = [100, 120, 150, 151, 200, 1_000];
        let (none, first, second) = (vec![], vec![task(4), task(1)], vec![task(3)]);
        let expected = vec![none.clone(), none.clone(), first, none.clone(), none, second];
        assert_eq!(told(&tasks, &looks), expected, "the one that was late before the first look is never told");
    }

    #[test]
    fn what_is_put_off_comes_again_unless_it_is_done_or_given_another_time() {
        let mut kept = Kept::default();
        let all = [(1, 150), (2, 150), (3, 150)];
        look(&mut kept, 100, &all);
        assert_eq!(look(&mut kept, 200, &all), [task(1), task(2), task(3)]);
        kept.put_off(200, &[task(1), task(2), task(3)]);
        assert_eq!(look(&mut kept, 200 + LATER - 1, &all), []);
        // The second is done, and so no longer among them; the third is due much later now.
        let left = [(1, 150), (3, 9 * LATER)];
        assert_eq!(look(&mut kept, 200 + LATER, &left), [task(1)]);
        assert_eq!(look(&mut kept, 201 + LATER, &left), []);
        assert_eq!(look(&mut kept, 10 * LATER, &left), [task(3)]);
    }

    #[test]
    fn two_tabs_that_look_one_after_the_other_tell_once() {
        let mut kept = Kept::default();
        let tasks = [(1, 150)];
        look(&mut kept, 100, &tasks);
        assert_eq!(look(&mut kept, 160, &tasks), [task(1)]);
        // A tab that nobody sees looks as if it were a little earlier.
        assert_eq!(look(&mut kept, 140, &tasks), []);
        assert_eq!(look(&mut kept, 161, &tasks), []);
    }

    #[test]
    fn a_clock_that_was_far_ahead_stops_nothing_for_long() {
        let tasks = [(1, 150), (2, 260)];
        assert_eq!(told(&tasks, &[100 + 2 * WRONG, 200, 300]), [vec![], vec![], vec![task(2)]]);
    }

    #[test]
    fn what_is_kept_and_not_known_is_passed_over() {
        assert_eq!(Kept::read("nonsense\nwhich moon\nlooked x\nlater y 3\n"), Kept::default());
        for (which, name, _) in Which::ALL {
            assert_eq!(Which::named(name), Some(which));
            let kept = Kept { which, ..Kept::default() };
            assert_eq!(Kept::read(&kept.text()), kept);
        }
    }
}
