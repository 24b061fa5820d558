//! What a column can mean, and the headings that say so.

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// What is to be done.
    Title,
    /// The details.
    Description,
    /// How far it is: each different text becomes a list, with a status of its own to choose.
    Status,
    /// Whether it is done: yes or no, or the date it was.
    Done,
    /// How much it matters.
    Priority,
    /// When it is due.
    Due,
    /// Labels, several in a cell.
    Tags,
    /// Names of people, several in a cell.
    Assignees,
    /// The name of its project.
    Project,
    /// The steps to it, a line each.
    Steps,
    /// Time spent on it, in seconds or as hours:minutes.
    TimeSpent,
    /// Whether it was put away.
    Archived,
    /// The id or the title of the task that it is a part of.
    Parent,
    /// Its id where it came from.
    Id,
}

/// Headings by what they mean, as English and German programs write them, in lower case and with spaces only.
const HEADINGS: &[(Meaning, &str)] = &[
    (
        Meaning::Title,
        "title, task, tasks, task name, task title, name, summary, subject, item, card name, card title, issue, \
         issue title, to do, todo, what, titel, aufgabe, aufgaben, aufgabenname, aufgabentitel, betreff, \
         bezeichnung, zusammenfassung, thema, was, vorgang, タイトル, 件名, タスク",
    ),
    (
        Meaning::Description,
        "description, notes, note, details, detail, body, content, card description, task description, \
         beschreibung, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, einzelheiten, inhalt, 説明",
    ),
    (
        Meaning::Status,
        "status, state, stage, list, list name, column, column name, bucket, bucket name, section, section column, \
         progress, zustand, phase, spalte, liste, fortschritt, stand, 状態, ステータス",
    ),
    (
        Meaning::Done,
        "done, complete, completed, finished, closed, is done, is completed, is complete, completed at, \
         completed on, completed date, completion date, date completed, closed at, resolved, erledigt, fertig, \
         abgeschlossen, erledigt am, abgeschlossen am, 完了",
    ),
    (
        Meaning::Priority,
        "priority, prio, importance, urgency, priorität, prioritaet, wichtigkeit, dringlichkeit, 優先度",
    ),
    (
        Meaning::Due,
        "due, due date, due on, due at, due by, date due, deadline, end date, finish date, target date, until, \
         fällig, faellig, fällig am, faellig am, fälligkeit, faelligkeit, fälligkeitsdatum, faelligkeitsdatum, \
         frist, termin, enddatum, bis, abgabe, abgabedatum, 期限, 締切",
    ),
    (
        Meaning::Tags,
        "tags, tag, labels, label, categories, category, keywords, contexts, context, schlagwörter, schlagwort, \
         schlagworte, stichwörter, stichworte, etiketten, kategorie, kategorien, タグ, ラベル",
    ),
    (
        Meaning::Assignees,
        "assignees, assignee, assigned to, assigned, owner, owners, responsible, members, member, people, person, \
         who, assignee name, zugewiesen, zugewiesen an, verantwortlich, verantwortliche, bearbeiter, bearbeiterin, \
         zuständig, zustaendig, person, personen, mitglieder, wer, 担当者, 担当",
    ),
    (
        Meaning::Project,
        "project, projects, project name, board, board name, projekt, projekte, projektname, プロジェクト",
    ),
    (Meaning::Steps, "steps, checklist, checklists, checklist items, schritte, checkliste, checklisten"),
    (Meaning::TimeSpent, "time spent, time spent seconds, time tracked, zeitaufwand, aufgewendete zeit"),
    (Meaning::Archived, "archived, is archived, archiviert"),
    (
        Meaning::Parent,
        "parent, parent id, parent task, parent issue, parent key, parent summary, subtask of, sub task of, \
         übergeordnete aufgabe, uebergeordnete aufgabe, teilaufgabe von, teil von, 親タスク",
    ),
    (
        Meaning::Id,
        "id, task id, card id, issue id, key, issue key, uid, uuid, nr, no, number, nummer, kennung, aufgaben id, \
         holdfast id",
    ),
];

impl Meaning {
    /// Every meaning, in the order a form shows them.
    pub const ALL: &'static [Self] = &[
        Self::Title,
        Self::Description,
        Self::Status,
        Self::Done,
        Self::Priority,
        Self::Due,
        Self::Tags,
        Self::Assignees,
        Self::Project,
        Self::Steps,
        Self::TimeSpent,
        Self::Archived,
        Self::Parent,
        Self::Id,
    ];

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Description => "Description",
            Self::Status => "Status",
            Self::Done => "Done",
            Self::Priority => "Priority",
            Self::Due => "Due",
            Self::Tags => "Tags",
            Self::Assignees => "Assignees",
            Self::Project => "Project",
            Self::Steps => "Steps",
            Self::TimeSpent => "Time spent",
            Self::Archived => "Archived",
            Self::Parent => "Subtask of",
            Self::Id => "Id",
        }
    }

    /// What a heading says, if it is a known one.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        // No heading in the list is longer; a cell of a whole text need not be looked at.
        if heading.len() > 60 {
            return None;
        }
        let lower = heading.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let plain = words.join(" ");
        HEADINGS
            .iter()
            .find(|(_, headings)| headings.split(", ").any(|known| known == plain))
            .map(|(meaning, _)| *meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::Meaning;

    #[test]
    fn headings_of_many_programs() {
        for (heading, meaning) in [
            ("Task Name", Meaning::Title),
            ("task_name", Meaning::Title),
            ("Betreff:", Meaning::Title),
            ("Section/Column", Meaning::Status),
            ("Due Date", Meaning::Due),
            ("FÄLLIG AM", Meaning::Due),
            ("Assigned To", Meaning::Assignees),
            ("Zuständig", Meaning::Assignees),
            ("Completed At", Meaning::Done),
            ("Time spent (seconds)", Meaning::TimeSpent),
            ("Parent task", Meaning::Parent),
            ("Holdfast id", Meaning::Id),
        ] {
            assert_eq!(Meaning::of_heading(heading), Some(meaning), "{heading}");
        }
        for heading in ["", "Fix the title", "日付", "created at", &"title ".repeat(20)] {
            assert_eq!(Meaning::of_heading(heading), None, "{heading}");
        }
    }

    #[test]
    fn every_heading_means_one_thing() {
        for meaning in Meaning::ALL {
            assert!(super::HEADINGS.iter().any(|(known, _)| known == meaning), "{meaning:?}");
        }
        let mut seen = std::collections::HashMap::new();
        for (meaning, headings) in super::HEADINGS {
            for heading in headings.split(", ") {
                assert_eq!(*seen.entry(heading).or_insert(meaning), meaning, "{heading}");
                assert_eq!(Meaning::of_heading(heading), Some(*meaning), "{heading}");
            }
        }
    }
}
