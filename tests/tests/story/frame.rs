//! What stands around the pages: the command palette, shortcuts, settings, the sidebar, and the way back.

mod shared;
mod shortcuts;

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, World, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::looks;

#[test]
fn the_frame_serves_by_keyboard_and_offline() {
    story("frame", Duration::from_secs(180), async |world, parts| {
        let axe = Axe::provide()?;
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        board.add("todo", "Paint the boat").await?;
        ada.sync_is("synced").await?;
        palette(world, &ada, &axe).await?;
        parts.done("any record and any action by a few letters, offline");
        shortcuts::shortcuts(&ada, &axe).await?;
        parts.done("keys that are changed, refused and kept");
        settings(&ada, &axe).await?;
        parts.done("a look that holds at once and before the next first paint");
        sidebar(&ada, &engagement, &axe).await?;
        parts.done("a sidebar beside the page, and over it where there is no room");
        tooltip(&ada.tab).await?;
        parts.done("what a picture means is told by pointer and by keys, within the window");
        back(&ada, &board).await?;
        parts.done("back and forward to where the page was scrolled to");
        shared::shared(world, &ada).await?;
        parts.done("what another app shares is imported, offline");
        Ok(())
    });
}

async fn holds(tab: &Tab, what: &str, expression: &str) -> Result<()> {
    tab.wait(what, LONG, expression, &[]).await
}

/// The keys go to the page itself, whatever had the focus.
async fn leave_fields(tab: &Tab) -> Result<()> {
    tab.js("document.activeElement.blur()", &[]).await
}

async fn tooltip(tab: &Tab) -> Result<()> {
    let says =
        "(tip => tip.matches(':popover-open') && tip.textContent === arguments[0])(document.querySelector('.tooltip'))";
    leave_fields(tab).await?;
    tab.js::<()>("getSelection().removeAllRanges(); document.querySelector('a.skip').focus()", &[]).await?;
    tab.press(key(Key::Tab)).await?;
    tab.wait("what the focused button does", LONG, says, &[json!("Sidebar")]).await?;
    let within = "(box => box.left >= 0 && box.top >= 0 && box.right <= innerWidth)(document.querySelector('.tooltip').getBoundingClientRect())";
    ensure!(tab.js::<bool>(&format!("return {within}"), &[]).await?, "the tooltip goes beyond the window");
    tab.press(key(Key::Escape)).await?;
    tab.gone(".tooltip:popover-open").await?;
    leave_fields(tab).await?;
    tab.point_at("button.side-toggle").await?;
    tab.wait("what the button under the pointer does", LONG, says, &[json!("Sidebar")]).await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone(".tooltip:popover-open").await
}

async fn palette(world: &World, ada: &Person, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    let is_meant =
        "document.querySelector('.palette-option[aria-selected=true] .palette-what')?.textContent === arguments[0]";
    let meant = async |words: &str| tab.wait(&format!("{words} to be meant"), LONG, is_meant, &[json!(words)]).await;
    world.proxy.cut();
    tab.goto("/engagements").await?;
    tab.find("li.card").await?;
    tab.chord(Key::Control, 'k').await?;
    tab.find("dialog.palette[open]").await?;
    looks::check(tab, "palette", axe).await?;
    // Two words in any order, and letters that are left out.
    tab.press("prt cal").await?;
    meant("Call the port").await?;
    holds(tab, "the field to tell what is meant", "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent.includes('Call the port')").await?;
    tab.press(key(Key::Enter)).await?;
    tab.find(".panel").await?;
    tab.gone("dialog.palette").await?;

    // What was used last comes first; the page's own actions are there.
    leave_fields(tab).await?;
    tab.chord(Key::Control, 'k').await?;
    meant("Call the port").await?;
    tab.press("new task").await?;
    meant("New task").await?;
    tab.press(key(Key::Enter)).await?;
    holds(tab, "the focus where a task is typed", "document.activeElement.matches('.task-add input')").await?;

    // The task whose panel is open is what is meant; its project is looked at another way.
    tab.chord(Key::Control, 'k').await?;
    tab.press("status done").await?;
    meant("Status: Done").await?;
    tab.press(key(Key::Enter)).await?;
    tab.find("[data-status=done] li.task").await?;
    tab.chord(Key::Control, 'k').await?;
    tab.press("layout board").await?;
    meant("Layout: Board").await?;
    tab.press(key(Key::Enter)).await?;
    tab.find(".columns-box [data-status=done] li.task").await?;

    tab.js::<()>("document.querySelector('.task-add input').focus()", &[]).await?;
    // From within a field too, and nothing found offers the search page.
    tab.chord(Key::Control, 'k').await?;
    tab.press("qqxxqq").await?;
    holds(tab, "that nothing matches", "document.querySelector('.palette-said').textContent === 'Nothing matches'")
        .await?;
    looks::check(tab, "palette, nothing found", axe).await?;
    tab.press(key(Key::Enter)).await?;
    holds(tab, "the search page", "location.pathname === '/search' && location.search === '?q=qqxxqq'").await?;
    world.proxy.mend();

    // Escape gives the focus back; arrows go round, Home and End to the ends.
    tab.click("button.palette-open").await?;
    let at = async |wanted: &str| {
        holds(tab, wanted, &format!("document.activeElement.getAttribute('aria-activedescendant') === {wanted}")).await
    };
    at("'palette-0'").await?;
    tab.press(key(Key::Up)).await?;
    at("[...document.querySelectorAll('.palette-option')].at(-1).id").await?;
    tab.press(key(Key::Down)).await?;
    at("'palette-0'").await?;
    tab.press(key(Key::End)).await?;
    at("[...document.querySelectorAll('.palette-option')].at(-1).id").await?;
    tab.press(key(Key::Home)).await?;
    at("'palette-0'").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.palette").await?;
    holds(tab, "the focus back", "document.activeElement.matches('button.palette-open')").await
}

async fn settings(ada: &Person, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/settings").await?;
    tab.find(".setting").await?;
    looks::check(tab, "settings", axe).await?;
    let background = "getComputedStyle(document.body).backgroundColor";
    let before: String = tab.js(&format!("return {background}"), &[]).await?;
    tab.click("input[name=theme][value=dark]").await?;
    holds(tab, "the dark theme", &format!("{background} !== '{before}'")).await?;
    tab.click("input[name=density][value=compact]").await?;
    holds(tab, "a denser page", "getComputedStyle(document.documentElement).fontSize === '14px'").await?;
    // Set before the styles are there, so that no frame is painted without them.
    tab.reload().await?;
    tab.find(".setting").await?;
    let order: bool = tab
        .js(
            "const head = [...document.head.children];
             return document.documentElement.dataset.theme === 'dark'
                 && head.findIndex(e => e.matches('script[src^=\"/boot-\"]:not([type])')) < head.findIndex(e => e.matches('link[rel=stylesheet]'))",
            &[],
        )
        .await?;
    ensure!(order, "the look is set by a script before the first styles");
    let around = "[...document.querySelectorAll('meta[name=theme-color]')].map(meta => meta.media).join()";
    holds(tab, "the dark theme around the page", &format!("{around} === 'not all,all'")).await?;
    looks::check(tab, "settings, dark and compact", axe).await?;
    tab.click("input[name=theme][value=light]").await?;
    holds(tab, "the light one", &format!("{around} === 'all,not all'")).await?;
    tab.click("input[name=theme][value=system]").await?;
    holds(tab, "the system's", &format!("{around} === '(prefers-color-scheme: light),(prefers-color-scheme: dark)'"))
        .await?;
    tab.click("input[name=density][value=comfortable]").await?;
    holds(tab, "the look as it was", &format!("{background} === '{before}'")).await
}

async fn sidebar(ada: &Person, engagement: &str, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    tab.goto(&format!("/e/{engagement}")).await?;
    tab.click(".sidebar .side-projects a").await?;
    tab.find(".project").await?;
    holds(
        tab,
        "the project to be the one that is shown",
        "document.querySelector('.side-projects [aria-current=page]')?.textContent === 'Harbour'",
    )
    .await?;
    let wide = "document.querySelector('main').getBoundingClientRect().left";
    leave_fields(tab).await?;
    tab.press("[").await?;
    tab.gone(".sidebar").await?;
    holds(tab, "the room it leaves", &format!("{wide} < 120")).await?;
    tab.reload().await?;
    tab.find(".project").await?;
    ensure!(!tab.has(".sidebar").await?, "it stays hidden");
    tab.click("button.side-toggle").await?;
    tab.find(".sidebar").await?;
    ensure!(
        tab.js::<String>(
            "return getComputedStyle(document.querySelector('.crumbs li:last-child'), '::after').content",
            &[]
        )
        .await?
            == "none",
        "nothing follows the last of the way here"
    );

    tab.emulate(360, 800, "light").await?;
    tab.gone(".sidebar").await?;
    tab.click("button.side-toggle").await?;
    tab.find("dialog.drawer[open]").await?;
    looks::check(tab, "drawer", axe).await?;
    tab.emulate(360, 800, "light").await?;
    holds(tab, "the drawer", "document.querySelector('dialog.drawer[open]')").await?;
    tab.click(".drawer a[href='/sync']").await?;
    tab.gone("dialog.drawer").await?;
    holds(
        tab,
        "the sync centre",
        "location.pathname === '/sync' && document.querySelector('main h1')?.textContent === 'Sync centre'",
    )
    .await?;
    tab.emulate(1280, 800, "light").await
}

async fn back(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    let board = board.open_in(tab).await?;
    for number in 1..=30 {
        board.add("todo", &format!("Berth {number}")).await?;
    }
    leave_fields(tab).await?;
    tab.js::<()>("window.scrollTo(0, 700)", &[]).await?;
    // A frame for the browser to tell of it.
    let frame = "return await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.scrollY))))";
    ensure!(tab.js_async::<f64>(frame, &[]).await? == 700.0, "the page is scrolled");
    tab.js::<()>("document.querySelector('.bar .brand').click()", &[]).await?;
    tab.find("li.card").await?;
    holds(tab, "the top of the next page", "window.scrollY === 0").await?;
    tab.js::<()>("history.back()", &[]).await?;
    holds(tab, "where it was", "location.pathname.includes('/p/') && window.scrollY === 700").await?;
    tab.js::<()>("history.forward()", &[]).await?;
    holds(tab, "the top again", "location.pathname === '/engagements' && window.scrollY === 0").await?;
    tab.js::<()>("history.back()", &[]).await?;
    let is_back = "location.pathname.includes('/p/') && document.querySelector('li.task') && window.scrollY === 700";
    holds(tab, "where it was, however soon", is_back).await?;
    tab.reload().await?;
    holds(tab, "where it was before it was loaded anew", is_back).await?;
    // A task is opened beside the list, which scrolls nothing; and the page from which it is gone back to is loaded anew.
    tab.js::<()>("document.querySelector('li.task .task-title').click()", &[]).await?;
    tab.find("aside.panel").await?;
    let at: f64 = tab.js_async(frame, &[]).await?;
    tab.js::<()>("document.querySelector('.bar .brand').click()", &[]).await?;
    tab.find("li.card").await?;
    holds(tab, "the top of the next page", "window.scrollY === 0").await?;
    tab.reload().await?;
    tab.find("li.card").await?;
    tab.js::<()>("history.back()", &[]).await?;
    tab.find("aside.panel").await?;
    holds(tab, "where the task was opened", &format!("window.scrollY === {at}")).await
}
