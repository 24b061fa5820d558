//! Files of sessions.

use holdfast_core::{
    entity::{Entity as _, File, Session},
    id::{Id, ScopeId},
    operation::Edit,
};

use super::{Command, line};
use crate::{components::Written, t};

/// The most letters of a file's name.
const LONGEST: usize = 500;

/// Attaches a file whose content is kept on this device.
pub(crate) fn attach(scope: ScopeId, id: Id<File>, file: File) -> Command {
    Command::one(file.create(scope, id))
}

/// A file as it is to be attached, by what the browser says of it. One without a name gets another.
pub(crate) fn named(session: Id<Session>, name: &str, media_type: String, content: String, size: u64) -> File {
    let name: String = line(name).unwrap_or(t::noun_file()).chars().take(LONGEST).collect();
    File { session, name, size: i64::try_from(size).unwrap_or(i64::MAX), media_type, content }
}

/// Calls it otherwise; nothing where that is no name or the same.
pub(crate) fn rename(scope: ScopeId, id: Id<File>, before: &str, written: &Written) -> Option<Command> {
    let name = line(&written.text).filter(|name| *name != before)?;
    Some(Command::one(Edit::set(scope, id).put(File::NAME, name)).begun_at(written.seen))
}

/// Deletes it.
pub(crate) fn delete(scope: ScopeId, id: Id<File>) -> Command {
    Command::one(Edit::delete(scope, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn a_file_is_attached_renamed_and_deleted() {
        let content = "0f".repeat(32);
        let file = named(id(2), "  ", "image/png".into(), content, 7);
        assert_eq!(file.name, t::noun_file());
        let made = applied(None, &attach(scope(), id(1), file).edits);
        assert_eq!(made.as_ref().and_then(|record| record.blob()), Some("0f".repeat(32).as_str()));
        let written = |text: &str| Written { text: text.into(), seen: None };
        assert_eq!(rename(scope(), id(1), "tides", &written(" tides ")), None);
        assert_eq!(rename(scope(), id(1), "tides", &written("  ")), None);
        let renamed = rename(scope(), id(1), t::noun_file(), &written("tides.png")).unwrap();
        let renamed = applied(made, &renamed.edits);
        assert_eq!(File::read(renamed.as_ref().unwrap()).name, "tides.png");
        assert!(applied(renamed, &delete(scope(), id(1)).edits).unwrap().deleted);
        assert_eq!(named(id(2), &"x".repeat(900), String::new(), String::new(), 0).name.len(), 500);
    }
}
