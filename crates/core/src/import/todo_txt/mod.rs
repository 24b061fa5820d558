//! Lists in the form of todo.txt: a task a line, with completion, priority, dates, +projects, @contexts and key:value pairs.
//! Projects and contexts become tags (a line can have several); what no field holds is kept in the description. Lines of
//! plain words are a list too.

mod line;

use line::Line;

use super::{
    Board, Card, Counted, ImportError, List, MAX_CARDS, Note, Notes, Odd, Oddity, Options, Place, Problem, Source,
    Unread, decode, file,
    flat::{self, Calls},
    local_date, text,
};
use crate::{
    entity::{FieldType, Priority, Status},
    value::Value,
};

/// Reads a list.
pub fn parse(bytes: &[u8], options: &Options<'_>) -> Result<Board, ImportError> {
    file::check_size(bytes)?;
    let mut reader = Reader { options, notes: Notes::default(), odd: Odd::default() };
    let text = decode::text(bytes, &mut reader.notes)?;
    let (source_id, name) = flat::named(options.name, &mut reader.notes);
    let lines = text.lines().flat_map(|line| line.split('\r')).enumerate();
    let lines: Vec<(usize, &str)> =
        lines.map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(ImportError::new(Place::File, Problem::Empty));
    }
    if lines.len() > MAX_CARDS {
        return Err(ImportError::new(
            Place::File,
            Problem::Many { has: lines.len(), what: Counted::Tasks, most: MAX_CARDS },
        ));
    }
    let mut calls = Calls::default();
    let cards: Vec<Card> = lines.into_iter().map(|(number, line)| reader.card(number, line, &mut calls)).collect();
    let lists = [Status::Todo, Status::Done].into_iter().enumerate().map(|(position, status)| List {
        id: status.name().to_owned(),
        name: status.label().to_owned(),
        closed: false,
        position: position as f64,
        status: Some(status),
    });
    let lists = lists.filter(|list| cards.iter().any(|card| card.list == list.id)).collect();
    Ok(Board {
        source: Source::TodoTxt,
        source_id,
        name,
        description: String::new(),
        projects: Vec::new(),
        lists,
        cards,
        left_out: Notes::default(),
        adjusted: reader.notes,
        odd: reader.odd,
    })
}

/// Whether a good part of the first lines have a mark that only todo.txt gives them.
pub(super) fn looks_like_a_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(50).collect();
    let marked = lines.iter().filter(|line| Line::parse(line).is_marked()).count();
    marked * 3 >= lines.len()
}

struct Reader<'a> {
    options: &'a Options<'a>,
    notes: Notes,
    odd: Odd,
}

impl Reader<'_> {
    fn card(&mut self, number: usize, raw: &str, calls: &mut Calls) -> Card {
        let line = Line::parse(raw);
        let mut kept: Vec<String> = Vec::new();
        let mut due = None;
        for (key, value) in &line.pairs {
            if key.eq_ignore_ascii_case("due") && due.is_none() {
                due = self.due(value);
                if due.is_some() {
                    continue;
                }
                let text: String = value.chars().take(40).collect();
                self.odd.add(number, Oddity::Unread { text, as_a: Unread::Date });
            }
            kept.push(format!("{key}:{value}"));
        }
        let priority = match line.priority {
            None | Some('C') => Priority::Medium,
            Some('A') => Priority::Urgent,
            Some('B') => Priority::High,
            Some(letter) => {
                if letter != 'D' {
                    kept.push(format!("Priority: {letter}"));
                }
                Priority::Low
            }
        };
        kept.extend(line.created.map(|date| format!("Created: {date}")));
        kept.extend(line.completed.map(|date| format!("Completed: {date}")));
        let (title, description) = flat::titled(&line.title, &kept.join("\n"), &mut self.notes);
        let mut clean =
            |tag: &&str| text::cut(text::line(tag, &mut self.notes), text::TAG, Note::LongName, &mut self.notes);
        let tags: Vec<String> = line.tags.iter().map(&mut clean).filter(|tag| !tag.is_empty()).collect();
        let status = if line.done { Status::Done } else { Status::Todo };
        Card {
            id: calls.next(&line.key),
            list: status.name().to_owned(),
            project: None,
            parent: None,
            title,
            description,
            contexts: contexts(&line),
            labels: text::members(tags, &mut self.notes),
            priority,
            due,
            done: line.done,
            closed: false,
            members: Vec::new(),
            time_spent: 0,
            position: number as f64,
            checklists: Vec::new(),
            comments: Vec::new(),
        }
    }

    fn due(&mut self, value: &str) -> Option<i64> {
        let reading = local_date::read(value)?;
        let at = reading.at(self.options.month_first, self.options.zone);
        let at = at.filter(|at| FieldType::Time.check(&Value::Int(*at)).is_ok());
        let ambiguous = at.is_some() && reading.is_ambiguous();
        self.notes.add(Note::AmbiguousDate, usize::from(ambiguous));
        at
    }
}

/// Its contexts, as they stand among its labels.
fn contexts(line: &Line<'_>) -> Vec<String> {
    // What had to be changed in them is noted with the labels.
    let mut noted = Notes::default();
    let mut clean = |name: &&str| text::cut(text::line(name, &mut noted), text::TAG, Note::LongName, &mut noted);
    line.contexts.iter().map(&mut clean).collect()
}
