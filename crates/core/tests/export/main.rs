//! Export: what a replica holds comes out, and comes in again.
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

use std::collections::BTreeMap;

use holdfast_core::{
    date::LocalTime,
    entity::{Engagement, Entity, Project, Task},
    export::{What, document},
    id::{ClientId, Id, PersonId, RecordId, ScopeId},
    import::{Board, Counts, Existing, Options, Plan, Target, Where, plan, read},
    operation::{Action, Edit},
    record::{Kind, Record},
    replica::Replica,
    value::Value,
};
use serde_json::json;

const ADA: u128 = 0x0193_0000_0000_7000_8000_0000_0000_00a1;
const HARBOUR: u128 = 0x0193_0000_0000_7000_8000_0000_0000_00e1;
const NOW: u64 = 1_795_165_200_000;

fn scope(number: u128) -> ScopeId {
    ScopeId(uuid::Uuid::from_u128(number))
}

fn board(bytes: &[u8], name: &str) -> Board {
    read(bytes, &Options { name, month_first: false, zone: &|local: LocalTime| local.at(60) }).unwrap()
}

fn fixture() -> Board {
    board(include_bytes!("../fixtures/export.json"), "x.json")
}

fn planned(board: &Board, scope: ScopeId, replica: &Replica) -> Plan {
    let lookup = |kind: &str, id| Existing::of(replica, kind, id);
    let target = Target { scope, project: Where::Own { after: None }, after: BTreeMap::new() };
    plan(board, &BTreeMap::new(), &target, lookup)
}

/// A replica of an engagement with what these edits make.
fn replica(scope: ScopeId, name: &str, edits: &[Edit]) -> Replica {
    let record = |kind: &str, id: RecordId, fields: &BTreeMap<_, Value>| -> Record {
        let client = ClientId(uuid::Uuid::from_u128(1));
        let stored = |value: &Value| json!({ "v": value, "n": 1, "c": client });
        let fields: serde_json::Map<String, serde_json::Value> =
            fields.iter().map(|(name, value): (&smol_str::SmolStr, _)| (name.to_string(), stored(value))).collect();
        let by = uuid::Uuid::from_u128(ADA);
        let record = json!({
            "kind": kind, "id": id, "scope": scope, "version": 1, "created_by": by, "created_at": NOW, "fields": fields,
        });
        serde_json::from_value(record).unwrap()
    };
    let root = BTreeMap::from([(smol_str::SmolStr::new_static(Engagement::NAME), Value::Text(name.into()))]);
    let mut records = vec![record(Engagement::KIND, scope.into(), &root)];
    for edit in edits {
        match &edit.action {
            Action::Create(fields) => records.push(record(edit.kind.name(), edit.id, fields)),
            other => panic!("only new records here: {other:?}"),
        }
    }
    let mut replica = Replica::new(ClientId(uuid::Uuid::from_u128(1)));
    replica.base(records, &[]);
    replica
}

/// The fixture as an engagement of its own.
fn harbour() -> Replica {
    let scope = scope(HARBOUR);
    let plan = planned(&fixture(), scope, &Replica::new(ClientId(uuid::Uuid::from_u128(1))));
    replica(scope, "Harbour", &plan.edits)
}

fn names(person: PersonId) -> Option<String> {
    (person.uuid().as_u128() == ADA).then(|| "Ada Lovelace".to_owned())
}

fn engagement(scope: ScopeId) -> What {
    What::Engagement(RecordId::from(scope).into())
}

/// Tasks and what hangs on them without what differs from copy to copy: ids and places.
fn content(replica: &Replica, scope: ScopeId, comments: bool) -> serde_json::Value {
    let document = document(replica, engagement(scope), &names, NOW).unwrap();
    let mut value = serde_json::to_value(&document.projects).unwrap();
    let strip = |value: &mut serde_json::Value| {
        value.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "created_at");
    };
    for project in value.as_array_mut().unwrap() {
        strip(project);
        let titles: BTreeMap<String, serde_json::Value> =
            project["tasks"].as_array().unwrap().iter().map(titled).collect();
        for task in project["tasks"].as_array_mut().unwrap() {
            let parent = task.get("parent").map(|parent| titles[parent.as_str().unwrap()].clone());
            strip(task);
            task["parent"] = json!(parent);
            for list in ["steps", "comments", "assignees"] {
                task[list].as_array_mut().unwrap().iter_mut().for_each(strip);
            }
            if !comments {
                task["comments"] = json!([]);
            }
        }
        if !comments {
            project["description"] = json!("");
        }
    }
    value
}

fn titled(task: &serde_json::Value) -> (String, serde_json::Value) {
    (task["id"].as_str().unwrap().to_owned(), task["title"].clone())
}

/// A file of tasks, each with its number and the number of the task that it is a part of.
fn family(tasks: &[(u128, Option<u128>)]) -> String {
    let id = |number: u128| uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_1000 + number);
    let task = |(number, parent): &(u128, Option<u128>)| json!({ "id": id(*number), "title": format!("Task {number}"), "parent": parent.map(id) });
    let tasks: Vec<_> = tasks.iter().map(task).collect();
    json!({
        "format": "holdfast-tasks", "version": 1, "engagement": { "id": scope(HARBOUR), "name": "H" },
        "projects": [{ "id": id(0), "name": "P", "tasks": tasks }],
    })
    .to_string()
}

/// What the tasks of a plan are parts of, by their titles.
fn families(plan: &Plan) -> BTreeMap<String, Option<String>> {
    let here = replica(scope(7), "H", &plan.edits);
    let kind = Kind::new(Task::KIND);
    let tasks = here.of_kind(&kind).map(|record| Task::read(record));
    tasks.map(|task| (task.title, task.parent.map(|id| here.entity(id).unwrap().title))).collect()
}

#[test]
fn subtasks_stay_under_their_tasks() {
    let empty = Replica::new(ClientId(uuid::Uuid::from_u128(1)));
    let told = |tasks: &[(u128, Option<u128>)]| {
        let plan = planned(&board(family(tasks).as_bytes(), "x"), scope(7), &empty);
        let made: Vec<RecordId> = plan.edits.iter().map(|edit| edit.id).collect();
        for edit in &plan.edits {
            let Action::Create(fields) = &edit.action else { panic!("only new records here") };
            if let Some(parent) = fields.get(Task::PARENT) {
                let place = |id: RecordId| made.iter().position(|one| *one == id);
                let parent = parent.as_text().unwrap().parse().unwrap();
                assert!(place(parent) < place(edit.id), "each after those it refers to");
            }
        }
        let found = families(&plan);
        let here = replica(scope(7), "H", &plan.edits);
        let table = document(&here, engagement(scope(7)), &names, NOW).unwrap().csv();
        assert_eq!(families(&planned(&board(table.as_bytes(), "x"), scope(8), &empty)), found, "by way of a table");
        found.into_values().map(Option::unwrap_or_default).collect::<Vec<String>>()
    };
    assert_eq!(told(&[(1, Some(2)), (2, Some(3)), (3, None)]), ["Task 2", "Task 3", ""]);
    assert_eq!(told(&[(1, Some(9)), (2, Some(1))]), ["", "Task 1"], "one that is not in the file");
    assert_eq!(told(&[(1, Some(2)), (2, Some(1)), (3, Some(3))]), ["Task 2", "", ""], "no rings");
}

#[test]
fn a_parent_that_is_no_task_here_is_left_out_and_told_of() {
    let here = harbour();
    let project = here.of_kind(&Kind::new(Project::KIND)).next().unwrap().id;
    let file = family(&[(1, None), (2, Some(1)), (3, Some(project.0.as_u128())), (4, Some(4))]);
    let plan = planned(&board(file.as_bytes(), "x"), scope(HARBOUR), &here);
    let tasks = plan.edits.iter().filter(|edit| edit.kind.name() == Task::KIND);
    let under: Vec<bool> =
        tasks.map(|edit| matches!(&edit.action, Action::Create(fields) if fields.contains_key(Task::PARENT))).collect();
    assert_eq!(under, [false, true, false, false]);
    assert_eq!(plan.notes.lines(), ["2 subtasks of tasks that are not there, now tasks of their own"]);
}

#[test]
fn other_programs_name_a_parent_by_its_title_or_its_id() {
    let text = "id,title,parent task\nT-1,Pier,\nT-2,Wall,Pier\nT-3,Lamp,T-2\nT-4,Rope,Elsewhere\n";
    let read = board(text.as_bytes(), "x.csv");
    let empty = Replica::new(ClientId(uuid::Uuid::from_u128(1)));
    let found = families(&planned(&read, scope(7), &empty));
    let found: Vec<_> = found.iter().map(|(title, parent)| (title.as_str(), parent.as_deref())).collect();
    assert_eq!(found, [("Lamp", Some("Wall")), ("Pier", None), ("Rope", None), ("Wall", Some("Pier"))]);
    assert_eq!(read.cards[3].description, "parent task: Elsewhere", "nothing is dropped");
}

#[test]
fn an_import_keeps_the_ids_of_its_own_engagement() {
    let replica = harbour();
    let document = document(&replica, engagement(scope(HARBOUR)), &names, NOW).unwrap();
    let original: serde_json::Value = serde_json::from_slice(include_bytes!("../fixtures/export.json")).unwrap();
    assert_eq!(document.projects.len(), 1, "a project without tasks is not made by an import");
    assert_eq!(document.projects[0].tasks[0].id, original["projects"][0]["tasks"][0]["id"]);
    for text in [document.json(), document.csv()] {
        let plan = planned(&board(text.as_bytes(), "harbour"), scope(HARBOUR), &replica);
        assert_eq!(plan.edits, [], "everything is there");
        assert!(plan.already_there >= 2);
    }
}

#[test]
fn json_keeps_everything() {
    let here = harbour();
    let text = document(&here, engagement(scope(HARBOUR)), &names, NOW).unwrap().json();
    let elsewhere = scope(7);
    let plan = planned(&board(text.as_bytes(), "x"), elsewhere, &Replica::new(ClientId(uuid::Uuid::from_u128(1))));
    assert_eq!(plan.created, Counts { projects: 1, tasks: 2, checklist_items: 2, comments: 1 });
    assert!(plan.edits.iter().all(|edit| here.seen(edit.id).is_none()), "copies have ids of their own");
    let there = replica(elsewhere, "Elsewhere", &plan.edits);
    assert_eq!(content(&there, elsewhere, true), content(&here, scope(HARBOUR), true));
}

#[test]
fn csv_keeps_all_but_comments_and_projects_descriptions() {
    let here = harbour();
    let text = document(&here, engagement(scope(HARBOUR)), &names, NOW).unwrap().csv();
    let elsewhere = scope(7);
    let read = board(text.as_bytes(), "x");
    assert!(read.odd.is_empty() && read.adjusted.is_empty(), "{:?} {:?}", read.odd, read.adjusted);
    let plan = planned(&read, elsewhere, &Replica::new(ClientId(uuid::Uuid::from_u128(1))));
    let there = replica(elsewhere, "Elsewhere", &plan.edits);
    assert_eq!(content(&there, elsewhere, false), content(&here, scope(HARBOUR), false));
}

#[test]
fn the_table_as_it_is_written() {
    let here = harbour();
    let text = document(&here, engagement(scope(HARBOUR)), &names, NOW).unwrap().csv();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(text.starts_with('\u{FEFF}') && text.ends_with("\r\n"));
    insta::assert_snapshot!(lines.join("\n").trim_start_matches('\u{FEFF}'), @r#"
    Title,Description,Status,Priority,Due,Tags,Assignees,Project,Steps,Time spent (seconds),Archived,Parent id,Holdfast id
    "'-1 bug: ""=SUM(A1)"" in a cell","Two
    lines; and a comma, too",In progress,High,2026-12-24,"auth, ""needs, comma""","Ada Lovelace, 玲奈 森",Website,"[x] Ask
    Paint:
    [ ] Red",5400,,,01930000-0000-7000-8000-0000000000e1/01930000-0000-7000-8000-000000000001
    لقاء,,Done,Low,2026-12-24T16:05:00Z,,,Website,,,yes,,01930000-0000-7000-8000-0000000000e1/01930000-0000-7000-8000-000000000002
    "#);
}

#[test]
fn one_project_and_what_is_not_there() {
    let replica = harbour();
    let all = document(&replica, engagement(scope(HARBOUR)), &names, NOW).unwrap();
    let project: Id<Project> = all.projects[0].id.parse().unwrap();
    let one = document(&replica, What::Project(project), &names, NOW).unwrap();
    assert_eq!((one.engagement.name.as_str(), one.tasks()), ("Harbour", 2));
    assert_eq!(one.exported_at, "2026-11-20T09:00:00Z");
    let task: Id<Task> = all.projects[0].tasks[0].id.parse().unwrap();
    assert!(document(&replica, What::Project(task.record().into()), &names, NOW).is_none());
    assert!(document(&replica, engagement(scope(9)), &names, NOW).is_none());
}

mod generated {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// A table of any texts goes in, out as CSV and in again as the same.
        #[test]
        fn csv_of_any_texts_comes_back(
            rows in prop::collection::vec(("[a-z=+@'\" ,;日\u{5d0}-]{1,12}", "[a-z=+@'\"\n ,;:|\\[\\]-]{0,20}", "[a-z ,;|\"'=]{0,9}", "[a-z'=:]{0,6}"), 1..12),
        ) {
            let tasks: Vec<_> = rows.iter().enumerate().map(|(at, (title, description, tag, list))| json!({
                "id": uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0001_0000 + at as u128),
                "title": format!("x{title}"), "description": description, "tags": [tag, "b"],
                "assignees": [{ "name": format!("={tag}") }],
                "steps": [{ "id": "s", "title": "first", "list": list, "done": true }],
            })).collect();
            let file = json!({
                "format": "holdfast-tasks", "version": 1, "engagement": { "id": scope(HARBOUR), "name": "H" },
                "projects": [{ "id": "p", "name": "=P", "tasks": tasks }],
            });
            let empty = Replica::new(ClientId(uuid::Uuid::from_u128(1)));
            let first = planned(&board(file.to_string().as_bytes(), "x"), scope(7), &empty);
            let here = replica(scope(7), "H", &first.edits);
            let text = document(&here, engagement(scope(7)), &names, NOW).unwrap().csv();
            let second = planned(&board(text.as_bytes(), "x"), scope(8), &empty);
            let there = replica(scope(8), "H", &second.edits);
            prop_assert_eq!(content(&there, scope(8), false), content(&here, scope(7), false));
        }
    }
}

#[test]
fn a_part_of_the_tasks_is_a_document_of_its_own() {
    let replica = harbour();
    let whole = document(&replica, engagement(scope(HARBOUR)), &names, NOW).unwrap();
    let kept = whole.projects.iter().flat_map(|project| &project.tasks).next().unwrap().id.clone();
    let part = whole.clone().only(|id| id == kept);
    assert_eq!((part.tasks(), part.projects.len()), (1, whole.projects.len()));
    assert_eq!(board(part.csv().as_bytes(), "part.csv").cards.len(), 1);
    assert_eq!(whole.clone().only(|_| true), whole);
}
