//! Everything that can be done, by name.

use holdfast_core::{replica::Replica, role::Role};
use holdfast_web::Session;
use web_sys::Element;
use yew::AttrValue;
use yewdux::prelude::*;

use super::{Deed, Group};
use crate::{
    hooks::role_in,
    look::CHOICES,
    route::Route,
    shortcuts::ALL,
    stores::{Frame, Over},
    t,
    words::undo::Way,
};

/// One of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Action {
    /// Its name among what was used last.
    pub(crate) name: AttrValue,
    /// What people read.
    pub(crate) words: AttrValue,
    /// Other words by which it is found.
    pub(crate) also: &'static str,
    pub(crate) group: Group,
    /// What it is about.
    pub(crate) note: AttrValue,
    /// The keys that do the same where the focus is, if a page knows some.
    pub(crate) keys: Option<AttrValue>,
    pub(crate) deed: Deed,
}

/// Who asks what can be done: the page that is shown, and what had the focus.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asker {
    pub(crate) route: Route,
    pub(crate) focus: Option<Element>,
}

impl Action {
    fn new((name, words, also, deed): Line, group: Group) -> Self {
        Self { name: name.into(), words: words.into(), also, group, note: "".into(), keys: None, deed }
    }

    /// The keys that do the same.
    pub(super) fn keys(&self) -> Option<AttrValue> {
        let of = |shortcut| Dispatch::<Frame>::global().get().keymap.first(shortcut).to_owned().into();
        let shortcut =
            ALL.iter().map(|entry| entry.shortcut).find(|shortcut| Deed::of(*shortcut).as_ref() == Some(&self.deed));
        self.keys.clone().or_else(|| shortcut.map(of))
    }
}

/// A name, what people read, other words, and what it does.
type Line = (&'static str, &'static str, &'static str, Deed);

/// What can be done while a page is shown, what is about the page first: what the page offers, and the rest as far as it can be
/// done there now.
pub(super) fn actions(session: &Session, asker: &Asker) -> Vec<Action> {
    let frame = Dispatch::<Frame>::global().get();
    let mut all = frame.offers.as_ref().map_or_else(Vec::new, |offers| offers.emit(asker.clone()));
    let role = asker.route.engagement().and_then(|engagement| {
        let replica: &Replica = &session.replica();
        role_in(replica, engagement, session.account().id)
    });
    all.extend(known(&asker.route, role).into_iter().filter(|action| match &action.deed {
        Deed::Step(Way::Undo) => session.can_undo().is_some(),
        Deed::Step(Way::Redo) => session.can_redo().is_some(),
        Deed::Look(choice, option) => frame.look.of(choice) != *option,
        deed => deed.is_there(),
    }));
    for action in &mut all {
        if let Deed::Step(way) = &action.deed {
            let label = if *way == Way::Undo { session.can_undo() } else { session.can_redo() };
            action.note = label.unwrap_or_default().into();
        }
    }
    all
}

/// What can be done by somebody of that role in the engagement that a page is about.
fn known(route: &Route, role: Option<Role>) -> Vec<Action> {
    let mut all = on_page(route, role);
    let one = |group: Group| move |line: Line| Action::new(line, group);
    let go = [
        ("engagements", t::engagements(), t::also_home(), Deed::Go(Route::Engagements)),
        ("search", t::search_all(), t::also_find(), Deed::Go(Route::Search)),
        ("sync", t::sync_centre(), t::also_sync(), Deed::Go(Route::Sync)),
        ("settings", t::settings(), t::also_settings(), Deed::Go(Route::Settings)),
        ("devices", t::devices(), t::also_devices(), Deed::Go(Route::Devices)),
        ("server", t::server(), t::also_server(), Deed::Go(Route::Server)),
    ];
    let rest = [
        ("undo", t::undo(), t::also_undo(), Deed::Step(Way::Undo)),
        ("redo", t::redo(), t::also_redo(), Deed::Step(Way::Redo)),
        ("sync-now", t::sync_now(), t::also_sync(), Deed::Sync),
        ("sheet", t::shortcuts(), t::also_keys(), Deed::Show(Over::Sheet)),
        ("sidebar", t::swap_sidebar(), t::also_sidebar(), Deed::Sidebar),
        ("sign-out", t::sign_out(), t::also_sign_out(), Deed::Press("button.sign-out")),
    ];
    let looks = [
        ("dark", t::dark_theme(), t::also_dark(), Deed::Look("theme", "dark")),
        ("light", t::light_theme(), t::also_light(), Deed::Look("theme", "light")),
        ("system", t::system_theme(), t::also_system(), Deed::Look("theme", "system")),
        ("compact", t::compact_density(), t::also_compact(), Deed::Look("density", "compact")),
        ("comfortable", t::comfortable_density(), t::also_comfortable(), Deed::Look("density", "comfortable")),
    ];
    all.extend(go.into_iter().map(one(Group::Go)));
    all.extend(rest.into_iter().map(one(Group::Do)));
    all.extend(looks.into_iter().map(one(Group::Look)));
    // The others are called by what is chosen and how.
    for choice in CHOICES.iter().filter(|choice| !matches!(choice.name, "theme" | "density" | "sidebar")) {
        all.extend(choice.options.iter().map(|(option, words)| Action {
            name: format!("{}-{option}", choice.name).into(),
            words: t::palette_choice((choice.words)(), words()).into(),
            ..Action::new(("", "", t::also_settings(), Deed::Look(choice.name, option)), Group::Look)
        }));
    }
    all
}

fn on_page(route: &Route, role: Option<Role>) -> Vec<Action> {
    let mut all = vec![
        ("new-task", t::new_task(), t::also_add(), Deed::NewTask),
        ("new-project", t::new_project(), t::also_add(), Deed::Focus(".project-add input")),
        ("new-session", t::session_new(), t::also_add(), Deed::Press("button.session-new")),
        ("new-engagement", t::new_engagement(), t::also_add(), Deed::Focus(".engagement-add input")),
        ("rename", t::rename_this(), t::also_rename(), Deed::Press(".heading button.rename")),
        ("archive", t::swap_archive(), "", Deed::Press("button.archive-toggle")),
        ("clear-filters", t::clear_filters(), "", Deed::Press("button.view-clear")),
        ("csv", t::export_csv(), t::also_csv(), Deed::Press("button.export-csv")),
        ("json", t::export_json(), t::also_json(), Deed::Press("button.export-json")),
    ];
    if let Some(engagement) = route.engagement() {
        if role >= Some(Role::Admin) {
            all.push(("invite", t::invite_someone(), t::also_invite(), Deed::Show(Over::Invite(engagement))));
        }
        if role >= Some(Role::Editor) {
            all.push(("import", t::import_here(), t::also_import(), Deed::Go(Route::Import { engagement })));
        }
        if !matches!(route, Route::Sessions { .. }) {
            all.push(("sessions", t::sessions_here(), t::also_sessions(), Deed::Sessions));
        }
        all.extend([
            ("members", t::people_here(), t::also_people(), Deed::Go(Route::Members { engagement })),
            ("conflicts", t::conflicts_here(), t::also_conflicts(), Deed::Go(Route::Conflicts { engagement })),
            ("overview", t::overview_here(), t::also_overview(), Deed::Go(Route::Engagement { engagement })),
        ]);
    }
    let other = all.into_iter().filter(|(.., deed)| *deed != Deed::Go(route.clone()));
    other.map(|line| Action::new(line, Group::Page)).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::id::Id;

    use super::*;

    #[test]
    fn a_page_offers_its_own_first_and_not_itself() {
        let engagement = Id::new(0, [1; 10]);
        let all = known(&Route::Members { engagement }, Some(Role::Editor));
        assert_eq!(all[0].group, Group::Page);
        assert!(all.iter().any(|action| action.name == "import"));
        assert!(!all.iter().any(|action| action.name == "members"));
        assert!(!known(&Route::Sync, None).iter().any(|action| action.name == "import"));
    }

    #[test]
    fn what_a_role_may_not_do_is_not_offered() {
        let offered = |role: Role| {
            let all = known(&Route::Engagement { engagement: Id::new(0, [1; 10]) }, Some(role));
            ["import", "invite"].map(|name| all.iter().any(|action| action.name == name))
        };
        assert_eq!([Role::Viewer, Role::Editor, Role::Admin].map(offered), [[false; 2], [true, false], [true; 2]]);
    }

    #[test]
    fn every_look_can_be_chosen() {
        let all = known(&Route::Sync, None);
        for choice in CHOICES.iter().filter(|choice| choice.name != "sidebar") {
            for (option, _) in choice.options {
                let deed = Deed::Look(choice.name, option);
                assert!(all.iter().any(|action| action.deed == deed), "{} {option}", choice.name);
            }
        }
    }

    #[test]
    fn names_are_of_one_action_and_no_record() {
        let all = known(&Route::Members { engagement: Id::new(0, [1; 10]) }, Some(Role::Owner));
        for (at, action) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other.name != action.name), "{}", action.name);
            assert!(action.name.parse::<holdfast_core::id::RecordId>().is_err());
        }
        let undo = all.iter().find(|action| action.name == "undo").and_then(Action::keys);
        assert_eq!(undo.as_deref(), Some("ctrl+z"));
    }
}
