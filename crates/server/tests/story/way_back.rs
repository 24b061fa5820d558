//! Databases that older builds have written: this one reads all of them, keeps them as they were before it changes anything, and
//! leads back.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use holdfast_core::{
    effect::Effect,
    id::ScopeId,
    operation::Operation,
    wire::{Cursor, Outcome, remote::SearchPage},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;

use crate::{
    crash::Program,
    operate::{done, holdfast, is_sound, text},
    world::{User, new_project, pull_all},
};

/// What builds of each released schema have written, for ever: `cargo xtask fixture` makes one, none is changed or removed.
const FIXTURES: [(i64, &str); 1] = [(9, include_str!("../fixtures/schema-9.sql"))];

/// Who worked with them.
const ADA: &str = "ada.1@holdfast.example";
const BEN: &str = "ben.2@holdfast.example";

const FILE: &str = "holdfast.sqlite3";

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await.unwrap()
}

/// A data folder with such a database.
async fn as_it_was(sql: &'static str) -> TempDir {
    let data = TempDir::new().unwrap();
    let mut conn = open(&data.path().join(FILE)).await;
    sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    data
}

/// All that is in a database, row by row, but for the mark of a copy.
async fn all(file: &Path) -> Vec<String> {
    let mut conn = open(file).await;
    let tables = sqlx::query("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
    let mut all = Vec::new();
    for table in tables.fetch_all(&mut conn).await.unwrap() {
        let (name, made): (String, String) = (table.get(0), table.get(1));
        all.push(made);
        let columns = sqlx::query("SELECT name FROM pragma_table_info(?)").bind(name.clone());
        let columns: Vec<String> = columns.fetch_all(&mut conn).await.unwrap().iter().map(|row| row.get(0)).collect();
        if columns.is_empty() || name.ends_with("_by_kind") {
            continue;
        }
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let rows = AssertSqlSafe(format!("SELECT {} FROM \"{name}\"", quoted.join(" || ',' || ")));
        let Ok(rows) = sqlx::query(rows).fetch_all(&mut conn).await else { continue };
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{name}: {}", row.get::<String, _>(0))).collect();
        rows.retain(|row| !row.starts_with("meta: 'backup',"));
        rows.sort();
        all.extend(rows);
    }
    conn.close().await.unwrap();
    all
}

/// Every effect of the log, by scope.
async fn log(file: &Path) -> Vec<Effect> {
    let mut conn = open(file).await;
    let rows = sqlx::query("SELECT body FROM log ORDER BY scope, seq").fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    rows.iter().map(|row| serde_json::from_str(row.get(0)).unwrap()).collect()
}

/// What a device reads that has nothing yet, of these scopes.
async fn pulled(user: &User, scopes: &BTreeSet<ScopeId>) -> Vec<Effect> {
    let answer = user.pull(&Cursor::default()).await;
    assert!(!answer.more);
    let deltas = answer.deltas.into_iter().filter(|delta| scopes.contains(&delta.scope));
    deltas.flat_map(|delta| delta.effects).collect()
}

/// What is kept in a data folder.
fn kept(data: &Path) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(data.join("before-upgrades")) else { return Vec::new() };
    files.map(|file| file.unwrap().path()).collect()
}

/// Starts the program where it is to refuse, and gives what it says.
fn refused(data: &Path, args: &[&str]) -> String {
    let args = [&["--listen", "127.0.0.1:0", "--data", text(data)], args].concat();
    let Output { status, stderr, stdout } = holdfast(&args);
    let said = String::from_utf8(stderr).unwrap();
    assert!(status.code() == Some(2) && stdout.is_empty(), "{said}");
    said
}

fn is_accepted(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. }))
}

#[tokio::test]
async fn what_an_older_build_wrote_reads_as_before_and_there_is_a_way_back() {
    for (schema, sql) in FIXTURES {
        let data = as_it_was(sql).await;
        let file = data.path().join(FILE);
        let (before, written) = (all(&file).await, log(&file).await);
        assert!(before.len() > 100 && written.len() > 10, "there is something in it");

        let mut program = Program::start(data.path());
        let (ada, ben) = (User::known(&program.base, ADA).await, User::known(&program.base, BEN).await);
        let of_both = [ada.pull(&Cursor::default()).await.scopes, ben.pull(&Cursor::default()).await.scopes];
        let [hers, his] = of_both.map(BTreeSet::from_iter);
        let shared: BTreeSet<ScopeId> = hers.intersection(&his).copied().collect();
        let in_log = |scopes: &BTreeSet<ScopeId>| -> Vec<Effect> {
            written.iter().filter(|effect| scopes.contains(&effect.scope)).cloned().collect()
        };
        assert_eq!(pulled(&ada, &hers).await, in_log(&hers), "every effect, as it was");
        assert_eq!(pulled(&ben, &shared).await, in_log(&shared));
        let found = ada.http.get("/api/v1/search?limit=50&q=harbour").await.json::<SearchPage>();
        assert!(!found.hits.is_empty());

        let files = kept(data.path());
        let [file_before] = &files[..] else { panic!("one state is kept: {files:?}") };
        let name = file_before.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(&format!("schema-{schema}-")), "{name}");
        assert_eq!(all(file_before).await, before, "what is kept is what was there");
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file_before).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "for its owner alone");
        assert!(is_sound(data.path()));

        // What is done with the new build, and is forgotten by going back.
        let scope = *shared.first().unwrap();
        let since: Vec<Operation> = (0..5).map(|_| ada.operation(new_project(scope, "Lighthouse").0)).collect();
        assert!(is_accepted(&ada.push(&since).await));
        let mut whole = pull_all(&ada, &mut Cursor::default()).await;
        program.kill();
        program = Program::start(data.path());
        assert_eq!(kept(data.path()), files, "what is of this schema is not kept again");
        program.kill();

        let words = done(&["restore", text(file_before), "--data", text(data.path())]);
        assert!(words.contains("offers again what this backup lacks"), "{words}");
        let program = Program::start(data.path());
        let mut ada = ada;
        // She had signed in after the upgrade, which is forgotten too.
        ada.http = User::known(&program.base, ADA).await.http;
        let forgot = pull_all(&ada, &mut Cursor::default()).await;
        assert_eq!(forgot.len() + since.len(), whole.len());
        assert!(is_accepted(&ada.push(&since).await), "offered again");
        let mut again = pull_all(&ada, &mut Cursor::default()).await;
        whole.sort_unstable();
        again.sort_unstable();
        assert_eq!(again, whole, "everything, and each once");
        assert!(is_sound(data.path()));
    }
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_changed_unless_somebody_says_so() {
    let data = as_it_was(FIXTURES[0].1).await;
    let file = data.path().join(FILE);
    let before = all(&file).await;
    let in_the_way = data.path().join("before-upgrades");
    fs::write(&in_the_way, "no folder").unwrap();
    let said = refused(data.path(), &[]);
    assert!(said.contains("could not be kept") && said.contains("--no-way-back"), "{said}");
    assert_eq!(all(&file).await, before, "nothing was done");

    let status = std::process::Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["flags", "--data", text(data.path())])
        .output()
        .unwrap();
    assert!(!status.status.success(), "no other command changes it either");
    assert_eq!(all(&file).await, before);

    let mut program = Program::start_with(data.path(), &["--no-way-back"]);
    User::known(&program.base, ADA).await;
    program.kill();
    assert!(in_the_way.is_file(), "nothing was kept");
    assert!(is_sound(data.path()));
}

#[tokio::test]
async fn an_older_build_says_how_to_go_back() {
    let data = as_it_was(FIXTURES[0].1).await;
    let mut program = Program::start(data.path());
    program.kill();
    let kept = kept(data.path()).remove(0);
    // As a build after this one would leave it.
    let mut conn = open(&data.path().join(FILE)).await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)";
    sqlx::query(later).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let said = refused(data.path(), &[]);
    let command = format!("`holdfast restore {} --data {}`", text(&kept), text(data.path()));
    assert!(said.contains("schema 9999") && said.contains(&command), "{said}");
    done(&["restore", text(&kept), "--data", text(data.path())]);
    let program = Program::start(data.path());
    User::known(&program.base, ADA).await;
    drop(program);

    fs::remove_dir_all(data.path().join("before-upgrades")).unwrap();
    let mut conn = open(&data.path().join(FILE)).await;
    sqlx::query(later).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    assert!(refused(data.path(), &[]).contains("nothing that it can use is kept"));
}
