//! What is said to show a row is there, and is said of a row that is.

use super::{Findings, tree::Tree};
use crate::rows::{self, STORIES};

/// Where rows are listed.
const LIST: &str = "xtask/src/rows/list.rs";

/// Each story that the list names exists, and each row that a story is named after does.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    let mut stories = Vec::new();
    for source in tree.files().iter().filter(|source| source.path.starts_with(STORIES)) {
        for story in rows::stories(&source.path, &source.text) {
            for row in rows::rows_of(&story.name).filter(|row| !rows::is_row(row)) {
                findings.add(&source.path, story.line, format!("there is no row {row} for `{}` to show", story.name));
            }
            stories.push(story.name);
        }
    }
    let Some(list) = tree.get(LIST) else { return };
    for (row, name) in rows::ALL.iter().flat_map(|row| row.shown_by.iter().map(move |name| (row, name))) {
        if !stories.iter().any(|story| story == name) {
            let line = list.text.lines().position(|line| line.contains(name)).map_or(1, |index| index + 1);
            findings.add(LIST, line, format!("there is no story `{name}` to show {}", row.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::broken;

    #[test]
    fn a_story_of_no_row_is_found() {
        let planted = "#[test]\nfn h17_what_is_no_row() {}\n\n#[test]\nfn h16_a_room_is_full() {}\n";
        assert_eq!(broken("rows", &[("tests/tests/story/hub.rs", planted)]), ["tests/tests/story/hub.rs:2"]);
        assert!(broken("rows", &[("tests/tests/simulation.rs", planted)]).is_empty());
    }

    #[test]
    fn a_row_without_its_story_is_found() {
        let list = ("xtask/src/rows/list.rs", "\n\"fault::h14_a_fault_is_told_with_its_details_and_people_go_on\"\n");
        assert_eq!(broken("rows", &[list]), ["xtask/src/rows/list.rs:2"]);
        let story =
            ("tests/tests/story/fault.rs", "#[test]\nfn h14_a_fault_is_told_with_its_details_and_people_go_on() {}\n");
        assert!(broken("rows", &[list, story]).is_empty());
    }
}
