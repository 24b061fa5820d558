//! Storage, sync and the server's routes are blind to kinds of record: only `core/entity` names them.

use super::{Findings, allow, rust::Literal, tree::Tree};

const ENTITY: &str = "crates/core/src/entity/";

/// Where the server offers resources of particular kinds to programs. Its addresses and descriptions are words of its own, which
/// have to stay as they are, whatever a kind is called inside.
const RESOURCES: &str = "crates/server/src/rest/";

/// Where not even an entity's type may be named.
const BLIND: &[&str] = &[
    "crates/core/src/client",
    "crates/core/src/authority",
    "crates/core/src/wire",
    "crates/core/src/outbox",
    "crates/core/src/replica",
    "crates/server/src/routes",
];

/// A kind as declared: `pub struct Task("task")`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) type_name: String,
    pub(super) name: String,
}

/// Every declaration in `core/entity`.
pub(super) fn declared(tree: &Tree) -> Vec<Kind> {
    let literals =
        tree.rust().filter(|(source, _)| source.path.starts_with(ENTITY)).flat_map(|(_, rust)| rust.literals());
    literals
        .filter_map(|literal| {
            let type_name =
                literal.before.trim_end_matches('"').trim().strip_prefix("pub struct ")?.strip_suffix('(')?;
            Some(Kind { type_name: type_name.to_owned(), name: literal.text.clone() })
        })
        .collect()
}

/// No kind's name in a string elsewhere, and no entity's type where records only pass through.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    let kinds = declared(tree);
    for (source, rust) in tree.shipped_rust() {
        let path = source.path.as_str();
        if [ENTITY, RESOURCES, "xtask/"].iter().any(|start| path.starts_with(start)) {
            continue;
        }
        let literals: Vec<_> = rust.literals().collect();
        for (index, literal) in literals.iter().enumerate() {
            if is_markup(literal) || is_counted(literal, literals.get(index + 1).copied()) {
                continue;
            }
            let kind = kinds.iter().find(|kind| kind.name == literal.text && !allow::kind_word(path, &kind.name));
            if let Some(Kind { type_name, name }) = kind {
                findings.add(path, literal.line, format!("\"{name}\": write `{type_name}::KIND`"));
            }
        }
        if !BLIND.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        let code: Vec<_> = rust.code().collect();
        for (line, word) in taken_from_entity(&code) {
            let kind = kinds.iter().find(|kind| kind.type_name == word && !allow::kind_word(path, word));
            if let Some(Kind { type_name, .. }) = kind {
                findings.add(path, line, format!("`{type_name}`: this code must treat every kind alike"));
            }
        }
    }
}

/// The names that follow `entity::`, alone or in braces: a variant `Actor::Person` is not the entity `Person`.
fn taken_from_entity<'a>(code: &[(usize, &'a str)]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    // Inside `entity::{ … }`, which may go on over lines.
    let mut in_braces = false;
    for &(line, text) in code {
        let mut rest = text;
        loop {
            if !in_braces {
                let Some((_, after)) = rest.split_once("entity::") else { break };
                in_braces = after.starts_with('{');
                rest = after;
                if !in_braces {
                    found.extend(names(rest).next().map(|name| (line, name)));
                    continue;
                }
            }
            let (inside, after) = rest.split_once('}').map_or((rest, None), |(inside, after)| (inside, Some(after)));
            found.extend(names(inside).map(|name| (line, name)));
            let Some(after) = after else { break };
            in_braces = false;
            rest = after;
        }
    }
    found
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty())
}

/// A CSS class or another attribute of markup (`class="task"`) is a word, not a kind.
fn is_markup(literal: &Literal) -> bool {
    let before = literal.before.trim_end_matches('"');
    let attribute =
        before.strip_suffix('=').is_some_and(|rest| rest.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    attribute || before.contains("classes!(")
}

/// `count(n, "task", "tasks")` is a word for a person to read.
fn is_counted(literal: &Literal, next: Option<&Literal>) -> bool {
    next.is_some_and(|next| next.line == literal.line && next.text == format!("{}s", literal.text))
}

#[cfg(test)]
mod tests {
    use super::super::broken;
    use super::*;

    const TASK: (&str, &str) = (
        "crates/core/src/entity/task.rs",
        "entity! {\n    /// A task.\n    pub struct Task(\"task\") lives in Home::Engagement, rights R;\n}\n",
    );

    #[test]
    fn declarations_are_read() {
        let expected = Kind { type_name: "Task".into(), name: "task".into() };
        assert_eq!(declared(&Tree::from_files(&[TASK])), [expected]);
    }

    #[test]
    fn a_kind_named_in_a_string_is_found() {
        let planted = ("crates/server/src/routes/a.rs", "if kind == \"task\" {\n}\n");
        assert_eq!(broken("kinds", &[TASK, planted]), ["crates/server/src/routes/a.rs:1"]);
        let page = (
            "app/src/pages/a.rs",
            "<p class=\"task\" role={role}>\nclasses!(\"task\")\nTask::KIND\n\"tasks\"\ncount(n, \"task\", \"tasks\")\n",
        );
        assert!(broken("kinds", &[TASK, page]).is_empty());
    }

    #[test]
    fn a_type_named_in_the_protocol_is_found() {
        let planted = "use crate::entity::Task;\n";
        for path in ["crates/server/src/routes/sync.rs", "crates/core/src/client/push.rs", "crates/core/src/wire.rs"] {
            assert_eq!(broken("kinds", &[TASK, (path, planted)]), [format!("{path}:1")]);
        }
        let grouped = "use crate::{\n    entity::{\n        Entity as _,\n        Task,\n    },\n};\nfn a(b: crate::entity::Task) {}\n";
        assert_eq!(
            broken("kinds", &[TASK, ("crates/core/src/wire.rs", grouped)]),
            ["crates/core/src/wire.rs:4", "crates/core/src/wire.rs:7"]
        );
        for path in ["app/src/pages/tasks.rs", "crates/server/src/rest/tasks.rs"] {
            assert!(broken("kinds", &[TASK, (path, planted)]).is_empty(), "{path}");
        }
        let variant = "use crate::entity::{Entity, schema_of};\nmatch x { Home::Task => 1 }\n";
        assert!(broken("kinds", &[TASK, ("crates/core/src/wire.rs", variant)]).is_empty());
    }
}
