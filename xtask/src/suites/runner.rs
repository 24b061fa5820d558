//! Running a suite's command: everything it prints is shown as it comes, and read for its summary.

use super::summary::{Counts, Ran, Summary};
use anyhow::{Context, Result};
use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{self, Sender},
    thread,
};

/// A step without tests of its own: it passes or fails as a whole.
pub(super) fn step(command: &mut Command) -> Result<Counts> {
    let status = follow(command, |_| ())?;
    Ok(if status.success() { Counts::PASSED } else { Counts::FAILED })
}

/// Test runners one after the other: the counts and the names they print, together.
pub(super) fn tests(commands: Vec<Command>) -> Result<Ran> {
    let mut summary = Summary::default();
    let mut all_well = true;
    for mut command in commands {
        all_well &= follow(&mut command, |line| summary.read(line))?.success();
    }
    let counts = summary.verdict(all_well);
    if summary.is_empty() {
        println!("no test count was printed, which counts as a failure");
    }
    Ok(Ran { counts, tests: summary.finish() })
}

fn follow(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("could not start {:?}", command.get_program()))?;
    let (sender, lines) = mpsc::channel();
    let readers = [
        child.stdout.take().map(|pipe| spawn_reader(pipe, sender.clone())),
        child.stderr.take().map(|pipe| spawn_reader(pipe, sender)),
    ];
    for line in lines {
        println!("{line}");
        on_line(&line);
    }
    for reader in readers.into_iter().flatten() {
        // A reader only ends when its pipe does; there is nothing to learn from it.
        let _ = reader.join();
    }
    child.wait().context("waiting for the suite")
}

fn spawn_reader(pipe: impl Read + Send + 'static, sender: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
            if sender.send(line).is_err() {
                return;
            }
            bytes.clear();
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{super::outcomes::Outcome, *};

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_are_read() {
        let ran = tests(vec![
            shell("echo 'test a ... ok'; echo 'test result: ok. 2 passed; 0 failed; 0 ignored'"),
            shell("(echo ' PASS [ 1s] (1/3) b c'; echo ' Summary [ 1s] 3 tests run: 3 passed, 0 skipped') >&2"),
        ]);
        let ran = ran.expect("sh starts");
        assert_eq!(ran.counts, Counts { passed: 5, failed: 0 });
        assert_eq!(ran.tests.into_keys().collect::<Vec<_>>(), ["a", "b c"]);
    }

    #[test]
    fn a_runner_that_dies_has_failed_its_last_test() {
        let ran = tests(vec![shell("echo 'test a ... ok'; printf 'test b ... '; exit 101")]).expect("sh starts");
        let outcomes: Vec<_> = ran.tests.into_iter().collect();
        assert_eq!(outcomes, [("a".to_owned(), Outcome::Passed), ("b".to_owned(), Outcome::Failed)]);
        assert_eq!(ran.counts, Counts::FAILED);
    }

    #[test]
    fn a_step_is_its_exit_code() {
        assert_eq!(step(&mut shell("exit 0")).expect("sh starts"), Counts::PASSED);
        assert_eq!(step(&mut shell("exit 1")).expect("sh starts"), Counts::FAILED);
    }
}
