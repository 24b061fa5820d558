//! Writing: a request becomes operations, which go through the one door.

use holdfast_core::{
    Millis,
    authority::Rejection,
    entity::{Entity as _, Session},
    id::{ClientId, Id, OpId, PersonId, ScopeId},
    ledger::{Ledger as _, Sender, push},
    operation::{ClientSeq, Draft, Edit, Operation},
    record::{Kind, Record, Seq},
    wire::Outcome,
};

use super::sessions::no_session;
use crate::{Shared, db::Tx, door, error::Error, random, routes::invites::not_an_engagement};

/// A request's transaction.
pub(super) struct Work {
    tx: Tx,
    person: PersonId,
    scope: ScopeId,
    client: ClientId,
    /// How many operations it has pushed.
    pushed: u64,
    now: Millis,
}

impl Work {
    /// Begins; what is not for the person is told as if it were not there.
    pub(super) async fn begin(app: &Shared, person: PersonId, scope: ScopeId) -> Result<Self, Error> {
        let now = app.clock.now();
        let mut tx = app.db.write(now).await?;
        check_access(&mut tx, person, scope).await?;
        // A client of its own: what it writes is nobody's who may be editing the same thing on a device.
        let client = ClientId::new(now, random::bytes());
        Ok(Self { tx, person, scope, client, pushed: 0, now })
    }

    /// Whether an operation was done by an earlier request.
    pub(super) async fn was_done(&mut self, op: OpId) -> Result<bool, Error> {
        match self.tx.result_of(op).await? {
            None => Ok(false),
            Some((sender, outcome)) if sender == self.person => done(outcome).map(|()| true),
            Some(_) => Err(Error::Conflict("Another account has used this key: take another one.".into())),
        }
    }

    /// Does an edit, whose author has seen the record up to that version.
    pub(super) async fn push(&mut self, op: OpId, edit: Edit, seen: Seq) -> Result<(), Error> {
        self.pushed += 1;
        let draft = Draft::new(op, self.person, self.now, edit);
        let operation = Operation::stored(&draft, self.client, ClientSeq(self.pushed), seen, Vec::new());
        let results = push(&mut self.tx, Sender::Person(self.person), &[operation], self.now).await?.results;
        results.into_iter().try_for_each(|result| done(result.outcome))
    }

    /// A session of the engagement.
    pub(super) async fn find(&mut self, id: Id<Session>) -> Result<Record, Error> {
        find(&mut self.tx, self.scope, id).await
    }

    /// Makes it so, and tells whoever follows the engagement.
    pub(super) async fn commit(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }
}

/// Refuses whoever is not in an engagement as if there were none, which is so where it was deleted.
pub(super) async fn check_access(tx: &mut Tx, person: PersonId, scope: ScopeId) -> Result<(), Error> {
    // A person's own scope is nobody's engagement, though they may read it.
    let role = if scope == person.scope() { None } else { tx.role(person, scope).await? };
    let is_there = role.is_some() && door::engagement_name(tx, scope).await?.is_some();
    if is_there { Ok(()) } else { Err(not_an_engagement()) }
}

/// A session of an engagement, if it is there and was not deleted.
pub(super) async fn find(tx: &mut Tx, scope: ScopeId, id: Id<Session>) -> Result<Record, Error> {
    let record = tx.record(scope, id.record()).await?;
    record.filter(|record| !record.deleted && record.kind == Kind::new(Session::KIND)).ok_or_else(no_session)
}

fn done(outcome: Outcome) -> Result<(), Error> {
    match outcome {
        Outcome::Accepted { .. } => Ok(()),
        Outcome::Rejected(rejection) => Err(refused(rejection)),
        Outcome::Held { by } => Err(Error::Internal(format!("an operation that waits for nothing is held by {by}"))),
    }
}

/// Why the door refuses, as an answer.
fn refused(rejection: Rejection) -> Error {
    match rejection {
        // That they are people has been looked at before, so there are too many.
        Rejection::Invalid(invalid) if invalid.field == Session::PARTICIPANTS => Error::Full,
        Rejection::Invalid(invalid) => {
            let field = Session::SCHEMA.field(&invalid.field).map(|field| field.name);
            Error::Invalid { field, message: format!("{} {}.", invalid.field, invalid.message) }
        }
        Rejection::NotFound => no_session(),
        Rejection::NoAccess => not_an_engagement(),
        Rejection::Forbidden => Error::Forbidden(
            "Your role does not allow it. Editors make sessions; who made one and admins change it; everybody takes and gives \
             up their own place."
                .into(),
        ),
        Rejection::Deleted => Error::Conflict("It was deleted meanwhile.".into()),
        Rejection::TooLarge => Error::TooLarge("It is too large.".into()),
        Rejection::UnknownKind | Rejection::UnknownFormat | Rejection::ContentLost => Error::Internal(format!("of the server's own: {rejection}")),
    }
}
