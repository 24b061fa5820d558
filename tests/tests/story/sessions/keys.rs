//! The hub and a room without a pointer.

use std::time::Duration;

use anyhow::Result;
use holdfast_tests::browser::{Keys, LONG, Tab, key, story};
use serde_json::json;
use thirtyfour::Key;

use super::hub::{guest, says};

#[test]
fn a_session_is_made_shared_and_worked_in_by_keys() {
    story("sessions-keys", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let bob = guest(world, &ada, &engagement, "Bob", "editor").await?;
        let tab = &ada.tab;
        tab.goto("/engagements").await?;
        let keys = Keys::at(tab);
        keys.push("li.card a.card-link").await?;
        keys.holds("the engagement", "document.querySelector('.project-add')").await?;
        keys.press("gh").await?;
        keys.holds("the hub", "document.querySelector('.sessions-page button.session-new')").await?;
        keys.push("button.session-new").await?;
        keys.focus_is("dialog #session-name").await?;
        keys.enter("Tide tables").await?;
        let card = "document.querySelector('.session .card-link')?.textContent === 'Tide tables'";
        keys.holds("its card", card).await?;
        parts.done("a session is made");

        keys.push(".session .card-link").await?;
        keys.holds("its page", "document.querySelector('.session-page .session-share')").await?;
        keys.push(".session-share").await?;
        says(tab, "link").await?;
        let path = tab.path().await?;
        bob.tab.goto(&path).await?;
        bob.tab.find(".chat-say textarea").await?;
        parts.done("its link is shared, and leads there");

        let folder = tempfile::tempdir()?;
        let file = folder.path().join("tides.txt");
        std::fs::write(&file, "High water at six\n")?;
        keys.choose_file(&ada.browser, "#files-add", &file).await?;
        is_there(&bob.tab, ".files-list .file-name", "tides.txt").await?;
        parts.done("a file is given to it, and is with the other person");

        keys.tab_to(".code textarea").await?;
        keys.enter("fn tide() {").await?;
        keys.press(&key(Key::Tab)).await?;
        keys.press("1").await?;
        let code = "document.querySelector('.code textarea').value === arguments[0]";
        bob.tab.wait("the code at the other person's", LONG, code, &[json!("fn tide() {\n\t1")]).await?;
        bob.tab.click(".code textarea").await?;
        bob.tab.chord(Key::Control, Key::End).await?;
        bob.tab.press(format!("{}}}", key(Key::Enter))).await?;
        tab.wait("what the other person wrote", LONG, code, &[json!("fn tide() {\n\t1\n}")]).await?;
        keys.press(&key(Key::Escape)).await?;
        parts.done("code is written with the other person, and its field is left");

        keys.tab_to(".chat-say textarea").await?;
        keys.enter("See the tables").await?;
        is_there(&bob.tab, ".message-text", "See the tables").await?;
        keys.focus_is(".chat-say textarea").await?;
        keys.press(&key(Key::Escape)).await?;
        parts.done("something is said, and the field is ready for more");
        Ok(())
    });
}

async fn is_there(tab: &Tab, css: &str, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll(arguments[0])].some(one => one.innerText.includes(arguments[1]))";
    let args = [json!(css), json!(words)];
    tab.wait(&format!("“{words}” at the other person's"), LONG, told, &args).await
}
