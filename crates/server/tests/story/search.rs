//! Search over everything a person may read.

use std::time::Duration;

use holdfast_core::{
    entity::{Comment, Engagement, Entity as _, Priority, Project, Status, Task},
    id::{Id, RecordId, ScopeId},
    operation::Edit,
    order::OrderKey,
    wire::remote::{SearchHit, SearchPage},
};
use reqwest::Method;

use crate::world::{Answer, Http, NOW, User, World, new_project, send, unique};

async fn ask(http: &Http, query: &[(&str, &str)]) -> Answer {
    send(http.request(Method::GET, "/api/v1/search").query(query)).await
}

async fn search(user: &User, q: &str) -> Vec<SearchHit> {
    let answer = ask(&user.http, &[("q", q)]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{q:?} {}", answer.text);
    answer.json::<SearchPage>().hits
}

async fn titles(user: &User, q: &str) -> Vec<String> {
    search(user, q).await.into_iter().map(|hit| hit.title).collect()
}

/// A snippet with its matches in brackets.
fn bracketed(hit: &SearchHit) -> String {
    let (mut text, mut place) = (String::new(), 0);
    let chars: Vec<char> = hit.snippet.text.chars().collect();
    for found in &hit.snippet.matches {
        text.extend(&chars[place..found.start]);
        text = format!("{text}[{}]", chars[found.start..found.end].iter().collect::<String>());
        place = found.end;
    }
    text.extend(&chars[place..]);
    text
}

async fn project(user: &User, scope: ScopeId, name: &str, description: &str) -> Id<Project> {
    let id = Id::new(NOW, unique());
    let project = Project { name: name.into(), description: description.into(), order: OrderKey::between(None, None) };
    user.edit(project.create(scope, id)).await;
    id
}

async fn task(user: &User, scope: ScopeId, of: Id<Project>, title: &str, description: &str) -> Id<Task> {
    let id = Id::new(NOW, unique());
    let task = Task {
        project: of,
        parent: None,
        title: title.into(),
        description: description.into(),
        status: Status::Todo,
        priority: Priority::Medium,
        due: None,
        tags: [].into(),
        assignees: [].into(),
        time_spent: 0,
        archived: false,
        order: OrderKey::between(None, None),
    };
    user.edit(task.create(scope, id)).await;
    id
}

#[tokio::test]
async fn words_are_found_in_any_case_with_or_without_accents_and_the_last_may_go_on() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    project(&ada, scope, "Überholung der Fähre", "north-east pier").await;
    for (q, found) in [
        ("fähre", true),
        ("FAHRE", true),
        ("uberholung FÄHRE", true),
        ("fa\u{308}hre", true),
        ("fäh", true),
        ("fäh überholung", false),
        ("überholung fäh", true),
        ("ähre", false),
        ("fähre pier", true),
        ("fähre quay", false),
        ("north-east", true),
        ("north-ea", true),
        ("east-north", false),
        ("\"fähre\"", true),
        ("  der\t\nfähre  ", true),
    ] {
        assert_eq!(!titles(&ada, q).await.is_empty(), found, "{q:?}");
    }
}

#[tokio::test]
async fn a_hit_tells_what_and_where_it_is() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let of = project(&ada, scope, "Harbour", "").await;
    let long = format!("{}then <b>call</b> the\npört again {}", "x ".repeat(200), "y ".repeat(200));
    let id = task(&ada, scope, of, "Überholung", &long).await;
    let [hit] = &search(&ada, "uberholung").await[..] else { panic!() };
    assert_eq!(
        (hit.scope, hit.id, hit.kind.name(), hit.title.as_str()),
        (scope, id.record(), Task::KIND, "Überholung")
    );
    assert_eq!((hit.field.as_str(), bracketed(hit).as_str()), (Task::TITLE, "[Überholung]"));
    let [hit] = &search(&ada, "call PORT").await[..] else { panic!() };
    assert_eq!((hit.title.as_str(), hit.field.as_str()), ("Überholung", Task::DESCRIPTION));
    let text = bracketed(hit);
    assert!(text.starts_with('…') && text.ends_with('…') && text.contains("<b>[call]</b> the [pört] again"), "{text}");

    ada.edit(Edit::set(scope, id).add(Task::TAGS, "slipway").add(Task::ASSIGNEES, ada.person.to_string())).await;
    let [hit] = &search(&ada, "uberholung slip").await[..] else { panic!() };
    assert_eq!((hit.id, hit.field.as_str()), (id.record(), Task::TITLE));
    let [hit] = &search(&ada, "slipway").await[..] else { panic!() };
    assert_eq!((hit.field.as_str(), bracketed(hit).as_str()), (Task::TAGS, "[slipway]"), "a label");
    assert!(search(&ada, &ada.person.to_string()).await.is_empty(), "who does it is no text");

    let comment = Comment { task: id, text: "Ida says yes".into(), said_by: "Ida".into(), said_at: None };
    ada.edit(comment.create(scope, Id::new(NOW, unique()))).await;
    let [hit] = &search(&ada, "ida yes").await[..] else { panic!() };
    assert_eq!((hit.kind.name(), hit.title.as_str()), (Comment::KIND, "Ida says yes"), "the text it goes by");
    assert!(search(&ada, "todo medium").await.is_empty(), "choices, ids and order keys are no text");
}

#[tokio::test]
async fn the_better_fit_comes_first_and_then_what_was_written_last() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let names = |hits: &[SearchHit]| hits.iter().map(|hit| hit.title.clone()).collect::<Vec<_>>();
    project(&ada, scope, "Quay", "by the lighthouse").await;
    project(&ada, scope, "Lighthouse", "by the quay").await;
    assert_eq!(names(&search(&ada, "lighthouse").await), ["Lighthouse", "Quay"], "its name before what it says");

    let mut ids: Vec<RecordId> = Vec::new();
    for _ in 0..3 {
        world.clock.advance(Duration::from_secs(1));
        ids.push(project(&ada, scope, "Pier", "").await.record());
    }
    let found = async || search(&ada, "pier").await.into_iter().map(|hit| hit.id).collect::<Vec<_>>();
    assert_eq!(found().await, [ids[2], ids[1], ids[0]]);
    world.clock.advance(Duration::from_secs(1));
    let order = OrderKey::between(None, Some(&OrderKey::between(None, None)));
    ada.edit(Edit::set(scope, Id::<Project>::from(ids[0])).put(Project::ORDER, order)).await;
    assert_eq!(found().await, [ids[0], ids[2], ids[1]], "written last, though not its text");
}

#[tokio::test]
async fn what_is_found_is_what_is_there_now() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let id = project(&ada, scope, "Harbour", "old words").await;
    assert_eq!(titles(&ada, "harbour").await, ["Harbour"]);
    ada.edit(Edit::set(scope, id).put(Project::NAME, "Quay")).await;
    assert!(titles(&ada, "harbour").await.is_empty());
    assert_eq!(titles(&ada, "quay words").await, ["Quay"]);
    ada.edit(Edit::delete(scope, id)).await;
    assert!(titles(&ada, "quay").await.is_empty(), "a tombstone");
    ada.edit(Edit::restore(scope, id)).await;
    assert_eq!(titles(&ada, "quay words").await, ["Quay"]);
    let refused = ada.operation(Edit::set(scope, id).put(Project::NAME, " "));
    ada.push(&[refused]).await;
    assert_eq!(titles(&ada, "quay").await, ["Quay"], "what was refused changes nothing");
}

#[tokio::test]
async fn pages_say_whether_there_is_more() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for _ in 0..21 {
        ada.edit(new_project(scope, "Harbour").0).await;
    }
    for (limit, hits, more) in [
        (None, 20, true),
        (Some("1"), 1, true),
        (Some("20"), 20, true),
        (Some("21"), 21, false),
        (Some("50"), 21, false),
    ] {
        let query: Vec<_> = [("q", "harbour")].into_iter().chain(limit.map(|limit| ("limit", limit))).collect();
        let page = ask(&ada.http, &query).await.json::<SearchPage>();
        assert_eq!((page.hits.len(), page.more), (hits, more), "{limit:?}");
    }
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_read() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let (scope, own) = (ada.workspace().await, ben.workspace().await.to_string());
    project(&ada, scope, "Secret", "").await;
    let in_scope = [("q", "secret"), ("scope", &scope.to_string())];
    let not_found = (404, "not_found".to_owned());
    assert!(search(&ben, "secret").await.is_empty());
    assert_eq!(ask(&ben.http, &in_scope).await.refusal(), not_found);
    let nowhere = ScopeId::new(0, [7; 10]).to_string();
    let unknown = ask(&ben.http, &[("q", "secret"), ("scope", &nowhere)]).await;
    assert_eq!(unknown.text, ask(&ben.http, &in_scope).await.text, "a stranger learns nothing");

    ada.let_in(&ben, scope, "viewer").await;
    assert_eq!(titles(&ben, "secret").await, ["Secret"]);
    assert_eq!(ask(&ben.http, &in_scope).await.json::<SearchPage>().hits.len(), 1);
    assert!(ask(&ben.http, &[("q", "secret"), ("scope", &own)]).await.json::<SearchPage>().hits.is_empty());
    ada.change_role(scope, ben.person, None).await;
    assert!(search(&ben, "secret").await.is_empty(), "at once");
    assert_eq!(ask(&ben.http, &in_scope).await.refusal(), not_found);
    assert_eq!(ask(&world.anyone(), &in_scope).await.refusal(), (401, "unauthenticated".into()));
    // A scope's id is a word of the index, of which no one may make use.
    let id = scope.0.simple().to_string();
    for q in
        [id.clone(), format!("scope:{id}"), format!("secret) OR scope : (\"{id}\""), format!("x\" OR scope:\"{id}")]
    {
        assert!(search(&ben, &q).await.is_empty() && search(&ada, &q).await.is_empty(), "{q}");
    }
}

#[tokio::test]
async fn nor_does_who_is_in_very_many_scopes() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    project(&ada, ada.workspace().await, "Secret", "").await;
    let make = |_| {
        let id = Id::<Engagement>::new(NOW, unique());
        ben.operation(Engagement { name: "Harbour".into() }.create(id.scope(), id))
    };
    ben.push(&(0..100).map(make).collect::<Vec<_>>()).await;
    assert!(search(&ben, "secret").await.is_empty());
    let page = ask(&ben.http, &[("q", "harbour"), ("limit", "50")]).await.json::<SearchPage>();
    assert_eq!((page.hits.len(), page.more), (50, true));
    let one = page.hits[0].scope;
    let hits = ask(&ben.http, &[("q", "harbour"), ("scope", &one.to_string())]).await.json::<SearchPage>().hits;
    assert_eq!(hits.iter().map(|hit| hit.scope).collect::<Vec<_>>(), [one]);
}

#[tokio::test]
async fn whatever_is_searched_for_there_is_an_answer() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let strange = ["a\0b NEAR harbour", "AND OR NOT", "say \"when", "\u{202e}txt", "😀 smile", "\u{2}x\u{3}\u{1e}y"];
    for name in strange {
        project(&ada, scope, name, name).await;
    }
    let long = "x ".repeat(5_000);
    for q in ["", " ", "\"\"\"", "-", "* ( ) : ^ + { }", "\0", "\u{202e}", "😀", "\u{301}", &long, &"x".repeat(257)] {
        let answer = ask(&ada.http, &[("q", q)]).await;
        assert_eq!(answer.refusal(), (400, "invalid".into()), "{q:?}");
        assert!(answer.text.contains("\"field\":\"q\""), "{}", answer.text);
    }
    for q in [
        "\"",
        "\"x",
        "x\"",
        "x\"\"y",
        "'; DROP TABLE search; --",
        "NEAR(a b)",
        "a AND",
        "NOT a",
        "OR",
        "a*b*",
        "^a",
        "title:a",
        "{title} : a",
        "- a",
        "a\0b",
        "Ⓐ",
        "Ⓐ x",
        "x Ⓐ",
        "\u{1e030}",
        "漢字",
        "a\u{301}",
        "%",
        "_x",
        "\\x",
        &"x".repeat(256),
        &"x ".repeat(128),
        &"\"".repeat(255),
    ] {
        let answer = ask(&ada.http, &[("q", q)]).await;
        let words = q.contains(char::is_alphanumeric);
        assert_eq!(answer.status.as_u16(), if words { 200 } else { 400 }, "{q:?} {}", answer.text);
    }
    for (q, found) in
        [("and or not", 1), ("near", 1), ("b near harbour", 1), ("say \"when", 1), ("smile", 1), ("x y", 1)]
    {
        assert_eq!(search(&ada, q).await.len(), found, "{q:?}");
    }
    for (query, field) in [
        (vec![("q", "x"), ("limit", "0")], Some("limit")),
        (vec![("q", "x"), ("limit", "51")], Some("limit")),
        (vec![("q", "x"), ("limit", "-1")], None),
        (vec![("q", "x"), ("scope", "everywhere")], None),
        (vec![], Some("q")),
    ] {
        let answer = ask(&ada.http, &query).await;
        assert_eq!(answer.refusal(), (400, "invalid".into()), "{query:?}");
        assert!(field.is_none_or(|field| answer.text.contains(&format!("\"field\":\"{field}\""))), "{}", answer.text);
    }
    assert_eq!(ada.http.get("/api/v1/search?q=%FF").await.refusal().0, 400);
}
