//! Who is where in the text, as y-protocols tells it: of each writer a number that grows, and what they say of themselves as JSON.

use crate::{
    message::Unread,
    var::{Reader, put_bytes, put_number},
};

/// The most writers that are told of at once.
pub const MOST_ENTRIES: u64 = 500;
/// The most that one says of themselves, in bytes.
pub const MOST_STATE: usize = 2_000;

/// What is told of one writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Their number in the document.
    pub writer: u64,
    /// Higher each time that something else is told of them.
    pub clock: u64,
    /// What they say of themselves, as JSON; nothing where they are not there any more.
    pub state: Option<String>,
}

const NOBODY: &str = "null";

/// What an awareness message holds.
///
/// # Errors
///
/// If it is none, or there is too much of it.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<Entry>, Unread> {
    let mut reader = Reader::new(bytes);
    let count = reader.number()?;
    if count > MOST_ENTRIES {
        return Err(Unread);
    }
    let mut entries = Vec::new();
    for _ in 0..count {
        let (writer, clock, state) = (reader.number()?, reader.number()?, reader.text()?);
        if state.len() > MOST_STATE {
            return Err(Unread);
        }
        entries.push(Entry { writer, clock, state: (state != NOBODY).then(|| state.to_owned()) });
    }
    if reader.is_empty() { Ok(entries) } else { Err(Unread) }
}

/// The same as bytes.
pub fn write_entries<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u8> {
    let (mut bytes, mut count) = (Vec::new(), 0);
    for Entry { writer, clock, state } in entries {
        put_number(&mut bytes, *writer);
        put_number(&mut bytes, *clock);
        put_bytes(&mut bytes, state.as_deref().unwrap_or(NOBODY).as_bytes());
        count += 1;
    }
    let mut all = Vec::new();
    put_number(&mut all, count);
    all.append(&mut bytes);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_they_were_written() {
        let entries = [
            Entry { writer: 7, clock: 3, state: Some("{\"a\":1}".into()) },
            Entry { writer: 1 << 40, clock: 1 << 45, state: None },
        ];
        assert_eq!(read_entries(&write_entries(&entries)), Ok(entries.to_vec()));
        assert_eq!(read_entries(&[200, 100]), Err(Unread));
        assert_eq!(read_entries(&[0, 1]), Err(Unread), "something after the end");
    }
}
