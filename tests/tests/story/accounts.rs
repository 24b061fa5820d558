//! A password that is changed, and one that is set anew by a link of whoever runs the server.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{
    Account, Axe, Board, DevTools, LONG, Person, Profile, SHORT, Tab, World, api::Api, story,
};
use serde_json::json;

use crate::{
    looks,
    provider::{CLIENT, Provider, SECRET},
};

const SECOND: &str = "incorrect mule charger";
const THIRD: &str = "three blind lighthouses";

#[test]
fn a_password_is_changed_and_set_anew() {
    story("accounts", Duration::from_secs(180), async |world, parts| {
        let mut ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Paint the door").await?;
        ada.sync_is("synced").await?;
        let mut phone = second_device(world, &ada.account).await?;
        let on_phone = board.open_in(&phone.tab).await?;

        world.proxy.cut();
        phone.sync_is("offline").await?;
        on_phone.add("todo", "Call the diver").await?;
        on_phone.shows("Call the diver").await?;
        phone.tab.stored().await?;
        phone.browser.clone().kill().await?;
        parts.done("an edit that has not left a device");
        change(&ada.tab, &ada.account.password, SECOND, "cannot be reached").await?;
        world.proxy.mend();
        ada.sync_is("synced").await?;
        changed(&ada.tab, &ada.account.password).await?;
        ada.account.password = SECOND.into();
        parts.done("the password changed on another");

        phone.reopen(world).await?;
        let on_phone = board.open_in(&phone.tab).await?;
        phone.sync_is("signed-out").await?;
        on_phone.shows("Call the diver").await?;
        not_by(&phone.tab, &phone.account).await?;
        world.sign_in(&phone.tab, &ada.account).await?;
        phone.sync_is("synced").await?;
        Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?.task("Call the diver")?;
        parts.done("the edit arrived after a sign-in with the new one");

        let link = link(world, &ada.account)?;
        let profile = Profile::new("ada-anew")?;
        let browser = world.open(&profile).await?;
        let tab = browser.tab().await?;
        set_anew(&tab, &link, &ada.account).await?;
        says(&ada.tab, ".banner", "Sign in again").await?;
        parts.done("a link sets another, and signs out everywhere else");
        not_by(&ada.tab, &ada.account).await?;
        ada.account.password = THIRD.into();
        world.sign_in(&ada.tab, &ada.account).await?;
        ada.tab.gone(".banner").await?;
        parts.done("the old one is of no use, the new one is");
        over(&tab, &link).await?;
        parts.done("nor is the link a second time");
        Ok(())
    });
}

#[test]
fn h1_signs_in_with_a_provider_and_lands_where_they_wanted_to() {
    story("provider", Duration::from_secs(120), async |world, parts| {
        // By another name than the app has: another site, as a provider is.
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let provider = Provider::start("localhost", now).await;
        let name = ["--oidc-name", "Harbour ID"];
        let client = ["--oidc-client-id", CLIENT, "--oidc-client-secret", SECRET];
        world.server.restart_with(&[&["--oidc-issuer", &provider.issuer], &client[..], &name].concat()).await?;
        let profile = Profile::new("ada-provider")?;
        let browser = world.open(&profile).await?;
        let tab = browser.tab().await?;

        tab.goto("/create-account").await?;
        says(&tab, "button.provider", "Sign in with Harbour ID").await?;
        tab.goto("/search?q=lighthouse").await?;
        says(&tab, "button.provider", "Sign in with Harbour ID").await?;
        looks::check(&tab, "sign-in-provider", &Axe::provide()?).await?;
        provider.lock().agrees = false;
        tab.click("button.provider").await?;
        says(&tab, ".form-error", "cancelled").await?;
        provider.lock().agrees = true;
        parts.done("who says no there is told, and can try again");

        let mut tools = DevTools::of_tab(&browser, &tab).await?;
        network(&mut tools, false).await?;
        tab.find("button.provider:disabled").await?;
        says(&tab, "button.provider + .field-hint", "offline").await?;
        network(&mut tools, true).await?;
        tab.find("button.provider:enabled").await?;
        parts.done("without a network it cannot be begun");

        tab.click("button.provider").await?;
        tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await?;
        let place = "location.pathname + location.search === '/search?q=lighthouse'";
        tab.wait("the page that was asked for", LONG, place, &[]).await?;
        let me: serde_json::Value = tab.js_async("return await (await fetch('/api/v1/users/me')).json()", &[]).await?;
        ensure!(me["person"]["email"] == "ada@holdfast.example", "{me}");
        parts.done("signed in, at the page first asked for");

        network(&mut tools, false).await?;
        tab.click("button.account").await?;
        tab.click("#account-menu .sign-out").await?;
        tab.find("button.provider:disabled").await?;
        network(&mut tools, true).await?;
        tab.click("button.provider:enabled").await?;
        tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await?;
        tab.reload().await?;
        tab.wait("to be so still", LONG, "document.querySelector('button.account')", &[]).await?;
        let me: u16 = tab.js_async("return (await fetch('/api/v1/users/me')).status", &[]).await?;
        ensure!(me == 200, "the session was ended: {me}");
        parts.done("a sign-out that the server is still owed ends the session of before, not the next");

        tab.goto("/account/devices").await?;
        says(&tab, ".password-change", "Harbour ID").await?;
        ensure!(!tab.has("input[name=current]").await?, "there is none to be asked for");
        tab.fill("input[name=password]", SECOND).await?;
        tab.click(&format!("{FORM} button[type=submit]")).await?;
        says(&tab, ".toast", "Password set").await?;
        tab.find("input[name=current]").await?;
        parts.done("a first password");

        let account = Account {
            name: "Ada L.".into(),
            email: "ada@holdfast.example".into(),
            password: SECOND.into(),
            id: String::new(),
        };
        let phone = second_device(world, &account).await?;
        phone.tab.find("li.card").await?;
        parts.done("which is as good as any");
        Ok(())
    });
}

/// Takes a tab's network, or gives it back.
async fn network(tools: &mut DevTools, is_there: bool) -> Result<()> {
    let conditions = json!({ "offline": !is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    tools.send("Network.emulateNetworkConditions", conditions).await?;
    Ok(())
}

/// The same person at another browser.
async fn second_device(world: &World, account: &Account) -> Result<Person> {
    let profile = Profile::new("ada-phone")?;
    let browser = world.open(&profile).await?;
    let tab = browser.tab().await?;
    tab.goto("/sign-in").await?;
    world.sign_in(&tab, account).await?;
    Ok(Person { account: account.clone(), profile, browser, tab })
}

const FORM: &str = ".password-change form";

/// Sends the form, which then says that.
async fn change(tab: &Tab, current: &str, new: &str, told: &str) -> Result<()> {
    if tab.path().await? != "/account/devices" {
        tab.click("button.account").await?;
        tab.click("#account-menu a[href='/account/devices']").await?;
    }
    tab.fill("input[name=current]", current).await?;
    tab.fill("input[name=password]", new).await?;
    tab.click(&format!("{FORM} button[type=submit]")).await?;
    let shown = "[...document.querySelectorAll('.password-change, .toast')].some(one => one.textContent.includes(arguments[0]))";
    tab.wait(&format!("the form to say “{told}”"), LONG, shown, &[json!(told)]).await
}

/// Changes it, after what is wrong was told at its field.
async fn changed(tab: &Tab, current: &str) -> Result<()> {
    let known: String = tab.js("return document.querySelector('input[autocomplete=username]').value", &[]).await?;
    ensure!(known.contains('@'), "whose password it is stands in the form for what keeps passwords, not {known:?}");
    change(tab, "not her password", SECOND, "not your current password").await?;
    tab.find("input[name=current][aria-invalid=true]").await?;
    looks::check(tab, "password", &Axe::provide()?).await?;
    change(tab, current, SECOND, "Password changed").await?;
    let empty =
        "[...document.querySelectorAll('.password-change input[type=password]')].every(one => one.value === '')";
    tab.wait("the fields to be empty", SHORT, empty, &[]).await?;
    let alone = "document.querySelectorAll('li.device').length === 1";
    tab.wait("no other device to be signed in", LONG, alone, &[]).await
}

/// From the banner of a page that is signed out, a password that is none any more leads nowhere.
async fn not_by(tab: &Tab, account: &Account) -> Result<()> {
    tab.click(".banner a.button").await?;
    tab.fill("input[name=email]", &account.email).await?;
    tab.fill("input[name=password]", &account.password).await?;
    tab.click("label.check").await?;
    tab.click("button[type=submit]").await?;
    says(tab, ".form-error", "do not belong together").await?;
    ensure!(!tab.has("input[name=remember]:checked").await?, "what was chosen stays when the form is drawn again");
    tab.click("label.check").await
}

/// The path of a link that the program makes beside the server.
fn link(world: &World, account: &Account) -> Result<String> {
    let origin = world.proxy.origin();
    let made = world.server.command(&["reset-password", "--email", &account.email, "--public-url", &origin])?;
    Ok(made.trim().strip_prefix(&origin).context("the link leads to this very server")?.to_owned())
}

async fn set_anew(tab: &Tab, link: &str, account: &Account) -> Result<()> {
    tab.goto(link).await?;
    says(tab, ".front form", &account.email).await?;
    let token = link.split_once('#').context("the token is after the #")?.1;
    keeps_not(tab, token).await?;
    tab.reload().await?;
    says(tab, ".form-error", "Open the link that you were sent again").await?;
    // Followed where its page is shown already, it loads nothing.
    tab.goto(link).await?;
    says(tab, ".front form", &account.email).await?;
    looks::check(tab, "reset", &Axe::provide()?).await?;
    tab.fill("input[name=password]", THIRD).await?;
    tab.click("button[type=submit]").await?;
    tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await?;
    let path = tab.path().await?;
    ensure!(path == "/engagements", "the link is left behind, for {path}");
    tab.find("li.card").await?;
    keeps_not(tab, token).await
}

/// Neither the address has it nor what the browser keeps.
async fn keeps_not(tab: &Tab, token: &str) -> Result<()> {
    let kept = "return JSON.stringify([location.href, history.state, localStorage, sessionStorage])";
    let kept: String = tab.js(kept, &[]).await?;
    ensure!(!kept.contains(token), "{kept}");
    Ok(())
}

/// A link that was used, and one that never was.
async fn over(tab: &Tab, link: &str) -> Result<()> {
    tab.goto(link).await?;
    says(tab, ".form-error", "has been used").await?;
    ensure!(!tab.has("input[name=password]").await?, "there is nothing to fill in");
    tab.goto("/reset#none").await?;
    says(tab, ".form-error", "not known here").await
}

/// Waits until that has the words in it.
async fn says(tab: &Tab, css: &str, words: &str) -> Result<()> {
    let expression = "document.querySelector(arguments[0])?.textContent.includes(arguments[1])";
    tab.wait(&format!("“{words}” in {css}"), LONG, expression, &[json!(css), json!(words)]).await
}
