//! Steps of a task's checklist.

use holdfast_core::{
    entity::{ChecklistItem, Entity as _, Task},
    id::{Id, ScopeId},
    operation::Edit,
    order::OrderKey,
};

use super::{Command, line};

/// Adds a step after the last one.
pub fn add(
    scope: ScopeId,
    id: Id<ChecklistItem>,
    task: Id<Task>,
    title: &str,
    last: Option<&OrderKey>,
) -> Option<Command> {
    let title = line(title)?.to_owned();
    let order = OrderKey::between(last, None);
    let step = ChecklistItem { task, title, list: String::new(), done: false, order };
    Some(Command::one(step.create(scope, id)))
}

/// Ticks it, or takes the tick away.
pub fn tick(scope: ScopeId, id: Id<ChecklistItem>, done: bool) -> Command {
    Command::one(Edit::set(scope, id).put(ChecklistItem::DONE, done))
}

/// Gives it another title; nothing for a blank one or the same.
pub fn rename(scope: ScopeId, id: Id<ChecklistItem>, before: &str, title: &str) -> Option<Command> {
    let title = line(title).filter(|title| *title != before)?;
    Some(Command::one(Edit::set(scope, id).put(ChecklistItem::TITLE, title.to_owned())))
}

/// Deletes it.
pub fn delete(scope: ScopeId, id: Id<ChecklistItem>) -> Command {
    Command::one(Edit::delete(scope, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn a_tick_can_be_taken_away() {
        let made = applied(None, &add(scope(), id(1), id(2), "Call", None).unwrap().edits);
        let done = applied(made, &tick(scope(), id(1), true).edits).unwrap();
        assert!(ChecklistItem::read(&done).done);
        assert!(!ChecklistItem::read(&applied(Some(done), &tick(scope(), id(1), false).edits).unwrap()).done);
    }
}
