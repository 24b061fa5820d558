//! Hostile and generated text: nothing panics, nothing is dropped, and whatever is read can be imported.

use holdfast_core::import::{Source, csv, read, todo_txt};
use proptest::prelude::*;

use crate::{
    EXPORT, GERMAN, LIST, TABLE,
    support::{check_create, check_life, options, plan_into_nothing},
};

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    for (bytes, words) in [
        (&b"title,due\na,\"b\nc,d\n"[..], "line 2: a quotation mark opens a cell in this row and never closes it"),
        (b"{\"format\": \"holdfast-tasks\", \"version\": 2, \"engagement\": 5}", "version: it is 2: a newer Holdfast"),
        (b"{\"format\": \"holdfast-tasks\"}", "version: it is missing"),
        (b"{\"format\": \"holdfast-tasks\", \"version\": 1}", "line 1, column 42: missing field `engagement`"),
        (
            br#"{"format":"holdfast-tasks","version":1,"engagement":{"id":"e"},"projects":[{"id":"p","tasks":[{"id":"t","due":"soon"}]}]}"#,
            "projects[0].tasks[0].due: “soon” is not a date",
        ),
    ] {
        let error = read(bytes, &options("x")).unwrap_err().to_string();
        assert!(error.starts_with(words), "{error}");
    }
    let rows = |count: usize| format!("title\n{}", "a\n".repeat(count));
    assert_eq!(read(rows(20_000).as_bytes(), &options("x")).unwrap().cards.len(), 20_000);
    assert_eq!(
        read(rows(20_001).as_bytes(), &options("x")).unwrap_err().to_string(),
        "the file: there are 20001 rows; 20000 is the most"
    );
    let wide = format!("title{}\n", ",x".repeat(200));
    assert_eq!(
        read(wide.as_bytes(), &options("x")).unwrap_err().to_string(),
        "the file: there are 201 columns; 200 is the most"
    );
    let long = "a\n".repeat(20_001);
    assert!(todo_txt::parse(long.as_bytes(), &options("x")).unwrap_err().to_string().contains("20001 tasks"));
}

#[test]
fn large_files_take_no_more_than_a_moment() {
    let start = std::time::Instant::now();
    let rows: String =
        (0..20_000).map(|n| format!("Task {n},Status {n},Project {n},\"a, b; {n}\",{}.1.2026\n", n % 31 + 1)).collect();
    let board = read(format!("title,status,project,tags,due\n{rows}").as_bytes(), &options("x")).unwrap();
    assert_eq!((plan_into_nothing(&board).created.tasks, board.projects.len()), (20_000, 200));
    // Nothing but one cell, marks or line breaks.
    for text in [
        "\"".repeat(4_000_000),
        ",".repeat(4_000_000),
        "\n".repeat(4_000_000),
        format!("title\n\"{}\"", "x,\n".repeat(1_000_000)),
    ] {
        let _ = csv::parse(text.as_bytes(), &options("x"));
    }
    let took = start.elapsed();
    println!("{took:?}");
    // Far above what it takes, far below what quadratic work would.
    assert!(took.as_secs() < 20, "{took:?}");
}

/// A cell as any writer after RFC 4180 puts it down.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bytes_changed_anywhere_never_panic(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = [TABLE, GERMAN, LIST, EXPORT][which].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(board) = read(&bytes, &options("x")) {
            plan_into_nothing(&board).edits.iter().for_each(check_create);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}|[a-z,;\"\t\n =+-]{0,200}|[x()A-C 0-9@+:.-]{0,80}") {
        let options = options("x");
        for board in [read(text.as_bytes(), &options), csv::parse(text.as_bytes(), &options), todo_txt::parse(text.as_bytes(), &options)] {
            match board {
                Ok(board) => { check_life(&board); }
                Err(error) => prop_assert!(error.to_string().len() > 4),
            }
        }
    }

    #[test]
    fn every_row_becomes_a_task_and_every_cell_is_somewhere(
        rows in prop::collection::vec(prop::collection::vec("[a-zäß日 ,;\"\n'=]{0,12}", 3), 1..20),
        delimiter in prop::sample::select(&[",", ";", "\t"][..]),
    ) {
        let line = |cells: &[String]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(delimiter);
        let body: Vec<String> = rows.iter().map(|row| line(row)).collect();
        let text = format!("title{delimiter}notes{delimiter}Frobs\r\n{}\r\n", body.join("\r\n"));
        let board = read(text.as_bytes(), &options("x")).unwrap();
        prop_assert_eq!(board.source, Source::Csv);
        let kept: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(board.cards.len(), kept.len());
        for (card, row) in board.cards.iter().zip(kept) {
            let title = row[0].trim().replace('\n', " ");
            prop_assert_eq!(card.title.as_str(), if title.is_empty() { "(untitled)" } else { &title });
            prop_assert!(row[1..].iter().all(|cell| card.description.contains(cell.trim())), "{:?} {:?}", card, row);
        }
    }

    #[test]
    fn every_line_of_a_list_becomes_a_task(lines in prop::collection::vec("[a-zA-Z日@+: ()x]{0,30}", 1..20)) {
        let board = todo_txt::parse(lines.join("\n").as_bytes(), &options("todo.txt"));
        let kept: Vec<&String> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
        match board {
            Ok(board) => {
                prop_assert_eq!(board.cards.len(), kept.len());
                check_life(&board);
            }
            Err(_) => prop_assert!(kept.is_empty()),
        }
    }
}
