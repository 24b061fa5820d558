use std::{
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities as _, WebDriver, prelude::*};

use super::{Chromedriver, DevTools, Tab, places, until};

/// What one person's browser keeps: its folder outlives the browser, killed or closed.
#[derive(Clone)]
pub struct Profile {
    name: String,
    folder: Arc<Folder>,
}

impl Profile {
    /// A profile nobody has used.
    pub fn new(name: &str) -> Result<Self> {
        let folder = tempfile::tempdir().context("a folder for a browser profile")?;
        Ok(Self { name: name.to_owned(), folder: Arc::new(Folder(folder.keep())) })
    }

    /// What it is called in failures.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Overwrites the files of the pages' databases with garbage, as a failing disk would; gives their number. No browser may
    /// be open on it.
    pub fn spoil_databases(&self) -> Result<usize> {
        let mut spoilt = 0;
        for database in std::fs::read_dir(self.folder.0.join("Default/IndexedDB"))? {
            for file in std::fs::read_dir(database?.path())? {
                let file = file?.path();
                if file.is_file() && file.extension().is_some_and(|ending| ending == "ldb" || ending == "log") {
                    std::fs::write(&file, b"This is no database.".repeat(200))?;
                    spoilt += 1;
                }
            }
        }
        Ok(spoilt)
    }

    /// Opens a browser on it, with one blank tab.
    pub async fn open(&self, driver: &Chromedriver, origin: &str) -> Result<Browser> {
        // Left by a killed browser: chromedriver would talk to a port that is gone.
        let _ = std::fs::remove_file(self.folder.0.join("DevToolsActivePort"));
        let mut last = None;
        for _ in 0..3 {
            match Browser::launch(self, driver, origin).await {
                Ok(browser) => return Ok(browser),
                // A profile whose browser was killed a moment ago can still be locked by a dying child.
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        Err(last.context("no attempt was made")?)
    }
}

/// A folder that goes with its last user.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // The children of a killed browser die a moment later, and write until then.
        for _ in 0..40 {
            match std::fs::remove_dir_all(&self.0) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    std::thread::sleep(Duration::from_millis(25));
                }
                _ => return,
            }
        }
    }
}

/// A running browser; ended when the last handle to it goes, or killed before.
#[derive(Clone)]
pub struct Browser(Arc<Running>);

struct Running {
    driver: WebDriver,
    /// Taken when it is ended: its number may be another's by then.
    process: Mutex<Option<i64>>,
    shared: Arc<Shared>,
    /// Stays as long as the browser writes to it.
    _folder: Arc<Folder>,
}

/// What its tabs know of it.
pub(super) struct Shared {
    pub(super) name: String,
    pub(super) origin: String,
    pub(super) debugger: String,
    /// The tab that commands go to now.
    pub(super) current: tokio::sync::Mutex<Option<WindowHandle>>,
    /// Console lines seen so far, for failures.
    pub(super) console: Mutex<Vec<String>>,
}

impl Browser {
    async fn launch(profile: &Profile, driver: &Chromedriver, origin: &str) -> Result<Self> {
        let mut wanted = ChromeCapabilities::new();
        wanted.set_binary(&places::chromium()?.to_string_lossy())?;
        for arg in arguments(profile.folder.0.clone()) {
            wanted.add_arg(&arg)?;
        }
        wanted.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
        let driver = WebDriver::new(driver.url(), wanted).await.context("starting the browser")?;
        let capabilities = driver.capabilities();
        let process = capabilities.get("goog:processID").and_then(Value::as_i64);
        let debugger = capabilities.get("goog:chromeOptions").and_then(|options| options["debuggerAddress"].as_str());
        let (process, debugger) = (
            process.context("chromedriver does not tell the browser's process")?,
            debugger.context("chromedriver does not tell the browser's address")?.replace("localhost", "127.0.0.1"),
        );
        driver.set_script_timeout(Duration::from_secs(30)).await?;
        driver.set_page_load_timeout(Duration::from_secs(30)).await?;
        let shared = Shared {
            name: profile.name.clone(),
            origin: origin.to_owned(),
            debugger,
            current: tokio::sync::Mutex::new(None),
            console: Mutex::default(),
        };
        let process = Mutex::new(Some(process));
        let running = Running { driver, process, shared: Arc::new(shared), _folder: Arc::clone(&profile.folder) };
        Ok(Self(Arc::new(running)))
    }

    /// The first tab.
    pub async fn tab(&self) -> Result<Tab> {
        let window = self.0.driver.windows().await?.into_iter().next().context("a browser has a tab")?;
        Ok(Tab::new(self.0.driver.clone(), window, Arc::clone(&self.0.shared)))
    }

    /// A new, blank tab.
    pub async fn new_tab(&self) -> Result<Tab> {
        let window = self.0.driver.new_tab().await?;
        Ok(Tab::new(self.0.driver.clone(), window, Arc::clone(&self.0.shared)))
    }

    /// Every tab there is.
    pub async fn tabs(&self) -> Result<Vec<Tab>> {
        let windows = self.0.driver.windows().await?;
        Ok(windows
            .into_iter()
            .map(|window| Tab::new(self.0.driver.clone(), window, Arc::clone(&self.0.shared)))
            .collect())
    }

    /// The profile's name.
    pub fn name(&self) -> &str {
        &self.0.shared.name
    }

    /// Whether it has been killed.
    pub fn is_killed(&self) -> bool {
        self.0.process.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_none()
    }

    /// Where its DevTools listen: `host:port`.
    pub fn debugger(&self) -> &str {
        &self.0.shared.debugger
    }

    /// Closes it as a person would, by the menu: it writes what it keeps, cookies too, before it ends.
    pub async fn quit(self) -> Result<()> {
        DevTools::of_browser(&self).await?.send("Browser.close", serde_json::json!({})).await?;
        let process = *self.0.process.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        gone(process.context("a browser that was ended before")?).await?;
        self.0.end();
        Ok(())
    }

    /// SIGKILL, as a crash or a dead battery would; returns when the process is gone.
    pub async fn kill(self) -> Result<()> {
        let process = self.0.end().context("a browser that was ended before")?;
        gone(process).await
    }
}

impl Running {
    fn end(&self) -> Option<i64> {
        let process = self.process.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()?;
        let _ = Command::new("kill").args(["-9", &process.to_string()]).status();
        // Ending the session would only tell us that the browser is gone.
        let _ = self.driver.clone().leak();
        Some(process)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

fn arguments(profile: PathBuf) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--window-size=1280,900",
        // Without a screen Chromium finds no mouse, and pages are drawn as for a hand.
        "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
        "--lang=en-GB",
    ]
    .map(str::to_owned)
    .to_vec();
    if is_root() {
        // Chromium refuses to run as root with its sandbox.
        arguments.push("--no-sandbox".into());
    }
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Waits until a process is gone.
async fn gone(process: i64) -> Result<()> {
    let stat = PathBuf::from(format!("/proc/{process}/stat"));
    until("the browser to be gone", Duration::from_secs(10), async || {
        let stat = std::fs::read_to_string(&stat).unwrap_or_default();
        // A zombie is gone; its parent, chromedriver, has only not looked yet.
        let gone = stat.rsplit(')').next().is_none_or(|rest| rest.trim().is_empty() || rest.trim().starts_with('Z'));
        Ok(if gone { Ok(()) } else { Err(stat) })
    })
    .await
}
