//! Importing what was never meant to be imported, importing twice, and taking an import back.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{
    Board, LONG, Person, api::Api, choose_file, journal, outbox_ops, sample_board, story, until,
};
use serde_json::json;

#[test]
fn imports_are_refused_repeated_and_taken_back() {
    story("imports", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        ada.sync_is("synced").await?;
        let folder = tempfile::tempdir()?;
        for (name, bytes) in hostile() {
            let path = folder.path().join(format!("{name}.json"));
            std::fs::write(&path, bytes)?;
            refused(&ada, &engagement, &path).await.with_context(|| name.to_owned())?;
            parts.done(&format!("refused: {name}"));
        }

        let path = folder.path().join("scripts.json");
        std::fs::write(&path, scripts())?;
        stays_text(&ada, &engagement, path).await?;
        parts.done("HTML and script stay text");

        tables_and_lists(&ada, &engagement, folder.path()).await?;
        parts.done("a table whose columns are told, saved as a table and known again; a todo.txt list");

        twice_and_back(world, &ada, &engagement).await?;
        parts.done("imported, imported again, taken back at once, imported again");
        Ok(())
    });
}

/// Files that are no board.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let mut large = scripts();
    large.resize(61 << 20, b' ');
    vec![
        ("not JSON", b"PK\x03\x04 this is no board".to_vec()),
        ("empty", Vec::new()),
        ("a list", b"[1, 2, 3]".to_vec()),
        ("another object", br#"{ "hello": "world" }"#.to_vec()),
        ("wrong types", br#"{ "id": 7, "name": [], "lists": "none", "cards": {} }"#.to_vec()),
        ("nested too deep", [b"{\"name\":".as_slice(), &b"[".repeat(200_000)].concat()),
        ("not UTF-8", vec![b'{', b'"', 0xff, 0xfe, b'"', b':', b'1', b'}']),
        ("61 MiB", large),
    ]
}

/// A board whose every text would do something if it were ever taken for HTML.
fn scripts() -> Vec<u8> {
    let bad = |what: &str| format!("{what}<img src=x onerror=\"window.__ran=1\"><script>window.__ran=1</script>");
    let board = json!({
        "id": "0123456789abcdef01234567", "name": bad("Board"), "desc": bad("About"), "closed": false,
        "lists": [{ "id": "0123456789abcdef01234568", "name": bad("List"), "closed": false, "pos": 1 }],
        "cards": [{
            "id": "0123456789abcdef01234569", "name": bad("Card"), "desc": bad("Text"), "closed": false,
            "idList": "0123456789abcdef01234568", "pos": 1, "idLabels": ["0123456789abcdef0123456a"], "idMembers": [],
            "idChecklists": ["0123456789abcdef0123456b"]
        }],
        "labels": [{ "id": "0123456789abcdef0123456a", "name": bad("Label"), "color": "javascript:alert(1)" }],
        "checklists": [{
            "id": "0123456789abcdef0123456b", "idCard": "0123456789abcdef01234569", "name": bad("Checklist"), "pos": 1,
            "checkItems": [{ "id": "0123456789abcdef0123456c", "name": bad("Step"), "state": "incomplete", "pos": 1 }]
        }],
        "members": [], "actions": []
    });
    board.to_string().into_bytes()
}

/// Every operation this client knows of.
async fn known(ada: &Person) -> Result<BTreeSet<String>> {
    let mut all = journal(&ada.tab, &ada.account.id).await?;
    all.extend(outbox_ops(&ada.tab, &ada.account.id).await?);
    Ok(all)
}

/// The page says why, the tab is alive, and nothing was imported.
async fn refused(ada: &Person, engagement: &str, file: &Path) -> Result<()> {
    let before = known(ada).await?;
    ada.tab.goto(&format!("/e/{engagement}/import")).await?;
    choose_file(&ada.tab, file).await?;
    ada.tab
        .wait("the refusal", LONG, "document.querySelector('.import-error[role=alert]')?.textContent.trim()", &[])
        .await?;
    ensure!(!ada.tab.has("button.import-run").await?, "there is something to import");
    ada.tab.click("button.account").await?;
    ada.tab.find("button.sign-out").await?;
    ensure!(known(ada).await? == before, "something was imported");
    Ok(())
}

async fn stays_text(ada: &Person, engagement: &str, file: PathBuf) -> Result<()> {
    let board = Board::import(&ada.tab, engagement, &file).await?;
    board.is_shown().await?;
    let row = board.rows().await?.into_iter().next().context("the card is there")?;
    ensure!(row.title.starts_with("Card<img src=x"), "the title is not what was in the file: {}", row.title);
    board.open_panel(&row.record).await?;
    for path in [format!("/e/{engagement}"), "/engagements".to_owned(), format!("{}/t/{}", board.path, row.record)] {
        ada.tab.goto(&path).await?;
        ada.tab.find("main h1").await?;
        let script = "return [window.__ran ?? null, document.querySelectorAll('img[src=x], main script').length]";
        let (ran, made): (Option<u8>, usize) = ada.tab.js(script, &[]).await?;
        ensure!(ran.is_none() && made == 0, "at {path} text became HTML: ran {ran:?}, {made} elements");
    }
    Ok(())
}

/// What other programs write, with a person saying what a column means; and back out, and in again.
async fn tables_and_lists(ada: &Person, engagement: &str, folder: &Path) -> Result<()> {
    let tab = &ada.tab;
    let table = folder.join("harbour.csv");
    std::fs::write(&table, "Aufgabe;Fällig;Wer\nCall the port;24.12.2026;Jo\nShip it;;\n")?;
    tab.goto(&format!("/e/{engagement}/import")).await?;
    choose_file(tab, &table).await?;
    tab.find(".import-columns").await?;
    let columns: usize = tab.js("return document.querySelectorAll('.import-columns tbody tr').length", &[]).await?;
    ensure!(columns == 3, "{columns} columns");
    tab.choose(".import-columns tbody tr:nth-child(3) select", "tags").await?;
    tab.click("button.import-run").await?;
    tab.wait("the project", LONG, "/^\\/e\\/[^/]+\\/p\\/[^/]+$/.test(location.pathname)", &[]).await?;
    let board = Board { tab: tab.clone(), path: tab.path().await? };
    let row = board.shows("Call the port").await?;
    let shown = "document.querySelector(`li.task[data-record=\"${arguments[0]}\"]`).innerText";
    let shown: String = tab.js(&format!("return {shown}"), &[json!(row.record)]).await?;
    ensure!(["24", "Dec", "Jo"].iter().all(|word| shown.contains(word)), "the row says {shown}");

    // What is saved is read where the page hands it to the browser.
    tab.js::<()>("URL.createObjectURL = blob => { window.__saved = blob; return 'blob:nowhere' }", &[]).await?;
    tab.click(".export-open").await?;
    tab.click("#export-menu .export-csv").await?;
    tab.wait("the file", LONG, "window.__saved", &[]).await?;
    let kind: String = tab.js("return window.__saved.type", &[]).await?;
    ensure!(kind == "text/csv", "it is saved as {kind}");
    let text: String = tab.js_async("return await window.__saved.text()", &[]).await?;
    ensure!(text.contains("Call the port") && text.lines().count() == 3, "saved was {text}");
    let saved = folder.join("saved.csv");
    std::fs::write(&saved, &text)?;
    let before = known(ada).await?;
    tab.goto(&format!("/e/{engagement}/import")).await?;
    choose_file(tab, &saved).await?;
    tab.find(".import-here").await?;
    tab.click("button.import-run").await?;
    let said = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes('already here'))";
    tab.wait("that all of it is here", LONG, said, &[]).await?;
    ensure!(known(ada).await? == before, "Holdfast's own table was imported as something new");

    let list = folder.join("todo.txt");
    std::fs::write(&list, "(A) Call the customs @phone due:2026-12-01\nx 2026-11-01 Write the list\n")?;
    let board = Board::import(tab, engagement, &list).await?;
    board.shows("Call the customs").await?;
    let done = board.row("Write the list").await?;
    ensure!(done.group == "done", "what was done stands in {}", done.group);
    Ok(())
}

/// The same file twice changes nothing; one undo takes the whole import back; a third import brings it again.
async fn twice_and_back(world: &holdfast_tests::browser::World, ada: &Person, engagement: &str) -> Result<()> {
    let board = Board::import(&ada.tab, engagement, &sample_board()).await?;
    board.is_shown().await?;
    ada.sync_is("synced").await?;
    let api = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    let first = api.log().await?;
    let before = known(ada).await?;
    Board::import(&ada.tab, engagement, &sample_board()).await?;
    board.is_shown().await?;
    ensure!(known(ada).await? == before, "the same file again made new operations");

    // The offer to undo is the first import's; the page was left since, so it is made anew by a copy of the board.
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("copy.json");
    let text = std::fs::read_to_string(sample_board())?;
    std::fs::write(&copy, text.replace("6a10c0de", "6a10c0df").replace("Harbour website relaunch", "Another harbour"))?;
    let board = Board::import(&ada.tab, engagement, &copy).await?;
    board.is_shown().await?;
    let count = board.rows().await?.len();
    ada.tab.click(".toast-action").await?;
    ada.tab.wait("every card to go", LONG, "!document.querySelector('li.task')", &[]).await?;
    ada.sync_is("synced").await?;
    until("the server to be as before", LONG, async || {
        let now = api.log().await?.tasks()?.len();
        let was = first.tasks()?.len();
        Ok(if now == was { Ok(()) } else { Err(format!("{now} tasks instead of {was}")) })
    })
    .await?;
    let again = Board::import(&ada.tab, engagement, &copy).await?;
    ensure!(again.path == board.path, "a third import is another project: {} and {}", again.path, board.path);
    again.is_shown().await?;
    again
        .rows_are("every card again", |rows| (rows.len() != count).then(|| format!("{} of {count}", rows.len())))
        .await?;
    Ok(())
}
