//! Who is at which record, in memory alone: a restart forgets it, and the tabs say it again. It knows no roles; who may be told is
//! for whoever asks to see to ([`Presence::only`]).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use holdfast_core::{
    Millis,
    id::{Id, PersonId, RecordId, ScopeId},
    wire::presence::{Doing, Here, LEASE, MOST_PEOPLE, PersonHere, Present, Shown, WRITING},
};
use tokio::sync::watch;

/// A record of a scope.
pub(crate) type Place = (ScopeId, RecordId);

/// The most records that somebody is at. At any more, nobody is seen.
const MOST_PLACES: usize = 10_000;
/// The most tabs of one person at one record; one more takes the place of the one that was silent for longest.
const MOST_TABS: usize = 8;

/// Who is where.
#[derive(Debug)]
pub(crate) struct Presence(Mutex<Places>);

/// What is to be known of a record, at a moment.
pub(crate) struct Look {
    /// Who is there.
    pub(crate) present: Present,
    /// Tells when that is other than it was; closed when nobody is there any more.
    pub(crate) news: Option<watch::Receiver<u64>>,
    /// When it will be other than it is if nobody says anything.
    pub(crate) until: Option<Millis>,
}

#[derive(Debug)]
struct Places {
    rooms: HashMap<Place, Room>,
    /// The last version given out.
    version: u64,
}

/// Who is at one record.
#[derive(Debug)]
struct Room {
    tabs: Vec<Tab>,
    /// What is told of them, and its version.
    told: BTreeMap<PersonId, Doing>,
    version: watch::Sender<u64>,
}

#[derive(Debug)]
struct Tab {
    person: PersonId,
    id: Id<Shown>,
    until: Millis,
    /// Until when its person counts as writing.
    writes_until: Millis,
}

impl Presence {
    /// Nobody is anywhere. `started`: versions given out by an earlier process are others than this one's.
    pub(crate) fn new(started: Millis) -> Self {
        Self(Mutex::new(Places { rooms: HashMap::new(), version: started << 16 }))
    }

    /// A tab says that it shows a record.
    pub(crate) fn come(&self, place: Place, person: PersonId, here: &Here, now: Millis) {
        self.with(|places| {
            if !places.rooms.contains_key(&place) && places.rooms.len() >= MOST_PLACES {
                places.clear(now);
                if places.rooms.len() >= MOST_PLACES {
                    return;
                }
            }
            places.change(place, now, |room| room.come(person, here, now));
        });
    }

    /// A tab says that it shows it no more.
    pub(crate) fn go(&self, place: Place, person: PersonId, tab: Id<Shown>, now: Millis) {
        self.with(|places| places.change_if_there(place, now, |room| room.tabs.retain(|one| !one.is(person, tab))));
    }

    /// Puts everybody out but these.
    pub(crate) fn only(&self, place: Place, people: &BTreeSet<PersonId>, now: Millis) {
        self.with(|places| {
            places.change_if_there(place, now, |room| room.tabs.retain(|tab| people.contains(&tab.person)));
        });
    }

    /// Who is there.
    pub(crate) fn look(&self, place: Place, now: Millis) -> Look {
        self.with(|places| {
            places.change_if_there(place, now, |_| {});
            match places.rooms.get(&place) {
                Some(room) => room.look(now),
                None => {
                    Look { present: Present { version: places.version, people: Vec::new() }, news: None, until: None }
                }
            }
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Places) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Places {
    fn change_if_there(&mut self, place: Place, now: Millis, change: impl FnOnce(&mut Room)) {
        if self.rooms.contains_key(&place) {
            self.change(place, now, change);
        }
    }

    /// Changes who is at a record, forgets whoever was silent for too long, and tells if what is told is other than before.
    fn change(&mut self, place: Place, now: Millis, change: impl FnOnce(&mut Room)) {
        let room = self.rooms.entry(place).or_insert_with(|| Room {
            tabs: Vec::new(),
            told: BTreeMap::new(),
            version: watch::Sender::new(self.version),
        });
        change(room);
        room.tabs.retain(|tab| tab.is_here(now));
        let told = room.told_of(now);
        if told != room.told {
            self.version += 1;
            room.told = told;
            room.version.send_replace(self.version);
        }
        if room.tabs.is_empty() {
            // What waits for news of it is told by the end of them.
            self.rooms.remove(&place);
        }
    }

    /// Forgets the records where everybody was silent for too long.
    fn clear(&mut self, now: Millis) {
        self.rooms.retain(|_, room| room.tabs.iter().any(|tab| tab.is_here(now)));
    }
}

impl Room {
    fn come(&mut self, person: PersonId, here: &Here, now: Millis) {
        let writes_until = match here.doing {
            Doing::Looking => 0,
            Doing::Writing => now + WRITING,
        };
        let tab = Tab { person, id: here.tab, until: now + LEASE, writes_until };
        if let Some(before) = self.tabs.iter_mut().find(|one| one.is(person, here.tab)) {
            *before = tab;
            return;
        }
        let of_person = || self.tabs.iter().enumerate().filter(|(_, tab)| tab.person == person);
        if of_person().count() >= MOST_TABS
            && let Some((oldest, _)) = of_person().min_by_key(|(_, tab)| tab.until)
        {
            self.tabs.remove(oldest);
        }
        if self.told.contains_key(&person) || self.told.len() < MOST_PEOPLE {
            self.tabs.push(tab);
        }
    }

    fn told_of(&self, now: Millis) -> BTreeMap<PersonId, Doing> {
        let mut told = BTreeMap::new();
        for tab in &self.tabs {
            let doing = if tab.writes_until > now { Doing::Writing } else { Doing::Looking };
            let so_far: &mut Doing = told.entry(tab.person).or_insert(doing);
            *so_far = doing.min(*so_far);
        }
        told
    }

    fn look(&self, now: Millis) -> Look {
        let news = self.version.subscribe();
        let version = *self.version.borrow();
        let people = self.told.iter().map(|(person, doing)| PersonHere { person: *person, doing: *doing }).collect();
        let ends = self.tabs.iter().flat_map(|tab| [tab.until, tab.writes_until]);
        Look { present: Present { version, people }, news: Some(news), until: ends.filter(|end| *end > now).min() }
    }
}

impl Tab {
    fn is(&self, person: PersonId, id: Id<Shown>) -> bool {
        self.person == person && self.id == id
    }

    /// Whether it has been heard of lately. One that is far beyond what can be given now is from before the clock was set back;
    /// one that is a little beyond came in a request that was begun later than this one and was served sooner.
    fn is_here(&self, now: Millis) -> bool {
        self.until > now && self.until <= now + 2 * LEASE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn place(number: u8) -> Place {
        (ScopeId::new(0, [number; 10]), RecordId(uuid::Uuid::from_u128(number.into())))
    }

    fn here(tab: u128, doing: Doing) -> Here {
        Here { tab: Id::from_uuid(uuid::Uuid::from_u128(tab)), doing, seen: None, wait: 0 }
    }

    #[test]
    fn nobody_takes_more_room_than_they_may() {
        let presence = Presence::new(1);
        for tab in 0..100 {
            presence.come(place(1), person(1), &here(tab, Doing::Looking), tab as Millis);
        }
        assert_eq!(presence.with(|places| places.rooms[&place(1)].tabs.len()), MOST_TABS);
        for who in 2..MOST_PEOPLE as u128 + 50 {
            presence.come(place(1), person(who), &here(who, Doing::Looking), 100);
        }
        let all = presence.look(place(1), 100).present.people;
        assert_eq!((all.len(), all[0].person), (MOST_PEOPLE, person(1)), "those who came first");
        for number in 0..2 * MOST_PLACES as u128 {
            let record = RecordId(uuid::Uuid::from_u128(number));
            presence.come((place(1).0, record), person(1), &here(1, Doing::Looking), number as Millis * 100);
        }
        assert!(presence.with(|places| places.rooms.len()) <= MOST_PLACES);
        let last = (place(1).0, RecordId(uuid::Uuid::from_u128(2 * MOST_PLACES as u128 - 1)));
        let now = 2 * MOST_PLACES as Millis * 100;
        assert_eq!(presence.look(last, now).present.people.len(), 1, "what is silent makes room");
    }

    #[test]
    fn a_request_that_was_overtaken_puts_nobody_out_and_a_clock_set_back_does() {
        let presence = Presence::new(1);
        let now = 1_000_000;
        presence.come(place(1), person(1), &here(1, Doing::Looking), now);
        presence.come(place(1), person(2), &here(2, Doing::Looking), now - 1);
        assert_eq!(presence.look(place(1), now - 2).present.people.len(), 2, "begun before both");
        let earlier = now - 2 * LEASE;
        presence.come(place(1), person(2), &here(2, Doing::Looking), earlier);
        let left = presence.look(place(1), earlier).present.people;
        assert_eq!(left.iter().map(|one| one.person).collect::<Vec<_>>(), [person(2)], "who came before that is gone");
    }

    #[test]
    fn news_are_told_once_and_nothing_is_kept_where_nobody_is() {
        let presence = Presence::new(1);
        presence.come(place(1), person(1), &here(1, Doing::Looking), 0);
        let Look { present, news, until } = presence.look(place(1), 0);
        let mut news = news.unwrap();
        presence.come(place(1), person(1), &here(1, Doing::Looking), 10);
        presence.come(place(1), person(1), &here(2, Doing::Looking), 10);
        assert_eq!((news.has_changed().ok(), until), (Some(false), Some(LEASE)), "one person with two tabs is one");
        presence.come(place(1), person(1), &here(2, Doing::Writing), 20);
        let writes = presence.look(place(1), 20);
        assert!(*news.borrow_and_update() == writes.present.version && writes.present.version != present.version);
        assert_eq!((writes.present.people[0].doing, writes.until), (Doing::Writing, Some(20 + WRITING)));
        let stopped = presence.look(place(1), 20 + WRITING).present;
        assert_eq!(stopped.people[0].doing, Doing::Looking, "it ends by itself");
        assert_eq!(*news.borrow_and_update(), stopped.version);
        presence.go(place(1), person(2), here(1, Doing::Looking).tab, 30);
        presence.go(place(1), person(1), here(1, Doing::Looking).tab, 30);
        assert_eq!(presence.look(place(1), 30).present.people.len(), 1, "the other tab is there still");
        presence.go(place(1), person(1), here(2, Doing::Looking).tab, 30);
        assert!(news.has_changed().is_err(), "nobody is there any more");
        assert_eq!(presence.with(|places| places.rooms.len()), 0);
        let again = presence.look(place(1), 30).present;
        assert!(again.people.is_empty() && again.version != present.version);
    }
}
