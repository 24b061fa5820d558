//! Which keys do what for a person.

use super::{ALL, Shortcut, of_a_page};

/// Keys that move the focus, press what has it, or belong to the browser whatever a page wants.
const KEPT: [&str; 20] = [
    "tab",
    "shift+tab",
    "enter",
    "escape",
    "space",
    "shift+space",
    "alt+space",
    "arrowup",
    "arrowdown",
    "arrowleft",
    "arrowright",
    "home",
    "end",
    "pageup",
    "pagedown",
    "ctrl+n",
    "ctrl+t",
    "ctrl+w",
    "ctrl+c",
    "ctrl+v",
];

/// The keys of all shortcuts. No two have the same keys, nor one the beginning of another's, and what a page listens to itself
/// is within no other's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Keymap {
    /// Those that were changed.
    changed: Vec<(Shortcut, String)>,
}

/// What keys come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pressed {
    /// They are a shortcut's.
    Whole(Shortcut),
    /// A shortcut's keys begin so.
    Begun,
    /// Nothing.
    Nothing,
}

/// Why keys cannot be given to a shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// They are another's, they begin as another's do, or a page takes one of them for another.
    Taken(Shortcut),
    /// One of them does this on some page, whose own parts listen to it.
    Page(&'static str),
    /// They are needed to get around, or the browser keeps them for itself.
    Kept,
    /// They are several after each other, and the page's parts listen to one.
    Several,
}

impl Keymap {
    /// What was kept of it. What it does not know is passed over, and of what does not go together none is taken.
    pub(crate) fn read(text: &str) -> Self {
        let entry = |line: &str| {
            let (name, keys) = line.split_once(' ')?;
            let entry = ALL.iter().find(|entry| entry.name == name)?;
            is_free(entry.shortcut, keys).is_ok().then(|| (entry.shortcut, keys.to_owned()))
        };
        let mut map = Self { changed: text.lines().filter_map(entry).collect() };
        let all = map.clone();
        map.changed.retain(|(shortcut, keys)| all.taken(*shortcut, keys).is_none());
        // What was dropped has its own keys again, which others may have been given.
        match map == all {
            true => map,
            false => Self::read(&map.text()),
        }
    }

    /// What to keep of it.
    pub(crate) fn text(&self) -> String {
        let lines = self.changed.iter().map(|(shortcut, keys)| format!("{} {keys}\n", shortcut.entry().name));
        lines.collect()
    }

    /// The keys of a shortcut, any of which will do.
    pub(crate) fn keys(&self, shortcut: Shortcut) -> impl Iterator<Item = &str> {
        let changed = self.changed.iter().find(|(one, _)| *one == shortcut).map(|(_, keys)| keys.as_str());
        let own = if changed.is_some() { &[] } else { shortcut.entry().keys };
        changed.into_iter().chain(own.iter().copied())
    }

    /// The keys to show of a shortcut.
    pub(crate) fn first(&self, shortcut: Shortcut) -> &str {
        self.keys(shortcut).next().unwrap_or_default()
    }

    /// Whether any was changed, or this one.
    pub(crate) fn is_changed(&self, shortcut: Option<Shortcut>) -> bool {
        self.changed.iter().any(|(one, _)| shortcut.is_none_or(|shortcut| *one == shortcut))
    }

    /// Gives a shortcut other keys.
    pub(crate) fn set(&mut self, shortcut: Shortcut, keys: &str) -> Result<(), Refused> {
        is_free(shortcut, keys)?;
        if let Some(other) = self.taken(shortcut, keys) {
            return Err(Refused::Taken(other));
        }
        self.changed.retain(|(one, _)| *one != shortcut);
        if !shortcut.entry().keys.contains(&keys) {
            self.changed.push((shortcut, keys.to_owned()));
        }
        Ok(())
    }

    /// Gives a shortcut its own keys again, if no other has been given them.
    pub(crate) fn reset(&mut self, shortcut: Shortcut) -> Result<(), Refused> {
        if let Some(other) = shortcut.entry().keys.iter().find_map(|keys| self.taken(shortcut, keys)) {
            return Err(Refused::Taken(other));
        }
        self.changed.retain(|(one, _)| *one != shortcut);
        Ok(())
    }

    /// What keys come to; `is_text` where text is being written.
    pub(crate) fn press(&self, keys: &str, is_text: bool) -> Pressed {
        let mut begun = Pressed::Nothing;
        for entry in ALL.iter().filter(|entry| !entry.shortcut.is_of_page()) {
            if is_text && !(entry.shortcut.is_anywhere() && keys.starts_with("ctrl+")) {
                continue;
            }
            for own in self.keys(entry.shortcut) {
                if own == keys {
                    return Pressed::Whole(entry.shortcut);
                }
                if begins(own, keys) {
                    begun = Pressed::Begun;
                }
            }
        }
        begun
    }

    /// What a key is to the parts of a page that listen to it themselves.
    pub(crate) fn of_page(&self, key: &str) -> Option<Shortcut> {
        let own = ALL.iter().map(|entry| entry.shortcut).filter(|shortcut| shortcut.is_of_page());
        own.into_iter().find(|shortcut| self.keys(*shortcut).any(|own| own == key))
    }

    /// Which other shortcut keys would meet.
    fn taken(&self, shortcut: Shortcut, keys: &str) -> Option<Shortcut> {
        let others = ALL.iter().map(|entry| entry.shortcut).filter(|other| *other != shortcut);
        others.into_iter().find(|other| {
            // A page hears each stroke by itself, and takes its own out of the midst of others.
            let by_page = shortcut.is_of_page() || other.is_of_page();
            self.keys(*other).any(|own| match by_page {
                true => has_stroke(own, keys) || has_stroke(keys, own),
                false => own == keys || begins(own, keys) || begins(keys, own),
            })
        })
    }
}

/// Whether keys begin with others.
fn begins(keys: &str, others: &str) -> bool {
    keys.strip_prefix(others).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether one of the strokes is that one.
fn has_stroke(keys: &str, one: &str) -> bool {
    keys.split(' ').any(|stroke| stroke == one)
}

/// Whether nothing but this shortcut could want keys.
fn is_free(shortcut: Shortcut, keys: &str) -> Result<(), Refused> {
    if keys.split(' ').any(|stroke| stroke.is_empty() || KEPT.contains(&stroke)) {
        return Err(Refused::Kept);
    }
    if shortcut.is_of_page() && keys.contains(' ') {
        return Err(Refused::Several);
    }
    keys.split(' ').find_map(of_a_page).map_or(Ok(()), |does| Err(Refused::Page(does)))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_list_itself_has_no_two_of_the_same() {
        let map = Keymap::default();
        for entry in &ALL {
            for keys in entry.keys {
                assert_eq!(is_free(entry.shortcut, keys), Ok(()), "{keys}");
                assert_eq!(map.taken(entry.shortcut, keys), None, "{keys}");
                let is_of_page = entry.shortcut.is_of_page();
                assert_eq!(map.press(keys, false) == Pressed::Whole(entry.shortcut), !is_of_page, "{keys}");
                assert_eq!(map.of_page(keys) == Some(entry.shortcut), is_of_page, "{keys}");
            }
        }
        assert_eq!(map.press("g", false), Pressed::Begun);
        assert_eq!(map.press("g x", false), Pressed::Nothing);
    }

    #[test]
    fn only_what_writes_nothing_works_in_a_text() {
        let mut map = Keymap::default();
        assert_eq!(map.press("ctrl+k", true), Pressed::Whole(Shortcut::Palette));
        for keys in ["n", "/", "g", "?", "ctrl+z"] {
            assert_eq!(map.press(keys, true), Pressed::Nothing, "{keys}");
        }
        map.set(Shortcut::Palette, "p").unwrap();
        assert_eq!(map.press("p", true), Pressed::Nothing);
    }

    #[test]
    fn keys_are_changed_and_given_back() {
        let mut map = Keymap::default();
        map.set(Shortcut::NewTask, "c").unwrap();
        assert_eq!(
            (map.press("c", false), map.press("n", false)),
            (Pressed::Whole(Shortcut::NewTask), Pressed::Nothing)
        );
        assert!(map.is_changed(Some(Shortcut::NewTask)) && !map.is_changed(Some(Shortcut::Undo)));
        assert_eq!(Keymap::read(&map.text()), map);
        // What is free now can be another's, and must be free again before it is given back.
        map.set(Shortcut::Search, "n").unwrap();
        assert_eq!(map.reset(Shortcut::NewTask), Err(Refused::Taken(Shortcut::Search)));
        assert_eq!(Keymap::read(&map.text()), map, "whichever was changed first");
        map.reset(Shortcut::Search).unwrap();
        map.reset(Shortcut::NewTask).unwrap();
        assert_eq!(map, Keymap::default());
        // Its own keys are no change.
        map.set(Shortcut::Redo, "ctrl+y").unwrap();
        assert!(!map.is_changed(None));
    }

    #[test]
    fn what_meets_another_is_refused() {
        let mut map = Keymap::default();
        for (keys, why) in [
            ("/", Refused::Taken(Shortcut::Search)),
            ("g", Refused::Taken(Shortcut::Engagements)),
            ("g s c", Refused::Taken(Shortcut::Sync)),
            ("tab", Refused::Kept),
            ("c enter", Refused::Kept),
            ("x", Refused::Taken(Shortcut::Pick)),
            ("j c", Refused::Taken(Shortcut::NextConflict)),
            ("c j", Refused::Taken(Shortcut::NextConflict)),
            ("g x", Refused::Taken(Shortcut::Pick)),
            ("f2", Refused::Page("Rename the task")),
            ("delete", Refused::Page("Delete the task, or all that are selected")),
            ("", Refused::Kept),
        ] {
            assert_eq!(map.set(Shortcut::NewTask, keys), Err(why), "{keys}");
        }
        assert_eq!(map, Keymap::default());
    }

    #[test]
    fn a_key_of_a_page_is_one_and_is_changed_like_any_other() {
        let mut map = Keymap::default();
        assert_eq!(map.set(Shortcut::Pick, "c x"), Err(Refused::Several));
        assert_eq!(map.set(Shortcut::Pick, "n"), Err(Refused::Taken(Shortcut::NewTask)));
        assert_eq!(map.set(Shortcut::Pick, "home"), Err(Refused::Kept));
        assert_eq!(map.set(Shortcut::Pick, "e"), Err(Refused::Taken(Shortcut::Engagements)), "it is within g e");
        map.set(Shortcut::Pick, "m").unwrap();
        assert_eq!([map.of_page("m"), map.of_page("x")], [Some(Shortcut::Pick), None]);
        // What it had is free for others, and the page has no part in it.
        map.set(Shortcut::Sync, "x").unwrap();
        assert_eq!(map.press("x", false), Pressed::Whole(Shortcut::Sync));
        assert_eq!(map.press("m", false), Pressed::Nothing);
        assert_eq!(Keymap::read(&map.text()), map);
    }

    #[test]
    fn what_was_kept_and_does_not_fit_is_left_out() {
        assert_eq!(Keymap::read("nonsense\nnone x\nsearch tab\n"), Keymap::default());
        assert_eq!(Keymap::read("search n\n"), Keymap::default(), "another's");
        assert_eq!(Keymap::read("search c\nnew-task c\n"), Keymap::default(), "the same for two");
        assert_eq!(Keymap::read("search delete\n"), Keymap::default(), "a page's");
        assert_eq!(Keymap::read("sync g x\n"), Keymap::default(), "a page takes a part of it");
        // With the first of them gone, what the second has is another's again.
        assert_eq!(Keymap::read("new-task ?\nsearch n\n"), Keymap::default());
    }
}
