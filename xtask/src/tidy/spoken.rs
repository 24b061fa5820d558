//! What people read is in `app/locales`, in every language: the app's code has no words of its own.

use super::{Findings, rust::Literal, tree::Tree};

const APP: &str = "app/src/";

/// Attributes that people read or hear.
const READ: &[&str] =
    &["aria-label", "title", "placeholder", "label", "alt", "question", "yes", "hint", "what", "text"];

/// Small words by which a sentence shows.
const SMALL: &[&str] = &["is", "are", "the", "a", "of", "to", "by", "and", "not", "you"];

/// Names that are the same in every language: ours, those of keys and of languages.
const NAMES: &[&str] = &[
    "Holdfast",
    "English",
    "Deutsch",
    "Enter",
    "Escape",
    "Tab",
    "Esc",
    "Home",
    "End",
    "Ctrl",
    "Control",
    "Shift",
    "Alt",
    "Meta",
    "Dead",
    "Process",
    "Unidentified",
    "Intl",
    "Locale",
];

/// Files, and a folder of them, whose words are what browsers call things, or are for developers.
const OTHERS: &[&str] = &[
    "app/src/pages/devices/browser_name.rs",
    "app/src/fault/report.rs",
    "app/src/pages/server/support.rs",
    "app/src/pages/styleguide/",
];

/// No words for people in literals.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    for (source, rust) in tree.shipped_rust() {
        let path = source.path.as_str();
        if !path.starts_with(APP) || OTHERS.iter().any(|other| path.starts_with(other)) {
            continue;
        }
        for literal in rust.literals().filter(|literal| is_spoken(literal)) {
            findings.add(path, literal.line, format!("\"{}\": say it in app/locales, by `t::…()`", literal.text));
        }
    }
}

fn is_spoken(literal: &Literal) -> bool {
    let words = without_holes(&literal.text);
    let before = literal.before.trim_end_matches('"').trim_end();
    let for_developers = ["expect(", "json!({"].iter().any(|call| before.ends_with(call)) || before.contains("#[");
    if for_developers || NAMES.contains(&words.trim()) || words.chars().filter(char::is_ascii_alphabetic).count() < 2 {
        return false;
    }
    is_content(before) || is_read(before) || is_prose(&words)
}

/// Whether a literal stands where an element's content does: `<p>{ "…" }`.
fn is_content(before: &str) -> bool {
    let Some(outside) = before.strip_suffix('{') else { return false };
    let outside = outside.trim_end();
    outside.is_empty() || outside.ends_with('}') || (outside.ends_with('>') && !outside.ends_with("=>"))
}

fn is_read(before: &str) -> bool {
    let before = before.trim_end_matches('{');
    let Some(name) = before.strip_suffix('=') else { return false };
    let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '-').map_or(0, |at| at + 1);
    READ.contains(&&name[start..])
}

/// Whether it reads as a word that begins a sentence, or as a part of one.
fn is_prose(words: &str) -> bool {
    let mut chars = words.chars();
    let begins =
        chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.next().is_some_and(|c| c.is_ascii_lowercase());
    let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_lowercase());
    if begins && (rest.is_empty() || rest.starts_with([' ', ',', '.', ':', '…', '?', '!'])) {
        return true;
    }
    let all: Vec<&str> = words.split(' ').collect();
    all.windows(3).any(|three| {
        SMALL.contains(&three[1])
            && three[0].ends_with(char::is_alphabetic)
            && three[2].starts_with(char::is_alphabetic)
    })
}

/// A format string without what is put into it.
fn without_holes(text: &str) -> String {
    let mut words = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => words.push(c),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::broken;

    #[test]
    fn words_in_code_are_found() {
        let planted = "<p>{ \"done\" }</p>\n{ \"Undo\" }\n<b title=\"less\">\n<b aria-label={\"more\"}>\nToast::info(\"Saved\")\n\
                       format!(\"{n} of the tasks\")\n{ \" at \" }\n";
        let found = broken("spoken", &[("app/src/components/a.rs", planted)]);
        assert_eq!(found, [1, 2, 3, 4, 5, 6, 7].map(|line| format!("app/src/components/a.rs:{line}")));
    }

    #[test]
    fn names_classes_and_what_developers_read_are_none() {
        let clean = "<p class=\"page narrow\" role=\"status\">{ t::undo() }{ \" \" }{ \"Holdfast\" }</p>\n.expect(\"a page is there\")\n\
                     match key { \"Enter\" => 1 }\nlet id = format!(\"edit-{}\", name);\n#[at(\"/sign-in\")]\n\
                     #[cfg(test)]\nmod tests { const A: &str = \"Saved\"; }\n";
        assert!(broken("spoken", &[("app/src/components/a.rs", clean)]).is_empty());
        assert!(broken("spoken", &[("crates/core/src/a.rs", "\"Saved\"\n")]).is_empty());
    }
}
