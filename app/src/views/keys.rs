//! The keys of a project's page, in one table: what they do, and in words, for whoever lists them. Those that people may change
//! are among the shortcuts.

use web_sys::KeyboardEvent;

use crate::{
    shortcuts::{self, Keymap, stroke_of},
    t,
};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The row below.
    Next,
    /// The row above.
    Previous,
    /// The first row of the group.
    First,
    /// The last row of the group.
    Last,
    /// The card beside it, in the column before.
    Before,
    /// The card beside it, in the column after.
    After,
    /// The task's panel.
    Open,
    /// Another title.
    Rename,
    /// Done, or not after all.
    Done,
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Into the column before.
    Left,
    /// Into the column after.
    Right,
    /// Away with it.
    Delete,
    /// Selected, or not any more.
    Pick,
    /// The selection grows to the row below.
    PickNext,
    /// The selection grows to the row above.
    PickPrevious,
    /// All that are shown are selected.
    PickAll,
    /// Nothing is selected.
    PickNone,
}

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// The key and what is held beside it, as [`stroke_of`] writes it.
    pub keys: &'static str,
    /// What it asks for.
    pub act: Act,
    /// What it does, in words.
    pub words: fn() -> &'static str,
}

/// The keys. They work with the focus in the project, and those about one task with the focus in its row.
pub const KEYS: &[Shortcut] = &[
    on("arrowdown", Act::Next, t::key_next),
    on("arrowup", Act::Previous, t::key_previous),
    on("home", Act::First, t::key_first),
    on("end", Act::Last, t::key_last),
    on("arrowleft", Act::Before, t::key_before),
    on("arrowright", Act::After, t::key_after),
    on("enter", Act::Open, t::key_open),
    on("f2", Act::Rename, t::key_rename),
    on("space", Act::Done, t::key_done),
    on("alt+arrowup", Act::Up, t::key_up),
    on("alt+arrowdown", Act::Down, t::key_down),
    on("ctrl+shift+arrowup", Act::Up, t::key_up),
    on("ctrl+shift+arrowdown", Act::Down, t::key_down),
    on("ctrl+shift+arrowleft", Act::Left, t::key_left),
    on("ctrl+shift+arrowright", Act::Right, t::key_right),
    on("delete", Act::Delete, t::key_delete),
    on("shift+arrowdown", Act::PickNext, t::key_pick_next),
    on("shift+arrowup", Act::PickPrevious, t::key_pick_previous),
    on("ctrl+a", Act::PickAll, t::key_pick_all),
    on("escape", Act::PickNone, t::key_pick_none),
];

const fn on(keys: &'static str, act: Act, words: fn() -> &'static str) -> Shortcut {
    Shortcut { keys, act, words }
}

/// All of them to be read: what they do, and the ways to press them, in the order of the table.
pub(crate) fn told() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut told: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for Shortcut { keys, words, .. } in KEYS {
        let words = words();
        match told.iter_mut().find(|(before, _)| *before == words) {
            Some((_, ways)) => ways.push(keys),
            None => told.push((words, vec![keys])),
        }
    }
    told
}

/// The key that asks for something, of several the first.
pub(crate) fn first(act: Act, keymap: &Keymap) -> Option<&str> {
    match act {
        Act::Pick => Some(keymap.first(shortcuts::Shortcut::Pick)),
        act => KEYS.iter().find(|shortcut| shortcut.act == act).map(|shortcut| shortcut.keys),
    }
}

impl Act {
    /// What a pressed key asks for, if it is one of these or one that somebody has given to the page.
    pub(crate) fn of(event: &KeyboardEvent, keymap: &Keymap) -> Option<Self> {
        let keys = stroke_of(event)?;
        if keymap.of_page(&keys) == Some(shortcuts::Shortcut::Pick) {
            return Some(Self::Pick);
        }
        KEYS.iter().find(|shortcut| shortcut.keys == keys).map(|shortcut| shortcut.act)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn no_key_means_two_things_and_each_has_words() {
        for (place, one) in KEYS.iter().enumerate() {
            assert!(!(one.words)().is_empty());
            assert!(!KEYS[..place].iter().any(|other| other.keys == one.keys), "{one:?}");
        }
    }

    #[test]
    fn what_can_be_pressed_two_ways_is_told_once() {
        let told = told();
        let up = told.iter().find(|(words, _)| *words == t::key_up());
        assert_eq!(up.unwrap().1, ["alt+arrowup", "ctrl+shift+arrowup"]);
        assert!(told.iter().any(|(_, ways)| *ways == ["space"]));
    }
}
