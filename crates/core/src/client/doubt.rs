//! Another server history: a server that was restored from a backup has forgotten what came after it. The base is read anew
//! from its log; what of ours that log turns out to lack is offered again.
//!
//! Both histories begin alike, and once they differ they differ for good: an operation that has the same number in both shows
//! that they are alike at least up to there, if nothing before it shows that they are not any more. What an author had seen
//! beyond that point they have not seen in the new one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    creates,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done::{self, Done, Fate},
    purge::purge_unnamed,
    stored::{
        CURSOR, DOUBT, HISTORIES, Journalled, Kept, all_rows, counted, decode, encode, kept, meta, put_meta, put_row,
    },
};
use crate::{
    id::{OpId, RecordId, ScopeId},
    operation::{ClientSeq, Operation},
    outbox::Row,
    record::Seq,
    wire::Cursor,
};

/// Stored while a new history is being read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Doubt {
    /// Marks the journal's entries of the new history.
    pub turn: u64,
    /// The marks of histories that were begun to be read and given up for this one.
    #[serde(default)]
    given_up: BTreeSet<u64>,
    /// How many histories had begun before any doubt: versions seen since then are compared when it is settled.
    #[serde(default)]
    from: u64,
    /// Whether an earlier doubt was lost in the middle: of which history any number is, nobody can tell, so nothing counts as
    /// seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    blind: bool,
    /// How far the histories are known to be alike, by scope.
    alike: BTreeMap<ScopeId, Alike>,
    /// Where snapshots of the new history ended: what its log had up to there is not in the journal.
    #[serde(default)]
    snapshots: BTreeMap<ScopeId, Seq>,
}

/// How far two histories of a scope are alike.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Alike {
    /// The greatest number under which both have the same operation.
    same: Seq,
    /// The least under which they have not.
    differs: Option<Seq>,
}

impl Doubt {
    /// The number that an operation had in the history before any doubt.
    fn number_before(&self, entry: &Journalled) -> Option<Seq> {
        let is_since = entry.turn == self.turn || self.given_up.contains(&entry.turn);
        if is_since { entry.was } else { Some(entry.seq) }
    }

    /// Takes in that an operation has this number in the new history, and returns the one it had before. `old` is what the
    /// journal said of it: of what it does not know, the history before had something else under that number, or had not
    /// come so far.
    pub(super) fn compare(&mut self, old: Option<&Journalled>, scope: ScopeId, seq: Seq) -> Option<Seq> {
        let known = old.filter(|old| old.scope == scope);
        let before = known.and_then(|old| self.number_before(old));
        let alike = self.alike.entry(scope).or_default();
        match before {
            Some(before) if before == seq => alike.same = alike.same.max(seq),
            Some(before) => alike.differ(before.min(seq)),
            None => alike.differ(seq),
        }
        before
    }

    /// Takes in that a scope was read as a snapshot.
    pub(super) fn snapshot(&mut self, scope: ScopeId, at: Seq) {
        self.snapshots.insert(scope, at);
    }

    /// Takes in that the new history, read to its end, has no such operation in its log.
    fn lacks(&mut self, entry: &Journalled) {
        let unknown = self.snapshots.get(&entry.scope).copied().unwrap_or_default();
        if let Some(before) = self.number_before(entry).filter(|before| *before > unknown) {
            self.alike.entry(entry.scope).or_default().differ(before);
        }
    }

    fn cut(&self, mut operation: Operation) -> Operation {
        operation.base = operation.base.min(self.alike_up_to(operation.scope));
        operation
    }

    /// An operation as it is once the history begun as the `history`-th is the one that is known. One made `over` a history
    /// that was given up for it has seen nothing of it.
    fn settled(&self, operation: Operation, over: Option<u64>, history: u64) -> Operation {
        match over {
            None => self.cut(operation),
            Some(over) if over == history => operation,
            Some(_) => Operation { base: Seq::default(), ..operation },
        }
    }

    /// Up to where the histories of a scope are known to be alike. Numbers can meet again by chance behind a difference, so
    /// where some of the new history is not known, none of it counts as seen.
    fn alike_up_to(&self, scope: ScopeId) -> Seq {
        let is_partly_known = self.blind || self.snapshots.contains_key(&scope);
        let alike = self.alike.get(&scope).filter(|_| !is_partly_known);
        alike.copied().unwrap_or_default().up_to()
    }
}

impl Alike {
    fn differ(&mut self, at: Seq) {
        self.differs = Some(self.differs.map_or(at, |least| least.min(at)));
    }

    fn up_to(self) -> Seq {
        self.differs.map_or(self.same, |least| self.same.min(Seq(least.0.saturating_sub(1))))
    }
}

/// Whether a new history is being read: until it is, nothing is sent.
pub async fn is_open<D: Database>(db: &D) -> Result<bool, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    is_open_in(&tx).await
}

/// The same, within a transaction.
pub(super) async fn is_open_in<Tx: Transaction>(tx: &Tx) -> Result<bool, StoreError> {
    // One that cannot be read is open until the history has been read again. So it is where nobody can tell of which history
    // the base is: a push would name none, and a restored server would take what was made over numbers that are not its own.
    let is_told = !matches!(kept::<_, Cursor>(tx, CURSOR).await?, Kept::Lost);
    Ok(!is_told || !matches!(kept::<_, Doubt>(tx, DOUBT).await?, Kept::Absent))
}

/// The number of histories that had begun before the doubt that is open, within a transaction; `None` if none is.
pub(super) async fn opened_from<Tx: Transaction>(tx: &Tx) -> Result<Option<u64>, StoreError> {
    Ok(match kept::<_, Doubt>(tx, DOUBT).await? {
        Kept::Absent => None,
        Kept::Is(doubt) => Some(doubt.from),
        Kept::Lost => Some(u64::MAX),
    })
}

/// How many histories were begun after another: what an author saw under another number is to be offered as if they had seen
/// nothing.
pub async fn history<D: Database>(db: &D) -> Result<u64, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    counted(&tx, HISTORIES).await
}

/// What became of a doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// There was none.
    Clear,
    /// Another one was opened since, or what was read of the history was lost: it is to be read first.
    Again,
    /// The rows offered again or changed.
    Offered(Vec<ClientSeq>),
}

/// The new history, the one begun as the `history`-th, has been read to its end, and the server has named these scopes: offers
/// again what it lacks, and removes what is kept of other scopes.
pub async fn settle<D: Database>(db: &D, history: u64, scopes: &[ScopeId]) -> Result<Settled, StoreError> {
    if !is_open(db).await? {
        return Ok(Settled::Clear);
    }
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    let mut doubt = match kept::<_, Doubt>(&tx, DOUBT).await? {
        Kept::Absent => return Ok(Settled::Clear),
        Kept::Is(doubt) if counted(&tx, HISTORIES).await? == history => doubt,
        Kept::Is(_) | Kept::Lost => return Ok(Settled::Again),
    };
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let Sifted::There(there) = sift_journal(&tx, &mut doubt).await? else {
        cursor.read_all_again();
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
        return Ok(Settled::Again);
    };
    let mut changed = BTreeSet::new();
    for done in done::all(&tx).await? {
        let key = Key::Num(done.operation.client_seq.0);
        let op = doubt.settled(done.operation.clone(), done.history, history);
        match done.fate {
            Fate::Confirmed { .. } if there.contains(&op.op_id) => {}
            Fate::Confirmed { .. } => {
                tx.delete(Table::Done, &key)?;
                changed.insert(op.client_seq);
                let row = Row { unsure: doubt.snapshots.contains_key(&op.scope), ..Row::offered(op) };
                creates::note(&tx, &row).await?;
                put_row(&tx, &row)?;
            }
            // Brought back, it must not write over what its author has not seen either.
            Fate::Discarded { .. } if op == done.operation && done.history.is_none() => {}
            Fate::Discarded { .. } => {
                tx.put(Table::Done, &key, &encode(&Done { operation: op, history: None, ..done }))?;
            }
        }
    }
    // Up to where each record had been seen when what waits for it was made.
    let mut seen: BTreeMap<RecordId, Seq> = BTreeMap::new();
    for row in all_rows(&tx).await? {
        if changed.contains(&row.operation.client_seq) {
            note_seen(&mut seen, &row.operation);
        } else {
            let mut operation = doubt.settled(row.operation.clone(), row.history, history);
            // An undo was worked out by comparing versions of two histories, where it lies over edits of the one before.
            if operation.yields && row.history == Some(history) {
                operation.base = operation.base.min(seen.get(&operation.id).copied().unwrap_or(operation.base));
            }
            note_seen(&mut seen, &operation);
            if operation != row.operation || row.history.is_some() {
                changed.insert(operation.client_seq);
                put_row(&tx, &Row { operation, history: None, ..row })?;
            }
        }
    }
    // What somebody else here has read of the new history since the asker was answered is named by it as well.
    let named: BTreeSet<ScopeId> = cursor.known().into_iter().chain(scopes.iter().copied()).collect();
    purge_unnamed(&tx, &named).await?;
    tx.delete(Table::Meta, &Key::name(DOUBT))?;
    tx.commit().await?;
    Ok(Settled::Offered(changed.into_iter().collect()))
}

fn note_seen(seen: &mut BTreeMap<RecordId, Seq>, operation: &Operation) {
    let least = seen.entry(operation.id).or_insert(operation.base);
    *least = operation.base.min(*least);
}

/// What the journal says of a history that was read to its end.
enum Sifted {
    /// The operations that it has.
    There(BTreeSet<OpId>),
    /// There were entries that cannot be read, and nobody can tell whether it has what they were of, or where it differs.
    Torn,
}

/// Leaves only the new history in the journal; if it is torn, all of it that can be read.
async fn sift_journal<Tx: Transaction>(tx: &Tx, doubt: &mut Doubt) -> Result<Sifted, StoreError> {
    let (mut there, mut former, mut is_torn) = (BTreeSet::new(), Vec::new(), false);
    for (key, raw) in tx.scan(Table::Journal, Range::All, usize::MAX).await? {
        match (decode::<Journalled>(Table::Journal, &raw), &key) {
            (Ok(entry), Key::Text(op)) if entry.turn == doubt.turn => there.extend(op.parse::<OpId>()),
            (Ok(entry), _) => {
                doubt.lacks(&entry);
                former.push(key);
            }
            (Err(_), _) => {
                is_torn = true;
                tx.delete(Table::Journal, &key)?;
            }
        }
    }
    if is_torn {
        return Ok(Sifted::Torn);
    }
    former.iter().try_for_each(|key| tx.delete(Table::Journal, key))?;
    Ok(Sifted::There(there))
}

/// Begins to doubt, in the transaction that resets the base, before the new history is counted.
pub(super) async fn open<Tx: Transaction>(tx: &Tx) -> Result<(), StoreError> {
    let (given_up, from, blind): (BTreeSet<u64>, u64, bool) = match kept::<_, Doubt>(tx, DOUBT).await? {
        Kept::Is(doubt) => (doubt.given_up.into_iter().chain([doubt.turn]).collect(), doubt.from, doubt.blind),
        Kept::Absent => (BTreeSet::new(), counted(tx, HISTORIES).await?, false),
        Kept::Lost => (BTreeSet::new(), u64::MAX, true),
    };
    // A mark that no entry bears: one that did would count as read.
    let mut turn = given_up.last().copied().unwrap_or_default();
    for (_, raw) in tx.scan(Table::Journal, Range::All, usize::MAX).await? {
        turn = turn.max(decode::<Journalled>(Table::Journal, &raw).map_or(0, |entry| entry.turn));
    }
    put_meta(tx, DOUBT, &Doubt { turn: turn + 1, given_up, from, blind, ..Doubt::default() })
}
