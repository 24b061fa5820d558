//! One person's tabs, and what goes between them.

mod persist_common;
mod tabs_common;

use holdfast_query::{Change, Keep, Options, Origin, Policy, Query, Runtime, Stale, Touch, tabs::Tabs};
use persist_common::{Note, Private, answer, asked};
use tabs_common::{Device, quiet};

#[test]
fn an_answer_goes_to_the_other_tabs_as_new_as_it_is_and_does_not_come_back() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open(), device.open()];
    device.air.advance(5_000);
    tabs[0].set(1, "one");
    let at = device.runtime.now();
    device.air.advance(10_000);
    for tab in &tabs[1..] {
        assert_eq!((tab.shows(1).as_deref(), tab.client.updated_at(&Note(1))), (Some("one"), Some(at)));
        let id = tab.client.find_packed("test/note", "1").unwrap();
        assert_eq!(tab.client.stamp(id).unwrap().held.unwrap().origin, Origin::Tab);
    }
    assert_eq!((device.air.posted(None, "data"), device.air.posted(Some(0), "data")), (1, 1), "no echo");
}

#[test]
fn what_was_fetched_saves_the_others_a_request() {
    let device = Device::new(1);
    let fresh = Policy { stale: Stale::After(60_000), ..Note::POLICY };
    let tabs = [device.open_of("ada", fresh), device.open_of("ada", fresh)];
    let _here = tabs[0].client.observe(&Note(1), Options::default(), || {});
    let there = tabs[1].client.observe(&Note(1), Options::default(), || {});
    device.air.settle();
    assert_eq!(asked(), 2);
    answer(&device.runtime, "one");
    device.air.advance(100);
    assert_eq!(there.data().as_deref().map(String::as_str), Some("one"));
    assert!(!there.read().is_fetching(), "the request of the second is given up");
    let third = device.open_of("ada", fresh);
    device.air.advance(100);
    let _observer = third.client.observe(&Note(1), Options::default(), || {});
    device.air.settle();
    assert_eq!((third.shows(1).as_deref(), asked()), (Some("one"), 2));
}

#[test]
fn a_tab_that_comes_late_catches_up_and_wipes_nothing() {
    let device = Device::new(1);
    let first = device.open();
    for note in 0..40 {
        first.set(note, "text");
    }
    device.air.advance(60_000);
    assert_eq!(device.air.posted(None, "data"), 0, "nobody was there");
    let late = device.open();
    assert_eq!((0..40).filter(|note| late.shows(*note).is_some()).count(), 40);
    assert_eq!((0..40).filter(|note| first.shows(*note).is_some()).count(), 40);
    device.air.advance(60_000);
    assert_eq!((device.air.posted(None, "data"), device.air.posted(None, "want")), (40, 1), "and that is all");
    let third = device.open();
    assert_eq!((0..40).filter(|note| third.shows(*note).is_some()).count(), 40);
    assert_eq!(device.air.posted(None, "want"), 2, "two offered the same, one was asked");
}

#[test]
fn what_was_here_before_the_tab_joined_is_offered_too() {
    let device = Device::new(1);
    let first = device.open();
    let client = persist_common::client(&device.runtime);
    let packed = holdfast_query::Packed {
        name: Note::NAME.into(),
        query: "1".into(),
        data: "\"stored\"".into(),
        at: device.runtime.now(),
    };
    client.unpack(&packed, Origin::Stored);
    let _joined = Tabs::new(&client, device.air.line(), "ada");
    device.air.settle();
    assert_eq!(first.shows(1).as_deref(), Some("stored"));
    device.air.advance(10_000);
    assert_eq!(device.air.posted(None, "data"), 1);
}

#[test]
fn what_nobody_asked_for_here_is_bounded_and_what_is_known_here_is_not() {
    let device = Device::new(1);
    let first = device.open();
    let large = "x".repeat(100_000);
    first.set(1, &large);
    first.set(2, &large);
    (10..200).for_each(|note| first.set(note, "small"));
    device.air.mute(&[1]);
    let late = device.open();
    let _known = late.client.observe(&Note(1), quiet(), || {});
    device.air.mute(&[]);
    late.tabs.catch_up();
    device.air.advance(1_000);
    assert_eq!([1, 2].map(|note| late.shows(note).is_some()), [true, false]);
    assert_eq!((10..200).filter(|note| late.shows(*note).is_some()).count(), 100);
    // The same holds for what is sent unasked.
    first.set(3, &large);
    first.set(2, "small by now");
    device.air.advance(1_000);
    assert_eq!((late.shows(3), late.shows(2).as_deref()), (None, Some("small by now")));
}

#[test]
fn what_changes_often_is_sent_once_and_the_last_one_counts() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    for number in 0..100 {
        tabs[0].set(1, &format!("text {number}"));
    }
    device.air.advance(1_000);
    assert_eq!((device.air.posted(None, "data"), tabs[1].shows(1).as_deref()), (1, Some("text 99")));
    // Two of one millisecond, the first of them sent already.
    tabs[0].set(1, "before");
    device.runtime.advance(50);
    tabs[0].set(1, "sent");
    device.air.advance(50);
    tabs[0].set(1, "last");
    device.air.advance(50);
    assert_eq!(tabs[1].shows(1).as_deref(), Some("last"));
}

#[test]
fn two_answers_of_one_millisecond_end_the_same_everywhere() {
    for seed in 0..10 {
        let device = Device::new(seed);
        let tabs = [device.open(), device.open(), device.open()];
        device.air.advance(1_000);
        for (number, tab) in tabs.iter().enumerate() {
            tab.set(1, &format!("from {number}"));
        }
        device.air.advance(5_000);
        let shown = tabs.iter().map(|tab| tab.shows(1)).collect::<Vec<_>>();
        assert!(shown[0].is_some() && shown.iter().all(|text| *text == shown[0]), "seed {seed}: {shown:?}");
    }
}

#[test]
fn only_shared_types_and_only_of_the_same_person() {
    let device = Device::new(1);
    let (ada, eve) = (device.open(), device.open_of("eve", Note::POLICY));
    let alone = device.open_of("ada", Policy { share: false, ..Note::POLICY });
    let too = device.open();
    device.air.advance(5_000);
    ada.set(1, "one");
    ada.client.set(&Private(1), "secret".into());
    eve.set(1, "eve's");
    alone.set(2, "unshared");
    device.air.advance(5_000);
    assert_eq!((eve.shows(1).as_deref(), eve.tabs.others()), (Some("eve's"), 0));
    assert_eq!((alone.shows(1), too.shows(2)), (None, None));
    assert_eq!((ada.shows(1).as_deref(), too.shows(1).as_deref()), (Some("one"), Some("one")));
    assert_eq!(too.client.get(&Private(1)), None);
    ada.client.invalidate(&Note(1));
    device.air.settle();
    assert_eq!((ada.valid(1), too.valid(1), eve.valid(1).as_deref()), (None, None, Some("eve's")));
}

#[test]
fn what_is_said_by_hand_to_be_out_of_date_is_so_everywhere_and_said_once() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open(), device.open()];
    tabs[0].set(1, "one");
    device.air.advance(5_000);
    let watched = tabs[1].client.observe(&Note(1), quiet(), || {});
    tabs[0].client.invalidate(&Note(1));
    device.air.advance(5_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.valid(1)), [None, None, None]);
    assert_eq!(device.air.posted(None, "outdated"), 1, "no ping-pong");
    // Where it is watched it is asked for again, and all have the answer.
    assert_eq!(asked(), 1);
    answer(&device.runtime, "new");
    device.air.advance(5_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.valid(1).unwrap()), ["new", "new", "new"]);
    assert_eq!((asked(), device.air.posted(None, "outdated")), (1, 1));
    drop(watched);
}

#[test]
fn asking_again_at_once_is_not_taken_for_what_is_out_of_date() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    tabs[0].set(1, "one");
    device.air.advance(5_000);
    let _watched = tabs[0].client.observe(&Note(1), quiet(), || {});
    // The query runs within the same millisecond, and is answered in it.
    tabs[0].client.invalidate(&Note(1));
    device.runtime.settle();
    answer(&device.runtime, "new");
    device.air.advance(5_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.valid(1).unwrap()), ["new", "new"]);
}

#[test]
fn an_answer_newer_than_the_saying_stays() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    tabs[0].set(1, "one");
    device.air.advance(5_000);
    device.air.mute(&[0, 1]);
    tabs[0].client.invalidate(&Note(1));
    device.air.advance(10);
    tabs[1].set(1, "newer");
    device.air.mute(&[]);
    device.air.advance(5_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.valid(1).unwrap()), ["newer", "newer"]);
    assert_eq!(tabs[1].tabs.figures().outdated, 0);
}

#[test]
fn changes_of_records_are_every_tabs_own_and_answers_from_before_them_are_refused() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    let touch = [Touch::new("note", 9, 2, Change::Created)];
    let _here = tabs[0].client.observe(&Note(2), Options::default(), || {});
    device.air.advance(100);
    // The second tab knows of the change before the first one has its answer, and the first one does not know yet.
    tabs[1].client.touched(&touch);
    answer(&device.runtime, "from before");
    device.air.advance(100);
    assert_eq!((tabs[0].valid(2).as_deref(), tabs[1].shows(2)), (Some("from before"), None));
    assert_eq!(tabs[1].tabs.figures().refused, 1);
    tabs[0].client.touched(&touch);
    device.air.settle();
    answer(&device.runtime, "from after");
    device.air.advance(100);
    assert_eq!(tabs[1].valid(2).as_deref(), Some("from after"));
    assert_eq!(device.air.posted(None, "outdated"), 0);
    // A change of something else is no reason to refuse what is newer than the answer here.
    tabs[1].client.touched(&[Touch::new("note", 9, 4, Change::Created)]);
    let _too = tabs[1].client.observe(&Note(4), quiet(), || {});
    tabs[0].set(2, "newest");
    device.air.advance(100);
    assert_eq!(tabs[1].valid(2).as_deref(), Some("newest"));
}

#[test]
fn one_lost_message_is_noticed_and_made_good() {
    for lost in ["data", "outdated", "hello"] {
        let device = Device::new(1);
        let first = device.open();
        first.set(1, "one");
        device.air.advance(5_000);
        let hears_late = lost == "hello";
        device.air.mute(if hears_late { &[1] } else { &[] });
        let second = device.open();
        // Until both are quiet: whoever has just caught up asks once more.
        device.air.advance(10_000);
        device.air.mute(if hears_late { &[] } else { &[0] });
        match lost {
            "data" => first.set(1, "two"),
            "outdated" => first.client.invalidate(&Note(1)),
            _ => {}
        }
        device.air.advance(100);
        device.air.mute(&[]);
        let before = (second.valid(1), first.valid(1));
        assert_ne!(before.0, before.1, "{lost} was lost");
        device.air.advance(5_000);
        assert_eq!((second.valid(1), second.tabs.others(), first.tabs.others()), (first.valid(1), 1, 1), "{lost}");
    }
}

#[test]
fn a_page_that_was_away_catches_up_when_it_says_so() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    device.air.advance(5_000);
    device.air.mute(&[0]);
    tabs[0].set(1, "one");
    device.air.advance(5_000);
    device.air.mute(&[]);
    assert_eq!(tabs[1].shows(1), None);
    tabs[1].tabs.catch_up();
    device.air.advance(10);
    assert_eq!(tabs[1].shows(1).as_deref(), Some("one"));
}

#[test]
fn a_tab_that_closes_is_forgotten_and_one_that_vanishes_after_a_while() {
    let device = Device::new(1);
    let (first, second, third) = (device.open(), device.open(), device.open());
    device.air.advance(5_000);
    assert_eq!(first.tabs.others(), 2);
    drop(second);
    device.air.settle();
    assert_eq!(first.tabs.others(), 1);
    // Its last words are lost, and something of it was missing.
    device.air.mute(&[2]);
    third.set(1, "one");
    device.air.advance(100);
    device.air.mute(&[]);
    third.set(2, "two");
    device.air.advance(40);
    device.air.mute(&[0]);
    device.air.advance(20);
    device.air.mute(&[2]);
    drop(third);
    device.air.advance(600_000);
    assert_eq!((first.tabs.others(), first.shows(2).as_deref()), (0, Some("two")));
}

#[test]
fn garbled_and_hostile_messages_change_nothing() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    tabs[0].set(1, "one");
    device.air.advance(5_000);
    tabs[0].set(1, "two");
    device.air.advance(60);
    let data = device.air.last();
    assert!(data.contains("\"data\""), "{data}");
    device.air.advance(5_000);
    let at = tabs[0].client.updated_at(&Note(1)).unwrap().to_string();
    let future = (device.runtime.now() + 100_000).to_string();
    let later = device.runtime.now().to_string();
    let from = |text: &str| text.replace("\"from\":", "\"from\":1");
    let unharmful = [
        "".to_owned(),
        "null".to_owned(),
        "{\"protocol\":1}".to_owned(),
        data[..data.len() / 2].to_owned(),
        data.replace("\"protocol\":1", "\"protocol\":9"),
        data.replace("ada", "eve").replace("two", "eve's"),
        // From far in the future: nothing could ever take its place.
        from(&data).replace(&at, &future).replace("two", "for ever"),
        from(&data).replace("test/note", "test/nothing"),
        from(&data).replace(&at, &later).replace("\\\"two\\\"", "{}"),
        from(&data).replace(&at, &later).replace("\"query\":\"1\"", "\"query\":\"\\\"x\\\"\""),
        from(&data).replace("\"number\":", "\"number\":99"),
    ];
    for text in unharmful {
        device.air.say(&text);
        assert_eq!(tabs.each_ref().map(|tab| tab.valid(1).unwrap()), ["two", "two"], "{text}");
    }
    for number in 0..1_000 {
        device.air.say(&data.replace("\"from\":", &format!("\"from\":{number}")));
    }
    device.air.advance(600_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.valid(1).unwrap()), ["two", "two"]);
    assert_eq!(tabs.each_ref().map(|tab| tab.tabs.others()), [1, 1], "nobody is behind those names");
    tabs[0].set(1, "three");
    device.air.advance(100);
    assert_eq!(tabs[1].shows(1).as_deref(), Some("three"));
}

#[test]
fn quiet_tabs_say_nothing() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open()];
    tabs[0].set(1, "one");
    device.air.advance(10_000);
    let sent = tabs.each_ref().map(|tab| tab.tabs.figures().sent);
    device.air.advance(600_000);
    assert_eq!(tabs.each_ref().map(|tab| tab.tabs.figures().sent), sent);
}

#[test]
fn what_one_tab_drops_or_forgets_stays_in_the_others() {
    let device = Device::new(1);
    let tabs = [device.open(), device.open_of("ada", Policy { keep: Keep::For(1_000), ..Note::POLICY })];
    tabs[0].set(1, "one");
    tabs[0].set(2, "two");
    device.air.advance(5_000);
    assert_eq!(tabs[1].shows(1), None, "collected");
    tabs[1].tabs.catch_up();
    device.air.advance(100);
    tabs[1].client.remove(&Note(1));
    tabs[1].client.clear();
    device.air.advance(5_000);
    assert_eq!([1, 2].map(|note| tabs[0].valid(note).unwrap()), ["one", "two"]);
}
