//! The form of a CSV export: a table after RFC 4180, in UTF-8 with the mark by which spreadsheets know it, a task a row.
//!
//! Columns: Title, Description, Status, Priority, Due (a day, or a moment in UTC), Tags and Assignees (between commas, in
//! quotation marks where one holds a comma), Project, Steps (a line each: "[x] …" or "[ ] …", under a line "Name:" where
//! their list has a name), Time spent (seconds), Archived (yes or blank), Parent id (the Holdfast id of the task that it is a
//! part of) and Holdfast id. A cell that a spreadsheet would take for a formula begins with an apostrophe. Comments and
//! projects' descriptions have no place in it; JSON has both.

use ::csv::{Terminator, WriterBuilder};

use super::{
    document::{Document, Step, Task},
    guard::guarded,
};
use crate::entity::{Priority, Status};

/// The heading of the ids: the engagement's and the task's. A table with it is known to be ours.
pub(crate) const ID_HEADING: &str = "Holdfast id";

const HEADINGS: [&str; 13] = [
    "Title",
    "Description",
    "Status",
    "Priority",
    "Due",
    "Tags",
    "Assignees",
    "Project",
    "Steps",
    "Time spent (seconds)",
    "Archived",
    "Parent id",
    ID_HEADING,
];

impl Document {
    /// The text of the table, for a file that ends in `.csv`.
    pub fn csv(&self) -> String {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{FEFF}"));
        let mut write = |row: [String; 13]| {
            writer.write_record(row).expect("every row has thirteen cells, and memory does not refuse to be written");
        };
        write(HEADINGS.map(str::to_owned));
        for project in &self.projects {
            for task in &project.tasks {
                write(row(task, &project.name, &self.engagement.id).map(guarded));
            }
        }
        let bytes = writer.into_inner().expect("memory does not refuse to be written");
        String::from_utf8(bytes).expect("cells and delimiters are all UTF-8")
    }
}

fn row(task: &Task, project: &str, engagement: &str) -> [String; 13] {
    let status = Status::named(&task.status).map_or(task.status.as_str(), |status| status.label());
    let priority = Priority::named(&task.priority).map_or(task.priority.as_str(), |priority| priority.label());
    let people: Vec<&str> = task.assignees.iter().map(|person| person.name.as_str()).collect();
    let tags: Vec<&str> = task.tags.iter().map(String::as_str).collect();
    [
        task.title.clone(),
        task.description.clone(),
        status.to_owned(),
        priority.to_owned(),
        task.due.clone().unwrap_or_default(),
        several(&tags),
        several(&people),
        project.to_owned(),
        steps(&task.steps),
        if task.time_spent_seconds == 0 { String::new() } else { task.time_spent_seconds.to_string() },
        if task.archived { "yes".to_owned() } else { String::new() },
        task.parent.as_ref().map(|parent| format!("{engagement}/{parent}")).unwrap_or_default(),
        format!("{engagement}/{}", task.id),
    ]
}

/// Several texts in one cell.
fn several(all: &[&str]) -> String {
    let one = |text: &&str| match text.contains([',', ';', '|', '\n', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => (*text).to_owned(),
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn steps(steps: &[Step]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut list = "";
    for step in steps {
        if step.list != list {
            lines.push(format!("{}:", step.list));
            list = &step.list;
        }
        lines.push(format!("[{}] {}", if step.done { 'x' } else { ' ' }, step.title));
    }
    lines.join("\n")
}
