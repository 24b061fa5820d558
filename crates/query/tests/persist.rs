//! Answers that outlive the page.

mod persist_common;

use std::{collections::BTreeMap, rc::Rc};

use holdfast_query::{
    Change, Client, Keep, Limits, Options, Origin, Persist, Policy, Runtime, Stale, Touch,
    persist::{Dropped, PersistOptions, Restored, Room, ShelfError},
};
use persist_common::{
    DAY, Note, PERSIST, Private, answer, asked, client,
    device::{Device, Page},
};

fn shows(page: &Page, note: u32) -> Option<String> {
    page.client.get(&Note(note)).map(|text| (*text).clone())
}

fn reasons(reasons: &[(Dropped, usize)]) -> BTreeMap<Dropped, usize> {
    reasons.iter().copied().collect()
}

#[test]
fn what_was_fetched_is_there_after_a_restart_as_old_as_it_is() {
    let device = Device::new();
    let page = device.open();
    drop(page.client.fetch(&Note(1)));
    let watched = page.client.observe(&Note(1), Options::default(), || {});
    device.runtime.settle();
    answer(&device.runtime, "one");
    let fetched_at = device.runtime.now();
    device.write();
    drop(watched);
    drop(page);

    device.runtime.advance(5_000);
    let page = device.open();
    let expected = Restored { taken: 1, ..Restored::default() };
    assert_eq!((device.restore(&page), shows(&page, 1).as_deref()), (expected, Some("one")));
    assert_eq!(page.client.updated_at(&Note(1)), Some(fetched_at));
}

#[test]
fn stale_answers_are_shown_and_asked_for_again_and_fresh_ones_are_not() {
    for (stale, expected) in [(Stale::After(10_000), 0), (Stale::After(1_000), 1), (Stale::After(0), 1)] {
        let device = Device::storing(&[(1, "one")]);
        device.runtime.advance(4_000);
        let page = device.open();
        page.client.set_policy::<Note>(Policy::DEFAULT.persist(PERSIST).stale(stale));
        device.restore(&page);
        let before = asked();
        let watched = page.client.observe(&Note(1), Options::default(), || {});
        device.runtime.settle();
        let snapshot = watched.read();
        assert_eq!((snapshot.data().map(|text| text.as_str()), snapshot.origin), (Some("one"), Some(Origin::Stored)));
        assert_eq!(asked() - before, expected, "{stale:?}");
    }
}

#[test]
fn only_chosen_queries_are_written_and_only_what_was_found_here() {
    let device = Device::new();
    let page = device.open();
    page.client.set(&Private(1), "secret".into());
    let packed = |note: u32| holdfast_query::Packed {
        name: "test/note".into(),
        query: note.to_string(),
        data: "\"elsewhere\"".into(),
        at: device.runtime.now(),
    };
    page.client.unpack(&packed(1), Origin::Tab);
    page.client.unpack(&packed(2), Origin::Stored);
    page.client.set(&Note(3), "here".into());
    device.write();
    assert_eq!((device.shelf.notes(), device.shelf.rows().len()), (vec![3], 1));
}

#[test]
fn a_storm_of_changes_is_one_write_of_one_row() {
    let device = Device::new();
    let page = device.open();
    for number in 0..100 {
        page.client.set(&Note(1), format!("text {number}"));
        device.runtime.advance(9);
    }
    assert_eq!(device.shelf.writes(), 0);
    device.write();
    assert_eq!((device.shelf.writes(), page.persister.figures().written), (1, 1));
    // And whatever goes on changing is written all the same.
    for number in 0..1_000 {
        page.client.set(&Note(1), format!("text {number}"));
        device.runtime.advance(10);
    }
    device.write();
    assert!((9..=11).contains(&(device.shelf.writes() - 1)), "{}", device.shelf.writes());
    let page = device.open();
    device.restore(&page);
    assert_eq!(shows(&page, 1).as_deref(), Some("text 999"));
}

#[test]
fn flushing_writes_at_once_and_once() {
    let device = Device::new();
    let page = device.open();
    page.client.set(&Note(1), "one".into());
    assert_eq!((device.flush(&page), device.shelf.notes()), (Ok(()), vec![1]));
    device.write();
    assert_eq!(device.shelf.writes(), 1);
}

#[test]
fn damaged_rows_are_dropped_alone() {
    let device = Device::storing(&[(1, "one"), (2, "two"), (3, "three"), (4, "four")]);
    device.shelf.damage(1, |text| text[..text.len() / 2].to_owned());
    device.shelf.damage(2, |text| text.replace("two", "too"));
    device.shelf.damage(3, |_| String::new());
    let page = device.open();
    let restored = device.restore(&page);
    let expected = Restored { taken: 1, known: 0, dropped: 3, reasons: reasons(&[(Dropped::Damaged, 3)]) };
    assert_eq!((restored, shows(&page, 4).as_deref()), (expected, Some("four")));
    assert_eq!([1, 2, 3].map(|note| shows(&page, note)), [None, None, None]);
    device.write();
    assert_eq!(device.shelf.notes(), [4], "they are removed");
}

#[test]
fn what_a_type_no_longer_wants_is_dropped() {
    let with = |persist: Persist| Policy::DEFAULT.persist(persist);
    let cases = [
        (with(Persist { version: 2, ..PERSIST }), 0, Dropped::Version),
        (with(PERSIST), DAY, Dropped::Old),
        (with(Persist { max_bytes: 2, ..PERSIST }), 0, Dropped::Large),
        (Policy::DEFAULT, 0, Dropped::Unknown),
    ];
    for (policy, later, reason) in cases {
        let device = Device::storing(&[(1, "one")]);
        device.runtime.advance(later);
        let page = device.open();
        page.client.set_policy::<Note>(policy);
        let expected = Restored { dropped: 1, reasons: reasons(&[(reason, 1)]), ..Restored::default() };
        assert_eq!(device.restore(&page), expected);
        device.write();
        assert!(device.shelf.rows().is_empty());
    }
}

#[test]
fn a_type_that_is_gone_or_reads_otherwise_is_dropped() {
    #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
    struct Other(u32);
    impl holdfast_query::Query for Other {
        type Output = Vec<u8>;
        type Error = ();
        const NAME: &'static str = "test/note";
        const POLICY: Policy = Policy::DEFAULT.persist(PERSIST);
        async fn run(&self, _: holdfast_query::Cx<Self>) -> Result<Vec<u8>, ()> {
            Err(())
        }
        fn is_transient(_: &()) -> bool {
            false
        }
    }
    let device = Device::storing(&[(1, "one")]);
    let bare = || Client::new(Rc::new(device.runtime.clone()) as Rc<dyn Runtime>);
    let other = bare();
    other.register::<Other>();
    for (client, reason) in [(other, Dropped::Unreadable), (bare(), Dropped::Unknown)] {
        let page = device.open_with(client, PersistOptions::new("ada"));
        assert_eq!(device.restore(&page).reasons, reasons(&[(reason, 1)]));
    }
}

#[test]
fn another_persons_answers_are_never_restored() {
    let device = Device::storing(&[(1, "one")]);
    let page = device.open_with(client(&device.runtime), PersistOptions::new("eve"));
    assert_eq!(device.restore(&page).reasons, reasons(&[(Dropped::Foreign, 1)]));
    assert_eq!(shows(&page, 1), None);
}

#[test]
fn signing_out_removes_everything_and_stores_no_more() {
    let device = Device::storing(&[(1, "one")]);
    let page = device.open();
    page.client.set(&Note(2), "not written yet".into());
    let persister = page.persister.clone();
    assert_eq!(device.runtime.run(async move { persister.clear().await }), Some(Ok(())));
    page.client.set(&Note(3), "somebody else's".into());
    device.write();
    assert!(device.shelf.rows().is_empty());
}

#[test]
fn an_answer_that_is_too_large_is_not_written_and_its_older_row_goes() {
    let device = Device::storing(&[(1, "one"), (2, "two")]);
    let page = device.open();
    device.restore(&page);
    page.client.set(&Note(1), "x".repeat(PERSIST.max_bytes));
    page.client.set(&Note(3), "x".repeat(PERSIST.max_bytes));
    device.write();
    assert_eq!(device.shelf.notes(), [2]);
}

#[test]
fn the_oldest_answers_make_room() {
    for room in [Room { rows: 2, ..Room::default() }, Room { bytes: 400, ..Room::default() }] {
        let device = Device::new();
        let page = device.open_with(client(&device.runtime), PersistOptions { room, ..PersistOptions::new("ada") });
        for note in [3, 1, 2] {
            device.runtime.advance(10);
            page.client.set(&Note(note), "x".repeat(20));
        }
        device.write();
        assert_eq!(device.shelf.notes(), [1, 2], "{room:?}");
        page.client.set(&Note(1), "y".repeat(20));
        page.client.set(&Note(4), "y".repeat(20));
        device.write();
        assert_eq!(device.shelf.notes(), [1, 4], "{room:?}");
        let figures = page.persister.figures();
        let bytes: usize = device.shelf.rows().values().map(String::len).sum();
        assert_eq!((figures.rows, figures.bytes), (2, bytes));
    }
}

#[test]
fn a_smaller_room_keeps_the_newest_of_what_is_there() {
    let device = Device::storing(&[(1, "one")]);
    let page = device.open();
    device.restore(&page);
    device.runtime.advance(10);
    page.client.set(&Note(2), "two".into());
    device.write();
    let room = Room { rows: 1, ..Room::default() };
    let page = device.open_with(client(&device.runtime), PersistOptions { room, ..PersistOptions::new("ada") });
    let restored = device.restore(&page);
    assert_eq!((restored.taken, restored.reasons), (1, reasons(&[(Dropped::Excess, 1)])));
    assert_eq!((shows(&page, 1), shows(&page, 2).as_deref()), (None, Some("two")));
}

#[test]
fn forgetting_by_hand_removes_the_row_and_dropping_from_memory_does_not() {
    type Forget = fn(&Client);
    let by_hand: [(&str, Forget); 3] = [
        ("remove", |client| client.remove(&Note(1))),
        ("reset", |client| client.reset(&Note(1))),
        ("clear", |client| client.clear()),
    ];
    for (name, forget) in by_hand {
        let device = Device::storing(&[(1, "one")]);
        let page = device.open();
        device.restore(&page);
        forget(&page.client);
        device.write();
        assert!(device.shelf.rows().is_empty(), "{name}");
    }

    let device = Device::storing(&[(1, "one")]);
    let page = device.open();
    page.client.set_policy::<Note>(Policy::DEFAULT.persist(PERSIST).keep(Keep::For(5_000)));
    device.restore(&page);
    device.runtime.advance(10_000);
    assert_eq!((page.client.figures().collected, shows(&page, 1)), (1, None));
    assert_eq!(device.shelf.notes(), [1], "dropped for time");

    let limits = Limits { entries: 1, ..Limits::default() };
    let small = Client::with_limits(Rc::new(device.runtime.clone()) as Rc<dyn Runtime>, limits);
    small.register::<Note>();
    let page = device.open_with(small, PersistOptions::new("ada"));
    device.restore(&page);
    page.client.set(&Note(2), "two".into());
    device.write();
    assert_eq!((page.client.figures().evicted, device.shelf.notes()), (1, vec![1, 2]), "dropped for room");
}

#[test]
fn an_observed_query_that_is_reset_is_stored_again_once_it_is_answered() {
    let device = Device::storing(&[(1, "one")]);
    let page = device.open();
    device.restore(&page);
    let _watched = page.client.observe(
        &Note(1),
        Options { on_mount: Some(holdfast_query::When::Never), ..Options::default() },
        || {},
    );
    page.client.reset(&Note(1));
    device.runtime.settle();
    answer(&device.runtime, "again");
    device.write();
    assert!(device.shelf.rows()["test/note\n1"].contains("again"));
}

#[test]
fn a_failing_shelf_is_told_of_once_and_tried_again_with_the_next_change() {
    let device = Device::new();
    let page = device.open();
    device.shelf.fail(Some(ShelfError::Full));
    for note in 1..=3 {
        page.client.set(&Note(note), "text".into());
        device.write();
    }
    assert_eq!((page.complaints.get(), page.persister.figures().failures), (1, 3));
    assert_eq!(shows(&page, 1).as_deref(), Some("text"), "the cache goes on");
    assert_eq!(device.flush(&page), Err(ShelfError::Full));

    device.shelf.fail(None);
    device.write();
    assert!(device.shelf.rows().is_empty(), "not before there is a change");
    page.client.set(&Note(4), "text".into());
    device.write();
    assert_eq!((device.shelf.notes(), device.shelf.writes()), (vec![1, 2, 3, 4], 1));

    device.shelf.fail(Some(ShelfError::Failed("gone".into())));
    page.client.set(&Note(5), "text".into());
    device.write();
    assert_eq!(page.complaints.get(), 2, "it had worked meanwhile");
}

#[test]
fn a_shelf_that_cannot_be_read_leaves_the_cache_as_it_is() {
    let device = Device::storing(&[(1, "one")]);
    device.shelf.fail(Some(ShelfError::Failed("locked".into())));
    let page = device.open();
    let persister = page.persister.clone();
    let restored = device.runtime.run(async move { persister.restore().await });
    assert_eq!(restored, Some(Err(ShelfError::Failed("locked".into()))));
    device.shelf.fail(None);
    page.client.set(&Note(2), "two".into());
    device.write();
    assert_eq!(device.shelf.notes(), [1, 2]);
}

#[test]
fn what_was_out_of_date_when_it_was_written_still_is() {
    let touch: fn(&Client) = |client| client.touched(&[Touch::new("note", 9, 2, Change::Created)]);
    let by_hand: fn(&Client) = |client| client.invalidate(&Note(2));
    for outdate in [touch, by_hand] {
        let device = Device::new();
        let fresh = Policy::DEFAULT.persist(PERSIST).stale(Stale::After(DAY));
        let page = device.open();
        page.client.set_policy::<Note>(fresh);
        page.client.set(&Note(2), "two".into());
        page.client.set(&Note(3), "three".into());
        device.write();
        outdate(&page.client);
        device.write();
        let page = device.open();
        page.client.set_policy::<Note>(fresh);
        assert_eq!(device.restore(&page).taken, 2);
        let before = asked();
        let _watched = [2, 3].map(|note| page.client.observe(&Note(note), Options::default(), || {}));
        device.runtime.settle();
        assert_eq!((asked() - before, shows(&page, 2).as_deref()), (1, Some("two")));
    }
}

#[test]
fn what_only_a_change_makes_stale_may_have_missed_one() {
    let device = Device::storing(&[(1, "depends on nothing"), (2, "depends on a record")]);
    let page = device.open();
    page.client.set_policy::<Note>(Policy::DEFAULT.persist(PERSIST).stale(Stale::Never));
    device.restore(&page);
    device.write();
    assert_eq!(device.shelf.writes(), 1, "restoring writes nothing");
    let before = asked();
    let _watched = [1, 2].map(|note| page.client.observe(&Note(note), Options::default(), || {}));
    device.runtime.settle();
    assert_eq!(asked() - before, 1);
    answer(&device.runtime, "new");
    assert_eq!(shows(&page, 2).as_deref(), Some("new"));
}

#[test]
fn restoring_late_takes_nothing_back() {
    let device = Device::storing(&[(1, "old"), (3, "old"), (5, "old")]);
    device.runtime.advance(5_000);
    let page = device.open();
    page.client.set(&Note(1), "new".into());
    let fetching = page.client.observe(&Note(3), Options::default(), || {});
    device.runtime.settle();
    page.client.set_online(false);
    let paused = page.client.observe(&Note(5), Options::default(), || {});
    device.runtime.settle();
    let restored = device.restore(&page);
    assert_eq!((restored.taken, restored.known), (1, 2));
    assert_eq!((shows(&page, 1).as_deref(), shows(&page, 3)), (Some("new"), None));
    answer(&device.runtime, "fetched");
    assert_eq!(fetching.data().as_deref().map(String::as_str), Some("fetched"));
    assert_eq!(paused.data().as_deref().map(String::as_str), Some("old"), "better than nothing while offline");
    page.client.set_online(true);
    device.runtime.settle();
    answer(&device.runtime, "fetched too");
    assert_eq!(paused.data().as_deref().map(String::as_str), Some("fetched too"));
}

#[test]
fn answers_from_the_future_are_not_believed() {
    let device = Device::storing(&[(1, "one")]);
    device.runtime.jump(-3_600_000);
    let page = device.open();
    assert_eq!(device.restore(&page).reasons, reasons(&[(Dropped::Old, 1)]));
    // And in memory they do not stand in the way of what is true now.
    let page = device.open();
    page.client.set(&Note(3), "before".into());
    device.runtime.jump(-3_600_000);
    let packed = page.client.pack(page.client.find_packed("test/note", "3").unwrap()).unwrap();
    let now = holdfast_query::Packed { at: device.runtime.now(), data: "\"now\"".into(), ..packed };
    assert_eq!(page.client.unpack(&now, Origin::Tab), holdfast_query::Unpacked::Taken);
}

#[test]
fn a_persister_that_has_gone_writes_no_more_and_two_clients_do_not_mix() {
    let device = Device::new();
    let (page, other) = (device.open(), client(&device.runtime));
    other.set(&Note(1), "nobody stores this".into());
    let Page { client, persister, .. } = page;
    drop(persister);
    client.set(&Note(2), "nor this".into());
    device.write();
    assert!(device.shelf.rows().is_empty());
}

#[test]
fn what_is_named_goes_from_the_shelf_in_memory_or_not() {
    let device = Device::storing(&[(1, "one"), (2, "two"), (3, "three")]);
    let page = device.open();
    device.restore(&page);
    page.client.set_policy::<Note>(Policy::DEFAULT.persist(PERSIST).keep(Keep::For(0)));
    device.write();
    page.client.set(&Note(4), "four".into());
    page.persister.forget(|_: &Private| true);
    page.persister.forget(|note: &Note| note.0.is_multiple_of(2));
    device.write();
    assert_eq!(device.shelf.notes(), [1, 3], "what waits to be written goes as well");
    drop(page);
    let page = device.open();
    device.restore(&page);
    assert_eq!((shows(&page, 2), shows(&page, 3).as_deref()), (None, Some("three")));
}

#[test]
fn what_is_being_written_goes_as_well() {
    let device = Device::storing(&[]);
    let page = device.open();
    device.restore(&page);
    page.client.set(&Note(1), "one".into());
    let persister = page.persister.clone();
    device.shelf.meanwhile(move || persister.forget(|_: &Note| true));
    device.write();
    device.write();
    assert_eq!(device.shelf.notes(), [0_u32; 0]);
}
