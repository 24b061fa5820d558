//! Where the query layer's answers outlive the page: a database of their own for each person, `holdfast-queries-<person>`. It
//! is a cache: whatever goes wrong with it costs a request, and it may be deleted at any time.

use std::cell::RefCell;

use holdfast_core::{
    client::{Key, Range, StoreError},
    id::PersonId,
};
use holdfast_query::persist::{Shelf, ShelfError, Write};

use crate::{
    answers::{self, STORE},
    idb::{Access, Connection},
    messages::queries_name,
};

/// One person's rows on this browser profile. Opened when it is first used, so that a browser without storage is told of as
/// any other failure.
pub struct IdbShelf {
    person: PersonId,
    connection: RefCell<Option<Connection>>,
}

impl IdbShelf {
    /// That person's.
    pub fn new(person: PersonId) -> Self {
        Self { person, connection: RefCell::default() }
    }

    /// Deletes a person's rows, whoever has them open.
    ///
    /// # Errors
    ///
    /// If another tab does not let go of them in time; the browser deletes them when that tab is closed.
    pub async fn delete(person: PersonId) -> Result<(), StoreError> {
        Connection::delete(&queries_name(person)).await
    }

    async fn connection(&self) -> Result<Connection, StoreError> {
        let open = self.connection.borrow().clone();
        if let Some(open) = open {
            return Ok(open);
        }
        let opened = answers::open(self.person).await?;
        // Whoever came first: both would do, and one is closed when it is dropped.
        Ok(self.connection.borrow_mut().get_or_insert(opened).clone())
    }

    async fn put_all(&self, writes: &[Write]) -> Result<(), StoreError> {
        let tx = self.connection().await?.begin(&[STORE], Access::Relaxed).await?;
        for write in writes {
            match write {
                Write::Save { key, text } => tx.put(STORE, &Key::name(key), text)?,
                Write::Remove { key } => tx.delete(STORE, &Key::name(key))?,
            }
        }
        tx.commit().await
    }

    async fn remove_all(&self) -> Result<(), StoreError> {
        let tx = self.connection().await?.begin(&[STORE], Access::Write).await?;
        tx.delete_range(STORE, &Range::All)?;
        tx.commit().await
    }

    async fn scan(&self) -> Result<Vec<(Key, String)>, StoreError> {
        let tx = self.connection().await?.begin(&[STORE], Access::Read).await?;
        tx.scan(STORE, &Range::All, usize::MAX).await
    }
}

impl Shelf for IdbShelf {
    async fn load(&self) -> Result<Vec<(String, String)>, ShelfError> {
        let rows = match self.scan().await {
            Ok(rows) => rows,
            // Something that no build of ours wrote, and that cannot be passed over: all of it can be fetched again.
            Err(StoreError::Corrupt(_)) => {
                self.remove_all().await.map_err(shelf_error)?;
                Vec::new()
            }
            Err(error) => return Err(shelf_error(error)),
        };
        let text = |(key, text)| match key {
            Key::Text(key) => Some((key, text)),
            // Not one of ours.
            Key::Num(_) => None,
        };
        Ok(rows.into_iter().filter_map(text).collect())
    }

    async fn write(&self, writes: &[Write]) -> Result<(), ShelfError> {
        self.put_all(writes).await.map_err(shelf_error)
    }

    async fn clear(&self) -> Result<(), ShelfError> {
        self.remove_all().await.map_err(shelf_error)
    }
}

fn shelf_error(error: StoreError) -> ShelfError {
    match error {
        StoreError::Quota => ShelfError::Full,
        error => ShelfError::Failed(error.to_string()),
    }
}
