//! What is among the dependencies, by `deny.toml`: cargo-deny looks, without a network.

use super::{Line, Verdict};
use crate::{dist, setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

/// What is shipped is built for, as in `deny.toml` (a test below says so).
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];

/// What is looked at always: cargo-deny's name for it, and what it is well for.
const ALWAYS: [(&str, &str); 3] = [
    ("licenses", "every licence is one that deny.toml allows"),
    ("bans", "nothing is there twice, or at all, without a reason"),
    ("sources", "all of it comes from the registry"),
];

const ADVISORIES: &str = "advisories";

/// A line for each kind of check.
pub(super) fn audit(workspace: &Workspace, toolbox: &Toolbox) -> Result<Vec<Line>> {
    let graph = graph(workspace)?;
    let said = deny(workspace, toolbox, &graph, &ALWAYS.map(|(kind, _)| kind))?;
    let mut lines: Vec<Line> = ALWAYS.iter().map(|(kind, well)| Line::new(kind, said.verdict(kind, well))).collect();
    for finding in &said.findings {
        println!("{finding}");
    }
    let databases = databases()?;
    let verdict = if has_database(&databases) {
        let said = deny(workspace, toolbox, &graph, &[ADVISORIES])?;
        for finding in &said.findings {
            println!("{finding}");
        }
        said.advisories()
    } else {
        unchecked(&format!(
            "there is no database of them in {}; `cargo-deny fetch db` (it is in {}) brings one where the network has it",
            databases.display(),
            workspace.cache.join("tools").display()
        ))
    };
    lines.push(Line::new(ADVISORIES, verdict));
    Ok(lines)
}

/// What is built for [`TARGETS`], as cargo resolves it. cargo-deny by itself asks for all platforms', which nobody has fetched.
fn graph(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = sh::command("cargo");
    cargo.current_dir(&workspace.root).args(["metadata", "--locked", "--all-features", "--format-version", "1"]);
    for target in TARGETS {
        cargo.args(["--filter-platform", target]);
    }
    // One a checkout, as checkouts may share a target directory.
    let checkout = dist::short_hash(&[workspace.root.to_string_lossy().as_bytes()]);
    let path = workspace.target.join(format!("holdfast-dependencies-{checkout}.json"));
    std::fs::write(&path, sh::capture(&mut cargo)?).with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

fn deny(workspace: &Workspace, toolbox: &Toolbox, graph: &Path, kinds: &[&str]) -> Result<Said> {
    let mut deny = toolbox.command("cargo-deny");
    deny.current_dir(&workspace.root).args(["--offline", "--locked", "--format", "json", "--metadata-path"]).arg(graph);
    deny.arg("check").args(kinds).stdin(Stdio::null());
    let output = deny.output().context("starting cargo-deny")?;
    Ok(Said::read(&String::from_utf8_lossy(&output.stderr)))
}

/// Where cargo-deny keeps databases of advisories.
fn databases() -> Result<PathBuf> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir().context("no home directory; set CARGO_HOME")?.join(".cargo"),
    };
    Ok(home.join("advisory-dbs"))
}

/// Whether there is one: a clone of its repository. The folder alone says nothing, cargo-deny makes it to look into it.
fn has_database(folder: &Path) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| path.join(".git").exists())
}

fn unchecked(why: &str) -> Verdict {
    Verdict::Unchecked(format!("{ADVISORIES} were not checked: {why}"))
}

/// What cargo-deny said, a line of JSON each: findings, its log, and at the end how many errors each kind of check has.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// What it finds wrong or odd, for people.
    findings: Vec<String>,
    /// Why it could not look.
    trouble: Vec<String>,
    summary: Value,
}

impl Said {
    fn read(output: &str) -> Self {
        let mut said = Self::default();
        for line in output.lines() {
            // What is no JSON is a complaint about how it was called.
            let Ok(value) = serde_json::from_str::<Value>(line) else {
                said.trouble.push(line.trim().to_owned());
                continue;
            };
            let fields = &value["fields"];
            match value["type"].as_str() {
                Some("summary") => said.summary = fields.clone(),
                Some("diagnostic") => said.findings.extend(finding(fields)),
                Some("log") if fields["level"] == "ERROR" => said.trouble.extend(trouble(fields)),
                _ => {}
            }
        }
        said.trouble.retain(|line| !line.is_empty());
        said
    }

    /// The errors of one kind of check, if it was done.
    fn errors(&self, kind: &str) -> Option<u64> {
        self.summary[kind]["errors"].as_u64()
    }

    fn verdict(&self, kind: &str, well: &str) -> Verdict {
        match self.errors(kind) {
            Some(0) => Verdict::Passed(well.to_owned()),
            Some(1) => Verdict::Failed("1 error, listed above".into()),
            Some(errors) => Verdict::Failed(format!("{errors} errors, listed above")),
            None => Verdict::Failed(format!("cargo-deny could not look: {}", self.why())),
        }
    }

    /// A database that cannot be read, or is too old, says as little as none.
    fn advisories(&self) -> Verdict {
        match self.errors(ADVISORIES) {
            Some(_) => self.verdict(ADVISORIES, "none that is known is about what is here"),
            None => unchecked(&self.why()),
        }
    }

    fn why(&self) -> String {
        if self.trouble.is_empty() { "it does not say why".to_owned() } else { self.trouble.join(" ") }
    }
}

/// `error[duplicate]: found 2 duplicate entries for crate 'base64' (base64 0.22.1, base64 0.23.1)`. What it allows, and what it only remarks, is none.
fn finding(fields: &Value) -> Option<String> {
    let severity = fields["severity"].as_str().filter(|severity| matches!(*severity, "error" | "warning"))?;
    let message = fields["message"].as_str().unwrap_or_default();
    let graphs = fields["graphs"].as_array().into_iter().flatten();
    let name = |graph: &Value| {
        let krate = &graph["Krate"];
        Some(format!("{} {}", krate["name"].as_str()?, krate["version"].as_str()?))
    };
    let of: Vec<String> = graphs.filter_map(name).collect();
    let code = fields["code"].as_str().unwrap_or_default();
    Some(format!("{severity}[{code}]: {message} ({})", of.join(", ")))
}

/// An error of its log, but for one that is none: it asks for every platform's sources before it uses the graph it was given.
fn trouble(fields: &Value) -> Option<String> {
    let message = fields["message"].as_str()?;
    let first = message.lines().next().unwrap_or_default().trim().trim_end_matches(':');
    (!message.starts_with("failed to fetch crates")).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FETCH: &str = r#"{"fields":{"level":"ERROR","message":"failed to fetch crates: error: failed to download `wasip2`\n\nCaused by:\n  offline\n","timestamp":"2026-11-22T20:20:28Z"},"type":"log"}"#;
    const FOUND: &str = r#"{"fields":{"code":"rejected","graphs":[{"Krate":{"name":"base16","version":"0.2.1"}}],"labels":[],"message":"failed to satisfy license requirements","severity":"error"},"type":"diagnostic"}"#;
    const ALLOWED: &str = r#"{"fields":{"code":"accepted","graphs":[],"message":"license requirements satisfied","severity":"help"},"type":"diagnostic"}"#;
    const SUMMARY: &str = r#"{"fields":{"bans":{"errors":0,"warnings":2},"licenses":{"errors":1}},"type":"summary"}"#;
    const STALE: &str = r#"{"fields":{"level":"ERROR","message":"repository is stale (last update: 2026-01-01)","timestamp":""},"type":"log"}"#;

    #[test]
    fn each_kind_is_judged_by_its_errors() {
        let said = Said::read(&[FETCH, FOUND, ALLOWED, SUMMARY].join("\n"));
        assert_eq!(said.findings, ["error[rejected]: failed to satisfy license requirements (base16 0.2.1)"]);
        assert_eq!(said.verdict("bans", "well"), Verdict::Passed("well".into()));
        assert!(matches!(said.verdict("licenses", "well"), Verdict::Failed(_)));
        assert_eq!(
            said.verdict("sources", "well"),
            Verdict::Failed("cargo-deny could not look: it does not say why".into()),
            "what was not looked at has not passed"
        );
    }

    #[test]
    fn advisories_that_could_not_be_checked_have_not_passed() {
        let of = |lines: &[&str]| Said::read(&lines.join("\n")).advisories();
        assert_eq!(
            of(&[FETCH, STALE]),
            Verdict::Unchecked("advisories were not checked: repository is stale (last update: 2026-01-01)".into())
        );
        assert_eq!(
            of(&["error: unexpected argument '--flag' found", ""]),
            Verdict::Unchecked("advisories were not checked: error: unexpected argument '--flag' found".into())
        );
        let done = |errors: u64| format!(r#"{{"fields":{{"advisories":{{"errors":{errors}}}}},"type":"summary"}}"#);
        assert!(matches!(of(&[&done(0)]), Verdict::Passed(_)));
        assert!(matches!(of(&[&done(1)]), Verdict::Failed(_)));
    }

    #[test]
    fn a_folder_without_a_clone_is_no_database() {
        let folder = std::env::temp_dir().join(format!("holdfast-advisories-{}", std::process::id()));
        assert!(!has_database(&folder), "it is not there");
        std::fs::create_dir_all(folder.join("advisory-db-1")).expect("a folder");
        std::fs::write(folder.join("db.lock"), "").expect("a file");
        assert!(!has_database(&folder), "nothing is in it");
        std::fs::create_dir_all(folder.join("advisory-db-1/.git")).expect("a folder");
        assert!(has_database(&folder));
        std::fs::remove_dir_all(&folder).expect("a folder to remove");
    }

    #[test]
    fn what_is_asked_for_is_what_the_configuration_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deny.toml");
        let deny = std::fs::read_to_string(path).expect("the file is part of the repository");
        let targets = TARGETS.map(|target| format!("\"{target}\"")).join(", ");
        assert!(deny.contains(&format!("targets = [{targets}]\n")));
    }
}
