//! Taking connections: so many at once, each of which must say what it wants, and read the answer, within a time.

mod counted;
mod room;

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{
    body::Incoming,
    server::conn::http1::{self, UpgradeableConnection},
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use counted::Counted;
use room::Room;

/// What connections may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many are open at once.
    pub(crate) connections: usize,
    /// How many of them from one place; `None` where all come from a proxy's.
    pub(crate) from_one_place: Option<usize>,
    /// How long the head of a request may take to arrive, from the moment the connection was free for it: whoever dribbles
    /// it, or keeps an idle connection for longer, is cut off.
    pub(crate) head: Duration,
    /// How long nothing may be read of what is sent.
    pub(crate) unread: Duration,
}

/// How many connections one place has at most: an office behind one address has some for each of its people.
const FROM_ONE_PLACE: usize = 200;

impl Limits {
    /// Those of a server, which may stand behind a proxy.
    pub(crate) fn of(connections: usize, behind_proxy: bool) -> Self {
        Self {
            connections,
            from_one_place: (!behind_proxy).then_some(FROM_ONE_PLACE),
            head: Duration::from_secs(30),
            unread: Duration::from_secs(60),
        }
    }
}

/// The answer to a connection that there is no room for.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How long is waited when the system gives no more connections, which the ends of others may mend.
const RETRY: Duration = Duration::from_millis(200);

/// Serves until told to stop, and then until the requests under way are answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stopping: watch::Receiver<bool>) {
    let (room, mut connections) = (Room::new(limits.connections, limits.from_one_place), JoinSet::new());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(router);
    loop {
        let accepted = tokio::select! {
            biased;
            () = crate::stopped(&mut stopping) => break,
            accepted = accept(&listener, &room, limits) => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        let service = service.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            service.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), answer).with_upgrades();
        connections.spawn(carry(connection, stopping.clone()));
        // Those that have ended are not to pile up.
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves one connection to its end; when the server goes down, the request under way is its last.
async fn carry<S>(connection: UpgradeableConnection<TokioIo<Counted>, S>, mut stopping: watch::Receiver<bool>)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = crate::stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// The next connection that there is room for. Whoever finds none is told so, and not kept waiting: what is open may stay
/// so for hours.
async fn accept(listener: &TcpListener, room: &Arc<Room>, limits: Limits) -> io::Result<(Counted, SocketAddr)> {
    loop {
        let (stream, address) = listener.accept().await?;
        let Some(held) = room.take(address.ip()) else {
            // What does not fit into a new connection's buffer is for nobody.
            let _ = stream.writable().await.and_then(|()| stream.try_write(FULL));
            continue;
        };
        // Small frames are to leave at once.
        stream.set_nodelay(true)?;
        return Ok((Counted::new(stream, limits.unread, held), address));
    }
}

#[cfg(test)]
mod tests {
    use std::{net::SocketAddr, time::Duration};

    use axum::{Router, extract::ConnectInfo, routing::get};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
        sync::watch,
        task::JoinHandle,
    };

    use super::{Limits, serve};

    const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n";

    async fn start(limits: Limits) -> (SocketAddr, watch::Sender<bool>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, (stop, stopping)) = (listener.local_addr().unwrap(), watch::channel(false));
        let answer = async |ConnectInfo(from): ConnectInfo<SocketAddr>| from.port().to_string();
        let large = get(async || vec![0_u8; 64 << 20]);
        let router = Router::new().route("/", get(answer)).route("/large", large);
        (address, stop, tokio::spawn(serve(listener, router, limits, stopping)))
    }

    async fn ask(stream: &mut TcpStream) -> String {
        stream.write_all(ASK).await.unwrap();
        let mut answer = [0; 1000];
        let length = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    /// Asks on new connections until there is room for one.
    async fn ask_again(address: SocketAddr) {
        loop {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let mut answer = [0; 12];
            // Whoever is refused may find the connection closed at any of these.
            let asked = stream.write_all(ASK).await.is_ok() && stream.read_exact(&mut answer).await.is_ok();
            if asked && &answer == b"HTTP/1.1 200" {
                return;
            }
        }
    }

    fn limits(connections: usize) -> Limits {
        Limits { unread: Duration::from_millis(200), ..Limits::of(connections, false) }
    }

    #[tokio::test]
    async fn more_connections_than_there_is_room_for_are_told_so() {
        let (address, stop, serving) = start(limits(1)).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        assert!(ask(&mut first).await.ends_with(&first.local_addr().unwrap().port().to_string()));
        for _ in 0..3 {
            let mut second = TcpStream::connect(address).await.unwrap();
            let mut answer = Vec::new();
            second.read_to_end(&mut answer).await.unwrap();
            assert!(answer.starts_with(b"HTTP/1.1 503") && answer.ends_with(b"\r\n\r\n"));
        }
        ask(&mut first).await;
        drop(first);
        // The server takes a moment to see that the first has gone.
        ask_again(address).await;
        stop.send(true).unwrap();
        serving.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[tokio::test]
    async fn whoever_does_not_read_the_answer_is_cut_off() {
        let (address, _stop, _serving) = start(limits(1)).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /large HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
        let waited = tokio::time::timeout(Duration::from_secs(20), ask_again(address)).await;
        waited.expect("its room is free again");
        drop(stream);
    }

    #[tokio::test]
    async fn whoever_dribbles_or_says_nothing_is_cut_off() {
        let (address, _stop, _serving) = start(Limits { head: Duration::from_millis(100), ..limits(9) }).await;
        for (said, answered) in [(&b""[..], false), (&ASK[..20], false), (ASK, true)] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(said).await.unwrap();
            let mut heard = Vec::new();
            let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut heard)).await;
            assert!(ended.is_ok(), "the server hangs up");
            assert_eq!(heard.starts_with(b"HTTP/1.1 200"), answered);
        }
    }
}
