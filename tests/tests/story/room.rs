//! A session's room: people see each other in it, and talk.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{Entity as _, Message, SessionState},
    id::{Id, ScopeId},
    operation::Edit,
    wire::MAX_BATCH,
};
use holdfast_tests::browser::{Axe, LONG, Person, SHORT, Tab, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::{
    looks,
    sessions::hub::{self, guest, open, put, says, session},
};

/// Where something new is written.
const FIELD: &str = ".chat-say textarea";

/// Waits until the room says who is there.
async fn here(tab: &Tab, words: &str) -> Result<()> {
    let told = "document.querySelector('.room-here')?.innerText.trim() === arguments[0]";
    tab.wait(&format!("“{words}”"), LONG, told, &[json!(words)]).await
}

/// Waits until somebody is said to write, or nobody.
async fn writing(tab: &Tab, words: &str) -> Result<()> {
    let told = "document.querySelector('.chat-writing')?.textContent === arguments[0]";
    tab.wait(&format!("“{words}” of who writes"), LONG, told, &[json!(words)]).await
}

/// Waits until these are the last messages, without what is on their way.
async fn said(tab: &Tab, words: &[&str]) -> Result<()> {
    let told = "JSON.stringify([...document.querySelectorAll('.message-text')].slice(-arguments[0].length)
        .map(one => one.innerText.trim())) === JSON.stringify(arguments[0])";
    tab.wait(&format!("the messages {words:?}"), LONG, told, &[json!(words)]).await
}

/// Says something by the field and a key.
async fn say(tab: &Tab, words: &str) -> Result<()> {
    tab.fill(FIELD, words).await?;
    tab.press(key(Key::Enter)).await?;
    tab.wait("an empty field", SHORT, "document.querySelector(arguments[0]).value === ''", &[json!(FIELD)]).await
}

/// The last message, marked, as a selector's beginning.
async fn last(tab: &Tab) -> Result<&'static str> {
    let mark = "document.querySelectorAll('.message').forEach(one => delete one.dataset.meant);
        [...document.querySelectorAll('.message')].at(-1).dataset.meant = 'yes'";
    tab.js::<()>(mark, &[]).await?;
    Ok(".message[data-meant]")
}

/// Puts so many messages into a room.
async fn fill(tab: &Tab, engagement: &str, path: &str, many: usize) -> Result<()> {
    let scope: ScopeId = engagement.parse().context("an engagement's id")?;
    let session = path.rsplit('/').next().and_then(|id| id.parse().ok()).context("a session's address")?;
    let api = Api::of(tab).await?;
    let say = |at: usize| {
        let mut random = [9; 10];
        random[2..].copy_from_slice(&(at as u64).to_be_bytes());
        let text = format!("Message {at}");
        let message = Message { session, text, said_by: String::new(), said_at: None };
        message.create(scope, Id::new(1_790_000_000_000 + at as u64, random))
    };
    let edits: Vec<Edit> = (1..=many).map(say).collect();
    for part in edits.chunks(MAX_BATCH) {
        api.edit(part.to_vec()).await?;
    }
    Ok(())
}

#[test]
fn h7_people_in_a_room_see_each_other_and_talk() {
    story("room", Duration::from_secs(180), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "viewer").await?;
        let people = [ada.account.id.as_str(), bob.account.id.as_str()];
        put(&ada.tab, &engagement, &[session("Tide tables", SessionState::Active, &people)]).await?;
        open(&ada.tab, &engagement, "").await?;
        hub::enter(&ada.tab, "Tide tables").await?;
        here(&ada.tab, "Only you are here").await?;
        let path = ada.tab.path().await?;
        bob.tab.goto(&path).await?;
        here(&bob.tab, "You and Ada are here").await?;
        here(&ada.tab, "You and Bob are here").await?;
        ada.tab.find(&format!(".member[data-person='{}'] .member-here", bob.account.id)).await?;
        let second = bob.browser.new_tab().await?;
        second.goto(&path).await?;
        here(&second, "You and Ada are here").await?;
        here(&ada.tab, "You and Bob are here").await?;
        second.close().await?;
        here(&bob.tab, "You and Ada are here").await?;
        here(&ada.tab, "You and Bob are here").await?;
        parts.done("each sees the other, who has two tabs, once");

        talk(&ada, &bob).await?;
        parts.done(
            "that somebody writes shows and ends, and what they said is there, changed, deleted and brought back",
        );
        looks::check(&ada.tab, "room", &Axe::provide()?).await?;
        parts.done("by the rules of accessibility, wide and narrow, light and dark");

        world.proxy.cut();
        for person in [&ada, &bob] {
            person.sync_is("offline").await?;
            here(&person.tab, "You are offline: who is here is not known").await?;
        }
        say(&bob.tab, "The line is down").await?;
        bob.tab.find(".message:last-child .mark[data-mark=waiting]").await?;
        bob.tab.stored().await?;
        bob.tab.fill(FIELD, "Still here?").await?;
        bob.tab.reload().await?;
        let kept = "document.querySelector(arguments[0])?.value === 'Still here?'";
        bob.tab.wait("what was begun", LONG, kept, &[json!(FIELD)]).await?;
        world.proxy.mend();
        said(&ada.tab, &["The line is down"]).await?;
        bob.sync_is("synced").await?;
        here(&ada.tab, "You and Bob are here").await?;
        here(&bob.tab, "You and Ada are here").await?;
        parts.done("what is said offline is sent later, and who is there is known again");

        many(&ada, &bob, &engagement, &path).await?;
        parts.done("of a thousand the last are drawn, and what comes while earlier ones are read is counted");
        bob.tab.goto(&format!("/e/{engagement}/sessions")).await?;
        here(&ada.tab, "Only you are here").await?;
        parts.done("who goes elsewhere is gone at once");
        Ok(())
    });
}

async fn talk(ada: &Person, bob: &Person) -> Result<()> {
    bob.tab.fill(FIELD, "High water").await?;
    writing(&ada.tab, "Bob is typing…").await?;
    writing(&ada.tab, "").await?;
    writing(&bob.tab, "").await?;
    bob.tab.click(FIELD).await?;
    bob.tab.press(key(Key::End)).await?;
    bob.tab.chord(Key::Shift, Key::Enter).await?;
    bob.tab.press("at **six**").await?;
    bob.tab.press(key(Key::Enter)).await?;
    said(&ada.tab, &["High water\nat six"]).await?;
    ada.tab.find(".message[data-record] .message-text strong").await?;
    let aloud = "document.querySelector('.chat-aloud').textContent.startsWith('Bob: High water')";
    ada.tab.wait("to be told aloud", SHORT, aloud, &[]).await?;
    say(&ada.tab, "Thank you").await?;
    say(&ada.tab, "See you their").await?;
    let words = ["High water\nat six", "Thank you", "See you their"];
    said(&bob.tab, &words).await?;
    ensure!(
        !bob.tab.has(".message:last-child :is(.message-edit, .message-delete)").await?,
        "another's message is offered"
    );
    let heads = "document.querySelectorAll('.message-head').length === 2 && document.querySelectorAll('.chat-day').length === 1";
    ada.tab.wait("one head for each of them", SHORT, heads, &[]).await?;

    let one = last(&ada.tab).await?;
    ada.tab.click(&format!("{one} .message-edit")).await?;
    ada.tab.fill(&format!("{one} textarea"), "See you there").await?;
    ada.tab.press(key(Key::Enter)).await?;
    let words = ["High water\nat six", "Thank you", "See you there"];
    said(&ada.tab, &words).await?;
    said(&bob.tab, &words).await?;
    let one = last(&ada.tab).await?;
    ada.tab.click(&format!("{one} .message-delete")).await?;
    said(&ada.tab, &words[..2]).await?;
    said(&bob.tab, &words[..2]).await?;
    says(&ada.tab, "Deleted a message").await?;
    ada.tab.click(".toast button").await?;
    said(&bob.tab, &words).await?;
    ada.sync_is("synced").await
}

async fn many(ada: &Person, bob: &Person, engagement: &str, path: &str) -> Result<()> {
    fill(&ada.tab, engagement, path, 1_000).await?;
    said(&bob.tab, &["Message 999", "Message 1000"]).await?;
    said(&ada.tab, &["Message 999", "Message 1000"]).await?;
    let drawn = "document.querySelectorAll('.message').length";
    let few = format!("{drawn} <= 100 && {drawn} >= 50");
    ada.tab.wait("few of them in the page", LONG, &few, &[]).await?;
    let before: usize = ada.tab.js(&format!("return {drawn}"), &[]).await?;
    let end = "(box => box.scrollHeight - box.scrollTop - box.clientHeight < 24)(document.querySelector('.chat-box'))";
    ada.tab.wait("the end", SHORT, end, &[]).await?;
    ada.tab.click(".chat-earlier").await?;
    ada.tab.wait("fifty more", SHORT, &format!("{drawn} === arguments[0] + 50"), &[json!(before)]).await?;
    ada.tab.js::<()>("document.querySelector('.chat-box').scrollTop = 200", &[]).await?;
    ada.tab.wait("to be away from the end", SHORT, &format!("!{end}"), &[]).await?;
    say(&bob.tab, "One more").await?;
    let new = "document.querySelector('.chat-new')?.textContent === '1 new message'";
    ada.tab.wait("to be told of it", LONG, new, &[]).await?;
    ensure!(!ada.tab.js::<bool>(&format!("return {end}"), &[]).await?, "what is read went out of view");
    ada.tab.click(".chat-new").await?;
    said(&ada.tab, &["Message 1000", "One more"]).await?;
    ada.tab.wait("the end again", SHORT, end, &[]).await?;
    ada.tab.gone(".chat-new").await
}
