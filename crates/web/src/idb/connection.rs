use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::{Rc, Weak},
};

use futures::{channel::oneshot, future::Either};
use holdfast_core::client::{StoreError, Timer as _};
use indexed_db_futures::{database::Database, error::Error, internals::SystemRepr as _, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{IdbDatabase, IdbVersionChangeEvent};

use super::{
    error::{base_error, open_error, thrown},
    salvage::ASIDE,
    transaction::{Access, Raw},
};
use crate::{
    events::Listener,
    frozen, preferences,
    reasons::{CLOSED, IN_THE_WAY, SIGNED_OUT, STILL_USED},
    timer::BrowserTimer,
};

/// How long to wait for tabs of an older build to let go of a database, in milliseconds. They do at once, unless frozen.
const BLOCKED: u64 = 10_000;

/// An open database. Clones share it. It opens again by itself if the browser closes it (some do in the background), and
/// closes for good when a newer build upgrades the database, when it is deleted, and on [`Self::close`].
#[derive(Clone)]
pub(crate) struct Connection(Rc<Shared>);

struct Shared {
    name: String,
    /// What it is asked for by; higher than this build's where a newer build has been here and has left all that this one knows.
    version: Cell<u32>,
    stores: Vec<&'static str>,
    open: RefCell<Option<Open>>,
    gone: Cell<Option<Gone>>,
    on_superseded: Box<dyn Fn()>,
}

struct Open {
    db: Database,
    lost: Rc<Cell<bool>>,
    _listeners: [Listener; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gone {
    Superseded,
    Closed,
}

impl Connection {
    /// Opens a database with these object stores, made by `version` and older ones. One of a higher version is taken as well if it
    /// has them all: where a newer build had to be taken back, every page would be asked to reload without end.
    pub(crate) async fn open(
        name: String,
        version: u32,
        stores: Vec<&'static str>,
        on_superseded: impl Fn() + 'static,
    ) -> Result<Self, StoreError> {
        let connection = Self::closed(name, version, stores, on_superseded);
        connection.connect().await?;
        Ok(connection)
    }

    /// Opens a database as it is, whoever made it and whatever it has, to read in it.
    pub(crate) async fn open_as_it_is(name: String, stores: Vec<&'static str>) -> Result<Self, StoreError> {
        let connection = Self::closed(name, 0, stores, || {});
        let db = connection.as_it_is().await?;
        connection.0.version.set(db.version() as u32);
        connection.hold(db)?;
        Ok(connection)
    }

    fn closed(name: String, version: u32, stores: Vec<&'static str>, on_superseded: impl Fn() + 'static) -> Self {
        Self(Rc::new(Shared {
            name,
            version: Cell::new(version),
            stores,
            open: RefCell::new(None),
            gone: Cell::new(None),
            on_superseded: Box::new(on_superseded),
        }))
    }

    /// Begins a transaction.
    pub(crate) async fn begin(&self, stores: &[&str], access: Access) -> Result<Raw, StoreError> {
        frozen::passed().await;
        if let Some(db) = self.database()?
            && let Ok(tx) = Raw::begin(&db, stores, access)
        {
            return Ok(tx);
        }
        self.connect().await?;
        let db = self.database()?.ok_or_else(|| StoreError::Failed(CLOSED.into()))?;
        Raw::begin(&db, stores, access).map_err(|value| thrown(&value))
    }

    /// Closes it for good.
    pub(crate) fn close(&self) {
        self.0.go(Gone::Closed);
    }

    /// Deletes a database; those who have it open are asked to close it.
    pub(crate) async fn delete(name: &str) -> Result<(), StoreError> {
        let deleting = Database::delete_by_name(name).map_err(open_error)?;
        let patience = BrowserTimer.sleep(BLOCKED);
        match futures::future::select(pin!(deleting.into_future()), pin!(patience)).await {
            Either::Left((deleted, _)) => deleted.map_err(base_error),
            Either::Right(_) => Err(StoreError::Failed(STILL_USED.into())),
        }
    }

    fn database(&self) -> Result<Option<IdbDatabase>, StoreError> {
        match self.0.gone.get() {
            Some(Gone::Superseded) => Err(StoreError::Superseded),
            Some(Gone::Closed) => Err(StoreError::Failed(SIGNED_OUT.into())),
            None => {
                let open = self.0.open.borrow();
                let open = open.as_ref().filter(|open| !open.lost.get());
                Ok(open.map(|open| open.db.as_sys().unchecked_ref::<IdbDatabase>().clone()))
            }
        }
    }

    async fn connect(&self) -> Result<(), StoreError> {
        let db = match self.of_version(self.0.version.get()).await {
            // Not one that is open here and was upgraded since: there a newer build is at work.
            Err(StoreError::Superseded) if self.0.open.borrow().as_ref().is_none_or(|open| open.lost.get()) => {
                self.of_newer().await?
            }
            db => db?,
        };
        self.hold(db)
    }

    /// The database that a newer build has left, if it has all that this one knows.
    async fn of_newer(&self) -> Result<Database, StoreError> {
        let db = self.as_it_is().await?;
        let there: Vec<String> = db.object_store_names().collect();
        let has_all = self.0.stores.iter().all(|store| there.iter().any(|name| name == store));
        if !has_all || db.version() >= f64::from(ASIDE) {
            db.close();
            return Err(StoreError::Superseded);
        }
        Ok(db)
    }

    async fn as_it_is(&self) -> Result<Database, StoreError> {
        let stores = self.0.stores.clone();
        // Where there is none, one is made.
        let opening = Database::open(self.0.name.clone()).with_on_upgrade_needed(move |_, db| make(&db, &stores));
        match futures::future::select(pin!(opening.into_future()), pin!(BrowserTimer.sleep(BLOCKED))).await {
            Either::Left((db, _)) => db.map_err(open_error),
            Either::Right(_) => Err(StoreError::Failed(IN_THE_WAY.into())),
        }
    }

    async fn of_version(&self, version: u32) -> Result<Database, StoreError> {
        let (blocked, is_blocked) = oneshot::channel::<()>();
        let (stores, name) = (self.0.stores.clone(), self.0.name.clone());
        let opening = Database::open(self.0.name.clone())
            .with_version(version)
            .with_on_blocked(move |_| {
                let _ = blocked.send(());
                Ok(())
            })
            .with_on_upgrade_needed(move |event, db| {
                note_upgrade(&name, event.old_version(), version);
                make(&db, &stores)
            });
        let patience = async {
            match is_blocked.await {
                Ok(()) => BrowserTimer.sleep(BLOCKED).await,
                // Not blocked: the opening decides alone.
                Err(_) => std::future::pending().await,
            }
        };
        match futures::future::select(pin!(opening.into_future()), pin!(patience)).await {
            Either::Left((db, _)) => db.map_err(open_error),
            Either::Right(_) => Err(StoreError::Failed(IN_THE_WAY.into())),
        }
    }

    fn hold(&self, db: Database) -> Result<(), StoreError> {
        if self.0.gone.get().is_some() {
            db.close();
            return self.database().map(drop);
        }
        let opened = Open::new(db, &self.0);
        self.0.open.replace(Some(opened));
        Ok(())
    }
}

/// Notes which version a database had before a build brought it up to date. Where there is no local storage, as in a worker,
/// nobody is told of it.
fn note_upgrade(name: &str, was: f64, version: u32) {
    if was > 0.0 && version < ASIDE {
        preferences::save(&preferences::upgraded(name), &was.to_string());
    }
}

/// Makes the object stores that a database does not have.
fn make(db: &Database, stores: &[&'static str]) -> Result<(), Error> {
    let existing: Vec<String> = db.object_store_names().collect();
    for store in stores.iter().filter(|store| !existing.iter().any(|name| name == *store)) {
        db.create_object_store(*store).build()?;
    }
    Ok(())
}

impl Shared {
    fn go(&self, how: Gone) {
        self.gone.set(Some(how));
        // The listeners stay: this may be running inside one of them.
        if let Some(open) = self.open.borrow().as_ref() {
            open.db.as_sys().unchecked_ref::<IdbDatabase>().close();
        }
    }
}

impl Open {
    fn new(db: Database, shared: &Rc<Shared>) -> Self {
        let lost = Rc::new(Cell::new(false));
        let target = db.as_sys().unchecked_ref::<web_sys::EventTarget>();
        let weak: Weak<Shared> = Rc::downgrade(shared);
        let on_change = Listener::new(target, "versionchange", move |event| {
            let Some(shared) = weak.upgrade() else { return };
            // No new version: the database is being deleted, which is a sign-out.
            match event.unchecked_ref::<IdbVersionChangeEvent>().new_version() {
                Some(_) => {
                    shared.go(Gone::Superseded);
                    (shared.on_superseded)();
                }
                None => shared.go(Gone::Closed),
            }
        });
        let is_lost = Rc::clone(&lost);
        let on_close = Listener::new(target, "close", move |_| is_lost.set(true));
        Self { db, lost, _listeners: [on_change, on_close] }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Without this an upgrade would wait for the garbage collector.
        self.db.as_sys().unchecked_ref::<IdbDatabase>().close();
    }
}
