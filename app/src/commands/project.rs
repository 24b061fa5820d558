//! Projects.

use holdfast_core::{
    entity::{Entity as _, Project},
    id::{Id, ScopeId},
    operation::Edit,
    order::OrderKey,
};

use super::{Command, line};

/// Makes a project after the last one.
pub fn add(scope: ScopeId, id: Id<Project>, name: &str, last: Option<&OrderKey>) -> Option<Command> {
    let name = line(name)?.to_owned();
    let project = Project { name, description: String::new(), order: OrderKey::between(last, None) };
    Some(Command::one(project.create(scope, id)))
}

/// Gives it another name; nothing for a blank one or the same.
pub fn rename(scope: ScopeId, id: Id<Project>, before: &str, name: &str) -> Option<Command> {
    let name = line(name).filter(|name| *name != before)?;
    Some(Command::one(Edit::set(scope, id).put(Project::NAME, name.to_owned())))
}

/// Gives it a place in the list.
pub fn place(scope: ScopeId, id: Id<Project>, order: OrderKey) -> Command {
    Command::one(Edit::set(scope, id).put(Project::ORDER, order))
}

/// Deletes it. Its tasks stay as they are and come back into view with it.
pub fn delete(scope: ScopeId, id: Id<Project>) -> Command {
    Command::one(Edit::delete(scope, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn projects_are_added_at_the_end() {
        let first = add(scope(), id(1), "One", None).unwrap();
        let one = applied(None, &first.edits).unwrap();
        let order = Project::read(&one).order;
        let second = applied(None, &add(scope(), id(2), "Two", Some(&order)).unwrap().edits).unwrap();
        assert!(Project::read(&second).order > order);
        // The second goes before the first.
        let moved = place(scope(), id(2), OrderKey::between(None, Some(&order)));
        let second =
            applied(applied(None, &add(scope(), id(2), "Two", Some(&order)).unwrap().edits), &moved.edits).unwrap();
        assert!(Project::read(&second).order < order);
    }
}
