//! Search over records that are at hand: what a device finds by itself, as the server's search finds it.
//!
//! Which fields hold text is the schema's to say, so a new kind of record is found without a line here; the server's index
//! takes the same fields ([`text_fields`], [`text_of`]) and shows its hits by the same lines ([`shown`]).

mod shown;
mod texts;
mod words;

use std::cmp::Reverse;

pub use shown::{Shown, Text, shown};
pub use texts::{TextFields, is_text, text_fields, text_of};
pub use words::is_unspaced;

use self::{texts::parts, words::Words};
use crate::{
    Millis,
    entity::KINDS,
    id::RecordId,
    record::Record,
    value::FieldName,
    wire::remote::{SearchHit, SearchPage},
};

/// Between the texts of a record: no word goes over it.
const APART: char = '\n';

/// A search under way. It may be given the records bit by bit: whoever has many of them does something else in between.
///
/// A record is found that has all the words, in whichever of its texts; a word may be only begun, and in scripts that put no
/// spaces between words it may stand anywhere. Deleted records are not found.
///
/// ```
/// # use holdfast_core::{find::Search, record::Record};
/// # let records: Vec<Record> = Vec::new();
/// let mut search = Search::new("call port", 20);
/// for few in records.chunks(100) {
///     search.look(few, |_| true);
/// }
/// assert!(search.page().hits.is_empty());
/// ```
#[derive(Debug)]
pub struct Search<'a> {
    words: Words,
    kinds: Vec<(&'static str, TextFields)>,
    limit: usize,
    /// The best so far, the best first.
    best: Vec<Found<'a>>,
    more: bool,
    /// The texts of the record that is looked at: one piece of memory for all of them.
    text: String,
}

#[derive(Debug)]
struct Found<'a> {
    rank: Rank,
    record: &'a Record,
}

/// How many of the words stand in the text the record goes by, when it was made (when it was last written no record tells),
/// and which it is, so that the order is always the same. The least is the best.
type Rank = (Reverse<usize>, Reverse<Millis>, Reverse<RecordId>);

impl<'a> Search<'a> {
    /// A search for what was typed that gives so many hits. With no letter or digit in it, nothing is found.
    pub fn new(typed: &str, limit: usize) -> Self {
        let kinds = KINDS.iter().filter_map(|schema| Some((schema.name, text_fields(schema)?))).collect();
        Self { words: Words::new(typed), kinds, limit, best: Vec::new(), more: false, text: String::new() }
    }

    /// Looks at records, each of them once in a search. Of those that have the words, `is_there` says whether they are to be
    /// found.
    pub fn look(&mut self, records: impl IntoIterator<Item = &'a Record>, is_there: impl Fn(&Record) -> bool) {
        if self.words.is_empty() {
            return;
        }
        for record in records {
            if let Some(in_title) = self.fits(record).filter(|_| is_there(record)) {
                self.put((Reverse(in_title), Reverse(record.created_at), Reverse(record.id)), record);
            }
        }
    }

    /// What was found, the best first.
    pub fn page(self) -> SearchPage {
        let hits = self.best.iter().filter_map(|found| self.hit(found.record)).collect();
        SearchPage { hits, more: self.more }
    }

    /// If a record has all the words, how many of them stand in the text it goes by.
    fn fits(&mut self, record: &Record) -> Option<usize> {
        if record.deleted {
            return None;
        }
        let fields = fields_of(&self.kinds, record)?;
        self.text.clear();
        add(&mut self.text, record, fields.title);
        let in_title = self.words.iter().filter(|word| self.text.contains(*word)).count();
        if in_title < self.words.len() {
            fields.others.iter().for_each(|field| add(&mut self.text, record, field));
            self.words.iter().all(|word| self.text.contains(word)).then_some(in_title)
        } else {
            Some(in_title)
        }
    }

    fn put(&mut self, rank: Rank, record: &'a Record) {
        let place = self.best.partition_point(|other| other.rank <= rank);
        self.more |= self.best.len() == self.limit;
        if place < self.limit {
            self.best.truncate(self.limit - 1);
            self.best.insert(place, Found { rank, record });
        }
    }

    fn hit(&self, record: &Record) -> Option<SearchHit> {
        let fields = fields_of(&self.kinds, record)?;
        let marked = |field: &str| {
            let text = text_of(record.value(field)?)?;
            Some(Text { matches: self.words.places(&text), chars: text.chars().collect() })
        };
        // The text it goes by stands first, also where it is empty.
        let title = marked(fields.title).unwrap_or_default();
        let others = fields.others.iter().filter_map(|field| Some((FieldName::new_static(field), marked(field)?)));
        let texts = std::iter::once((FieldName::new_static(fields.title), title)).chain(others).collect();
        let Shown { title, field, snippet } = shown(texts);
        Some(SearchHit { scope: record.scope, id: record.id, kind: record.kind.clone(), title, field, snippet })
    }
}

fn fields_of<'k>(kinds: &'k [(&'static str, TextFields)], record: &Record) -> Option<&'k TextFields> {
    kinds.iter().find(|(kind, _)| *kind == record.kind.name()).map(|(_, fields)| fields)
}

/// Adds a field's texts to those that are searched.
fn add(text: &mut String, record: &Record, field: &str) {
    for part in record.value(field).into_iter().flat_map(parts) {
        words::add(text, part);
        text.push(APART);
    }
}
