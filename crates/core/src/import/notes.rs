//! Counts of what an import leaves out or changes, in words for its preview.

use std::collections::BTreeMap;

macro_rules! notes {
    ($($(#[$doc:meta])* $name:ident = $one:literal, $many:literal;)+) => {
        /// One thing an import leaves out or changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Note {
            $($(#[$doc])* $name,)+
        }

        impl Note {
            /// Every note, in the order a preview shows them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The words for so many of them, without the number.
            pub const fn words(self, count: usize) -> &'static str {
                match (self, count) {
                    $((Self::$name, 1) => $one, (Self::$name, _) => $many,)+
                }
            }
        }
    };
}

notes! {
    /// A file or link on a card.
    Attachment = "attachment", "attachments";
    /// A person's vote for a card.
    Vote = "vote", "votes";
    /// A card's cover, colour or picture.
    Cover = "card cover", "card covers";
    /// A sticker on a card.
    Sticker = "sticker", "stickers";
    /// A custom field's value on a card.
    CustomField = "custom field value", "custom field values";
    /// Data of a power-up, on a card or the board.
    PowerUp = "entry of a power-up", "entries of power-ups";
    /// The place on a map of a card.
    Location = "location of a card", "locations of cards";
    /// The date a card starts.
    StartDate = "start date", "start dates";
    /// The date or the person of a checklist's step.
    StepDetail = "date or person of a checklist step", "dates or people of checklist steps";
    /// A checklist without any step.
    EmptyChecklist = "checklist without steps", "checklists without steps";
    /// A comment without any text.
    EmptyComment = "comment without text", "comments without text";
    /// A label with neither a name nor a colour.
    EmptyLabel = "label without name and colour", "labels without name and colour";
    /// A person on a card whose name is not in the file.
    UnknownMember = "person on a card who is not named in the file", "people on cards who are not named in the file";
    /// A card of a list that is not in the file.
    UnknownList = "card of a list that is not in the file", "cards of lists that are not in the file";
    /// A checklist of a card that is not imported.
    UnknownChecklistCard = "checklist of a card that is not there", "checklists of cards that are not there";
    /// A comment on a card that is not imported.
    UnknownCommentCard = "comment on a card that is not there", "comments on cards that are not there";
    /// An entry of the board's history that is not a comment.
    History = "entry of the board's history", "entries of the board's history";
    /// Something without a name, now called "(untitled)".
    Untitled = "empty name, now “(untitled)”", "empty names, now “(untitled)”";
    /// A title that was cut.
    LongTitle = "title longer than 500 characters, now whole in the card's description",
        "titles longer than 500 characters, now whole in their cards' descriptions";
    /// A name of a person, a label, a checklist or the board that was cut.
    LongName = "very long name, cut", "very long names, cut";
    /// A description or comment that was cut.
    LongText = "text longer than 50,000 characters, cut", "texts longer than 50,000 characters, cut";
    /// A label or person beyond the most that one card can have.
    TooMany = "label or person beyond the 200 a card can have", "labels or people beyond the 200 a card can have";
    /// A text with characters that cannot be shown.
    Control = "text with control characters, now without", "texts with control characters, now without";
    /// A file in an old encoding.
    Western = "file that is not Unicode, read as Western European (Windows-1252)",
        "files that are not Unicode, read as Western European (Windows-1252)";
    /// A date whose day and month could be either way round.
    AmbiguousDate = "date that does not tell day from month, read in your usual order",
        "dates that do not tell day from month, read in your usual order";
    /// A cell of a column Holdfast has no field for.
    Kept = "value Holdfast has no field for, now in its task's description",
        "values Holdfast has no field for, now in their tasks' descriptions";
    /// A project named in the file, when everything goes into one that is there.
    ProjectName = "task of another project in the file", "tasks of other projects in the file";
    /// A card ticked as complete in a list that is not mapped to done: the list decides.
    CompleteElsewhere = "card marked complete that stays in its list's status",
        "cards marked complete that stay in their lists' status";
    /// A card that is a part of one that is neither in the file nor here, or of itself.
    UnknownParent = "subtask of a task that is not there, now a task of its own",
        "subtasks of tasks that are not there, now tasks of their own";
}

/// How often each thing was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(BTreeMap<Note, usize>);

impl Notes {
    /// Notes a thing so many times more.
    pub fn add(&mut self, note: Note, count: usize) {
        if count > 0 {
            *self.0.entry(note).or_default() += count;
        }
    }

    /// How often a thing was noted.
    pub fn count(&self, note: Note) -> usize {
        self.0.get(&note).copied().unwrap_or(0)
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was noted and how often, in the order a preview shows it.
    pub fn iter(&self) -> impl Iterator<Item = (Note, usize)> {
        self.0.iter().map(|(note, count)| (*note, *count))
    }

    /// A line for each thing noted: "2 attachments".
    pub fn lines(&self) -> Vec<String> {
        self.iter().map(|(note, count)| format!("{count} {}", note.words(count))).collect()
    }
}
