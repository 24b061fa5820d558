//! Looking through what is stored, a part at a time, so that what a bad disk has changed is found while the server still has
//! it, and not only when somebody opens it.

use serde::{Deserialize, Serialize, de::IgnoredAny};

use super::{
    creates,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    missing,
    stored::{CURSOR, SCRUB, decode, meta, put_meta, quarantine},
};
use crate::{Millis, wire::Cursor};

/// How many values are looked at in one go.
const PART: usize = 1_000;

/// How long after one part the next is due, in milliseconds.
const PAUSE: Millis = 10_000;

/// The tables that are looked through. Rows of the outbox are read with every send, and shown where they cannot be.
const TABLES: [Table; 5] = [Table::Records, Table::Creates, Table::Journal, Table::Done, Table::Undo];

/// How far the looking through is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// When a part was looked at last, by this device's clock.
    at: Millis,
    /// Which of [`TABLES`].
    table: usize,
    /// The last key looked at.
    after: Option<String>,
    /// The same, where it is a number.
    number: Option<u64>,
}

/// Looks through the next part, if it is time for it, and puts aside what cannot be read; whether there is something to read
/// again for it.
pub async fn look_through<D: Database>(db: &D, now: Millis) -> Result<bool, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    let mut progress: Progress = meta(&tx, SCRUB).await?.unwrap_or_default();
    // A clock that was set back must not put it off for years.
    if (progress.at..progress.at.saturating_add(PAUSE)).contains(&now) {
        return Ok(false);
    }
    drop(tx);
    progress.at = now;
    let (mut room, mut damaged) = (PART, Vec::new());
    let tx = db.begin(&TABLES, Mode::Read).await?;
    while room > 0 {
        let table = TABLES[progress.table % TABLES.len()];
        let entries = tx.scan(table, progress.range(), room).await?;
        room -= entries.len();
        let is_end = room > 0;
        for (key, raw) in entries {
            progress.stand_at(&key);
            if decode::<IgnoredAny>(table, &raw).is_err() {
                damaged.push((table, key, raw));
            }
        }
        if is_end {
            progress = Progress { at: now, table: progress.table + 1, ..Progress::default() };
            if progress.table == TABLES.len() {
                progress.table = 0;
                break;
            }
        }
    }
    drop(tx);
    mend(db, &progress, &damaged).await
}

impl Progress {
    fn range(&self) -> Range {
        match (&self.after, self.number) {
            (Some(text), _) => Range::After(Key::Text(text.clone())),
            (None, Some(number)) => Range::After(Key::Num(number)),
            (None, None) => Range::All,
        }
    }

    fn stand_at(&mut self, key: &Key) {
        (self.after, self.number) = match key {
            Key::Text(text) => (Some(text.clone()), None),
            Key::Num(number) => (None, Some(*number)),
        };
    }
}

/// Puts values aside, each with what its loss asks for.
async fn mend<D: Database>(db: &D, progress: &Progress, damaged: &[(Table, Key, String)]) -> Result<bool, StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Relaxed).await?;
    put_meta(&tx, SCRUB, progress)?;
    let mut cursor: Option<Cursor> = meta(&tx, CURSOR).await?;
    let mut again = false;
    let records = damaged.iter().filter(|(table, ..)| *table == Table::Records);
    let records: Vec<(Key, String)> = records.map(|(_, key, raw)| (key.clone(), raw.clone())).collect();
    if !records.is_empty() {
        missing::note(&tx, cursor.as_mut(), &records).await?;
        again = true;
    }
    for (table, key, raw) in damaged.iter().filter(|(table, ..)| *table != Table::Records) {
        // It may have been written anew meanwhile.
        if tx.get(*table, key).await?.as_ref() != Some(raw) {
            continue;
        }
        match table {
            // Nobody's words to be kept; and of which scope they were, when that is lost, nobody could tell.
            Table::Journal | Table::Undo => tx.delete(*table, key)?,
            _ => quarantine(&tx, *table, key, raw)?,
        }
        if *table == Table::Creates {
            creates::find_again(&tx, key).await?;
        }
        if let (Table::Journal, Some(cursor)) = (table, &mut cursor) {
            // Whose effect it told of nobody knows any more.
            cursor.read_all_again();
            again = true;
        }
    }
    if let Some(cursor) = cursor.filter(|_| again) {
        put_meta(&tx, CURSOR, &cursor)?;
    }
    tx.commit().await?;
    Ok(again)
}
