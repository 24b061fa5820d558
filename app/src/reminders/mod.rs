//! Reminders of what is due, told while the app is open: by a toast, and by the system where the person lets it and looks
//! elsewhere. Whichever tab looks first tells; what came due while no tab was open is told at the next start.

mod plan;
mod settings;
mod wanted;

pub(crate) use settings::use_reminder_settings;

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use holdfast_core::{
    entity::{Entity as _, Status, Task},
    id::{Id, PersonId, RecordId},
    replica::Replica,
};
use holdfast_web::{
    notices::{self, Opened, Permission},
    preferences,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use self::{
    plan::{Kept, Which},
    wanted::wanted,
};
use crate::{
    browser,
    commands::task::At,
    hooks::{Commit, may_edit, role_in, use_commit, use_records},
    record::page_of,
    route::Route,
    stores::Toast,
    t,
    words::{quoted, time},
};

/// How often it is looked, in milliseconds.
const EVERY: u32 = 20_000;

/// A tab that nobody sees looks as if it were that much earlier, in milliseconds: one that is seen tells before it.
const BEHIND: i64 = 30_000;

/// How many of several tasks are told by name.
const NAMED: usize = 3;

/// Reminds for as long as the component is there, once the records are.
#[hook]
pub(crate) fn use_reminders() {
    let (commit, navigator) = (use_commit(), use_navigator());
    let loaded = use_records(|records| records.is_loaded());
    use_effect_with(loaded, move |loaded| {
        let watch = navigator.filter(|_| *loaded).map(|navigator| Rc::new(Teller { commit, navigator }).watch());
        move || drop(watch)
    });
}

/// Who tells, and does what the person answers.
struct Teller {
    commit: Commit,
    navigator: Navigator,
}

impl Teller {
    /// Looks now, every so often, and whenever the tab is seen again, for as long as what this gives is kept.
    fn watch(self: Rc<Self>) -> (Interval, EventListener, Opened) {
        self.look();
        let (timed, seen, opening) = (Rc::clone(&self), Rc::clone(&self), self);
        (
            Interval::new(EVERY, move || timed.look()),
            EventListener::new(&browser::document(), "visibilitychange", move |_| seen.look()),
            Opened::listen(move |path| opening.open(path)),
        )
    }

    fn person(&self) -> PersonId {
        self.commit.session().account().id
    }

    fn look(self: &Rc<Self>) {
        // Nobody would see it, and it would count as told: this looks again as soon as somebody does.
        if browser::is_hidden() && notices::permission() != Permission::Granted {
            return;
        }
        let teller = Rc::clone(self);
        spawn_local(async move {
            let now = now() - if browser::is_hidden() { BEHIND } else { 0 };
            let person = teller.person();
            let due = preferences::change_for(person, preferences::REMINDERS, |kept| {
                let mut kept = Kept::read(kept);
                let tasks = wanted(&teller.commit.session().replica(), person, kept.which);
                let due = kept.due(now, tasks.into_iter());
                (kept.text(), due)
            });
            // Another tab that is at it for long tells.
            let due = due.await.unwrap_or_default();
            if !due.is_empty() {
                teller.tell(due);
            }
        });
    }

    fn tell(self: &Rc<Self>, due: Vec<RecordId>) {
        let told = told(&self.commit.session().replica(), &due);
        let Some((words, page)) = told else { return };
        if !browser::has_focus() {
            let (words, path, tag) = (words.clone(), page.to_path(), format!("due-{}", due[0]));
            spawn_local(async move { notices::tell("Holdfast", &words, &tag, &path).await });
        }
        let (opening, later, done) = (Rc::clone(self), Rc::clone(self), Rc::clone(self));
        let mut toast =
            Toast::info(words).staying().with_action(t::remind_open(), move || opening.navigator.push(&page));
        if let [task] = due[..]
            && self.may_edit(task)
        {
            toast = toast.with_action(t::remind_done(), move || done.complete(task));
        }
        self.commit.say(toast.with_action(t::remind_later(), move || later.put_off(due.clone())));
    }

    /// What was done since, or is no more, is left as it is.
    fn complete(&self, task: RecordId) {
        let command = {
            let replica = self.commit.session().replica();
            let before = replica.live(task).filter(|record| record.kind.name() == Task::KIND);
            before.map(|record| {
                let (id, task) = (Id::<Task>::from(record.id), Task::read(record));
                (At { scope: record.scope, id }.place(&task, Status::Done, task.order.clone()), task.title)
            })
        };
        if let Some((command, title)) = command {
            self.commit.with_undo(command, t::marked_done(&quoted(&title)));
        }
    }

    fn may_edit(&self, task: RecordId) -> bool {
        let replica = self.commit.session().replica();
        let engagement = replica.live(task).map(|record| RecordId::from(record.scope).into());
        engagement.is_some_and(|engagement| may_edit(role_in(&replica, engagement, self.person())))
    }

    fn put_off(&self, tasks: Vec<RecordId>) {
        let person = self.person();
        spawn_local(async move {
            let put_off = |kept: &str| {
                let mut kept = Kept::read(kept);
                kept.put_off(now(), &tasks);
                (kept.text(), ())
            };
            preferences::change_for(person, preferences::REMINDERS, put_off).await;
        });
    }

    fn open(&self, path: &str) {
        if let Some(route) = Route::recognize(path) {
            self.navigator.push(&route);
        }
    }
}

/// What is said of tasks that are due, and the page of the first of them.
fn told(replica: &Replica, due: &[RecordId]) -> Option<(String, Route)> {
    let records: Vec<_> = due.iter().filter_map(|id| replica.live(*id)).collect();
    let page = page_of(replica, records.first()?)?;
    let task = Task::read(records.first()?);
    if let ([_], Some(at)) = (&records[..], task.due) {
        return Some((t::remind_one(&quoted(&task.title), &time::due_words(at, time::local_day(at))), page));
    }
    let titles = records.iter().take(NAMED).map(|record| quoted(&Task::read(record).title));
    let titles = titles.collect::<Vec<_>>().join(", ");
    let more = records.len().saturating_sub(NAMED);
    let titles = if more == 0 { titles } else { t::op_and_more(&titles, more) };
    Some((t::remind_many(records.len(), &titles), page))
}

fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Which tasks a person is reminded of on this device.
fn which(person: PersonId) -> Which {
    Kept::read(&preferences::load_for(person, preferences::REMINDERS).unwrap_or_default()).which
}
