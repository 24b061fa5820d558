//! What another app shares.

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Person, Tab, World};

use super::holds;

pub(super) async fn shared(world: &World, ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    world.proxy.cut();
    holds(tab, "the service worker", "navigator.serviceWorker.controller").await?;
    // As the browser does for a share target.
    // A page that waits for a file is left alone by what is shared to another.
    let waiting = ada.browser.new_tab().await?;
    waiting.goto(&format!("/e/{}/import", own_engagement(tab).await?)).await?;
    waiting.find("#import-board").await?;
    let share = "const form = document.createElement('form');
        Object.assign(form, { method: 'POST', enctype: 'multipart/form-data', action: '/share' });
        const words = document.createElement('textarea');
        Object.assign(words, { name: 'text', value: 'Order fenders\\nPaint the mast' });
        form.append(words); document.body.append(form); form.submit();";
    tab.js::<()>(share, &[]).await?;
    tab.find("button.import-run").await?;
    holds(tab, "both tasks to be looked at", "document.querySelector('.import-preview').textContent.includes('2 ')")
        .await?;
    ensure!(tab.js::<String>("return location.search", &[]).await?.is_empty(), "it is asked for once");
    ensure!(!waiting.has("button.import-run").await?, "the other page took it");
    waiting.close().await?;
    // Nothing is left of it.
    tab.goto("/share").await?;
    holds(
        tab,
        "that there is nothing",
        "document.querySelector('.empty')?.innerText.includes('There is nothing here')",
    )
    .await?;
    world.proxy.mend();
    Ok(())
}

/// The id of the person's engagement, as the list of them shows it offline.
async fn own_engagement(tab: &Tab) -> Result<String> {
    let link = "return document.querySelector('li.card[data-record]').dataset.record";
    tab.goto("/engagements").await?;
    tab.find("li.card[data-record]").await?;
    tab.js(link, &[]).await
}
