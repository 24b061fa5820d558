//! Running other programs: quietly for an answer, loudly for work, or in our own place.

use anyhow::{Context, Result, bail};
use std::{
    ffi::OsStr,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

/// A command with the environment children should have.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    // `cargo run` describes xtask itself in these; a build script of a child must not take them for its own.
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end and gives standard output; an error carries what the program said.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed ({}):\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{name}` did not print text"))
}

/// The same, where a missing or failing program is an answer too.
pub(crate) fn try_capture(command: &mut Command) -> Option<String> {
    capture(command).ok()
}

/// Runs to the end with its output shown on stderr, so that stdout stays ours.
pub(crate) fn work(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::from(io::stderr()))
        .status()
        .with_context(|| format!("could not start `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}

/// Becomes the program: signals and the exit code are its own from here on.
pub(crate) fn become_program(command: &mut Command) -> Result<ExitCode> {
    let name = describe(command);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let error = command.exec();
        Err(error).with_context(|| format!("could not start `{name}`"))
    }
    #[cfg(not(unix))]
    {
        let status = command.status().with_context(|| format!("could not start `{name}`"))?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The first place on `PATH` that has the program.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|dir| dir.join(&file)).find(|candidate| is_program(candidate))
}

/// Whether there is something there that can be started.
pub(crate) fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    let executable =
        |meta: &std::fs::Metadata| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let executable = |_: &std::fs::Metadata| true;
    path.metadata().is_ok_and(|meta| meta.is_file() && executable(&meta))
}

/// A duration as people say it: `0.3 s`, `95 s`, `4 min 10 s`.
pub(crate) fn human(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        seconds @ 10..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Prints what is being done and, when it is over, how long it took.
pub(crate) fn timed<T>(what: &str, job: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    eprintln!("{what} ...");
    let result = job();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    eprintln!("{what} {word} in {}", human(started.elapsed()));
    result
}

/// Whether children may colour what we print.
pub(crate) fn colour() -> &'static str {
    if io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() { "always" } else { "never" }
}

fn describe(command: &Command) -> String {
    let mut words = vec![Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        for (millis, text) in [(340, "0.3 s"), (95_000, "95 s"), (250_000, "4 min 10 s")] {
            assert_eq!(human(Duration::from_millis(millis)), text);
        }
    }

    #[test]
    fn a_failing_program_says_why() {
        let error = capture(command("sh").args(["-c", "echo broken >&2; exit 3"])).expect_err("it exits with 3");
        assert!(error.to_string().contains("broken"), "{error}");
    }

    #[test]
    fn a_missing_program_is_not_found() {
        assert_eq!(which("holdfast-has-no-such-program"), None);
    }
}
