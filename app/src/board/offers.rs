//! What the command palette offers on a project's page: what can be done to the tasks that are meant, and other ways to look at
//! all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use holdfast_core::{
    date::LocalTime,
    entity::{Entity as _, Priority, SavedFilter, Status, Task},
    id::Id,
    record::Kind,
};
use yew::prelude::*;
use yewdux::prelude::*;

use super::{Board, Steady, Visit, meant::Meant};
use crate::{
    browser,
    palette::{Action, Asker, Deed, Group},
    route::Route,
    stores::Frame,
    t,
    task_list::{self, Direction},
    views::{
        Asked, Grouping, Layout, Sort,
        keys::{Act, first},
    },
    words::{
        choice, quoted,
        time::{self, Chosen},
    },
};

/// Where a task's title is written.
const TITLE: &str = "aside.panel input[name=title]";

/// Has the palette offer what can be done on a page, for as long as the page is shown.
#[hook]
pub(crate) fn use_offers(steady: &Steady) {
    let steady = steady.clone();
    use_effect_with((), move |()| {
        let offers = Callback::from(move |asker: Asker| {
            let board = steady.board();
            let mut offered =
                Offered { steady: &steady, group: Group::Task, note: AttrValue::default(), all: Vec::new() };
            if let Some(meant) = board.meant(&asker) {
                offered.tasks(&board, meant, &asker.route);
            }
            offered.selection(&board);
            offered.views(&board.asked);
            offered.saved(&board);
            offered.all
        });
        let frame = Dispatch::<Frame>::global();
        frame.reduce_mut(|frame| frame.offers = Some(offers.clone()));
        // Another page may have come already.
        move || frame.reduce_mut(|frame| frame.offers = frame.offers.take().filter(|now| *now != offers))
    });
}

/// What one task has, as [`super::Shared`] counts it of several.
fn once_each(members: &BTreeSet<String>) -> BTreeMap<String, usize> {
    members.iter().map(|member| (member.clone(), 1)).collect()
}

/// What is offered so far, and what is said of what comes next.
struct Offered<'a> {
    steady: &'a Steady,
    group: Group,
    note: AttrValue,
    all: Vec<Action>,
}

impl Offered<'_> {
    fn add(&mut self, name: String, words: String, also: &'static str, act: Rc<dyn Fn(&Board)>) {
        let steady = self.steady.clone();
        let deed = Deed::Do(Callback::from(move |()| act(&steady.board())));
        let (name, words) = (name.into(), words.into());
        self.all.push(Action { name, words, also, group: self.group, note: self.note.clone(), keys: None, deed });
    }

    /// The same, with the key that does it.
    fn add_with(&mut self, key: Act, words: &str, also: &'static str, act: Rc<dyn Fn(&Board)>) {
        self.add(format!("task-{key:?}"), words.to_owned(), also, act);
        if let Some(action) = self.all.last_mut() {
            action.keys = first(key, &Dispatch::<Frame>::global().get().keymap).map(|keys| keys.to_owned().into());
        }
    }

    /// What can be done to tasks, as far as it changes anything.
    fn tasks(&mut self, board: &Board, meant: Meant, route: &Route) {
        let one = match meant {
            Meant::One(id) => board.task(id).map(|task| (id, task)),
            Meant::Picked => None,
        };
        self.note = one
            .as_ref()
            .map_or_else(|| t::tasks_selected(board.picked().len()), |(_, task)| quoted(&task.title))
            .into();
        self.group = if one.is_some() { Group::Task } else { Group::Picked };
        if let Some((id, _)) = &one {
            self.alone(*id, board.editable, route);
        }
        if !board.editable {
            return;
        }
        let task = one.as_ref().map(|(_, task)| task);
        for status in Status::ALL.iter().copied().filter(|status| task.is_none_or(|task| task.status != *status)) {
            let words = t::palette_choice(t::status(), choice::status(status));
            let also = if status == Status::Done { t::also_done() } else { "" };
            self.add(
                format!("status-{}", status.name()),
                words,
                also,
                Rc::new(move |board| board.place_meant(meant, status)),
            );
        }
        for priority in Priority::ALL.iter().rev().copied().filter(|one| task.is_none_or(|task| task.priority != *one))
        {
            let words = t::palette_choice(t::priority(), choice::priority(priority));
            self.add(
                format!("priority-{}", priority.name()),
                words,
                "",
                Rc::new(move |board| board.prioritise_meant(meant, priority)),
            );
        }
        self.mine(board, meant, task);
        self.days(board, meant, task);
        self.place(board, meant, task);
        let archived = task.is_some_and(|task| task.archived);
        let words = if archived { t::unarchive() } else { t::archive_do() };
        self.add("task-archive".into(), words.into(), "", Rc::new(move |board| board.archive_meant(meant, !archived)));
        self.add_with(Act::Delete, t::delete(), t::also_delete(), Rc::new(move |board| board.delete_meant(meant)));
        self.people(board, meant, task);
        self.labels(board, meant, task);
    }

    /// What is done to one task, or begins or ends a selection.
    fn alone(&mut self, id: Id<Task>, editable: bool, route: &Route) {
        let is_open = matches!(route, Route::Task { task, .. } if *task == id);
        if !is_open {
            self.add_with(Act::Open, t::key_open(), "", Rc::new(move |board| board.open(Some(id))));
        }
        if editable {
            self.add_with(
                Act::Rename,
                t::key_rename(),
                t::also_rename(),
                Rc::new(move |board| {
                    if !is_open {
                        board.open(Some(id));
                    }
                    browser::focus_soon(TITLE.into());
                }),
            );
            self.add_with(Act::Pick, t::key_pick(), "", Rc::new(move |board| board.pick(id)));
        }
    }

    /// All that are shown, or none.
    fn selection(&mut self, board: &Board) {
        (self.group, self.note) = (Group::Page, AttrValue::default());
        if board.editable {
            self.add_with(Act::PickAll, t::key_pick_all(), "", Rc::new(Board::pick_all));
        }
        if !board.picked().is_empty() {
            let none = |board: &Board| {
                board.pick_none();
            };
            self.add_with(Act::PickNone, t::key_pick_none(), "", Rc::new(none));
        }
    }

    /// Where tasks stand: up and down, where that is by hand, and out of what they are a part of.
    fn place(&mut self, board: &Board, meant: Meant, task: Option<&Task>) {
        if let Meant::One(id) = meant {
            let ways = [(Act::Up, t::key_up(), Direction::Up), (Act::Down, t::key_down(), Direction::Down)];
            for (key, words, direction) in ways {
                if board.list(|list| task_list::beside(list, id, direction).is_some()) {
                    self.add_with(key, words, "", Rc::new(move |board| board.step_meant(id, direction)));
                }
            }
        }
        let words = match task {
            Some(task) => task.parent.map(|parent| {
                let above =
                    board.task(parent).map_or_else(|| t::task_elsewhere().to_owned(), |above| quoted(&above.title));
                t::make_own(&above)
            }),
            None => {
                let is_part = |id: Id<Task>| board.task(id).is_some_and(|task| task.parent.is_some());
                board.picked().into_iter().any(is_part).then(|| t::make_all_own().to_owned())
            }
        };
        if let Some(words) = words {
            self.add("task-own".into(), words, "", Rc::new(move |board| board.own_meant(meant)));
        }
    }

    /// Whose work tasks become or are no more; of oneself it is offered before.
    fn people(&mut self, board: &Board, meant: Meant, task: Option<&Task>) {
        self.group = Group::People;
        let me = board.commit.session().account().id.to_string();
        let have = task.map_or_else(|| board.shared().people, |task| once_each(&task.assignees));
        let all = task.map_or_else(|| board.picked().len(), |_| 1);
        let people: BTreeSet<&String> = board.names.0.keys().chain(have.keys()).filter(|one| **one != me).collect();
        for person in people {
            let (those, name) = (have.get(person).copied().unwrap_or_default(), board.names.of(person));
            let ways =
                [(those < all && board.names.0.contains_key(person), "assign", true), (those > 0, "unassign", false)];
            for (_, what, add) in ways.into_iter().filter(|(is_change, ..)| *is_change) {
                let words = if add { t::palette_choice(t::assign_to(), name) } else { t::unassign_named(name) };
                let one = person.clone();
                let act = Rc::new(move |board: &Board| board.assign_meant(meant, &one, add));
                self.add(format!("{what}-{person}"), words, "", act);
            }
        }
    }

    /// The labels that there are, to give and to take off.
    fn labels(&mut self, board: &Board, meant: Meant, task: Option<&Task>) {
        self.group = Group::Labels;
        let have = task.map_or_else(|| board.shared().labels, |task| once_each(&task.tags));
        let all = task.map_or_else(|| board.picked().len(), |_| 1);
        for label in board.labels() {
            let those = have.get(&label).copied().unwrap_or_default();
            for (_, what, add) in [(those < all, "label", true), (those > 0, "unlabel", false)]
                .into_iter()
                .filter(|(is_change, ..)| *is_change)
            {
                let words = if add { t::palette_choice(t::label(), &label) } else { t::take_off(&label) };
                let one = label.clone();
                let act = Rc::new(move |board: &Board| board.label_meant(meant, &one, add));
                self.add(format!("{what}-{label}"), words, "", act);
            }
        }
    }

    /// Whether tasks are mine.
    fn mine(&mut self, board: &Board, meant: Meant, task: Option<&Task>) {
        let me = board.commit.session().account().id.to_string();
        let (mine, all) = match task {
            Some(task) => (usize::from(task.assignees.contains(&me)), 1),
            None => (board.shared().people.get(&me).copied().unwrap_or_default(), board.picked().len()),
        };
        let ways =
            [(mine < all, "assign-me", t::assign_me(), true), (mine > 0, "unassign-me", t::unassign_me(), false)];
        for (_, name, words, add) in ways.into_iter().filter(|(is_change, ..)| *is_change) {
            let me = me.clone();
            self.add(name.into(), words.into(), "", Rc::new(move |board| board.assign_meant(meant, &me, add)));
        }
    }

    /// When tasks are due.
    fn days(&mut self, board: &Board, meant: Meant, task: Option<&Task>) {
        let (today, due) = (board.week.today, task.map(|task| task.due));
        let near = [
            ("due-today", t::today(), Some(today)),
            ("due-tomorrow", t::tomorrow(), today.plus_days(1)),
            ("due-next-week", t::next_week(), today.plus_days(7 - today.weekday())),
        ];
        for (name, words, day) in near {
            let Some(date) = day.filter(|day| due.flatten().map(time::local_day) != Some(*day)) else { continue };
            let chosen = Chosen::On(LocalTime { date, minute: None });
            let words = t::palette_choice(t::due(), words);
            self.add(name.into(), words, t::also_due(), Rc::new(move |board| board.due_meant(meant, chosen)));
        }
        if due != Some(None) {
            let words = t::palette_choice(t::due(), t::no_date());
            self.add(
                "due-none".into(),
                words,
                t::also_due(),
                Rc::new(move |board| board.due_meant(meant, Chosen::Nothing)),
            );
        }
    }

    /// Other layouts, orders and groups than there are.
    fn views(&mut self, asked: &Asked) {
        (self.group, self.note) = (Group::View, AttrValue::default());
        for layout in Layout::ALL.iter().copied().filter(|layout| *layout != asked.layout) {
            self.view(("layout", layout.name()), (t::layout(), layout.label()), move |asked| Asked { layout, ..asked });
        }
        for group in Grouping::ALL.iter().copied().filter(|group| *group != asked.grouping()) {
            if asked.clone().grouped(group).grouping() == group {
                self.view(("group", group.name()), (t::group_by(), group.label()), move |asked| asked.grouped(group));
            }
        }
        for sort in Sort::ALL.iter().copied().filter(|sort| *sort != asked.sort) {
            let look = move |asked| Asked { sort, turned: false, ..asked };
            self.view(("sort", sort.name()), (t::sort_by(), sort.label()), look);
        }
        if asked.sort != Sort::Hand {
            let look = |asked: Asked| Asked { turned: !asked.turned, ..asked };
            self.view(("sort", "turned"), (t::sort_by(), t::other_way()), look);
        }
    }

    /// What is kept of views under a name.
    fn saved(&mut self, board: &Board) {
        self.note = t::saved_filters().into();
        let session = board.commit.session();
        for record in session.replica().children(board.project.record(), &Kind::new(SavedFilter::KIND)) {
            let SavedFilter { name, query, .. } = SavedFilter::read(record);
            if query != board.asked.query() {
                let look = move |board: &Board| board.look(&Asked::parse(&query), Visit::Next);
                self.add(format!("saved-{}", record.id), name, "", Rc::new(look));
            }
        }
    }

    fn view(&mut self, name: (&str, &str), (what, choice): (&str, &str), look: impl Fn(Asked) -> Asked + 'static) {
        let act = Rc::new(move |board: &Board| board.look(&look((*board.asked).clone()), Visit::Next));
        self.add(format!("{}-{}", name.0, name.1), t::palette_choice(what, choice), "", act);
    }
}
