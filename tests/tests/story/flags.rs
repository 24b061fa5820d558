//! What whoever runs the server turns off while people are at work, for everybody or for one of them.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_core::entity::SessionState;
use holdfast_tests::browser::{Axe, LONG, Person, Tab, World, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::{
    looks,
    sessions::hub::{self, guest, open, put, session},
};

/// Where something new is said.
const FIELD: &str = ".chat-say textarea";

async fn say(tab: &Tab, words: &str) -> Result<()> {
    tab.fill(FIELD, words).await?;
    tab.press(key(Key::Enter)).await?;
    tab.wait("an empty field", LONG, "document.querySelector(arguments[0]).value === ''", &[json!(FIELD)]).await
}

async fn said(tab: &Tab, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.message-text')].some(one => one.innerText.trim() === arguments[0])";
    tab.wait(&format!("“{words}”"), LONG, told, &[json!(words)]).await
}

/// Sets a flag as whoever runs the server does, in another program.
fn set(world: &World, args: &[&str]) -> Result<()> {
    world.server.command(&[&["flags", "set"], args].concat()).map(drop)
}

/// Waits until the page says of a flag how it is.
async fn is(tab: &Tab, flag: &str, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.server-flags .figures > div')].some(one =>
        one.querySelector('dt').textContent === arguments[0] && one.querySelector('dd').textContent === arguments[1])";
    tab.wait(&format!("{flag}: {words}"), LONG, told, &[json!(flag), json!(words)]).await
}

async fn to_room(person: &Person, engagement: &str) -> Result<()> {
    open(&person.tab, engagement, "").await?;
    hub::enter(&person.tab, "Tide tables").await?;
    person.tab.find(".chat").await.map(drop)
}

/// What Ada had begun to write.
const HALF: &str = "document.querySelector(arguments[0])?.value === 'Half a thought'";

#[test]
fn h12_what_is_turned_off_is_explained_loses_nothing_and_comes_back() {
    story("flags", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "editor").await?;
        let people = [ada.account.id.as_str(), bob.account.id.as_str()];
        put(&ada.tab, &engagement, &[session("Tide tables", SessionState::Active, &people)]).await?;
        for person in [&ada, &bob] {
            to_room(person, &engagement).await?;
            person.tab.find(FIELD).await?;
            person.tab.find(".files-drop").await?;
            person.tab.js::<()>("window.before = true", &[]).await?;
        }
        say(&ada.tab, "High water at nine").await?;
        said(&bob.tab, "High water at nine").await?;
        ada.tab.fill(FIELD, "Half a thought").await?;
        parts.done("all is on");

        world.proxy.cut();
        bob.sync_is("offline").await?;
        say(&bob.tab, "The line is down").await?;
        bob.tab.stored().await?;
        set(world, &["chat", "off"])?;
        set(world, &["files", "off", "--for", &ada.account.email])?;
        world.proxy.mend();
        for person in [&ada, &bob] {
            person.tab.find(".chat-off").await?;
            person.tab.find(&format!("{FIELD}[readonly]")).await?;
            said(&person.tab, "High water at nine").await?;
            ensure!(person.tab.js::<bool>("return window.before === true", &[]).await?, "the page was loaded anew");
        }
        ada.tab.find(".files-off").await?;
        bob.tab.find(".files-drop").await?;
        ada.tab.wait("what was being written", LONG, HALF, &[json!(FIELD)]).await?;
        looks::check(&ada.tab, "turned-off", &Axe::provide()?).await?;
        parts.done("off for everybody, and for one person, in open tabs, which say so");

        bob.sync_is("problem").await?;
        bob.tab.click("button.sync").await?;
        bob.tab.click("a.sync-open").await?;
        let why = "(said => said.includes('The line is down') && said.includes('turned off on this server'))(document.querySelector('main').innerText)";
        bob.tab.wait("what was written meanwhile, with the reason why it was not taken", LONG, why, &[]).await?;
        parts.done("what was written meanwhile is kept, with the reason");

        world.server.kill();
        ada.sync_is("offline").await?;
        ada.tab.reload().await?;
        ada.tab.find(".chat-off").await?;
        ada.tab.find(".files-off").await?;
        to_server(&ada.tab).await?;
        is(&ada.tab, "Messages in sessions", "Off, for everybody on this server").await?;
        is(&ada.tab, "Attaching files to sessions", "Off for you").await?;
        is(&ada.tab, "The interface for programs", "On").await?;
        parts.done("known without a network too, and told on the server's page");

        world.server.restart().await?;
        ada.sync_is("synced").await?;
        set(world, &["chat", "on"])?;
        set(world, &["files", "on", "--for", &ada.account.email])?;
        is(&ada.tab, "Messages in sessions", "On").await?;
        is(&ada.tab, "Attaching files to sessions", "On, for you").await?;
        to_room(&ada, &engagement).await?;
        ada.tab.find(&format!("{FIELD}:not([readonly])")).await?;
        ada.tab.wait("what was being written before", LONG, HALF, &[json!(FIELD)]).await?;
        ada.tab.find(".files-drop").await?;
        bob.tab.click(".sync-line .retry").await?;
        bob.sync_is("synced").await?;
        said(&ada.tab, "The line is down").await?;
        parts.done("on again, and what was refused is sent after all");
        Ok(())
    });
}

/// By the menu: what the page knows stays with it.
async fn to_server(tab: &Tab) -> Result<()> {
    tab.click("button.account").await?;
    tab.click("#account-menu a[href='/server']").await?;
    tab.find(".server-here .figures").await.map(drop)
}
