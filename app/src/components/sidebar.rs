//! Where one is among all one works on, and the way to the rest: beside the page where there is room, else over it.

use holdfast_core::{
    entity::{Engagement, Entity as _, Project},
    id::Id,
    record::Kind,
    replica::Replica,
};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::Dialog;
use crate::{
    browser,
    engagements::engagements,
    hooks::{use_media, use_records},
    route::Route,
    stores::{Frame, Over, WIDE},
    t,
};

/// An engagement, the projects in it, and the other engagements.
#[derive(Clone, Default, PartialEq)]
struct Shown {
    here: Option<(Id<Engagement>, String)>,
    projects: Vec<(Id<Project>, String)>,
    others: Vec<(Id<Engagement>, String)>,
}

/// The sidebar. Away from any engagement it shows the one that was shown last.
#[component]
pub(crate) fn Sidebar() -> Html {
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let wide = use_media(WIDE);
    let frame = use_dispatch::<Frame>();
    let (open, drawer) = *use_selector(|frame: &Frame| (frame.is_sidebar_open(), frame.over == Some(Over::Drawer)));
    let last = use_mut_ref(|| None);
    let here = route.engagement().or(*last.borrow());
    last.replace(here);
    let shown = use_records(move |records| records.read(|replica| shown(replica, here)));
    let on_close = frame.reduce_mut_callback(|frame| {
        if frame.over == Some(Over::Drawer) {
            frame.over = None;
        }
    });
    match (wide, open, drawer) {
        (true, true, _) => html! {
            <nav id="sidebar" class="sidebar" aria-label={t::sidebar_nav()}>{ parts(&shown, &route) }</nav>
        },
        (false, _, true) => {
            // Whatever is followed leads away from here: closed at once, so that the page that comes can take the focus.
            let onclick = Callback::from(|event: MouseEvent| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some())) {
                    browser::close_dialog("dialog.drawer");
                }
            });
            html! {
                <Dialog class="drawer" title={t::go_to()} {on_close}>
                    <nav id="sidebar" class="sidebar-drawer" aria-label={t::sidebar_nav()} {onclick}>{ parts(&shown, &route) }</nav>
                </Dialog>
            }
        }
        _ => Html::default(),
    }
}

fn parts(shown: &Shown, route: &Route) -> Html {
    html! { <>{ switcher(shown) }{ places(shown, route) }</> }
}

/// The engagement that is shown, and the others behind its name. Drawn anew, and with it closed, for another engagement.
fn switcher(shown: &Shown) -> Html {
    let Some((id, name)) = &shown.here else { return Html::default() };
    html! {
        <details key={id.to_string()} class="switcher">
            <summary aria-label={t::sidebar_others(name)}><span class="side-name">{ name }</span></summary>
            <ul>
                { for shown.others.iter().map(|(id, name)| html! {
                    <li key={id.to_string()}>
                        <Link<Route> to={Route::Engagement { engagement: *id }} classes="side-link"><span class="side-name">{ name }</span></Link<Route>>
                    </li>
                }) }
                <li key="all"><Link<Route> to={Route::Engagements} classes="side-link">{ t::all_engagements() }</Link<Route>></li>
            </ul>
        </details>
    }
}

/// What there is of an engagement, its projects last, and what there is of the app. What comes in later moves nothing: the
/// styles keep the app's places at the end of the page.
fn places(shown: &Shown, route: &Route) -> Html {
    let at = |to: &Route, project: Option<Id<Project>>| match (route, project) {
        (Route::Task { project, .. }, Some(this)) => *project == this,
        (Route::Session { engagement, .. }, None) => *to == Route::Sessions { engagement: *engagement },
        _ => route == to,
    };
    let link = |to: Route, project: Option<Id<Project>>, name: &str| {
        let here = at(&to, project).then_some("page");
        html! {
            <li key={to.to_path()} class="side-item" aria-current={here}>
                <Link<Route> {to} classes="side-link"><span class="side-name">{ name }</span></Link<Route>>
            </li>
        }
    };
    let own = shown.here.as_ref().map(|(engagement, _)| {
        let engagement = *engagement;
        html! {
            <>
                <ul class="side-places">
                    { link(Route::Engagement { engagement }, None, t::overview()) }
                    { link(Route::Sessions { engagement }, None, t::sessions()) }
                    { link(Route::Members { engagement }, None, t::people()) }
                    { link(Route::Import { engagement }, None, t::import()) }
                </ul>
                <h2 class="side-heading">{ t::projects() }</h2>
                <ul class="side-projects">
                    { for shown.projects.iter().map(|(id, name)| {
                        link(Route::Project { engagement, project: *id }, Some(*id), name)
                    }) }
                </ul>
            </>
        }
    });
    html! {
        <>
            { for own }
            <ul class="side-places side-app">
                { link(Route::Engagements, None, t::engagements()) }
                { link(Route::Search, None, t::search()) }
                { link(Route::Sync, None, t::sync_centre()) }
                { link(Route::Settings, None, t::settings()) }
            </ul>
        </>
    }
}

fn shown(replica: &Replica, here: Option<Id<Engagement>>) -> Shown {
    let mut others = engagements(replica);
    let at = others.iter().position(|(id, _)| Some(*id) == here).unwrap_or_default();
    if others.is_empty() {
        return Shown::default();
    }
    let here = others.remove(at);
    let kind = Kind::new(Project::KIND);
    let projects = replica.of_kind(&kind).filter(|record| record.scope == here.0.scope());
    let mut projects: Vec<(Id<Project>, Project)> =
        projects.map(|record| (record.id.into(), Project::read(record))).collect();
    projects.sort_by(|(a, one), (b, other)| (&one.order, a).cmp(&(&other.order, b)));
    let projects = projects.into_iter().map(|(id, project)| (id, project.name)).collect();
    Shown { here: Some(here), projects, others }
}
