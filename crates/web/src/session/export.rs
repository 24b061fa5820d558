//! What is only on this device, as a file that a person can keep.

use holdfast_core::{
    client::{StoreError, health},
    id::OpId,
    outbox::RowState,
    replica::{Pending, Replica},
};
use serde_json::{Value, json};

use crate::{Account, IdbDatabase, code::Codes};

/// What the database of a person has that is only on this device, as JSON text, where no session could be opened, or this
/// build is too old for it.
///
/// # Errors
///
/// If the database cannot be opened or read for this either.
pub async fn export_stored(account: &Account) -> Result<String, StoreError> {
    let db = IdbDatabase::open_as_it_is(account.id).await?;
    let stored = health::export(&db).await;
    db.close();
    let codes = Codes::open(account.id).await?;
    let texts = texts(&codes).await;
    codes.close();
    Ok(of_database(account, stored?, texts?))
}

/// What is unsent of texts that are written with others: the updates of their Yjs documents, in hexadecimal digits.
pub(super) async fn texts(codes: &Codes) -> Result<Value, StoreError> {
    let mut texts = Vec::new();
    for place in codes.unsent().await?.into_keys() {
        let kept = codes.read(place).await?;
        let hex = |update: &Vec<u8>| update.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let updates: Vec<String> = kept.own.iter().map(|(_, update)| hex(update)).collect();
        texts.push(json!({ "scope": place.scope, "record": place.record, "updates": updates }));
    }
    Ok(json!(texts))
}

/// Every pending operation and unreadable row of a replica.
pub(super) fn of_replica(account: &Account, replica: &Replica) -> String {
    let operations: Vec<_> = replica.pending().map(|(_, pending)| operation(pending)).collect();
    let unreadable: Vec<_> =
        replica.unreadable().iter().map(|row| json!({ "client_seq": row.client_seq, "raw": row.raw })).collect();
    text(&json!({ "account": account, "operations": operations, "unreadable": unreadable }))
}

/// One pending operation, in the same form.
pub(super) fn of_one(account: &Account, replica: &Replica, op: OpId) -> Option<String> {
    let (_, pending) = replica.pending().find(|(_, pending)| pending.operation.op_id == op)?;
    Some(text(&json!({ "account": account, "operations": [operation(pending)], "unreadable": [] })))
}

fn operation(pending: &Pending) -> Value {
    json!({ "state": state(pending.state.as_ref()), "operation": pending.operation })
}

/// What the database has of the same, with the account it belongs to.
pub(super) fn of_database(account: &Account, mut stored: Value, texts: Value) -> String {
    stored["account"] = json!(account);
    stored["code"] = texts;
    text(&stored)
}

fn state(state: Option<&RowState>) -> Value {
    state.map_or_else(|| json!("saving"), |state| json!(state))
}

fn text(all: &Value) -> String {
    serde_json::to_string_pretty(all).expect("a JSON value has no failing serialiser")
}
