//! Who is said to have written what a file holds.

use holdfast_core::{
    Millis,
    entity::{Comment, Conflict, Entity as _, FieldValue as _, Message},
    id::PersonId,
    value::Value,
};

use super::{File, Item};

/// Makes all of a file its owner's that is not: a comment and a message go on saying by their own fields who is said to have said it, a
/// conflict no longer says whose words it holds. Nothing is of a time to come.
pub(super) fn take_over(file: &mut File, owner: PersonId, now: Millis) {
    let File { people, records, .. } = file;
    let name = |id: PersonId| people.iter().find(|person| person.id == id).map(|person| person.name.clone());
    for item in records {
        item.created_at = item.created_at.min(now);
        if item.kind.name() == Conflict::KIND {
            disown(item, owner);
        }
        if item.created_by != owner {
            let name = || name(item.created_by).unwrap_or_default();
            match item.kind.name() {
                Comment::KIND => say_who_said(item, [Comment::SAID_BY, Comment::SAID_AT], name()),
                Message::KIND => say_who_said(item, [Message::SAID_BY, Message::SAID_AT], name()),
                _ => {}
            }
            item.created_by = owner;
        }
    }
}

fn say_who_said(item: &mut Item, [by, at]: [&'static str; 2], name: String) {
    let is_told = !String::read(item.fields.get(by)).is_empty();
    if !is_told {
        item.fields.insert(by.into(), name.write());
        item.fields.insert(at.into(), i64::try_from(item.created_at).ok().write());
    }
}

fn disown(item: &mut Item, owner: PersonId) {
    if item.fields.get(Conflict::MINE_BY) != Some(&owner.write()) {
        item.fields.insert(Conflict::MINE_BY.into(), owner.write());
    }
    if item.fields.get(Conflict::THEIRS_BY) != Some(&owner.write()) {
        item.fields.insert(Conflict::THEIRS_BY.into(), Value::Null);
    }
}
