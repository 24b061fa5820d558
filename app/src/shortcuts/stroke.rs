//! Keys as text: `ctrl+shift+z`, `?`, or one after the other, `g e`.

use web_sys::KeyboardEvent;

use crate::t;

/// A key as it was pressed, in one way of writing it; nothing for a key that is only held with others. Ctrl and Cmd are the
/// same. Shift counts where it does not make another letter or sign of the key.
fn stroke(key: &str, held: bool, alt: bool, shift: bool) -> Option<String> {
    if matches!(
        key,
        "Control" | "Shift" | "Alt" | "Meta" | "AltGraph" | "CapsLock" | "Dead" | "Process" | "Unidentified"
    ) {
        return None;
    }
    let is_sign = key.chars().count() == 1 && key != " " && !key.chars().all(char::is_alphabetic);
    let name = match key {
        " " => "space".to_owned(),
        "+" => "plus".to_owned(),
        key => key.to_lowercase(),
    };
    let mut text = String::new();
    for (part, is_on) in [("ctrl+", held), ("alt+", alt && !is_sign), ("shift+", shift && !is_sign)] {
        if is_on {
            text.push_str(part);
        }
    }
    text.push_str(&name);
    Some(text)
}

/// The key of an event.
pub(crate) fn stroke_of(event: &KeyboardEvent) -> Option<String> {
    if event.is_composing() {
        return None;
    }
    stroke(&event.key(), event.ctrl_key() || event.meta_key(), event.alt_key(), event.shift_key())
}

/// What is shown of keys, each on its own: `g e` is G and E, `ctrl+k` Ctrl and K.
pub(crate) fn shown(keys: &str) -> Vec<String> {
    keys.split(' ').flat_map(|stroke| stroke.split('+')).map(cap).collect()
}

/// What stands on a key where the language is spoken.
fn cap(name: &str) -> String {
    match name {
        "ctrl" => t::cap_ctrl().into(),
        "shift" => t::cap_shift().into(),
        "space" => t::cap_space().into(),
        "enter" => t::cap_enter().into(),
        "escape" => t::cap_escape().into(),
        "backspace" => t::cap_backspace().into(),
        "delete" => t::cap_delete().into(),
        "home" => t::cap_home().into(),
        "end" => t::cap_end().into(),
        "pageup" => t::cap_page_up().into(),
        "pagedown" => t::cap_page_down().into(),
        "insert" => t::cap_insert().into(),
        "plus" => "+".into(),
        "arrowup" => "↑".into(),
        "arrowdown" => "↓".into(),
        "arrowleft" => "←".into(),
        "arrowright" => "→".into(),
        name => crate::words::capital(name),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_key_has_one_name_however_it_is_made() {
        for (key, held, alt, shift, wanted) in [
            ("k", true, false, false, Some("ctrl+k")),
            ("Z", true, false, true, Some("ctrl+shift+z")),
            // Some layouts need Shift for it and others do not.
            ("?", false, false, true, Some("?")),
            ("?", false, false, false, Some("?")),
            ("+", true, false, true, Some("ctrl+plus")),
            (" ", false, false, false, Some("space")),
            (" ", false, false, true, Some("shift+space")),
            ("F2", false, false, true, Some("shift+f2")),
            ("ж", false, false, false, Some("ж")),
            ("Shift", false, false, true, None),
            ("Dead", false, false, false, None),
        ] {
            assert_eq!(stroke(key, held, alt, shift).as_deref(), wanted, "{key}");
        }
    }

    #[test]
    fn keys_are_shown_one_by_one() {
        assert_eq!(shown("ctrl+shift+z"), ["Ctrl", "Shift", "Z"]);
        assert_eq!(shown("g e"), ["G", "E"]);
        assert_eq!(shown("ctrl+plus"), ["Ctrl", "+"]);
        assert_eq!(shown("?"), ["?"]);
        assert_eq!(shown("shift+home"), ["Shift", "Home"]);
        assert_eq!([shown("pageup"), shown("pagedown")], [["Page Up"], ["Page Down"]]);
    }
}
