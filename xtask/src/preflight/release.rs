//! What is released is what is committed, and is told of.

use super::{Tree, Verdict};

/// Whether nothing is uncommitted.
pub(super) fn clean(Tree { commit, changes }: &Tree) -> Verdict {
    if changes.is_empty() {
        return Verdict::Passed(format!("nothing is uncommitted; commit {commit}"));
    }
    let (count, files) = (changes.len(), changes.join("\n"));
    let differ = if count == 1 { "1 file differs".to_owned() } else { format!("{count} files differ") };
    Verdict::Failed(format!("{differ} from commit {commit}: commit, or put away\n{files}"))
}

/// What is said where what was looked at first is not what was looked at last.
pub(super) fn changed(before: &Tree, after: &Tree) -> Option<String> {
    if before == after {
        return None;
    }
    let what = match before.commit == after.commit {
        true => "files changed".to_owned(),
        false => format!("commit {} became {}", before.commit, after.commit),
    };
    Some(format!("{what} while it was looked at: nobody knows what was; run it again"))
}

/// Whether the changelog tells of a version.
pub(super) fn told(changelog: &str, version: &str) -> Verdict {
    match section(changelog, version) {
        Some(text) if !text.is_empty() => Verdict::Passed(format!("it has a section for {version}")),
        Some(_) => Verdict::Failed(format!("CHANGELOG.md says nothing below its heading of {version}")),
        None => Verdict::Failed(format!(
            "CHANGELOG.md has no section `## {version}`, the version in Cargo.toml: give what is unreleased its number"
        )),
    }
}

/// What stands below the heading of a version: `## 1.2.0`, `## [1.2.0] - 2026-12-01`.
fn section<'a>(changelog: &'a str, version: &str) -> Option<&'a str> {
    let is_its = |heading: &str| {
        let named = heading.split_whitespace().next().unwrap_or_default();
        named.trim_start_matches('[').trim_end_matches([']', ',', ':']) == version
    };
    let mut sections = changelog.split("\n## ").skip(1);
    let section = sections.find(|section| section.lines().next().is_some_and(is_its))?;
    Some(section.split_once('\n').map_or("", |(_, text)| text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_is_not_committed_is_named() {
        let tree = |commit: &str, changes: &[&str]| Tree {
            commit: commit.into(),
            changes: changes.iter().map(|change| (*change).to_owned()).collect(),
        };
        let (at, dirty) = (tree("0123abc", &[]), tree("0123abc", &[" M a.rs", "?? b.rs"]));
        assert_eq!(clean(&at), Verdict::Passed("nothing is uncommitted; commit 0123abc".into()));
        let Verdict::Failed(why) = clean(&dirty) else { panic!("it is dirty") };
        assert!(why.starts_with("2 files differ ") && why.ends_with(" M a.rs\n?? b.rs"), "{why}");
        assert_eq!(changed(&dirty, &dirty), None);
        for (other, word) in [(&dirty, "files changed"), (&tree("4567def", &[]), "became 4567def")] {
            let Some(why) = changed(&at, other) else { panic!("it is another: {other:?}") };
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn a_version_is_found_by_its_heading() {
        let changelog = "# Changelog\n\n## Unreleased\n\n- More.\n\n## [1.10.0] - 2026-12-01\n\n- Words.\n\n## 1.1.0\n\n## 1.0.0\n- First, ## 0.9.0.\n";
        for (version, expected) in [
            ("1.10.0", Some("- Words.")),
            ("1.1.0", Some("")),
            ("1.0.0", Some("- First, ## 0.9.0.")),
            ("1.1", None),
            ("0.9.0", None),
        ] {
            assert_eq!(section(changelog, version), expected, "{version}");
        }
        assert!(matches!(told(changelog, "1.10.0"), Verdict::Passed(_)));
        for version in ["1.1.0", "2.0.0"] {
            assert!(matches!(told(changelog, version), Verdict::Failed(_)), "{version}");
        }
    }
}
