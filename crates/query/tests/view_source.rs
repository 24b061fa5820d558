//! Views and edits over a source.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

mod memory_source;

use std::{cell::Cell, rc::Rc};

use holdfast_query::{
    CommandState, Commands, Runtime, Source as _,
    testing::TestRuntime,
    view::{Followed as _, Interest, JoinSpec, Place, SourceJoin, SourceView, View},
};
use memory_source::{Edit, Row, Shelf, album, song};

fn songs() -> View<Rc<Row>, u32, Option<u32>, String> {
    View::of(|row: &Rc<Row>| row.id)
        .filter(|row| row.on.is_some())
        .group_by(|row| row.on)
        .sort_by_key(|row| row.name.clone())
}

/// All songs, by the name of their album and then their own.
struct ByAlbum;

impl JoinSpec for ByAlbum {
    type Row = Rc<Row>;
    type Id = u32;
    type Foreign = Rc<Row>;
    type ForeignId = u32;
    type Key = (Option<String>, String);
    type Group = ();

    fn id(&self, row: &Rc<Row>) -> u32 {
        row.id
    }

    fn foreign(&self, row: &Rc<Row>) -> Option<u32> {
        row.on
    }

    fn place(&self, row: &Rc<Row>, album: Option<&Rc<Row>>) -> Option<Place<(), Self::Key>> {
        row.on?;
        Some(Place { group: (), key: (album.map(|album| album.name.clone()), row.name.clone()) })
    }
}

fn shelf() -> Shelf {
    Shelf::of([album(1, "Blue"), album(2, "Arcs"), song(10, 1, "River"), song(11, 1, "Carey"), song(20, 2, "Noon")])
}

#[test]
fn a_view_follows_its_source_and_tells_only_who_is_concerned() {
    let shelf = shelf();
    let view = SourceView::new(shelf.clone(), (), songs());
    let told = Rc::new(Cell::new(0));
    let counter = Rc::clone(&told);
    let watching =
        view.watch(vec![Interest::Ids { group: Some(1), indices: 0..10 }], move || counter.set(counter.get() + 1));
    let ids = || view.read().window(&Some(1), 0..10).collect::<Vec<_>>();
    assert_eq!(ids(), [11, 10]);
    shelf.put(song(21, 2, "Dusk"));
    shelf.put(album(3, "New"));
    assert_eq!(told.get(), 0, "another group's business");
    shelf.put(song(12, 1, "Blue"));
    shelf.put(song(13, 1, "Last"));
    assert_eq!(told.get(), 1, "told once until it has read");
    watching.read();
    assert_eq!(ids(), [12, 11, 13, 10]);
    shelf.remove(11);
    assert_eq!((told.get(), ids()), (2, vec![12, 13, 10]));
    drop(watching);
    shelf.remove(12);
    assert_eq!(told.get(), 2);
    drop(view);
    assert_eq!(shelf.listeners(), 0);
}

#[test]
fn a_narrowed_view_reads_only_what_the_wider_one_shows_and_follows_on_its_own() {
    let shelf = shelf();
    let wide = SourceView::new(shelf.clone(), (), songs());
    shelf.looked_up();
    let narrow = wide.narrowed(songs().filter(|row| row.name.contains('y')));
    assert_eq!(shelf.looked_up(), 3, "the songs, and no album");
    let ids = |view: &SourceView<_, _>| view.read().ids().collect::<Vec<_>>();
    assert_eq!((ids(&wide), ids(&narrow)), (vec![11, 10, 20], vec![11]));
    assert_eq!(narrow.read().groups().collect::<Vec<_>>(), [(&Some(1), 1)], "no group is empty");
    let told = Rc::new(Cell::new(0));
    let counter = Rc::clone(&told);
    let _watching = narrow.watch(vec![Interest::Groups], move || counter.set(counter.get() + 1));
    shelf.put(song(20, 2, "Dusky"));
    shelf.put(song(11, 1, "Care"));
    assert_eq!((ids(&wide), ids(&narrow), told.get()), (vec![11, 10, 20], vec![20], 1));
    // From what was found on: what is typed on can only be there.
    shelf.looked_up();
    let narrower = narrow.narrowed(songs().filter(|row| row.name.contains("sk")));
    assert_eq!((shelf.looked_up(), ids(&narrower)), (1, vec![20]));
}

#[test]
fn a_view_that_fell_behind_reads_everything() {
    let (shelf, quiet) = (shelf(), shelf());
    let view = SourceView::new(shelf.clone(), (), songs());
    shelf.looked_up();
    shelf.put(song(10, 1, "Aye"));
    assert_eq!(shelf.looked_up(), 1, "one change, one look");
    // A source that tells nobody: the view finds out when it is read.
    let late = SourceView::new(quiet.clone(), (), songs());
    for number in 0..20 {
        quiet.put(song(100 + number, 1, "Again"));
    }
    assert_eq!((view.read().count(&Some(1)), late.read().count(&Some(1))), (2, 22));
}

#[test]
fn a_joined_view_follows_both_sides() {
    let shelf = shelf();
    let view = SourceJoin::new(shelf.clone(), (), ByAlbum);
    let ids = || view.read().window(&(), 0..10).collect::<Vec<_>>();
    assert_eq!(ids(), [20, 11, 10]);
    shelf.put(album(2, "Zebra"));
    assert_eq!(ids(), [11, 10, 20], "the album has another name");
    shelf.put(song(20, 1, "Noon"));
    assert_eq!(ids(), [11, 20, 10], "the song is on another album");
    shelf.remove(1);
    shelf.put(album(1, "Back"));
    shelf.remove(10);
    assert_eq!(ids(), [11, 20]);
}

#[test]
fn edits_show_at_once_are_listed_while_they_are_kept_and_can_be_taken_back() {
    let (runtime, shelf) = (TestRuntime::new(1), shelf());
    let commands = Commands::new(shelf.clone(), Rc::new(runtime.clone()) as Rc<dyn Runtime>);
    let name = |id: u32| {
        let mut name = None;
        shelf.with_row(id, &mut |row| name = row.map(|row| row.name.clone()));
        name
    };
    let done = commands.run("rename song", Edit::Put(song(10, 1, "Lake")));
    assert_eq!((name(10).as_deref(), done.state()), (Some("Lake"), CommandState::Saving));
    assert_eq!(commands.running().iter().map(|running| &*running.label).collect::<Vec<_>>(), ["rename song"]);
    runtime.settle();
    assert_eq!((done.state(), commands.running().len()), (CommandState::Kept, 0));
    let undone = commands.run("undo", done.into_undo().unwrap());
    assert_eq!(name(10).as_deref(), Some("River"));
    drop(undone);
    shelf.fill();
    let lost = commands.run("rename song", Edit::Put(song(10, 1, "Sea")));
    runtime.settle();
    assert_eq!(lost.state(), CommandState::Lost);
}
