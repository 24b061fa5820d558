//! Rules about things that may be in one place only.

use super::{
    Findings,
    rust::{Literal, has_word},
    tree::Tree,
};

/// Browser storage is `crates/web`'s, and what is about the worker's own wiring the worker's.
pub(super) fn storage(tree: &Tree, findings: &mut Findings) {
    const NAMES: &[&str] = &[
        "indexed_db_futures",
        "IdbDatabase",
        "IdbFactory",
        "indexedDB",
        "indexed_db",
        "localStorage",
        "local_storage",
        "sessionStorage",
        "session_storage",
        "CacheStorage",
    ];
    for (source, rust) in tree.shipped_rust() {
        let path = source.path.as_str();
        // xtask names these words to look for them.
        if ["crates/web/", "worker/", "xtask/"].iter().any(|place| path.starts_with(place)) {
            continue;
        }
        let code = rust.code().map(|(line, code)| (line, code.to_owned()));
        let strings = rust.literals().map(|literal| (literal.line, literal.text.clone()));
        for (line, text) in code.chain(strings) {
            if let Some(name) = NAMES.iter().find(|name| has_word(&text, name)) {
                findings.add(path, line, format!("`{name}`: go through crates/web, which owns browser storage"));
            }
        }
    }
}

/// SQL is the server's `db` folder's.
pub(super) fn sql(tree: &Tree, findings: &mut Findings) {
    for (source, rust) in tree.shipped_rust() {
        let path = source.path.as_str();
        if path.starts_with("crates/server/src/db/") || path == "crates/server/src/db.rs" || path.starts_with("xtask/")
        {
            continue;
        }
        for (line, code) in rust.code() {
            if code.contains("sqlx::query") {
                findings.add(path, line, "move the query into crates/server/src/db/");
            }
        }
        for Literal { line, .. } in rust.literals().filter(|literal| is_sql(&literal.text)) {
            findings.add(path, *line, "move this SQL into crates/server/src/db/");
        }
    }
}

/// The worker holds no replica, and merging is core's: the server's routes and the browser only carry its results.
pub(super) fn one_truth(tree: &Tree, findings: &mut Findings) {
    const REPLICA: &[&str] = &["Replica", "Tab", "yrs"];
    const MERGE: &[&str] = &["decide", "overlay", "Decision"];
    let rules: [(&str, &[&str], &str); 4] = [
        ("worker/", REPLICA, "the worker sends rows and writes effects; a replica is a tab's"),
        ("worker/", MERGE, "merging is core::authority's"),
        ("crates/server/src/routes/", MERGE, "push it through core::ledger, which merges"),
        ("app/", MERGE, "merging is core::authority's"),
    ];
    for (source, rust) in tree.shipped_rust() {
        let path = source.path.as_str();
        for (place, names, instead) in rules.iter().filter(|(place, ..)| path.starts_with(place)) {
            // The worker decides about requests in a module of that name.
            let names = names.iter().filter(|name| **name != "decide" || *place != "worker/");
            for name in names {
                for (line, _) in rust.code().filter(|(_, code)| has_word(code, name)) {
                    findings.add(path, line, format!("`{name}`: {instead}"));
                }
            }
        }
    }
}

/// A statement, not a sentence that happens to begin with such a word.
fn is_sql(text: &str) -> bool {
    const BEGINNINGS: &[(&str, &str)] = &[
        ("SELECT ", ""),
        ("INSERT INTO ", ""),
        ("INSERT OR ", ""),
        ("DELETE FROM ", ""),
        ("UPDATE ", " SET "),
        ("CREATE TABLE ", ""),
        ("CREATE INDEX ", ""),
        ("ALTER TABLE ", ""),
        ("DROP TABLE ", ""),
        ("PRAGMA ", ""),
    ];
    let text = text.trim_start().trim_start_matches("\\n").trim_start();
    BEGINNINGS.iter().any(|(start, later)| text.starts_with(start) && text.contains(later))
}

#[cfg(test)]
mod tests {
    use super::super::broken;

    #[test]
    fn storage_outside_web_is_found() {
        let planted = "use indexed_db_futures::Database;\nlet s = window.local_storage();\nget(\"localStorage\");\n// localStorage\n";
        assert_eq!(
            broken("storage", &[("app/src/a.rs", planted)]),
            ["app/src/a.rs:1", "app/src/a.rs:2", "app/src/a.rs:3"]
        );
        assert!(broken("storage", &[("crates/web/src/a.rs", planted), ("worker/src/a.rs", planted)]).is_empty());
    }

    #[test]
    fn a_second_replica_or_merge_is_found() {
        let planted = "let r = Replica::new(client);\nlet d = authority::decide(op, facts);\n// Replica\n";
        assert_eq!(broken("one-truth", &[("worker/src/a.rs", planted)]), ["worker/src/a.rs:1"]);
        assert_eq!(
            broken("one-truth", &[("crates/server/src/routes/a.rs", planted)]),
            ["crates/server/src/routes/a.rs:2"]
        );
        assert!(broken("one-truth", &[("crates/web/src/a.rs", planted), ("tests/src/a.rs", planted)]).is_empty());
    }

    #[test]
    fn sql_outside_db_is_found() {
        let planted = "sqlx::query(q)\nlet q = \"SELECT 1\";\nlet q = \"\n  INSERT INTO a VALUES (1)\";\nlet q = \"UPDATE a SET b = 1\";\n";
        let expected: Vec<String> =
            (1..=3).chain([5]).map(|line| format!("crates/server/src/routes/a.rs:{line}")).collect();
        assert_eq!(broken("sql", &[("crates/server/src/routes/a.rs", planted)]), expected);
        assert!(broken("sql", &[("crates/server/src/db/a.rs", planted)]).is_empty());
        assert!(broken("sql", &[("app/src/a.rs", "let label = \"UPDATE now\";\nlet s = \"SELECTED \";")]).is_empty());
        let test = format!("#[cfg(test)]\nmod tests {{\n{planted}}}\n");
        assert!(broken("sql", &[("crates/server/src/a.rs", &test)]).is_empty(), "a test may look into the database");
    }
}
