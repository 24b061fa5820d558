//! What the server's word changed, as the query layer understands it.

use holdfast_core::{
    record::Record,
    replica::Confirmed,
    value::{FieldName, Value},
};
use holdfast_query::{Change, Client, Touch};

/// Tells every query that depends on what changed.
pub(crate) fn touched(client: &Client, confirmed: &[Confirmed]) {
    // Changed fields are borrowed by the touches, so they are found first.
    let fields: Vec<Vec<&str>> =
        confirmed.iter().map(|one| one.changes().map(|(name, _, _)| name.as_str()).collect()).collect();
    let touches: Vec<Touch<'_>> = confirmed
        .iter()
        .zip(&fields)
        .filter(|(one, fields)| one.came() || one.went() || !fields.is_empty())
        .map(|(one, fields)| touch(one, fields))
        .collect();
    client.touched(&touches);
}

fn touch<'a>(one: &'a Confirmed, fields: &'a [&'a str]) -> Touch<'a> {
    let now = &one.now;
    let change = match (one.came(), one.went()) {
        (true, _) => Change::Created,
        (_, true) => Change::Deleted,
        _ => Change::Changed(fields),
    };
    let touch = Touch::new(now.kind.name(), now.scope.0.as_u128(), now.id.0.as_u128(), change);
    let before = one.before.iter().flat_map(|record| references(record));
    before.chain(references(now)).fold(touch, |touch, (field, id)| touch.member(field, id))
}

/// The fields that name another record, by which lists are grouped.
fn references(record: &Record) -> impl Iterator<Item = (&FieldName, &str)> {
    record.fields.iter().filter_map(|(name, stored)| match &stored.value {
        // The length of an id in text.
        Value::Text(text) if text.len() == 36 => Some((name, text.as_str())),
        _ => None,
    })
}
