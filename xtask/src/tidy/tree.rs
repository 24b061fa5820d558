//! The files that are checked: what git tracks or would track, or a few planted by a test.

use super::rust::Rust;
use crate::checkout;
use anyhow::{Context, Result};
use std::path::Path;

/// A text file and, if it is Rust, its parts.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    /// As it is.
    pub(super) text: String,
    /// Code, comments and strings told apart; only for `.rs` files.
    pub(super) rust: Option<Rust>,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let rust = path.ends_with(".rs").then(|| Rust::split(&text));
        Self { path, text, rust }
    }

    /// Whether the whole file is about testing. (Test modules inside other files are left out by `Rust`.)
    pub(super) fn is_test(&self) -> bool {
        let inside = |folder: &str| self.path.starts_with(folder) || self.path.contains(&format!("/{folder}"));
        inside("tests/") || inside("benches/") || self.path.ends_with("/tests.rs") || self.path.ends_with("_tests.rs")
    }
}

/// All text files, sorted by path.
#[derive(Debug)]
pub(super) struct Tree(Vec<Source>);

impl Tree {
    /// Reads what git tracks, and what it would track if it were added now.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for path in checkout::files(root)? {
            let file = root.join(&path);
            let bytes = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            // What is not text (icons) has no rules.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(Source::new(path, text));
            }
        }
        Ok(Self(files))
    }

    #[cfg(test)]
    pub(super) fn from_files(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| Source::new(path.to_owned(), text.to_owned())).collect())
    }

    /// Every file.
    pub(super) fn files(&self) -> &[Source] {
        &self.0
    }

    /// Every Rust file with its parts.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&Source, &Rust)> {
        self.0.iter().filter_map(|source| Some((source, source.rust.as_ref()?)))
    }

    /// The same without tests, whose code may do what shipped code may not.
    pub(super) fn shipped_rust(&self) -> impl Iterator<Item = (&Source, &Rust)> {
        self.rust().filter(|(source, _)| !source.is_test())
    }

    /// One file by its path.
    pub(super) fn get(&self, path: &str) -> Option<&Source> {
        self.0.iter().find(|source| source.path == path)
    }
}
