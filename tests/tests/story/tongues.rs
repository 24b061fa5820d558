//! The app in another language than English, and texts in any script.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, World, story};
use serde_json::json;

use crate::looks;

#[test]
fn the_app_speaks_german_and_holds_texts_in_any_script() {
    story("tongues", Duration::from_secs(150), async |world, parts| {
        let axe = Axe::provide()?;
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        chosen(&ada, &axe).await?;
        parts.done("German at once, and before the first paint of the next start");
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        ada.sync_is("synced").await?;
        everywhere(&ada, &board, &axe).await?;
        parts.done("German on every page");
        right_to_left(&ada, &board).await?;
        parts.done("a Hebrew title and description from right to left");
        offline(world, &ada, &board).await?;
        parts.done("German with no network");
        missing(&ada).await?;
        parts.done("English, and word of it, where the file with the words cannot be had");
        japanese(&ada, &engagement).await?;
        parts.done("a Japanese table is imported, found and sorted");
        ada.tab.goto("/settings").await?;
        ada.tab.click("input[name=language][value=en]").await?;
        heading(&ada.tab, "Settings", "en").await?;
        parts.done("English again");
        Ok(())
    });
}

/// The page has that name, and says which language it is in.
async fn heading(tab: &Tab, words: &str, tag: &str) -> Result<()> {
    let is_there = "document.querySelector('main h1')?.textContent === arguments[0] && document.documentElement.lang === arguments[1]";
    tab.wait(&format!("the page “{words}” in {tag}"), LONG, is_there, &[json!(words), json!(tag)]).await
}

async fn chosen(ada: &Person, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/settings").await?;
    heading(tab, "Settings", "en").await?;
    tab.click("input[name=language][value=de]").await?;
    heading(tab, "Einstellungen", "de").await?;
    let kept = "document.activeElement.matches('input[name=language][value=de]:checked')";
    tab.wait("the focus on the choice", LONG, kept, &[]).await?;
    looks::check(tab, "settings in German", axe).await?;
    tab.reload().await?;
    // Said by the script in the page, which does not wait for the app.
    tab.wait("the page to say it is in German", LONG, "document.documentElement.lang === 'de'", &[]).await?;
    heading(tab, "Einstellungen", "de").await?;
    // The words under which it is installed.
    let manifest = tab.devtools("Page.getAppManifest", json!({})).await?;
    ensure!(manifest["errors"] == json!([]), "the manifest has errors: {}", manifest["errors"]);
    ensure!(manifest["data"].as_str().is_some_and(|data| data.contains("Sync-Zentrale")), "{manifest}");
    Ok(())
}

/// Goes through the pages. None has words left that only English has.
async fn everywhere(ada: &Person, board: &Board, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    let engagement = board.path.split("/p/").next().unwrap_or_default();
    let pages = [
        ("/engagements", "Vorhaben"),
        ("/sync", "Sync-Zentrale"),
        ("/search", "Suche"),
        ("/account/devices", "Angemeldete Geräte"),
        ("/server", "Server"),
        (&format!("{engagement}/members"), "Personen"),
        (&format!("{engagement}/import"), "Aufgaben importieren"),
        (&format!("{engagement}/conflicts"), "Konflikte"),
    ];
    for (path, words) in pages {
        tab.goto(path).await?;
        heading(tab, words, "de").await?;
        is_german(tab, path).await?;
    }
    tab.goto(&board.path).await?;
    let row = board.shows("Call the port").await?;
    board.open_panel(&row.record).await?;
    let labels = "document.querySelector('.panel label[for=edit-description]')?.textContent === 'Beschreibung'";
    tab.wait("the panel in German", LONG, labels, &[]).await?;
    let places = "document.querySelector('.sidebar')?.textContent.includes('Überblick')";
    tab.wait("the sidebar in German", LONG, places, &[]).await?;
    is_german(tab, "the project").await?;
    looks::check(tab, "a task in German", axe).await
}

/// What ends a sentence stands at the end of it, at the left.
async fn right_to_left(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    let words = "להתקשר לנמל.";
    tab.goto(&board.path).await?;
    board.add("todo", words).await?;
    let row = board.shows(words).await?.record;
    board.open_panel(&row).await?;
    let reads = "const title = [...document.querySelectorAll('.task-title')].find(one => one.textContent === arguments[0]).firstChild;
        const left = (from, to) => { const range = new Range(); range.setStart(title, from); range.setEnd(title, to); return range.getBoundingClientRect().left };
        const field = document.querySelector('aside.panel textarea[name=description]');
        return left(title.length - 1, title.length) < left(0, 1) && getComputedStyle(field).unicodeBidi === 'plaintext'";
    ensure!(tab.js::<bool>(reads, &[json!(words)]).await?, "the full stop stands before the words");
    board.delete(&row).await?;
    tab.goto(&board.path).await?;
    ada.sync_is("synced").await
}

async fn is_german(tab: &Tab, place: &str) -> Result<()> {
    let english = r"
        const said = [document.body.innerText];
        for (const name of ['aria-label', 'title', 'placeholder'])
            said.push(...[...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)));
        return said.flatMap((words) => words.replaceAll('Call the port', '').split('\n'))
            .filter((line) => /\b(the|of|your|and|is|are|this|with|to)\b/i.test(line))";
    let left: Vec<String> = tab.js(english, &[]).await?;
    ensure!(left.is_empty(), "English on {place}: {left:?}");
    Ok(())
}

async fn offline(world: &World, ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    world.proxy.cut();
    tab.reload().await?;
    let row = board.shows("Call the port").await?;
    board.rename(&row.record, "Ring the port").await?;
    let waits = "document.querySelector('.sync-label')?.textContent === 'Offline · 1 wartet'";
    tab.wait("the edit that waits, in German", LONG, waits, &[]).await?;
    tab.goto("/sync").await?;
    heading(tab, "Sync-Zentrale", "de").await?;
    let said = "document.querySelector('.sync-words')?.textContent === 'Umbenannt in „Ring the port“'";
    tab.wait("what the edit does, in German", LONG, said, &[]).await?;
    world.proxy.mend();
    ada.sync_is("synced").await
}

/// A start without the file, as on a server that has lost it.
async fn missing(ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    tab.devtools("Network.enable", json!({})).await?;
    tab.devtools("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
    tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    tab.devtools("Network.setBlockedURLs", json!({ "urls": ["*/locales/*"] })).await?;
    tab.goto("/settings").await?;
    let told = "document.querySelector('.toast')?.innerText.includes('The words of this language could not be loaded')";
    tab.wait("to be told", LONG, told, &[]).await?;
    tab.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": false })).await?;
    tab.devtools("Network.setBypassServiceWorker", json!({ "bypass": false })).await?;
    tab.reload().await?;
    heading(tab, "Einstellungen", "de").await
}

/// Hiragana, katakana in both widths, kanji, and digits and letters in full width.
const TABLE: &str =
    "Title,Tags\n港に電話する,港\nさくらを植える,庭\nｶﾒﾗを買う,買物\nサーバーＡ１２を直す,仕事\n２号艇を塗る,港\n";

async fn japanese(ada: &Person, engagement: &str) -> Result<()> {
    let tab = &ada.tab;
    let folder = tempfile::tempdir()?;
    let table = folder.path().join("仕事.csv");
    std::fs::write(&table, TABLE)?;
    let board = Board::import(tab, engagement, &table).await?;
    tab.goto(&format!("{}?sort=title", board.path)).await?;
    shown(tab, &["２号艇を塗る", "ｶﾒﾗを買う", "さくらを植える", "サーバーＡ１２を直す", "港に電話する"]).await?;
    for (words, found) in [("a12", "サーバーＡ１２を直す"), ("カメラ", "ｶﾒﾗを買う"), ("電話", "港に電話する")]
    {
        tab.fill(".view-words", words).await?;
        shown(tab, &[found]).await?;
    }
    tab.fill(".view-words", "港").await?;
    shown(tab, &["２号艇を塗る", "港に電話する"]).await
}

async fn shown(tab: &Tab, titles: &[&str]) -> Result<()> {
    let are = "JSON.stringify([...document.querySelectorAll('.task .task-title')].map((title) => title.textContent)) === JSON.stringify(arguments[0])";
    tab.wait(&format!("just {titles:?}"), LONG, are, &[json!(titles)]).await
}
