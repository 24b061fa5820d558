//! Files of a session: kept on the device at once, sent when there is a line, and the same bytes for everybody.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{Axe, LONG, Person, Tab, key, story, until};
use serde_json::json;
use thirtyfour::Key;

use super::hub::{self, guest, make, open, says, undo};
use crate::looks;

/// Where eight megabytes of sevens are on their way: 8,388,608 times the byte 7, by their SHA-256.
const SEVENS: &str = "/api/v1/blobs/15d3670274ee9cc36af50fee9e6d49164c9eec2228d48fe29e4f313aa3784a91";

/// The same of nines.
const NINES: &str = "/api/v1/blobs/4c17898c47e67206e412a8092e4a8d33f29ae6bf775a58072cb483428049cf21";

/// Pastes a picture somewhere, with a text beside it unless that is empty. Pictures are numbered.
async fn paste(tab: &Tab, target: &str, text: &str) -> Result<()> {
    let pasted = "const [target, text] = arguments, data = new DataTransfer();
        window.pasted = (window.pasted ?? 0) + 1;
        data.items.add(new File([`picture ${window.pasted}`], `pasted-${window.pasted}.png`, { type: 'image/png' }));
        if (text) data.setData('text/plain', text);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector(target).dispatchEvent(event)";
    tab.js::<()>(pasted, &[json!(target), json!(text)]).await
}

/// Chooses files, each of so many times a byte and of a type, as a person does in the browser's own dialog.
async fn choose(tab: &Tab, files: &[(&str, &str, u64, u8)]) -> Result<()> {
    let chosen = "const data = new DataTransfer();
        for (const [name, type, size, byte] of arguments[0]) {
            const parts = [];
            for (let left = size; left > 0; left -= 1e6) parts.push(new Uint8Array(Math.min(left, 1e6)).fill(byte));
            data.items.add(new File(parts, name, { type }));
        }
        const input = document.querySelector('#files-add');
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }))";
    tab.js::<()>(chosen, &[json!(files)]).await
}

/// Waits until a file stands there, with a part of it, or without where the selector says so.
async fn stands(tab: &Tab, name: &str, part: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.files-list .file')].some(file =>
        file.querySelector('.file-name').textContent === arguments[0] && file.matches(arguments[1]))";
    tab.wait(&format!("{name} to be {part}"), LONG, told, &[json!(name), json!(part)]).await
}

/// Presses a button of a file's.
async fn press(tab: &Tab, name: &str, button: &str) -> Result<()> {
    let mark = "(() => {
        const files = [...document.querySelectorAll('.files-list .file')];
        files.forEach(file => delete file.dataset.meant);
        const one = files.find(file => file.querySelector('.file-name').textContent === arguments[0]);
        if (one) one.dataset.meant = 'yes';
        return !!one;
    })()";
    tab.wait(&format!("the file {name}"), LONG, mark, &[json!(name)]).await?;
    tab.click(&format!(".file[data-meant] {button}")).await
}

/// How many bytes of that value a person gets who asks the server for the first file of the page; -1 for any other.
async fn downloaded(tab: &Tab, engagement: &str, byte: u8) -> Result<i64> {
    let fetched = "const [engagement, byte] = args, record = document.querySelector('.file').dataset.record;
        const answer = await fetch(`/api/v1/engagements/${engagement}/blobs/${record}`);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return answer.ok && bytes.every(one => one === byte) ? bytes.length : -1";
    tab.js_async(fetched, &[json!(engagement), json!(byte)]).await
}

async fn enter(person: &Person, path: &str) -> Result<()> {
    person.tab.goto(path).await?;
    person.tab.find(".session-page .files").await.map(drop)
}

#[test]
fn h7_files_are_attached_offline_and_uploaded_when_there_is_a_line() {
    story("sessions-files", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "viewer").await?;
        let tab = &ada.tab;
        open(tab, &engagement, "").await?;
        make(tab, "Tide tables", "5").await?;
        ada.sync_is("synced").await?;
        hub::enter(tab, "Tide tables").await?;
        tab.find(".session-page .files").await?;
        let path = tab.path().await?;
        enter(&bob, &path).await?;
        ensure!(!bob.tab.has("#files-add").await?, "a viewer is offered to add files");

        world.proxy.cut();
        says(tab, "You are offline").await?;
        choose(tab, &[("tides.txt", "text/plain", 7_000, b'x')]).await?;
        stands(tab, "tides.txt", ":has(.is-waiting)").await?;
        tab.goto(&path).await?;
        stands(tab, "tides.txt", ":has(.is-waiting)").await?;
        press(tab, "tides.txt", ".file-look").await?;
        let shown = "document.querySelector('.file-preview pre')?.textContent === 'x'.repeat(7000)";
        tab.wait("its words", LONG, shown, &[]).await?;
        tab.press(key(Key::Escape)).await?;
        tab.gone(".file-preview").await?;
        parts.done("attached without a line: kept over a reload, and looked at");

        world.proxy.mend();
        ada.sync_is("synced").await?;
        stands(tab, "tides.txt", ":not(:has(.file-state))").await?;
        stands(&bob.tab, "tides.txt", ":not(:has(.file-state))").await?;
        ensure!(downloaded(&bob.tab, &engagement, b'x').await? == 7_000, "other bytes than were attached");
        press(&bob.tab, "tides.txt", ".file-look").await?;
        bob.tab.wait("its words there", LONG, shown, &[]).await?;
        bob.tab.press(key(Key::Escape)).await?;
        bob.tab.gone(".file-preview").await?;
        ensure!(!bob.tab.has(".file-rename, .file-delete").await?, "a viewer is offered what its author does");
        parts.done("sent when there was a line, and the same for somebody else");

        let axe = Axe::provide()?;
        looks::check(tab, "session-files", &axe).await?;
        press(tab, "tides.txt", ".file-rename").await?;
        tab.fill(".file input.file-name", "tides of may.txt").await?;
        tab.press(key(Key::Enter)).await?;
        stands(&bob.tab, "tides of may.txt", ".file").await?;
        press(tab, "tides of may.txt", ".file-delete").await?;
        bob.tab.gone(".file").await?;
        undo(tab).await?;
        stands(&bob.tab, "tides of may.txt", ".file").await?;
        ensure!(downloaded(&bob.tab, &engagement, b'x').await? == 7_000, "a deletion taken back lost the content");
        press(tab, "tides of may.txt", ".file-delete").await?;
        tab.gone(".file").await?;
        ada.sync_is("synced").await?;
        parts.done("renamed, deleted and brought back");

        let first = world.proxy.hold_next(SEVENS);
        choose(tab, &[("charts.bin", "", 8 << 20, 7)]).await?;
        let first = first.given().await?;
        let second = world.proxy.hold_next(SEVENS);
        first.deliver();
        // The server has the first piece; that it does, nobody hears.
        let second = second.given().await?;
        stands(tab, "charts.bin", ":has(.is-sending progress)").await?;
        world.proxy.cut();
        drop(second);
        says(tab, "You are offline").await?;
        stands(tab, "charts.bin", ":has(.is-waiting)").await?;
        tab.goto(&path).await?;
        stands(tab, "charts.bin", ":has(.is-waiting)").await?;
        let before = world.proxy.asked(SEVENS);
        world.proxy.mend();
        ada.sync_is("synced").await?;
        stands(&bob.tab, "charts.bin", ":not(:has(.file-state))").await?;
        let asked = world.proxy.asked(SEVENS) - before;
        ensure!(asked == 8, "how much is there, and seven of eight pieces; and not {asked} requests");
        ensure!(downloaded(&bob.tab, &engagement, 7).await? == 8 << 20, "other bytes than were attached");
        parts.done("cut in the middle of a larger one, closed and opened again: it went on from where it was");

        let first = world.proxy.hold_next(NINES);
        choose(tab, &[("given up.bin", "", 8 << 20, 9)]).await?;
        let first = first.given().await?;
        let second = world.proxy.hold_next(NINES);
        first.deliver();
        let second = second.given().await?;
        let before = world.proxy.asked(NINES);
        press(tab, "given up.bin", ".file-delete").await?;
        let gone = "![...document.querySelectorAll('.file-name')].some(name => name.textContent === 'given up.bin')";
        tab.wait("it to be gone", LONG, gone, &[]).await?;
        second.deliver();
        let forgotten =
            async || Ok((world.proxy.asked(NINES) > before).then_some(()).ok_or_else(|| "no word".to_owned()));
        until("it to be given up on the server", LONG, forgotten).await?;
        let left = "const answer = await fetch(args[0]); return (await answer.json()).received";
        let nothing = async || {
            let there: i64 = tab.js_async(left, &[json!(NINES)]).await?;
            Ok((there == 0).then_some(()).ok_or_else(|| format!("{there} bytes")))
        };
        until("nothing of it to be left there", LONG, nothing).await?;
        ada.sync_is("synced").await?;
        parts.done("given up in the middle: no more of it is sent, and none of it is kept");

        paste(tab, "textarea[name=message]", "").await?;
        paste(tab, "body", "a table").await?;
        paste(tab, "body", "").await?;
        stands(tab, "pasted-3.png", ".file").await?;
        let files: usize = tab.js("return document.querySelectorAll('.files-list .file').length", &[]).await?;
        ensure!(files == 2, "a paste that was meant for a text was taken for a file");
        ada.sync_is("synced").await?;
        parts.done("pasted where nothing is written, and nowhere else");

        let record: String = tab.js("return document.querySelector('.file').dataset.record", &[]).await?;
        let content = format!("/api/v1/engagements/{engagement}/blobs/{record}");
        let backup = world.server.command(&["backup"])?;
        let backup = Path::new(backup.trim());
        world.server.kill();
        let data = backup.ancestors().nth(2).context("a backup is in a folder of the data's")?;
        fs::remove_dir_all(data.join("blobs"))?;
        fs::remove_dir_all(backup.with_extension("sqlite3.blobs"))?;
        world.server.command(&["restore", &backup.to_string_lossy()])?;
        world.server.restart().await?;
        let size =
            "try { const answer = await fetch(args[0]); return answer.ok ? (await answer.blob()).size : answer.status }
            catch { return 0 }";
        let again = async || {
            let size: i64 = bob.tab.js_async(size, &[json!(content)]).await?;
            Ok((size == 8 << 20).then_some(()).ok_or_else(|| format!("{size}")))
        };
        until("the content that the server had lost", LONG, again).await?;
        parts.done("sent again to a server that was put back without it, by whoever has it");

        choose(tab, &[("film.bin", "", 101_000_000, 1)]).await?;
        let told = "document.querySelector('.files-drop [role=alert]').textContent";
        tab.wait("what was not added", LONG, &format!("{told}.includes('film.bin has 101 MB: more than 100 MB')"), &[])
            .await?;
        ensure!(ada.sync().await? == "synced" && !tab.has(".file-state").await?, "it was added all the same");
        parts.done("one that is too large is told before anything of it is kept or sent");
        Ok(())
    });
}
