//! What somebody has begun to write of a session that is there.

use anyhow::{Context as _, Result};
use holdfast_core::{
    entity::Session,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{LONG, Person, World, api::Api};
use serde_json::json;

use super::hub;

const ABOUT: &str = ".session-form #session-description";

/// Begins a description, leaves the page by a link, and by loading it anew; meanwhile the name is changed elsewhere. What was begun is
/// there again, and once it is sent there are both.
pub(super) async fn outlives(world: &World, ada: &Person, engagement: &str, path: &str) -> Result<()> {
    let tab = &ada.tab;
    let scope: ScopeId = engagement.parse()?;
    let session: Id<Session> = path.rsplit('/').next().context("an address")?.parse()?;
    tab.fill(ABOUT, "Half a thought").await?;
    tab.click("nav.crumbs a[href$='/sessions']").await?;
    let elsewhere = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    elsewhere.edit(vec![Edit::set(scope, session).put(Session::NAME, "Spring tides".to_owned())]).await?;
    hub::enter(tab, "Spring tides").await?;
    tab.find(".session-form .form-found").await?;
    tab.reload().await?;
    tab.find(".session-form .form-found").await?;
    let has = "document.querySelector(arguments[0]).value === 'Half a thought'";
    tab.wait("what was begun", LONG, has, &[json!(ABOUT)]).await?;
    tab.click(".session-form button[type=submit]").await?;
    let both = "document.querySelector('h1').innerText.includes('Spring tides')
        && document.querySelector('.session-told').innerText.includes('Half a thought')
        && !document.querySelector('.form-found')";
    tab.wait("both", LONG, both, &[]).await
}
