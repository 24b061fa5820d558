//! The larger parts of pages, as people use them: by keys, by typing, and to look at.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::looks;

#[test]
fn parts_of_pages_do_what_they_promise() {
    story("parts", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Parts").await?;
        board.add("todo", "Call the port").await?;
        let axe = Axe::provide()?;
        dates(&ada.tab, &board, &axe).await?;
        parts.done("a date is chosen in a month by keys, by a name and by typing, and taken away");
        labels(&ada.tab, &board, &axe).await?;
        parts.done("a label is made or found by some of its letters, and one that cannot be is told of in its field");
        marks(&ada.tab, &board, &axe).await?;
        parts.done("marks are set, as nodes alone, and written again");
        outlook(&ada.tab, &board, &axe).await?;
        parts.done("what falls due is drawn, with a table");
        order(&ada, &engagement, &axe).await?;
        parts.done("projects are put in order by keys, by a menu and by dragging; a name too long is told of, not cut");
        subtasks(&ada.tab, &board, &axe).await?;
        parts.done("subtasks are added, ticked, opened, meant by the palette, taken out and put under another, count while they are not archived, and stay when it goes; what the palette deletes leaves the focus beside it");
        offered(&ada.tab, &board).await?;
        parts.done(
            "the palette labels a task and moves it up, and offers no new one below a panel that lies over the page",
        );
        nothing_there(&ada.tab, &engagement, &axe).await?;
        parts.done("where all is archived the archive is offered, and where a task is not here the others are");
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("long.csv");
        let mut tasks = "Title,Status\nThe first,Backlog\n".to_owned();
        (0..60).for_each(|number| tasks += &format!("Call the port {number},To do\n"));
        std::fs::write(&file, tasks)?;
        let long = Board::import(&ada.tab, &engagement, &file).await?;
        at_the_end(&ada.tab, &long).await?;
        parts.done("a card moved to the end of a long column is in view; a table says how many rows it has");
        Ok(())
    });
}

async fn is(tab: &Tab, what: &str, expression: &str) -> Result<()> {
    tab.wait(what, LONG, expression, &[]).await
}

/// Half past five in the afternoon, as the browser writes it.
const HALF_PAST_FIVE: &str = "\\b(17:30|5:30\\sPM)";

/// What the panel's date button says, by patterns, in whichever order the browser writes it, and that it has the focus.
async fn due_is(tab: &Tab, words: &[&str]) -> Result<()> {
    let expression = "document.activeElement.matches('[data-opens=due-menu]')
        && arguments[0].every(word => new RegExp(word).test(document.activeElement.innerText))";
    tab.wait(&format!("the due date to say {words:?}, and the focus on it"), LONG, expression, &[json!(words)]).await
}

async fn dates(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    tab.click("li.task .task-title").await?;
    tab.find("aside.panel").await?;
    let on_day = async |script: &str| {
        let expression = format!(
            "(() => {{ const day = new Date(); {script}; const pad = (number, to) => String(number).padStart(to, '0');
            const words = `${{day.getFullYear()}}-${{pad(day.getMonth() + 1, 2)}}-${{pad(day.getDate(), 2)}}`;
            return document.activeElement.dataset.day === words }})()"
        );
        tab.wait(&format!("the focus on the day of “{script}”"), LONG, &expression, &[]).await
    };
    // By keys alone: today, over weeks and months, and back to the button.
    let open = async || {
        tab.js::<()>("document.querySelector('[data-opens=due-menu]').focus()", &[]).await?;
        tab.press(key(Key::Enter)).await
    };
    open().await?;
    on_day("").await?;
    looks::check(tab, "parts-date", axe).await?;
    tab.press(key(Key::Right)).await?;
    on_day("day.setDate(day.getDate() + 1)").await?;
    tab.press(key(Key::Down)).await?;
    on_day("day.setDate(day.getDate() + 8)").await?;
    tab.press(key(Key::Left)).await?;
    tab.press(key(Key::Up)).await?;
    on_day("").await?;
    tab.press(key(Key::Right)).await?;
    tab.press(key(Key::Enter)).await?;
    due_is(tab, &["Tomorrow"]).await?;
    // Escape closes it alone, and changes nothing.
    open().await?;
    on_day("day.setDate(day.getDate() + 1)").await?;
    tab.press(key(Key::PageDown)).await?;
    tab.press(key(Key::Escape)).await?;
    due_is(tab, &["Tomorrow"]).await?;
    ensure!(tab.has("aside.panel").await?, "Escape closed the panel with the calendar");
    // What is typed in the month is the line's.
    open().await?;
    on_day("day.setDate(day.getDate() + 1)").await?;
    tab.press("31.2.2096").await?;
    is(tab, "the line to have it", "document.activeElement.matches('#due-menu input[name=day]')").await?;
    tab.press(key(Key::Enter)).await?;
    is(tab, "to be told", "document.querySelector('#due-menu .calendar-told').innerText.includes('not a date')")
        .await?;
    tab.chord(Key::Control, 'a').await?;
    tab.press("24.12.2096 17:30").await?;
    is(tab, "its month", "document.querySelector('#due-menu td[data-day=\"2096-12-24\"][tabindex=\"0\"]')").await?;
    tab.press(key(Key::Enter)).await?;
    due_is(tab, &["\\b24\\b", "Dec", "2096", HALF_PAST_FIVE]).await?;
    // A day alone keeps the time.
    open().await?;
    tab.click("#due-menu [data-choice=today]").await?;
    due_is(tab, &["Today", HALF_PAST_FIVE]).await?;
    // What is told of what is typed is what will be, and the time alone can be taken away.
    open().await?;
    tab.fill("#due-menu input[name=day]", "tomorrow").await?;
    let told = "new RegExp(`^Tomorrow\\\\b.*${arguments[0]}$`).test(document.querySelector('#due-menu .calendar-told').innerText)";
    tab.wait("the time in it", LONG, told, &[json!(HALF_PAST_FIVE)]).await?;
    tab.click("#due-menu [data-choice=whole-day]").await?;
    let whole = "document.querySelector('[data-opens=due-menu]').innerText.trim().endsWith('Today')";
    is(tab, "the whole day", whole).await?;
    open().await?;
    tab.find("#due-menu [data-choice=today]").await?;
    ensure!(!tab.has("#due-menu [data-choice=whole-day]").await?, "there is no time to take away");
    tab.click("#due-menu [data-choice=none]").await?;
    due_is(tab, &["Add date"]).await?;

    tab.goto(&format!("{}?view=table", board.path)).await?;
    tab.click("tr.task .cell-due").await?;
    tab.click("#cell-menu [data-choice=tomorrow]").await?;
    is(tab, "the cell", "document.querySelector('tr.task .cell-due').innerText.includes('Tomorrow')").await?;
    is(tab, "the focus on the cell", "document.activeElement.matches('.cell-due')").await?;
    tab.goto(&board.path).await?;
    tab.find("li.task").await?;
    tab.chord(Key::Control, 'a').await?;
    tab.click("[data-opens=bulk-due]").await?;
    tab.fill("#bulk-due input[name=day]", "today").await?;
    tab.press(key(Key::Enter)).await?;
    is(tab, "the row", "document.querySelector('li.task .due').innerText.includes('Today')").await?;
    tab.press(key(Key::Escape)).await
}

async fn labels(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    let field = "aside.panel .tag-add input[name=tag]";
    let has = async |what: &str, expression: &str| is(tab, what, expression).await;
    tab.goto(&board.path).await?;
    board.add("todo", "Ask the harbour master").await?;
    tab.click("li.task:first-of-type .task-title").await?;
    tab.fill(field, "harbour").await?;
    tab.press(key(Key::Enter)).await?;
    has("the chip", "document.querySelector('aside.panel .chips')?.innerText.includes('harbour')").await?;
    has(
        "the field to be empty and at hand",
        "document.activeElement.name === 'tag' && document.activeElement.value === ''",
    )
    .await?;
    // The list alone closes; then the panel.
    tab.press("hbr").await?;
    has("a line for a new one", "document.querySelectorAll('aside.panel [role=option]').length === 1").await?;
    looks::check(tab, "parts-labels", axe).await?;
    tab.press(key(Key::Escape)).await?;
    has("the list closed", "document.activeElement.getAttribute('aria-expanded') === 'false'").await?;
    ensure!(tab.has("aside.panel").await?, "Escape closed the panel with the list");
    tab.chord(Key::Control, 'a').await?;
    tab.press(key(Key::Backspace)).await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("aside.panel").await?;

    // Another task is given it by some of its letters and an arrow.
    tab.click("li.task:last-of-type .task-title").await?;
    tab.find(field).await?;
    tab.js::<()>("document.querySelector(arguments[0]).focus()", &[json!(field)]).await?;
    tab.press("hbr").await?;
    has("both lines", "document.querySelectorAll('aside.panel [role=option]').length === 2").await?;
    tab.press(key(Key::Down)).await?;
    let active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText === 'harbour'";
    has("the arrow on the label", active).await?;
    tab.press(key(Key::Enter)).await?;
    has("the chip", "document.querySelector('aside.panel .chips')?.innerText.includes('harbour')").await?;
    tab.click("aside.panel .chip-remove").await?;
    has("no chip", "!document.querySelector('aside.panel .chips')").await?;

    tab.goto(&board.path).await?;
    tab.find("li.task").await?;
    tab.chord(Key::Control, 'a').await?;
    tab.click("[data-opens=bulk-labels]").await?;
    tab.fill("#bulk-labels input[name=label]", &"x".repeat(101)).await?;
    tab.press(key(Key::Enter)).await?;
    has(
        "to be told in the field",
        "document.querySelector('#bulk-labels .field-error')?.innerText.includes('longer than 100')",
    )
    .await?;
    has("the field to say so", "document.querySelector('#bulk-labels input').getAttribute('aria-invalid') === 'true'")
        .await?;
    // What is taken from all of them stays in the list for as long as that is open, and with it the focus.
    tab.fill("#bulk-labels input[name=label]", "quay").await?;
    tab.press(key(Key::Enter)).await?;
    tab.find("#bulk-labels .drop-box[aria-checked=true]").await?;
    tab.js::<()>("document.querySelector('#bulk-labels .drop-box[aria-checked=true]').focus()", &[]).await?;
    tab.press(" ").await?;
    has("the label taken off, and the focus on it", "document.activeElement.matches('.drop-box[aria-checked=false]')")
        .await?;
    tab.press(key(Key::Escape)).await
}

/// The projects of an engagement, in the order in which they stand.
async fn projects_are(tab: &Tab, names: &[&str]) -> Result<()> {
    let are = "JSON.stringify([...document.querySelectorAll('.projects .card-link')].map(link => link.innerText)) === JSON.stringify(arguments[0])";
    tab.wait(&format!("the projects {names:?}"), LONG, are, &[json!(names)]).await
}

async fn order(ada: &Person, engagement: &str, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    tab.goto(&format!("/e/{engagement}")).await?;
    for name in ["Quay", "Website"] {
        tab.fill(".project-add input", name).await?;
        tab.press(key(Key::Enter)).await?;
    }
    projects_are(tab, &["Parts", "Quay", "Website"]).await?;
    looks::check(tab, "parts-order", axe).await?;
    let handle = |place: usize| format!("[data-list=project-order][data-place='{place}']");
    let focused = async |place: usize| {
        let is = format!("document.activeElement.matches(\"{}\")", handle(place));
        tab.wait("the focus on the handle", LONG, &is, &[]).await
    };
    tab.find(&handle(2)).await?;
    tab.js::<()>("document.querySelector(arguments[0]).focus()", &[json!(handle(2))]).await?;
    tab.press(key(Key::Up)).await?;
    projects_are(tab, &["Parts", "Website", "Quay"]).await?;
    focused(1).await?;
    tab.press(key(Key::Home)).await?;
    projects_are(tab, &["Website", "Parts", "Quay"]).await?;
    focused(0).await?;
    // One press after the other, without holding anything.
    tab.click(&handle(0)).await?;
    tab.click("#project-order button:last-of-type").await?;
    projects_are(tab, &["Parts", "Quay", "Website"]).await?;
    let drag = "const [from, to] = args.map(one => document.querySelector(one)), data = new DataTransfer();
        const on = (element, kind) => element.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
        const turn = () => new Promise(resolve => setTimeout(resolve));
        on(from, 'dragstart'); await turn();
        on(to.closest('li'), 'dragover'); await turn();
        const marked = to.closest('li').className;
        on(to.closest('li'), 'drop'); on(from, 'dragend');
        return marked";
    let marked: String = tab.js_async(drag, &[json!(handle(2)), json!(handle(0))]).await?;
    ensure!(marked.contains("is-over-above"), "nothing said where it would go: {marked}");
    projects_are(tab, &["Website", "Parts", "Quay"]).await?;
    // What is being saved when a page is loaded anew may be lost.
    ada.sync_is("synced").await?;
    tab.reload().await?;
    projects_are(tab, &["Website", "Parts", "Quay"]).await?;

    // What the server would refuse is refused here, by the same check, and stays as it was typed.
    tab.fill(".project-add input", &"x".repeat(501)).await?;
    tab.press(key(Key::Enter)).await?;
    let told = "(input => input.getAttribute('aria-invalid') === 'true'
        && (told => told.checkVisibility() && told.innerText.includes('501 characters long; 500 is the most'))(document.getElementById(input.getAttribute('aria-describedby'))))
        (document.querySelector('.project-add input'))";
    is(tab, "to be told that it is too long", told).await?;
    is(tab, "it whole", "document.querySelector('.project-add input').value.length === 501").await?;
    tab.click(".heading .rename").await?;
    tab.fill("input.heading-rename", &"x".repeat(501)).await?;
    tab.press(key(Key::Enter)).await?;
    let told = "document.querySelector('input.heading-rename[aria-invalid=true] + .refusal')?.checkVisibility()";
    is(tab, "to be told that of a new name too", told).await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("input.heading-rename").await?;
    projects_are(tab, &["Website", "Parts", "Quay"]).await
}

async fn marks(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    let hostile = "# Plan\n\n- [ ] call\n- [x] ask\n\n**loud** <img src=x onerror=alert(1)> [a](javascript:alert(1)) https://example.org/";
    let area = "aside.panel textarea[name=description]";
    tab.goto(&board.path).await?;
    tab.click("li.task:first-of-type .task-title").await?;
    // Typed letter by letter would be keys of the page as well: the field takes it whole, as pasted.
    let paste = "const area = document.querySelector(arguments[0]); area.focus(); document.execCommand('insertText', false, arguments[1])";
    tab.find(area).await?;
    tab.js::<()>(paste, &[json!(area), json!(hostile)]).await?;
    tab.chord(Key::Shift, Key::Tab).await?;
    tab.press(key(Key::Right)).await?;
    let chosen = "document.activeElement.matches('#description-tab-1[role=tab][aria-selected=true]')
        && document.getElementById(document.activeElement.getAttribute('aria-controls')).matches('[role=tabpanel]')";
    is(tab, "the preview, by keys alone", chosen).await?;
    let nodes = "['h4', '.markdown-task', 'strong', 'a[rel~=noopener]'].every(part => document.querySelector(`.description .markdown ${part}`))";
    is(tab, "it set", nodes).await?;
    let harm: usize = tab
        .js("return document.querySelectorAll('.markdown img, .markdown a:not([href^=\"https:\"])').length", &[])
        .await?;
    ensure!(harm == 0, "markup or a script got into the page");
    ensure!(
        tab.text(".description .markdown").await?.contains("<img src=x onerror=alert(1)>"),
        "markup is not shown as text"
    );
    looks::check(tab, "parts-marks", axe).await?;
    tab.click("#description-tab-0").await?;
    let written = "(area => area.checkVisibility() && area.value.startsWith('# Plan'))(document.querySelector('aside.panel textarea[name=description]'))";
    is(tab, "the field, whole", written).await?;
    tab.fill("aside.panel textarea[name=comment]", "It is `done`").await?;
    tab.click(".comment-add button").await?;
    is(tab, "the comment", "document.querySelector('.comment-text code')?.innerText === 'done'").await?;
    tab.reload().await?;
    is(tab, "it set from the beginning", nodes).await
}

async fn outlook(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    let engagement = board.path.split("/p/").next().unwrap_or_default();
    tab.goto(engagement).await?;
    is(tab, "a column for today", "document.querySelectorAll('.outlook rect').length === 1").await?;
    tab.click(".outlook summary").await?;
    is(tab, "the same in the table", "document.querySelector('.outlook tbody tr')?.innerText.startsWith('Today')")
        .await?;
    looks::check(tab, "parts-chart", axe).await
}

async fn subtasks(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    let has = async |what: &str, expression: &str| is(tab, what, expression).await;
    tab.goto(&board.path).await?;
    tab.find("li.task").await?;
    board.add("todo", "Paint the pier").await?;
    let pier = board.shows("Paint the pier").await?.record;
    tab.click(&format!("li.task[data-record='{pier}'] .task-title")).await?;
    for words in ["Buy paint #harbour", "Sand the planks"] {
        tab.fill("aside.panel .subtask-add input", words).await?;
        tab.press(key(Key::Enter)).await?;
        has(
            "the field empty and at hand",
            "document.activeElement.name === 'subtask' && !document.activeElement.value",
        )
        .await?;
    }
    has("both", "document.querySelectorAll('aside.panel .subtask').length === 2").await?;
    looks::check(tab, "parts-subtasks", axe).await?;
    tab.click("aside.panel .subtask:first-child input[type=checkbox]").await?;
    has("how far it is", "document.querySelector('aside.panel .subtasks .part-count')?.innerText.trim() === '1 of 2'")
        .await?;
    let told =
        format!("document.querySelector('li.task[data-record=\"{pier}\"] .task-parts')?.innerText.startsWith('1/2')");
    has("the same in its row", &told).await?;

    let way_up = "document.querySelector('aside.panel .panel-above')?.innerText.includes('Paint the pier')";
    tab.click("aside.panel .subtask:last-child .subtask-title").await?;
    has("the way up", way_up).await?;
    tab.click("aside.panel .subtask-of .chip-remove").await?;
    has("a task of its own", "!document.querySelector('aside.panel .panel-above')").await?;
    tab.chord(Key::Control, 'z').await?;
    has("a subtask again", way_up).await?;
    tab.click("aside.panel .panel-above").await?;
    has("both again", "document.querySelectorAll('aside.panel .subtask').length === 2").await?;

    // The palette is about the line that has the focus, and not about the panel's task.
    tab.js::<()>("document.querySelector('aside.panel .subtask:last-child .subtask-title').focus()", &[]).await?;
    by_palette(tab, "Status: In review").await?;
    let planks = "[...document.querySelectorAll('[data-status=in_review] .task-title')].some(one => one.textContent === 'Sand the planks')";
    has("the subtask in review", planks).await?;

    // Put away, it is still told of, and counts no more.
    tab.js::<()>("document.querySelector('aside.panel .subtask:last-child .subtask-title').focus()", &[]).await?;
    by_palette(tab, "Archive").await?;
    has("it to be told as archived", "document.querySelector('aside.panel .subtask:last-child .role')").await?;
    has("one less", "document.querySelector('aside.panel .subtasks .part-count')?.innerText.trim() === '1 of 1'")
        .await?;
    has("the same in its row", &told.replace("1/2", "1/1")).await?;
    tab.chord(Key::Control, 'z').await?;
    has("both to count", &told).await?;

    tab.fill("aside.panel input[name=parent]", "harbour master").await?;
    tab.press(key(Key::Enter)).await?;
    let above = format!(
        "document.querySelector('li.task[data-record=\"{pier}\"] .task-above-name')?.innerText === 'Ask the harbour master'"
    );
    has("what it is a part of, in its row", &above).await?;
    tab.click("aside.panel .panel-delete").await?;
    let stay = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes('its 2 subtasks stay'))";
    has("to be told that they stay", stay).await?;
    board.shows("Sand the planks").await?;
    has("them as tasks of their own", "!document.querySelector('li.task .task-above')").await?;

    let planks = board.shows("Sand the planks").await?.record;
    // What it was under is not here: it can be taken off all the same.
    tab.click(&format!("li.task[data-record='{planks}'] .task-title")).await?;
    let chip = "document.querySelector('aside.panel .subtask-of .chip')";
    has("another task above it", &format!("{chip}?.innerText.includes('another task')")).await?;
    tab.click("aside.panel .subtask-of .chip-remove").await?;
    has("none", &format!("!{chip}")).await?;
    tab.click(".panel-close").await?;
    tab.gone("aside.panel").await?;
    let title = format!("document.querySelector('li.task[data-record=\"{planks}\"] .task-title')");
    tab.js::<()>(&format!("{title}.focus()"), &[]).await?;
    by_palette(tab, "Delete").await?;
    has("the focus on a row beside", &format!("!{title} && document.activeElement.matches('li.task .task-title')"))
        .await
}

/// Does what has that name.
async fn by_palette(tab: &Tab, words: &str) -> Result<()> {
    tab.chord(Key::Control, 'k').await?;
    tab.fill(".palette-words", words).await?;
    let meant = "document.querySelector('.palette-option[aria-selected=true] .palette-what')?.textContent";
    is(tab, "what is meant", &format!("{meant} === '{words}'")).await?;
    tab.press(key(Key::Enter)).await?;
    tab.gone("dialog.palette").await
}

async fn at_the_end(tab: &Tab, board: &Board) -> Result<()> {
    tab.goto(&format!("{}?view=board", board.path)).await?;
    tab.find("[data-status=backlog] li.task").await?;
    tab.js::<()>("document.querySelector('[data-status=backlog] .task-title').focus()", &[]).await?;
    tab.chords(&[Key::Control, Key::Shift], Key::Right).await?;
    let in_view = "(() => { const card = document.activeElement.closest('[data-status=todo] li.task'); if (!card?.innerText.includes('The first')) return false;
        const [inner, outer] = [card, card.closest('.tasks-box')].map(one => one.getBoundingClientRect());
        return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1 })()";
    is(tab, "the card in view, with the focus", in_view).await?;
    tab.goto(&format!("{}?view=table", board.path)).await?;
    tab.find("tr.task").await?;
    // The head, that of the one group, and its tasks.
    let rows = "(() => { const rows = [...document.querySelectorAll('.task-table [aria-rowindex]')].map(row => Number(row.ariaRowIndex));
        return document.querySelector('.task-table').ariaRowCount === '63' && rows[0] === 1 && rows.slice(0, 20).every((row, at) => row === at + 1) })()";
    is(tab, "the rows to be numbered", rows).await
}

async fn offered(tab: &Tab, board: &Board) -> Result<()> {
    tab.goto(&board.path).await?;
    tab.find("li.task").await?;
    board.add("todo", "Moor the boat").await?;
    let boat = board.shows("Moor the boat").await?.record;
    let row = format!("document.querySelector('li.task[data-record=\"{boat}\"]')");
    let focus = format!("{row}.querySelector('.task-title').focus()");
    tab.js::<()>(&focus, &[]).await?;
    by_palette(tab, "Label: harbour").await?;
    is(tab, "the label", &format!("{row}.querySelector('.tag')?.innerText === 'harbour'")).await?;
    tab.js::<()>(&focus, &[]).await?;
    by_palette(tab, "Move the task up").await?;
    is(tab, "it not to be the last", &format!("{row}.ariaPosInSet !== {row}.ariaSetSize")).await?;
    tab.emulate(360, 800, "light").await?;
    tab.js::<()>(&format!("{row}.querySelector('.task-title').click()"), &[]).await?;
    tab.find(".project-main[inert]").await?;
    tab.chord(Key::Control, 'k').await?;
    tab.fill(".palette-words", "New task").await?;
    let none = "(all => all.some(words => words.includes('“New task”')) && !all.includes('New task'))(
        [...document.querySelectorAll('.palette-what')].map(one => one.textContent))";
    is(tab, "no new task to be offered", none).await?;
    tab.press(key(Key::Escape)).await?;
    tab.emulate(1280, 800, "light").await
}

async fn nothing_there(tab: &Tab, engagement: &str, axe: &Axe) -> Result<()> {
    let board = Board::create(tab, engagement, "Put away").await?;
    board.add("todo", "Call the port").await?;
    board.shows("Call the port").await?;
    tab.js::<()>("document.querySelector('li.task .task-title').focus()", &[]).await?;
    by_palette(tab, "Archive").await?;
    is(tab, "to be told", "document.querySelector('.empty-title')?.innerText === 'All tasks are archived'").await?;
    looks::check(tab, "parts-archived", axe).await?;
    tab.click(".empty-archive").await?;
    tab.find(".archive li.task").await?;
    is(tab, "the focus on the way back", "document.activeElement.matches('.archive-toggle')").await?;
    tab.goto(&format!("{}/t/00000000-0000-7000-8000-000000000000", board.path)).await?;
    tab.click(".panel-leave").await?;
    tab.gone("aside.panel").await
}
