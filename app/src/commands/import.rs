//! What an import means as edits, given what is here.

use std::collections::BTreeMap;

use holdfast_core::{
    entity::{Engagement, Entity as _, FieldValue as _, Membership, Project, Status, Task},
    id::{Id, PersonId, ScopeId},
    import::{Board, Existing, Plan, Target, Where, plan},
    order::OrderKey,
    record::Kind,
    replica::Replica,
};

/// The plan, and the project it concerns. The board's own project may be there from an earlier import; its id is known
/// only from a first plan, and cards that are new now follow the tasks it has.
pub(crate) fn planned(
    replica: &Replica,
    board: &Board,
    engagement: Id<Engagement>,
    mapping: &BTreeMap<String, Status>,
) -> (Plan, Option<Id<Project>>) {
    let scope = engagement.scope();
    let board = &board.clone().with_people(&members(replica, scope));
    let lookup = |kind: &str, id| Existing::of(replica, kind, id);
    let (projects, tasks) = (Kind::new(Project::KIND), Kind::new(Task::KIND));
    let projects = replica.of_kind(&projects).filter(|record| record.scope == scope);
    let last = projects.map(|record| OrderKey::read(record.value(Project::ORDER))).max();
    let target = |after| Target { scope, project: Where::Own { after: last.clone() }, after };
    let whole = plan(board, mapping, &target(BTreeMap::new()), |_, _| Existing::Absent);
    let project: Option<Id<Project>> =
        whole.edits.iter().find(|edit| edit.kind.name() == Project::KIND).map(|edit| edit.id.into());
    let mut after: BTreeMap<Status, OrderKey> = BTreeMap::new();
    let tasks = project.into_iter().flat_map(|project| replica.children(project.record(), &tasks));
    for task in tasks {
        let (status, order) = (Status::read(task.value(Task::STATUS)), OrderKey::read(task.value(Task::ORDER)));
        let last = after.entry(status).or_insert_with(|| order.clone());
        *last = order.max(last.clone());
    }
    (plan(board, mapping, &target(after), lookup), project)
}

/// How many of a board's tasks are in an engagement, and how many an import would add or bring back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) here: usize,
    pub(crate) new: usize,
    /// Whether an import would add nothing at all, steps and comments included.
    pub(crate) is_all: bool,
}

impl Found {
    /// Looks for a board's tasks: their ids do not depend on where they would stand.
    pub(crate) fn of(replica: &Replica, board: &Board, engagement: Id<Engagement>) -> Self {
        let target = Target { scope: engagement.scope(), project: Where::Own { after: None }, after: BTreeMap::new() };
        let plan = plan(board, &BTreeMap::new(), &target, |kind, id| Existing::of(replica, kind, id));
        let new = plan.created.tasks + plan.restored.tasks;
        Self { here: board.cards.len().saturating_sub(new), new, is_all: plan.edits.is_empty() }
    }
}

/// The members of an engagement, by whose names a file may know them.
fn members(replica: &Replica, scope: ScopeId) -> Vec<(PersonId, String)> {
    let kind = Kind::new(Membership::KIND);
    let members = replica.of_kind(&kind).filter(|record| record.scope == scope).map(|record| Membership::read(record));
    members.map(|member| (member.person, member.name)).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{date::LocalTime, id::ClientId, import};

    use super::*;
    use crate::commands::testing::id;

    #[test]
    fn nothing_of_a_board_is_here_at_first() {
        let options = import::Options { name: "a.csv", month_first: false, zone: &|local: LocalTime| local.at(0) };
        let board = import::read(b"Title\nMilk\nBread\n", &options).unwrap();
        let replica = Replica::new(ClientId::new(0, [0; 10]));
        assert_eq!(Found::of(&replica, &board, id(1)), Found { here: 0, new: 2, is_all: false });
    }
}
