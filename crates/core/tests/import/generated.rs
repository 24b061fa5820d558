//! Generated boards and files: nothing panics, whatever is read can be imported, and order is kept.

use std::collections::BTreeMap;

use holdfast_core::{
    entity::Status,
    import::{Existing, plan, trello},
};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    SAMPLE,
    support::{check_create, check_life, own_project, parse, plan_into_nothing, titles_by_status},
};

/// Any JSON, small.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<f64>().prop_map(|number| json!(number)),
        any::<i64>().prop_map(|number| json!(number)),
        "\\PC{0,20}".prop_map(|text| json!(text)),
        Just(json!("\u{0}")),
        Just(json!("x".repeat(501))),
        Just(json!("9999-12-31T23:59:59.999-23:59")),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::Array),
            prop::collection::hash_map("(id|name|pos|card|x)", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

/// Puts a value at the place that a walk through the document ends at.
fn replace(mut at: &mut serde_json::Value, walk: &[prop::sample::Index], new: serde_json::Value) {
    for step in walk {
        let len = match &*at {
            serde_json::Value::Array(items) => items.len(),
            serde_json::Value::Object(fields) => fields.len(),
            _ => 0,
        };
        if len == 0 {
            break;
        }
        let index = step.index(len);
        at = match at {
            serde_json::Value::Array(items) => &mut items[index],
            serde_json::Value::Object(fields) => fields.values_mut().nth(index).expect("an index within"),
            _ => unreachable!("only the two have a length"),
        };
    }
    *at = new;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn bytes_changed_anywhere_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = SAMPLE.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(board) = trello::parse(&bytes) {
            plan_into_nothing(&board).edits.iter().for_each(check_create);
        }
    }

    #[test]
    fn bytes_cut_out_never_panic(from in any::<prop::sample::Index>(), length in 0_usize..2000) {
        let from = from.index(SAMPLE.len());
        let bytes = [&SAMPLE[..from], &SAMPLE[(from + length).min(SAMPLE.len())..]].concat();
        if let Ok(board) = trello::parse(&bytes) {
            plan_into_nothing(&board).edits.iter().for_each(check_create);
        }
    }

    #[test]
    fn any_value_in_any_place_is_read_refused_or_left_out(
        walk in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        new in any_json(),
    ) {
        let mut value = serde_json::from_slice(SAMPLE).unwrap();
        replace(&mut value, &walk, new);
        match trello::parse(value.to_string().as_bytes()) {
            Ok(board) => { check_life(&board); }
            Err(error) => prop_assert!(error.to_string().len() > 4),
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(trello::parse(&bytes).is_err());
    }

    #[test]
    fn the_order_within_each_list_is_kept(
        cards in prop::collection::vec((0_usize..5, -100_i32..100), 0..120),
        statuses in prop::collection::vec(0_usize..Status::ALL.len(), 5),
        list_positions in prop::collection::vec(-10_i32..10, 5),
    ) {
        let lists: Vec<_> = list_positions.iter().enumerate().map(|(n, pos)| json!({ "id": format!("l{n}"), "name": "x", "pos": pos })).collect();
        let rows: Vec<_> = cards.iter().enumerate()
            .map(|(n, (list, pos))| json!({ "id": format!("c{n}"), "idList": format!("l{list}"), "name": format!("card {n}"), "pos": pos }))
            .collect();
        let board = parse(&json!({ "id": "b", "name": "B", "lists": lists, "cards": rows })).unwrap();
        let mapping = (0..5).map(|n| (format!("l{n}"), Status::ALL[statuses[n]])).collect();
        let plan = plan(&board, &mapping, &own_project(), |_, _| Existing::Absent);

        let mut expected: Vec<_> = cards.iter().enumerate()
            .map(|(n, (list, pos))| (Status::ALL[statuses[*list]].name(), list_positions[*list], *list, *pos, n))
            .collect();
        expected.sort();
        let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (status, .., n) in expected {
            by_status.entry(status.to_owned()).or_default().push(format!("card {n}"));
        }
        prop_assert_eq!(titles_by_status(&plan), by_status);
    }
}
