mod rules;

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    task::JoinHandle,
};

pub use rules::{Events, Rules, Sockets};

const MAX_HEAD: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(45);
const EVENTS: &str = "/api/v1/events";
const PULL: &str = "/api/v1/sync/pull";

/// A network between browser and server that can be cut, and that can hold one answer back. Requests keep their headers, so
/// that the server sees the proxy's address as the browser does; each has a connection of its own, which makes the end of
/// an answer the end of the connection.
pub struct Proxy {
    address: SocketAddr,
    control: Arc<Control>,
    listening: JoinHandle<()>,
}

struct Control {
    server: SocketAddr,
    down: AtomicBool,
    /// Counted up to cut every connection there is.
    cuts: watch::Sender<u64>,
    trap: Mutex<Option<Trap>>,
    /// Bodies answered in the server's place, by path.
    replaced: Mutex<HashMap<&'static str, Vec<u8>>>,
    rules: Mutex<Rules>,
    /// How many requests came, by path.
    asked: Mutex<HashMap<String, usize>>,
}

/// What catches the next request for a path.
struct Trap {
    path: &'static str,
    asked: oneshot::Sender<()>,
    caught: oneshot::Sender<oneshot::Sender<()>>,
}

/// An answer that the proxy is to hold back.
pub struct Answer {
    asked: oneshot::Receiver<()>,
    caught: oneshot::Receiver<oneshot::Sender<()>>,
}

impl Proxy {
    /// Listens on a free port before that server.
    pub async fn start(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let control = Control {
            server,
            down: AtomicBool::new(false),
            cuts: watch::Sender::new(0),
            trap: Mutex::default(),
            replaced: Mutex::default(),
            rules: Mutex::default(),
            asked: Mutex::default(),
        };
        let control = Arc::new(control);
        let listening = tokio::spawn(listen(listener, Arc::clone(&control)));
        Ok(Self { address, control, listening })
    }

    /// What the browser opens.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Cuts every connection, and each new one at once, until [`Self::mend`].
    pub fn cut(&self) {
        self.control.down.store(true, Ordering::SeqCst);
        self.control.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        self.control.down.store(false, Ordering::SeqCst);
    }

    /// Makes the network such from now on, and cuts what was opened under other rules.
    pub fn rule(&self, rules: Rules) {
        self.rule_for_new(rules);
        self.control.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Makes the network such for whatever is opened from now on; what is open goes on as it was.
    pub fn rule_for_new(&self, rules: Rules) {
        *lock(&self.control.rules) = rules;
    }

    /// How many requests for a path have come; `path?wait` for those of them that wait.
    pub fn asked(&self, path: &str) -> usize {
        lock(&self.control.asked).get(path).copied().unwrap_or_default()
    }

    /// Holds back the server's answer to the next request for a path.
    pub fn hold_next(&self, path: &'static str) -> Answer {
        let (asking, asked) = oneshot::channel();
        let (catching, caught) = oneshot::channel();
        *lock(&self.control.trap) = Some(Trap { path, asked: asking, caught: catching });
        Answer { asked, caught }
    }

    /// Answers requests for a script itself from now on, as a server with a newer build would.
    pub fn replace_script(&self, path: &'static str, body: Vec<u8>) {
        lock(&self.control.replaced).insert(path, body);
    }
}

impl Answer {
    /// Waits until the whole request is on its way to the server.
    pub async fn asked(&mut self) -> Result<()> {
        let asked = tokio::time::timeout(PATIENCE, &mut self.asked).await.context("no request came")?;
        asked.context("the proxy ended")
    }

    /// Waits until the server has answered, which it does after it has committed. The answer is in the proxy's hands and
    /// stays there until what this returns is let go ([`Held::deliver`]) or dropped, which loses the answer.
    pub async fn given(self) -> Result<Held> {
        let held =
            tokio::time::timeout(PATIENCE, self.caught).await.context("no request came to hold the answer of")?;
        Ok(Held(held.context("the request was not answered")?))
    }
}

/// A held answer; dropping it loses the answer and cuts its connection.
pub struct Held(oneshot::Sender<()>);

impl Held {
    /// Lets the answer through.
    pub fn deliver(self) {
        let _ = self.0.send(());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, control: Arc<Control>) {
    while let Ok((client, _)) = listener.accept().await {
        if control.down.load(Ordering::SeqCst) {
            continue;
        }
        let control = Arc::clone(&control);
        tokio::spawn(async move {
            let mut cuts = control.cuts.subscribe();
            // A connection that breaks is what a proxy is for; the browser copes or the story fails.
            tokio::select! {
                _ = forward(client, &control) => {}
                _ = cuts.changed() => {}
            }
        });
    }
}

async fn forward(mut client: TcpStream, control: &Control) -> Result<()> {
    client.set_nodelay(true)?;
    let (head, rest) = read_head(&mut client).await?;
    let request = Request::read(&head)?;
    for name in request.names() {
        *lock(&control.asked).entry(name).or_default() += 1;
    }
    let rules = lock(&control.rules).clone();
    if request.is_upgrade && rules.sockets == Sockets::Refused {
        return rules::refuse(&mut client).await;
    }
    let replaced = lock(&control.replaced).get(request.path.as_str()).cloned();
    if let Some(body) = replaced {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        client.write_all(head.as_bytes()).await?;
        client.write_all(&body).await?;
        return Ok(client.shutdown().await?);
    }
    let mut server = TcpStream::connect(control.server).await?;
    server.set_nodelay(true)?;
    if request.is_upgrade {
        server.write_all(&head).await?;
        server.write_all(&rest).await?;
        if rules.sockets == Sockets::Dead {
            // Let through are the server's answer to the upgrade and nothing else.
            let (head, _) = read_head(&mut server).await?;
            client.write_all(&head).await?;
            std::future::pending::<()>().await;
        }
        let most = if let Sockets::CutAfter(bytes) = rules.sockets { Some(bytes) } else { None };
        return rules::socket(&mut server, &mut client, most, rules.delay).await;
    }
    server.write_all(&once_only(&head)).await?;
    server.write_all(&rest).await?;
    let left = request.length.saturating_sub(rest.len() as u64);
    tokio::io::copy(&mut (&mut client).take(left), &mut server).await?;

    let trap = take_trap(control, &request.path);
    let Some(trap) = trap else {
        return match (request.path.as_str(), rules.events) {
            (EVENTS, Events::Held) => std::future::pending().await,
            (EVENTS, Events::CutAfter(bytes)) => {
                rules::trickle(&mut server, &mut client, Some(bytes), rules.delay).await
            }
            (PULL, _) if take_torn(control) => rules::tear(&mut server, &mut client).await,
            _ => rules::trickle(&mut server, &mut client, None, rules.delay).await,
        };
    };
    let _ = trap.asked.send(());
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await?;
    ensure!(!answer.is_empty(), "the server went away before it answered");
    let (deliver, delivered) = oneshot::channel();
    if trap.caught.send(deliver).is_ok() && delivered.await.is_ok() {
        client.write_all(&answer).await?;
        client.shutdown().await?;
    }
    Ok(())
}

fn take_trap(control: &Control, path: &str) -> Option<Trap> {
    let mut trap = lock(&control.trap);
    if trap.as_ref().is_some_and(|trap| trap.path == path) { trap.take() } else { None }
}

/// Whether this answer to a pull is to end in the middle.
fn take_torn(control: &Control) -> bool {
    let mut rules = lock(&control.rules);
    let is_torn = rules.torn_pulls > 0;
    rules.torn_pulls = rules.torn_pulls.saturating_sub(1);
    is_torn
}

/// What the proxy must know of a request.
struct Request {
    path: String,
    waits: bool,
    length: u64,
    is_upgrade: bool,
}

impl Request {
    fn read(head: &[u8]) -> Result<Self> {
        let head = std::str::from_utf8(head).context("a request's head is text")?;
        let target = head.split(' ').nth(1).context("a request names a path")?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let waits = query.split('&').any(|pair| pair.starts_with("wait="));
        let header = |name: &str| {
            let named = head.lines().filter_map(|line| line.split_once(':'));
            named.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
        };
        let length = header("content-length").map_or(Ok(0), str::parse)?;
        let is_upgrade = header("upgrade").is_some_and(|to| to.eq_ignore_ascii_case("websocket"));
        ensure!(header("transfer-encoding").is_none(), "no browser sends its requests in chunks");
        Ok(Self { path: path.to_owned(), waits, length, is_upgrade })
    }

    /// What it is counted as.
    fn names(&self) -> impl Iterator<Item = String> {
        let waiting = self.waits.then(|| format!("{}?wait", self.path));
        [self.path.clone()].into_iter().chain(waiting)
    }
}

/// The head, asking for the connection to be closed after the answer.
fn once_only(head: &[u8]) -> Vec<u8> {
    let head = String::from_utf8_lossy(head);
    let mut lines: Vec<&str> = head.trim_end().split("\r\n").collect();
    lines.retain(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    lines.push("Connection: close");
    format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
}

/// Reads up to and including the empty line; gives what was read beyond it too.
async fn read_head(stream: &mut TcpStream) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok((bytes, rest));
        }
        ensure!(bytes.len() < MAX_HEAD, "a request's head is too long");
        if stream.read_buf(&mut bytes).await? == 0 {
            bail!("the browser closed the connection");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
