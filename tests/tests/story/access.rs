//! Every screen by the accessibility rules, in light and dark, wide and narrow. No rule is switched off.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Profile, Tab, World, choose_file, key, sample_board, story};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn every_screen_is_accessible() {
    story("access", Duration::from_secs(240), async |world, parts| {
        let axe = Axe::provide()?;
        let mut found = Vec::new();
        let profile = Profile::new("nobody")?;
        let browser = world.open(&profile).await?;
        let nobody = browser.tab().await?;
        for look in LOOKS {
            look.take(&nobody).await?;
            for path in ["/sign-in", "/create-account"] {
                nobody.goto(path).await?;
                nobody.find("button[type=submit]").await?;
                // A server without accounts offers a demo a moment later.
                nobody
                    .wait(
                        "the page to settle",
                        LONG,
                        "location.pathname !== '/sign-in' || document.querySelector('.try-demo')",
                        &[],
                    )
                    .await?;
                check(&axe, &nobody, path, look, &mut found).await?;
            }
        }
        parts.done("signed out");
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::import(&ada.tab, &engagement, &sample_board()).await?;
        ada.sync_is("synced").await?;
        let link = ada.invite(&engagement, "editor").await?;
        for look in LOOKS {
            look.take(&ada.tab).await?;
            screens(world, &ada, &engagement, &board, &link, &axe, look, &mut found).await?;
            parts.done(&format!("signed in, {look:?}"));
        }
        ensure!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
        Ok(())
    });
}

/// A size of window and a theme.
#[derive(Clone, Copy, Debug)]
struct Look {
    width: u32,
    theme: &'static str,
}

const LOOKS: [Look; 4] = [
    Look { width: 1280, theme: "light" },
    Look { width: 1280, theme: "dark" },
    Look { width: 360, theme: "light" },
    Look { width: 360, theme: "dark" },
];

impl Look {
    async fn take(self, tab: &Tab) -> Result<()> {
        tab.emulate(self.width, 800, self.theme).await
    }
}

async fn check(axe: &Axe, tab: &Tab, screen: &str, look: Look, found: &mut Vec<String>) -> Result<()> {
    let violations = axe.violations(tab).await?;
    found.extend(violations.into_iter().map(|one| format!("{screen} ({} px, {}): {one}", look.width, look.theme)));
    let (wide, window): (f64, f64) =
        tab.js("return [document.documentElement.scrollWidth, window.innerWidth]", &[]).await?;
    if wide > window {
        found.push(format!("{screen} ({} px, {}): scrolls sideways, {wide} in {window} px", look.width, look.theme));
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one walk through all screens")]
async fn screens(
    world: &World,
    ada: &Person,
    engagement: &str,
    board: &Board,
    link: &str,
    axe: &Axe,
    look: Look,
    found: &mut Vec<String>,
) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/engagements").await?;
    tab.find("li.card").await?;
    check(axe, tab, "engagements", look, found).await?;

    tab.click("button.account").await?;
    tab.find("button.sign-out").await?;
    check(axe, tab, "account menu", look, found).await?;

    tab.goto(&format!("/e/{engagement}")).await?;
    tab.find("li.member").await?;
    check(axe, tab, "engagement", look, found).await?;
    tab.click("button.invite").await?;
    tab.find("dialog button[type=submit]").await?;
    check(axe, tab, "invite, asking", look, found).await?;
    tab.click("dialog button[type=submit]").await?;
    tab.find("input.invite-link").await?;
    check(axe, tab, "invite, made", look, found).await?;
    tab.goto(link).await?;
    tab.find(".invitation button[type=submit]").await?;
    check(axe, tab, "invitation", look, found).await?;

    tab.goto(&format!("/e/{engagement}/import")).await?;
    tab.find("main h1").await?;
    check(axe, tab, "import", look, found).await?;
    choose_file(tab, &sample_board()).await?;
    tab.find("button.import-run").await?;
    check(axe, tab, "import preview", look, found).await?;

    let board = board.open_in(tab).await?;
    board.show_archive().await?;
    check(axe, tab, "project", look, found).await?;
    let row = board.row("Contrast of the <b>blue</b> buttons").await?;
    board.open_panel(&row.record).await?;
    check(axe, tab, "project with panel", look, found).await?;

    let board = board.open_in(tab).await?;
    world.proxy.cut();
    board.add("todo", "Waits for the network").await?;
    ada.sync_is("offline").await?;
    tab.click("button.sync").await?;
    tab.find("dialog.sync-list li[data-op]").await?;
    check(axe, tab, "sync list", look, found).await?;
    tab.click("dialog.sync-list .dialog-close").await?;
    tab.gone("dialog.sync-list").await?;
    let waiting = board.row("Waits for the network").await?;
    // By its key: on a narrow screen a row shows its tools only when it is meant.
    tab.js::<()>(
        "document.querySelector(`li[data-record='${arguments[0]}'] .task-title`).focus()",
        &[json!(waiting.record)],
    )
    .await?;
    tab.press(key(Key::Delete)).await?;
    tab.find(".toast .toast-action").await?;
    // A toast lies over what is under it; the page's end leaves room for it, so nothing stays covered.
    tab.js::<()>("window.scrollTo(0, document.documentElement.scrollHeight)", &[]).await?;
    check(axe, tab, "project offline, with a toast", look, found).await?;
    world.proxy.mend();
    ada.sync_is("synced").await
}
