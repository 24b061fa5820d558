//! The sessions hub and a session's own page: made, found, joined and looked after by several people, online and not.

mod begun;
mod code;
mod files;
pub(crate) mod hub;
mod keys;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::entity::{Entity as _, Session, SessionState};
use holdfast_tests::browser::{Axe, DevTools, LONG, Person, Profile, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

use self::hub::{are, card, deed, guest, make, open, put, says, seats, session, undo};
use crate::looks;

#[test]
fn h4_sessions_are_made_edited_joined_left_and_deleted() {
    story("sessions", Duration::from_secs(180), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "viewer").await?;
        let cleo = guest(world, &ada, &engagement, "Cleo", "editor").await?;
        let tab = &ada.tab;
        open(tab, &engagement, "").await?;
        make(tab, "Tide tables", "2").await?;
        seats(tab, "Tide tables", "1/2").await?;
        says(tab, "Made “Tide tables”").await?;
        deed(tab, "Tide tables", "edit").await?;
        tab.fill("dialog #session-name", "Spring tides").await?;
        tab.click("dialog.session-dialog button[type=submit]").await?;
        card(tab, "Spring tides").await?;
        undo(tab).await?;
        card(tab, "Tide tables").await?;
        ada.sync_is("synced").await?;
        parts.done("made and edited, shown at once, and taken back by keys");

        open(&bob.tab, &engagement, "").await?;
        let meant = card(&bob.tab, "Tide tables").await?;
        ensure!(!bob.tab.has("button.session-new, .session-pick").await?, "a viewer is offered to make sessions");
        bob.tab.click(&format!("{meant} .session-more")).await?;
        bob.tab.find("#session-menu:popover-open [data-deed=join]").await?;
        let host = "#session-menu :is([data-deed=edit], [data-deed=delete], [data-deed=archive], [data-deed=invite])";
        ensure!(!bob.tab.has(host).await?, "a viewer is offered what the host does");
        bob.tab.press(key(Key::Escape)).await?;
        bob.tab.click(&format!("{meant} .session-join")).await?;
        bob.sync_is("synced").await?;
        seats(tab, "Tide tables", "2/2").await?;
        deed(&bob.tab, "Tide tables", "leave").await?;
        seats(tab, "Tide tables", "1/2").await?;
        parts.done("a viewer joins and leaves, and is offered nothing else");

        race(world, &engagement, &bob, &cleo).await?;
        parts.done("of two who took the last place offline one has it, and the other is told that it is full");
        many(&ada, &cleo, &engagement).await?;
        parts.done("many are deleted at once, and it is told how many were not and why");
        Ok(())
    });
}

/// Both are offline and take the last place.
async fn race(world: &World, engagement: &str, bob: &Person, cleo: &Person) -> Result<()> {
    open(&cleo.tab, engagement, "").await?;
    seats(&cleo.tab, "Tide tables", "1/2").await?;
    bob.sync_is("synced").await?;
    world.proxy.cut();
    for person in [bob, cleo] {
        person.sync_is("offline").await?;
        let meant = card(&person.tab, "Tide tables").await?;
        person.tab.click(&format!("{meant} .session-join")).await?;
        seats(&person.tab, "Tide tables", "2/2").await?;
        person.tab.stored().await?;
    }
    world.proxy.mend();
    let mut refused = Vec::new();
    for person in [bob, cleo] {
        let settled = "['synced', 'problem'].includes(document.querySelector('button.sync')?.dataset.sync)";
        person.tab.wait("the server's word", LONG, settled, &[]).await?;
        if person.sync().await? == "problem" {
            refused.push(person);
        }
    }
    let [loser] = refused[..] else { anyhow::bail!("{} were refused", refused.len()) };
    let full = "[...document.querySelectorAll('.session')].some(card => card.querySelector('.session-join:disabled')?.textContent.startsWith('Full'))";
    loser.tab.wait("no more places to be offered", LONG, full, &[]).await?;
    loser.tab.goto("/sync").await?;
    let told = "document.querySelector('main').innerText.includes('all 2 places are taken')";
    loser.tab.wait("to be told why", LONG, told, &[]).await
}

async fn many(ada: &Person, cleo: &Person, engagement: &str) -> Result<()> {
    let tab = &cleo.tab;
    open(tab, engagement, "").await?;
    make(tab, "Mine", "3").await?;
    make(tab, "Mine too", "3").await?;
    for name in ["Mine", "Mine too", "Tide tables"] {
        let meant = card(tab, name).await?;
        tab.click(&format!("{meant} .session-pick")).await?;
    }
    tab.click(".bulk-bar .bulk-delete").await?;
    tab.find("dialog.session-delete[open]").await?;
    let why = tab.text("dialog.session-delete .session-left").await?;
    ensure!(why.contains("“Tide tables”: only Ada or an admin may delete it"), "{why}");
    tab.click("dialog.session-delete .confirm").await?;
    says(tab, "2 sessions deleted, 1 not").await?;
    are(tab, &["Tide tables"]).await?;
    undo(tab).await?;
    card(tab, "Mine too").await?;
    tab.stored().await?;
    // The host, and whoever looks after the engagement, deletes any.
    open(&ada.tab, engagement, "").await?;
    card(&ada.tab, "Mine too").await?;
    deed(&ada.tab, "Mine too", "delete").await?;
    ada.tab.click("dialog.session-delete .confirm").await?;
    are(&ada.tab, &["Mine", "Tide tables"]).await?;
    let near = "document.activeElement.matches('.session .card-link')";
    ada.tab.wait("the focus on a card that is left", LONG, near, &[]).await?;
    are(tab, &["Mine", "Tide tables"]).await
}

#[test]
fn h5_sessions_are_found_by_tab_words_state_and_order() {
    story("sessions-found", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "editor").await?;
        let (a, b) = (ada.account.id.as_str(), bob.account.id.as_str());
        let (going, still, over) = (SessionState::Active, SessionState::Inactive, SessionState::Archived);
        put(&ada.tab, &engagement, &[session("Charts", still, &[a]), session("Buoys", going, &[a, b])]).await?;
        put(&bob.tab, &engagement, &[session("Àncres", over, &[a, b, "00000000-0000-7000-8000-000000000001"])]).await?;
        put(&bob.tab, &engagement, &[session("Docks", going, &[b])]).await?;
        let tab = &ada.tab;
        open(tab, &engagement, "?sort=alphabetical").await?;
        are(tab, &["Àncres", "Buoys", "Charts", "Docks"]).await?;
        let figures = "[...document.querySelectorAll('.session-figures dd')].map(one => one.textContent).join(' ') === '4 2 1 2 1'";
        tab.wait("total, created, shared, active, archived", LONG, figures, &[]).await?;
        for (at, names) in
            [(1, &["Buoys", "Charts"][..]), (2, &["Àncres"]), (3, &[]), (0, &["Àncres", "Buoys", "Charts", "Docks"])]
        {
            tab.click(&format!("#sessions-tab-{at}")).await?;
            are(tab, names).await?;
        }
        tab.fill(".view-words", "about ANCRES bob").await?;
        are(tab, &["Àncres"]).await?;
        tab.wait("the words in the address", LONG, "location.search.includes('q=about')", &[]).await?;
        tab.press(key(Key::Escape)).await?;
        are(tab, &["Àncres", "Buoys", "Charts", "Docks"]).await?;
        tab.choose(".session-status", "active").await?;
        are(tab, &["Buoys", "Docks"]).await?;
        tab.choose(".session-sort", "participants").await?;
        are(tab, &["Buoys", "Docks"]).await?;
        tab.wait("it in the address", LONG, "location.search === '?status=active&sort=participants'", &[]).await?;
        tab.js::<()>("history.back()", &[]).await?;
        tab.wait("the order before", LONG, "document.querySelector('.session-sort').value === 'alphabetical'", &[])
            .await?;
        tab.js::<()>("history.forward()", &[]).await?;
        tab.wait("the order again", LONG, "document.querySelector('.session-sort').value === 'participants'", &[])
            .await?;
        parts.done("by tab, words, state and order, with their figures, and back through the choices");

        ada.sync_is("synced").await?;
        tab.reload().await?;
        are(tab, &["Buoys", "Docks"]).await?;
        open(tab, &engagement, "?tab=created&sort=created&q=o").await?;
        are(tab, &["Buoys", "Charts"]).await?;
        let meant = card(tab, "Charts").await?;
        tab.click(&format!("{meant} .session-star")).await?;
        tab.find(".session-star[aria-pressed=true]").await?;
        ada.sync_is("synced").await?;
        parts.done("all of it by an address");

        let profile = Profile::new("second")?;
        let second = world.open(&profile).await?.tab().await?;
        second.goto("/sign-in").await?;
        world.sign_in(&second, &ada.account).await?;
        open(&second, &engagement, "?tab=favourites").await?;
        are(&second, &["Charts"]).await?;
        open(&second, &engagement, "").await?;
        are(&second, &["Àncres", "Buoys", "Docks", "Charts"]).await?;
        let order = "document.querySelector('.session-sort').value === 'participants'";
        second.wait("the order that was chosen elsewhere", LONG, order, &[]).await?;
        let meant = card(&second, "Charts").await?;
        second.click(&format!("{meant} .session-star")).await?;
        let plain = "!document.querySelector('.session-star[aria-pressed=true]')";
        second.wait("no favourite", LONG, plain, &[]).await?;
        tab.wait("no favourite there either", LONG, plain, &[]).await?;
        parts.done("favourites and the order follow a person to another device");
        Ok(())
    });
}

#[test]
fn h6_the_hub_says_what_there_is_and_what_there_is_not() {
    story("sessions-hub", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let axe = Axe::provide()?;
        let tab = &ada.tab;
        tab.goto(&format!("/e/{engagement}")).await?;
        tab.click("a.sessions-open").await?;
        tab.find(".sessions-page .empty .session-first").await?;
        looks::check(tab, "sessions-empty", &axe).await?;
        tab.click(".session-first").await?;
        tab.find("dialog.session-dialog[open] #session-name:focus").await?;
        tab.fill("dialog #session-name", "Spring ti").await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone("dialog.session-dialog").await?;
        tab.reload().await?;
        tab.click(".session-first").await?;
        let begun = "document.querySelector('dialog[open] #session-name')?.value === arguments[0]";
        tab.wait("what was begun", LONG, begun, &[json!("Spring ti")]).await?;
        tab.click("dialog.session-dialog .form-anew").await?;
        tab.wait("an empty form", LONG, begun, &[json!("")]).await?;
        tab.click("dialog.session-dialog button[type=submit]").await?;
        let wrong = "document.querySelector('#session-name-note')?.textContent.includes('must not be empty')";
        tab.wait("what is wrong with no name", LONG, wrong, &[]).await?;
        tab.fill("dialog #session-seats", "201").await?;
        tab.fill("dialog #session-name", "Tide tables").await?;
        tab.click("dialog.session-dialog button[type=submit]").await?;
        let range = "document.querySelector('#session-seats-note')?.textContent.includes('from 1 to 200')";
        tab.wait("what is wrong with so many", LONG, range, &[]).await?;
        looks::check(tab, "sessions-form", &axe).await?;
        tab.fill("dialog #session-seats", "12").await?;
        tab.click("dialog.session-dialog button[type=submit]").await?;
        seats(tab, "Tide tables", "1/12").await?;
        parts.done("from nothing to the first, by a form that refuses what the server would");

        let me = ada.account.id.clone();
        let states = [SessionState::Active, SessionState::Inactive, SessionState::Archived];
        let more: Vec<Session> = (0..5).map(|at| session(&format!("Berth {at}"), states[at % 3], &[&me])).collect();
        put(tab, &engagement, &more).await?;
        card(tab, "Berth 4").await?;
        let told = tab.text(card(tab, "Berth 0").await?).await?;
        for part in ["About Berth 0", "Active", "1/10", "harbour", "You", "just now"] {
            ensure!(told.contains(part), "{part} is not on the card: {told}");
        }
        looks::check(tab, "sessions-hub", &axe).await?;
        let meant = card(tab, "Berth 0").await?;
        tab.click(&format!("{meant} .session-more")).await?;
        tab.find("#session-menu:popover-open").await?;
        looks::check(tab, "sessions-menu", &axe).await?;
        tab.press(key(Key::Escape)).await?;
        let meant = card(tab, "Berth 1").await?;
        tab.click(&format!("{meant} .session-pick")).await?;
        tab.find(".bulk-bar").await?;
        looks::check(tab, "sessions-picked", &axe).await?;
        tab.click(".bulk-bar .bulk-delete").await?;
        tab.find("dialog.session-delete[open]").await?;
        looks::check(tab, "sessions-delete", &axe).await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone("dialog.session-delete").await?;
        tab.fill(".view-words", "submarine").await?;
        tab.find(".sessions-page .empty .view-clear").await?;
        tab.click(".empty .view-clear").await?;
        card(tab, "Berth 4").await?;
        parts.done("cards, what can be done with them, and none that fit");

        tab.click("button.session-refresh").await?;
        ada.sync_is("synced").await?;
        world.proxy.cut();
        tab.find(".sessions-page .as-of .retry").await?;
        looks::check(tab, "sessions-offline", &axe).await?;
        world.proxy.mend();
        // It tries again by itself too, and may have before this click.
        tab.js::<()>("document.querySelector('.sessions-page .as-of .retry')?.click()", &[]).await?;
        tab.gone(".sessions-page .as-of .retry").await?;
        tab.js::<()>("document.activeElement.blur()", &[]).await?;
        tab.goto(&format!("/e/{engagement}/members")).await?;
        tab.find(".members-page h1").await?;
        tab.press("gh").await?;
        card(tab, "Berth 4").await?;
        parts.done("offline with a way to try again, and by keys from elsewhere");
        Ok(())
    });
}

/// How many requests of the page have been answered by nobody.
const FAILED: &str = "return performance.getEntriesByType('resource').filter(one => one.responseStatus === 0).length";

#[test]
fn h8_going_offline_and_coming_back_are_told_once_each_and_what_waited_is_sent() {
    story("sessions-offline", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let tab = &ada.tab;
        open(tab, &engagement, "").await?;
        ada.sync_is("synced").await?;
        let toasts = "window.said = []; new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node => {
            if (node.classList?.contains('toast')) window.said.push(node.querySelector('p').textContent);
        }))).observe(document.querySelector('.toasts'), { childList: true })";
        tab.js::<()>(toasts, &[]).await?;
        world.proxy.cut();
        says(tab, "You are offline").await?;
        make(tab, "Night watch", "4").await?;
        deed(tab, "Night watch", "leave").await?;
        seats(tab, "Night watch", "0/4").await?;
        let meant = card(tab, "Night watch").await?;
        tab.click(&format!("{meant} .session-star")).await?;
        deed(tab, "Night watch", "archive").await?;
        tab.stored().await?;
        // Each attempt to reach it that fails meanwhile is nothing to be told of.
        for _ in 0..2 {
            let tried: usize = tab.js(FAILED, &[]).await?;
            tab.click("button.session-refresh").await?;
            tab.wait(
                "an attempt that fails",
                LONG,
                &format!("(() => {{ {FAILED} }})() > arguments[0]"),
                &[json!(tried)],
            )
            .await?;
        }
        world.proxy.mend();
        says(tab, "You are online again").await?;
        ada.sync_is("synced").await?;
        let said: Vec<String> = tab.js("return window.said", &[]).await?;
        let count = |words: &str| said.iter().filter(|one| one.contains(words)).count();
        ensure!((count("You are offline"), count("online again")) == (1, 1), "{said:?}");
        let records = Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?.records()?;
        let made = records.values().find(|record| record.kind.name() == Session::KIND).context("it was sent")?;
        let made = Session::read(made);
        ensure!(made.participants.is_empty() && made.state == SessionState::Archived, "{made:?}");
        parts.done("told once each, and all that was done meanwhile is on the server");
        Ok(())
    });
}

#[test]
fn h9_of_two_thousand_sessions_those_in_view_are_drawn() {
    story("sessions-many", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let all: Vec<Session> =
            (0..2_000).map(|at| session(&format!("Session {at:04}"), SessionState::Active, &[])).collect();
        put(&ada.tab, &engagement, &all).await?;
        let tab = &ada.tab;
        open(tab, &engagement, "?sort=alphabetical").await?;
        let count = "document.querySelector('.view-count').textContent === '2,000 sessions'";
        tab.wait("all to be counted", LONG, count, &[]).await?;
        card(tab, "Session 0000").await?;
        let few = "document.querySelectorAll('.session').length <= 60";
        tab.wait("a page or two", LONG, &format!("{few} && document.querySelector('.sessions-end')"), &[]).await?;
        let taken: usize = tab.js("return parseInt(document.querySelector('.sessions-end').textContent)", &[]).await?;
        ensure!(taken.is_multiple_of(20) && taken <= 100, "{taken} at first");
        tab.js::<()>("window.scrollTo(0, document.documentElement.scrollHeight)", &[]).await?;
        let more = "parseInt(document.querySelector('.sessions-end').textContent) > arguments[0]";
        tab.wait("twenty more", LONG, more, &[json!(taken)]).await?;
        tab.js::<()>("window.scrollTo(0, 0)", &[]).await?;
        let meant = card(tab, "Session 0000").await?;
        tab.js::<()>(&format!("document.querySelector('{meant} .card-link').focus()"), &[]).await?;
        let holds = async |name: &str| {
            let focus = "document.activeElement.textContent === arguments[0]";
            tab.wait(&format!("the focus on {name}"), LONG, focus, &[json!(name)]).await
        };
        for (pressed, name) in [
            (Key::Right, "Session 0001"),
            (Key::Down, "Session 0004"),
            (Key::Left, "Session 0003"),
            (Key::End, "Session 1999"),
            (Key::Up, "Session 1996"),
        ] {
            tab.press(key(pressed)).await?;
            holds(name).await?;
        }
        tab.wait("few of them in the page", LONG, few, &[]).await?;
        tab.press(key(Key::Enter)).await?;
        tab.find(".session-page").await?;
        parts.done("twenty more at a time, few in the page, from card to card by keys, and into one");

        tab.emulate(375, 800, "light").await?;
        open(tab, &engagement, "?q=0007").await?;
        are(tab, &["Session 0007"]).await?;
        open(tab, &engagement, "").await?;
        let one = "document.querySelector('.sessions') && getComputedStyle(document.querySelector('.sessions')).gridTemplateColumns.split(' ').length === 1
            && document.documentElement.scrollWidth <= 375";
        tab.wait("one column", LONG, one, &[]).await?;
        tab.wait("few of them in the page", LONG, few, &[]).await?;
        parts.done("in one column on a phone");
        Ok(())
    });
}

#[test]
fn h16_a_session_is_looked_after_on_its_own_page() {
    story("sessions-one", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "viewer").await?;
        let tab = &ada.tab;
        open(tab, &engagement, "").await?;
        make(tab, "Tide tables", "5").await?;
        ada.sync_is("synced").await?;
        hub::enter(tab, "Tide tables").await?;
        tab.find(".session-page .session-form").await?;
        let path = tab.path().await?;
        bob.tab.goto(&path).await?;
        bob.tab.click(".session-page .session-join").await?;
        let there = "document.activeElement.matches('.session-leave')";
        bob.tab.wait("the focus on the way out", LONG, there, &[]).await?;
        bob.sync_is("synced").await?;
        ensure!(!bob.tab.has(".session-form, .session-put-out").await?, "a viewer is offered the settings");
        let person = format!(".member[data-person='{}']", bob.account.id);
        tab.find(&person).await?;
        let settle = async || {
            tab.fill(".session-form #session-description", "Of **all** berths").await?;
            tab.fill(".session-form #session-seats", "1").await?;
            tab.choose(".session-form #session-state", "inactive").await?;
            tab.click(".session-form button[type=submit]").await
        };
        let asks = async || {
            tab.js::<bool>("return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))", &[]).await
        };
        tab.find(".session-form #session-tags").await?.send_keys("tide").await?;
        ensure!(asks().await?, "words that go with the tab go unasked");
        settle().await?;
        let all = "document.querySelector('.session-seats').firstChild.textContent === '2/1'
            && document.querySelector('.session-state').dataset.state === 'inactive'
            && document.querySelector('.session-told .markdown strong').textContent === 'all'";
        tab.wait("all of it changed", LONG, all, &[]).await?;
        undo(tab).await?;
        let holds = "['seats', 'state', 'name'].every(name => document.querySelector(`#session-${name}`).value === arguments[0][name])";
        let before = json!({ "seats": "5", "state": "active", "name": "Tide tables" });
        tab.wait("the form to have what it had", LONG, holds, &[before]).await?;
        settle().await?;
        bob.tab.wait("it there too", LONG, all, &[]).await?;
        let axe = Axe::provide()?;
        looks::check(tab, "session", &axe).await?;
        tab.click(&format!("{person} .session-put-out")).await?;
        tab.gone(&person).await?;
        bob.tab.find(".session-join:disabled").await?;
        parts.done("its settings, who takes part, and no more than there is room for");
        begun::outlives(world, &ada, &engagement, &path).await?;
        parts.done("what is begun there outlives ways out and back, and what another writes meanwhile stays");

        let allow = json!({ "origin": tab.origin(), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        let mut devtools = DevTools::of_browser(&ada.browser).await?;
        devtools.send("Browser.grantPermissions", allow).await?;
        tab.click(".session-share").await?;
        says(tab, "The link is copied").await?;
        let copied: String = tab.js_async("return await navigator.clipboard.readText()", &[]).await?;
        ensure!(copied == format!("{}{path}", tab.origin()), "{copied}");
        tab.click(".session-more").await?;
        tab.click("#session-menu [data-deed=invite]").await?;
        tab.choose("dialog select", "editor").await?;
        tab.click("dialog button[type=submit]").await?;
        tab.find("input.invite-link").await?;
        let link: String = tab.js("return document.querySelector('input.invite-link').value", &[]).await?;
        let link = link.strip_prefix(tab.origin()).context("the link leads here")?.to_owned();
        let cleo = Profile::new("Cleo")?;
        let cleo = world.open(&cleo).await?.tab().await?;
        cleo.goto(&link).await?;
        cleo.click("a[href^='/create-account']").await?;
        world.create_account(&cleo, "Cleo").await?;
        cleo.click(".invitation button[type=submit]").await?;
        cleo.wait("the session", LONG, "location.pathname === arguments[0]", &[json!(path)]).await?;
        cleo.find(".session-page h1").await?;
        parts.done("shared by its address, and by an invitation that leads to it");

        bob.tab.click(".session-more").await?;
        bob.tab.click("#session-menu [data-deed=report]").await?;
        bob.tab.fill("#report-text", "It is about fishing.").await?;
        // Nobody but its host looks after the engagement: the letter is to be copied, and does not go to whom it is about.
        bob.tab.find("dialog.session-report .report-copy").await?;
        ensure!(!bob.tab.has("dialog.session-report .report-mail").await?, "a report goes to whom it is about");
        looks::check(&bob.tab, "session-report", &axe).await?;
        bob.tab.press(key(Key::Escape)).await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone("dialog[open]").await?;
        tab.click(".session-leave").await?;
        tab.find(".session-join").await?;
        tab.click(".session-more").await?;
        tab.click("#session-menu [data-deed=archive]").await?;
        tab.find(".session-state[data-state=archived]").await?;
        tab.stored().await?;
        ada.sync_is("synced").await?;
        tab.reload().await?;
        tab.find(".session-page .session-state[data-state=archived]").await?;
        parts.done("reported, left and archived");
        Ok(())
    });
}
