//! What whoever runs a server can turn off, for everybody or for a person, without a restart and without another build.
//!
//! A flag that is off takes away what would be new, and nothing that is there: what was said and attached before stays to be
//! read, exported, corrected and deleted. The server decides; the app, which may not know of it yet, only explains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    authority::Rejection,
    entity::{Entity as _, File, Invalid, Message},
    operation::Operation,
    value::FieldName,
};

/// One of the things that can be turned off. The list is closed: each is decided by name where it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Attaching files to sessions.
    Files,
    /// Saying something in sessions.
    Chat,
    /// The interface for programs.
    Rest,
    /// Code of sessions that is written together.
    Code,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Files, Self::Chat, Self::Rest, Self::Code];

    /// The name, as it is stored, sent and typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Chat => "chat",
            Self::Rest => "rest",
            Self::Code => "code",
        }
    }

    /// The flag of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.name() == name)
    }

    /// What it turns on, for whoever runs the server.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Files => "attaching files to sessions",
            Self::Chat => "messages in sessions",
            Self::Rest => "the interface for programs",
            Self::Code => "code of sessions that is written together",
        }
    }

    /// How it is where nobody has said anything.
    pub const fn default(self) -> bool {
        match self {
            Self::Files | Self::Chat | Self::Rest | Self::Code => true,
        }
    }

    /// The flag without which an operation is refused: one that makes something new of a kind.
    pub fn needed(op: &Operation) -> Option<Self> {
        if !op.is_create() {
            return None;
        }
        [(File::KIND, Self::Files), (Message::KIND, Self::Chat)]
            .into_iter()
            .find_map(|(kind, flag)| (op.kind.name() == kind).then_some(flag))
    }

    /// Why such an operation is refused: in a form that every build can read, with words that those say which know of no flags.
    pub fn refusal(self) -> Rejection {
        Rejection::Invalid(Invalid { field: FieldName::new(self.name()), message: OFF.into() })
    }

    /// The flag for which an operation was refused, if it was for one.
    pub fn refused(why: &Rejection, op: &Operation) -> Option<Self> {
        let Rejection::Invalid(invalid) = why else { return None };
        Self::needed(op).filter(|flag| invalid.field == FieldName::new(flag.name()))
    }
}

/// What follows the flag's name where nobody knows what it means.
const OFF: &str = "is turned off on this server; ask whoever runs it, or keep what it says elsewhere";

/// Who has said how a flag is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Nobody.
    #[default]
    Default,
    /// The server's own setting.
    Server,
    /// A setting for this person.
    Person,
}

/// How a flag is for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Whether it is on.
    pub on: bool,
    /// Who says so.
    pub by: By,
}

impl State {
    /// A person's setting beats the server's, and that one what is built in.
    pub fn of(flag: Flag, server: Option<bool>, person: Option<bool>) -> Self {
        match (person, server) {
            (Some(on), _) => Self { on, by: By::Person },
            (None, Some(on)) => Self { on, by: By::Server },
            (None, None) => Self { on: flag.default(), by: By::Default },
        }
    }
}

/// The answer to `GET /api/v1/flags`: how each flag is for whoever asks, by its name. What this build does not know of it passes
/// over, and what the server does not name is as it is built in: so the two need not be of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flags {
    /// By name.
    pub flags: BTreeMap<String, State>,
}

impl Flags {
    /// How a flag is.
    pub fn state(&self, flag: Flag) -> State {
        self.flags.get(flag.name()).copied().unwrap_or(State::of(flag, None, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entity::Project,
        id::{ClientId, Id, OpId, PersonId, RecordId, ScopeId},
        operation::{ClientSeq, Draft, Edit},
        record::{Kind, Seq},
    };

    fn op(edit: Edit) -> Operation {
        let draft = Draft::new(OpId::new(0, [1; 10]), PersonId::new(0, [2; 10]), 0, edit);
        Operation::stored(&draft, ClientId::new(0, [3; 10]), ClientSeq(1), Seq(0), Vec::new())
    }

    #[test]
    fn names_are_of_one_flag_each() {
        for flag in Flag::ALL {
            assert_eq!(Flag::named(flag.name()), Some(flag));
            assert!(!flag.what().is_empty());
        }
        assert_eq!(Flag::named("Files"), None);
    }

    #[test]
    fn only_what_makes_something_new_needs_a_flag() {
        let scope = ScopeId::new(0, [4; 10]);
        let message =
            Message { session: Id::new(0, [5; 10]), text: "Hello".into(), said_by: String::new(), said_at: None };
        let id: Id<Message> = Id::new(0, [6; 10]);
        assert_eq!(Flag::needed(&op(message.create(scope, id))), Some(Flag::Chat));
        assert_eq!(Flag::needed(&op(Edit::set(scope, id).put(Message::TEXT, "Hullo"))), None);
        assert_eq!(Flag::needed(&op(Edit::delete(scope, id))), None);
        let kinds: Vec<_> = [File::KIND, "session", Project::KIND]
            .map(|kind| {
                let action = crate::operation::Action::Create(BTreeMap::new());
                Flag::needed(&op(Edit { scope, kind: Kind::new(kind), id: RecordId::new(0, [7; 10]), action }))
            })
            .into();
        assert_eq!(kinds, [Some(Flag::Files), None, None]);
    }

    #[test]
    fn a_refusal_is_known_again_and_says_itself() {
        let scope = ScopeId::new(0, [4; 10]);
        let message =
            Message { session: Id::new(0, [5; 10]), text: "Hello".into(), said_by: String::new(), said_at: None };
        let op = op(message.create(scope, Id::new(0, [6; 10])));
        assert_eq!(Flag::refused(&Flag::Chat.refusal(), &op), Some(Flag::Chat));
        assert_eq!(Flag::refused(&Flag::Files.refusal(), &op), None, "no message needs it");
        assert_eq!(Flag::refused(&Rejection::Forbidden, &op), None);
        let words = Flag::Chat.refusal().to_string();
        assert!(words.starts_with("chat is turned off on this server"), "{words}");
    }

    #[test]
    fn a_persons_setting_beats_the_servers() {
        let of = |server, person| State::of(Flag::Files, server, person);
        assert_eq!(of(None, None), State { on: true, by: By::Default });
        assert_eq!(of(Some(false), None), State { on: false, by: By::Server });
        assert_eq!(of(Some(false), Some(true)), State { on: true, by: By::Person });
    }

    #[test]
    fn what_another_version_says_is_read() {
        let told = r#"{"flags":{"files":{"on":false,"by":"server"},"moon":{"on":true,"by":"person"}},"more":1}"#;
        let flags: Flags = serde_json::from_str(told).unwrap();
        assert_eq!(flags.state(Flag::Files), State { on: false, by: By::Server });
        assert_eq!(flags.state(Flag::Chat), State { on: true, by: By::Default });
        insta::assert_json_snapshot!(Flags { flags: [("rest".to_owned(), State { on: false, by: By::Person })].into() }, @r#"
        {
          "flags": {
            "rest": {
              "on": false,
              "by": "person"
            }
          }
        }
        "#);
    }
}
