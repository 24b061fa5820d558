//! Where a browser has no Background Sync (Safari, Firefox) or the person denied it.

use std::time::Duration;

use anyhow::ensure;
use holdfast_tests::browser::{Board, DevTools, LONG, api::Api, outbox_ops, sample_board, story, until};
use serde_json::json;

#[test]
fn without_background_sync_edits_arrive_on_the_next_opening() {
    story("denied", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let deny =
            json!({ "permission": { "name": "background-sync" }, "setting": "denied", "origin": ada.tab.origin() });
        // The browser takes it back when this connection ends.
        let mut devtools = DevTools::of_browser(&ada.browser).await?;
        devtools.send("Browser.setPermission", deny).await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::import(&ada.tab, &engagement, &sample_board()).await?;
        ada.sync_is("synced").await?;
        let refused: bool = ada
            .tab
            .js_async(
                "const registration = await navigator.serviceWorker.ready;
                return await registration.sync.register('holdfast-outbox').then(() => false, () => true);",
                &[],
            )
            .await?;
        ensure!(refused, "the browser took a registration although Background Sync is denied");

        world.server.kill();
        board.add("todo", "Kept until the next opening").await?;
        let row = board.shows("Kept until the next opening").await?;
        board
            .rows_are("it to wait", |rows| {
                let found = rows.iter().find(|one| one.record == row.record);
                found.is_none_or(|one| one.mark != "waiting").then(|| format!("{found:?}"))
            })
            .await?;
        let made = outbox_ops(&ada.tab, &ada.account.id).await?;
        let blank = ada.browser.new_tab().await?;
        ada.tab.clone().close().await?;
        parts.done("an edit with Background Sync denied, every tab closed");

        world.server.restart().await?;
        board.open_in(&blank).await?;
        let api = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
        until("the edit to arrive", LONG, async || {
            let there = api.log().await?.operations()?;
            Ok(if made.is_subset(&there) { Ok(()) } else { Err(format!("{made:?} is not there")) })
        })
        .await?;
        parts.done("it arrived on the next opening");
        Ok(())
    });
}
