//! How sessions look to programs.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{Entity as _, FieldType, FieldValue, MEMBERS, Session, SessionState},
    id::{Id, ScopeId},
    operation::{Action, Edit},
    record::{Kind, Record},
    value::{Change, FieldName},
};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};
use uuid::Uuid;

use crate::error::Error;

/// A session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct Told {
    id: Uuid,
    /// Which engagement it is of.
    engagement: Uuid,
    name: String,
    description: String,
    #[schema(value_type = State)]
    state: &'static str,
    /// How many people it has room for.
    seats: i64,
    /// Who has taken a place.
    participants: BTreeSet<Uuid>,
    /// Labels.
    tags: BTreeSet<String>,
    /// Who made it.
    host: Uuid,
    /// When it was made, in milliseconds since the Unix epoch.
    created_at: u64,
    /// Changes with every change of the session.
    version: u64,
}

impl From<&Record> for Told {
    fn from(record: &Record) -> Self {
        let Session { name, description, state, seats, participants, tags } = Session::read(record);
        Self {
            id: record.id.0,
            engagement: record.scope.0,
            name,
            description,
            state: state.name(),
            seats,
            participants: participants.iter().filter_map(|person| person.parse().ok()).collect(),
            tags,
            host: record.created_by.uuid(),
            created_at: record.created_at,
            version: record.version.0,
        }
    }
}

/// A session to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSession)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    #[schema(min_length = 1, max_length = 500, pattern = r"\S")]
    name: String,
    #[schema(max_length = 50_000)]
    description: Option<String>,
    /// `active` if it is not said.
    #[schema(value_type = Option<State>)]
    state: Option<String>,
    /// How many people it has room for; 10 if it is not said.
    #[schema(minimum = 1, maximum = 200)]
    seats: Option<i64>,
    /// Who has taken a place: whoever makes it, if it is not said.
    #[schema(max_items = 200)]
    participants: Option<BTreeSet<Uuid>>,
    /// Labels.
    #[schema(max_items = 200, value_type = Option<BTreeSet<Label>>)]
    tags: Option<BTreeSet<String>>,
}

impl New {
    /// The edit that makes it.
    pub(super) fn edit(self, scope: ScopeId, id: Id<Session>, host: Uuid) -> Result<Edit, Error> {
        let participants = self.participants.unwrap_or_else(|| [host].into());
        check_count(&participants)?;
        let people: BTreeSet<String> = participants.iter().map(Uuid::to_string).collect();
        let state = self.state.unwrap_or_else(|| SessionState::Active.name().to_owned());
        let fields = [
            (Session::NAME, self.name.write()),
            (Session::DESCRIPTION, self.description.unwrap_or_default().write()),
            (Session::STATE, state.write()),
            (Session::SEATS, self.seats.unwrap_or(Session::USUAL_SEATS).write()),
            (Session::PARTICIPANTS, people.write()),
            (Session::TAGS, self.tags.unwrap_or_default().write()),
        ];
        let fields = fields.map(|(name, value)| (FieldName::new_static(name), value));
        Ok(Edit { scope, kind: Kind::new(Session::KIND), id: id.record(), action: Action::Create(fields.into()) })
    }
}

/// What is to be changed of a session. What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SessionChange)]
#[serde(deny_unknown_fields)]
pub(super) struct Changed {
    /// The version that the change is made of: refused with `conflict` if the session has another one by now.
    pub(super) version: Option<u64>,
    #[schema(min_length = 1, max_length = 500, pattern = r"\S")]
    name: Option<String>,
    #[schema(max_length = 50_000)]
    description: Option<String>,
    #[schema(value_type = Option<State>)]
    state: Option<String>,
    /// How many people it has room for. Whoever has a place keeps it where there are fewer.
    #[schema(minimum = 1, maximum = 200)]
    seats: Option<i64>,
    /// Who has taken a place: in place of those who have.
    #[schema(max_items = 200)]
    participants: Option<BTreeSet<Uuid>>,
    /// Labels: in place of those it has.
    #[schema(max_items = 200, value_type = Option<BTreeSet<Label>>)]
    tags: Option<BTreeSet<String>>,
}

impl Changed {
    /// The edit of a session that is as `record` says.
    pub(super) fn edit(self, record: &Record) -> Result<Edit, Error> {
        let now = Session::read(record);
        let mut edit = Edit::set::<Session>(record.scope, record.id.into());
        for (field, text) in
            [(Session::NAME, self.name), (Session::DESCRIPTION, self.description), (Session::STATE, self.state)]
        {
            if let Some(text) = text {
                edit = edit.put(field, text);
            }
        }
        if let Some(seats) = self.seats {
            edit = edit.put(Session::SEATS, seats);
        }
        if let Some(people) = self.participants {
            check_count(&people)?;
            let people = people.iter().map(Uuid::to_string).collect();
            edit = edit.change(Session::PARTICIPANTS, members(&now.participants, people));
        }
        if let Some(tags) = self.tags {
            edit = edit.change(Session::TAGS, members(&now.tags, tags));
        }
        match &edit.action {
            Action::Set(changes) if changes.is_empty() => Err(Error::invalid("Name at least one field to change.")),
            _ => Ok(edit),
        }
    }
}

/// What makes one set of another.
fn members(from: &BTreeSet<String>, to: BTreeSet<String>) -> Change {
    Change::Members { remove: from.difference(&to).cloned().collect(), add: to.difference(from).cloned().collect() }
}

fn check_count(people: &BTreeSet<Uuid>) -> Result<(), Error> {
    match people.len() <= MEMBERS {
        true => Ok(()),
        false => Err(Error::field(Session::PARTICIPANTS, format!("Name at most {MEMBERS} people."))),
    }
}

/// A label.
pub(super) struct Label;

impl PartialSchema for Label {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(r"\S"));
        text.max_length(Session::SCHEMA.field(Session::TAGS).and_then(|field| match field.field_type {
            FieldType::Set { max } => Some(max),
            _ => None,
        }))
        .into()
    }
}

impl ToSchema for Label {}

/// Whether a session is going on. Of the names that the kind's own description has.
pub(super) struct State;

impl PartialSchema for State {
    fn schema() -> RefOr<Schema> {
        let names = SessionState::NAMES.iter().copied();
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
    }
}

impl ToSchema for State {
    fn name() -> std::borrow::Cow<'static, str> {
        "SessionState".into()
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::entity::{Entity as _, FieldType, MEMBERS, Session};
    use serde_json::{Value, json};
    use utoipa::PartialSchema as _;

    use super::{Changed, New};

    #[test]
    fn the_limits_told_are_those_of_the_kind() {
        for schema in [New::schema(), Changed::schema()] {
            let told = serde_json::to_value(schema).unwrap();
            for field in Session::SCHEMA.fields {
                let told = &told["properties"][field.name];
                let limit = |name: &str, most: Value| assert_eq!(told[name], most, "{}: {told}", field.name);
                match field.field_type {
                    FieldType::Text { max, .. } | FieldType::Prose { max, .. } => limit("maxLength", json!(max)),
                    FieldType::Number { least, most } => {
                        limit("minimum", json!(least));
                        limit("maximum", json!(most));
                    }
                    FieldType::Set { .. } | FieldType::Places { .. } => limit("maxItems", json!(MEMBERS)),
                    _ => {}
                }
            }
        }
    }
}
