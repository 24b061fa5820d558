//! Saved filters.

use holdfast_core::{
    entity::{Entity as _, Project, SavedFilter},
    id::{Id, ScopeId},
    operation::Edit,
};

use super::{Command, line};

/// Keeps a view of a project under a name, in place of the one that has the name; nothing for a blank name.
pub fn save(
    scope: ScopeId,
    id: Id<SavedFilter>,
    project: Id<Project>,
    name: &str,
    query: &str,
    namesake: Option<Id<SavedFilter>>,
) -> Option<Command> {
    let filter = SavedFilter { project, name: line(name)?.to_owned(), query: query.to_owned() };
    let replaced = namesake.map(|other| Edit::delete(scope, other));
    Some(Command::of(std::iter::once(filter.create(scope, id)).chain(replaced)))
}

/// Deletes it.
pub fn delete(scope: ScopeId, id: Id<SavedFilter>) -> Command {
    Command::one(Edit::delete(scope, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn a_view_is_kept_under_a_name_that_only_it_has() {
        let command = save(scope(), id(1), id(2), " Late ", "?due=overdue", Some(id(3))).unwrap();
        let made = applied(None, &command.edits[..1]).unwrap();
        let wanted = SavedFilter { project: id(2), name: "Late".into(), query: "?due=overdue".into() };
        assert_eq!(SavedFilter::read(&made), wanted);
        assert_eq!(command.edits[1..], delete(scope(), id(3)).edits);
        assert_eq!(save(scope(), id(1), id(2), "  ", "?due=overdue", None), None);
    }
}
