use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{Browser, Chromedriver, LONG, Profile, Proxy, Server, Tab};

/// A server, the network before it, and everyone's browsers.
pub struct World {
    /// The server.
    pub server: Server,
    /// The network: browsers open its address.
    pub proxy: Proxy,
    driver: Chromedriver,
    /// Every browser opened, for pictures of a failure.
    browsers: Mutex<Vec<Browser>>,
    people: AtomicUsize,
}

/// How a person signs in.
#[derive(Clone, Debug)]
pub struct Account {
    /// What others see.
    pub name: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The person's id, which names their database.
    pub id: String,
}

/// A person at their own browser.
pub struct Person {
    /// Who they are.
    pub account: Account,
    /// What their browser keeps.
    pub profile: Profile,
    /// Their browser.
    pub browser: Browser,
    /// Their tab.
    pub tab: Tab,
}

impl World {
    /// An empty server and no browser yet.
    pub async fn start() -> Result<Self> {
        let server = Server::start().await?;
        let proxy = Proxy::start(server.address()).await?;
        let driver = Chromedriver::start().await?;
        Ok(Self { server, proxy, driver, browsers: Mutex::default(), people: AtomicUsize::new(0) })
    }

    /// Opens a browser on a profile.
    pub async fn open(&self, profile: &Profile) -> Result<Browser> {
        let browser = profile.open(&self.driver, &self.proxy.origin()).await?;
        self.lock().push(browser.clone());
        Ok(browser)
    }

    /// A new profile, a new account, signed in.
    pub async fn newcomer(&self, name: &str) -> Result<Person> {
        let profile = Profile::new(name)?;
        let browser = self.open(&profile).await?;
        let tab = browser.tab().await?;
        tab.goto("/create-account").await?;
        let account = self.create_account(&tab, name).await?;
        Ok(Person { account, profile, browser, tab })
    }

    /// Somebody without an account who opens an invitation, makes one on the way, and joins.
    pub async fn guest(&self, name: &str, link: &str) -> Result<Person> {
        let profile = Profile::new(name)?;
        let browser = self.open(&profile).await?;
        let tab = browser.tab().await?;
        tab.goto(link).await?;
        tab.click("a[href^='/create-account']").await?;
        let account = self.create_account(&tab, name).await?;
        join(&tab).await?;
        Ok(Person { account, profile, browser, tab })
    }

    /// Creates an account by the form that the tab shows.
    pub async fn create_account(&self, tab: &Tab, name: &str) -> Result<Account> {
        let number = self.people.fetch_add(1, Ordering::SeqCst) + 1;
        let email = format!("{}.{number}@holdfast.example", name.to_lowercase());
        let mut account =
            Account { name: name.to_owned(), email, password: "correct horse battery".into(), id: String::new() };
        tab.fill("input[name=name]", &account.name).await?;
        tab.fill("input[name=email]", &account.email).await?;
        tab.fill("input[name=password]", &account.password).await?;
        tab.click("button[type=submit]").await?;
        tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await?;
        let me: Value = tab.js_async("return await (await fetch('/api/v1/users/me')).json()", &[]).await?;
        account.id = me["person"]["id"].as_str().context("the server does not say who this is")?.to_owned();
        Ok(account)
    }

    /// Signs in by the form that the tab shows.
    pub async fn sign_in(&self, tab: &Tab, account: &Account) -> Result<()> {
        tab.fill("input[name=email]", &account.email).await?;
        tab.fill("input[name=password]", &account.password).await?;
        tab.click("button[type=submit]").await?;
        tab.wait("to be signed in", LONG, "document.querySelector('button.account')", &[]).await
    }

    /// The browsers that still run.
    pub fn browsers(&self) -> Vec<Browser> {
        self.lock().iter().filter(|browser| !browser.is_killed()).cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Browser>> {
        self.browsers.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Person {
    /// The id of the engagement that came with the account.
    pub async fn own_engagement(&self) -> Result<String> {
        self.tab.goto("/engagements").await?;
        self.tab.find("li.card[data-record]").await?;
        let ids: Vec<String> = self
            .tab
            .js("return [...document.querySelectorAll('li.card')].map(card => card.dataset.record)", &[])
            .await?;
        ensure!(ids.len() == 1, "a new person has one engagement, not {ids:?}");
        ids.into_iter().next().context("there is one")
    }

    /// Invites someone to an engagement by the page's dialog; gives the path of the link.
    pub async fn invite(&self, engagement: &str, role: &str) -> Result<String> {
        self.tab.goto(&format!("/e/{engagement}")).await?;
        self.tab.click("button.invite").await?;
        self.tab.choose("dialog select", role).await?;
        self.tab.click("dialog button[type=submit]").await?;
        self.tab.find("input.invite-link").await?;
        let link: String = self.tab.js("return document.querySelector('input.invite-link').value", &[]).await?;
        let path = link.strip_prefix(self.tab.origin()).context("the link leads to this very server")?;
        Ok(path.to_owned())
    }

    /// Accepts an invitation.
    pub async fn join(&self, link: &str) -> Result<()> {
        self.tab.goto(link).await?;
        join(&self.tab).await
    }

    /// The browser is killed, and opened again on the same profile.
    pub async fn crash_and_reopen(&mut self, world: &World) -> Result<()> {
        self.browser.clone().kill().await?;
        self.reopen(world).await
    }

    /// Their browser has ended: another one on the same profile.
    pub async fn reopen(&mut self, world: &World) -> Result<()> {
        self.browser = world.open(&self.profile).await?;
        self.tab = self.browser.tab().await?;
        Ok(())
    }

    /// What the sync indicator says.
    pub async fn sync(&self) -> Result<String> {
        self.tab.js("return document.querySelector('button.sync')?.dataset.sync ?? ''", &[]).await
    }

    /// Waits until the sync indicator says so.
    pub async fn sync_is(&self, state: &str) -> Result<()> {
        let expression = "document.querySelector('button.sync')?.dataset.sync === arguments[0]";
        self.tab.wait(&format!("the indicator to say {state}"), LONG, expression, &[json!(state)]).await
    }
}

/// Accepts the invitation that a tab shows.
async fn join(tab: &Tab) -> Result<()> {
    tab.click(".invitation button[type=submit]").await?;
    tab.wait("the engagement", LONG, "/^\\/e\\/[^/]+$/.test(location.pathname)", &[]).await
}
