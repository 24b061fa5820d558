use std::{collections::VecDeque, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

use super::{Browser, Tab};

const PATIENCE: Duration = Duration::from_secs(15);

/// A DevTools connection of our own: chromedriver passes commands on but no events.
pub struct DevTools {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u64,
    events: VecDeque<Value>,
}

impl DevTools {
    /// Connects to a tab.
    pub async fn of_tab(browser: &Browser, tab: &Tab) -> Result<Self> {
        Self::connect(format!("ws://{}/devtools/page/{}", browser.debugger(), tab.target())).await
    }

    /// Connects to the browser itself.
    pub async fn of_browser(browser: &Browser) -> Result<Self> {
        let url = format!("http://{}/json/version", browser.debugger());
        let version: Value = reqwest::get(url).await?.json().await?;
        let url = version["webSocketDebuggerUrl"].as_str().context("the browser tells no address")?;
        Self::connect(url.to_owned()).await
    }

    async fn connect(url: String) -> Result<Self> {
        let (socket, _) =
            tokio_tungstenite::connect_async(&url).await.with_context(|| format!("connecting to {url}"))?;
        Ok(Self { socket, next: 0, events: VecDeque::new() })
    }

    /// Sends a command and waits for its answer.
    pub async fn send(&mut self, method: &str, params: Value) -> Result<Value> {
        self.next += 1;
        let id = self.next;
        let message = json!({ "id": id, "method": method, "params": params }).to_string();
        self.socket.send(Message::text(message)).await?;
        loop {
            let mut message = self.receive().await.with_context(|| format!("waiting for the answer to {method}"))?;
            if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(anyhow!("{method}: {error}")),
                    None => Ok(message["result"].take()),
                };
            }
            self.events.push_back(message);
        }
    }

    /// Waits for an event that `pick` takes; those before it are let go.
    pub async fn event<T>(&mut self, what: &str, pick: impl Fn(&Value) -> Option<T>) -> Result<T> {
        loop {
            let event = match self.events.pop_front() {
                Some(event) => event,
                None => self.receive().await.with_context(|| format!("waiting for {what}"))?,
            };
            if let Some(found) = pick(&event) {
                return Ok(found);
            }
        }
    }

    /// The addresses of all tabs.
    pub async fn pages(&mut self) -> Result<Vec<String>> {
        let targets = self.send("Target.getTargets", json!({})).await?;
        let targets = targets["targetInfos"].as_array().context("a list of targets")?;
        let pages = targets.iter().filter(|target| target["type"] == "page");
        Ok(pages.filter_map(|page| page["url"].as_str().map(str::to_owned)).collect())
    }

    /// Fires Background Sync for the app's service worker, as the browser would when it finds a network.
    pub async fn fire_background_sync(&mut self, origin: &str, tag: &str) -> Result<()> {
        self.send("ServiceWorker.enable", json!({})).await?;
        let scope = format!("{origin}/");
        let registration = self
            .event("the registration of the service worker", |event| {
                let registrations = event["params"]["registrations"].as_array()?;
                let ours = registrations.iter().find(|one| one["scopeURL"] == scope && one["isDeleted"] != true)?;
                ours["registrationId"].as_str().map(str::to_owned)
            })
            .await?;
        let params = json!({ "origin": origin, "registrationId": registration, "tag": tag, "lastChance": false });
        self.send("ServiceWorker.dispatchSyncEvent", params).await.map(drop)
    }

    /// Stops every service worker of the browser, as the browser itself may at any time.
    pub async fn stop_service_workers(&mut self) -> Result<()> {
        self.send("ServiceWorker.enable", json!({})).await?;
        self.send("ServiceWorker.stopAllWorkers", json!({})).await.map(drop)
    }

    /// Sends a command that nobody lives to answer.
    pub async fn send_last(mut self, method: &str) -> Result<()> {
        let message = json!({ "id": 1, "method": method, "params": {} }).to_string();
        self.socket.send(Message::text(message)).await.with_context(|| method.to_owned())
    }

    async fn receive(&mut self) -> Result<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.context("nothing came")?;
            match message.context("the browser closed the connection")?? {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Close(_) => bail!("the browser closed the connection"),
                _ => {}
            }
        }
    }
}
