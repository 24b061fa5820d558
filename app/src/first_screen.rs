//! What the page shows, for the next start to read before all the rest.

use holdfast_core::{
    entity::{
        ChecklistItem, Comment, Conflict, Engagement, Entity as _, FieldValue as _, Membership, Preferences, Project,
        SavedFilter, Task,
    },
    id::{Id, RecordId, ScopeId},
    record::Kind,
    replica::Replica,
};
use web_sys::Element;

use crate::{browser, stores::Records};

/// What stands around every list: few of each, and nothing moves when they are there from the start.
const AROUND: [&str; 6] =
    [Engagement::KIND, Membership::KIND, Project::KIND, SavedFilter::KIND, Conflict::KIND, Preferences::KIND];

/// What is counted in the rows of a list.
const WITHIN: [&str; 2] = [ChecklistItem::KIND, Comment::KIND];

/// How many of each of [`AROUND`].
const MOST: usize = 60;

/// How far down, in pixels, the first rows may not be drawn any more.
const FAR: f64 = 500.0;

/// Has the next start read first what is shown now. A start that was left before all was read knows no better than the last.
pub(crate) fn remember(records: &Records) {
    if let Some(session) = records.session().filter(|_| records.is_loaded()) {
        if browser::window().scroll_y().is_ok_and(|top| top > FAR) {
            // A start is at the top, of which nothing is drawn here.
            return session.remember_shown([]);
        }
        let path = browser::path();
        let of: Vec<RecordId> = path.split('/').filter_map(|part| part.parse().ok()).collect();
        // First of all whether they may be changed.
        let role = |id: &RecordId| Membership::id_of(ScopeId(id.0), session.account().id).record();
        let roles: Vec<RecordId> = of.iter().map(role).collect();
        let shown = shown(&session.replica(), &[of, drawn()].concat());
        session.remember_shown(roles.into_iter().chain(shown));
    }
}

/// The records that are drawn, from the page's top on.
fn drawn() -> Vec<RecordId> {
    let drawn = browser::all::<Element>(None, "[data-record]");
    drawn.iter().filter_map(|element| element.get_attribute("data-record")?.parse().ok()).collect()
}

/// Some records that are drawn, with those around and within them: the ones that are seen first come first.
fn shown(replica: &Replica, drawn: &[RecordId]) -> Vec<RecordId> {
    let mut shown = Vec::new();
    for kind in AROUND.map(Kind::new) {
        shown.extend(replica.of_kind(&kind).take(MOST).map(|record| record.id));
    }
    shown.extend_from_slice(drawn);
    for kind in WITHIN.map(Kind::new) {
        shown.extend(drawn.iter().flat_map(|id| replica.children(*id, &kind)).map(|record| record.id));
    }
    // Of a task its parts, and what it is a part of.
    let kind = Kind::new(Task::KIND);
    for task in drawn.iter().filter_map(|id| replica.live(*id)).filter(|record| record.kind == kind) {
        shown.extend(Option::<Id<Task>>::read(task.value(Task::PARENT)).map(Id::record));
        shown.extend(replica.children(task.id, &kind).map(|record| record.id));
    }
    shown
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        entity::Task,
        id::{ClientId, OpId},
        operation::{Draft, Edit},
    };

    use super::*;
    use crate::commands::{
        task::{At, Begin},
        testing::{id, scope},
    };

    #[test]
    fn what_is_drawn_comes_with_what_is_around_and_in_it_and_with_nothing_else() {
        let mut replica = Replica::new(ClientId::new(0, [0; 10]));
        let task = |number: u8| {
            let at = At { scope: scope(), id: id(number) };
            at.add(id(1), Begin::titled("x"), holdfast_core::entity::Status::Todo, None).unwrap()
        };
        let made = |id: RecordId, kind: &'static str, of: Option<(&'static str, RecordId)>| Edit {
            scope: scope(),
            kind: Kind::new(kind),
            id,
            action: holdfast_core::operation::Action::Create(
                of.into_iter()
                    .map(|(field, id)| (field.into(), holdfast_core::value::Value::Text(id.to_string())))
                    .collect(),
            ),
        };
        let task_of = |number: u8| id::<Task>(number).record();
        let edits = [
            made(task_of(1), Project::KIND, None),
            made(task_of(20), Comment::KIND, Some((Comment::TASK, task_of(10)))),
            made(task_of(21), Comment::KIND, Some((Comment::TASK, task_of(11)))),
        ];
        let tasks = [10, 11].into_iter().flat_map(|number| task(number).edits).map(|begun| begun.edit);
        for (made, edit) in tasks.chain(edits).enumerate() {
            replica.stage(&[Draft::new(OpId::new(made as u64, [0; 10]), id(2), 0, edit)]);
        }
        assert_eq!(shown(&replica, &[task_of(10)]), [1, 10, 20].map(task_of));
        assert_eq!(shown(&replica, &[]), [task_of(1)]);
        let under = Edit::set::<Task>(scope(), id(11)).put(Task::PARENT, Some(id::<Task>(10)));
        replica.stage(&[Draft::new(OpId::new(9, [0; 10]), id(2), 0, under)]);
        assert_eq!(shown(&replica, &[task_of(10)]), [1, 10, 20, 11].map(task_of), "what is counted in its row");
        assert_eq!(shown(&replica, &[task_of(11)]), [1, 11, 21, 10].map(task_of), "what it is a part of");
    }
}
