//! Keys that do something: one list of all, which people may change. Pure but for [`aimed`] and [`is_text`], which ask the page
//! where a key goes.

mod aimed;
mod keymap;
mod stroke;

pub(crate) use aimed::{Aim, aimed, is_text};
pub(crate) use keymap::{Keymap, Pressed, Refused};
pub(crate) use stroke::{shown, stroke_of};

use crate::{
    route::Route,
    t::{self, Words},
    views,
};

/// What has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    /// The command palette.
    Palette,
    /// The search page.
    Search,
    /// A new task in the project that is shown.
    NewTask,
    /// Takes back what was done last.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// The engagements.
    Engagements,
    /// The sync centre.
    Sync,
    /// The settings.
    Settings,
    /// The sessions of the engagement that is shown.
    Sessions,
    /// Shows or hides the sidebar.
    Sidebar,
    /// All shortcuts.
    Sheet,
    /// Selects the task whose row has the focus, or not any more.
    Pick,
    /// The next conflict.
    NextConflict,
    /// The conflict before.
    LastConflict,
    /// The first of the choices about a conflict.
    FirstChoice,
    /// The second.
    SecondChoice,
    /// The third.
    ThirdChoice,
}

/// One of the list.
pub(crate) struct Entry {
    /// Which.
    pub(crate) shortcut: Shortcut,
    /// Its name where changed keys are kept.
    pub(crate) name: &'static str,
    /// What people read.
    pub(crate) words: Words,
    /// Its keys unless they were changed, any of which will do.
    pub(crate) keys: &'static [&'static str],
}

/// The choices about a conflict, in their order.
pub(crate) const CHOICES: [Shortcut; 3] = [Shortcut::FirstChoice, Shortcut::SecondChoice, Shortcut::ThirdChoice];

/// All of them, as they are shown.
pub(crate) const ALL: [Entry; 17] = [
    Entry { shortcut: Shortcut::Palette, name: "palette", words: t::palette, keys: &["ctrl+k"] },
    Entry { shortcut: Shortcut::Search, name: "search", words: t::search_all, keys: &["/"] },
    Entry { shortcut: Shortcut::NewTask, name: "new-task", words: t::new_task_here, keys: &["n"] },
    Entry { shortcut: Shortcut::Undo, name: "undo", words: t::undo, keys: &["ctrl+z"] },
    Entry { shortcut: Shortcut::Redo, name: "redo", words: t::redo, keys: &["ctrl+shift+z", "ctrl+y"] },
    Entry { shortcut: Shortcut::Engagements, name: "engagements", words: t::go_engagements, keys: &["g e"] },
    Entry { shortcut: Shortcut::Sync, name: "sync", words: t::go_sync, keys: &["g s"] },
    Entry { shortcut: Shortcut::Settings, name: "settings", words: t::go_settings, keys: &["g t"] },
    Entry { shortcut: Shortcut::Sessions, name: "sessions", words: t::go_sessions, keys: &["g h"] },
    Entry { shortcut: Shortcut::Sidebar, name: "sidebar", words: t::swap_sidebar, keys: &["["] },
    Entry { shortcut: Shortcut::Sheet, name: "sheet", words: t::show_shortcuts, keys: &["?"] },
    Entry { shortcut: Shortcut::Pick, name: "pick", words: t::key_pick, keys: &["x"] },
    Entry { shortcut: Shortcut::NextConflict, name: "next-conflict", words: t::key_next_conflict, keys: &["j"] },
    Entry { shortcut: Shortcut::LastConflict, name: "last-conflict", words: t::key_last_conflict, keys: &["k"] },
    Entry { shortcut: Shortcut::FirstChoice, name: "first-choice", words: t::key_first_choice, keys: &["1"] },
    Entry { shortcut: Shortcut::SecondChoice, name: "second-choice", words: t::key_second_choice, keys: &["2"] },
    Entry { shortcut: Shortcut::ThirdChoice, name: "third-choice", words: t::key_third_choice, keys: &["3"] },
];

impl Shortcut {
    /// Its entry in the list.
    pub(crate) fn entry(self) -> &'static Entry {
        &ALL[self as usize]
    }

    /// Whether it does anything on a page.
    pub(crate) fn works_on(self, route: &Route) -> bool {
        match self {
            Self::Sessions => route.engagement().is_some(),
            Self::NewTask | Self::Pick => matches!(route, Route::Project { .. } | Route::Task { .. }),
            _ => !self.is_of_page() || matches!(route, Route::Conflicts { .. }),
        }
    }

    /// Whether a page's own parts listen to it: to one key, since they know of no other before it.
    pub(crate) fn is_of_page(self) -> bool {
        self as usize >= Self::Pick as usize
    }

    /// Whether it is wanted also where text is being written, by keys that write nothing.
    fn is_anywhere(self) -> bool {
        self == Self::Palette
    }
}

/// Keys of a page that nobody can change, since they do the same everywhere: what they do, and the ways to press them.
pub(crate) fn fixed(route: &Route) -> Vec<(&'static str, Vec<&'static str>)> {
    let keys: &[Fixed] = match route {
        Route::Project { .. } | Route::Task { .. } => return views::keys::told(),
        Route::Conflicts { .. } => CONFLICTS,
        Route::Search => SEARCH,
        Route::Sessions { .. } => SESSIONS,
        _ => &[],
    };
    keys.iter().map(|(words, keys)| (words(), keys.to_vec())).collect()
}

/// What a key does on some page whose own parts listen to it.
fn of_a_page(stroke: &str) -> Option<&'static str> {
    let of_tasks = views::keys::KEYS.iter().map(|key| (key.words, key.keys));
    let others =
        CONFLICTS.iter().chain(SEARCH).chain(SESSIONS).flat_map(|(words, keys)| keys.iter().map(|key| (*words, *key)));
    of_tasks.chain(others).find(|(_, key)| *key == stroke).map(|(words, _)| words())
}

/// What keys of a page do, and the ways to press them.
type Fixed = (Words, &'static [&'static str]);

const CONFLICTS: &[Fixed] = &[(t::keys_settle, &["enter"])];

const SEARCH: &[Fixed] = &[(t::keys_results, &["arrowup", "arrowdown"]), (t::keys_clear, &["escape"])];

const SESSIONS: &[Fixed] =
    &[(t::keys_sessions, &["arrowup", "arrowdown", "arrowleft", "arrowright"]), (t::key_pick_none, &["escape"])];

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_shortcut_is_where_its_number_says() {
        for (at, entry) in ALL.iter().enumerate() {
            assert_eq!(entry.shortcut as usize, at, "{}", entry.name);
            assert_eq!(entry.shortcut.entry().name, entry.name);
        }
    }
}
