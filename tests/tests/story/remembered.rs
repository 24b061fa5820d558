//! What the interface itself remembers: dialogs and what is in them, what is said, filters, and how it looks.

use std::time::Duration;

use anyhow::ensure;
use holdfast_core::entity::SessionState;
use holdfast_tests::browser::{LONG, key, story};
use thirtyfour::Key;

use crate::sessions::hub::{card, open, put, says, session};

#[test]
fn h2_what_the_page_remembers_is_there_after_a_reload_and_in_the_next_tab() {
    story("remembered", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let tab = &ada.tab;
        let sessions = [
            session("Tide tables", SessionState::Active, &[]),
            session("Old charts", SessionState::Archived, &[]),
            session("Lamp oil", SessionState::Active, &[]),
        ];
        put(tab, &engagement, &sessions).await?;

        open(tab, &engagement, "").await?;
        card(tab, "Lamp oil").await?;
        tab.click("button.session-new").await?;
        tab.fill("dialog #session-name", "Half a na").await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone("dialog.session-dialog").await?;
        tab.reload().await?;
        tab.click("button.session-new").await?;
        let kept = "document.querySelector('dialog #session-name')?.value === 'Half a na'";
        tab.wait("what was being written in the dialog", LONG, kept, &[]).await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone("dialog.session-dialog").await?;
        parts.done("a dialog with what was written in it");

        open(tab, &engagement, "?status=archived&sort=alphabetical").await?;
        card(tab, "Old charts").await?;
        tab.reload().await?;
        card(tab, "Old charts").await?;
        let left: usize = tab.js("return document.querySelectorAll('.session').length", &[]).await?;
        ensure!(left == 1, "the filter is forgotten");
        parts.done("filters and the order, in the address");

        let meant = card(tab, "Old charts").await?;
        tab.click(&format!("{meant} .session-more")).await?;
        tab.click("#session-menu:popover-open [data-deed=delete]").await?;
        tab.click("dialog.session-delete .confirm").await?;
        says(tab, "Old charts").await?;
        tab.click(".toast .toast-action").await?;
        card(tab, "Old charts").await?;
        world.proxy.cut();
        says(tab, "You are offline").await?;
        // What the mouse is over stays.
        tab.click("main h1").await?;
        tab.wait("it to go by itself", LONG, "!document.querySelector('.toast')", &[]).await?;
        world.proxy.mend();
        says(tab, "You are online again").await?;
        tab.click(".toast .toast-dismiss").await?;
        tab.gone(".toast").await?;
        ada.sync_is("synced").await?;
        parts.done("what is said is acted on, goes by itself, or is dismissed");

        // As a build kept it that knew other choices, beside what has gone bad.
        let old = "localStorage.setItem('holdfast-look', 'theme=dark accent=plaid density=compact =x')";
        tab.js::<()>(old, &[]).await?;
        tab.reload().await?;
        card(tab, "Old charts").await?;
        let looks = "document.documentElement.dataset.theme === 'dark'
            && getComputedStyle(document.documentElement).fontSize === '14px'";
        tab.wait("what is still known of it", LONG, looks, &[]).await?;
        let second = ada.browser.new_tab().await?;
        open(&second, &engagement, "").await?;
        second.wait("the same in the next tab", LONG, looks, &[]).await?;
        second.goto("/settings").await?;
        second.click("input[name=theme][value=light]").await?;
        let light = "document.documentElement.dataset.theme === 'light'";
        tab.wait("what another tab chose", LONG, light, &[]).await?;
        parts.done("how it looks, from an older build too, and in every tab at once");
        Ok(())
    });
}
