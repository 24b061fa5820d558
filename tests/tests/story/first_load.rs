//! From the shell to a project, nothing moves once it has been painted.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Board, LONG, Tab, sample_board, story};
use serde::Deserialize;
use serde_json::json;

/// Notes every move of what was painted, from before the page's first byte on.
const WATCH: &str = "window.__moved = [];
    const where = box => [box.x, box.y, box.width, box.height].map(Math.round).join(' ');
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) {
            window.__moved.push({ by: one.value, what: one.sources.map(source => `${source.node?.outerHTML?.slice(0, 80)} ${where(source.previousRect)} to ${where(source.currentRect)}`) });
        }
    }).observe({ type: 'layout-shift', buffered: true });";

/// One move.
#[derive(Debug, Deserialize)]
struct Moved {
    by: f64,
    what: Vec<String>,
}

/// The page's own requests for parts; what the service worker keeps is not among them.
const PARTS: &str = "performance.getEntriesByType('resource').filter(one => one.name.includes('/parts/'))";

#[test]
fn parts_are_fetched_for_who_is_signed_in_and_saves_no_data() {
    story("first-load-parts", Duration::from_secs(60), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let tab = &ada.tab;
        let wanted = |name: &str| format!("{PARTS}.some(one => one.name.includes('{name}'))");
        tab.goto("/engagements").await?;
        tab.wait("what is not wanted yet", LONG, &wanted("split_rest"), &[]).await?;
        parts.done("beside the page");
        let saves = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })";
        tab.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": saves })).await?;
        tab.goto("/engagements").await?;
        tab.find(".engagement-add").await?;
        ada.sync_is("synced").await?;
        tab.js::<()>("window.since = performance.now()", &[]).await?;
        tab.wait("longer than it would be begun after", LONG, "performance.now() > window.since + 3000", &[]).await?;
        ensure!(!tab.js::<bool>(&format!("return {}", wanted("split_rest")), &[]).await?, "it is not wanted yet");
        tab.goto("/settings").await?;
        tab.find(".setting").await?;
        ensure!(tab.js::<bool>(&format!("return {}", wanted("split_rest")), &[]).await?, "now it was");
        parts.done("only when they are wanted, where data is saved");
        Ok(())
    });
}

#[test]
fn nothing_moves_while_a_project_loads() {
    story("first-load", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::import(&ada.tab, &engagement, &sample_board()).await?;
        board.is_shown().await?;
        ada.sync_is("synced").await?;
        let tab = &ada.tab;
        tab.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
        // As on a first visit: from the network, and the shell before the app.
        tab.devtools("Network.enable", json!({})).await?;
        tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
        tab.devtools("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
        let pages = [
            (board.path.clone(), "li.task"),
            // Once more, when what was shown is read before the rest.
            (board.path.clone(), "li.task"),
            (format!("{}?view=board", board.path), "li.task"),
            (format!("{}?view=board", board.path), "li.task"),
            (format!("{}?view=table", board.path), "tr.task"),
            (format!("{}?view=table", board.path), "tr.task"),
            ("/engagements".to_owned(), ".engagement-add"),
            (format!("/e/{engagement}"), ".project-add"),
            ("/sync".to_owned(), ".sync-safety"),
            (format!("/e/{engagement}/members"), ".member-row"),
            (format!("/e/{engagement}/conflicts"), "main h1"),
            (format!("/e/{engagement}/import"), "input[type=file]"),
            (format!("/e/{engagement}/r/{engagement}/history"), ".history-entry"),
            ("/search?q=a".to_owned(), ".search-hit"),
            ("/account/devices".to_owned(), ".device-list"),
            ("/server".to_owned(), "main h1"),
            ("/settings".to_owned(), ".setting"),
        ];
        let mut wrong = Vec::new();
        for (width, height) in [(1440, 900), (360, 740)] {
            tab.emulate(width, height, "light").await?;
            for (path, there) in &pages {
                tab.goto(path).await?;
                tab.find(there).await?;
                ada.sync_is("synced").await?;
                let moved = moved(tab).await?;
                if !moved.is_empty() {
                    wrong.push(format!("{path}, {width} px: {}", moved.join("; ")));
                }
            }
            parts.done(&format!("{} pages, {width} px wide", pages.len()));
        }
        ensure!(wrong.is_empty(), "moved:\n{}", wrong.join("\n"));
        Ok(())
    });
}

/// What moved on the page that is shown.
async fn moved(tab: &Tab) -> Result<Vec<String>> {
    tab.wait("all that is fetched", LONG, "!document.querySelector('main :is(.skeleton, [aria-busy=true])')", &[])
        .await?;
    // The browser tells of a move after the frame in which it was.
    let frames = "for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        return window.__moved.concat()";
    let moved: Vec<Moved> = tab.js_async(frames, &[]).await?;
    Ok(moved.iter().map(|one| format!("{:.4}: {}", one.by, one.what.join(" | "))).collect())
}
