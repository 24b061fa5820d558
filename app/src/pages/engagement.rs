use holdfast_core::{
    entity::{Engagement, Entity as _, FieldValue as _, Project, Task},
    id::Id,
    order::OrderKey,
    record::{Kind, Record},
    replica::Mark,
    role::Role,
};
use std::rc::Rc;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{NotFoundPage, outlook};
use crate::{
    commands::{engagement, project},
    components::{
        Crumb, Empty, Glyph, Heading, IconButton, Members, Movable, NameForm, Rename, Written, conflict_mark,
        conflicts_of, mark_dot, skeleton, skeleton_of, use_reorder,
    },
    hooks::{may_edit, use_commit, use_record, use_records, use_role, use_today},
    route::Route,
    t,
    words::quoted,
};

#[derive(Clone, PartialEq)]
struct Line {
    id: Id<Project>,
    project: Project,
    tasks: usize,
    mark: Mark,
    conflicts: usize,
}

/// Properties of [`EngagementPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// An engagement: its projects and its people.
#[component]
pub(crate) fn EngagementPage(props: &Props) -> Html {
    let id = props.engagement;
    let entity = use_record(id);
    let role = use_role(id);
    let loaded = use_records(|records| records.is_loaded());
    let commit = use_commit();
    let renaming = use_state(|| false);
    let lines = use_records(move |records| records.read(|replica| lines(replica, id)));
    let (today, counted) = (use_today(), use_mut_ref(outlook::Counted::default));
    let outlook = use_records(move |records| counted.borrow_mut().read(records, id, today));
    let on_add = {
        let (commit, last) = (commit.clone(), lines.last().map(|line| line.project.order.clone()));
        Callback::from(move |name: String| {
            let project = commit.session().fresh();
            commit.maybe(project::add(id.scope(), project, &name, last.as_ref()));
        })
    };
    let on_move = {
        let (commit, lines) = (commit.clone(), lines.clone());
        Callback::from(move |(moved, to): (Id<Project>, usize)| {
            // What it goes between, without itself.
            let others = lines.iter().filter(|line| line.id != moved);
            let others: Vec<&OrderKey> = others.map(|line| &line.project.order).collect();
            let is_up = lines.iter().position(|line| line.id == moved).is_none_or(|from| to < from);
            commit.run(project::place(id.scope(), moved, OrderKey::among(&others, to, is_up)));
        })
    };
    let reorder = use_reorder("project-order", lines.iter().map(|line| line.id).collect(), on_move);
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };
    let edit = renaming.then(|| {
        let (commit, renaming, before) = (commit.clone(), renaming.clone(), entity.name.clone());
        let on_done = Callback::from(move |name: Option<Written>| {
            renaming.set(false);
            commit.maybe(name.and_then(|Written { text, seen }| Some(engagement::rename(id, &before, &text)?.begun_at(seen))));
        });
        html! { <Rename class="heading-rename" label={t::engagement_name()} value={entity.name.clone()} of={id.record()} {on_done} /> }
    });
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let editable = may_edit(role);
    let crumbs = vec![Crumb { name: t::engagements().into(), to: Route::Engagements }];
    html! {
        <>
            <Heading title={entity.name.clone()} {crumbs} {edit}>
                if role >= Some(Role::Admin) && !*renaming {
                    <IconButton class="rename" glyph={Glyph::Rename} label={t::engagement_rename()} onclick={start} />
                }
                <Link<Route> to={Route::Sessions { engagement: id }} classes="button sessions-open">{ t::sessions() }</Link<Route>>
                if editable {
                    <Link<Route> to={Route::Import { engagement: id }} classes="button import-open">{ t::import_board() }</Link<Route>>
                }
            </Heading>
            <div class="columns">
                <section class="projects" aria-labelledby="projects-heading">
                    <h2 id="projects-heading">{ t::projects() }</h2>
                    if lines.is_empty() && !loaded {
                        { skeleton_of("skeleton-cards", 3) }
                    } else if lines.is_empty() {
                        <Empty title={t::no_projects()}>
                            <p>{ if editable {
                                t::no_projects_editor()
                            } else {
                                t::no_projects_viewer()
                            } }</p>
                        </Empty>
                    } else {
                        <ul class="cards">
                            { for lines.iter().enumerate().map(|(place, line)| html! {
                                <ProjectLine key={line.id.to_string()} engagement={id} {editable} line={line.clone()}
                                    movable={(editable && lines.len() > 1).then(|| reorder.line(place, &line.project.name))} />
                            }) }
                        </ul>
                        if editable {
                            { reorder.menu() }
                        }
                    }
                    if editable && loaded {
                        <NameForm class="project-add" name="name" label={t::new_project()} placeholder={t::add_project()} draft={format!("project {id}")} {on_add} />
                    }
                </section>
                <Members engagement={id} />
            </div>
            if loaded {
                { outlook.draw() }
            }
        </>
    }
}

fn lines(replica: &holdfast_core::replica::Replica, id: Id<Engagement>) -> Vec<Line> {
    let line = |record: &Rc<Record>| Line {
        id: record.id.into(),
        project: Project::read(record),
        // Those put away are not counted in the project either.
        tasks: replica
            .children(record.id, &Kind::new(Task::KIND))
            .filter(|task| !bool::read(task.value(Task::ARCHIVED)))
            .count(),
        mark: replica.mark(record.id),
        conflicts: conflicts_of(replica, record.id),
    };
    let kind = Kind::new(Project::KIND);
    let records = replica.of_kind(&kind).filter(|record| record.scope == id.scope());
    let mut lines: Vec<Line> = records.map(line).collect();
    lines.sort_by(|a, b| (&a.project.order, a.id).cmp(&(&b.project.order, b.id)));
    lines
}

#[derive(Properties, PartialEq)]
struct LineProps {
    engagement: Id<Engagement>,
    line: Line,
    editable: bool,
    /// Where there are others to move it between.
    movable: Option<Movable>,
}

#[component]
fn ProjectLine(props: &LineProps) -> Html {
    let LineProps { engagement, line, editable, movable } = props;
    let (scope, id) = (engagement.scope(), line.id);
    let commit = use_commit();
    let renaming = use_state(|| false);
    let on_done =
        {
            let (commit, renaming, before) = (commit.clone(), renaming.clone(), line.project.name.clone());
            Callback::from(move |name: Option<Written>| {
                renaming.set(false);
                commit.maybe(name.and_then(|Written { text, seen }| {
                    Some(project::rename(scope, id, &before, &text)?.begun_at(seen))
                }));
            })
        };
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let name = &line.project.name;
    let on_delete = {
        let (commit, words) = (commit.clone(), t::op_deleted(&quoted(name)));
        Callback::from(move |_: MouseEvent| commit.with_undo(project::delete(scope, id), words.clone()))
    };
    html! {
        <li class={classes!("card", movable.as_ref().and_then(|movable| movable.over))} data-record={id.to_string()}
            ondragover={movable.as_ref().map(|movable| movable.ondragover.clone())}
            ondrop={movable.as_ref().map(|movable| movable.ondrop.clone())}>
            if let Some(movable) = movable {
                { movable.handle.clone() }
            }
            if *renaming {
                <Rename class="card-rename" label={t::project_name()} value={name.clone()} of={id.record()} {on_done} />
            } else {
                <Link<Route> to={Route::Project { engagement: *engagement, project: id }} classes="card-link">{ name }</Link<Route>>
            }
            <span class="card-note">{ t::tasks_counted(line.tasks) }</span>
            { mark_dot(line.mark) }
            { conflict_mark(line.conflicts) }
            if *editable && !*renaming {
                <IconButton class="project-rename" glyph={Glyph::Rename} label={t::rename_named(name)} onclick={start} />
                <IconButton class="project-delete" glyph={Glyph::Delete} label={t::delete_named(name)} onclick={on_delete} />
            }
        </li>
    }
}
