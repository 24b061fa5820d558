//! What an older build has left, on the server and on a device, under this one; and the way back. The fixtures are of real builds:
//! `cargo xtask fixture` makes one for each release, and none is ever changed.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{Entity as _, Project, Status},
    record::Record,
};
use holdfast_tests::browser::{Account, Board, Device, LONG, Profile, Tab, World, api::Api, story};
use serde_json::json;
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

/// What the builds before have left: the server's database, and Ada's device with edits that had not been sent.
const BUILDS: [(&str, &str); 1] = [(
    include_str!("../../../crates/server/tests/fixtures/schema-9.sql"),
    include_str!("../../fixtures/schema-9.json"),
)];

/// A step in the form of a build before that one, which can be undone all the same.
const OLDER_STEP: &str = include_str!("../../../crates/core/tests/fixtures/step-1.json");

/// For how long what is done is kept at least.
const MONTH: Duration = Duration::from_secs(29 * 24 * 60 * 60);

/// What Ada had written where there was no server.
const UNSENT: &str = "Written on the night ferry";

/// Puts an older build's database in the server's place, and starts it again with this build.
async fn server_as_it_was(world: &World, sql: &'static str) -> Result<()> {
    world.server.kill();
    let file = world.server.data().join("holdfast.sqlite3");
    for ending in ["", "-wal", "-shm"] {
        let part = file.with_file_name(format!("holdfast.sqlite3{ending}"));
        if part.exists() {
            std::fs::remove_file(part)?;
        }
    }
    let mut conn = SqliteConnectOptions::new().filename(&file).create_if_missing(true).connect().await?;
    sqlx::raw_sql(sql).execute(&mut conn).await?;
    conn.close().await?;
    world.server.restart().await
}

/// Whose device it is.
fn owner(device: &Device) -> Result<Account> {
    let id =
        device.databases.iter().find_map(|one| one.name.strip_prefix("holdfast-0")).context("a person's database")?;
    Ok(Account {
        name: "Ada".into(),
        email: "ada.1@holdfast.example".into(),
        password: "correct horse battery".into(),
        id: format!("0{id}"),
    })
}

/// The page of the project that is on the device.
fn project(device: &Device) -> Result<String> {
    let records = device.store(&format!("holdfast-{}", owner(device)?.id), "records");
    // Before the JSON stands its checksum.
    let read = |text: &&str| serde_json::from_str::<Record>(text.get(9..).unwrap_or_default()).ok();
    let project = records.values().filter_map(read).find(|record| record.kind.name() == Project::KIND);
    let project = project.context("a project")?;
    Ok(format!("/e/{}/p/{}", project.scope, project.id))
}

/// A browser with what the older build had left in it.
async fn device_as_it_was(world: &World, device: &Device) -> Result<(Profile, Tab)> {
    let profile = Profile::new("Ada")?;
    let tab = world.open(&profile).await?.tab().await?;
    device.put(&tab).await?;
    Ok((profile, tab))
}

/// Waits until the page on the server and this device says that of something that was found here.
async fn found(tab: &Tab, name: &str, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.server-kept .figures > div')].some(one =>
        one.querySelector('dt').textContent === arguments[0] && new RegExp(`^${arguments[1]}$`).test(one.querySelector('dd').textContent))";
    tab.wait(&format!("{name}: {words}"), LONG, told, &[json!(name), json!(words)]).await
}

async fn sync_is(tab: &Tab, state: &str) -> Result<()> {
    let told = "document.querySelector('button.sync')?.dataset.sync === arguments[0]";
    tab.wait(&format!("the indicator to say {state}"), LONG, told, &[json!(state)]).await
}

async fn sign_in_again(world: &World, tab: &Tab, account: &Account) -> Result<()> {
    tab.click(".banner a.button").await?;
    world.sign_in(tab, account).await
}

/// What the older build needs to go on is there, word for word: what it stored, but for what work itself has changed since.
fn is_kept(was: &Device, is: &Device, person: &str) -> Result<()> {
    let name = format!("holdfast-{person}");
    // What is done is kept for a month, whichever build it was done with.
    let synced = |text: &String| serde_json::from_str::<serde_json::Value>(text).ok()?["synced"].as_u64();
    let since = was.local.get(&format!("holdfast-memory-{person}")).and_then(synced).context("when it was synced")?;
    let is_fresh = SystemTime::now().duration_since(UNIX_EPOCH + Duration::from_millis(since))? < MONTH;
    let stores = ["records", "outbox", "creates", "undo", "quarantine"].into_iter().chain(is_fresh.then_some("done"));
    for store in stores {
        let (was, is) = (was.store(&name, store), is.store(&name, store));
        let changed: BTreeMap<_, _> = was.iter().filter(|(key, text)| is.get(*key) != Some(*text)).collect();
        ensure!(changed.is_empty(), "{store} was changed: {changed:?}, now {is:?}");
    }
    let version = |device: &Device| device.databases.iter().find(|one| one.name == name).map(|one| one.version);
    ensure!(version(was) == version(is), "the database is of another version");
    // Whoever opens the app has looked.
    let lines = |device: &Device, name: &str| {
        let text = device.local.get(name).cloned().unwrap_or_default();
        text.lines().filter(|line| !line.starts_with("looked ")).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    for name in ["holdfast-look".to_owned(), format!("holdfast-keys-{person}"), format!("holdfast-reminders-{person}")]
    {
        ensure!(lines(was, &name) == lines(is, &name), "{name} was changed to {:?}", is.local.get(&name));
    }
    ensure!(was.session.iter().all(|(name, text)| is.session.get(name) == Some(text)), "a draft is gone");
    Ok(())
}

#[test]
fn h11_what_an_older_build_left_on_a_device_is_read_and_told_item_by_item() {
    story("older-device", Duration::from_secs(150), async |world, parts| {
        for (sql, device) in BUILDS {
            let mut device: Device = serde_json::from_str(device)?;
            let account = owner(&device)?;
            let name = format!("holdfast-{}", account.id);
            let person = device.databases.iter_mut().find(|one| one.name == name).context("the person's database")?;
            // And something of before that build, and something that no build knows.
            let steps = person.stores.get_mut("undo").context("the steps")?;
            let made = steps.len();
            ensure!(made > 0, "there is something to undo");
            steps.push((json!("00000000-0000-0000-0000-00000000f003"), OLDER_STEP.trim().to_owned()));
            let look = device.local.get_mut("holdfast-look").context("a look")?;
            look.push_str(" accent=plaid");
            server_as_it_was(world, sql).await?;
            let (_profile, tab) = device_as_it_was(world, &device).await?;
            let board = Board { tab: tab.clone(), path: project(&device)? };
            tab.goto(&board.path).await?;
            board.shows(UNSENT).await?;
            let row = board.shows("Call the harbour master").await?;
            ensure!(row.group == Status::Done.name(), "what was ticked is ticked: {}", row.group);
            let look: Vec<String> = tab
                .js("return [document.documentElement.dataset.theme, document.documentElement.dataset.density]", &[])
                .await?;
            ensure!(look == ["dark", "compact"], "{look:?}");
            sync_is(&tab, "signed-out").await?;
            parts.done("opened: all is there, with what had not been sent");

            tab.goto("/server").await?;
            for (name, words) in [
                ("Database of your work", "Version [0-9]+, as it is"),
                ("Who is signed in", "1, as they are"),
                ("What the server has said", "[1-9][0-9]*, as they are"),
                ("Edits that wait or were refused", "3, as they are"),
                ("Steps to undo", &format!("{made}, as they are; 1 of form 1, read as if new")),
                ("Put aside", "Nothing"),
                ("Look", "2 as they are, 1 that this build does not know, left"),
                ("Keys", "1, as they are"),
                ("Favourites", "1, as they are"),
                ("Words begun in this tab", "1, as they are"),
                ("Used last in the palette", "[1-9][0-9]*, as they are"),
                // For a week they are worth something.
                ("Answers of the server", "(Nothing|[0-9]+,? as they are.*)"),
                ("Contents of files", "Nothing"),
            ] {
                found(&tab, name, words).await?;
            }
            is_kept(&device, &Device::of(&tab).await?, &account.id)?;
            parts.done("told item by item, and as the older build left it, should it come back");

            sign_in_again(world, &tab, &account).await?;
            sync_is(&tab, "synced").await?;
            let log = Api::sign_in(&world.proxy.origin(), &account).await?.log().await?;
            log.task(UNSENT)?;
            ensure!(
                log.task("Call the harbour master")?.status == Status::Done,
                "what was ticked offline is ticked there"
            );
            let board = board.open_in(&tab).await?;
            board.open_panel(&board.row(UNSENT).await?.record).await?;
            let begun = "document.querySelector('aside.panel textarea[name=comment]')?.value === 'Half a comment'";
            tab.wait("what was begun to be in its field", LONG, begun, &[]).await?;
            tab.goto("/server").await?;
            found(&tab, "Edits that wait or were refused", "Nothing").await?;
            parts.done("what had not been sent was sent, and what was begun is in its field");
        }
        Ok(())
    });
}

#[test]
fn h12_after_the_way_back_devices_offer_again_what_was_done_since() {
    story("way-back", Duration::from_secs(150), async |world, parts| {
        let (sql, device) = BUILDS[BUILDS.len() - 1];
        let device: Device = serde_json::from_str(device)?;
        let account = owner(&device)?;
        server_as_it_was(world, sql).await?;
        let folder = world.server.data().join("before-upgrades");
        let kept = std::fs::read_dir(&folder)?.next().context("a state that was kept")??.path();
        let (_profile, tab) = device_as_it_was(world, &device).await?;
        let board = Board { tab: tab.clone(), path: project(&device)? };
        tab.goto(&board.path).await?;
        sync_is(&tab, "signed-out").await?;
        sign_in_again(world, &tab, &account).await?;
        let board = board.open_in(&tab).await?;
        board.add("todo", "Made by the new build").await?;
        sync_is(&tab, "synced").await?;
        parts.done("the server was brought up to date, and people went on");

        world.server.kill();
        world.server.command(&["restore", kept.to_str().context("a name that is text")?])?;
        world.server.restart().await?;
        // She had signed in after the upgrade, which is forgotten too.
        sync_is(&tab, "signed-out").await?;
        sign_in_again(world, &tab, &account).await?;
        let api = Api::sign_in(&world.proxy.origin(), &account).await?;
        holdfast_tests::browser::until("what was done since", LONG, async || {
            let log = api.log().await?;
            let lacking = [UNSENT, "Made by the new build"].into_iter().find(|title| log.task(title).is_err());
            Ok(lacking.map_or(Ok(()), |title| Err(format!("“{title}” is not there"))))
        })
        .await?;
        sync_is(&tab, "synced").await?;
        board.open_in(&tab).await?.shows("Made by the new build").await?;
        parts.done("it went back to before, and the device offered again what was done since");
        Ok(())
    });
}
