//! Who may depend on whom.

use super::{Findings, tree::Tree};

/// Each member and those of ours it may depend on. `tests` sees everything, `xtask` needs next to nothing.
const LAYERS: &[(&str, &[&str])] = &[
    ("crates/core", &[]),
    ("crates/messages", &[]),
    ("crates/query", &[]),
    ("crates/text", &[]),
    ("crates/web", &["holdfast-core", "holdfast-query", "holdfast-text"]),
    ("crates/server", &["holdfast-core", "holdfast-text"]),
    ("app", &["holdfast-core", "holdfast-messages", "holdfast-query", "holdfast-text", "holdfast-web"]),
    ("worker", &["holdfast-core", "holdfast-web"]),
    // The languages that are files of their own are put into `dist/` by it.
    ("xtask", &["holdfast-messages"]),
];

/// Reads the manifests, tests' dependencies included: a layer tested through another is not a layer.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (member, allowed) in LAYERS {
        let path = format!("{member}/Cargo.toml");
        let Some(manifest) = tree.get(&path) else { continue };
        for Dependency { name, line, .. } in dependencies(&manifest.text) {
            // Naming itself is how a package gives its tests a feature of its own.
            let itself = manifest.text.contains(&format!("\nname = \"{name}\"\n"));
            if name.starts_with("holdfast-") && !itself && !allowed.contains(&name) {
                findings.add(
                    &path,
                    line,
                    format!("{member} may not depend on {name}; move what both need further down"),
                );
            }
        }
    }
}

/// One line of a manifest that names a dependency.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency<'a> {
    pub(super) name: &'a str,
    /// Counts from 1.
    pub(super) line: usize,
    /// Whether only tests see it.
    pub(super) dev: bool,
    /// All that is said about it on its line.
    pub(super) text: &'a str,
}

/// The dependencies of a manifest written the way ours are: `name = …`, `name.workspace = true` or a table of its own.
pub(super) fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    // Inside a section of dependencies: whether they are tests'.
    let mut section = None;
    for (index, text) in manifest.lines().enumerate() {
        let line = index + 1;
        let trimmed = text.trim();
        if let Some(header) = trimmed.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            let dev = header.contains("dev-dependencies");
            let (before, after) = header.split_once("dependencies").unzip();
            section = match (before, after) {
                // [dependencies], [target.'cfg(…)'.dev-dependencies], [workspace.dependencies]
                (Some(_), Some("")) => Some(dev),
                // [dependencies.name]
                (Some(_), Some(name)) => {
                    found.push(Dependency { name: name.trim_start_matches('.'), line, dev, text });
                    None
                }
                _ => None,
            };
        } else if let Some(dev) = section
            && let Some((name, _)) = trimmed.split_once('=')
            && !trimmed.starts_with('#')
        {
            let name = name.trim().split('.').next().unwrap_or_default().trim_matches('"');
            found.push(Dependency { name, line, dev, text });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::broken;
    use super::*;

    #[test]
    fn dependencies_are_read_in_every_form() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb.workspace = true\n# c = 1\n\
                        [target.'cfg(target_arch = \"wasm32\")'.dev-dependencies]\nd = { path = \"..\" }\n[dependencies.e]\nversion = \"1\"\n";
        let names: Vec<_> = dependencies(manifest).iter().map(|found| (found.name, found.line, found.dev)).collect();
        assert_eq!(names, [("a", 4, false), ("b", 5, false), ("d", 8, true), ("e", 9, false)]);
    }

    #[test]
    fn a_dependency_upwards_is_found() {
        let planted = "[dependencies]\nholdfast-web.workspace = true\n";
        for member in ["crates/core", "crates/query", "crates/server", "crates/text", "xtask"] {
            let path = format!("{member}/Cargo.toml");
            assert_eq!(broken("layers", &[(&path, planted)]), [format!("{path}:2")]);
        }
        for member in ["app", "worker", "tests"] {
            assert!(broken("layers", &[(&format!("{member}/Cargo.toml"), planted)]).is_empty(), "{member}");
        }
        let itself = "[package]\nname = \"holdfast-core\"\n[dev-dependencies]\nholdfast-core = { path = \".\" }\n";
        assert!(broken("layers", &[("crates/core/Cargo.toml", itself)]).is_empty());
        let worker = "[dependencies]\nholdfast-query.workspace = true\n";
        assert_eq!(broken("layers", &[("worker/Cargo.toml", worker)]).len(), 1);
    }
}
