//! Taking connections: so many at once, each of which must say what it wants within a time.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

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
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};

/// What connections may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many are open at once.
    pub(crate) connections: usize,
    /// How long the head of a request may take to arrive, from the moment the connection was free for it: whoever dribbles
    /// it, or keeps an idle connection for longer, is cut off.
    pub(crate) head: Duration,
}

impl Limits {
    /// Those of a server.
    pub(crate) const fn of(connections: usize) -> Self {
        Self { connections, head: Duration::from_secs(30) }
    }
}

/// How long is waited when the system gives no more connections, which the ends of others may mend.
const RETRY: Duration = Duration::from_millis(200);

/// Serves until told to stop, and then until the requests under way are answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stopping: watch::Receiver<bool>) {
    let (room, mut connections) = (Arc::new(Semaphore::new(limits.connections)), JoinSet::new());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(router);
    loop {
        let accepted = tokio::select! {
            biased;
            () = crate::stopped(&mut stopping) => break,
            accepted = accept(&listener, &room) => accepted,
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

/// The next connection, once there is room for it: those that wait are kept by the system.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<(Counted, SocketAddr)> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    // Small frames are to leave at once.
    stream.set_nodelay(true)?;
    Ok((Counted { stream, _permit: permit }, address))
}

/// A connection that takes up room as long as it is open, as a WebSocket too.
#[derive(Debug)]
struct Counted {
    stream: TcpStream,
    _permit: OwnedSemaphorePermit,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
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
        let router = Router::new().route("/", get(answer));
        (address, stop, tokio::spawn(serve(listener, router, limits, stopping)))
    }

    async fn ask(stream: &mut TcpStream) -> String {
        stream.write_all(ASK).await.unwrap();
        let mut answer = [0; 1000];
        let length = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    #[tokio::test]
    async fn more_connections_than_there_is_room_for_wait() {
        let (address, stop, serving) = start(Limits::of(1)).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        assert!(ask(&mut first).await.ends_with(&first.local_addr().unwrap().port().to_string()));
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(ASK).await.unwrap();
        for _ in 0..5 {
            ask(&mut first).await;
        }
        assert!(second.try_read(&mut [0; 10]).is_err(), "not yet");
        drop(first);
        let mut answer = [0; 12];
        second.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        stop.send(true).unwrap();
        serving.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[tokio::test]
    async fn whoever_dribbles_or_says_nothing_is_cut_off() {
        let (address, _stop, _serving) = start(Limits { connections: 9, head: Duration::from_millis(100) }).await;
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
