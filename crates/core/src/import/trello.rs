//! Reading a Trello board's JSON export: the board with its lists, cards, checklists and, among the actions, comments.
//!
//! A file is refused, with the place named, when it is not what it claims to be: not JSON, of another shape, without an id
//! or with one twice, with a date that is none, or beyond the limits here. What is well formed but has no place in
//! Holdfast, or points at something the file lacks, is left out and counted.

mod attached;

use std::collections::HashMap;

use super::{
    Board, Card, Counted, ImportError, List, Note, Notes, Odd, Place, Problem, Source, file,
    json::{self, Ids, Object},
    text,
};
pub use super::{MAX_BYTES, MAX_CARDS};
use crate::entity::Priority;

/// Reads an export.
pub fn parse(bytes: &[u8]) -> Result<Board, ImportError> {
    file::check_size(bytes)?;
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let text = std::str::from_utf8(&bytes[mark..])
        .map_err(|error| ImportError::new(Place::Byte(mark + error.valid_up_to()), Problem::NotUtf8))?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| json::not_json(text, &error))?;
    let root = Object::root(&value)?;
    for field in ["lists", "cards"] {
        if !root.has(field) {
            return Err(root.error(field, Problem::NoPart));
        }
    }
    let cards = root.array("cards")?.len();
    if cards > MAX_CARDS {
        return Err(root.error("cards", Problem::Many { has: cards, what: Counted::Cards, most: MAX_CARDS }));
    }
    Reader::default().board(&root)
}

/// What is noted while reading.
#[derive(Default)]
struct Reader {
    left_out: Notes,
    adjusted: Notes,
}

/// Names of people and labels by id.
struct Names<'a> {
    members: HashMap<&'a str, String>,
    labels: HashMap<&'a str, Object<'a>>,
}

impl Reader {
    fn board(mut self, root: &Object<'_>) -> Result<Board, ImportError> {
        let source_id = root.id("id")?.to_owned();
        let name = text::name(root.text("name")?, &mut self.adjusted);
        let name = text::cut(name, text::LINE, Note::LongName, &mut self.adjusted);
        let description = text::prose(root.text("desc")?, &mut self.adjusted);
        self.left_out.add(Note::PowerUp, root.count("powerUps") + root.count("pluginData"));

        let lists = self.lists(root)?;
        let names = Names { members: self.members(root)?, labels: labels(root)? };
        let mut cards = self.cards(root, &lists, &names)?;
        let by_id = cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
        self.checklists(root, &mut cards, &by_id)?;
        self.comments(root, &mut cards, &by_id, &names)?;
        let Self { left_out, adjusted } = self;
        let (source, projects, odd) = (Source::Trello, Vec::new(), Odd::default());
        Ok(Board { source, source_id, name, description, projects, lists, cards, left_out, adjusted, odd })
    }

    fn lists(&mut self, root: &Object<'_>) -> Result<Vec<List>, ImportError> {
        let mut ids = Ids::default();
        let mut lists = Vec::new();
        for list in root.objects("lists")? {
            let list = list?;
            lists.push(List {
                id: ids.claim(&list)?.to_owned(),
                name: text::name(list.text("name")?, &mut self.adjusted),
                closed: list.flag("closed")?,
                position: list.position("pos")?,
                status: None,
            });
        }
        // The sort is stable: lists at one position stay in the file's order. So it is with cards and steps.
        lists.sort_by(|a, b| a.position.total_cmp(&b.position));
        Ok(lists)
    }

    fn members<'a>(&mut self, root: &Object<'a>) -> Result<HashMap<&'a str, String>, ImportError> {
        let mut ids = Ids::default();
        let mut members = HashMap::new();
        for member in root.objects("members")? {
            let member = member?;
            let id = ids.claim(&member)?;
            let name = self.person(&member)?;
            if !name.is_empty() {
                members.insert(id, name);
            }
        }
        Ok(members)
    }

    /// A person's name, or the one they sign in with, or nothing.
    fn person(&mut self, member: &Object<'_>) -> Result<String, ImportError> {
        let mut name = text::line(member.text("fullName")?, &mut self.adjusted);
        if name.is_empty() {
            name = text::line(member.text("username")?, &mut self.adjusted);
        }
        Ok(text::cut(name, text::PERSON, Note::LongName, &mut self.adjusted))
    }

    fn cards(&mut self, root: &Object<'_>, lists: &[List], names: &Names<'_>) -> Result<Vec<Card>, ImportError> {
        let rank: HashMap<&str, usize> =
            lists.iter().enumerate().map(|(rank, list)| (list.id.as_str(), rank)).collect();
        let mut ids = Ids::default();
        let mut cards = Vec::new();
        for card in root.objects("cards")? {
            let card = card?;
            let id = ids.claim(&card)?;
            let list = card.text("idList")?;
            match rank.get(list) {
                Some(rank) => cards.push((*rank, self.card(id, list, &card, names)?)),
                None => self.left_out.add(Note::UnknownList, 1),
            }
        }
        cards.sort_by(|(a_rank, a), (b_rank, b)| a_rank.cmp(b_rank).then(a.position.total_cmp(&b.position)));
        Ok(cards.into_iter().map(|(_, card)| card).collect())
    }

    fn card(&mut self, id: &str, list: &str, card: &Object<'_>, names: &Names<'_>) -> Result<Card, ImportError> {
        let (title, whole_title) = text::title(card.text("name")?, &mut self.adjusted);
        let mut description = text::prose(card.text("desc")?, &mut self.adjusted);
        if let Some(whole) = whole_title {
            description = format!("{whole}\n\n{description}").trim_end().to_owned();
            description = text::cut(description, text::PROSE, Note::LongText, &mut self.adjusted);
        }
        self.count_left_out(card)?;
        Ok(Card {
            id: id.to_owned(),
            list: list.to_owned(),
            project: None,
            parent: None,
            title,
            description,
            labels: self.labels(card, names)?,
            priority: Priority::Medium,
            due: card.time("due")?,
            done: card.flag("dueComplete")?,
            closed: card.flag("closed")?,
            contexts: Vec::new(),
            members: self.people(card, names)?,
            time_spent: 0,
            position: card.position("pos")?,
            checklists: Vec::new(),
            comments: Vec::new(),
        })
    }

    /// Counts what a card has and a task has no field for. Its shape does not matter, so nothing here is refused.
    fn count_left_out(&mut self, card: &Object<'_>) -> Result<(), ImportError> {
        for (field, note) in [
            ("attachments", Note::Attachment),
            ("idMembersVoted", Note::Vote),
            ("stickers", Note::Sticker),
            ("customFieldItems", Note::CustomField),
            ("pluginData", Note::PowerUp),
        ] {
            self.left_out.add(note, card.count(field));
        }
        let covers = ["idAttachment", "color", "idUploadedBackground", "idPlugin", "sharedSourceUrl"];
        let covered =
            card.object("cover").ok().flatten().is_some_and(|cover| covers.iter().any(|kind| cover.has(kind)));
        self.left_out.add(Note::Cover, usize::from(covered || card.has("idAttachmentCover")));
        let located = ["coordinates", "address", "locationName"].iter().any(|field| card.has(field));
        self.left_out.add(Note::Location, usize::from(located));
        self.left_out.add(Note::StartDate, usize::from(card.has("start")));
        Ok(())
    }

    /// The labels on a card; old exports give only their ids.
    fn labels(&mut self, card: &Object<'_>, names: &Names<'_>) -> Result<Vec<String>, ImportError> {
        let mut on_card: Vec<Object<'_>> = card.objects("labels")?.collect::<Result<_, _>>()?;
        if on_card.is_empty() {
            on_card = card.texts("idLabels")?.iter().filter_map(|id| names.labels.get(id).cloned()).collect();
        }
        let mut labels = Vec::new();
        for label in on_card {
            let mut name = text::line(label.text("name")?, &mut self.adjusted);
            if name.is_empty() {
                name = text::line(label.text("color")?, &mut self.adjusted);
            }
            match name.as_str() {
                "" => self.left_out.add(Note::EmptyLabel, 1),
                _ => labels.push(text::cut(name, text::TAG, Note::LongName, &mut self.adjusted)),
            }
        }
        Ok(text::members(labels, &mut self.adjusted))
    }

    fn people(&mut self, card: &Object<'_>, names: &Names<'_>) -> Result<Vec<String>, ImportError> {
        let mut people = Vec::new();
        for id in card.texts("idMembers")? {
            match names.members.get(id) {
                Some(name) => people.push(name.clone()),
                None => self.left_out.add(Note::UnknownMember, 1),
            }
        }
        Ok(text::members(people, &mut self.adjusted))
    }
}

fn labels<'a>(root: &Object<'a>) -> Result<HashMap<&'a str, Object<'a>>, ImportError> {
    let mut ids = Ids::default();
    let labels = root.objects("labels")?;
    labels.map(|label| label.and_then(|label| Ok((ids.claim(&label)?, label)))).collect()
}
