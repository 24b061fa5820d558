//! The parts of the app that a first visit does without: each is a file of its own, made by the build from what can be reached
//! from here alone (`xtask/src/dist/parts.rs`), and fetched when it is first wanted or, for who is signed in, when the browser has
//! nothing else to do.

use std::{cell::Cell, future::Future, pin::Pin};

use gloo_timers::future::TimeoutFuture;
use holdfast_core::{
    client::StoreError,
    entity::{self, Engagement},
    id::Id,
};
use holdfast_web::{Account, Session, export_stored};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use crate::{
    browser,
    components::{InviteDialog, Palette, Shell, ShortcutSheet, SyncList, skeleton, skeleton_for},
    pages::{
        ConflictsPage, DevicesPage, EngagementPage, EngagementsPage, HistoryPage, ImportPage, InvitePage, MembersPage,
        NotFoundPage, ProjectPage, ResetPage, SearchPage, ServerPage, SessionPage, SessionsPage, SettingsPage,
        SharePage, SharedCode, SyncPage,
    },
    route::Route,
    start::Stores,
    stores::{Toast, Ui},
    t,
};

/// Something that one of the parts draws.
#[derive(Clone, PartialEq)]
pub(crate) enum Drawn {
    /// All that a person sees who is signed in, at an address.
    Home(Session, Route),
    /// The page of an address.
    Page(Route),
    /// The command palette.
    Palette,
    /// The sheet of all shortcuts.
    Sheet,
    /// The dialog that invites somebody.
    Invite(Id<Engagement>, Callback<()>),
    /// What is on its way, in a dialog.
    SyncList(Callback<()>),
    /// The code that is written together in a session.
    Code(Id<Engagement>, Id<entity::Session>),
}

/// A part. There are few, because whatever any two or three of them share becomes a file too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// What a person's data takes to be read, edited and synced, and what stands around their pages.
    Home,
    /// An engagement's projects and their tasks.
    Work,
    /// What is not wanted each day.
    Rest,
    /// Writing together, and what Yjs takes.
    Code,
}

/// All parts, those that are wanted soonest first.
const ALL: [Part; 4] = [Part::Home, Part::Work, Part::Rest, Part::Code];

/// How long what a first visit shows has the network and the processor to itself, in milliseconds.
const LATER: u32 = 1_000;

/// Why a person's data could not be opened: what opens it is not here.
pub(crate) const NO_HOME: &str = "part-missing";

/// How a part draws what is its own; nothing for what is not.
type Draw = fn(&Drawn) -> Html;

/// Something that goes on by itself.
type Going<T> = Pin<Box<dyn Future<Output = T>>>;

/// A part that could not be fetched.
struct Missing;

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Where the app is one file, as in its tests, all parts are here.
#[cfg(not(feature = "parts"))]
macro_rules! fetched {
    ($part:expr) => {
        $part
    };
}
#[cfg(feature = "parts")]
macro_rules! fetched {
    ($part:expr) => {
        $part.await
    };
}

thread_local! {
    /// The parts that are here.
    static HERE: Cell<[Option<Draw>; ALL.len()]> = const { Cell::new([None; ALL.len()]) };
}

impl Part {
    /// The part that draws something.
    fn of(drawn: &Drawn) -> Self {
        match drawn {
            Drawn::Home(..) => Self::Home,
            Drawn::Code(..) => Self::Code,
            Drawn::Page(Route::Engagement { .. } | Route::Project { .. } | Route::Task { .. }) => Self::Work,
            _ => Self::Rest,
        }
    }

    fn here(self) -> Option<Draw> {
        HERE.get()[self as usize]
    }

    /// Fetches it, unless it is here; nothing if it cannot be had.
    async fn load(self) -> Option<Draw> {
        if let Some(draw) = self.here() {
            return Some(draw);
        }
        let loaded = match self {
            Self::Home => fetched!(home()),
            Self::Work => fetched!(work()),
            Self::Rest => fetched!(rest()),
            Self::Code => fetched!(code()),
        };
        let draw = loaded.ok()?;
        let mut here = HERE.get();
        here[self as usize] = Some(draw);
        HERE.set(here);
        Some(draw)
    }
}

/// What only the parts say comes with the first of them.
fn know_words() {
    #[cfg(feature = "parts")]
    t::know(include_str!(concat!(env!("OUT_DIR"), "/en_later.txt")));
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(home, fallible))]
fn home() -> Result<Draw, Missing> {
    know_words();
    Ok(|drawn| match drawn {
        Drawn::Home(session, route) => {
            let page = match route {
                Route::Home => return html! { <Redirect<Route> to={Route::Engagements} /> },
                Route::Engagements => html! { <EngagementsPage /> },
                #[cfg(feature = "devtools")]
                Route::StyleGuide => html! { <crate::pages::StyleGuidePage /> },
                Route::NotFound => html! { <NotFoundPage /> },
                route => html! { <Later drawn={Drawn::Page(route.clone())} /> },
            };
            html! {
                <ContextProvider<Session> key={session.account().id.to_string()} context={session.clone()}>
                    <Shell>{ page }</Shell>
                </ContextProvider<Session>>
            }
        }
        _ => Html::default(),
    })
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(home, fallible))]
fn opening(stores: Stores, account: Account) -> Result<Going<Result<(), StoreError>>, Missing> {
    know_words();
    Ok(Box::pin(async move { stores.open_here(account).await }))
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(home, fallible))]
fn exporting(account: Account) -> Result<Going<Result<String, StoreError>>, Missing> {
    Ok(Box::pin(async move { export_stored(&account).await }))
}

/// Opens a person's data.
pub(crate) async fn open(stores: Stores, account: Account) -> Result<(), StoreError> {
    match fetched!(opening(stores, account)) {
        Ok(opening) => opening.await,
        Err(Missing) => Err(StoreError::Failed(NO_HOME.into())),
    }
}

/// What is stored of a person's edits, as text, where their data cannot be opened.
pub(crate) async fn export(account: Account) -> Result<String, StoreError> {
    match fetched!(exporting(account)) {
        Ok(exporting) => exporting.await,
        Err(Missing) => Err(StoreError::Failed(NO_HOME.into())),
    }
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(work, fallible))]
fn work() -> Result<Draw, Missing> {
    Ok(|drawn| match drawn {
        Drawn::Page(Route::Engagement { engagement }) => {
            html! { <EngagementPage key={engagement.to_string()} engagement={*engagement} /> }
        }
        Drawn::Page(Route::Project { engagement, project }) => {
            html! { <ProjectPage key={project.to_string()} engagement={*engagement} project={*project} task={None} /> }
        }
        Drawn::Page(Route::Task { engagement, project, task }) => {
            html! { <ProjectPage key={project.to_string()} engagement={*engagement} project={*project} task={Some(*task)} /> }
        }
        _ => Html::default(),
    })
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(rest, fallible))]
fn rest() -> Result<Draw, Missing> {
    Ok(|drawn| match drawn {
        Drawn::Page(route) => page(route),
        Drawn::Palette => html! { <Palette /> },
        Drawn::Sheet => html! { <ShortcutSheet /> },
        Drawn::SyncList(on_close) => html! { <SyncList {on_close} /> },
        Drawn::Invite(engagement, on_close) => html! { <InviteDialog engagement={*engagement} {on_close} /> },
        Drawn::Home(..) | Drawn::Code(..) => Html::default(),
    })
}

#[cfg_attr(feature = "parts", wasm_split_helpers::wasm_split(code, fallible))]
fn code() -> Result<Draw, Missing> {
    Ok(|drawn| match drawn {
        Drawn::Code(engagement, session) => {
            html! { <SharedCode key={session.to_string()} engagement={*engagement} session={*session} /> }
        }
        _ => Html::default(),
    })
}

/// The pages of [`Part::Rest`].
fn page(route: &Route) -> Html {
    match route {
        Route::Invite { token } => html! { <InvitePage token={token.clone()} /> },
        Route::Reset => html! { <ResetPage /> },
        Route::Import { engagement } => html! { <ImportPage key={engagement.to_string()} engagement={*engagement} /> },
        Route::Members { engagement } => {
            html! { <MembersPage key={engagement.to_string()} engagement={*engagement} /> }
        }
        Route::Sessions { engagement } => {
            html! { <SessionsPage key={engagement.to_string()} engagement={*engagement} /> }
        }
        Route::Session { engagement, session } => {
            html! { <SessionPage key={session.to_string()} engagement={*engagement} session={*session} /> }
        }
        Route::History { engagement, record } => {
            html! { <HistoryPage key={record.to_string()} engagement={*engagement} record={*record} /> }
        }
        Route::Conflicts { engagement } => {
            html! { <ConflictsPage key={engagement.to_string()} engagement={*engagement} /> }
        }
        Route::Sync => html! { <SyncPage /> },
        Route::Search => html! { <SearchPage /> },
        Route::Devices => html! { <DevicesPage /> },
        Route::Server => html! { <ServerPage /> },
        Route::Settings => html! { <SettingsPage /> },
        Route::Share => html! { <SharePage /> },
        _ => Html::default(),
    }
}

/// Begins to fetch the parts, for who is signed in and sees what they asked for: from here on they are at hand, network or not.
/// What cannot be had now is asked for again when it is wanted, and so is all of it where a person saves data. What the
/// service worker keeps for offline, it fetches by itself.
pub(crate) fn begin() {
    if browser::saves_data() {
        return;
    }
    spawn_local(async {
        TimeoutFuture::new(LATER).await;
        for part in ALL {
            part.load().await;
        }
    });
}

/// Begins to fetch what draws the page that is asked for, beside the opening of the data that it shows.
pub(crate) fn begin_page() {
    let path = browser::window().location().pathname().unwrap_or_default();
    let part = Route::recognize(&path).map(|route| Part::of(&Drawn::Page(route)));
    if part == Some(Part::Work) {
        spawn_local(async {
            Part::Work.load().await;
        });
    }
}

/// Properties of [`Later`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) drawn: Drawn,
    /// Told whether what lies over the page is open: not, where its part could not be had, so that it can be asked for again;
    /// and it is again, where a person tries once more.
    #[prop_or_default]
    pub(crate) on_open: Callback<bool>,
}

/// What a part draws, once the part is here.
#[component]
pub(crate) fn Later(props: &Props) -> Html {
    let part = Part::of(&props.drawn);
    let is_page = matches!(props.drawn, Drawn::Page(_));
    // What lies over the page goes where it cannot be drawn; what stands in its place says so.
    let is_over = !is_page && !matches!(props.drawn, Drawn::Home(..) | Drawn::Code(..));
    let ui = use_dispatch::<Ui>();
    let tries = use_state(|| 0);
    // The part that could not be had, and by which try.
    let failed = use_state(|| None);
    use_effect_with((part, *tries), {
        let (failed, on_open) = (failed.clone(), props.on_open.clone());
        move |tried| {
            let tried = *tried;
            if part.here().is_none() {
                spawn_local(async move {
                    let missing = part.load().await.is_none();
                    failed.set(missing.then_some(tried));
                    if is_over {
                        if missing {
                            on_open.emit(false);
                        }
                        ui.reduce_mut(|ui| tell(ui, missing, on_open));
                    }
                });
            }
        }
    });
    match part.here() {
        Some(draw) => draw(&props.drawn),
        None if !is_over && *failed == Some((part, *tries)) => {
            let next = *tries + 1;
            html! {
                <div class="empty" role="alert">
                    <p class="empty-title">{ t::part_missing() }</p>
                    <p>{ t::part_missing_words() }</p>
                    <button type="button" onclick={move |_: MouseEvent| tries.set(next)}>{ t::try_again() }</button>
                </div>
            }
        }
        None if part == Part::Work => skeleton_for(&browser::query()),
        None if is_page || part == Part::Code => skeleton(),
        None => Html::default(),
    }
}

/// Says that what was asked for could not be had, once however often it was; or says so no more.
fn tell(ui: &mut Ui, missing: bool, on_open: Callback<bool>) {
    ui.toasts.retain(|toast| *toast.text != *t::part_missing());
    if missing {
        ui.say(Toast::problem(t::part_missing()).with_action(t::try_again(), move || on_open.emit(true)));
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use std::rc::Rc;

    use super::*;

    #[test]
    fn what_could_not_be_had_is_told_once_and_opened_by_trying_again() {
        let (mut ui, told) = (Ui::default(), Rc::new(Cell::new(None)));
        let on_open = |name: &'static str| {
            let told = Rc::clone(&told);
            Callback::from(move |open| told.set(Some((name, open))))
        };
        ui.say(Toast::info("Saved"));
        tell(&mut ui, true, on_open("palette"));
        tell(&mut ui, true, on_open("list"));
        assert_eq!(ui.toasts.len(), 2);
        ui.toasts[1].actions[0].run.emit(());
        assert_eq!(told.get(), Some(("list", true)), "what was asked for last");
        tell(&mut ui, false, on_open("list"));
        assert_eq!(ui.toasts.len(), 1);
    }
}
