//! What a file is, told from its content.

use holdfast_core::import::{Existing, Source, Where, Wrong, detect, plan};

use crate::{
    EXPORT, GERMAN, LIST, SAMPLE, TABLE,
    support::{Store, check_life, options, own_project, read},
};

#[test]
fn content_tells_what_a_file_is() {
    for (bytes, source) in [
        (SAMPLE, Source::Trello),
        (EXPORT, Source::Holdfast),
        (TABLE, Source::Csv),
        (GERMAN, Source::Csv),
        (LIST, Source::TodoTxt),
        (b"{}", Source::Trello),
        (b"Title\nMilk\n", Source::Csv),
        (b"a;b\n1;2\n3;4\n", Source::Csv),
        (b"Buy milk\nCall Bob\n", Source::TodoTxt),
        (b"Buy milk, eggs\nCall Bob, then Ann\nSleep\n", Source::TodoTxt),
        (b"(A) Buy milk, eggs +home\n(B) Call Bob, then Ann @phone\n", Source::TodoTxt),
        (b"[ ] Buy milk\n", Source::TodoTxt),
        ("タイトル,期限\n泳ぐ,2026-12-24\n".as_bytes(), Source::Csv),
    ] {
        assert_eq!(detect(bytes), Ok(source), "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
    assert_eq!(detect(b" \n").unwrap_err().to_string(), "the file: it is empty");
    assert!(detect(b"PK\x03\x04").is_err());
    assert!(detect(&vec![b'a'; 16 * 1024 * 1024 + 1]).unwrap_err().to_string().contains("17 MiB large"));
}

#[test]
fn every_sample_lives_through_import_undo_and_import() {
    for bytes in [SAMPLE, TABLE, GERMAN, LIST, EXPORT] {
        check_life(&read(bytes));
    }
}

#[test]
fn a_table_that_says_where_it_goes_makes_its_projects() {
    let board = read(TABLE);
    let plan = crate::support::plan_into_nothing(&board);
    assert_eq!(plan.created.projects, 3, "two that are named, and the table's own for the rest");
    let into = holdfast_core::import::Target { project: Where::Existing(crate::support::project()), ..own_project() };
    let plan = holdfast_core::import::plan(&board, &Default::default(), &into, |_, _| Existing::Absent);
    assert_eq!(
        (plan.created.projects, plan.notes.lines().join("; ").as_str()),
        (0, "4 tasks of other projects in the file")
    );
}

#[test]
fn a_longer_version_of_a_file_adds_what_is_new() {
    let store = Store::default();
    let first = holdfast_core::import::read(b"Title\nMilk\nBread\n", &options("shopping.csv")).unwrap();
    let again = |board| plan(board, &Default::default(), &own_project(), |_, id| store.lookup(id));
    store.apply(&again(&first).edits);
    let second = b"title;due\nBread;\nMilk;2026-12-24\nEggs;\nMilk;\n";
    let second = holdfast_core::import::read(second, &options("Shopping (1).csv")).unwrap();
    let second = again(&second);
    assert_eq!((second.created.tasks, second.already_there), (2, 3), "eggs and a second milk");
}

#[test]
fn lines_are_a_list_where_the_name_or_their_marks_say_so() {
    const PYTHON: &[u8] = b"import os\n\ndef main():\n    print(os.name)\n\n@wraps\nclass A:\n    pass\n";
    for (name, bytes, read) in [
        ("main.py", PYTHON, false),
        ("notes.txt", PYTHON, true),
        ("NOTES.TXT", PYTHON, true),
        ("", PYTHON, true),
        ("tasks.csv", b"Buy milk\nCall Bob\n", true),
        ("todo", b"Buy milk\nCall Bob\n", false),
        ("todo", b"(A) Buy milk\nCall Bob\n", true),
    ] {
        let made = holdfast_core::import::read(bytes, &options(name));
        assert_eq!(
            made.map(|board| board.source).map_err(|error| error.wrong),
            match read {
                true => Ok(Source::TodoTxt),
                false => Err(Wrong::NotAList),
            },
            "{name}"
        );
    }
}

#[test]
fn what_is_wrong_with_the_whole_file_is_told_apart() {
    for (bytes, wrong) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Wrong::NotText),
        (b"PK\x03\x04", Wrong::Workbook),
        (b" \n", Wrong::Empty),
        (b"{\"hello\": \"world\"}", Wrong::NotABoard),
        (b"{\"hello", Wrong::NotABoard),
        (b"title,due\na,\"b\n", Wrong::Within),
    ] {
        let error = holdfast_core::import::read(bytes, &options("x.json")).unwrap_err();
        assert_eq!(error.wrong, wrong, "{error}");
    }
}
