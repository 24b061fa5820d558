//! One of the people: who they are, what they may do, and changing that.

use holdfast_core::{entity::Engagement, id::Id, role::Role};
use holdfast_query::hooks::{ActionOptions, use_action_with};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    remove::RemoveDialog,
    rows::{Rights, Row},
};
use crate::{
    actions::ChangeMember,
    api::Failure,
    components::{Select, avatar, badge},
    hooks::{use_commit, use_now},
    route::Route,
    stores::Toast,
    t,
    words::{choice, small, time},
};

/// Properties of [`MemberRow`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) engagement: Id<Engagement>,
    /// The engagement's name.
    pub(super) name: AttrValue,
    pub(super) row: Row,
    pub(super) rights: Rights,
    pub(super) is_me: bool,
    /// Whether the server can be reached: without it nothing of this can be changed.
    pub(super) is_online: bool,
    /// Whether the server is being asked for what only it knows.
    pub(super) is_awaited: bool,
}

/// A member.
#[component]
pub(super) fn MemberRow(props: &Props) -> Html {
    let Props { engagement, name, row, rights, is_me, is_online, is_awaited } = props;
    let (engagement, person, is_me) = (*engagement, row.person, *is_me);
    let commit = use_commit();
    let navigator = use_navigator();
    let removing = use_state(|| false);
    // What was chosen shows from the choice on until it is so, or has failed.
    let wanted = use_state(|| None::<Role>);
    let key = Some(ChangeMember::key_of(engagement, person));
    let change = use_action_with(ActionOptions::<ChangeMember> { key, begins_anew: true, ..ActionOptions::default() });
    use_effect_with(row.role, {
        let wanted = wanted.clone();
        move |_| wanted.set(None)
    });
    let on_choice = {
        let (change, wanted) = (change.clone(), wanted.clone());
        Callback::from(move |name: String| {
            if let Some(role) = Role::named(&name) {
                wanted.set(Some(role));
                drop(change.run(ChangeMember { engagement, person, to: Some(role) }));
            }
        })
    };
    let on_remove = {
        let (change, removing, words) = (change.clone(), removing.clone(), t::you_left(name));
        Callback::from(move |()| {
            removing.set(false);
            // In the scope's order: another change that is still under way comes first.
            let left = Some(change.run(ChangeMember { engagement, person, to: None })).filter(|_| is_me);
            let (commit, navigator, words) = (commit.clone(), navigator.clone(), words.clone());
            // Not left to the component: with the membership the whole page may go before the answer is here.
            change.client().runtime().spawn(Box::pin(async move {
                if let Some(left) = left
                    && left.await.is_ok()
                {
                    commit.say(Toast::info(words));
                    if let Some(navigator) = navigator {
                        navigator.replace(&Route::Engagements);
                    }
                }
            }));
        })
    };
    let show = |show: bool| {
        let removing = removing.clone();
        move || removing.set(show)
    };
    let (ask, close) = (show(true), show(false));
    let role = wanted.filter(|_| change.error().is_none()).unwrap_or(row.role);
    let options = rights.roles.iter().map(|role| (role.name().into(), choice::role(*role).into())).collect::<Vec<_>>();
    html! {
        <li class="member-row" data-person={person.to_string()} data-role={row.role.name()}>
            { avatar(&row.name) }
            <div class="member-who">
                <p class="member-name">{ &row.name }{ if is_me { t::you_mark() } else { "" } }</p>
                <Told row={row.clone()} is_awaited={*is_awaited} />
            </div>
            <div class="member-tools">
                if change.is_running() {
                    <span class="member-saving" role="status">{ t::saving() }</span>
                }
                if *is_online && options.len() > 1 {
                    <Select
                        class="member-role"
                        label={t::role_of(&row.name)}
                        {options}
                        value={role.name()}
                        {on_choice}
                    />
                } else {
                    { badge(choice::role(row.role)) }
                }
                if *is_online && rights.may_remove {
                    <button
                        type="button"
                        class="member-remove"
                        aria-label={if is_me { t::leave_named(name) } else { t::remove_named(&row.name) }}
                        disabled={change.is_running()}
                        onclick={move |_| ask()}
                    >
                        { if is_me { t::leave() } else { t::remove() } }
                    </button>
                }
            </div>
            if let Some(error) = change.error() {
                <p class="form-error" role="alert">{ Failure::from(&**error).words() }</p>
            }
            if *removing {
                <RemoveDialog
                    person={row.name.clone()}
                    engagement={name.clone()}
                    {is_me}
                    on_confirm={on_remove}
                    on_close={Callback::from(move |()| close())}
                />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct ToldProps {
    row: Row,
    is_awaited: bool,
}

/// What only the server knows; room for it where it is being asked, and nothing where it has not told.
#[component]
fn Told(props: &ToldProps) -> Html {
    let now = use_now();
    let told = match (&props.row.told, props.is_awaited) {
        (Some(told), _) => told,
        (None, true) => {
            return html! {
                <div aria-busy="true"><p class="member-email">{ "\u{a0}" }</p><p class="member-times">{ "\u{a0}" }</p></div>
            };
        }
        (None, false) => return Html::default(),
    };
    let joined = time::day_words(time::local_day(i64::try_from(told.joined_at).unwrap_or(i64::MAX)), time::today());
    let seen = match told.last_seen_at {
        Some(at) => t::last_seen(&time::ago(at, now)),
        None => t::nowhere().into(),
    };
    html! {
        <>
            <p class="member-email">{ &told.email }</p>
            <p class="member-times">{ t::joined(&small(&joined), &seen) }</p>
        </>
    }
}
