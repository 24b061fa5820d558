use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Project, Status, Task},
    id::Id,
};
use holdfast_query::{Millis, schedule::use_debounced_callback};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::NotFoundPage;
use crate::{
    board::{
        Board, Opened, Page, Steady, Visit, use_new_board, use_new_steady, use_of_all_tasks, use_of_tasks, use_offers,
        use_picks,
    },
    browser,
    commands::project,
    components::{
        Archive, BulkBar, CellMenu, Crumb, Empty, ExportMenu, Glyph, Heading, IconButton, MoveMenu, Rename, RootClass,
        TaskAdd, TaskGroup, ViewBar, Written, clear, focus_in_view, keys, skeleton_for, table, task_panel::TaskPanel,
    },
    hooks::{Names, may_edit, use_media, use_members, use_record, use_records, use_role},
    route::Route,
    shortcuts::{Aim, Shortcut, aimed},
    stores::Frame,
    t,
    task_list::{Direction, TaskList, shown},
    views::{Asked, Group, Layout, Picked, Week, groups, keys::Act},
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
    let names: Names = use_members(engagement).into_iter().collect();
    let (picks, picked) = use_picks();
    let (cell, moved) = (use_state(|| None), use_state_eq(|| None));
    let page = Page {
        asked: Asked { words: (*words).clone(), ..address.clone() },
        names: names.clone(),
        picks,
        open_cell: cell.setter(),
        open_mover: moved.setter(),
    };
    let board = use_new_board(engagement, project, editable, page);
    let steady = use_new_steady(&board, &address);
    use_offers(&steady);
    let follow = use_debounced_callback(QUIET, {
        let board = board.clone();
        move |words| board.look(&Asked { words, ..(*board.asked).clone() }, Visit::Same)
    });
    // Somebody went back, or followed a link.
    use_effect_with(known, {
        let (words, follow) = (words.clone(), follow.clone());
        move |known| {
            // Space at the end is in no address.
            if !follow.is_pending() && words.trim() != known.as_str() {
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
    let loaded = use_records(|records| records.is_loaded());
    let has_any = use_of_all_tasks(&board, |list| shown(list) > 0);
    let archived = use_of_all_tasks(&board, |list| list.count(&Group::Archive));
    let has_some = use_of_tasks(&board, |list| shown(list) > 0);
    let (asked, called, week) = (board.asked.clone(), names.clone(), board.week);
    let (groups, rows) =
        use_of_tasks(&board, move |list| headed(list, drawn_groups(list, &asked, &called, week), &asked));
    let most = use_state_eq(|| GROUPS);
    let renaming = use_state(|| false);
    let narrow = use_media(NARROW);
    // The page's keys reach it only with the focus in it.
    use_effect_with((project, entity.is_some()), |_| browser::focus_if_lost(".project"));
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton_for(&address.query())
        };
    };

    let edit = renaming.then(|| {
        let (commit, renaming, before) = (board.commit.clone(), renaming.clone(), entity.name.clone());
        let on_done = Callback::from(move |name: Option<Written>| {
            renaming.set(false);
            commit.maybe(name.and_then(|Written { text, seen }| Some(project::rename(engagement.scope(), project, &before, &text)?.begun_at(seen))));
        });
        html! { <Rename class="heading-rename" label={t::project_name()} value={entity.name.clone()} of={project.record()} {on_done} /> }
    });
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let above = above.map_or_else(|| t::engagement().into(), |above| AttrValue::from(above.name));
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: above, to: Route::Engagement { engagement } },
    ];
    let on_keys = {
        let board = board.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&event, &board))
    };
    let on_archive = {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            board.swap_archive();
            // The button goes with what it says.
            browser::focus_soon(".archive-toggle".into());
        })
    };
    let drawn = html! {
        { for groups.iter().take(*most).map(|Head { group, label, first_row }| html! {
            <TaskGroup key={group.slug()} group={group.clone()} {label} first_row={*first_row} />
        }) }
    };
    let drawn = match board.asked.layout {
        Layout::List => drawn,
        Layout::Board => {
            let style = columns(groups.iter().take(*most).map(|head| board.asked.is_folded(&head.group)));
            html! { <div class="columns-box" data-scrolls="columns" {style}>{ drawn }</div> }
        }
        Layout::Table => table(&board, rows, drawn),
    };
    let has_add = board.asked.layout != Layout::Table
        && groups.iter().any(|head| head.group.status() == Some(Status::Todo) && !board.asked.is_folded(&head.group));
    let covered = task.is_some() && narrow;
    let more = {
        let most = most.clone();
        Callback::from(move |_: MouseEvent| most.set(*most + GROUPS))
    };
    html! {
        <ContextProvider<Board> context={board.clone()}>
        <ContextProvider<Steady> context={steady}>
        <ContextProvider<Names> context={names}>
        <ContextProvider<Rc<Picked>> context={picked}>
        <ContextProvider<Opened> context={Opened(task)}>
            <RootClass name="is-covered" on={covered} />
            <div class={classes!("project", task.is_some().then_some("has-panel"))} tabindex="-1" onkeydown={on_keys}>
                <div class="project-main" inert={covered}>
                    <Heading title={entity.name.clone()} {crumbs} {edit}>
                        if editable && !*renaming {
                            <IconButton class="rename" glyph={Glyph::Rename} label={t::project_rename()} onclick={start} />
                            <Link<Route> to={Route::Import { engagement }} classes="button import-open">{ t::import() }</Link<Route>>
                        }
                        if has_any {
                            <ExportMenu {project} is_whole={loaded} />
                        }
                    </Heading>
                    if !has_any && !loaded {
                        { skeleton_for(&address.query()) }
                    }
                    // Also of nothing there is the way to another layout.
                    if has_any || loaded || board.asked.is_filtered() {
                        <ViewBar on_words={on_words.clone()} />
                    }
                    if !has_any && loaded {
                        <Empty title={if archived > 0 { t::all_archived() } else { t::no_tasks() }}>
                            if editable {
                                <p>{ if archived > 0 { t::next_task_press() } else { t::no_tasks_press() } }{ keys(Shortcut::NewTask) }{ "." }</p>
                            } else if archived == 0 {
                                <p>{ t::no_tasks_reader() }</p>
                                <Link<Route> to={Route::Members { engagement }} classes="button">{ t::people_here() }</Link<Route>>
                            }
                            if archived > 0 && !board.asked.archive {
                                <button type="button" class="empty-archive" onclick={on_archive}>{ t::archive_show(archived) }</button>
                            }
                        </Empty>
                    }
                    if !has_some && has_any && board.asked.is_filtered() {
                        <Empty title={t::no_fit()}>
                            <p>{ clear(&board, &on_words) }</p>
                        </Empty>
                    }
                    { drawn }
                    if groups.len() > *most {
                        <button type="button" class="more-groups" onclick={more}>{ t::more_groups(groups.len()) }</button>
                    }
                    if editable && !has_add {
                        <div class="status-group" data-status={Status::Todo.name()}><TaskAdd status={Status::Todo} /></div>
                    }
                    <Archive />
                    if editable {
                        <BulkBar />
                        <CellMenu of={*cell} />
                    }
                </div>
                if let Some(id) = task {
                    <TaskPanel key={id.to_string()} {id} />
                }
                if editable {
                    // The panel opens it too, and what lies under that is inert.
                    <MoveMenu of={*moved} />
                }
            </div>
        </ContextProvider<Opened>>
        </ContextProvider<Rc<Picked>>>
        </ContextProvider<Names>>
        </ContextProvider<Steady>>
        </ContextProvider<Board>>
    }
}

/// A group, what it is called, and the row of the table, from 1, that it begins at.
#[derive(Clone, PartialEq)]
struct Head {
    group: Group,
    label: AttrValue,
    first_row: usize,
}

/// The groups, and how many rows a table of them has. Elsewhere they have no rows to be counted: then nothing changes here
/// when a task goes from one group to another.
fn headed(list: &TaskList, groups: Vec<(Group, AttrValue)>, asked: &Asked) -> (Vec<Head>, usize) {
    // In a table its head is the first row, and a group's head is one.
    let mut rows = 1;
    let heads = groups.into_iter().map(|(group, label)| {
        if asked.layout != Layout::Table {
            return Head { group, label, first_row: 0 };
        }
        let first_row = rows + 1;
        let drawn = if asked.is_folded(&group) { 0 } else { list.count(&group) };
        rows += drawn + usize::from(group != Group::All);
        Head { group, label, first_row }
    });
    (heads.collect(), rows)
}

/// How wide the columns of a board are where some are folded; else the styles say it.
fn columns(folded: impl Iterator<Item = bool>) -> Option<String> {
    let folded: Vec<bool> = folded.collect();
    let widths = folded.iter().map(|folded| if *folded { "var(--column-folded)" } else { "var(--column)" });
    folded.contains(&true).then(|| format!("grid-template-columns: {}", widths.collect::<Vec<_>>().join(" ")))
}

/// The groups, with those put away beside the others where each has a box to scroll in: below the box, the page would have to
/// scroll too.
fn drawn_groups(list: &TaskList, asked: &Asked, names: &Names, week: Week) -> Vec<(Group, AttrValue)> {
    let mut drawn = groups(list, asked, names, week);
    if asked.archive && asked.layout != Layout::List && list.count(&Group::Archive) > 0 {
        drawn.push((Group::Archive, t::archive().into()));
    }
    drawn
}

/// The page's keys, with the focus anywhere in it: those of a row are the row's.
fn on_key(event: &KeyboardEvent, board: &Board) {
    if aimed(event) != Some(Aim::Page) {
        return;
    }
    // In the panel, and while something is open over the page, these keys are about that.
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_none = target.as_ref().is_some_and(|target| target.matches(".project").unwrap_or(false));
    let in_panel = target.is_some_and(|target| target.closest(".panel").is_ok_and(|panel| panel.is_some()));
    if in_panel || browser::is_drop_open() {
        return;
    }
    let done = match Act::of(event, &Dispatch::<Frame>::global().get().keymap) {
        Some(Act::PickAll) if board.editable => {
            board.pick_all();
            true
        }
        Some(Act::PickNone) => board.pick_none(),
        Some(Act::Next) if in_none => focus_in_view(Direction::Down),
        Some(Act::Previous) if in_none => focus_in_view(Direction::Up),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}
