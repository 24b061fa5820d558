//! Files: their contents come in pieces, are checked and kept once, and are told only to those whose record names them.

use std::{fs, path::Path, time::Duration};

use holdfast_core::{
    entity::{Entity as _, File, Session, SessionState},
    id::{Id, ScopeId},
    operation::{Edit, Operation},
    wire::{MAX_BLOB, MAX_PIECE, Outcome, remote::Upload},
};
use reqwest::Method;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use crate::{
    operate::{done, is_sound, refused, text},
    world::{Answer, Http, NOW, User, World, send, unique},
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes that are not the same everywhere.
fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at * 31 + at / 251) as u8).collect()
}

async fn state(http: &Http, hash: &str) -> Upload {
    let answer = http.get(&format!("/api/v1/blobs/{hash}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

async fn piece(http: &Http, hash: &str, offset: usize, size: usize, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/blobs/{hash}?offset={offset}&size={size}");
    send(http.request(Method::PATCH, &path).header("content-type", "application/octet-stream").body(bytes.to_vec()))
        .await
}

async fn upload(http: &Http, bytes: &[u8]) -> String {
    let hash = hash_of(bytes);
    let answer = piece(http, &hash, 0, bytes.len(), bytes).await;
    assert_eq!(answer.json::<Upload>(), Upload { received: bytes.len() as u64, done: true }, "{}", answer.text);
    hash
}

pub(crate) fn new_session(scope: ScopeId) -> (Edit, Id<Session>) {
    let id = Id::new(NOW, unique());
    let session = Session {
        name: "Tides".into(),
        description: String::new(),
        state: SessionState::Active,
        seats: 5,
        participants: [].into(),
        tags: [].into(),
    };
    (session.create(scope, id), id)
}

fn new_file(scope: ScopeId, session: Id<Session>, name: &str, media_type: &str, hash: &str) -> (Edit, Id<File>) {
    let id = Id::new(NOW, unique());
    let (name, media_type, content) = (name.to_owned(), media_type.to_owned(), hash.to_owned());
    (File { session, name, size: 4, media_type, content }.create(scope, id), id)
}

/// Attaches a file of that content to a new session of a person's; where it is.
pub(crate) async fn attach(user: &User, scope: ScopeId, name: &str, media_type: &str, bytes: &[u8]) -> String {
    let hash = upload(&user.http, bytes).await;
    let (made, session) = new_session(scope);
    let (edit, id) = new_file(scope, session, name, media_type, &hash);
    let operations: Vec<Operation> = [made, edit].map(|edit| user.operation(edit)).into();
    let outcomes = user.push(&operations).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
    format!("/api/v1/engagements/{scope}/blobs/{id}")
}

/// The bytes of an answer, whatever they are.
async fn download(http: &Http, path: &str) -> Vec<u8> {
    http.request(Method::GET, path).send().await.unwrap().bytes().await.unwrap().to_vec()
}

/// So many days go by, in which somebody comes back now and then.
async fn pass(world: &World, user: &User, days: u32) {
    for _ in 0..days {
        world.clock.advance(DAY);
        assert_eq!(user.http.get("/api/v1/users/me").await.status, 200);
    }
}

/// The files in the folder of blobs.
fn kept(data: &Path) -> usize {
    let Ok(folders) = fs::read_dir(data.join("blobs")) else { return 0 };
    folders.map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_piece_cut_off_in_the_middle_is_gone_on_with_from_where_it_ended() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let content = bytes(300_000);
    let (hash, size) = (hash_of(&content), content.len());
    assert_eq!(state(&ada.http, &hash).await, Upload { received: 0, done: false });
    // The connection ends after a part of what it announced.
    let mut wire = tokio::net::TcpStream::connect(world.server.addr()).await.unwrap();
    let head = format!(
        "PATCH /api/v1/blobs/{hash}?offset=0&size={size} HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n\
         content-type: application/octet-stream\r\ncontent-length: {size}\r\n\r\n",
        world.server.addr(),
        ada.http.cookie.as_deref().unwrap()
    );
    wire.write_all(head.as_bytes()).await.unwrap();
    wire.write_all(&content[..120_000]).await.unwrap();
    wire.shutdown().await.unwrap();
    while state(&ada.http, &hash).await.received < 120_000 {}
    drop(wire);
    // Another piece of it is taken once the first has ended.
    let rest = loop {
        let answer = piece(&ada.http, &hash, 120_000, size, &content[120_000..]).await;
        if answer.status != 503 {
            break answer;
        }
    };
    assert_eq!(rest.json::<Upload>(), Upload { received: 300_000, done: true }, "{}", rest.text);
    assert_eq!(fs::read(world.data().join("blobs").join(&hash[..2]).join(&hash)).unwrap(), content);
    let again = piece(&ada.http, &hash, 120_000, size, &content[120_000..]).await;
    assert!(again.json::<Upload>().done, "what is sent once more is done: {}", again.text);
    assert_eq!(kept(world.data()), 1);
}

#[tokio::test]
async fn bytes_that_are_not_what_they_are_called_are_not_kept() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let hash = hash_of(b"tide");
    let answer = piece(&ada.http, &hash, 0, 4, b"wave").await;
    assert_eq!(answer.refusal(), (400, "invalid".into()));
    assert!(answer.text.contains("\"field\":\"blob\""), "the client knows to begin anew: {}", answer.text);
    assert_eq!((state(&ada.http, &hash).await.received, kept(world.data())), (0, 0));
    // From nowhere, and beyond its end.
    assert_eq!(piece(&ada.http, &hash, 2, 4, b"de").await.refusal(), (409, "conflict".into()));
    assert_eq!(piece(&ada.http, &hash, 5, 4, b"").await.refusal(), (400, "invalid".into()));
    assert_eq!(piece(&ada.http, &hash, 0, 3, b"tide").await.refusal(), (413, "too_large".into()));
    for name in ["..%2F..%2Fetc%2Fpasswd", "abc", &hash.to_uppercase(), &format!("{hash}0")] {
        assert_eq!(piece(&ada.http, name, 0, 4, b"tide").await.refusal(), (400, "invalid".into()), "{name}");
    }
    assert!(upload(&ada.http, b"tide").await == hash, "the right ones are taken after all");
    assert_eq!(upload(&ada.http, b"").await, hash_of(b""), "nothing is a content too");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_sent_and_nobody_begins_without_end() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let most = usize::try_from(MAX_BLOB).unwrap();
    let answer = piece(&ada.http, &hash_of(b"x"), 0, most + 1, b"x").await;
    assert_eq!(answer.refusal(), (413, "too_large".into()));
    assert!(answer.text.contains("100 MB"), "{}", answer.text);
    let answer = piece(&ada.http, &hash_of(b"x"), 0, most, &bytes(MAX_PIECE + 1)).await;
    assert_eq!(answer.refusal(), (413, "too_large".into()), "one piece is bounded");
    let begun = |number: u8| format!("{number:02x}").repeat(32);
    for number in 0..9 {
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(piece(&ada.http, &begun(number), 0, most, b"x").await.status, 200);
    }
    // A gigabyte is begun with the one that was refused, and what was not gone on with for longest gives way.
    assert_eq!(piece(&ada.http, &begun(99), 0, most, b"x").await.status, 200);
    assert_eq!(state(&ada.http, &begun(0)).await.received, 1);
    assert_eq!(piece(&ada.http, &begun(98), 0, most, b"x").await.status, 200);
    assert_eq!((state(&ada.http, &begun(0)).await.received, state(&ada.http, &begun(1)).await.received), (0, 1));
    assert_eq!(piece(&ada.http, &begun(3), 1, most, b"x").await.status, 200, "what is begun goes on");
    let ben = world.sign_up("Ben").await;
    assert_eq!(piece(&ben.http, &begun(99), 0, most, b"x").await.status, 200, "others are not kept from it");
    // What is not gone on with makes room.
    world.clock.advance(8 * DAY);
    assert_eq!(world.server.sweep_files().await.unwrap(), (0, 11));
    assert_eq!(state(&ada.http, &begun(3)).await.received, 0);
    assert_eq!(piece(&ada.http, &begun(99), 0, most, b"x").await.status, 200);
}

#[tokio::test]
async fn what_is_sent_for_nothing_is_bounded_too_and_can_be_given_up() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let most = usize::try_from(MAX_BLOB).unwrap();
    let begun = |number: u8| format!("{number:02x}").repeat(32);
    for number in 0..9 {
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(piece(&ada.http, &begun(number), 0, most, b"x").await.status, 200);
    }
    upload(&ada.http, b"tide").await;
    assert_eq!(piece(&ada.http, &begun(9), 0, most, b"x").await.status, 200);
    assert_eq!(state(&ada.http, &begun(0)).await.received, 0, "four bytes too many, which nothing names");
    attach(&ada, scope, "tide.txt", "text/plain", b"tide").await;
    assert_eq!(piece(&ada.http, &begun(10), 0, most, b"x").await.status, 200);
    assert_eq!(state(&ada.http, &begun(1)).await.received, 1, "a record names them");
    let give_up = async |http: &Http| {
        let request = http.request(Method::DELETE, &format!("/api/v1/blobs/{}", begun(3)));
        send(request.header("content-type", "application/json")).await
    };
    let ben = world.sign_up("Ben").await;
    assert_eq!(give_up(&ben.http).await.status, 204);
    assert_eq!(state(&ada.http, &begun(3)).await.received, 1, "nobody gives up what is another's");
    assert_eq!(give_up(&ada.http).await.status, 204);
    assert_eq!(state(&ada.http, &begun(3)).await.received, 0);
    assert_eq!(piece(&ada.http, &begun(11), 0, most, b"x").await.status, 200);
    assert_eq!(state(&ada.http, &begun(1)).await.received, 1, "it made room");
}

#[tokio::test]
async fn a_backup_without_its_contents_says_so_and_whoever_has_them_may_send_them_again() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let path = attach(&ada, scope, "tide.txt", "text/plain", b"tide").await;
    let hash = hash_of(b"tide");
    let data = world.stop().await;
    let (folder, backup) = (text(data.path()).to_owned(), data.path().join("copy.sqlite3"));
    fs::remove_dir_all(data.path().join("blobs")).unwrap();
    let (code, words) = refused(&["backup", "--data", &folder, "--to", text(&backup)]);
    assert!(code == Some(1) && words.contains(&hash) && backup.exists(), "made, and not called whole: {words}");
    let said = done(&["restore", text(&backup), "--data", &folder]);
    assert!(said.contains("contents of files are lacking"), "{said}");
    // What is lacking is told, and is no reason to refuse the next backup.
    let again = data.path().join("again.sqlite3");
    let (code, words) = refused(&["backup", "--data", &folder, "--to", text(&again)]);
    assert!(code == Some(1) && words.contains(&hash), "{words}");
    let (code, words) = refused(&["check", "--data", &folder]);
    assert!(code == Some(1) && words.contains("is sound, but for the contents of 1 files"), "{words}");
    done(&["restore", text(&again), "--data", &folder]);
    let world = World::start_in(data, |_| {}).await;
    let mut there = ada.http.clone();
    there.base.clone_from(&world.base);
    assert_eq!(there.get(&path).await.refusal(), (404, "not_found".into()));
    assert_eq!(state(&there, &hash).await, Upload { received: 0, done: false }, "the client is told to send it");
    upload(&there, b"tide").await;
    assert_eq!(there.get(&path).await.text, "tide");
    // What names it is older than what came: it is no less kept for that.
    let mut ada = ada;
    ada.http = there;
    pass(&world, &ada, 31).await;
    assert_eq!(world.server.sweep_files().await.unwrap(), (0, 0));
    assert_eq!(ada.http.get(&path).await.text, "tide");
}

#[tokio::test]
async fn a_file_that_the_database_does_not_know_is_kept_for_a_month_and_known_again_where_a_record_names_it() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let path = attach(&ada, scope, "tide.txt", "text/plain", b"tide").await;
    let place = |hash: &str| world.data().join("blobs").join(&hash[..2]).join(hash);
    let sweep = async || world.server.sweep_files().await.unwrap();
    // As where a database was put back by hand that is older than a content.
    let stray = hash_of(b"of another time");
    fs::create_dir_all(place(&stray).parent().unwrap()).unwrap();
    fs::write(place(&stray), b"of another time").unwrap();
    fs::create_dir_all(world.data().join("uploads")).unwrap();
    let part = world.data().join("uploads").join(format!("{}-{stray}", ada.person));
    fs::write(&part, b"of").unwrap();
    assert!(sweep().await == (0, 0) && place(&stray).exists() && !part.exists());
    pass(&world, &ada, 29).await;
    assert!(sweep().await == (0, 0) && place(&stray).exists());
    let replaced = world.data().join("holdfast.sqlite3.replaced-20261123-070000-000");
    fs::write(&replaced, b"").unwrap();
    pass(&world, &ada, 2).await;
    assert!(sweep().await == (0, 0) && place(&stray).exists(), "it may be of the database that is kept");
    fs::remove_file(replaced).unwrap();
    assert!(sweep().await == (1, 0) && !place(&stray).exists());
    assert_eq!(kept(world.data()), 1);

    // As where the disk with the contents was not there for a day.
    let hash = hash_of(b"tide");
    fs::rename(place(&hash), world.data().join("aside")).unwrap();
    assert_eq!(sweep().await, (0, 0));
    assert_eq!(state(&ada.http, &hash).await, Upload { received: 0, done: false }, "it would be taken again");
    fs::rename(world.data().join("aside"), place(&hash)).unwrap();
    assert_eq!(sweep().await, (0, 0));
    pass(&world, &ada, 31).await;
    assert_eq!(sweep().await, (0, 0));
    assert_eq!(ada.http.get(&path).await.text, "tide");
    assert!(is_sound(world.data()));
}

#[tokio::test]
async fn no_record_names_a_content_that_its_author_has_not_shown_to_have() {
    let world = World::start().await;
    let (ada, eve) = (world.sign_up("Ada").await, world.sign_up("Eve").await);
    let (scope, hers) = (ada.workspace().await, eve.workspace().await);
    let (made, session) = new_session(scope);
    let hash = hash_of(b"tide");
    let (edit, id) = new_file(scope, session, "tide.txt", "text/plain", &hash);
    let (made, file) = (ada.operation(made), ada.operation(edit));
    let rename = ada.operation(Edit::set(scope, id).put(File::NAME, "tides.txt"));
    let outcomes = ada.push(&[made, file.clone(), rename.clone()]).await;
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }));
    assert_eq!(
        outcomes[1..],
        [Outcome::Held { by: file.op_id }, Outcome::Held { by: file.op_id }],
        "until it is there"
    );
    assert_eq!(ada.http.get(&format!("/api/v1/engagements/{scope}/blobs/{id}")).await.refusal().0, 404);
    upload(&ada.http, b"tide").await;
    let outcomes = ada.push(&[file, rename]).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");

    // Somebody else who knows what it is called.
    assert_eq!(state(&eve.http, &hash).await, Upload { received: 0, done: false }, "nobody says that it is there");
    let (made, session) = new_session(hers);
    let (edit, stolen) = new_file(hers, session, "mine.txt", "text/plain", &hash);
    assert!(matches!(eve.edit(made).await, Outcome::Accepted { .. }));
    assert!(matches!(eve.edit(edit).await, Outcome::Held { .. }));
    let path = format!("/api/v1/engagements/{hers}/blobs/{stolen}");
    assert_eq!(eve.http.get(&path).await.refusal(), (404, "not_found".into()));
    let path = format!("/api/v1/engagements/{scope}/blobs/{id}");
    assert_eq!(eve.http.get(&path).await.refusal(), (404, "not_found".into()));
    let mixed = format!("/api/v1/engagements/{hers}/blobs/{id}");
    assert_eq!(eve.http.get(&mixed).await.refusal(), (404, "not_found".into()));
    // Who may read a record that names it has it anyway.
    ada.let_in(&eve, scope, "viewer").await;
    assert!(state(&eve.http, &hash).await.done);
    assert_eq!(eve.http.get(&path).await.text, "tide");
    ada.change_role(scope, eve.person, None).await;
    assert_eq!(eve.http.get(&path).await.refusal(), (404, "not_found".into()));
    assert!(!state(&eve.http, &hash).await.done);
}

#[tokio::test]
async fn the_same_content_is_kept_once_for_as_long_as_somebody_names_it() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let (of_ada, of_ben) = (ada.workspace().await, ben.workspace().await);
    let first = attach(&ada, of_ada, "a.txt", "text/plain", b"tide").await;
    let second = attach(&ben, of_ben, "b.txt", "text/plain", b"tide").await;
    assert_eq!(kept(world.data()), 1);
    let id = |path: &str| path.rsplit('/').next().unwrap().parse::<Id<File>>().unwrap();
    assert!(matches!(ada.edit(Edit::delete(of_ada, id(&first))).await, Outcome::Accepted { .. }));
    assert_eq!(ada.http.get(&first).await.refusal().0, 404);
    pass(&world, &ben, 31).await;
    assert_eq!(world.server.sweep_files().await.unwrap(), (0, 0));
    assert_eq!(ben.http.get(&second).await.text, "tide");

    // Nobody names it from here on, and from here on it is kept for a month.
    assert!(matches!(ben.edit(Edit::delete(of_ben, id(&second))).await, Outcome::Accepted { .. }));
    pass(&world, &ben, 29).await;
    assert_eq!(world.server.sweep_files().await.unwrap(), (0, 0));
    assert!(
        matches!(ben.edit(Edit::restore(of_ben, id(&second))).await, Outcome::Accepted { .. }),
        "taken back in time"
    );
    assert_eq!(ben.http.get(&second).await.text, "tide");
    pass(&world, &ben, 31).await;
    assert_eq!((world.server.sweep_files().await.unwrap(), kept(world.data())), ((0, 0), 1));
    assert!(matches!(ben.edit(Edit::delete(of_ben, id(&second))).await, Outcome::Accepted { .. }));
    pass(&world, &ben, 31).await;
    assert_eq!((world.server.sweep_files().await.unwrap(), kept(world.data())), ((1, 0), 0));
    let late = ben.edit(Edit::restore(of_ben, id(&second))).await;
    assert!(matches!(late, Outcome::Rejected(_)), "nothing comes back that would name nothing: {late:?}");
    assert!(is_sound(world.data()));
}

#[tokio::test]
async fn what_is_in_a_session_goes_a_month_after_it_was_deleted() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let hash = upload(&ada.http, b"tide").await;
    let (made, session) = new_session(scope);
    let (edit, _) = new_file(scope, session, "tide.txt", "text/plain", &hash);
    let does = async |edit: Edit| assert!(matches!(ada.edit(edit).await, Outcome::Accepted { .. }));
    does(made).await;
    does(edit).await;
    let sweep = async || world.server.sweep_files().await.unwrap();
    does(Edit::delete(scope, session)).await;
    assert_eq!(sweep().await, (0, 0));
    pass(&world, &ada, 29).await;
    assert_eq!(sweep().await, (0, 0));
    does(Edit::restore(scope, session)).await;
    assert_eq!(sweep().await, (0, 0));
    pass(&world, &ada, 31).await;
    assert_eq!((sweep().await, kept(world.data())), ((0, 0), 1), "it was brought back in time");
    does(Edit::delete(scope, session)).await;
    assert_eq!(sweep().await, (0, 0));
    pass(&world, &ada, 31).await;
    assert_eq!((sweep().await, kept(world.data())), ((1, 0), 0));
    assert!(is_sound(world.data()));
}

#[tokio::test]
async fn nothing_that_is_sent_can_do_anything_where_it_is_opened() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let script = b"<script>alert(1)</script>";
    for (name, media_type, shown) in [
        ("page.html", "text/html", None),
        ("page.svg", "image/svg+xml", None),
        ("page.xml", "application/xhtml+xml", None),
        ("a\"\r\nX-Evil: 1\r\n\r\n<b>", "text/html\r\nX-Evil: 1", None),
        ("../../\u{202e}gnp.exe", "", None),
        ("tide.png", "Image/PNG; x=y", Some("image/png")),
        ("tide.txt", "text/plain", Some("text/plain; charset=utf-8")),
    ] {
        let path = attach(&ada, scope, name, media_type, script).await;
        for show in [false, true] {
            let answer = ada.http.get(&format!("{path}?show={show}")).await;
            assert_eq!((answer.status.as_u16(), answer.text.as_bytes()), (200, &script[..]), "{name}");
            let shown = shown.filter(|_| show);
            assert_eq!(answer.header("content-type"), shown.unwrap_or("application/octet-stream"), "{name}");
            let disposition = if shown.is_some() { "inline" } else { "attachment" };
            assert!(answer.header("content-disposition").starts_with(disposition), "{name}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert!(answer.header("content-security-policy").contains("sandbox"), "{name}");
            assert_eq!(answer.header("x-evil"), "");
        }
    }
    let path = attach(&ada, scope, "tide.txt", "text/plain", b"0123456789").await;
    let with = |name: &'static str, value: String| {
        let request = ada.http.request(Method::GET, &path).header(name, value);
        async move { send(request).await }
    };
    let part = with("range", "bytes=2-4".into()).await;
    assert_eq!((part.status.as_u16(), part.text.as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), "bytes 2-4/10");
    assert_eq!(with("range", "bytes=10-".into()).await.status, 416);
    let tag = part.header("etag").to_owned();
    assert_eq!(with("if-none-match", tag).await.status, 304);
}

#[tokio::test]
async fn a_backup_has_the_contents_and_the_check_looks_at_them() {
    let world = World::start().await;
    let ada = world.sign_up("Ada").await;
    let scope = ada.workspace().await;
    let content = bytes(70_000);
    let path = attach(&ada, scope, "tide.bin", "", &content).await;
    assert!(download(&ada.http, &path).await == content);
    let exported = ada.http.get(&format!("/api/v1/engagements/{scope}/export")).await.text;
    assert!(exported.contains("\"session\"") && !exported.contains("tide.bin"), "a file of an engagement has no files");
    let data = world.stop().await;
    let (folder, backup) = (text(data.path()).to_owned(), data.path().join("copy.sqlite3"));
    done(&["backup", "--data", &folder, "--to", text(&backup)]);
    assert!(done(&["check", text(&backup)]).contains("is sound"));
    let (beside, aside) = (data.path().join("copy.sqlite3.blobs"), data.path().join("aside"));
    let hash = hash_of(&content);
    fs::rename(&beside, &aside).unwrap();
    let (code, words) = refused(&["check", text(&backup)]);
    assert!(code == Some(1) && words.contains(&hash), "not where they are looked for: {words}");
    fs::rename(&aside, &beside).unwrap();
    assert!(fs::read(beside.join(&hash[..2]).join(&hash)).unwrap() == content);

    // The server's own are lost, and come back with the backup.
    fs::remove_dir_all(data.path().join("blobs")).unwrap();
    let (code, words) = refused(&["check", "--data", &folder]);
    assert!(code == Some(1) && words.contains(&format!("{hash} is not there")), "{words}");
    done(&["restore", text(&backup), "--data", &folder]);
    assert!(is_sound(data.path()));
    let world = World::start_in(data, |_| {}).await;
    let mut there = ada.http.clone();
    there.base.clone_from(&world.base);
    assert!(download(&there, &path).await == content);
    let place = world.data().join("blobs").join(&hash[..2]).join(&hash);
    fs::remove_file(&place).unwrap();
    fs::write(&place, b"other").unwrap();
    let (_, words) = refused(&["check", "--data", text(world.data())]);
    assert!(words.contains("other bytes"), "{words}");
}
