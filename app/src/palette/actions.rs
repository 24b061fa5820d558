//! Everything that can be done, by name.

use super::{Deed, Group};
use crate::{
    route::Route,
    shortcuts::{ALL, Shortcut},
    stores::Over,
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
        ("engagements", "Engagements", "home start", Deed::Go(Route::Engagements)),
        ("search", "Search all text", "find", Deed::Go(Route::Search)),
        ("sync", "Sync centre", "waiting offline problems outbox", Deed::Go(Route::Sync)),
        ("settings", "Settings", "preferences theme contrast density motion", Deed::Go(Route::Settings)),
        ("devices", "Signed-in devices", "account sessions", Deed::Go(Route::Devices)),
        ("server", "Server", "health state version", Deed::Go(Route::Server)),
    ];
    let rest = [
        ("undo", "Undo", "take back", Deed::Step(Way::Undo)),
        ("redo", "Redo", "do again", Deed::Step(Way::Redo)),
        ("sheet", "Keyboard shortcuts", "keys help", Deed::Show(Over::Sheet)),
        ("sidebar", "Show or hide the sidebar", "navigation menu", Deed::Sidebar),
        ("dark", "Dark theme", "look night", Deed::Look("theme", "dark")),
        ("light", "Light theme", "look day", Deed::Look("theme", "light")),
        ("system", "Theme as the system", "look automatic", Deed::Look("theme", "system")),
        ("compact", "Compact density", "look dense small", Deed::Look("density", "compact")),
        ("comfortable", "Comfortable density", "look large", Deed::Look("density", "comfortable")),
        ("sign-out", "Sign out", "log out leave", Deed::Press("button.sign-out")),
    ];
    all.extend(go.into_iter().map(one(Group::Go)));
    all.extend(rest.into_iter().map(one(Group::Do)));
    all
}

fn on_page(route: &Route) -> Vec<Action> {
    let mut all = vec![
        ("new-task", "New task", "add create", Deed::NewTask),
        ("new-project", "New project", "add create", Deed::Focus(".project-add input")),
        ("new-engagement", "New engagement", "add create", Deed::Focus(".engagement-add input")),
        ("rename", "Rename this", "name title", Deed::Press(".heading button.rename")),
        ("invite", "Invite someone", "share member people", Deed::Press("button.invite")),
        ("csv", "Export as a table (CSV)", "save download spreadsheet", Deed::Press("button.export-csv")),
        ("json", "Export everything (JSON)", "save download backup", Deed::Press("button.export-json")),
    ];
    if let Some(engagement) = route.engagement() {
        all.extend([
            (
                "import",
                "Import into this engagement",
                "trello csv todo.txt file",
                Deed::Go(Route::Import { engagement }),
            ),
            ("members", "People of this engagement", "members roles", Deed::Go(Route::Members { engagement })),
            ("conflicts", "Conflicts of this engagement", "settle", Deed::Go(Route::Conflicts { engagement })),
            ("overview", "Overview of this engagement", "projects", Deed::Go(Route::Engagement { engagement })),
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
