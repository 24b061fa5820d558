//! Forgetting the single steps of long ago: who was away for longer misses nothing, and nobody gets what is not theirs.

use std::{collections::BTreeMap, time::Duration};

use holdfast_core::{
    entity::{Comment, Conflict, Engagement, Entity as _, Priority, Project, Resolution, Status, Task},
    id::{Id, RecordId, ScopeId},
    operation::Edit,
    order::OrderKey,
    record::{Record, Seq},
    wire::{
        Cursor, Outcome, PullAnswer, ServerFrame, SnapshotPlace,
        remote::{HistoryPage, SearchPage},
    },
};

use crate::{
    operate::is_sound,
    world::{NOW, User, World, new_project, unique},
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a reader has who applies all that it is told.
#[derive(Default)]
struct Replica {
    cursor: Cursor,
    records: BTreeMap<(ScopeId, RecordId), Record>,
    pages: usize,
    snapshots: usize,
}

impl Replica {
    async fn pull(&mut self, user: &User) -> PullAnswer {
        let answer = user.pull(&self.cursor).await;
        self.pages += 1;
        self.cursor.epoch = Some(answer.epoch);
        self.records.retain(|(scope, _), _| answer.scopes.contains(scope));
        self.cursor.scopes.retain(|scope, _| answer.scopes.contains(scope));
        for delta in &answer.deltas {
            assert_eq!(delta.from, self.cursor.seq(delta.scope), "without gap or overlap");
            for effect in &delta.effects {
                for write in &effect.writes {
                    let key = (effect.scope, write.id);
                    if let Some(record) = effect.result(write, self.records.remove(&key)) {
                        self.records.insert(key, record);
                    }
                }
            }
            self.cursor.scopes.insert(delta.scope, delta.to);
        }
        if let Some(page) = &answer.snapshot {
            self.snapshots += 1;
            assert!(answer.more, "the log goes on after it");
            let (before, at) = (self.cursor.snapshot.take(), page.at);
            if page.after.is_none() {
                self.records.retain(|(scope, _), _| *scope != page.scope);
            } else {
                let place = before.unwrap();
                assert_eq!((place.scope, place.at, Some(place.after)), (page.scope, at, page.after));
            }
            assert!(page.records.is_sorted_by_key(|record| record.id));
            let after = page.records.last().map(|record| record.id);
            for record in page.records.iter().cloned() {
                self.records.insert((page.scope, record.id), record);
            }
            match after.filter(|_| !page.last) {
                Some(after) => self.cursor.snapshot = Some(SnapshotPlace { scope: page.scope, at, after }),
                None => drop(self.cursor.scopes.insert(page.scope, at)),
            }
        }
        answer
    }

    async fn pull_all(&mut self, user: &User) {
        while self.pull(user).await.more {}
    }

    async fn of(user: &User) -> Self {
        let mut replica = Self::default();
        replica.pull_all(user).await;
        replica
    }
}

fn new_task(scope: ScopeId, project: Id<Project>, title: &str) -> (Edit, Id<Task>) {
    let task = Task {
        project,
        parent: None,
        title: title.into(),
        description: String::new(),
        status: Status::Todo,
        priority: Priority::Medium,
        due: None,
        tags: [].into(),
        assignees: [].into(),
        time_spent: 0,
        archived: false,
        order: OrderKey::between(None, None),
    };
    let id = Id::new(NOW, unique());
    (task.create(scope, id), id)
}

fn accepted(outcome: &Outcome) -> Seq {
    match outcome {
        Outcome::Accepted { seq } => *seq,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_was_away_for_longer_gets_the_same_by_another_way() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (edit, project) = new_project(scope, "Harbour");
    ada.edit(edit).await;
    let half = Replica::of(&ada).await;
    for _ in 0..6 {
        let batch: Vec<_> = (0..200).map(|_| ada.operation(new_task(scope, project, "Pier").0)).collect();
        ada.push(&batch).await;
    }
    ada.edit(Edit::set(scope, project).put(Project::NAME, "Quay")).await;
    let whole = Replica::of(&ada).await;
    assert_eq!(whole.snapshots, 0, "the log is all there");
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();

    let fresh = Replica::of(&ada).await;
    assert!(fresh.snapshots >= 3, "in pages");
    assert_eq!(fresh.records, whole.records);
    let mut away = half;
    away.pull_all(&ada).await;
    assert_eq!((&away.records, &away.cursor), (&whole.records, &whole.cursor));
    let mut here = whole;
    (here.pages, here.snapshots) = (0, 0);
    here.pull_all(&ada).await;
    assert_eq!((here.pages, here.snapshots), (1, 0), "whoever was there reads on");

    // Written to between the pages of a slow reader: before and after where it is, and made anew.
    let mut slow = Replica::default();
    let mut made = Vec::new();
    loop {
        let more = slow.pull(&ada).await.more;
        let first = *slow.records.keys().next().unwrap();
        let (edit, id) = new_task(scope, project, "Lamp");
        made.push(accepted(&ada.edit(edit).await));
        ada.edit(Edit::set(scope, id).put(Task::TITLE, "Light")).await;
        ada.edit(Edit::set(scope, project).put(Project::NAME, "Wall")).await;
        ada.edit(Edit::delete(scope, Id::<Task>::from(first.1))).await;
        if !more || made.len() > 8 {
            break;
        }
    }
    assert!(slow.snapshots >= 3);
    slow.pull_all(&ada).await;
    assert_eq!(slow.records, Replica::of(&ada).await.records);
    assert!(is_sound(world.data()));
}

#[tokio::test]
async fn open_lines_say_that_they_cannot_and_go_on() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    ada.edit(new_project(scope, "Harbour").0).await;
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();

    let is_live = |frame: &ServerFrame| *frame == ServerFrame::Live;
    let mut socket = ada.listen(Cursor::default()).await;
    let mut events = ada.follow(&Cursor::default(), None).await;
    let (said, told) = (socket.until(is_live).await, events.until(is_live).await);
    assert_eq!(said, told);
    assert!(said.contains(&ServerFrame::Resync { scope }), "{said:?}");
    assert!(!said.iter().any(|frame| matches!(frame, ServerFrame::Delta(_))));
    let mut replica = Replica::of(&ada).await;
    let seq = accepted(&ada.edit(new_project(scope, "Wall").0).await);
    for frame in [socket.next().await, events.next().await] {
        let Some(ServerFrame::Delta(delta)) = frame else { panic!("{frame:?}") };
        assert_eq!((delta.from, delta.to), (replica.cursor.seq(scope), seq));
    }
    replica.pull_all(&ada).await;
    let frames = ada.listen(replica.cursor.clone()).await.until(is_live).await;
    assert_eq!(frames.len(), 2, "who is up to date is told nothing: {frames:?}");
}

#[tokio::test]
async fn only_what_is_old_and_nobody_needs_is_forgotten() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let (edit, project) = new_project(scope, "Harbour");
    let create = ada.operation(edit);
    let first = ada.push(std::slice::from_ref(&create)).await;
    let (kept, gone) = (new_task(scope, project, "Kept pier"), new_task(scope, project, "Gone pier"));
    ada.push(&[ada.operation(kept.0), ada.operation(gone.0)]).await;
    let (kept, gone) = (kept.1, gone.1);
    let said = Comment { task: kept, text: "Mind the tide".into(), said_by: String::new(), said_at: None };
    let comment = Id::<Comment>::new(NOW, unique());
    ada.edit(said.create(scope, comment)).await;
    for task in [kept, gone] {
        ada.edit(Edit::delete(scope, task)).await;
    }
    world.clock.advance(3 * DAY);
    ada.edit(Edit::set(scope, project).put(Project::NAME, "Quay")).await;
    world.clock.advance(DAY);
    for _ in 0..2 {
        world.server.forget_older_than(2).await.unwrap();
    }
    let replica = Replica::of(&ada).await;
    let has = |id: RecordId| replica.records.contains_key(&(scope, id));
    assert!(!has(gone.record()), "a tombstone that nothing refers to");
    assert!(has(kept.record()) && has(comment.record()), "one that a comment refers to stays");

    let history = async |id: RecordId| -> HistoryPage {
        ada.http.get(&format!("/api/v1/scopes/{scope}/records/{id}/history")).await.json()
    };
    let page = history(project.record()).await;
    let values: Vec<_> = page.entries.iter().map(|entry| entry.fields.len()).collect();
    assert_eq!((values, page.floor, page.older), (vec![1], Seq(7), None), "it says where it begins");
    for q in ["quay", "tide"] {
        let found: SearchPage = ada.http.get(&format!("/api/v1/search?q={q}")).await.json();
        assert_eq!(found.hits.len(), 1, "{q}");
    }

    // What was forgotten can be edited as ever; and what was asked long ago is asked anew, to no effect.
    let back = ada.edit(Edit::restore(scope, kept)).await;
    assert_eq!(accepted(&back), Seq(9));
    assert!(matches!(ada.edit(Edit::restore(scope, gone)).await, Outcome::Rejected(_)));
    let again = ada.push(&[create]).await;
    assert_ne!(again, first, "its answer is gone");
    assert_eq!(
        Replica::of(&ada).await.records[&(scope, project.record())].value(Project::NAME).unwrap().as_text(),
        Some("Quay")
    );
    assert!(is_sound(world.data()));
    let data = world.stop().await;
    let world = World::start_in(data, |_| {}).await;
    drop(world);
}

#[tokio::test]
async fn access_is_looked_at_for_every_page() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "viewer").await;
    for _ in 0..4 {
        ada.push(&(0..200).map(|_| ada.operation(new_project(scope, "Wall").0)).collect::<Vec<_>>()).await;
    }
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();
    let mut replica = Replica::default();
    while replica.cursor.snapshot.is_none_or(|place| place.scope != scope) {
        assert!(replica.pull(&ben).await.more);
    }
    ada.change_role(scope, ben.person, None).await;
    let answer = replica.pull(&ben).await;
    assert!(answer.snapshot.is_none_or(|page| page.scope != scope) && !answer.scopes.contains(&scope));
    ada.let_in(&ben, scope, "viewer").await;
    replica.cursor.snapshot = None;
    replica.pull_all(&ben).await;
    let whole = Replica::of(&ada).await.records;
    assert!(
        whole.iter().filter(|((of, _), _)| *of == scope).all(|(key, record)| replica.records.get(key) == Some(record))
    );
}

#[tokio::test]
async fn a_snapshot_that_the_log_does_not_reach_back_to_begins_again() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for _ in 0..3 {
        ada.push(&(0..200).map(|_| ada.operation(new_project(scope, "Wall").0)).collect::<Vec<_>>()).await;
    }
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();
    let mut replica = Replica::default();
    while replica.cursor.snapshot.is_none() {
        assert!(replica.pull(&ada).await.more);
    }
    ada.edit(new_project(scope, "Pier").0).await;
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();
    let page = replica.pull(&ada).await.snapshot.unwrap();
    assert_eq!(page.after, None);
    replica.pull_all(&ada).await;
    assert_eq!(replica.records, Replica::of(&ada).await.records);
}

/// The records that are not tombstones.
fn live(replica: &Replica) -> Vec<&Record> {
    replica.records.values().filter(|record| !record.deleted).collect()
}

#[tokio::test]
async fn conflicts_that_were_settled_long_ago_go_and_with_them_what_they_were_about() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let (edit, project) = new_project(scope, "Harbour");
    ada.edit(edit).await;
    let mut tasks = Vec::new();
    for title in ["Settled", "Open"] {
        let (edit, task) = new_task(scope, project, title);
        ada.edit(edit).await;
        ada.edit(Edit::delete(scope, task)).await;
        // Without knowing of it: a conflict.
        ben.edit(Edit::set(scope, task).put(Task::TITLE, "Mine")).await;
        tasks.push(task);
    }
    let conflicts = |replica: &Replica| -> Vec<Record> {
        live(replica).into_iter().filter(|record| record.kind.name() == Conflict::KIND).cloned().collect()
    };
    let mut follower = Replica::of(&ada).await;
    let is_about = |record: &&Record| Conflict::read(record).of == tasks[0].record();
    let settled = conflicts(&follower).iter().find(is_about).unwrap().id;
    let settle = Edit::set(scope, Id::<Conflict>::from(settled)).put(Conflict::RESOLUTION, Resolution::Theirs);
    ada.edit(settle).await;
    for _ in 0..2 {
        world.clock.advance(2 * DAY);
        world.server.forget_older_than(1).await.unwrap();
        follower.pull_all(&ada).await;
        let fresh = Replica::of(&ada).await;
        assert!(fresh.snapshots > 0);
        for replica in [&follower, &fresh] {
            let left: Vec<_> = conflicts(replica).iter().map(|one| Conflict::read(one).of).collect();
            assert_eq!(left, [tasks[1].record()], "the open one stays");
        }
        assert_eq!(live(&follower), live(&fresh));
    }
    let fresh = Replica::of(&ada).await;
    let is_left = |id: RecordId| fresh.records.contains_key(&(scope, id));
    assert_eq!((is_left(settled), is_left(tasks[0].record()), is_left(tasks[1].record())), (false, false, true));
    assert!(is_sound(world.data()));
}

#[tokio::test]
async fn a_scope_that_is_always_written_keeps_nobody_from_the_records_of_another() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let second = Id::<Engagement>::new(NOW, unique());
    let mut scopes = [ada.workspace().await, second.scope()];
    ada.edit(Engagement { name: "Second".into() }.create(second.scope(), second)).await;
    scopes.sort();
    let [busy, quiet] = scopes;
    let mut replica = Replica::of(&ada).await;
    world.clock.advance(2 * DAY);
    world.server.forget_older_than(1).await.unwrap();
    // As whoever gained access to it just now.
    replica.cursor.scopes.remove(&quiet);
    replica.records.retain(|(scope, _), _| *scope != quiet);
    accepted(&ada.edit(new_project(busy, "Harbour").0).await);
    let answer = replica.pull(&ada).await;
    assert_eq!(answer.snapshot.map(|page| page.scope), Some(quiet));
    assert!(answer.deltas.is_empty());
    replica.pull_all(&ada).await;
    assert_eq!(replica.records, Replica::of(&ada).await.records);
}
