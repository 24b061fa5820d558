//! Two people who write in one text without knowing of each other, and what was edited after it was deleted.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{Axe, Board, LONG, Parts, Person, Tab, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::looks;

const BEGUN: &str = "Call at nine.\nAsk for the master.\nBring the papers.";

#[test]
fn two_versions_wait_until_someone_chooses() {
    story("conflicts", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        let task = board.shows("Call the port").await?.record;
        let link = ada.invite(&engagement, "editor").await?;
        let ben = world.newcomer("Ben").await?;
        ben.join(&link).await?;
        parts.done("two people and a task");

        raised(world, &ada, &ben, &board, &task, parts).await?;
        settled(&ada, &ben, &engagement, parts).await?;
        written_since(world, &ada, &ben, &board, &engagement, &task, parts).await?;
        at_once(world, &ada, &ben, &board, &engagement, parts).await?;
        after_its_deletion(world, &ada, &ben, &board, &engagement, &task, parts).await
    });
}

async fn description_is(tab: &Tab, words: &str) -> Result<()> {
    let expression = "document.querySelector('aside.panel textarea[name=description]')?.value === arguments[0]";
    tab.wait(&format!("the description “{words}”"), LONG, expression, &[json!(words)]).await
}

/// Replaces one word of the description in the open panel, and leaves the field.
async fn write(tab: &Tab, from: &str, to: &str) -> Result<()> {
    let area = "aside.panel textarea[name=description]";
    let text: String = tab.js("return document.querySelector(arguments[0]).value", &[json!(area)]).await?;
    tab.fill(area, &text.replace(from, to)).await?;
    tab.js::<()>("document.activeElement.blur()", &[]).await
}

async fn sign(tab: &Tab, conflicts: &str) -> Result<()> {
    let expression = "(document.querySelector('.conflicts-sign')?.innerText ?? '').includes(arguments[0])";
    tab.wait("the sign in the bar", LONG, expression, &[json!(conflicts)]).await
}

/// 1. Both write offline; both see that there are two versions.
async fn raised(world: &World, ada: &Person, ben: &Person, board: &Board, task: &str, parts: &Parts) -> Result<()> {
    board.open_panel(task).await?;
    ada.tab.fill("aside.panel textarea[name=description]", BEGUN).await?;
    ada.tab.js::<()>("document.activeElement.blur()", &[]).await?;
    ada.sync_is("synced").await?;
    let his = Board { tab: ben.tab.clone(), path: board.path.clone() };
    his.open_panel(task).await?;
    description_is(&ben.tab, BEGUN).await?;

    world.server.kill();
    write(&ada.tab, "nine", "ten").await?;
    write(&ben.tab, "papers", "papers and a pen").await?;
    ada.sync_is("offline").await?;
    ben.sync_is("offline").await?;
    world.server.restart().await?;
    sign(&ada.tab, "1").await?;
    sign(&ben.tab, "1").await?;
    ada.tab.find("aside.panel .conflict-note").await?;
    parts.done("a conflict shows to both");
    Ok(())
}

/// 2. One combines both by keyboard; the other, who was about to, is told.
async fn settled(ada: &Person, ben: &Person, engagement: &str, parts: &Parts) -> Result<()> {
    ben.tab.goto(&format!("/e/{engagement}/conflicts")).await?;
    ben.tab.find(".conflict.is-here").await?;
    ben.tab.press("3").await?;
    ben.tab.find("textarea.combine").await?;
    ben.tab.fill("textarea.combine", "What Ben was writing").await?;

    ada.tab.click("aside.panel .conflict-note a").await?;
    ada.tab.find(".conflict.is-here ins").await?;
    let text: String = ada.tab.text(".conflict.is-here").await?;
    ensure!(text.contains("Your words") && text.contains("Ben’s words"), "whose they are: {text}");
    looks::check(&ada.tab, "conflicts", &Axe::provide()?).await?;
    ada.tab.js::<()>("document.querySelector('.conflicts').focus()", &[]).await?;
    ada.tab.press("3").await?;
    let both = BEGUN.replace("nine", "ten").replace("papers", "papers and a pen");
    let combined = "document.querySelector('textarea.combine')?.value === arguments[0]";
    ada.tab.wait("both put together", LONG, combined, &[json!(both)]).await?;
    ada.tab.press(key(Key::Enter)).await?;
    ada.tab.gone(".conflicts-sign").await?;
    ben.tab.gone(".conflicts-sign").await?;
    let told = ben.tab.text(".conflict-settled").await?;
    ensure!(told.contains("Settled meanwhile") && told.contains("both were put together"), "Ben is told {told}");
    ensure!(ben.tab.text(".conflict-unused").await? == "What Ben was writing", "and keeps his words");
    ada.tab.click(".conflict-open, .crumbs a:last-child").await?;
    parts.done("combined by keyboard, and the other is told");
    Ok(())
}

/// 3. Two more, settled by key one after the other; what has been written since is what is shown and combined with.
async fn written_since(
    world: &World,
    ada: &Person,
    ben: &Person,
    board: &Board,
    engagement: &str,
    task: &str,
    parts: &Parts,
) -> Result<()> {
    let of: (ScopeId, Id<Task>) = (engagement.parse()?, task.parse().context("a task's id")?);
    let describe = |words: &str| Edit::set(of.0, of.1).put(Task::DESCRIPTION, words.to_owned());
    let device = async |person: &Person| Api::sign_in(&world.proxy.origin(), &person.account).await;
    device(ada).await?.edit(vec![describe("Call at noon.")]).await?;
    device(ben).await?.edit_unseen(describe("Call at dawn.")).await?;
    device(ben).await?.edit_unseen(describe("Call at dusk.")).await?;
    // The field can be edited while they wait.
    device(ben).await?.edit(vec![describe("Call at tea time.")]).await?;
    sign(&ada.tab, "2").await?;
    ada.tab.goto(&format!("/e/{engagement}/conflicts")).await?;
    ada.tab.find(".conflict.is-here .conflict-later").await?;
    let text = ada.tab.text(".conflict.is-here .side[data-side=theirs]").await?;
    ensure!(text.contains("there now") && text.contains("tea time"), "what is there now: {text}");
    ensure!(!text.contains("Call at noon"), "what was there then is folded away: {text}");

    ada.tab.press("j").await?;
    ada.tab.press("2").await?;
    ada.tab
        .wait("it to be chosen", LONG, "document.querySelector('.is-here .side[data-side=theirs] input')?.checked", &[])
        .await?;
    ada.tab.press(key(Key::Enter)).await?;
    sign(&ada.tab, "1").await?;
    ada.tab
        .wait("the other to be open", LONG, "document.activeElement.matches('.is-here .conflict-what')", &[])
        .await?;
    ada.tab.press("1").await?;
    ada.tab
        .wait("it to be chosen", LONG, "document.querySelector('.is-here .side[data-side=mine] input')?.checked", &[])
        .await?;
    ada.tab.press(key(Key::Enter)).await?;
    ada.tab.gone(".conflicts-sign").await?;
    ada.sync_is("synced").await?;
    ensure!(!ada.tab.has(".conflicts-sign").await?, "chosen over what was shown, it is settled");
    board.open_in(&ada.tab).await?;
    parts.done("two by keyboard, over what has been written since");
    Ok(())
}

/// 4. Several at once: all for one side, taken back, all for the other.
async fn at_once(
    world: &World,
    ada: &Person,
    ben: &Person,
    board: &Board,
    engagement: &str,
    parts: &Parts,
) -> Result<()> {
    let scope: ScopeId = engagement.parse()?;
    let (hers, his) = (
        Api::sign_in(&world.proxy.origin(), &ada.account).await?,
        Api::sign_in(&world.proxy.origin(), &ben.account).await?,
    );
    let mut tasks: Vec<Id<Task>> = Vec::new();
    for title in ["Paint the hull", "Mend the sail", "Oil the winch"] {
        board.add("todo", title).await?;
        tasks.push(board.shows(title).await?.record.parse().context("a task's id")?);
    }
    ada.sync_is("synced").await?;
    for task in &tasks {
        let describe = |words: &str| Edit::set(scope, *task).put(Task::DESCRIPTION, words.to_owned());
        hers.edit(vec![describe("As Ada has it.")]).await?;
        his.edit_unseen(describe("As Ben has it.")).await?;
    }
    sign(&ada.tab, "3").await?;
    ada.tab.goto(&format!("/e/{engagement}/conflicts")).await?;
    ada.tab.click(".conflicts-bulk .all-theirs").await?;
    ada.tab.gone(".conflicts-sign").await?;
    ada.sync_is("synced").await?;
    described(&hers, &tasks, "As Ben has it.").await?;
    ada.tab.chord(Key::Control, 'z').await?;
    sign(&ada.tab, "3").await?;
    ada.sync_is("synced").await?;
    described(&hers, &tasks, "As Ada has it.").await?;
    ada.tab.click(".conflicts-bulk .all-mine").await?;
    ada.tab.gone(".conflicts-sign").await?;
    ada.sync_is("synced").await?;
    described(&hers, &tasks, "As Ada has it.").await?;
    board.open_in(&ada.tab).await?;
    parts.done("three at once, undone, and three the other way");
    Ok(())
}

/// All of these tasks have that description, as the server has them.
async fn described(api: &Api, tasks: &[Id<Task>], words: &str) -> Result<()> {
    let all = api.log().await?.tasks_with_ids()?;
    for task in tasks {
        let (_, found) = all.iter().find(|(id, _)| *id == task.to_string()).context("the task")?;
        ensure!(found.description == words, "“{}”: {}", found.title, found.description);
    }
    Ok(())
}

/// 5. What was edited after it was deleted comes back with the words, which can be undone.
async fn after_its_deletion(
    world: &World,
    ada: &Person,
    ben: &Person,
    board: &Board,
    engagement: &str,
    task: &str,
    parts: &Parts,
) -> Result<()> {
    let (scope, id): (ScopeId, Id<Task>) = (engagement.parse()?, task.parse().context("a task's id")?);
    let board = board.open_in(&ada.tab).await?;
    board.delete(task).await?;
    ada.sync_is("synced").await?;
    let his = Api::sign_in(&world.proxy.origin(), &ben.account).await?;
    his.edit(vec![Edit::set(scope, id).put(Task::TITLE, "Ring the port".to_owned())]).await?;
    sign(&ada.tab, "1").await?;
    ada.tab.click(".conflicts-sign").await?;
    let text = ada.tab.text(".conflict.is-here").await?;
    ensure!(text.contains("was deleted and edited") && text.contains("Ring the port"), "{text}");
    ada.tab.click(".side[data-side=mine] input").await?;
    ada.tab.click(".conflict-actions .settle").await?;
    ada.tab.gone(".conflicts-sign").await?;
    ada.sync_is("synced").await?;
    board.open_in(&ada.tab).await?;
    board.shows("Ring the port").await?;
    // Settling is a step like any other.
    ada.tab.js::<()>("document.querySelector('.project').focus()", &[]).await?;
    ada.tab.chord(Key::Control, 'z').await?;
    sign(&ada.tab, "1").await?;
    parts.done("brought back with the words, and undone");
    Ok(())
}
