//! The interface for programs, asked by Schemathesis: the real server with its demo, and requests made from its own description,
//! right ones and wrong ones. No answer may be one that the description does not have.

use super::{
    outcomes::{Outcome, Outcomes},
    summary::{Counts, Ran},
};
use crate::{bins, setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// By which environment variable a run is made again.
const SEED: &str = "HOLDFAST_API_SEED";

/// How many requests each operation gets of each sort at most.
const EXAMPLES: &str = "60";

/// How many sessions there are to begin with: more than a page has.
const SESSIONS: usize = 60;

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// The suite.
pub(super) fn run(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    let schemathesis = toolbox.schemathesis.as_ref().context("this suite does not say that it needs Schemathesis")?;
    let program = bins::server(workspace)?;
    let folder = Folder::make(workspace.target.join("holdfast-api"))?;
    let server = Server::start(&program, &folder.0)?;
    let demo = server.demo()?;
    let (config, report) = (folder.0.join("schemathesis.toml"), folder.0.join("report.xml"));
    std::fs::write(&config, settings(&demo)).with_context(|| format!("writing {}", config.display()))?;

    let seed = std::env::var(SEED).unwrap_or_else(|_| now().to_string());
    println!("seed {seed} ({SEED}={seed} asks the same again)");
    let mut command = sh::command(schemathesis);
    command.arg("--config-file").arg(&config).arg("run").current_dir(&folder.0);
    command.args(["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", &seed, "--workers", "2"]);
    command.args(["--generation-database", "none", "--no-color", "--continue-on-failure"]);
    command.args(["--report", "junit", "--report-junit-path"]).arg(&report);
    for (name, value) in [
        ("Cookie", demo.cookie.as_str()),
        ("Origin", &format!("http://{}", server.address)),
        ("Content-Type", "application/json"),
    ] {
        command.arg("--header").arg(format!("{name}: {value}"));
    }
    let status = command.arg(format!("http://{}/api/v1/openapi.json", server.address)).stdin(Stdio::null()).status();
    let well = status.context("starting Schemathesis")?.success();

    let told = std::fs::read_to_string(&report).with_context(|| format!("reading {}", report.display()))?;
    let tests = outcomes(&told);
    let failed = tests.values().filter(|outcome| **outcome == Outcome::Failed).count() as u64;
    let mut counts = Counts { passed: tests.len() as u64 - failed, failed };
    // What is told nowhere else: that it broke off, or asked nothing.
    if failed == 0 && (!well || tests.is_empty()) {
        counts += Counts::FAILED;
    }
    if counts.failed > 0 {
        println!("what the server wrote down is in {}", folder.keep().display());
    }
    Ok(Ran { counts, tests })
}

/// What Schemathesis is to put where an engagement is named: ids it made up would find nothing. Those of sessions it takes from the
/// answers it gets.
fn settings(demo: &Demo) -> String {
    format!("[parameters]\n\"path.engagement\" = \"{}\"\n", demo.engagement)
}

/// The outcome of each operation in a report in JUnit's form.
fn outcomes(report: &str) -> Outcomes {
    let mut tests = Outcomes::new();
    // Each case is an element with its failures inside, or without anything inside.
    for case in report.split("<testcase ").skip(1) {
        let case = case.split_once("</testcase>").map_or(case, |(inside, _)| inside);
        let Some((name, _)) = case.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')) else { continue };
        // What was not asked holds for nobody.
        let failed = ["<failure", "<error", "<skipped"].iter().any(|sign| case.contains(sign));
        let outcome = if failed { Outcome::Failed } else { Outcome::Passed };
        let known = tests.entry(name.to_owned()).or_insert(outcome);
        *known = outcome.max(*known);
    }
    tests
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A folder that is there as long as this is, unless it is kept.
struct Folder(PathBuf);

impl Folder {
    fn make(path: PathBuf) -> Result<Self> {
        // A run that was cut off left its own.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).with_context(|| format!("creating {}", path.display()))?;
        Ok(Self(path))
    }

    /// Leaves it there until the next run.
    fn keep(self) -> PathBuf {
        std::mem::ManuallyDrop::new(self).0.clone()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server of this machine alone, on a port of its own, until this is dropped.
struct Server {
    child: Child,
    address: String,
}

/// What there is to ask about.
struct Demo {
    cookie: String,
    engagement: String,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let log = folder.join("server.log");
        let log = File::create(&log).with_context(|| format!("creating {}", log.display()))?;
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0", "--api-rate", "4000000", "--data"]).arg(folder.join("data"));
        // What whoever runs the tests has set for a server of theirs.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOLDFAST_")) {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().context("starting the server")?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).context("reading what the server says")?;
        }
        // Before what it said is looked at, so that it is ended in any case.
        let mut server = Self { child, address: String::new() };
        let address = line.trim().strip_prefix("listening on http://");
        server.address = address.with_context(|| format!("the server said {line:?}"))?.to_owned();
        Ok(server)
    }

    /// Signs in to a demo and makes sessions in it.
    fn demo(&self) -> Result<Demo> {
        let (head, made) = self.post("/api/v1/demo", "", &json!({}))?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).context("the demo sets no cookie")?.to_owned();
        let engagement = made["scope"].as_str().context("the demo has no engagement")?.to_owned();
        let sessions = format!("/api/v1/engagements/{engagement}/sessions");
        for number in 0..SESSIONS {
            self.post(&sessions, &cookie, &json!({ "name": format!("Tides {number}"), "seats": 200 }))?;
        }
        Ok(Demo { cookie, engagement })
    }

    /// One request; the head and the body of the answer.
    fn post(&self, path: &str, cookie: &str, body: &Value) -> Result<(String, Value)> {
        let (address, body) = (&self.address, body.to_string());
        let mut line = TcpStream::connect(address).context("reaching the server")?;
        line.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            line,
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        line.read_to_string(&mut answer).context("reading the server's answer")?;
        let (head, body) = answer.split_once("\r\n\r\n").with_context(|| format!("the server answered {answer:?}"))?;
        if !head.starts_with("HTTP/1.1 201") {
            bail!("POST {path} was answered with {answer}");
        }
        Ok((head.to_owned(), serde_json::from_str(body).context("reading the server's answer")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_a_report_is_counted_once() {
        let report = "<testsuites><testsuite><testcase name=\"GET /a\" time=\"1\"/><testcase name=\"POST /a\" time=\"1\">\
                      <failure type=\"failure\" message=\"x\">500</failure></testcase><testcase name=\"POST /a\"></testcase>\
                      <testcase time=\"1\" name=\"GET /b\"><system-out>ok</system-out></testcase></testsuite></testsuites>";
        let outcomes: Vec<_> = outcomes(report).into_iter().collect();
        let named = |name: &str, outcome| (name.to_owned(), outcome);
        assert_eq!(
            outcomes,
            [named("GET /a", Outcome::Passed), named("GET /b", Outcome::Passed), named("POST /a", Outcome::Failed)]
        );
    }
}
