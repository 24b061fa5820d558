//! From rows to cards.

use std::collections::{BTreeMap, HashMap};

use super::{Row, Sheet, cells, meaning::Meaning};
use crate::{
    export::unguarded,
    import::{
        Board, Card, ImportError, List, Notes, Odd, Oddity, Options, Place, Problem, Project, Source,
        flat::{self, Calls},
        local_date, text,
    },
};

/// The heading of the ids in tables that Holdfast wrote.
const OWN_ID: &str = crate::export::ID_HEADING;

pub(super) fn board(sheet: &Sheet, meanings: &[Option<Meaning>], options: &Options<'_>) -> Result<Board, ImportError> {
    let mut columns = BTreeMap::new();
    for (column, meaning) in meanings.iter().enumerate().take(sheet.columns.len()) {
        if let Some(meaning) = meaning {
            columns.entry(*meaning).or_insert(column);
        }
    }
    if !columns.contains_key(&Meaning::Title) {
        return Err(ImportError::new(Place::Columns, Problem::NoTitle));
    }
    let own = columns.get(&Meaning::Id).is_some_and(|id| sheet.columns[*id].name == OWN_ID);
    let due = columns.get(&Meaning::Due).map(|column| Order::of(sheet, *column, options.month_first));
    let mut notes = sheet.notes.clone();
    let (source_id, name) = flat::named(options.name, &mut notes);
    let reader = Reader {
        sheet,
        columns,
        own,
        due,
        options,
        notes,
        odd: sheet.odd.clone(),
        lists: Vec::new(),
        projects: Vec::new(),
    };
    Ok(reader.board(source_id, name))
}

/// In which order a column's dates have day and month.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) month_first: bool,
    /// Whether some of its dates tell.
    pub(super) told: bool,
}

impl Order {
    fn of(sheet: &Sheet, column: usize, month_first: bool) -> Self {
        let told = sheet.rows.iter().filter_map(|row| local_date::read(row.cell(column))?.order());
        let (month, day) = told.fold((false, false), |(month, day), first| (month || first, day || !first));
        // A column that tells both is of no one order.
        match (month, day) {
            (true, false) => Self { month_first: true, told: true },
            (false, true) => Self { month_first: false, told: true },
            _ => Self { month_first, told: false },
        }
    }
}

/// A table being read: its fields are what the rows before have come to.
pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet,
    /// The column of each meaning.
    pub(super) columns: BTreeMap<Meaning, usize>,
    /// Whether Holdfast wrote the table.
    pub(super) own: bool,
    pub(super) due: Option<Order>,
    pub(super) options: &'a Options<'a>,
    pub(super) notes: Notes,
    pub(super) odd: Odd,
    pub(super) lists: Vec<List>,
    pub(super) projects: Vec<Project>,
}

impl Reader<'_> {
    fn board(mut self, source_id: String, name: String) -> Board {
        let mut calls = Calls::default();
        let mut cards = Vec::with_capacity(self.sheet.rows.len());
        let places = self.places();
        for (index, row) in self.sheet.rows.iter().enumerate() {
            let card = self.card(row, index as f64, &places, &mut calls);
            cards.push(card);
        }
        if !self.own {
            // What the cells call a row by is not what its card is.
            let ids: Vec<String> = cards.iter().map(|card| card.id.clone()).collect();
            for card in &mut cards {
                card.parent = card.parent.take().and_then(|named| Some(ids.get(*places.get(&named)?)?.clone()));
            }
        }
        let source = if self.own { Source::Holdfast } else { Source::Csv };
        let Self { lists, projects, notes: adjusted, odd, .. } = self;
        let (description, left_out) = (String::new(), Notes::default());
        Board { source, source_id, name, description, projects, lists, cards, left_out, adjusted, odd }
    }

    /// The text of a row's cell of that meaning; nothing if no column has it.
    pub(super) fn text(&self, row: &Row, meaning: Meaning) -> String {
        let Some(column) = self.columns.get(&meaning) else { return String::new() };
        match row.cells.get(*column) {
            Some(cell) if self.own => unguarded(cell).to_owned(),
            _ => row.cell(*column).to_owned(),
        }
    }

    /// Where the rows are that others may be parts of: by their ids, and by their titles, of which the first counts.
    fn places(&self) -> HashMap<String, usize> {
        let mut places = HashMap::new();
        if self.columns.contains_key(&Meaning::Parent) {
            for meaning in [Meaning::Id, Meaning::Title] {
                for (place, row) in self.sheet.rows.iter().enumerate() {
                    places.entry(self.text(row, meaning)).or_insert(place);
                }
            }
        }
        places
    }

    /// What a row calls the one that it is a part of. In a table of our own that may be a task of elsewhere.
    fn parent(&self, row: &Row, places: &HashMap<String, usize>, extra: &mut Vec<String>) -> Option<String> {
        let named = self.text(row, Meaning::Parent);
        if named.is_empty() || self.own || places.contains_key(&named) {
            return (!named.is_empty()).then_some(named);
        }
        let column = self.columns.get(&Meaning::Parent)?;
        extra.push(format!("{}: {named}", self.sheet.columns[*column].name));
        None
    }

    fn card(&mut self, row: &Row, position: f64, places: &HashMap<String, usize>, calls: &mut Calls) -> Card {
        let given = self.text(row, Meaning::Title);
        if given.is_empty() {
            self.odd.add(row.line, Oddity::Untitled);
        }
        let mut extra = self.unmapped(row);
        let project = self.project(row, &mut extra);
        let due = self.due(row, &mut extra);
        let priority = self.priority(row, &mut extra);
        let done = self.done(row, &mut extra);
        let list = self.list(row, done, &mut extra);
        let time_spent = self.time_spent(row, &mut extra);
        let archived = self.text(row, Meaning::Archived);
        let closed = cells::yes_no(&archived).unwrap_or_else(|| {
            self.unread(row, Meaning::Archived, &archived, &mut extra);
            false
        });
        let parent = self.parent(row, places, &mut extra);
        let description = self.text(row, Meaning::Description);
        let description = [description].into_iter().chain(extra).filter(|part| !part.is_empty());
        let description = description.collect::<Vec<_>>().join("\n");
        let (title, mut description) = flat::titled(&given, &description, &mut self.notes);
        let id = self.id(row, &title, calls);
        let tags = self.members(row, Meaning::Tags, text::TAG);
        let members = self.members(row, Meaning::Assignees, text::PERSON);
        let checklists = self.checklists(row, &id, &mut description);
        let comments = Vec::new();
        Card {
            id,
            list,
            project,
            parent,
            title,
            description,
            labels: tags,
            priority,
            due,
            done,
            closed,
            contexts: Vec::new(),
            members,
            time_spent,
            position,
            checklists,
            comments,
        }
    }

    /// What stands for a row in the ids of what it makes. An id that is only a number is any table's, so it counts
    /// together with the title; a row without one is known by its title.
    fn id(&self, row: &Row, title: &str, calls: &mut Calls) -> String {
        let id = self.text(row, Meaning::Id);
        let is_telling = id.chars().count() >= 8 || (id.contains(char::is_numeric) && id.contains(char::is_alphabetic));
        match id.as_str() {
            "" => calls.next(&format!("title:{title}")),
            // A repeated one, by hand or by copying a row, gets a number.
            id if self.own => calls.next(id),
            id if is_telling => calls.next(&format!("id:{id}")),
            id => calls.next(&format!("id:{id}:{title}")),
        }
    }
}
