//! Everything that can be done, by name.

use super::{Deed, Group};
use crate::{
    route::Route,
    shortcuts::{ALL, Shortcut},
    stores::Over,
    t,
    words::undo::Way,
};

/// One of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    /// Its name among what was used last.
    pub(super) name: &'static str,
    /// What people read.
    pub(super) words: &'static str,
    /// Other words by which it is found.
    pub(super) also: &'static str,
    pub(super) group: Group,
    pub(super) deed: Deed,
}

impl Action {
    /// The shortcut that does the same.
    pub(super) fn shortcut(&self) -> Option<Shortcut> {
        ALL.iter().map(|entry| entry.shortcut).find(|shortcut| Deed::of(*shortcut) == self.deed)
    }
}

/// What can be done while a page is shown, what is about the page first. Some of it only where its button is there.
pub(super) fn actions(route: &Route) -> Vec<Action> {
    let mut all = on_page(route);
    let one = |group: Group| move |(name, words, also, deed)| Action { name, words, also, group, deed };
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
        ("sheet", t::shortcuts(), t::also_keys(), Deed::Show(Over::Sheet)),
        ("sidebar", t::swap_sidebar(), t::also_sidebar(), Deed::Sidebar),
        ("dark", t::dark_theme(), t::also_dark(), Deed::Look("theme", "dark")),
        ("light", t::light_theme(), t::also_light(), Deed::Look("theme", "light")),
        ("system", t::system_theme(), t::also_system(), Deed::Look("theme", "system")),
        ("compact", t::compact_density(), t::also_compact(), Deed::Look("density", "compact")),
        ("comfortable", t::comfortable_density(), t::also_comfortable(), Deed::Look("density", "comfortable")),
        ("sign-out", t::sign_out(), t::also_sign_out(), Deed::Press("button.sign-out")),
    ];
    all.extend(go.into_iter().map(one(Group::Go)));
    all.extend(rest.into_iter().map(one(Group::Do)));
    all
}

fn on_page(route: &Route) -> Vec<Action> {
    let mut all = vec![
        ("new-task", t::new_task(), t::also_add(), Deed::NewTask),
        ("new-project", t::new_project(), t::also_add(), Deed::Focus(".project-add input")),
        ("new-engagement", t::new_engagement(), t::also_add(), Deed::Focus(".engagement-add input")),
        ("rename", t::rename_this(), t::also_rename(), Deed::Press(".heading button.rename")),
        ("invite", t::invite_someone(), t::also_invite(), Deed::Press("button.invite")),
        ("csv", t::export_csv(), t::also_csv(), Deed::Press("button.export-csv")),
        ("json", t::export_json(), t::also_json(), Deed::Press("button.export-json")),
    ];
    if let Some(engagement) = route.engagement() {
        all.extend([
            ("import", t::import_here(), t::also_import(), Deed::Go(Route::Import { engagement })),
            ("members", t::people_here(), t::also_people(), Deed::Go(Route::Members { engagement })),
            ("conflicts", t::conflicts_here(), t::also_conflicts(), Deed::Go(Route::Conflicts { engagement })),
            ("overview", t::overview_here(), t::also_overview(), Deed::Go(Route::Engagement { engagement })),
        ]);
    }
    let other = all.into_iter().filter(|(.., deed)| *deed != Deed::Go(route.clone()));
    other.map(|(name, words, also, deed)| Action { name, words, also, group: Group::Page, deed }).collect()
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
        let all = actions(&Route::Members { engagement });
        assert_eq!(all[0].group, Group::Page);
        assert!(all.iter().any(|action| action.name == "import"));
        assert!(!all.iter().any(|action| action.name == "members"));
        assert!(!actions(&Route::Sync).iter().any(|action| action.name == "import"));
    }

    #[test]
    fn names_are_of_one_action_and_no_record() {
        let all = actions(&Route::Members { engagement: Id::new(0, [1; 10]) });
        for (at, action) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other.name != action.name), "{}", action.name);
            assert!(action.name.parse::<holdfast_core::id::RecordId>().is_err());
        }
        let undo = all.iter().find(|action| action.name == "undo").and_then(Action::shortcut);
        assert_eq!(undo, Some(Shortcut::Undo));
    }
}
