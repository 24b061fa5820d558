//! Push and pull.

use holdfast_core::{
    authority::Rejection,
    entity::{Comment, Engagement, Entity as _, Membership, Person, Project},
    id::{ClientId, Epoch, Id, RecordId},
    operation::{Edit, OPERATION_FORMAT},
    record::{Kind, Seq},
    role::Role,
    wire::{Cursor, Outcome, PushAnswer, PushRequest},
};
use serde_json::{Value, json};

use crate::world::{NOW, World, advance, new_project, pull_all, unique};

const FORBIDDEN: Outcome = Outcome::Rejected(Rejection::Forbidden);
const NO_ACCESS: Outcome = Outcome::Rejected(Rejection::NoAccess);

fn accepted(seq: u64) -> Outcome {
    Outcome::Accepted { seq: Seq(seq) }
}

#[tokio::test]
async fn what_is_pushed_is_pulled() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let mut cursor = Cursor::default();
    let first = ada.pull(&cursor).await;
    advance(&mut cursor, &first);
    let kinds: Vec<&str> = first
        .deltas
        .iter()
        .flat_map(|delta| &delta.effects)
        .flat_map(|effect| effect.writes.iter().map(|write| write.kind.name()))
        .collect();
    assert!(["person", "engagement", "membership"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");

    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    let set = Edit::set(scope, project).put(Project::NAME, "Harbour wall");
    let operations = [ada.operation(create), ada.operation(set)];
    assert_eq!(ada.push(&operations).await, [accepted(2), accepted(3)]);
    assert_eq!(pull_all(&ada, &mut cursor).await, [project.record(), project.record()]);
    let nothing = ada.pull(&cursor).await;
    assert!(nothing.deltas.is_empty() && !nothing.more);

    let by_query = ada.http.get("/api/v1/sync/pull?cursor=%7B%22epoch%22%3Anull%2C%22scopes%22%3A%7B%7D%7D").await;
    assert_eq!(by_query.text, ada.http.get("/api/v1/sync/pull").await.text, "the cursor in the address or none");
    let elsewhere = Cursor { epoch: Some("00000000-0000-4000-8000-000000000000".parse().unwrap()), ..cursor };
    assert_eq!(ada.pull(&elsewhere).await, ada.pull(&Cursor::default()).await, "another history's cursor is void");
}

#[tokio::test]
async fn single_records_that_were_lost_are_said_again() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    ada.push(&[ada.operation(create)]).await;
    let mut cursor = Cursor::default();
    let records = pull_all(&ada, &mut cursor).await;
    assert!(records.contains(&project.record()));
    assert!(ada.pull(&cursor).await.found.is_empty(), "only what is asked for");

    let nothing = Id::<Project>::new(NOW, unique()).record();
    cursor.missing = [(scope, [project.record(), nothing].into())].into();
    let found = ada.pull(&cursor).await.found.remove(0);
    assert_eq!((found.scope, found.at, found.gone), (scope, cursor.seq(scope), vec![nothing]));
    let [record] = &found.records[..] else { panic!("{:?}", found.records) };
    assert_eq!((record.id, Project::read(record).name.as_str()), (project.record(), "Harbour"));

    let epoch = cursor.epoch;
    let asked = Cursor { epoch, missing: cursor.missing, ..Cursor::default() };
    assert!(ben.pull(&asked).await.found.is_empty(), "not of a scope that is not theirs");
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_byte_for_byte() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    let (other, _) = new_project(scope, " ");
    let missing = Edit::delete(scope, Id::<Project>::new(NOW, unique()));
    let operations = [ada.operation(create), ada.operation(other), ada.operation(missing)];
    let first = ada.push_raw(&operations).await;
    assert_eq!(ada.edit(Edit::set(scope, project).put(Project::NAME, "Wall")).await, accepted(3));
    assert_eq!(ada.push_raw(&operations).await.text, first.text);
    let answer: PushAnswer = first.json();
    assert_eq!(answer.results[0].outcome, accepted(2));
    assert!(matches!(answer.results[1].outcome, Outcome::Rejected(Rejection::Invalid(_))));
    assert_eq!(answer.results[2].outcome, Outcome::Rejected(Rejection::NotFound));
    assert_eq!(pull_all(&ada, &mut Cursor::default()).await.iter().filter(|id| **id == project.record()).count(), 2);
}

#[tokio::test]
async fn an_operation_and_a_client_belong_to_who_sent_them_first() {
    let world = World::start().await;
    let (ada, mut ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let (create, _) = new_project(scope, "Harbour");
    let mut operation = ada.operation(create);
    assert_eq!(ada.push(std::slice::from_ref(&operation)).await, [accepted(3)]);
    (operation.author, operation.client_id) = (ben.person, ben.client);
    assert_eq!(ben.push(&[operation]).await, [FORBIDDEN], "the answer to Ada is not Ben's to see");

    let mut as_ada = ben.operation(new_project(scope, "Wall").0);
    as_ada.author = ada.person;
    assert_eq!(ben.push(&[as_ada]).await, [FORBIDDEN], "nobody writes in another's name");

    ben.client = ada.client;
    let stolen = ben.operation(new_project(scope, "Wall").0);
    assert_eq!(ben.push_raw(&[stolen]).await.refusal(), (403, "forbidden".into()), "nor with another's client");
}

#[tokio::test]
async fn an_operation_waits_for_those_it_depends_on() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    let first = ada.operation(create);
    let mut second = ada.operation(Edit::set(scope, project).put(Project::NAME, "Wall"));
    second.depends_on = vec![first.op_id];
    assert_eq!(ada.push(std::slice::from_ref(&second)).await, [Outcome::Held { by: first.op_id }]);
    assert_eq!(ada.push(&[first, second]).await, [accepted(2), accepted(3)], "being held is not remembered");
}

#[tokio::test]
async fn what_is_another_persons_is_out_of_reach() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    ada.edit(create).await;
    let edits = [
        new_project(scope, "Mine").0,
        Edit::set(scope, project).put(Project::NAME, "Mine"),
        Edit::delete(scope, project),
        Engagement { name: "Mine".into() }.create(scope, Id::from_uuid(scope.0)),
        new_project(ada.person.scope(), "Mine").0,
        Person { name: "Eve".into(), email: "eve@holdfast.example".into() }.create(ada.person.scope(), ada.person),
    ];
    for edit in edits {
        assert_eq!(ben.edit(edit.clone()).await, NO_ACCESS, "{edit:?}");
    }
    let own = ben.workspace().await;
    let taken = Edit { scope: own, ..Edit::set(own, project).put(Project::NAME, "Mine") };
    assert_eq!(ben.edit(taken).await, Outcome::Rejected(Rejection::NotFound), "a record does not move between scopes");

    let peek = Cursor { scopes: [(scope, Seq(0)), (ada.person.scope(), Seq(0))].into(), ..Cursor::default() };
    let answer = ben.pull(&peek).await;
    assert!(!answer.scopes.contains(&scope) && !answer.scopes.contains(&ada.person.scope()));
    assert!(answer.deltas.iter().all(|delta| answer.scopes.contains(&delta.scope)));
}

#[tokio::test]
async fn people_and_memberships_are_not_written_by_sync() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let own = Membership::id_of(scope, ada.person);
    let other = Membership { person: ben.person, role: Role::Owner, name: "Ben".into() };
    let person = Id::<Person>::from_uuid(ada.person.uuid());
    for edit in [
        other.create(scope, Membership::id_of(scope, ben.person)),
        Edit::set(scope, own).put(Membership::ROLE, Role::Viewer),
        Edit::set(scope, own).put(Membership::NAME, "Eve"),
        Edit::delete(scope, own),
        Edit::restore(scope, own),
        Edit::set(ada.person.scope(), person).put(Person::EMAIL, "eve@holdfast.example"),
        Edit::delete(ada.person.scope(), person),
    ] {
        assert_eq!(ada.edit(edit.clone()).await, FORBIDDEN, "not even by the owner: {edit:?}");
    }
    assert!(!ben.pull(&Cursor::default()).await.scopes.contains(&scope));

    // The one exception: whoever makes an engagement owns it.
    let id = Id::<Engagement>::new(NOW, unique());
    let engagement = Engagement { name: "Lighthouse".into() };
    assert_eq!(ben.edit(engagement.create(id.scope(), id)).await, accepted(1));
    assert_eq!(ben.edit(new_project(id.scope(), "Lamp").0).await, accepted(2));
    assert_eq!(ada.edit(engagement.create(id.scope(), id)).await, NO_ACCESS);
}

#[tokio::test]
async fn roles_limit_writes() {
    let world = World::start().await;
    let (ada, ben, cleo) = (world.sign_up("Ada").await, world.sign_up("Ben").await, world.sign_up("Cleo").await);
    let scope = ada.workspace().await;
    let (create, project) = new_project(scope, "Harbour");
    ada.edit(create).await;
    ada.let_in(&ben, scope, "viewer").await;
    ada.let_in(&cleo, scope, "editor").await;
    let rename = |name: &'static str| Edit::set(scope, project).put(Project::NAME, name);
    for edit in [new_project(scope, "Wall").0, rename("Wall"), Edit::delete(scope, project)] {
        assert_eq!(ben.edit(edit).await, FORBIDDEN, "a viewer reads");
    }
    assert!(pull_all(&ben, &mut Cursor::default()).await.contains(&project.record()));
    assert!(matches!(cleo.edit(rename("Wall")).await, Outcome::Accepted { .. }));
    let engagement = Edit::set(scope, Id::<Engagement>::from_uuid(scope.0)).put(Engagement::NAME, "Ours");
    assert_eq!(cleo.edit(engagement).await, FORBIDDEN, "an editor does not rename the engagement");
    let nowhere = Comment { task: Id::new(NOW, unique()), text: "?".into(), said_by: String::new(), said_at: None };
    assert_eq!(
        cleo.edit(nowhere.create(scope, Id::new(NOW, unique()))).await,
        Outcome::Rejected(Rejection::NotFound),
        "nothing refers to what is not there"
    );
}

#[tokio::test]
async fn a_push_names_its_account_its_client_and_its_protocol() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    let operation = ada.operation(new_project(scope, "Harbour").0);
    let good = serde_json::to_value(ada.request(vec![operation])).unwrap();
    let changed = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let other_client = json!(ClientId::new(NOW, unique()));
    for (body, refusal) in [
        (changed("protocol", json!(1)), (400, "protocol")),
        (changed("account", json!(ben.person)), (403, "wrong_account")),
        (changed("client", other_client), (400, "invalid")),
    ] {
        let answer = ada.http.post("/api/v1/sync/push", &body).await;
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()));
    }
    assert_eq!(world.anyone().post("/api/v1/sync/push", &good).await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(world.anyone().get("/api/v1/sync/pull").await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(ada.pull(&Cursor::default()).await.deltas.iter().map(|delta| delta.effects.len()).sum::<usize>(), 2);
}

#[tokio::test]
async fn nothing_is_done_for_a_client_that_means_another_history() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let epoch = ada.pull(&Cursor::default()).await.epoch;
    let operation = ada.operation(new_project(scope, "Harbour").0);
    let push = async |meant: Epoch| -> PushAnswer {
        let request = PushRequest { epoch: Some(meant), ..ada.request(vec![operation.clone()]) };
        ada.http.post("/api/v1/sync/push", &serde_json::to_value(request).unwrap()).await.json()
    };
    let other = Epoch::new(NOW, unique());
    let answer = push(other).await;
    assert_eq!((answer.epoch, answer.results), (epoch, vec![]));
    let answer = push(epoch).await;
    assert_eq!(answer.results[0].outcome, accepted(2), "it had not been done");
}

#[tokio::test]
async fn one_unreadable_operation_spoils_no_other() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let operations: Vec<_> = (0..5).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
    let mut body = serde_json::to_value(ada.request(operations)).unwrap();
    body["operations"][0]["format"] = json!(OPERATION_FORMAT + 1);
    body["operations"][1]["action"] = json!({ "merge_text": { "description": "AQID" } });
    body["operations"][2]["kind"] = json!("sculpture");
    body["operations"][3]["depends_on"] = json!(vec![scope; 65]);
    let answer: PushAnswer = ada.http.post("/api/v1/sync/push", &body).await.json();
    let outcomes: Vec<Outcome> = answer.results.into_iter().map(|result| result.outcome).collect();
    let rejected = Outcome::Rejected;
    assert_eq!(
        outcomes,
        [
            rejected(Rejection::UnknownFormat),
            rejected(Rejection::UnknownFormat),
            rejected(Rejection::UnknownKind),
            rejected(Rejection::TooLarge),
            accepted(2)
        ]
    );
}

#[tokio::test]
async fn parallel_pushes_get_numbers_without_gaps() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let pushes = (0..20).map(|_| {
        let operations: Vec<_> = (0..5).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
        let ada = &ada;
        async move { ada.push(&operations).await }
    });
    let outcomes = futures::future::join_all(pushes).await.concat();
    let mut numbers: Vec<u64> = outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Accepted { seq } => seq.0,
            other => panic!("{other:?}"),
        })
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=101).collect::<Vec<_>>());
    assert_eq!(pull_all(&ada, &mut Cursor::default()).await.len(), 103);
}

#[tokio::test]
async fn pages_end_where_they_say() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let fill = async |count: usize| {
        let operations: Vec<_> = (0..count).map(|_| ada.operation(new_project(scope, "Harbour").0)).collect();
        for batch in operations.chunks(200) {
            ada.push(batch).await;
        }
    };
    // Two effects came with the account.
    fill(498).await;
    let page = ada.pull(&Cursor::default()).await;
    assert_eq!((page.deltas.iter().map(|delta| delta.effects.len()).sum::<usize>(), page.more), (500, false));
    fill(1).await;
    let mut cursor = Cursor::default();
    let page = ada.pull(&cursor).await;
    assert_eq!((page.deltas.iter().map(|delta| delta.effects.len()).sum::<usize>(), page.more), (500, true));
    advance(&mut cursor, &page);
    let rest = ada.pull(&cursor).await;
    assert_eq!((rest.deltas.iter().map(|delta| delta.effects.len()).sum::<usize>(), rest.more), (1, false));
    advance(&mut cursor, &rest);
    assert_eq!(cursor.seq(scope), Seq(500));

    let large = "x".repeat(50_000);
    for _ in 0..24 {
        let (mut edit, _) = new_project(scope, "Harbour");
        if let holdfast_core::operation::Action::Create(fields) = &mut edit.action {
            fields.insert("description".into(), holdfast_core::value::Value::Text(large.clone()));
        }
        assert!(matches!(ada.edit(edit).await, Outcome::Accepted { .. }));
    }
    let page = ada.pull(&cursor).await;
    assert!(page.more && page.deltas[0].effects.len() < 24, "a page has room for about a megabyte");
    assert_eq!(pull_all(&ada, &mut cursor).await.len(), 24);
}

#[tokio::test]
async fn a_kind_is_not_another() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let edit = Edit { kind: Kind::new("task"), ..Edit::delete(scope, Id::<Engagement>::from_uuid(scope.0)) };
    assert_eq!(edit.id, RecordId::from(scope));
    assert_eq!(ada.edit(edit).await, Outcome::Rejected(Rejection::NotFound));
}

#[tokio::test]
async fn nobody_takes_an_id_of_another_engagement() {
    let world = World::start().await;
    let (ada, mallory) = (world.sign_up("Ada").await, world.sign_up("Mallory").await);
    let (here, there) = (ada.workspace().await, mallory.workspace().await);
    let (edit, _) = new_project(here, "Harbour");
    ada.edit(edit.clone()).await;
    let same = mallory.edit(Edit { scope: there, ..edit }).await;
    assert!(matches!(same, Outcome::Rejected(Rejection::Invalid(why)) if why.field == "id"));
}
