//! Rules about the text of files.

use super::{Findings, allow, rust::has_word, tree::Tree};

/// The most lines a file of code or styles may have.
pub(super) const LIMIT: usize = 500;

/// No file is longer than a person reads in one go.
pub(super) fn length(tree: &Tree, findings: &mut Findings) {
    for source in tree.files().iter().filter(|source| source.path.ends_with(".rs") || source.path.ends_with(".css")) {
        let lines = source.text.lines().count();
        if lines > LIMIT && !allow::LONG.iter().any(|(path, _)| *path == source.path) {
            findings.add(&source.path, LIMIT + 1, format!("{lines} lines; split it by what its parts are about"));
        }
    }
}

/// Nothing is left for later, switched off or printed for debugging. Strings may say so (a `VTODO` is calendar data).
pub(super) fn unfinished(tree: &Tree, findings: &mut Findings) {
    for (source, rust) in tree.rust() {
        for (number, line) in rust.all_code() {
            for call in ["todo!(", "unimplemented!(", "dbg!("] {
                if line.contains(call) {
                    findings.add(&source.path, number, format!("finish what `{call}` stands for"));
                }
            }
            if line.contains("#[ignore") {
                findings.add(&source.path, number, "fix the test, or assert today's wrong behaviour with a note");
            }
        }
        for (number, line) in rust.comments() {
            for word in ["TODO", "FIXME"] {
                if has_word(line, word) {
                    findings.add(
                        &source.path,
                        number,
                        format!("do it, or write it up as an issue instead of a {word}"),
                    );
                }
            }
        }
    }
}

/// No file names a package registry's host: mirrors and offline machines are configured outside the project.
pub(super) fn registries(tree: &Tree, findings: &mut Findings) {
    // Put together here so that this file names none either.
    let hosts: Vec<String> = [
        &["registry", "npmjs", "org"][..],
        &["registry", "yarnpkg", "com"],
        &["index", "crates", "io"],
        &["static", "crates", "io"],
        &["pypi", "org"],
        &["files", "pythonhosted", "org"],
        &["proxy", "golang", "org"],
    ]
    .iter()
    .map(|parts| parts.join("."))
    .collect();
    for source in tree.files() {
        for (index, line) in source.text.lines().enumerate() {
            if let Some(host) = hosts.iter().find(|host| line.contains(host.as_str())) {
                findings.add(
                    &source.path,
                    index + 1,
                    format!("remove {host}; in npm lock files, the `resolved` lines"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::broken;
    use super::*;

    #[test]
    fn long_files_are_found() {
        let (fits, long) = ("x\n".repeat(LIMIT), "x\n".repeat(LIMIT + 1));
        assert_eq!(broken("length", &[("a.rs", &long), ("b.css", &long)]).len(), 2);
        assert!(broken("length", &[("a.rs", &fits), ("Cargo.lock", &long)]).is_empty());
    }

    #[test]
    fn unfinished_code_is_found() {
        let planted = "fn a() { todo!() }\nfn b() { unimplemented!() }\nlet c = dbg!(1);\n#[ignore = \"slow\"]\n// TODO later\n/* FIXME */\n";
        let expected: Vec<String> = (1..=6).map(|line| format!("a.rs:{line}")).collect();
        assert_eq!(broken("unfinished", &[("a.rs", planted)]), expected);
        let clean = "/// Reads a VTODO; says \"todo!\".\nconst A: &str = \"TODO: todo!(\";\n";
        assert!(broken("unfinished", &[("a.rs", clean)]).is_empty());
    }

    #[test]
    fn registry_hosts_are_found() {
        let planted = format!("{{\n  \"resolved\": \"https://{}/x\"\n}}", ["registry", "npmjs", "org"].join("."));
        assert_eq!(broken("registries", &[("package-lock.json", &planted)]), ["package-lock.json:2"]);
        let lock = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        assert!(broken("registries", &[("Cargo.lock", lock)]).is_empty(), "cargo's own name for its default");
    }
}
