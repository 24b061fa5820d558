use holdfast_core::{
    entity::{Engagement, Project, Status, Task},
    id::Id,
};
use holdfast_query::{Millis, schedule::use_debounced_callback, view::Interest};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;
use yew_router::prelude::*;

use super::NotFoundPage;
use crate::{
    board::{Board, Visit, use_all_tasks, use_new_board, use_tasks},
    browser,
    commands::project,
    components::{
        Archive, Crumb, Empty, ExportMenu, Glyph, Heading, IconButton, Rename, TaskAdd, TaskGroup, ViewBar, Written,
        clear, skeleton, task_panel::TaskPanel,
    },
    hooks::{Names, may_edit, use_media, use_members, use_record, use_records, use_role},
    route::Route,
    task_list::{TaskList, shown},
    views::{Asked, Group, Grouping},
    words::count,
};

/// How long nothing is typed into the filter before the address follows it, in milliseconds.
const QUIET: Millis = 300;

/// How many groups are drawn at first, and how many more each time they are asked for.
const GROUPS: usize = 50;

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
    let location = use_location();
    let address = Asked::parse(location.as_ref().map_or("", |location| location.query_str()));
    let words = use_state_eq(|| address.words.clone());
    let known = address.words.clone();
    let board = use_new_board(engagement, project, editable, Asked { words: (*words).clone(), ..address });
    let follow = use_debounced_callback(QUIET, {
        let board = board.clone();
        move |words| board.look(&Asked { words, ..(*board.asked).clone() }, Visit::Same)
    });
    // Somebody went back, or followed a link.
    use_effect_with(known, {
        let (words, follow) = (words.clone(), follow.clone());
        move |known| {
            if !follow.is_pending() {
                words.set(known.clone());
            }
        }
    });
    let on_words = Callback::from(move |typed: String| {
        words.set(typed.clone());
        follow.call(typed);
    });
    let entity = use_record(project);
    let above = use_record(engagement);
    let names: Names = use_members(engagement).into_iter().collect();
    let loaded = use_records(|records| records.is_loaded());
    let all = use_all_tasks(&board, vec![Interest::Groups], shown);
    let groups = use_tasks(&board, vec![Interest::Groups], |list| groups(list, &board, &names));
    let most = use_state_eq(|| GROUPS);
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
    let more = {
        let most = most.clone();
        Callback::from(move |_: MouseEvent| most.set(*most + GROUPS))
    };
    html! {
        <ContextProvider<Board> context={board.clone()}>
        <ContextProvider<Names> context={names}>
            <div class={classes!("project", task.is_some().then_some("has-panel"))} tabindex="-1" onkeydown={on_key}>
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
                                <p>{ "Type the first one into a group below, or press " }<kbd>{ "n" }</kbd>{ "." }</p>
                            }
                        </Empty>
                    }
                    if all > 0 || board.asked.is_filtered() {
                        <ViewBar {on_words} />
                    }
                    if groups.is_empty() && loaded && board.asked.is_filtered() {
                        <Empty title="No task fits these filters">
                            <p>{ clear(&board) }</p>
                        </Empty>
                    }
                    { for groups.iter().take(*most).map(|(group, label)| html! {
                        <TaskGroup key={group.slug()} group={group.clone()} {label} />
                    }) }
                    if groups.len() > *most {
                        <button type="button" class="more-groups" onclick={more}>{ format!("Show more of {}", count(groups.len(), "group", "groups")) }</button>
                    }
                    if editable && !groups.iter().any(|(group, _)| group.status() == Some(Status::Todo)) {
                        <div class="status-group" data-status={Status::Todo.name()}><TaskAdd status={Status::Todo} /></div>
                    }
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

/// The groups to draw, each with what it is called: those there always are and those that have tasks, or where the tasks are
/// filtered only these. Names stand by the alphabet, what has none first.
fn groups(list: &TaskList, board: &Board, names: &Names) -> Vec<(Group, AttrValue)> {
    let by = board.asked.grouping();
    let mut groups: Vec<Group> = if board.asked.is_filtered() { Vec::new() } else { Group::always(by) };
    for (group, _) in list.groups().filter(|(group, _)| **group != Group::Archive) {
        if !groups.contains(group) {
            groups.push(group.clone());
        }
    }
    let mut named: Vec<(Group, AttrValue)> = groups
        .into_iter()
        .map(|group| {
            let label = group.label(|person| names.of(person).to_owned());
            (group, AttrValue::from(label))
        })
        .collect();
    match by {
        Grouping::Person | Grouping::Label => {
            named.sort_by_cached_key(|(group, label)| (!group.is_of_none(), label.to_lowercase()));
        }
        Grouping::Status | Grouping::Priority | Grouping::Due | Grouping::None => named.sort_by(|a, b| a.0.cmp(&b.0)),
    }
    named
}

/// `n`, wherever no text is meant: a new task, in the group where the focus is or else among what is next.
fn on_key(event: KeyboardEvent) {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let typing = target.as_ref().is_some_and(|target| {
        let kind = target.get_attribute("type");
        let text = target.tag_name() == "INPUT" && kind.as_deref() != Some("checkbox");
        text || matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT")
    });
    if event.key() == "n" && plain && !typing {
        event.prevent_default();
        let group = target.and_then(|target| target.closest("[data-status]").ok().flatten());
        let name = group.and_then(|group| group.get_attribute("data-status"));
        let name = name.unwrap_or_else(|| Status::Todo.name().to_owned());
        browser::focus(&format!("[data-status=\"{name}\"] .task-add input"));
    }
}
