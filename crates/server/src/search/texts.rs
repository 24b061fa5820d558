//! The texts of a record.

use holdfast_core::{
    effect::{Effect, Life},
    entity::{KINDS, schema_of},
    find::{TextFields, is_text, text_fields, text_of},
    record::Record,
};

use super::SEPARATOR;

/// The version of how texts are taken from records; another one makes the server take them anew when it starts.
const VERSION: u32 = 1;

/// What the index holds of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    /// The text the record goes by.
    pub(crate) title: String,
    /// Its other texts, joined.
    pub(crate) rest: String,
    /// The fields they are from: the title's, then the others'.
    pub(crate) fields: Vec<&'static str>,
}

/// A record's texts; `None` for one that is not to be found: a tombstone, or one without any text.
pub(crate) fn texts(record: &Record) -> Option<Texts> {
    if record.deleted {
        return None;
    }
    let text = |field: &str| text_of(record.value(field)?);
    let TextFields { title: title_field, others } = text_fields(schema_of(&record.kind)?)?;
    let (mut fields, mut rest) = (vec![title_field], Vec::new());
    for field in others {
        if let Some(text) = text(field) {
            fields.push(field);
            rest.push(text);
        }
    }
    let title = text(title_field).unwrap_or_default();
    let found = !title.is_empty() || !rest.is_empty();
    found.then(|| Texts { title, rest: rest.join(&SEPARATOR.to_string()), fields })
}

/// Whether an effect may have changed a record's texts.
pub(crate) fn touches(effect: &Effect, record: &Record) -> bool {
    let holds_text = |field: &str| schema_of(&record.kind).and_then(|schema| schema.field(field)).is_some_and(is_text);
    let mut writes = effect.writes.iter().filter(|write| write.id == record.id);
    writes.any(|write| write.life != Life::Kept || write.fields.keys().any(|field| holds_text(field)))
}

/// Names which texts this build takes from which records: an index of another form is to be filled anew.
pub(crate) fn form() -> String {
    let fields = KINDS.iter().filter_map(|schema| {
        let TextFields { title, others } = text_fields(schema)?;
        Some(std::iter::once(title).chain(others).map(move |field| format!(" {}.{field}", schema.name)))
    });
    std::iter::once(VERSION.to_string()).chain(fields.flatten()).collect()
}

#[cfg(test)]
mod tests {
    use holdfast_core::{
        effect::{Effect, Life, Write},
        entity::{Entity as _, Task},
        id::{ClientId, OpId, PersonId, RecordId, ScopeId},
        operation::ClientSeq,
        record::{Kind, Record, Seq},
        value::Value,
    };

    use super::{Texts, form, texts, touches};

    fn effect(life: Life, fields: &[(&'static str, &str)]) -> Effect {
        // Labels are the words of one text here.
        let value = |name, text: &str| match name {
            Task::TAGS => Value::Set(text.split(' ').map(str::to_owned).collect()),
            _ => Value::Text(text.into()),
        };
        let fields = fields.iter().map(|(name, text)| ((*name).into(), value(*name, text))).collect();
        let (kind, id) = (Kind::new(Task::KIND), RecordId::new(0, [1; 10]));
        Effect {
            scope: ScopeId::new(0, [2; 10]),
            seq: Seq(1),
            op: OpId::new(0, [3; 10]),
            client: ClientId::new(0, [4; 10]),
            client_seq: ClientSeq(1),
            author: PersonId::new(0, [5; 10]),
            at: 7,
            made: 7,
            writes: vec![Write { kind, id, life, fields, overwrote: vec![], lost: [].into() }],
        }
    }

    fn record(fields: &[(&'static str, &str)]) -> Record {
        let made = effect(Life::Created, fields);
        Record::created(&made, &made.writes[0])
    }

    #[test]
    fn texts_are_taken_by_the_schema() {
        let fields = [(Task::DESCRIPTION, "Ask\nfor\0Ida\u{2}"), (Task::TITLE, "Call"), (Task::STATUS, "done")];
        let taken = Texts { title: "Call".into(), rest: "Ask for Ida ".into(), fields: vec!["title", "description"] };
        assert_eq!(texts(&record(&fields)), Some(taken));
        let taken = Texts { title: "Call".into(), rest: String::new(), fields: vec!["title"] };
        assert_eq!(texts(&record(&[(Task::TITLE, "Call"), (Task::DESCRIPTION, " \n")])), Some(taken));
        let fields = [(Task::TITLE, "Call"), (Task::TAGS, "quay pier")];
        let taken = Texts { title: "Call".into(), rest: "pier, quay".into(), fields: vec!["title", "tags"] };
        assert_eq!(texts(&record(&fields)), Some(taken));
        let taken = Texts { title: String::new(), rest: "Ask".into(), fields: vec!["title", "description"] };
        assert_eq!(texts(&record(&[(Task::DESCRIPTION, "Ask")])), Some(taken));
    }

    #[test]
    fn what_is_gone_unknown_or_without_text_is_not_found() {
        let call = record(&[(Task::TITLE, "Call")]);
        assert_eq!(texts(&Record { deleted: true, ..call.clone() }), None);
        assert_eq!(texts(&Record { kind: Kind::new("riddle"), ..call }), None);
        assert_eq!(texts(&record(&[(Task::STATUS, "done")])), None);
    }

    #[test]
    fn only_what_changes_a_text_touches_the_index() {
        let call = record(&[(Task::TITLE, "Call")]);
        for (life, fields, touched) in [
            (Life::Kept, &[(Task::STATUS, "done")][..], false),
            (Life::Kept, &[], false),
            (Life::Kept, &[(Task::DESCRIPTION, "Ask")], true),
            (Life::Kept, &[(Task::TAGS, "quay")], true),
            (Life::Deleted, &[], true),
            (Life::Restored, &[], true),
        ] {
            assert_eq!(touches(&effect(life, fields), &call), touched, "{life:?} {fields:?}");
        }
        let other = Record { id: RecordId::new(0, [9; 10]), ..call };
        assert!(!touches(&effect(Life::Created, &[(Task::TITLE, "Call")]), &other));
    }

    #[test]
    fn the_form_names_every_text_field_the_title_first() {
        let (form, kind) = (form(), Task::KIND);
        assert!(
            form.starts_with("1 ") && form.contains(&format!(" {kind}.title {kind}.description {kind}.tags ")),
            "{form}"
        );
        assert!(!form.contains(&format!("{kind}.status")), "{form}");
    }
}
