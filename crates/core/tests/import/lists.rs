//! todo.txt lists.

use holdfast_core::{date::iso, import::todo_txt};

use crate::{
    LIST,
    support::{options, read_as},
};

#[test]
fn the_sample_list() {
    let board = read_as(LIST, "todo.txt");
    assert_eq!(board.name, "todo");
    let rows = board.cards.iter().map(|card| {
        let due = card.due.and_then(iso).unwrap_or_default();
        let details = card.description.replace('\n', ", ");
        [card.title.as_str(), &card.list, card.priority.name(), &due, &card.labels.join("+"), &details].join(" | ")
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @"
    Call Mom about +Family dinner | todo | urgent | 2026-12-24 | Family+phone | Created: 2026-11-01
    Pay rent | done | high |  | Home | rec:1m, Created: 2026-11-01, Completed: 2026-11-03
    Read the book | todo | low |  | home | t:2026-12-01, Priority: F
    花に水をやる | todo | medium |  | 家 | 
    see http://example.com:80/a at 10:30 | todo | medium |  |  | due:never
    Pay rent | todo | medium |  |  | 
    Pay rent | todo | medium |  |  | 
    ");
    assert_eq!(board.odd.words(), ["line 6: “never” is not a date; it is in the description"]);
    let ids: std::collections::BTreeSet<&str> = board.cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!(ids.len(), board.cards.len());
}

#[test]
fn completing_a_line_does_not_make_another_task() {
    let id = |line: &str| todo_txt::parse(line.as_bytes(), &options("todo.txt")).unwrap().cards[0].id.clone();
    assert_eq!(id("(A) 2026-11-01 Pay rent +Home"), id("x 2026-11-03 2026-11-01 Pay rent +Home pri:A"));
    assert_ne!(id("Pay rent +Home"), id("Pay rent +Office"));
}
