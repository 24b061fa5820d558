//! What stands around the pages: how it looks, what lies over it, and the keys that call it.

use holdfast_core::id::PersonId;
use holdfast_web::preferences;
use yewdux::prelude::*;

use crate::{
    browser, fault,
    look::{self, Look},
    shortcuts::Keymap,
    t::{self, Tongue},
};

/// The state of what stands around the pages.
#[derive(Clone, Debug, Default, PartialEq, Store)]
pub(crate) struct Frame {
    /// How it looks.
    pub(crate) look: Look,
    /// The keys of whoever is signed in.
    pub(crate) keymap: Keymap,
    /// What lies over the page.
    pub(crate) over: Option<Over>,
}

/// Room for a sidebar beside the page; where there is less it is a drawer.
pub(crate) const WIDE: &str = "(min-width: 80rem)";

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// The command palette.
    Palette,
    /// The list of shortcuts.
    Sheet,
    /// The sidebar, where there is no room beside the page.
    Drawer,
}

impl Frame {
    /// Looks as it did last.
    pub(crate) fn look_as_kept(&mut self) {
        self.look = Look::kept();
        show(self.look);
    }

    /// Chooses how something looks, now and from now on.
    pub(crate) fn choose(&mut self, name: &str, option: &str) {
        // Another tab may have chosen something else since.
        if let Some(kept) = preferences::load(preferences::LOOK) {
            self.look = Look::read(&kept);
        }
        self.look.choose(name, option);
        preferences::save(preferences::LOOK, &self.look.text());
        show(self.look);
        if name == look::LANGUAGE {
            speak(self.look.tongue());
        }
    }

    /// Whether the sidebar is shown where there is room for it.
    pub(crate) fn is_sidebar_open(&self) -> bool {
        self.look.of("sidebar") == "open"
    }

    /// Shows the sidebar or hides it.
    pub(crate) fn swap_sidebar(&mut self) {
        if browser::media(WIDE) {
            self.choose("sidebar", if self.is_sidebar_open() { "closed" } else { "open" });
        } else {
            self.over = Some(Over::Drawer);
        }
    }

    /// Listens to the keys of a person.
    pub(crate) fn is_of(&mut self, person: PersonId) {
        (self.keymap, self.over) = (kept_keys(person), None);
    }

    /// Changes a person's keys, now and from now on.
    pub(crate) fn change_keys<T>(&mut self, person: PersonId, change: impl FnOnce(&mut Keymap) -> T) -> T {
        // Another tab may have changed others since.
        self.keymap = kept_keys(person);
        let changed = change(&mut self.keymap);
        preferences::save_for(person, preferences::KEYS, &self.keymap.text());
        changed
    }

    /// Another tab has kept something: the look and the keys are what it says.
    pub(crate) fn is_kept_anew(&mut self, person: PersonId) {
        self.look_as_kept();
        self.keymap = kept_keys(person);
    }
}

fn kept_keys(person: PersonId) -> Keymap {
    Keymap::read(&preferences::load_for(person, preferences::KEYS).unwrap_or_default())
}

/// Says everything anew in a language. The focus stays on the choice.
fn speak(tongue: Tongue) {
    wasm_bindgen_futures::spawn_local(async move {
        t::speak(tongue).await;
        fault::draw_again();
        browser::focus_soon(format!("input[name={}]:checked", look::LANGUAGE));
    });
}

fn show(look: Look) {
    let Some(root) = browser::document().document_element() else { return };
    for (choice, at) in look.chosen() {
        let name = format!("data-{}", choice.name);
        let _ = match at {
            0 => root.remove_attribute(&name),
            at => root.set_attribute(&name, choice.options[at].0),
        };
    }
}
