//! A record's history.

use std::time::Duration;

use holdfast_core::{
    effect::Life,
    entity::{Membership, Project},
    id::{Id, RecordId, ScopeId},
    operation::Edit,
    record::Seq,
    value::Value,
    wire::{
        Outcome,
        remote::{FieldWrite, HistoryPage},
    },
};

use crate::world::{NOW, User, World, new_project};

fn path(scope: ScopeId, id: RecordId, query: &str) -> String {
    format!("/api/v1/scopes/{scope}/records/{id}/history{query}")
}

async fn read(user: &User, scope: ScopeId, id: RecordId, query: &str) -> HistoryPage {
    let answer = user.http.get(&path(scope, id, query)).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{}", answer.text);
    answer.json()
}

/// Its entries' numbers, the cursor to older ones, the cursor to newer ones and whether there are any.
fn places(page: &HistoryPage) -> (Vec<u64>, Option<u64>, u64, bool) {
    let entries = page.entries.iter().map(|entry| entry.seq.0).collect();
    (entries, page.older.map(|seq| seq.0), page.newer.0, page.has_newer)
}

fn name(text: &str) -> Value {
    Value::Text(text.into())
}

fn rename(scope: ScopeId, id: Id<Project>, to: &'static str) -> Edit {
    Edit::set(scope, id).put(Project::NAME, to)
}

/// A project whose history is `of`, among writes to others; they begin at 2, for the engagement itself is 1.
async fn project_with(user: &User, scope: ScopeId, of: usize) -> (Id<Project>, Vec<u64>) {
    let (edit, id) = new_project(scope, "Harbour");
    let mut operations = vec![user.operation(edit)];
    for _ in 1..of {
        operations.push(user.operation(new_project(scope, "Other").0));
        operations.push(user.operation(rename(scope, id, "Harbour")));
    }
    let mut seqs = Vec::new();
    for outcome in user.push(&operations).await {
        let Outcome::Accepted { seq } = outcome else { panic!("{outcome:?}") };
        seqs.push(seq.0);
    }
    (id, seqs.into_iter().step_by(2).collect())
}

#[tokio::test]
async fn it_tells_what_was_done_by_whom_and_what_was_there_before() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let (edit, id) = new_project(scope, "Harbour");
    let made = ada.operation(edit);
    ada.push(std::slice::from_ref(&made)).await;
    world.clock.advance(Duration::from_secs(5));
    // Ben has seen nothing of it: he overwrites what he does not know.
    ben.edit(rename(scope, id, "Quay")).await;
    ada.edit(Edit::delete(scope, id)).await;
    ada.edit(Edit::restore(scope, id)).await;
    let mut again = ada.operation(new_project(scope, "Pier").0);
    again.id = id.record();
    ada.push(&[again]).await;

    let HistoryPage { entries, .. } = read(&ben, scope, id.record(), "").await;
    let lives: Vec<Life> = entries.iter().map(|entry| entry.life).collect();
    assert_eq!(lives, [Life::Kept, Life::Restored, Life::Deleted, Life::Kept, Life::Created]);
    let [second, restored, _, renamed, created] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((created.op_id, created.author, created.at), (made.op_id, ada.person, NOW));
    assert_eq!(created.fields["name"], FieldWrite { value: name("Harbour"), before: None });
    assert!(created.fields.len() == 3 && created.overwrote.is_empty());
    assert_eq!((renamed.author, renamed.at), (ben.person, NOW + 5000));
    let write = FieldWrite { value: name("Quay"), before: Some(name("Harbour")) };
    assert_eq!(renamed.fields, [("name".into(), write)].into());
    assert_eq!(renamed.overwrote, ["name"]);
    assert!(restored.fields.is_empty());
    assert_eq!(second.lost, [("name".into(), name("Pier"))].into(), "what did not win is told too");

    let one = read(&ben, scope, id.record(), &format!("?limit=1&before={}", restored.seq.0 - 1)).await;
    assert_eq!(one.entries[0].fields["name"], FieldWrite { value: name("Quay"), before: None }, "another page's");
    let owner = Membership::id_of(scope, ada.person).record();
    assert_eq!(places(&read(&ben, scope, owner, "").await).0, [1], "written by the effect of another record");
}

#[tokio::test]
async fn pages_have_no_gaps_whatever_their_size() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    // A partial page, an exact one, one more, and two exact ones.
    for of in [1, 3, 4, 6] {
        let (id, seqs) = project_with(&ada, scope, of).await;
        let (first, last) = (seqs[0], seqs[of - 1]);
        let page = async |query: String| places(&read(&ada, scope, id.record(), &query).await);
        let newest_first = |seqs: &[u64]| seqs.iter().rev().copied().collect::<Vec<_>>();

        let (mut back, mut query) = (Vec::new(), "?limit=3".to_owned());
        for number in 1.. {
            let (entries, older, newer, has_newer) = page(query).await;
            assert_eq!(newer, entries[0], "of {of}");
            assert_eq!(has_newer, number > 1);
            assert_eq!(entries.len(), 3.min(of - back.len()));
            back.extend(entries);
            let Some(older) = older else { break };
            assert_eq!(Some(&older), back.last());
            query = format!("?limit=3&before={older}");
        }
        assert_eq!(back, newest_first(&seqs), "of {of}, going back");

        let (mut forth, mut after) = (Vec::<u64>::new(), 0);
        loop {
            let (entries, older, newer, has_newer) = page(format!("?limit=3&after={after}")).await;
            assert_eq!(
                (older, newer),
                ((entries.last() != Some(&first)).then(|| entries[entries.len() - 1]), entries[0])
            );
            forth.extend(entries.iter().rev());
            after = newer;
            if !has_newer {
                break;
            }
        }
        assert_eq!(forth, seqs, "of {of}, going forwards");

        assert_eq!(page(format!("?before={first}")).await, (vec![], None, first - 1, true), "before the first");
        assert_eq!(page(format!("?after={last}")).await, (vec![], Some(last + 1), last, false), "after the last");
        assert_eq!(page(format!("?after={}", last + 90)).await, (vec![], Some(last + 91), last + 90, false));
        assert_eq!(page("?before=0".into()).await, (vec![], None, 0, true));
        let end = u64::MAX;
        assert_eq!(page(format!("?limit=1&before={end}")).await.0, [last]);
        assert_eq!(page(format!("?after={end}")).await, (vec![], Some(end), end, false));
        assert_eq!(page(format!("?before={}", last + 1)).await.0, newest_first(&seqs), "the cursor of an empty page");
    }
    let nothing = read(&ada, scope, new_project(scope, "").1.record(), "").await;
    assert_eq!(places(&nothing), (vec![], None, 0, false), "a record that is not here yet");
}

#[tokio::test]
async fn reading_on_is_not_disturbed_by_what_is_written_meanwhile() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (id, seqs) = project_with(&ada, scope, 5).await;
    let first = read(&ada, scope, id.record(), "?limit=2").await;
    assert_eq!(places(&first), (vec![seqs[4], seqs[3]], Some(seqs[3]), seqs[4], false));
    let mut new = Vec::new();
    for _ in 0..3 {
        let Outcome::Accepted { seq: Seq(seq) } = ada.edit(rename(scope, id, "Quay")).await else { panic!() };
        new.push(seq);
    }
    let older = read(&ada, scope, id.record(), &format!("?limit=2&before={}", seqs[3])).await;
    assert_eq!(places(&older), (vec![seqs[2], seqs[1]], Some(seqs[1]), seqs[2], true));
    let newer = read(&ada, scope, id.record(), &format!("?limit=2&after={}", first.newer.0)).await;
    assert_eq!(places(&newer), (vec![new[1], new[0]], Some(new[0]), new[1], true));
    let newest = read(&ada, scope, id.record(), &format!("?limit=2&after={}", newer.newer.0)).await;
    assert_eq!(places(&newest), (vec![new[2]], Some(new[2]), new[2], false));
}

#[tokio::test]
async fn a_page_is_bounded_in_entries_and_in_bytes() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (id, seqs) = project_with(&ada, scope, 60).await;
    assert_eq!(read(&ada, scope, id.record(), "").await.entries.len(), 50);
    assert_eq!(read(&ada, scope, id.record(), "?limit=200").await.entries.len(), 60);
    let large: &'static str = "ä".repeat(50_000).leak();
    for _ in 0..15 {
        ada.edit(Edit::set(scope, id).put(Project::DESCRIPTION, large)).await;
    }
    let (mut all, mut query, mut pages) = (Vec::new(), "?limit=200".to_owned(), 0);
    loop {
        let answer = ada.http.get(&path(scope, id.record(), &query)).await;
        assert!(answer.text.len() < 3 << 20, "values, and those before");
        let (entries, older, ..) = places(&answer.json());
        all.extend(entries);
        pages += 1;
        let Some(older) = older else { break };
        query = format!("?limit=200&before={older}");
    }
    assert_eq!((all.len(), all.last(), pages), (75, Some(&seqs[0]), 2));
}

#[tokio::test]
async fn it_is_for_whoever_may_read_the_scope() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let (id, _) = project_with(&ada, scope, 1).await;
    let url = path(scope, id.record(), "");
    let not_found = (404, "not_found".to_owned());
    assert_eq!(world.anyone().get(&url).await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(ben.http.get(&url).await.refusal(), not_found);
    let nowhere = path(ScopeId::new(0, [7; 10]), id.record(), "");
    let stranger = (ben.http.get(&url).await.text, ben.http.get(&nowhere).await.text);
    assert_eq!(stranger.0, stranger.1, "a stranger learns nothing");
    ada.let_in(&ben, scope, "viewer").await;
    assert_eq!(ben.http.get(&url).await.status, 200);
    ada.change_role(scope, ben.person, None).await;
    assert_eq!(ben.http.get(&url).await.refusal(), not_found, "at once");
    let own = path(ben.person.scope(), ben.person.record(), "");
    assert_eq!(ben.http.get(&own).await.json::<HistoryPage>().entries.len(), 1);
    let elsewhere = path(ben.workspace().await, id.record(), "");
    assert!(ben.http.get(&elsewhere).await.json::<HistoryPage>().entries.is_empty(), "another scope's record");
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let id = RecordId::from(scope);
    for query in [
        "?before=3&after=1",
        "?before=x",
        "?before=-1",
        "?after=1.5",
        "?after=",
        "?before=18446744073709551616",
        "?limit=0",
        "?limit=201",
        "?limit=many",
        "?limit=1&limit=2",
    ] {
        assert_eq!(ada.http.get(&path(scope, id, query)).await.refusal(), (400, "invalid".into()), "{query}");
    }
    for url in [format!("/api/v1/scopes/{scope}/records/x/history"), format!("/api/v1/scopes/%FF/records/{id}/history")]
    {
        assert_eq!(ada.http.get(&url).await.refusal(), (404, "not_found".into()), "{url}");
    }
    assert_eq!(ada.http.post(&path(scope, id, ""), &serde_json::json!({})).await.refusal(), (405, "invalid".into()));
}
