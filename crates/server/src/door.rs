//! What the server itself writes: people, engagements and memberships, as operations through the same door as everyone's.
//! The routes name no kind of record; this file does.

use holdfast_core::{
    Millis,
    entity::{Engagement, Entity as _, Membership, Person},
    id::{ClientId, Id, OpId, PersonId, RecordId, ScopeId},
    ledger::{Ledger as _, Sender, push},
    operation::{ClientSeq, Draft, Edit, Operation},
    record::Kind,
    role::Role,
    wire::Outcome,
};

use crate::{
    db::{Account, Tx},
    error::Error,
    random,
};

/// Does edits in the name of a person. They are the server's own, so one refused is the server's fault.
pub(crate) async fn write(
    tx: &mut Tx,
    sender: Sender,
    author: PersonId,
    edits: Vec<Edit>,
    now: Millis,
) -> Result<(), Error> {
    let client = ClientId::new(now, random::bytes());
    let mut operations = Vec::with_capacity(edits.len());
    for (number, edit) in (1..).zip(edits) {
        let base = tx.record(edit.scope, edit.id).await?.map(|record| record.version).unwrap_or_default();
        let draft = Draft::new(OpId::new(now, random::bytes()), author, now, edit);
        operations.push(Operation::stored(&draft, client, ClientSeq(number), base, Vec::new()));
    }
    let pushed = push(tx, sender, &operations, now).await?;
    match pushed.results.iter().find(|result| !matches!(result.outcome, Outcome::Accepted { .. })) {
        Some(refused) => Err(Error::Internal(format!("an edit of the server's own was refused: {refused:?}"))),
        None => Ok(()),
    }
}

/// Makes a new account's person, in a scope of their own.
pub(crate) async fn found_person(tx: &mut Tx, account: &Account, now: Millis) -> Result<(), Error> {
    let person = Person { name: account.name.clone(), email: account.email.clone() };
    let edit = person.create(account.id.scope(), account.id);
    write(tx, Sender::Server, account.id, vec![edit], now).await
}

/// Makes an engagement that the person owns.
pub(crate) async fn found_engagement(
    tx: &mut Tx,
    owner: PersonId,
    name: String,
    now: Millis,
) -> Result<ScopeId, Error> {
    let id = Id::<Engagement>::new(now, random::bytes());
    let edit = Engagement { name }.create(id.scope(), id);
    write(tx, Sender::Person(owner), owner, vec![edit], now).await?;
    Ok(id.scope())
}

/// An engagement's name, if there is such an engagement and it was not deleted.
pub(crate) async fn engagement_name(tx: &mut Tx, scope: ScopeId) -> Result<Option<String>, Error> {
    let record = tx.record(scope, RecordId::from(scope)).await?;
    let record = record.filter(|record| !record.deleted && record.kind == Kind::new(Engagement::KIND));
    Ok(record.map(|record| Engagement::read(&record).name))
}

/// Gives a person a role in an engagement they are not in; `false` if they are in it, whatever their role.
pub(crate) async fn admit(
    tx: &mut Tx,
    person: PersonId,
    scope: ScopeId,
    role: Role,
    now: Millis,
) -> Result<bool, Error> {
    if tx.role(person, scope).await?.is_some() {
        return Ok(false);
    }
    let (id, name) = (Membership::id_of(scope, person), tx.name_of(person).await?);
    let edits = match tx.record(scope, id.record()).await? {
        None => vec![Membership { person, role, name }.create(scope, id)],
        // They were in it before.
        Some(_) => {
            vec![Edit::restore(scope, id), Edit::set(scope, id).put(Membership::ROLE, role).put(Membership::NAME, name)]
        }
    };
    write(tx, Sender::Server, person, edits, now).await?;
    Ok(true)
}

/// Takes a person's role in an engagement from them.
pub(crate) async fn remove(
    tx: &mut Tx,
    by: PersonId,
    person: PersonId,
    scope: ScopeId,
    now: Millis,
) -> Result<(), Error> {
    let edit = Edit::delete(scope, Membership::id_of(scope, person));
    write(tx, Sender::Server, by, vec![edit], now).await
}

/// Gives a member another role.
pub(crate) async fn change_role(
    tx: &mut Tx,
    by: PersonId,
    person: PersonId,
    scope: ScopeId,
    role: Role,
    now: Millis,
) -> Result<(), Error> {
    let edit = Edit::set(scope, Membership::id_of(scope, person)).put(Membership::ROLE, role);
    write(tx, Sender::Server, by, vec![edit], now).await
}
