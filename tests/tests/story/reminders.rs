//! What is due is told: once, in one tab, after a reload, and after a while away.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, story};
use serde_json::json;

use crate::looks;

/// A clock that can be set: so many milliseconds ahead, in every tab.
const CLOCK: &str = "const real = Date.now; Date.now = () => real() + Number(localStorage.getItem('ahead') ?? 0);";

#[test]
fn what_is_due_is_told_once_and_what_was_missed_later() {
    story("reminders", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        let other = ada.browser.new_tab().await?;
        for tab in [&ada.tab, &other] {
            tab.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": CLOCK })).await?;
            board.open_in_empty(tab).await?;
        }
        due(&ada, &board).await?;
        other.close().await?;
        parts.done("told in one of two tabs, put off, told again and done");
        missed(&ada, &board).await?;
        parts.done("what came due meanwhile is told at the next start, all at once");
        chosen(&ada).await?;
        parts.done("nothing is told where nothing is wanted");
        Ok(())
    });
}

/// Sets the clock of all tabs ahead of what it is, and has a tab look.
async fn pass(tab: &Tab, minutes: i64) -> Result<()> {
    let set = "localStorage.setItem('ahead', arguments[0]); document.dispatchEvent(new Event('visibilitychange'))";
    tab.js(set, &[json!((minutes * 60_000).to_string())]).await
}

async fn told(tab: &Tab, words: &str) -> Result<()> {
    let expression = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes(arguments[0]))";
    tab.wait(&format!("to be told “{words}”"), LONG, expression, &[json!(words)]).await
}

/// Presses a button of what is told.
async fn answer(tab: &Tab, words: &str) -> Result<()> {
    let mark = "for (const one of document.querySelectorAll('.toast-action')) one.dataset.says = one.textContent";
    tab.js::<()>(mark, &[]).await?;
    tab.click(&format!(".toast-action[data-says='{words}']")).await?;
    tab.gone(&format!(".toast-action[data-says='{words}']")).await
}

/// A line that is due so many minutes from now, by the clock of the page.
async fn line(tab: &Tab, title: &str, minutes: i64) -> Result<String> {
    let at = "const at = new Date(Date.now() + arguments[0] * 60000), two = number => String(number).padStart(2, '0');
        return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`";
    let at: String = tab.js(at, &[json!(minutes)]).await?;
    Ok(format!("{title} {at}"))
}

async fn due(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    board.add("todo", &line(tab, "Call the port", 60).await?).await?;
    board.shows("Call the port").await?;
    pass(tab, 30).await?;
    pass(tab, 90).await?;
    told(tab, "“Call the port” is due").await?;
    looks::check(tab, "reminder", &Axe::provide()?).await?;
    let everywhere = async || -> Result<usize> {
        let mut toasts = 0;
        for tab in ada.browser.tabs().await? {
            toasts += tab.js::<usize>("return document.querySelectorAll('.toast').length", &[]).await?;
        }
        Ok(toasts)
    };
    ensure!(everywhere().await? == 1, "told in {} places", everywhere().await?);
    tab.reload().await?;
    board.is_shown().await?;
    pass(tab, 91).await?;
    ensure!(!tab.has(".toast").await?, "it is told once");

    // Put off it comes again.
    board.add("todo", &line(tab, "Paint the boat", 30).await?).await?;
    board.shows("Paint the boat").await?;
    pass(tab, 130).await?;
    told(tab, "“Paint the boat” is due").await?;
    answer(tab, "In 10 minutes").await?;
    pass(tab, 141).await?;
    told(tab, "“Paint the boat” is due").await?;
    answer(tab, "Done").await?;
    told(tab, "Marked “Paint the boat” done").await?;
    board
        .rows_are("it to be done", |rows| {
            let done = rows.iter().any(|row| row.title == "Paint the boat" && row.group == "done");
            (!done).then(|| format!("{rows:?}"))
        })
        .await
        .map(drop)
}

async fn missed(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    for (title, minutes) in [("Order fenders", 60), ("Splice the ropes", 61)] {
        board.add("todo", &line(tab, title, minutes).await?).await?;
        board.shows(title).await?;
    }
    ada.sync_is("synced").await?;
    tab.js::<()>("localStorage.setItem('ahead', String(600 * 60000))", &[]).await?;
    tab.reload().await?;
    told(tab, "2 tasks are due: “Order fenders”, “Splice the ropes”").await?;
    answer(tab, "Open").await?;
    tab.find("aside.panel").await?;
    let title = "document.querySelector('aside.panel input[name=title]')?.value === 'Order fenders'";
    tab.wait("the first of them", LONG, title, &[]).await
}

async fn chosen(ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/settings").await?;
    tab.click("input[name=reminders][value=nothing]").await?;
    let kept = "Object.keys(localStorage).some(name => name.includes('reminders') && localStorage.getItem(name).includes('which nothing'))";
    tab.wait("it to be kept", LONG, kept, &[]).await?;
    looks::check(tab, "settings-reminders", &Axe::provide()?).await?;
    tab.reload().await?;
    tab.find("input[name=reminders][value=nothing]:checked").await.map(drop)
}
