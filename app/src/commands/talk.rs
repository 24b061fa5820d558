//! Comments.

use holdfast_core::{
    entity::{Comment, Entity as _, Task},
    id::{Id, ScopeId},
    operation::Edit,
};

use super::Command;

/// Says something about a task; nothing if there is nothing to say.
pub fn add(scope: ScopeId, id: Id<Comment>, task: Id<Task>, text: &str) -> Option<Command> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return None;
    }
    let comment = Comment { task, text: text.to_owned(), said_by: String::new(), said_at: None };
    Some(Command::one(comment.create(scope, id)))
}

/// Takes it back.
pub fn delete(scope: ScopeId, id: Id<Comment>) -> Command {
    Command::one(Edit::delete(scope, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn indentation_at_the_start_is_kept() {
        let said = add(scope(), id(1), id(2), "  - one\n  - two\n\n").unwrap();
        assert_eq!(Comment::read(&applied(None, &said.edits).unwrap()).text, "  - one\n  - two");
        assert_eq!(add(scope(), id(1), id(2), " \n "), None);
    }
}
