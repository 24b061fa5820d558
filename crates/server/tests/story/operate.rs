//! Backup, restore and check, with the program itself.

use std::{
    fs,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use holdfast_core::{
    operation::Operation,
    wire::{Cursor, Outcome},
};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::{
    crash::Program,
    world::{User, World, new_project, pull_all},
};

/// Runs the program with these arguments.
pub(crate) fn holdfast(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdfast")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Its answer, which must be a success.
pub(crate) fn done(args: &[&str]) -> String {
    let output = holdfast(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says as it refuses, with its exit code.
pub(crate) fn refused(args: &[&str]) -> (Option<i32>, String) {
    let output = holdfast(args);
    assert!(!output.status.success(), "{args:?}: {}", said(&output));
    (output.status.code(), said(&output))
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Whether `holdfast check` finds the database of a folder sound.
pub(crate) fn is_sound(data: &Path) -> bool {
    let output = holdfast(&["check", "--data", text(data)]);
    if !output.status.success() {
        println!("{}", said(&output));
    }
    output.status.success()
}

fn is_accepted(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. }))
}

#[tokio::test]
async fn what_a_backup_lacks_comes_back_from_those_who_have_it() {
    let data = TempDir::new().unwrap();
    let folder = text(data.path());
    let mut program = Program::start(data.path());
    let mut ada = User::sign_up(&program.base, "Ada").await;
    let mut ben = User::sign_up(&program.base, "Ben").await;
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let edits =
        |user: &User| -> Vec<Operation> { (0..20).map(|_| user.operation(new_project(scope, "Harbour").0)).collect() };
    // All that the two ever did, as their outboxes and lists of what is done keep it.
    let (mut of_ada, mut of_ben) = (edits(&ada), edits(&ben));
    assert!(is_accepted(&ada.push(&of_ada).await) && is_accepted(&ben.push(&of_ben).await));

    // Taken while others write.
    let backup = {
        let more = edits(&ada);
        let folder = folder.to_owned();
        let taken = tokio::task::spawn_blocking(move || done(&["backup", "--data", &folder]));
        for op in &more {
            assert!(is_accepted(&ada.push(std::slice::from_ref(op)).await));
        }
        of_ada.extend(more);
        PathBuf::from(taken.await.unwrap().trim())
    };
    assert!(backup.starts_with(data.path().join("backups")));
    assert!(done(&["check", text(&backup)]).contains("is sound"));
    let (after_a, after_b) = (edits(&ada), edits(&ben));
    assert!(is_accepted(&ada.push(&after_a).await) && is_accepted(&ben.push(&after_b).await));
    of_ada.extend(after_a);
    of_ben.extend(after_b);
    let epoch = ada.pull(&Cursor::default()).await.epoch;
    let mut whole = pull_all(&ada, &mut Cursor::default()).await;

    let (code, words) = refused(&["restore", text(&backup), "--data", folder]);
    assert!(code == Some(2) && words.contains("stop it first"), "{words}");
    program.kill();
    let words = done(&["restore", text(&backup), "--data", folder]);
    assert!(words.contains("is kept as") && words.contains("start the server again"), "{words}");
    let kept = fs::read_dir(data.path()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<PathBuf> = kept.filter(|path| text(path).contains("replaced")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(done(&["check", text(&kept[0])]).contains("is sound"), "what was replaced is whole");

    let program = Program::start(data.path());
    ada.http.base.clone_from(&program.base);
    ben.http.base.clone_from(&program.base);
    assert_ne!(ada.pull(&Cursor::default()).await.epoch, epoch, "every device loads anew");
    let forgot = pull_all(&ada, &mut Cursor::default()).await;
    assert!(forgot.len() < whole.len());
    for (user, operations) in [(&ada, &of_ada), (&ben, &of_ben)] {
        for batch in operations.chunks(7) {
            assert!(is_accepted(&user.push(batch).await));
        }
    }
    let mut again = pull_all(&ada, &mut Cursor::default()).await;
    whole.sort_unstable();
    again.sort_unstable();
    assert_eq!(again, whole, "everything, and each once");
    assert!(is_sound(data.path()));
}

#[tokio::test]
async fn a_backup_put_in_place_by_hand_is_noticed() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let epoch = ada.pull(&Cursor::default()).await.epoch;
    let backup = world.data().join("copy.sqlite3");
    assert_eq!(done(&["backup", "--data", text(world.data()), "--to", text(&backup)]).trim(), text(&backup));
    let (code, words) = refused(&["backup", "--data", text(world.data()), "--to", text(&backup)]);
    assert!(code == Some(2) && words.contains("--force"), "{words}");
    done(&["backup", "--force", "--data", text(world.data()), "--to", text(&backup)]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&backup).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "for its owner alone");
    let data = world.stop().await;
    fs::rename(&backup, data.path().join("holdfast.sqlite3")).unwrap();
    let mut epochs = Vec::new();
    let mut data = data;
    for _ in 0..2 {
        let world = World::start_in(data, |_| {}).await;
        let about: serde_json::Value = world.anyone().get("/api/v1/server").await.json();
        epochs.push(about["epoch"].as_str().unwrap().to_owned());
        data = world.stop().await;
    }
    assert_ne!(epochs[0], epoch.to_string());
    assert_eq!(epochs[0], epochs[1], "once");
}

#[tokio::test]
async fn what_is_broken_is_found_and_not_restored() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    for name in ["Harbour", "Wall"] {
        ada.edit(new_project(scope, name).0).await;
    }
    let data = world.stop().await;
    let whole = data.path().join("whole.sqlite3");
    done(&["backup", "--data", text(data.path()), "--to", text(&whole)]);
    for (sql, finding) in [
        ("DELETE FROM log WHERE seq = 2 AND scope IN (SELECT scope FROM log WHERE seq = 3)", "goes on after 1 with 3"),
        ("UPDATE scopes SET head = head + 1", "ends with"),
        ("UPDATE records SET body = replace(body, 'Harbour', 'Herbour')", "is not what the log made of it"),
        ("DELETE FROM records WHERE kind = 'project'", "is missing"),
        ("UPDATE records SET body = substr(body, 2) WHERE kind = 'project'", "cannot be read"),
        ("DELETE FROM operations", "has no answer"),
        ("DELETE FROM log", "no effect made the"),
        ("UPDATE members SET role = 'viewer'", "instead of Some(\"owner\")"),
        ("DELETE FROM members", "has the role None"),
        ("DELETE FROM log_records", "is not in the history"),
        ("INSERT INTO log_records SELECT scope, randomblob(16), seq FROM log", "did not write it"),
        ("UPDATE search SET title = 'Other'", "is searched by other words"),
        ("DELETE FROM search", "is searched by other words"),
        ("DELETE FROM accounts", "that is not there"),
    ] {
        let broken = data.path().join("broken.sqlite3");
        fs::copy(&whole, &broken).unwrap();
        let mut conn = SqliteConnectOptions::new().filename(&broken).foreign_keys(false).connect().await.unwrap();
        sqlx::query(sql).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        let (code, words) = refused(&["check", text(&broken)]);
        assert!(code == Some(1) && words.contains(finding) && words.contains("holdfast restore"), "{sql}: {words}");
        let (code, words) = refused(&["restore", text(&broken), "--data", text(data.path())]);
        assert!(code == Some(1) && words.contains("was not restored"), "{sql}: {words}");
    }
    // A page of the file overwritten.
    let broken = data.path().join("torn.sqlite3");
    let mut bytes = fs::read(&whole).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    fs::write(&broken, bytes).unwrap();
    assert!(!holdfast(&["check", text(&broken)]).status.success());
    assert!(!holdfast(&["restore", text(&broken), "--data", text(data.path())]).status.success());
    assert!(is_sound(data.path()), "what is there was left alone");
    assert!(!data.path().join("restoring").exists());
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let empty = TempDir::new().unwrap();
    let (folder, nothing) = (text(empty.path()), empty.path().join("nothing.sqlite3"));
    fs::write(empty.path().join("text"), "no database").unwrap();
    let not_one = empty.path().join("text");
    for (args, words) in [
        (vec!["backup", "--data", folder], "--data"),
        (vec!["check", "--data", folder], "no database at"),
        (vec!["check", text(&nothing)], "no database at"),
        (vec!["check", text(&not_one)], "cannot open"),
        (vec!["restore", text(&nothing), "--data", folder], "nothing.sqlite3"),
        (vec!["restore", text(&not_one), "--data", folder], "cannot be restored"),
        (vec!["compact", "--data", folder, "--older-than", "1"], "--data"),
        (vec!["compact", "--data", folder], "--older-than"),
        (vec!["export", "no-id", "--data", folder], "ENGAGEMENT"),
        (vec!["import", text(&nothing), "--owner", "a@b.example", "--data", folder], "nothing.sqlite3"),
        (vec!["fly"], "Usage"),
    ] {
        let (code, said) = refused(&args);
        assert!(code == Some(2) && said.contains(words), "{args:?}: {said}");
    }
}

#[test]
fn settings_are_looked_at_and_nothing_is_made() {
    let data = TempDir::new().unwrap();
    let missing = data.path().join("slip");
    let has_all = |told: &str, all: &[&str]| {
        for words in all {
            assert!(told.contains(words), "{words}: {told}");
        }
    };
    let (code, told) = refused(&["check-config", "--data", text(&missing), "--public-url", "http://tasks.example"]);
    has_all(
        &told,
        &[
            "NOT OK the address people type: http://tasks.example",
            "NOT OK the data folder: there is none",
            "ok     the port: 8080",
        ],
    );
    assert!(code == Some(1) && !missing.exists(), "{told}");
    // As a server makes it.
    let made = data.path().join("made");
    fs::DirBuilder::new().mode(0o700).create(&made).unwrap();
    let settings = ["--data", text(&made), "--public-url", "https://tasks.example", "--behind-proxy"];
    // The app is inside only where it was built before the server.
    let told = said(&holdfast(&[&["check-config"], &settings[..]].concat()));
    has_all(
        &told,
        &["ok     the address people type: https://tasks.example", "ok     the proxy", "ok     the data folder"],
    );
    assert_eq!(fs::read_dir(&made).unwrap().count(), 0, "nothing is left there");
    fs::set_permissions(&made, fs::Permissions::from_mode(0o755)).unwrap();
    has_all(&refused(&[&["check-config"], &settings[..]].concat()).1, &["NOT OK the data folder: others"]);
    assert_eq!(refused(&["check-config", "--public-url", "tasks.example"]).0, Some(2));
    // A provider that does not answer just now is told, and no fault of the settings.
    let provider = ["--oidc-issuer", "http://127.0.0.1:9", "--oidc-client-id", "us", "--oidc-name", "Harbour ID"];
    let told = said(&holdfast(&[&["check-config"], &settings[..], &provider].concat()));
    has_all(
        &told,
        &[
            "ok     signing in: by password, or with Harbour ID (http://127.0.0.1:9), which is to send people back to \
             https://tasks.example/api/v1/auth/oidc/callback",
            "note   the provider to sign in with: http://127.0.0.1:9/.well-known/openid-configuration: ",
        ],
    );
    let unguarded = ["check-config", "--oidc-issuer", "http://id.example", "--oidc-client-id", "us"];
    let (code, words) = refused(&unguarded);
    assert!(code == Some(2) && words.contains("https://"), "{words}");
}

#[tokio::test]
async fn one_folder_is_one_servers() {
    let world = World::start().await;
    let (code, words) = refused(&["--listen", "127.0.0.1:0", "--data", text(world.data())]);
    assert!(code == Some(2) && words.contains("another server uses"), "{words}");
    // The others' work beside a server.
    let ada = world.sign_up("Ada").await;
    assert!(done(&["compact", "--data", text(world.data()), "--older-than", "100000"]).contains("forgot 0 effects"));
    assert!(is_sound(world.data()));
    assert!(is_accepted(&[ada.edit(new_project(ada.workspace().await, "Harbour").0).await]));
}
