//! Writing an engagement out.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{Entity as _, Home, Membership, schema_of},
    id::{RecordId, ScopeId},
    record::Record,
    value::Value,
};

use super::{FORM, File, Item, Named};
use crate::db::{DbError, Tx};

/// The file of an engagement; `None` if there is no such engagement. Who may read it is the caller's to know.
pub(crate) async fn export(tx: &mut Tx, scope: ScopeId) -> Result<Option<File>, DbError> {
    let origin = tx.origin_of(scope).await?.unwrap_or(scope);
    let (mut root, mut members, mut records) = (None, Vec::new(), Vec::new());
    let mut left = Vec::new();
    for record in tx.records_of(scope).await? {
        match schema_of(&record.kind).map(|schema| schema.home) {
            Some(Home::EngagementRoot) if record.id == RecordId::from(scope) => root = Some(record),
            _ if record.kind.name() == Membership::KIND => members.push(Membership::read(&record)),
            // The bytes are not in the file, and what names them would name nothing.
            _ if record.blob().is_some() => left.push(record.id.to_string()),
            _ => {
                let mut item = item(record);
                item.rename(|id| (id == scope.into()).then(|| origin.into()));
                records.push(item);
            }
        }
    }
    // With them goes what is about them alone.
    records.retain(|item| {
        !item.fields.values().any(|value| value.as_text().is_some_and(|id| left.iter().any(|of| of == id)))
    });
    let Some(root) = root.filter(|root| !root.deleted) else { return Ok(None) };
    let spoken_of = spoken_of(&records);
    members.retain(|member| spoken_of.contains(&member.person.to_string()));
    let mut people: Vec<Named> =
        members.into_iter().map(|member| Named { id: member.person, name: member.name }).collect();
    people.sort_by_key(|person| person.id);
    let engagement = item(root).fields;
    Ok(Some(File { holdfast_export: FORM, origin, engagement, people, records }))
}

fn item(record: Record) -> Item {
    let fields = record.fields.into_iter().map(|(name, stored)| (name, stored.value)).collect();
    let Record { kind, id, deleted, created_by, created_at, .. } = record;
    Item { kind, id, deleted, created_by, created_at, fields }
}

/// Every text of the records that could be a person's id.
fn spoken_of(records: &[Item]) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for record in records {
        texts.insert(record.created_by.to_string());
        for value in record.fields.values() {
            match value {
                Value::Text(text) if text.len() == 36 => drop(texts.insert(text.clone())),
                Value::Set(set) => texts.extend(set.iter().cloned()),
                _ => {}
            }
        }
    }
    texts
}
