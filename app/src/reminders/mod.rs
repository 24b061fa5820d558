//! Reminders of what is due, told while the app is open: by a toast, and by the system where the person lets it and looks
//! elsewhere. Whichever tab looks first tells; what came due while no tab was open is told at the next start. What is not
//! answered stays, in one toast of the tab that was seen last.

mod moments;
mod plan;
mod settings;
mod told;
mod wanted;
mod watched;
mod which;

pub(crate) use settings::use_reminder_settings;

/// What is kept of reminders as this build would keep it.
pub(crate) fn read_again(text: &str) -> String {
    Kept::read(text).text()
}

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use holdfast_core::{
    entity::{Entity as _, Status, Task},
    id::{Id, PersonId, RecordId},
};
use holdfast_web::{
    notices::{self, Opened, Permission},
    preferences,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use self::{plan::Kept, told::told, watched::Watched, which::Which};
use crate::{
    browser,
    commands::task::At,
    hooks::{Commit, may_edit, role_in, use_commit, use_records},
    route::Route,
    stores::{Records, Toast, Ui},
    t,
    words::quoted,
};

/// How often it is asked whether it is time, in milliseconds.
const EVERY: u32 = 20_000;

/// A tab that nobody sees looks as if it were that much earlier, in milliseconds: one that is seen tells before it.
const BEHIND: i64 = 30_000;

/// Reminds for as long as the component is there, once the records are.
#[hook]
pub(crate) fn use_reminders() {
    let (commit, navigator) = (use_commit(), use_navigator());
    let loaded = use_records(|records| records.is_loaded());
    use_effect_with(loaded, move |loaded| {
        let teller = navigator.filter(|_| *loaded).map(|navigator| Teller::new(commit, navigator));
        let watch = teller.map(|teller| (Rc::clone(&teller).watch(), teller));
        move || {
            if let Some((watch, teller)) = watch {
                drop(watch);
                teller.end();
            }
        }
    });
}

/// Who tells, and does what the person answers. One tab shows all that is not answered: the one that was seen last.
struct Teller {
    commit: Commit,
    navigator: Navigator,
    /// What this tab is called among the others.
    tab: u32,
    watched: RefCell<Watched>,
    /// What came from elsewhere when it was due already, and has not been looked at.
    came: RefCell<BTreeSet<RecordId>>,
    /// What is shown, and as which toast.
    shown: RefCell<Option<(u64, Vec<RecordId>)>>,
    /// Whether another tells from now on.
    ended: Cell<bool>,
}

/// Everything that is kept for as long as it is looked.
type Watch = (Interval, [EventListener; 2], Opened, Dispatch<Records>);

impl Teller {
    fn new(commit: Commit, navigator: Navigator) -> Rc<Self> {
        let tab = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let records = Dispatch::<Records>::global().get();
        let watched = Watched::new(&commit.session().replica(), commit.session().account().id, &records);
        let watched = RefCell::new(watched);
        let (came, shown, ended) = (RefCell::default(), RefCell::default(), Cell::default());
        Rc::new(Self { commit, navigator, tab, watched, came, shown, ended })
    }

    /// Looks now, when it is time, when records change, and when the tab is seen again, for as long as what this gives is
    /// kept.
    fn watch(self: Rc<Self>) -> Watch {
        self.look();
        let (timed, seen, kept, changed, opening) =
            (Rc::clone(&self), Rc::clone(&self), Rc::clone(&self), Rc::clone(&self), self);
        let records = Dispatch::<Records>::global();
        // The subscription ends with the dispatch.
        let following = records.clone().subscribe_silent(move |records: Rc<Records>| changed.follow(&records));
        (
            Interval::new(EVERY, move || timed.look_if_it_is_time()),
            [
                EventListener::new(&browser::document(), "visibilitychange", move |_| seen.look()),
                EventListener::new(&browser::window(), "storage", move |event| {
                    if preferences::is_about(event, preferences::REMINDERS) {
                        kept.show(&kept.kept());
                    }
                }),
            ],
            Opened::listen(move |path| opening.open(path)),
            following,
        )
    }

    fn person(&self) -> PersonId {
        self.commit.session().account().id
    }

    fn kept(&self) -> Kept {
        Kept::read(&preferences::load_for(self.person(), preferences::REMINDERS).unwrap_or_default())
    }

    /// Changes what is kept, in turn with the other tabs, and shows what is not answered then.
    fn change<T: Default + 'static>(
        self: &Rc<Self>,
        change: impl FnOnce(&Self, &mut Kept) -> T + 'static,
        then: impl FnOnce(&Rc<Self>, T) + 'static,
    ) {
        let teller = Rc::clone(self);
        spawn_local(async move {
            let changed = preferences::change_for(teller.person(), preferences::REMINDERS, |kept| {
                let mut kept = Kept::read(kept);
                let told = change(&teller, &mut kept);
                (kept.text(), (kept, told))
            });
            // Another tab that is at it for long tells.
            if let Some((kept, told)) = changed.await {
                teller.show(&kept);
                then(&teller, told);
            }
        });
    }

    fn look_if_it_is_time(self: &Rc<Self>) {
        let kept = self.kept();
        self.want(kept.which);
        if !self.came.borrow().is_empty() || kept.is_time(self.now(), self.watched.borrow().moments()) {
            self.look();
        }
    }

    fn look(self: &Rc<Self>) {
        // Nobody would see it, and it would count as told: this looks again as soon as somebody does.
        if browser::is_hidden() && notices::permission() != Permission::Granted {
            return;
        }
        let look = |teller: &Self, kept: &mut Kept| {
            teller.want(kept.which);
            let watched = teller.watched.borrow();
            let due = kept.due(teller.now(), watched.moments(), &teller.came.take());
            if !due.is_empty() || (!browser::is_hidden() && !kept.open(watched.moments()).is_empty()) {
                kept.show_by(teller.tab);
            }
            due
        };
        self.change(look, |teller, due| teller.notify(&due));
    }

    /// Now, or for a tab that nobody sees a little before.
    fn now(&self) -> i64 {
        now() - if browser::is_hidden() { BEHIND } else { 0 }
    }

    /// The person may want to be reminded of other tasks than before.
    fn want(&self, which: Which) {
        self.watched.borrow_mut().want(&self.commit.session().replica(), which);
    }

    /// Follows what changed in the records.
    fn follow(self: &Rc<Self>, records: &Records) {
        let Some(session) = records.session().filter(|session| session.account().id == self.person()) else { return };
        let changed = self.watched.borrow_mut().follow(&session.replica(), records);
        if changed.is_empty() {
            return;
        }
        let now = now();
        let past = changed.into_iter().filter(|(.., at)| *at <= now);
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            past.partition(|(id, _)| session.replica().lane(*id).next().is_some());
        if !here.is_empty() {
            self.change(move |_, kept| kept.pass_over(&here), |_, ()| ());
        }
        if !elsewhere.is_empty() {
            self.came.borrow_mut().extend(elsewhere.into_iter().map(|(id, _)| id));
            self.look();
        }
        if self.shown.borrow().is_some() {
            self.show(&self.kept());
        }
    }

    /// Has the system tell what has just come to be due, where the person looks elsewhere.
    fn notify(&self, due: &[RecordId]) {
        let told = told(&self.commit.session().replica(), due);
        if let Some((words, page)) = told.filter(|_| !browser::has_focus()) {
            let (path, tag) = (page.to_path(), format!("due-{}", due[0]));
            spawn_local(async move { notices::tell("Holdfast", &words, &tag, &path).await });
        }
    }

    /// Takes away what it shows, and shows nothing that it is still asking for: whoever looks next shows what is not answered.
    fn end(&self) {
        self.ended.set(true);
        if let Some((shown, _)) = self.shown.take() {
            Dispatch::<Ui>::global().reduce_mut(|ui| ui.dismiss(shown));
        }
    }

    /// Shows what is not answered as one toast, if this is the tab to do it.
    fn show(self: &Rc<Self>, kept: &Kept) {
        if self.ended.get() {
            return;
        }
        let open = if kept.is_shown_by(self.tab) { kept.open(self.watched.borrow().moments()) } else { Vec::new() };
        let before = self.shown.borrow().clone();
        if before.as_ref().is_some_and(|(_, shown)| *shown == open) || (before.is_none() && open.is_empty()) {
            return;
        }
        let toast = self.toast(&open);
        let ui = Dispatch::<Ui>::global();
        let shown = ui.reduce_mut(|ui| ui.say_instead(before.map(|(id, _)| id), toast));
        *self.shown.borrow_mut() = shown.map(|id| (id, open));
    }

    fn toast(self: &Rc<Self>, due: &[RecordId]) -> Option<Toast> {
        let (words, page) = told(&self.commit.session().replica(), due)?;
        let first = *due.first()?;
        let answer = |answer: fn(&Rc<Self>, &[RecordId])| {
            let (teller, due) = (Rc::clone(self), due.to_vec());
            move || {
                teller.shown.take();
                answer(&teller, &due);
            }
        };
        let opening = Rc::clone(self);
        let mut toast = Toast::info(words).staying().with_action(t::remind_open(), move || {
            opening.shown.take();
            opening.answered(&[first]);
            opening.navigator.push(&page);
        });
        if due.len() == 1 && self.may_edit(first) {
            toast = toast.with_action(
                t::remind_done(),
                answer(|teller, due| {
                    teller.answered(due);
                    teller.complete(due[0]);
                }),
            );
        }
        toast = toast.with_action(
            t::remind_later(),
            answer(|teller, due| {
                let due = due.to_vec();
                teller.change(move |_, kept| kept.put_off(now(), &due), |_, ()| ());
            }),
        );
        Some(toast.on_dismiss(answer(Self::answered)))
    }

    fn answered(self: &Rc<Self>, tasks: &[RecordId]) {
        let tasks = tasks.to_vec();
        self.change(move |_, kept| kept.answered(&tasks), |_, ()| ());
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

    fn open(&self, path: &str) {
        if let Some(route) = Route::recognize(path) {
            self.navigator.push(&route);
        }
    }
}

fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Which tasks a person is reminded of on this device.
fn wanted_by(person: PersonId) -> Which {
    Kept::read(&preferences::load_for(person, preferences::REMINDERS).unwrap_or_default()).which
}
