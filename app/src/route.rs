//! The addresses of the app.

use holdfast_core::{
    entity::{Engagement, Project, Session, Task},
    id::{Id, RecordId},
};
use yew_router::{Routable, navigator::Navigator, query::Raw};

/// Every address; ids that are none are not found.
#[derive(Clone, Debug, PartialEq, Routable)]
pub(crate) enum Route {
    #[at("/")]
    Home,
    #[at("/sign-in")]
    SignIn,
    #[at("/create-account")]
    CreateAccount,
    #[at("/invite/:token")]
    Invite { token: String },
    /// The token of the link is after the #, and no part of what is kept of an address.
    #[at("/reset")]
    Reset,
    #[at("/engagements")]
    Engagements,
    #[at("/e/:engagement")]
    Engagement { engagement: Id<Engagement> },
    #[at("/e/:engagement/import")]
    Import { engagement: Id<Engagement> },
    #[at("/e/:engagement/p/:project")]
    Project { engagement: Id<Engagement>, project: Id<Project> },
    #[at("/e/:engagement/p/:project/t/:task")]
    Task { engagement: Id<Engagement>, project: Id<Project>, task: Id<Task> },
    #[at("/e/:engagement/sessions")]
    Sessions { engagement: Id<Engagement> },
    #[at("/e/:engagement/s/:session")]
    Session { engagement: Id<Engagement>, session: Id<Session> },
    #[at("/e/:engagement/members")]
    Members { engagement: Id<Engagement> },
    #[at("/e/:engagement/r/:record/history")]
    History { engagement: Id<Engagement>, record: RecordId },
    #[at("/e/:engagement/conflicts")]
    Conflicts { engagement: Id<Engagement> },
    #[at("/sync")]
    Sync,
    #[at("/search")]
    Search,
    #[at("/account/devices")]
    Devices,
    #[at("/server")]
    Server,
    #[at("/settings")]
    Settings,
    #[at("/share")]
    Share,
    #[cfg(feature = "devtools")]
    #[at("/styleguide")]
    StyleGuide,
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl Route {
    /// The engagement a page is about.
    pub(crate) fn engagement(&self) -> Option<Id<Engagement>> {
        match self {
            Self::Engagement { engagement }
            | Self::Import { engagement }
            | Self::Project { engagement, .. }
            | Self::Task { engagement, .. }
            | Self::Members { engagement }
            | Self::Sessions { engagement }
            | Self::Session { engagement, .. }
            | Self::History { engagement, .. }
            | Self::Conflicts { engagement } => Some(*engagement),
            _ => None,
        }
    }
}

/// The query of an invitation: what whoever accepts it comes to.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Landing {
    /// A session of the engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session: Option<Id<Session>>,
}

impl Landing {
    /// The query, with its question mark; nothing where there is nothing to say.
    pub(crate) fn query(&self) -> String {
        self.session.map_or_else(String::new, |session| format!("?session={session}"))
    }

    /// The page in an engagement.
    pub(crate) fn route(&self, engagement: Id<Engagement>) -> Route {
        match self.session {
            Some(session) => Route::Session { engagement, session },
            None => Route::Engagement { engagement },
        }
    }
}

/// The query of the sign-in pages: where to go afterwards.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Next {
    /// A path of this app, and the query it was opened with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
    /// What came of a sign-in with the provider (`crates/server/src/routes/oidc.rs`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provider: Option<String>,
}

impl Next {
    /// The query that leads back to a route and its own query, which has its question mark; the home page needs none.
    pub(crate) fn to(route: &Route, query: &str) -> Self {
        let sign_in = matches!(route, Route::Home | Route::SignIn | Route::CreateAccount);
        Self { next: (!sign_in).then(|| route.to_path() + query), provider: None }
    }

    /// Where to go, and with which query. Only routes of this app count, so that no link can send a person elsewhere after
    /// signing in: the address is made anew of the route, and a query alone leads nowhere.
    pub(crate) fn place(&self) -> (Route, String) {
        let next = self.next.as_deref().unwrap_or_default();
        let (path, query) = next.split_at(next.find('?').unwrap_or(next.len()));
        match Route::recognize(path) {
            None | Some(Route::Home | Route::SignIn | Route::CreateAccount | Route::NotFound) => {
                (Route::Engagements, String::new())
            }
            Some(route) => (route, query.split('#').next().unwrap_or_default().to_owned()),
        }
    }

    /// The token of the invitation that was followed here, if one was.
    pub(crate) fn invitation(&self) -> Option<String> {
        match self.place().0 {
            Route::Invite { token } => Some(token),
            _ => None,
        }
    }

    /// Goes there instead of the page that is shown.
    pub(crate) fn go(&self, navigator: &Navigator) {
        let (route, query) = self.place();
        let Ok(()) = navigator.replace_with_query(&route, Raw(query));
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Next, Route};

    #[test]
    fn a_deep_link_survives_the_sign_in_page() {
        let route = Route::Invite { token: "abc".into() };
        let query = "?label=a%26b+c&view=table&sort=-due";
        for query in ["", query] {
            assert_eq!(Next::to(&route, query).place(), (route.clone(), query.to_owned()));
        }
        assert_eq!(Next::to(&route, "").invitation().as_deref(), Some("abc"));
        assert_eq!(Next::to(&Route::Sync, query).invitation(), None);
        assert_eq!(Next::to(&Route::Home, query), Next::default());
        assert_eq!(Next::default().place(), (Route::Engagements, String::new()));
    }

    #[test]
    fn no_link_leads_out_of_the_app_or_round_in_circles() {
        for next in [
            "https://elsewhere.example/",
            "https://elsewhere.example/?q=/engagements",
            "//elsewhere.example",
            "//elsewhere.example?label=x",
            "\\\\elsewhere.example",
            "javascript:alert(1)",
            "?next=//elsewhere.example",
            "/sign-in",
            "/sign-in?next=/sync",
            "/nowhere",
            "/e/not-an-id",
        ] {
            let next = Next { next: Some(next.into()), provider: None };
            assert_eq!(next.place(), (Route::Engagements, String::new()), "{next:?}");
        }
        let next = Next { next: Some("/search?q=a#//elsewhere.example".into()), provider: None };
        assert_eq!(next.place(), (Route::Search, "?q=a".to_owned()));
    }
}
