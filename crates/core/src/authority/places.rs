//! Places that people take: never more than there are.

use super::Rejection;
use crate::{
    entity::{FieldType, Flaw, KindSchema, Wrong},
    value::Value,
};

/// Refuses an operation that gives somebody a place where none is left. `now` is what a field holds with it, `before` without.
/// Who has a place keeps it where there are fewer of them than before.
pub(super) fn check<'a>(
    schema: &KindSchema,
    now: impl Fn(&str) -> Option<&'a Value>,
    before: impl Fn(&str) -> Option<&'a Value>,
) -> Result<(), Rejection> {
    for field in schema.fields {
        let FieldType::Places { of } = field.field_type else { continue };
        let most = match now(of) {
            Some(Value::Int(most)) => usize::try_from(*most).unwrap_or_default(),
            _ => continue,
        };
        let Some(Value::Set(people)) = now(field.name) else { continue };
        let had = if let Some(Value::Set(had)) = before(field.name) { Some(had) } else { None };
        let is_new = |person: &String| had.is_none_or(|had| !had.contains(person));
        if people.len() > most && people.iter().any(is_new) {
            let flaw = Flaw { field: field.name.into(), wrong: Wrong::Full { most } };
            return Err(Rejection::Invalid(flaw.into()));
        }
    }
    Ok(())
}
