//! Our end of a line, over `holdfast_text` as the app has it.

use std::{collections::BTreeMap, time::Duration};

use futures::{SinkExt as _, StreamExt as _};
use holdfast_text::{Change, Document, Entry, Refused, State, Writer, message::Message, read_entries, write_entries};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message as Frame, client::IntoClientRequest as _},
};

use crate::world::{Person, Random};

const WORDS: [&str; 7] = ["fn tide() {}\n", "x", "é", "😀", "\n", "  ", "// wall"];

/// A client of ours.
pub(crate) struct Client {
    request: (String, String),
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    document: Document,
    writer: u32,
    sent: u64,
    stored: u64,
    /// Whether the server was told what it lacked: before that, what is new builds on that.
    is_live: bool,
    people: BTreeMap<u64, String>,
}

impl Client {
    pub(crate) fn new(person: &Person, place: &str, writer: u32) -> Self {
        let url = format!("{place}/code?account={}&told=true", person.id);
        Self {
            request: (url, person.cookie.clone()),
            socket: None,
            document: Document::new(Writer::of(writer)),
            writer,
            sent: 0,
            stored: 0,
            is_live: false,
            people: BTreeMap::new(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.document.text()
    }

    /// Whether all that was sent over this line is stored.
    pub(crate) fn is_stored(&self) -> bool {
        self.socket.is_some() && self.sent > 0 && self.sent == self.stored
    }

    pub(crate) fn people(&self) -> Vec<&str> {
        self.people.values().map(String::as_str).collect()
    }

    pub(crate) async fn connect(&mut self) {
        if self.socket.is_some() {
            return;
        }
        let mut request = self.request.0.as_str().into_client_request().unwrap();
        request.headers_mut().insert("cookie", self.request.1.parse().unwrap());
        // The server may be down just now: then it is tried again when it is wanted next.
        if let Ok((socket, _)) = connect_async(request).await {
            self.socket = Some(socket);
            (self.sent, self.stored, self.is_live) = (0, 0, false);
            let known = self.document.known();
            self.send(Message::Have(&known).frame()).await;
        }
    }

    pub(crate) fn disconnect(&mut self) {
        self.socket = None;
    }

    pub(crate) async fn edit(&mut self, random: &mut Random) {
        let text: Vec<u16> = self.document.text().encode_utf16().collect();
        let place = |random: &mut Random| {
            let at = random.below(text.len() as u32 + 1);
            // Not within a letter of two units.
            let is_within = text.get(at as usize).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
            at + u32::from(is_within)
        };
        let at = place(random);
        let change = match random.below(3) {
            0 => {
                let to = (at + random.below(8)).min(text.len() as u32);
                let is_within = text.get(to as usize).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
                Change { at, removed: to + u32::from(is_within) - at, inserted: String::new() }
            }
            _ => Change { at, removed: 0, inserted: WORDS[random.below(WORDS.len() as u32) as usize].into() },
        };
        if let Some(update) = self.document.edit(&change)
            && self.socket.is_some()
            && self.is_live
        {
            self.sent += 1;
            self.send(Message::Update(&update).frame()).await;
        }
    }

    pub(crate) async fn say_where(&mut self) {
        let state = serde_json::to_string(&State::default()).unwrap();
        let entry = Entry { writer: self.writer.into(), clock: 1, state: Some(state) };
        self.send(Message::Awareness(&write_entries([&entry])).frame()).await;
    }

    pub(crate) async fn hear_what_there_is(&mut self) {
        self.hear_for(Duration::from_millis(1)).await;
    }

    /// Hears what comes until nothing has come for so long.
    pub(crate) async fn hear_for(&mut self, silence: Duration) {
        loop {
            let Some(socket) = &mut self.socket else {
                self.connect().await;
                tokio::time::sleep(silence).await;
                return;
            };
            match timeout(silence, socket.next()).await {
                Err(_) => return,
                Ok(Some(Ok(Frame::Binary(frame)))) => self.hear(&frame).await,
                Ok(Some(Ok(Frame::Ping(_)))) => {}
                Ok(Some(Ok(Frame::Close(close)))) => {
                    let code = close.map(|close| u16::from(close.code));
                    assert!(matches!(code, None | Some(1012 | 1013)), "{code:?}");
                    self.socket = None;
                }
                Ok(_) => self.socket = None,
            }
        }
    }

    async fn hear(&mut self, frame: &[u8]) {
        for message in Message::read_all(frame).unwrap() {
            match message {
                Message::Have(known) => {
                    let lacking = self.document.lacking(known).unwrap();
                    self.sent += 1;
                    self.is_live = true;
                    self.send(Message::Lacking(&lacking).frame()).await;
                }
                Message::Lacking(update) | Message::Update(update) => match self.document.take(update) {
                    Ok(_) => {}
                    // It was told before what it builds on: that is on its way.
                    Err(Refused::Flaw(holdfast_text::Flaw::Gap)) => {
                        let known = self.document.known();
                        self.send(Message::Have(&known).frame()).await;
                    }
                    Err(refused) => panic!("{refused}"),
                },
                Message::Stored(stored) => self.stored = stored,
                Message::Awareness(entries) => {
                    for entry in read_entries(entries).unwrap() {
                        let state: Option<State> = entry.state.map(|state| serde_json::from_str(&state).unwrap());
                        match state.and_then(|state| state.user) {
                            Some(user) => self.people.insert(entry.writer, user.name),
                            None => self.people.remove(&entry.writer),
                        };
                    }
                }
                Message::May(_) | Message::Who => {}
                Message::Denied(why) => panic!("{why}"),
            }
        }
    }

    async fn send(&mut self, frame: Vec<u8>) {
        if let Some(socket) = &mut self.socket
            && socket.send(Frame::binary(frame)).await.is_err()
        {
            self.socket = None;
        }
    }
}
