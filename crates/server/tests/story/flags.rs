//! What whoever runs the server turns off while it serves: for everybody, or for one person.

use holdfast_core::{
    entity::{Entity as _, File, Message, Session},
    flags::{By, Flag, Flags, State},
    id::{Id, ScopeId},
    operation::Edit,
    wire::{Cursor, Outcome, ServerFrame},
};
use reqwest::Method;
use serde_json::json;

use crate::{
    blobs,
    operate::{done, refused, text},
    world::{NOW, User, World, new_project, send, unique},
};

/// Changes a flag as whoever runs the server does, and gives what is printed.
fn flags(world: &World, args: &[&str]) -> String {
    done(&[&["flags"], args, &["--data", text(world.data())]].concat())
}

async fn told(user: &User) -> Flags {
    user.http.get("/api/v1/flags").await.json()
}

fn message(scope: ScopeId, session: Id<Session>) -> (Edit, Id<Message>) {
    let id = Id::new(NOW, unique());
    let message = Message { session, text: "High water".into(), said_by: String::new(), said_at: None };
    (message.create(scope, id), id)
}

fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted { .. })
}

#[tokio::test]
async fn what_is_turned_off_is_refused_until_it_is_turned_on() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let scope = ada.workspace().await;
    ada.let_in(&ben, scope, "editor").await;
    let (made, room) = blobs::new_session(scope);
    let (said, first) = message(scope, room);
    let before = ada.operation(said);
    assert!(is_done(&ada.edit(made).await) && is_done(&ada.push(std::slice::from_ref(&before)).await[0]));
    let accepted = ada.push(std::slice::from_ref(&before)).await;

    flags(&world, &["set", "chat", "off"]);
    let operations = [new_project(scope, "Harbour").0, message(scope, room).0, new_project(scope, "Wall").0]
        .map(|edit| ben.operation(edit));
    for _ in 0..2 {
        let outcomes = ben.push(&operations).await;
        assert_eq!(outcomes[1], Outcome::Rejected(Flag::Chat.refusal()));
        assert!(is_done(&outcomes[0]) && is_done(&outcomes[2]), "what stands beside it is done: {outcomes:?}");
    }
    assert_eq!(ada.push(&[before]).await, accepted, "what was done before was done");
    for edit in [
        Edit::set(scope, first).put(Message::TEXT, "Low water"),
        Edit::delete(scope, first),
        Edit::restore(scope, first),
    ] {
        assert!(is_done(&ada.edit(edit).await), "what is there is still its author's");
    }

    // For one person, whatever is set for everybody.
    flags(&world, &["set", "chat", "on", "--for", &ben.email]);
    assert!(is_done(&ben.push(&operations[1..2]).await[0]), "the refusal was not for ever");
    assert!(!is_done(&ada.edit(message(scope, room).0).await));
    assert_eq!(told(&ben).await.state(Flag::Chat), State { on: true, by: By::Person });
    assert_eq!(told(&ada).await.state(Flag::Chat), State { on: false, by: By::Server });
    assert_eq!(told(&ada).await.state(Flag::Files), State { on: true, by: By::Default });

    flags(&world, &["reset", "chat"]);
    flags(&world, &["set", "chat", "off", "--for", &ada.email]);
    assert!(!is_done(&ada.edit(message(scope, room).0).await));
    let printed = flags(&world, &["reset", "chat", "--for", &ada.email]);
    assert!(printed.contains("chat   ben@holdfast.example") && !printed.contains("ada@"), "{printed}");
    assert!(is_done(&ada.edit(message(scope, room).0).await));
}

#[tokio::test]
async fn files_that_are_turned_off_are_not_taken_and_those_that_are_there_stay() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let there = blobs::attach(&ada, scope, "tide.txt", "text/plain", b"high").await;
    flags(&world, &["set", "files", "off"]);

    let part = |bytes: &'static [u8]| {
        let path = format!("/api/v1/blobs/{}?offset=0&size={}", blobs::hash_of(bytes), bytes.len());
        let request = ada.http.request(Method::PATCH, &path).header("content-type", "application/octet-stream");
        send(request.body(bytes))
    };
    assert_eq!(part(b"low").await.refusal(), (403, "off".into()));
    assert_eq!(part(b"high").await.status, 200, "what a record names may come again");
    let answer = ada.http.get(&there).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "high"), "and is read");
    // It is told before it is asked for the content: nobody sends a hundred megabytes in vain.
    let (made, session) = blobs::new_session(scope);
    let file = File {
        session,
        name: "low.txt".into(),
        size: 3,
        media_type: "text/plain".into(),
        content: blobs::hash_of(b"low"),
    };
    let edit = file.create(scope, Id::new(NOW, unique()));
    assert!(is_done(&ada.edit(made).await));
    assert_eq!(ada.edit(edit).await, Outcome::Rejected(Flag::Files.refusal()));
}

#[tokio::test]
async fn programs_are_turned_away_where_their_interface_is_off() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let sessions = format!("/api/v1/engagements/{}/sessions", ada.workspace().await);
    assert_eq!(ada.http.get(&sessions).await.status, 200);
    flags(&world, &["set", "rest", "off"]);
    let answer = ada.http.get(&sessions).await;
    assert_eq!(answer.refusal(), (403, "off".into()));
    assert!(answer.text.contains("the interface for programs"), "{}", answer.text);
    assert_eq!(ada.http.post(&sessions, &json!({ "name": "Tides" })).await.refusal(), (403, "off".into()));
    assert_eq!(ada.http.get("/api/v1/users/me").await.status, 200, "the app needs none of it");
}

#[tokio::test]
async fn whoever_has_a_line_open_hears_of_a_change() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let is_scopes = |frame: &ServerFrame| matches!(frame, ServerFrame::Scopes { .. });
    let mut socket = ada.listen(Cursor::default()).await;
    socket.until(|frame| *frame == ServerFrame::Live).await;
    let mut cursor = Cursor::default();
    crate::world::pull_all(&ada, &mut cursor).await;
    let poll = async {
        let began = std::time::Instant::now();
        let body = serde_json::to_value(&cursor).unwrap();
        assert_eq!(ada.http.post("/api/v1/sync/pull?wait=25", &body).await.status, 200);
        began.elapsed()
    };
    let set = async {
        // By another program, which knows nothing of this one's lines. Again, for a first look may come after it.
        loop {
            flags(&world, &["set", "files", "off"]);
            let told = tokio::time::timeout(std::time::Duration::from_secs(3), socket.until(is_scopes)).await;
            if told.is_ok() {
                return;
            }
        }
    };
    let (waited, ()) = tokio::join!(poll, set);
    assert!(waited.as_secs() < 20, "whoever waits for news is let go at once: {waited:?}");
}

#[tokio::test]
async fn what_cannot_be_set_is_said() {
    let world = World::start().await;
    let data = text(world.data()).to_owned();
    for (args, words) in [
        (vec!["set", "moon", "off"], "files, chat, rest"),
        (vec!["set", "files", "perhaps"], "on"),
        (vec!["set", "files", "off", "--for", "nobody@holdfast.example"], "nobody here signs in as"),
    ] {
        let (code, said) = refused(&[&["flags"], &args[..], &["--data", &data]].concat());
        assert!(code == Some(2) && said.contains(words), "{said}");
    }
    assert!(flags(&world, &[]).contains("attaching files to sessions"));
}
