//! The hub as people use it: its cards, what can be done with one, and sessions that are there before anybody looks.

use anyhow::{Context as _, Result};
use holdfast_core::{
    entity::{Entity as _, People, Session, SessionState},
    id::{Id, ScopeId},
    operation::Edit,
    wire::MAX_BATCH,
};
use holdfast_tests::browser::{LONG, Person, Tab, World, api::Api};
use serde_json::json;
use thirtyfour::Key;

/// The hub of an engagement.
pub(crate) async fn open(tab: &Tab, engagement: &str, query: &str) -> Result<()> {
    tab.goto(&format!("/e/{engagement}/sessions{query}")).await?;
    tab.find(".sessions-page .view-bar").await?;
    tab.wait("all that is stored", LONG, "!document.querySelector('main .skeleton')", &[]).await
}

/// A card by its session's name, as a selector's beginning: it is marked first.
pub(crate) async fn card(tab: &Tab, name: &str) -> Result<&'static str> {
    let mark = "(() => {
        const cards = [...document.querySelectorAll('.session')];
        const one = cards.find(card => card.querySelector('.card-link').textContent === arguments[0]);
        cards.forEach(card => delete card.dataset.meant);
        if (one) one.dataset.meant = 'yes';
        return !!one;
    })()";
    tab.wait(&format!("a card of {name}"), LONG, mark, &[json!(name)]).await?;
    Ok(".session[data-meant]")
}

/// Opens a session's page by its card.
pub(crate) async fn enter(tab: &Tab, name: &str) -> Result<()> {
    let card = card(tab, name).await?;
    tab.click(&format!("{card} .card-link")).await?;
    tab.find(".session-page").await.map(drop)
}

/// Waits until exactly these cards stand there, in this order.
pub(super) async fn are(tab: &Tab, names: &[&str]) -> Result<()> {
    let told = "JSON.stringify([...document.querySelectorAll('.session .card-link')].map(one => one.textContent)) === JSON.stringify(arguments[0])";
    tab.wait(&format!("the cards {names:?}"), LONG, told, &[json!(names)]).await
}

/// Waits until a card says so many of so many places.
pub(super) async fn seats(tab: &Tab, name: &str, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.session')].some(card => card.querySelector('.card-link').textContent === arguments[0]
        && card.querySelector('.session-seats').firstChild.textContent === arguments[1])";
    tab.wait(&format!("{name}: {words}"), LONG, told, &[json!(name), json!(words)]).await
}

pub(super) async fn deed(tab: &Tab, name: &str, deed: &str) -> Result<()> {
    let card = card(tab, name).await?;
    tab.click(&format!("{card} .session-more")).await?;
    tab.click(&format!("#session-menu:popover-open [data-deed={deed}]")).await
}

pub(crate) async fn says(tab: &Tab, words: &str) -> Result<()> {
    let told = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes(arguments[0]))";
    tab.wait(&format!("to be told “{words}”"), LONG, told, &[json!(words)]).await
}

pub(super) async fn undo(tab: &Tab) -> Result<()> {
    tab.js::<()>("document.activeElement.blur()", &[]).await?;
    tab.chord(Key::Control, 'z').await
}

/// Makes a session by the form.
pub(super) async fn make(tab: &Tab, name: &str, seats: &str) -> Result<()> {
    tab.click("button.session-new").await?;
    tab.fill("dialog #session-name", name).await?;
    tab.fill("dialog #session-seats", seats).await?;
    tab.click("dialog.session-dialog button[type=submit]").await?;
    card(tab, name).await.map(drop)
}

pub(crate) fn session(name: &str, state: SessionState, people: &[&str]) -> Session {
    Session {
        name: name.into(),
        description: format!("About {name}"),
        state,
        seats: 10,
        participants: people.iter().map(|person| (*person).to_owned()).collect::<People>(),
        tags: ["harbour".to_owned()].into(),
    }
}

pub(crate) async fn put(tab: &Tab, engagement: &str, sessions: &[Session]) -> Result<()> {
    let scope: ScopeId = engagement.parse().context("an engagement's id")?;
    let api = Api::of(tab).await?;
    let make = |(at, session): (usize, &Session)| {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&(at as u64).to_be_bytes());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |now| now.as_millis());
        session.create(scope, Id::new(u64::try_from(now).unwrap_or_default() + at as u64, random))
    };
    let edits: Vec<Edit> = sessions.iter().enumerate().map(make).collect();
    for part in edits.chunks(MAX_BATCH) {
        api.edit(part.to_vec()).await?;
    }
    Ok(())
}

/// Somebody who has joined an engagement with a role.
pub(crate) async fn guest(world: &World, host: &Person, engagement: &str, name: &str, role: &str) -> Result<Person> {
    let link = host.invite(engagement, role).await?;
    world.guest(name, &link).await
}
