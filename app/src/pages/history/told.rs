//! What was done, joined over pages: the value that one entry wrote is the value before to the next one of its field.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    effect::Life,
    id::PersonId,
    value::{FieldName, Value},
    wire::remote::{HistoryEntry, HistoryPage},
};

/// An entry of a page, found again by the page and its place there.
#[derive(Clone, Debug)]
pub(super) struct Told {
    page: Rc<HistoryPage>,
    place: usize,
    /// What there was before, by field, where it is known.
    pub(super) before: BTreeMap<FieldName, Before>,
}

/// What a field held before an entry wrote it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Before {
    pub(super) value: Value,
    /// Who had written it, where that is known too.
    pub(super) by: Option<PersonId>,
}

impl Told {
    /// The entry.
    pub(super) fn entry(&self) -> &HistoryEntry {
        &self.page.entries[self.place]
    }
}

/// The entries of pages that follow each other, newest first; one that two pages have is told once.
pub(super) fn told<'a>(pages: impl DoubleEndedIterator<Item = &'a Rc<HistoryPage>>) -> Vec<Told> {
    let mut known: BTreeMap<FieldName, Before> = BTreeMap::new();
    let mut told: Vec<Told> = Vec::new();
    // From when it was made on, a field that no entry has written held nothing.
    let mut is_whole = false;
    for page in pages.rev() {
        // A page read later may begin where the one below it has grown to.
        let newest = told.last().map(|last| last.entry().seq);
        for (place, entry) in page.entries.iter().enumerate().rev() {
            if newest.is_some_and(|newest| entry.seq <= newest) {
                continue;
            }
            let before = entry.fields.iter().filter_map(|(field, write)| {
                let known = known.get(field);
                let before = match (&write.before, known) {
                    (Some(value), known) => Before { value: value.clone(), by: known.and_then(|known| known.by) },
                    (None, Some(known)) => known.clone(),
                    (None, None) if is_whole => Before { value: Value::Null, by: None },
                    (None, None) => return None,
                };
                Some((field.clone(), before))
            });
            let before = before.collect();
            let now = entry.fields.iter();
            known.extend(
                now.map(|(field, write)| {
                    (field.clone(), Before { value: write.value.clone(), by: Some(entry.author) })
                }),
            );
            is_whole = is_whole || entry.life == Life::Created;
            told.push(Told { page: Rc::clone(page), place, before });
        }
    }
    told.reverse();
    told
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{Id, OpId},
        record::Seq,
        wire::remote::FieldWrite,
    };

    use super::*;

    /// An entry in which that person put that name.
    fn entry(seq: u64, by: u8, name: &str) -> HistoryEntry {
        let write = FieldWrite { value: Value::Text(name.into()), before: None };
        HistoryEntry {
            seq: Seq(seq),
            op_id: OpId::new(seq, [0; 10]),
            author: Id::new(0, [by; 10]),
            at: seq,
            made: 0,
            life: Life::Kept,
            fields: BTreeMap::from([("name".into(), write)]),
            overwrote: Vec::new(),
            lost: BTreeMap::new(),
        }
    }

    fn page(entries: Vec<HistoryEntry>) -> Rc<HistoryPage> {
        Rc::new(HistoryPage { entries, older: None, newer: Seq(0), has_newer: false, floor: Seq(0) })
    }

    #[test]
    fn what_was_before_is_found_on_the_next_page() {
        let pages = [page(vec![entry(9, 2, "Quay")]), page(vec![entry(5, 1, "Harbour")])];
        let told = told(pages.iter());
        assert_eq!(told.iter().map(|told| told.entry().seq.0).collect::<Vec<_>>(), [9, 5]);
        let before = Before { value: Value::Text("Harbour".into()), by: Some(Id::new(0, [1; 10])) };
        assert_eq!(told[0].before.get("name"), Some(&before));
        assert!(told[1].before.is_empty(), "what was before the first is not known");
    }

    #[test]
    fn the_value_before_that_the_page_tells_is_taken_over() {
        let mut newest = entry(9, 2, "Quay");
        newest.fields.entry("name".into()).and_modify(|write| write.before = Some(Value::Null));
        let told = told([page(vec![newest])].iter());
        assert_eq!(told[0].before.get("name"), Some(&Before { value: Value::Null, by: None }));
    }

    #[test]
    fn a_field_that_nobody_had_written_since_it_was_made_held_nothing() {
        let made = HistoryEntry { life: Life::Created, fields: BTreeMap::new(), ..entry(2, 1, "") };
        let told = told([page(vec![entry(9, 2, "Quay"), made])].iter());
        assert_eq!(told[0].before.get("name"), Some(&Before { value: Value::Null, by: None }));
    }

    #[test]
    fn an_entry_of_two_pages_is_told_once() {
        let pages = [page(vec![entry(9, 1, "c"), entry(5, 1, "b")]), page(vec![entry(5, 1, "b"), entry(2, 1, "a")])];
        let seqs: Vec<u64> = told(pages.iter()).iter().map(|told| told.entry().seq.0).collect();
        assert_eq!(seqs, [9, 5, 2]);
    }
}
