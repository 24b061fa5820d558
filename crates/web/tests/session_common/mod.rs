//! What the tests of whole sessions share.
#![allow(dead_code, reason = "each suite uses a part of it")]

use std::{cell::RefCell, rc::Rc};

use holdfast_core::{
    client::Timer as _,
    entity::{Entity as _, Task},
    id::{Id, ScopeId},
    operation::{Action, Edit},
    record::Kind,
};
use holdfast_web::{Account, BrowserTimer, Event, Session, random};

/// Somebody new.
pub(crate) fn account() -> Account {
    Account { id: random::id(), name: "Ada".into(), email: "ada@holdfast.example".into() }
}

/// A session and what it told.
pub(crate) struct Tab {
    pub(crate) session: Session,
    events: Rc<RefCell<Vec<Event>>>,
}

impl Tab {
    /// Opens a session.
    pub(crate) async fn open(account: &Account) -> Self {
        let events = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&events);
        let session = Session::open(account.clone(), move |event| told.borrow_mut().push(event)).await.unwrap();
        Self { session, events }
    }

    /// A task's title, if it is there.
    pub(crate) fn title(&self, task: Id<Task>) -> Option<String> {
        self.session.replica().entity(task).map(|task| task.title)
    }

    /// Whether such an event was told.
    pub(crate) fn told(&self, is: impl Fn(&Event) -> bool) -> bool {
        self.events.borrow().iter().any(is)
    }
}

/// Waits for a condition; fails after 45 seconds: a thousand edits are as many writes to the disk, each waited for.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = BrowserTimer.now();
    while !is_so() {
        assert!(BrowserTimer.now() - begun < 45_000, "timed out: {what}");
        BrowserTimer.sleep(5).await;
    }
}

/// The creation of a task.
pub(crate) fn create(scope: ScopeId, task: Id<Task>) -> Edit {
    Edit { scope, kind: Kind::new(Task::KIND), id: task.record(), action: Action::Create(Default::default()) }
}
