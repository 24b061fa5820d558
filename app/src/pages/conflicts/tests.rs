//! What a conflict is shown with, and what is chosen over it.

use std::collections::BTreeMap;

use holdfast_core::{
    conflict::Choice,
    entity::{Conflict, Entity as _, Resolution, Task},
    id::{ClientId, Id, OpId, PersonId},
    operation::{Draft, Edit},
    record::{Kind, Record, Seq, Stored},
    replica::Replica,
    value::{FieldName, Value},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{
    pick::{Chosen, Pick},
    told::{Told, told},
};
use crate::commands::testing::{id, scope};

fn record(kind: &'static str, of: Id<()>, version: u64, fields: BTreeMap<FieldName, Value>) -> Record {
    let stored = |value| Stored { value, version: Seq(version), by: ClientId::new(0, [9; 10]) };
    Record {
        kind: Kind::new(kind),
        id: of.record(),
        scope: scope(),
        version: Seq(version),
        deleted: false,
        turned: None,
        created_by: id(2),
        created_at: 0,
        fields: fields.into_iter().map(|(name, value)| (name, stored(value))).collect(),
    }
}

/// A conflict raised at 5 between "mine" and "theirs", over a description that reads so since that version.
fn replica(there: &str, version: u64) -> Replica {
    let text = |text: &str| Value::Text(text.into());
    let conflict = Conflict {
        of: id::<Task>(1).record(),
        of_kind: Task::KIND.into(),
        field: Task::DESCRIPTION.into(),
        base: text("base"),
        mine: text("mine"),
        theirs: text("theirs"),
        mine_by: id(2),
        theirs_by: Some(id(3)),
        mine_at: 0,
        theirs_at: None,
        resolution: Resolution::Open,
    };
    let mut replica = Replica::new(ClientId::new(0, [0; 10]));
    let task = record(Task::KIND, id(1), version, [(Task::DESCRIPTION.into(), text(there))].into());
    replica.base(vec![task, record(Conflict::KIND, id(4), 5, conflict.fields())], &[]);
    replica
}

fn shown(replica: &Replica) -> Told {
    told(replica, id(4)).unwrap()
}

fn there(told: &Told) -> Option<(&str, Option<PersonId>)> {
    told.later().map(|later| (later.text.as_str(), later.by))
}

#[test]
fn what_is_there_now_is_shown_and_not_what_was() {
    assert_eq!(there(&shown(&replica("theirs", 4))), None);
    let mut replica = replica("written since", 8);
    assert_eq!(there(&shown(&replica)), Some(("written since", None)));
    let edit = Edit::set(scope(), id::<Task>(1)).put(Task::DESCRIPTION, "my own".to_owned());
    replica.stage(&[Draft::new(OpId::new(1, [0; 10]), id(2), 0, edit)]);
    assert_eq!(there(&shown(&replica)), Some(("my own", Some(id(2)))));
}

#[cfg(target_arch = "wasm32")]
#[test]
fn what_is_being_written_outlasts_the_page() {
    let told = shown(&replica("theirs", 4));
    let pick = Pick::default().with(Chosen::Combined, &told).writing("both".into(), &told);
    pick.keep(id(9), 1, told.id);
    assert_eq!(Pick::all_kept(id(9), 1), [(told.id, pick.clone())].into());
    let elsewhere = Pick::all_kept(id(9), 2).remove(&told.id).unwrap();
    let (_, over) = elsewhere.choice(&told).unwrap();
    assert_eq!((over, elsewhere.text()), (Some(Seq::default()), pick.text()), "of another history nothing was seen");
    pick.anew(&told).keep(id(9), 1, told.id);
    assert!(Pick::all_kept(id(9), 1).is_empty(), "nothing is written any more");
}

#[test]
fn what_is_chosen_counts_as_chosen_over_what_was_shown_then() {
    let (then, now) = (shown(&replica("written since", 8)), shown(&replica("and again", 9)));
    let pick = Pick::default().with(Chosen::Mine, &then);
    assert!(!pick.is_overtaken(&then));
    assert!(pick.is_overtaken(&now));
    assert!(!Pick::default().with(Chosen::Theirs, &then).is_overtaken(&now), "it writes nothing");
    assert_eq!(pick.choice(&now), Some((Choice::Mine, Some(Seq(8)))));
    assert_eq!(pick.anew(&now).choice(&now), Some((Choice::Mine, Some(Seq(9)))));
}

#[test]
fn a_text_goes_on_from_where_it_was_begun() {
    let (then, now) = (shown(&replica("written since", 8)), shown(&replica("and again", 9)));
    let pick = Pick::default().with(Chosen::Combined, &then).writing("both".into(), &then);
    let pick = pick.writing("more".into(), &now).with(Chosen::Theirs, &now).with(Chosen::Combined, &now);
    assert!(pick.is_overtaken(&now));
    assert_eq!(pick.choice(&now), Some((Choice::Combined("more".into()), Some(Seq(8)))));
}
