//! Core and query decide; they do not reach out.

use super::{
    Findings, kinds,
    layers::{Dependency, dependencies},
    rust::has_word,
    tree::Tree,
};

/// Dependencies that bring a browser, a runtime, a clock or randomness. A `*` at the end stands for any ending.
const IMPURE: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen*",
    "gloo*",
    "tokio*",
    "async-std",
    "reqwest",
    "sqlx",
    "rand",
    "rand_core",
    "getrandom",
    "fastrand",
    "instant",
    "web-time",
];

/// Features of otherwise pure dependencies that do the same: (dependency, feature).
const IMPURE_FEATURES: &[(&str, &str)] = &[
    ("chrono", "\"clock\""),
    ("chrono", "\"now\""),
    ("uuid", "\"v4\""),
    ("uuid", "\"v7\""),
    ("uuid", "\"rng\""),
    ("uuid", "\"js\""),
    ("time", "\"local-offset\""),
];

const IMPURE_CODE: &[&str] =
    &["SystemTime", "Instant::now", "Utc::now", "Local::now", "std::fs", "std::net", "std::thread", "std::process"];

/// `crates/core` and `crates/text`: time, ids, randomness and I/O come in as arguments.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    check_crate(tree, findings, "crates/core");
    check_crate(tree, findings, "crates/text");
}

/// `crates/query`: as pure as core, and it knows no record, no HTTP and no IndexedDB.
pub(super) fn check_query(tree: &Tree, findings: &mut Findings) {
    const FOREIGN: &[&str] = &[
        "IndexedDB",
        "indexed_db_futures",
        "IdbDatabase",
        "Request",
        "RequestInit",
        "Response",
        "Headers",
        "http",
        "reqwasm",
    ];
    let member = "crates/query";
    let types: Vec<String> = kinds::declared(tree).into_iter().map(|kind| kind.type_name).collect();
    for (source, rust) in tree.shipped_rust().filter(|(source, _)| source.path.starts_with("crates/query/src/")) {
        for (line, code) in rust.code() {
            let foreign = FOREIGN.iter().copied().chain(types.iter().map(String::as_str));
            for word in foreign.filter(|word| has_word(code, word)) {
                findings.add(&source.path, line, format!("`{word}`: let the caller of the query cache know about it"));
            }
        }
    }
    for path in [format!("{member}/Cargo.toml")] {
        for Dependency { name, line, .. } in tree.get(&path).map(|file| dependencies(&file.text)).unwrap_or_default() {
            if matches_any(&["indexed_db_futures", "reqwasm", "reqwest", "gloo-net", "http"], name) {
                findings.add(&path, line, format!("`{name}`: the query cache is given its fetch and its storage"));
            }
        }
    }
}

fn check_crate(tree: &Tree, findings: &mut Findings, member: &str) {
    let path = format!("{member}/Cargo.toml");
    let shared = tree.get("Cargo.toml").map(|file| dependencies(&file.text)).unwrap_or_default();
    for Dependency { name, line, dev, text } in tree.get(&path).map(|file| dependencies(&file.text)).unwrap_or_default()
    {
        if dev {
            continue;
        }
        if matches_any(IMPURE, name) {
            findings.add(&path, line, format!("`{name}` is not pure: take what it gives as an argument"));
        }
        // The features may be chosen here or in the workspace's table.
        let mut lines = shared.iter().filter(|shared| shared.name == name).map(|shared| shared.text).chain([text]);
        let chosen = lines.clone().collect::<Vec<_>>().concat();
        for (_, feature) in
            IMPURE_FEATURES.iter().filter(|(dependency, feature)| *dependency == name && chosen.contains(feature))
        {
            findings.add(&path, line, format!("`{name}` with {feature} is not pure: leave the feature off"));
        }
        let defaults_off = lines.any(|line| line.contains("default-features = false"));
        if name == "chrono" && !defaults_off {
            findings.add(&path, line, "`chrono` brings a clock by default: `default-features = false`");
        }
    }
    for (source, rust) in tree.shipped_rust().filter(|(source, _)| source.path.starts_with(&format!("{member}/src/"))) {
        for (line, code) in rust.code() {
            for name in IMPURE_CODE.iter().filter(|name| has_word(code, name)) {
                findings.add(&source.path, line, format!("`{name}`: take it as an argument"));
            }
        }
    }
}

fn matches_any(patterns: &[&str], name: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::super::broken;

    const MANIFEST: &str = "crates/core/Cargo.toml";

    #[test]
    fn impure_dependencies_are_found() {
        for name in ["web-sys", "wasm-bindgen-futures", "tokio", "gloo-timers", "rand", "getrandom"] {
            let planted = format!("[dependencies]\n{name} = \"1\"\n");
            assert_eq!(broken("pure-core", &[(MANIFEST, &planted)]), [format!("{MANIFEST}:2")], "{name}");
            let for_tests = format!("[dev-dependencies]\n{name} = \"1\"\n");
            assert!(broken("pure-core", &[(MANIFEST, &for_tests)]).is_empty(), "{name} for tests");
        }
    }

    #[test]
    fn impure_features_are_found_here_and_in_the_workspace() {
        let here = "[dependencies]\nuuid = { version = \"1\", features = [\"v4\"] }\nchrono = \"0.4\"\n";
        assert_eq!(broken("pure-core", &[(MANIFEST, here)]).len(), 2);
        let shared = "[workspace.dependencies]\nuuid = { version = \"1\", features = [\"v7\"] }\n";
        let inherits = "[dependencies]\nuuid.workspace = true\n";
        assert_eq!(broken("pure-core", &[("Cargo.toml", shared), (MANIFEST, inherits)]).len(), 1);
        let pure = "[dependencies]\nuuid = { version = \"1\", features = [\"v5\"] }\nchrono = { version = \"1\", default-features = false }\n";
        assert!(broken("pure-core", &[(MANIFEST, pure)]).is_empty());
    }

    #[test]
    fn clocks_files_sockets_and_threads_are_found() {
        let planted = "use std::time::SystemTime;\nlet t = Instant::now();\nstd::fs::read(p);\nuse std::net::TcpStream;\nstd::thread::spawn(f);\n";
        assert_eq!(broken("pure-core", &[("crates/core/src/a.rs", planted)]).len(), 5);
        let clean =
            "/// Not SystemTime.\nconst A: &str = \"std::fs\";\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert!(broken("pure-core", &[("crates/core/src/a.rs", clean)]).is_empty());
        assert!(broken("pure-core", &[("crates/server/src/a.rs", planted)]).is_empty());
    }

    #[test]
    fn query_knows_no_record_and_no_transport() {
        let entity = ("crates/core/src/entity/task.rs", "entity! {\n    pub struct Task(\"task\") lives in x;\n}\n");
        let planted = ("crates/query/src/a.rs", "fn a(task: Task) {}\nfn b(r: Request) {}\n");
        assert_eq!(broken("pure-query", &[entity, planted]), ["crates/query/src/a.rs:1", "crates/query/src/a.rs:2"]);
        let manifest = ("crates/query/Cargo.toml", "[dependencies]\nindexed_db_futures = \"0.6\"\n");
        assert_eq!(broken("pure-query", &[manifest]).len(), 1);
        assert!(broken("pure-query", &[entity, ("crates/query/src/a.rs", "fn a(key: Key) {}\n")]).is_empty());
    }
}
