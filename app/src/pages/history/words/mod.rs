//! An entry in words: a headline, and a line for each field. Kinds are told apart by their descriptions alone.

mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use holdfast_core::{
    effect::Life,
    entity::{ChecklistItem, Task},
    id::PersonId,
    record::Kind,
    value::{FieldName, Value},
    wire::remote::HistoryEntry,
};

pub(crate) use value::Text;
pub(super) use value::the;
use value::{is_blank, label};

use super::told::{Before, Told};
use crate::{
    hooks::Names,
    t,
    words::operation::{self, Form},
};

/// What the words depend on beside the entry.
#[derive(Clone, PartialEq)]
pub(crate) struct Speaker {
    /// The record's kind, if the record is here.
    pub(crate) kind: Option<Kind>,
    /// The members' names, and the titles of the tasks that the record was a part of.
    pub(crate) names: Names,
}

/// An entry in words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spoken {
    /// What was done, to follow the author's name: "changed the title".
    pub(super) headline: String,
    /// The fields, where the headline does not say all.
    pub(super) lines: Vec<Line>,
}

/// What became of one field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The field's name, for tests and styles.
    pub(super) field: FieldName,
    /// What the field is called.
    pub(super) label: String,
    pub(super) change: Change,
    /// What the entry left in the field, to be brought back.
    pub(super) value: Option<Value>,
    /// What to say and to keep of words that did not stay.
    pub(super) gone: Option<Gone>,
}

/// A change of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// To this; what was before is not known.
    To(Text),
    /// From this to that.
    FromTo(Text, Text),
    /// What people wrote, from this to that.
    Rewritten(String, String),
    /// These came into a set, those went.
    Members { added: Vec<String>, removed: Vec<String> },
    /// This was asked for and is not what stayed.
    Lost(Text),
}

/// Words that did not stay.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gone {
    pub(super) note: String,
    /// The words, if they are known and there are any.
    pub(super) words: Option<String>,
    /// The value, if it is known, to be put back.
    pub(super) value: Option<Value>,
}

impl Speaker {
    /// An entry in words.
    pub(super) fn speak(&self, told: &Told) -> Spoken {
        let entry = told.entry();
        let made = entry.life == Life::Created;
        let says_all = switch(entry).is_some();
        let shown = entry.fields.iter().filter(|(field, write)| {
            // Nobody reads an order's key, and what a new record leaves empty was not written by anyone.
            !(self.is_place(field) || made && is_blank(&write.value))
        });
        let mut lines: Vec<Line> = shown
            .filter_map(|(field, write)| {
                let before = told.before.get(field).filter(|_| !made);
                let unseen = entry.overwrote.contains(field);
                let gone = unseen.then(|| self.replaced(field, before, entry.author)).flatten();
                let change = self.change(field, before.map(|before| &before.value), &write.value);
                let value = Some(write.value.clone());
                let line = Line { field: field.clone(), label: label(field), change, value, gone };
                (!says_all || line.gone.is_some()).then_some(line)
            })
            .collect();
        lines.extend(entry.lost.iter().filter(|(field, _)| !self.is_place(field)).map(|(field, value)| {
            let gone =
                Gone { note: lost(entry).into(), words: self.words_in(field, value), value: Some(value.clone()) };
            let change = Change::Lost(self.text(field, value));
            Line { field: field.clone(), label: label(field), change, value: None, gone: Some(gone) }
        }));
        Spoken { headline: self.headline(told), lines }
    }

    fn headline(&self, told: &Told) -> String {
        let entry = told.entry();
        let noun = self.kind.as_ref().map_or_else(t::noun_record_the, |kind| operation::noun(kind, Form::The));
        if let Some(words) = switch(entry) {
            return words(noun);
        }
        let fields: Vec<&FieldName> = entry.fields.keys().collect();
        match (entry.life, &fields[..]) {
            (Life::Created, _) => t::did_create(noun),
            (Life::Deleted, _) => t::did_delete(noun),
            (Life::Restored, _) => t::did_bring_back(noun),
            (Life::Kept, []) if entry.lost.is_empty() => t::did_nothing().into(),
            (Life::Kept, []) => {
                let other = |field: &FieldName| t::another(&operation::field_label(field));
                match &entry.lost.keys().map(other).collect::<Vec<_>>()[..] {
                    [one] => t::did_ask(one),
                    [one, two] => t::did_ask(&format!("{one}{}{two}", t::and())),
                    many => t::did_ask_many(many.len()),
                }
            }
            (Life::Kept, fields) => {
                let named: Vec<String> = fields.iter().filter(|field| !self.is_place(field)).map(|f| the(f)).collect();
                match &named[..] {
                    [] => t::did_move(noun),
                    [one] => t::did_change(one),
                    [one, other] => t::did_change(&format!("{one}{}{other}", t::and())),
                    many => t::did_change_many(many.len()),
                }
            }
        }
    }

    fn change(&self, field: &FieldName, before: Option<&Value>, now: &Value) -> Change {
        match (before, now) {
            (Some(Value::Set(before)), Value::Set(now)) => self.members(before, now),
            (Some(Value::Null), Value::Set(now)) => self.members(&BTreeSet::new(), now),
            (Some(Value::Text(before)), Value::Text(now)) if self.is_compared(field, before, now) => {
                Change::Rewritten(before.clone(), now.clone())
            }
            (Some(before), now) => Change::FromTo(self.text(field, before), self.text(field, now)),
            (None, now) => Change::To(self.text(field, now)),
        }
    }

    fn members(&self, before: &BTreeSet<String>, now: &BTreeSet<String>) -> Change {
        let named = |set: &BTreeSet<String>, without: &BTreeSet<String>| {
            set.difference(without).map(|member| self.names.of(member).to_owned()).collect()
        };
        Change::Members { added: named(now, before), removed: named(before, now) }
    }

    /// What an author replaced without having seen it. Nothing if that was nothing.
    fn replaced(&self, field: &FieldName, before: Option<&Before>, author: PersonId) -> Option<Gone> {
        let words = before.and_then(|before| self.words_in(field, &before.value));
        let note = match before {
            None => t::replaced_newer().to_owned(),
            Some(before) if is_blank(&before.value) => return None,
            Some(Before { by: None, .. }) => t::replaced_newer().to_owned(),
            Some(Before { by: Some(by), .. }) => {
                let person = by.to_string();
                let name = self.names.of(&person);
                match (words.is_some(), *by == author) {
                    (true, false) => t::replaced_written(name),
                    (true, true) => t::replaced_written_elsewhere(name),
                    (false, false) => t::replaced_chosen(name),
                    (false, true) => t::replaced_chosen_elsewhere(name),
                }
            }
        };
        let value = before.map(|before| before.value.clone());
        Some(Gone { note, words, value })
    }
}

/// Why something that was asked for is not what stayed.
fn lost(entry: &HistoryEntry) -> &'static str {
    match entry.life {
        Life::Deleted => t::lost_deleted(),
        Life::Created | Life::Kept | Life::Restored => t::lost_stayed(),
    }
}

/// What turning one field on or off is called, around the record's noun, if an entry did just that.
fn switch(entry: &HistoryEntry) -> Option<fn(&str) -> String> {
    let mut fields = entry.fields.iter();
    let (Some((field, write)), None, Life::Kept) = (fields.next(), fields.next(), entry.life) else { return None };
    match (field.as_str(), &write.value) {
        (Task::ARCHIVED, Value::Flag(true)) => Some(t::did_archive),
        (Task::ARCHIVED, Value::Flag(false)) => Some(t::did_unarchive),
        (ChecklistItem::DONE, Value::Flag(true)) => Some(t::did_tick),
        (ChecklistItem::DONE, Value::Flag(false)) => Some(t::did_untick),
        _ => None,
    }
}
