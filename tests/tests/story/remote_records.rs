//! What only the server knows of records and people: a record's history and an engagement's members, of two people.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{Axe, Board, LONG, Parts, Person, Tab, World, answers, api::Api, story, until};
use serde_json::json;

/// How many edits make the history longer than two pages.
const DRAFTS: usize = 120;

#[test]
fn two_people_and_what_the_server_knows() {
    story("remote-records", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        let task = board.shows("Call the port").await?.record;
        ada.sync_is("synced").await?;
        let ben = joined(world, &ada, &engagement).await?;
        let record = Record { scope: engagement.parse()?, task: task.parse()?, board: &board };
        parts.done("two people and a task");

        history(world, &ada, &ben, &record, parts).await?;
        deep_link(world, &ada, &record, parts).await?;
        members(&ada, &ben, &engagement, parts).await?;
        looks(&ada, &record, &engagement, parts).await?;
        offline(world, &ada, &record, &engagement, parts).await?;
        removed(world, &ada, &ben, &record, parts).await
    });
}

/// The task whose history is looked at.
struct Record<'a> {
    scope: ScopeId,
    task: Id<Task>,
    board: &'a Board,
}

impl Record<'_> {
    fn history(&self) -> String {
        format!("/e/{}/r/{}/history", self.scope, self.task)
    }

    fn entitle(&self, title: &str) -> Edit {
        Edit::set(self.scope, self.task).put(Task::TITLE, title.to_owned())
    }

    fn describe(&self, text: String) -> Edit {
        Edit::set(self.scope, self.task).put(Task::DESCRIPTION, text)
    }
}

async fn joined(world: &World, ada: &Person, engagement: &str) -> Result<Person> {
    let link = ada.invite(engagement, "editor").await?;
    let ben = world.newcomer("Ben").await?;
    ben.join(&link).await?;
    Ok(ben)
}

/// 1. From the task's panel, live, and on to the very first entry.
async fn history(world: &World, ada: &Person, ben: &Person, record: &Record<'_>, parts: &Parts) -> Result<()> {
    let api = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    api.edit((1..=DRAFTS).map(|number| record.describe(format!("Draft {number}"))).collect()).await?;
    let tab = &ada.tab;
    record.board.open_panel(&record.task.to_string()).await?;
    tab.click("aside.panel a.panel-history").await?;
    let newest = format!("Draft {DRAFTS}");
    shows(tab, "the newest entry", ".history-entry", &[&newest, "changed the description", "Ada"]).await?;
    ensure!(tab.text("h1").await?.contains("Call the port"), "the heading names the task");
    ensure!(entries(tab).await?.len() < DRAFTS, "not all of it at once");

    let board = record.board.open_in(&ben.tab).await?;
    board.rename(&record.task.to_string(), "Ring the port").await?;
    shows(tab, "the other person's edit, live", ".history-entry", &["Ben", "changed the title", "“Ring the port”"])
        .await?;
    parts.done("the history opens from a task and follows the other person live");

    // A title takes the later arrival; a description would wait for someone to choose.
    api.edit(vec![record.entitle("Words of Ada")]).await?;
    Api::sign_in(&world.proxy.origin(), &ben.account).await?.edit_unseen(record.entitle("Words of Ben")).await?;
    let replaced = ["Ben", "Replaced what Ada had written", "Copy these words"];
    shows(tab, "what was replaced unseen", ".history-entry", &replaced).await?;

    let all = "document.querySelector('.history-end')?.innerText.includes('You have seen everything')
        || (document.querySelector('.history-end')?.scrollIntoView(), false)";
    tab.wait("the end of the history", LONG, all, &[]).await?;
    let entries = entries(tab).await?;
    // The task itself, the drafts and three titles.
    ensure!(entries.len() == 1 + DRAFTS + 3, "{} entries", entries.len());
    ensure!(entries.is_sorted_by(|a, b| a > b), "newest first, each once");
    let first = "[...document.querySelectorAll('.history-entry')].at(-1).innerText";
    let first: String = tab.js(&format!("return {first}"), &[]).await?;
    ensure!(first.contains("created the task") && first.contains("“Call the port”"), "the first entry says {first}");
    let renamed = ["Ben", "changed the title", "“Call the port”", "“Ring the port”"];
    shows(tab, "what a much older entry had written", ".history-entry", &renamed).await?;
    parts.done("on to the first entry");

    let letter = |hour: &str| record.describe(format!("{}Come at {hour}.", "Berth seven, by the crane. ".repeat(40)));
    api.edit(vec![letter("noon"), letter("ten")]).await?;
    let brief = "document.querySelector('.history-entry summary:has(.diff-brief)')";
    let differs = format!(
        "(told => told?.innerText.includes('the crane.') && told.querySelector('del')?.innerText.includes('noon')
        && told.querySelector('ins')?.innerText.includes('ten') && told.innerText.length < 300)({brief})"
    );
    tab.wait("what a rewriting took out and put in", LONG, &differs, &[]).await?;
    let whole = "document.querySelector('.history-entry .diff-fold .diff-text')";
    tab.js::<()>(&format!("{brief}.click()"), &[]).await?;
    let shown = format!("{whole}.checkVisibility() && {whole}.innerText.length > 1000");
    tab.wait("all of it", LONG, &shown, &[]).await?;
    let one = "[...document.querySelectorAll('.history-entry')[1].querySelectorAll('button')]
        .map(one => one.innerText).join() === 'Restore the description'";
    tab.wait("one button for one thing", LONG, one, &[]).await?;
    parts.done("a rewriting is told by what went and what came");
    Ok(())
}

/// 2. The address of an entry leads to it again, and from there to newer ones, which leave it where it is.
async fn deep_link(world: &World, ada: &Person, record: &Record<'_>, parts: &Parts) -> Result<()> {
    let tab = &ada.tab;
    let all = entries(tab).await?;
    let here = all[all.len() / 2];
    tab.goto(&format!("{}?at={here}", record.history())).await?;
    tab.find(".history-entry.is-here").await?;
    ensure!(entries(tab).await?.first() == Some(&here), "it begins with the entry");
    let top = "document.querySelector('.is-here').getBoundingClientRect().top";
    tab.click(".show-newer").await?;
    let came = "Number(document.querySelector('.history-entry').dataset.seq) > arguments[0]";
    tab.wait("newer entries above it", LONG, came, &[json!(here)]).await?;
    let (now, high): (f64, f64) = tab.js(&format!("return [{top}, window.innerHeight]"), &[]).await?;
    ensure!((0.0..high).contains(&now), "the entry is still on the screen: {now} of {high}");
    let newest = all[0];
    let come = "Number(document.querySelector('.history-entry').dataset.seq) === arguments[0]
        || (document.querySelector('.show-newer:not(:disabled)')?.click(), false)";
    tab.wait("the newest entry", LONG, come, &[json!(newest)]).await?;
    tab.gone(".show-newer").await?;
    // Opened in the middle, it follows what is made now all the same.
    let api = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    api.edit(vec![record.describe("Written meanwhile".into())]).await?;
    shows(tab, "what is made now", ".history-entry ins", &["Written meanwhile"]).await?;
    if let Some(folder) = looks_folder() {
        tab.js::<()>("document.querySelector('.is-here').scrollIntoView({ block: 'center' })", &[]).await?;
        tab.shot(&folder.join("history-here.png")).await?;
    }
    tab.click("a.history-newest").await?;
    tab.gone(".is-here").await?;
    tab.find(".history-entry").await?;
    parts.done("a link to an entry, and newer ones from there");
    Ok(())
}

/// 3. Both are listed; what the owner changes the other sees.
async fn members(ada: &Person, ben: &Person, engagement: &str, parts: &Parts) -> Result<()> {
    ada.tab.goto(&format!("/e/{engagement}")).await?;
    ada.tab.click("a.members-open").await?;
    shows(&ada.tab, "Ada herself", ".member-row", &["Ada", "(you)", &ada.account.email, "Joined today"]).await?;
    shows(&ada.tab, "Ben", ".member-row", &["Ben", &ben.account.email, "last seen"]).await?;
    ben.tab.goto(&format!("/e/{engagement}/members")).await?;
    shows(&ben.tab, "Ben himself", ".member-row", &["Ben", "(you)", "Editor", "Leave"]).await?;
    ensure!(!ben.tab.has(".member-role").await?, "an editor gives no roles");

    let his = format!(".member-row[data-person='{}']", ben.account.id);
    ada.tab.choose(&format!("{his} select.member-role"), "viewer").await?;
    let role = format!("document.querySelector(\"{his}\")?.dataset.role === arguments[0]");
    ben.tab.wait("the new role at the other person's", LONG, &role, &[json!("viewer")]).await?;
    ada.tab.wait("the new role at one's own", LONG, &role, &[json!("viewer")]).await?;
    ada.tab.gone(".member-saving").await?;
    ensure!(!ada.tab.has(".form-error").await?, "nothing was refused");
    parts.done("both members, and a role changed");
    Ok(())
}

/// 4. Both pages by the accessibility rules, wide and narrow, light and dark.
async fn looks(ada: &Person, record: &Record<'_>, engagement: &str, parts: &Parts) -> Result<()> {
    let axe = Axe::provide()?;
    let folder = looks_folder();
    for (width, theme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        ada.tab.emulate(width, 800, theme).await?;
        let pages = [
            ("history", record.history(), ".history-gone"),
            ("members", format!("/e/{engagement}/members"), ".member-email"),
        ];
        for (name, path, settled) in pages {
            ada.tab.goto(&path).await?;
            ada.tab.find(settled).await?;
            let found = axe.violations(&ada.tab).await?;
            ensure!(found.is_empty(), "{name} ({width} px, {theme}): {}", found.join("\n"));
            let wide: f64 = ada.tab.js("return document.documentElement.scrollWidth", &[]).await?;
            ensure!(wide <= f64::from(width), "{name} scrolls sideways: {wide} in {width} px");
            if let Some(folder) = &folder {
                ada.tab.shot(&folder.join(format!("{name}-{width}-{theme}.png"))).await?;
            }
        }
    }
    ada.tab.emulate(1280, 800, "light").await?;
    parts.done("accessible, wide and narrow");
    Ok(())
}

/// 5. Without the server both pages show what they have and say so.
async fn offline(world: &World, ada: &Person, record: &Record<'_>, engagement: &str, parts: &Parts) -> Result<()> {
    let tab = &ada.tab;
    tab.goto(&record.history()).await?;
    tab.find(".history-entry").await?;
    tab.wait("the service worker to take the page", LONG, "navigator.serviceWorker.controller", &[]).await?;
    world.server.kill();
    shows(tab, "that it may be old", ".as-of", &["Shown as of", "you are offline"]).await?;
    ensure!(!entries(tab).await?.is_empty(), "the entries stay");
    // An edit that has not been sent is no part of it yet.
    record.board.open_panel(&record.task.to_string()).await?;
    tab.click("aside.panel .time-add").await?;
    tab.click("aside.panel a.panel-history").await?;
    shows(tab, "the edit that waits", ".history-pending", &["1 edit of yours is not sent yet"]).await?;
    // The page was loaded anew meanwhile: what it shows was kept on the device.
    shows(tab, "what was kept on the device", ".as-of", &["Shown as of", "you are offline"]).await?;
    ensure!(!entries(tab).await?.is_empty(), "the entries are kept");
    tab.goto(&format!("/e/{engagement}/members")).await?;
    shows(tab, "the names", ".member-row", &["Ben", "Viewer"]).await?;
    shows(tab, "that they may be old", ".as-of", &["you are offline"]).await?;
    ensure!(!tab.has(".member-role, .member-remove").await?, "nothing to change without the server");
    parts.done("both pages without the server");
    Ok(())
}

/// 6. Back online by itself; whoever is taken out is out at once, and so is what their device has kept.
async fn removed(world: &World, ada: &Person, ben: &Person, record: &Record<'_>, parts: &Parts) -> Result<()> {
    world.server.restart().await?;
    ada.sync_is("synced").await?;
    ben.tab.goto(&record.history()).await?;
    shows(&ben.tab, "the history", ".history-entry", &["Written meanwhile"]).await?;
    keeps(ben, "Written meanwhile", true).await?;
    let his = format!(".member-row[data-person='{}']", ben.account.id);
    ada.tab
        .wait("his address, once online", LONG, "document.querySelectorAll('.member-email').length === 2", &[])
        .await?;
    ada.tab.click(&format!("{his} .member-remove")).await?;
    ada.tab.click("dialog.remove-member .confirm").await?;
    ada.tab.wait("only one to be left", LONG, "document.querySelectorAll('.member-row').length === 1", &[]).await?;
    let gone = "document.querySelector('h1')?.innerText.includes('nothing at this address')";
    ben.tab.wait("the page to be gone", LONG, gone, &[]).await?;
    ben.tab.reload().await?;
    ben.tab.wait("no page there", LONG, gone, &[]).await?;
    ensure!(entries(&ben.tab).await?.is_empty(), "nothing of the history is shown");
    keeps(ben, "Written meanwhile", false).await?;
    parts.done("a member removed");
    Ok(())
}

/// Waits until the answers that a person's device keeps have some words, or have them no more.
async fn keeps(person: &Person, words: &str, expected: bool) -> Result<()> {
    until(&format!("“{words}” to be kept: {expected}"), LONG, async || {
        let kept = answers(&person.tab, &person.account.id).await?.iter().any(|row| row.contains(words));
        Ok(if kept == expected { Ok(()) } else { Err(format!("{kept}")) })
    })
    .await
}

/// Where pictures of the pages are wanted, if anywhere: `HOLDFAST_LOOKS`.
fn looks_folder() -> Option<PathBuf> {
    std::env::var_os("HOLDFAST_LOOKS").map(PathBuf::from)
}

/// Waits for an element whose text has all these words.
async fn shows(tab: &Tab, what: &str, css: &str, words: &[&str]) -> Result<()> {
    let expression = "[...document.querySelectorAll(arguments[0])].some(one => arguments[1].every(word => one.innerText.includes(word)))";
    tab.wait(what, LONG, expression, &[json!(css), json!(words)]).await.with_context(|| format!("{words:?}"))
}

/// The numbers of the entries on the page, in their order.
async fn entries(tab: &Tab) -> Result<Vec<u64>> {
    tab.js("return [...document.querySelectorAll('.history-entry')].map(one => Number(one.dataset.seq))", &[]).await
}
