//! Reading an engagement in, by the same door as every edit: what no edit may make, no file brings in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use holdfast_core::{
    Millis,
    entity::{Engagement, Entity as _, FieldSchema, FieldType, Home, Membership, Rights, schema_of},
    id::{ClientId, Id, OpId, PersonId, RecordId, ScopeId},
    ledger::{Ledger as _, Sender, push},
    operation::{Action, ClientSeq, Draft, Edit, Operation},
    record::{Kind, Seq},
    role::Role,
    value::Change,
    wire::Outcome,
};

use uuid::{Uuid, Version};

use super::{FORM, File, Item, authors};
use crate::{
    db::{DbError, Tx},
    door, error, random,
};

/// Why a file was not read in. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// It holds what cannot be.
    #[error("{0}")]
    Wrong(String),
    /// The server failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What became of a file.
#[derive(Debug)]
pub(crate) struct Imported {
    /// The engagement.
    pub(crate) scope: ScopeId,
    /// Its name.
    pub(crate) name: String,
    /// How many records were read in; `None` if the person has read in this engagement before: then nothing was done.
    pub(crate) records: Option<usize>,
}

/// Whether a file is believed who wrote what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authors {
    /// It is: the server's operator has read it in.
    AsTold,
    /// It is not: anyone can write such a file. What is not the owner's own is said to have been written by others, and is the
    /// owner's to answer for.
    Owner,
}

/// Makes an engagement from a file, for a person who will own it.
pub(crate) async fn import(
    tx: &mut Tx,
    mut file: File,
    owner: PersonId,
    authors: Authors,
    now: Millis,
) -> Result<Imported, ImportError> {
    if file.holdfast_export != FORM {
        let form = file.holdfast_export;
        return Err(wrong(format!(
            "the file is of form {form}, and this server reads form {FORM}: use a newer Holdfast"
        )));
    }
    if let Some(scope) = tx.imported(owner, file.origin).await?
        && tx.role(owner, scope).await?.is_some()
        && let Some(name) = named(tx, scope).await?
    {
        return Ok(Imported { scope, name, records: None });
    }
    let id = Id::<Engagement>::new(now, random::bytes());
    let scope = id.scope();
    rename(tx, &mut file, scope).await?;
    if authors == Authors::Owner {
        authors::take_over(&mut file, owner, now);
    }
    let mut writer = Writer { tx, client: ClientId::new(now, random::bytes()), number: 0 };
    let root = Edit {
        scope,
        kind: Kind::new(Engagement::KIND),
        id: id.record(),
        action: Action::Create(std::mem::take(&mut file.engagement)),
    };
    writer.write(owner, root, now).await?;
    for person in file.people.iter().filter(|person| person.id != owner) {
        // So that their names are known; they are not in it.
        let (id, role) = (Membership::id_of(scope, person.id), Role::Viewer);
        let member = Membership { person: person.id, role, name: person.name.clone() };
        writer.write(owner, member.create(scope, id), now).await?;
        writer.write(owner, Edit::delete(scope, id), now).await?;
    }
    let Ordered { mut records, late } = in_order(file.records)?;
    let count = records.len();
    for item in &mut records {
        let fields = std::mem::take(&mut item.fields);
        writer.of(scope, item, Action::Create(fields)).await?;
    }
    for mut item in late {
        let fields = std::mem::take(&mut item.fields).into_iter();
        let changes = fields.map(|(field, value)| (field, Change::Put(value))).collect();
        writer.of(scope, &item, Action::Set(changes)).await?;
    }
    for item in records.iter().filter(|item| item.deleted) {
        writer.of(scope, item, Action::Delete).await?;
    }
    tx.note_import(scope, file.origin, owner).await?;
    let name = named(tx, scope).await?.unwrap_or_default();
    Ok(Imported { scope, name, records: Some(count) })
}

/// Gives the records the place of the new scope, and ids of their own if the server has one of them already: a replica holds
/// the records of all its scopes by id.
async fn rename(tx: &mut Tx, file: &mut File, scope: ScopeId) -> Result<(), DbError> {
    let (mut known, root) = (false, RecordId::from(file.origin));
    for item in &file.records {
        known = known || tx.is_elsewhere(scope, item.id).await?;
    }
    let mut ids: HashMap<RecordId, RecordId> = HashMap::new();
    if known {
        ids.extend(file.records.iter().map(|item| (item.id, renamed(scope, item.id))));
    }
    ids.insert(root, scope.into());
    for item in &mut file.records {
        item.rename(|id| ids.get(&id).copied());
        item.id = ids.get(&item.id).copied().filter(|_| item.id != root).unwrap_or(item.id);
    }
    Ok(())
}

/// A record's id in another scope. What no client may make a record under stays so.
fn renamed(scope: ScopeId, id: RecordId) -> RecordId {
    let derived = Uuid::new_v5(&scope.0, id.0.as_bytes());
    match id.0.get_version() {
        Some(Version::Custom) => {
            RecordId(uuid::Builder::from_bytes(*derived.as_bytes()).with_version(Version::Custom).into_uuid())
        }
        _ => RecordId(derived),
    }
}

fn wrong(message: String) -> ImportError {
    ImportError::Wrong(message)
}

async fn named(tx: &mut Tx, scope: ScopeId) -> Result<Option<String>, ImportError> {
    door::engagement_name(tx, scope).await.map_err(|failed| match failed {
        error::Error::Internal(cause) => ImportError::Database(DbError::Value(cause)),
        other => ImportError::Database(DbError::Value(format!("{other:?}"))),
    })
}

/// Writes edits one by one, each as of its own time.
struct Writer<'a> {
    tx: &'a mut Tx,
    client: ClientId,
    number: u64,
}

impl Writer<'_> {
    async fn of(&mut self, scope: ScopeId, item: &Item, action: Action) -> Result<(), ImportError> {
        let edit = Edit { scope, kind: item.kind.clone(), id: item.id, action };
        self.write(item.created_by, edit, item.created_at).await
    }

    async fn write(&mut self, author: PersonId, edit: Edit, at: Millis) -> Result<(), ImportError> {
        self.number += 1;
        let (kind, id) = (edit.kind.clone(), edit.id);
        let draft = Draft::new(OpId::new(at, random::bytes()), author, at, edit);
        // It is nobody's else's scope yet: there is nothing to have overlooked.
        let op = Operation::stored(&draft, self.client, ClientSeq(self.number), Seq(u64::MAX), Vec::new());
        let pushed = push(self.tx, Sender::Server, &[op], at).await?;
        match pushed.results.into_iter().next().map(|result| result.outcome) {
            Some(Outcome::Accepted { .. }) => Ok(()),
            Some(Outcome::Rejected(reason)) => Err(wrong(format!("the {} {id} cannot be: {reason}", kind.name()))),
            Some(Outcome::Held { .. }) | None => Err(wrong(format!("the {} {id} was not taken", kind.name()))),
        }
    }
}

/// The records in the order to make them.
struct Ordered {
    /// Each after those it refers to.
    records: Vec<Item>,
    /// Of records that stand under one another in a ring, what can be said only once all of them are there.
    late: Vec<Item>,
}

/// Puts the records in order; a file with others than engagements are made of is refused.
fn in_order(records: Vec<Item>) -> Result<Ordered, ImportError> {
    let mut left = BTreeMap::new();
    for item in records {
        let may_be = |schema: &&holdfast_core::entity::KindSchema| {
            // A file that names a blob would give what nobody has shown to have.
            schema.home == Home::Engagement && schema.rights != Rights::Server && schema.blob_field().is_none()
        };
        if schema_of(&item.kind).filter(may_be).is_none() {
            return Err(wrong(format!("this server brings in no records of the kind {:?}", item.kind.name())));
        }
        let id = item.id;
        if left.insert(id, item).is_some() {
            return Err(wrong(format!("the record {id} is in the file twice")));
        }
    }
    let (mut ordered, mut late) = (Vec::with_capacity(left.len()), Vec::new());
    while let Some(id) = left.keys().next().copied() {
        let (mut path, mut on_path): (Vec<RecordId>, BTreeSet<RecordId>) = (vec![id], BTreeSet::from([id]));
        while let Some(id) = path.last() {
            let first = left.get(id).and_then(|item| item.references().find(|(_, needed)| left.contains_key(needed)));
            match first {
                Some((_, needed)) if on_path.insert(needed) => path.push(needed),
                Some((FieldSchema { name, field_type: FieldType::Under { .. } }, _)) => {
                    let cut = left.get_mut(id).and_then(|item| Some((item.fields.remove_entry(*name)?, item.clone())));
                    late.extend(cut.map(|(field, item)| Item { fields: BTreeMap::from([field]), ..item }));
                }
                Some((_, needed)) => return Err(wrong(format!("the record {needed} refers to itself"))),
                None => ordered.extend(path.pop().and_then(|id| left.remove(&id))),
            }
        }
    }
    Ok(Ordered { records: ordered, late })
}
