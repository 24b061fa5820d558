use holdfast_core::{
    entity::{Engagement, Entity as _, Project},
    id::Id,
    record::Kind,
    replica::Mark,
    role::Role,
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    commands::engagement,
    components::{Empty, Heading, NameForm, badge, mark_dot, skeleton_of},
    engagements::engagements,
    hooks::{may_edit, role_in, use_commit, use_records, use_session},
    route::Route,
    t,
    words::choice,
};

#[derive(Clone, PartialEq)]
struct Line {
    id: Id<Engagement>,
    name: String,
    role: Option<Role>,
    projects: usize,
    mark: Mark,
}

/// What the person works on, and making more of it.
#[component]
pub(crate) fn EngagementsPage() -> Html {
    let person = use_session().account().id;
    let commit = use_commit();
    let navigator = use_navigator();
    let loaded = use_records(|records| records.is_loaded());
    let lines = use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(Project::KIND);
            let line = |(id, name): (Id<Engagement>, String)| {
                let projects = replica.of_kind(&kind).filter(|project| project.scope == id.scope()).count();
                Line { id, name, role: role_in(replica, id, person), projects, mark: replica.mark(id.record()) }
            };
            engagements(replica).into_iter().map(line).collect::<Vec<_>>()
        })
    });
    let on_add = Callback::from(move |name: String| {
        let id = commit.session().fresh();
        if let Some(command) = engagement::create(id, &name) {
            commit.run(command);
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Engagement { engagement: id });
            }
        }
    });
    let list = match (lines.is_empty(), loaded) {
        (true, false) => skeleton_of("skeleton-cards", 3),
        (true, true) => html! {
            <Empty title={t::no_engagements()}>
                <p>{ t::no_engagements_words() }</p>
            </Empty>
        },
        (false, _) => html! {
            <ul class="cards">
                { for lines.iter().map(|line| html! {
                    <li key={line.id.to_string()} class="card" data-record={line.id.to_string()}>
                        <Link<Route> to={Route::Engagement { engagement: line.id }} classes="card-link">{ &line.name }</Link<Route>>
                        <span class="card-note">{ t::projects_counted(line.projects) }</span>
                        { mark_dot(line.mark) }
                        if let Some(role) = line.role { { badge(choice::role(role)) } }
                    </li>
                }) }
            </ul>
        },
    };
    html! {
        <>
            <Heading title={t::engagements()} />
            { list }
            // Below what is still coming it would be moved.
            if loaded {
                <NameForm class="engagement-add" name="name" label={t::new_engagement()} placeholder={t::add_engagement()} draft="engagement" {on_add} />
                // Last, so that it moves nothing when it comes and goes.
                { for first_steps(&lines) }
            }
        </>
    }
}

/// What can be done first, for who has one engagement in which there is nothing yet.
fn first_steps(lines: &[Line]) -> Option<Html> {
    let [Line { id, name, role, projects: 0, .. }] = lines else { return None };
    let engagement = *id;
    may_edit(*role).then(|| {
        html! {
            <section class="first-steps" aria-labelledby="first-steps-heading">
                <h2 id="first-steps-heading">{ t::first_steps() }</h2>
                <p>{ t::first_steps_words(name) }</p>
                <p class="next-steps">
                    <Link<Route> to={Route::Engagement { engagement }} classes="button">{ t::first_project() }</Link<Route>>
                    <Link<Route> to={Route::Import { engagement }} classes="button">{ t::import_board() }</Link<Route>>
                    if *role >= Some(Role::Admin) {
                        <Link<Route> to={Route::Members { engagement }} classes="button">{ t::invite_someone() }</Link<Route>>
                    }
                </p>
            </section>
        }
    })
}
