use super::{Why, view::View};
use crate::{
    entity::{FieldType, Home, KINDS, schema_of},
    id::ClientId,
    record::{Kind, Record, Seq, Stored},
};

/// Why a record cannot go, if live records that are newer than `since` belong to it.
pub(super) fn in_use(
    view: &View<'_>,
    record: &Record,
    since: Seq,
    is_theirs: impl Fn(ClientId) -> bool,
) -> Option<Why> {
    let why = |by: ClientId| if is_theirs(by) { Why::InUse { by } } else { Why::Later };
    if schema_of(&record.kind).is_some_and(|schema| schema.home == Home::EngagementRoot) {
        let others = view.replica().records().filter(|other| other.scope == record.scope && !other.deleted);
        let stored = others.flat_map(|other| other.fields.values());
        return stored.map(|stored| stored.by).find(|by| is_theirs(*by)).map(|by| Why::InUse { by });
    }
    let mut later = None;
    for (kind, reference) in referring(&record.kind) {
        for child in view.replica().children(record.id, &kind) {
            let is_live = view.seen(child.id).is_some_and(|child| !child.deleted);
            // References are written once, when the child is made.
            let made: Option<&Stored> =
                child.fields.get(reference).filter(|stored| stored.version > since || since.0 == 0);
            if let Some(stored) = made.filter(|_| is_live) {
                match why(stored.by) {
                    Why::Later => later = Some(Why::Later),
                    theirs => return Some(theirs),
                }
            }
        }
    }
    later
}

/// The kinds whose records belong to records of a kind, with the field that says to which.
fn referring(kind: &Kind) -> impl Iterator<Item = (Kind, &'static str)> {
    let all = KINDS.iter().flat_map(|schema| schema.fields.iter().map(move |field| (schema, field)));
    all.filter_map(|(schema, field)| match field.field_type {
        FieldType::Ref { kind: parent } if parent == kind.name() => Some((Kind::new(schema.name), field.name)),
        _ => None,
    })
}
