#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use holdfast_core::{
    entity::{FieldSchema, KINDS},
    value::Change,
};

use super::*;

/// Everything of a kind, as a form asks for it.
fn asked(schema: &KindSchema, value: &Value) -> Vec<Asked> {
    schema.fields.iter().filter_map(|field| Asked::of(schema, field.name, value.clone())).collect()
}

/// What people type, right and wrong: of each length around a limit, of each kind.
fn typed(field: &FieldSchema) -> Vec<String> {
    let mut typed: Vec<String> =
        ["", " ", "x", "on", "7", "-3", "1e9", "2026-11-22", "1899-12-31", "a\nb\n\n c ", "\u{1F6A2}"]
            .map(Into::into)
            .into();
    for many in [99, 100, 101, 200, 201, 499, 500, 501] {
        typed.push("é".repeat(many));
        typed.push((0..many).map(|line| format!("{line}\n")).collect());
    }
    typed.push("x".repeat(50_000));
    typed.push("x".repeat(50_001));
    typed.push("0192f0c1-2345-7890-abcd-ef0123456789".into());
    if let FieldType::Choice(names) = field.field_type {
        typed.extend(names.iter().map(|name| (*name).to_owned()));
    }
    typed
}

#[test]
fn every_field_of_every_kind_can_be_written_or_is_shown_as_it_is() {
    for schema in KINDS {
        let asked = asked(schema, &Value::Null);
        assert_eq!(asked.len(), schema.fields.len(), "{}", schema.name);
        for one in &asked {
            let changes = schema.check_change(&one.name, &Change::Put(Value::Text("x".into())));
            let is_settled = changes.is_err_and(|flaw| flaw.wrong == Wrong::Settled);
            let is_kept = one.control() == Control::Kept;
            // These are moved, or taken, and not typed.
            let is_moved = matches!(one.field, FieldType::Order | FieldType::Under { .. } | FieldType::Places { .. });
            assert!(!is_kept || is_settled || is_moved, "{}.{}", schema.name, one.name);
        }
    }
}

#[test]
fn a_form_refuses_what_core_refuses_and_nothing_else() {
    let mut refused = 0;
    for schema in KINDS {
        for field in schema.fields {
            let one = Asked::of(schema, field.name, Value::Null).unwrap();
            for typed in typed(field) {
                let value = one.control().value(&one.value, &typed);
                let written = BTreeMap::from([(one.name.clone(), value.clone())]);
                let here = check(std::slice::from_ref(&one), &written).remove(&one.name);
                let there = schema.check_value(&one.name, &value).err().map(|flaw| flaw.wrong);
                assert_eq!(here, there, "{}.{} {typed:.20?}", schema.name, field.name);
                refused += usize::from(here.is_some());
            }
        }
    }
    assert!(refused > 100, "only {refused} values were refused");
}

#[test]
fn a_whole_form_is_sent_only_if_core_takes_the_record() {
    for schema in KINDS {
        // Each field in turn holds something wrong or right, and the others are as they were.
        for field in schema.fields {
            for text in typed(field) {
                let asked = asked(schema, &Value::Null);
                let all: BTreeMap<FieldName, Value> =
                    asked.iter().map(|one| (one.name.clone(), one.control().value(&one.value, &text))).collect();
                let refused = check(&asked, &all);
                let core = schema.check_new(&all);
                assert_eq!(refused.is_empty(), core.is_ok(), "{} {text:.20?}", schema.name);
                if let Err(flaw) = core {
                    assert_eq!(refused.get(&flaw.field), Some(&flaw.wrong));
                }
            }
        }
    }
}

#[test]
fn what_a_field_shows_is_read_as_what_it_holds() {
    let set = Value::Set(["a".to_owned(), "b c".to_owned()].into());
    for (control, value) in [
        (Control::Line, Value::Text("Call".into())),
        (Control::Area, Value::Text("a\nb".into())),
        (Control::Entries, set),
        (Control::Number, Value::Int(-3)),
        (Control::Kept, Value::Text("V".into())),
        (Control::Day, Value::Null),
    ] {
        assert_eq!(control.value(&value, &control.text(&value)), value, "{control:?}");
    }
    assert_eq!(Control::Tick.value(&Value::Null, "on"), Value::Flag(true));
    assert_eq!(Control::Number.value(&Value::Null, "many"), Value::Text("many".into()));
}
