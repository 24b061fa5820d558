//! How a story is named after the rows it shows: `h5_tabs_find_sessions` shows H5, `r1_r4_events_arrive_once` R1 and R4.

use super::ALL;

/// Where the stories are.
pub(crate) const STORIES: &str = "tests/tests/story/";

/// A story: a test in a real browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    /// As the runner names it: modules, then the function.
    pub(crate) name: String,
    /// Where its name stands, counted from 1.
    pub(crate) line: usize,
}

/// The rows that a test's name begins with, as rows are written; they need not exist.
pub(crate) fn rows_of(test: &str) -> impl Iterator<Item = String> {
    let function = test.rsplit("::").next().unwrap_or_default();
    function.split('_').take_while(|part| is_like_a_row(part)).map(str::to_uppercase)
}

/// Whether there is such a row.
pub(crate) fn is_row(id: &str) -> bool {
    ALL.iter().any(|row| row.id == id)
}

/// A letter that rows begin with, and a number.
fn is_like_a_row(part: &str) -> bool {
    let number = part.strip_prefix(['h', 'e', 'r', 's', 'c']);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// The stories of one file. `path` is from the root; `main.rs` is the crate itself.
pub(crate) fn stories(path: &str, text: &str) -> Vec<Story> {
    let Some(inside) = path.strip_prefix(STORIES).and_then(|path| path.strip_suffix(".rs")) else { return Vec::new() };
    let module = inside.strip_suffix("/mod").unwrap_or(inside);
    let module = if module == "main" { String::new() } else { format!("{}::", module.replace('/', "::")) };
    let mut found = Vec::new();
    let mut is_test = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line == "#[test]" {
            is_test = true;
        } else if is_test && let Some(function) = function(line) {
            found.push(Story { name: format!("{module}{function}"), line: index + 1 });
            is_test = false;
        }
    }
    found
}

/// The name in `fn name(`.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let modifiers = ["", "async ", "pub ", "pub(crate) "];
    modifiers.contains(&before).then(|| after.split('(').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_its_rows() {
        for (name, expected) in [
            ("h5_tabs_find_sessions", &["H5"][..]),
            ("hub::rooms::h7_h16_a_room_is_left", &["H7", "H16"]),
            ("r19_h5", &["R19", "H5"]),
            ("h99_what_is_no_row", &["H99"]),
            ("every_carrier_brings_everything_once", &[]),
            ("a_h5_later", &[]),
            ("h_5", &[]),
            ("h5x_is_none", &[]),
        ] {
            assert_eq!(rows_of(name).collect::<Vec<_>>(), expected, "{name}");
        }
        assert!(is_row("H16") && !is_row("H17") && !is_row("h16"));
    }

    #[test]
    fn stories_are_found_with_their_modules() {
        let text = "//! Words.\n\n#[test]\nfn h5_one() {\n}\n\nfn helper() {}\n\n#[test]\n#[should_panic]\nasync fn two() {}\n";
        let at = |path: &str| stories(path, text).into_iter().map(|story| (story.name, story.line)).collect::<Vec<_>>();
        assert_eq!(at("tests/tests/story/main.rs"), [("h5_one".into(), 4), ("two".into(), 11)]);
        assert_eq!(at("tests/tests/story/hub.rs")[0].0, "hub::h5_one");
        assert_eq!(at("tests/tests/story/hub/room.rs")[0].0, "hub::room::h5_one");
        assert_eq!(at("tests/tests/story/hub/mod.rs")[0].0, "hub::h5_one");
        assert!(at("tests/tests/simulation.rs").is_empty());
    }
}
