//! What a key or an entry of the palette does.

use holdfast_web::Session;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;
use yew_router::{prelude::*, query::Raw};
use yewdux::prelude::*;

use crate::{
    browser,
    hooks::{Undo, use_session, use_undo},
    pages::Asked,
    route::Route,
    shortcuts::Shortcut,
    stores::{Frame, Handle, Over},
    words::undo::Way,
};

/// Where a task's line is typed: not below a panel that lies over the page.
const NEW_TASK: &str = ".task-add input:not([inert] *)";

/// Something that can be done from anywhere, or at least on some page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Deed {
    /// Goes to a page.
    Go(Route),
    /// Searches all text for words.
    SearchFor(String),
    /// Goes to a field of this page.
    Focus(&'static str),
    /// Presses a button of this page: what it does, it does just so.
    Press(&'static str),
    /// Goes to where a task is typed: in the group where the focus is, or else among what is next.
    NewTask,
    /// Goes to the sessions of the engagement that the page is about.
    Sessions,
    /// Undoes or redoes.
    Step(Way),
    /// Shows something over the page.
    Show(Over),
    /// Makes a choice of how the app looks.
    Look(&'static str, &'static str),
    /// Shows the sidebar or hides it.
    Sidebar,
    /// Sends and fetches what there is.
    Sync,
    /// What a page does itself.
    Do(Callback<()>),
}

impl Deed {
    /// What keys do, but for those that are their page's own.
    pub(crate) fn of(shortcut: Shortcut) -> Option<Self> {
        Some(match shortcut {
            Shortcut::Palette => Self::Show(Over::Palette),
            Shortcut::Search => Self::Go(Route::Search),
            Shortcut::NewTask => Self::NewTask,
            Shortcut::Undo => Self::Step(Way::Undo),
            Shortcut::Redo => Self::Step(Way::Redo),
            Shortcut::Engagements => Self::Go(Route::Engagements),
            Shortcut::Sessions => Self::Sessions,
            Shortcut::Sync => Self::Go(Route::Sync),
            Shortcut::Settings => Self::Go(Route::Settings),
            Shortcut::Sidebar => Self::Sidebar,
            Shortcut::Sheet => Self::Show(Over::Sheet),
            _ => return None,
        })
    }

    /// Whether it can be done on the page that is shown.
    pub(crate) fn is_there(&self) -> bool {
        let found = |css: &str| browser::document().query_selector(css).ok().flatten();
        match self {
            Self::Focus(css) => found(css).is_some(),
            Self::Press(css) => found(css).is_some_and(|button| !button.has_attribute("disabled")),
            Self::NewTask => found(NEW_TASK).is_some(),
            Self::Sessions => sessions_here().is_some(),
            _ => true,
        }
    }
}

/// Whoever does it.
#[derive(Clone, PartialEq)]
pub(crate) struct Doer {
    session: Session,
    navigator: Option<Navigator>,
    undo: Undo,
    frame: Handle<Frame>,
}

/// The way to do what keys and the palette ask for.
#[hook]
pub(crate) fn use_doer() -> Doer {
    Doer { session: use_session(), navigator: use_navigator(), undo: use_undo(), frame: use_dispatch().into() }
}

impl Doer {
    /// A task of the project that is shown opens over it as it is looked at.
    fn go(&self, route: &Route) {
        let Some(navigator) = &self.navigator else { return };
        let project = |route: &Route| match route {
            Route::Project { project, .. } | Route::Task { project, .. } => Some(*project),
            _ => None,
        };
        let here = Route::recognize(&browser::path()).and_then(|here| project(&here));
        if matches!(route, Route::Task { .. }) && here == project(route) {
            let Ok(()) = navigator.push_with_query(route, Raw(browser::query()));
        } else {
            navigator.push(route);
        }
    }

    /// Does it; `from` is where the key went that asked for it.
    pub(crate) fn run(&self, deed: &Deed, from: Option<&Element>) {
        match deed {
            Deed::Go(Route::Search) if browser::is_there(SEARCH_FIELD) => browser::focus(SEARCH_FIELD),
            // A page that is gone to takes the focus to its heading, or to its field.
            Deed::Go(route) => self.go(route),
            Deed::SearchFor(words) => {
                if let Some(navigator) = &self.navigator {
                    let _ = navigator.push_with_query(&Route::Search, Asked { q: words.clone() });
                }
            }
            Deed::Focus(css) => browser::focus(css),
            Deed::Press(css) => {
                let button = browser::document().query_selector(css).ok().flatten();
                if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                    button.click();
                }
            }
            Deed::NewTask => new_task(from),
            Deed::Sessions => sessions_here().iter().for_each(|route| self.go(route)),
            Deed::Step(way) => self.undo.go(*way),
            Deed::Show(over) => self.frame.reduce_mut(|frame| frame.over = Some(*over)),
            Deed::Look(choice, option) => self.frame.reduce_mut(|frame| frame.choose(choice, option)),
            Deed::Sidebar => self.frame.reduce_mut(Frame::swap_sidebar),
            Deed::Sync => self.session.sync_now(),
            Deed::Do(act) => act.emit(()),
        }
    }
}

/// The sessions of the engagement that the page is about, if it is about one.
fn sessions_here() -> Option<Route> {
    let engagement = Route::recognize(&browser::path())?.engagement()?;
    Some(Route::Sessions { engagement })
}

/// Where the words to search for are typed.
const SEARCH_FIELD: &str = "input.search-words";

fn new_task(from: Option<&Element>) {
    let group = from.and_then(|from| from.closest("[data-status]").ok().flatten());
    let status = group.and_then(|group| group.get_attribute("data-status"));
    let next = format!("[data-status=todo] {NEW_TASK}");
    let here = status.map(|status| format!("[data-status=\"{status}\"] {NEW_TASK}"));
    let all = [here.unwrap_or_default(), next, NEW_TASK.to_owned()];
    if let Some(css) = all.iter().find(|css| !css.is_empty() && browser::is_there(css)) {
        browser::focus(css);
    }
}
