//! Signing out, and two people at one browser.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Board, LONG, Person, Tab, World, api::Api, story};
use serde_json::json;

#[test]
fn a_browser_shows_one_person_only_their_own() {
    story("leaving", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Ada's plans").await?;
        board.add("todo", "Ada's secret").await?;
        ada.sync_is("synced").await?;

        asked_first(world, &ada, &board).await?;
        parts.done("asked first, then wiped");

        ada.tab.goto("/create-account").await?;
        let ben = world.create_account(&ada.tab, "Ben").await?;
        sees_nothing_of(&ada.tab, "Ada").await?;
        ada.tab.goto(&board.path).await?;
        ada.tab
            .wait("Ada's address to lead Ben nowhere", LONG, "document.querySelector('button.account')", &[])
            .await?;
        sees_nothing_of(&ada.tab, "Ada").await?;
        parts.done("another person at the same browser");

        sign_out(&ada.tab).await?;
        world.sign_in(&ada.tab, &ada.account).await?;
        let board = board.open_in(&ada.tab).await?;
        board.shows("Ada's secret").await?;
        ensure!(board.row("Never sent").await.is_err(), "what she chose to lose is lost");
        parts.done("and back");

        another_persons_cookie(world, &ada, &ben, &board).await?;
        parts.done("an outbox waits for its own person");
        Ok(())
    });
}

/// Signing out with unsent edits asks; no leaves all as it is, yes removes everything.
async fn asked_first(world: &World, ada: &Person, board: &Board) -> Result<()> {
    world.server.kill();
    board.add("todo", "Never sent").await?;
    board.shows("Never sent").await?;
    open_menu(&ada.tab).await?;
    ada.tab.click("button.sign-out").await?;
    ada.tab.find("dialog.sign-out-confirm .confirm").await?;
    ada.tab.click("dialog.sign-out-confirm .dialog-close").await?;
    ada.tab.gone("dialog.sign-out-confirm").await?;
    board.shows("Never sent").await?;

    open_menu(&ada.tab).await?;
    ada.tab.click("button.sign-out").await?;
    ada.tab.click("dialog.sign-out-confirm .confirm").await?;
    ada.tab.find("input[name=email]").await?;
    world.server.restart().await?;
    let database = format!("holdfast-{}", ada.account.id);
    let left: Vec<String> =
        ada.tab.js_async("return (await indexedDB.databases()).map(database => database.name)", &[]).await?;
    ensure!(!left.contains(&database), "her database is still there: {left:?}");
    ada.tab.reload().await?;
    ada.tab.find("input[name=email]").await?;
    sees_nothing_of(&ada.tab, "Ada").await
}

async fn open_menu(tab: &Tab) -> Result<()> {
    if !tab.js::<bool>("return document.querySelector('#account-menu').matches(':popover-open')", &[]).await? {
        tab.click("button.account").await?;
    }
    Ok(())
}

async fn sign_out(tab: &Tab) -> Result<()> {
    open_menu(tab).await?;
    tab.click("button.sign-out").await?;
    tab.find("input[name=email]").await.map(drop)
}

/// Nothing of a person's on the page.
async fn sees_nothing_of(tab: &Tab, name: &str) -> Result<()> {
    let text: String = tab.js("return document.body.innerText + document.title", &[]).await?;
    ensure!(!text.contains(name), "something of {name}'s shows: {text}");
    Ok(())
}

/// Someone else signs in under an open tab, as in another window: nothing of hers is sent in his name.
async fn another_persons_cookie(
    world: &World,
    ada: &Person,
    ben: &holdfast_tests::browser::Account,
    board: &Board,
) -> Result<()> {
    ada.sync_is("synced").await?;
    let login = "const answer = await fetch('/api/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: args[0], password: args[1], remember: true }) });
        return answer.status";
    let status: u16 = ada.tab.js_async(login, &[json!(ben.email), json!(ben.password)]).await?;
    ensure!(status == 200, "Ben could not sign in: {status}");
    // What lasts, a connection made as Ada, is let go.
    world.proxy.cut();
    world.proxy.mend();
    board.add("todo", "Under Ben's cookie").await?;
    ada.sync_is("signed-out").await?;
    let his = Api::sign_in(&world.proxy.origin(), ben).await?.log().await?;
    ensure!(his.task("Under Ben's cookie").is_err(), "her edit was sent in his name");
    board.shows("Under Ben's cookie").await?;

    ada.tab.click(".banner a.button").await?;
    world.sign_in(&ada.tab, &ada.account).await?;
    ada.tab.gone(".banner").await?;
    board.open_in(&ada.tab).await?.shows("Under Ben's cookie").await?;
    ada.sync_is("synced").await?;
    let hers = Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?;
    hers.task("Under Ben's cookie").map(drop)
}
