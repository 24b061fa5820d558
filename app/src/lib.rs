//! The Holdfast single-page app.
//!
//! Components read the stores through hooks and change data only by [`commands`], which say what a person's intent means
//! as edits and how it is undone. Edits go to the session, which shows them at once, stores and sends them; nothing here
//! waits for the network to show an edit.

mod actions;
mod api;
mod app;
mod board;
mod browser;
pub mod commands;
pub mod components;
mod engagements;
mod entry;
mod fault;
mod first_screen;
pub mod hooks;
mod look;
mod pages;
mod palette;
mod parts;
mod queries;
mod record;
mod reminders;
mod route;
mod sessions;
mod shortcuts;
mod start;
pub mod stores;
mod t;
pub mod task_list;
pub mod views;
pub mod words;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Starts the app in the page's `#app`, in place of the shell painted there.
pub fn run() {
    fault::watch();
    let wanted = look::Look::kept().tongue();
    if wanted == t::tongue() {
        return draw();
    }
    wasm_bindgen_futures::spawn_local(async move {
        // Where its words cannot be had, English is spoken.
        if let Some(learnt) = t::learn(wanted).await {
            t::speak(learnt);
            fault::speak();
        }
        draw();
    });
}

fn draw() {
    let Some(root) = browser::document().get_element_by_id("app") else { return };
    yew::Renderer::<app::App>::with_root(root).render();
}
