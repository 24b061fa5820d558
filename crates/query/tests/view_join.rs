//! Rows sorted and grouped by a record they refer to: what recomputation gives, whichever of the two changes.

use std::{cell::RefCell, collections::BTreeMap};

use holdfast_query::view::{JoinSpec, JoinView, Outcome, Place};
use proptest::prelude::*;

/// A book, by its author.
#[derive(Clone, Debug)]
struct Book {
    id: u16,
    author: Option<u8>,
    title: u8,
}

#[derive(Clone, Debug)]
struct Author {
    name: u8,
    country: u8,
    hidden: bool,
}

/// Grouped by the author's country, sorted by the author's name and then the title; books of unknown authors come in a group
/// of their own, those of hidden authors are not shown.
struct ByAuthor;

impl JoinSpec for ByAuthor {
    type Row = Book;
    type Id = u16;
    type Foreign = Author;
    type ForeignId = u8;
    type Key = (u8, u8);
    type Group = Option<u8>;

    fn id(&self, book: &Book) -> u16 {
        book.id
    }

    fn foreign(&self, book: &Book) -> Option<u8> {
        book.author
    }

    fn place(&self, book: &Book, author: Option<&Author>) -> Option<Place<Option<u8>, (u8, u8)>> {
        let Some(author) = author else { return Some(Place { group: None, key: (0, book.title) }) };
        (!author.hidden).then_some(Place { group: Some(author.country), key: (author.name, book.title) })
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Book(u16, Option<(Option<u8>, u8)>),
    Author(u8, Option<(u8, u8, bool)>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let book = prop::option::weighted(0.8, (prop::option::weighted(0.9, 0_u8..6), 0_u8..5));
    let author = prop::option::weighted(0.8, (0_u8..5, 0_u8..3, prop::bool::weighted(0.2)));
    prop_oneof![
        3 => (0_u16..80, book).prop_map(|(id, book)| Edit::Book(id, book)),
        1 => (0_u8..6, author).prop_map(|(id, author)| Edit::Author(id, author)),
    ]
}

#[derive(Default)]
struct Library {
    books: BTreeMap<u16, Book>,
    authors: BTreeMap<u8, Author>,
}

type Rows = BTreeMap<Option<u8>, Vec<(u16, (u8, u8))>>;

impl Library {
    fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::Book(id, Some((author, title))) => drop(self.books.insert(id, Book { id, author, title })),
            Edit::Book(id, None) => drop(self.books.remove(&id)),
            Edit::Author(id, Some((name, country, hidden))) => {
                self.authors.insert(id, Author { name, country, hidden });
            }
            Edit::Author(id, None) => drop(self.authors.remove(&id)),
        }
    }

    fn expected(&self) -> Rows {
        let mut groups = Rows::new();
        for book in self.books.values() {
            let author = book.author.and_then(|id| self.authors.get(&id));
            if let Some(place) = ByAuthor.place(book, author) {
                groups.entry(place.group).or_default().push((book.id, place.key));
            }
        }
        groups.values_mut().for_each(|rows| rows.sort_by_key(|(id, key)| (*key, *id)));
        groups
    }

    fn apply(&self, view: &mut JoinView<ByAuthor>, edits: &[Edit]) -> Vec<Outcome<Option<u8>>> {
        let books = edits.iter().filter_map(|edit| if let Edit::Book(id, _) = edit { Some(*id) } else { None });
        let authors = edits.iter().filter_map(|edit| if let Edit::Author(id, _) = edit { Some(*id) } else { None });
        view.apply(books, authors, &(|id| self.books.get(&id).cloned(), |id| self.authors.get(&id).cloned()))
    }
}

fn shown(view: &JoinView<ByAuthor>) -> Rows {
    let view = view.view();
    let rows = |group| view.rows(group, 0..view.count(group)).map(|(id, key)| (id, *key)).collect();
    view.groups().map(|(group, _)| (*group, rows(group))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_join_is_what_recomputation_gives(
        start in prop::collection::vec(edit(), 0..150),
        batches in prop::collection::vec(prop::collection::vec(edit(), 1..30), 1..20),
        one_by_one in any::<bool>(),
    ) {
        let mut library = Library::default();
        start.iter().for_each(|edit| library.edit(edit));
        let mut view = JoinView::new(ByAuthor);
        let authors = library.authors.clone();
        view.rebuild(library.books.values().cloned(), &(|_| None, |id| authors.get(&id).cloned()));
        prop_assert_eq!(shown(&view), library.expected());
        for batch in &batches {
            let size = if one_by_one { 1 } else { batch.len() };
            for edits in batch.chunks(size) {
                let before = library.expected();
                edits.iter().for_each(|edit| library.edit(edit));
                let outcomes = library.apply(&mut view, edits);
                prop_assert_eq!(shown(&view), library.expected());
                prop_assert!(!outcomes.is_empty() || before == library.expected(), "a change without an outcome");
            }
        }
    }
}

/// Changes one author; which books and authors the view then looks up, and how many outcomes that has.
fn looked_up(library: &mut Library, view: &mut JoinView<ByAuthor>, author: u8, name: u8) -> (Vec<u16>, Vec<u8>, usize) {
    library.edit(&Edit::Author(author, Some((name, 0, false))));
    let (books, authors) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
    let book = |id| {
        books.borrow_mut().push(id);
        library.books.get(&id).cloned()
    };
    let foreign = |id| {
        authors.borrow_mut().push(id);
        library.authors.get(&id).cloned()
    };
    let outcomes = view.apply([], [author], &(book, foreign));
    assert_eq!(shown(view), library.expected());
    let mut authors = authors.into_inner();
    authors.dedup();
    (books.into_inner(), authors, outcomes.len())
}

#[test]
fn a_foreign_record_re_places_its_dependents_and_no_other_row() {
    let mut library = Library::default();
    (0..20).for_each(|id| library.edit(&Edit::Book(id, Some((Some((id % 5) as u8), 0)))));
    (0..5).for_each(|id| library.edit(&Edit::Author(id, Some((id, 0, false)))));
    let mut view = JoinView::new(ByAuthor);
    view.rebuild(library.books.values().cloned(), &(|_| None, |id: u8| library.authors.get(&id).cloned()));
    assert_eq!(looked_up(&mut library, &mut view, 2, 9), (vec![2, 7, 12, 17], vec![2], 4));

    // What has another author, no author or is gone depends on it no longer.
    let edits = [Edit::Book(2, Some((Some(3), 0))), Edit::Book(7, Some((None, 0))), Edit::Book(12, None)];
    edits.iter().for_each(|edit| library.edit(edit));
    library.apply(&mut view, &edits);
    assert_eq!(looked_up(&mut library, &mut view, 2, 8), (vec![17], vec![2], 1));
    assert_eq!(looked_up(&mut library, &mut view, 3, 7), (vec![2, 3, 8, 13, 18], vec![3], 5));
}
