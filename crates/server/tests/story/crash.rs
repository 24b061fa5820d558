//! The program itself: that what it answered outlives its sudden end, and what it says when it cannot start.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use holdfast_core::wire::{Cursor, Outcome};

use crate::world::{User, new_project, pull_all};

/// A server in a process of its own.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) base: String,
}

impl Program {
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// With these settings too.
    pub(crate) fn start_with(data: &Path, args: &[&str]) -> Self {
        let mut child = command(data).args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, base }
    }

    /// Ends it as a power cut would: at once, in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command.args(["--listen", "127.0.0.1:0", "--log", "warn", "--data"]).arg(data);
    command
}

#[tokio::test]
async fn what_was_accepted_outlives_the_server() {
    let data = tempfile::TempDir::new().unwrap();
    let mut program = Program::start(data.path());
    let mut ada = User::sign_up(&program.base, "Ada").await;
    let scope = ada.workspace().await;
    let mut sent = Vec::new();
    for round in 0..5 {
        // Some answered, then one that is cut off wherever it happens to be.
        for _ in 0..3 {
            let operations =
                [ada.operation(new_project(scope, "Harbour").0), ada.operation(new_project(scope, "Wall").0)];
            let outcomes = ada.push(&operations).await;
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })));
            sent.push((operations, Some(outcomes)));
        }
        let operations = [ada.operation(new_project(scope, "Pier").0), ada.operation(new_project(scope, "Lamp").0)];
        let body = serde_json::to_value(ada.request(operations.to_vec())).unwrap();
        let cut = ada.http.request(reqwest::Method::POST, "/api/v1/sync/push").body(body.to_string()).send();
        let cut = tokio::spawn(cut);
        if round % 2 == 0 {
            tokio::task::yield_now().await;
        }
        program.kill();
        let _ = cut.await;
        sent.push((operations, None));

        program = Program::start(data.path());
        ada.http.base.clone_from(&program.base);
        for (operations, outcomes) in &mut sent {
            let again = ada.push(operations).await;
            let first = outcomes.get_or_insert_with(|| again.clone());
            assert_eq!(again, *first, "the first answer, or now done");
        }
        let mut cursor = Cursor::default();
        let written = pull_all(&ada, &mut cursor).await;
        for (operations, _) in &sent {
            for op in operations {
                assert_eq!(written.iter().filter(|id| **id == op.id).count(), 1, "each once");
            }
        }
        assert_eq!(cursor.seq(scope).0 as usize, 1 + 2 * sent.len(), "without gaps");
    }
}

#[tokio::test]
async fn it_stops_when_told_to() {
    let data = tempfile::TempDir::new().unwrap();
    let mut program = Program::start(data.path());
    User::sign_up(&program.base, "Ada").await;
    let told = Command::new("kill").arg("-TERM").arg(program.child.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(program.child.wait().unwrap().success(), "and calls that a success");
}

#[test]
fn what_keeps_it_from_starting_is_said_with_what_to_do() {
    let data = tempfile::TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    let run = |args: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_holdfast")).args(args).stdin(Stdio::null()).output().unwrap()
    };
    let folder = data.path().to_str().unwrap();
    for (args, words) in [
        (vec!["--listen", "nowhere"], "127.0.0.1:8080"),
        (vec!["--listen", &port, "--data", folder], "--listen"),
        (vec!["--listen", "127.0.0.1:0", "--data", file.to_str().unwrap()], "--data"),
        (vec!["--public-url", "tasks"], "https://"),
    ] {
        let output = run(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
        assert!(output.stdout.is_empty(), "nobody is told that it listens");
    }
}
