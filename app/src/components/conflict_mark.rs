//! Marks of what waits for someone to choose between two versions, until someone has.

use holdfast_core::{
    conflict,
    entity::{Conflict, Engagement, Entity as _},
    id::{Id, RecordId},
    record::Kind,
    replica::Replica,
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{hooks::use_records, pages::ConflictsHere, route::Route, t, words::operation};

/// How many open conflicts there are about a record.
pub(crate) fn conflicts_of(replica: &Replica, record: RecordId) -> usize {
    replica.children(record, &Kind::new(Conflict::KIND)).filter(|record| conflict::is_open(record)).count()
}

/// A mark beside what has open conflicts; nothing where there are none.
pub(crate) fn conflict_mark(conflicts: usize) -> Html {
    if conflicts == 0 {
        return Html::default();
    }
    let words = t::conflicts_to_settle(conflicts);
    html! { <span class="mark-conflict" role="img" aria-label={words.clone()} title={words}>{ "≠" }</span> }
}

/// Properties of [`ConflictNote`].
#[derive(Properties, PartialEq)]
pub(crate) struct NoteProps {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) record: RecordId,
}

/// Says on a record's own page that there are two versions of something, and leads to where one is chosen.
#[component]
pub(crate) fn ConflictNote(props: &NoteProps) -> Html {
    let NoteProps { engagement, record } = *props;
    let fields = use_records(move |records| {
        records.read(|replica| {
            let open = conflict::open_of(replica, record).into_iter();
            open.filter_map(|id| replica.entity(id).map(|conflict| conflict.field)).collect::<Vec<String>>()
        })
    });
    let Some(first) = fields.first() else { return Html::default() };
    let words = match first.as_str() {
        "" => t::conflict_deleted().to_owned(),
        field => {
            let field = operation::field_label(field);
            t::conflict_two(&field)
        }
    };
    let more = (fields.len() > 1).then(|| t::and_more(fields.len() - 1));
    html! {
        <div class="conflict-note" role="status">
            <p>{ words }{ for more }</p>
            <Link<Route, ConflictsHere> to={Route::Conflicts { engagement }} query={ConflictsHere { of: Some(record) }} classes="button">
                { t::compare() }
            </Link<Route, ConflictsHere>>
        </div>
    }
}

/// The sign in the bar: it stays until every conflict is settled. It leads to the engagement with the most.
#[component]
pub(crate) fn ConflictsSign() -> Html {
    let (all, engagement) = use_records(|records| records.read(most));
    let Some(engagement) = engagement else { return Html::default() };
    let words = t::conflicts_to_settle(all);
    html! {
        <Link<Route> to={Route::Conflicts { engagement }} classes="button conflicts-sign">
            <span aria-hidden="true" class="mark-conflict">{ "≠" }</span>
            <span aria-hidden="true">{ all }</span><span class="hidden">{ words }</span>
        </Link<Route>>
    }
}

/// How many conflicts are open, and where most of them are.
fn most(replica: &Replica) -> (usize, Option<Id<Engagement>>) {
    let kind = Kind::new(Conflict::KIND);
    let mut scopes = std::collections::BTreeMap::new();
    for record in replica.of_kind(&kind).filter(|record| conflict::is_open(record)) {
        *scopes.entry(record.scope).or_insert(0_usize) += 1;
    }
    let most = scopes.iter().max_by_key(|(_, conflicts)| **conflicts).map(|(scope, _)| Id::from_uuid(scope.0));
    (scopes.values().sum(), most)
}
