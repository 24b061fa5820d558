//! Keys that people change.

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Person, key};
use thirtyfour::Key;

use super::{holds, leave_fields};
use crate::looks;

pub(super) async fn shortcuts(ada: &Person, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    tab.press("ge").await?;
    holds(tab, "the engagements", "location.pathname === '/engagements'").await?;
    leave_fields(tab).await?;
    tab.press("gs").await?;
    holds(tab, "the sync centre", "location.pathname === '/sync'").await?;
    leave_fields(tab).await?;
    tab.press("?").await?;
    tab.find("dialog.shortcuts[open]").await?;
    looks::check(tab, "shortcuts", axe).await?;
    ensure!(!tab.has("[data-shortcut=new-task]").await?, "only what works here is listed");

    tab.click("[data-shortcut=search] .shortcut-change").await?;
    tab.press("gs").await?;
    holds(
        tab,
        "a refusal",
        "document.querySelector('.shortcut-said').textContent.includes('taken by “Go to the sync centre”')",
    )
    .await?;
    let beside = "document.querySelector('[data-shortcut=search] .shortcut-told')?.textContent.includes('taken by')";
    holds(tab, "the refusal beside what was to be changed", beside).await?;
    // A page listens to that one itself.
    tab.click("[data-shortcut=search] .shortcut-change").await?;
    tab.press("x").await?;
    holds(
        tab,
        "a refusal",
        "document.querySelector('.shortcut-said').textContent.includes('“Select the task, or not any more”')",
    )
    .await?;
    tab.click("[data-shortcut=search] .shortcut-change").await?;
    tab.press("s").await?;
    holds(tab, "the change", "document.querySelector('[data-shortcut=search] .shortcut-reset')").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.shortcuts").await?;
    tab.reload().await?;
    holds(tab, "the page", "document.querySelector('.search-open kbd')?.textContent === 'S'").await?;
    tab.press("/").await?;
    tab.press("s").await?;
    holds(tab, "the search page by its new key", "document.activeElement.matches('input.search-words')").await?;
    tab.press("s?").await?;
    holds(tab, "letters in a text to be letters", "document.activeElement.value === 's?'").await?;

    // Two tabs change one key each; both hold in both.
    let other = ada.browser.new_tab().await?;
    other.goto("/settings").await?;
    other.find(".setting").await?;
    leave_fields(&other).await?;
    other.press("?").await?;
    other.click("[data-shortcut=settings] .shortcut-change").await?;
    other.press(",").await?;
    holds(&other, "the change", "document.querySelector('[data-shortcut=settings] .shortcut-reset')").await?;
    leave_fields(tab).await?;
    tab.press("?").await?;
    holds(tab, "the other tab's change", "document.querySelector('[data-shortcut=settings] kbd')?.textContent === ','")
        .await?;
    tab.click("[data-shortcut=settings] .shortcut-reset").await?;
    holds(tab, "the focus beside it", "document.activeElement.matches('[data-shortcut=settings] .shortcut-change')")
        .await?;
    holds(&other, "both keys", "!document.querySelector('[data-shortcut=settings] .shortcut-reset') && document.querySelector('[data-shortcut=search] .shortcut-reset')").await?;
    other.close().await?;
    tab.click(".shortcut-reset-all").await?;
    holds(tab, "its own key", "document.querySelector('[data-shortcut=search] kbd')?.textContent === '/'").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.shortcuts").await
}
