use std::time::Duration;

use anyhow::Result;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
};

/// What a network between browser and server does to what passes, beside passing it. By default nothing.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// What becomes of WebSockets.
    pub sockets: Sockets,
    /// What becomes of event streams.
    pub events: Events,
    /// How many of the next answers to pulls end in the middle.
    pub torn_pulls: usize,
    /// How long each piece of an answer is held back.
    pub delay: Duration,
}

/// What becomes of requests for a WebSocket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sockets {
    /// They pass.
    #[default]
    Pass,
    /// They are refused, as by a proxy that does not know them.
    Refused,
    /// They open, and then nothing comes through any more, nor is anything closed.
    Dead,
    /// They are cut after the server has sent so many bytes, mostly within a frame.
    CutAfter(u64),
}

/// What becomes of event streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Events {
    /// They pass.
    #[default]
    Pass,
    /// They are held back for an end that never comes, as by a proxy that wants whole answers.
    Held,
    /// They are cut after so many bytes.
    CutAfter(u64),
}

impl Rules {
    /// Only plain requests get through.
    pub fn plain_requests_only() -> Self {
        Self { sockets: Sockets::Refused, events: Events::Held, ..Self::default() }
    }

    /// Everything but WebSockets gets through.
    pub fn no_sockets() -> Self {
        Self { sockets: Sockets::Refused, ..Self::default() }
    }
}

/// Refuses a request.
pub(super) async fn refuse(client: &mut TcpStream) -> Result<()> {
    client.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await?;
    Ok(client.shutdown().await?)
}

/// Passes an answer on piece by piece, at most so many bytes of it.
pub(super) async fn trickle(
    server: &mut TcpStream,
    client: &mut TcpStream,
    most: Option<u64>,
    delay: Duration,
) -> Result<()> {
    pieces(&mut *server, &mut *client, most, delay).await?;
    Ok(client.shutdown().await?)
}

/// Passes a WebSocket on in both directions, what the server says piece by piece and at most so many bytes of it.
pub(super) async fn socket(
    server: &mut TcpStream,
    client: &mut TcpStream,
    most: Option<u64>,
    delay: Duration,
) -> Result<()> {
    let (from_server, mut to_server) = server.split();
    let (mut from_client, to_client) = client.split();
    // Whichever end goes first takes the other with it.
    tokio::select! {
        done = pieces(from_server, to_client, most, delay) => done,
        done = tokio::io::copy(&mut from_client, &mut to_server) => Ok(done.map(drop)?),
    }
}

async fn pieces(
    from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    most: Option<u64>,
    delay: Duration,
) -> Result<()> {
    let mut from = from.take(most.unwrap_or(u64::MAX));
    let mut piece = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        tokio::time::sleep(delay).await;
        to.write_all(&piece[..read]).await?;
    }
}

/// Passes on the first half of what an answer says.
pub(super) async fn tear(server: &mut TcpStream, client: &mut TcpStream) -> Result<()> {
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await?;
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
    client.write_all(&answer[..head + (answer.len() - head) / 2]).await?;
    Ok(client.shutdown().await?)
}
