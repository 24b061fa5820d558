//! Who is here, from the first moment on: the remembered person's data opens with no network at all; the server is only
//! asked, in the background, whether it still knows them.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_core::{client::StoreError, id::PersonId, operation::Edit, status::Link, wire::codes};
use holdfast_query::{Client, hooks::use_client};
use holdfast_web::{Account, Event, Session, Trouble, device, drafts, worker_link};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yewdux::prelude::*;

use crate::{
    api::{self, Failure},
    browser,
    components::download_unsent,
    fault, first_screen,
    pages::has_led_back,
    parts, queries,
    stores::{Answers, Auth, Frame, Phase, Records, Toast, Ui},
    t,
    words::trouble,
};

/// All the stores together: what a change of person needs.
#[derive(Clone, PartialEq)]
pub(crate) struct Stores {
    auth: Dispatch<Auth>,
    records: Dispatch<Records>,
    ui: Dispatch<Ui>,
    frame: Dispatch<Frame>,
    queries: Client,
    answers: Dispatch<Answers>,
}

/// The stores.
#[hook]
pub(crate) fn use_stores() -> Stores {
    Stores {
        auth: use_dispatch(),
        records: use_dispatch(),
        ui: use_dispatch(),
        frame: use_dispatch(),
        queries: use_client(),
        answers: use_dispatch(),
    }
}

impl Stores {
    /// Starts the app: its look, the service worker, and whoever is remembered.
    pub(crate) fn start(&self) {
        self.frame.reduce_mut(Frame::look_as_kept);
        if self.frame.get().look.tongue() != t::tongue() {
            self.say(Toast::problem(t::language_unread()).of_app());
        }
        let stores = self.clone();
        worker_link::register(move || {
            let updating = stores.clone();
            let toast = Toast::info(t::new_version())
                .with_action(t::reload(), move || worker_link::activate_waiting(updating.flush()));
            stores.say(toast.staying().of_app());
        });
        fault::on_leave(self.flush());
        self.ask_before_unload();
        self.follow_visibility();
        let stores = self.clone();
        spawn_local(async move {
            stores.finish_leaving(!has_led_back()).await;
            stores.restore_person().await;
        });
    }

    /// Reloads a page that is too old, as the newest build that can be had.
    pub(crate) fn update_outdated(&self) {
        worker_link::update_and_reload(self.flush());
    }

    /// Stores what is being typed and waits until every edit is stored, each time it is called: the page is about to be loaded
    /// anew.
    fn flush(&self) -> impl Fn() -> Pin<Box<dyn Future<Output = ()>>> + 'static {
        let records = self.records.clone();
        move || {
            browser::will_reload();
            browser::blur();
            match records.get().session() {
                Some(session) => session.flush(),
                None => Box::pin(std::future::ready(())),
            }
        }
    }

    /// A page that is closed while edits are being stored, or with words in a form, asks first. What is begun outlasts a reload,
    /// and is not asked about where the app makes it.
    fn ask_before_unload(&self) {
        let records = self.records.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&browser::window(), "beforeunload", options, move |event| {
            // What is being typed becomes an edit that is being stored.
            browser::blur();
            let is_saving = records.get().session().is_some_and(Session::is_saving);
            let reloads = browser::take_reloads();
            let would_lose = drafts::are_unkept() || (drafts::are_there() && !reloads);
            if is_saving || browser::has_form_open() || would_lose {
                event.prevent_default();
            }
        })
        .forget();
    }

    /// A page that is hidden may never be seen again: what it knows is written. One that comes back may have missed what the
    /// other tabs said.
    fn follow_visibility(&self) {
        let (answers, records) = (self.answers.clone(), self.records.clone());
        let document = browser::document();
        let seen = document.clone();
        EventListener::new(&document, "visibilitychange", move |_| {
            let answers = answers.get();
            if seen.visibility_state() == web_sys::VisibilityState::Hidden {
                first_screen::remember(&records.get());
                spawn_local(async move { answers.flush().await });
            } else {
                answers.catch_up();
            }
        })
        .forget();
    }

    /// Finishes what signing out has left to do: the data of who left, and telling the server, unless the session that it would
    /// end is one that has just begun. What still does not work is tried again at the next start.
    async fn finish_leaving(&self, tell: bool) {
        for leaving in device::leavings().await.unwrap_or_default() {
            let _ = device::wipe(leaving.person).await;
            if leaving.logout && tell {
                let _ = tell_server(leaving.person).await;
            }
        }
    }

    /// Tells the server what it is owed of who left, and then leaves the page for that address, where somebody signs in: what
    /// is told later would end the session that they begin there.
    pub(crate) fn leave_for(&self, address: String) {
        let stores = self.clone();
        spawn_local(async move {
            stores.finish_leaving(true).await;
            let _ = browser::window().location().assign(&address);
        });
    }

    async fn restore_person(&self) {
        match device::current().await {
            Ok(None) => {
                drafts::leave_only(None);
                self.auth.reduce_mut(|auth| auth.phase = Phase::SignedOut);
            }
            Ok(Some(account)) => {
                parts::begin_page();
                if self.open(account.clone()).await.is_ok() {
                    self.ask_server(account).await;
                }
            }
            Err(error) => self.auth.reduce_mut(|auth| auth.phase = Phase::Failed { error, account: None }),
        }
    }

    /// Whether the server still knows the person, and by which name. No answer changes nothing.
    async fn ask_server(&self, account: Account) {
        match api::me().await {
            Ok(known) if known.id != account.id => self.auth.reduce_mut(|auth| auth.stale = true),
            Ok(known) if known != account => {
                let _ = device::update(&known).await;
            }
            Err(failure) if failure.is_signed_out() || failure.is_refused_as(codes::WRONG_ACCOUNT) => {
                self.auth.reduce_mut(|auth| auth.stale = true)
            }
            Ok(_) | Err(_) => {}
        }
    }

    /// Lets a person in who has just signed in. The same person goes on where they were.
    pub(crate) async fn enter(&self, account: Account) -> Result<(), StoreError> {
        // Their old data first: what is made from now on must not go with it.
        device::wipe(account.id).await?;
        device::remember(&account).await?;
        let current = self.auth.get();
        if let Some(session) = current.session().filter(|session| session.account().id == account.id) {
            session.signed_in_again();
            self.auth.reduce_mut(|auth| auth.stale = false);
            return Ok(());
        }
        self.open(account).await
    }

    async fn open(&self, account: Account) -> Result<(), StoreError> {
        let opened = parts::open(self.clone(), account.clone()).await;
        if matches!(&opened, Err(StoreError::Failed(why)) if why == parts::NO_HOME) {
            self.failed(account, StoreError::Failed(parts::NO_HOME.into()));
        }
        if opened.is_ok() {
            parts::begin();
        }
        opened
    }

    /// Opens a person's data: a part of the app that is not fetched for who is not signed in.
    pub(crate) async fn open_here(&self, account: Account) -> Result<(), StoreError> {
        let stores = self.clone();
        let person = account.id;
        self.forget_answers();
        drafts::leave_only(Some(person));
        queries::know_all(&self.queries);
        // Before anything is drawn: what is here is not asked for. And before the session: nothing it tells is missed.
        self.answers.set(Answers::open(&self.queries, person).await);
        // What became of the data since it was last open, told before anybody is signed in.
        let found = Rc::new(RefCell::new(Some(Vec::new())));
        let on_event = {
            let found = Rc::clone(&found);
            move |event| {
                if let Event::Trouble(trouble) = &event
                    && let Some(found) = found.borrow_mut().as_mut()
                {
                    found.push(trouble.clone());
                    return;
                }
                stores.on_event(person, event);
            }
        };
        let opened = Session::open(account.clone(), on_event).await;
        let found = found.take().unwrap_or_default();
        let opened = match opened {
            Ok(session) => {
                if self.auth.get().session().is_some_and(|last| last.account().id != person) {
                    self.ui.reduce_mut(Ui::forget_person);
                }
                self.frame.reduce_mut(|frame| frame.is_of(person));
                self.records.reduce_mut(|records| records.connect(Some(session.clone())));
                self.auth.set(Auth { phase: Phase::SignedIn(session), stale: false });
                Ok(())
            }
            Err(error) => {
                self.failed(account, error.clone());
                Err(error)
            }
        };
        found.iter().for_each(|trouble| self.say_trouble(trouble));
        opened
    }

    fn failed(&self, account: Account, error: StoreError) {
        let phase = match error {
            StoreError::Superseded => Phase::Superseded,
            error => Phase::Failed { error, account: Some(account) },
        };
        self.auth.set(Auth { phase, stale: false });
    }

    fn on_event(&self, person: PersonId, event: Event) {
        let is_over = match &self.auth.get().phase {
            Phase::SignedOut => true,
            Phase::SignedIn(session) => session.account().id != person,
            Phase::Starting | Phase::Failed { .. } | Phase::Superseded => false,
        };
        if is_over {
            // The last words of a session that has ended are not for whoever sits here now.
            return;
        }
        match event {
            Event::Changed(touched) => {
                let records = self.records.get();
                // Reading what is stored here is no news from the server.
                if let Some(session) = records.session().filter(|session| session.is_loaded()) {
                    queries::touched(&self.queries, &touched.confirmed);
                    if queries::has_lost(&session.replica(), &touched) {
                        self.forget_lost(session);
                    }
                }
                self.records.reduce_mut(|records| records.changed(touched));
            }
            Event::Status => {
                let was_loaded = self.records.get().is_loaded();
                self.records.reduce_mut(|records| records.changed(holdfast_core::replica::Touched::default()));
                let records = self.records.get();
                // Access may have been lost while no page was open.
                if let Some(session) = records.session().filter(|_| !was_loaded && records.is_loaded()) {
                    self.forget_lost(session);
                }
                // Signed in again, in whichever tab.
                if self.records.get().link() == Link::Up && self.auth.get().stale {
                    self.auth.reduce_mut(|auth| auth.stale = false);
                }
            }
            Event::Told => queries::ask_flags(&self.queries),
            Event::Refused { edits, error } => self.say(self.refusal(&edits, &error)),
            Event::Trouble(trouble) => self.say_trouble(&trouble),
            Event::Left => {
                self.leave();
                self.ui.reduce_mut(|ui| ui.say(Toast::info(t::signed_out_elsewhere())));
            }
            Event::Superseded => self.auth.set(Auth { phase: Phase::Superseded, stale: false }),
        }
    }

    fn say_trouble(&self, trouble: &Trouble) {
        self.say(Toast::problem(trouble::trouble(trouble)));
    }

    /// Signs out: this device's data goes, and the server is told, now or at a later start. False if nothing has happened.
    pub(crate) async fn sign_out(&self, session: Session) -> bool {
        // What is kept must not be written again once it is deleted.
        self.answers.set(Answers::default());
        let wiped = match session.sign_out().await {
            Ok(wiped) => wiped,
            Err(error) => {
                self.answers.set(Answers::open(&self.queries, session.account().id).await);
                let (why, said) = trouble::reason(&error);
                let toast = Toast::problem(t::sign_out_failed(&why));
                self.say(toast.with_said(said));
                return false;
            }
        };
        let told = tell_server(session.account().id).await;
        self.leave();
        if !wiped {
            self.say(Toast::problem(t::data_held()));
        }
        if told.is_err() {
            self.say(Toast::problem(t::untold()));
        }
        true
    }

    /// Forgets the server's answers about engagements that the person may no longer read, here and on the device.
    fn forget_lost(&self, session: &Session) {
        let replica = session.replica();
        queries::forget_lost(&self.queries, &replica);
        self.answers.get().forget(&|scope| replica.seen(scope).is_none());
    }

    /// Forgets the server's answers here. What is kept on the device stays.
    fn forget_answers(&self) {
        // First: emptying the cache is no reason to empty the device.
        self.answers.set(Answers::default());
        self.queries.clear();
    }

    fn leave(&self) {
        self.forget_answers();
        drafts::leave_only(None);
        self.auth.set(Auth { phase: Phase::SignedOut, stale: false });
        self.records.reduce_mut(|records| records.connect(None));
        self.frame.reduce_mut(|frame| frame.over = None);
        self.ui.reduce_mut(Ui::forget_person);
    }

    /// Edits that could not be stored have left the view; their words must not be lost with them.
    fn refusal(&self, edits: &[Edit], error: &StoreError) -> Toast {
        let (text, words) = trouble::refused(edits, error);
        let mut toast = Toast::problem(text).with_said(trouble::reason(error).1);
        if let Some(words) = words {
            toast = toast.with_details(words);
        }
        match self.records.get().session().filter(|_| *error == StoreError::Quota).cloned() {
            Some(session) => toast.with_action(t::export_unsent(), move || download_unsent(&session)),
            None => toast,
        }
    }

    /// Says something.
    pub(crate) fn say(&self, toast: Toast) {
        self.ui.reduce_mut(|ui| ui.say(toast));
    }
}

/// Ends the server's session of a person who has left.
async fn tell_server(person: PersonId) -> Result<(), Failure> {
    api::logout(person).await?;
    // Not noted, it is told once more.
    let _ = device::logged_out(person).await;
    Ok(())
}
