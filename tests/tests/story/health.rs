//! What the server's page tells of the server and of this device, and that it can be handed on.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{Entity as _, Session, SessionState},
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{Account, Board, DevTools, LONG, Tab, World, api::Api, sample_board, story};
use serde_json::json;

/// A request counts as slow from here on, in milliseconds.
const SLOW: u32 = 1_000;

#[test]
fn h13_health_is_told_item_by_item_and_copied() {
    story("health", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::import(&ada.tab, &engagement, &sample_board()).await?;
        board.is_shown().await?;
        ada.sync_is("synced").await?;
        let tab = &ada.tab;
        slow_search(world, tab).await?;
        to_server(tab).await?;
        is(tab, "server-there", "Open connections", "1").await?;
        is(tab, "server-here", "Connection", "Live").await?;
        is(tab, "server-here", "Service worker", "Keeps the app for offline, and sends edits while no tab is open")
            .await?;
        let records = everything(world, &ada.account).await?;
        is(tab, "server-stored", "Records", &records.to_string()).await?;
        is(tab, "server-stored", "Edits on their way", "0").await?;
        is(tab, "server-stored", "Put aside as unreadable", "0").await?;
        for (section, fact) in [
            ("server-here", "Memory of the app"),
            ("server-here", "Memory of scripts"),
            ("server-stored", "Room used"),
            ("server-answers", "Size"),
        ] {
            let size = "/^[1-9][0-9.]* (bytes|kB|MB)/.test(document.querySelector(`.${arguments[0]}`).innerText.split(arguments[1])[1]?.trim())";
            tab.wait(&format!("the size of {fact}"), LONG, size, &[json!(section), json!(fact)]).await?;
        }
        is(tab, "server-answers", "Out of date", "of").await?;
        noted(tab, "Slow: “search” took [1-9][0-9]*[.][0-9] s").await?;
        parts.done("the server, this device, what it stores and what was slow");

        let origin = tab.origin().to_owned();
        let allow = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        // The browser takes it back when this connection ends.
        let mut devtools = DevTools::of_browser(&ada.browser).await?;
        devtools.send("Browser.grantPermissions", allow).await?;
        tab.click(".copy-support").await?;
        tab.find(".toast").await?;
        let copied: String = tab.js_async("return await navigator.clipboard.readText()", &[]).await?;
        for part in ["Holdfast 0.", "The server answers.", &format!("- Records: {records}"), "Slow: “search” took "]
        {
            ensure!(copied.contains(part), "{part} is not in what was copied:\n{copied}");
        }
        ensure!(!copied.contains("ghthouse"), "what somebody has written was copied:\n{copied}");
        parts.done("copied, without what people wrote");

        world.server.kill();
        tab.find(".server-state[data-state=down]").await?;
        is(tab, "server-here", "Connection", "Offline").await?;
        board.open_in(tab).await?;
        board.add("todo", "Written on the train").await?;
        ada.sync_is("offline").await?;
        to_server(tab).await?;
        is(tab, "server-stored", "Edits on their way", "1").await?;
        parts.done("without the server");
        Ok(())
    });
}

#[test]
fn h10_what_is_slow_large_or_tight_is_noticed() {
    story("noticed", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        ada.sync_is("synced").await?;
        let tab = &ada.tab;
        to_server(tab).await?;
        ensure!(!tab.has(".server .noted").await?, "nothing is slow, large or tight yet");
        slow_search(world, tab).await?;
        to_server(tab).await?;
        noted(tab, "Slow: “search” took [1-9][0-9]*[.][0-9] s").await?;
        parts.done("a query that takes more than a second");

        let record = long_history(&Api::of(tab).await?, &engagement).await?;
        tab.goto(&format!("/e/{engagement}/r/{record}/history")).await?;
        let all = "document.querySelector('.history-end')?.innerText.includes('You have seen everything')
            || (document.querySelector('.history-end')?.scrollIntoView(), false)";
        tab.wait("the end of the history", LONG, all, &[]).await?;
        to_server(tab).await?;
        noted(tab, "The answers kept weigh ([5-9]|[1-9][0-9])([.][0-9])? MB").await?;
        parts.done("answers of more than five megabytes");

        tab.click("button.account").await?;
        tab.click("#account-menu a[href='/account/devices']").await?;
        tab.find("li.device").await?;
        let tight =
            "Object.defineProperty(performance, 'memory', { value: { usedJSHeapSize: 9e8, jsHeapSizeLimit: 1e9 } })";
        tab.js::<()>(tight, &[]).await?;
        to_server(tab).await?;
        is(tab, "server-here", "Memory of scripts", "900 MB").await?;
        noted(tab, "has little memory left").await?;
        parts.done("memory that runs short");
        Ok(())
    });
}

/// By the menu: what the page knows stays with it.
async fn to_server(tab: &Tab) -> Result<()> {
    tab.click("button.account").await?;
    tab.click("#account-menu a[href='/server']").await?;
    tab.find(".server-here .figures").await.map(drop)
}

/// A record whose history weighs more than five megabytes.
async fn long_history(api: &Api, engagement: &str) -> Result<Id<Session>> {
    let scope: ScopeId = engagement.parse().context("an engagement's id")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let id = Id::new(u64::try_from(now)?, [7; 10]);
    let session = Session {
        name: "Tide tables".into(),
        description: String::new(),
        state: SessionState::Active,
        seats: 2,
        participants: [].into(),
        tags: [].into(),
    };
    api.edit(vec![session.create(scope, id)]).await?;
    for number in 100..220 {
        let text = format!("{number}{}", "x".repeat(48_000));
        api.edit(vec![Edit::set::<Session>(scope, id).put(Session::DESCRIPTION, text)]).await?;
    }
    Ok(id)
}

/// A search whose answer is kept back until it counts as slow; not the first, which may be asked anew as the records come.
async fn slow_search(world: &World, tab: &Tab) -> Result<()> {
    let told = "!/^(Searching…)?$/.test(document.querySelector('.search-status')?.textContent ?? '')";
    tab.goto("/search?q=harbour").await?;
    tab.wait("the server's answer", LONG, told, &[]).await?;
    let mut answer = world.proxy.hold_next("/api/v1/search");
    // All at once: of words that are typed, each letter may be asked for.
    let paste = "const field = document.querySelector('#search-words');
        field.value = 'lighthouse';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    tab.js::<()>(paste, &[]).await?;
    answer.asked().await?;
    tab.js::<()>("window.since = performance.now()", &[]).await?;
    let slow = format!("performance.now() > window.since + {SLOW}");
    tab.wait("longer than a request takes that is not slow", LONG, &slow, &[]).await?;
    answer.given().await?.deliver();
    tab.wait("the answer that was kept back", LONG, told, &[]).await
}

/// How many records the person may read, tombstones left out.
async fn everything(world: &World, account: &Account) -> Result<usize> {
    let records = Api::sign_in(&world.proxy.origin(), account).await?.log().await?.records()?;
    Ok(records.values().filter(|record| !record.deleted).count())
}

/// Waits until a fact of a section begins with these words, or has them in it.
async fn is(tab: &Tab, section: &str, fact: &str, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll(`.${arguments[0]} .figures > div`)]
        .some(one => one.querySelector('dt').textContent === arguments[1]
            && (one.querySelector('dd').textContent === arguments[2] || isNaN(arguments[2]) && one.querySelector('dd').textContent.includes(arguments[2])))";
    tab.wait(&format!("{fact}: {words}"), LONG, told, &[json!(section), json!(fact), json!(words)]).await
}

async fn noted(tab: &Tab, words: &str) -> Result<()> {
    let told =
        "[...document.querySelectorAll('.server .noted')].some(one => new RegExp(arguments[0]).test(one.textContent))";
    tab.wait(words, LONG, told, &[json!(words)]).await
}
