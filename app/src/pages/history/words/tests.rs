//! Every entry has its words, and words that did not stay can be kept.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    entity::{Comment, Entity as _},
    id::{Id, OpId},
    record::Seq,
    wire::remote::{FieldWrite, HistoryPage},
};

use super::{super::told::told, value::Text, *};

fn person(number: u8) -> Id<holdfast_core::entity::Person> {
    Id::new(0, [number; 10])
}

fn speaker(kind: &'static str) -> Speaker {
    let names = [(1, "Ada"), (2, "Ben"), (7, "Paint the pier")]
        .map(|(number, name)| (person(number).to_string(), name.to_owned()));
    Speaker { kind: Some(Kind::new(kind)), names: Names(Rc::new(names.into())) }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// An entry by Ada, over what Ben had written.
fn entry(life: Life, fields: &[(&'static str, Option<Value>, Value)]) -> HistoryEntry {
    let write = |(field, before, value): &(&'static str, Option<Value>, Value)| {
        (FieldName::new_static(field), FieldWrite { value: value.clone(), before: before.clone() })
    };
    HistoryEntry {
        seq: Seq(2),
        op_id: OpId::new(0, [0; 10]),
        author: person(1),
        at: 0,
        made: 0,
        life,
        fields: fields.iter().map(write).collect(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    }
}

fn spoken(entries: Vec<HistoryEntry>) -> Spoken {
    let page = HistoryPage { entries, older: None, newer: Seq(2), has_newer: false, floor: Seq(0) };
    speaker(Task::KIND).speak(&told([Rc::new(page)].iter())[0])
}

/// The headline and each line in short: "Title: a → b".
fn said(entry: HistoryEntry) -> Vec<String> {
    let words = |text: &Text| match text {
        Text::Nothing => "nothing".to_owned(),
        Text::Short(text) => text.clone(),
        Text::Long { begin, .. } => format!("{begin} (long)"),
    };
    let spoken = spoken(vec![entry]);
    let lines = spoken.lines.iter().map(|line| match &line.change {
        Change::To(now) => format!("{}: {}", line.label, words(now)),
        Change::FromTo(before, now) => format!("{}: {} → {}", line.label, words(before), words(now)),
        Change::Rewritten(before, now) => format!("{}: what differs of {before} and {now}", line.label),
        Change::Members { added, removed } => format!("{}: +{added:?} -{removed:?}", line.label),
        Change::Lost(lost) => format!("{}: lost {}", line.label, words(lost)),
    });
    std::iter::once(spoken.headline.clone()).chain(lines).collect()
}

#[test]
fn every_entry_has_its_words() {
    let set = |members: &[String]| Value::Set(members.iter().cloned().collect());
    let ben = person(2).to_string();
    let kept = |fields: &[(&'static str, Option<Value>, Value)]| entry(Life::Kept, fields);
    let cases: Vec<(HistoryEntry, Vec<&str>)> = vec![
        (
            entry(
                Life::Created,
                &[
                    (Task::TITLE, None, text("Call")),
                    (Task::DESCRIPTION, None, text("")),
                    (Task::ORDER, None, text("V")),
                    (Task::TAGS, None, set(&[])),
                ],
            ),
            vec!["created the task", "Title: “Call”"],
        ),
        (entry(Life::Deleted, &[]), vec!["deleted the task"]),
        (entry(Life::Restored, &[]), vec!["brought the task back"]),
        (kept(&[]), vec!["changed nothing: it was so already"]),
        (kept(&[(Task::ORDER, None, text("V"))]), vec!["moved the task"]),
        (kept(&[(Task::TITLE, Some(text("Call")), text("Ring"))]), vec!["changed the title", "Title: “Call” → “Ring”"]),
        (
            kept(&[(Task::DESCRIPTION, Some(text("Call")), text("Call\nthe port"))]),
            vec!["changed the description", "Description: what differs of Call and Call\nthe port"],
        ),
        (
            kept(&[(Task::DESCRIPTION, Some(text(" ")), text("Call\nthe port"))]),
            vec!["changed the description", "Description: nothing → “Call the port…” (long)"],
        ),
        (
            kept(&[(Task::ORDER, None, text("V")), (Task::STATUS, Some(text("todo")), text("in_progress"))]),
            vec!["changed the status", "Status: To do → In progress"],
        ),
        (
            kept(&[(Task::ASSIGNEES, Some(set(&["Cleo".into()])), set(std::slice::from_ref(&ben)))]),
            vec!["changed the people", "People: +[\"Ben\"] -[\"Cleo\"]"],
        ),
        (
            kept(&[(Task::TIME_SPENT, Some(Value::Int(900)), Value::Int(1800))]),
            vec!["changed the time spent", "Time spent: 15 min → 30 min"],
        ),
        (
            kept(&[(Task::PARENT, Some(Value::Null), text(&person(7).to_string()))]),
            vec!["changed the task that it is part of", "Task that it is part of: nothing → “Paint the pier”"],
        ),
        (
            kept(&[(Task::PARENT, Some(text(&person(8).to_string())), Value::Null)]),
            vec!["changed the task that it is part of", "Task that it is part of: another task → nothing"],
        ),
        (kept(&[(Task::ARCHIVED, None, Value::Flag(true))]), vec!["archived the task"]),
        (kept(&[(Task::ARCHIVED, None, Value::Flag(false))]), vec!["took the task out of the archive"]),
        (
            kept(&[(Task::ARCHIVED, None, Value::Flag(true)), (Task::TITLE, None, text("Ring"))]),
            vec!["changed the archived and the title", "Archived: yes", "Title: “Ring”"],
        ),
    ];
    for (entry, words) in cases {
        assert_eq!(said(entry), words);
    }
}

#[test]
fn words_that_did_not_stay_can_be_kept() {
    let mut before = entry(Life::Kept, &[(Task::TITLE, None, text("Bens words"))]);
    (before.author, before.seq) = (person(2), Seq(1));
    let mut over = entry(Life::Kept, &[(Task::TITLE, None, text("Mine"))]);
    over.overwrote = vec![Task::TITLE.into()];
    let line = spoken(vec![over, before]).lines.remove(0);
    let gone = line.gone.unwrap();
    assert_eq!(gone.note, "Replaced what Ben had written, without having seen it.");
    assert_eq!(gone.words.as_deref(), Some("Bens words"), "to the letter");

    let mut chosen = entry(Life::Kept, &[(Task::STATUS, Some(text("todo")), text("done"))]);
    chosen.overwrote = vec![Task::STATUS.into()];
    let nothing = entry(Life::Kept, &[(Task::DESCRIPTION, Some(text("")), text("Mine"))]);
    let nothing = HistoryEntry { overwrote: vec![Task::DESCRIPTION.into()], ..nothing };
    let note = |entry| spoken(vec![entry]).lines.remove(0).gone.map(|gone| (gone.note, gone.words));
    assert_eq!(note(chosen), Some(("Replaced something newer, without having seen it.".into(), None)));
    assert_eq!(note(nothing), None, "there was nothing to replace");

    let mut again = entry(Life::Kept, &[]);
    again.lost = BTreeMap::from([(Task::TITLE.into(), text("Other")), (Task::STATUS.into(), text("todo"))]);
    let spoken = spoken(vec![again]);
    assert_eq!(spoken.headline, "asked for another status and another title");
    let words: Vec<_> = spoken.lines.iter().map(|line| line.gone.clone().unwrap().words).collect();
    assert_eq!(words, [None, Some("Other".to_owned())], "a status is nobody's words");
}

#[test]
fn long_texts_are_folded_and_kept_whole() {
    let speaker = speaker(Comment::KIND);
    let long = format!("One\n\n two {}", "x".repeat(200));
    let Text::Long { begin, all } = speaker.text(&Comment::TEXT.into(), &text(&long)) else { panic!("long") };
    assert_eq!((all, begin.starts_with("“One two x"), begin.ends_with("x…”")), (long, true, true));
    assert_eq!(speaker.text(&Comment::TEXT.into(), &text(" a ")), Text::Short("“a”".into()));
}
