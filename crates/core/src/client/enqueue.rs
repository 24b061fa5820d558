//! Storing edits: one transaction, in which each draft takes its number, the version its author can have seen and what it
//! waits for from the stored state.

use std::collections::{BTreeSet, HashMap};

use super::{
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    stored::{IDENTITY, Identity, decode, encode, meta, put_meta, put_row},
};
use crate::{
    authority::references,
    id::{OpId, RecordId},
    operation::{ClientSeq, Draft, Operation},
    outbox::Row,
    record::{Record, Seq},
};

/// Stores drafts, all or none, and returns their rows once they are durable.
pub async fn enqueue<D: Database>(db: &D, drafts: &[Draft]) -> Result<Vec<Row>, StoreError> {
    let tx = db.begin(&[Table::Records, Table::Outbox, Table::Creates, Table::Meta], Mode::Write).await?;
    let identity: Option<Identity> = meta(&tx, IDENTITY).await?;
    let mut identity = identity.ok_or_else(|| StoreError::Corrupt("meta: this database has no identity".into()))?;

    let own_keys: Vec<Key> = drafts.iter().map(|draft| Key::record(draft.edit.scope, draft.edit.id)).collect();
    let needs: Vec<Vec<Key>> = drafts.iter().map(needed).collect();
    let bases = tx.get_many(Table::Records, &own_keys).await?;
    // Each once: the cards of an import all wait for the same project.
    let all_needs: Vec<Key> = needs.iter().flatten().collect::<BTreeSet<_>>().into_iter().cloned().collect();
    let found = tx.get_many(Table::Creates, &all_needs).await?;
    let mut creates: HashMap<Key, OpId> = HashMap::new();
    for (key, raw) in all_needs.into_iter().zip(found) {
        if let Some(raw) = raw {
            creates.insert(key, decode(Table::Creates, &raw)?);
        }
    }

    let mut rows = Vec::with_capacity(drafts.len());
    for ((draft, base), (own_key, needs)) in drafts.iter().zip(bases).zip(own_keys.into_iter().zip(needs)) {
        let base = match base {
            Some(raw) => decode::<Record>(Table::Records, &raw)?.version,
            None => Seq::default(),
        };
        let mut depends_on: Vec<OpId> = needs.iter().filter_map(|key| creates.get(key).copied()).collect();
        depends_on.sort();
        depends_on.dedup();
        let operation = Operation::stored(draft, identity.client_id, identity.next_seq, base, depends_on);
        identity.next_seq = ClientSeq(identity.next_seq.0 + 1);
        if operation.is_create() {
            tx.put(Table::Creates, &own_key, &encode(&operation.op_id))?;
            creates.insert(own_key, operation.op_id);
        }
        let row = Row::waiting(operation);
        put_row(&tx, &row)?;
        rows.push(row);
    }
    put_meta(&tx, IDENTITY, &identity)?;
    tx.commit().await?;
    Ok(rows)
}

/// The records whose unconfirmed creates a draft waits for: its own, its scope's root and those it refers to.
fn needed(draft: &Draft) -> Vec<Key> {
    let scope = draft.edit.scope;
    let probe = Operation::stored(draft, crate::id::ClientId(uuid::Uuid::nil()), ClientSeq(0), Seq(0), Vec::new());
    let referred = references(&probe).into_iter().map(|(_, id)| id);
    let ids = [draft.edit.id, RecordId::from(scope)].into_iter().chain(referred);
    ids.map(|id| Key::record(scope, id)).collect()
}
