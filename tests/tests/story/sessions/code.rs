//! The shared code of a session: two people write at once, with and without a line, and nothing of it is lost.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_core::entity::SessionState;
use holdfast_tests::browser::{Axe, LONG, Person, Tab, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

use super::hub::{self, guest, open, put, session};
use crate::looks;

/// Where it is written.
const FIELD: &str = ".code textarea";

/// Waits until the field holds a text.
async fn holds(tab: &Tab, text: &str) -> Result<()> {
    let told = "document.querySelector(arguments[0])?.value === arguments[1]";
    tab.wait(&format!("the code {text:?}"), LONG, told, &[json!(FIELD), json!(text)]).await
}

/// Waits until the field holds these, wherever they are.
async fn has(tab: &Tab, words: &[&str]) -> Result<()> {
    let told = "arguments[1].every(word => document.querySelector(arguments[0])?.value.includes(word))";
    tab.wait(&format!("{words:?} in the code"), LONG, told, &[json!(FIELD), json!(words)]).await
}

/// Waits until the code stands so.
async fn stands(tab: &Tab, state: &str) -> Result<()> {
    let told = "document.querySelector('.code')?.dataset.code === arguments[0]";
    tab.wait(&format!("the code to be {state}"), LONG, told, &[json!(state)]).await
}

/// Types where the focus is, new lines by their key.
async fn typed(tab: &Tab, text: &str) -> Result<()> {
    tab.press(text.replace('\n', &key(Key::Enter))).await
}

/// Writes at the code's end.
async fn write(tab: &Tab, text: &str) -> Result<()> {
    tab.click(FIELD).await?;
    tab.chord(Key::Control, Key::End).await?;
    typed(tab, text).await
}

/// Opens a session's page, whose code may be written.
async fn enter(tab: &Tab, path: &str) -> Result<()> {
    tab.goto(path).await?;
    tab.find(".code textarea:not([readonly])").await.map(drop)
}

/// Waits until everybody has the same, and gives it.
async fn same(one: &Tab, other: &Tab) -> Result<String> {
    stands(one, "sent").await?;
    stands(other, "sent").await?;
    let text: String = one.js(&format!("return document.querySelector('{FIELD}').value"), &[]).await?;
    holds(other, &text).await?;
    Ok(text)
}

#[test]
fn h7_code_is_written_together() {
    story("sessions-code", Duration::from_secs(240), async |world, parts| {
        let mut ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "editor").await?;
        put(&ada.tab, &engagement, &[session("Tide tables", SessionState::Active, &[])]).await?;
        open(&ada.tab, &engagement, "").await?;
        hub::enter(&ada.tab, "Tide tables").await?;
        ada.tab.find(".code textarea:not([readonly])").await?;
        let path = ada.tab.path().await?;
        enter(&bob.tab, &path).await?;

        write(&ada.tab, "fn tide() {").await?;
        holds(&bob.tab, "fn tide() {").await?;
        ada.tab.press(key(Key::Enter)).await?;
        ada.tab.press(key(Key::Tab)).await?;
        ada.tab.press("1").await?;
        holds(&bob.tab, "fn tide() {\n\t1").await?;
        bob.tab.click(FIELD).await?;
        bob.tab.chord(Key::Control, Key::Home).await?;
        bob.tab.press(key(Key::Enter)).await?;
        bob.tab.press(key(Key::Up)).await?;
        let (one, other) = tokio::join!(typed(&ada.tab, " + 2\n}\n"), typed(&bob.tab, "// Harbour"));
        one.and(other)?;
        holds(&ada.tab, "// Harbour\nfn tide() {\n\t1 + 2\n}\n").await?;
        holds(&bob.tab, "// Harbour\nfn tide() {\n\t1 + 2\n}\n").await?;
        parts.done("both wrote at once, and neither's caret was moved");

        ada.tab.find(".code-marks [data-name=Bob] .code-caret").await?;
        let where_is = "document.querySelector('.code-others').textContent === arguments[0]";
        ada.tab.wait("where Bob is", LONG, where_is, &[json!("Here too: Bob (line 1)")]).await?;
        bob.tab.wait("where Ada is", LONG, where_is, &[json!("Here too: Ada (line 5)")]).await?;
        ada.tab.press(key(Key::Escape)).await?;
        ada.tab.press(key(Key::Tab)).await?;
        let left = "document.activeElement !== document.querySelector(arguments[0])";
        ada.tab.wait("the field to be left", LONG, left, &[json!(FIELD)]).await?;
        bob.tab.wait("nobody's caret", LONG, "!document.querySelector('.code-caret')", &[]).await?;
        parts.done("each sees where the other is; the field can be left by keys");

        write(&ada.tab, "// mine").await?;
        holds(&bob.tab, "// Harbour\nfn tide() {\n\t1 + 2\n}\n// mine").await?;
        bob.tab.press(" wall").await?;
        holds(&ada.tab, "// Harbour wall\nfn tide() {\n\t1 + 2\n}\n// mine").await?;
        ada.tab.chord(Key::Control, 'z').await?;
        holds(&ada.tab, "// Harbour wall\nfn tide() {\n\t1 + 2\n}\n").await?;
        holds(&bob.tab, "// Harbour wall\nfn tide() {\n\t1 + 2\n}\n").await?;
        ada.tab.chords(&[Key::Control, Key::Shift], 'z').await?;
        holds(&bob.tab, "// Harbour wall\nfn tide() {\n\t1 + 2\n}\n// mine").await?;
        parts.done("undo takes back one's own and nothing of the other's");

        composed(&ada.tab, &bob.tab).await?;
        parts.done("a word that is composed is not disturbed, and both are there when it is done");

        looks::check(&ada.tab, "session-code", &Axe::provide()?).await?;
        parts.done("by the rules of accessibility, wide and narrow, light and dark");

        apart(world, &mut ada, &bob, &path).await?;
        parts.done("written without a line: kept over a reload and a closed tab, counted as unsent, and merged");

        let before = same(&ada.tab, &bob.tab).await?;
        world.proxy.cut();
        stands(&ada.tab, "offline").await?;
        write(&ada.tab, "// from another page\n").await?;
        stands(&ada.tab, "offline").await?;
        open(&ada.tab, &engagement, "").await?;
        world.proxy.mend();
        has(&bob.tab, &["// from another page\n", &before]).await?;
        ada.sync_is("synced").await?;
        enter(&ada.tab, &path).await?;
        parts.done("sent from a page that does not show it");

        let before = same(&ada.tab, &bob.tab).await?;
        let other = ada.browser.new_tab().await?;
        open(&other, &engagement, "").await?;
        world.proxy.cut();
        stands(&ada.tab, "offline").await?;
        write(&ada.tab, "// from a closed tab\n").await?;
        stands(&ada.tab, "offline").await?;
        std::mem::replace(&mut ada.tab, other).close().await?;
        world.proxy.mend();
        has(&bob.tab, &["// from a closed tab\n", &before]).await?;
        ada.sync_is("synced").await?;
        enter(&ada.tab, &path).await?;
        parts.done("sent from another tab than the one it was written in");

        same(&ada.tab, &bob.tab).await?;
        world.server.kill();
        write(&bob.tab, "// while the server was down\n").await?;
        world.server.restart().await?;
        has(&ada.tab, &["// while the server was down\n"]).await?;
        let text = same(&ada.tab, &bob.tab).await?;
        parts.done("a server that was killed comes back and gets what was written");

        let near = Api::sign_in(&format!("http://{}", world.server.address()), &ada.account).await?;
        discarded(world, &bob, &path, &text, async || near.give_role(&engagement, &bob.account.id, "viewer").await)
            .await?;
        parts.done("what may not be sent any more is told, and discarded for good, in the other tab too");

        bob.tab.find(".code textarea[readonly]").await?;
        bob.tab.click(FIELD).await?;
        bob.tab.press("x").await?;
        write(&ada.tab, "// the end").await?;
        holds(&bob.tab, &format!("{text}// the end")).await?;
        holds(&ada.tab, &format!("{text}// the end")).await?;
        parts.done("a viewer reads and does not write");
        Ok(())
    });
}

/// Ada composes a word while Bob writes.
async fn composed(ada: &Tab, bob: &Tab) -> Result<()> {
    ada.click(FIELD).await?;
    ada.chord(Key::Control, Key::End).await?;
    let begin = "const area = document.querySelector(arguments[0]);
        area.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        area.setRangeText('k', area.value.length, area.value.length, 'end');
        area.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))";
    ada.js::<()>(begin, &[json!(FIELD)]).await?;
    write(bob, "!").await?;
    // Bob's letter is on the server, and so on its way to Ada.
    stands(bob, "sent").await?;
    let before: String = ada.js(&format!("return document.querySelector('{FIELD}').value"), &[]).await?;
    ensure!(before.ends_with("// minek"), "the field was drawn while a word was composed: {before:?}");
    let end = "const area = document.querySelector(arguments[0]);
        area.setRangeText('か', area.value.length - 1, area.value.length, 'end');
        area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'か' }));
        area.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    ada.js::<()>(end, &[json!(FIELD)]).await?;
    has(ada, &["か", "!"]).await?;
    has(bob, &["か", "!"]).await?;
    same(ada, bob).await.map(drop)
}

/// Bob writes without a line, and may not any more when there is one.
async fn discarded(
    world: &World,
    bob: &Person,
    path: &str,
    text: &str,
    demote: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let second = bob.browser.new_tab().await?;
    enter(&second, path).await?;
    holds(&second, text).await?;
    world.proxy.cut();
    stands(&bob.tab, "offline").await?;
    write(&bob.tab, "// never to be sent").await?;
    holds(&second, &format!("{text}// never to be sent")).await?;
    demote().await?;
    world.proxy.mend();
    bob.tab.click(".code-discard").await?;
    bob.tab.click(".code-discard-yes").await?;
    for tab in [&bob.tab, &second] {
        holds(tab, text).await?;
    }
    second.reload().await?;
    holds(&second, text).await?;
    second.close().await?;
    bob.sync_is("synced").await
}

/// Both write without a line; Ada's tab is closed.
async fn apart(world: &World, ada: &mut Person, bob: &Person, path: &str) -> Result<()> {
    world.proxy.cut();
    for tab in [&ada.tab, &bob.tab] {
        stands(tab, "offline").await?;
    }
    write(&ada.tab, "\n// Ada without a line\n").await?;
    write(&bob.tab, "\n// Bob without a line\n").await?;
    ada.sync_is("offline").await?;
    stands(&ada.tab, "offline").await?;
    ada.tab.reload().await?;
    has(&ada.tab, &["// Ada without a line"]).await?;
    // Not its browser: one that is killed soon after a sign-in has not stored the cookie.
    let opened = ada.browser.new_tab().await?;
    std::mem::replace(&mut ada.tab, opened).close().await?;
    enter(&ada.tab, path).await?;
    has(&ada.tab, &["// Ada without a line"]).await?;
    ada.sync_is("offline").await?;
    ada.tab.click("button.account").await?;
    ada.tab.click("button.sign-out").await?;
    ada.tab.find("dialog.sign-out-confirm .confirm").await?;
    ada.tab.click("dialog.sign-out-confirm .dialog-close").await?;
    ada.tab.gone("dialog.sign-out-confirm").await?;
    world.proxy.mend();
    for tab in [&ada.tab, &bob.tab] {
        has(tab, &["// Ada without a line", "// Bob without a line"]).await?;
    }
    same(&ada.tab, &bob.tab).await?;
    ada.sync_is("synced").await
}
