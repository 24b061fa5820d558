//! Import of tasks from a file: choose, look, run. All on this device; no network is needed.

use std::{collections::BTreeMap, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use holdfast_core::{
    entity::{Engagement, Project, Status},
    id::Id,
    import::{self, Board, Source, csv::Sheet},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{NotFoundPage, share::FromShare};
use crate::{
    browser,
    commands::{Command, import::planned},
    components::{
        Crumb, Heading, ImportColumns, ImportFile, ImportPreview, ImportRun, cards, cards_of, import_options, progress,
        skeleton,
    },
    hooks::{Commit, may_edit, use_commit, use_record, use_records, use_role},
    route::Route,
    t,
    words::{self, trouble},
};

/// How far an import is.
#[derive(Clone, PartialEq)]
enum Phase {
    Choosing,
    Reading,
    Failed(String),
    Looking(Looked),
    Storing(String),
}

/// A file that was read.
#[derive(Clone)]
struct Looked {
    board: Rc<Board>,
    /// The table it was read from, if it is one: what its columns mean can be chosen.
    table: Option<(String, Rc<Sheet>)>,
}

impl PartialEq for Looked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.board, &other.board)
    }
}

/// Properties of [`ImportPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// The page.
#[component]
pub(crate) fn ImportPage(props: &Props) -> Html {
    let own = props.engagement;
    let commit = use_commit();
    let navigator = use_navigator();
    let phase = use_state(|| Phase::Choosing);
    let entity = use_record(own);
    let editable = may_edit(use_role(own));
    let loaded = use_records(|records| records.is_loaded());
    // An import goes on when the page is left, but takes nobody away from where they went.
    let here = use_mut_ref(|| true);
    {
        let here = here.clone();
        use_effect_with((), move |()| move || *here.borrow_mut() = false);
    }
    let on_file = {
        let phase = phase.clone();
        Callback::from(move |file: File| {
            let phase = phase.clone();
            phase.set(Phase::Reading);
            spawn_local(async move {
                phase.set(match read(&file).await {
                    Ok(looked) => Phase::Looking(looked),
                    Err(words) => Phase::Failed(words),
                });
            });
        })
    };
    // What another app has shared is the file.
    let location = use_location();
    use_effect_with((), {
        let (on_file, phase, navigator) = (on_file.clone(), phase.clone(), navigator.clone());
        move |()| {
            let query = location.and_then(|location| location.query::<FromShare>().ok());
            if let Some(id) = query.and_then(|query| query.shared) {
                spawn_local(async move {
                    match holdfast_web::shared::take(&id).await {
                        Some(file) => on_file.emit(file),
                        None => phase.set(Phase::Failed(t::share_gone().to_owned())),
                    }
                    // It is asked for once, however often this page is come back to.
                    if let Some(navigator) = navigator {
                        navigator.replace(&Route::Import { engagement: own });
                    }
                });
            }
        }
    });
    // What had the focus goes with each step.
    use_effect_with((*phase).clone(), |_| browser::focus_if_lost("main h1"));
    let on_run = {
        let (phase, commit) = (phase.clone(), commit.clone());
        Callback::from(move |ImportRun { board, engagement, mapping }: ImportRun| {
            let (phase, commit, navigator) = (phase.clone(), commit.clone(), navigator.clone());
            let here = here.clone();
            phase.set(Phase::Storing(cards(&board)));
            spawn_local(async move {
                // Lets the progress show before the work begins.
                TimeoutFuture::new(20).await;
                match run(&commit, &board, engagement, &mapping).await {
                    Ok(project) if *here.borrow() => {
                        if let (Some(navigator), Some(project)) = (navigator, project) {
                            navigator.push(&Route::Project { engagement, project });
                        }
                    }
                    Ok(_) => {}
                    Err(words) => phase.set(Phase::Failed(words)),
                }
            });
        })
    };
    let on_board = {
        let phase = phase.clone();
        Callback::from(move |board: Board| {
            if let Phase::Looking(looked) = &*phase {
                phase.set(Phase::Looking(Looked { board: Rc::new(board), ..looked.clone() }));
            }
        })
    };
    let on_again = {
        let phase = phase.clone();
        Callback::from(move |_: MouseEvent| phase.set(Phase::Choosing))
    };
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: entity.name.clone().into(), to: Route::Engagement { engagement: own } },
    ];
    let body = match &*phase {
        _ if !editable => html! { <p>{ t::import_role() }</p> },
        Phase::Choosing => html! { <ImportFile {on_file} /> },
        Phase::Failed(words) => html! {
            <>
                <p class="import-error form-error" role="alert">{ words }</p>
                <ImportFile {on_file} />
            </>
        },
        Phase::Reading => working(t::import_reading()),
        Phase::Storing(cards) => working(&t::import_storing(cards)),
        Phase::Looking(looked) => html! {
            <>
                if let Some((name, sheet)) = &looked.table {
                    <ImportColumns name={name.clone()} sheet={sheet.clone()} on_board={on_board} />
                }
                // Another board has other lists to be given a status.
                <ImportPreview key={lists_of(&looked.board)} engagement={own} board={looked.board.clone()} {on_run} />
                <p><button type="button" class="import-again" onclick={on_again}>{ t::import_again() }</button></p>
            </>
        },
    };
    html! {
        <div class="import">
            <Heading title={t::import_tasks()} {crumbs} />
            { body }
        </div>
    }
}

fn working(words: &str) -> Html {
    html! {
        <div role="status">{ progress(words, None) }</div>
    }
}

fn lists_of(board: &Board) -> String {
    board.lists.iter().map(|list| list.id.as_str()).collect::<Vec<_>>().join("\n")
}

/// Reads a file; too large a one is refused before it fills the memory.
async fn read(file: &File) -> Result<Looked, String> {
    if file.size() > import::MAX_BYTES as f64 {
        let mib = (file.size() / 1_048_576.0).ceil();
        return Err(t::import_large(mib as usize, import::MAX_BYTES >> 20));
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| t::import_unread().to_owned())?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    // Lets "Reading…" show before the parser takes the tab.
    TimeoutFuture::new(0).await;
    looked(&bytes, file.name()).map_err(|error| words::unread::refused(&error))
}

fn looked(bytes: &[u8], name: String) -> Result<Looked, import::ImportError> {
    let options = import_options(&name);
    let board = Rc::new(import::read(bytes, &options)?);
    // What Holdfast wrote itself needs nobody to say what it means.
    let is_foreign_table = import::detect(bytes)? == Source::Csv && board.source == Source::Csv;
    let sheet = is_foreign_table.then(|| Sheet::read(bytes)).transpose()?;
    let table = sheet.map(|sheet| (name.clone(), Rc::new(sheet)));
    Ok(Looked { board, table })
}

/// Runs an import and says what it did; gives the project it went to.
async fn run(
    commit: &Commit,
    board: &Board,
    engagement: Id<Engagement>,
    mapping: &BTreeMap<String, Status>,
) -> Result<Option<Id<Project>>, String> {
    let (plan, project) = {
        let replica = commit.session().replica();
        planned(&replica, board, engagement, mapping)
    };
    if plan.edits.is_empty() {
        commit.say(crate::stores::Toast::info(t::import_nothing(&cards(board))));
        return Ok(project);
    }
    let new = plan.created.tasks + plan.restored.tasks;
    let mut words = t::imported(&cards_of(board.source, new));
    let label = words.clone();
    for line in words::import::notes(&plan.notes) {
        words = format!("{words}; {line}");
    }
    let stored = commit.store(Command::of(plan.edits).named(label)).await;
    let step = stored.map_err(|error| t::import_failed(&trouble::reason(&error).0))?;
    commit.offer_undo(step, words, true);
    Ok(project)
}
