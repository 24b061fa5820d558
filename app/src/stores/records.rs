//! The records, as a handle: the truth stays in the session's replica; the store only says that something changed, and
//! what. Cloning it costs the same whatever the amount of data.

use std::{collections::VecDeque, rc::Rc};

use holdfast_core::{
    id::RecordId,
    replica::{Replica, Touched},
    status::{Link, SyncState},
};
use holdfast_web::{Session, badge};
use yewdux::prelude::*;

/// How many changes are remembered for views that follow incrementally; one that fell further behind reads everything.
const REMEMBERED: usize = 64;

/// The handle.
#[derive(Clone)]
pub struct Records {
    session: Option<Session>,
    version: u64,
    recent: Rc<VecDeque<Rc<[RecordId]>>>,
    loaded: bool,
    sync: SyncState,
    link: Link,
    /// What this page has had the app's icon say of what waits. What it says from before, nobody can ask.
    badge: Option<usize>,
}

impl Store for Records {
    fn new(_: &yewdux::Context) -> Self {
        Self {
            session: None,
            version: 0,
            recent: Rc::default(),
            loaded: false,
            sync: SyncState::Synced,
            link: Link::default(),
            badge: None,
        }
    }

    fn should_notify(&self, old: &Self) -> bool {
        self.version != old.version
    }
}

impl Records {
    /// Takes another session, or none.
    pub fn connect(&mut self, session: Option<Session>) {
        self.session = session;
        // Nothing that was remembered concerns the new session.
        self.recent = Rc::default();
        self.changed(Touched::default());
        self.recent = Rc::default();
    }

    /// Says that records changed, or with nothing touched that only the state of syncing did.
    pub fn changed(&mut self, touched: Touched) {
        self.version += 1;
        let recent = Rc::make_mut(&mut self.recent);
        // Only which: records that were there before would be kept with what was said of them.
        recent.push_back(touched.records.into_iter().collect());
        if recent.len() > REMEMBERED {
            recent.pop_front();
        }
        if let Some(session) = &self.session {
            (self.loaded, self.sync, self.link) = (session.is_loaded(), session.sync_state(), session.link());
        } else {
            (self.loaded, self.sync, self.link) = (false, SyncState::Synced, Link::default());
        }
        self.count();
    }

    /// Tells the app's icon how much waits, once that is known.
    fn count(&mut self) {
        if self.session.is_some() && !self.loaded {
            return;
        }
        let waiting = self.session.as_ref().map_or(0, Session::unsent);
        if self.badge.replace(waiting) != Some(waiting) {
            badge::show(waiting);
        }
    }

    /// A number that grows with every change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The records that changed after a version, change by change, oldest first; `None` if that is too long ago to tell.
    pub fn since(&self, version: u64) -> Option<impl Iterator<Item = &[RecordId]>> {
        let missed = usize::try_from(self.version.checked_sub(version)?).ok()?;
        let first = self.recent.len().checked_sub(missed)?;
        Some(self.recent.iter().skip(first).map(Rc::as_ref))
    }

    /// Reads the replica; without a session there is nothing to read.
    pub fn read<T: Default>(&self, read: impl FnOnce(&Replica) -> T) -> T {
        self.session.as_ref().map(|session| read(&session.replica())).unwrap_or_default()
    }

    /// Whether everything stored here has been read: until then a missing record may still come.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// Whether it is too early to tell whether the work is safe: nothing is known to be wrong, but not all has been read.
    pub fn is_opening(&self) -> bool {
        !self.loaded && self.sync == SyncState::Synced
    }

    /// The session whose records they are.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether the work is safe.
    pub fn sync(&self) -> SyncState {
        self.sync
    }

    /// Whether the server can be reached.
    pub fn link(&self) -> Link {
        self.link
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn touched() -> Touched {
        Touched { outbox: true, ..Touched::default() }
    }

    #[test]
    fn a_view_learns_what_it_missed_or_that_it_missed_too_much() {
        let mut records = Records::new(&yewdux::Context::new());
        let start = records.version();
        assert_eq!(records.since(start).map(Iterator::count), Some(0));
        for _ in 0..REMEMBERED {
            records.changed(touched());
        }
        assert_eq!(records.since(start).map(Iterator::count), Some(REMEMBERED));
        records.changed(touched());
        assert!(records.since(start).is_none());
        assert_eq!(records.since(records.version() - 3).map(Iterator::count), Some(3));
    }

    #[test]
    fn nothing_is_remembered_across_sessions() {
        let mut records = Records::new(&yewdux::Context::new());
        let start = records.version();
        records.changed(touched());
        records.connect(None);
        assert!(records.since(start).is_none());
        assert_eq!(records.since(records.version()).map(Iterator::count), Some(0));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    async fn what_the_icon_said_before_is_put_right_once() {
        use js_sys::{Function, Reflect};
        // What other tests have told is told by then.
        gloo_timers::future::TimeoutFuture::new(0).await;
        let navigator = crate::browser::window().navigator();
        let counts = Function::new_no_args("globalThis.cleared = (globalThis.cleared ?? 0) + 1");
        Reflect::set(&navigator, &"clearAppBadge".into(), &counts).expect("a navigator takes properties");
        let mut records = Records::new(&yewdux::Context::new());
        records.changed(touched());
        records.changed(touched());
        // Told without waiting: at the next turn.
        gloo_timers::future::TimeoutFuture::new(0).await;
        let cleared = Reflect::get(&js_sys::global(), &"cleared".into()).ok().and_then(|cleared| cleared.as_f64());
        assert_eq!(cleared, Some(1.0), "three were waiting when the app was closed, and have been sent since");
    }
}
