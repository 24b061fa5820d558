//! A database of the first schema, with data in it, is as good as a new one.

use std::path::Path;

use holdfast_core::{
    entity::Project,
    operation::Edit,
    wire::{
        Cursor,
        remote::{HistoryPage, SearchPage, SessionInfo},
    },
};
use serde_json::json;
use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqlSafeStr as _, SqliteConnection,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;

use crate::{
    reset,
    world::{PASSWORD, User, World, new_project, pull_all},
};

const FIRST: &str = include_str!("../../src/db/migrations/0001_start.sql");

async fn open(folder: &Path) -> SqliteConnection {
    let file = folder.join("holdfast.sqlite3");
    SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await.unwrap()
}

/// A folder with a database of the first schema that holds what a new one does, as far as there was a place for it.
async fn as_it_was(new: &Path) -> TempDir {
    let old = TempDir::new().unwrap();
    let mut conn = open(old.path()).await;
    let first = Migration::new(1, "start".into(), MigrationType::Simple, FIRST.into_sql_str(), false);
    Migrator::with_migrations(vec![first]).run(&mut conn).await.unwrap();
    let file = new.join("holdfast.sqlite3");
    sqlx::query("ATTACH ? AS new").bind(file.to_str().unwrap().to_owned()).execute(&mut conn).await.unwrap();
    // Scopes and accounts first: the others refer to them.
    for sql in [
        "INSERT INTO meta SELECT * FROM new.meta WHERE key = 'epoch'",
        "INSERT INTO scopes SELECT id, head FROM new.scopes",
        "INSERT INTO accounts SELECT * FROM new.accounts",
        "INSERT INTO records SELECT * FROM new.records",
        "INSERT INTO log SELECT * FROM new.log",
        "INSERT INTO operations SELECT * FROM new.operations",
        "INSERT INTO members SELECT * FROM new.members",
        "INSERT INTO clients SELECT * FROM new.clients",
        "INSERT INTO sessions SELECT token_hash, account, created, last_seen, expires, remember FROM new.sessions",
        // As long as any, then.
        "UPDATE sessions SET expires = last_seen + 2592000000",
    ] {
        sqlx::query(sql).execute(&mut conn).await.unwrap();
    }
    conn.close().await.unwrap();
    old
}

async fn count(folder: &Path, sql: &'static str) -> i64 {
    let mut conn = open(folder).await;
    let row = sqlx::query(sql).fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    row.get(0)
}

async fn found(user: &User, q: &str) -> usize {
    user.http.get(&format!("/api/v1/search?limit=50&q={q}")).await.json::<SearchPage>().hits.len()
}

#[tokio::test]
async fn a_database_of_the_first_schema_keeps_all_and_gains_the_rest() {
    let world = World::start().await;
    let mut ada = world.sign_up("Ada").await;
    let passing = json!({ "email": ada.email, "password": PASSWORD, "remember": false });
    assert_eq!(world.anyone().post("/api/v1/auth/login", &passing).await.status, 200);
    // The newest, and so the first of the others in the list, whatever their ids.
    world.clock.advance(std::time::Duration::from_millis(1));
    let phone = ada.sign_in("Phone/1.0").await;
    let scope = ada.workspace().await;
    let (edit, id) = new_project(scope, "Harbour");
    ada.edit(edit).await;
    ada.edit(Edit::set(scope, id).put(Project::DESCRIPTION, "north pier")).await;
    let (edit, gone) = new_project(scope, "Harbour");
    ada.edit(edit).await;
    ada.edit(Edit::delete(scope, gone)).await;
    // More than the start-up takes at once.
    for _ in 0..3 {
        let walls: Vec<_> = (0..200).map(|_| ada.operation(new_project(scope, "Wall").0)).collect();
        ada.push(&walls).await;
    }
    let history = format!("/api/v1/scopes/{scope}/records/{}/history", id.record());
    let before: HistoryPage = ada.http.get(&history).await.json();
    let written = pull_all(&ada, &mut Cursor::default()).await;
    let new = world.stop().await;

    let old = as_it_was(new.path()).await;
    let world = World::start_in(old, |_| {}).await;
    ada.http.base.clone_from(&world.base);
    assert_eq!(ada.http.get(&history).await.json::<HistoryPage>(), before);
    assert_eq!(before.entries.len(), 2);
    assert_eq!(pull_all(&ada, &mut Cursor::default()).await, written);
    assert_eq!(
        (found(&ada, "harbour+pier").await, found(&ada, "harbour").await, found(&ada, "wall").await),
        (1, 1, 50)
    );
    let sessions: Vec<SessionInfo> = ada.http.get("/api/v1/sessions").await.json();
    let told: Vec<_> = sessions.iter().map(|session| (session.user_agent.as_str(), session.current)).collect();
    assert!(told.len() == 3 && told.contains(&("", true)) && told.contains(&("", false)), "{told:?}");
    assert_ne!(sessions[0].id, sessions[1].id);
    let other = sessions.iter().find(|session| !session.current).unwrap();
    assert_eq!(ada.http.delete(&format!("/api/v1/sessions/{}", other.id.0)).await.status, 204);
    let mut phone = phone;
    phone.base.clone_from(&world.base);
    assert_eq!(phone.get("/api/v1/users/me").await.status, 401);
    assert!(!reset::link(world.data(), &ada.email).is_empty(), "there is a place for links");
    ada.edit(Edit::set(scope, id).put(Project::NAME, "Quay")).await;
    assert_eq!((found(&ada, "quay").await, found(&ada, "harbour").await), (1, 0));
    assert_eq!(ada.http.get(&history).await.json::<HistoryPage>().entries.len(), 3);

    let migrated = world.stop().await;
    for (remembered, lasts) in [
        ("SELECT max(expires - last_seen) FROM sessions WHERE remember", 30 * 24),
        ("SELECT max(expires - last_seen) FROM sessions WHERE NOT remember", 12),
    ] {
        assert_eq!(count(migrated.path(), remembered).await, lasts * 60 * 60 * 1000);
    }
    let stray = "SELECT count(*) FROM log, json_each(body, '$.writes') AS w WHERE NOT EXISTS (SELECT 1 FROM log_records
        WHERE log_records.scope = log.scope AND log_records.seq = log.seq
            AND log_records.record = unhex(w.value ->> 'id', '-'))";
    assert_eq!(count(migrated.path(), stray).await, 0, "every write has its place in the history");
}

const ROWS: &str = "SELECT count(*) FROM searchable";

#[tokio::test]
async fn texts_are_taken_anew_if_the_last_start_did_not_finish() {
    let world = World::start().await;
    let mut ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for name in ["Harbour", "Wall"] {
        ada.edit(new_project(scope, name).0).await;
    }
    let mut data = world.stop().await;
    let rows = count(data.path(), ROWS).await;
    let mut conn = open(data.path()).await;
    // Cut off after some records; and others were taken by a build that took another text from them.
    for sql in [
        "DELETE FROM meta WHERE key = 'search_form'",
        "DELETE FROM search WHERE rowid = (SELECT max(number) FROM searchable)",
        "DELETE FROM searchable WHERE number = (SELECT max(number) FROM searchable)",
        "UPDATE search SET title = 'Other' WHERE title = 'Harbour'",
    ] {
        sqlx::query(sql).execute(&mut conn).await.unwrap();
    }
    conn.close().await.unwrap();

    for _ in 0..2 {
        // And once more, when there is nothing to do.
        let world = World::start_in(data, |_| {}).await;
        ada.http.base.clone_from(&world.base);
        assert_eq!((found(&ada, "harbour").await, found(&ada, "wall").await, found(&ada, "other").await), (1, 1, 0));
        data = world.stop().await;
        assert_eq!(count(data.path(), ROWS).await, rows, "each once");
        assert_eq!(count(data.path(), "SELECT count(*) FROM search").await, rows);
    }
}
