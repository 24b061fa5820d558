//! Engagements as files.

use std::fs;

use holdfast_core::{
    entity::{ChecklistItem, Comment, Engagement, Entity as _, Priority, Status, Task},
    id::{Id, ScopeId},
    operation::Edit,
    order::OrderKey,
    wire::{Cursor, Outcome},
};
use serde_json::{Value, json};
use uuid::{Uuid, Version};

use crate::{
    operate::{done, holdfast, is_sound, text},
    world::{NOW, User, World, new_project, unique},
};

async fn export(user: &User, scope: ScopeId) -> Value {
    let answer = user.http.get(&format!("/api/v1/engagements/{scope}/export")).await;
    assert!(answer.status == 200 && answer.header("content-disposition").contains("attachment"), "{}", answer.text);
    answer.json()
}

async fn import(user: &User, file: &Value) -> (u16, Value) {
    let answer = user.http.post("/api/v1/engagements/import", file).await;
    (answer.status.as_u16(), answer.json())
}

/// What a file becomes that someone reads in over the network.
fn owned(file: &Value, owner: &User) -> Value {
    let mut file = file.clone();
    let people = file["people"].as_array().unwrap().clone();
    let name = |id: &Value| people.iter().find(|person| person["id"] == *id).map(|person| person["name"].clone());
    for item in file["records"].as_array_mut().unwrap() {
        let made_by = item["created_by"].clone();
        // Nothing was made in the time to come.
        item["created_at"] = json!(item["created_at"].as_u64().unwrap().min(NOW));
        if item["kind"] == "conflict" {
            item["fields"]["mine_by"] = json!(owner.person);
            item["fields"]["theirs_by"] = Value::Null;
        }
        // Who is said to have said it before stays so.
        if item["kind"] == "comment" && item["fields"]["said_by"] == "" {
            item["fields"]["said_by"] = name(&made_by).unwrap();
            item["fields"]["said_at"] = item["created_at"].clone();
        }
        item["created_by"] = json!(owner.person);
    }
    file
}

/// What a file becomes whose records are here already.
fn beside(file: &Value, scope: ScopeId) -> Value {
    let mut text = file.to_string();
    for item in file["records"].as_array().unwrap() {
        let id: Uuid = item["id"].as_str().unwrap().parse().unwrap();
        let derived = Uuid::new_v5(&scope.0, id.as_bytes());
        let reserved = id.get_version() == Some(Version::Custom);
        let derived = match reserved {
            true => uuid::Builder::from_bytes(*derived.as_bytes()).with_version(Version::Custom).into_uuid(),
            false => derived,
        };
        text = text.replace(&id.to_string(), &derived.to_string());
    }
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["records"].as_array_mut().unwrap().sort_by_key(|item| item["id"].to_string());
    file
}

fn scope_of(imported: &Value) -> ScopeId {
    imported["scope"].as_str().unwrap().parse().unwrap()
}

/// An engagement with a bit of everything.
async fn furnished(ada: &User, ben: &User) -> ScopeId {
    let scope = ada.workspace().await;
    ada.let_in(ben, scope, "editor").await;
    let (edit, project) = new_project(scope, "Harbour");
    ada.edit(edit).await;
    let order = OrderKey::between(None, None);
    let mut tasks: Vec<Id<Task>> = Vec::new();
    for title in ["Pier", "Wall", "Lamp"] {
        let id = Id::<Task>::new(NOW, unique());
        let task = Task {
            project,
            parent: tasks.first().copied(),
            title: title.into(),
            description: "North\nof the \"old\" one".into(),
            status: Status::Todo,
            priority: Priority::High,
            due: Some(NOW as i64),
            tags: ["sea".to_owned()].into(),
            assignees: [ben.person.to_string(), "Somebody".to_owned()].into(),
            time_spent: 60,
            archived: title == "Wall",
            order: order.clone(),
        };
        ben.edit(task.create(scope, id)).await;
        tasks.push(id);
        ada.edit(Edit::set(scope, id).put(Task::DESCRIPTION, format!("{title} of Ada's"))).await;
        // Without knowing of it: a conflict.
        ben.edit(Edit::set(scope, id).put(Task::DESCRIPTION, format!("{title} of Ben's"))).await;
        let item =
            ChecklistItem { task: id, title: "Measure".into(), list: String::new(), done: true, order: order.clone() };
        ben.edit(item.create(scope, Id::new(NOW, unique()))).await;
        let said = Comment { task: id, text: "Mind the tide".into(), said_by: String::new(), said_at: None };
        ben.edit(said.create(scope, Id::new(NOW, unique()))).await;
        if title == "Lamp" {
            // Without knowing of Ben's words: another.
            ada.edit(Edit::delete(scope, id)).await;
        }
    }
    // Each under the other, as two people may have come to at once.
    ada.edit(Edit::set(scope, tasks[0]).put(Task::PARENT, Some(tasks[1]))).await;
    scope
}

#[tokio::test]
async fn read_in_elsewhere_and_written_out_it_is_the_same() {
    let (here, there) = (World::start().await, World::start().await);
    let (ada, ben) = (here.sign_up("Ada").await, here.sign_up("Ben").await);
    let scope = furnished(&ada, &ben).await;
    there.clock.advance(std::time::Duration::from_secs(1000));
    let cleo = there.sign_up("Cleo").await;

    let file = export(&ada, scope).await;
    let kinds = |kind: &str| file["records"].as_array().unwrap().iter().filter(|item| item["kind"] == kind).count();
    assert_eq!((kinds("task"), kinds("comment"), kinds("conflict"), kinds("membership")), (3, 3, 4, 0));
    assert_eq!(file["people"].as_array().unwrap().len(), 2, "whoever the records speak of");
    let (status, imported) = import(&cleo, &file).await;
    assert_eq!((status, &imported["imported"], &imported["name"]), (201, &json!(true), &json!("Ada's workspace")));
    let copy = scope_of(&imported);
    assert_ne!(copy, scope);
    let copied = export(&cleo, copy).await;
    assert_eq!(copied["records"], owned(&file, &cleo)["records"], "whose words they are, nobody here can know");
    let again = import(&cleo, &file).await;
    assert_eq!(
        (again.0, scope_of(&again.1), &again.1["imported"]),
        (200, copy, &json!(false)),
        "a second finds the first"
    );

    // It is an engagement like any other, and whoever read it in owns it, alone.
    let page = cleo.http.get(&format!("/api/v1/engagements/{copy}/members")).await.json::<Value>();
    let members: Vec<_> = page.as_array().unwrap().iter().map(|member| (&member["name"], &member["role"])).collect();
    assert_eq!(members, [(&json!("Cleo"), &json!("owner"))]);
    assert!(cleo.pull(&Cursor::default()).await.scopes.contains(&copy));
    assert!(matches!(cleo.edit(new_project(copy, "Quay").0).await, Outcome::Accepted { .. }));
    assert!(is_sound(there.data()));
    let found = cleo.http.get("/api/v1/search?q=tide").await.json::<Value>();
    assert_eq!(found["hits"].as_array().unwrap().len(), 3);

    // Back where it came from, beside the first: nothing of either is the other's.
    let file_of_copy = export(&cleo, copy).await;
    let (status, back) = import(&ada, &file_of_copy).await;
    assert_eq!(status, 201);
    let copy = export(&ada, scope_of(&back)).await;
    assert_eq!(copy["records"], beside(&owned(&file_of_copy, &ada), scope_of(&back))["records"]);
    assert_eq!(copy["records"].as_array().unwrap().len(), file["records"].as_array().unwrap().len() + 1);
    assert_eq!(export(&ada, scope).await, file, "which is as it was");
    assert!(is_sound(here.data()));
}

#[tokio::test]
async fn it_is_for_those_who_are_in_it() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let not_found = (404, "not_found".to_owned());
    let ask = async |user: &User, scope: ScopeId| {
        user.http.get(&format!("/api/v1/engagements/{scope}/export")).await.refusal()
    };
    assert_eq!(ask(&ben, scope).await, not_found);
    assert_eq!(ask(&ada, ada.person.scope()).await, not_found);
    let answer = world.anyone().get(&format!("/api/v1/engagements/{scope}/export")).await;
    assert_eq!(answer.refusal(), (401, "unauthenticated".into()));
    ada.let_in(&ben, scope, "viewer").await;
    export(&ben, scope).await;
    ada.edit(Edit::delete(scope, Id::<Engagement>::from_uuid(scope.0))).await;
    assert_eq!(ask(&ada, scope).await, not_found);
}

#[tokio::test]
async fn no_file_brings_in_what_no_edit_may_make() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = furnished(&ada, &ben).await;
    let file = export(&ada, scope).await;
    let head = async || ada.pull(&Cursor::default()).await.scopes.len();
    let before = head().await;
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut file = file.clone();
        change(&mut file);
        file
    };
    let nameless = |file: &mut Value| {
        for person in file["people"].as_array_mut().unwrap() {
            person["name"] = json!("");
        }
    };
    let kind = |kind: &'static str| move |file: &mut Value| file["records"][0]["kind"] = json!(kind);
    let task = file["records"].as_array().unwrap().iter().position(|item| item["kind"] == "task").unwrap();
    for (file, words) in [
        (json!({}), "not an engagement written out"),
        (changed(&|file| file["holdfast_export"] = json!(9)), "newer Holdfast"),
        (changed(&kind("membership")), "kind \"membership\""),
        (changed(&kind("person")), "kind \"person\""),
        (changed(&kind("engagement")), "kind \"engagement\""),
        (changed(&kind("spell")), "kind \"spell\""),
        (changed(&|file| file["engagement"] = json!({})), "name is missing"),
        (changed(&nameless), "name must not be empty"),
        (changed(&|file| file["records"][task]["fields"]["title"] = json!("")), "title must not be empty"),
        (changed(&|file| file["records"][task]["fields"]["project"] = json!(scope)), "is not here"),
        (
            changed(&|file| file["records"][task]["fields"]["project"] = file["records"][task]["id"].clone()),
            "refers to itself",
        ),
        (changed(&|file| file["records"][1] = file["records"][0].clone()), "twice"),
    ] {
        let (status, answer) = import(&ada, &file).await;
        let said = answer["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(status == 400 && said.contains(words), "{words}: {answer}");
    }
    assert_eq!(head().await, before, "nothing of any of them");
    let stranger = world.anyone().post("/api/v1/engagements/import", &file).await;
    assert_eq!(stranger.refusal(), (401, "unauthenticated".into()));
}

#[tokio::test]
async fn the_program_does_it_too() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = furnished(&ada, &ben).await;
    let data = text(world.data()).to_owned();
    let written = done(&["export", &scope.to_string(), "--data", &data]);
    let file = world.data().join("engagement.json");
    fs::write(&file, &written).unwrap();
    let read_in = ["import", text(&file), "--owner", "BEN@holdfast.example", "--data", &data];
    let said = done(&read_in);
    assert!(said.contains("read in \"Ada's workspace\""), "{said}");
    assert!(done(&read_in).contains("nothing was done"));
    let copies = ben.pull(&Cursor::default()).await.scopes;
    let mut same = 0;
    for copy in copies.into_iter().filter(|copy| ![scope, ben.person.scope()].contains(copy)) {
        let file = serde_json::from_str::<Value>(&written).unwrap();
        same += usize::from(export(&ben, copy).await == beside(&file, copy));
    }
    assert_eq!(same, 1);
    let stranger = holdfast(&["import", text(&file), "--owner", "nobody@holdfast.example", "--data", &data]);
    assert_eq!(stranger.status.code(), Some(2));
    assert!(is_sound(world.data()));
}
