//! What keys do in the field, where it is not what they do in any field.

use web_sys::KeyboardEvent;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// To indent.
    Indent,
    /// To be able to leave the field by Tab.
    Free,
    Undo,
    Redo,
    /// Whatever it is for in any field.
    Any,
}

/// What a key is for; `is_free`: Escape was pressed before it.
pub(super) fn meant(event: &KeyboardEvent, is_free: bool) -> Key {
    if event.is_composing() {
        return Key::Any;
    }
    let command = event.ctrl_key() || event.meta_key();
    let (is_plain, is_shifted) = (!command && !event.shift_key(), event.shift_key());
    match event.key().as_str() {
        _ if event.alt_key() => Key::Any,
        "Escape" if is_plain => Key::Free,
        "Tab" if is_plain && !is_free => Key::Indent,
        "z" | "Z" if command => {
            if is_shifted {
                Key::Redo
            } else {
                Key::Undo
            }
        }
        "y" | "Y" if command && !is_shifted => Key::Redo,
        _ => Key::Any,
    }
}

/// A field's text with what is selected in it indented, and what is selected then; all counted in UTF-16 units. Lines are indented
/// whole where the selection goes over several.
pub(super) fn indented(text: &str, from: u32, to: u32) -> (String, u32, u32) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (from, to) = (from as usize, to as usize);
    let newline = u16::from(b'\n');
    let is_over_lines = units[from..to].contains(&newline);
    let tab = u16::from(b'\t');
    if !is_over_lines {
        let made = [&units[..from], &[tab], &units[to..]].concat();
        let at = from as u32 + 1;
        return (String::from_utf16_lossy(&made), at, at);
    }
    let first = units[..from].iter().rposition(|unit| *unit == newline).map_or(0, |at| at + 1);
    let (mut made, mut added) = (units[..first].to_vec(), 0);
    for (at, unit) in units[first..to].iter().enumerate() {
        let at = first + at;
        if at == first || units[at - 1] == newline {
            made.push(tab);
            added += 1;
        }
        made.push(*unit);
    }
    made.extend(&units[to..]);
    (String::from_utf16_lossy(&made), from as u32 + 1, to as u32 + added)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn lines_are_indented_whole_and_within_one_a_tab_is_written() {
        assert_eq!(indented("ab", 1, 1), ("a\tb".into(), 2, 2));
        assert_eq!(indented("abc", 1, 2), ("a\tc".into(), 2, 2));
        assert_eq!(indented("x\nab\ncd\ne", 3, 6), ("x\n\tab\n\tcd\ne".into(), 4, 8));
        assert_eq!(indented("ab\ncd", 0, 3), ("\tab\ncd".into(), 1, 4), "not a line that is not in it");
    }
}
