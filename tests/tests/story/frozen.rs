//! A tab that the browser puts to sleep, as it does with those that nobody looks at for minutes.

use std::time::Duration;

use anyhow::{Context as _, Result};
use holdfast_tests::browser::{Board, DevTools, LONG, Person, World, api::Api, story, until};
use serde_json::json;

#[test]
fn a_frozen_tab_holds_up_nobody() {
    story("frozen", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let first = Board::create(&ada.tab, &engagement, "Asleep").await?;
        first.add("todo", "Before").await?;
        ada.sync_is("synced").await?;
        let second = first.open_in(&ada.browser.new_tab().await?).await?;
        second.shows("Before").await?;
        parts.done("two tabs");
        // One of the two keeps the line.
        sleeps(world, &ada, &engagement, &first, &second, "While the first sleeps").await?;
        parts.done("the first asleep: the second stores, sends and hears");
        sleeps(world, &ada, &engagement, &second, &first, "While the second sleeps").await?;
        parts.done("the second asleep, too");
        Ok(())
    });
}

/// Freezes one tab; what is made in the other gets to the server, and what is made elsewhere to the other; the first has both
/// once it is woken.
async fn sleeps(
    world: &World,
    ada: &Person,
    engagement: &str,
    asleep: &Board,
    awake: &Board,
    title: &str,
) -> Result<()> {
    let mut tools = DevTools::of_tab(&ada.browser, &asleep.tab).await?;
    tools.send("Page.setWebLifecycleState", json!({ "state": "frozen" })).await?;
    awake.add("todo", title).await?;
    awake.shows(title).await?;
    let elsewhere = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    until("it on the server", LONG, async || {
        Ok(elsewhere.log().await?.task(title).map(drop).map_err(|error| error.to_string()))
    })
    .await?;
    let before = awake.rows().await?.len();
    elsewhere.fill(engagement, &awake.path, 1).await?;
    awake
        .rows_are("what was made elsewhere", |rows| {
            (rows.len() != before + 1).then(|| format!("{} rows instead of {}", rows.len(), before + 1))
        })
        .await?;
    tools.send("Page.setWebLifecycleState", json!({ "state": "active" })).await?;
    asleep
        .rows_are("all of it", |rows| {
            (rows.len() != before + 1).then(|| format!("{} rows instead of {}", rows.len(), before + 1))
        })
        .await
        .map(drop)
        .context("once awake")
}
