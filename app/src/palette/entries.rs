//! What the palette shows for what was typed.

use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Entity as _, Project, Session as Room, Task},
    id::RecordId,
    record::{Kind, Record},
    replica::Replica,
    value::Value,
};
use holdfast_web::Session;
use yew::AttrValue;

use super::{
    Deed,
    actions::{Action, Asker, actions},
    finder::Finder,
    fuzzy::Needle,
    recent,
};
use crate::{record::page_of, route::Route, t};

/// The most entries of all kinds together.
const MOST: usize = 50;

/// The most records that are shown before anything is typed.
const UNASKED: usize = 12;

/// Where an entry is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// What was used last.
    Recent,
    /// What can be done to the task that is meant.
    Task,
    /// What can be done to all that are selected.
    Picked,
    /// Whose work the tasks that are meant can become.
    People,
    /// What labels they can have.
    Labels,
    /// What can be done on this page.
    Page,
    /// Pages.
    Go,
    /// What can be done anywhere.
    Do,
    /// Other ways to look at the page's tasks.
    View,
    /// How the app looks.
    Look,
    /// Engagements and projects.
    Places,
    /// Tasks.
    Tasks,
    /// What else can be done with the words.
    More,
}

impl Group {
    /// What stands above it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Recent => t::used_last(),
            Self::Task => t::task(),
            Self::Picked => t::selected_tasks(),
            Self::People => t::people(),
            Self::Labels => t::labels(),
            Self::Page => t::on_this_page(),
            Self::Go => t::go_to(),
            Self::Do => t::do_group(),
            Self::View => t::display(),
            Self::Look => t::settings(),
            Self::Places => t::sidebar_nav(),
            Self::Tasks => t::tasks(),
            Self::More => t::elsewhere(),
        }
    }

    /// Whether what is in it is listed before anything is typed: of what is chosen for long there is too much, and of people and
    /// labels there may be any number.
    fn is_listed(self) -> bool {
        !matches!(self, Self::View | Self::Look | Self::People | Self::Labels)
    }
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Its name among what was used last; none for what is not to be used again.
    pub(crate) name: Option<AttrValue>,
    pub(crate) group: Group,
    /// What people read.
    pub(crate) words: AttrValue,
    /// Where it is, or what it is about.
    pub(crate) note: AttrValue,
    /// The keys that do the same.
    pub(crate) keys: Option<AttrValue>,
    pub(crate) deed: Deed,
}

/// All there is to choose from, as it was when the palette was opened.
pub(crate) struct Stock {
    actions: Vec<Action>,
    records: Finder<Rc<Record>>,
    recent: Vec<String>,
}

impl Stock {
    /// What can be done on a page, and every record with a title.
    pub(crate) fn new(session: &Session, asker: &Asker) -> Self {
        let replica = session.replica();
        let kinds = [Engagement::KIND, Project::KIND, Room::KIND, Task::KIND].map(Kind::new);
        let records = kinds.iter().flat_map(|kind| replica.of_kind(kind).cloned()).collect();
        let records = Finder::new(records, |record| title(record));
        Self { actions: actions(session, asker), records, recent: recent(session.account().id) }
    }

    /// What fits what was typed, group by group, the best first.
    pub(crate) fn entries(&mut self, typed: &str, replica: &Replica) -> Vec<Entry> {
        let needle = Needle::new(typed);
        match needle.is_empty() {
            true => self.unasked(replica),
            false => self.asked(&needle, typed, replica),
        }
    }

    /// What was used last, then all that can be done here, then where to go.
    fn unasked(&self, replica: &Replica) -> Vec<Entry> {
        let recent = self.recent.iter().filter_map(|name| {
            let action = self.actions.iter().find(|action| action.name == name.as_str()).map(of_action);
            let of = |id: RecordId| replica.live(id).and_then(|record| of_record(replica, record));
            let entry = action.or_else(|| of(name.parse().ok()?))?;
            Some(Entry { group: Group::Recent, ..entry })
        });
        let places = self.records.first(UNASKED, |record| !is_task(record));
        let places = places.filter_map(|record| of_record(replica, record));
        let actions = self.actions.iter().filter(|action| action.group.is_listed());
        recent.chain(actions.map(of_action)).chain(places).take(MOST).collect()
    }

    fn asked(&mut self, needle: &Needle, typed: &str, replica: &Replica) -> Vec<Entry> {
        // An action is found by its own words or by the others; of what fits alike, a place is nearer than one of its tasks.
        let mut scored: Vec<(i32, Entry)> = Vec::new();
        for action in &self.actions {
            let also = || needle.score(action.also).map(Needle::by_other_words);
            if let Some(score) = needle.score(&action.words).or_else(also) {
                scored.push((score, of_action(action)));
            }
        }
        let best = self.records.best(needle, |record| if is_task(record) { 0 } else { 128 });
        scored.extend(best.into_iter().filter_map(|(score, record)| Some((score, of_record(replica, record)?))));
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        // Where words fit, letters here and there are not what is meant.
        if scored.first().is_some_and(|(best, _)| Needle::is_strong(*best)) {
            scored.retain(|(score, _)| Needle::is_strong(*score));
        }
        scored.truncate(MOST - 1);
        let mut entries = grouped(scored.into_iter().map(|(_, entry)| entry));
        let words = typed.trim().to_owned();
        entries.push(Entry {
            name: None,
            group: Group::More,
            words: t::search_for(&crate::words::quoted(&words)).into(),
            note: AttrValue::default(),
            keys: None,
            deed: Deed::SearchFor(words),
        });
        entries
    }
}

/// The groups in the order of their best, and in each the order that there was.
fn grouped(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut groups: Vec<(Group, Vec<Entry>)> = Vec::new();
    for entry in entries {
        match groups.iter_mut().find(|(group, _)| *group == entry.group) {
            Some((_, group)) => group.push(entry),
            None => groups.push((entry.group, vec![entry])),
        }
    }
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

fn of_action(action: &Action) -> Entry {
    Entry {
        name: Some(action.name.clone()),
        group: action.group,
        words: action.words.clone(),
        note: action.note.clone(),
        keys: action.keys(),
        deed: action.deed.clone(),
    }
}

fn of_record(replica: &Replica, record: &Record) -> Option<Entry> {
    let deed = Deed::Go(page_of(replica, record)?);
    let above = match &deed {
        Deed::Go(Route::Task { project, .. }) => Some(project.record()),
        Deed::Go(Route::Project { engagement, .. } | Route::Session { engagement, .. }) => Some(engagement.record()),
        _ => None,
    };
    let above = above.and_then(|above| replica.live(above));
    Some(Entry {
        name: Some(record.id.to_string().into()),
        group: if is_task(record) { Group::Tasks } else { Group::Places },
        words: title(record).to_owned().into(),
        note: above.map_or_else(AttrValue::default, |above| title(above).to_owned().into()),
        keys: None,
        deed,
    })
}

fn is_task(record: &Record) -> bool {
    record.kind.name() == Task::KIND
}

fn title(record: &Record) -> &str {
    let text = |field: &str| record.value(field).and_then(Value::as_text);
    text(Task::TITLE).or_else(|| text(Project::NAME)).unwrap_or_default()
}
