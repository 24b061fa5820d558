//! A text that several people write at once.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use holdfast_core::{
    entity::Project,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_text::{
    Change, Document, Entry, MOST_TOGETHER, State, Writer,
    message::{Message, Way},
    read_entries, write_entries,
};
use sqlx::{ConnectOptions as _, Row as _, sqlite::SqliteConnectOptions};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error as SocketError, Message as Frame, client::IntoClientRequest as _},
};

use crate::{
    operate,
    world::{Http, User, World, some_record},
};

/// How long a test waits for a frame before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A record of an engagement, at which a text is written.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    scope: ScopeId,
    record: Id<Project>,
}

impl Text {
    async fn of(user: &User) -> Self {
        let (scope, record) = some_record(user).await;
        Self { scope, record }
    }

    fn path(self) -> String {
        format!("/api/v1/scopes/{}/records/{}/code", self.scope, self.record)
    }

    async fn open(self, user: &User, writer: u32) -> Line {
        Line::open(&user.http, &format!("{}?account={}&told=true", self.path(), user.person), writer).await.unwrap()
    }
}

/// A client with a line, and what it knows of the text.
pub(crate) struct Line {
    socket: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    document: Document,
}

/// What a client hears.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard {
    May(Way),
    Text(String),
    Stored(u64),
    People(Vec<(u64, Option<State>)>),
    Denied,
    Closed(u16),
}

impl Line {
    pub(crate) async fn open(http: &Http, path: &str, writer: u32) -> Result<Self, SocketError> {
        let url = http.base.replacen("http", "ws", 1) + path;
        let mut request = url.into_client_request()?;
        if let Some(cookie) = &http.cookie {
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        Ok(Self { socket: connect_async(request).await?.0, document: Document::new(Writer::of(writer)) })
    }

    async fn send(&mut self, frame: Vec<u8>) {
        self.socket.send(Frame::binary(frame)).await.unwrap();
    }

    /// Writes here, and tells it.
    async fn write(&mut self, at: u32, removed: u32, inserted: &str) {
        let change = Change { at, removed, inserted: inserted.into() };
        let update = self.document.edit(&change).unwrap();
        self.send(Message::Update(&update).frame()).await;
    }

    /// What comes next; what it is asked it answers.
    pub(crate) async fn next(&mut self) -> Heard {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("the server says something");
            let frame = match next {
                Some(Ok(Frame::Binary(frame))) => frame,
                Some(Ok(Frame::Close(Some(close)))) => return Heard::Closed(close.code.into()),
                Some(Ok(Frame::Ping(_))) => continue,
                other => panic!("{other:?}"),
            };
            let messages = Message::read_all(&frame).unwrap();
            assert_eq!(messages.len(), 1);
            match messages[0] {
                Message::Have(known) => {
                    let lacking = self.document.lacking(known).unwrap();
                    self.send(Message::Lacking(&lacking).frame()).await;
                }
                Message::Lacking(update) | Message::Update(update) => {
                    self.document.take(update).unwrap();
                    return Heard::Text(self.document.text());
                }
                Message::Stored(count) => return Heard::Stored(count),
                Message::May(way) => return Heard::May(way),
                Message::Awareness(entries) => {
                    let state = |entry: &Entry| entry.state.as_ref().map(|state| serde_json::from_str(state).unwrap());
                    let entries = read_entries(entries).unwrap();
                    return Heard::People(entries.iter().map(|entry| (entry.writer, state(entry))).collect());
                }
                Message::Denied(_) => return Heard::Denied,
                Message::Who => panic!("the server asks who is there"),
            }
        }
    }

    async fn until(&mut self, wanted: &Heard) {
        let mut heard = Vec::new();
        while heard.last() != Some(wanted) {
            heard.push(self.next().await);
            assert!(
                heard.len() < 1_000
                    && !matches!(heard.last(), Some(Heard::Closed(_)) if !matches!(wanted, Heard::Closed(_))),
                "{wanted:?} after {heard:?}"
            );
        }
    }

    /// Catches up: what there is, and whether it may write.
    async fn join(&mut self, way: Way) {
        assert_eq!(self.next().await, Heard::May(way));
        self.send(Message::Have(&self.document.known()).frame()).await;
        if way == Way::Write {
            self.until(&Heard::Stored(1)).await;
        }
    }

    /// How the line ends, where nothing may come before it but a word about why.
    async fn ends(&mut self) -> u16 {
        loop {
            match self.next().await {
                Heard::Denied => {}
                Heard::Closed(code) => return code,
                other => panic!("{other:?}"),
            }
        }
    }
}

fn text(text: &str) -> Heard {
    Heard::Text(text.into())
}

/// A text of Ada's with Ben.
async fn two(world: &World, role: &str) -> (User, User, Text) {
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let at = Text::of(&ada).await;
    ada.let_in(&ben, at.scope, role).await;
    (ada, ben, at)
}

#[tokio::test]
async fn what_one_writes_the_other_has_and_a_restart_keeps_it() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "editor").await;
    let (mut one, mut other) = (at.open(&ada, 1).await, at.open(&ben, 2).await);
    one.join(Way::Write).await;
    other.join(Way::Write).await;
    one.write(0, 0, "fn main() {}\n").await;
    one.until(&Heard::Stored(2)).await;
    other.until(&text("fn main() {}\n")).await;
    other.write(11, 0, " tide() ").await;
    one.until(&text("fn main() { tide() }\n")).await;
    // Apart from each other, and sent again.
    let apart = other.document.edit(&Change { at: 0, removed: 0, inserted: "// Ben\n".into() }).unwrap();
    one.write(0, 0, "// Ada\n").await;
    for _ in 0..2 {
        other.send(Message::Update(&apart).frame()).await;
    }
    other.until(&Heard::Stored(4)).await;
    one.until(&text(&other.document.text())).await;
    let written = one.document.text();
    assert!(written.contains("// Ada\n") && written.contains("// Ben\n"), "{written}");

    let data = world.stop().await;
    assert_eq!(one.ends().await, 1012);
    let world = World::start_in(data, |_| {}).await;
    let (mut ada, at) = (ada, at);
    ada.http.base.clone_from(&world.base);
    let mut again = at.open(&ada, 3).await;
    again.send(Message::Have(&again.document.known()).frame()).await;
    again.until(&text(&written)).await;
}

#[tokio::test]
async fn a_viewer_reads_and_nothing_that_they_send_is_taken() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "viewer").await;
    let mut one = at.open(&ada, 1).await;
    one.join(Way::Write).await;
    one.write(0, 0, "tides").await;
    one.until(&Heard::Stored(2)).await;
    for removed in [0, 2] {
        let mut other = at.open(&ben, 2).await;
        other.join(Way::Read).await;
        other.until(&text("tides")).await;
        // What it was told, clients repeat.
        let whole = other.document.whole();
        other.send(Message::Lacking(&whole).frame()).await;
        assert_eq!(other.next().await, Heard::Stored(1));
        // A deletion alone is writing too.
        other.write(1, removed, if removed == 0 { "x" } else { "" }).await;
        assert_eq!(other.ends().await, 4405);
    }
    let mut third = at.open(&ben, 3).await;
    third.join(Way::Read).await;
    third.until(&text("tides")).await;
    ada.change_role(at.scope, ben.person, Some("editor")).await;
    third.until(&Heard::May(Way::Write)).await;
    third.write(0, 0, "the ").await;
    one.until(&text("the tides")).await;
    ada.change_role(at.scope, ben.person, Some("viewer")).await;
    third.until(&Heard::May(Way::Read)).await;
    third.write(0, 4, "").await;
    assert_eq!(third.ends().await, 4405);
    assert_eq!(one.document.text(), "the tides");
}

#[tokio::test]
async fn where_it_is_turned_off_nothing_is_shown_or_lost() {
    let world = World::start().await;
    let (ada, _, at) = two(&world, "viewer").await;
    let set = |is| operate::done(&["flags", "set", "code", is, "--data", operate::text(world.data())]);
    let mut line = at.open(&ada, 1).await;
    line.join(Way::Write).await;
    line.write(0, 0, "high water").await;
    line.until(&Heard::Stored(2)).await;
    set("off");
    line.until(&Heard::Closed(4403)).await;
    let path = format!("{}?account={}&told=true", at.path(), ada.person);
    let Err(SocketError::Http(refused)) = Line::open(&ada.http, &path, 2).await else { panic!("it is open") };
    assert_eq!(refused.status().as_u16(), 404);
    set("on");
    let mut again = at.open(&ada, 3).await;
    again.join(Way::Write).await;
    assert_eq!(again.document.text(), "high water");
}

#[tokio::test]
async fn a_line_names_its_account() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "editor").await;
    for (query, status) in
        [(format!("?account={}", ada.person), 403), (String::new(), 400), ("?account=me".into(), 400)]
    {
        let refused = Line::open(&ben.http, &format!("{}{query}", at.path()), 1).await;
        let Err(SocketError::Http(answer)) = refused else { panic!("{query}") };
        assert_eq!(answer.status().as_u16(), status, "{query}");
    }
}

#[tokio::test]
async fn who_is_put_out_or_signs_out_hears_nothing_more() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "editor").await;
    let device = ben.sign_in("another").await;
    let path = format!("{}?account={}&told=true", at.path(), ben.person);
    let mut out = Line::open(&device, &path, 4).await.unwrap();
    out.join(Way::Write).await;
    let (mut one, mut other) = (at.open(&ada, 1).await, at.open(&ben, 2).await);
    one.join(Way::Write).await;
    other.join(Way::Write).await;
    device.post("/api/v1/auth/logout", &serde_json::json!({})).await;
    out.until(&Heard::Closed(4403)).await;
    ada.change_role(at.scope, ben.person, None).await;
    one.write(0, 0, "behind their back").await;
    one.until(&Heard::Stored(2)).await;
    other.until(&Heard::Closed(4403)).await;
    assert_eq!(other.document.text(), "");
    ada.edit(Edit::delete(at.scope, at.record)).await;
    one.until(&Heard::Closed(4403)).await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_neither_stored_nor_confirmed() {
    let world = World::start().await;
    let (ada, _, at) = two(&world, "editor").await;
    let mut ahead = Document::new(Writer::of(9));
    let mut written = |text: &str| {
        let change = Change { at: 0, removed: 0, inserted: text.into() };
        ahead.edit(&change).unwrap()
    };
    let (_, later) = (written("one"), written("two"));
    let twice =
        [2, 1, 7, 0, 4, 1, 4, b'c', b'o', b'd', b'e', 1, b'a', 1, 7, 0, 4, 1, 4, b'c', b'o', b'd', b'e', 1, b'b', 0];
    let many = Message::Have(&[0]).frame().repeat(1_000_000);
    for (frame, code) in [
        (Message::Update(&later).frame(), 4409),
        (Message::Lacking(&later).frame(), 4400),
        (Message::Update(&twice).frame(), 4400),
        (Message::Update(&[1, 2, 3]).frame(), 4400),
        (many, 4400),
        (Message::Have(&[0]).frame().repeat(2), 4400),
        (Message::Stored(1).frame(), 4400),
        (vec![77], 4400),
    ] {
        let mut line = at.open(&ada, 1).await;
        line.join(Way::Write).await;
        line.send(frame).await;
        assert_eq!(line.ends().await, code);
    }
    let mut line = at.open(&ada, 1).await;
    line.join(Way::Write).await;
    assert_eq!(line.document.text(), "");
    line.write(0, 0, &"x".repeat(MOST_TOGETHER as usize)).await;
    line.until(&Heard::Stored(2)).await;
    line.write(0, 0, "y").await;
    assert_eq!(line.ends().await, 4413);
    let mut again = at.open(&ada, 2).await;
    again.join(Way::Write).await;
    assert_eq!(again.document.len(), MOST_TOGETHER, "and it goes on as it was");
    again.write(0, 10, "").await;
    again.write(0, 0, "shorter").await;
    again.until(&Heard::Stored(3)).await;
}

#[tokio::test]
async fn what_is_large_reaches_the_others_from_where_it_is_stored() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "viewer").await;
    let (mut one, mut other) = (at.open(&ada, 1).await, at.open(&ben, 2).await);
    one.join(Way::Write).await;
    other.join(Way::Read).await;
    let (long, end) = ("high water\n".repeat(20_000), " and the end");
    one.write(0, 0, &long).await;
    one.write(long.len() as u32, 0, end).await;
    one.until(&Heard::Stored(3)).await;
    other.until(&text(&(long + end))).await;
}

#[tokio::test]
async fn who_is_where_is_told_under_the_name_of_the_account_and_ends_with_the_line() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "viewer").await;
    let (mut one, mut other) = (at.open(&ada, 1).await, at.open(&ben, 2).await);
    one.join(Way::Write).await;
    other.join(Way::Read).await;
    other.until(&text("")).await;
    let said = |writer, state: &str| {
        let entry = Entry { writer, clock: 1, state: Some(state.into()) };
        Message::Awareness(&write_entries([&entry])).frame()
    };
    one.send(said(1, r##"{"user":{"name":"Ben","color":"#123abc"},"cursor":null}"##)).await;
    let Heard::People(people) = other.next().await else { panic!("nobody") };
    let user = people[0].1.clone().unwrap().user.unwrap();
    assert_eq!((people[0].0, user.name.as_str(), user.person), (1, "Ada", Some(ada.person.to_string())));
    // Nobody speaks for another, and a viewer is seen as well.
    other.send(said(1, "{}")).await;
    other.send(said(2, "{}")).await;
    let Heard::People(people) = one.next().await else { panic!("nobody") };
    assert_eq!((people[0].0, people[0].1.clone().unwrap().user.unwrap().name), (2, "Ben".into()));
    let mut third = at.open(&ben, 3).await;
    assert_eq!(third.next().await, Heard::May(Way::Read));
    assert!(matches!(third.next().await, Heard::People(people) if people.len() == 2), "who comes is told of all");
    drop(one);
    other.until(&Heard::People(vec![(1, None)])).await;
}

#[tokio::test]
async fn what_is_stored_is_merged_now_and_then() {
    let world = World::start().await;
    let (ada, _, at) = two(&world, "editor").await;
    let mut line = at.open(&ada, 1).await;
    line.join(Way::Write).await;
    for number in 0..250 {
        line.write(number, 0, "x").await;
    }
    line.until(&Heard::Stored(251)).await;
    let file = world.data().join("holdfast.sqlite3");
    let mut conn = SqliteConnectOptions::new().filename(file).read_only(true).connect().await.unwrap();
    let row = sqlx::query("SELECT count(*), max(number) FROM code_updates").fetch_one(&mut conn).await.unwrap();
    let (rows, last): (i64, i64) = (row.get(0), row.get(1));
    assert!(rows <= 100 && last == 250, "{rows} {last}");
    drop(line);
    let mut again = at.open(&ada, 2).await;
    again.join(Way::Write).await;
    assert_eq!(again.document.text(), "x".repeat(250));
}

#[tokio::test]
async fn an_account_has_only_so_many_lines() {
    let world = World::start().await;
    let (ada, ben, at) = two(&world, "viewer").await;
    let mut other = at.open(&ben, 99).await;
    let mut first = at.open(&ada, 1).await;
    first.join(Way::Write).await;
    let mut lines = Vec::new();
    for writer in 2..22 {
        lines.push(at.open(&ada, writer).await);
    }
    first.until(&Heard::Closed(1013)).await;
    lines[0].join(Way::Write).await;
    other.join(Way::Read).await;
}
