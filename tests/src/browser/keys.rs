use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use super::{Browser, DevTools, SHORT, Tab, key};

/// A person at a tab who has a keyboard and nothing else. After everything they do, the focus must be somewhere, and be seen.
pub struct Keys<'a> {
    tab: &'a Tab,
}

impl<'a> Keys<'a> {
    /// Takes the mouse away.
    pub fn at(tab: &'a Tab) -> Self {
        Self { tab }
    }

    /// Types.
    pub async fn press(&self, keys: &str) -> Result<()> {
        self.tab.press(keys).await
    }

    /// Types, and then Enter.
    pub async fn enter(&self, text: &str) -> Result<()> {
        self.tab.press(format!("{text}{}", key(Key::Enter))).await
    }

    /// Types a key while others are held.
    pub async fn chord(&self, held: &[Key], pressed: impl Into<char>) -> Result<()> {
        self.tab.chords(held, pressed).await
    }

    /// Presses Tab until the focus is where it is wanted.
    pub async fn tab_to(&self, css: &str) -> Result<()> {
        self.tab
            .wait(&format!("{css} to be there"), SHORT, "document.querySelector(arguments[0])", &[json!(css)])
            .await?;
        for _ in 0..160 {
            if self.tab.js::<bool>("return document.activeElement.matches(arguments[0])", &[json!(css)]).await? {
                return self.is_seen().await;
            }
            self.tab.press(key(Key::Tab)).await?;
        }
        bail!("the Tab key never comes to {css}")
    }

    /// Goes there by the Tab key, and presses it.
    pub async fn push(&self, css: &str) -> Result<()> {
        self.tab_to(css).await?;
        self.tab.press(key(Key::Enter)).await
    }

    /// Waits until the focus is there.
    pub async fn focus_is(&self, css: &str) -> Result<()> {
        let there = "document.activeElement.matches(arguments[0])";
        self.tab.wait(&format!("the focus on {css}"), SHORT, there, &[json!(css)]).await?;
        self.is_seen().await
    }

    /// Waits until something is so, and the focus has not been lost over it.
    pub async fn holds(&self, what: &str, expression: &str) -> Result<()> {
        self.tab.wait(what, SHORT, expression, &[]).await?;
        self.tab.wait("the focus to be somewhere", SHORT, "document.activeElement !== document.body", &[]).await?;
        self.is_seen().await
    }

    /// What has the focus shows it; but for what takes it only so that the page's keys work.
    async fn is_seen(&self) -> Result<()> {
        let script = "const one = document.activeElement, box = one.getBoundingClientRect();
            // Some show it on what they stand in: a card, the head of the palette, a choice of several.
            const around = [one, one.parentElement, one.closest('.card, .session, .palette-head, .setting-option')].filter(Boolean);
            const marked = around.some(part => getComputedStyle(part).outlineStyle === 'solid') || around.some(part => getComputedStyle(part).boxShadow.includes('inset'));
            return [one.tabIndex < 0 || (one.matches(':focus-visible') && marked && box.width > 0), one.outerHTML.slice(0, 200)]";
        let (seen, what): (bool, String) = self.tab.js(script, &[]).await?;
        ensure!(seen, "the focus is not seen on {what}");
        Ok(())
    }

    /// Opens a file field by its keys, and chooses a file as a person does in the system's dialog, which no script reaches.
    pub async fn choose_file(&self, browser: &Browser, css: &str, file: &Path) -> Result<()> {
        let file = file.canonicalize().with_context(|| format!("the file {}", file.display()))?;
        self.tab_to(css).await?;
        let mut tools = DevTools::of_tab(browser, self.tab).await?;
        tools.send("Page.enable", json!({})).await?;
        tools.send("Page.setInterceptFileChooserDialog", json!({ "enabled": true })).await?;
        self.tab.press(" ").await?;
        let opened = |event: &Value| {
            let opened = event["method"] == "Page.fileChooserOpened";
            opened.then(|| event["params"]["backendNodeId"].clone())
        };
        let field = tools.event("the system's dialog to open", opened).await?;
        let files = json!({ "files": [file], "backendNodeId": field });
        tools.send("DOM.setFileInputFiles", files).await.map(drop)
    }
}
