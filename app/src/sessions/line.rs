//! Sessions with what is known of them here, and which of them are shown in what order.

use std::{cmp::Reverse, collections::HashMap, rc::Rc};

use holdfast_core::{
    Millis,
    entity::{Engagement, Entity as _, Session, SessionState},
    id::{Id, PersonId, RecordId},
    record::{Kind, Record, Seq},
    replica::{Mark, Replica},
};

use super::{Asked, Order, Tab};
use crate::{
    hooks::Names,
    words::fold::{folded, sort_key},
};

/// One of the sessions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) id: Id<Session>,
    pub(crate) session: Session,
    /// Who has made it, and hosts it.
    pub(crate) host: PersonId,
    pub(crate) made_at: Millis,
    /// The later it was changed the greater: what has edits on their way is the latest. As it was when the list was opened:
    /// what somebody works with does not go elsewhere by it.
    changed: (bool, Seq),
    /// What it is found by, as [`folded`] gives it; the host's name is not in it, as that may change by itself.
    found_by: String,
    by_name: String,
}

impl Line {
    fn of(record: &Record, mark: Mark) -> Self {
        let session = Session::read(record);
        Self {
            id: record.id.into(),
            host: record.created_by,
            made_at: record.created_at,
            changed: (mark != Mark::Synced, record.version),
            found_by: folded(&format!("{}\n{}", session.name, session.description)),
            by_name: sort_key(&session.name),
            session,
        }
    }

    /// One of them, if it is here.
    pub(crate) fn read(replica: &Replica, id: Id<Session>) -> Option<Rc<Self>> {
        let record = replica.live(id.record()).filter(|record| record.kind.name() == Session::KIND)?;
        Some(Rc::new(Self::of(record, replica.mark(record.id))))
    }

    /// Whether somebody takes part.
    pub(crate) fn has(&self, person: &str) -> bool {
        self.session.participants.contains(person)
    }

    fn is_in(&self, tab: Tab, me: PersonId, favourites: &std::collections::BTreeSet<String>) -> bool {
        match tab {
            Tab::All => true,
            Tab::Created => self.host == me,
            Tab::Shared => self.host != me && self.has(&me.to_string()),
            Tab::Favourites => favourites.contains(&self.id.to_string()),
        }
    }
}

/// All sessions of an engagement. Those that have not changed are not read anew, and those that have keep their place among
/// those that were changed last.
#[derive(Default)]
pub(crate) struct Lines(HashMap<RecordId, (Rc<Record>, Mark, Rc<Line>)>);

impl Lines {
    pub(crate) fn read(&mut self, replica: &Replica, engagement: Id<Engagement>) -> Vec<Rc<Line>> {
        let kind = Kind::new(Session::KIND);
        let records = replica.of_kind(&kind).filter(|record| record.scope == engagement.scope());
        let mut before = std::mem::take(&mut self.0);
        let lines = records.map(|record| {
            let mark = replica.mark(record.id);
            let line = match before.remove(&record.id) {
                Some((same, as_it_was, line)) if Rc::ptr_eq(&same, record) && as_it_was == mark => line,
                Some((.., line)) => Rc::new(Line { changed: line.changed, ..Line::of(record, mark) }),
                None => Rc::new(Line::of(record, mark)),
            };
            self.0.insert(record.id, (Rc::clone(record), mark, Rc::clone(&line)));
            line
        });
        lines.collect()
    }
}

/// What is asked for of them, in its order.
pub(crate) fn shown(
    lines: &[Rc<Line>],
    asked: &Asked,
    order: Order,
    me: PersonId,
    favourites: &std::collections::BTreeSet<String>,
    names: &Names,
) -> Vec<Rc<Line>> {
    let words: Vec<String> = asked.q.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
    let hosts: HashMap<&str, String> =
        names.0.iter().filter(|_| !words.is_empty()).map(|(id, name)| (id.as_str(), folded(name))).collect();
    let has_words = |line: &Line| {
        let host = line.host.to_string();
        let host = hosts.get(host.as_str());
        words.iter().all(|word| line.found_by.contains(word) || host.is_some_and(|host| host.contains(word)))
    };
    let (tab, state) = (asked.tab(), asked.state());
    let lets = |line: &&Rc<Line>| {
        line.is_in(tab, me, favourites)
            && state.is_none_or(|state| line.session.state == state)
            && (words.is_empty() || has_words(line))
    };
    let mut shown: Vec<Rc<Line>> = lines.iter().filter(lets).cloned().collect();
    // Of two that are alike, what was made last stands first.
    let made = |line: &Line| Reverse((line.made_at, line.id));
    match order {
        Order::Recent => shown.sort_by_key(|line| (Reverse(line.changed), made(line))),
        Order::Alphabetical => shown.sort_by(|a, b| (&a.by_name, made(a)).cmp(&(&b.by_name, made(b)))),
        Order::Created => shown.sort_by_key(|line| made(line)),
        Order::Participants => shown.sort_by_key(|line| (Reverse(line.session.participants.len()), made(line))),
    }
    shown
}

/// How many there are, of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) total: usize,
    pub(crate) created: usize,
    pub(crate) shared: usize,
    pub(crate) favourites: usize,
    pub(crate) active: usize,
    pub(crate) archived: usize,
}

impl Figures {
    pub(crate) fn of(lines: &[Rc<Line>], me: PersonId, favourites: &std::collections::BTreeSet<String>) -> Self {
        let count = |is: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| is(line)).count();
        let within = |tab: Tab| count(&|line| line.is_in(tab, me, favourites));
        Self {
            total: lines.len(),
            created: within(Tab::Created),
            shared: within(Tab::Shared),
            favourites: within(Tab::Favourites),
            active: count(&|line| line.session.state == SessionState::Active),
            archived: count(&|line| line.session.state == SessionState::Archived),
        }
    }

    /// How many a tab has.
    pub(crate) fn within(&self, tab: Tab) -> usize {
        match tab {
            Tab::All => self.total,
            Tab::Created => self.created,
            Tab::Shared => self.shared,
            Tab::Favourites => self.favourites,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use std::collections::{BTreeMap, BTreeSet};

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::Draft,
    };

    use super::*;
    use crate::commands::testing::{id, scope};

    const ADA: u8 = 1;
    const BOB: u8 = 2;

    /// By number: a name, a description, a state, a host, and who takes part.
    type Made = (u8, &'static str, &'static str, SessionState, u8, &'static [u8]);

    const ALL: [Made; 4] = [
        (11, "Tide tables", "For the spring", SessionState::Active, ADA, &[ADA]),
        (12, "Ébauche", "", SessionState::Archived, BOB, &[BOB, ADA]),
        (13, "berths", "Who lies where", SessionState::Active, BOB, &[BOB]),
        (14, "Charts", "", SessionState::Inactive, ADA, &[]),
    ];

    fn replica() -> Replica {
        let mut replica = Replica::new(ClientId::new(0, [0; 10]));
        for (number, name, description, state, host, people) in ALL {
            let session = Session {
                name: name.into(),
                description: description.into(),
                state,
                seats: 10,
                participants: people.iter().map(|person| id::<()>(*person).to_string()).collect(),
                tags: [].into(),
            };
            let edit = session.create(scope(), id(number));
            replica.stage(&[Draft::new(OpId::new(number.into(), [0; 10]), id(host), number.into(), edit)]);
        }
        replica
    }

    fn names() -> Names {
        let name = |who: u8, name: &str| (id::<()>(who).to_string(), name.to_owned());
        Names(Rc::new(BTreeMap::from([name(ADA, "Ada Lovelace"), name(BOB, "Bob")])))
    }

    fn lines() -> Vec<Rc<Line>> {
        Lines::default().read(&replica(), id(200))
    }

    fn marked() -> BTreeSet<String> {
        [id::<()>(13).to_string()].into()
    }

    fn told(asked: Asked, order: Order) -> Vec<String> {
        let shown = shown(&lines(), &asked, order, id(ADA), &marked(), &names());
        shown.iter().map(|line| line.session.name.clone()).collect()
    }

    #[test]
    fn a_tab_has_what_concerns_a_person() {
        for (tab, wanted) in [
            (Tab::All, &["Charts", "berths", "Ébauche", "Tide tables"][..]),
            (Tab::Created, &["Charts", "Tide tables"]),
            (Tab::Shared, &["Ébauche"]),
            (Tab::Favourites, &["berths"]),
        ] {
            assert_eq!(told(Asked::default().with_tab(tab), Order::Created), wanted, "{tab:?}");
        }
    }

    #[test]
    fn words_are_found_in_names_descriptions_and_hosts_names_whatever_their_case_and_accents() {
        for (words, wanted) in [
            ("TIDE", &["Tide tables"][..]),
            ("ebauche", &["Ébauche"]),
            ("lies", &["berths"]),
            ("lovelace", &["Charts", "Tide tables"]),
            ("bob lies", &["berths"]),
            ("  ", &["Charts", "berths", "Ébauche", "Tide tables"]),
            ("submarine", &[]),
        ] {
            assert_eq!(told(Asked::default().with_words(words.into()), Order::Created), wanted, "{words}");
        }
        let archived = Asked::default().with_state(Some(SessionState::Archived));
        assert_eq!(told(archived, Order::Created), ["Ébauche"]);
    }

    #[test]
    fn each_order_has_its_first() {
        for (order, wanted) in [
            (Order::Recent, ["Charts", "berths", "Ébauche", "Tide tables"]),
            (Order::Alphabetical, ["berths", "Charts", "Ébauche", "Tide tables"]),
            (Order::Created, ["Charts", "berths", "Ébauche", "Tide tables"]),
            (Order::Participants, ["Ébauche", "berths", "Tide tables", "Charts"]),
        ] {
            assert_eq!(told(Asked::default(), order), wanted, "{order:?}");
        }
    }

    #[test]
    fn what_was_changed_last_is_the_most_recent_and_before_all_what_is_on_its_way() {
        let line = |number: u8, changed| {
            let record = replica().live(id::<Session>(number).record()).map(Rc::clone).unwrap();
            Rc::new(Line { changed, ..Line::of(&record, Mark::Synced) })
        };
        let lines = [line(11, (false, Seq(9))), line(12, (true, Seq(2))), line(13, (false, Seq(30)))];
        let shown = shown(&lines, &Asked::default(), Order::Recent, id(ADA), &marked(), &names());
        let order: Vec<Id<Session>> = shown.iter().map(|line| line.id).collect();
        assert_eq!(order, [id(12), id(13), id(11)]);
    }

    #[test]
    fn the_figures_count_each_sort() {
        let figures = Figures::of(&lines(), id(ADA), &marked());
        let wanted = Figures { total: 4, created: 2, shared: 1, favourites: 1, active: 2, archived: 1 };
        assert_eq!(figures, wanted);
        assert_eq!(Figures::of(&[], id(ADA), &marked()), Figures::default());
    }

    #[test]
    fn only_what_has_changed_is_read_anew() {
        let (mut replica, mut lines) = (replica(), Lines::default());
        let before = lines.read(&replica, id(200));
        let rename = holdfast_core::operation::Edit::set::<Session>(scope(), id(13)).put(Session::NAME, "Quays");
        replica.stage(&[Draft::new(OpId::new(99, [0; 10]), id(BOB), 0, rename)]);
        let after = lines.read(&replica, id(200));
        let same: Vec<bool> = before.iter().zip(&after).map(|(a, b)| Rc::ptr_eq(a, b)).collect();
        assert_eq!(same, [true, true, false, true]);
        let first = |lines: &[Rc<Line>]| {
            let shown = shown(lines, &Asked::default(), Order::Recent, id(ADA), &marked(), &names());
            shown.first().map(|line| line.session.name.clone())
        };
        assert_eq!(first(&after).as_deref(), Some("Charts"), "it stays where it stood");
    }
}
