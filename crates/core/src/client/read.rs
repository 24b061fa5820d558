//! Reading the database into a replica.

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    stored::{HISTORIES, IDENTITY, Identity, RESETS, count_in, decode},
};
use crate::{
    id::{ClientId, RecordId, ScopeId},
    operation::ClientSeq,
    outbox::{Row, Unreadable},
    record::Record,
};

/// What some records and rows are at one moment.
#[derive(Debug, Default)]
pub struct Read {
    /// The records asked for that exist.
    pub records: Vec<Record>,
    /// The rows asked for that exist, and every row after `after`.
    pub rows: Vec<Result<Row, Unreadable>>,
    /// The rows asked for that do not exist.
    pub gone: Vec<ClientSeq>,
    /// Records that cannot be read: their keys and texts.
    pub unreadable: Vec<(Key, String)>,
    /// How often the base was reset: a base loaded under another number is void.
    pub resets: u64,
    /// How many histories had begun: versions seen under another number are numbers of nothing.
    pub history: u64,
    /// Which client the database is now, if that can be read.
    pub client: Option<ClientId>,
}

/// Reads some records, some rows and all rows after a number, in one transaction.
pub async fn read<D: Database>(
    db: &D,
    ids: &[(ScopeId, RecordId)],
    seqs: &[ClientSeq],
    after: ClientSeq,
) -> Result<Read, StoreError> {
    let tx = db.begin(&[Table::Records, Table::Outbox, Table::Meta], Mode::Read).await?;
    // At once: a start waits for each answer in turn.
    let mut known = tx.get_many(Table::Meta, &[RESETS, HISTORIES, IDENTITY].map(Key::name)).await?.into_iter();
    let mut next = || known.next().flatten();
    let (resets, history) = (count_in(next()), count_in(next()));
    let identity: Option<Identity> = next().and_then(|raw| decode(Table::Meta, &raw).ok());
    let client = identity.map(|identity| identity.client_id);
    let mut read = Read { resets, history, client, ..Read::default() };
    let keys: Vec<Key> = ids.iter().map(|(scope, id)| Key::record(*scope, *id)).collect();
    let found = tx.get_many(Table::Records, &keys).await?;
    for (key, raw) in keys.into_iter().zip(found) {
        let Some(raw) = raw else { continue };
        match decode(Table::Records, &raw) {
            Ok(record) => read.records.push(record),
            Err(_) => read.unreadable.push((key, raw)),
        }
    }
    (read.rows, read.gone) = some_rows(&tx, seqs).await?;
    for (key, raw) in tx.scan(Table::Outbox, Range::After(Key::Num(after.0)), usize::MAX).await? {
        if let Key::Num(seq) = key {
            read.rows.push(Row::read(ClientSeq(seq), &raw));
        }
    }
    Ok(read)
}

/// One chunk of the base.
#[derive(Debug)]
pub struct Chunk {
    /// The records.
    pub records: Vec<Record>,
    /// The rows asked for that exist.
    pub rows: Vec<Result<Row, Unreadable>>,
    /// The rows asked for that do not exist.
    pub gone: Vec<ClientSeq>,
    /// Records that cannot be read: their keys and texts.
    pub unreadable: Vec<(Key, String)>,
    /// Where the next chunk begins, if there is one.
    pub next: Option<Range>,
}

/// Reads up to `limit` records of the base, and in the same transaction the rows that `pending` names for them: a record
/// read after a row was confirmed holds that row's edit already.
pub async fn chunk<D: Database>(
    db: &D,
    range: Range,
    limit: usize,
    pending: impl Fn(&[RecordId]) -> Vec<ClientSeq>,
) -> Result<Chunk, StoreError> {
    let tx = db.begin(&[Table::Records, Table::Outbox], Mode::Read).await?;
    let entries = tx.scan(Table::Records, range, limit).await?;
    let next = match entries.last() {
        Some((key, _)) if entries.len() == limit => Some(Range::After(key.clone())),
        _ => None,
    };
    let (mut records, mut unreadable): (Vec<Record>, _) = (Vec::with_capacity(entries.len()), Vec::new());
    for (key, raw) in entries {
        match decode(Table::Records, &raw) {
            Ok(record) => records.push(record),
            Err(_) => unreadable.push((key, raw)),
        }
    }
    let ids: Vec<RecordId> = records.iter().map(|record| record.id).collect();
    let (rows, gone) = some_rows(&tx, &pending(&ids)).await?;
    Ok(Chunk { records, rows, gone, unreadable, next })
}

type Rows = Vec<Result<Row, Unreadable>>;

async fn some_rows<Tx: Transaction>(tx: &Tx, seqs: &[ClientSeq]) -> Result<(Rows, Vec<ClientSeq>), StoreError> {
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    let keys: Vec<Key> = seqs.iter().map(|seq| Key::Num(seq.0)).collect();
    for (seq, raw) in seqs.iter().zip(tx.get_many(Table::Outbox, &keys).await?) {
        match raw {
            Some(raw) => rows.push(Row::read(*seq, &raw)),
            None => gone.push(*seq),
        }
    }
    Ok((rows, gone))
}
