//! Documents: that they come together whatever is taken in whatever order, and what they do not take.

use holdfast_text::{
    Change, Document, Flaw, MOST_PIECES, MOST_STATE_BYTES, MOST_TEXT, MOST_TOGETHER, Place, Refused, Took, Writer,
};
use proptest::prelude::*;

fn document(writer: u32) -> Document {
    Document::new(Writer::of(writer))
}

fn change(at: u32, removed: u32, inserted: &str) -> Change {
    Change { at, removed, inserted: inserted.into() }
}

fn write(document: &mut Document, at: u32, removed: u32, inserted: &str) -> Vec<u8> {
    document.edit(&change(at, removed, inserted)).expect("it changes something")
}

/// A document of one writer with a text.
fn with(writer: u32, text: &str) -> Document {
    let mut made = document(writer);
    write(&mut made, 0, 0, text);
    made
}

/// Bytes of an update, from numbers and texts.
struct Bytes(Vec<u8>);

impl Bytes {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn numbers(mut self, numbers: &[u32]) -> Self {
        for number in numbers {
            let mut number = *number;
            while number > 0x7f {
                self.0.push(number as u8 | 0x80);
                number >>= 7;
            }
            self.0.push(number as u8);
        }
        self
    }

    /// An item with the text's first place.
    fn first(self, text: &str) -> Self {
        self.numbers(&[4, 1]).text("code").text(text)
    }

    /// An item behind another.
    fn behind(self, writer: u32, clock: u32, text: &str) -> Self {
        let mut behind = self.numbers(&[]);
        behind.0.push(0x84);
        behind.numbers(&[writer, clock]).text(text)
    }

    /// An item between two others.
    fn between(mut self, (left, left_clock): (u32, u32), (right, right_clock): (u32, u32), text: &str) -> Self {
        self.0.push(0xc4);
        self.numbers(&[left, left_clock, right, right_clock]).text(text)
    }

    fn text(mut self, text: &str) -> Self {
        self = self.numbers(&[text.len() as u32]);
        self.0.extend_from_slice(text.as_bytes());
        self
    }
}

#[test]
fn what_two_write_apart_comes_together() {
    let (mut one, mut two) = (document(1), document(2));
    let update = write(&mut one, 0, 0, "let a = 1;\n");
    assert_eq!(two.take(&update), Ok(Took::Change(update.clone())));
    let ours = write(&mut one, 4, 1, "tide");
    let theirs = write(&mut two, 11, 0, "let b = 2;\n");
    assert!(one.take(&theirs).is_ok() && two.take(&ours).is_ok());
    assert_eq!(one.text(), "let tide = 1;\nlet b = 2;\n");
    assert_eq!(two.text(), one.text());
    assert_eq!(two.take(&ours), Ok(Took::Nothing), "twice is once");
    let lacking = one.lacking(&document(3).known()).unwrap();
    let mut three = document(3);
    three.take(&lacking).unwrap();
    assert_eq!(three.text(), one.text());
}

#[test]
fn an_update_that_names_a_writer_twice_is_refused_before_yrs_sees_it() {
    let mut document = with(9, "x");
    let twice = Bytes::new().numbers(&[2, 2, 7, 0]).first("abc").behind(7, 2, "d").numbers(&[1, 7, 1]).first("zz");
    assert_eq!(document.take(&twice.numbers(&[0]).0), Err(Refused::Flaw(Flaw::Twice)));
    let deleted_twice = Bytes::new().numbers(&[0, 2, 9, 1, 0, 1, 9, 1, 0, 1]);
    assert_eq!(document.take(&deleted_twice.0), Err(Refused::Flaw(Flaw::Twice)));
    let overlapping = Bytes::new().numbers(&[0, 1, 9, 2, 0, 1, 0, 1]);
    assert_eq!(document.take(&overlapping.0), Err(Refused::Flaw(Flaw::Twice)));
    assert_eq!(document.text(), "x");
}

#[test]
fn what_builds_on_what_is_not_there_is_refused() {
    let mut here = document(1);
    let mut there = document(2);
    let first = write(&mut there, 0, 0, "one");
    let second = write(&mut there, 3, 0, " two");
    let deletion = write(&mut there, 0, 1, "");
    for update in [&second, &deletion] {
        assert_eq!(here.take(update), Err(Refused::Flaw(Flaw::Gap)));
        assert_eq!(here.would_change(update), Err(Refused::Flaw(Flaw::Gap)));
    }
    assert!(here.is_empty());
    for update in [first, second, deletion] {
        here.take(&update).unwrap();
    }
    assert_eq!(here.text(), "ne two");
    let later = Bytes::new().numbers(&[1, 1, 5, 0]).behind(5, 3, "x").numbers(&[0]);
    assert_eq!(here.take(&later.0), Err(Refused::Flaw(Flaw::Gap)), "its own later words");
    // Two that each stand behind the other can be put nowhere.
    let ring =
        Bytes::new().numbers(&[2, 1, 6, 0]).behind(5, 0, "b").numbers(&[1, 5, 0]).behind(6, 0, "a").numbers(&[0]);
    assert_eq!(here.take(&ring.0), Err(Refused::Spoiled));
}

#[test]
fn only_plain_text_of_this_name_is_taken() {
    let mut document = document(1);
    let other = Bytes::new().numbers(&[1, 1, 5, 0, 4, 1]).text("other").text("x").numbers(&[0]);
    let part = Bytes::new().numbers(&[1, 1, 5, 0, 0x24, 1]).text("code").text("key").text("x").numbers(&[0]);
    let format = Bytes::new().numbers(&[1, 1, 5, 0, 6, 1]).text("code").text("bold").text("true").numbers(&[0]);
    for update in [other, part, format] {
        assert_eq!(document.take(&update.0), Err(Refused::Flaw(Flaw::Foreign)));
    }
    for broken in [&[][..], &[1], &[0, 0, 0], &[1, 0, 5, 0, 0], &[0xff, 0xff, 0xff, 0x7f, 0]] {
        assert!(matches!(document.take(broken), Err(Refused::Flaw(Flaw::Broken))), "{broken:?}");
    }
    let far = Bytes::new().numbers(&[1, 2, 5, 0, 0, 0x7fff_ffff, 0, 5, 0]);
    assert_eq!(document.take(&far.0), Err(Refused::Flaw(Flaw::Broken)), "beyond what can be counted");
    assert_eq!((document.take(&[0, 0]), document.text()), (Ok(Took::Nothing), String::new()));
}

#[test]
fn whether_a_deletion_would_change_anything_is_known_without_taking_it() {
    let mut one = with(1, "tide tables");
    let mut two = document(2);
    two.take(&one.whole()).unwrap();
    assert_eq!(two.would_change(&one.whole()), Ok(false));
    let gone = write(&mut one, 0, 5, "");
    assert_eq!(two.would_change(&gone), Ok(true));
    assert_eq!(two.text(), "tide tables", "it was not taken");
    two.take(&gone).unwrap();
    assert_eq!((two.would_change(&gone), two.would_change(&one.whole())), (Ok(false), Ok(false)));
    write(&mut one, 1, 1, "");
    assert_eq!(two.would_change(&one.whole()), Ok(true), "one more than is known");
}

#[test]
fn undo_takes_back_what_was_written_here_alone() {
    let (clock, mut there) = (std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0)), document(2));
    let now = std::sync::Arc::clone(&clock);
    let mut here = document(1).with_undo(move || now.load(std::sync::atomic::Ordering::Relaxed));
    let first = write(&mut here, 0, 0, "one\n");
    there.take(&first).unwrap();
    clock.store(1_000, std::sync::atomic::Ordering::Relaxed);
    there.take(&write(&mut here, 4, 0, "two\n")).unwrap();
    here.take(&write(&mut there, 8, 0, "three\n")).unwrap();
    here.take(&write(&mut there, 0, 0, "zero\n")).unwrap();
    there.take(&here.undo().unwrap()).unwrap();
    assert_eq!((here.text(), there.text()), ("zero\none\nthree\n".into(), here.text()));
    there.take(&here.redo().unwrap()).unwrap();
    assert_eq!((here.text(), there.text()), ("zero\none\ntwo\nthree\n".into(), here.text()));
    here.undo();
    here.undo();
    assert_eq!((here.text(), here.undo()), ("zero\nthree\n".into(), None));
}

#[test]
fn a_place_moves_with_what_stands_there() {
    let mut here = with(1, "one two 😀");
    let (two, end) = (here.place(4), here.place(100));
    write(&mut here, 0, 4, "");
    assert_eq!((here.offset(&two), here.offset(&end)), (Some(0), Some(6)));
    write(&mut here, 0, 0, "zero ");
    assert_eq!(here.offset(&two), Some(5));
    write(&mut here, 4, 3, "");
    assert_eq!(here.offset(&two), Some(4), "what stood there is gone");
    let unknown: Place =
        serde_json::from_str(r#"{"type":null,"tname":null,"item":{"client":77,"clock":3},"assoc":0}"#).unwrap();
    assert_eq!((here.offset(&unknown), here.offset(&Place::default())), (None, None));
}

#[test]
fn a_text_is_only_so_long() {
    let mut document = with(1, &"x".repeat(MOST_TOGETHER as usize - 10));
    assert_eq!(document.take_within_bounds(&with(2, "ten letter").whole()).map(|_| ()), Ok(()));
    let (stored, more) = (document.whole(), with(3, "one more"));
    assert_eq!(document.take_within_bounds(&more.whole()), Err(Refused::Full));
    let mut document = self::document(5);
    document.take(&stored).unwrap();
    assert_eq!(document.len(), MOST_TOGETHER, "made again from what is stored");
    let mut gone = with(6, &"x".repeat(MOST_TEXT as usize));
    write(&mut gone, 0, MOST_TEXT, "");
    assert!(
        document.take_within_bounds(&gone.whole()).is_ok(),
        "what is deleted in the same update counts for nothing"
    );
    let mut theirs = self::document(4);
    theirs.take(&document.whole()).unwrap();
    let shorter = write(&mut theirs, 0, MOST_TEXT, "");
    document.take_within_bounds(&shorter).unwrap();
    let room = document.take_within_bounds(&more.whole());
    assert!(room.is_ok(), "what makes it shorter is taken, and then there is room");
}

/// An update of so many letters, each by itself behind the first.
fn pieces(writer: u32, count: u32) -> Vec<u8> {
    let mut all = Bytes::new().numbers(&[1, count, writer, 0]).first("x");
    for _ in 1..count {
        all = all.behind(writer, 0, "y");
    }
    all.numbers(&[0]).0
}

#[test]
fn what_is_stored_can_be_read_whatever_it_has_become() {
    let most = MOST_PIECES as u32;
    assert_eq!(document(1).take_within_bounds(&pieces(2, most + 1)), Err(Refused::Flaw(Flaw::Large)));
    // Hundreds of thousands of pieces, so that the document is nearly as large as any may be.
    let (end, mut full) = (10_000, document(1));
    full.take(&with(7, &"x".repeat(end as usize)).whole()).unwrap();
    let (mut many, mut count) = (Bytes::new().behind(7, end - 1, "か"), 1);
    while many.0.len() < MOST_STATE_BYTES - end as usize - 1_000 {
        many = many.between((7, end - 1), (2, count - 1), "か");
        count += 1;
    }
    let mut update = Bytes::new().numbers(&[1, count, 2, 0]);
    update.0.append(&mut many.numbers(&[0]).0);
    full.take(&update.0).unwrap();
    let mut theirs = document(3);
    theirs.take(&full.whole()).unwrap();
    // Every deletion cuts a piece into two and makes it larger, and is taken all the same: or nobody could make it shorter.
    for at in 0..150 {
        full.take_within_bounds(&write(&mut theirs, at * 3, 1, "")).unwrap();
    }
    assert!(full.whole().len() > MOST_STATE_BYTES, "{}", full.whole().len());
    assert_eq!(full.len(), end + count - 150, "far from too long");
    let mut again = document(4);
    again.take(&full.whole()).unwrap();
    assert_eq!(again.text(), full.text());
    assert_eq!(full.take_within_bounds(&write(&mut theirs, 0, 0, "more")), Err(Refused::Full));
}

#[derive(Clone, Debug)]
enum Step {
    Edit(usize, u32, u32, String),
    Meet(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize, 0..40_u32, 0..6_u32, "[a-c\n😀é]{0,5}").prop_map(|(who, at, removed, text)| Step::Edit(who, at, removed, text)),
        1 => (0..3_usize, 0..3_usize).prop_map(|(from, to)| Step::Meet(from, to)),
    ]
}

proptest! {
    #[test]
    fn all_come_together_whatever_is_written_where(steps in proptest::collection::vec(step(), 1..60)) {
        let mut all = [document(1), document(2), document(3)];
        let meet = |all: &mut [Document; 3], from: usize, to: usize| {
            let lacking = all[from].lacking(&all[to].known()).unwrap();
            all[to].take(&lacking).map(|_| ())
        };
        for step in steps {
            match step {
                Step::Edit(who, at, removed, text) => {
                    all[who].edit(&change(at, removed, &text));
                }
                Step::Meet(from, to) => prop_assert_eq!(meet(&mut all, from, to), Ok(())),
            }
        }
        for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1), (1, 2)] {
            prop_assert_eq!(meet(&mut all, from, to), Ok(()));
        }
        prop_assert_eq!(all[0].text(), all[1].text());
        prop_assert_eq!(all[1].text(), all[2].text());
    }

    /// Whoever sends something else than what a document says does not bring a server down.
    #[test]
    fn no_bytes_bring_it_down(
        text in "[a-c\n😀]{1,20}", at in 0..200_usize, byte in any::<u8>(), cut in 0..200_usize, noise in proptest::collection::vec(any::<u8>(), 0..40)
    ) {
        let mut there = with(2, &text);
        write(&mut there, 1, 1, "more");
        write(&mut there, 3, 2, "");
        let mut update = there.whole();
        let at = at % update.len();
        update[at] = byte;
        for bytes in [&update[..], &update[..cut % update.len()], &noise] {
            let mut here = with(1, "some words");
            let before = here.text();
            match here.take(bytes) {
                Ok(_) => {
                    let mut again = document(9);
                    prop_assert!(again.take(&here.whole()).is_ok());
                    prop_assert_eq!(again.text(), here.text());
                }
                Err(Refused::Spoiled) => {}
                Err(_) => prop_assert_eq!(here.text(), before),
            }
        }
    }
}
