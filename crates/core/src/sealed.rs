//! How everything is stored on a device: JSON with a check in front, so that what a bad disk has changed is told from what was
//! written.
//!
//! ```text
//! ~ 8 hex digits JSON
//! ```
//!
//! Text without the mark is of a build that had no check, and is taken as it is.

const MARK: char = '~';
const DIGITS: usize = 8;

/// The text to store.
pub(crate) fn seal(json: &str) -> String {
    format!("{MARK}{:08x}{json}", check(json.as_bytes()))
}

/// The JSON in a stored text; `None` if the text is not what was stored.
pub(crate) fn open(stored: &str) -> Option<&str> {
    let Some(rest) = stored.strip_prefix(MARK) else { return Some(stored) };
    let (digits, json) = rest.split_at_checked(DIGITS)?;
    let told = u32::from_str_radix(digits, 16).ok()?;
    (told == check(json.as_bytes())).then_some(json)
}

/// The check in front of a stored text, if it has one.
pub(crate) fn sum(stored: &str) -> Option<&str> {
    stored.strip_prefix(MARK)?.get(..DIGITS)
}

/// FNV-1a over words of eight bytes, folded to 32 bits. No table to download, and fast: everything is checked at start. A
/// change within one word always changes the unfolded sum.
fn check(bytes: &[u8]) -> u32 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        sum = (sum ^ word).wrapping_mul(PRIME);
        // A product carries upwards only; what is high must reach what is low.
        sum ^= sum >> 32;
    }
    for byte in words.remainder() {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    (sum ^ (sum >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::{open, seal};

    #[test]
    fn what_was_stored_comes_back_and_any_changed_byte_shows() {
        let json = r#"{"title":"Call the port","n":12345678901234567890}"#;
        let stored = seal(json);
        assert_eq!(open(&stored), Some(json));
        for place in 0..stored.len() {
            for bit in 0..7 {
                let mut bytes = stored.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let changed = String::from_utf8(bytes).expect("seven bits stay ASCII");
                let read = open(&changed);
                // Hexadecimal digits have two cases; and without its mark a text is an older build's, and no JSON.
                let harmless = read == Some(json) || (place == 0 && read == Some(&changed));
                assert!(read.is_none() || harmless, "bit {bit} of {place}");
            }
        }
        assert_eq!(open(&stored[..stored.len() - 1]), None);
        assert_eq!(open("~12"), None);
        assert_eq!(open("{}"), Some("{}"), "an older build's");
    }
}
