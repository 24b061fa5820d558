//! The keys of a project's page, in one table: what they do, and in words, for whoever lists them.

use web_sys::KeyboardEvent;

use crate::shortcuts::stroke_of;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The row below.
    Next,
    /// The row above.
    Previous,
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
    pub words: &'static str,
}

/// The keys. They work with the focus in the project, and those about one task with the focus in its row.
pub const KEYS: &[Shortcut] = &[
    on("arrowdown", Act::Next, "Go to the task below"),
    on("arrowup", Act::Previous, "Go to the task above"),
    on("enter", Act::Open, "Open the task"),
    on("f2", Act::Rename, "Rename the task"),
    on("space", Act::Done, "Mark the task done, or not done"),
    on("alt+arrowup", Act::Up, "Move the task up"),
    on("alt+arrowdown", Act::Down, "Move the task down"),
    on("ctrl+shift+arrowup", Act::Up, "Move the task up"),
    on("ctrl+shift+arrowdown", Act::Down, "Move the task down"),
    on("ctrl+shift+arrowleft", Act::Left, "Move the task to the group before"),
    on("ctrl+shift+arrowright", Act::Right, "Move the task to the group after"),
    on("delete", Act::Delete, "Delete the task, or all that are selected"),
    on("x", Act::Pick, "Select the task, or not any more"),
    on("shift+arrowdown", Act::PickNext, "Select on to the task below"),
    on("shift+arrowup", Act::PickPrevious, "Select on to the task above"),
    on("ctrl+a", Act::PickAll, "Select all tasks shown"),
    on("escape", Act::PickNone, "Select nothing"),
];

const fn on(keys: &'static str, act: Act, words: &'static str) -> Shortcut {
    Shortcut { keys, act, words }
}

/// All of them to be read: what they do, and the ways to press them, in the order of the table.
pub(crate) fn told() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut told: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for Shortcut { keys, words, .. } in KEYS {
        match told.iter_mut().find(|(before, _)| before == words) {
            Some((_, ways)) => ways.push(keys),
            None => told.push((words, vec![keys])),
        }
    }
    told
}

impl Act {
    /// What a pressed key asks for, if it is one of these.
    pub(crate) fn of(event: &KeyboardEvent) -> Option<Self> {
        let keys = stroke_of(event)?;
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
            assert!(!one.words.is_empty());
            assert!(!KEYS[..place].iter().any(|other| other.keys == one.keys), "{one:?}");
        }
    }

    #[test]
    fn what_can_be_pressed_two_ways_is_told_once() {
        let told = told();
        let up = told.iter().find(|(words, _)| *words == "Move the task up");
        assert_eq!(up.unwrap().1, ["alt+arrowup", "ctrl+shift+arrowup"]);
        assert!(told.iter().any(|(_, ways)| *ways == ["space"]));
    }
}
