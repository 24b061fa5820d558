//! The projects of an import.

use std::collections::{BTreeSet, HashMap};

use super::{Existing, Ids, Planner, Target, Where};
use crate::{
    entity::{Entity as _, Project},
    id::{Id, RecordId},
    import::{Board, Card, Note},
    order::OrderKey,
};

/// Adds the projects that the board's cards go to, and gives the one of each card. A project the board names is made only
/// if a card in it is new: of what is there already, each card knows its project.
pub(super) fn add<'a, L: Fn(&'static str, RecordId) -> Existing>(
    planner: &mut Planner<L>,
    ids: Ids<'a>,
    board: &'a Board,
    target: &Target,
) -> impl Fn(&Card) -> Id<Project> + use<'a, L> {
    let mut of_cards: HashMap<Option<&str>, Id<Project>> = HashMap::new();
    let fallback = match &target.project {
        Where::Existing(project) => {
            let named = board.cards.iter().filter(|card| card.project.is_some()).count();
            planner.plan.notes.add(Note::ProjectName, named);
            *project
        }
        Where::Own { after } => {
            let own = ids.board();
            let mut last = after.clone();
            let mut next = || {
                let order = OrderKey::between(last.as_ref(), None);
                last = Some(order.clone());
                order
            };
            if board.cards.is_empty() || board.cards.iter().any(|card| card.project.is_none()) {
                let (name, description, order) = (board.name.clone(), board.description.clone(), next());
                planner.add(own, |counts| &mut counts.projects, || Project { name, description, order });
            }
            let wanted: BTreeSet<&str> = board
                .cards
                .iter()
                .filter(|card| planner.existing(ids.task(card)) == Existing::Absent)
                .filter_map(|card| card.project.as_deref())
                .collect();
            for project in &board.projects {
                let id = ids.of(Project::KIND, &project.id);
                of_cards.insert(Some(&project.id), id);
                if wanted.contains(project.id.as_str()) || planner.existing(id) != Existing::Absent {
                    let (name, description, order) = (project.name.clone(), project.description.clone(), next());
                    planner.add(id, |counts| &mut counts.projects, || Project { name, description, order });
                }
            }
            own
        }
    };
    move |card| of_cards.get(&card.project.as_deref()).copied().unwrap_or(fallback)
}
