use holdfast_core::{
    entity::{Engagement, Project, Status, Task},
    id::Id,
};
use holdfast_query::view::Interest;
use yew::prelude::*;
use yew_router::prelude::*;

use super::NotFoundPage;
use crate::{
    board::{Board, use_new_board, use_tasks},
    browser,
    commands::project,
    components::{
        Archive, Crumb, Empty, ExportMenu, Glyph, Heading, IconButton, Rename, StatusGroup, Written, keys, skeleton,
        task_panel::TaskPanel,
    },
    hooks::{Names, may_edit, use_media, use_members, use_record, use_records, use_role},
    route::Route,
    shortcuts::Shortcut,
};

/// Where the panel takes the whole screen, what is under it must not be reached.
const NARROW: &str = "(max-width: 56rem)";

/// Properties of [`ProjectPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) project: Id<Project>,
    /// The task whose panel is open.
    pub(crate) task: Option<Id<Task>>,
}

/// A project: its tasks by status, and the panel of one of them.
#[component]
pub(crate) fn ProjectPage(props: &Props) -> Html {
    let Props { engagement, project, task } = *props;
    let editable = may_edit(use_role(engagement));
    let board = use_new_board(engagement, project, editable);
    let entity = use_record(project);
    let above = use_record(engagement);
    let names: Names = use_members(engagement).into_iter().collect();
    let loaded = use_records(|records| records.is_loaded());
    let all = use_tasks(&board, vec![Interest::Groups], |list| list.len() - list.count(&None));
    let renaming = use_state(|| false);
    let narrow = use_media(NARROW);
    // The page's keys reach it only with the focus in it.
    use_effect_with((project, entity.is_some()), |_| browser::focus_if_lost(".project"));
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };

    let edit = renaming.then(|| {
        let (commit, renaming, before) = (board.commit.clone(), renaming.clone(), entity.name.clone());
        let on_done = Callback::from(move |name: Option<Written>| {
            renaming.set(false);
            commit.maybe(name.and_then(|Written { text, seen }| Some(project::rename(engagement.scope(), project, &before, &text)?.begun_at(seen))));
        });
        html! { <Rename class="heading-rename" label="Name of the project" value={entity.name.clone()} of={project.record()} {on_done} /> }
    });
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let above = above.map_or_else(|| "Engagement".into(), |above| AttrValue::from(above.name));
    let crumbs = vec![
        Crumb { name: "Engagements".into(), to: Route::Engagements },
        Crumb { name: above, to: Route::Engagement { engagement } },
    ];
    let covered = task.is_some() && narrow;
    html! {
        <ContextProvider<Board> context={board}>
        <ContextProvider<Names> context={names}>
            <div class={classes!("project", task.is_some().then_some("has-panel"))} tabindex="-1">
                <div class="project-main" inert={covered}>
                    <Heading title={entity.name.clone()} {crumbs} {edit}>
                        if editable && !*renaming {
                            <IconButton class="rename" glyph={Glyph::Rename} label="Rename the project" onclick={start} />
                            <Link<Route> to={Route::Import { engagement }} classes="button import-open">{ "Import" }</Link<Route>>
                        }
                        if all > 0 {
                            <ExportMenu {project} />
                        }
                    </Heading>
                    if all == 0 && !loaded {
                        { skeleton() }
                    } else if all == 0 {
                        <Empty title="No tasks yet">
                            if editable {
                                <p>{ "Type the first one into a group below, or press " }{ keys(Shortcut::NewTask) }{ "." }</p>
                            }
                        </Empty>
                    }
                    { for Status::ALL.iter().map(|status| html! { <StatusGroup key={status.name()} status={*status} /> }) }
                    <Archive />
                </div>
                if let Some(id) = task {
                    <TaskPanel key={id.to_string()} {id} />
                }
            </div>
        </ContextProvider<Names>>
        </ContextProvider<Board>>
    }
}
