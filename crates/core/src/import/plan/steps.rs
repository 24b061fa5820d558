//! The checklists of an import.

use super::{Existing, Ids, Planner};
use crate::{
    entity::ChecklistItem,
    id::RecordId,
    import::{Card, Source},
    order::OrderKey,
};

/// Adds the checklist items of a card.
pub(super) fn add<L: Fn(&'static str, RecordId) -> Existing>(planner: &mut Planner<L>, ids: Ids<'_>, card: &Card) {
    let count = card.checklists.iter().map(|checklist| checklist.items.len()).sum();
    let mut orders = OrderKey::spread(None, count).into_iter();
    let names = match ids.source {
        Source::Trello => list_names(card),
        // Others say what they mean: a list without a name has none.
        _ => card.checklists.iter().map(|checklist| checklist.name.clone()).collect(),
    };
    // A table has no ids for steps, so those of a task that is the very one it was exported from are taken to be there.
    let known = ids.is_own(&card.id) && planner.existing(ids.task(card)) != Existing::Absent;
    for (checklist, list) in card.checklists.iter().zip(names) {
        for (item, order) in checklist.items.iter().zip(orders.by_ref()) {
            if known && !ids.is_own(&item.id) {
                planner.plan.already_there += 1;
                continue;
            }
            let (task, title, list, done) = (ids.task(card), item.title.clone(), list.clone(), item.done);
            let made = || ChecklistItem { task, title, list, done, order };
            planner.add(ids.of("item", &item.id), |counts| &mut counts.checklist_items, made);
        }
    }
}

/// What a card's checklists are called, each by its own name. The only one goes without when it has just the name that
/// Trello gives every new one.
fn list_names(card: &Card) -> Vec<String> {
    const DEFAULT: &str = "Checklist";
    let mut names: Vec<String> = Vec::new();
    for checklist in &card.checklists {
        let base = if checklist.name.is_empty() { DEFAULT } else { &checklist.name };
        let mut name = base.to_owned();
        let mut number = 2;
        while names.contains(&name) {
            // Short enough to leave room for the number within the field's limit.
            name = format!("{} ({number})", base.chars().take(480).collect::<String>());
            number += 1;
        }
        names.push(name);
    }
    match names.as_mut_slice() {
        [only] if only == DEFAULT => vec![String::new()],
        _ => names,
    }
}
