//! What the build says of itself: a constant that stands before the glue in `/sw.js`.

use js_sys::{JSON, Reflect};
use serde::Deserialize;
use web_sys::ServiceWorkerGlobalScope;

const CONSTANT: &str = "HOLDFAST_BUILD";
/// What the names of all builds' caches begin with.
pub(crate) const CACHE_PREFIX: &str = "holdfast-";

/// The build.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Build {
    /// Changes with any byte of what it lists.
    version: String,
    /// The paths of everything the app needs to start, `/` first of all.
    pub(crate) assets: Vec<String>,
    /// The path of the module that sends what waits; one of those.
    pub(crate) replayer: String,
}

impl Build {
    /// Reads it. Without it (a worker served by other means) nothing is kept and nothing answered, but edits are sent.
    pub(crate) fn of(worker: &ServiceWorkerGlobalScope) -> Self {
        let text = Reflect::get(worker, &CONSTANT.into()).and_then(|constant| JSON::stringify(&constant));
        text.ok().and_then(|text| serde_json::from_str(&String::from(text)).ok()).unwrap_or_default()
    }

    /// The name of its cache.
    pub(crate) fn cache(&self) -> String {
        format!("{CACHE_PREFIX}{}", self.version)
    }

    /// Whether it has a file at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.assets.iter().any(|asset| asset == path)
    }
}
