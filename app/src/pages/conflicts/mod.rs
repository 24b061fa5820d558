//! Where two people's edits did not know of each other: both versions side by side, for people to choose from.

mod bulk;
mod keys;
mod list;
mod one;
mod pick;
mod side;
#[cfg(test)]
mod tests;
mod told;

use holdfast_core::{
    entity::Engagement,
    id::{Id, RecordId},
};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::NotFoundPage;
use crate::{
    components::{Crumb, Heading, skeleton},
    hooks::{may_edit, use_members, use_record, use_records, use_role},
    route::Route,
    t,
};

/// The query of the page's address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ConflictsHere {
    /// The record whose conflicts alone are shown; with none, all of the engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<RecordId>,
}

/// Properties of [`ConflictsPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// The open conflicts of an engagement.
#[component]
pub(crate) fn ConflictsPage(props: &Props) -> Html {
    let engagement = props.engagement;
    let of = use_location().and_then(|location| location.query::<ConflictsHere>().ok()).unwrap_or_default().of;
    let entity = use_record(engagement);
    let loaded = use_records(|records| records.is_loaded());
    let editable = may_edit(use_role(engagement));
    let names: crate::hooks::Names = use_members(engagement).into_iter().collect();
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: entity.name.into(), to: Route::Engagement { engagement } },
    ];
    html! {
        <div class="conflicts-page">
            <Heading title={t::conflicts()} {crumbs}>
                if of.is_some() {
                    <Link<Route> to={Route::Conflicts { engagement }} classes="button conflicts-all">{ t::conflicts_all() }</Link<Route>>
                }
            </Heading>
            <list::List key={of.map_or_else(String::new, |of| of.to_string())} {engagement} {of} {editable} {names} {loaded} />
        </div>
    }
}
