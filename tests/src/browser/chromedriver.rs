use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result};

use super::{places, until};

/// chromedriver on a free port. One serves all browsers of a story; it is ended with it.
pub struct Chromedriver {
    process: Child,
    url: String,
}

impl Chromedriver {
    /// Starts it and waits until it answers.
    pub async fn start() -> Result<Self> {
        // It takes port 0 but tells the real one only in prose; asking the system for a free one is as good.
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let program = places::chromedriver()?;
        let process = Command::new(&program)
            .arg(format!("--port={port}"))
            .arg("--log-level=SEVERE")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let driver = Self { process, url: format!("http://127.0.0.1:{port}") };
        let status = format!("{}/status", driver.url);
        until("chromedriver to answer", Duration::from_secs(15), async || {
            // Whoever else has taken the port meanwhile answers that there is no such page.
            let answer = reqwest::get(&status).await.and_then(reqwest::Response::error_for_status);
            Ok(answer.map(drop).map_err(|error| error.to_string()))
        })
        .await?;
        Ok(driver)
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
