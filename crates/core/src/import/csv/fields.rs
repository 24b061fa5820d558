//! What each field of a card is, read from its row's cells.

use super::{Row, cells, meaning::Meaning, rows::Reader};
use crate::{
    date::LocalTime,
    entity::{FieldType, Priority, Status},
    export::unguarded,
    import::{
        Checklist, ChecklistItem, List, Note, Oddity, Project, Unread,
        flat::Calls,
        local_date::{self, Reading},
        mapping, text,
    },
    value::Value,
};

/// The most lists that different statuses make: more are not statuses.
const MAX_LISTS: usize = 50;
/// The most projects of a table.
const MAX_PROJECTS: usize = 200;

impl Reader<'_> {
    /// A line for each cell that no field holds.
    pub(super) fn unmapped(&mut self, row: &Row) -> Vec<String> {
        let mut lines = Vec::new();
        for column in 0..row.cells.len() {
            let cell = row.cell(column);
            if !cell.is_empty() && !self.columns.values().any(|mapped| *mapped == column) {
                let cell = if self.own { unguarded(cell) } else { cell };
                self.notes.add(Note::Kept, 1);
                lines.push(format!("{}: {cell}", self.sheet.columns[column].name));
            }
        }
        lines
    }

    /// Tells of a cell that does not say what its column means, and keeps its words. A blank one says nothing.
    pub(super) fn unread(&mut self, row: &Row, meaning: Meaning, cell: &str, extra: &mut Vec<String>) {
        if let (false, Some(column)) = (cell.is_empty(), self.columns.get(&meaning)) {
            let name = &self.sheet.columns[*column].name;
            let short: String = cell.chars().filter(|c| !c.is_control()).take(40).collect();
            let as_a = match meaning {
                Meaning::Due => Unread::Date,
                Meaning::Priority => Unread::Priority,
                Meaning::TimeSpent => Unread::Duration,
                _ => Unread::YesOrNo,
            };
            self.odd.add(row.line, Oddity::Unread { text: short, as_a });
            extra.push(format!("{name}: {cell}"));
        }
    }

    pub(super) fn due(&mut self, row: &Row, extra: &mut Vec<String>) -> Option<i64> {
        let order = self.due?;
        let cell = self.text(row, Meaning::Due);
        let reading = local_date::read(&cell);
        let valid = |at: &i64| FieldType::Time.check(&Value::Int(*at)).is_ok();
        let zone = |local: LocalTime| (self.options.zone)(local);
        let at = reading.and_then(|reading| reading.at(order.month_first, &zone)).filter(valid);
        match at {
            None => self.unread(row, Meaning::Due, &cell, extra),
            Some(_) if !order.told && reading.is_some_and(Reading::is_ambiguous) => {
                self.notes.add(Note::AmbiguousDate, 1);
            }
            Some(_) => {}
        }
        at
    }

    pub(super) fn priority(&mut self, row: &Row, extra: &mut Vec<String>) -> Priority {
        let cell = self.text(row, Meaning::Priority);
        cells::priority(&cell).unwrap_or_else(|| {
            self.unread(row, Meaning::Priority, &cell, extra);
            Priority::Medium
        })
    }

    /// Whether it is done: a date says that it is, and stays as words.
    pub(super) fn done(&mut self, row: &Row, extra: &mut Vec<String>) -> bool {
        let cell = self.text(row, Meaning::Done);
        if local_date::read(&cell).is_some() {
            let name = self.columns.get(&Meaning::Done).map_or("", |column| &self.sheet.columns[*column].name);
            extra.push(format!("{name}: {cell}"));
            self.notes.add(Note::Kept, 1);
            return true;
        }
        cells::yes_no(&cell).unwrap_or_else(|| {
            self.unread(row, Meaning::Done, &cell, extra);
            false
        })
    }

    pub(super) fn time_spent(&mut self, row: &Row, extra: &mut Vec<String>) -> i64 {
        let cell = self.text(row, Meaning::TimeSpent);
        cells::duration(&cell).unwrap_or_else(|| {
            self.unread(row, Meaning::TimeSpent, &cell, extra);
            0
        })
    }

    /// The project of a row, by its name.
    pub(super) fn project(&mut self, row: &Row, extra: &mut Vec<String>) -> Option<String> {
        let name = text::line(&self.text(row, Meaning::Project), &mut self.notes);
        let name = text::cut(name, text::LINE, Note::LongName, &mut self.notes);
        if name.is_empty() {
            return None;
        }
        // An id that no id of a record can be mistaken for.
        let id = format!("name:{name}");
        if self.projects.iter().all(|project| project.id != id) {
            if self.projects.len() == MAX_PROJECTS {
                self.odd.add(row.line, Oddity::Projects { most: MAX_PROJECTS });
                extra.push(format!("Project: {name}"));
                return None;
            }
            self.projects.push(Project { id: id.clone(), name, description: String::new() });
        }
        Some(id)
    }

    /// The list of a row: one for each different status, in the order they come. A row without one is to be done or done.
    pub(super) fn list(&mut self, row: &Row, done: bool, extra: &mut Vec<String>) -> String {
        let mut name = text::line(&self.text(row, Meaning::Status), &mut self.notes);
        let known = |lists: &[List], name: &str| lists.iter().any(|list| list.id == name.to_lowercase());
        if !name.is_empty() && !known(&self.lists, &name) && self.lists.len() >= MAX_LISTS {
            self.odd.add(row.line, Oddity::Statuses { most: MAX_LISTS });
            extra.push(format!("Status: {name}"));
            name.clear();
        }
        let (id, name, status) = match (name.as_str(), done) {
            ("", false) => ("", "(no status)", Some(Status::Todo)),
            ("", true) => ("done", "Done", Some(Status::Done)),
            // Where a word stands in a table says nothing about what it means.
            (name, _) => (name, name, mapping::by_name(name).or(percent(name)).or(Some(Status::Todo))),
        };
        let id = id.to_lowercase();
        if !known(&self.lists, &id) {
            let name = text::cut(name.to_owned(), text::LINE, Note::LongName, &mut self.notes);
            let position = self.lists.len() as f64;
            self.lists.push(List { id: id.clone(), name, closed: false, position, status });
        }
        id
    }

    pub(super) fn members(&mut self, row: &Row, meaning: Meaning, max: usize) -> Vec<String> {
        let members = cells::several(&self.text(row, meaning));
        let members: Vec<String> = members
            .iter()
            .map(|member| text::cut(text::line(member, &mut self.notes), max, Note::LongName, &mut self.notes))
            .filter(|member| !member.is_empty())
            .collect();
        text::members(members, &mut self.notes)
    }

    pub(super) fn checklists(&mut self, row: &Row, card: &str, description: &mut String) -> Vec<Checklist> {
        let mut lists: Vec<Checklist> = Vec::new();
        let mut calls = Calls::default();
        for step in cells::steps(&self.text(row, Meaning::Steps)) {
            let (title, whole) = text::title(&step.title, &mut self.notes);
            if let Some(whole) = whole {
                let whole = format!("{description}\n\n{whole}").trim_start().to_owned();
                *description = text::cut(whole, text::PROSE, Note::LongText, &mut self.notes);
            }
            let name = text::line(&step.list, &mut self.notes);
            let name = text::cut(name, text::LINE, Note::LongName, &mut self.notes);
            let id = calls.next(&format!("{card}\n{name}\n{title}"));
            if lists.iter().all(|list| list.name != name) {
                lists.push(Checklist { id: name.clone(), name: name.clone(), items: Vec::new() });
            }
            if let Some(list) = lists.iter_mut().find(|list| list.name == name) {
                let position = list.items.len() as f64;
                list.items.push(ChecklistItem { id, title, done: step.done, position });
            }
        }
        lists
    }
}

/// The status that so many percent tell.
fn percent(name: &str) -> Option<Status> {
    let number: f64 = name.strip_suffix('%')?.trim().replace(',', ".").parse().ok()?;
    Some(match number {
        number if number <= 0.0 => Status::Todo,
        number if number < 100.0 => Status::InProgress,
        _ => Status::Done,
    })
}
