//! The parts of the app that are fetched later: how what fetches them becomes part of the glue, and what they are called.

use super::short_hash;
use anyhow::{Context, Result, bail};

/// The file in which the tool that cuts the module writes what fetches the parts.
pub(super) const LINKS: &str = "__wasm_split.js";

/// The folder of the parts in `dist/`.
pub(super) const FOLDER: &str = "parts";

/// Whether whoever is signed in wants a part on every page: the one of that name in `app/src/parts.rs`, and what parts share.
pub(super) fn is_wanted_at_once(name: &str) -> bool {
    name == "split_home" || name.starts_with("chunk_")
}

/// Puts what fetches the parts behind the glue: it wants the glue's own functions, and a file of its own would be one more that
/// the start waits for.
pub(super) fn join(glue: &str, links: &str) -> Result<String> {
    let imported = format!("from \"./{LINKS}\"");
    let (mut joined, mut names) = (String::new(), Vec::new());
    for line in glue.lines() {
        match line.strip_prefix("import * as ").filter(|line| line.contains(&imported)) {
            Some(import) => names.extend(import.split(' ').next()),
            None => joined.extend([line, "\n"]),
        }
    }
    if names.is_empty() {
        bail!("the glue imports nothing that fetches parts");
    }
    let mut fetching = Vec::new();
    for line in links.lines().filter(|line| !line.starts_with("import ")) {
        let constant = line.strip_prefix("export ");
        fetching.extend(constant.and_then(|constant| constant.split(' ').nth(1)));
        joined.extend([constant.unwrap_or(line), "\n"]);
    }
    for name in names {
        joined.push_str(&format!("const {name} = {{ {} }};\n", fetching.join(", ")));
    }
    Ok(joined)
}

/// Names a part by its content, in the glue too.
pub(super) fn named(glue: &mut String, name: &str, bytes: &[u8]) -> Result<String> {
    let path = format!("{FOLDER}/{name}-{}.wasm", short_hash(&[bytes]));
    let asked = format!("new URL(\"./{name}.wasm\", import.meta.url)");
    glue.find(&asked).with_context(|| format!("nothing fetches the part {name}"))?;
    *glue = glue.replace(&asked, &format!("\"/{path}\""));
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "/* @ts */\nimport * as import1 from \"./__wasm_split.js\"\n\
                        import * as import2 from \"./__wasm_split.js\"\n\nfunction initSync() {}\n\
                        const imports = { \"./__wasm_split.js\": import2 };\n";
    const LINKS_TEXT: &str = "import { initSync } from \"./holdfast-app.js\";\n\nconst load = 1;\n\
                              export const __wasm_split_load_work = wrap(() => fetch(new URL(\"./split_work.wasm\", import.meta.url)));\n";

    #[test]
    fn what_fetches_the_parts_stands_behind_the_glue_under_the_name_it_had() {
        let joined = join(GLUE, LINKS_TEXT).expect("well formed");
        assert!(!joined.contains("from \""), "nothing is imported any more: {joined}");
        assert!(
            joined.ends_with(
                "const import1 = { __wasm_split_load_work };\nconst import2 = { __wasm_split_load_work };\n"
            ),
            "{joined}"
        );
        assert!(joined.contains("\nconst __wasm_split_load_work = wrap("), "{joined}");
        join("function initSync() {}", LINKS_TEXT).expect_err("a glue without parts is another tool's");
    }

    #[test]
    fn a_part_is_asked_for_by_a_name_that_changes_with_it() {
        let ask = |bytes: &[u8]| {
            let mut glue = LINKS_TEXT.to_owned();
            let path = named(&mut glue, "split_work", bytes).expect("it is fetched");
            assert!(glue.contains(&format!("fetch(\"/{path}\")")), "{glue}");
            path
        };
        assert_ne!(ask(b"one"), ask(b"other"));
        named(&mut LINKS_TEXT.to_owned(), "split_none", b"").expect_err("nobody asks for it");
    }
}
