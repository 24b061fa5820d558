//! What a page knows of sessions: the list, one of them, and what belongs to it, each kept as fresh as it has to be and asked for
//! no oftener.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{Entity as _, Message, Session, SessionState},
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{LONG, Rules, Tab, api::Api, story, until};
use serde_json::json;

use crate::sessions::hub::{card, guest, open, put, session};

#[test]
fn h3_sessions_are_known_in_levels_each_as_fresh_as_it_has_to_be() {
    story("levels", Duration::from_secs(180), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "editor").await?;
        let sessions = ["Tide tables", "Crane hours"].map(|name| session(name, SessionState::Active, &[]));
        put(&ada.tab, &engagement, &sessions).await?;
        let list = &ada.tab;
        open(list, &engagement, "").await?;
        let (api, his) = (
            Api::sign_in(&world.proxy.origin(), &ada.account).await?,
            Api::sign_in(&world.proxy.origin(), &bob.account).await?,
        );
        let scope: ScopeId = engagement.parse()?;
        let (tide, crane) = (id(list, "Tide tables").await?, id(list, "Crane hours").await?);
        let one = ada.browser.new_tab().await?;
        one.goto(&format!("/e/{engagement}/s/{tide}")).await?;
        one.find(".chat-say textarea").await?;
        counts(list).await?;
        counts(&one).await?;

        // Each level has it, whoever asked for what, and none is fetched for it.
        let rename = |session: &str, name: &str| -> Result<Edit> {
            Ok(Edit::set(scope, session.parse::<Id<Session>>()?).put(Session::NAME, name.to_owned()))
        };
        api.edit(vec![rename(&tide, "Spring tides")?]).await?;
        card(list, "Spring tides").await?;
        heading(&one, "Spring tides").await?;
        let words =
            Message { session: tide.parse()?, text: "High water at six".into(), said_by: String::new(), said_at: None };
        his.edit(vec![words.create(scope, Id::new(1_790_000_000_000, [7; 10]))]).await?;
        let said =
            "[...document.querySelectorAll('.message-text')].some(one => one.innerText.includes('High water at six'))";
        one.wait("what was said", LONG, said, &[]).await?;
        world.proxy.rule(Rules::plain_requests_only());
        api.edit(vec![rename(&tide, "Neap tides")?]).await?;
        heading(&one, "Neap tides").await?;
        card(list, "Neap tides").await?;
        world.proxy.rule(Rules::default());
        ensure!(asked(list, "/records/").await? == 0, "the list asked for one of its sessions");
        parts.done(
            "list, session and messages follow what is done elsewhere, by requests alone too, and nothing is fetched for it",
        );

        // What is true of a moment is asked for where it is looked at.
        let here = format!("/records/{tide}/presence");
        until("who is here to be asked", LONG, async || {
            Ok(if asked(&one, &here).await? > 0 { Ok(()) } else { Err("it was not asked for".to_owned()) })
        })
        .await?;
        ensure!(asked(list, "presence").await? == 0, "the hub asked who is in a room");
        parts.done("who is in a room is asked in that room alone");

        history(list, &one, &api, &rename(&crane, "Crane times")?, &rename(&tide, "Tides")?, &tide).await?;
        parts.done("a history is asked for when it is looked at, again when that session changed, and not for another");

        world.proxy.cut();
        ada.sync_is("offline").await?;
        deed(list, "Crane times").await?;
        list.find(".no-answer").await?;
        let crane = format!("/records/{crane}/history");
        ensure!(asked(list, &crane).await? == 0, "it was asked for without a network");
        world.proxy.mend();
        list.find(".history-entry").await?;
        ensure!(asked(list, &crane).await? == 1, "it was asked for more than once");
        parts.done("without a network nothing is asked for, and what is wanted is asked for once there is one");
        Ok(())
    });
}

/// Opens a session's history from its card, twice, with edits in between.
async fn history(list: &Tab, one: &Tab, api: &Api, of_another: &Edit, of_it: &Edit, id: &str) -> Result<()> {
    let path = format!("/records/{id}/history");
    deed(list, "Neap tides").await?;
    entry(list, "Neap tides").await?;
    ensure!(asked(list, &path).await? == 1, "one look is one request");
    api.edit(vec![of_another.clone()]).await?;
    back(list).await?;
    card(list, "Crane times").await?;
    deed(list, "Neap tides").await?;
    entry(list, "Neap tides").await?;
    ensure!(asked(list, &path).await? == 1, "another session's change, or a second look, had it asked for again");
    api.edit(vec![of_it.clone()]).await?;
    entry(list, "“Tides”").await?;
    heading(one, "Tides").await?;
    ensure!(asked(list, &path).await? == 2, "its own change has it asked for once more");
    back(list).await
}

/// From here on each request of the page is counted by its path.
async fn counts(tab: &Tab) -> Result<()> {
    let script = "window.__asked = [];
        const fetch = window.fetch;
        window.fetch = function (asked, ...rest) {
            window.__asked.push(new URL(asked.url ?? asked, location.href).pathname);
            return fetch.call(this, asked, ...rest);
        };";
    tab.js::<()>(script, &[]).await
}

/// How many requests for paths with these words in them there were.
async fn asked(tab: &Tab, words: &str) -> Result<usize> {
    tab.js("return window.__asked.filter(path => path.includes(arguments[0])).length", &[json!(words)]).await
}

async fn id(tab: &Tab, name: &str) -> Result<String> {
    let card = card(tab, name).await?;
    let script = "return document.querySelector(arguments[0]).getAttribute('href').split('/').pop()";
    let id: Option<String> = tab.js(script, &[json!(format!("{card} .card-link"))]).await?;
    id.with_context(|| format!("the card of {name} leads nowhere"))
}

/// Opens a session's history from its card's menu.
async fn deed(tab: &Tab, name: &str) -> Result<()> {
    let card = card(tab, name).await?;
    tab.click(&format!("{card} .session-more")).await?;
    tab.click("#session-menu:popover-open .session-history").await?;
    tab.find(".history-page").await.map(drop)
}

async fn back(tab: &Tab) -> Result<()> {
    tab.js::<()>("history.back()", &[]).await?;
    tab.find(".sessions-page .view-bar").await.map(drop)
}

async fn entry(tab: &Tab, words: &str) -> Result<()> {
    let told = "document.querySelector('.history-entry')?.innerText.includes(arguments[0])";
    tab.wait(&format!("the newest entry to say {words}"), LONG, told, &[json!(words)]).await
}

async fn heading(tab: &Tab, words: &str) -> Result<()> {
    let told = "document.querySelector('h1')?.innerText.includes(arguments[0])";
    tab.wait(&format!("the heading {words}"), LONG, told, &[json!(words)]).await
}
