//! Reading Holdfast's own JSON export.

use std::collections::HashMap;

use super::{
    Board, Card, Checklist, ChecklistItem, Comment, Counted, ImportError, List, MAX_CARDS, Note, Notes, Odd, Place,
    Problem, Project, Source,
    error::short,
    file,
    flat::{self, Calls},
    json, text, time,
};
use crate::{
    entity::{FieldType, Priority, Status},
    export::document::{self, Document, FORMAT, VERSION},
    value::Value,
};

/// Whether JSON says near its beginning that it is such an export.
pub(super) fn is_export(text: &str) -> bool {
    text.find(FORMAT).is_some_and(|at| at < 200)
}

/// Reads an export.
pub(super) fn parse(bytes: &[u8]) -> Result<Board, ImportError> {
    file::check_size(bytes)?;
    let mut reader = Reader { notes: Notes::default(), calls: Calls::default(), engagement: String::new() };
    let text = super::decode::text(bytes, &mut reader.notes)?;
    // What form it has is seen before its parts are, because a newer one may have others.
    let value = file::parsed_json(&text)?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(version) if version > u64::from(VERSION) => {
            return Err(at("version", Problem::Newer(version)));
        }
        Some(_) => {}
        None => return Err(at("version", Problem::NoVersion)),
    }
    drop(value);
    let document: Document = serde_json::from_str(&text).map_err(|error| json::not_json(&text, &error))?;
    let tasks: usize = document.projects.iter().map(|project| project.tasks.len()).sum();
    if tasks > MAX_CARDS {
        return Err(ImportError::new(Place::File, Problem::Many { has: tasks, what: Counted::Tasks, most: MAX_CARDS }));
    }
    document.engagement.id.clone_into(&mut reader.engagement);
    reader.board(document)
}

fn at(path: &str, problem: Problem) -> ImportError {
    ImportError::new(Place::Path(path.to_owned()), problem)
}

struct Reader {
    notes: Notes,
    /// Whatever it is, no two things have one id.
    calls: Calls,
    engagement: String,
}

impl Reader {
    fn board(mut self, document: Document) -> Result<Board, ImportError> {
        let name = text::name(&document.engagement.name, &mut self.notes);
        let name = text::cut(name, text::LINE, Note::LongName, &mut self.notes);
        let (mut projects, mut cards) = (Vec::new(), Vec::new());
        for (place, project) in document.projects.iter().enumerate() {
            let id = self.id(&project.id);
            let name = text::name(&project.name, &mut self.notes);
            let name = text::cut(name, text::LINE, Note::LongName, &mut self.notes);
            let description = text::prose(&project.description, &mut self.notes);
            for (number, task) in project.tasks.iter().enumerate() {
                let place = format!("projects[{place}].tasks[{number}]");
                let position = cards.len() as f64;
                cards.push(
                    self.card(task, &id, position)
                        .map_err(|(field, problem)| at(&format!("{place}.{field}"), problem))?,
                );
            }
            projects.push(Project { id, name, description });
        }
        let lists = Status::ALL.iter().enumerate().map(|(position, status)| List {
            id: status.name().to_owned(),
            name: status.label().to_owned(),
            closed: false,
            position: position as f64,
            status: Some(*status),
        });
        let lists = lists.filter(|list| cards.iter().any(|card: &Card| card.list == list.id)).collect();
        Ok(Board {
            source: Source::Holdfast,
            source_id: self.engagement,
            name,
            description: String::new(),
            projects,
            lists,
            cards,
            left_out: Notes::default(),
            adjusted: self.notes,
            odd: Odd::default(),
        })
    }

    /// The id of something: where it lives and which it is there.
    fn id(&mut self, id: &str) -> String {
        let whole = format!("{}/{id}", self.engagement);
        self.calls.next(&whole)
    }

    fn card(&mut self, task: &document::Task, project: &str, position: f64) -> Result<Card, (String, Problem)> {
        let (title, mut description) = flat::titled(&task.title, &task.description, &mut self.notes);
        let unknown = |what: &str, name: &str| (what.to_owned(), Problem::Unknown(short(name)));
        let status = Status::named(&task.status).ok_or_else(|| unknown("status", &task.status))?;
        let priority = Priority::named(&task.priority).ok_or_else(|| unknown("priority", &task.priority))?;
        let due = task.due.as_deref().map(|due| moment("due", due)).transpose()?;
        let tags = task.tags.iter().map(|tag| self.member(tag, text::TAG)).filter(|tag| !tag.is_empty()).collect();
        let people = task.assignees.iter().map(|person| self.member(&person.name, text::PERSON));
        let people = people.filter(|name| !name.is_empty()).collect();
        let checklists = self.checklists(task, &mut description);
        let mut comments = Vec::new();
        for (number, comment) in task.comments.iter().enumerate() {
            let text = text::prose(&comment.text, &mut self.notes);
            if text.trim().is_empty() {
                self.notes.add(Note::EmptyComment, 1);
                continue;
            }
            let at = comment.at.as_deref().map(|at| moment(&format!("comments[{number}].at"), at)).transpose()?;
            comments.push(Comment { id: self.id(&comment.id), text, by: self.member(&comment.by, text::PERSON), at });
        }
        Ok(Card {
            id: self.id(&task.id),
            list: status.name().to_owned(),
            project: Some(project.to_owned()),
            parent: task.parent.as_deref().map(|parent| format!("{}/{parent}", self.engagement)),
            title,
            description,
            labels: text::members(tags, &mut self.notes),
            priority,
            due,
            done: status == Status::Done,
            closed: task.archived,
            contexts: Vec::new(),
            members: text::members(people, &mut self.notes),
            time_spent: task.time_spent_seconds,
            position,
            checklists,
            comments,
        })
    }

    fn member(&mut self, name: &str, max: usize) -> String {
        text::cut(text::line(name, &mut self.notes), max, Note::LongName, &mut self.notes)
    }

    fn checklists(&mut self, task: &document::Task, description: &mut String) -> Vec<Checklist> {
        let mut lists: Vec<Checklist> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for step in &task.steps {
            let name = text::line(&step.list, &mut self.notes);
            let name = text::cut(name, text::LINE, Note::LongName, &mut self.notes);
            let (title, whole) = text::title(&step.title, &mut self.notes);
            if let Some(whole) = whole {
                let whole = format!("{description}\n\n{whole}").trim_start().to_owned();
                *description = text::cut(whole, text::PROSE, Note::LongText, &mut self.notes);
            }
            let place = *places.entry(name.clone()).or_insert(lists.len());
            if place == lists.len() {
                lists.push(Checklist { id: name.clone(), name, items: Vec::new() });
            }
            let id = self.id(&step.id);
            let position = lists[place].items.len() as f64;
            lists[place].items.push(ChecklistItem { id, title, done: step.done, position });
        }
        lists
    }
}

/// A moment as the export writes it: a day alone is its noon.
fn moment(field: &str, value: &str) -> Result<i64, (String, Problem)> {
    let at = match value.len() {
        10 => time::parse(value).map(|midnight| midnight + crate::date::DAY / 2),
        _ => time::parse(value),
    };
    let at = at.ok_or_else(|| (field.to_owned(), Problem::NotADate(short(value))))?;
    let checked = FieldType::Time.check(&Value::Int(at));
    checked.map_err(|wrong| (field.to_owned(), Problem::Refused { text: short(value), wrong }))?;
    Ok(at)
}
