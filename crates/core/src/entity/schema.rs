//! What a kind's description says, and the one check of values against it: the same on a form, in a tab and on the server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flaw, KINDS, Wrong};
use crate::{
    order::OrderKey,
    record::Kind,
    role::Role,
    value::{Change, FieldName, Value},
};

/// A kind's description.
#[derive(Clone, Copy, Debug)]
pub struct KindSchema {
    /// The kind's name, as stored and sent.
    pub name: &'static str,
    /// Which scopes its records live in.
    pub home: Home,
    /// Who may write it.
    pub rights: Rights,
    /// Its fields, in the order forms show them.
    pub fields: &'static [FieldSchema],
}

/// Which scopes a kind lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// A person's own scope.
    Person,
    /// An engagement's.
    Engagement,
    /// A person's own scope too, beside what the server keeps of them there.
    Own,
    /// It *is* the engagement: its id is the scope's, and making it makes the scope and its author's ownership.
    EngagementRoot,
}

/// Who may write a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Whoever has at least these roles in the scope.
    Roles {
        /// To make one.
        create: Role,
        /// To change one.
        set: Role,
        /// To delete one or bring it back.
        delete: Role,
    },
    /// Whoever has at least a role makes one; only its author may change it while they have that, and only its author or an admin
    /// delete it.
    Author {
        /// The role.
        least: Role,
    },
    /// An editor makes one; its author, as long as they are an editor, or an admin changes and deletes it.
    Host,
    /// Made by the merge itself. An editor may change what can be changed; nobody creates, deletes or restores one.
    Raised,
    /// Only the server itself: no operation that arrives by sync writes it.
    Server,
}

impl Rights {
    /// An editor may do everything.
    pub const EDITOR: Self = Self::Roles { create: Role::Editor, set: Role::Editor, delete: Role::Editor };
}

/// One field's description.
#[derive(Clone, Copy, Debug)]
pub struct FieldSchema {
    /// The field's name.
    pub name: &'static str,
    /// What it holds.
    pub field_type: FieldType,
}

/// What a field holds, and its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text of at most `max` characters; where `required`, not blank.
    Text {
        /// The most characters.
        max: usize,
        /// Whether blank text is refused.
        required: bool,
    },
    /// As `Text`, where losing words to a later edit would hurt: conflicts are people's to settle.
    Prose {
        /// The most characters.
        max: usize,
        /// Whether blank text is refused.
        required: bool,
    },
    /// One of these names.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A moment in milliseconds since the Unix epoch, or nothing.
    Time,
    /// A place among siblings: see [`crate::order`].
    Order,
    /// A set of texts of at most `max` characters, at most 200 of them.
    Set {
        /// The most characters of one member.
        max: usize,
    },
    /// A total changed by increments only.
    Counter,
    /// A whole number from `least` to `most`.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// The people who have taken a place, by the text of their ids: at most as many as the number in the field `of` says, and at
    /// most 200. Whoever may read the record takes and gives up their own place; whoever may change it, anybody's. Of two who take
    /// the last one, the first to arrive has it.
    Places {
        /// The field that says how many there are.
        of: &'static str,
    },
    /// The id of a record of this kind in the same scope.
    Ref {
        /// The kind referred to.
        kind: &'static str,
    },
    /// The id of a record of this kind in the same scope that it stands under, or nothing. Unlike with `Ref`, it may be put
    /// under another one and does not go with it; nobody can rule out that two edits make a ring.
    Under {
        /// The kind it stands under.
        kind: &'static str,
    },
    /// The id of a record of any kind in the same scope, written once.
    Link,
    /// The id of a person.
    Person,
    /// Any value, written once, as whoever made the record found it; text of at most as many characters as a push has bytes.
    Fixed,
    /// A blob, by the SHA-256 of its content in 64 lower-case hexadecimal digits; written once. Whoever makes the record has sent the
    /// blob before, or may read a record that names it.
    Blob,
}

/// How two edits of one field that did not know of each other are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The later arrival wins; what it overwrote stays in the log.
    Lww,
    /// Both count: additions and removals in sets, sums in counters.
    Merge,
    /// The one that is there stays, and the two are put before people as a conflict ([`crate::conflict`]).
    Manual,
}

impl FieldType {
    /// A required single line of up to 500 characters.
    pub const LINE: Self = Self::Text { max: 500, required: true };
    /// Optional text of up to 50,000 characters.
    pub const PROSE: Self = Self::Prose { max: 50_000, required: false };

    /// How edits of such a field merge.
    pub const fn policy(&self) -> Policy {
        match self {
            Self::Set { .. } | Self::Places { .. } | Self::Counter => Policy::Merge,
            Self::Prose { .. } => Policy::Manual,
            _ => Policy::Lww,
        }
    }

    /// What such a field holds that nobody has filled in, if it may be so.
    pub fn empty(&self) -> Option<Value> {
        match self {
            Self::Text { required: false, .. } | Self::Prose { required: false, .. } => {
                Some(Value::Text(String::new()))
            }
            Self::Flag => Some(Value::Flag(false)),
            Self::Time | Self::Under { .. } => Some(Value::Null),
            _ => None,
        }
    }

    /// What is wrong with a value for such a field.
    pub fn check(&self, value: &Value) -> Result<(), Wrong> {
        const FIXED: usize = crate::wire::MAX_BODY;
        match (self, value) {
            (Self::Text { max, required } | Self::Prose { max, required }, Value::Text(text)) => {
                if *required && text.trim().is_empty() {
                    return Err(Wrong::Blank);
                }
                match text.chars().count() {
                    long if long > *max => Err(Wrong::Long { has: long, most: *max }),
                    _ => Ok(()),
                }
            }
            (Self::Choice(names), Value::Text(text)) if names.contains(&text.as_str()) => Ok(()),
            (Self::Choice(names), Value::Text(_)) => Err(Wrong::Unknown(names)),
            (Self::Flag, Value::Flag(_)) | (Self::Counter, Value::Int(_)) => Ok(()),
            (Self::Time | Self::Under { .. }, Value::Null) => Ok(()),
            // Years 1900 to 9999: what every calendar can show.
            (Self::Time, Value::Int(at)) if (-2_208_988_800_000..253_402_300_800_000).contains(at) => Ok(()),
            (Self::Time, Value::Int(_)) => Err(Wrong::Time),
            (Self::Order, Value::Text(text)) if OrderKey::parse(text).is_some() => Ok(()),
            (Self::Set { max }, Value::Set(members)) => {
                check_count(members)?;
                match members.iter().find(|member| member.trim().is_empty() || member.chars().count() > *max) {
                    Some(_) => Err(Wrong::Member { most: *max }),
                    None => Ok(()),
                }
            }
            (Self::Places { .. }, Value::Set(members)) => {
                check_count(members)?;
                // Written in one way: who has a place under two spellings would have two.
                let is_id = |member: &String| member.parse::<uuid::Uuid>().is_ok_and(|id| id.to_string() == *member);
                if members.iter().all(is_id) { Ok(()) } else { Err(Wrong::Kind) }
            }
            (Self::Number { least, most }, Value::Int(number)) if (least..=most).contains(&number) => Ok(()),
            (Self::Number { least, most }, Value::Int(_)) => Err(Wrong::Range { least: *least, most: *most }),
            (Self::Fixed, Value::Text(text)) if text.chars().count() > FIXED => Err(Wrong::TooLong),
            (Self::Fixed, _) => Ok(()),
            (Self::Ref { .. } | Self::Under { .. } | Self::Link | Self::Person, Value::Text(text))
                if text.parse::<uuid::Uuid>().is_ok() =>
            {
                Ok(())
            }
            (Self::Blob, Value::Text(text)) if is_blob_name(text) => Ok(()),
            _ => Err(Wrong::Kind),
        }
    }
}

/// Whether a text is what a blob can be known by.
pub fn is_blob_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The most members of a set.
pub const MEMBERS: usize = 200;

fn check_count(members: &BTreeSet<String>) -> Result<(), Wrong> {
    if members.len() > MEMBERS { Err(Wrong::Many { has: members.len(), most: MEMBERS }) } else { Ok(()) }
}

impl KindSchema {
    /// The description of one field.
    pub fn field(&self, name: &str) -> Option<&FieldSchema> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The name of the field that names a blob, if the kind has one.
    pub fn blob_field(&self) -> Option<&'static str> {
        self.fields.iter().find(|field| field.field_type == FieldType::Blob).map(|field| field.name)
    }

    /// Whether a field says what a record stands under.
    pub(crate) fn is_under(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| matches!(field.field_type, FieldType::Under { .. }))
    }

    /// The fields of a new record as they are sent: one that it stands under nothing says by its absence, so that a server which
    /// does not know of such a field takes the others.
    pub(super) fn told(&self, mut fields: BTreeMap<FieldName, Value>) -> BTreeMap<FieldName, Value> {
        for field in self.fields.iter().filter(|field| matches!(field.field_type, FieldType::Under { .. })) {
            if fields.get(field.name) == Some(&Value::Null) {
                fields.remove(field.name);
            }
        }
        fields
    }

    /// Checks the fields of a new record: all known, all valid, and the required ones there.
    pub fn check_new(&self, fields: &BTreeMap<FieldName, Value>) -> Result<(), Flaw> {
        for (name, value) in fields {
            self.check_value(name, value)?;
        }
        let missing = self.fields.iter().find(|field| {
            let optional = matches!(
                field.field_type,
                FieldType::Text { required: false, .. }
                    | FieldType::Prose { required: false, .. }
                    | FieldType::Fixed
                    | FieldType::Time
                    | FieldType::Under { .. }
                    | FieldType::Set { .. }
                    | FieldType::Places { .. }
                    | FieldType::Counter
                    | FieldType::Flag
            );
            !optional && !fields.contains_key(field.name)
        });
        match missing {
            Some(field) => Err(Flaw { field: field.name.into(), wrong: Wrong::Missing }),
            None => Ok(()),
        }
    }

    /// Checks a field's resulting value.
    pub fn check_value(&self, name: &FieldName, value: &Value) -> Result<(), Flaw> {
        let flaw = |wrong: Wrong| Flaw { field: name.clone(), wrong };
        let field = self.field(name).ok_or_else(|| flaw(Wrong::Field))?;
        field.field_type.check(value).map_err(flaw)
    }

    /// Checks that a change is of the sort its field takes: members for a set, increments for a counter, else a value.
    pub fn check_change(&self, name: &FieldName, change: &Change) -> Result<(), Flaw> {
        let flaw = |wrong: Wrong| Flaw { field: name.clone(), wrong };
        let field = self.field(name).ok_or_else(|| flaw(Wrong::Field))?;
        match (field.field_type, change) {
            (FieldType::Set { .. } | FieldType::Places { .. }, Change::Members { .. })
            | (FieldType::Counter, Change::Increment(_)) => Ok(()),
            (FieldType::Set { .. } | FieldType::Places { .. }, _) => Err(flaw(Wrong::MembersOnly)),
            (FieldType::Counter, _) => Err(flaw(Wrong::IncrementsOnly)),
            (FieldType::Ref { .. } | FieldType::Link | FieldType::Person | FieldType::Fixed | FieldType::Blob, _) => {
                Err(flaw(Wrong::Settled))
            }
            (_, Change::Put(value)) => self.check_value(name, value),
            _ => Err(flaw(Wrong::Single)),
        }
    }
}

/// The description of a kind, if this build knows it.
pub fn schema_of(kind: &Kind) -> Option<&'static KindSchema> {
    KINDS.iter().find(|schema| schema.name == kind.name())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FieldType;
    use crate::value::Value;

    #[test]
    fn values_are_checked_against_their_field() {
        let text = |text: &str| Value::Text(text.into());
        let check = |field: FieldType, value: Value| field.check(&value).is_ok();
        assert!(check(FieldType::LINE, text("Hello")));
        assert!(!check(FieldType::LINE, text("  ")));
        assert!(!check(FieldType::LINE, text(&"é".repeat(501))));
        assert!(check(FieldType::LINE, text(&"é".repeat(500))), "counted in characters, not bytes");
        assert!(!check(FieldType::LINE, Value::Null));
        assert!(!check(FieldType::Choice(&["a", "b"]), text("c")));
        assert!(!check(FieldType::Time, Value::Int(i64::MAX)));
        assert!(!check(FieldType::Order, text("a0")), "a trailing zero leaves no room below");
        assert!(!check(FieldType::Set { max: 3 }, Value::Set(BTreeSet::from(["long".to_owned()]))));
        assert!(!check(FieldType::Counter, text("1")));
        let number = FieldType::Number { least: 1, most: 10 };
        assert!(check(number, Value::Int(1)) && check(number, Value::Int(10)) && !check(number, Value::Int(11)));
        assert!(!check(number, Value::Int(0)) && !check(number, text("3")) && !check(number, Value::Null));
        let places = FieldType::Places { of: "seats" };
        let people = |people: &[&str]| Value::Set(people.iter().map(|one| (*one).to_owned()).collect());
        assert!(check(places, people(&["01930000-0000-7000-8000-00000000000a"])) && !check(places, people(&["Ann"])));
        assert!(!check(places, people(&["01930000-0000-7000-8000-00000000000A"])), "one person, one place");
        let under = FieldType::Under { kind: "task" };
        assert!(check(under, Value::Null) && check(under, text("01930000-0000-7000-8000-000000000001")));
        assert!(check(FieldType::Blob, text(&"0f".repeat(32))));
        assert!(!check(FieldType::Blob, text(&"0F".repeat(32))) && !check(FieldType::Blob, text("../../etc/passwd")));
        assert!(!check(under, text("")) && !check(under, Value::Flag(true)));
    }
}
