//! What compilers do not check: the rules of ARCHITECTURE.md and of the repository, each with a test that breaks it.

mod allow;
mod kinds;
mod layers;
mod places;
mod pure_core;
mod rows;
mod rust;
mod spoken;
mod text;
mod tree;

use crate::workspace::Workspace;
use anyhow::Result;
use std::{fmt, process::ExitCode};
use tree::Tree;

/// A rule: its name in messages, why it exists, and how it is checked.
struct Rule {
    name: &'static str,
    why: &'static str,
    check: fn(&Tree, &mut Findings),
}

const RULES: &[Rule] = &[
    Rule { name: "layers", why: "each member may depend only on those below it", check: layers::check },
    Rule {
        name: "pure-core",
        why: "core takes time, ids and I/O as arguments, so it can be simulated",
        check: pure_core::check,
    },
    Rule {
        name: "pure-query",
        why: "the query cache serves any entity over any transport",
        check: pure_core::check_query,
    },
    Rule {
        name: "storage",
        why: "one place touches browser storage, so one place can lose data",
        check: places::storage,
    },
    Rule { name: "sql", why: "SQL in one folder is SQL that both databases are tested with", check: places::sql },
    Rule {
        name: "one-truth",
        why: "a second replica, or a second merge, is one that will disagree with the first",
        check: places::one_truth,
    },
    Rule { name: "kinds", why: "adding a kind of record touches one file in core/entity", check: kinds::check },
    Rule { name: "spoken", why: "what people read has to be there in every language", check: spoken::check },
    Rule { name: "rows", why: "a row that no story shows must not look as if one did", check: rows::check },
    Rule { name: "length", why: "a file is read whole or not at all", check: text::length },
    Rule { name: "unfinished", why: "what is merged is finished", check: text::unfinished },
    Rule { name: "registries", why: "where packages come from is the machine's choice", check: text::registries },
];

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
    advice: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.rule, self.advice)
    }
}

/// Collects what a rule finds.
#[derive(Debug, Default)]
struct Findings {
    rule: &'static str,
    list: Vec<Finding>,
}

impl Findings {
    /// `line` counts from 1.
    fn add(&mut self, path: &str, line: usize, advice: impl Into<String>) {
        self.list.push(Finding { path: path.to_owned(), line, rule: self.rule, advice: advice.into() });
    }
}

/// `cargo xtask tidy`.
pub(crate) fn command(workspace: &Workspace) -> Result<ExitCode> {
    Ok(if check_and_report(workspace)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints every broken rule and says whether there was none.
pub(crate) fn check_and_report(workspace: &Workspace) -> Result<bool> {
    let tree = Tree::read(&workspace.root)?;
    let findings = check(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    for rule in RULES.iter().filter(|rule| findings.iter().any(|finding| finding.rule == rule.name)) {
        println!("  {}: {}", rule.name, rule.why);
    }
    println!("tidy: {} files, {} rules, {} broken", tree.files().len(), RULES.len(), findings.len());
    Ok(findings.is_empty())
}

fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in RULES {
        findings.rule = rule.name;
        (rule.check)(tree, &mut findings);
    }
    findings.list.sort();
    findings.list.dedup();
    findings.list
}

/// For the rules' tests: which of `rule`'s findings a tree of these files gives, as `path:line`.
#[cfg(test)]
fn broken(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let findings = check(&Tree::from_files(files));
    findings.iter().filter(|found| found.rule == rule).map(|found| format!("{}:{}", found.path, found.line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_where_what_and_what_to_do() {
        let found = Finding { path: "a.rs".into(), line: 3, rule: "sql", advice: "move it".into() };
        assert_eq!(found.to_string(), "a.rs:3: sql: move it");
    }

    #[test]
    fn a_clean_tree_breaks_nothing() {
        let files = [
            ("crates/core/Cargo.toml", "[package]\nname = \"holdfast-core\"\n[dependencies]\nserde = \"1\"\n"),
            ("crates/core/src/lib.rs", "//! Pure.\n"),
            ("crates/server/src/db/rows.rs", "const ALL: &str = \"SELECT id FROM records\";\n"),
        ];
        assert_eq!(check(&Tree::from_files(&files)), []);
    }
}
