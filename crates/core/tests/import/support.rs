//! A store that edits can be tried on, and small boards.
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use holdfast_core::{
    date::LocalTime,
    entity::{Entity, Project, Task, schema_of},
    id::{Id, RecordId, ScopeId},
    import::{Board, Counts, Existing, Options, Plan, Target, Where, plan, trello},
    operation::{Action, Edit},
    value::Value,
};
use serde_json::json;

pub(crate) fn scope() -> ScopeId {
    ScopeId::new(1_700_000_000_000, [7; 10])
}

pub(crate) fn own_project() -> Target {
    Target { scope: scope(), project: Where::Own { after: None }, after: BTreeMap::new() }
}

/// A project that is there.
pub(crate) fn project() -> Id<Project> {
    Id::new(1, [1; 10])
}

/// A file of that name, read where clocks are an hour ahead of UTC and the day comes first.
pub(crate) fn options(name: &str) -> Options<'_> {
    Options { name, month_first: false, zone: &|local: LocalTime| local.at(60) }
}

/// A file, whatever it is.
pub(crate) fn read(bytes: &[u8]) -> Board {
    read_as(bytes, "tasks.csv")
}

pub(crate) fn read_as(bytes: &[u8], name: &str) -> Board {
    holdfast_core::import::read(bytes, &options(name)).unwrap()
}

pub(crate) fn plan_into_nothing(board: &Board) -> Plan {
    plan(board, &BTreeMap::new(), &own_project(), |_, _| Existing::Absent)
}

/// Which records there are, as edits change them; an edit that could not be done fails the test.
#[derive(Default)]
pub(crate) struct Store(RefCell<HashMap<RecordId, Existing>>);

impl Store {
    pub(crate) fn lookup(&self, id: RecordId) -> Existing {
        self.0.borrow().get(&id).copied().unwrap_or(Existing::Absent)
    }

    pub(crate) fn apply(&self, edits: &[Edit]) {
        for edit in edits {
            let (from, to) = match &edit.action {
                Action::Create(fields) => {
                    check_create(edit);
                    for field in ["project", "task"] {
                        if let Some(Value::Text(reference)) = fields.get(field) {
                            let reference = reference.parse().expect("a reference is an id");
                            assert_eq!(
                                self.lookup(reference),
                                Existing::Live,
                                "{edit:?} comes before what it refers to"
                            );
                        }
                    }
                    (Existing::Absent, Existing::Live)
                }
                Action::Delete => (Existing::Live, Existing::Deleted),
                Action::Restore => (Existing::Deleted, Existing::Live),
                Action::Set(_) => panic!("an import sets nothing: {edit:?}"),
            };
            assert_eq!(self.lookup(edit.id), from, "{edit:?}");
            self.0.borrow_mut().insert(edit.id, to);
        }
    }

    pub(crate) fn live(&self) -> usize {
        self.0.borrow().values().filter(|state| **state == Existing::Live).count()
    }
}

pub(crate) fn check_create(edit: &Edit) {
    if let Action::Create(fields) = &edit.action {
        let schema = schema_of(&edit.kind).expect("a known kind");
        assert_eq!(schema.check_new(fields), Ok(()), "{edit:?}");
    }
}

/// The fields of the new records of one kind.
pub(crate) fn created<E: Entity>(plan: &Plan) -> Vec<&BTreeMap<smol_str::SmolStr, Value>> {
    let of_kind = plan.edits.iter().filter(|edit| edit.kind.name() == E::KIND);
    of_kind.filter_map(|edit| if let Action::Create(fields) = &edit.action { Some(fields) } else { None }).collect()
}

/// Titles of new tasks by status, in the order a board shows them.
pub(crate) fn titles_by_status(plan: &Plan) -> BTreeMap<String, Vec<String>> {
    let text = |fields: &BTreeMap<_, Value>, name: &str| fields[name].as_text().expect("text").to_owned();
    let mut rows: Vec<_> = created::<Task>(plan)
        .into_iter()
        .map(|fields| (text(fields, Task::STATUS), text(fields, Task::ORDER), text(fields, Task::TITLE)))
        .collect();
    rows.sort();
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (status, _, title) in rows {
        out.entry(status).or_default().push(title);
    }
    out
}

/// Imports, imports again, undoes, imports again: the whole life of an import.
pub(crate) fn check_life(board: &Board) -> Plan {
    let store = Store::default();
    let import = || plan(board, &BTreeMap::new(), &own_project(), |_, id| store.lookup(id));

    let first = import();
    store.apply(&first.edits);
    assert_eq!((first.already_there, first.restored), (0, Counts::default()));
    assert_eq!(first.created.total(), first.edits.len());
    assert_eq!(store.live(), first.edits.len());

    let second = import();
    assert_eq!((second.edits.len(), second.undo.len()), (0, 0), "nothing twice");
    assert_eq!(second.already_there, first.edits.len());

    store.apply(&first.undo);
    assert_eq!(store.live(), 0, "undone as one");

    let third = import();
    assert!(third.edits.iter().all(|edit| edit.action == Action::Restore), "what was deleted comes back as it was");
    assert_eq!((third.restored, third.created), (first.created, Counts::default()));
    store.apply(&third.edits);
    assert_eq!(store.live(), first.edits.len());
    store.apply(&third.undo);
    assert_eq!(store.live(), 0);
    first
}

/// A small board to change.
pub(crate) fn small() -> serde_json::Value {
    json!({
        "id": "b", "name": "Board",
        "lists": [{ "id": "l1", "name": "To do", "pos": 1 }, { "id": "l2", "name": "Done", "pos": 2 }],
        "members": [{ "id": "m1", "fullName": "Ada" }, { "id": "m2", "username": "bob" }],
        "cards": [{ "id": "c1", "idList": "l1", "name": "One", "pos": 1, "idMembers": ["m1", "m2", "gone"] }],
        "checklists": [{ "id": "k1", "idCard": "c1", "name": "Steps", "checkItems": [{ "id": "i1", "name": "a", "pos": 1 }] }],
        "actions": [],
    })
}

pub(crate) fn parse(value: &serde_json::Value) -> Result<Board, String> {
    trello::parse(value.to_string().as_bytes()).map_err(|error| error.to_string())
}
