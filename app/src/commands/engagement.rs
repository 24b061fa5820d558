//! Engagements.

use holdfast_core::{
    entity::{Engagement, Entity as _},
    id::Id,
    operation::Edit,
};

use super::{Command, line};

/// Makes an engagement. Its scope is its own id; the server makes its author the owner.
pub fn create(id: Id<Engagement>, name: &str) -> Option<Command> {
    let name = line(name)?.to_owned();
    Some(Command::one(Engagement { name }.create(id.scope(), id)))
}

/// Gives it another name; nothing for a blank one or the same.
pub fn rename(id: Id<Engagement>, before: &str, name: &str) -> Option<Command> {
    let name = line(name).filter(|name| *name != before)?;
    Some(Command::one(Edit::set(id.scope(), id).put(Engagement::NAME, name.to_owned())))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::id;

    #[test]
    fn an_engagement_lives_in_its_own_scope() {
        let command = create(id(1), "  Harbour ").unwrap();
        assert_eq!(command.edits[0].edit.scope, id::<Engagement>(1).scope());
        assert_eq!(command.edits[0].edit.id, id::<Engagement>(1).record());
    }

    #[test]
    fn blank_and_unchanged_names_are_no_edits() {
        assert_eq!(create(id(1), " "), None);
        assert_eq!(rename(id(1), "Harbour", " Harbour "), None);
        assert_eq!(rename(id(1), "Harbour", ""), None);
    }
}
