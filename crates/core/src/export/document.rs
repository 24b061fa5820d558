//! The form of a JSON export, version 1. An object:
//!
//! ```json
//! {
//!   "format": "holdfast-tasks", "version": 1, "exported_at": "2026-11-20T09:00:00Z",
//!   "engagement": { "id": "…", "name": "Harbour" },
//!   "projects": [{ "id": "…", "name": "Website", "description": "", "tasks": [{
//!     "id": "…", "parent": "…", "title": "Fix login", "description": "", "status": "todo", "priority": "high",
//!     "due": "2026-12-24", "tags": ["auth"], "assignees": [{ "name": "Ada", "id": "…" }],
//!     "time_spent_seconds": 0, "archived": false, "created_at": "2026-11-01T08:00:00Z",
//!     "steps": [{ "id": "…", "title": "Ask", "list": "", "done": false }],
//!     "comments": [{ "id": "…", "text": "Done?", "by": "Ada", "at": "2026-11-02T08:00:00Z" }]
//!   }] }]
//! }
//! ```
//!
//! Ids are UUIDs. `status` is one of backlog, todo, in_progress, in_review, done; `priority` one of low, medium, high,
//! urgent. `due` is a day, or a moment in UTC where a time was given; every other moment is in UTC. Projects, tasks and steps stand
//! in the order they are shown, comments from the oldest. `parent` is the id of the task that a task is a part of, if it is.
//! Deleted records are left out, archived tasks are not. A reader passes over fields it does not know and takes missing ones as empty; a version is raised only when that would mislead.

use serde::{Deserialize, Serialize};

/// What `format` says.
pub const FORMAT: &str = "holdfast-tasks";
/// The version this build writes, and the newest it reads.
pub const VERSION: u32 = 1;

/// An export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// When it was made.
    #[serde(default)]
    pub exported_at: String,
    /// Where it comes from.
    pub engagement: Engagement,
    /// The projects in it.
    #[serde(default)]
    pub projects: Vec<Project>,
}

/// The engagement that an export comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// A project and its tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Its tasks, archived ones too.
    #[serde(default)]
    pub tasks: Vec<Task>,
}

/// A task and what hangs on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// The id of the task it is a part of, if it is a part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What is to be done.
    #[serde(default)]
    pub title: String,
    /// The details.
    #[serde(default)]
    pub description: String,
    /// How far it is: the status' name.
    #[serde(default = "todo")]
    pub status: String,
    /// How much it matters: the priority's name.
    #[serde(default = "medium")]
    pub priority: String,
    /// When it is due, if it is: a day or a moment.
    #[serde(default)]
    pub due: Option<String>,
    /// Labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The people whose work it is.
    #[serde(default)]
    pub assignees: Vec<Person>,
    /// Time spent on it.
    #[serde(default)]
    pub time_spent_seconds: i64,
    /// Whether it was put away.
    #[serde(default)]
    pub archived: bool,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<String>,
    /// The steps to it.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What was said about it.
    #[serde(default)]
    pub comments: Vec<Comment>,
}

fn todo() -> String {
    crate::entity::Status::Todo.name().to_owned()
}

fn medium() -> String {
    crate::entity::Priority::Medium.name().to_owned()
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// Their id; missing for people known only by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// A step of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// What is to be done.
    #[serde(default)]
    pub title: String,
    /// The checklist it stands in, where that has a name.
    #[serde(default)]
    pub list: String,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

/// Something said about a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: String,
    /// What was said.
    #[serde(default)]
    pub text: String,
    /// By whom.
    #[serde(default)]
    pub by: String,
    /// When.
    #[serde(default)]
    pub at: Option<String>,
}

impl Document {
    /// How many tasks are in it.
    pub fn tasks(&self) -> usize {
        self.projects.iter().map(|project| project.tasks.len()).sum()
    }

    /// The same without the tasks whose ids are not to be kept.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(&str) -> bool) -> Self {
        self.projects.iter_mut().for_each(|project| project.tasks.retain(|task| keep(&task.id)));
        self
    }

    /// The JSON text, indented, for a file that ends in `.json`.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("texts, numbers and flags always have a JSON form");
        text.push('\n');
        text
    }
}
