//! What was done to a record, by whom and when: as the server has it, newest first, and live.

mod entry;
mod hold;
mod list;
mod restore;
mod shown;
mod told;
mod way;
mod when;
pub(crate) mod words;

use std::rc::Rc;

use holdfast_core::{
    entity::Engagement,
    id::{Id, RecordId},
    record::Seq,
};
use holdfast_query::{Infinite, Options, hooks::use_query_with};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::NotFoundPage;
use crate::{
    api::Failure,
    commands::Command,
    components::{AsOf, Empty, Heading, NoAnswer, skeleton},
    hooks::{Names, use_commit, use_members, use_records, use_role},
    queries::History,
    record::called,
    route::Route,
    t,
};

/// The query of the page's address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Here {
    /// The entry to begin with, by its number in the scope; with none, the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<u64>,
}

/// Properties of [`HistoryPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) record: RecordId,
}

/// A record's history.
#[component]
pub(crate) fn HistoryPage(props: &Props) -> Html {
    let Props { engagement, record } = *props;
    let location = use_location();
    let at = location.and_then(|location| location.query::<Here>().ok()).unwrap_or_default().at;
    let is_here = use_records(move |records| records.read(|replica| replica.seen(engagement.record()).is_some()));
    let loaded = use_records(|records| records.is_loaded());
    let known = use_records(move |records| records.read(|replica| way::known(replica, engagement, record)));
    let mut names: Names = use_members(engagement).into_iter().collect();
    let query = Infinite(History { scope: engagement.scope(), id: record, at: at.map(Seq) });
    let history = use_query_with(query, Options { keep_previous: true, ..Options::default() });
    let wholes =
        history.data().map(|pages| way::wholes(pages.iter().flat_map(|page| &page.entries))).unwrap_or_default();
    let titles = use_records(move |records| records.read(|replica| way::titles(replica, &wholes)));
    if !titles.is_empty() {
        Rc::make_mut(&mut names.0).extend(titles);
    }
    if !is_here {
        // What the device has kept of it is no longer for this person.
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    }
    let speaker = words::Speaker { kind: known.kind.clone(), names };

    let failure = history.error().map(|error| AttrValue::from(Failure::from(&**error).words()));
    let on_retry = {
        let history = history.clone();
        Callback::from(move |()| history.refetch())
    };
    let body = match history.data() {
        None if failure.is_none() && !history.is_paused() => skeleton(),
        None => html! { <NoAnswer what={t::history_the()} {failure} {on_retry} /> },
        Some(pages) => html! {
            <>
                <AsOf updated_at={history.updated_at} {failure} {on_retry} />
                if pages.iter().all(|page| page.entries.is_empty()) {
                    <Empty title={t::history_none()}>
                        <p>{ t::history_none_words() }</p>
                    </Empty>
                } else {
                    <list::List {engagement} {record} {at} {speaker} history={history.clone()} />
                }
            </>
        },
    };
    html! {
        <div class="history-page">
            <Heading title={known.title.clone()} crumbs={known.crumbs.clone()}>
                if known.deleted {
                    <BringBack {engagement} {record} />
                }
                if at.is_some() {
                    <Link<Route> to={Route::History { engagement, record }} classes="button history-newest">{ t::newest() }</Link<Route>>
                }
            </Heading>
            { pending(&known) }
            { body }
        </div>
    }
}

/// Brings a deleted record back as it was, for whoever may.
#[component]
fn BringBack(props: &Props) -> Html {
    let Props { engagement, record } = *props;
    let commit = use_commit();
    let role = use_role(engagement);
    let me = commit.session().account().id;
    let known = use_records(move |records| {
        records.read(|replica| {
            let record = replica.seen(record).filter(|record| restore::may_write(record, role, me))?;
            Some((restore::edits(replica, record, &restore::Values::new()), called(record)))
        })
    });
    let Some((edits, name)) = known else { return Html::default() };
    let onclick = Callback::from(move |_: MouseEvent| {
        commit.with_undo(Command::of(edits.clone()), t::op_brought_back(&name));
    });
    html! { <button type="button" class="bring-back" {onclick}>{ t::bring_back() }</button> }
}

/// What the history cannot have yet: edits made here that have not reached the server.
fn pending(known: &way::Known) -> Html {
    let unsent = (known.unsent > 0).then(|| t::history_unsent(known.unsent));
    let refused = (known.refused > 0).then(|| t::history_refused(known.refused));
    html! { { for unsent.into_iter().chain(refused).map(|words| html! { <p class="history-pending" role="status">{ words }</p> }) } }
}
