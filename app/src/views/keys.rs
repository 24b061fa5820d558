//! The keys of a project's page, in one table: what they do, and in words, for whoever lists them.

use web_sys::KeyboardEvent;

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

/// What is held beside a key. A command is Ctrl, or Cmd on a Mac.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// Shift.
    Shift,
    /// Alt.
    Alt,
    /// A command.
    Command,
    /// A command and Shift.
    CommandShift,
}

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// The key, as browsers name it; letters are small.
    pub key: &'static str,
    /// What is held beside it.
    pub held: Held,
    /// What it asks for.
    pub act: Act,
    /// What it does, in words.
    pub words: &'static str,
}

/// The keys. They work with the focus in the project, and those about one task with the focus in its row.
pub const KEYS: &[Shortcut] = &[
    on("ArrowDown", Held::Nothing, Act::Next, "Go to the task below"),
    on("ArrowUp", Held::Nothing, Act::Previous, "Go to the task above"),
    on("Enter", Held::Nothing, Act::Open, "Open the task"),
    on("F2", Held::Nothing, Act::Rename, "Rename the task"),
    on(" ", Held::Nothing, Act::Done, "Mark the task done, or not done"),
    on("ArrowUp", Held::Alt, Act::Up, "Move the task up"),
    on("ArrowDown", Held::Alt, Act::Down, "Move the task down"),
    on("ArrowUp", Held::CommandShift, Act::Up, "Move the task up"),
    on("ArrowDown", Held::CommandShift, Act::Down, "Move the task down"),
    on("ArrowLeft", Held::CommandShift, Act::Left, "Move the task to the group before"),
    on("ArrowRight", Held::CommandShift, Act::Right, "Move the task to the group after"),
    on("Delete", Held::Nothing, Act::Delete, "Delete the task, or all that are selected"),
    on("x", Held::Nothing, Act::Pick, "Select the task, or not any more"),
    on("ArrowDown", Held::Shift, Act::PickNext, "Select on to the task below"),
    on("ArrowUp", Held::Shift, Act::PickPrevious, "Select on to the task above"),
    on("a", Held::Command, Act::PickAll, "Select all tasks shown"),
    on("Escape", Held::Nothing, Act::PickNone, "Select nothing"),
];

const fn on(key: &'static str, held: Held, act: Act, words: &'static str) -> Shortcut {
    Shortcut { key, held, act, words }
}

/// All of them to be read: what they do, and the ways to press them, in the order of the table.
pub(crate) fn told() -> Vec<(&'static str, Vec<String>)> {
    let mut told: Vec<(&'static str, Vec<String>)> = Vec::new();
    for Shortcut { key, held, words, .. } in KEYS {
        let held = match held {
            Held::Nothing => "",
            Held::Shift => "shift+",
            Held::Alt => "alt+",
            Held::Command => "ctrl+",
            Held::CommandShift => "ctrl+shift+",
        };
        let keys = format!("{held}{}", if *key == " " { "space".to_owned() } else { key.to_lowercase() });
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
        let held = match (event.ctrl_key() || event.meta_key(), event.shift_key(), event.alt_key()) {
            (false, false, false) => Held::Nothing,
            (false, true, false) => Held::Shift,
            (false, false, true) => Held::Alt,
            (true, false, false) => Held::Command,
            (true, true, false) => Held::CommandShift,
            _ => return None,
        };
        let key = event.key();
        let found = KEYS.iter().find(|shortcut| shortcut.held == held && shortcut.key.eq_ignore_ascii_case(&key));
        found.filter(|_| !event.is_composing()).map(|shortcut| shortcut.act)
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
            assert!(!KEYS[..place].iter().any(|other| (other.key, other.held) == (one.key, one.held)), "{one:?}");
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
