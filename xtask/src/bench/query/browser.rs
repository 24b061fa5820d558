//! The page in the browser: started, listened to, ended.

use super::{
    Asked,
    build::Built,
    report::{self, Row},
    serve::{self, Post},
};
use crate::setup::{BROWSER_ARGS, Toolbox};
use anyhow::{Context, Result, bail};
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

/// What the page reported.
pub(super) struct Measured {
    pub(super) rows: Vec<Row>,
    pub(super) browser: String,
}

/// The longest a single line may take: with the slowest peer it is a tenth of this.
const PATIENCE: Duration = Duration::from_secs(300);

/// Opens the page and waits for its report.
pub(super) fn measure(toolbox: &Toolbox, built: &Built, asked: &Asked<'_>) -> Result<Measured> {
    let (address, posted) = serve::start(built.files()?)?;
    let only: String = asked.only.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let page = format!("http://{address}/?runs={}&only={only}", asked.runs);
    let running = Running::start(toolbox, built.folder.join("profile"), &page)?;
    let told = listen(&posted);
    drop(running);
    told
}

fn listen(posted: &Receiver<Post>) -> Result<Measured> {
    let mut last = "opening the page".to_owned();
    loop {
        let Post { path, body } = match posted.recv_timeout(PATIENCE) {
            Ok(post) => post,
            Err(RecvTimeoutError::Timeout) => bail!("nothing came from the page for {PATIENCE:?}; it was at: {last}"),
            Err(RecvTimeoutError::Disconnected) => bail!("the page's server has ended"),
        };
        match path.as_str() {
            "/progress" => {
                eprintln!("  {}", body.trim_matches('"'));
                last = body;
            }
            "/report" => {
                let (rows, browser) = report::read(&body)?;
                return Ok(Measured { rows, browser });
            }
            "/failed" => bail!("in the page, at {last}: {}", body.replace("\\n", "\n")),
            other => bail!("the page posted to {other}"),
        }
    }
}

/// A browser of its own, on a profile nobody has used; ended, and its profile removed, when dropped.
struct Running {
    browser: Child,
    profile: PathBuf,
}

impl Running {
    fn start(toolbox: &Toolbox, profile: PathBuf, page: &str) -> Result<Self> {
        remove(&profile);
        let program = toolbox.browser()?.program();
        let mut command = Command::new(program);
        command.args(BROWSER_ARGS).arg("--disable-extensions");
        // Memory is measured at once instead of after the next chance collection.
        command.arg("--enable-blink-features=ForceEagerMeasureMemory");
        command.arg(format!("--user-data-dir={}", profile.display())).arg(page);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let browser = command.spawn().with_context(|| format!("starting {}", program.display()))?;
        Ok(Self { browser, profile })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
        // Its children write until they notice; what is left then is removed by the next run.
        remove(&self.profile);
    }
}

fn remove(profile: &PathBuf) {
    let _ = std::fs::remove_dir_all(profile);
}
