//! What stands around the pages: how it looks, what lies over it, and the keys that call it.

use holdfast_core::{
    entity::Engagement,
    id::{Id, PersonId},
};
use holdfast_web::preferences;
use web_sys::Element;
use yew::Callback;
use yewdux::prelude::*;

use crate::{
    browser, fault,
    look::{self, Look},
    palette::{Action, Asker},
    shortcuts::Keymap,
    stores::{Toast, Ui},
    t::{self, Learnt, Tongue},
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
    /// What the page has the command palette offer.
    pub(crate) offers: Option<Callback<Asker, Vec<Action>>>,
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
    /// The dialog that invites somebody to an engagement.
    Invite(Id<Engagement>),
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
        // Another tab may have chosen another language too.
        if self.look.tongue() != t::tongue() {
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

/// Says everything anew in a language, if it is still wanted once its words are here. The focus stays on the choice.
fn speak(tongue: Tongue) {
    wasm_bindgen_futures::spawn_local(async move {
        let learnt = t::learn(tongue).await;
        let frame = Dispatch::<Frame>::global();
        if tongue == t::tongue() || frame.get().look.tongue() != tongue {
            return;
        }
        match learnt {
            // Drawing anew would take away what is written there.
            Some(_) if browser::has_form_open() => {
                tell(Toast::info(t::language_later()).staying().with_action(t::reload(), browser::reload));
            }
            Some(learnt) => say_all_in(learnt),
            None => {
                // It stays chosen for the next start; what is said now is what is shown as chosen.
                frame.reduce_mut(|frame| frame.look.choose(look::LANGUAGE, t::tongue().tag()));
                tell(Toast::problem(t::language_unread()));
            }
        }
    });
}

fn say_all_in(learnt: Learnt) {
    browser::focus_soon(format!("input[name={}]:checked", look::LANGUAGE));
    // What is being typed becomes an edit before its field goes.
    browser::blur();
    t::speak(learnt);
    fault::draw_again();
}

/// Shows a toast, once however often it is said.
fn tell(toast: Toast) {
    Dispatch::<Ui>::global().reduce_mut(|ui| {
        if ui.toasts.iter().all(|other| other.text != toast.text) {
            ui.say(toast);
        }
    });
}

fn show(look: Look) {
    browser::forget_rem();
    let Some(root) = browser::document().document_element() else { return };
    for (choice, at) in look.chosen() {
        let name = format!("data-{}", choice.name);
        let _ = match at {
            0 => root.remove_attribute(&name),
            at => root.set_attribute(&name, choice.options[at].0),
        };
    }
    let theme = look.of("theme");
    for meta in browser::all::<Element>(None, "meta[data-scheme]") {
        let scheme = meta.get_attribute("data-scheme").unwrap_or_default();
        let _ = meta.set_attribute("media", &colour_when(&scheme, theme));
    }
}

/// When the browser draws what is around the page in the colour of a scheme.
fn colour_when(scheme: &str, theme: &str) -> String {
    match theme {
        "light" | "dark" if scheme == theme => "all".into(),
        "light" | "dark" => "not all".into(),
        _ => format!("(prefers-color-scheme: {scheme})"),
    }
}
