use super::{FieldType, Home, People, Rights, Tags, choice::choice, entity};

entity! {
    /// A working session: who works on something together, in a room of its own. Its author hosts it.
    pub struct Session("session") lives in Home::Engagement, rights Rights::Host;
    /// What it is called.
    NAME name: String = FieldType::LINE,
    /// What it is about.
    DESCRIPTION description: String = FieldType::PROSE,
    /// Whether it is going on.
    STATE state: SessionState = FieldType::Choice(SessionState::NAMES),
    /// How many people it has room for.
    SEATS seats: i64 = FieldType::Number { least: 1, most: 200 },
    /// Who takes part.
    PARTICIPANTS participants: People = FieldType::Places { of: "seats" },
    /// Labels.
    TAGS tags: Tags = FieldType::Set { max: 100 },
}

impl Session {
    /// How many people a session has room for unless its host says otherwise.
    pub const USUAL_SEATS: i64 = 10;

    /// Whether nobody else can join.
    pub fn is_full(&self) -> bool {
        i64::try_from(self.participants.len()).is_ok_and(|taken| taken >= self.seats)
    }
}

choice! {
    /// Whether a session is going on.
    SessionState, empty Inactive;
    /// People work in it.
    Active = "active", "Active";
    /// It is there, and nobody works in it for now.
    Inactive = "inactive", "Inactive";
    /// It is over, and kept.
    Archived = "archived", "Archived";
}
