//! Storing edits: one transaction, in which each draft takes its number, the version its author can have seen and what it
//! waits for from the stored state.

use std::collections::{BTreeSet, HashMap};

use super::{
    compact::compact,
    creates,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done::Done,
    doubt,
    purge::not_being_made,
    steps::{self, Made, StepChange},
    stored::{CURSOR, HISTORIES, IDENTITY, Identity, counted, decode, encode, meta, put_meta, put_row},
};
use crate::{
    authority::references,
    id::{ClientId, OpId, RecordId},
    operation::{ClientSeq, Draft, Operation},
    outbox::Row,
    planted::{self, Bug},
    record::{Record, Seq},
    wire::Cursor,
};

/// What there is to store.
#[derive(Clone, Copy)]
pub struct Edits<'a> {
    /// The drafts, in order.
    pub drafts: &'a [Draft],
    /// What they change of what can be undone.
    pub step: Option<&'a StepChange>,
    /// The last row of each record's lane, as far as whoever stores them knows: what they may be compacted into.
    pub tails: &'a dyn Fn(RecordId) -> Option<ClientSeq>,
    /// The last row of all that they know.
    pub seen: ClientSeq,
    /// Who they take this client for. Where it is another by now, its rows may be counted anew, and what they know of them
    /// holds no more.
    pub client: Option<ClientId>,
    /// How many histories had begun when the base was loaded that the drafts were made over: versions of another one are
    /// numbers of nothing.
    pub history: Option<u64>,
    /// The rows that an undo was worked out over, with the versions that their authors had seen as far as was known then.
    pub lies_over: &'a dyn Fn(OpId) -> Vec<(ClientSeq, Seq)>,
}

/// What was stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The rows, new and changed.
    pub rows: Vec<Row>,
    /// Operations that became part of others, which were not sent yet: which, and of which.
    pub absorbed: Vec<(OpId, OpId)>,
}

/// Which server history drafts were made over: their versions are numbers of that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// The one that is known; while there is a doubt, the one before it, and what was seen is cut when that is settled.
    Known,
    /// The one that is being read, by how many had begun.
    New(u64),
    /// Another: they are numbers of nothing.
    Gone,
}

impl Over {
    /// Of drafts over a base that was loaded when so many histories had begun, while `doubt` is open since so many.
    fn of(loaded: Option<u64>, doubt: Option<u64>, history: u64) -> Self {
        match (loaded, doubt) {
            (None, _) => Self::Known,
            (Some(loaded), doubt) if loaded == doubt.unwrap_or(history) => Self::Known,
            (Some(loaded), Some(_)) if loaded == history => Self::New(history),
            (Some(_), _) => Self::Gone,
        }
    }

    fn number(self) -> Option<u64> {
        match self {
            Self::New(history) => Some(history),
            Self::Known | Self::Gone => None,
        }
    }
}

impl<'a> Edits<'a> {
    /// Drafts that become rows of their own, whatever is there.
    pub fn apart(drafts: &'a [Draft]) -> Self {
        let (tails, lies_over) = (&|_| None, &|_| Vec::new());
        Self { drafts, step: None, tails, seen: ClientSeq(0), client: None, history: None, lies_over }
    }
}

/// Stores drafts, all or none, and returns their rows once they are durable.
pub async fn enqueue<D: Database>(db: &D, edits: Edits<'_>) -> Result<Stored, StoreError> {
    let drafts = edits.drafts;
    let no_identity = || StoreError::Corrupt("meta: this database has no identity".into());
    let stale: Option<Identity> = match planted::has(Bug::ClientSeqCollision) {
        true => meta(&db.begin(&[Table::Meta], Mode::Read).await?, IDENTITY).await?,
        false => None,
    };
    let tables = [Table::Records, Table::Outbox, Table::Creates, Table::Meta, Table::Undo, Table::Done];
    let mode = if planted::has(Bug::SavesRelaxed) { Mode::Relaxed } else { Mode::Write };
    let tx = db.begin(&tables, mode).await?;
    let identity: Option<Identity> = meta(&tx, IDENTITY).await?;
    let mut identity = stale.or(identity).ok_or_else(no_identity)?;
    let is_theirs = edits.client.is_none_or(|client| client == identity.client_id);
    let mut tails = if is_theirs { find_tails(&tx, &edits).await? } else { HashMap::new() };

    let own_keys: Vec<Key> = drafts.iter().map(|draft| Key::record(draft.edit.scope, draft.edit.id)).collect();
    let needs: Vec<Vec<Key>> = drafts.iter().map(needed).collect();
    let bases = tx.get_many(Table::Records, &own_keys).await?;
    // Each once: the cards of an import all wait for the same project.
    let all_needs: Vec<Key> = needs.iter().flatten().collect::<BTreeSet<_>>().into_iter().cloned().collect();
    let found = creates::of(&tx, &all_needs).await?;
    let mut creates: HashMap<Key, OpId> =
        all_needs.into_iter().zip(found).filter_map(|(key, op)| Some((key, op?))).collect();
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let (doubt, history) = (doubt::opened_from(&tx).await?, counted(&tx, HISTORIES).await?);
    let over = Over::of(edits.history, doubt, history);
    let lowered = if history > 0 { find_lowered(&tx, &edits).await? } else { HashMap::new() };
    let taken_back = match edits.step {
        Some(step) => steps::taken_back(&tx, step).await?,
        None => Vec::new(),
    };

    let mut stored = Stored { rows: Vec::with_capacity(drafts.len()), absorbed: Vec::new() };
    for ((draft, base), (own_key, needs)) in drafts.iter().zip(bases).zip(own_keys.into_iter().zip(needs)) {
        let base: Option<Result<Record, StoreError>> = base.map(|raw| decode(Table::Records, &raw));
        let is_lost = matches!(base, Some(Err(_)));
        let base = base.and_then(Result::ok);
        let mut version = base.as_ref().map_or(Seq::default(), |record| record.version);
        // While the base is read again, or cannot be read, what its author had before them tells alone what they saw.
        if doubt.is_some() || is_lost {
            version = draft.seen.unwrap_or(version);
        }
        version = lowered.get(&draft.op_id).map_or(version, |lowered| version.min(*lowered));
        if over == Over::Gone {
            version = Seq::default();
        }
        if planted::has(Bug::StaleBase) {
            version = cursor.seq(draft.edit.scope);
        }
        let mut depends_on: Vec<OpId> = needs.iter().filter_map(|key| creates.get(key).copied()).collect();
        depends_on.extend(taken_back.iter().filter(|(of, _)| *of == draft.edit.id).map(|(_, op)| *op));
        depends_on.sort();
        depends_on.dedup();
        if planted::has(Bug::DependentFirst) {
            depends_on.clear();
        }
        let mut draft = draft.clone();
        // What became part of another operation is done with that one.
        for needed in &mut draft.after {
            *needed = stored.absorbed.iter().find(|(gone, _)| gone == needed).map_or(*needed, |(_, by)| *by);
        }
        let draft = &draft;
        let operation = Operation::stored(draft, identity.client_id, identity.next_seq, version, depends_on);
        let mut operation = operation.over(base.as_ref());
        if planted::has(Bug::StaleBase) {
            operation.base = version;
        }
        let row = Row { history: over.number(), ..Row::waiting(operation) };
        if let Some(whole) = tails.get(&row.operation.id).and_then(|tail| compact(tail, &row)) {
            stored.absorbed.push((row.operation.op_id, whole.operation.op_id));
            let row = whole;
            tails.insert(row.operation.id, row.clone());
            put_row(&tx, &row)?;
            stored.rows.push(row);
            continue;
        }
        identity.next_seq = ClientSeq(identity.next_seq.0 + 1);
        if row.operation.is_create() {
            tx.put(Table::Creates, &own_key, &encode(&row.operation.op_id))?;
            creates.insert(own_key, row.operation.op_id);
        }
        // What follows in this very commit is told apart: one intent, one history.
        tails.remove(&row.operation.id);
        put_row(&tx, &row)?;
        stored.rows.push(row);
    }
    // What was made over a scope that was lost meanwhile keeps its author's words, not those of others that would take it back.
    let is_kept = match cursor.epoch {
        Some(_) if doubt.is_none() => {
            let known = cursor.known();
            let strange = drafts.iter().map(|draft| draft.edit.scope).filter(|scope| !known.contains(scope)).collect();
            not_being_made(&tx, strange).await?.is_empty()
        }
        _ => true,
    };
    if let Some(step) = edits.step.filter(|_| is_kept) {
        identity.steps += 1;
        steps::change(&tx, step, identity.steps, stored.rows.iter().map(|row| Made::by(&row.operation)).collect())
            .await?;
    }
    put_meta(&tx, IDENTITY, &identity)?;
    tx.commit().await?;
    Ok(stored)
}

/// The rows that the drafts may become part of: each the last of its lane, another tab's unheard edits included.
async fn find_tails<Tx: Transaction>(tx: &Tx, edits: &Edits<'_>) -> Result<HashMap<RecordId, Row>, StoreError> {
    let records: BTreeSet<RecordId> = edits.drafts.iter().map(|draft| draft.edit.id).collect();
    let named: Vec<ClientSeq> = records.into_iter().filter_map(edits.tails).collect();
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<Key> = named.iter().map(|seq| Key::Num(seq.0)).collect();
    let mut tails = HashMap::new();
    for (seq, raw) in named.into_iter().zip(tx.get_many(Table::Outbox, &keys).await?) {
        if let Some(Ok(row)) = raw.map(|raw| Row::read(seq, &raw)) {
            tails.insert(row.operation.id, row);
        }
    }
    for (key, raw) in tx.scan(Table::Outbox, Range::After(Key::Num(edits.seen.0)), usize::MAX).await? {
        let Key::Num(seq) = key else { continue };
        // A row that cannot be read may be of any lane.
        let id = Row::read(ClientSeq(seq), &raw).ok().map(|row| row.operation.id);
        let is_before = |tail: &Row| tail.operation.client_seq < ClientSeq(seq);
        tails.retain(|of, tail| id.is_some_and(|id| id != *of) || !is_before(tail));
    }
    Ok(tails)
}

/// Up to where the authors of undos had seen their records, where rows that one was worked out over have lower versions now:
/// another history that was settled since has lowered them, and what the undo was found to lie beside it may lie over. Of a row
/// that nobody can read any more, or under whose number another record's stands, nobody knows what it had seen.
async fn find_lowered<Tx: Transaction>(tx: &Tx, edits: &Edits<'_>) -> Result<HashMap<OpId, Seq>, StoreError> {
    let under = edits.drafts.iter().flat_map(|draft| {
        let rows = (edits.lies_over)(draft.op_id).into_iter();
        rows.map(move |(seq, then)| (draft, seq, then))
    });
    let under: Vec<(&Draft, ClientSeq, Seq)> = under.collect();
    let seqs: BTreeSet<ClientSeq> = under.iter().map(|(_, seq, _)| *seq).collect();
    let keys: Vec<Key> = seqs.iter().map(|seq| Key::Num(seq.0)).collect();
    let waiting = tx.get_many(Table::Outbox, &keys).await?;
    let read = |(seq, raw): (ClientSeq, Option<String>)| Row::read(seq, &raw?).ok().map(|row| (seq, row.operation));
    let mut now: HashMap<ClientSeq, Operation> = seqs.iter().copied().zip(waiting).filter_map(read).collect();
    let left: Vec<ClientSeq> = seqs.into_iter().filter(|seq| !now.contains_key(seq)).collect();
    let keys: Vec<Key> = left.iter().map(|seq| Key::Num(seq.0)).collect();
    let done = tx.get_many(Table::Done, &keys).await?;
    now.extend(left.into_iter().zip(done).filter_map(|(seq, raw)| Some((seq, Done::read(&raw?)?.operation))));
    let mut lowered = HashMap::new();
    for (draft, seq, then) in under {
        let of_it = now.get(&seq).filter(|operation| operation.id == draft.edit.id);
        let base = of_it.map_or(Seq::default(), |operation| operation.base);
        if base < then {
            let least = lowered.entry(draft.op_id).or_insert(base);
            *least = base.min(*least);
        }
    }
    Ok(lowered)
}

/// The records whose unconfirmed creates a draft waits for: its own, its scope's root and those it refers to. A change of what
/// something is a part of comes after the create anyway; where that is refused it is refused too, and holds up nothing else of its
/// record, which others may share.
fn needed(draft: &Draft) -> Vec<Key> {
    let scope = draft.edit.scope;
    let probe = Operation::stored(draft, ClientId(uuid::Uuid::nil()), ClientSeq(0), Seq(0), Vec::new());
    let referred = references(&probe).into_iter().map(|(_, id)| id).filter(|_| probe.is_create());
    let ids = [draft.edit.id, RecordId::from(scope)].into_iter().chain(referred);
    ids.map(|id| Key::record(scope, id)).collect()
}
