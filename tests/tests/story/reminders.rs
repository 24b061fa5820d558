//! What is due is told: once, in one tab, after a reload, and after a while away.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{Engagement, Entity as _, Task},
    id::Id,
};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, api::Api, story};
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
        due(&ada, &other, &board).await?;
        parts.done("told in the tab that was seen last, after a reload too, put off, told again and done");
        elsewhere(&ada, &board).await?;
        other.close().await?;
        parts.done("what comes from another device past its time is told as well");
        missed(&ada, &board).await?;
        parts.done("what came due meanwhile is told at the next start, all at once");
        spoken(&ada).await?;
        parts.done("what is not answered is told once in another language too");
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

async fn due(ada: &Person, other: &Tab, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    board.add("todo", &line(tab, "Call the port", 60).await?).await?;
    board.shows("Call the port").await?;
    pass(tab, 30).await?;
    pass(tab, 90).await?;
    told(tab, "“Call the port” is due").await?;
    looks::check(tab, "reminder", &Axe::provide()?).await?;
    // It is in the tab that was seen last, and in that alone.
    told(other, "“Call the port” is due").await?;
    let shows = "Number(document.visibilityState === 'visible') === document.querySelectorAll('.toast').length";
    for one in [other, tab] {
        one.wait("it to be where it is seen", LONG, shows, &[]).await?;
    }
    // It stays until it is answered, and is joined by what comes due meanwhile.
    tab.reload().await?;
    told(tab, "“Call the port” is due").await?;
    board.is_shown().await?;
    board.add("todo", &line(tab, "Paint the boat", 30).await?).await?;
    board.shows("Paint the boat").await?;
    pass(tab, 130).await?;
    told(tab, "2 tasks are due: “Call the port”, “Paint the boat”").await?;
    answer(tab, "Open").await?;
    tab.find("aside.panel").await?;
    told(tab, "“Paint the boat” is due").await?;
    // Put off it comes again.
    answer(tab, "In 10 minutes").await?;
    let kept = "Object.values(localStorage).some(kept => /^later /m.test(kept))";
    tab.wait("it to be put off", LONG, kept, &[]).await?;
    tab.reload().await?;
    board.is_shown().await?;
    pass(tab, 131).await?;
    ensure!(!tab.has(".toast").await?, "what was answered is told no more");
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

/// By the clock of this browser it is long past, by the other's it was not yet when it was made.
async fn elsewhere(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    ada.sync_is("synced").await?;
    let api = Api::of(tab).await?;
    let like = api.log().await?.task("Call the port")?;
    let late = tab.js::<i64>("return Date.now() - 60 * 60000", &[]).await?;
    let task = Task { title: "Check the moorings".into(), due: Some(late), ..like };
    let scope = board.path.split('/').nth(2).context("an engagement")?.parse::<Id<Engagement>>()?.scope();
    api.edit(vec![task.create(scope, Id::new(u64::try_from(late)?, [7; 10]))]).await?;
    told(tab, "“Check the moorings” is due").await?;
    tab.js::<()>("document.querySelectorAll('.toast-dismiss').forEach(button => button.click())", &[]).await?;
    tab.gone(".toast").await?;
    // What a person makes due in the past they need not be told.
    board.add("todo", &line(tab, "Oil the winch", -60).await?).await?;
    board.shows("Oil the winch").await?;
    pass(tab, 142).await?;
    board.add("todo", &line(tab, "Fill the tank", 5).await?).await?;
    board.shows("Fill the tank").await?;
    pass(tab, 150).await?;
    told(tab, "“Fill the tank” is due").await?;
    answer(tab, "Done").await
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

async fn spoken(ada: &Person) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/settings").await?;
    told(tab, "“Splice the ropes” is due").await?;
    let once = "document.documentElement.lang === arguments[0] && document.querySelectorAll('.toast').length === 1
        && document.querySelector('.toast').innerText.includes(arguments[1])";
    for (tongue, words) in [("de", "„Splice the ropes“"), ("en", "“Splice the ropes” is due")] {
        tab.click(&format!("input[name=language][value={tongue}]")).await?;
        tab.wait(&format!("“{words}” once"), LONG, once, &[json!(tongue), json!(words)]).await?;
    }
    Ok(())
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
