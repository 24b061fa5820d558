//! From bytes to text: UTF-8 and UTF-16, with or without a mark, and what spreadsheets in Western Europe still write.

use std::borrow::Cow;

use super::{ImportError, Note, Notes, Place, Problem, Wrong};

/// The text of a file, its mark taken off.
pub(super) fn text<'a>(bytes: &'a [u8], adjusted: &mut Notes) -> Result<Cow<'a, str>, ImportError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(ImportError::new(Place::File, Problem::Workbook).of(Wrong::Workbook));
    }
    decoded(bytes, adjusted).map_err(|error| error.of(Wrong::NotText))
}

fn decoded<'a>(bytes: &'a [u8], adjusted: &mut Notes) -> Result<Cow<'a, str>, ImportError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf_8(rest, 3)?,
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, 2, u16::from_le_bytes)?.into(),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, 2, u16::from_be_bytes)?.into(),
        _ if has_zeros(bytes, 1) => utf_16(bytes, 0, u16::from_le_bytes)?.into(),
        _ if has_zeros(bytes, 0) => utf_16(bytes, 0, u16::from_be_bytes)?.into(),
        _ => match utf_8(bytes, 0) {
            Ok(text) => text,
            Err(error) => {
                let text = western(bytes).ok_or(error)?;
                adjusted.add(Note::Western, 1);
                text.into()
            }
        },
    };
    match text.find('\0') {
        Some(at) => Err(ImportError::new(Place::Character(text[..at].chars().count() + 1), Problem::NotText)),
        None => Ok(text),
    }
}

fn utf_8(bytes: &[u8], before: usize) -> Result<Cow<'_, str>, ImportError> {
    let text = std::str::from_utf8(bytes);
    text.map(Cow::Borrowed)
        .map_err(|error| ImportError::new(Place::Byte(before + error.valid_up_to()), Problem::NotUtf8))
}

fn utf_16(bytes: &[u8], before: usize, unit: fn([u8; 2]) -> u16) -> Result<String, ImportError> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(ImportError::new(Place::File, Problem::HalfCharacter));
    }
    let mut at = before;
    let mut text = String::with_capacity(bytes.len() / 2);
    for character in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        let character = character.map_err(|_| ImportError::new(Place::Byte(at), Problem::NotUtf16))?;
        at += character.len_utf16() * 2;
        text.push(character);
    }
    Ok(text)
}

/// Whether it looks like UTF-16 without a mark: of the first pairs, most have a zero in that half, few in the other.
fn has_zeros(bytes: &[u8], half: usize) -> bool {
    let head = &bytes[..bytes.len().min(2000)];
    let zeros = |half: usize| head.chunks_exact(2).filter(|pair| pair[half] == 0).count();
    let pairs = head.len() / 2;
    pairs > 1 && zeros(half) * 10 >= pairs * 4 && zeros(1 - half) * 10 <= pairs
}

/// Windows-1252, if every byte is a character of it that text has. Most Japanese or Chinese text in an old encoding has
/// bytes that are not, and is refused instead of being turned into nonsense.
fn western(bytes: &[u8]) -> Option<String> {
    const HIGH: &str = "€\u{0}‚ƒ„…†‡ˆ‰Š‹Œ\u{0}Ž\u{0}\u{0}‘’“”•–—˜™š›œ\u{0}žŸ";
    let high: Vec<char> = HIGH.chars().collect();
    let character = |byte: &u8| match byte {
        0x80..=0x9F => high.get(usize::from(byte - 0x80)).copied().filter(|c| *c != '\0'),
        b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0xA0..=0xFF => Some(char::from(*byte)),
        _ => None,
    };
    bytes.iter().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::import::{Note, Notes};

    fn read(bytes: &[u8]) -> Result<String, String> {
        text(bytes, &mut Notes::default()).map(std::borrow::Cow::into_owned).map_err(|error| error.to_string())
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        const TEXT: &str = "Titel;Fällig\nプール 🏊;1\n";
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
            [b"\xFF\xFE", &little[..]].concat(),
            [b"\xFE\xFF", &big[..]].concat(),
            little,
            big,
        ] {
            assert_eq!(read(&bytes).as_deref(), Ok(TEXT));
        }
        let mut notes = Notes::default();
        assert_eq!(text(b"F\xE4llig \x80 5\r\n", &mut notes).unwrap(), "Fällig € 5\r\n");
        assert_eq!(notes.count(Note::Western), 1);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        for (bytes, words) in [
            (&b"PK\x03\x04rest"[..], "the file: it is a workbook or an archive; save its sheet as CSV first"),
            (b"\xEF\xBB\xBFa\xFF", "byte 4: this is not UTF-8 text; save it as UTF-8"),
            (b"\xFF\xFEa", "the file: this UTF-16 text ends in the middle of a character: it was cut off"),
            (b"\xFF\xFEa\0\x00\xD8", "byte 4: this is not well-formed UTF-16 text"),
            ("タスク".as_bytes(), ""),
            (b"\x83\x5E\x83\x58\x83\x4E \x81\x41", "byte 0: this is not UTF-8 text; save it as UTF-8"),
            (b"ab\0cdefghijk", "character 3: this is not text"),
        ] {
            assert_eq!(read(bytes).err().unwrap_or_default(), words, "{bytes:?}");
        }
    }
}
