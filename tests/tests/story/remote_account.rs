//! What only the server knows of an account: search, signed-in devices, the server's state, and signing in.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Profile, SHORT, Tab, World, key, story};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn search_devices_and_server() {
    story("remote_account", Duration::from_secs(180), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour works").await?;
        let ben = joins(world, &ada, &engagement).await?;
        let his = Board { tab: ben.tab.clone(), path: board.path.clone() };
        ben.tab.goto(&his.path).await?;
        his.add("todo", "Straighten the lighthouse lamp").await?;
        ben.sync_is("synced").await?;

        found_and_opened(&ada.tab, &board.path).await?;
        parts.done("found by the beginning of a word, opened by keyboard");
        found_at_once(world, &ada.tab).await?;
        parts.done("found here while the server is asked");
        found_here(world, &ada).await?;
        parts.done("found without a network, what was written meanwhile too");
        signed_out_elsewhere(world, &ada).await?;
        parts.done("another device signed out from here");
        server_silent(world, &ada.tab).await?;
        parts.done("the server's state, and its silence");
        accessible(&ada.tab).await?;
        parts.done("by the accessibility rules");
        Ok(())
    });
}

/// Half an address and no password: each is told at its field, of which the first has the focus.
async fn told_at_the_field(tab: &Tab) -> Result<()> {
    tab.fill("input[name=email]", "ada").await?;
    let stands = "return document.querySelector('button[type=submit]').getBoundingClientRect().top";
    let before: f64 = tab.js(stands, &[]).await?;
    tab.press(key(Key::Enter)).await?;
    let told = "[['email', 'ada@example.org'], ['password', 'must not be empty']].every(([name, words]) => {
        const field = document.querySelector(`input[name=${name}][aria-invalid=true]`);
        return field && document.getElementById(field.getAttribute('aria-describedby')).innerText.includes(words);
    }) && document.activeElement.name === 'email'";
    tab.wait("what is wrong with both", SHORT, told, &[]).await?;
    let after: f64 = tab.js(stands, &[]).await?;
    ensure!(before == after, "the button moved from {before} to {after}");
    Ok(())
}

#[test]
fn one_sign_in_at_a_time() {
    story("sign_in_once", Duration::from_secs(60), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let profile = Profile::new("elsewhere")?;
        let tab = world.open(&profile).await?.tab().await?;
        tab.goto("/sign-in").await?;
        told_at_the_field(&tab).await?;
        parts.done("what is wrong is said at its field, and nothing moves");
        tab.fill("input[name=email]", &ada.account.email).await?;
        tab.fill("input[name=password]", "not her password").await?;
        let count = "window.__logins = 0;
            const fetch = window.fetch;
            window.fetch = (...args) => {
                if ((args[0]?.url ?? args[0]).includes('/auth/login')) window.__logins += 1;
                return fetch(...args);
            };";
        tab.js::<()>(count, &[]).await?;
        // Held, so that the second Enter comes while the first is being answered.
        let mut answer = world.proxy.hold_next("/api/v1/auth/login");
        tab.press(key(Key::Enter).repeat(2)).await?;
        answer.asked().await?;
        tab.find("button[type=submit]:disabled").await?;
        answer.given().await?.deliver();
        tab.find(".form-error, .field-error").await?;
        tab.find("button[type=submit]:enabled").await?;
        let asked: u32 = tab.js("return window.__logins", &[]).await?;
        ensure!(asked == 1, "two Enters made {asked} requests");
        parts.done("a wrong password, sent once");

        tab.fill("input[name=password]", &ada.account.password).await?;
        tab.press(key(Key::Enter)).await?;
        tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await?;
        parts.done("and the right one");
        Ok(())
    });
}

/// A second person in the engagement.
async fn joins(world: &World, ada: &Person, engagement: &str) -> Result<Person> {
    let link = ada.invite(engagement, "editor").await?;
    let ben = world.newcomer("Ben").await?;
    ben.join(&link).await?;
    ben.tab.find(".projects li.card").await?;
    Ok(ben)
}

async fn focus_is(tab: &Tab, css: &str) -> Result<()> {
    let expression = "document.activeElement.matches(arguments[0])";
    tab.wait(&format!("the focus on {css}"), SHORT, expression, &[json!(css)]).await
}

/// Waits until the page's text has that in it.
async fn says(tab: &Tab, css: &str, words: &str) -> Result<()> {
    let expression = "document.querySelector(arguments[0])?.textContent.includes(arguments[1])";
    tab.wait(&format!("“{words}” in {css}"), LONG, expression, &[json!(css), json!(words)]).await
}

const HIT: &str = ".search-hits:not([aria-busy]) li[data-kind=task] a.search-link";
const MARK: &str = ".search-hits:not([aria-busy]) li[data-kind=task] mark";

async fn found_and_opened(tab: &Tab, project: &str) -> Result<()> {
    tab.goto("/engagements").await?;
    tab.find("li.card").await?;
    tab.press("/").await?;
    focus_is(tab, "input.search-words").await?;
    tab.press("lighth").await?;
    says(tab, HIT, "Straighten the lighthouse lamp").await?;
    says(tab, &format!("{HIT} mark"), "lighth").await?;
    says(tab, ".search-hit .search-path", "Harbour works").await?;
    let address: String = tab.js("return location.pathname + location.search", &[]).await?;
    ensure!(address == "/search?q=lighth", "the address is {address}");
    tab.press(key(Key::Down)).await?;
    focus_is(tab, "a.search-link").await?;
    tab.press(key(Key::Up)).await?;
    focus_is(tab, "input.search-words").await?;
    tab.press(key(Key::Down)).await?;
    focus_is(tab, "a.search-link").await?;
    tab.press(key(Key::Enter)).await?;
    tab.find("aside.panel").await?;
    let path = tab.path().await?;
    ensure!(path.starts_with(&format!("{project}/t/")), "it led to {path}");
    // While typing was under way the address was replaced: one step leads back to the words.
    tab.js::<()>("history.back()", &[]).await?;
    says(tab, HIT, "Straighten the lighthouse lamp").await?;
    tab.reload().await?;
    says(tab, HIT, "Straighten the lighthouse lamp").await?;
    tab.find("input.search-words").await?;
    tab.press(key(Key::Escape)).await?;
    says(tab, ".search .empty-title", "Search everything").await?;
    tab.wait("the address without words", SHORT, "location.search === ''", &[]).await
}

/// This device answers while the server is being asked, and what is chosen of its results stays chosen.
async fn found_at_once(world: &World, tab: &Tab) -> Result<()> {
    let mut answer = world.proxy.hold_next("/api/v1/search");
    tab.fill("input.search-words", "straight").await?;
    answer.asked().await?;
    says(tab, MARK, "Straighten").await?;
    says(tab, ".search-status", "Searching").await?;
    tab.press(key(Key::Down)).await?;
    focus_is(tab, "a.search-link").await?;
    answer.given().await?.deliver();
    says(tab, ".search-status", "1 result").await?;
    focus_is(tab, "a.search-link").await
}

/// Without a network this device answers alone, also with words that were written meanwhile and have not left it.
async fn found_here(world: &World, ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    world.proxy.cut();
    ada.sync_is("offline").await?;
    tab.fill("input.search-words", "lighth").await?;
    says(tab, MARK, "lighth").await?;
    says(tab, ".search .as-of", "Offline: searched what is on this device").await?;

    tab.click(HIT).await?;
    tab.fill("aside.panel textarea[name=description]", "Bring the zeppelin's rope.").await?;
    tab.js::<()>("document.activeElement.blur()", &[]).await?;
    tab.fill("aside.panel textarea[name=comment]", "The ladder is at the boathouse.").await?;
    tab.click(".comment-add button").await?;
    says(tab, ".comments", "boathouse").await?;
    tab.stored().await?;
    tab.js::<()>("history.back()", &[]).await?;

    tab.fill("input.search-words", "rope zepp").await?;
    says(tab, MARK, "zeppelin").await?;
    says(tab, HIT, "Straighten the lighthouse lamp").await?;
    tab.fill("input.search-words", "boathouse").await?;
    says(tab, ".search-hits:not([aria-busy]) li[data-kind=comment] mark", "boathouse").await?;
    says(tab, ".search-hit .search-path", "Straighten the lighthouse lamp").await?;
    tab.fill("input.search-words", "qqxxqq").await?;
    says(tab, ".search .empty-title", "Nothing found").await?;

    world.proxy.mend();
    ada.sync_is("synced").await?;
    tab.wait("the server's answer", LONG, "!document.querySelector('.search .as-of p')", &[]).await?;
    tab.fill("input.search-words", "boathouse").await?;
    says(tab, ".search-status", "1 result").await?;
    tab.wait("no word of the network", SHORT, "!document.querySelector('.search .as-of p')", &[]).await
}

async fn signed_out_elsewhere(world: &World, ada: &Person) -> Result<()> {
    let profile = Profile::new("ada-elsewhere")?;
    let browser = world.open(&profile).await?;
    let elsewhere = browser.tab().await?;
    elsewhere.goto("/sign-in").await?;
    world.sign_in(&elsewhere, &ada.account).await?;
    elsewhere.find("li.card").await?;

    let tab = &ada.tab;
    tab.click("button.account").await?;
    tab.click("#account-menu a[href='/account/devices']").await?;
    let two = "document.querySelectorAll('li.device').length === 2";
    tab.wait("two devices", LONG, two, &[]).await?;
    let first: bool = tab
        .js("return document.querySelector('li.device').matches('[data-current]:not(:has(.end-device))')", &[])
        .await?;
    ensure!(first, "this device stands first, and is not ended here");
    says(tab, "li.device:not([data-current]) .device-name", "on Linux").await?;
    tab.click("li.device:not([data-current]) .end-device").await?;
    focus_is(tab, "li.device .confirm").await?;
    tab.press(key(Key::Escape)).await?;
    focus_is(tab, "li.device .end-device").await?;
    tab.press(key(Key::Enter)).await?;
    tab.click("li.device .confirm").await?;
    tab.gone("li.device:not([data-current])").await?;
    focus_is(tab, "main h1").await?;
    says(&elsewhere, ".banner", "Sign in again").await
}

async fn server_silent(world: &World, tab: &Tab) -> Result<()> {
    tab.goto("/server").await?;
    says(tab, ".server-there .figures", "Open connections").await?;
    says(tab, ".server-state[data-state=up]", "The server answers").await?;
    world.server.kill();
    says(tab, ".server-state[data-state=down]", "It last answered:").await?;
    says(tab, ".server-there .figures", "Open connections").await?;
    tab.find(".server-state .retry").await?;
    // Nobody has to ask: the page asks again itself, often before a click could.
    world.server.restart().await?;
    says(tab, ".server-state[data-state=up]", "The server answers").await
}

async fn accessible(tab: &Tab) -> Result<()> {
    let axe = Axe::provide()?;
    let mut found = Vec::new();
    let screens = [
        ("/search?q=lighth", ".search-hits:not([aria-busy])"),
        ("/account/devices", "li.device"),
        ("/server", ".server-there .figures"),
    ];
    for (width, theme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        tab.emulate(width, 800, theme).await?;
        for (path, shown) in screens {
            tab.goto(path).await?;
            tab.find(shown).await?;
            let violations = axe.violations(tab).await?;
            found.extend(violations.into_iter().map(|one| format!("{path} ({width} px, {theme}): {one}")));
            let sideways = "return document.documentElement.scrollWidth > window.innerWidth";
            if tab.js::<bool>(sideways, &[]).await? {
                found.push(format!("{path} ({width} px, {theme}) scrolls sideways"));
            }
        }
    }
    ensure!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
    Ok(())
}
