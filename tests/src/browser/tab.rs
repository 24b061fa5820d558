use std::{
    path::Path,
    sync::{Arc, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{WebDriver, error::WebDriverErrorInner, prelude::*};

use super::{Browser, DevTools, LONG, SHORT, chromium::Shared, until};

/// One tab. Whatever is done with it brings it to the front first, as a person would.
#[derive(Clone)]
pub struct Tab {
    driver: WebDriver,
    window: WindowHandle,
    shared: Arc<Shared>,
}

impl Tab {
    pub(super) fn new(driver: WebDriver, window: WindowHandle, shared: Arc<Shared>) -> Self {
        Self { driver, window, shared }
    }

    /// The DevTools' name of it.
    pub fn target(&self) -> String {
        self.window.to_string()
    }

    /// Where the app is, for this tab: scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.shared.origin
    }

    async fn front(&self) -> Result<&WebDriver> {
        let mut current = self.shared.current.lock().await;
        if current.as_ref() != Some(&self.window) {
            self.driver.switch_to_window(self.window.clone()).await?;
            self.driver.cdp().send_raw("Page.bringToFront", json!({})).await?;
            *current = Some(self.window.clone());
        }
        Ok(&self.driver)
    }

    /// Opens a path of the app, once every edit is stored: whoever leaves before is asked, but WebDriver goes on.
    pub async fn goto(&self, path: &str) -> Result<()> {
        self.left_as_stored().await?;
        let url = if path.contains(':') { path.to_owned() } else { format!("{}{path}", self.shared.origin) };
        self.front().await?.goto(url).await.with_context(|| format!("opening {path}"))
    }

    /// Reloads the page, once every edit is stored, as [`goto`](Self::goto).
    pub async fn reload(&self) -> Result<()> {
        self.left_as_stored().await?;
        self.front().await?.refresh().await.context("reloading")
    }

    /// The path the tab is at.
    pub async fn path(&self) -> Result<String> {
        Ok(self.front().await?.current_url().await?.path().to_owned())
    }

    /// Closes the tab.
    pub async fn close(self) -> Result<()> {
        self.front().await?.close_window().await?;
        self.shared.current.lock().await.take();
        Ok(())
    }

    /// Kills the process behind the tab, and puts away what is left of it.
    pub async fn crash(self, browser: &Browser) -> Result<()> {
        let target = self.target();
        DevTools::of_tab(browser, &self).await?.send_last("Page.crash").await?;
        self.shared.current.lock().await.take();
        DevTools::of_browser(browser).await?.send("Target.closeTarget", json!({ "targetId": target })).await?;
        // Commands go to the tab that was closed until another is chosen.
        let left = self.driver.windows().await?.into_iter().find(|window| *window != self.window);
        self.driver.switch_to_window(left.context("a browser without tabs")?).await?;
        Ok(())
    }

    /// Runs a script; `arguments` are the given values.
    pub async fn js<T: DeserializeOwned>(&self, script: &str, args: &[Value]) -> Result<T> {
        let returned = self.front().await?.execute(script, args.to_vec()).await;
        let returned = returned.with_context(|| format!("script: {}", first_line(script)))?;
        Ok(serde_json::from_value(returned.json().clone())?)
    }

    /// Runs the body of an async function and waits for its promise.
    pub async fn js_async<T: DeserializeOwned>(&self, body: &str, args: &[Value]) -> Result<T> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
             (async (...args) => {{ {body} }})(...args).then(value => done({{ value }}), error => done({{ error: `${{error}}` }}));"
        );
        let returned = self.front().await?.execute_async(&*script, args.to_vec()).await;
        let mut returned = returned.with_context(|| format!("script: {}", first_line(body)))?.json().clone();
        if let Some(error) = returned.get("error") {
            bail!("{error} in script: {}", first_line(body));
        }
        Ok(serde_json::from_value(returned["value"].take())?)
    }

    /// The page's cookies, those that no script may read too, as a request sends them.
    pub async fn cookies(&self) -> Result<String> {
        let cookies = self.front().await?.get_all_cookies().await?;
        let pairs = cookies.into_iter().map(|cookie| format!("{}={}", cookie.name, cookie.value));
        Ok(pairs.collect::<Vec<_>>().join("; "))
    }

    /// Waits until nothing that has an end is moving.
    pub async fn rest(&self) -> Result<()> {
        let ending = "const ending = document.getAnimations().filter(one => Number.isFinite(one.effect.getComputedTiming().endTime));
            await Promise.all(ending.map(animation => animation.finished.catch(() => {})))";
        self.js_async(ending, &[]).await
    }

    /// Sends a DevTools command.
    pub async fn devtools(&self, method: &str, params: Value) -> Result<Value> {
        self.front().await?.cdp().send_raw(method, params).await.with_context(|| method.to_owned())
    }

    /// Waits until an expression is true in the page.
    pub async fn wait(&self, what: &str, limit: Duration, expression: &str, args: &[Value]) -> Result<()> {
        let script = format!("return Boolean({expression})");
        until(what, limit, async || {
            let holds = self.js::<bool>(&script, args).await?;
            if holds { Ok(Ok(())) } else { Ok(Err(self.glance().await)) }
        })
        .await
    }

    /// What a person would see of the page in one line, for failures.
    async fn glance(&self) -> String {
        let script = "return location.pathname + ' · ' + document.body.innerText.replace(/\\s+/g, ' ').slice(0, 300)";
        self.js::<String>(script, &[]).await.unwrap_or_else(|error| format!("({error})"))
    }

    /// Waits for a visible element.
    pub async fn find(&self, css: &str) -> Result<WebElement> {
        until(css, SHORT, async || {
            let driver = self.front().await?;
            for element in driver.find_all(By::Css(css)).await? {
                // Rendered anew meanwhile: the next look finds its successor.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(Ok(element));
                }
            }
            Ok(Err(self.glance().await))
        })
        .await
    }

    /// Whether an element is there now.
    pub async fn has(&self, css: &str) -> Result<bool> {
        self.js("return document.querySelector(arguments[0]) !== null", &[json!(css)]).await
    }

    /// Waits until every edit is stored on the device.
    pub async fn stored(&self) -> Result<()> {
        let expression = "document.querySelector('button.sync').dataset.sync !== 'saving'";
        self.wait("everything to be stored on the device", LONG, expression, &[]).await
    }

    /// As [`stored`](Self::stored), of a page that need not show anybody's edits.
    async fn left_as_stored(&self) -> Result<()> {
        if self.has("button.sync").await? { self.stored().await } else { Ok(()) }
    }

    /// Waits until no element is there.
    pub async fn gone(&self, css: &str) -> Result<()> {
        self.wait(&format!("{css} to go"), SHORT, "!document.querySelector(arguments[0])", &[json!(css)]).await
    }

    /// Clicks an element as soon as it can be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        until(&format!("a click on {css}"), SHORT, async || {
            let element = self.find(css).await?;
            // WebDriver takes what lies under a sticky header for visible.
            let script = "arguments[0].scrollIntoView({ block: 'center' })";
            let clicked = match self.front().await?.execute(script, vec![element.to_json()?]).await {
                Ok(_) => element.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Ok(()) => Ok(Ok(())),
                // Moving, covered for a moment, or rendered anew.
                Err(error) if is_passing(&error) => Ok(Err(error.to_string())),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    /// Moves the pointer over an element.
    pub async fn point_at(&self, css: &str) -> Result<()> {
        let element = self.find(css).await?;
        let chain = self.front().await?.action_chain();
        chain.move_to_element_center(&element).perform().await.with_context(|| format!("pointing at {css}"))
    }

    /// Replaces what is in a field by typing.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.find(css).await?;
        type_over(&field, text).await.with_context(|| format!("typing into {css}"))
    }

    /// Replaces what is in a field by typing, if it is there, and says whether it was: one that somebody else's edit moved
    /// away meanwhile is not.
    pub async fn try_fill(&self, css: &str, text: &str) -> Result<bool> {
        let driver = self.front().await?;
        let typed = async { type_over(&driver.find(By::Css(css)).await?, text).await };
        match typed.await {
            Ok(()) => Ok(true),
            Err(error) if is_passing(&error) => Ok(false),
            Err(error) => Err(error).with_context(|| format!("typing into {css}")),
        }
    }

    /// Gives a file to a file field.
    pub async fn upload(&self, css: &str, path: &str) -> Result<()> {
        let field = self.front().await?.find(By::Css(css)).await.with_context(|| css.to_owned())?;
        field.send_keys(path).await.with_context(|| format!("giving {path} to {css}"))
    }

    /// Chooses a value of a select.
    pub async fn choose(&self, css: &str, value: &str) -> Result<()> {
        self.find(css).await?;
        self.click(&format!("{css} option[value='{value}']")).await
    }

    /// Types wherever the focus is.
    pub async fn press(&self, keys: impl AsRef<str>) -> Result<()> {
        let driver = self.front().await?;
        driver.action_chain().send_keys(keys.as_ref()).perform().await.context("pressing keys")
    }

    /// Types a key while another is held.
    pub async fn chord(&self, held: Key, key: impl Into<char>) -> Result<()> {
        self.chords(&[held], key).await
    }

    /// Types a key while others are held.
    pub async fn chords(&self, held: &[Key], key: impl Into<char>) -> Result<()> {
        let driver = self.front().await?;
        let key = key.into();
        let down = held.iter().fold(driver.action_chain(), |chain, held| chain.key_down(held.clone()));
        let pressed = down.key_down(key).key_up(key);
        let chain = held.iter().rev().fold(pressed, |chain, held| chain.key_up(held.clone()));
        chain.perform().await.context("pressing keys together")
    }

    /// The text of an element.
    pub async fn text(&self, css: &str) -> Result<String> {
        let element = self.find(css).await?;
        element.text().await.with_context(|| format!("text of {css}"))
    }

    /// Writes a picture of the tab.
    pub async fn shot(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        self.front().await?.screenshot(path).await.context("taking a picture")
    }

    /// Pretends a window of that size and a system theme.
    pub async fn emulate(&self, width: u32, height: u32, theme: &str) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let features =
            json!([{ "name": "prefers-color-scheme", "value": theme }, { "name": "forced-colors", "value": "" }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        Ok(())
    }

    /// Pretends a system that forces its own colours, until [`Self::emulate`] pretends something else.
    pub async fn force_colors(&self) -> Result<()> {
        let features = json!([{ "name": "forced-colors", "value": "active" }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// Pretends a window that is so high.
    pub async fn stretch(&self, height: u32) -> Result<()> {
        let width: u32 = self.js("return window.innerWidth", &[]).await?;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// Every console line of the tab so far.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.front().await?.browser_log().await?;
        let mut console = self.shared.console.lock().unwrap_or_else(PoisonError::into_inner);
        console.extend(entries.into_iter().map(|entry| format!("{:?} {}", entry.level, entry.message)));
        Ok(console.clone())
    }
}

/// Not WebDriver's clear, which leaves the field: some fields take that for an answer.
async fn type_over(field: &WebElement, text: &str) -> WebDriverResult<()> {
    field.send_keys(Key::Control + "a").await?;
    field.send_keys(text).await
}

fn is_passing(error: &WebDriverError) -> bool {
    matches!(
        **error,
        WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::NoSuchElement(_)
    )
}

fn first_line(script: &str) -> &str {
    script.trim().lines().next().unwrap_or_default()
}
