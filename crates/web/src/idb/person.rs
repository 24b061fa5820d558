use holdfast_core::{
    Millis,
    client::{Database, Key, Mode, Range, StoreError, Table, Timer as _, Transaction},
    id::PersonId,
};

use super::{Access, Connection, Raw, salvage};
use crate::{device, messages::person_name, reasons::IN_THE_WAY, timer::BrowserTimer};

/// The version of the object stores. A build that changes them counts it up, and tabs of older builds let go. As long as it keeps
/// those that there are, an older build can be put back in its place.
pub(crate) const VERSION: u32 = 2;

/// How long to wait before a database that failed is tried again, each time, in milliseconds.
const AGAIN: [Millis; 3] = [100, 400, 1_500];

/// One person's database on this browser profile: IndexedDB `holdfast-<person>`.
#[derive(Clone)]
pub struct IdbDatabase(Connection);

/// A transaction of it.
pub struct IdbTx(Raw);

/// What became of a database that could not be used.
pub(crate) use super::salvage::Salvaged;

/// The name of a person's database, after so many others had to be moved aside.
pub(crate) fn name(person: PersonId, place: u32) -> String {
    match place {
        0 => person_name(person),
        place => format!("{}~{place}", person_name(person)),
    }
}

/// Opens the database at that place.
pub(super) async fn connect(
    person: PersonId,
    place: u32,
    on_superseded: impl Fn() + 'static,
) -> Result<Connection, StoreError> {
    let stores = Table::ALL.map(Table::name).to_vec();
    Connection::open(name(person, place), VERSION, stores, on_superseded).await
}

impl IdbDatabase {
    /// Opens it, making it if it is not there. `on_superseded` is called if a newer build takes it over; every later
    /// transaction fails with [`StoreError::Superseded`].
    pub async fn open(person: PersonId, on_superseded: impl Fn() + 'static) -> Result<Self, StoreError> {
        connect(person, device::place(person).await?, on_superseded).await.map(Self)
    }

    /// Opens it as it is, to read in it what can be read: this build may be too old for it.
    pub(crate) async fn open_as_it_is(person: PersonId) -> Result<Self, StoreError> {
        let stores = Table::ALL.map(Table::name).to_vec();
        Connection::open_as_it_is(name(person, device::place(person).await?), stores).await.map(Self)
    }

    /// As [`Self::open`]; where the database cannot be used, it is moved aside and another takes its place.
    pub(crate) async fn open_or_salvage(
        person: PersonId,
        on_superseded: impl Fn() + Clone + 'static,
    ) -> Result<(Self, Option<Salvaged>), StoreError> {
        let place = device::place(person).await?;
        let mut pauses = AGAIN.into_iter();
        let error = loop {
            match (Self::usable(person, place, on_superseded.clone()).await, pauses.next()) {
                (Ok(db), _) => return Ok((db, None)),
                // Perhaps only now: the browser was busy.
                (Err(StoreError::Failed(why)), Some(pause)) if why != IN_THE_WAY => BrowserTimer.sleep(pause).await,
                (Err(error), _) => break error,
            }
        };
        let is_broken = match &error {
            StoreError::Superseded => salvage::is_aside(&name(person, place)).await,
            error => salvage::is_damage(error),
        };
        if !is_broken {
            return Err(error);
        }
        let salvaged = salvage::salvage(person, place).await?;
        Ok((Self::open(person, on_superseded).await?, salvaged))
    }

    /// Opens it and looks into every table: some damage only shows there.
    async fn usable(person: PersonId, place: u32, on_superseded: impl Fn() + 'static) -> Result<Self, StoreError> {
        let connection = connect(person, place, on_superseded).await?;
        let looked = async {
            let names: Vec<&str> = Table::ALL.map(Table::name).to_vec();
            let tx = connection.begin(&names, Access::Read).await?;
            for table in names {
                tx.scan(table, &Range::All, 1).await?;
            }
            Ok(())
        };
        if let Err(error) = looked.await {
            connection.close();
            return Err(error);
        }
        Ok(Self(connection))
    }

    /// Closes it for all its handles, for good.
    pub fn close(&self) {
        self.0.close();
    }

    /// Deletes a person's database, whoever has it open, and those that were moved aside.
    ///
    /// # Errors
    ///
    /// If another tab does not let go of it in time; the browser deletes it when that tab is closed.
    pub async fn delete(person: PersonId) -> Result<(), StoreError> {
        for place in (0..=device::place(person).await?).rev() {
            Connection::delete(&name(person, place)).await?;
        }
        device::set_place(person, 0).await
    }
}

impl Database for IdbDatabase {
    type Tx = IdbTx;

    async fn begin(&self, tables: &[Table], mode: Mode) -> Result<IdbTx, StoreError> {
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        let access = match mode {
            Mode::Read => Access::Read,
            Mode::Write => Access::Write,
            Mode::Relaxed => Access::Relaxed,
        };
        self.0.begin(&names, access).await.map(IdbTx)
    }
}

impl Transaction for IdbTx {
    async fn get_many(&self, table: Table, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        self.0.get_many(table.name(), keys).await
    }

    async fn scan(&self, table: Table, range: Range, limit: usize) -> Result<Vec<(Key, String)>, StoreError> {
        self.0.scan(table.name(), &range, limit).await
    }

    fn put(&self, table: Table, key: &Key, value: &str) -> Result<(), StoreError> {
        self.0.put(table.name(), key, value)
    }

    fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError> {
        self.0.delete(table.name(), key)
    }

    fn delete_range(&self, table: Table, range: Range) -> Result<(), StoreError> {
        self.0.delete_range(table.name(), &range)
    }

    async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }
}
