//! What goes along where a person's own is moved into another database: beside the rows, who it is to the server, and of which
//! history what is in them is. Without that nothing would show that the server was restored meanwhile: what was confirmed would
//! not be offered again, and what was seen would be numbers of the wrong history.

use super::{
    database::{Key, StoreError},
    stored::{CURSOR, DOUBT, HISTORIES, IDENTITY, decode, encode},
};
use crate::{client::Table, wire::Cursor};

/// The names in the meta table of what goes along, in the order in which [`carried`] takes it.
pub const NOTES: [&str; 4] = [IDENTITY, HISTORIES, DOUBT, CURSOR];

/// Stands where something was that nobody can read: that is not as if nothing had been there.
const LOST: &str = "";

/// What to write of these notes as they were found, an error where one could not be read. The base does not go along, so the
/// cursor tells of its history alone.
pub fn carried(found: [Result<Option<String>, StoreError>; NOTES.len()]) -> Vec<(Key, String)> {
    let [identity, histories, doubt, cursor] = found;
    // Whoever opens a database notes first who it is: where that is gone, the rest is too, and tells nothing by not being there.
    let has_notes = matches!(identity, Ok(Some(_)));
    let cursor = match cursor {
        Ok(Some(raw)) => match decode::<Cursor>(Table::Meta, &raw) {
            Ok(Cursor { epoch: None, .. }) => None,
            Ok(Cursor { epoch, .. }) => Some(encode(&Cursor { epoch, ..Cursor::default() })),
            Err(_) => Some(LOST.into()),
        },
        Ok(None) if has_notes => None,
        Ok(None) | Err(_) => Some(LOST.into()),
    };
    let or_lost = |note: Result<Option<String>, StoreError>| note.unwrap_or_else(|_| Some(LOST.into()));
    // A new identity does as well: the former one's rows go on as theirs.
    let notes = [identity.ok().flatten(), or_lost(histories), or_lost(doubt), cursor];
    NOTES.into_iter().zip(notes).filter_map(|(name, note)| Some((Key::name(name), note?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{Epoch, ScopeId},
        record::Seq,
    };

    fn damaged() -> Result<Option<String>, StoreError> {
        Err(StoreError::Failed("DataError".into()))
    }

    fn text(text: &str) -> Result<Option<String>, StoreError> {
        Ok(Some(text.into()))
    }

    /// What the cursor is in the other database; an error where nobody can read it.
    fn cursor(of: &[(Key, String)]) -> Option<Result<Cursor, StoreError>> {
        let (_, raw) = of.iter().find(|(key, _)| *key == Key::name(CURSOR))?;
        Some(decode(Table::Meta, raw))
    }

    #[test]
    fn of_the_cursor_only_its_history_goes_along() {
        let (epoch, scope) = (Epoch::new(1, [1; 10]), ScopeId::new(1, [2; 10]));
        let was = Cursor { epoch: Some(epoch), scopes: [(scope, Seq(7))].into(), ..Cursor::default() };
        let carried = carried([text("who"), text("2"), text("doubt"), Ok(Some(encode(&was)))]);
        assert_eq!(cursor(&carried), Some(Ok(Cursor { epoch: Some(epoch), ..Cursor::default() })));
        let others: Vec<(Key, String)> = carried.into_iter().filter(|(key, _)| *key != Key::name(CURSOR)).collect();
        let as_it_was = |name, raw: &str| (Key::name(name), raw.to_owned());
        assert_eq!(others, [as_it_was(IDENTITY, "who"), as_it_was(HISTORIES, "2"), as_it_was(DOUBT, "doubt")]);
    }

    #[test]
    fn what_was_never_there_is_not_lost() {
        let none_yet = Ok(Some(encode(&Cursor::default())));
        for cursor in [Ok(None), none_yet] {
            assert_eq!(carried([text("who"), Ok(None), Ok(None), cursor]), [(Key::name(IDENTITY), "who".to_owned())]);
        }
    }

    #[test]
    fn what_cannot_be_read_stays_something_that_cannot() {
        let lost = |found| cursor(&carried(found)).is_some_and(|cursor| cursor.is_err());
        assert!(lost([text("who"), Ok(None), Ok(None), damaged()]));
        assert!(lost([text("who"), Ok(None), Ok(None), text("~00000000{")]));
        assert!(lost([Ok(None), Ok(None), Ok(None), Ok(None)]), "the whole table is gone");
        let carried = carried([text("who"), damaged(), damaged(), Ok(None)]);
        let is_lost = |name| carried.contains(&(Key::name(name), LOST.to_owned()));
        assert!(is_lost(HISTORIES) && is_lost(DOUBT) && decode::<u64>(Table::Meta, LOST).is_err());
    }
}
