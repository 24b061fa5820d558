use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::places;

const START: Duration = Duration::from_secs(20);

/// The server's program as a process, with its data in a temporary folder. It can be killed at any moment and comes back
/// at the same address with the same data.
pub struct Server {
    data: tempfile::TempDir,
    address: SocketAddr,
    /// How it is told to be, beyond where it listens and where its data is.
    settings: Mutex<Vec<String>>,
    process: Mutex<Option<Child>>,
}

impl Server {
    /// Starts a server with no accounts on a free port.
    pub async fn start() -> Result<Self> {
        let data = tempfile::tempdir().context("a folder for the server's data")?;
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let (process, address) = spawn(free, data.path().to_owned(), &[]).await?;
        Ok(Self { data, address, settings: Mutex::default(), process: Mutex::new(Some(process)) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// SIGKILL, waited for: nothing of it runs when this returns.
    pub fn kill(&self) {
        if let Some(mut process) = self.slot().take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Starts it again, at the same address with the same data.
    pub async fn restart(&self) -> Result<()> {
        self.kill();
        let settings = self.settings.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let (process, address) = spawn(self.address, self.data.path().to_owned(), &settings).await?;
        self.slot().replace(process);
        ensure!(address == self.address, "the server came back at {address}, not {}", self.address);
        Ok(())
    }

    /// The same, with these settings from now on.
    pub async fn restart_with(&self, settings: &[&str]) -> Result<()> {
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        *self.settings.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = settings;
        self.restart().await
    }

    /// Does one of the program's other commands with its data, while it serves; what that prints.
    pub fn command(&self, args: &[&str]) -> Result<String> {
        let program = places::server_program()?;
        let mut command = Command::new(&program);
        command.args(args).arg("--data").arg(self.data.path()).stdin(Stdio::null());
        let output = command.output().with_context(|| format!("starting {}", program.display()))?;
        ensure!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.process.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn spawn(listen: SocketAddr, data: PathBuf, settings: &[String]) -> Result<(Child, SocketAddr)> {
    let program = places::server_program()?;
    let mut process = Command::new(&program)
        .args(["--listen", &listen.to_string(), "--log", "warn", "--data"])
        .arg(data)
        .args(settings)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
    let stdout = process.stdout.take().context("its output was piped")?;
    let stdout = tokio::process::ChildStdout::from_std(stdout)?;
    let mut lines = BufReader::new(stdout).lines();
    let said = tokio::time::timeout(START, lines.next_line()).await;
    let address = match said {
        Ok(Ok(Some(line))) => line.strip_prefix("listening on http://").and_then(|address| address.parse().ok()),
        _ => None,
    };
    let Some(address) = address else {
        let _ = process.kill();
        let end = process.wait();
        anyhow::bail!("the server did not say where it listens within {START:?} ({end:?})");
    };
    Ok((process, address))
}
