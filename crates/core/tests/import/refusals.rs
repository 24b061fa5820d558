//! Files that are refused, each with the place named.

use holdfast_core::import::trello;
use serde_json::json;

use crate::{
    SAMPLE,
    support::{parse, small},
};

#[test]
fn what_is_no_export_is_refused_with_the_place_named() {
    let refused = |bytes: &[u8]| trello::parse(bytes).unwrap_err().to_string();
    assert_eq!(refused(b""), "the file: it is empty");
    assert_eq!(refused(b" \n"), "the file: it is empty");
    assert_eq!(refused(b"<html>"), "line 1, column 1: this is not JSON: expected value");
    assert_eq!(refused(b"{\n  \"id\": oops }"), "line 2, column 9: this is not JSON: expected value");
    assert_eq!(refused(b"[]"), "the file: a Trello board export is an object; this is an array");
    assert_eq!(refused(b"{}"), "lists: missing; this is not a Trello board export");
    assert_eq!(refused(br#"{"lists": []}"#), "cards: missing; this is not a Trello board export");
    assert_eq!(refused(br#"{"lists": [], "cards": []}"#), "id: the id is missing");
    assert_eq!(refused(b"{\"id\": \"\xff\"}"), "byte 8: this is not UTF-8 text; save it as UTF-8");
    assert_eq!(refused(b"\xEF\xBB\xBF{\"\xC3\x28\"}"), "byte 5: this is not UTF-8 text; save it as UTF-8");
    assert!(refused(br#"{"id": "\ud800"}"#).contains("this is not JSON"), "half a character");
    assert!(refused(br#"{"lists": [{"pos": 1e999}]}"#).contains("number out of range"));
    assert!(refused(br#"{"lists": [{"pos": NaN}]}"#).contains("this is not JSON"));
    let deep = "[".repeat(10_000);
    assert_eq!(refused(deep.as_bytes()), "line 1, column 128: this is nested too deeply");
    let deep = format!("{{\"x\": {}1{}}}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    assert!(refused(deep.as_bytes()).ends_with("this is nested too deeply"));
    assert_eq!(refused(&vec![b' '; trello::MAX_BYTES + 1]), "the file: it is 17 MiB large; 16 MiB is the most");
    for cut in [1, 100, SAMPLE.len() / 2, SAMPLE.len() - 3] {
        let end = (0..=cut).rev().find(|end| std::str::from_utf8(&SAMPLE[..*end]).is_ok()).unwrap();
        assert!(refused(&SAMPLE[..end]).ends_with("the file ends in the middle: it was cut off"), "{cut}");
    }
}

#[test]
fn a_wrong_shape_is_refused_with_the_place_named() {
    let check = |path: &str, value: serde_json::Value, message: &str| {
        let mut board = small();
        *board.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        assert_eq!(parse(&board).unwrap_err(), message);
    };
    check("/lists", json!("x"), "lists: an array was expected here, not text");
    check("/lists", json!({}), "lists: an array was expected here, not an object");
    check("/lists/1", json!(7), "lists[1]: an object was expected here, not a number");
    check("/lists/1/id", json!(null), "lists[1].id: the id is missing");
    check("/lists/1/id", json!("l1"), "lists[1].id: “l1” is also the id of lists[0]");
    check("/lists/1/pos", json!("2"), "lists[1].pos: a number was expected here, not text");
    check("/name", json!(5), "name: text was expected here, not a number");
    check("/cards/0/id", json!(12), "cards[0].id: text was expected here, not a number");
    check("/cards/0", json!({ "idList": "l1" }), "cards[0].id: the id is missing");
    check("/cards/0/name", json!(["One"]), "cards[0].name: text was expected here, not an array");
    check("/cards/0/idMembers/1", json!(5), "cards[0].idMembers[1]: text was expected here, not a number");
    check("/cards/0/idMembers", json!("m1"), "cards[0].idMembers: an array was expected here, not text");
    check(
        "/checklists/0/checkItems/0",
        json!([]),
        "checklists[0].checkItems[0]: an object was expected here, not an array",
    );
    check("/checklists/0/checkItems/0/id", json!(""), "checklists[0].checkItems[0].id: the id is missing");
    check("/actions", json!([{ "type": 1 }]), "actions[0].type: text was expected here, not a number");
    let comment =
        json!([{ "id": "a", "type": "commentCard", "date": "soon", "data": { "text": "x", "card": { "id": "c1" } } }]);
    check("/actions", comment, "actions[0].date: “soon” is not a date");
    for (due, problem) in [
        (json!("not-a-date"), "“not-a-date” is not a date"),
        (json!("2021-02-29T10:00:00Z"), "“2021-02-29T10:00:00Z” is not a date"),
        (json!("0001-01-01T00:00:00Z"), "“0001-01-01T00:00:00Z” is not a time between the years 1900 and 9999"),
        (json!(1_582_592_634), "a date was expected here, not a number"),
    ] {
        let card = json!({ "id": "c1", "idList": "l1", "name": "One", "due": due });
        check("/cards/0", card, &format!("cards[0].due: {problem}"));
    }
    let card = json!({ "id": "c1", "idList": "l1", "closed": "no" });
    check("/cards/0", card, "cards[0].closed: true or false was expected here, not text");
    let twice = json!([small()["cards"][0], small()["cards"][0]]);
    check("/cards", twice, "cards[1].id: “c1” is also the id of cards[0]");
    let many = (0..=trello::MAX_CARDS).map(|_| json!({})).collect();
    check("/cards", serde_json::Value::Array(many), "cards: there are 20001 cards; 20000 is the most");
}
