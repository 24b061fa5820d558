//! What nobody foresaw is told, and people go on.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, DevTools, LONG, Person, Tab, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::looks;

#[test]
fn h14_a_fault_is_told_with_its_details_and_people_go_on() {
    story("fault", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        let axe = Axe::provide()?;
        errors(&ada.tab, &axe).await?;
        parts.done("errors and rejections, behind a dialog too: told, tried again, reloaded");
        reported(&ada).await?;
        parts.done("its details are there to be copied");
        nothing_lost(&ada, &board).await?;
        parts.done("what was being typed is stored");
        panic(&ada.tab).await?;
        parts.done("a panic, after which only a new page is offered");
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

const SHOWN: &str = "document.querySelector('.fault')?.checkVisibility()";

async fn errors(tab: &Tab, axe: &Axe) -> Result<()> {
    tab.goto("/settings").await?;
    tab.find(".setting").await?;
    ensure!(
        !tab.js::<bool>("return document.querySelector('.fault').checkVisibility()", &[]).await?,
        "nothing has failed"
    );
    tab.js::<()>("dispatchEvent(new ErrorEvent('error', { error: new Error('planted by a test') }))", &[]).await?;
    holds(tab, "the notice", "document.querySelector('.fault').checkVisibility()").await?;
    holds(tab, "the report", "document.querySelector('.fault-report').textContent.includes('planted by a test')")
        .await?;
    looks::check(tab, "fault", axe).await?;
    tab.js::<()>("document.querySelector('.setting').dataset.old = 'yes'", &[]).await?;
    tab.click(".fault-again").await?;
    holds(
        tab,
        "the page drawn anew",
        "document.querySelector('.setting') && !document.querySelector('.setting[data-old]')",
    )
    .await?;
    ensure!(!tab.js::<bool>("return document.querySelector('.fault').checkVisibility()", &[]).await?, "it is over");
    // What fails by itself and is met elsewhere is nothing to tell.
    tab.js::<()>("dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new DOMException('cut off', 'AbortError') }))", &[]).await?;
    tab.js::<()>("dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new TypeError('planted rejection') }))", &[]).await?;
    holds(tab, "the second one", "document.querySelector('.fault').checkVisibility() && document.querySelector('.fault-report').textContent.includes('planted rejection')").await?;
    // Before a dialog, where nothing else could be pressed, it is over that.
    tab.click(".fault-again").await?;
    holds(tab, "it to be over", "!document.querySelector('.fault').checkVisibility()").await?;
    leave_fields(tab).await?;
    tab.press("?").await?;
    tab.find("dialog.shortcuts[open]").await?;
    tab.js::<()>("dispatchEvent(new ErrorEvent('error', { error: new Error('planted behind a dialog') }))", &[])
        .await?;
    holds(tab, "the notice with the focus", "document.querySelector('.fault').contains(document.activeElement)")
        .await?;
    looks::check(tab, "fault, over a dialog", axe).await?;
    tab.click(".fault-reload").await?;
    holds(tab, "a new page", "document.querySelector('.fault') && !document.querySelector('.fault').checkVisibility()")
        .await
}

/// The report is the person's to hand on.
async fn reported(ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    let allow = json!({ "origin": tab.origin(), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    let mut devtools = DevTools::of_browser(&ada.browser).await?;
    devtools.send("Browser.grantPermissions", allow).await?;
    tab.find(".setting").await?;
    tab.js::<()>("dispatchEvent(new ErrorEvent('error', { error: new Error('planted to be copied') }))", &[]).await?;
    holds(tab, "the notice", SHOWN).await?;
    tab.click(".fault-summary").await?;
    holds(tab, "the details", "document.querySelector('.fault-report').checkVisibility()").await?;
    tab.click(".fault-copy").await?;
    let copied = "(async () => { window.copied = await navigator.clipboard.readText() })(), window.copied?.includes('planted to be copied')";
    holds(tab, "it on the clipboard", copied).await?;
    let text: String = tab.js("return window.copied", &[]).await?;
    for part in ["Holdfast 0.", "Page: /settings", "Browser: "] {
        ensure!(text.contains(part), "{part} is not in what was copied:\n{text}");
    }
    tab.click(".fault-again").await?;
    holds(tab, "it to be over", &format!("!{SHOWN}")).await
}

/// A fault comes while somebody types: what they typed is theirs afterwards.
async fn nothing_lost(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    tab.goto(&board.path).await?;
    board.add("todo", "Call the port").await?;
    tab.click(".task .task-title").await?;
    tab.find("aside.panel textarea[name=description]").await?;
    // All at once: nothing may be stored by itself before the page is left.
    let typed = "document.documentElement.dataset.old = 'yes';
        const field = document.querySelector('aside.panel textarea[name=description]');
        field.focus();
        field.value = 'By radio, on channel 16.';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        dispatchEvent(new ErrorEvent('error', { error: new Error('planted while typing') }));
        document.querySelector('.fault-reload').click()";
    tab.js::<()>(typed, &[]).await?;
    let stored = "!document.documentElement.dataset.old
        && (document.querySelector('aside.panel')?.innerText.includes('By radio, on channel 16.')
        || document.querySelector('aside.panel textarea[name=description]')?.value.includes('By radio, on channel 16.'))";
    holds(tab, "what was typed", stored).await?;
    ada.sync_is("synced").await?;
    tab.press(key(Key::Escape)).await?;
    tab.goto("/settings").await
}

/// A real one, in the middle of drawing: the page makes no elements any more.
async fn panic(tab: &Tab) -> Result<()> {
    tab.find(".setting").await?;
    leave_fields(tab).await?;
    let none = "Document.prototype.createElement = Node.prototype.cloneNode = () => { throw new Error('planted: no elements') }; return null";
    tab.js::<()>(none, &[]).await?;
    tab.press("?").await?;
    holds(tab, "the notice", "document.querySelector('.fault').checkVisibility()").await?;
    holds(tab, "the report", "document.querySelector('.fault-report').textContent.includes('panicked at')").await?;
    ensure!(tab.text(".fault-words").await?.contains("Reload it"), "it says what helps");
    ensure!(!tab.has(".fault-again").await?, "what cannot work is not offered");
    tab.click(".fault-reload").await?;
    let anew = "document.querySelector('.setting') && document.querySelector('.fault-again') && !document.querySelector('.fault').checkVisibility()";
    holds(tab, "a new page", anew).await
}
