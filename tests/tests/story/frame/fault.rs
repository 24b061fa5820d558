//! What nobody foresaw.

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Person, Tab};

use super::{holds, leave_fields};
use crate::looks;

pub(super) async fn fault(ada: &Person, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
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
        .await?;
    panic(tab).await
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
