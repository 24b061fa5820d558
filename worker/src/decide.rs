//! What to do with a request: pure.

use holdfast_web::shared::PATH as SHARE;

/// What is to be known of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    /// Its method, in capitals.
    pub(crate) method: &'a str,
    /// The path of its address, without query and fragment.
    pub(crate) path: &'a str,
    /// Whether it goes to the server the worker came from.
    pub(crate) is_ours: bool,
    /// Whether it is for a page.
    pub(crate) is_navigation: bool,
}

/// How to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// With the app's page, whose router shows what the address says.
    Shell,
    /// With the file kept under this path.
    Asset(String),
    /// By keeping what another app shares, for a page to take.
    Shared,
}

/// How to answer a request; `None` leaves it to the browser and the network. `is_kept` tells what this build keeps.
pub(crate) fn decide(facts: &Facts<'_>, is_kept: impl Fn(&str) -> bool) -> Option<Plan> {
    let Facts { method, path, is_ours, is_navigation } = *facts;
    if method == "POST" && is_ours && is_navigation && path == SHARE && is_kept("/") {
        return Some(Plan::Shared);
    }
    if method != "GET" || !is_ours || is_servers(path) || !is_kept("/") {
        return None;
    }
    match path {
        "/" | "/index.html" if is_navigation => Some(Plan::Shell),
        path if is_kept(path) => Some(Plan::Asset(path.to_owned())),
        _ if is_navigation => Some(Plan::Shell),
        _ => None,
    }
}

/// What only the server may answer: an old answer there would be a wrong one.
fn is_servers(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/healthz" || path == "/sw.js"
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    const KEPT: &[&str] = &["/", "/app-1a2b.wasm", "/icons/icon.svg"];

    fn of(method: &str, path: &str, is_navigation: bool) -> Option<Plan> {
        let facts = Facts { method, path, is_ours: true, is_navigation };
        decide(&facts, |path| KEPT.contains(&path))
    }

    #[test]
    fn every_page_is_the_shell() {
        for path in ["/", "/index.html", "/engagements", "/e/1/p/2/t/3", "/invite/token", "/apiary"] {
            assert_eq!(of("GET", path, true), Some(Plan::Shell), "{path}");
        }
    }

    #[test]
    fn what_is_kept_comes_from_the_cache_even_as_a_page() {
        for is_navigation in [false, true] {
            assert_eq!(of("GET", "/icons/icon.svg", is_navigation), Some(Plan::Asset("/icons/icon.svg".into())));
        }
        assert_eq!(of("GET", "/", false), Some(Plan::Asset("/".into())));
    }

    #[test]
    fn the_servers_own_paths_are_never_answered_from_the_cache() {
        for path in ["/api", "/api/v1/sync/pull", "/healthz", "/sw.js"] {
            assert_eq!(of("GET", path, false), None, "{path}");
            assert_eq!(of("GET", path, true), None, "{path} as a page");
        }
    }

    #[test]
    fn what_changes_something_is_left_alone() {
        for method in ["POST", "PUT", "DELETE", "HEAD"] {
            assert_eq!(of(method, "/", true), None, "{method}");
        }
    }

    #[test]
    fn what_is_shared_is_taken_and_its_page_is_a_page() {
        assert_eq!(of("POST", "/share", true), Some(Plan::Shared));
        assert_eq!(of("GET", "/share", true), Some(Plan::Shell));
        assert_eq!(of("POST", "/share", false), None, "no page asks so");
        let facts = Facts { method: "POST", path: "/share", is_ours: true, is_navigation: true };
        assert_eq!(decide(&facts, |_| false), None, "there would be no page to lead to");
    }

    #[test]
    fn what_is_not_ours_or_not_kept_is_left_alone() {
        let facts = Facts { method: "GET", path: "/icons/icon.svg", is_ours: false, is_navigation: false };
        assert_eq!(decide(&facts, |path| KEPT.contains(&path)), None);
        assert_eq!(of("GET", "/app-0000.wasm", false), None, "an older build's file");
    }

    #[test]
    fn a_worker_without_its_list_answers_nothing() {
        let facts = Facts { method: "GET", path: "/engagements", is_ours: true, is_navigation: true };
        assert_eq!(decide(&facts, |_| false), None);
    }
}
