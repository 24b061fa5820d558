//! What to remind of now. Pure: the clock, the tasks and what is kept come in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use holdfast_core::id::RecordId;

use super::{moments::Moments, which::Which};

/// How long something is put off, in milliseconds.
const LATER: i64 = 600_000;

/// What comes from elsewhere and was due longer ago than this, in milliseconds, is no news: a week.
const LATE: i64 = 7 * 86_400_000;

/// A clock that was put back by more than this, in milliseconds, was wrong before.
const WRONG: i64 = 86_400_000;

/// What a device keeps of a person's reminders. What was due up to the last look has been told, or was not to be. What comes
/// from elsewhere and was due before is told all the same: what has been told is kept for as long as that may happen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Kept {
    /// Of which tasks to remind.
    pub(crate) which: Which,
    /// When it was looked first, in milliseconds since the Unix epoch: nothing from before is told.
    since: Option<i64>,
    /// When it was looked last.
    looked: Option<i64>,
    /// What was put off, and until when.
    later: BTreeMap<RecordId, i64>,
    /// What was told of late, or was not to be, and with which moment.
    told: BTreeMap<RecordId, i64>,
    /// What was told and not answered.
    open: BTreeMap<RecordId, i64>,
    /// The tab that shows it.
    by: u32,
}

impl Kept {
    /// What was kept of it; what is not known is passed over.
    pub(crate) fn read(text: &str) -> Self {
        let mut kept = Self::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["which", name] => kept.which = Which::named(name).unwrap_or_default(),
                ["since", at] => kept.since = at.parse().ok(),
                ["looked", at] => kept.looked = at.parse().ok(),
                ["by", tab] => kept.by = tab.parse().unwrap_or_default(),
                [list, id, at] => {
                    let pair = id.parse::<RecordId>().ok().zip(at.parse::<i64>().ok());
                    if let Some((_, list)) = kept.lists().into_iter().find(|(name, _)| *name == list) {
                        list.extend(pair);
                    }
                }
                _ => {}
            }
        }
        // What was kept before there was a first look to keep.
        kept.since = kept.since.or(kept.looked);
        kept
    }

    /// What to keep of it.
    pub(crate) fn text(&self) -> String {
        let name = Which::ALL.iter().find(|(which, ..)| *which == self.which).map_or("", |(_, name, _)| name);
        let mut text = format!("which {name}\nby {}\n", self.by);
        for (name, at) in [("since", self.since), ("looked", self.looked)] {
            if let Some(at) = at {
                let _ = writeln!(text, "{name} {at}");
            }
        }
        for (name, list) in self.clone().lists() {
            for (id, at) in list {
                let _ = writeln!(text, "{name} {id} {at}");
            }
        }
        text
    }

    fn lists(&mut self) -> [(&'static str, &mut BTreeMap<RecordId, i64>); 3] {
        [("later", &mut self.later), ("told", &mut self.told), ("open", &mut self.open)]
    }

    /// Whether there may be something to tell: cheap, to be asked often.
    pub(super) fn is_time(&self, now: i64, moments: &Moments) -> bool {
        let Some(looked) = self.looked else { return true };
        let is_past =
            || moments.between(looked, now).next().is_some() || self.later.values().any(|until| *until <= now);
        looked - now >= WRONG || (now > looked && is_past())
    }

    /// Which tasks are to be told now, the earliest first, with those that came from elsewhere. They count as told.
    pub(super) fn due(&mut self, now: i64, moments: &Moments, came: &BTreeSet<RecordId>) -> Vec<RecordId> {
        let Some((looked, since)) = self.looked.filter(|looked| *looked - now < WRONG).zip(self.since) else {
            // The first look ever: nothing was missed.
            (self.looked, self.since) = (Some(now), Some(now));
            return Vec::new();
        };
        let (before, mut due) = (std::mem::take(&mut self.later), Vec::new());
        for (id, until) in &before {
            match moments.of(*id) {
                Some(at) if at <= now && *until <= now => due.push((at, *id)),
                Some(at) if at <= now => drop(self.later.insert(*id, *until)),
                // It was done, or given another time.
                _ => {}
            }
        }
        let is_new = |id: RecordId, at: i64| !before.contains_key(&id) && self.told.get(&id) != Some(&at);
        let late = came.iter().filter_map(|id| Some((*id, moments.of(*id)?)));
        let late = late.filter(|(_, at)| *at > since && *at > now - LATE && *at <= now.min(looked));
        let all = moments.between(looked, now).chain(late).filter(|(id, at)| is_new(*id, *at));
        due.extend(all.map(|(id, at)| (at, id)));
        let looked = looked.max(now);
        self.looked = Some(looked);
        self.told.extend(due.iter().map(|(at, id)| (*id, *at)));
        self.told.retain(|_, at| *at > looked - LATE);
        self.open.extend(due.iter().map(|(at, id)| (*id, *at)));
        self.open.retain(|id, at| moments.of(*id) == Some(*at));
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// What has been told and not answered, the earliest first.
    pub(super) fn open(&self, moments: &Moments) -> Vec<RecordId> {
        let mut open: Vec<_> = self.open.iter().filter(|(id, at)| moments.of(**id) == Some(**at)).collect();
        open.sort_unstable_by_key(|(id, at)| (**at, **id));
        open.into_iter().map(|(id, _)| *id).collect()
    }

    /// Does not tell of what somebody has just made due in the past.
    pub(super) fn pass_over(&mut self, tasks: &[(RecordId, i64)]) {
        self.told.extend(tasks.iter().copied());
    }

    /// The person has answered.
    pub(super) fn answered(&mut self, tasks: &[RecordId]) {
        self.open.retain(|id, _| !tasks.contains(id));
    }

    /// Puts tasks off.
    pub(super) fn put_off(&mut self, now: i64, tasks: &[RecordId]) {
        self.answered(tasks);
        self.later.extend(tasks.iter().map(|id| (*id, now + LATER)));
    }

    /// Whether a tab shows what is not answered: one at a time does.
    pub(super) fn is_shown_by(&self, tab: u32) -> bool {
        self.by == tab
    }

    /// Has a tab show it.
    pub(super) fn show_by(&mut self, tab: u32) {
        self.by = tab;
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
        look_with(kept, now, tasks, &[])
    }

    /// The same where some of the tasks have just come from elsewhere.
    fn look_with(kept: &mut Kept, now: i64, tasks: &[(u8, i64)], came: &[u8]) -> Vec<RecordId> {
        let read = Kept::read(&kept.text());
        assert_eq!(read, *kept);
        let moments = moments(tasks);
        let due = kept.due(now, &moments, &came.iter().map(|number| task(*number)).collect());
        assert!(kept.clone().due(now, &moments, &BTreeSet::new()).is_empty() && !kept.is_time(now, &moments));
        due
    }

    fn moments(tasks: &[(u8, i64)]) -> Moments {
        let mut moments = Moments::default();
        for (number, at) in tasks {
            moments.set(task(*number), Some(*at));
        }
        moments
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
    fn what_comes_late_from_elsewhere_is_told_once_unless_it_is_old() {
        let mut kept = Kept::default();
        look(&mut kept, 100, &[]);
        let tasks = [(1, 90), (2, 150), (3, 160)];
        assert_eq!(look_with(&mut kept, 200, &[], &[]), []);
        assert_eq!(look_with(&mut kept, 201, &tasks, &[1, 2]), [task(2)], "what was due before the first look is not");
        // Another tab learns of them later.
        assert_eq!(look_with(&mut kept, 202, &tasks, &[1, 2]), []);
        assert_eq!(look_with(&mut kept, 203, &tasks, &[3]), [task(3)]);
        // Given another time it is news again.
        assert_eq!(look_with(&mut kept, 204, &[(2, 170)], &[2]), [task(2)]);
        assert_eq!(look_with(&mut kept, 300 + LATE, &[(4, 250), (5, 301)], &[4, 5]), [task(4), task(5)]);
        assert_eq!(look_with(&mut kept, 400 + 2 * LATE, &[(6, 290 + LATE)], &[6]), [], "it is more than a week late");
    }

    #[test]
    fn what_a_person_makes_due_in_the_past_is_not_told() {
        let mut kept = Kept::default();
        look(&mut kept, 100, &[]);
        kept.pass_over(&[(task(1), 150)]);
        assert_eq!(look(&mut kept, 200, &[(1, 150)]), []);
        assert_eq!(look(&mut kept, 260, &[(1, 250)]), [task(1)], "at another time it is");
    }

    #[test]
    fn what_is_not_answered_stays_until_it_is_or_is_done() {
        let mut kept = Kept::default();
        let tasks = [(1, 150), (2, 140), (3, 160), (4, 170)];
        look(&mut kept, 100, &tasks);
        look(&mut kept, 145, &tasks);
        look(&mut kept, 200, &tasks);
        assert_eq!(kept.open(&moments(&tasks)), [task(2), task(1), task(3), task(4)]);
        kept.answered(&[task(2)]);
        kept.put_off(200, &[task(1)]);
        kept = Kept::read(&kept.text());
        assert_eq!(kept.open(&moments(&tasks)), [task(3), task(4)]);
        assert_eq!(kept.open(&moments(&[(3, 160), (4, 900)])), [task(3)], "the other is not due any more");
        kept.show_by(7);
        assert!(Kept::read(&kept.text()).is_shown_by(7));
    }

    #[test]
    fn a_clock_that_was_far_ahead_stops_nothing_for_long() {
        let tasks = [(1, 150), (2, 260)];
        let mut kept = Kept::default();
        look(&mut kept, 100 + 2 * WRONG, &tasks);
        assert!(kept.is_time(200, &moments(&tasks)));
        assert_eq!(told(&tasks, &[100 + 2 * WRONG, 200, 300]), [vec![], vec![], vec![task(2)]]);
    }

    #[test]
    fn what_is_kept_and_not_known_is_passed_over() {
        assert_eq!(Kept::read("nonsense\nwhich moon\nlooked x\nlater y 3\nby me\nelse 1 2\n"), Kept::default());
        for (which, name, _) in Which::ALL {
            assert_eq!(Which::named(name), Some(which));
            let kept = Kept { which, ..Kept::default() };
            assert_eq!(Kept::read(&kept.text()), kept);
        }
    }
}
