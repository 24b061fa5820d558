//! Files that are read although Holdfast has no place for all they hold.

use holdfast_core::{entity::ChecklistItem, import::trello, value::Value};
use serde_json::json;

use crate::{
    SAMPLE,
    support::{check_life, created, parse, small},
};

#[test]
fn what_has_no_place_is_left_out_and_counted() {
    let mut value = small();
    value["cards"][0]["surprise"] = json!({ "from": "a newer Trello" });
    value["cards"][0]["attachments"] = json!([{}, {}]);
    value["cards"][0]["cover"] = json!({ "color": "red" });
    value["cards"][0]["start"] = json!("2020-01-01");
    value["cards"][0]["labels"] =
        json!([{ "name": "", "color": null }, { "name": "", "color": "red" }, { "name": "x" }, { "name": "x" }]);
    value["cards"].as_array_mut().unwrap().push(json!({ "id": "c2", "idList": "nowhere" }));
    value["cards"].as_array_mut().unwrap().push(json!({ "id": "c3" }));
    value["checklists"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "k2", "idCard": "c2", "checkItems": [{ "id": "i9" }] }));
    value["checklists"].as_array_mut().unwrap().push(json!({ "id": "k3", "idCard": "c1" }));
    let said = |id: &str, card: &str, text: &str| json!({ "id": id, "type": "commentCard", "data": { "text": text, "card": { "id": card } } });
    let mut copied = said("a4", "c1", "copied");
    copied["type"] = json!("copyCommentCard");
    copied["data"]["idOriginalCommenter"] = json!("m2");
    copied["idMemberCreator"] = json!("m1");
    value["actions"] = json!([said("a1", "c2", "x"), said("a2", "c1", " "), said("a3", "c1", "hello"), copied, { "type": "updateCard" }, { "type": "whatever" }]);

    let board = parse(&value).unwrap();
    let card = &board.cards[0];
    assert_eq!(card.members, ["Ada", "bob"]);
    assert_eq!(card.labels, ["red", "x"]);
    let comments: Vec<_> = card.comments.iter().map(|said| (said.text.as_str(), said.by.as_str(), said.at)).collect();
    assert_eq!(
        comments,
        [("copied", "bob", None), ("hello", "", None)],
        "whoever said it first; unknown stays unknown"
    );
    insta::assert_snapshot!(board.left_out.lines().join("\n"), @"
    2 attachments
    1 card cover
    1 start date
    1 checklist without steps
    1 comment without text
    1 label without name and colour
    1 person on a card who is not named in the file
    2 cards of lists that are not in the file
    1 checklist of a card that is not there
    1 comment on a card that is not there
    2 entries of the board's history
    ");
    check_life(&board);
}

#[test]
fn texts_beyond_the_limits_are_cut_with_the_whole_kept_where_it_can_be() {
    let long = "título ".repeat(100);
    let mut value = small();
    value["name"] = json!("");
    value["cards"][0]["name"] = json!(long);
    value["cards"][0]["desc"] = json!("bell\u{7} and\r\nline");
    value["cards"][0]["labels"] = json!([{ "name": "l".repeat(150) }]);
    value["cards"][0]["idLabels"] = json!((0..300).map(|n| n.to_string()).collect::<Vec<_>>());
    value["checklists"][0]["checkItems"][0]["name"] = json!("s".repeat(501));
    value["cards"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "c2", "idList": "l2", "name": " \u{0} ", "desc": "d".repeat(60_000) }));
    let many: Vec<_> = (0..250).map(|n| json!({ "name": n.to_string() })).collect();
    value["cards"].as_array_mut().unwrap().push(json!({ "id": "c3", "idList": "l2", "name": "x", "labels": many }));
    let board = parse(&value).unwrap();
    let [one, two, three] = board.cards.as_slice() else { panic!("{}", board.cards.len()) };
    assert_eq!(board.name, "(untitled)");
    assert_eq!(one.title.chars().count(), 500);
    assert!(one.title.ends_with('…'));
    assert_eq!(one.description, format!("{}\n\nbell and\nline\n\n{}", long.trim(), "s".repeat(501)));
    assert_eq!(one.checklists[0].items[0].title.chars().count(), 500);
    assert_eq!((two.title.as_str(), two.description.chars().count()), ("(untitled)", 50_000));
    assert_eq!(three.labels.len(), 200);
    insta::assert_snapshot!(board.adjusted.lines().join("\n"), @"
    2 empty names, now “(untitled)”
    2 titles longer than 500 characters, now whole in their cards' descriptions
    1 very long name, cut
    1 text longer than 50,000 characters, cut
    50 labels or people beyond the 200 a card can have
    2 texts with control characters, now without
    ");
    check_life(&board);
}

#[test]
fn odd_but_well_formed_files_are_read() {
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend_from_slice(SAMPLE);
    assert_eq!(trello::parse(&marked), trello::parse(SAMPLE), "a byte order mark is not part of the text");

    let mut value = small();
    for field in ["members", "checklists", "actions"] {
        value[field] = json!(null);
    }
    value["cards"] = json!([
        { "id": "c1", "idList": "l1", "name": "huge", "pos": 1e308 },
        { "id": "c2", "idList": "l1", "name": "same", "pos": 5 },
        { "id": "c3", "idList": "l1", "name": "place", "pos": 5.0 },
        { "id": "c4", "idList": "l1", "name": "below zero", "pos": -1e308 },
        { "id": "c5", "idList": "l1", "name": "big integer", "pos": 18_446_744_073_709_551_615_u64 },
    ]);
    let titles: Vec<_> = parse(&value).unwrap().cards.into_iter().map(|card| card.title).collect();
    assert_eq!(titles, ["below zero", "same", "place", "big integer", "huge"]);

    let old = json!({ "id": "b", "lists": [{ "id": "l" }], "labels": [{ "id": "x", "name": "Old" }],
        "cards": [{ "id": "c", "idList": "l", "name": "1", "idLabels": ["x", "y"] }] });
    assert_eq!(parse(&old).unwrap().cards[0].labels, ["Old"], "old exports name labels by id only");
}

#[test]
fn checklists_keep_their_names_apart() {
    let mut value = small();
    let list = |id: &str, name: &str, pos: i64| {
        json!({ "id": id, "idCard": "c1", "name": name, "pos": pos, "checkItems": [
        { "id": format!("{id}-2"), "name": format!("{id} second"), "pos": 2, "state": "complete" },
        { "id": format!("{id}-1"), "name": format!("{id} first"), "pos": 1, "state": "incomplete" },
    ] })
    };
    value["checklists"] = json!([list("k1", "Steps", 3), list("k2", "Steps", 1), list("k3", "", 2)]);
    let plan = check_life(&parse(&value).unwrap());
    let mut rows: Vec<_> = created::<ChecklistItem>(&plan)
        .into_iter()
        .map(|item| {
            let text = |name: &str| item[name].as_text().unwrap();
            (
                text(ChecklistItem::ORDER),
                text(ChecklistItem::LIST),
                text(ChecklistItem::TITLE),
                &item[ChecklistItem::DONE],
            )
        })
        .collect();
    rows.sort_by_key(|row| row.0);
    let rows: Vec<_> =
        rows.into_iter().map(|(_, list, title, done)| (list, title, *done == Value::Flag(true))).collect();
    let expected = [
        ("Steps", "k2 first", false),
        ("Steps", "k2 second", true),
        ("Checklist", "k3 first", false),
        ("Checklist", "k3 second", true),
        ("Steps (2)", "k1 first", false),
        ("Steps (2)", "k1 second", true),
    ];
    assert_eq!(rows, expected);
}
