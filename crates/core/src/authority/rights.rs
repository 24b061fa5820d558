//! Who may do what.

use super::{Actor, Facts, Rejection};
use crate::{
    entity::{FieldType, Home, KindSchema, Rights, schema_of},
    id::RecordId,
    operation::{Action, OPERATION_FORMAT, Operation},
    record::Record,
    role::Role,
    value::{Change, FieldName},
};

/// Form, access and rights, in that order: what someone may not see must not be told apart from what is not there.
pub(super) fn check(op: &Operation, facts: &Facts) -> Result<&'static KindSchema, Rejection> {
    // Every form up to this build's means the same once it is read.
    if op.format == 0 || op.format > OPERATION_FORMAT {
        return Err(Rejection::UnknownFormat);
    }
    let schema = schema_of(&op.kind).ok_or(Rejection::UnknownKind)?;
    let founds = schema.home == Home::EngagementRoot && op.is_create() && facts.head.is_none();
    let role = match &facts.actor {
        Actor::Server => None,
        Actor::Person { id, .. } if *id != op.author => return Err(Rejection::Forbidden),
        // Reserved for the server's own records, whose ids can be guessed.
        Actor::Person { .. } if op.is_create() && op.id.0.get_version() == Some(uuid::Version::Custom) => {
            return Err(Rejection::Forbidden);
        }
        // Whoever makes an engagement owns it; nobody makes a scope in another way.
        Actor::Person { .. } if founds && op.id == RecordId::from(op.scope) => Some(Role::Owner),
        Actor::Person { role: None, .. } => return Err(Rejection::NoAccess),
        Actor::Person { role: Some(role), .. } => Some(*role),
    };
    let own_scope = op.scope == op.author.scope();
    let at_home = match schema.home {
        Home::Person => own_scope && op.id == RecordId::from(op.scope),
        Home::Own => own_scope && op.id != RecordId::from(op.scope),
        Home::Engagement => !own_scope,
        Home::EngagementRoot => !own_scope && op.id == RecordId::from(op.scope),
    };
    let target = facts.target.as_ref();
    if !at_home || target.is_some_and(|record| record.scope != op.scope || record.kind != op.kind) {
        return Err(Rejection::NotFound);
    }
    match role {
        None => Ok(schema),
        Some(role) if may(schema.rights, role, op, target) => Ok(schema),
        // Whoever is here at all takes a place, and gives it up.
        Some(_) if takes_places_only(op, schema, |person| person == op.author.to_string()) => Ok(schema),
        Some(_) => Err(Rejection::Forbidden),
    }
}

fn may(rights: Rights, role: Role, op: &Operation, target: Option<&Record>) -> bool {
    let mine = target.is_none_or(|record| record.created_by == op.author);
    match (rights, &op.action) {
        (Rights::Raised, Action::Set(_)) => role >= Role::Editor,
        (Rights::Server | Rights::Raised, _) => false,
        (Rights::Roles { create, .. }, Action::Create(_)) => role >= create,
        (Rights::Roles { set, .. }, Action::Set(_)) => role >= set,
        (Rights::Roles { delete, .. }, Action::Delete | Action::Restore) => role >= delete,
        (Rights::Author { least }, Action::Create(_)) => role >= least,
        (Rights::Host, Action::Create(_)) => role >= Role::Editor,
        (Rights::Host, _) => (role >= Role::Editor && mine) || role >= Role::Admin,
        (Rights::Author { least }, Action::Set(_)) => role >= least && mine,
        (Rights::Author { least }, Action::Delete | Action::Restore) => (role >= least && mine) || role >= Role::Admin,
    }
}

/// Whether an operation does nothing but take and give up places, and only those of people who are meant.
pub(super) fn takes_places_only(op: &Operation, schema: &KindSchema, is_meant: impl Fn(&str) -> bool) -> bool {
    let Action::Set(changes) = &op.action else { return false };
    let takes = |(name, change): (&FieldName, &Change)| {
        let is_place = schema.field(name).is_some_and(|field| matches!(field.field_type, FieldType::Places { .. }));
        match change {
            Change::Members { add, remove } => {
                let mut people = add.iter().chain(remove).peekable();
                is_place && people.peek().is_some() && people.all(|person| is_meant(person))
            }
            _ => false,
        }
    };
    !changes.is_empty() && changes.iter().all(takes)
}
