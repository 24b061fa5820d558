//! What screens show of it: each is a type of queries, and says what it reads.

use holdfast_query::Reads;

use crate::table::{Comment, SCOPES, Table, Task};

/// What is shown, and which other records that names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) lines: Vec<String>,
    pub(crate) names: Vec<u128>,
}

impl From<Vec<String>> for Shown {
    fn from(lines: Vec<String>) -> Self {
        Self { lines, names: Vec::new() }
    }
}

/// What a screen shows.
pub(crate) trait View: Copy + Eq + std::hash::Hash + std::fmt::Debug + 'static {
    const NAME: &'static str;
    fn show(&self, table: &Table) -> Shown;
    fn reads(&self, last: Option<&Shown>) -> Reads;
}

fn sorted<'a>(table: &'a Table, is_meant: impl Fn(&Task) -> bool + 'a) -> Vec<(&'a u128, &'a Task)> {
    let mut tasks: Vec<_> = table.tasks.iter().filter(|(_, task)| is_meant(task)).collect();
    tasks.sort_by_key(|(id, task)| (task.order, **id));
    tasks
}

/// A project's tasks in their order: a group, by some of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Board(pub(crate) u128);

impl View for Board {
    const NAME: &'static str = "board";

    fn show(&self, table: &Table) -> Shown {
        let tasks = sorted(table, |task| task.project == self.0);
        tasks.into_iter().map(|(id, task)| format!("{id} {} {}", task.title, task.status)).collect::<Vec<_>>().into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().group("task", "project", self.0).fields(["title", "status", "order"])
    }
}

/// What somebody has to do: a group, by some of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Assigned(pub(crate) u128);

impl View for Assigned {
    const NAME: &'static str = "assigned";

    fn show(&self, table: &Table) -> Shown {
        let tasks = table.tasks.iter().filter(|(_, task)| task.assignee == self.0);
        tasks.map(|(id, task)| format!("{id} {} {}", task.title, task.status)).collect::<Vec<_>>().into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().group("task", "assignee", self.0).fields(["title", "status"])
    }
}

/// The time spent on a project: one number of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Spent(pub(crate) u128);

impl View for Spent {
    const NAME: &'static str = "spent";

    fn show(&self, table: &Table) -> Shown {
        let tasks = table.tasks.values().filter(|task| task.project == self.0);
        let (count, spent) = tasks.fold((0, 0), |(count, spent), task| (count + 1, spent + task.spent));
        vec![format!("{count} {spent}")].into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().group("task", "project", self.0).fields(["spent"])
    }
}

/// A task: a record, and the one it is assigned to, which only the answer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Detail(pub(crate) u128);

impl View for Detail {
    const NAME: &'static str = "detail";

    fn show(&self, table: &Table) -> Shown {
        let Some(Task { project, title, status, order, assignee, spent }) = table.tasks.get(&self.0) else {
            return Shown::default();
        };
        let person = table.people.get(assignee).map_or("", String::as_str);
        Shown { lines: vec![format!("{title} {status} {order} {spent} {project} {person}")], names: vec![*assignee] }
    }

    fn reads(&self, last: Option<&Shown>) -> Reads {
        let reads = Reads::none().record(self.0);
        last.iter().flat_map(|last| &last.names).fold(reads, |reads, name| reads.record(*name).fields(["name"]))
    }
}

/// What was said about a task, and by whom: a group, and those whom the answer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Said(pub(crate) u128);

impl View for Said {
    const NAME: &'static str = "said";

    fn show(&self, table: &Table) -> Shown {
        let mut shown = Shown::default();
        for Comment { author, text, .. } in table.comments.values().filter(|comment| comment.task == self.0) {
            shown.lines.push(format!("{}: {text}", table.people.get(author).map_or("", String::as_str)));
            shown.names.push(*author);
        }
        shown
    }

    fn reads(&self, last: Option<&Shown>) -> Reads {
        let reads = Reads::none().group("comment", "task", self.0);
        last.iter().flat_map(|last| &last.names).fold(reads, |reads, name| reads.record(*name).fields(["name"]))
    }
}

/// The names of all projects: a kind, by one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Projects;

impl View for Projects {
    const NAME: &'static str = "projects";

    fn show(&self, table: &Table) -> Shown {
        table.projects.values().cloned().collect::<Vec<_>>().into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().kind("project").fields(["name"])
    }
}

/// How many there are in an engagement: a kind in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Members;

impl View for Members {
    const NAME: &'static str = "members";

    fn show(&self, table: &Table) -> Shown {
        vec![table.members.len().to_string()].into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().kind_in("membership", SCOPES[0]).fields([])
    }
}

/// How many changes an engagement has seen: a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Activity(pub(crate) u128);

impl View for Activity {
    const NAME: &'static str = "activity";

    fn show(&self, table: &Table) -> Shown {
        vec![table.changes.get(&self.0).copied().unwrap_or_default().to_string()].into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::none().scope(self.0)
    }
}

/// How many changes there were: everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Version;

impl View for Version {
    const NAME: &'static str = "version";

    fn show(&self, table: &Table) -> Shown {
        vec![table.changes.values().sum::<u64>().to_string()].into()
    }

    fn reads(&self, _: Option<&Shown>) -> Reads {
        Reads::everything()
    }
}
