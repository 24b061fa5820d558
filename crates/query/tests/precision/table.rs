//! The truth: records in memory, and commands that change them as people do.

use std::{collections::BTreeMap, ops::Range};

use holdfast_query::{Change, Client, Touch};

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn within(&mut self, range: Range<u64>) -> u64 {
        range.start + self.next() % (range.end - range.start).max(1)
    }

    pub(crate) fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[usize::try_from(self.within(0..values.len() as u64)).expect("it is small")]
    }
}

pub(crate) struct Task {
    pub(crate) project: u128,
    pub(crate) title: String,
    pub(crate) status: &'static str,
    pub(crate) order: u64,
    pub(crate) assignee: u128,
    pub(crate) spent: u64,
}

pub(crate) struct Comment {
    pub(crate) task: u128,
    pub(crate) author: u128,
    pub(crate) text: String,
}

/// All records, by id; projects, people and memberships with their names.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) projects: BTreeMap<u128, String>,
    pub(crate) people: BTreeMap<u128, String>,
    pub(crate) members: BTreeMap<u128, u128>,
    pub(crate) tasks: BTreeMap<u128, Task>,
    pub(crate) comments: BTreeMap<u128, Comment>,
    /// How many changes there were, in each scope.
    pub(crate) changes: BTreeMap<u128, u64>,
    made: u128,
}

/// Two engagements: every other project is in each.
pub(crate) const SCOPES: [u128; 2] = [1, 2];
const STATUSES: [&str; 4] = ["todo", "doing", "review", "done"];

/// One change as it is told: kind, scope, id, what happened, and the groups before and after.
struct Told<'a> {
    kind: &'static str,
    scope: u128,
    id: u128,
    change: Change<'a>,
    groups: Vec<(&'static str, u128)>,
}

impl Table {
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut table = Self { made: 1_000, ..Self::default() };
        table.people = (10..16).map(|id| (id, format!("person {id}"))).collect();
        table.projects = (20..26).map(|id| (id, format!("project {id}"))).collect();
        for _ in 0..120 {
            table.create_task(random);
        }
        for _ in 0..60 {
            table.create_comment(random);
        }
        for person in 10..14 {
            table.made += 1;
            table.members.insert(table.made, person);
        }
        table.changes.clear();
        table
    }

    pub(crate) fn scope_of(project: u128) -> u128 {
        SCOPES[usize::from(project % 2 == 1)]
    }

    pub(crate) fn any_task(&self, random: &mut Random) -> u128 {
        random.of(&self.tasks.keys().copied().collect::<Vec<_>>())
    }

    fn any_person(&self, random: &mut Random) -> u128 {
        random.of(&self.people.keys().copied().collect::<Vec<_>>())
    }

    fn any_project(&self, random: &mut Random) -> u128 {
        random.of(&self.projects.keys().copied().collect::<Vec<_>>())
    }

    fn create_task(&mut self, random: &mut Random) -> Told<'static> {
        self.made += 1;
        let (project, assignee) = (self.any_project(random), self.any_person(random));
        let (title, order) = (format!("task {}", self.made), random.within(0..1_000_000));
        self.tasks.insert(self.made, Task { project, title, status: random.of(&STATUSES), order, assignee, spent: 0 });
        self.told_task(self.made, Change::Created)
    }

    fn create_comment(&mut self, random: &mut Random) -> Told<'static> {
        self.made += 1;
        let (task, author) = (self.any_task(random), self.any_person(random));
        self.comments.insert(self.made, Comment { task, author, text: format!("comment {}", self.made) });
        let scope = Self::scope_of(self.tasks[&task].project);
        Told { kind: "comment", scope, id: self.made, change: Change::Created, groups: vec![("task", task)] }
    }

    fn told_task<'a>(&self, id: u128, change: Change<'a>) -> Told<'a> {
        let task = &self.tasks[&id];
        let groups = vec![("project", task.project), ("assignee", task.assignee)];
        Told { kind: "task", scope: Self::scope_of(task.project), id, change, groups }
    }

    /// Does what somebody does, by how often people do it, and tells the cache.
    pub(crate) fn command(&mut self, random: &mut Random, client: &Client) {
        let id = self.any_task(random);
        let told = match random.within(0..100) {
            0..26 => {
                let last = self.tasks[&id].status;
                let others: Vec<_> = STATUSES.into_iter().filter(|status| *status != last).collect();
                self.change(id, &["status"], |task| task.status = random.of(&others))
            }
            26..46 => self.reorder(id, random),
            46..60 => self.change(id, &["spent"], |task| task.spent += random.within(1..90)),
            60..70 => {
                self.made += 1;
                let title = format!("title {}", self.made);
                self.change(id, &["title"], |task| task.title = title)
            }
            70..79 => {
                let person = self.any_person(random);
                self.change_group(id, "assignee", |task| std::mem::replace(&mut task.assignee, person), person)
            }
            79..83 => {
                let project = random.of(&self.projects_beside(self.tasks[&id].project));
                self.change_group(id, "project", |task| std::mem::replace(&mut task.project, project), project)
            }
            83..90 => Some(self.create_comment(random)),
            90..94 => Some(self.create_task(random)),
            94..96 => {
                let told = self.told_task(id, Change::Deleted);
                self.tasks.remove(&id);
                Some(told)
            }
            96..97 => {
                let id = self.any_project(random);
                self.made += 1;
                self.projects.insert(id, format!("project {}", self.made));
                let change = Change::Changed(&["name"]);
                Some(Told { kind: "project", scope: Self::scope_of(id), id, change, groups: vec![] })
            }
            97..99 => {
                let id = self.any_person(random);
                self.made += 1;
                self.people.insert(id, format!("person {}", self.made));
                Some(Told { kind: "person", scope: SCOPES[0], id, change: Change::Changed(&["name"]), groups: vec![] })
            }
            _ => Some(self.join_or_leave(random)),
        };
        if let Some(told) = told {
            *self.changes.entry(told.scope).or_default() += 1;
            let touch = Touch::new(told.kind, told.scope, told.id, told.change);
            let touch = told.groups.iter().fold(touch, |touch, (field, value)| touch.member(field, *value));
            client.touched(&[touch]);
        }
    }

    fn change<'a>(&mut self, id: u128, fields: &'a [&'a str], change: impl FnOnce(&mut Task)) -> Option<Told<'a>> {
        change(self.tasks.get_mut(&id)?);
        Some(self.told_task(id, Change::Changed(fields)))
    }

    /// To somewhere else among its project's tasks: between two others.
    fn reorder(&mut self, id: u128, random: &mut Random) -> Option<Told<'static>> {
        let place = |tasks: &BTreeMap<u128, Task>, order: u64, project: u128| {
            tasks.values().filter(|task| task.project == project && task.order < order).count()
        };
        let (project, last) = (self.tasks[&id].project, self.tasks[&id].order);
        let orders = (0..50).map(|_| random.within(0..1_000_000));
        let moves: Vec<u64> = orders
            .filter(|order| {
                let (before, after) = (place(&self.tasks, last, project), place(&self.tasks, *order, project));
                after < before || after > before + 1
            })
            .collect();
        let order = *moves.first()?;
        self.change(id, &["order"], |task| task.order = order)
    }

    fn change_group(
        &mut self,
        id: u128,
        field: &'static str,
        change: impl FnOnce(&mut Task) -> u128,
        to: u128,
    ) -> Option<Told<'static>> {
        let from = change(self.tasks.get_mut(&id)?);
        let fields: &'static [&'static str] = if field == "project" { &["project"] } else { &["assignee"] };
        let mut told = self.told_task(id, Change::Changed(fields));
        told.groups.push((field, from));
        (from != to).then_some(told)
    }

    fn projects_beside(&self, project: u128) -> Vec<u128> {
        let scope = Self::scope_of(project);
        self.projects.keys().copied().filter(|other| *other != project && Self::scope_of(*other) == scope).collect()
    }

    fn join_or_leave(&mut self, random: &mut Random) -> Told<'static> {
        let change = if self.members.len() > 3 && random.within(0..2) == 0 {
            let id = random.of(&self.members.keys().copied().collect::<Vec<_>>());
            self.members.remove(&id);
            (id, Change::Deleted)
        } else {
            self.made += 1;
            self.members.insert(self.made, self.any_person(random));
            (self.made, Change::Created)
        };
        Told { kind: "membership", scope: SCOPES[0], id: change.0, change: change.1, groups: vec![] }
    }
}
