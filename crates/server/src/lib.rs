//! The Holdfast server: accounts, sync and the app itself, in one process over one SQLite database.
//!
//! A write's way: `routes/` (who asks, is it well formed) → `holdfast_core::ledger::push` over a transaction of `db/` (the
//! merge, in core) → commit, and a hint on the `bus/` → every open line in `routes/stream/` reads the log from its own place.

mod blobs;
mod bus;
mod clock;
mod code;
pub mod config;
mod db;
mod door;
mod error;
mod flags;
mod headers;
mod keeping;
mod lock;
mod oidc;
pub mod operate;
mod origin;
mod passwords;
mod presence;
mod random;
mod rate;
mod request_log;
mod rest;
mod routes;
mod search;
mod serve;
mod session;
#[cfg(feature = "simulation")]
pub mod simulated;
mod sockets;
mod throttle;
mod transfer;
mod user_agent;
mod way_back;

pub use clock::Clock;
pub use config::Config;
pub use routes::Route;

use std::{convert::Infallible, io, net::SocketAddr, num::NonZeroU32, path::Path, sync::Arc, time::Duration};

use holdfast_core::Millis;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, mpsc, watch},
    task::JoinHandle,
};

/// Every address a server answers at, but for the app's own files.
pub fn routes() -> Vec<Route> {
    routes::list()
}

/// How long a shutdown waits for what is under way.
const GRACE: Duration = Duration::from_secs(5);
/// How often an account may say in a minute that it is somewhere: ten tabs that do so every second.
const PRESENCE_RATE: NonZeroU32 = NonZeroU32::new(600).expect("more than none");
/// How many frames an account may send in a minute about texts that are written together, before they are taken more slowly.
const CODE_RATE: NonZeroU32 = NonZeroU32::new(12_000).expect("more than none");

/// What every handler shares.
pub(crate) struct App {
    config: Config,
    clock: Clock,
    db: db::Db,
    /// The contents of files.
    blobs: Arc<blobs::Blobs>,
    bus: bus::Bus,
    tail: routes::Tail,
    passwords: passwords::Passwords,
    throttle: throttle::Throttle,
    /// What each account may ask of the REST interface.
    rate: rate::Rate,
    /// Who is at which record.
    presence: presence::Presence,
    /// How often each account may say so.
    presence_rate: rate::Rate,
    /// Those who wait for news of it.
    presence_waits: sockets::Sockets,
    /// The texts that are written together and that somebody has open.
    code: Arc<code::Desks>,
    /// The lines to them.
    code_lines: sockets::Sockets,
    /// How much each account may say over these.
    code_rate: rate::Rate,
    /// The provider with which people may sign in.
    oidc: Option<oidc::Oidc>,
    sockets: sockets::Sockets,
    /// The pulls that wait.
    waits: sockets::Sockets,
    /// One engagement is read in at a time.
    imports: Arc<Semaphore>,
    /// When the server started, by its clock.
    started: Millis,
    /// Turns true when the server goes down.
    stopping: watch::Receiver<bool>,
    /// Held as long as anything here works with the database.
    _lock: lock::Lock,
    /// Dropped with the app, when nothing works with it any more: no connection, no stream.
    _in_use: mpsc::Sender<Infallible>,
}

/// A shared [`App`].
pub(crate) type Shared = Arc<App>;

/// Why a server could not start. The words say what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error("{0}")]
    Database(String),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}. {}", advice(source))]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system lacks something a server needs.
    #[error("cannot start: {0}")]
    System(String),
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => "Another program uses this port: stop it, or choose another port with --listen",
        io::ErrorKind::PermissionDenied => "Ports below 1024 need special rights: choose a higher one with --listen",
        _ => "Choose an address of this machine with --listen",
    }
}

/// The server.
#[derive(Debug)]
pub struct Server;

/// A server that runs. Dropped without [`Running::shutdown`], it goes on until its runtime ends.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    unused: mpsc::Receiver<Infallible>,
    db: db::Db,
    blobs: Arc<blobs::Blobs>,
    clock: Clock,
}

impl Server {
    /// Opens the database and listens; answers once requests are taken.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        Self::start_with(config, Clock::System).await
    }

    /// The same by another clock.
    pub async fn start_with(config: Config, clock: Clock) -> Result<Running, StartError> {
        let (bus, started) = (bus::Bus::new(), clock.now());
        let provider = provider(&config)?;
        let lock = take_lock(&config.data.data).await?;
        let db = db::Db::open(&config.data, bus.clone(), started).await;
        let db = db.map_err(|error| StartError::Database(error.to_string()))?;
        if let Some(words) = db.kept() {
            tracing::warn!("{words}");
        }
        let address = config.listen.listen;
        let at_address = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(at_address)?;
        let addr = listener.local_addr().map_err(at_address)?;

        let (stop, stopping) = watch::channel(false);
        let (in_use, unused) = mpsc::channel(1);
        let rate = rate::Rate::new(config.api.api_rate);
        let blobs = Arc::new(blobs::Blobs::new(&config.data.data));
        let app = Arc::new(App {
            config,
            clock: clock.clone(),
            db: db.clone(),
            blobs: Arc::clone(&blobs),
            bus,
            tail: routes::Tail::default(),
            passwords: passwords::Passwords::new().map_err(|error| StartError::System(format!("{error:?}")))?,
            throttle: throttle::Throttle::default(),
            rate,
            presence: presence::Presence::new(started),
            presence_rate: rate::Rate::new(PRESENCE_RATE),
            presence_waits: sockets::Sockets::default(),
            code: Arc::default(),
            code_lines: sockets::Sockets::default(),
            code_rate: rate::Rate::new(CODE_RATE),
            oidc: provider,
            sockets: sockets::Sockets::default(),
            waits: sockets::Sockets::default(),
            imports: Arc::new(Semaphore::new(1)),
            started,
            stopping: stopping.clone(),
            _lock: lock,
            _in_use: in_use,
        });
        let closed = routes::close_demo_unless_allowed(&app).await;
        closed.map_err(|error| StartError::Database(error.to_string()))?;
        if app.config.public.looks_proxied_unsaid(address) {
            tracing::warn!(
                "behind a proxy all requests come from one address, and one visitor's failed sign-ins count for everyone: \
                 if there is a proxy, say so with --behind-proxy"
            );
        }
        tokio::spawn(keeping::run(Arc::clone(&app)));
        tokio::spawn(flags::watch(Arc::clone(&app)));
        let limits = serve::Limits::of(app.config.listen.max_connections, app.config.public.behind_proxy);
        let serving = tokio::spawn(serve::serve(listener, routes::router(app), limits, stopping));
        Ok(Running { addr, stop, serving, unused, db, blobs, clock })
    }
}

/// The provider with which people may sign in, if the server is to have one.
fn provider(config: &Config) -> Result<Option<oidc::Oidc>, StartError> {
    let Some(provider) = config.oidc.provider() else { return Ok(None) };
    // Where it sends people back to is not left to what a request says.
    if config.public.public_url.is_none() && !config.listen.listen.ip().is_loopback() {
        let words = "with --oidc-issuer, say with --public-url where the provider is to send people back to";
        return Err(StartError::System(words.into()));
    }
    oidc::Oidc::new(provider).map(Some).map_err(StartError::System)
}

/// The data folder's lock, for as long as the server runs.
async fn take_lock(folder: &Path) -> Result<lock::Lock, StartError> {
    db::make_folder(folder).map_err(|error| StartError::Database(error.to_string()))?;
    let taken = lock::Lock::take(folder).await;
    taken.map_err(|error| StartError::System(format!("{}: {error}", folder.display())))?.ok_or_else(|| {
        StartError::Database(format!(
            "another server uses the database in {}. Stop that one, or choose another folder with --data",
            folder.display()
        ))
    })
}

impl Running {
    /// The address it listens on, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Forgets now what is older than so many days by the server's clock, as it does by itself once a day.
    pub async fn forget_older_than(&self, days: u32) -> Result<(), String> {
        let now = self.clock.now();
        let forgotten = self.db.compact(keeping::before(now, days), now).await;
        forgotten.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Throws away now the contents of files that nothing has named for long by the server's clock, and what was begun and not
    /// finished, as it does by itself once a day. How many of the former, and of the latter.
    pub async fn sweep_files(&self) -> Result<(usize, usize), String> {
        let swept = self.blobs.sweep(&self.db, self.clock.now()).await;
        swept.map(|swept| (swept.blobs, swept.unfinished)).map_err(|error| format!("{error:?}"))
    }

    /// Takes no more connections, says goodbye on open streams, lets requests finish for up to five seconds and closes the
    /// database.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        let done = async {
            let _ = (&mut self.serving).await;
            self.unused.recv().await;
        };
        if tokio::time::timeout(GRACE, done).await.is_err() {
            tracing::warn!("some requests did not finish in time and were cut off");
            self.serving.abort();
        }
        let _ = tokio::time::timeout(GRACE, self.db.close()).await;
    }
}

/// Waits for the server to go down.
pub(crate) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that whoever could stop the server is gone: then it is to run on.
    if stopping.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Runs work to its end even if the client hangs up: a commit that nobody publishes would leave readers waiting.
pub(crate) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, error::Error>> + Send + 'static,
) -> Result<T, error::Error> {
    use tracing::Instrument as _;
    let done = tokio::spawn(work.in_current_span()).await;
    done.map_err(|error| error::Error::Internal(error.to_string()))?
}
