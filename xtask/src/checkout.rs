//! What is checked out: which files there are, what is in them, and what of it is committed.

use crate::{dist, sh};
use anyhow::{Context, Result};
use std::path::Path;

/// What git tracks, and what it would track if it were added now; relative to the root, with `/`, sorted.
pub(crate) fn files(root: &Path) -> Result<Vec<String>> {
    let listed = git(root, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    // What was deleted and not committed yet is listed all the same.
    let there = listed.split('\0').filter(|path| !path.is_empty() && root.join(path).is_file());
    let mut files: Vec<String> = there.map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// A hash over those files by name and content: the same for the same files, committed or not, under whatever commit.
pub(crate) fn content(root: &Path) -> Result<String> {
    let mut parts = Vec::new();
    for path in files(root)? {
        let file = root.join(&path);
        parts.push(path.into_bytes());
        parts.push(std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(dist::full_hash(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// The commit, in short, for people.
pub(crate) fn commit(root: &Path) -> Result<String> {
    Ok(git(root, &["rev-parse", "--short", "HEAD"])?.trim().to_owned())
}

/// What is changed, deleted or new, and not committed: a line of `git status` each.
pub(crate) fn uncommitted(root: &Path) -> Result<Vec<String>> {
    let status = git(root, &["status", "--porcelain", "--untracked-files=all"])?;
    Ok(status.lines().map(str::to_owned).collect())
}

fn git(root: &Path, args: &[&str]) -> Result<String> {
    sh::capture(sh::command("git").current_dir(root).args(args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_any_file_that_is_not_ignored_shows() {
        let root = std::env::temp_dir().join(format!("holdfast-checkout-{}", std::process::id()));
        std::fs::create_dir_all(&root).expect("a folder");
        git(&root, &["init", "--quiet"]).expect("a repository");
        let write = |name: &str, text: &str| std::fs::write(root.join(name), text).expect("a file");
        let now = || content(&root).expect("a hash");
        write(".gitignore", "/target\n");
        write("a", "1");
        let first = now();
        assert_eq!(now(), first, "nothing has changed");
        write("target", "built");
        assert_eq!(now(), first, "what is ignored is none of it");
        write("a", "2");
        let second = now();
        assert_ne!(second, first, "another content");
        git(&root, &["add", "a"]).expect("it is added");
        assert_eq!(now(), second, "tracked or not");
        std::fs::rename(root.join("a"), root.join("b")).expect("another name");
        assert_ne!(now(), second, "another name");
        assert_eq!(files(&root).expect("a list"), [".gitignore", "b"]);
        assert_eq!(uncommitted(&root).expect("a list").len(), 3, "one that is gone and two that are new");
        std::fs::remove_dir_all(&root).expect("a folder to remove");
    }
}
