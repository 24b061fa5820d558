//! Whole boards: what comes over, where it goes, and that a second import finds the first.

use std::{collections::BTreeMap, path::PathBuf};

use holdfast_core::{
    entity::{ChecklistItem, Comment, Project, Status, Task},
    id::{Id, ScopeId},
    import::{Counts, Existing, Note, Target, Where, mapping, plan, trello},
    order::OrderKey,
    value::Value,
};
use serde_json::json;

use crate::{
    SAMPLE,
    support::{check_life, created, own_project, plan_into_nothing, scope, titles_by_status},
};

#[test]
fn the_sample_board_comes_over_whole() {
    let board = trello::parse(SAMPLE).unwrap();
    assert_eq!((board.name.as_str(), board.lists.len(), board.cards.len()), ("Harbour website relaunch", 6, 37));
    assert!(board.adjusted.is_empty(), "{:?}", board.adjusted);
    insta::assert_snapshot!(board.left_out.lines().join("\n"), @"
    4 attachments
    3 votes
    1 card cover
    1 custom field value
    1 start date
    6 entries of the board's history
    ");

    let plan = check_life(&board);
    assert_eq!(plan.created, Counts { projects: 1, tasks: 37, checklist_items: 19, comments: 14 });
    insta::assert_snapshot!(plan.notes.lines().join("\n"), @"1 card marked complete that stays in its list's status");
    let archived = |fields: &&&BTreeMap<_, Value>| fields[Task::ARCHIVED] == Value::Flag(true);
    assert_eq!(created::<Task>(&plan).iter().filter(archived).count(), 5, "closed cards and those of a closed list");

    let titled = |start: &str| board.cards.iter().find(|card| card.title.starts_with(start)).unwrap();
    let booking = titled("Berth booking");
    assert_eq!(booking.due, Some(1_796_400_000_000), "2026-12-04T16:00Z");
    assert_eq!(booking.labels, ["design", "accessibility"]);
    assert_eq!(booking.members, ["Ingrid Solheim", "Tomás Vidal"]);
    assert_eq!(booking.checklists.iter().map(|list| list.items.len()).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(
        booking.comments.iter().map(|said| said.by.as_str()).collect::<Vec<_>>(),
        ["Tomás Vidal", "Noor Haddad"]
    );
    assert_eq!(titled("Weather warnings").labels, ["yellow"], "a label without a name is called by its colour");
    assert_eq!(titled("Contrast").title, "Contrast of the <b>blue</b> buttons", "markup is text");
    assert!(titled("Contrast").description.contains("<script>alert('this is text')</script>"));
    assert_eq!(titled("港の").members, ["玲奈 森"]);

    let lists: Vec<_> = created::<ChecklistItem>(&plan).iter().map(|item| item[ChecklistItem::LIST].clone()).collect();
    assert!(lists.contains(&Value::Text("Keyboard".into())) && lists.contains(&Value::Text(String::new())));
    let said = created::<Comment>(&plan);
    assert!(said.iter().all(|comment| matches!(comment[Comment::SAID_AT], Value::Int(_))));
}

#[test]
fn ids_are_derived_and_do_not_depend_on_the_project() {
    let board = trello::parse(SAMPLE).unwrap();
    let project = Id::<Project>::new(1, [1; 10]);
    let target = Target { project: Where::Existing(project), ..own_project() };
    let into = plan(&board, &BTreeMap::new(), &target, |_, _| Existing::Absent);
    let own = plan_into_nothing(&board);
    let task = format!("trello:{}:card:{}", board.source_id, board.cards[0].id);
    assert_eq!(into.edits[0].id, Id::<Task>::derived(scope().0, &task).record());
    assert_eq!(own.edits[1].id, into.edits[0].id);
    let home = format!("trello:{}:board", board.source_id);
    assert_eq!(own.edits[0].id, Id::<Project>::derived(scope().0, &home).record());
    assert_eq!(into.created.projects, 0);
    assert!(created::<Task>(&into).iter().all(|task| task[Task::PROJECT] == Value::Text(project.to_string())));
    let elsewhere = Target { scope: ScopeId::new(2, [2; 10]), ..own_project() };
    let other = plan(&board, &BTreeMap::new(), &elsewhere, |_, _| Existing::Absent);
    assert!(own.edits.iter().zip(&other.edits).all(|(a, b)| a.id != b.id), "another engagement has its own copies");
}

#[test]
fn a_chosen_mapping_and_the_tasks_already_there_are_heeded() {
    let board = trello::parse(SAMPLE).unwrap();
    let last = OrderKey::between(None, None);
    let mapping = board.lists.iter().map(|list| (list.id.clone(), Status::InReview)).collect();
    let target = Target { after: BTreeMap::from([(Status::InReview, last.clone())]), ..own_project() };
    let plan = plan(&board, &mapping, &target, |_, _| Existing::Absent);
    let titles: Vec<String> = board.cards.iter().map(|card| card.title.clone()).collect();
    assert_eq!(titles_by_status(&plan), BTreeMap::from([("in_review".to_owned(), titles)]));
    let follows = |task: &&BTreeMap<_, Value>| task[Task::ORDER].as_text().unwrap() > last.as_str();
    assert!(created::<Task>(&plan).iter().all(follows));
    assert_eq!(plan.notes.count(Note::CompleteElsewhere), board.cards.iter().filter(|card| card.done).count());
}

/// A real export that is not part of the project.
#[test]
fn a_real_board_comes_over_whole() {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/trello-board.json");
    let path = std::env::var_os("HOLDFAST_REAL_BOARD").map_or_else(beside, PathBuf::from);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: no real board at {} (set HOLDFAST_REAL_BOARD)", path.display());
        return;
    };
    let board = trello::parse(&bytes).unwrap();
    let raw: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let length = |field: &str| raw[field].as_array().unwrap().len();
    assert_eq!((board.lists.len(), board.cards.len()), (length("lists"), length("cards")));
    println!("left out: {:?}; adjusted: {:?}", board.left_out.lines(), board.adjusted.lines());
    for (list, (_, status)) in board.lists.iter().zip(mapping::suggest(&board.lists)) {
        println!("{:30} {}", list.name, status.label());
    }
    let plan = check_life(&board);
    assert_eq!(plan.created.tasks, length("cards"));
    for (list, status) in mapping::suggest(&board.lists) {
        let rows = raw["cards"].as_array().unwrap().iter().filter(|card| card["idList"] == list.as_str());
        let mut rows: Vec<_> =
            rows.map(|card| (card["pos"].as_f64().unwrap(), card["name"].as_str().unwrap())).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rows: Vec<_> = rows.into_iter().map(|(_, name)| name.trim()).collect();
        let by_status = titles_by_status(&plan);
        let shown = by_status.get(status.name()).cloned().unwrap_or_default();
        let start = rows.first().map_or(0, |first| shown.iter().position(|title| title == first).unwrap());
        assert_eq!(&shown[start..start + rows.len()], rows, "cards of a list stand together, in its order");
    }
}

#[test]
fn a_board_of_5000_cards_takes_no_more_than_a_moment() {
    let lists: Vec<_> =
        (0..10).map(|n| json!({ "id": format!("l{n}"), "name": format!("List {n}"), "pos": n })).collect();
    let cards: Vec<_> = (0..5000)
        .map(|n| json!({ "id": format!("c{n}"), "idList": format!("l{}", n % 10), "name": format!("Card {n}"), "pos": 5000 - n }))
        .collect();
    let actions: Vec<_> = (0..5000)
        .map(|n| json!({ "id": format!("a{n}"), "type": "commentCard", "data": { "text": "x", "card": { "id": "c7" } } }))
        .collect();
    let bytes = json!({ "id": "b", "name": "Big", "lists": lists, "cards": cards, "actions": actions }).to_string();
    let start = std::time::Instant::now();
    let plan = plan_into_nothing(&trello::parse(bytes.as_bytes()).unwrap());
    let took = start.elapsed();
    assert_eq!(plan.created.tasks + plan.created.comments, 10_000);
    println!("{took:?}");
    // Far above what it takes, far below what quadratic work would.
    assert!(took.as_secs() < 5, "{took:?}");
}
