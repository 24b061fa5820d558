//! Tables: what their columns mean and what becomes of their rows.

use holdfast_core::{
    date::iso,
    entity::{Priority, Status},
    import::{
        Board, Card, Note,
        csv::{Meaning, Sheet},
        mapping,
    },
};

use crate::{
    GERMAN, TABLE,
    support::{options, read, read_as},
};

/// A card in a few words: title | status | priority | due | tags | people | project.
fn row(board: &Board, card: &Card) -> String {
    let statuses = mapping::suggest(&board.lists);
    let status = statuses.iter().find(|(list, _)| *list == card.list).map_or("?", |(_, status)| status.name());
    let due = card.due.and_then(iso).unwrap_or_default();
    let project = card.project.clone().unwrap_or_default();
    let (tags, people) = (card.labels.join("+"), card.members.join("+"));
    [card.title.as_str(), status, card.priority.name(), &due, &tags, &people, &project].join(" | ")
}

fn rows(board: &Board) -> String {
    board.cards.iter().map(|card| row(board, card)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_english_table() {
    let board = read_as(TABLE, "Sprint.csv");
    assert_eq!((board.name.as_str(), board.source_id.as_str()), ("Sprint", "sprint"));
    insta::assert_snapshot!(rows(&board), @r#"
    Fix login | in_progress | high | 2026-12-24 | auth+web | Ada Lovelace+Grace Hopper | name:Website
    港の予約画面 | in_review | medium | 2026-12-28T16:30:00Z | デザイン | 玲奈 森 | name:Website
    شراء الحليب | todo | low |  |  |  | name:Home
    =HYPERLINK("http://example.com") | done | medium | 2026-12-31 |  |  | name:Home
    Extra | in_progress | medium |  |  |  | 
    Short row | todo | medium |  |  |  | 
    "#);
    assert_eq!(board.cards[0].description, "Fails with a \"wrong\" cookie,\nsince March\nEstimate: 3h");
    assert_eq!(board.cards[4].description, "Column 12: more\nColumn 13: cells\nDue Date: soon");
    insta::assert_snapshot!(board.odd.words().join("\n"), @"
    line 7: it has 13 cells where 11 were expected; those beyond are in its description
    line 9: it has 2 cells where 11 were expected; the others read as empty
    line 6: “Someday” is not a priority; it is in the description
    line 7: “soon” is not a date; it is in the description
    ");
    assert_eq!(board.adjusted.lines(), ["3 values Holdfast has no field for, now in their tasks' descriptions"]);
}

#[test]
fn a_german_table() {
    let board = read(GERMAN);
    insta::assert_snapshot!(rows(&board), @"
    Fenster streichen | in_progress | high | 2027-04-03 | Haus+Garten | Jörg Müller | 
    Rechnung prüfen | done | medium | 2026-12-31T13:00:00Z |  |  | 
    ");
    assert!(board.odd.is_empty() && board.adjusted.is_empty(), "{:?} {:?}", board.odd, board.adjusted);
    assert!(board.cards[1].done);
    // As a spreadsheet of that country saves it.
    let western: Vec<u8> = std::str::from_utf8(GERMAN).unwrap().chars().map(|c| c as u8).collect();
    let western = read(&western);
    assert_eq!(western.cards, board.cards);
    assert_eq!(western.adjusted.count(Note::Western), 1);
}

#[test]
fn columns_without_headings_are_told_by_their_cells() {
    let sheet = Sheet::read(b"1,Buy milk,2026-12-24,done,high\n2,\"Call, Bob\",2026-12-25,todo,low\n").unwrap();
    let meanings: Vec<_> = sheet.columns().iter().map(|column| column.meaning).collect();
    let expected = [None, Some(Meaning::Title), Some(Meaning::Due), Some(Meaning::Status), Some(Meaning::Priority)];
    assert_eq!(meanings, expected);
    assert_eq!(
        (sheet.len(), sheet.columns()[0].name.as_str(), sheet.columns()[1].sample.as_str()),
        (2, "Column 1", "Buy milk")
    );
    let unknown = Sheet::read("日付,もの\n2026-12-24,牛乳\n".as_bytes()).unwrap();
    assert_eq!(unknown.len(), 1, "a word over dates is a heading");
    assert_eq!(unknown.columns()[1].meaning, Some(Meaning::Title));
}

#[test]
fn a_person_can_say_otherwise() {
    let sheet = Sheet::read(b"Name,Info,When\nBob,Call him,2026-12-24\n").unwrap();
    let board = sheet.board(&[None, Some(Meaning::Title), Some(Meaning::Due)], &options("x.csv")).unwrap();
    assert_eq!((board.cards[0].title.as_str(), board.cards[0].description.as_str()), ("Call him", "Name: Bob"));
    assert!(board.cards[0].due.is_some());
    let error = sheet.board(&[], &options("x.csv")).unwrap_err();
    assert_eq!(error.to_string(), "the columns: none of them is the title of its task");
}

#[test]
fn ambiguous_dates_are_said_and_a_column_tells_for_all() {
    let due = |text: &str, month_first: bool| {
        let options = holdfast_core::import::Options { month_first, ..options("x.csv") };
        let board = holdfast_core::import::csv::parse(text.as_bytes(), &options).unwrap();
        let days: Vec<_> = board.cards.iter().map(|card| card.due.and_then(iso).unwrap_or_default()).collect();
        (days.join(" "), board.adjusted.count(Note::AmbiguousDate))
    };
    let open = "title,due\na,3/4/2026\nb,5/5/2026\n";
    assert_eq!(due(open, false), ("2026-04-03 2026-05-05".into(), 1));
    assert_eq!(due(open, true), ("2026-03-04 2026-05-05".into(), 1));
    assert_eq!(due("title,due\na,3/4/2026\nb,5/25/2026\n", false), ("2026-03-04 2026-05-25".into(), 0));
    assert_eq!(due("title,due\na,3/4/2026\nb,25/5/2026\n", true), ("2026-04-03 2026-05-25".into(), 0));
    assert_eq!(
        due("title,due\na,3/4/2026\nb,25/5/2026\nc,5/25/2026\n", true),
        ("2026-03-04 2026-05-25 2026-05-25".into(), 1)
    );
}

#[test]
fn a_status_is_a_list_to_choose_for() {
    let board =
        read(b"title,status,done\na,Wartet auf Kunden,\nb,100%,\nc,,yes\nd,,\ne,Frobnicate,\nf,40 %,2026-01-01\n");
    let suggested: Vec<_> = board
        .lists
        .iter()
        .zip(mapping::suggest(&board.lists))
        .map(|(list, (_, status))| (list.name.as_str(), status))
        .collect();
    let expected = [
        ("Wartet auf Kunden", Status::InProgress),
        ("100%", Status::Done),
        ("Done", Status::Done),
        ("(no status)", Status::Todo),
        ("Frobnicate", Status::Todo),
        ("40 %", Status::InProgress),
    ];
    assert_eq!(suggested, expected);
    assert_eq!(board.cards[5].description, "done: 2026-01-01");
    let many: String = (0..60).map(|n| format!("t{n},s{n}\n")).collect();
    let board = read(format!("title,status\n{many}").as_bytes());
    assert_eq!((board.lists.len(), board.odd.lines().len()), (51, 10));
    assert_eq!(board.cards[59].description, "Status: s59");
}

#[test]
fn rows_without_a_title_and_long_cells_come_too() {
    let long = "é".repeat(600);
    let board = read(format!("title,notes,tags\n,only notes,\n{long},n,{long}\n").as_bytes());
    assert_eq!(board.cards[0].title, "(untitled)");
    assert_eq!(board.odd.words(), ["line 2: it has no title"]);
    assert!(board.cards[1].description.starts_with(&long) && board.cards[1].description.ends_with("\nn"));
    assert_eq!((board.cards[1].labels[0].chars().count(), board.cards[0].priority), (100, Priority::Medium));
}
